//! Photos side by side: how it was, what the shop made of it, how it is now.

use yishi_domain::Digest;
use yishi_domain::patrol::{Finding, FindingStep};

use crate::patrol::words;
use crate::photo::Photos;
use crate::text::t;
use crate::view::prelude::*;

/// One side.
struct Side {
    title: &'static str,
    day: String,
    photos: Vec<Digest>,
}

/// The photos that are compared: the newest of each kind.
fn sides(finding: &Finding) -> Vec<Side> {
    let texts = t().finding;
    let newest = |wanted: fn(&FindingStep) -> bool| {
        let steps = finding.steps.iter().rev();
        let mut steps = steps.filter(|step| wanted(&step.step) && !step.step.photos().is_empty());
        steps.next()
    };
    let mut sides = Vec::new();
    if !finding.photos.is_empty() {
        sides.push(Side {
            title: texts.photo_before(),
            day: words::day(finding.patrol),
            photos: finding.photos.clone(),
        });
    }
    let answered = newest(|step| matches!(step, FindingStep::Answered { .. }));
    let rechecked = newest(|step| matches!(step, FindingStep::Rechecked { .. }));
    let later = [
        (texts.photo_after(), answered),
        (texts.photo_recheck(), rechecked),
    ];
    for (title, step) in later {
        sides.extend(step.map(|step| Side {
            title,
            day: crate::ui::time::day(step.at.0),
            photos: step.step.photos().to_vec(),
        }));
    }
    sides
}

/// The photos that the pair shows; the story below does not show them once more.
pub(super) fn shown(finding: &Finding) -> Vec<Digest> {
    sides(finding)
        .into_iter()
        .flat_map(|side| side.photos)
        .collect()
}

/// The photos of a finding, beside each other.
pub(super) fn pair(finding: &Finding) -> View {
    let figures = sides(finding).into_iter().map(|side| {
        view! {
            <figure>
                <figcaption>{side.title} <small>{side.day}</small></figcaption>
                <Photos photos=side.photos />
            </figure>
        }
    });
    let figures: Vec<View> = figures.collect();
    match figures.is_empty() {
        true => View::Nothing,
        false => view! { <div class="pair">{View::Many(figures)}</div> },
    }
}
