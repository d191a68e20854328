//! The council's matters: a month of it, and two desks at the same thing.

mod desks;
mod month;
