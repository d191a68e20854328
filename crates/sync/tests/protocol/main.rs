//! The protocol by example, on both of its sides and on its raw JSON.
#![allow(clippy::unwrap_used)] // a test stops at the first surprise

#[path = "../kit/mod.rs"]
mod kit;

mod audience;
mod authority;
mod board;
mod checkpoint;
mod document;
mod golden;
mod live;
mod matters;
mod outbox;
mod photo;
mod recount;
mod replica;
mod request;
mod sealed;
mod street;
