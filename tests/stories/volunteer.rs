//! The volunteer board: a month of it, and what goes wrong.

mod changes;
mod codes;
mod month;
mod needs;
