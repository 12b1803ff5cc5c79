#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# dieharder.sh RANDOM_BITS: all of dieharder on the random streams and on decoded rows of capture
# bits (tests/engine/random_bits.c). Nothing may be FAILED. Of some hundred tests about one is WEAK by
# chance: it is repeated with a second seed, fixed here, and ten times the samples, and must pass.
# Takes two to three hours.
set -euo pipefail
"$(dirname "$0")/install_packages.sh" dieharder

random_bits=$1
first_seed=20261121
second_seed=20261122
lines=$(mktemp)
trap 'rm -f "$lines"' EXIT

# run SEED "BITS" DIEHARDER-OPTION...
run() {
    local seed=$1 bits=$2
    shift 2
    # shellcheck disable=SC2086  # BITS is "stream" or "row P": the seed goes after its first word
    set -- $bits -- "$@"
    local kind=$1 probability=()
    shift
    while [ "$1" != -- ]; do
        probability+=("$1")
        shift
    done
    shift
    { "$random_bits" "$kind" "$seed" "${probability[@]}" || true; } |
        dieharder -g 200 -D default -D show_num "$@" | tee "$lines"
}

for bits in "stream" "row 0.1"; do
    echo "dieharder on: $bits"
    run "$first_seed" "$bits" -a
    if grep -q FAILED "$lines"; then
        echo "dieharder: FAILED on $bits" >&2
        exit 1
    fi
    awk -F'|' '/WEAK/ {print $2, $3}' "$lines" | while read -r number tuple; do
        echo "test $number (ntuple $tuple) was weak; again, with the second seed and more samples:"
        run "$second_seed" "$bits" -d "$number" -n "$tuple" -p 1000
        if grep -E "\|[ ]*$tuple\|" "$lines" | grep -Eq 'WEAK|FAILED'; then
            echo "dieharder: test $number (ntuple $tuple) is weak twice on $bits" >&2
            exit 1
        fi
    done
done
echo "dieharder: nothing failed"
