//! Surfaces and small marks.

use crate::view::prelude::*;

use crate::route::Route;

/// What a mark or a card says beyond its words; never by colour alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Tone {
    /// Nothing beyond the words
    #[default]
    Plain,
    /// Done, agreed, in order
    Ok,
    /// Soon, waiting
    Warn,
    /// Overdue, refused, failed
    Bad,
    /// Good to know
    Info,
}

impl Tone {
    /// The class of the style sheet.
    pub(super) fn class(self) -> &'static str {
        match self {
            Self::Plain => "plain",
            Self::Ok => "ok",
            Self::Warn => "warn",
            Self::Bad => "bad",
            Self::Info => "info",
        }
    }

    /// The symbol that stands for it, so that colour is never alone.
    pub(super) fn icon(self) -> Option<&'static str> {
        (self != Self::Plain).then(|| self.class())
    }
}

/// A symbol of `index.html` (`i-…`), as large as the letters around it; says nothing to screen readers.
#[component]
pub fn Icon(
    /// Its name without `i-`: mark, home, council, me, back, go, up, down, ok, close, warn, bad, info, sound, stop, add, paper, vote
    name: &'static str,
) -> View {
    let href = format!("#i-{name}");
    view! {
        <svg class="icon" aria-hidden="true">
            <use href=href></use>
        </svg>
    }
}

/// A short mark: what state something is in.
#[component]
pub fn Badge(
    /// One to eight characters
    #[prop(into)]
    text: Signal<String>,
    /// Good or bad
    #[prop(optional)]
    tone: Tone,
) -> View {
    view! {
        <span class=format!("tag {}", tone.class())>
            {tone.icon().map(|name| view! { <Icon name /> })}
            {move || text.get()}
        </span>
    }
}

/// A sheet of paper. With `to` all of it is one link; then it holds no other link or button.
#[component]
pub fn Card(
    /// Where a press on it leads
    #[prop(optional, into)]
    to: Option<Route>,
    /// The person is needed here
    #[prop(optional)]
    need: bool,
    /// Something is wrong here
    #[prop(optional)]
    bad: bool,
    /// Usually badges in `<div class="meta">`, an `<h3>`, a `<p class="meta">`
    children: Children,
) -> View {
    let class = match (need, bad) {
        (_, true) => "card bad",
        (true, _) => "card need",
        _ => "card",
    };
    match to {
        Some(route) => view! {
            <a class=class href=route.href() aria-current=move || here(&route)>
                {children()}
                <svg class="icon go" aria-hidden="true">
                    <use href="#i-go"></use>
                </svg>
            </a>
        },
        None => view! { <div class=class>{children()}</div> },
    }
}

/// Whether it leads to the screen that is shown: in a list beside that screen.
fn here(route: &Route) -> Option<&'static str> {
    (crate::navigation::route() == *route).then_some("page")
}

/// A part of a page under a small heading.
#[component]
pub fn Section(
    /// Two to eight characters
    #[prop(into)]
    title: Signal<String>,
    children: Children,
) -> View {
    let id = super::fresh_id("s");
    let heading = id.clone();
    view! {
        <section class="section" aria-labelledby=id>
            <h2 id=heading>{move || title.get()}</h2>
            {children()}
        </section>
    }
}

/// One part of [`Segments`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Segment {
    /// Its name
    pub label: String,
    /// Where it is
    pub to: Route,
}

/// Switches between the sections of one page; each has its own address.
#[component]
pub fn Segments(
    /// What these are sections of, for screen readers
    #[prop(into)]
    label: String,
    /// Two to four
    items: Vec<Segment>,
    /// Where the person is
    current: Route,
) -> View {
    let links = items
        .into_iter()
        .map(|item| {
            let here = (item.to == current).then_some("page");
            view! { <a href=item.to.href() aria-current=here>{item.label}</a> }
        })
        .collect_view();
    view! { <nav class="segments" aria-label=label>{links}</nav> }
}

/// What stands where a list has nothing to show: what this is, and what to do.
#[component]
pub fn Empty(
    /// What there is none of
    #[prop(into)]
    title: String,
    /// What to do, or when something will come
    #[prop(optional, into)]
    text: String,
    /// The name of a symbol
    #[prop(default = "paper")]
    icon: &'static str,
    /// A button, where there is something to do
    #[prop(optional)]
    children: Option<Children>,
) -> View {
    view! {
        <div class="empty">
            <Icon name=icon />
            <h2>{title}</h2>
            {(!text.is_empty()).then(|| view! { <p>{text}</p> })}
            {children.map(|children| children())}
        </div>
    }
}
