//! Components that know no capability: what every page is made of.

#![allow(
    clippy::needless_pass_by_value,
    reason = "components own their properties"
)]
#![allow(
    dead_code,
    unused_imports,
    reason = "a kit; what no screen uses is not in the download"
)]

mod actions;
mod card;
mod choice;
mod dictation;
mod digits;
mod field;
pub mod file;
#[cfg(debug_assertions)]
mod gallery;
mod list;
mod matter;
mod meter;
pub mod number;
mod page;
pub mod plot;
mod preferences;
mod qr;
mod sheet;
mod sight;
pub mod speech;
mod sync_line;
mod tabs;
pub mod time;
pub mod toast;
mod wide;

pub use actions::{Actions, Button, ButtonLink, Look};
pub use card::{Badge, Card, Empty, Icon, Section, Segment, Segments, Tone};
pub use choice::{Choice, ChoiceGroup, MultiChoice, Select, Switch};
pub use dictation::{Dictation, Late, hears_out};
pub use digits::Digits;
pub use field::{Field, TextArea};
#[cfg(debug_assertions)]
pub use gallery::Gallery;
pub use list::List;
pub use matter::{Fact, Facts, Progress, Seal, Step, Thread};
pub use meter::Meter;
pub use page::{NotFound, Page};
pub use plot::Plot;
pub use preferences::Preferences;
pub use qr::Qr;
pub use sheet::{ConfirmSheet, Sheet};
pub use sight::bring_into_sight;
pub use speech::ReadAloud;
pub use sync_line::{SyncLine, SyncState};
pub use tabs::{Tab, TabBar};
pub use time::When;
pub use toast::Toasts;
pub use wide::wide;

use std::time::Duration;

use leptos::callback::UnsyncCallback;

/// What is done sooner is not shown as going on: it would only flicker, and drawing it would delay it.
pub const LINGERING: Duration = Duration::from_millis(200);

/// What a press does; made from `|| …` where a component asks for it.
pub type Action = UnsyncCallback<()>;

/// An id for an element, so that labels and descriptions can name it; unique in this page.
fn fresh_id(kind: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static NEXT: AtomicU32 = AtomicU32::new(0);
    format!("{kind}{}", NEXT.fetch_add(1, Ordering::Relaxed))
}
