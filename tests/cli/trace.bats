# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034,SC2154 # a shell inside expands what stands in single quotes;
# what helpers.bash uses, and leaves
# trace: one trial, told round by round; the first that fails; its picture.

load helpers

# holds TEXT...: the page has a line with each.
holds() {
    local text
    for text; do [[ $output == *"$text"* ]] || fail "expected '$text' on the page"; done
}

lacks() {
    local text
    for text; do [[ $output != *"$text"* ]] || fail "did not expect '$text' on the page"; done
}

strategies() {
    "$GENERALS" list | awk '/^  [a-z]/ { print $1 }'
}

# failures WORD...: how many trials of a run fail.
failures() {
    must run "$@" --quiet --no-plots --force -o counted
    awk -F, -v OFS=, '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == "n_first_only") at = i; next }
        { print $at + $(at + 1) }' counted/results.csv
}

# the_trial: which trial the page is about.
the_trial() {
    sed -n 's/^.*, trial \([0-9]*\).*/\1/p' <<<"$output" | head -n 1
}

# --- the page -----------------------------------------------------------------------------------

@test "the page of a trial of await-reply that fails" {
    cat >expected <<'END'
await-reply:messengers=1
general 1 attacks only if an answer to his order arrives
at loss 0.1, seed 1, trial 20
the first trial from 0 on that fails

WHAT HAPPENED
           general 1                            general 2
    round    1  |---------------- order ---------------->|
    round    2  |        X------------ reply ------------| captured by the city

WHAT EACH SAW AND DID
  general 1 saw: round 2: no reply
    army 1 attacks: no
    it cannot know whether army 2 attacks: probability 0.4736842
  general 2 saw: round 1: order
    army 2 attacks: yes
    it cannot know whether army 1 attacks: probability 0.9

HOW IT ENDED
  => army 2 defeated: failure
  2 messengers were sent, the last in round 2
  a trial goes exactly this way with probability 0.09
END
    must trace await-reply --failure
    [ -z "$stderr" ] || fail "expected silence on stderr"
    [ "$output" = "$(cat expected)" ] || fail "$(diff expected - <<<"$output")"
    [ -z "$(ls --ignore=expected)" ] || fail "expected no files"
    must trace await-reply --trial 20
    [ "$output" = "$(sed '/^the first trial/d' expected)" ] || fail "expected the same page"
}

@test "what did not happen is not told; rounds of silence are" {
    must trace await-reply --loss 1
    holds "|------------ order ------------X        | captured by the city" \
        "    round    2  |            nothing is sent             |" \
        "it can rule out that army 2 attacks" "=> nothing happens: nothing" \
        "1 messenger was sent, the last in round 1" "this way with probability 1"
    lacks "reply --" "2 messengers"
    must trace retransmit:attempts=10 --loss 0
    holds "   rounds 2-10  |            nothing is sent             |" "it knows that army 2 attacks" \
        "general 2 saw: round 1: order" "=> city captured: success"
    lacks "no order"
    must trace always-attack:messengers=3 --loss 0
    holds "|--------- order, 3 messengers --------->| at least one arrives"
    must trace always-attack:messengers=3 --loss 1
    holds "|----- order, 3 messengers -----X        | all of them captured" \
        "general 1 saw: nothing can reach it"
}

@test "coins, counters, bursts" {
    must trace random-attack --trial 5
    holds "* coin, heads 0.3333: tails" "general 1 saw: round 1: coin 1 fell tails"
    must trace reconcile:stock_out=0.4 --loss 0.3 --loss-back 0.5 --failure
    holds "refunds: 0" "apologies: 0" "unsettled: 1" "=> customer charged for nothing: failure" \
        "the shop saw: " "the payment was kept: yes"
    must trace retransmit --channel burst:length=4,capture=0.9 --loss 0.3 --failure
    holds "channel burst length=4 capture=0.9 leak=0, seed 1" \
        $'  |          the city is vigilant          |\n                |------'
    must trace retransmit --channel burst --loss 0
    holds "|           the city is asleep           |"
}

