#!/usr/bin/env bash
# Builds the release app into dist/, unless nothing that goes into it has changed since the last time.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source "$ROOT/scripts/own_std.sh"

STAMP="$CARGO_TARGET_DIR/yishi-app.stamp"

fingerprint() {
  local sources=(src crates/calendar crates/demo crates/domain crates/markup crates/sync crates/table public style locales index.html
    Trunk.toml Cargo.toml Cargo.lock build.rs .cargo rust-toolchain.toml
    scripts/precache.sh scripts/parts.pl scripts/slim.pl scripts/own_std.sh scripts/build_app.sh scripts/build)
  {
    rustc --version
    echo "${YISHI_COMMUNITY:-}"
    has_std_sources && echo "own standard library"
    for each in "${sources[@]}"; do
      [[ ! -e "$each" ]] || find "$each" -type f -print0
    done | sort -z | xargs -0 sha256sum
  } | sha256sum | cut -d' ' -f1
}

now="$(fingerprint)"
if [[ -f dist/index.html && "$(cat "$STAMP" 2>/dev/null)" == "$now" ]]; then
  exit 0
fi

say "Building the app"
rm -f "$STAMP"
if [[ "${YISHI_BUILD_STD:-}" == 1 ]]; then
  # Debian's compiler brings no standard library for the browser: cargo builds it from rust-web-src.
  export RUSTC_BOOTSTRAP=1 CARGO_UNSTABLE_BUILD_STD=std,panic_abort
  export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER=wasm-ld-19
elif has_own_std --offline; then
  use_own_std
else
  say "The app gets the standard library as it is shipped and is about 25 kB larger to download: scripts/setup.sh could not fetch its sources"
fi
# The app is cut into parts (docs/decisions/0040): scripts/build/wasm-bindgen does that, by what the linker leaves in.
YISHI_WASM_BINDGEN="$(command -v wasm-bindgen)" && have wasm-split-cli || fail "scripts/setup.sh has not been run"
export YISHI_WASM_BINDGEN YISHI_PARTS="$CARGO_TARGET_DIR/yishi-parts"
export CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS="${CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUSTFLAGS:-} --cfg yishi_split -Clink-args=--emit-relocs"
export PATH="$ROOT/scripts/build:$PATH"
# trunk reads NO_COLOR as true or false, other programs as set or not.
[[ -z "${NO_COLOR:-}" ]] || export NO_COLOR=true
# Offline, because trunk would otherwise look for tools on the network that are in place already.
trunk build --release --offline >&2 || fail "the app does not build"

mkdir -p "$(dirname "$STAMP")"
printf '%s\n' "$now" >"$STAMP"
