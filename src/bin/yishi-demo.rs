//! The demonstration's module, which is `crates/demo` and nothing else. It is a binary of the app's package, so that
//! both are built from the same compiled dependencies.

use yishi_demo as _;

fn main() {}
