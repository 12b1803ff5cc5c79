# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2030,SC2031 # each test is a subshell
# Every command in the documentation runs, and what is shown of its output is what it says. What is found
# in a page, and how: documentation_commands.awk; what is known of it: documentation.list.

load helpers

source_folder=$(realpath -- "$BATS_TEST_DIRNAME/../..")
list=$BATS_TEST_DIRNAME/documentation.list
pages=("$source_folder"/{README.md,docs/*.md,examples/{*.md,*/*.md,*.sweeps},benchmarks/*.md,tests/fuzz/*.md})

# Each page is read in a folder like the one in which its reader is: with build/generals, and examples/.
# The commands of a page are run there one after the other.
here_as_reader() {
    mkdir -p bin build docs
    ln -s "$GENERALS" bin/generals
    ln -s "$GENERALS" build/generals
    cp -r "$source_folder/examples" .
    export PATH=$PWD/bin:$PATH HOME=$PWD
}

# plan PAGE: what is to be done.
plan() {
    awk -f "$BATS_TEST_DIRNAME/documentation_commands.awk" "$list" "$1"
}

# A remark that is seen although the test passes.
remark() {
    printf '# %s\n' "$*" >&3
}

# wrong WHAT: the step of this page and line failed, in the way that the rest says.
wrong() {
    printf '%s:%s: %s\n' "${page#"$source_folder/"}" "$line" "$1" >>"$BATS_TEST_TMPDIR/wrong"
    tail -n 20 "$BATS_TEST_TMPDIR/said" >>"$BATS_TEST_TMPDIR/wrong"
}

# ends N COMMAND: it does, with nothing to read but what stands in the file `input`. What has just been run, and
# is now to show its output, is not run again.
ends() {
    local code=0
    [ "$2" != "$just_run" ] || return 0
    just_run=$2
    timeout 60 bash -c "$2" <"$BATS_TEST_TMPDIR/input" >"$BATS_TEST_TMPDIR/output" 2>"$BATS_TEST_TMPDIR/said" ||
        code=$?
    [ "$code" -eq "$1" ] || wrong "expected exit code $1, not $code: $2"
}

# Only what is known to be harmless is run.
runs() {
    case $2 in
    generals\ * | build/generals\ * | generals | build/generals | examples/*) ends "$1" "$2" ;;
    *) wrong "neither run nor in documentation.list: $2" ;;
    esac
}

# The lines of the block are in the output, in this order.
is_shown() {
    awk '
        { sub(/[ ]+$/, "") }
        NR == FNR { if ($0 != "") shown[++count] = $0; next }
        met < count && $0 == shown[met + 1] { met++ }
        END { if (met < count) print "not in the output: " shown[met + 1]; exit met < count }
    ' - "$BATS_TEST_TMPDIR/output" <<<"$1" >"$BATS_TEST_TMPDIR/said" || wrong "the output is another one"
}

# The interpreter for a block of another language; empty if there is none here with what the block needs.
interpreter() {
    local python
    case $1 in
    python3*)
        for python in python3 /usr/bin/python3; do
            if "$python" -c 'import pandas, matplotlib' 2>/dev/null; then
                echo "$python${1#python3}"
                return
            fi
        done
        ;;
    Rscript*) ! command -v Rscript >/dev/null || echo "$1" ;;
    *) echo "$1" ;;
    esac
}

follow() {
    local line verb argument text command just_run=
    : >"$BATS_TEST_TMPDIR/said"
    while IFS=$'\t' read -r line verb argument text; do
        [ "$line" != used ] || continue
        text=${text//$'\036'/$'\n'}
        : >"$BATS_TEST_TMPDIR/input"
        if [[ "$argument $text" == *examples/*.py\ * ]] && ! command -v python3 >"$BATS_TEST_TMPDIR/said"; then
            remark "${page#"$source_folder/"}:$line: not run, python3 is missing"
            continue
        fi
        case $verb in
        run) runs 0 "$text" ;;
        exit*) runs "${verb#exit }" "$text" ;;
        as*) runs 0 "${verb#as }" ;;
        with*) runs 0 "$text ${verb#with }" ;;
        chart) draws "$argument" "$text" ;;
        output)
            ends "$(output_status "$text")" "$argument"
            is_shown "$text"
            ;;
        input)
            just_run=
            command=$(interpreter "$argument")
            printf '%s\n' "$text" >"$BATS_TEST_TMPDIR/input"
            if [ -n "$command" ]; then
                ends 0 "$command"
            else
                remark "${page#"$source_folder/"}:$line: not run, ${argument%% *} lacks what it needs"
            fi
            ;;
        'not run' | other) ;;
        *) wrong "documentation.list has an unknown verb: [$verb]" ;;
        esac
    done
}

# With what a command ends whose output is shown.
output_status() {
    case $1 in
    'generals: error: '*) echo 2 ;;
    'DOES NOT HOLD'*) echo 3 ;;
    *) echo 0 ;;
    esac
}

# draws NAMES COMMAND: in a new folder, the command makes the data of these charts.
draws() {
    local name
    rm -rf charts
    runs 0 "$2 -o charts"
    for name in $1; do
        [ -s "charts/$name.csv" ] || wrong "no chart $name: $2"
    done
}

# follow_pages PAGE...: all that is wrong in them.
follow_pages() {
    local page
    for page; do
        rm -rf page
        mkdir page
        cd page || return
        here_as_reader
        follow < <(plan "$page")
        cd .. || return
    done
    [ ! -e "$BATS_TEST_TMPDIR/wrong" ] || fail "$(cat "$BATS_TEST_TMPDIR/wrong")"
}

# follow_folder FOLDER: the pages that begin so.
follow_folder() {
    local page some=()
    for page in "${pages[@]}"; do
        [[ ${page#"$source_folder/"} != "$1"* ]] || some+=("$page")
    done
    [ ${#some[@]} -gt 0 ] || fail "no page in $1"
    follow_pages "${some[@]}"
}

# What each command says of itself, in files NAME.help.
help_pages() {
    local command
    must help
    while read -r command; do
        "$GENERALS" help "$command" >"$BATS_TEST_TMPDIR/$command.help"
    done < <(awk '/^  [a-z]+ / { print $1 }' <<<"$output")
    [ -s "$BATS_TEST_TMPDIR/run.help" ] || fail "expected the help of run"
}

@test "README.md" {
    follow_folder README.md
}

@test "docs/" {
    follow_folder docs/
}

@test "examples/" {
    follow_folder examples/
}

@test "benchmarks/ and tests/" {
    follow_folder benchmarks/
    follow_folder tests/
}

@test "the examples of each command's help" {
    help_pages
    follow_pages "$BATS_TEST_TMPDIR"/*.help
}

@test "what the list knows is there" {
    local page
    help_pages
    for page in "${pages[@]}" "$BATS_TEST_TMPDIR"/*.help; do
        plan "$page"
    done | awk -F '\t' '$1 == "used" { print $4 }' | sort -u >met
    sed -n 's/^    //p' "$list" | grep -v '^#' | sort -u >known
    grep '^    # ' "$list" | sed 's/^    //' | sort -u | sort -um - known >all
    [ -z "$(comm -13 met all)" ] || fail "in documentation.list, and nowhere else:" "$(comm -13 met all)"
}

# planned LINE...: the plan for the page `page.md` with the list `list.list`, with | for tabs.
planned() {
    awk -f "$BATS_TEST_DIRNAME/documentation_commands.awk" list.list page.md | tr '\t\036' '|~' >plan
    printf '%s\n' "$@" | cmp - plan || fail "expected:" "$@" "got:" "$(cat plan)"
}

@test "commands are found where a reader finds them" {
    printf '%s\n' '[exit 3] no' '    generals b' '[other] C' '    int x;' >list.list
    cat >page.md <<'PAGE'
Text `generals list a` and
`generals plot DIR`, `generals
list c`.

    generals a # remark
    generals b \
      'c # d'
    generals b

    int x;
    y

- a point
    that goes on

```sh
cat <<'END'
line
END
e
```
| chart | `generals run` |
|---|---|
| `one`, `two` | `a --loss 1` |
PAGE
    planned '1|run|-|generals list a' '1|run|-|generals list c' \
        '5|run|-|generals a' "6|run|-|generals b 'c # d'" '8|exit 3|no|generals b' \
        'used|exit 3|no|generals b' '10|other|C|int x;~y' 'used|other|C|int x;' \
        "17|run|-|cat <<'END'~line~END" '20|run|-|e' '24|chart|one two|generals run a --loss 1'
}
