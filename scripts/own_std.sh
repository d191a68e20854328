# The standard library of the released app: sourced after env.sh. docs/decisions/0009 says why.
# shellcheck shell=bash
#
# cargo compiles it together with the app, small, and with panics that carry no words. That asks the pinned compiler
# for things that are not stable yet (RUSTC_BOOTSTRAP), so it is used for the release of the app and nothing else.

has_std_sources() { [[ -f "$(rustc --print sysroot)/lib/rustlib/src/rust/library/std/Cargo.toml" ]]; }

# Whether the sources of the library are here, and the crates that it is made of; `--offline` looks, and fetches nothing.
has_own_std() {
  has_std_sources &&
    RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort \
      cargo fetch --quiet --target wasm32-unknown-unknown "$@" >/dev/null 2>&1
}

# Makes every cargo after this build it. Flags of .cargo/config.toml stay.
use_own_std() {
  export RUSTC_BOOTSTRAP=1
  export CARGO_UNSTABLE_BUILD_STD=std,panic_abort CARGO_UNSTABLE_BUILD_STD_FEATURES=optimize_for_size
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="-Zunstable-options -Cpanic=immediate-abort"
}
