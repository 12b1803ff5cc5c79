# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# `generals check`: the answer is the exit code, what it says is why.

load helpers

# answers CODE FIRST_LINE WORD...
answers() {
    local code=$1 line=$2
    shift 2
    generals check "$@"
    [ "$status" -eq "$code" ] || fail "expected exit code $code"
    [ "${lines[0]}" = "$line" ] || fail "expected '$line'"
}

# says TEXT...: on stdout.
says() {
    local text
    for text; do [[ $output == *"$text"* ]] || fail "expected '$text'"; done
}

# wrong CONDITION COLUMN TEXT: refused, with the caret in the column, from 0.
wrong() {
    local condition=$1 column=$2 text=$3
    generals check "$condition" refund
    [ "$status" -eq 2 ] || fail "expected exit code 2"
    [ -z "$output" ] || fail "expected nothing on stdout"
    [ "${stderr_lines[0]%%"$text"*}" = "generals: error: condition: " ] || fail "expected '$text'"
    [ "${stderr_lines[1]}" = "  $condition" ] || fail "expected the condition"
    [ "${stderr_lines[2]}" = "$(printf '%*s^' $((column + 2)) '')" ] || fail "expected the caret"
    [ "${#stderr_lines[@]}" -eq 3 ] || fail "expected three lines"
}

@test "exact: holds, and does not" {
    answers 0 "HOLDS: failure < 1e-6" 'failure < 1e-6' await-payment:attempts=8 --loss 0.02
    says "failure is 6.021699629e-12, exactly: it is below 1e-06" "every history: 511"
    answers 3 "DOES NOT HOLD: failure > 1e-6" 'failure > 1e-6' await-payment:attempts=8 --loss 0.02
    says "failure > 1e-06 does not hold: failure is 6.021699629e-12, exactly"
    [[ $stderr == "generals: "*" s" ]] || fail "expected the time on stderr"
}

@test "exact: every clause must hold" {
    answers 0 "HOLDS: success > 99.99% and messengers < 2.4 and rounds_p99 < 4" \
        'success > 99.99% and messengers < 2.4 and rounds_p99 < 4' retransmit:attempts=6
    says "success is 1-4.7045881e-05" "messengers is 2.345568658" "rounds_p99 is 3, exactly"
    answers 3 "DOES NOT HOLD: success > 0.9 and rounds_p99 < 3" \
        'success > 0.9 and rounds_p99 < 3' retransmit:attempts=6
    says "success > 0.9 holds" "rounds_p99 < 3 does not hold"
}

@test "exact: what is the limit is neither below nor above it" {
    local condition
    for condition in 'failure < 0.1' 'failure > 0.1' 'success < 90%' 'success > 0.9' \
        'messengers < 1' 'messengers > 1' 'confidence_first > 0.9' 'rounds_p99 < 1'; do
        answers 3 "DOES NOT HOLD: $condition" "$condition" always-attack
        says "neither below nor above"
    done
}

@test "exact: the confidence of somebody who never acts is no number" {
    answers 3 "DOES NOT HOLD: confidence_second > 0.5" 'confidence_second > 0.5' always-attack --loss 1
    says "not defined: it never happens that army 2 attacks"
}

@test "sequential: holds, and does not, for each quantity" {
    local sampled=(--method monte-carlo --loss 0.3) condition
    for condition in 'success > 0.5' 'failure < 0.3' 'confidence_first > 70%' \
        'confidence_second > 0.99' 'messengers < 8' 'rounds_p99 > 2' 'refunds < 0.5' \
        'unsettled > 1e-3'; do
        answers 0 "HOLDS: $condition" "$condition" refund "${sampled[@]}"
        says "all of the interval is" "the probability of a wrong answer is at most 5 %"
        case $condition in
        *'<'*) condition=${condition/</>} ;;
        *) condition=${condition/>/<} ;;
        esac
        answers 3 "DOES NOT HOLD: $condition" "$condition" refund "${sampled[@]}"
    done
}

@test "sequential: more histories than are gone through" {
    answers 3 "DOES NOT HOLD: uncertain < 1e-9" 'uncertain < 1e-9' \
        bounded-retransmission:chunks=64 --loss 0.02
    says "1 look, seed 1"
}

@test "sequential: in the region of indifference there is an answer, too" {
    generals check 'failure < 0.1' always-attack --method monte-carlo
    says "the interval holds 0.1, but is all " "near enough (--within)"
    [ "$status" -eq 0 ] || [ "$status" -eq 3 ] || fail "expected an answer"
    answers 4 "UNDECIDED: failure < 0.1" 'failure < 0.1' always-attack --method monte-carlo \
        --within 0% --trials 1e7
    says "it may have no more (--trials)"
}

@test "sequential: undecided within the caps" {
    answers 4 "UNDECIDED: failure < 1e-7" 'failure < 1e-7' always-attack:messengers=7 \
        --method monte-carlo --trials 1e8
    says "100000000 trials, 8 looks, seed 1: it may have no more (--trials)"
    answers 4 "UNDECIDED: failure < 1e-10" 'failure < 1e-10' always-attack:messengers=10 \
        --method monte-carlo --trials 1e15 --time 1s
    says "time was up (--time)"
    answers 4 "UNDECIDED: confidence_second > 0.5" 'confidence_second > 0.5' always-attack --loss 1 \
        --method monte-carlo --trials 1e5
    says "confidence_second is not known"
}

