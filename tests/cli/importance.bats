#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Importance sampling on the command line: --method importance and auto, --event.

load helpers

@test "a row of importance sampling: the target and its interval, nothing else" {
    must run always-attack:messengers=12,spacing=1 --loss 1e-3 --method importance --no-plots
    [ "$(column out/results.csv method)" = importance ]
    [ "$(column out/results.csv event)" = failure ]
    [ "$(column out/results.csv interval)" = fay-feuer ]
    [ "$(column out/results.csv status)" = complete ]
    awk -v low="$(column out/results.csv failure_low)" -v high="$(column out/results.csv failure_high)" \
        -v effective="$(column out/results.csv effective)" -v trials="$(column out/results.csv trials)" 'BEGIN {
        exit !(low < 1.001e-36 && high > 0.999e-36 && high / low < 1.01 && effective > 1000 &&
               effective < trials && trials >= 1000000) }'
    for name in n_both p_both success confidence_first messengers rounds rounds_p99; do
        [ -z "$(column out/results.csv $name)" ]
    done
}

@test "--event: success, or a counter, which counters.csv tells alone" {
    must run ack-chain:messages=100 --loss 0.5 --method importance --event success --no-plots
    [ "$(column out/results.csv event)" = success ]
    [ -z "$(column out/results.csv failure)" ]
    awk -v p="$(column out/results.csv success)" 'BEGIN { exit !(p > 0.8 * 2^-100 && p < 1.2 * 2^-100) }'
    must run bounded-retransmission --loss 0.02 --loss-back 0.01 --method importance \
        --event uncertain --trials 1e5 --no-plots --force
    [ "$(column out/counters.csv counter)" = uncertain ]
    [ -z "$(column out/counters.csv count)" ]
    awk -v p="$(column out/counters.csv mean)" 'BEGIN { exit !(p > 2.6e-5 && p < 2.7e-5) }'
}

@test "what needs many likely draws is found, too" {
    must run ack-chain:messages=200 --loss 0.1 --event success --method importance --trials 1e5 \
        --no-plots
    awk -v p="$(column out/results.csv success)" 'BEGIN {
        exit !(p > 0.98 * 0.9^200 && p < 1.02 * 0.9^200) }'
}

@test "what no number can hold is not told as impossible" {
    generals run always-attack:messengers=3,spacing=1 --loss 1e-108 --method importance \
        --trials 1e5 --no-plots
    [ "$status" -eq 4 ]
    [ "$(column out/results.csv status)" = too-small ]
    grep -q 'it is not 0' <<<"$stderr"
}

@test "auto: importance sampling where Monte Carlo sees less than 100" {
    must run always-attack --param messengers=1:6 --loss 0.1 --method auto --trials 1e5 --no-plots
    [ "$(column out/results.csv method | tr '\n' ' ')" = \
        "monte-carlo monte-carlo importance importance importance importance " ]
    # what never happens stays with Monte Carlo, which has an upper bound
    must run always-attack --loss 0 --method auto --trials 1e5 --no-plots --force
    [ "$(column out/results.csv method)" = monte-carlo ]
    awk -v high="$(column out/results.csv failure_high)" 'BEGIN { exit !(high > 0 && high < 1e-4) }'
}

@test "auto with a precision measures what is rare, and does not wait for it" {
    must run retransmit --param attempts=1:8 --loss 0.1 --method auto --precision 2% --no-plots
    [ "$(column out/results.csv status | sort -u)" = complete ]
    [ "$(column out/results.csv method | sort -u | tr '\n' ' ')" = "importance monte-carlo " ]
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        ($at["failure_high"] - $at["failure_low"]) / 2 > 0.0201 * $at["failure"] { exit 1 }' \
        out/results.csv
}

@test "the table says how well importance sampling agrees with exact" {
    must run retransmit --param attempts=4:6 --loss 0.1 --method exact,importance --trials 1e5 \
        --no-plots
    grep -q '^Sampling agrees with exact: over 3 points' <<<"$output"
    grep -q 'fay-feuer intervals; exact$' <<<"$output"
}

@test "what is never seen is a status, a sentence and exit code 4" {
    generals run always-attack --loss 0 --method importance --trials 1e4 --no-plots
    [ "$status" -eq 4 ]
    grep -q 'never saw the event' <<<"$stderr"
    [ "$(column out/results.csv status)" = unseen ]
    [ "$(column out/results.csv failure)" = 0 ]
    [ "$(column out/results.csv failure_high)" = 1 ]
}

@test "the same bytes by any number of threads, a precision included" {
    local args=(run retransmit:attempts=1:6 four-way-close --loss 0.05 --method auto --no-plots
        --force)
    must "${args[@]}" --trials 1e5 --threads 1
    mv out/results.csv one.csv
    must "${args[@]}" --trials 1e5 --threads 3
    cmp one.csv out/results.csv
    must "${args[@]}" --precision 5% --trials 1e7 --threads 1
    mv out/results.csv one.csv
    must "${args[@]}" --precision 5% --trials 1e7 --threads 3
    cmp one.csv out/results.csv
}

@test "a point does not change when others are added" {
    must run retransmit:attempts=6 --loss 0.05 --method importance --trials 1e5 --no-plots
    tail -n 1 out/results.csv >alone
    must run retransmit --param attempts=5:7 --loss 0.01,0.05 --method importance --trials 1e5 \
        --no-plots --force
    grep -qxFf alone out/results.csv
}

@test "charts draw what importance sampling found" {
    must run retransmit --param attempts=1:6 --loss 0.1 --method auto --trials 1e5
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        $at["attempts"] == 6 && $at["failure"] > 4e-5 && $at["failure"] < 5e-5 { found = 1 }
        END { exit !found }' out/persistence.csv
    grep -q "Clopper-Pearson or Fay-Feuer" out/persistence.gp
}

@test "--time ends a search for a tilt, too" {
    generals run bounded-retransmission:chunks=1000,retries=12 --loss 0.02 --method importance \
        --event uncertain --time 1 --no-plots
    [ "$status" -eq 4 ]
    [ "$(column out/results.csv status)" = timeout ]
    [ "$(column out/results.csv trials)" = 0 ]
    [ "$SECONDS" -lt 100 ]
}

@test "bad input" {
    refused "--event needs importance sampling" run retransmit --event failure
    refused "--event needs importance sampling" run retransmit --event success --method exact
    refused "'uncertain' is no event of it" run retransmit --method importance --event uncertain
    refused "'' is no event of it" run retransmit --method auto --event ''
    refused "auto stands alone" run retransmit --method auto,exact
    refused "auto stands alone" run retransmit --method exact,auto
    refused "'importance' is given twice" run retransmit --method importance,importance
    refused "too rare for exact methods and importance sampling" run always-attack:messengers=200 --loss 1e-5 \
        --method importance
}
