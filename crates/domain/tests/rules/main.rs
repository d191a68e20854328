//! The rules by example: one file a subject, one test a rule.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

#[path = "../kit/mod.rs"]
mod kit;

mod activity;
mod attendance;
mod book;
mod commitment;
mod finding;
mod foresight;
mod group;
mod hall;
mod hours;
mod import;
mod inspection;
mod invitation;
mod meeting;
mod minutes;
mod motion;
mod need;
mod opinion;
mod options;
mod own_rule;
mod removal;
mod report;
mod rights;
mod roster;
mod round;
mod sealed;
mod shop;
mod signup;
mod statement;
mod story;
mod template;
mod topic;
mod triage;
mod turnout;
mod vote;
