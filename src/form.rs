//! What forms of every capability are made of: asking, keeping what was begun, days and hours.

mod ask;
pub(crate) mod draft;
mod moment;
mod person;

pub(crate) use ask::{Ask, Refused};
pub(crate) use moment::{Moment, MomentField};
pub(crate) use person::PersonField;
