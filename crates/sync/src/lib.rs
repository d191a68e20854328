//! The two sides of the protocol without any I/O: the phone's replica and the authority.

mod authority;
mod checkpoint;
pub mod disk;
mod local;
mod replica;
pub mod wire;

pub use authority::{
    Appended, Authority, Batch, CommandRecord, KeptSlip, Published, PullPlan, PushOutcome,
    SlipChange,
};
pub use checkpoint::{decode, encode};
pub use local::LocalEndpoint;
pub use replica::{Heard, Notice, OwnSealed, Pending, Received, Replica};
pub use wire::Problem;

/// The protocol's version.
pub const PROTOCOL: u32 = 1;
/// Commands that one push may hold.
pub const MOST_COMMANDS: usize = 200;
/// Events that one answer may hold.
pub const MOST_EVENTS: usize = 1_000;
/// Bytes that a request's body may have.
pub const MOST_BYTES: usize = 1 << 20;
