//! Giving up on a request that hangs: a dead mobile network often refuses nothing and answers nothing.

use gloo::timers::callback::Timeout;
use web_sys::{AbortController, AbortSignal};

/// Aborts a request unless it is dropped before.
pub(super) struct Deadline {
    controller: Option<AbortController>,
    _timeout: Option<Timeout>,
}

impl Deadline {
    /// A deadline that many milliseconds from now.
    pub(super) fn after(millis: u32) -> Self {
        let controller = AbortController::new().ok();
        let timeout = controller
            .clone()
            .map(|controller| Timeout::new(millis, move || controller.abort()));
        Self {
            controller,
            _timeout: timeout,
        }
    }

    /// A handle that aborts when it is dropped, without a time.
    pub(super) fn never() -> Self {
        Self {
            controller: AbortController::new().ok(),
            _timeout: None,
        }
    }

    /// Aborts the request unless what is returned is dropped within that many milliseconds.
    pub(super) fn within(&self, millis: u32) -> Option<Timeout> {
        let controller = self.controller.clone()?;
        Some(Timeout::new(millis, move || controller.abort()))
    }

    /// What the request listens to.
    pub(super) fn signal(&self) -> Option<AbortSignal> {
        self.controller.as_ref().map(AbortController::signal)
    }
}

impl Drop for Deadline {
    fn drop(&mut self) {
        if let Some(controller) = &self.controller {
            controller.abort();
        }
    }
}
