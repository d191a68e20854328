//! From a function to a component.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};
use syn::parse::Parser;
use syn::punctuated::Punctuated;
use syn::{Attribute, Error, FnArg, ItemFn, Meta, Pat, PatType, PathSegment, Result, Token, Type};

/// The function that takes its properties as one value, and the type of that value.
pub(crate) fn component(function: &ItemFn) -> Result<TokenStream> {
    let ItemFn {
        attrs,
        vis,
        sig,
        block,
        ..
    } = function;
    let (name, output) = (&sig.ident, &sig.output);
    let (implementing, generics, bounds) = sig.generics.split_for_impl();
    if sig.inputs.is_empty() {
        return Ok(quote! {
            #(#attrs)*
            #[allow(non_snake_case)]
            #vis fn #name() #output {
                crate::view::IntoView::into_view(::leptos::prelude::untrack(move || #block))
            }
        });
    }
    let properties: Vec<Property> = sig
        .inputs
        .iter()
        .map(Property::read)
        .collect::<Result<_>>()?;
    let fields = properties.iter().map(|property| property.field(vis));
    let names: Vec<_> = properties.iter().map(|property| &property.name).collect();
    let (props, builder) = (
        format_ident!("{name}Props"),
        format_ident!("{name}PropsBuilder"),
    );
    let doc = format!("The properties of [`{name}`].");
    let whole = &sig.generics;
    Ok(quote! {
        #[doc = #doc]
        #[derive(::leptos::typed_builder_macro::TypedBuilder)]
        #[builder(crate_module_path = ::leptos::typed_builder)]
        #vis struct #props #whole #bounds {
            #(#fields)*
        }

        impl #implementing ::leptos::component::Props for #props #generics #bounds {
            type Builder = #builder #generics;

            fn builder() -> Self::Builder {
                #props::builder()
            }
        }

        #(#attrs)*
        #[allow(non_snake_case)]
        #vis fn #name #implementing (props: #props #generics) #output #bounds {
            let #props { #(#names),* } = props;
            crate::view::IntoView::into_view(::leptos::prelude::untrack(move || #block))
        }
    })
}

/// One property.
struct Property<'a> {
    name: &'a syn::Ident,
    kind: &'a Type,
    docs: Vec<&'a Attribute>,
    builder: TokenStream,
}

impl<'a> Property<'a> {
    fn read(argument: &'a FnArg) -> Result<Self> {
        let FnArg::Typed(PatType { attrs, pat, ty, .. }) = argument else {
            return Err(Error::new_spanned(argument, "a component has no self"));
        };
        let Pat::Ident(pattern) = pat.as_ref() else {
            return Err(Error::new_spanned(pat, "a property has a name"));
        };
        let mut property = Self {
            name: &pattern.ident,
            kind: ty,
            docs: Vec::new(),
            builder: TokenStream::new(),
        };
        for attribute in attrs {
            if attribute.path().is_ident("prop") {
                property.builder = options(attribute, ty)?;
            } else {
                property.docs.push(attribute);
            }
        }
        Ok(property)
    }

    fn field(&self, vis: &syn::Visibility) -> TokenStream {
        let Self {
            name,
            kind,
            docs,
            builder,
        } = self;
        quote! { #(#docs)* #[allow(missing_docs)] #builder #vis #name: #kind, }
    }
}

/// `into`, `optional` and `default = …`, as Leptos means them.
fn options(attribute: &Attribute, kind: &Type) -> Result<TokenStream> {
    let Meta::List(list) = &attribute.meta else {
        return Err(Error::new_spanned(attribute, "#[prop(…)]"));
    };
    let options = Punctuated::<Meta, Token![,]>::parse_terminated.parse2(list.tokens.clone())?;
    let (mut setter, mut default) = (Vec::new(), quote!());
    for option in options {
        match &option {
            Meta::Path(path) if path.is_ident("into") => setter.push(quote!(into)),
            Meta::Path(path) if path.is_ident("optional") => {
                default = quote!(default,);
                if is_option(kind) {
                    setter.push(quote!(strip_option));
                }
            }
            Meta::Path(path) if path.is_ident("optional_no_strip") => default = quote!(default,),
            Meta::NameValue(pair) if pair.path.is_ident("default") => {
                let value = &pair.value;
                default = quote!(default = #value,);
            }
            other => {
                return Err(Error::new_spanned(
                    other,
                    "into, optional, optional_no_strip or default = …",
                ));
            }
        }
    }
    Ok(quote! { #[builder(#default setter(#(#setter),*))] })
}

fn is_option(kind: &Type) -> bool {
    let Type::Path(path) = kind else { return false };
    path.path
        .segments
        .last()
        .is_some_and(|PathSegment { ident, .. }| ident == "Option")
}
