//! What waits for the endpoint, and what of it is worth a mark: most is confirmed within a moment, and a mark that came
//! and went would only make the page jump.

use leptos::prelude::{GetUntracked, RwSignal, Set, WithUntracked, set_timeout};
use uuid::Uuid;

use crate::ui::LINGERING;

/// The matters that commands wait for; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Waiting {
    /// In the order of the commands.
    all: RwSignal<Vec<Uuid>>,
    /// Those that have waited for longer than a moment.
    lingering: RwSignal<Vec<Uuid>>,
}

impl Waiting {
    /// What waits at a start has waited for long.
    pub(super) fn new(all: Vec<Uuid>) -> Self {
        Self {
            all: RwSignal::new(all.clone()),
            lingering: RwSignal::new(all),
        }
    }

    /// Exactly what waits; readers are told when it changes.
    pub(super) fn all(self) -> RwSignal<Vec<Uuid>> {
        self.all
    }

    /// What is to be marked; readers are told when it changes.
    pub(super) fn lingering(self) -> RwSignal<Vec<Uuid>> {
        self.lingering
    }

    /// That waits now. What no longer does loses its mark at once; what has just come gets one after a moment.
    pub(super) fn set(self, all: Vec<Uuid>) {
        if self.all.with_untracked(|known| *known == all) {
            return;
        }
        let marked = self.lingering.get_untracked();
        let kept: Vec<Uuid> = marked
            .iter()
            .copied()
            .filter(|one| all.contains(one))
            .collect();
        let new = all.iter().any(|one| !kept.contains(one));
        if kept != marked {
            self.lingering.set(kept);
        }
        self.all.set(all);
        if new {
            set_timeout(move || self.mark(), LINGERING);
        }
    }

    /// Marks what waits still. The session may be over.
    fn mark(self) {
        let Some(all) = self.all.try_get_untracked() else {
            return;
        };
        if self.lingering.try_with_untracked(|marked| *marked != all) == Some(true) {
            self.lingering.set(all);
        }
    }
}

#[cfg(test)]
mod tests {
    use leptos::prelude::Owner;
    use wasm_bindgen_test::wasm_bindgen_test;

    use super::*;
    use crate::clock::pause;

    const LONGER: i32 = 260;

    #[wasm_bindgen_test]
    async fn only_what_lingers_is_marked() {
        let owner = Owner::new();
        owner.set();
        let (old, new) = (Uuid::from_u128(1), Uuid::from_u128(2));
        let waiting = Waiting::new(vec![old]);
        let marked = || waiting.lingering().get_untracked();
        assert_eq!(marked(), [old], "what waited before the start");

        waiting.set(vec![old, new]);
        assert_eq!(marked(), [old], "it has only just come");
        waiting.set(vec![new]);
        assert_eq!(marked(), [new; 0], "the old one is confirmed");
        waiting.set(Vec::new());
        pause(LONGER).await;
        assert_eq!(
            marked(),
            [new; 0],
            "the new one was confirmed within the moment"
        );

        waiting.set(vec![new]);
        pause(LONGER).await;
        assert_eq!(marked(), [new]);
        waiting.set(Vec::new());
        assert_eq!(marked(), [new; 0]);
    }
}
