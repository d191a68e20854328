//! The numbers that follow: sheets out of the envelopes, or hands that were raised.

use crate::view::prelude::*;
use yishi_domain::council::{
    Choice, CountGathered, Gathered, MOST_IN_BATCH, Marked, Motion, Options, Way,
};
use yishi_domain::{Command, Digest, MotionId, SealId};
use yishi_sync::wire::{from_json, to_json};

use super::super::motion::Marks;
use super::super::vote_words;
use super::running;
use super::sheet_photos::{SealedSheetPhotos, kept};
use crate::form::{Ask, Refused, draft};
use crate::part::Part;
use crate::session::{new_secret_id, session};
use crate::text::t;
use crate::ui::{Button, Field, Look, Section, Tone, number, toast};

/// What is counted here, and of how many.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Case {
    options: Options,
    /// Of how many the numbers are
    expected: u64,
    /// Whether there are numbers of all of them already
    done: bool,
}

impl Case {
    fn of(motion: &Motion, way: Way) -> Self {
        let hands = way == Way::Hands;
        let entered = motion.by_way(way);
        let left = match hands {
            true => motion.uncounted_hands(),
            false => motion.uncounted_envelopes(),
        };
        Self {
            options: motion.options.clone(),
            expected: if hands { entered } else { left },
            done: entered > 0 && left == 0,
        }
    }
}

/// The section; nothing as long as nobody was entered.
#[component]
pub(super) fn Numbers(id: MotionId, way: Way) -> View {
    let session = session();
    let motion = running(session, id);
    let case = Part::new(move || motion.with(|m| m.as_ref().map(|m| Case::of(m, way))));
    let again = RwSignal::new(false);
    let texts = t().vote;
    let title = match way {
        Way::Hands => texts.hands_numbers(),
        _ => texts.sheets_numbers(),
    };
    let body = move || {
        let case = case.get()?;
        let several = way == Way::Paper && case.options.most() > 1;
        Some(match (case.done && !again.get(), case.expected) {
            (true, _) => {
                // Hands can be counted again; sheets are counted once.
                let redo = (way == Way::Hands).then(|| {
                    view! { <Button label=texts.count_again() look=Look::Quiet on_press=move || again.set(true) /> }
                });
                view! {
                    <p>{texts.counted_all()}</p>
                    {redo}
                }
            }
            (false, 0) => view! { <p class="hint">{texts.count_after()}</p> },
            _ if several => view! { <EachSheet id case /> },
            _ => view! { <EachOption id way case again /> },
        })
    };
    view! { <Section title>{body}</Section> }
}

/// The numbers, with the photos in the first of their commands.
fn commands(id: MotionId, counts: Vec<Gathered>, photos: Vec<Digest>) -> Vec<Command> {
    let photos = std::iter::once(photos).chain(std::iter::repeat(Vec::new()));
    let commands = counts.into_iter().zip(photos);
    commands
        .map(|(count, photos)| command(id, count, photos))
        .collect()
}

fn command(id: MotionId, count: Gathered, photos: Vec<Digest>) -> Command {
    Command::CountGathered(CountGathered {
        motion: id,
        count,
        photos,
        seal: SealId(new_secret_id()),
    })
}

/// One number an option.
#[component]
fn EachOption(id: MotionId, way: Way, case: Case, again: RwSignal<bool>) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().vote;
    let Case {
        options, expected, ..
    } = case;
    let several = options.most() > 1;
    let fields: Vec<(Choice, RwSignal<String>)> = options
        .marks()
        .into_iter()
        .map(|choice| (choice, RwSignal::new(String::new())))
        .collect();
    let read = |text: &str| match text.trim() {
        "" => Some(0),
        text => text.parse::<u64>().ok(),
    };
    let values = StoredValue::new(fields.clone());
    let all = move || {
        values.with_value(|fields| {
            fields
                .iter()
                .map(|(_, text)| text.get())
                .collect::<Vec<String>>()
        })
    };
    let write = move || match all() {
        all if all.iter().all(String::is_empty) => String::new(),
        all => to_json(&all),
    };
    let name = match way {
        Way::Hands => format!("hands-count-{id}"),
        _ => format!("sheets-count-{id}"),
    };
    draft::keep(session, name, write, move |draft| {
        let kept = from_json::<Vec<String>>(draft).unwrap_or_default();
        values.with_value(|fields| {
            for ((_, text), kept) in fields.iter().zip(kept) {
                text.set(kept);
            }
        });
    });
    let entered = move || {
        values.with_value(|fields| {
            let numbers = fields.iter().map(|(choice, text)| {
                let heads = text.with(|text| read(text))?;
                Some(Marked {
                    choice: *choice,
                    heads,
                })
            });
            numbers.collect::<Option<Vec<Marked>>>()
        })
    };
    let sum = move || {
        let all = entered()?;
        Some(
            all.iter()
                .fold(0u64, |sum, one| sum.saturating_add(one.heads)),
        )
    };
    let told = move || match sum() {
        None => texts.number_wrong().to_owned(),
        Some(sum) if several => texts.raised_of(number::grouped(sum), number::grouped(expected)),
        Some(sum) => texts.sum_of(number::grouped(sum), number::grouped(expected)),
    };
    let wrong = move || match (sum(), way) {
        (None | Some(0), _) => true,
        (Some(_), Way::Hands) if several => false,
        (Some(sum), Way::Hands) => sum != expected,
        (Some(sum), _) => sum > expected,
    };
    let picked = kept(session, format!("sheets-photos-{id}"));
    let enter = move || {
        let Some(all) = untrack(entered) else {
            return;
        };
        let counts = match way {
            Way::Hands => vec![Gathered::Hands(all)],
            _ => sheets(&all),
        };
        let commands = commands(id, counts, untrack(|| picked.names()));
        ask.send(commands, move || {
            picked.hold(Vec::new());
            values.with_value(|fields| {
                for (_, text) in fields {
                    let _ = text.try_set(String::new());
                }
            });
            let _ = again.try_set(false);
            toast::say(Tone::Ok, t().vote.numbers_sent());
        });
    };
    let send = move || picked.when_ready(enter);
    let photos = (way == Way::Paper).then(|| {
        let sheets = Signal::derive(move || sum().unwrap_or_default());
        view! { <SealedSheetPhotos picked sheets /> }
    });
    let rows = fields.into_iter().map(|(choice, value)| {
        let label = vote_words::mark(&options, choice);
        view! { <Field label value kind="number" /> }
    });
    let rows: Vec<View> = rows.collect();
    let hint = match way {
        Way::Hands if several => texts.hands_numbers_several(),
        Way::Hands => texts.hands_numbers_hint(),
        _ => texts.sheets_numbers_hint(),
    };
    view! {
        <p class="hint">{hint}</p>
        <div class="figures-in">{rows}</div>
        <p class="meta" role="status" class:over=move || sum().is_none_or(|sum| !several && sum > expected)>{told}</p>
        {photos}
        <Refused error=ask.error() />
        <Button
            label=texts.numbers_send()
            look=Look::Main
            busy=Signal::derive(move || ask.busy().get() || picked.waits())
            off=Signal::derive(wrong)
            on_press=send
        />
    }
}

