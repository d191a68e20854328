//! The program itself over real sockets: started, asked, stopped, killed, as it will be in the field.

#![allow(clippy::unwrap_used, reason = "a test may panic")]

mod activities;
mod app;
mod audience;
mod bad_input;
mod board;
mod calendar;
mod command_line;
mod crash;
mod live;
mod nodes;
mod operation;
mod phone;
mod photo;
mod place;
mod protocol;
mod queue;
mod shops;
mod vote;
