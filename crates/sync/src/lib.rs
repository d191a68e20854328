//! The two sides of the protocol without any I/O: the phone's replica and the authority.

pub mod disk;
