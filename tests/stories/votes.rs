//! Votes of other kinds than the plain one: sealed, with options to choose from, by every way into the ballot book, late.

mod book;
mod crossing;
mod sealed;
mod several;
