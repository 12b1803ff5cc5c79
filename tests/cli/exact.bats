# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2034,SC2154 # what helpers.bash uses, and leaves
# run --method: every history in place of, or beside, random trials.

load helpers

# exactly WORD...: runs them by the exact method, without charts; the results are in out.
exactly() {
    must run --no-plots --method exact "$@"
}

# value NAME: that column of the only row.
value() {
    column out/results.csv "$1"
}

# equals NAME TEXT
equals() {
    [ "$(value "$1")" = "$2" ] || fail "$1 is '$(value "$1")', not '$2'"
}

# holds CONDITION: in awk's words, with columns by their names, for every row; near(a, b): to 1e-12.
holds() {
    awk -F, '
        NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        function c(name) { if (!(name in at)) exit 3; return $at[name] }
        function near(a, b) { return a - b <= 1e-12 * b && b - a <= 1e-12 * b }
        { rows++; if (!('"$1"')) { print "row " NR ": " $0; exit 1 } }
        END { if (!rows) exit 2 }' out/results.csv || fail "expected $1"
}

@test "an exact row: probabilities without counts, intervals without width" {
    exactly await-reply --loss 0.25 --loss-back 0.5 --seed 7
    [ "$(wc -l <out/results.csv)" -eq 2 ]
    equals method exact
    equals seed 7
    equals trials 3 # histories: the order is lost, the answer is, both arrive
    local name
    for name in n_neither n_first_only n_second_only n_both; do equals "$name" ""; done
    equals p_neither 0.25
    equals p_first_only 0
    equals p_second_only 0.375
    equals p_both 0.375
    for name in '' _low _high; do
        equals "success$name" 0.375
        equals "failure$name" 0.375
        equals "confidence_first$name" 1
        equals "confidence_second$name" 0.5
        equals "messengers$name" 1.75
    done
    equals rounds 1.75
    equals rounds_p99 2
    equals interval exact
    equals confidence_level 1
    equals status complete
    [ "$(tail -n 1 out/results.csv | awk -F, '{ print NF }')" -eq 39 ]
    equals event ''
    equals effective ''
}

@test "a confidence whose condition never occurs is empty" {
    exactly await-reply --loss 1
    local name
    for name in confidence_first confidence_second; do
        equals "$name" ""
        equals "${name}_low" ""
        equals "${name}_high" ""
    done
    equals success 0
    equals failure 0
    equals p_neither 1
}

@test "the closed forms, for small and large loss rates" {
    exactly always-attack:messengers=1:9,spacing=1 --loss 1e-12,0.1,0.3,0.999
    holds 'near(c("failure"), c("loss") ^ substr(c("parameters"), 12, 1))'
    holds 'c("trials") == 2 ^ substr(c("parameters"), 12, 1)'
    exactly ack-chain:messages=1:40 --loss 1e-9,0.1,0.5
    holds 'split(c("parameters"), p, /[= ]/) &&
        near(c("failure"), (1 - c("loss")) ^ (p[2] - 1) * c("loss")) && c("trials") == p[2] + 1'
    exactly retransmit:attempts=9 --loss 0.17 --loss-back 0.29
    holds 'near(c("failure"), (1 - 0.83 * 0.71) ^ 9 - 0.17 ^ 9) && c("trials") == 1023'
}

@test "many trials would never see it" {
    exactly always-attack:messengers=30,spacing=1 --loss 1e-10
    equals trials 1073741824
    holds 'near(c("failure") / 1e-300, 1) && near(c("failure"), c("p_first_only"))'
    exactly retransmit:attempts=15 --loss 1e-20
    holds 'near(c("p_neither") / 1e-300, 1)'
    exactly ack-chain:messages=1000 --loss 1e-9
    equals trials 1001
}

@test "both methods: a row of each for every point" {
    must run --no-plots --method monte-carlo,exact ack-chain retransmit --loss 0.1,0.3 --trials 50000
    [ "$(column out/results.csv method | tr '\n' ' ')" = \
        "monte-carlo exact monte-carlo exact monte-carlo exact monte-carlo exact " ]
    holds 'c("method") != "exact" ||
        (c("trials") < 20 && c("n_both") == "" && c("interval") == "exact")'
    holds 'c("method") != "monte-carlo" ||
        (c("trials") == 50000 && c("n_both") > 0 && c("interval") == "clopper-pearson")'
    # The same, in the other order, and each row as if it were alone.
    cp out/results.csv both.csv
    must run --no-plots --method exact,monte-carlo ack-chain retransmit --loss 0.1,0.3 --trials 50000
    same out/results.csv both.csv
    must run --no-plots ack-chain retransmit --loss 0.1,0.3 --trials 50000
    grep -v ,exact, both.csv >monte-carlo.csv
    same out/results.csv monte-carlo.csv
    exactly ack-chain retransmit --loss 0.1,0.3
    grep -v ,monte-carlo, both.csv >exact.csv
    same out/results.csv exact.csv
}

@test "neither trials nor intervals nor their level matter to exact rows" {
    exactly ack-chain retransmit --loss 0.1,0.3
    cp out/results.csv plain.csv
    exactly ack-chain retransmit --loss 0.1,0.3 --trials 1
    same out/results.csv plain.csv
    exactly ack-chain retransmit --loss 0.1,0.3 --interval wilson --confidence-level 0.5
    same out/results.csv plain.csv
}