@test "more than two parties; a problem in which nobody acts" {
    must trace oral-messages --failure
    holds "general 0 -> general 1: order" "general 2 -X general 3: order passed on, captured by the city" \
        "general 1: coin, heads 0.5: tails" "general 0 received: nothing" \
        "general 3 received: round 1: order from general 0; round 2: order passed on" \
        "the loyal lieutenants agree: no" "=> neither agreement nor obedience: failure"
    must trace bounded-retransmission --loss 0.3 --failure
    holds "the sender received: rounds 1, 6, ..., 45: acknowledgement" "uncertain: 1" \
        "=> file there, success not reported: failure"
}

@test "a page has 80 columns of ASCII, for every strategy" {
    local strategy words
    for strategy in $(strategies); do
        for words in "--loss 0.3" "--loss 0.3 --failure" "--loss 0.05 --trial 123456789012345"; do
            # shellcheck disable=SC2086 # the words are several
            must trace "$strategy" $words
            holds "$strategy" "WHAT HAPPENED" "WHAT EACH SAW AND DID" "HOW IT ENDED" "=> "
            ! grep -nE '.{81}' <(sed 2d <<<"$output") || fail "a line is too long"
            ! grep -nP '[^ -~]' <<<"$output" || fail "not ASCII"
        done
    done
}

@test "a long trial is cut in the middle, and it is said how many were captured there" {
    must trace always-attack:messengers=1000,spacing=1 --loss 0.5
    holds "... 900 more, 4" "of them captured ..." "general 2 received: " "round 1000  |"
    lacks "it cannot know" "general 2 saw"
    [ "$(wc -l <<<"$output")" -lt 130 ] || fail "expected a page"
    must trace ack-chain:messages=1000 --loss 0
    holds "... 900 more ..."
    must trace oral-messages:generals=10,depth=4 # most of it is in the last round
    holds " more, " " of them captured ..." "; and so on, "
    [ "$(wc -l <<<"$output")" -lt 250 ] || fail "expected a page"
}

# --- the same worlds as in a run ----------------------------------------------------------------

# same_counts FIRST N WORD...: the trials FIRST .. FIRST + N - 1, told one by one, end as often in
# each cell as a run counts.
same_counts() {
    local first=$1 trials=$2 trial
    shift 2
    for ((trial = first; trial < first + trials; trial++)); do
        "$GENERALS" trace "$@" --trial "$trial" | sed -n 's/^  => \(.*\): .*/\1/p'
    done | sort | uniq -c | sed 's/^ *//' >told
    counts "$((first + trials))" "$@" >after
    sed 's/^[0-9]*/0/' after >before
    [ "$first" -eq 0 ] || counts "$first" "$@" >before
    paste -d' ' after before | awk '{
        half = NF / 2; name = ""
        for (i = 2; i <= half; i++) name = name " " $i
        if ($1 > $(half + 1)) print $1 - $(half + 1) name }' | sort >expected
    diff expected <(sort told) || fail "told: $(cat told)" "counted: $(cat expected)"
}

# counts N WORD...: of a run of N trials, a line for each cell: how many, and its name.
counts() {
    local trials=$1
    shift
    must run "$@" --trials "$trials" --quiet --no-plots --force -o counted
    local cells=("nothing happens" "army 1 defeated" "army 2 defeated" "city captured")
    [[ $1 != refund* ]] ||
        cells=("no sale" "goods lost" "customer charged for nothing" "sale completed")
    for i in 0 1 2 3; do
        echo "$(column counted/results.csv "$(sed -n "$((i + 1))p" <<<$'n_neither\nn_first_only\nn_second_only\nn_both')") ${cells[i]}"
    done
}

