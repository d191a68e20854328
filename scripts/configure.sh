#!/usr/bin/env bash
# Tells a built app where its endpoint is and what its community is called: scripts/configure.sh DIR ENDPOINT NAME
#
# ENDPOINT is an http(s) address, '' for the server that the app came from, null for the demonstration.
source "$(dirname "${BASH_SOURCE[0]}")/env.sh"

dir="$1" endpoint="$2" name="$3"
[[ -n "$name" && ! "$name" =~ [[:cntrl:]] ]] || fail "a community's name is one line of text"
[[ "$endpoint" == null ]] || endpoint="\"${endpoint%/}\""
json="${name//\\/\\\\}"
json="${json//\"/\\\"}"

# The name stands in the page, too, so the list of files in the service worker and the compressed copies are made anew.
YISHI_COMMUNITY="$name" TRUNK_PROFILE=release scripts/precache.sh "$dir"
printf '{"endpoint": %s, "name": "%s"}\n' "$endpoint" "$json" >"$dir/config.json"
rm -f "$dir"/config.json.{br,gz}