@test "any number of threads gives the same results.csv" {
    local threads
    for threads in 1 2 3; do
        must run --no-plots --method monte-carlo,exact --threads "$threads" -o "$threads" \
            --trials 200000 --loss 0.1,0.9 --loss-back 0.3 \
            retransmit:attempts=3,14,16 ack-chain:messages=40 always-attack:messengers=20,spacing=1
    done
    same 1/results.csv 2/results.csv
    same 1/results.csv 3/results.csv
}

@test "an exact row does not change when points and strategies are added" {
    must run retransmit:attempts=14 --method exact --loss 0.3 --no-plots -o alone
    must run ack-chain:messages=1:9 always-attack retransmit:attempts=1:14 --trials 1000 \
        --method exact,monte-carlo --loss 0.1,0.2,0.3,0.30000000000000004 --no-plots -o among
    tail -n 1 alone/results.csv >row
    [ "$(grep -cxFf row among/results.csv)" -eq 1 ] || fail "not found: $(cat row)"
}

@test "the table says how well the methods agree" {
    must run --no-plots --method monte-carlo,exact ack-chain await-reply --loss 0.1,0.3 --trials 1e6
    [ "$(grep -c '^Monte Carlo agrees with exact: over 4 points the smallest p-value is ' <<<"$output")" -eq 1 ]
    [[ $output == *"; by chance alone, one as small is found in "*" % of such runs"* ]]
    [[ $output == *"trials per point; 95 % clopper-pearson intervals; exact"* ]]
    [ "$(grep -cE '^ +[0-9 ]+ 0\.[13] +(monte-carlo|exact) ' <<<"$output")" -eq 8 ]
    [[ $output == *p-value* ]]
    # A p-value for each Monte Carlo point; none for an exact one.
    [ "$(grep -cE ' exact .*general' <<<"$output")" -eq 4 ]
    [[ $stderr == *"8 points, 4e+06 trials and 14 histories in "* ]]
}

@test "one method alone has nothing to agree with" {
    exactly ack-chain
    [[ $output != *p-value* && $output != *"Monte Carlo"* ]]
    [[ $output == "two-generals, ack-chain; exact"* ]]
    [[ $stderr == *"points, 4 histories in "* ]]
    must run --no-plots ack-chain --trials 1000
    [[ $output != *p-value* && $output != *exact* ]]
}

@test "--method: what is not a list of methods" {
    refused "--method: 'magic' is not monte-carlo, exact or importance" run always-attack --method magic
    refused "--method: 'Exact' is not monte-carlo, exact or importance" run always-attack --method Exact
    refused "--method: 'exac' is not monte-carlo, exact or importance" run always-attack --method exac
    refused "--method: 'exactly' is not monte-carlo, exact or importance" run always-attack --method exactly
    refused "--method: ' exact' is not monte-carlo, exact or importance" \
        run always-attack --method 'monte-carlo, exact'
    refused "--method: '' is not monte-carlo, exact or importance" run always-attack --method ''
    refused "--method: '' is not monte-carlo, exact or importance" run always-attack --method exact,
    refused "--method: '' is not monte-carlo, exact or importance" run always-attack --method ,exact
    refused "--method: '' is not monte-carlo, exact or importance" run always-attack --method monte-carlo,,exact
    refused "--method: 'exact' is given twice" run always-attack --method exact,exact
    refused "--method: 'monte-carlo' is given twice" \
        run always-attack --method monte-carlo,exact,monte-carlo
}

@test "too many histories are refused at once" {
    local limit="at most 2^36 can be enumerated; choose smaller parameters or another method"
    patience=20
    refused "strategy 'always-attack' has about 1.4e+11 histories with these parameters, and $limit" \
        run always-attack:messengers=37,spacing=1 --method exact
    refused "strategy 'retransmit' has more than 10^12 histories with these parameters, and $limit" \
        run retransmit:attempts=200 --method exact
    refused "$limit" run always-attack ack-chain retransmit:attempts=1,200 --method monte-carlo,exact
    refused "$limit" run always-attack:messengers=100000,spacing=1 --method exact
    exactly always-attack:messengers=100000 --loss 0.9999 # one draw
    equals trials 2
    exactly always-attack:messengers=1000,spacing=1 --loss 0,1 # none
    holds 'c("trials") == 1'
}

@test "an exact point is a point of the million" {
    refused "at most 1000000 are possible in one run" \
        run always-attack --param messengers=1:600 --loss 0.001:0.001:1 --method monte-carlo,exact
}

@test "a probability that no number holds is not shown as 0, nor what lacks it to 1 as 1" {
    generals run --no-plots --method exact retransmit:attempts=20 --loss 1e-20
    [ "$status" -eq 4 ] || fail "expected exit code 4"
    [[ $output == *" <1e-307 "*" 1-<1e-307 "*" <1e-307  general 2 1-<1e-307"* ]] || fail "expected no 0 and no 1"
    [[ $stderr == *"1 of 1 points have a probability below 1e-307"* ]] || fail "expected a remark"
    equals status too-small
    equals failure 0
    equals failure_low 0
    equals failure_high 1e-307
    must check 'failure > 0' retransmit:attempts=20 --loss 1e-20
    must check 'failure < 1e-300 and confidence_second < 1' retransmit:attempts=20 --loss 1e-20
    must run --no-plots --method exact retransmit:attempts=20 --loss 0 -o none
    [ "$(column none/results.csv status)" = complete ]
    [ "$(column none/results.csv failure_high)" = 0 ]
}
