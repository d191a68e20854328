#!/bin/sh
# Finishes a build of the app: lists its files in the service worker and compresses them.
#
#   scripts/precache.sh [DIR]     DIR defaults to dist
#
# May be run again on the same folder, for example after the community's name was written into index.html.
# YISHI_COMMUNITY=name writes that name there first. Runs as a hook of trunk; by hand it counts as a release.
set -eu

dir=${1:-dist}
release=${TRUNK_PROFILE:-release}
cd "$dir"

if [ -n "${YISHI_COMMUNITY:-}" ]; then
    # The name stands after each `data-community>`, up to the next `<`; in HTML, so three characters are escaped.
    name=$(printf '%s' "$YISHI_COMMUNITY" | sed -e 's/&/\&amp;/g' -e 's/</\&lt;/g' -e 's/>/\&gt;/g' -e 's/[\\&|]/\\&/g')
    sed -e "s|data-community>[^<]*<|data-community>$name<|g" index.html > index.html.new
    mv index.html.new index.html
fi

find . -type f \( -name '*.br' -o -name '*.gz' \) -exec rm -f {} +

# What the app cannot start without. config.json is fetched fresh; pictures for the home screen are the phone's.
files=$(find . -maxdepth 1 -type f \( -name '*.js' -o -name '*.wasm' -o -name '*.css' -o -name '*.webmanifest' \) ! -name sw.js | LC_ALL=C sort)

version=
list=
if [ "$release" = release ]; then
    version=$(cat index.html $files | sha256sum | cut -c 1-16)
    list='"./"'
    for file in $files; do
        list="$list, \"${file#./}\""
    done
fi
# Whole lines of comment are for readers of the source, not for phones.
sed -e '/^ *\/\//d' -e "s|^const PRECACHE = .*|const PRECACHE = { version: \"$version\", files: [$list] };|" sw.js > sw.js.new
mv sw.js.new sw.js

[ "$release" = release ] || exit 0

for file in index.html sw.js $files icons/icon.svg; do
    [ -f "$file" ] || continue
    gzip -9 -n -k -f "$file"
    if command -v brotli > /dev/null 2>&1; then
        brotli -q 11 -f -k "$file"
    fi
done
