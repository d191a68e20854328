//! Stories of the whole: real browsers, a real endpoint, a network that goes and comes back.
//!
//! One file a story. [`people`] knows how a person does things on the app's screens, and who else lives here.

mod people;

mod alone;
mod council;
mod full_phone;
mod joining;
mod looks;
mod parts;
mod patrol;
mod photos;
mod rejections;
mod restart;
mod several_tabs;
mod tampering;
mod two_phones_one_vote;
mod updates;
mod volunteer;
mod votes;
