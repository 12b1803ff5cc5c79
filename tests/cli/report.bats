# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# generals report: what it finds, against arithmetic of other means; what it writes, whatever names and
# files hold; what it says where something is missing. How a page looks in a browser is
# report_browser.bats.

load helpers

# value KIND [PROBLEM]: of the first finding of that kind: VALUE LOW HIGH, from out.json
value() {
    python3 -c '
import json, sys
report = json.load(open("out.json"))
for finding in report["findings"] + report["warnings"]:
    if finding["kind"] == sys.argv[1]:
        print(finding["value"], finding["low"], finding["high"])
        break
' "$@"
}

# report FOLDER [WORD...]: and what it prints in out.json
report() {
    must report "$@" --quiet --json
    printf '%s\n' "$output" >out.json
    python3 -m json.tool out.json >/dev/null || fail "expected JSON"
    [ -z "$stderr" ] || fail "expected no remark"
}

# near A B: to a billionth
near() {
    awk -v a="$1" -v b="$2" 'BEGIN { exit !(a - b <= 1e-9 * b && b - a <= 1e-9 * b) }' ||
        fail "expected $2, not $1"
}

# The page passes without a word of tidy's.
is_tidy() {
    local said
    said=$(tidy -e -q "$1" 2>&1) || true
    [ -z "$said" ] || fail "tidy says of $1: $said"
}

says() {
    grep -qF -- "$2" "$1" || fail "expected '$2' in $1: $(head -c 3000 "$1")"
}

says_not() {
    ! grep -qF -- "$2" "$1" || fail "did not expect '$2' in $1: $(grep -F -- "$2" "$1" | head -3)"
}

