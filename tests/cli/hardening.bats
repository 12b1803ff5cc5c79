# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What happens around the program while it runs: a folder is taken away, the clock jumps. Full disks
# and closed streams are in output.bats, folders that cannot be written to in folders.bats, memory
# that runs out in memory.bats.

load helpers

# A run that a test has left behind would go on for long.
teardown() {
    [ -z "${first:-}" ] || kill -9 "$first" 2>/dev/null || true
}

@test "a folder removed in mid-run: exit code 1, and nothing is made in its place" {
    words=(run ack-chain:messages=12 --loss 0.5 --trials 1e15 --time 3s --no-plots -q)
    "$GENERALS" "${words[@]}" >o 2>e &
    first=$!
    until [ -d out ]; do sleep 0.05; done
    sleep 0.3
    rm -r out
    wait "$first" && status=0 || status=$?
    first=
    output=$(cat o) stderr=$(cat e)
    said 1 "cannot write 'out/ledger': No such file or directory"
    missing out
}

@test "results or manifest that cannot be replaced in mid-run: the old ones stay" {
    must run always-attack --trials 10 --no-plots
    cp -r out old
    words=(run ack-chain:messages=12 --loss 0.5 --trials 1e15 --time 3s --no-plots -q)
    "$GENERALS" "${words[@]}" >o 2>e &
    first=$!
    sleep 1
    rm -r out/results.csv
    mkdir out/results.csv
    wait "$first" && status=0 || status=$?
    first=
    output=$(cat o) stderr=$(cat e)
    said 1 "cannot write 'out/results.csv': Is a directory"
    same old/manifest.json out/manifest.json
    nothing_half_written
}

# The wall clock may be set, by hand or by a server. It tells the date in the manifest, nothing else.
@test "a clock that jumps: durations come from one that does not" {
    local source
    source=$(dirname -- "$BATS_TEST_FILENAME")/../..
    run ! grep -rnE 'CLOCK_REALTIME|gettimeofday|[^_]clock\(\)' \
        "$source"/{engine,strategies,analysis,plots,cli} --include='*.[ch]'
    run -0 grep -rnlE '[^_a-z]time\(NULL\)' "$source"/{engine,strategies,analysis,plots,cli} \
        --include='*.[ch]'
    [ "$(wc -l <<<"$output")" -eq 2 ] || fail "expected that run and merge ask for the date"
}
