#!/usr/bin/env bash
# Installs what is missing, and only that: scripts/setup.sh [run|test|bench]
#
#   Rust      the toolchain of rust-toolchain.toml with the wasm target and the sources of its library, by rustup
#   tools     trunk, wasm-bindgen and wasm-split into $YISHI_TOOLS (default ~/.cache/yishi/tools), minutes once
#   Debian    brotli for `run`; browsers, their drivers, fonts and PostgreSQL besides for `test` and `bench`
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"
source "$ROOT/scripts/own_std.sh"

# 0.22 needs a newer compiler than rust-toolchain.toml names.
TRUNK_VERSION=0.21.14
# Cuts the app into its parts; its other half is the crate wasm_split_helpers.
WASM_SPLIT_VERSION=0.2.3
WASM_TARGET=wasm32-unknown-unknown
WHAT="${1:-run}"
case "$WHAT" in run | test | bench) ;; *) fail "scripts/setup.sh [run|test|bench], not '$WHAT'" ;; esac

# --- Debian packages -------------------------------------------------------------------------------------------------

missing=()
need() { # package, then the command that tells whether it is here
  local package="$1"
  shift
  "$@" >/dev/null 2>&1 || missing+=("$package")
}
any() { compgen -G "$1"; }
chinese_font() { fc-list :lang=zh-cn | grep -q .; }
webkit_for_python() { /usr/bin/python3 -c 'import gi; gi.require_version("WebKit2", "4.1")'; }

need build-essential have cc
need brotli have brotli
need perl have perl
if [[ "$WHAT" != run ]]; then
  need chromium have chromium
  need chromium-driver have chromedriver
  need webkit2gtk-driver have WebKitWebDriver
  # The phone-sized WebKit browser of the tests is a page of Python: WebKitGTK's own MiniBrowser forgets its profile.
  need python3-gi /usr/bin/python3 -c 'import gi'
  need gir1.2-webkit2-4.1 webkit_for_python
  need xvfb have Xvfb
  need dbus have dbus-run-session
  need fonts-noto-cjk chinese_font
  [[ "$WHAT" == test ]] && need postgresql any '/usr/lib/postgresql/*/bin/initdb'
  # Stories that take a month turn the endpoint's clock.
  [[ "$WHAT" == test ]] && need libfaketime any '/usr/lib/*/faketime/libfaketimeMT.so.1'
  # Stories read back what was printed.
  [[ "$WHAT" == test ]] && need poppler-utils have pdftotext
fi

