//! The volunteer board: a month of it, and what goes wrong.

mod by_hand;
mod changes;
mod codes;
mod find;
mod group;
mod home;
mod month;
mod needs;
mod report;
mod series;
mod short;
