//! From the tree of markup to the expression that builds it.

use proc_macro2::TokenStream;
use quote::{format_ident, quote, quote_spanned};
use rstml::node::{KeyedAttribute, Node, NodeAttribute, NodeBlock, NodeElement, NodeName};
use syn::spanned::Spanned;
use syn::{Error, Expr, Lit, Result, Stmt};

use crate::html;

type Element = NodeElement<rstml::Infallible>;

/// The expression for one or several pieces side by side.
pub(crate) fn view(nodes: &[Node]) -> Result<TokenStream> {
    let mut parts = Vec::new();
    let mut plain = true;
    for node in nodes {
        match node {
            Node::Comment(_) => {}
            Node::Element(element) if component(element).is_none() => {
                plain = false;
                parts.push(quote!());
            }
            node => parts.push(piece(node)?),
        }
    }
    match parts.as_slice() {
        [] => Ok(quote!(crate::view::View::Nothing)),
        [one] if plain => Ok(one.clone()),
        many if plain => Ok(quote!(crate::view::View::Many(vec![#(#many),*]))),
        _ => {
            let mut template = Template::default();
            for node in nodes {
                template.add(node)?;
            }
            let Template { html, holes } = template;
            Ok(quote!(crate::view::template(#html, Box::new([#(#holes),*]))))
        }
    }
}

/// The expression for what is not an element.
fn piece(node: &Node) -> Result<TokenStream> {
    match node {
        Node::Element(element) => match component(element) {
            Some(name) => call(element, &name),
            None => view(std::slice::from_ref(node)),
        },
        Node::Block(block) => {
            let value = value(block);
            Ok(quote_spanned!(block.span()=> crate::view::IntoView::into_view(#value)))
        }
        Node::Text(text) => {
            let words = text.value_string();
            Ok(quote!(crate::view::View::from(#words)))
        }
        Node::Fragment(fragment) => view(&fragment.children),
        other => Err(Error::new(other.span(), "this does not belong into markup")),
    }
}

/// The fixed text, and what fills its holes in the order of their places.
#[derive(Default)]
struct Template {
    html: String,
    holes: Vec<TokenStream>,
}

impl Template {
    fn add(&mut self, node: &Node) -> Result<()> {
        match node {
            Node::Comment(_) => Ok(()),
            Node::Text(text) => {
                html::push_text(&mut self.html, &text.value_string());
                Ok(())
            }
            Node::Fragment(fragment) => {
                fragment.children.iter().try_for_each(|node| self.add(node))
            }
            Node::Element(element) if component(element).is_none() => self.element(element),
            other => {
                let view = piece(other)?;
                self.html.push_str("<template h></template>");
                self.holes.push(quote!(crate::view::Hole::View(#view)));
                Ok(())
            }
        }
    }

    fn element(&mut self, element: &Element) -> Result<()> {
        let name = element.name().to_string();
        self.html.push('<');
        self.html.push_str(&name);
        let mut holes = Vec::new();
        for attribute in element.attributes() {
            let NodeAttribute::Attribute(attribute) = attribute else {
                return Err(Error::new(attribute.span(), "an attribute has a name"));
            };
            if let Some(hole) = self.attribute(attribute)? {
                holes.push(hole);
            }
        }
        if !holes.is_empty() {
            self.html.push_str(" h");
            self.holes.push(quote!(crate::view::Hole::Element));
            self.holes.append(&mut holes);
        }
        self.html.push('>');
        if html::is_void(&name) {
            return Ok(());
        }
        for child in &element.children {
            self.add(child)?;
        }
        self.html.push_str("</");
        self.html.push_str(&name);
        self.html.push('>');
        Ok(())
    }

    /// A fixed attribute goes into the text; any other is a hole.
    fn attribute(&mut self, attribute: &KeyedAttribute) -> Result<Option<TokenStream>> {
        let key = attribute.key.to_string();
        let Some(value) = attribute.value() else {
            html::push_attribute(&mut self.html, &key, "");
            return Ok(None);
        };
        if let Some(text) = literal(value) {
            html::push_attribute(&mut self.html, &key, &text);
            return Ok(None);
        }
        let span = value.span();
        let hole = match key.split_once(':') {
            None if key == "node_ref" => quote_spanned!(span=> crate::view::keep(#value)),
            None => quote_spanned!(span=> crate::view::attribute(#key, #value)),
            Some(("on", event)) => quote_spanned!(span=> crate::view::on(#event, #value)),
            Some(("class", class)) => quote_spanned!(span=> crate::view::class(#class, #value)),
            Some(("prop", name)) => quote_spanned!(span=> crate::view::property(#name, #value)),
            Some(_) => return Err(Error::new(attribute.key.span(), "on:, class: or prop:")),
        };
        Ok(Some(hole))
    }
}

/// A text or number that stands in the source.
fn literal(value: &Expr) -> Option<String> {
    let Expr::Lit(literal) = value else {
        return None;
    };
    match &literal.lit {
        Lit::Str(text) => Some(text.value()),
        Lit::Int(number) => Some(number.base10_digits().to_owned()),
        _ => None,
    }
}

/// What a block says; without its braces if they hold a single expression.
fn value(block: &NodeBlock) -> TokenStream {
    if let NodeBlock::ValidBlock(block) = block
        && let [Stmt::Expr(value, None)] = block.stmts.as_slice()
    {
        return quote!(#value);
    }
    quote!(#block)
}

/// The name of a component, which begins with a capital letter; `None` for an element.
fn component(element: &Element) -> Option<syn::ExprPath> {
    let NodeName::Path(path) = element.name() else {
        return None;
    };
    let last = path.path.segments.last()?.ident.to_string();
    last.starts_with(char::is_uppercase).then(|| path.clone())
}

/// The call of a component with its properties.
fn call(element: &Element, name: &syn::ExprPath) -> Result<TokenStream> {
    let mut setters = Vec::new();
    let mut items = Vec::new();
    for attribute in element.attributes() {
        let NodeAttribute::Attribute(attribute) = attribute else {
            return Err(Error::new(attribute.span(), "a property has a name"));
        };
        let key = attribute.key.to_string();
        if let Some(item) = key.strip_prefix("let:") {
            items.push(format_ident!("{}", item, span = attribute.key.span()));
            continue;
        }
        let setter = format_ident!("{}", key, span = attribute.key.span());
        setters.push(match attribute.value() {
            Some(value) => quote_spanned!(attribute.key.span()=> .#setter(#value)),
            None => quote_spanned!(attribute.key.span()=> .#setter(#setter)),
        });
    }
    if !element.children.is_empty() {
        let children = view(&element.children)?;
        setters.push(if items.is_empty() {
            quote!(.children(crate::view::ToChildren::to_children(move || #children)))
        } else {
            quote!(.children(move |#(#items),*| #children))
        });
    }
    Ok(quote_spanned! {name.span()=>
        ::leptos::component::component_view(
            #name,
            ::leptos::component::component_props_builder(&#name) #(#setters)* .build()
        )
    })
}
