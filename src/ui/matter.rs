//! How a matter is told: its thread, its facts, its outcome.

use crate::view::prelude::*;

use yishi_domain::Digest;

use crate::photo::Photos;
use crate::route::Route;
use crate::text::t;

/// Where a step of a thread lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Progress {
    /// It has happened
    #[default]
    Done,
    /// It is what everybody waits for
    Now,
    /// It comes later
    Next,
}

/// One step of a matter.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Step {
    /// What happened
    pub title: String,
    /// When, by whom, in which words; may be empty
    pub text: String,
    /// Past, present or future
    pub progress: Progress,
    /// The page where there is more about it
    pub to: Option<Route>,
}

/// A matter from its beginning to now, oldest first.
#[component]
pub fn Thread(
    /// In order of time
    #[prop(into)]
    steps: Signal<Vec<Step>>,
    /// What was photographed, step by step; fewer where the last ones have no photos
    #[prop(optional, into)]
    photos: Signal<Vec<Vec<Digest>>>,
) -> View {
    let item = |step: Step, photos: Vec<Digest>| {
        let (class, current) = match step.progress {
            Progress::Done => ("", None),
            Progress::Now => ("now", Some("step")),
            Progress::Next => ("next", None),
        };
        let words = view! {
            <strong>{step.title}</strong>
            {(!step.text.is_empty()).then(|| view! { <p>{step.text}</p> })}
        };
        let words = match step.to {
            Some(to) => view! { <a href=to.href()>{words}</a> },
            None => words,
        };
        let photos = (!photos.is_empty()).then(|| view! { <Photos photos /> });
        view! { <li class=class aria-current=current>{words} {photos}</li> }
    };
    let all = move || {
        let photos = photos
            .get()
            .into_iter()
            .chain(std::iter::repeat(Vec::new()));
        let both = steps.get().into_iter().zip(photos);
        both.map(|(step, photos)| item(step, photos)).collect_view()
    };
    view! { <ol class="thread">{all}</ol> }
}

/// One fact of a list of facts.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fact {
    /// What it is about
    pub name: String,
    /// What it says
    pub value: String,
}

impl Fact {
    /// A fact.
    pub fn new(name: impl Into<String>, value: impl Into<String>) -> Self {
        Self {
            name: name.into(),
            value: value.into(),
        }
    }
}

/// Names and values, aligned.
#[component]
pub fn Facts(
    /// In order
    #[prop(into)]
    items: Signal<Vec<Fact>>,
) -> View {
    let item = |fact: Fact| view! { <dt>{fact.name}</dt><dd>{fact.value}</dd> };
    view! { <dl class="facts">{move || items.get().into_iter().map(item).collect_view()}</dl> }
}

/// The outcome of a vote, as a stamp. First in its card, so that the heading leaves room for it.
#[component]
pub fn Seal(
    /// Whether the motion passed
    passed: bool,
) -> View {
    let text = if passed {
        t().app.passed()
    } else {
        t().app.rejected()
    };
    let long = text.chars().count() > 2;
    view! {
        <span class="seal" class:no=!passed class:long=long>
            {text}
        </span>
    }
}
