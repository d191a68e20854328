#!/bin/sh
# Finishes a build of the app: lists its files in the service worker and compresses them.
#
#   scripts/precache.sh [DIR]     DIR defaults to dist
#
# May be run again on the same folder, for example after the community's name was written into index.html.
# YISHI_COMMUNITY=name writes that name there first. Runs as a hook of trunk; by hand it counts as a release.
set -eu

scripts=$(cd "$(dirname "$0")" && pwd)
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

# The parts that come later, where the build has made some (scripts/build/wasm-bindgen).
if [ "$release" = release ] && [ -n "${YISHI_PARTS:-}" ] && [ -f "$YISHI_PARTS/__wasm_split.js" ]; then
    glue=$(find . -maxdepth 1 -type f -name 'yishi-*.js' ! -name 'yishi-demo*' | head -n 1)
    perl "$scripts/parts.pl" "$glue" "$YISHI_PARTS"
fi

# A module and its glue have one name, but for `_bg`.
if [ "$release" = release ]; then
    for module in *_bg.wasm; do
        perl "$scripts/slim.pl" "${module%_bg.wasm}.js" "$module"
    done
fi

# trunk puts no hash into the demonstration's name, and into the app's only that of what the compiler wrote. But a page
# of one version must not load the code of another, so the names tell what the files hold now.
rename() { # name, prefix
    name=$2-$({ sed -e "s|$1||g" "$1.js"; cat "$1_bg.wasm"; } | sha256sum | cut -c 1-16)
    [ "$1" = "$name" ] && return
    sed -e "s|$1_bg|${name}_bg|g" "$1.js" > "$name.js"
    mv "$1_bg.wasm" "${name}_bg.wasm"
    rm "$1.js"
    sed -e "s|$1\.js|$name.js|g" -e "s|$1_bg\.wasm|${name}_bg.wasm|g" index.html > index.html.new
    mv index.html.new index.html
}
if [ "$release" = release ]; then
    for glue in yishi-*.js; do
        case $glue in
            yishi-demo.js) rename yishi-demo yishi-demo ;;
            yishi-demo*) ;;
            *) rename "${glue%.js}" yishi ;;
        esac
    done
fi

# Nor must it load another version's way to read tables, or to make photos small.
if [ "$release" = release ]; then
    for helper in table photo; do
        [ -f "$helper.js" ] || continue
        sed -e '/^ *\/\//d' -e 's/^ *//' "$helper.js" > "$helper.js.new"
        mv "$helper.js.new" "$helper.js"
        name=$helper-$(sha256sum "$helper.js" | cut -c 1-16)
        mv "$helper.js" "$name.js"
        sed -e "s|\./$helper[-0-9a-f]*\.js|./$name.js|g" index.html > index.html.new
        mv index.html.new index.html
    done
fi

# The page compiles the app's code from its first lines on, so it need not be loaded ahead, nor fetched again.
code=$(basename "$(find . -maxdepth 1 -type f -name 'yishi*_bg.wasm' ! -name 'yishi-demo*' | head -n 1)")
sed -e "s|\./yishi_bg\.wasm|./$code|" -e 's|<link[^>]*application/wasm[^>]*>||' \
    -e "s|module_or_path: '\([^']*\)'|module_or_path: await window.yishiCode \|\| '\1'|" index.html > index.html.new
mv index.html.new index.html

# What the app cannot start without. config.json is fetched fresh; pictures for the home screen are the phone's; what
# reads tables is for a desk.
files=$(find . -maxdepth 1 -type f \( -name '*.js' -o -name '*.wasm' -o -name '*.css' -o -name '*.webmanifest' \) ! -name sw.js ! -name 'yishi-demo*' ! -name 'table*' | LC_ALL=C sort)
tables=$(find . -maxdepth 1 -type f -name 'table*.js')
# What only a demonstration needs.
demo=$(find . -maxdepth 1 -type f -name 'yishi-demo*' | LC_ALL=C sort)

quoted() {
    for file in "$@"; do
        printf '"%s", ' "${file#./}"
    done
}

version=
list=
demo_list=
desk_list=
if [ "$release" = release ]; then
    version=$(cat index.html $files $demo | sha256sum | cut -c 1-16)
    list="\"./\", $(quoted $files)"
    demo_list=$(quoted $demo)
    desk_list=$(quoted $tables)
fi
# Whole lines of comment are for readers of the source, not for phones.
sed -e '/^ *\/\//d' -e "s|^const PRECACHE = .*|const PRECACHE = { version: \"$version\", files: [$list], demo: [$demo_list], desk: [$desk_list] };|" sw.js > sw.js.new
mv sw.js.new sw.js

[ "$release" = release ] || exit 0

for file in index.html sw.js $files $demo $tables icons/icon.svg; do
    [ -f "$file" ] || continue
    gzip -9 -n -k -f "$file"
    if command -v brotli > /dev/null 2>&1; then
        brotli -q 11 -f -k "$file"
    fi
done
