# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# `generals advise`: the advice, its evidence, what was searched, and the exit code.

load helpers

# advises CODE FIRST_LINE WORD...
advises() {
    local code=$1 line=$2
    shift 2
    generals advise "$@"
    [ "$status" -eq "$code" ] || fail "expected exit code $code"
    [ "${lines[0]}" = "$line" ] || fail "expected '$line'"
}

# says TEXT...: on stdout.
says() {
    local text
    for text; do [[ $output == *"$text"* ]] || fail "expected '$text'"; done
}

# says_not TEXT...
says_not() {
    local text
    for text; do [[ $output != *"$text"* ]] || fail "did not expect '$text'"; done
}

@test "the cheapest, the evidence, the runners-up, and what was searched" {
    advises 0 "ADVICE: retransmit:attempts=5,spacing=1" --problem two-generals --loss 0.1 \
        --failure 1e-3
    # (1-0.81)^5 - 0.1^5
    says "two-generals, memoryless, loss 0.1; wanted: failure at most 0.001, success at least 0.5" \
        "failure 0.0002376099, success 1-0.0002476099, rounds_p99 3" "exact: 63 histories" \
        "RUNNERS-UP: the best of each other strategy" "always-attack:messengers=3,spacing=0" \
        "await-reply:messengers=3" "messengers 5.997, failure 0.000999" \
        "FASTER: the cheapest of what takes fewer rounds" "SEARCHED" \
        "always-attack: messengers 1 to 32 (" "spacing 0" "14 settings, 4 exactly; 0 known to meet the targets" "seed 1."
    says_not "random-attack:rounds" "nan" "not tried"
    [ -z "$stderr" ] || fail "expected nothing on stderr"
    [ -z "$(snapshot)" ] || fail "expected no file"
}

# Many messengers at once are lost as one: p^n holds no more.
@test "under bursts it finds spacing" {
    advises 0 "ADVICE: always-attack:messengers=7,spacing=32" --problem two-generals --loss 0.1 \
        --channel burst:length=8 --failure 1e-6 --success 0.999999 --param attempts=1 \
        --param rounds=1 --param level=0
    says "burst length=8 capture=1 leak=0" "failure 1.544903944e-07" "spacing 0 to 64"
    advises 0 "ADVICE: retransmit:attempts=4,spacing=16" --problem two-generals --loss 0.1 \
        --channel burst --failure 1e-6 --success 0.999 --param messengers=1 --param rounds=1 \
        --param level=0
    says "FASTER" "retransmit:attempts=8,spacing=8"
}

@test "targets: success, and how long it takes" {
    advises 0 "ADVICE: always-attack:messengers=3,spacing=0" --problem two-generals --failure 1e-3 \
        --rounds-p99 2 --param rounds=1 --param level=0
    says "rounds_p99 at most 2"
    says_not "FASTER" "retransmit:attempts=5"
    advises 0 "ADVICE: retransmit:attempts=3,spacing=1" --problem two-generals --failure 0.99% \
        --success 99% --param rounds=1 --param level=0
    says "failure at most 0.0099, success at least 0.99" "success 0.993141"
    # whoever waits for many messages hardly ever acts
    advises 0 "ADVICE: ack-chain:messages=16,messengers=1" --problem two-generals --loss 0.9 \
        --failure 1e-15 --success 0 --param rounds=1 --param level=0
    says "It mostly does nothing"
}

@test "the task is given: chunks of a file, traitors" {
    advises 0 "ADVICE: bounded-retransmission:chunks=16,retries=1" --problem file-transfer \
        --loss 0.01 --failure 1e-3
    says "chunks 16 (given)" "trials"
    advises 0 "ADVICE: bounded-retransmission:chunks=2,retries=2" --problem file-transfer \
        --loss 0.01 --failure 1e-4 --param chunks=2
    says "chunks 2 (given)" "exact: "
    must list bounded-retransmission
    says "(chunks); given with the task"
}

@test "values of --param are the only ones" {
    advises 0 "ADVICE: always-attack:messengers=6,spacing=0" --problem two-generals --failure 1e-5 \
        --param messengers=6,8 --param attempts=1 --param rounds=1 --param level=0
    says "always-attack: messengers 6 to 8 (2 values)" "retransmit: attempts 1, spacing 1"
}

