#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# dieharder.sh RANDOM_BITS: all of dieharder on the random streams and on decoded rows of capture
# bits (tests/engine/random_bits.c), side by side. Nothing may be FAILED. Of some hundred tests about
# one is WEAK by chance: it is repeated with a second seed, fixed here, and ten times the samples, and
# must pass. Takes two hours on two cores.
set -euo pipefail
"$(dirname "$0")/install_packages.sh" dieharder

random_bits=$1
first_seed=20261121
second_seed=20261122
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

# bits SEED KIND [P]: random bits without end.
bits() {
    local seed=$1 kind=$2
    shift 2
    "$random_bits" "$kind" "$seed" "$@" || true # the reader has had enough
}

# all_tests KIND [P]: writes lines of results; fails, and says so, if a test does.
all_tests() {
    local number tuple lines again
    lines="$folder/$1.lines"
    again="$folder/$1.again"
    bits "$first_seed" "$@" | dieharder -g 200 -D default -D show_num -a >"$lines"
    cat "$lines"
    if grep -q FAILED "$lines"; then
        echo "dieharder: FAILED on $*" >&2
        return 1
    fi
    while read -r number tuple; do
        echo "test $number (ntuple $tuple) was weak; again, with the second seed and more samples:"
        bits "$second_seed" "$@" | dieharder -g 200 -D default -D show_num \
            -d "$number" -n "$tuple" -p 1000 | tee "$again"
        if grep -E "\|[ ]*$tuple\|" "$again" | grep -Eq 'WEAK|FAILED'; then
            echo "dieharder: test $number (ntuple $tuple) is weak twice on $*" >&2
            return 1
        fi
    done < <(awk -F'|' '/WEAK/ {print $2, $3}' "$lines")
}

all_tests row 0.1 >"$folder/rows" &
rows=$!
status=0
echo "dieharder on the streams"
all_tests stream || status=1
echo "dieharder on decoded rows of probability 0.1"
wait "$rows" || status=1
cat "$folder/rows"
[ "$status" -eq 0 ] && echo "dieharder: nothing failed"
exit "$status"
