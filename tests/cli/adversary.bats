# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# run --adversary: the worst case over all choices of captures.

load helpers

# against WORD...: exact points, with their worst cases, in out.
against() {
    must run --no-plots --method exact --adversary "$@"
}

# worst NAME: that column of adversary.csv, its rows between commas.
worst() {
    column out/adversary.csv "$1" | paste -s -d ,
}

# tells NAME VALUES
tells() {
    [ "$(worst "$1")" = "$2" ] || fail "$1 is '$(worst "$1")', not '$2'"
}

@test "a row for each exact point, with the columns that name it" {
    must run --no-plots --method monte-carlo,exact --adversary await-reply:messengers=2 ack-chain \
        --loss 0.25,0.5 --loss-back 0.125 --seed 7 --trials 1000
    [ "$(head -n 1 out/adversary.csv)" = \
        "problem,strategy,parameters,channel,loss,loss_back,method,seed,trials,failure,captures,captured" ] ||
        fail "header"
    grep ,exact, out/results.csv | cut -d , -f 1-9 >expected
    tail -n +2 out/adversary.csv | cut -d , -f 1-9 >told
    same told expected
    tells failure 1,1,1,1
    tells captures 1,1,2,2
    tells captured acknowledgement@3,acknowledgement@3,reply@2,reply@2
    nothing_half_written
}

@test "nobody makes random-attack fail more often than 1/r, and anybody does as often" {
    against random-attack:rounds=1,2,4,5,8,10 --loss 0.1 --loss-back 0.7
    tells failure 1,0.5,0.25,0.2,0.125,0.1
    tells captures 1,1,1,1,1,1
    against level-threshold:rounds=3,4 always-attack:messengers=3,spacing=0,1 --force
    tells failure 1,1,1,1
    tells captures 3,3,2,3
    [ "$(column out/adversary.csv captured | sed -n 2p)" = "order@1 order@2 order@3" ] || fail "told"
}

@test "failure has 15 digits, of which none is an error of floating point" {
    against random-attack:rounds=3,6,7,9
    tells failure 0.333333333333333,0.166666666666667,0.142857142857143,0.111111111111111
}

@test "messages of the same name and round are told apart by their parties" {
    against oral-messages
    tells captures 2
    [[ $(worst captured) =~ ^order\ passed\ on@2:[12]\>[23]\ order\ passed\ on@2:[12]\>[23]$ ]] ||
        fail "told"
}

@test "what is certain to arrive, or not to, is not the adversary's" {
    against await-reply --loss 0,0.5,1 --loss-back 0,0.5,1
    tells failure 0,1,1,0,1,1,0,0,0
    tells captures 0,1,0,0,1,0,0,0,0
    tells captured ,reply@2,,,reply@2,,,,
}

@test "the city's moods do not bind the adversary" {
    against retransmit:attempts=2 --channel burst
    tells failure 1
    tells captures 2
    [ "$(column out/results.csv failure)" = 0 ] || fail "an answer shares its order's mood"
}

@test "on average no strategy fails more often than at worst" {
    local names
    mapfile -t names < <("$GENERALS" list | sed -n 's/^  \([a-z][a-z-]*\) .*/\1/p' | grep -v bounded)
    [ "${#names[@]}" -ge 13 ] || fail "strategies: ${names[*]}"
    against "${names[@]}" bounded-retransmission:chunks=2 --loss 0.01,0.3,0.9
    paste -d , <(column out/results.csv failure) <(column out/adversary.csv failure) |
        awk -F, '{ rows++ } $1 > $2 * (1 + 1e-12) || $2 > 1 { exit 2 } END { exit rows < 42 }' ||
        fail "rows: $(paste -d , out/results.csv out/adversary.csv)"
}

@test "any number of threads, and other points, give the same rows" {
    local threads
    for threads in 1 3; do
        must run random-attack:rounds=3,8 reconcile:attempts=6,queries=7,stock_out=0.3 --adversary \
            --method exact --threads "$threads" --no-plots -o "$threads"
    done
    same 1/adversary.csv 3/adversary.csv
    against random-attack:rounds=3
    [ "$(grep -cxFf <(tail -n 1 out/adversary.csv) 1/adversary.csv)" -eq 1 ] || fail "another row"
}

@test "a run without an adversary leaves none behind" {
    against ack-chain
    exists out/adversary.csv
    must run ack-chain --method exact --no-plots
    missing out/adversary.csv
}

@test "without the exact method there is no worst case" {
    refused "--adversary needs the exact method: give --method exact, too" run ack-chain --adversary
    refused "--adversary takes no value" run ack-chain --method exact --adversary=yes
}

@test "too many choices are refused before anything runs" {
    # All histories can be gone through, but not every choice with every fall of the coins.
    refused "strategy 'signed-messages' has too many choices of captures and coins with these \
parameters to find the worst case: more than 2^36 trials; choose smaller parameters, or leave the \
adversary out" \
        run signed-messages:generals=5,traitors=2,commander=1 --method exact --adversary
}
