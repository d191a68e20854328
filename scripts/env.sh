# Sourced by every script: strict mode, the folders, and how to say something.
# shellcheck shell=bash
set -euo pipefail

ROOT="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
cd "$ROOT"

TOOLS="${YISHI_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/yishi/tools}"
export PATH="$TOOLS/bin:$PATH:$HOME/.cargo/bin"

# Absolute, because cargo, trunk and the tests resolve it from different folders.
CARGO_TARGET_DIR="${CARGO_TARGET_DIR:-target}"
[[ "$CARGO_TARGET_DIR" == /* ]] || CARGO_TARGET_DIR="$ROOT/$CARGO_TARGET_DIR"
export CARGO_TARGET_DIR

# What the tests and the benchmark start; a proxy of the machine must not stand between them and 127.0.0.1.
export YISHI_ENDPOINT_BIN="$CARGO_TARGET_DIR/release/yishi-endpoint"
export YISHI_DIST="$ROOT/dist"
export YISHI_ARTIFACTS="$ROOT/artifacts"
export NO_PROXY="127.0.0.1,localhost${NO_PROXY:+,$NO_PROXY}"
export no_proxy="$NO_PROXY"

# Everything but a program's own answer goes to stderr, so that `./run --json` prints one line and nothing else.
say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 1
}
have() { command -v "$1" >/dev/null 2>&1; }