@test "trials are those that a run counts" {
    same_counts 0 60 await-reply --seed 7 --loss 0.3
    same_counts 0 60 refund:stock_out=0.4 --loss 0.4 --loss-back 0.2
    same_counts 0 60 retransmit --channel burst:length=3,capture=0.9,leak=0.1 --loss 0.4 --seed 18446744073709551615
    same_counts 0 60 random-attack:rounds=4 --loss 0.2
    same_counts 0 60 ack-chain:messages=5 --loss 0.004 # sparse rows
    same_counts 8172 40 ack-chain:messages=3,messengers=2 --loss 0.5
    same_counts 4194294 20 await-reply --loss 0.3 # where the first block ends
}

@test "the first failure is the one that a run counts" {
    local case trial
    for case in "await-reply --loss 0.001 --seed 3" "retransmit --loss 0.02 --loss-back 0.05" \
        "ack-chain:messages=4 --loss 1e-7" "always-attack:messengers=5 --channel burst:length=2,capture=0.5 --loss 0.1"; do
        # shellcheck disable=SC2086 # the words are several
        {
            must trace $case --failure
            trial=$(the_trial)
            holds ": failure" "the first trial from 0 on that fails"
            [ "$trial" -gt 0 ] || fail "too early to tell"
            [ "$(failures $case --trials "$trial")" -eq 0 ] || fail "a run has an earlier one"
            [ "$(failures $case --trials "$((trial + 1))")" -eq 1 ] || fail "a run has none"
            must trace $case --failure --trial "$((trial + 1))"
            [ "$(the_trial)" -gt "$trial" ] || fail "expected the next one"
            holds "the first trial from $((trial + 1)) on that fails"
            generals trace $case --failure --trials "$trial"
            said 4 "none of the trials 0 to $((trial - 1)) fails; look through more of them with --trials"
            must trace $case --failure --trials "$((trial + 1))"
        }
    done
}

@test "where there is no failure: a sentence, exit code 4" {
    generals trace await-reply --loss-back 0 --trials 1e7 --failure
    said 4 "none of the trials 0 to 9999999 fails"
    generals trace await-reply --loss-back 0 --trials 10 --failure --trial 999999999999999
    said 4 "none of the trials 999999999999999 to 999999999999999 fails"
    generals trace await-reply --loss 0 --failure --trials 1e15
    said 4 "nothing is left to chance here: all trials are alike, and none fails"
    must trace always-attack --loss 1 --failure --trials 1e15
    holds "the first trial from 0 on"
}

