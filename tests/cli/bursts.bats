# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The burst channel and the counters, as a user meets them.

load helpers

# refused TEXT WORD...: exit code 2, the text, and no folder.
refused() {
    local text=$1
    shift
    generals "$@" -o out
    said 2 "$text"
    missing out
}

@test "bursts are swept, and stand in the results" {
    must run always-attack:messengers=3,spacing=1 --channel burst --param channel.length=1:4:9 \
        --method monte-carlo,exact --trials 1e5 --no-plots
    [ "$(column out/results.csv channel | sort -u | wc -l)" -eq 3 ] || fail "three channels"
    [ "$(column out/results.csv channel | head -1)" = "burst length=1 capture=1 leak=0" ] ||
        fail "channel"
    # Vigilant, and still vigilant twice: 0.1 (1 - 1/5)^2.
    awk -F, '/length=5/ && /exact/ { seen = 1; bad = ($11 != "" || ($21 - 0.064) ^ 2 > 1e-30) }
        END { exit !seen || bad }' out/results.csv || fail "0.064"
    [[ $output == *"length"*"capture"*"leak"*"Monte Carlo agrees with exact"* ]] || fail "table"
}

@test "messengers that are sent at once share the mood" {
    must run always-attack:messengers=9 --channel burst:length=4 --method exact --no-plots
    [ "$(column out/results.csv failure)" = 0.1 ] || fail "0.1"
}

@test "the same bytes whatever the threads, with bursts and counters" {
    for threads in 1 3; do
        must run retransmit refund:stock_out=0.3 --channel burst:leak=0.01 --trials 3e6 \
            --threads "$threads" --no-plots -o "threads$threads"
    done
    cmp threads1/results.csv threads3/results.csv || fail "other results"
    cmp threads1/counters.csv threads3/counters.csv || fail "other counters"
}

@test "counters.csv: each counter of each point, exact beside Monte Carlo" {
    must run refund --method monte-carlo,exact --trials 1e5 --no-plots
    [ "$(column out/counters.csv counter | sort -u | tr '\n' ' ')" = \
        "apologies refunds unsettled " ] || fail "counters"
    [ "$(wc -l <out/counters.csv)" -eq 7 ] || fail "six rows"
    must run always-attack --trials 1e5 --no-plots --force
    missing out/counters.csv
}

@test "impossible bursts are refused with the condition that fails" {
    refused "length=0.5 must be from 1 to" run await-reply --channel burst:length=0.5
    refused "leak=0.5 must be less than capture=0.4" run await-reply --loss 0.45 \
        --channel burst:leak=0.5,capture=0.4
    refused "loss 0.1 must lie between leak=0.2 and capture=1" run await-reply \
        --channel burst:leak=0.2
    refused "must lie between leak=0 and capture=0.05" run await-reply --channel burst:capture=0.05
    refused "would be vigilant for ever" run await-reply --channel burst --loss 1
    refused "with probability 4.5 in a round, more than 1" run await-reply --loss 0.9 \
        --channel burst:length=2
    refused "capture=1.5 and leak=0 must be probabilities" run await-reply --channel burst:capture=1.5
    refused "one loss rate for both directions" run await-reply --channel burst --loss-back 0.2
}

@test "channels that are misspelt" {
    refused "'burs' is not memoryless or burst" run await-reply --channel burs
    refused "no parameter 'lenth'; did you mean 'length'?" run await-reply --channel burst:lenth=3
    refused "the channel's length is given twice" run await-reply --channel burst:length=2 \
        --param channel.length=3
    refused "a memoryless channel has no parameter 'length'; add --channel burst" run await-reply \
        --param channel.length=3
    refused "'nan' is not a number" run await-reply --channel burst:capture=nan
    refused "--channel: '': expected KEY=VALUES" run await-reply --channel burst:
}

@test "explain in bursts" {
    must explain retransmit:attempts=2 --channel burst
    [[ $output == *"channel burst length=8 capture=1 leak=0"* ]] || fail "heading"
    # An order that arrives shows that the city is asleep: its answer arrives too.
    [[ $output == *"It cannot: no history fails."* ]] || fail "no failure"
    must explain await-reply --channel burst:leak=0.05
    [[ $output == *"1 captured messenger is enough"*"THE PROOF"* ]] || fail "failure"
    [[ $output != *"logarithmic axes"* ]] || fail "no slope"
}
