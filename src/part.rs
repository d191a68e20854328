//! What pages show of the state, each part by itself.

use std::any::Any;
use std::marker::PhantomData;
use std::sync::Arc;

use leptos::prelude::{ArcMemo, Get, GetUntracked, Memo, Signal, Track, on_cleanup};
use leptos::reactive::graph::{AnySubscriber, Subscriber, ToAnySubscriber};

/// A value that follows from signals and tells its readers only when it has changed. It is a [`Memo`] whose
/// code stands in the download once, not once a type: 2 kB for each of the many things that pages show.
pub(crate) struct Part<T> {
    memo: Memo<Kept>,
    of: PhantomData<fn() -> T>,
}

/// A value of any type that can tell whether another one is the same.
#[derive(Clone)]
struct Kept(Arc<dyn Value>);

trait Value: Send + Sync {
    fn as_any(&self) -> &dyn Any;
    fn is(&self, other: &dyn Any) -> bool;
}

impl<T: PartialEq + Send + Sync + 'static> Part<T> {
    /// What `read` says; it is read again when a signal changes that it has read.
    pub(crate) fn new(read: impl Fn() -> T + Send + Sync + 'static) -> Self {
        let memo = memo(Box::new(move || Kept(Arc::new(read()))));
        Self {
            memo,
            of: PhantomData,
        }
    }

    /// The reader is told when the value changes, without looking at it now.
    pub(crate) fn track(self) {
        self.memo.track();
    }

    /// Looks at the value; the reader is told when it changes.
    pub(crate) fn with<U>(self, look: impl FnOnce(&T) -> U) -> U {
        look(self.memo.get().as_ref())
    }
}

impl<T: PartialEq + Clone + Send + Sync + 'static> Part<T> {
    /// The value; the reader is told when it changes.
    pub(crate) fn get(self) -> T {
        self.with(T::clone)
    }

    /// The value as it is now.
    pub(crate) fn get_untracked(self) -> T {
        self.memo.get_untracked().as_ref::<T>().clone()
    }
}

fn memo(read: Box<dyn Fn() -> Kept + Send + Sync>) -> Memo<Kept> {
    let memo = Memo::new(move |_| read());
    leave_with_owner(ArcMemo::from(memo).to_any_subscriber());
    memo
}

/// Takes a reader out of what it reads when the part of the page around it goes. By themselves signals keep whoever has
/// ever read them, and those of a session live as long as it does: with each page that was looked at, every change
/// would take longer and the app more memory.
pub(crate) fn leave_with_owner(reader: AnySubscriber) {
    on_cleanup(move || reader.clear_sources(&reader));
}

impl Kept {
    fn as_ref<T: 'static>(&self) -> &T {
        self.0
            .as_any()
            .downcast_ref()
            .expect("a part keeps what its own `read` returned")
    }
}

impl PartialEq for Kept {
    fn eq(&self, other: &Self) -> bool {
        self.0.is(other.0.as_any())
    }
}

impl<T: PartialEq + Send + Sync + 'static> Value for T {
    fn as_any(&self) -> &dyn Any {
        self
    }

    fn is(&self, other: &dyn Any) -> bool {
        other.downcast_ref() == Some(self)
    }
}

impl<T> Clone for Part<T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Part<T> {}

impl<T: PartialEq + Clone + Send + Sync + 'static> From<Part<T>> for Signal<T> {
    fn from(part: Part<T>) -> Self {
        Self::derive(move || part.get())
    }
}
