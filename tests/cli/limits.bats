# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034 # what helpers.bash uses
# Time and memory: of sweeps that are too long, and of the longest that are sensible.

load helpers

# measured WORD...: runs them and leaves $status, $output, $stderr, $kilobytes, $busy and $seconds.
measured() {
    : "${PEAK_MEMORY:?is the path of the program of peak_memory.c, set by ctest}"
    words=("$@") # of fail()
    run --separate-stderr -- "$PEAK_MEMORY" measure "$GENERALS" "$@"
    read -r kilobytes busy seconds <measure
    rm measure
}

# at_once TEXT WORD...: refused with this text, in less than 2 seconds of a processor and 64 MB.
at_once() {
    local text=$1
    shift
    measured "$@"
    said 2 "$text"
    [ -z "$(snapshot)" ] || fail "expected that nothing is touched"
    awk -v s="$busy" 'BEGIN { exit !(s < 2) }' || fail "it took $busy s"
    with_address_sanitizer || [ "$kilobytes" -lt 65536 ] || fail "it held $kilobytes kB"
}

@test "more than a million points are refused at once" {
    at_once "has more than 1000000 values" run always-attack --loss 0:1e-6:1
    at_once "has more than 1000000 values" run always-attack --loss 0:1e-15:1
    at_once "has more than 1000000 values" run always-attack --loss 0:1e-300:1
    at_once "has more than 1000000 values" run always-attack --loss log:1e-9:1:1000001
    at_once "has more than 1000000 values" run always-attack --loss log:1e-9:1:1e300
    at_once "has more than 1000000 values" run always-attack --loss-back 0,0:1e-9:1
    at_once "has more than 1000000 values" run always-attack --param messengers=1:1e15
    at_once "has more than 1000000 values" run always-attack --param messengers=-1.7e308:1.7e308
    at_once "at most 1000000 are possible in one run" \
        run always-attack --param messengers=1:1001 --loss 0.001:0.001:1
    at_once "at most 1000000 are possible in one run" \
        run always-attack --param messengers=1:100000 --loss 0:0.1:1
    at_once "at most 1000000 are possible in one run" \
        run always-attack:messengers=1:100000 --loss 0:1e-5:1 --loss-back 0:1e-5:1
    at_once "at most 1000000 are possible in one run" \
        run always-attack:messengers=1:60000 always-attack:messengers=40001:100000 --loss 0:0.1:0.9
}

@test "more than a million values in a list of ranges are refused at once" {
    local list
    list=$(printf '0:1.1e-6:1,%.0s' {1..12})0
    at_once "has more than 1000000 values" run always-attack --loss "$list"
}

# Their counts stay in memory for the ledger.
@test "a hundred thousand points fit in 192 MB" {
    measured run always-attack --param messengers=1:1000 --loss 0:0.01:0.99 --trials 64 --no-plots
    [ "$status" -eq 0 ] || fail "expected success"
    [ "$(wc -l <out/results.csv)" -eq 100001 ]
    echo "# 1e5 points of 64 trials: $kilobytes kB, $seconds s" >&3
    with_address_sanitizer || [ "$kilobytes" -lt 196608 ] || fail "it held $kilobytes kB"
}

@test "many trials take no more memory than few" {
    measured run ack-chain --trials 64 --threads 2 --no-plots
    local few=$kilobytes
    measured run ack-chain --trials 2e8 --threads 2 --no-plots
    echo "# 2e8 trials: $kilobytes kB, $seconds s" >&3
    with_address_sanitizer || [ "$kilobytes" -lt $((few + 16384)) ] ||
        fail "it held $kilobytes kB, and $few kB for 64 trials"
}
