#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_continuation.sh PROGRAM SIGNAL KILLS [SEED]: runs are stopped by SIGNAL (KILL, TERM, INT) at
# random moments and gone on with by the same command, until there were KILLS of them; each run ends
# with the bytes of one that nobody stopped. SEED makes the moments random in the same way again.
#
# With FULL in place of a signal the disk is full from a random moment on, and there is room again
# before a run is gone on with. Where no small disk can be mounted, files are limited in size instead.
set -euo pipefail

program=$(realpath -- "$1") signal=$2 kills=$3
if [ "$signal" = FULL ] && [ -z "${SMALL_DISK:-}" ]; then
    if unshare -rm mount -t tmpfs none /tmp 2>/dev/null; then
        SMALL_DISK=mounted exec unshare -rm "${BASH_SOURCE[0]}" "$@"
    fi
    SMALL_DISK=none
fi
RANDOM=${4:-1}
folder=$(mktemp -d)
trap '! mountpoint -q "$folder/disk" || umount "$folder/disk"; rm -rf "$folder"' EXIT
cd "$folder"
mkdir disk
[ "${SMALL_DISK:-}" != mounted ] || mount -t tmpfs -o size=256k none disk
again=disk/again

fail() {
    echo "check_continuation.sh: $*" >&2
    exit 1
}

# Runs that are different to go on with, each about one or two seconds long.
sweeps=(
    'always-attack:messengers=1:4 await-payment:attempts=2:4,idempotent=0 --loss 0.1,0.3 --trials 3e8+7 --method monte-carlo,exact'
    'refund reconcile retransmit:attempts=2:5 --loss 0.1 --precision 0.4% --trials 1e8'
    'retransmit:attempts=4:6 refund:attempts=4 --loss 0.1 --method importance --trials 300001'
    'retransmit:attempts=2:7 --loss 0.1,0.2 --method auto --trials 3e7'
    'always-attack:messengers=1:4,spacing=1 --loss 0.05 --method auto --precision 1% --trials 3e7'
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

# The disk is full, and stays so as long as the process is there.
fill_while() {
    while kill -0 "$1" 2>/dev/null; do
        cat /dev/zero >>disk/filler 2>/dev/null || true
        sleep 0.005
    done
}

# What the run says that found no room: one line that names a file, and leaves no half of it.
check_full() {
    [[ $(cat stderr) =~ ^'generals: error: cannot write '\'$1/[a-z.]+\'': '('No space left on device'|'File too large')$ ]] ||
        fail "without room the run said: $(cat stderr)"
    [ -z "$(find "$1" -name '*.new')" ] || fail "left behind: $(find "$1" -name '*.new')"
}

# stop_once SWEEP FOLDER: true if the run was stopped, false if it had ended.
stop_once() {
    local code=0 milliseconds=$((RANDOM % length[$1] + 1)) blocks=unlimited
    [ "${SMALL_DISK:-}" != none ] || blocks=$((RANDOM % ($(wc -c <"$1/ledger") / 1024) + 1)) # one for stderr
    (ulimit -f $blocks && run "$1" "$2") >/dev/null 2>stderr &
    sleep "$((milliseconds / 1000)).$(printf %03d $((milliseconds % 1000)))"
    case $signal${SMALL_DISK:-} in
        FULLmounted) fill_while $! ;;
        FULLnone) ;;
        *) kill -s "$signal" $! 2>/dev/null || true ;;
    esac
    wait $! 2>/dev/null || code=$?
    rm -f disk/filler
    case $signal-$code in
        *-0 | *-4) return 1 ;;
        FULL-1) check_full "$2" ;;
        INT-130 | KILL-137 | TERM-143) ;;
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

done=0 runs=0 most=0 each=$((kills / ${#sweeps[@]} + 1)) # of each run, if there are few
each=$((each < 20 ? each : 20))
while ((done < kills)); do
    for sweep in "${!sweeps[@]}"; do
        stopped=0
        while ((stopped < each)) && stop_once "$sweep" $again; do
            stopped=$((stopped + 1))
        done
        whole "$sweep" $again
        cmp "$again/results.csv" "$sweep/results.csv"
        [ ! -e "$sweep/counters.csv" ] || cmp "$again/counters.csv" "$sweep/counters.csv"
        rm -rf $again
        done=$((done + stopped)) runs=$((runs + 1))
        most=$((stopped > most ? stopped : most))
    done
done
by=SIG$signal
[ "$signal" != FULL ] || by="a full disk"
[ "${SMALL_DISK:-}" != none ] || by="a limit of the size of files"
echo "$runs runs, stopped by $by $done times (one of them $most times), ended with the same bytes"
