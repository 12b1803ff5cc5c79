# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Memory that runs out: each allocation of a command fails in turn (failing_allocation.c tells which
# ones). The command says so, each file of its folder is the old one or the new one, and the same
# command then leaves what it would have left at once; or it does without, and all is as ever. Of
# some commands ctest runs every so many allocations only (the number before the words), and
# GENERALS_LONG=1 all of them.

load helpers

path=$PATH # where the program finds gnuplot
memory_named=$'\ngenerals: error: [^\n]*(not enough|Cannot allocate) memory'

# failing NUMBER WORD...: with that allocation failing; 0: with none. Leaves $code, o and e.
failing() {
    timeout 60 env FAIL_ALLOCATION="$1" FAIL_ALLOCATION_COUNT=count PATH="$path" \
        LD_PRELOAD="$FAILING_ALLOCATION" "$GENERALS" "${@:2}" >o 2>e && code=0 || code=$?
}

# What a manifest tells of the time is cut out.
timeless() {
    [ ! -e "$1/manifest.json" ] || sed -i -E '/"(date|seconds)"/d' "$1/manifest.json"
}

# is FOLDER: is out the same, but for pictures?
is() {
    diff -rq -x '*.svg' -x '*.png' "$1" out >/dev/null
}

# Each file is the old one or the new one, and no other is there; and the command, when there is
# memory again, does the rest. A ledger may be of a part of the run.
is_gone_on_with() {
    local file name
    for file in out/*; do
        name=${file##*/}
        [ -d "$file" ] || [ "$name" = ledger ] || cmp -s "$file" "old/$name" ||
            cmp -s "$file" "new/$name" ||
            fail "allocation $number: '$name' is neither the old one nor the new"
    done
    nothing_half_written
    failing 0 "$@"
    timeless out
    status=$code output=$(<o) stderr=$(<e)
    [ "$code" -eq "$usual" ] || fail "allocation $number: expected that it can be gone on with"
    is new || fail "allocation $number: other results once it was gone on with"
}

# each_allocation_fails STRIDE WORD...: begins with the folder out as it is, if there is one.
each_allocation_fails() {
    local stride=$1 number usual all
    shift
    trap - DEBUG # where bats notes each line: here that is most of the time
    # shellcheck disable=SC2034 # fail shows them
    words=("$@")
    [ -n "${FAILING_ALLOCATION:-}" ] || skip "not with sanitizers"
    [ -z "${GENERALS_LONG:-}" ] || stride=1
    mkdir -p out
    timeless out
    rm -rf old new
    cp -r out old
    failing 0 "$@"
    usual=$code
    timeless out
    cp -r out new
    cp o usual.txt
    all=$(<count)
    [ "$all" -gt 0 ] || fail "expected allocations"
    for ((number = 1; number <= all; number += stride)); do
        is old || { rm -rf out && cp -r old out; }
        failing "$number" "$@"
        timeless out
        status=$code output=$(<o) stderr=$(<e)
        if [ "$code" -eq "$usual" ] && [[ $stderr != *"not enough memory"* &&
            $stderr != *"Cannot allocate memory"* ]]; then
            cmp -s o usual.txt || fail "allocation $number: another output"
            is new || fail "allocation $number: other results"
        else
            [ "$code" -eq 1 ] || [ "$code" -eq 2 ] || fail "allocation $number: expected 1 or 2"
            [[ $'\n'$stderr =~ $memory_named ]] ||
                fail "allocation $number: expected that memory is named"
            is old || is new || is_gone_on_with "$@"
        fi
    done
    rm -rf out
    cp -r old out
}

# Another run is in the folder, which is kept.
other_run() {
    rm -rf out
    must run await-reply --loss 0.2 --trials 500 --no-plots "$@"
}

