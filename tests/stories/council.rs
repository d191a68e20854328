//! The council's matters: a month of it, what each of its screens does, and two desks at the same thing.

mod desks;
mod electorate;
mod given_up;
mod ledger;
mod month;
mod own_rule;
mod promises;
mod search;
mod special;
mod topics;
mod triage;