/// Sheets with one mark each, as many as the numbers say, in as many commands as they take.
fn sheets(all: &[Marked]) -> Vec<Gathered> {
    let mut sheets: Vec<Vec<Choice>> = Vec::new();
    for one in all {
        let heads = usize::try_from(one.heads).unwrap_or_default();
        sheets.extend(std::iter::repeat_n(vec![one.choice], heads));
    }
    sheets
        .chunks(MOST_IN_BATCH)
        .map(|part| Gathered::Sheets(part.to_vec()))
        .collect()
}

/// Sheet after sheet, where one may have several marks.
#[component]
fn EachSheet(id: MotionId, case: Case) -> View {
    let session = session();
    let ask = Ask::new(session);
    let texts = t().vote;
    let Case {
        options, expected, ..
    } = case;
    let all = RwSignal::new(Vec::<Vec<Choice>>::new());
    let write = move || match all.with(Vec::is_empty) {
        true => String::new(),
        false => all.with(to_json),
    };
    draft::keep(session, format!("sheets-{id}"), write, move |draft| {
        if let Ok(kept) = from_json::<Vec<Vec<Choice>>>(draft) {
            all.set(kept);
        }
    });
    let count = move || all.with(Vec::len) as u64;
    let picked = kept(session, format!("sheets-photos-{id}"));
    let enter = move || {
        let sheets = all.get_untracked();
        let parts = sheets.chunks(MOST_IN_BATCH);
        let counts = parts.map(|part| Gathered::Sheets(part.to_vec())).collect();
        let commands = commands(id, counts, untrack(|| picked.names()));
        ask.send(commands, move || {
            picked.hold(Vec::new());
            let _ = all.try_set(Vec::new());
            toast::say(Tone::Ok, t().vote.numbers_sent());
        });
    };
    let send = move || picked.when_ready(enter);
    let last = StoredValue::new(options.clone());
    let told = move || {
        let marks = all.with(|all| all.last().cloned());
        marks.map(|marks| last.with_value(|options| vote_words::marks(options, &marks)))
    };
    let undo = move || {
        all.update(|all| drop(all.pop()));
    };
    let options = StoredValue::new(options);
    // Built anew for each sheet, so that nothing is marked yet.
    let paper = move || {
        let left = count() < expected;
        left.then(|| {
            let mark = move |marks: Vec<Choice>| all.update(|all| all.push(marks));
            view! { <Marks options=options.get_value() on_mark=mark /> }
        })
    };
    view! {
        <p class="hint">{texts.sheets_each_hint()}</p>
        {paper}
        <p class="meta" role="status">
            {move || texts.sum_of(number::grouped(count()), number::grouped(expected))}
        </p>
        {move || {
            told()
                .map(|told| {
                    view! {
                        <p class="meta">{texts.sheet_last(told)}</p>
                        <Button label=texts.sheet_undo() look=Look::Quiet on_press=undo />
                    }
                })
        }}
        <SealedSheetPhotos picked sheets=Signal::derive(count) />
        <Refused error=ask.error() />
        <Button
            label=texts.numbers_send()
            look=Look::Main
            busy=Signal::derive(move || ask.busy().get() || picked.waits())
            off=Signal::derive(move || count() == 0)
            on_press=send
        />
    }
}