@test "memory runs out in a run" {
    other_run
    each_allocation_fails 3 run ack-chain --trials 1000 --no-plots --threads 1
    each_allocation_fails 17 run ack-chain --trials 4e5 --no-plots --threads 2
    each_allocation_fails 17 run ack-chain --method exact --adversary --no-plots --threads 1
    each_allocation_fails 17 run ack-chain --method auto --trials 10000 --no-plots --threads 1
    each_allocation_fails 31 run ack-chain --method importance --trials 1000 --no-plots --threads 1
}

@test "memory runs out in a run that ends where precision is reached" {
    other_run --precision 30%
    each_allocation_fails 11 run ack-chain --precision 30% --no-plots --threads 1
}

@test "memory runs out in a run of the sweeps of a file" {
    other_run
    printf 'ack-chain --param messages=1:2 # two\n\nawait-payment --loss 0.1,0.2\n' >grün
    each_allocation_fails 11 run -f grün --trials 1000 --no-plots --threads 1
}

@test "memory runs out in a run that is gone on with" {
    must run ack-chain await-payment --trials 500 --no-plots
    each_allocation_fails 5 run ack-chain await-payment --trials 1000 --no-plots --threads 1
}

# What could not be read for lack of memory is not what --force is for.
@test "memory runs out where --force would replace the folder" {
    must run ack-chain await-payment --trials 500 --no-plots
    each_allocation_fails 3 run ack-chain --trials 1000 --no-plots --threads 1 --force
    rm out/ledger
    each_allocation_fails 5 run ack-chain --trials 1000 --no-plots --threads 1
}

@test "memory runs out while shards are run and merged" {
    each_allocation_fails 10 run ack-chain await-payment --trials 2e5 --shard 1/2 --threads 1
    must run ack-chain await-payment --trials 2e5 --shard 1/2 -o a
    must run ack-chain await-payment --trials 2e5 --shard 2/2 -o b
    rm -r out
    each_allocation_fails 7 merge a b --no-plots --force -o out
}

@test "memory runs out while charts are made" {
    rm -rf out
    path=nowhere each_allocation_fails 13 run ack-chain --param messages=1:3 --trials 1000 --threads 1
    each_allocation_fails 97 run ack-chain --param messages=1:3 --trials 1000 --threads 1
    must run ack-chain --param messages=1:3 --trials 1000 --no-plots
    path=nowhere each_allocation_fails 13 plot out
    each_allocation_fails 97 plot out
}

@test "memory runs out in what prints a page" {
    each_allocation_fails 3 explain await-reply --threads 1
    each_allocation_fails 7 explain level-threshold:rounds=3,level=2 --threads 1
    each_allocation_fails 5 explain await-reply --threads 1 --loss 0.1 --no-plots -o out
    each_allocation_fails 1 trace await-reply --failure
    each_allocation_fails 3 trace bounded-retransmission:chunks=4 --loss 0.3 --failure -o out
    each_allocation_fails 5 trace reconcile --loss 0.3 --trial 5 -o out
    each_allocation_fails 1 check 'failure < 0.5' ack-chain --threads 1
    each_allocation_fails 2 check 'failure < 0.5' ack-chain --method monte-carlo --threads 1
    each_allocation_fails 1 check 'failure < 0.001' ack-chain --threads 1
    each_allocation_fails 211 advise --problem two-generals --failure 0.3 --threads 1
    each_allocation_fails 1 list ack-chain
    each_allocation_fails 1 list --markdown
}

@test "memory runs out in a comparison" {
    must run ack-chain --param messages=1:2 --trials 1000 --no-plots
    each_allocation_fails 3 compare out --no-plots
}

@test "memory runs out in a report" {
    rm -rf out
    must run ack-chain --param messages=1:3 --trials 1000 --no-plots --method monte-carlo,exact
    path=nowhere each_allocation_fails 17 report out
    path=nowhere each_allocation_fails 17 report out --json --quiet
    each_allocation_fails 197 report out
}

@test "memory runs out where the words are bad anyway" {
    each_allocation_fails 1 run ack-cain
    each_allocation_fails 1 check 'failur < 1' ack-chain
}
