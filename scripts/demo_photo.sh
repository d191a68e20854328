#!/usr/bin/env bash
# Draws the demonstration's photo, crates/demo/data/lamp.png, from the picture beside it: scripts/demo_photo.sh
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

picture="$ROOT/crates/demo/data/lamp"
chromium --headless=new --no-sandbox --disable-gpu --force-device-scale-factor=1 --hide-scrollbars \
  --window-size=640,480 --screenshot="$picture.png" "file://$picture.svg" >&2 || fail "chromium does not draw it"
