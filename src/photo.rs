//! Photos on the screens of every capability: choosing them, and looking at them.
//!
//! A form holds [`Picked`] and shows [`PhotoPicker`]; a matter's page shows [`Photos`]. How photos are stored, sent and
//! fetched is the session's affair (`session/photo.rs`), how they are made small `public/photo.js`'.

mod album;
pub(crate) mod maker;
mod picker;
mod picture;
#[cfg(test)]
mod tests;
mod viewer;

pub(crate) use album::Photos;
pub(crate) use picker::{PhotoPicker, Picked};
