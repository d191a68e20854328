//! What is entered many at a time: kept on this desk until it is sent, each row to be taken back.

use crate::view::prelude::*;
use serde::{Deserialize, Serialize};
use yishi_domain::council::{Choice, MOST_IN_BATCH, Options, VoterId};
use yishi_sync::wire::{from_json, to_json};

use super::super::vote_words;
use super::search::Candidate;
use super::voter_field::told;
use crate::form::draft;
use crate::part::Part;
use crate::session::Session;
use crate::text::t;
use crate::ui::{Icon, List, number};

/// One sheet, or one who takes part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Row {
    pub(super) voter: VoterId,
    pub(super) label: String,
    /// What the sheet says; nothing where that follows by itself
    pub(super) choice: Vec<Choice>,
}

/// The rows that were entered and not sent yet; copies are the same.
#[derive(Clone, Copy)]
pub(super) struct Batch {
    rows: RwSignal<Vec<Row>>,
}

impl Batch {
    /// The rows that this desk has kept under that name.
    pub(super) fn kept(session: Session, name: String) -> Self {
        let rows = RwSignal::new(Vec::<Row>::new());
        let write = move || match rows.with(Vec::is_empty) {
            true => String::new(),
            false => rows.with(to_json),
        };
        draft::keep(session, name, write, move |draft| {
            if let Ok(kept) = from_json::<Vec<Row>>(draft) {
                rows.set(kept);
            }
        });
        Self { rows }
    }

    /// The rows, the latest first. Reactive.
    pub(super) fn all(self) -> Vec<Row> {
        self.rows.get()
    }

    /// How many there are. Reactive.
    pub(super) fn len(self) -> usize {
        self.rows.with(Vec::len)
    }

    /// Whether one batch holds no more. Reactive.
    pub(super) fn is_full(self) -> bool {
        self.len() >= MOST_IN_BATCH
    }

    /// Adds a row; an earlier one of the same voter gives way to it.
    pub(super) fn add(self, one: &Candidate, choice: Vec<Choice>) {
        let row = Row {
            voter: one.id,
            label: told(one),
            choice,
        };
        self.rows.update(|rows| {
            rows.retain(|other| other.voter != row.voter);
            rows.insert(0, row);
        });
    }

    /// Takes a row back.
    pub(super) fn remove(self, voter: VoterId) {
        self.rows
            .update(|rows| rows.retain(|row| row.voter != voter));
    }

    /// Takes all of them back, or knows that they are sent.
    pub(super) fn clear(self) {
        let _ = self.rows.try_set(Vec::new());
    }
}

/// The rows with a button each to take it back.
#[component]
pub(super) fn Rows(
    batch: Batch,
    /// What a row's marks are called
    options: Options,
) -> View {
    let texts = t().vote;
    let rows = Part::new(move || batch.all());
    let options = StoredValue::new(options);
    let row = move |row: Row| {
        let voter = row.voter;
        let label = row.label.clone();
        let choice = options.with_value(|options| vote_words::marks(options, &row.choice));
        view! {
            <div class="line">
                <span>
                    {row.label}
                    {(!choice.is_empty()).then(|| view! { <small>{choice}</small> })}
                </span>
                <button type="button" class="back" aria-label=texts.take_back(label) on:click=move |_| batch.remove(voter)>
                    <Icon name="close" />
                </button>
            </div>
        }
    };
    view! {
        <p class="hint" role="status">
            {move || match batch.len() {
                0 => texts.batch_empty().to_owned(),
                n => texts.batch_of(number::grouped(n as u64)),
            }}
        </p>
        <div class="lines">
            <List items=rows key=|row: &Row| (row.voter, row.choice.clone()) row first=40 />
        </div>
    }
}
