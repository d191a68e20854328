//! How a matter is told: its thread, its facts, its outcome.

use crate::view::prelude::*;

use yishi_domain::Digest;

use crate::part::Part;
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
    // Each by itself, and its words in place: a lively matter grows by a number in one of its steps.
    let step = move |at: usize| {
        let words = move |of: fn(&Step) -> &String| {
            let read = move |steps: &Vec<Step>| steps.get(at).map(of).cloned();
            Part::new(move || steps.with(read).unwrap_or_default())
        };
        let (title, text) = (words(|step| &step.title), words(|step| &step.text));
        let form = Part::new(move || {
            steps.with(|steps| {
                let step = steps.get(at)?;
                Some((step.progress, step.to.clone(), step.text.is_empty()))
            })
        });
        let photos = Part::new(move || photos.with(|photos| photos.get(at).cloned()));
        (move || form.get().map(|form| row(form, title, text, photos))).into_view()
    };
    let places = move || (0..steps.with(Vec::len)).collect();
    view! { <ol class="thread"><For each=places key=|at: &usize| *at children=step /></ol> }
}

/// One step, without its words: how far it is, where there is more, and whether it has a title only.
fn row(
    (progress, to, silent): (Progress, Option<Route>, bool),
    title: Part<String>,
    text: Part<String>,
    photos: Part<Option<Vec<Digest>>>,
) -> View {
    let (class, current) = match progress {
        Progress::Done => ("", None),
        Progress::Now => ("now", Some("step")),
        Progress::Next => ("next", None),
    };
    let words = view! {
        <strong>{move || title.get()}</strong>
        {(!silent).then(|| view! { <p>{move || text.get()}</p> })}
    };
    let words = match to {
        Some(to) => view! { <a href=to.href()>{words}</a> },
        None => words,
    };
    let photos = move || {
        let photos = photos.get().filter(|photos| !photos.is_empty());
        photos.map(|photos| view! { <Photos photos /> })
    };
    view! { <li class=class aria-current=current>{words} {photos}</li> }
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
    let fact = move |at: usize| {
        let words = move |of: fn(&Fact) -> &String| {
            let read = move |items: &Vec<Fact>| items.get(at).map(of).cloned();
            Part::new(move || items.with(read).unwrap_or_default())
        };
        let (name, value) = (words(|fact| &fact.name), words(|fact| &fact.value));
        view! { <dt>{move || name.get()}</dt><dd>{move || value.get()}</dd> }
    };
    let places = move || (0..items.with(Vec::len)).collect();
    view! { <dl class="facts"><For each=places key=|at: &usize| *at children=fact /></dl> }
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