@test "of the default report: a page, Markdown and JSON, with every chart" {
    local chart
    must run --trials 10000 --quiet
    report out
    exists out/report.html out/report.md
    is_tidy out/report.html
    [ "$(stat -c %s out/report.html)" -lt 3000000 ] || fail "expected less than 3 MB"
    for chart in out/*.svg; do
        chart=$(basename "$chart" .svg)
        says out/report.html "aria-describedby=\"chart-$chart-desc\""
        says out/report.md "]($chart.svg)"
        says out.json "\"name\": \"$chart\""
    done
    for problem in two-generals online-shop connection-close file-transfer byzantine-generals; do
        grep -qE "^<h2 id=\"problem-[0-9]\">$problem</h2>" out/report.html || fail "expected $problem"
        says out/report.md "## Problem $problem"
    done
    nothing_half_written
}

@test "the page has no script, and names nothing outside of itself" {
    must run always-attack --param messengers=1:3 --trials 1000 --quiet
    report out
    grep -q '<svg' out/report.html
    says_not out/report.html '<script'
    says_not out/report.html ' style='
    ! grep -oE '( src=|href=|url\()[^ >]*' out/report.html | grep -vE '^href="(#[a-zA-Z0-9-]+|data:,)"' ||
        fail "expected references within the page alone"
    grep -q "content=\"default-src 'none'; style-src 'sha256-[A-Za-z0-9+/]\{43\}='; " out/report.html
    # The hash is that of the style sheet.
    local hash
    hash=$(python3 -c '
import base64, hashlib, re
page = open("out/report.html").read()
style = re.search("<style>(.*?)</style>", page, re.S).group(1)
print(base64.b64encode(hashlib.sha256(style.encode()).digest()).decode())')
    says out/report.html "'sha256-$hash'"
}

@test "no id is there twice, and each that is referred to is there" {
    must run --trials 1000 --quiet
    report out
    [ -z "$(grep -oE ' id="[^"]*"' out/report.html | sort | uniq -d)" ] ||
        fail "ids: $(grep -oE ' id="[^"]*"' out/report.html | sort | uniq -d)"
    grep -oE '(href="#|url\(#|aria-labelledby="|aria-describedby=")[a-zA-Z0-9_-]+' out/report.html |
        sed -E 's/.*["#(]//' | sort -u >wanted
    grep -oE ' id="[^"]*"' out/report.html | sed 's/ id="//; s/"$//' | sort -u >there
    [ -z "$(comm -23 wanted there)" ] || fail "not there: $(comm -23 wanted there)"
}

# Failure of always-attack is p^n; of confidence that is what is missing.
@test "findings of exact points are what the formulas say" {
    must run always-attack --param messengers=1:4 --loss 0.2 --method exact --no-plots --quiet
    report out
    near "$(value least | cut -d' ' -f1)" 0.0016
    near "$(value step | cut -d' ' -f1)" 0.2
    near "$(value step | cut -d' ' -f2)" 0.2
    near "$(value confidence | cut -d' ' -f1)" 0.9984
    near "$(value price | cut -d' ' -f1)" 4
    says out/report.html "always-attack messengers=4 fails least: with probability 0.0016 (exact)"
    says out/report.html "raising messengers of always-attack by 1 (from 1 up to 4) multiplies failure by 0.2 (exact)"
    says out/report.html "when general 1 acts, general 2 does, too, with probability"
}

# Zero of n: (alpha / 2)^(1 / n) is what the upper end lacks to 1; with two strategies that share the
# error (Bonferroni) alpha is half as much.
@test "what no trial showed is bounded by the interval, and by one that holds for all together" {
    must run always-attack --param messengers=11:12 --loss 1e-3 --trials 500 --no-plots --quiet
    report out
    near "$(value unseen | cut -d' ' -f1)" 2
    near "$(value failure-unseen | cut -d' ' -f1)" 2
    says out/report.html "At all 2 points at which trials were run, no failure was seen."
    says out/report.html "its probability is at most $(awk 'BEGIN { printf "%.2g", 1 - 0.025 ^ (1 / 500) }')"
    says out/report.html "each fails with probability $(awk 'BEGIN { printf "%.2g", 1 - 0.0125 ^ (1 / 500) }') or less"
}

@test "how many exact values lie in the intervals is counted as anybody would" {
    must run retransmit await-reply --param attempts=1:6 --loss 0.05:0.05:0.6 --trials 2000 \
        --method monte-carlo,exact --no-plots --quiet
    report out
    local within points
    read -r within points <<<"$(python3 -c '
import csv
rows = {}
for row in csv.DictReader(open("out/results.csv")):
    rows.setdefault((row["strategy"], row["parameters"], row["loss"]), {})[row["method"]] = row
within = sum(float(r["monte-carlo"]["failure_low"]) <= float(r["exact"]["failure"]) <=
             float(r["monte-carlo"]["failure_high"]) for r in rows.values())
print(within, len(rows))')"
    [ "$points" -eq 84 ]
    near "$(value agreement | cut -d' ' -f1)" "$within"
    says out/report.html "84 points were measured both exactly and by Monte Carlo. At $within of them"
    says out/report.html "The two agree."
}

@test "exact and sampled that differ are told of" {
    must run retransmit --param attempts=1:4 --loss 0.1:0.1:0.5 --trials 5000 \
        --method monte-carlo,exact --no-plots --quiet
    # Somebody has made all sampled failures twice as frequent.
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; print; next }
        $at["method"] == "monte-carlo" {
            for (name in at) if (name ~ /^failure/) $at[name] *= 2 } { print }' out/results.csv >other
    mv other out/results.csv
    report out
    says out/report.html "the two DISAGREE."
    says out/report.html "sampled too far from their exact values"
}

@test "few failures, rows that are not complete and weights that are not to be trusted are warned of" {
    must run retransmit --param attempts=1:3 --loss 0.02 --trials 3000 --no-plots --quiet
    report out
    says out/report.html "fewer than 10 times"
    must run ack-chain --param messages=1:3 --trials 1e5 --shard 1/2 --quiet -o shard
    report shard
    says shard/report.html "with status shard"
    generals run always-attack:messengers=3 --loss 0 --method importance --trials 1000 --quiet -o unseen
    report unseen
    says unseen/report.html "with status unseen"
}

names=('<script>alert(1)</script>' 'a|b' '`c`' '[d](http://e.example)' '@user #1' $'line\nend' '"q" & '\''r'\''' $'\xff\xfe')

@test "whatever a strategy and a folder are called, it is text" {
    local name=${names[*]}
    must run await-reply always-attack --loss 0.1,0.2 --trials 1000 --no-plots --quiet -o '<script>x<|[y]`'
    python3 - "$name" <<'END'
import csv, os, sys
path = "<script>x<|[y]`/results.csv"
rows = list(csv.reader(open(path)))
at = rows[0].index("strategy")
for row in rows[1:]:
    if row[at] == "await-reply":
        row[at] = sys.argv[1]
with open(path, "w", encoding="utf-8", errors="surrogateescape", newline="") as file:
    csv.writer(file, lineterminator="\n").writerows(rows)
END
    report '<script>x<|[y]`'
    mv '<script>x<|[y]`' out
    is_tidy out/report.html
    says_not out/report.html '<script'
    says out/report.html '&lt;script&gt;alert(1)&lt;/script&gt; a|b `c` [d](http://e.example) @user #1 line'
    says out/report.html '<h1>How often coordination fails: &lt;script&gt;x&lt;|[y]`</h1>'
    grep -v '^    ' out/report.md >text.md # but for the command, which is code
    says_not text.md '<script'
    ! grep -q '[^\\]](http' out/report.md || fail "a link"
    says_not out/report.md '://e.example'
    says_not out/report.md '@user'
    says out/report.md '# How often coordination fails: &lt;script&gt;x&lt;\|\[y\]\`'
    # Each row of a table has as many cells as its head.
    awk '/^\|/ { line = $0; gsub(/\\\|/, "", line); cells = gsub(/\|/, "", line)
                 if (!inside) wanted = cells; else if (cells != wanted) { print; exit 1 }
                 inside = 1; next } { inside = 0 }' out/report.md || fail "expected whole rows"
    python3 -c '
import json, sys
report = json.load(open("out.json"))
names = [s["name"] for p in report["problems"] for s in p["strategies"]]
assert any("<script>alert(1)</script>" in n and "line\nend" in n and "\ufffd" in n for n in names), names
assert report["folder"] == "<script>x<|[y]`", report["folder"]' || fail "expected the names in JSON"
    says out/report.html "This program does not have, as it is, "
    says out/report.html "<dd>not known to this program; 2 points"
}

@test "a problem that is not known has neutral names" {
    must run await-reply --loss 0.1,0.2 --trials 1000 --no-plots --quiet
    sed -i 's/two-generals,await-reply/moon,landing/' out/results.csv
    report out
    is_tidy out/report.html
    says out/report.html '>first only</th>'
    says out/report.html '>not known</td>'
    says out/report.html 'This program does not know the problem'
}

@test "the command that makes it again is quoted for a shell, and is without a path" {
    must run await-reply --loss 0.1,0.2 --trials 1000 --no-plots --quiet -o "it's & more"
    report "it's & more"
    python3 -c 'import json; print(json.load(open("out.json"))["source"]["command"])' >again
    says again "generals run await-reply --loss 0.1,0.2 --trials 1000 --no-plots --quiet -o 'it'\\''s & more'"
    cp -r "it's & more" before
    rm -r "it's & more"
    mkdir bin
    ln -s "$GENERALS" bin/generals
    PATH=$PWD/bin:$PATH sh ./again >/dev/null
    same before/results.csv "it's & more/results.csv"
    says before/report.html "it&#39;\\&#39;&#39;s &amp; more"
}

@test "without a manifest, the page says so" {
    must run await-reply --loss 0.1,0.2 --trials 1000 --no-plots --quiet
    rm out/manifest.json
    report out
    is_tidy out/report.html
    says out/report.html "There is no manifest.json beside the results"
    echo '{"seed": [' >out/manifest.json
    report out
    says out/report.html "The command is not known"
}

@test "without gnuplot, the page is made without pictures, and says so" {
    mkdir empty
    must run ack-chain --param messages=1:3 --trials 100 --no-plots --quiet
    PATH=$PWD/empty generals_without_path report out
    [ "$status" -eq 0 ] || fail "expected success"
    [[ $stderr == *"gnuplot is not installed"* ]] || fail "expected a remark"
    is_tidy out/report.html
    says_not out/report.html '<figure'
    says out/report.html "gnuplot, which draws their pictures, is not installed"
}

@test "a picture that somebody has tampered with does not get into the page" {
    local real
    real=$(command -v gnuplot)
    mkdir fake
    cat >fake/gnuplot <<END
#!/bin/sh
"$real" "\$@" || exit
sed -i 's|</svg>|<script>alert(1)</script></svg>|' acknowledgements.svg.part
END
    chmod +x fake/gnuplot
    must run ack-chain --param messages=1:3 --trials 100 --no-plots --quiet
    PATH=$PWD/fake:$PATH report out
    grep -q alert out/acknowledgements.svg
    says_not out/report.html 'alert'
    says out/report.html "The picture is left out: it has an element that is not known: &#39;script&#39;"
    says out/report.html "Pictures are left out"
}

@test "of very many points some are shown, in little time, memory and room" {
    must run retransmit:attempts=1:20 --loss log:1e-4:0.5:5000 --trials 1000 --no-plots --quiet
    patience=60
    words=(report out)
    "$PEAK_MEMORY" used "$GENERALS" report out --quiet
    read -r kilobytes _ seconds <used
    if ! with_address_sanitizer; then
        [ "$kilobytes" -lt 500000 ] || fail "expected less than 500 MB: $kilobytes kB"
        awk -v s="$seconds" 'BEGIN { exit !(s < 30) }' || fail "expected less than 30 s: $seconds"
    fi
    [ "$(stat -c %s out/report.html)" -lt 3000000 ] || fail "expected less than 3 MB"
    says out/report.html "Shown are 60 of 100000 points"
    says out/report.html "All are in results.csv"
    says out/report.md "Shown are 60 of 100000 points"
    [ "$(grep -c '<tr role="row"><th scope="row" role="rowheader" data-label="Strategy">' out/report.html)" -eq 60 ]
}

@test "a run removes the report of what was there" {
    must run await-reply --trials 1000 --quiet
    report out
    must run await-reply --loss 0.2 --trials 1000 --quiet
    missing out/report.html out/report.md
}

@test "what is no folder with results is refused, and nothing is touched" {
    mkdir empty broken
    refused "expected one folder, got 0" report
    refused "expected one folder, got 2" report a b
    refused "cannot read 'nowhere/results.csv'" report nowhere
    refused "cannot read 'empty/results.csv'" report empty
    echo 'problem,strategy' >broken/results.csv
    refused "has no column 'parameters'" report broken
    must run await-reply --trials 1000 --no-plots --quiet -o half
    head -c -30 half/results.csv >broken/results.csv
    refused "broken/results.csv:2" report broken
}

@test "a folder that is locked or cannot be written to is an error" {
    must run await-reply --trials 1000 --no-plots --quiet
    exec 9<out
    flock 9
    refused "out" report out
    exec 9<&-
    [ "$(id -u)" -ne 0 ] || skip "root may write everywhere"
    chmod a-w out
    generals report out
    [ "$status" -ne 0 ] || fail "expected an error"
    chmod u+w out
}

@test "a claim is told, however much gnuplot warns before it" {
    must run random-attack await-reply --loss 0,1 --trials 1000 --no-plots --quiet
    report out
    exists out/pareto-rounds.svg
    says_not out/report.html 'pareto-rounds.gp'
}
