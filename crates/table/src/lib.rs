//! Tables that staff keep in a spreadsheet: their cells, and which column means what.
//!
//! The command line and the app read them alike. A table is text or cells here; what bytes say is found out by
//! whoever has them (the endpoint by `encoding_rs`, the app by its browser). What a row means is the domain's.

mod cells;
mod checklist;
mod columns;
mod roster;
mod shop;

pub use cells::{Line, cells};
pub use columns::{Column, Row, TableError, read, rows};
