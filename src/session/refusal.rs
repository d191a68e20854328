//! Why something that was asked for did not happen, in the words of the person who asked.

use yishi_sync::Notice;

use crate::link::Failure;
use crate::notice::explained;
use crate::store::StoreError;
use crate::text::{error_text, t};

/// A refusal. Nothing was changed by it, and nothing was lost.
#[derive(Debug)]
pub(crate) enum Refusal {
    /// A rule of the community.
    Rule(Notice),
    /// The phone cannot store it.
    Store(StoreError),
    /// The endpoint cannot be reached, or says no.
    Link(Failure),
    /// A photo cannot be taken; the code says why.
    Photo(String),
}

impl Refusal {
    /// The stable code.
    pub(crate) fn code(&self) -> &str {
        match self {
            Self::Rule(notice) => &notice.code,
            Self::Store(error) => error.code(),
            Self::Link(failure) => failure.code(),
            Self::Photo(code) => code,
        }
    }

    /// What happened and what to do.
    pub(crate) fn text(&self) -> String {
        match self {
            Self::Rule(notice) => explained(notice),
            _ => code_text(self.code()),
        }
    }
}

/// The same, with particulars that end it.
pub(crate) fn code_text_with(code: &str, particulars: &str) -> String {
    match error_text(code) {
        Some(text) => t()
            .app
            .error_with_code(t().council.sentences(text, particulars), code),
        None => code_text(code),
    }
}

/// What a stable code means and what to do; the code itself stands behind it for whoever is asked to help.
pub(crate) fn code_text(code: &str) -> String {
    match error_text(code) {
        Some(text) => t().app.error_with_code(text, code),
        None => t().app.error_unknown(code),
    }
}
