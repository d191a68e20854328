//! Votes of other kinds than the plain one: sealed, with options to choose from, and by every way into the ballot book.

mod book;
mod sealed;
mod several;
