# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What stands in results.csv and manifest.json.

load helpers

header=problem,strategy,parameters,channel,loss,loss_back,method,seed,trials
header+=,n_neither,n_first_only,n_second_only,n_both
header+=,p_neither,p_first_only,p_second_only,p_both
header+=,success,success_low,success_high,failure,failure_low,failure_high
header+=,confidence_first,confidence_first_low,confidence_first_high
header+=,confidence_second,confidence_second_low,confidence_second_high
header+=,messengers,messengers_low,messengers_high,rounds,rounds_p99
header+=,interval,confidence_level,status,event,effective

# measured WORD...: runs them with a few trials and without charts; the results are in out.
measured() {
    rm -rf out
    must run --no-plots "$@"
}

# value NAME: that column of the only row.
value() {
    column out/results.csv "$1"
}

# equals NAME TEXT
equals() {
    [ "$(value "$1")" = "$2" ] || fail "$1 is '$(value "$1")', not '$2'"
}

# holds CONDITION: in awk's words, with columns by their names, for every row.
holds() {
    awk -F, -v OFMT=%.17g -v CONVFMT=%.17g '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        function c(name) { if (!(name in at)) exit 3; return $at[name] }
        { rows++; if (!('"$1"')) { print "row " NR ": " $0; exit 1 } }
        END { if (!rows) exit 2 }' out/results.csv || fail "expected $1"
}

@test "the header line, and fields of every row" {
    measured always-attack:messengers=2,spacing=3 --trials 1000 --loss 0.25 --loss-back 0.125 --seed 7
    [ "$(head -n 1 out/results.csv)" = "$header" ]
    [ "$(wc -l <out/results.csv)" -eq 2 ]
    [ "$(tail -c 1 out/results.csv | od -An -c | tr -d ' ')" = '\n' ]
    run ! grep -q $'\r' out/results.csv
    equals problem two-generals
    equals strategy always-attack
    equals parameters "messengers=2 spacing=3"
    equals channel memoryless
    equals loss 0.25
    equals loss_back 0.125
    equals method monte-carlo
    equals seed 7
    equals trials 1000
    equals messengers 2
    equals rounds 4
    equals rounds_p99 4
    equals interval clopper-pearson
    equals confidence_level 0.95
    equals status complete
}

@test "defaults are written out, and --loss-back is --loss unless given" {
    measured ack-chain --trials 10
    equals parameters "messages=3 messengers=1"
    equals loss 0.1
    equals loss_back 0.1
    equals seed 1
    measured ack-chain --trials 10 --loss 0.5
    equals loss_back 0.5
}

@test "as many trials as asked, without --trials 10 million" {
    local trials
    for trials in 1 2 63 64 65 100 511 512 513 1000 99999 1e6 2.5e3; do
        measured ack-chain --loss 0.3 --trials "$trials"
        holds "c(\"trials\") == $trials"
        holds 'c("n_neither") + c("n_first_only") + c("n_second_only") + c("n_both") == c("trials")'
    done
    measured await-reply
    equals trials 10000000
    holds 'c("n_neither") + c("n_first_only") + c("n_second_only") + c("n_both") == 10000000'
}

@test "probabilities are counts by trials, and lie in their intervals" {
    measured always-attack await-reply ack-chain retransmit --loss 0:0.125:1 --loss-back 0,0.3 \
        --trials 997
    local cell
    for cell in neither first_only second_only both; do
        holds "c(\"p_$cell\") + 0 == c(\"n_$cell\") / c(\"trials\")"
    done
    holds 'c("success") + 0 == c("n_both") / c("trials")'
    holds 'c("failure") + 0 == (c("n_first_only") + c("n_second_only")) / c("trials")'
    for cell in success failure confidence_first confidence_second messengers; do
        holds "c(\"$cell\") == \"\" || (c(\"${cell}_low\") <= c(\"$cell\") && c(\"$cell\") <= c(\"${cell}_high\"))"
    done
    for cell in success failure confidence_first confidence_second; do
        holds "c(\"$cell\") == \"\" || (0 <= c(\"${cell}_low\") && c(\"${cell}_low\") < c(\"${cell}_high\") && c(\"${cell}_high\") <= 1)"
    done
}

@test "no failure is an upper bound, not a certainty" {
    measured always-attack --loss 0 --trials 1000
    equals failure 0
    equals failure_low 0
    holds 'c("failure_high") > 0.003 && c("failure_high") < 0.004' # 1 - 0.025^(1/1000) = 0.00368
    equals success 1
    equals success_high 1
    holds 'c("success_low") < 1'
}

@test "a confidence whose condition never occurred is empty" {
    measured await-reply --loss 1 --trials 100 # nobody ever attacks
    local name
    for name in confidence_first confidence_second; do
        equals "$name" ""
        equals "${name}_low" ""
        equals "${name}_high" ""
    done
    measured await-reply --loss 0 --loss-back 1 --trials 100 # general 2 attacks, alone
    equals confidence_first ""
    equals confidence_second 0
    equals confidence_second_low 0
    holds 'c("confidence_second_high") > 0'
}

@test "--interval and --confidence-level" {
    local kind level
    for kind in clopper-pearson wilson jeffreys; do
        measured always-attack --trials 1000 --interval "$kind"
        equals interval "$kind"
        value failure_high >>highs
    done
    [ "$(sort -u highs | wc -l)" -eq 3 ]
    for level in 0.5 0.9 0.99 0.999999; do
        measured always-attack --trials 1000 --confidence-level "$level"
        equals confidence_level "$level"
        value failure_high >>widths
    done
    sort -cgu widths # a higher level, a wider interval
}