@test "Ctrl-C and a kill end a search at once" {
    local signal code
    for signal in INT:130 TERM:143; do
        code=${signal#*:}
        words=(trace await-reply --loss 0.3 --loss-back 0 --failure --trials 1e15)
        # In the foreground: else the process gets the signal twice, and the second ends it at once.
        run --separate-stderr -- timeout --foreground --preserve-status -s "${signal%:*}" -k 20 2 \
            "$GENERALS" "${words[@]}"
        said "$code" "stopped: no trial from 0 to before "
        [[ $stderr == *" fails; --trial "*" goes on" ]] || fail "expected the remedy"
    done
}

@test "progress is for scripts, too, and ends" {
    generals trace await-reply --loss-back 0 --failure --trials 1e8 --progress json --quiet
    [ "$status" -eq 4 ] || fail "expected exit code 4"
    [ "$(tail -n 2 <<<"$stderr" | head -n 1 | grep -c '"done":true')" -eq 1 ] || fail "expected an end"
    [[ $stderr == *$'\ngenerals: error: none of'* ]] || fail "expected why"
}

# --- what is refused ----------------------------------------------------------------------------

@test "bad input: exit code 2, one line, nothing touched" {
    refused "expected one strategy, got 0" trace -o out
    refused "expected one strategy, got 2" trace await-reply ack-chain -o out
    refused "unknown strategy 'zzz'" trace zzz -o out
    refused "'ack-chain:messages=1:3': several values of a parameter are given, and a trial has one" \
        trace ack-chain:messages=1:3 -o out
    refused "several values of a parameter" trace await-reply --param messengers=1,2 -o out
    refused "--loss: '0.1,0.2' gives several loss rates, and a trial has one: choose one" \
        trace await-reply --loss 0.1,0.2 -o out
    refused "--loss-back: '0.1,0.2' gives several" trace await-reply --loss-back 0.1,0.2 -o out
    refused "--channel: 'burst:length=2:3': several values of its parameters are given" \
        trace await-reply --channel burst:length=2:3 -o out
    local trial
    for trial in '' x -1 0.5 1e15 1e300 nan 0x10 ' 1' 1,2; do
        refused "--trial: '$trial' is not a whole number from 0 to 1e15 - 1" \
            trace await-reply --trial "$trial" -o out
    done
    refused "--trials: '5' says how many trials --failure looks through; add --failure" \
        trace await-reply --trials 5 -o out
    refused "--trials: '0' is not a whole number from 1 to 1e15" \
        trace await-reply --failure --trials 0 -o out
    refused "--failure takes no value" trace await-reply --failure=1e-6 -o out
    refused "--seed: '-1'" trace await-reply --seed -1 -o out
    refused "--loss: '1.2' is not a probability in [0, 1]" trace await-reply --loss 1.2 -o out
    refused "--progress: 'x' is not auto or json" trace await-reply --failure --progress x -o out
    refused "unknown option '--method'" trace await-reply --method exact -o out
    refused "--channel: 'bursts'" trace await-reply --channel bursts -o out
}

@test "--failure of advise still takes a probability" {
    refused "--failure: 'x' is not a probability" advise --problem online-shop --failure x
}

@test "a full or closed stdout, a folder that cannot be made" {
    words=("(in a shell)")
    local what
    for what in '"$0" trace await-reply >/dev/full' '"$0" trace await-reply >&-'; do
        run --separate-stderr -- sh -c "$what" "$GENERALS"
        [ "$status" -eq 1 ] || fail "expected exit code 1"
        [[ $stderr == "generals: error: cannot write to standard output: "* ]] || fail "expected why"
    done
    echo "a file" >taken
    refused "taken" trace await-reply -o taken
}

# --- the picture --------------------------------------------------------------------------------

@test "trace.svg" {
    must trace await-reply --failure -o out
    exists out/trace.svg
    nothing_half_written
    [ "$(ls out)" = trace.svg ] || fail "expected one file: $(ls out)"
    local text
    for text in "await-reply:messengers=1" "at loss 0.1, seed 1, trial 20" ">general 1<" ">general 2<" \
        ">round 2<" ">reply<" ">captured by the city<" ">army 1 attacks: no<" ">army 2 attacks: yes<" \
        ">army 2 defeated: failure<" "stroke-dasharray"; do
        grep -qF -- "$text" out/trace.svg || fail "expected '$text' in the picture"
    done
    must trace await-reply --loss 0 -o out # an earlier one is replaced
    ! grep -q "captured by\|dasharray" out/trace.svg || fail "nothing is captured"
    grep -q ">city captured: success<" out/trace.svg
    must trace always-attack --channel burst --loss 0.5 --failure -o out
    grep -q 'fill-opacity="0.12"' out/trace.svg
    grep -q '>the city is vigilant<' out/trace.svg
}

@test "pictures are well-formed, for every strategy" {
    command -v xmllint >/dev/null || command -v python3 >/dev/null || skip "neither xmllint nor python3"
    local strategy
    for strategy in $(strategies); do
        must trace "$strategy" --loss 0.4 --failure -o "out/$strategy"
        exists "out/$strategy/trace.svg"
        if command -v xmllint >/dev/null; then
            xmllint --noout "out/$strategy/trace.svg" || fail "not well-formed"
        else
            python3 -c 'import sys, xml.dom.minidom as xml; xml.parse(sys.argv[1])' "out/$strategy/trace.svg" ||
                fail "not well-formed"
        fi
    done
}
