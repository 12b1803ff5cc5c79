# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154,SC2034 # the helpers set stderr and read words
# How far a run is: on a terminal, in a log, and for scripts. More is in test_progress.c.

load helpers

long=(ack-chain:messages=30 --loss 0.3 --trials 1e13 --threads 2 --no-plots)
number='[0-9]+(\.[0-9]+)?(e[+-]?[0-9]+)?'
object="^\\{\"points\":[0-9]+,\"points_total\":[0-9]+,\"trials\":[0-9]+,\"histories\":[0-9]+,\"failures\":[0-9]+,\"trials_per_second\":$number,\"seconds\":$number,\"seconds_left\":$number,\"done\":(true|false)\\}\$"

# objects: stderr, which is kept in the file objects, is nothing else; only the last is done.
objects() {
    printf '%s\n' "$stderr" >objects
    run ! grep -vE "$object" objects
    [ "$(grep -c '"done":true' objects)" -eq 1 ] || fail "expected one last object"
    tail -n 1 objects | grep -q '"done":true}$' || fail "expected it at the end"
}

# of_last NAME: a number of the last object.
of_last() {
    sed -n "\$s/.*\"$1\":\\([^,}]*\\).*/\\1/p" objects
}

@test "--progress json: an object a second, and what was done at the end" {
    generals run "${long[@]}" --time 3.5 --progress json -q
    local lines
    [ "$status" -eq 4 ] || fail "expected exit code 4"
    objects
    lines=$(grep -c '"done":false' objects)
    [ "$lines" -ge 2 ] && [ "$lines" -le 3 ] || fail "expected two or three objects, and the last"
    [ "$(of_last trials)" = "$(column out/results.csv trials)" ] || fail "expected all trials"
    grep -o '"trials":[0-9]*' objects | cut -d: -f2 >trials
    sort -nc trials || fail "expected more and more trials"
}

@test "--progress json: the last object counts what the results count" {
    local words
    for words in "--method monte-carlo" "--method monte-carlo,exact" "--precision 10%" \
        "--method monte-carlo,exact --precision 10%"; do
        rm -rf out
        # shellcheck disable=SC2086 # words
        must run always-attack --param messengers=1:3 --loss 0.1,0.2 --trials 3000001 $words \
            --no-plots -q --progress json
        objects
        local failures trials histories
        failures=$(awk -F, 'NR > 1 && $7 == "monte-carlo" { n += $11 + $12 } END { print n }' out/results.csv)
        trials=$(awk -F, 'NR > 1 && $7 == "monte-carlo" { n += $9 } END { printf "%d", n }' out/results.csv)
        histories=$(awk -F, 'NR > 1 && $7 == "exact" { n += $9 } END { printf "%d", n }' out/results.csv)
        [ "$(of_last failures)" = "$failures" ] || fail "expected $failures failures"
        [ "$(of_last trials)" = "$trials" ] || fail "expected $trials trials"
        [ "$(of_last histories)" = "$histories" ] || fail "expected $histories histories"
        [ "$(of_last points)" = "$(of_last points_total)" ] || fail "expected all points"
    done
}

@test "--progress json: points that were there already are done" {
    local precision
    for precision in "" "--precision 20%"; do
        rm -rf out
        # shellcheck disable=SC2086 # words
        must run always-attack --param messengers=1:3 --trials 1e6 $precision --no-plots -q
        # shellcheck disable=SC2086
        must run always-attack --param messengers=1:3 --trials 1e6 $precision --no-plots -q --progress json
        objects
        [ "$(of_last points)" = 3 ] || fail "expected 3 points"
        [ "$(of_last trials)" = 0 ] || fail "expected no trials"
    done
}

@test "--progress json: --method auto counts the trials before and after" {
    must run always-attack:messengers=1:8:2,spacing=1 --loss 1e-3 --method auto --trials 1e5 \
        --no-plots -q --progress json
    objects
    [ "$(of_last points)" = "$(of_last points_total)" ] || fail "expected all points"
    [ "$(of_last trials)" -gt "$(column out/results.csv trials | awk '{ n += $1 } END { print n }')" ] ||
        fail "expected the trials by which auto decided, too"
}

@test "--progress json without --quiet has the remarks as well" {
    must run always-attack --trials 1000 --no-plots --progress json
    [ "$(grep -cE "$object" <<<"$stderr")" -eq 1 ] || fail "expected one object"
    [ "$(grep -c '^generals: 1 points' <<<"$stderr")" -eq 1 ] || fail "expected the remark"
}

@test "check --progress json" {
    generals check 'failure < 1e-6' await-payment:attempts=8 --loss 0.02 --method monte-carlo \
        --trials 1e6 --progress json -q
    objects
}

@test "a log: no line within a minute" {
    local kind
    for kind in "" "--progress auto"; do
        rm -rf out
        # shellcheck disable=SC2086 # words
        generals run "${long[@]}" --time 1.5 $kind
        [ "$status" -eq 4 ] || fail "expected exit code 4"
        [[ $stderr == "generals: 1 points, "* ]] || fail "expected the remarks alone"
        [[ $stderr != *left* ]] || fail "expected the remarks alone"
    done
}

@test "--progress of another kind is refused" {
    refused "--progress: 'yaml' is not auto or json" run always-attack --progress yaml
    refused "--progress: '' is not auto or json" run always-attack --progress=
    refused "--progress: 'yaml' is not auto or json" check 'failure < 1' always-attack --progress yaml
}

# on_a_terminal COLUMNS WORD...: what a terminal of so many columns shows is in the file shown.
on_a_terminal() {
    local command
    printf -v command '%q ' "$GENERALS" "${@:2}"
    TERM=xterm script -qec "stty cols $1; $command" shown </dev/null >/dev/null
}

@test "a terminal: points, trials, rate, failures and time left on a line that fits" {
    command -v script >/dev/null || skip "there is no script (util-linux) to make a terminal"
    local columns
    for columns in 40 80 120; do
        rm -rf out
        on_a_terminal "$columns" run "${long[@]}" --time 1 || true
        tr '\r' '\n' <shown | grep -a points | grep -av '^generals' | sed 's/\x1b\[K.*$//' >"lines$columns"
        exists "lines$columns"
        run ! grep -E ".{$columns}" "lines$columns"
    done
    local words=' +[0-9]+ %  0/1 points  [0-9.]+ [kMGT] trials  [0-9.]+ [kMG]/s  [0-9.]+( [kMGT])? failures  [0-9]+ s left$'
    run ! grep -vE "^(\\[#*\\.*\\])?$words" lines80
    run ! grep -vE "^\\[#*\\.*\\]$words" lines120
    run ! grep -F '[' lines40
}
