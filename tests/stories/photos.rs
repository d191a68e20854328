//! Photos: taken without a network, kept through whatever happens to the phone, sent once, seen by the others.

mod full;
mod journey;
mod killed;
mod line;
mod refused;
