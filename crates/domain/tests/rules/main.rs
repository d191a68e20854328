//! The rules by example: one file a subject, one test a rule.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

#[path = "../kit/mod.rs"]
mod kit;

mod activity;
mod attendance;
mod foresight;
mod group;
mod hours;
mod import;
mod invitation;
mod meeting;
mod motion;
mod need;
mod opinion;
mod removal;
mod rights;
mod roster;
mod shop;
mod signup;
mod vote;
