# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# What the program says about itself: on stdout, with exit code 0.

load helpers

# explains WORD...: the words give help that holds every line of $wanted.
explains() {
    local text
    must "$@"
    [ -z "$stderr" ] || fail "expected nothing on stderr"
    while read -r text; do
        [[ $output == *"$text"* ]] || fail "expected '$text' in the help"
    done <<<"$wanted"
}

@test "the program's help names every command" {
    wanted='usage: generals COMMAND
list
run
check
advise
plot
report
--help
--version'
    explains --help
    explains -h
    explains help
}

@test "the help of run names every option, its default, VALUES and the exit codes" {
    wanted='usage: generals run
--param KEY=VALUES
--loss VALUES
--loss-back VALUES
--trials N
--seed N
--threads N
--interval KIND
clopper-pearson
wilson
jeffreys
--confidence-level LEVEL
-o, --output DIR
--force
--no-plots
-q, --quiet
-h, --help
(0.1)
(0.95)
(out)
low:high
low:step:high
log:low:high:count
byte for byte
0 done
1 could not finish
2 bad usage'
    explains run --help
    explains run -h
    explains help run
    explains run always-attack --trials 10 --help -o somewhere
    [ -z "$(snapshot)" ]
}

@test "the help of list and of plot" {
    wanted='usage: generals list
--help'
    explains list --help
    wanted='usage: generals plot DIR
results.csv
--help'
    explains plot --help
    explains plot somewhere -h
}

@test "the help of report" {
    wanted='usage: generals report DIR
DIR/report.html
DIR/report.md
--json
--chart'
    explains report --help
}

@test "every option in a help is one that the command takes" {
    local command option
    for command in list run trace check advise plot report; do
        must "$command" --help
        grep -oE '^ +(-[a-z], )?--[a-z0-9-]+' <<<"$output" | grep -oE -- '--[a-z0-9-]+' >options
        while read -r option; do
            generals "$command" zzz "$option" # no strategy and no folder: nothing is measured
            unsaid "unknown option"
        done <options
        exists options
    done
}

@test "--version names version, stream version, build and licence" {
    must --version
    [[ $output =~ ^generals\ [0-9]+\.[0-9]+\.[0-9]+\ .*stream\ version\ [0-9]+ ]]
    [[ $output == *"GPL-3.0-or-later"* ]]
    [ -z "$stderr" ]
}

@test "list names strategies under their problem, each with a line" {
    wanted='two-generals:
always-attack
await-reply
ack-chain
retransmit'
    explains list
    grep -qE '^  ack-chain +[a-z]' <<<"$output"
}

@test "list NAME tells its problem, its cells and each parameter with range and default" {
    wanted='always-attack
army 1 attacks
army 2 attacks
nothing happens
army 1 defeated
army 2 defeated
city captured
messengers
from 1 to 100000, default 1
spacing
from 0 to 1000, default 0'
    explains list always-attack
    wanted='always-attack:
ack-chain:'
    explains list always-attack ack-chain
}

# Every strategy, whatever there will be, can be listed, and run with its defaults.
@test "every strategy that is listed can be listed and run" {
    local name
    must list
    awk '/^  [a-z]/ { print $1 }' <<<"$output" >names
    [ "$(wc -l <names)" -ge 4 ]
    while read -r name; do
        must list "$name"
        [[ $output == "$name"* ]] || fail "expected that it begins with '$name'"
        must run "$name" --trials 10 --no-plots -o "$name"
        [ "$(column "$name/results.csv" strategy)" = "$name" ]
    done <names
}

@test "docs/strategies.md is what the program says of its strategies" {
    generals list --markdown
    [ "$status" -eq 0 ] || fail "expected success"
    diff <(printf '%s\n' "$output") "$BATS_TEST_DIRNAME/../../docs/strategies.md" ||
        fail "make it again: generals list --markdown >docs/strategies.md"
    generals list --markdown await-reply
    said 2 "leave out the names"
}
