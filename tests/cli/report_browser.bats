# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The page of `generals report` as a browser sees it: opened in a headless Chromium, where there is one
# (scripts/test.sh --browser installs it).

load helpers

setup_file() {
    command -v chromium >/dev/null || skip "no chromium; scripts/test.sh --browser installs it"
    cd "$BATS_FILE_TMPDIR" || return
    "$(realpath -- "$GENERALS")" run --trials 10000 --quiet >/dev/null
    "$(realpath -- "$GENERALS")" report out --quiet
}

# look WIDTH SCHEME [PICTURE]: what browser.py sees, in seen.json
look() {
    timeout 120 python3 "$BATS_TEST_DIRNAME/browser.py" "$BATS_FILE_TMPDIR/out/report.html" "$@" \
        >seen.json || fail "the browser did not get there"
}

# holds CONDITION: of what was seen, as Python says it
holds() {
    python3 -c 'import json, sys; seen = json.load(open("seen.json")); sys.exit(not eval(sys.argv[1]))' \
        "$1" || fail "expected $1 of what was seen: $(head -c 1500 seen.json)"
}

@test "no message on the console, and no request but for the page itself" {
    look 1440 light
    holds 'seen["messages"] == []'
    holds 'len(seen["requests"]) == 1 and seen["requests"][0].endswith("/out/report.html")'
}

@test "a tampered page would be noticed: its script is stopped, its request seen" {
    mkdir out
    sed 's|</main>|<script>alert(1)</script><img alt="" src="http://e.example/x.png"></main>|' \
        "$BATS_FILE_TMPDIR/out/report.html" >out/report.html
    timeout 120 python3 "$BATS_TEST_DIRNAME/browser.py" out/report.html 1440 light >seen.json
    holds 'any("Content Security Policy" in message for message in seen["messages"])'
    holds 'len(seen["requests"]) > 1' # as it was blocked: a page that asks would be seen
}

@test "the page is as wide as the window, from 360 to 2000 pixels" {
    local width
    for width in 360 600 721 1024 2000; do
        look "$width" light
        holds "seen['width'] <= $width"
    done
}

@test "every image has a name, every region that scrolls can be reached by key" {
    look 360 light
    holds 'seen["images"] >= 12 and seen["unnamed"] == 0'
    holds 'seen["unreachable"] == []'
}

@test "headings: one first, and none is left out below another" {
    look 1440 light
    holds 'seen["headings"].count("H1") == 1 and seen["headings"][0] == "H1"'
    holds 'all(int(b[1]) <= int(a[1]) + 1 for a, b in zip(seen["headings"], seen["headings"][1:]))'
}

@test "all text stands out from what is behind it, light and dark" {
    local scheme width
    for scheme in light dark; do
        for width in 360 1440; do
            look "$width" "$scheme" picture.png
            holds 'seen["contrast"] >= 4.5'
            exists picture.png
        done
    done
}

@test "printed, it has pages, and no table is cut off at the right" {
    chromium --headless=new --no-sandbox --disable-gpu --no-pdf-header-footer \
        --user-data-dir="$PWD/profile" --print-to-pdf=report.pdf \
        "file://$BATS_FILE_TMPDIR/out/report.html" 2>/dev/null
    [ "$(head -c 5 report.pdf)" = "%PDF-" ]
    command -v pdftotext >/dev/null || skip "no pdftotext"
    pdftotext -bbox report.pdf words.html
    # No word ends beyond the paper less its margin of 15 mm, 42.5 points.
    python3 -c '
import re
text = open("words.html").read()
width = float(re.search(r"<page width=\"([\d.]+)", text).group(1))
right = max(float(x) for x in re.findall(r"xMax=\"([\d.]+)", text))
assert right <= width - 42, (right, width)' || fail "expected it within the paper"
}