@test "rows in canonical order: problem, strategy, parameters and loss rates as numbers" {
    measured retransmit always-attack:messengers=10,2,1 ack-chain --loss 0.3,0.05 --loss-back 1,0.2 \
        --trials 10
    awk -F, -v OFS=, 'NR > 1 { print $2, $3, $5, $6 }' out/results.csv >rows
    cat >expected <<'END'
ack-chain,messages=3 messengers=1,0.05,0.2
ack-chain,messages=3 messengers=1,0.05,1
ack-chain,messages=3 messengers=1,0.3,0.2
ack-chain,messages=3 messengers=1,0.3,1
always-attack,messengers=1 spacing=0,0.05,0.2
always-attack,messengers=1 spacing=0,0.05,1
always-attack,messengers=1 spacing=0,0.3,0.2
always-attack,messengers=1 spacing=0,0.3,1
always-attack,messengers=2 spacing=0,0.05,0.2
always-attack,messengers=2 spacing=0,0.05,1
always-attack,messengers=2 spacing=0,0.3,0.2
always-attack,messengers=2 spacing=0,0.3,1
always-attack,messengers=10 spacing=0,0.05,0.2
always-attack,messengers=10 spacing=0,0.05,1
always-attack,messengers=10 spacing=0,0.3,0.2
always-attack,messengers=10 spacing=0,0.3,1
retransmit,attempts=3 spacing=1,0.05,0.2
retransmit,attempts=3 spacing=1,0.05,1
retransmit,attempts=3 spacing=1,0.3,0.2
retransmit,attempts=3 spacing=1,0.3,1
END
    diff expected rows
}

@test "a point that is given twice is one row" {
    measured always-attack always-attack:messengers=1,1 always-attack:spacing=0 \
        --loss 0.1,0.1,0.10,1e-1,0.1:0.1:0.1 --trials 10
    [ "$(wc -l <out/results.csv)" -eq 2 ]
    measured always-attack --loss -0,0,0.0 --trials 10
    [ "$(wc -l <out/results.csv)" -eq 2 ]
    equals loss 0
}

@test "a parameter of -0 is 0" {
    measured always-attack:spacing=0 --trials 1000 --loss 0.3
    cp out/results.csv zero.csv
    measured always-attack:spacing=-0 --trials 1000 --loss 0.3
    same out/results.csv zero.csv
}

@test "--param is for the strategies that have it" {
    measured always-attack await-reply --param spacing=2 --param messengers=2,3 --trials 10
    [ "$(column out/results.csv parameters | tr '\n' ';')" = \
        "messengers=2 spacing=2;messengers=3 spacing=2;messengers=2;messengers=3;" ]
}

@test "numbers are decimals that read back" {
    measured always-attack await-reply ack-chain retransmit --loss log:1e-9:1:7 --trials 1e5
    awk -F, 'NR > 1 { for (i = 5; i <= NF; i++) if (i != 7 && i != 35 && i != 37) print $i }' \
        out/results.csv | grep -v '^$' >numbers
    run ! grep -vE '^-?[0-9]+(\.[0-9]+)?(e[-+][0-9]+)?$' numbers
    # The loss rates, typed again, are the same points with the same results.
    cp out/results.csv first.csv
    measured always-attack await-reply ack-chain retransmit --trials 1e5 \
        --loss "$(column out/results.csv loss | sort -u | paste -sd,)"
    same first.csv out/results.csv
    # 0.1 + 0.2 is not 0.3, and both are written as they are.
    measured always-attack --loss 0.30000000000000004,0:0.1:0.3 --trials 10
    [ "$(value loss | paste -sd,)" = 0,0.1,0.2,0.3,0.30000000000000004 ]
}

@test "manifest.json tells where the results come from" {
    local number
    must run always-attack --seed 18446744073709551615 --trials 1e4 --threads 3 --no-plots -o 'a "b"'
    mv 'a "b"' out
    grep -q '"seed": "18446744073709551615"' out/manifest.json # a number of JSON may lose digits
    grep -q '"trials": 10000' out/manifest.json
    grep -q '"points": 1' out/manifest.json
    grep -q '"threads": 3' out/manifest.json
    grep -qE '"stream_version": [0-9]+' out/manifest.json
    grep -qE '"version": "[0-9]+\.[0-9]+\.[0-9]+"' out/manifest.json
    grep -qE '"git": ".+"' out/manifest.json
    grep -qE '"compiler": "(gcc|clang) .+"' out/manifest.json
    grep -qE '"host": ".*"' out/manifest.json
    grep -qE '"date": "[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}:[0-9]{2}Z"' out/manifest.json
    number=$(grep -oE '"seconds": [0-9.e+-]+' out/manifest.json)
    [ -n "$number" ]
    # The command line, word by word.
    tr -d '\n' <out/manifest.json |
        grep -qF '"run",    "always-attack",    "--seed",    "18446744073709551615",    "--trials"'
    grep -qF '"a \"b\""' out/manifest.json
    rm out/ledger # else that says whose the folder is
    must run always-attack --seed 18446744073709551615 --trials 10 --no-plots # reads it: well-formed
}

@test "the table on stdout has a line for every point" {
    measured always-attack await-reply --loss 0.1,0.2,0.4 --trials 1000
    [ "$(grep -cE '^ +1 .*0\.[124] ' <<<"$output")" -eq 6 ]
    [[ $output == *"always-attack"*"await-reply"* ]]
}
