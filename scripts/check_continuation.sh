#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_continuation.sh PROGRAM SIGNAL KILLS [SEED]: runs are stopped by SIGNAL (KILL, TERM, INT) at
# random moments and gone on with by the same command, until there were KILLS of them; each run ends
# with the bytes of one that nobody stopped. SEED makes the moments random in the same way again.
set -euo pipefail

program=$1 signal=$2 kills=$3
RANDOM=${4:-1}
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"

fail() {
    echo "check_continuation.sh: $*" >&2
    exit 1
}

# Runs that are different to go on with, each about a second long.
sweeps=(
    'always-attack:messengers=1:4 await-payment:attempts=2:4,idempotent=0 --loss 0.1,0.3 --trials 3e8+7 --method monte-carlo,exact'
    'refund reconcile retransmit:attempts=2:5 --loss 0.1 --precision 0.4% --trials 1e8'
    'retransmit:attempts=4:9 refund:attempts=4:6 --loss 0.1 --method importance --trials 300001'
    'retransmit:attempts=2:7 --loss 0.1,0.2 --method auto --trials 3e7'
    'always-attack:messengers=2:9,spacing=1 --loss 0.05 --method auto --precision 1% --trials 3e7'
)

# run SWEEP FOLDER: the sweep's words are words.
run() {
    local words
    read -ra words <<<"${sweeps[$1]/+7/}"
    [[ ${sweeps[$1]} != *+7* ]] || words=("${words[@]/3e8/300000007}")
    exec "$program" run "${words[@]}" --no-plots --quiet --save-every 0.02 --threads 2 -o "$2"
}

# Ends with 0 or, if not all was reached, with 4.
whole() {
    local code=0
    (run "$1" "$2") >/dev/null || code=$?
    ((code == 0 || code == 4)) || fail "sweep $1 ended with $code"
}

# Files are there as they were written, or not at all.
check_files() {
    [ ! -e "$1/ledger" ] || [[ $(tail -n 1 "$1/ledger") == "checksum "???????????????? ]] ||
        fail "the ledger of sweep $2 is not whole"
    [ ! -e "$1/results.csv" ] || cmp -s "$1/results.csv" "$2/results.csv" ||
        fail "results.csv of sweep $2 is not whole"
}

# stop_once SWEEP FOLDER: true if the run was stopped, false if it had ended.
stop_once() {
    local code=0 milliseconds=$((RANDOM % length[$1] + 1))
    (run "$1" "$2") >/dev/null 2>stderr &
    sleep "$((milliseconds / 1000)).$(printf %03d $((milliseconds % 1000)))"
    kill -s "$signal" $! 2>/dev/null || true
    wait $! 2>/dev/null || code=$?
    case $code in
        0 | 4) return 1 ;;
        130 | 137 | 143) ;;
        *) fail "sweep $1, stopped, ended with $code: $(cat stderr)" ;;
    esac
    check_files "$2" "$1"
}

length=()
for sweep in "${!sweeps[@]}"; do
    begin=$(date +%s%N)
    whole "$sweep" "$sweep"
    length+=($((($(date +%s%N) - begin) / 1000000)))
done

done=0 runs=0 most=0
while ((done < kills)); do
    for sweep in "${!sweeps[@]}"; do
        stopped=0
        while ((stopped < 20)) && stop_once "$sweep" again; do
            stopped=$((stopped + 1))
        done
        whole "$sweep" again
        cmp "again/results.csv" "$sweep/results.csv"
        [ ! -e "$sweep/counters.csv" ] || cmp "again/counters.csv" "$sweep/counters.csv"
        rm -rf again
        done=$((done + stopped)) runs=$((runs + 1))
        most=$((stopped > most ? stopped : most))
    done
done
echo "$runs runs, stopped by SIG$signal $done times (one of them $most times), ended with the same bytes"
