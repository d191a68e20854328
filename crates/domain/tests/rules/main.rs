//! The rules by example: one file a subject, one test a rule.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

#[path = "../kit/mod.rs"]
mod kit;

mod activity;
mod attendance;
mod finding;
mod foresight;
mod group;
mod import;
mod inspection;
mod invitation;
mod meeting;
mod motion;
mod need;
mod opinion;
mod removal;
mod report;
mod rights;
mod roster;
mod round;
mod shop;
mod signup;
mod template;
mod vote;
