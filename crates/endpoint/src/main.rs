//! The program `yishi-endpoint`.

use std::process::ExitCode;

fn main() -> ExitCode {
    yishi_endpoint::cli::main()
}