if ((${#missing[@]})); then
  sudo=()
  ((EUID == 0)) || sudo=(sudo)
  by_hand="please install these Debian packages (or their like on your system) and start again: ${missing[*]}"
  have apt-get || fail "there is no apt-get here; $by_hand"
  ((EUID == 0)) || have sudo || fail "you are not root and there is no sudo; $by_hand"
  say "Installing from Debian: ${missing[*]}"
  # `env` inside, because sudo drops the environment.
  apt=("${sudo[@]}" env DEBIAN_FRONTEND=noninteractive apt-get)
  { "${apt[@]}" update -qq && "${apt[@]}" install -y -qq --no-install-recommends "${missing[@]}"; } >&2 ||
    fail "apt-get could not install them (no network, no rights?); $by_hand"
fi

# --- Rust ------------------------------------------------------------------------------------------------------------

channel="$(sed -n 's/^channel *= *"\(.*\)"/\1/p' rust-toolchain.toml)"

has_target() {
  local libs
  libs="$(rustc --print target-libdir --target "$WASM_TARGET" 2>/dev/null)" && [[ -d "$libs" ]]
}

# A download that fails is the one case that a person must decide about, so the message names every way out.
rust_by_hand() {
  fail "$1
  Either let rustup reach its server, or name a mirror of it and start again:
      export RUSTUP_DIST_SERVER=https://…   # your mirror
  Or use Debian's own compiler, which builds the standard library for the browser itself:
      sudo apt-get install rustc-web cargo-web rust-web-src lld-19
      PATH=/usr/bin:\$PATH YISHI_BUILD_STD=1 ./$WHAT"
}

if [[ "${YISHI_BUILD_STD:-}" == 1 ]]; then
  { have wasm-ld-19 && have cargo; } || fail "YISHI_BUILD_STD=1 needs: sudo apt-get install rustc-web cargo-web rust-web-src lld-19"
elif ! has_target; then
  have rustup || fail "no rustup here: install it from https://rustup.rs (it asks nothing with 'sh -s -- -y'), then start again"
  # Called by name, because automatic installs may be switched off (RUSTUP_AUTO_INSTALL=0).
  if ! rustup run "$channel" rustc --version >/dev/null 2>&1; then
    say "Installing Rust $channel"
    # Its own version is the person's affair, so no self-update.
    rustup toolchain install "$channel" --no-self-update --profile minimal --component rustfmt --component clippy --target "$WASM_TARGET" >&2 ||
      rust_by_hand "rustup could not download Rust $channel."
  fi
  rustup target add --toolchain "$channel" "$WASM_TARGET" >&2 ||
    rust_by_hand "rustup could not download the target $WASM_TARGET of Rust $channel."
  has_target || fail "the target $WASM_TARGET is still missing: is '$(command -v rustc)' the rustc of rustup?"
fi
if [[ "$WHAT" == test && "${YISHI_BUILD_STD:-}" != 1 ]]; then
  for part in rustfmt clippy; do
    have "cargo-${part/rustfmt/fmt}" && cargo "${part/rustfmt/fmt}" --version >/dev/null 2>&1 ||
      rustup component add --toolchain "$channel" "$part" >&2 || fail "rustup could not add $part"
  done
fi

# --- cargo tools -----------------------------------------------------------------------------------------------------

tool() { # crate, version, then what else cargo is told
  # cargo keeps these lists of what it has installed.
  grep -qsF "\"$1 $2 " "$TOOLS/.crates.toml" "${CARGO_HOME:-$HOME/.cargo}/.crates.toml" && return
  say "Building $1 $2 into $TOOLS (some minutes, once)"
  # A target folder of their own, so that they do not fill the project's. They run for seconds: making them as fast as
  # their authors ship them would cost whoever waits for the first build more than it ever gives back.
  CARGO_TARGET_DIR="$TOOLS/build" CARGO_PROFILE_RELEASE_LTO=off CARGO_PROFILE_RELEASE_CODEGEN_UNITS=16 \
    CARGO_PROFILE_RELEASE_OPT_LEVEL=1 CARGO_PROFILE_RELEASE_DEBUG=false \
    cargo install "$1" --version "$2" "${@:3}" --locked --root "$TOOLS" --force >&2 ||
    fail "cargo could not install $1 $2; by hand: cargo install $1 --version $2 ${*:3} --locked --root '$TOOLS'"
}

# The bundle's glue and the crate must be of one version; Cargo.lock has the last word.
wasm_bindgen_version="$(awk '/^name = "wasm-bindgen"$/ { getline; gsub(/[^0-9.]/, ""); print; exit }' Cargo.lock)"
[[ -n "$wasm_bindgen_version" ]] || fail "Cargo.lock names no wasm-bindgen"

# Without what it downloads tools with and asks for newer versions of itself: it is called with --offline.
tool trunk "$TRUNK_VERSION" --no-default-features
tool wasm-bindgen-cli "$wasm_bindgen_version"
tool wasm_split_cli_support "$WASM_SPLIT_VERSION" --features build-binary
# They share many crates, so it goes after the last of them.
rm -rf "$TOOLS/build"

# Crates are fetched here, so that every build after this may be without a network.
cargo fetch --locked --quiet --offline 2>/dev/null || cargo fetch --locked >&2 ||
  fail "cargo could not download the crates that Cargo.lock names; is there a network?"

# The app is smaller with a standard library of its own, but does not need it.
if [[ "${YISHI_BUILD_STD:-}" != 1 ]] && ! has_own_std --offline; then
  say "Fetching the sources of Rust's standard library"
  { rustup component add --toolchain "$channel" rust-src >&2 && has_own_std; } ||
    say "They cannot be had now; the app will be about 25 kB larger to download"
fi
