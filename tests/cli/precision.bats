# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Runs that stop when they know enough, or when time is up.

load helpers

points=(always-attack ack-chain retransmit refund --loss '0,0.01,0.3' --no-plots)

@test "--precision: precise points are complete, the others have all trials" {
    undecided run "${points[@]}" --precision 2% --trials 2e7
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { width = ($at["failure_high"] - $at["failure_low"]) / 2
          precise = width <= 0.02 * $at["failure"]
          if ($at["status"] == "complete" ? !precise : precise || $at["trials"] != 20000000) exit 1
          if ($at["interval"] != "clopper-pearson-sequential" || $at["confidence_level"] != 0.95) exit 1
          count[$at["status"]]++ }
        END { exit !(count["complete"] > 4 && count["imprecise"] > 3 && length(count) == 2) }
    ' out/results.csv || fail "$(cat out/results.csv)"
    [[ $stderr == *" of 12 points did not get as precise as asked"* ]] || fail "expected a remark"
    [[ $output == *"failure to +- 2%, at most 20000000 trials per point"* ]] || fail "heading"
    [[ $output == *"  imprecise  "* ]] || fail "expected the status in the table"
    grep -q '"precision": "2%"' out/manifest.json
    grep -q '"interval": "clopper-pearson-sequential"' out/manifest.json
}

@test "--precision: all reached is exit code 0, and no status in the table" {
    must run always-attack --loss 0.1,0.3 --precision 1e-3 --no-plots
    [[ $output != *status* ]] || fail "did not expect a status"
    [[ $output == *trials* ]] || fail "expected the trials"
    grep -q '"precision": "0.001"' out/manifest.json
    [ "$(column out/results.csv status | sort -u)" = complete ]
}

@test "--precision: the same bytes for any number of threads" {
    local threads
    for threads in 1 2 7; do
        undecided run "${points[@]}" --precision 2% --trials 2e7 --threads "$threads" -o "$threads"
    done
    for threads in 2 7; do
        same 1/results.csv "$threads/results.csv"
        same 1/counters.csv "$threads/counters.csv"
    done
}

@test "--precision: a row does not change when others are added" {
    must run retransmit --loss 0.3 --precision 1% --no-plots -o alone
    must run retransmit ack-chain --loss 0.3,0.1 --precision 1% --no-plots -o among
    tail -n 1 alone/results.csv >row
    grep -qxFf row among/results.csv || fail "not found: $(cat row)"
}

@test "--precision: absurdly small runs all trials" {
    undecided run always-attack --precision 1e-300 --trials 100000 --no-plots
    [ "$(column out/results.csv trials)" = 100000 ]
    [ "$(column out/results.csv status)" = imprecise ]
}

@test "--precision: exact points are what they were" {
    undecided run always-attack --loss 0,0.1 --method monte-carlo,exact --precision 10% --trials 1e6 --no-plots
    [ "$(column out/results.csv method | tr '\n' ' ')" = "monte-carlo exact monte-carlo exact " ]
    [ "$(column out/results.csv status | tr '\n' ' ')" = "imprecise complete complete complete " ]
    [ "$(column out/results.csv interval | tr '\n' ' ')" = \
        "clopper-pearson-sequential exact clopper-pearson-sequential exact " ]
}

@test "--precision: charts say which points are unfinished, and how intervals were made" {
    undecided run always-attack --param messengers=1:4 --loss 0.1 --precision 5% --trials 1e6
    grep -qx "interval_text = '95 % Sequential Clopper-Pearson intervals'" out/confidence.gp
    grep -qx "incomplete = 2" out/confidence.gp
    grep -q unfinished out/confidence.svg || fail "expected it in the picture"
    generals plot out
    [ "$status" -eq 0 ] || fail "expected success"
}

@test "--time: stops within it, each point with what it has" {
    local before=$SECONDS
    undecided run always-attack ack-chain --loss 0.1,0.3 --trials 1e15 --time 1s --no-plots
    [ $((SECONDS - before)) -lt 20 ] || fail "it took too long"
    [ "$(column out/results.csv status | sort -u)" = timeout ]
    [ "$(column out/results.csv interval | sort -u)" = clopper-pearson ]
    column out/results.csv trials | awk '$1 < 65536 || $1 > 1e14 { exit 1 }' || fail "trials"
    [[ $stderr == *"4 of 4 points were not finished when time was up"* ]] || fail "expected a remark"
    grep -q '"time": 1.0' out/manifest.json
}

@test "--time: enough of it changes nothing" {
    must run always-attack ack-chain refund --loss 0.1,0.3 --trials 3000001 --no-plots -o plain
    must run always-attack ack-chain refund --loss 0.1,0.3 --trials 3000001 --time 1h --no-plots -o timed
    same plain/results.csv timed/results.csv
    same plain/counters.csv timed/counters.csv
}

# A millisecond is over before the first block: rows without numbers, which can be drawn again.
@test "--time: points without any trial have rows all the same" {
    undecided run refund always-attack:messengers=1:3 --loss 0.3 --trials 1e15 --time 1e-9
    [ "$(column out/results.csv trials | sort -u)" = 0 ]
    [ "$(column out/results.csv failure_high | sort -u)" = "" ]
    [ "$(column out/results.csv rounds_p99 | sort -u)" = "" ]
    ! grep -i nan out/results.csv out/counters.csv || fail "did not expect NaN"
    [[ $output != *nan* ]] || fail "did not expect NaN"
    generals plot out
    [ "$status" -eq 0 ] || fail "expected success"
}

@test "bad precisions and times are refused" {
    local bad
    for bad in 0 -1 1%% nan inf 100% 0% -5% 0.5 % 1e-400 '1 %' '' 1%x 1%,2%; do
        refused "--precision: '$bad' is neither" run always-attack --precision "$bad"
    done
    for bad in 0 -1 nan 1d 5ms 1e10 s '' 1h30m '5 s' 0x5; do
        refused "--time: '$bad' is not a time" run always-attack --time "$bad"
    done
    refused "--confidence-level: '0.9999999999' is above" run always-attack --precision 1% \
        --confidence-level 0.9999999999
}
