//! The voter's own line in the ballot book, in words.

use std::sync::Arc;

use crate::view::prelude::*;
use yishi_domain::council::{Ballot, Choice, Options, Way};

use super::super::vote_words;
use crate::text::t;
use crate::ui::time;

/// The line, with what this phone knows of it beside.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Line {
    /// The line
    pub(super) ballot: Arc<Ballot>,
    /// Who cast it, if that is known here
    pub(super) by: Option<String>,
    /// What it says and its receipt, if it is a sealed one that was cast on this phone
    pub(super) own: Option<(Vec<Choice>, String)>,
}

impl Line {
    /// What the ballot says and its receipt, as far as this phone may know.
    pub(super) fn said(&self) -> Option<(Vec<Choice>, String)> {
        let said = self.ballot.said.as_ref();
        let said = said.map(|said| (said.choice.clone(), said.receipt.clone()));
        said.or_else(|| self.own.clone())
    }
}

/// What was said, how it came, and how it is found again.
pub(super) fn told(line: &Line, options: &Options, of_home: bool) -> View {
    let texts = t().council;
    let said = line.said();
    let headline = match (&said, line.ballot.way) {
        (Some((choice, _)), Way::Phone) => {
            let choice = vote_words::marks(options, choice);
            match of_home {
                true => texts.home_voted(choice),
                false => texts.you_voted(choice),
            }
        }
        (Some((choice, _)), way) => {
            let choice = vote_words::marks(options, choice);
            t().vote.entered_says(vote_words::counted_by(way), choice)
        }
        (None, Way::Phone) => t().vote.home_voted_sealed().to_owned(),
        (None, way) => vote_words::counted_by(way).to_owned(),
    };
    let receipt = said.map(|(_, receipt)| {
        let hint = match line.own.is_some() {
            true => t().vote.receipt_hint_sealed(),
            false => texts.receipt_hint(),
        };
        view! {
            <p class="meta receipt">{texts.receipt_is(receipt)}</p>
            <p class="meta">{hint}</p>
        }
    });
    let hidden = (receipt.is_none())
        .then(|| hidden(line.ballot.way))
        .map(|text| view! { <p class="meta">{text}</p> });
    let entered = line.ballot.entry.as_ref().map(|_| {
        view! { <p class="meta">{t().vote.entered_wrong()}</p> }
    });
    view! {
        <p class="spoken"><strong>{headline}</strong></p>
        <p class="meta">{cast_by(line, of_home)}</p>
        {receipt}
        {hidden}
        {entered}
    }
}

/// Why it is not shown what was said.
fn hidden(way: Way) -> &'static str {
    match way {
        Way::Hands => t().vote.hidden_hands(),
        _ => t().vote.hidden_sealed(),
    }
}

/// 由王芳投出 · 今天 9:41, or 居委会王主任录入，原因：眼睛不便 · 今天 9:41
fn cast_by(line: &Line, of_home: bool) -> String {
    let when = time::moment(line.ballot.at.0);
    let texts = t().council;
    match (&line.ballot.entry, of_home, &line.by) {
        (Some(entry), _, _) if entry.reason.is_empty() => {
            format!("{} · {when}", t().home.entered_by(&entry.staff))
        }
        (Some(entry), _, _) => {
            let by = t().home.entered_by_because(&entry.staff, &entry.reason);
            format!("{by} · {when}")
        }
        (None, true, Some(name)) => format!("{} · {when}", texts.cast_by(name)),
        (None, true, None) => format!("{} · {when}", texts.cast_by_home()),
        (None, false, _) => when,
    }
}