@test "nothing meets: how near the best came, exit code 3" {
    advises 3 "NOTHING was found that meets the targets" --problem byzantine-generals \
        --failure 1e-6 --param depth=0:1
    says "NEAREST" "of what misses failure alone, the least frequent failure:" \
        "signed-messages:generals=4,traitors=1,commander=0" "failure 0.0188875" "SEARCHED" \
        "1 setting, 1 exactly; 0 known"
    says_not "sampled" # all is exact
    advises 3 "NOTHING was found that meets the targets" --problem file-transfer --failure 1e-3 \
        --rounds-p99 1 --param chunks=4
    says "of what misses rounds_p99 alone, the fewest rounds:"
}

@test "the same bytes for any number of threads" {
    local threads
    for threads in 1 2 7; do
        advises 0 "ADVICE: bounded-retransmission:chunks=24,retries=2" --problem file-transfer \
            --param chunks=24 --param retries=0:3 --loss 0.02 --failure 1e-4 \
            --threads "$threads" --seed 5
        printf '%s\n' "$output" >"$threads"
    done
    says "seed 5." "trials"
    same 1 2
    same 1 7
}

@test "the level is what was asked for" {
    advises 0 "ADVICE: bounded-retransmission:chunks=24,retries=2" --problem file-transfer \
        --param chunks=24 --param retries=0:3 --loss 0.02 --failure 1e-3 --confidence-level 0.5 -q
    says "hold together with 50 %"
}

@test "loss back" {
    advises 0 "ADVICE: await-reply:messengers=3" --problem two-generals --loss 0.5 --loss-back 0 \
        --failure 1e-3 --success 0.8 --param spacing=1 --param attempts=1 --param rounds=1 \
        --param level=1 --param messages=3
    says "loss 0.5, loss back 0;"
}

@test "bad words" {
    local bad
    refused "advise: expected a problem: --problem two-generals" advise --failure 0.1
    refused "advise: expected the most that failure may be" advise --problem two-generals
    refused "unknown problem 'two-general'; did you mean 'two-generals'?" advise \
        --problem two-general --failure 0.1
    refused "'retransmit' is a strategy; its problem is 'two-generals'" advise \
        --problem retransmit --failure 0.1
    refused "advise: 'retransmit': expected options alone" advise retransmit --problem two-generals \
        --failure 0.1
    for bad in 0 1 -0.1 1.5 nan 0% 100% 1%% ''; do
        refused "--failure: '$bad' is not a probability above 0 and below 1" advise \
            --problem two-generals --failure "$bad"
    done
    for bad in 1 -0.1 1.5 nan 100% ''; do
        refused "--success: '$bad' is not a probability from 0 to below 1" advise \
            --problem two-generals --failure 0.1 --success "$bad"
    done
    for bad in 0 -1 1.5 nan ''; do
        refused "--rounds-p99: '$bad' is not a whole number of rounds, from 1" advise \
            --problem two-generals --failure 0.1 --rounds-p99 "$bad"
    done
    refused "--loss: expected one value, got 2" advise --problem two-generals --failure 0.1 \
        --loss 0.1,0.2
    refused "--loss-back: expected one value, got 3" advise --problem two-generals --failure 0.1 \
        --loss-back 0.1:0.1:0.3
    refused "length: expected one value, got 2" advise --problem two-generals --failure 0.1 \
        --channel burst --param channel.length=4,8
    refused "chunks is given with the task, no choice: expected one value, got 2" advise \
        --problem file-transfer --failure 0.1 --param chunks=4,8
    refused "has no parameter 'chunk'; did you mean 'chunks'?" advise --problem file-transfer \
        --failure 0.1 --param chunk=4
    refused "none of the strategies has a parameter 'attempt'; did you mean 'attempts'?" advise \
        --problem online-shop --failure 0.1 --param attempt=4
    refused "attempts=0: expected a whole number from 1" advise --problem online-shop \
        --failure 0.1 --param attempts=0
    refused "byzantine-generals has a memoryless channel" advise --problem byzantine-generals \
        --failure 0.1 --channel burst
    refused "unknown option '--trials'" advise --problem two-generals --failure 0.1 --trials 10
    refused "--confidence-level: '1' is not" advise --problem two-generals --failure 0.1 \
        --confidence-level 1
}

@test "the help of advise teaches" {
    must advise --help
    says "usage: generals advise --problem PROBLEM --failure P" "--rounds-p99 N" "(0.5)" \
        "Examples:" "3 nothing was found"
}
