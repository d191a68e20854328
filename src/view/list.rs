//! Rows that come and go, and parts that are shown or not.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::rc::Rc;

use leptos::prelude::{Owner, untrack};
use web_sys::Node;
use yishi_markup::component;

use super::region::{anchor, clear, follow};
use super::{ChildrenFn, IntoView, View};
use crate::part::Part;

/// Rows by their keys.
pub struct Keyed(Box<dyn FnMut() -> Vec<Row>>);

/// A row's key, and how to build it if it is not there yet.
struct Row {
    key: u64,
    build: Box<dyn FnOnce() -> View>,
}

/// A row in the page, between its anchors.
struct Shown {
    start: Node,
    end: Node,
    owner: Owner,
}

/// One row for each item. A row stays as it is for as long as its key is there.
#[component]
pub fn For<T, E, K, KF, R>(
    /// The items, in order; reactive
    each: E,
    /// What tells them apart: an id, never a position
    key: KF,
    /// One item
    children: R,
) -> View
where
    T: 'static,
    E: Fn() -> Vec<T> + 'static,
    K: Hash + 'static,
    KF: Fn(&T) -> K + 'static,
    R: Fn(T) -> View + 'static,
{
    let children = Rc::new(children);
    View::Keyed(Keyed(Box::new(move || {
        let row = |item: T| {
            let mut hasher = DefaultHasher::new();
            key(&item).hash(&mut hasher);
            let children = children.clone();
            Row {
                key: hasher.finish(),
                build: Box::new(move || children(item)),
            }
        };
        each().into_iter().map(row).collect()
    })))
}

impl Keyed {
    pub(super) fn mount(self, parent: &Node, before: Option<&Node>) {
        let mut wanted = self.0;
        let end = anchor(parent, before);
        // Rows outlive a run of the effect, so they belong to an owner beside it.
        let owner = Owner::new();
        let mut shown = HashMap::<u64, Shown>::new();
        follow(Box::new(move || {
            let Some(parent) = end.parent_node() else {
                return;
            };
            let wanted = wanted();
            let keys: HashSet<u64> = wanted.iter().map(|row| row.key).collect();
            shown.retain(|key, row| keys.contains(key) || row.remove());
            // From the last to the first: each stands before what is right already.
            let mut next = end.clone();
            let mut placed = HashSet::new();
            for Row { key, build } in wanted.into_iter().rev() {
                if !placed.insert(key) {
                    continue;
                }
                let row = shown
                    .entry(key)
                    .and_modify(|row| row.bring(&parent, &next))
                    .or_insert_with(|| Shown::new(owner.child(), build, &parent, &next));
                next = row.start.clone();
            }
        }));
    }
}

impl Shown {
    fn new(owner: Owner, build: Box<dyn FnOnce() -> View>, parent: &Node, next: &Node) -> Self {
        let (start, end) = (anchor(parent, Some(next)), anchor(parent, Some(next)));
        owner.with(|| untrack(|| build().mount(parent, Some(&end))));
        Self { start, end, owner }
    }

    /// Moves it before `next`, unless it stands there.
    fn bring(&self, parent: &Node, next: &Node) {
        if self.end.next_sibling().as_ref() == Some(next) {
            return;
        }
        let mut node = self.start.clone();
        loop {
            let following = node.next_sibling();
            let _ = parent.insert_before(&node, Some(next));
            match following {
                Some(following) if node != self.end => node = following,
                _ => return,
            }
        }
    }

    /// Takes it away. Says `false`, as it is not to be kept.
    fn remove(&self) -> bool {
        self.owner.cleanup();
        clear(&self.start, &self.end);
        if let Some(parent) = self.end.parent_node() {
            let _ = parent.remove_child(&self.start);
            let _ = parent.remove_child(&self.end);
        }
        false
    }
}

/// Shows its children while something holds, and something else while it does not.
#[component]
pub fn Show<W>(
    /// What has to hold; reactive
    when: W,
    children: ChildrenFn,
    /// What is shown otherwise
    #[prop(optional, into)]
    fallback: Otherwise,
) -> View
where
    W: Fn() -> bool + Send + Sync + 'static,
{
    show(Part::new(when), children, fallback)
}

fn show(when: Part<bool>, children: ChildrenFn, fallback: Otherwise) -> View {
    View::Dynamic(Box::new(move || match (when.get(), &fallback.0) {
        (true, _) => untrack(|| children()),
        (false, Some(fallback)) => untrack(fallback),
        (false, None) => View::Nothing,
    }))
}

/// What [`Show`] shows while its condition does not hold.
#[derive(Default)]
pub struct Otherwise(Option<Box<dyn Fn() -> View>>);

impl<F, T> From<F> for Otherwise
where
    F: Fn() -> T + 'static,
    T: IntoView,
{
    fn from(build: F) -> Self {
        Self(Some(Box::new(move || build().into_view())))
    }
}
