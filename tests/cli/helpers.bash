# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the .bats files share. ctest sets GENERALS, the program, and PEAK_MEMORY, the helper of
# peak_memory.c; by hand: GENERALS=build/generals PEAK_MEMORY=build/tests/peak_memory bats tests/cli
# Each test begins in an empty folder of its own.

bats_require_minimum_version 1.5.0

setup() {
    : "${GENERALS:?is the path of the program, set by ctest}"
    GENERALS=$(realpath -- "$GENERALS")
    [ -z "${GENERALS_OTHER:-}" ] || GENERALS_OTHER=$(realpath -- "$GENERALS_OTHER")
    # A sanitizer's remark is a failure, with an exit code that nothing else has.
    export ASAN_OPTIONS=${ASAN_OPTIONS:-exitcode=99}
    export UBSAN_OPTIONS=${UBSAN_OPTIONS:-halt_on_error=1:exitcode=99}
    export LC_ALL=C
    mkdir "$BATS_TEST_TMPDIR/here" # beside it, bats has files of its own
    cd "$BATS_TEST_TMPDIR/here" || return
}

# Ends the test. A check is a line of its own, `CONDITION || fail TEXT`; what holds such lines is never
# called in a condition itself, where a failing line would not end it.
fail() {
    printf '%s\n' "$@" "after: generals ${words[*]}" "status: ${status:-}" "stdout: ${output:-}" \
        "stderr: ${stderr:-}" >&2
    return 1
}

# Runs the program; leaves $status (124 after $patience seconds), $output and $stderr.
patience=200
generals() {
    words=("$@")
    run --separate-stderr -- timeout "$patience" "$GENERALS" "$@"
}

# The same where PATH leads to nothing else: PATH=$PWD/empty generals_without_path ...
generals_without_path() {
    local path=$PATH
    words=("$@")
    PATH=$usual_path run --separate-stderr -- env PATH="$path" "$GENERALS" "$@"
}
usual_path=$PATH

# The same, for what must succeed.
must() {
    generals "$@"
    [ "$status" -eq 0 ] || fail "expected success"
}

# Every folder and file that is here, files with their sizes and times.
snapshot() {
    find . -mindepth 1 \( -type d -printf '%p/\n' -o -printf '%p %y %s %T@\n' \) | sort
}

# One line on stderr, "generals: error: ... TEXT ...", with this exit code, and nothing on stdout.
said() {
    local code=$1 text=$2
    [ "$status" -eq "$code" ] || fail "expected exit code $code"
    [ -z "$output" ] || fail "expected nothing on stdout"
    [[ $stderr == "generals: error: "* ]] || fail "expected 'generals: error: ' on stderr"
    [[ $stderr != *$'\n'* ]] || fail "expected one line on stderr"
    [[ $stderr == *"$text"* ]] || fail "expected '$text' in the message"
}

# The message does not hold the text.
unsaid() {
    [[ ${stderr:-} != *"$1"* ]] || fail "did not expect '$1' on stderr"
}

# refused TEXT WORD...: with these words the program refuses to run, and touches nothing.
refused() {
    local text=$1 before
    shift
    before=$(snapshot)
    generals "$@"
    said 2 "$text"
    [ "$(snapshot)" = "$before" ] || fail "expected that nothing is touched, not:" "$(snapshot)"
}

# column FILE NAME: the values of a column, a line each. No field of these files has a comma.
column() {
    awk -F, -v name="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; if (!at) exit 1; next }
        { print $at }' "$1"
}

# same FILE FILE: byte for byte.
same() {
    cmp "$1" "$2" || fail "$1 and $2 differ"
}

exists() {
    local file
    for file; do [ -s "$file" ] || fail "expected '$file': $(ls -la -- "$(dirname -- "$file")")"; done
}

missing() {
    local file
    for file; do [ ! -e "$file" ] || fail "did not expect '$file'"; done
}

# No half-written file anywhere.
nothing_half_written() {
    [ -z "$(find . -name '*.new')" ] || fail "left behind: $(find . -name '*.new')"
}

# Is the program built with AddressSanitizer, whose memory and speed are others?
with_address_sanitizer() {
    grep -qa __asan_init "$GENERALS"
}

# undecided WORD...: writes results, but not as asked.
undecided() {
    generals "$@"
    [ "$status" -eq 4 ] || fail "expected exit code 4"
}
