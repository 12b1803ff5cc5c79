#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# check_same_bytes.sh PROGRAM...: every build and number of threads gives the same results.csv, byte
# for byte.
set -euo pipefail

folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT

sweep() { # PROGRAM OPTION...
    local program=$1
    shift
    "$program" run always-attack:messengers=1:3,spacing=0,2 await-reply ack-chain:messages=5 \
        retransmit:attempts=3,14 --loss 0,1e-5,0.003,0.1,0.5,0.97,1 --loss-back 0.2 \
        --trials 3000001 --method monte-carlo,exact --quiet -o "$folder/out" "$@" >/dev/null
    rm "$folder/out/ledger" # what was found there would be gone on with
}

sweep "$1" # with plots
mv "$folder/out/results.csv" "$folder/first.csv"
count=0
for program in "$@"; do
    for threads in 1 2 3 7; do
        sweep "$program" --threads "$threads" --no-plots
        cmp "$folder/out/results.csv" "$folder/first.csv"
        count=$((count + 1))
    done
done
echo "$count runs of $# builds gave the same bytes"
