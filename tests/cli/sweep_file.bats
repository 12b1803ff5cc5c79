# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# generals run -f: sweeps from a file, and what is said of a file that is none.

load helpers

examples=$BATS_TEST_DIRNAME/../../examples

# wrong PLACE TEXT LINE INDENT [WORD...]: the file `sweeps` is refused there, with the line and a caret
# after so many characters, and nothing is touched.
wrong() {
    local place=$1 text=$2 line=$3 indent=$4 before
    shift 4
    before=$(snapshot)
    generals run -f sweeps "$@"
    [ "$status" -eq 2 ] || fail "expected exit code 2"
    [ -z "$output" ] || fail "expected nothing on stdout"
    [[ $stderr == "generals: error: sweeps:$place: $text"* ]] || fail "expected $place: $text"
    [ "${stderr#*$'\n'}" = "  $line"$'\n'"  $(printf '%*s^' "$indent" '')" ] ||
        fail "expected the line and a caret after $indent characters"
    [ "$(snapshot)" = "$before" ] || fail "expected that nothing is touched"
}

@test "a file gives the same bytes as its lines on the command line" {
    printf '%s\n' '# some' '' 'always-attack "--loss" 0.1,0.2 # more' 'retransmit \' \
        "  --param 'attempts=1:3'" >sweeps
    must run -f sweeps --trials 1000 --no-plots -o file
    must run always-attack --loss 0.1,0.2 --trials 1000 --no-plots -o first
    must run retransmit --param attempts=1:3 --trials 1000 --no-plots -o second
    cat first/results.csv <(tail -n +2 second/results.csv) >both
    same both file/results.csv
    must run --file=- --trials 1000 --no-plots -o input <sweeps
    same both input/results.csv
    printf '\xef\xbb\xbf' >marked
    sed 's/$/\r/' sweeps >>marked
    must run -f marked --trials 1000 --no-plots -o marked-out
    same both marked-out/results.csv
}

@test "the default report is examples/default-report.sweeps" {
    local file
    must run --trials 200 --no-plots -o default
    must run -f "$examples/default-report.sweeps" --method monte-carlo,exact --adversary --trials 200 \
        --no-plots -o file
    for file in results counters adversary; do same "default/$file.csv" "file/$file.csv"; done
    must run --method exact --no-plots -o default --force
    must run -f "$examples/default-report.sweeps" --method exact --no-plots -o file --force
    [[ $stderr == *"2 lines of the file are left out"* ]] || fail "expected a remark"
    same default/results.csv file/results.csv
}

@test "every example can be run" {
    local file count=0
    for file in "$examples"/*.sweeps; do
        generals run -f "$file" --trials 2000 --no-plots -o "$(basename "$file")" -q
        [[ $status -eq 0 || $status -eq 4 ]] || fail "expected that $file can be run"
        exists "$(basename "$file")/results.csv"
        count=$((count + 1))
    done
    [ "$count" -eq 7 ]
}

@test "a mistake has a line, a column and a caret" {
    printf 'retransmit\n\talways-attack "\xc3\xa9" --loss 1.2\n' >sweeps
    wrong 2:27 "--loss: '1.2' is not a probability" " always-attack \"é\" --loss 1.2" 26
    echo 'always-attack --param messengers=0 --loss 0.1' >sweeps
    wrong 1:23 "always-attack: messengers=0" "$(cat sweeps)" 22
    echo 'always-attack --param=messengers=2 zzz' >sweeps
    wrong 1:36 "unknown strategy 'zzz'" "$(cat sweeps)" 35
    echo 'always-attack --los 1' >sweeps
    wrong 1:15 "unknown option '--los'; did you mean '--loss'?" "$(cat sweeps)" 14
    echo "always-attack 'a" >sweeps
    wrong 1:15 "the quote that begins here is not closed" "$(cat sweeps)" 14
    echo 'bounded-retransmission:chunks=1000 --method exact' >sweeps
    wrong 1:45 "strategy 'bounded-retransmission' has more than" "$(cat sweeps)" 44
    echo 'generals run retransmit' >sweeps
    wrong 1:1 "a line begins with a strategy: leave out 'generals'" "$(cat sweeps)" 0
    echo '--loss 0.1' >sweeps
    wrong 1:1 "no strategy stands on this line" "$(cat sweeps)" 0
    echo 'retransmit --loss 0:1e-6:0.9' >sweeps
    echo 'retransmit --loss 0:1e-6:0.8 --loss 0.1' >>sweeps
    wrong 2:37 "--loss is given twice" "retransmit --loss 0:1e-6:0.8 --loss 0.1" 36
    echo 'retransmit --loss 0:1e-6:0.8' >>sweeps
    sed -i 2d sweeps
    wrong 2:19 "retransmit: the sweep has 1700002 points" "retransmit --loss 0:1e-6:0.8" 18
}

@test "what is for the whole run has no place on a line" {
    echo 'always-attack -q' >sweeps
    wrong 1:15 "--quiet is for the whole run: give it on the command line" "$(cat sweeps)" 14
    echo 'always-attack --trials 5' >sweeps
    wrong 1:24 "--trials is for the whole run" "$(cat sweeps)" 23
    echo 'always-attack --method auto' >sweeps
    wrong 1:24 "--method: auto is for the whole run" "$(cat sweeps)" 23
    echo 'always-attack --event failure' >sweeps
    wrong 1:23 "--event needs importance sampling" "$(cat sweeps)" 22
}

@test "lines have methods of their own, among those of the command line" {
    printf '%s\n' 'always-attack --method exact' retransmit >sweeps
    must run -f sweeps --trials 100 --no-plots
    [ "$(column out/results.csv method | tr '\n' ' ')" = "exact monte-carlo " ]
    must run -f sweeps --trials 100 --no-plots --method monte-carlo --force
    [[ $stderr == *"1 line of the file is left out"* ]] || fail "expected a remark"
    [ "$(column out/results.csv strategy)" = retransmit ]
    echo 'always-attack --method exact' >sweeps
    refused "no line is left" run -f sweeps --method monte-carlo
    refused "--event needs importance sampling" run -f sweeps --event failure
    echo 'always-attack --loss 1.2 --method exact' >>sweeps
    wrong 2:22 "--loss: '1.2'" "always-attack --loss 1.2 --method exact" 21 --method monte-carlo
}

@test "strategies stand in the file or on the command line" {
    echo retransmit >sweeps
    refused "'await-reply' stands on the command line, too" run await-reply -f sweeps
    refused "--loss is for strategies on the command line" run -f sweeps --loss 0.1
    refused "--param is for strategies on the command line" run -f sweeps --param attempts=1
}

@test "what is no file of sweeps" {
    printf '# nothing\n\n' >sweeps
    refused "sweeps: it holds no sweep" run -f sweeps
    refused "standard input: it holds no sweep" run -f - </dev/null
    refused "cannot read 'none': No such file" run -f none
    refused "cannot read '.': Is a directory" run -f .
    refused "expected the name of a file" run -f ""
    refused "--file: expected FILE after it" run -f
    refused "/dev/zero: it has more than 1048576 bytes" run -f /dev/zero
    printf 'always-attack\0' >sweeps
    wrong 1:14 "control character U+0000" "always-attack?" 13
    printf 'retransmit\n# caf\xe9\n' >sweeps
    wrong 2:6 "byte 0xe9: expected text in UTF-8" "# caf?" 5
}