@test "sequential: no time, no trial, no answer" {
    answers 4 "UNDECIDED: failure < 0.5" 'failure < 0.5' always-attack --method monte-carlo \
        --trials 1e15 --time 1e-9
    says "0 trials"
    [[ $output != *nan* ]] || fail "did not expect NaN"
}

# The fewer trials, the more looks: three need some.
@test "the same bytes for any number of threads" {
    local threads condition='failure < 1e-6 and messengers < 6.1'
    for threads in 1 2 7; do
        answers 0 "HOLDS: $condition" "$condition" always-attack:messengers=6 --loss 0.097 \
            --method monte-carlo --threads "$threads" --seed 7
        printf '%s\n' "$output" >"$threads"
    done
    says " looks, seed 7"
    same 1 2
    same 1 7
}

@test "the level and the region are what was asked for" {
    answers 0 "HOLDS: failure < 0.2" 'failure < 0.2' always-attack --method monte-carlo \
        --confidence-level 0.999 --within 5%
    says "a wrong answer is at most 0.1 %, unless the truth is within 5 % of a limit"
    answers 0 "HOLDS: failure < 0.2" 'failure < 0.2' always-attack --method monte-carlo --within 0%
    says "a wrong answer is at most 5 %"
    [[ $output != *unless* ]] || fail "expected no exception"
}

@test "loss back and bursts" {
    answers 0 "HOLDS: failure < 0.3" 'failure < 0.3' await-reply --loss 0.1 --loss-back 0.2
    says "loss 0.1, loss back 0.2"
    answers 0 "HOLDS: failure > 0.01" 'failure > 0.01' always-attack:messengers=5 \
        --channel burst:length=8 --param spacing=1
    says "burst length=8 capture=1 leak=0"
}

@test "--quiet says nothing but the answer" {
    answers 0 "HOLDS: failure < 0.5" 'failure < 0.5' always-attack -q
    [ -z "$stderr" ] || fail "expected nothing on stderr"
    [ -z "$(snapshot)" ] || fail "expected no file"
}

@test "a condition that is none: a caret under the place" {
    wrong 'failure = 1e-6' 8 "expected < or > after 'failure'"
    wrong 'failure < 1e-6 and sucess > 0.5' 19 "unknown quantity 'sucess'; did you mean 'success'?"
    wrong 'unsetled < 0.1' 0 "unknown quantity 'unsetled'; did you mean 'unsettled'? (refund has"
    wrong 'failure < 1e-6 & success > 0.5' 15 'expected `and`, or the end'
    wrong 'failure < 2' 10 "failure is a probability: expected a limit from 0 to 1"
    wrong 'é < 1' 0 "expected a quantity"
    wrong 'failure < é' 10 "'é' is not a number"
}

@test "other bad words" {
    refused "check: expected a condition, quoted, and one strategy" check
    refused "check: expected a condition, quoted, and one strategy" check 'failure < 0.1'
    refused "one strategy, got 3 words" check 'failure < 0.1' always-attack ack-chain
    refused "one strategy, got 4 words" check failure '<' 0.1 always-attack
    refused "got 2 points" check 'failure < 0.1' always-attack --loss 0.1,0.2
    refused "got 3 points" check 'failure < 0.1' always-attack:messengers=1:3
    refused "unknown strategy 'alway-attack'; did you mean" check 'failure < 0.1' alway-attack
    refused "unknown option '--precision'" check 'failure < 0.1' always-attack --precision 1%
    refused "--method: 'exat' is not monte-carlo or exact" check 'failure < 0.1' always-attack \
        --method exat
    refused "--method: 'importance' is not" check 'failure < 0.1' always-attack --method importance
    refused "--method: 'exact,monte-carlo' is not" check 'failure < 0.1' always-attack \
        --method exact,monte-carlo
    refused "at most 2^36 can be enumerated" check 'failure < 0.1' always-attack:messengers=60,spacing=1 \
        --method exact
    refused "--trials: '0' is not" check 'failure < 0.1' always-attack --trials 0
    refused "--time: '0' is not a time" check 'failure < 0.1' always-attack --time 0
    local bad
    for bad in 0 1 nan 95% ''; do
        refused "--confidence-level: '$bad' is not" check 'failure < 0.1' always-attack \
            --confidence-level "$bad"
    done
    refused "is above 1 - 1e-9" check 'failure < 0.1' always-attack --confidence-level 0.9999999999
    for bad in 0.1 10 100% -1% % 1%% nan% ''; do
        refused "--within: '$bad' is not a share" check 'failure < 0.1' always-attack --within "$bad"
    done
}

@test "the help of check teaches" {
    must check --help
    says "usage: generals check CONDITION STRATEGY" "rounds_p99" "--within SHARE%" "Examples:" \
        "3 it does not hold; 4 undecided"
}
