# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034 # a shell inside expands what stands in single quotes; fail()
# What goes to stdout and stderr, and what happens when they, or the disk, are full or closed.

load helpers

chain=(ack-chain --param messages=1:3 --trials 100) # has one chart
everything=(out/results.csv out/manifest.json out/acknowledgements.{csv,gp,svg,png})

# through TEXT: a shell's commands, with the program as "$0" and the words of chain as "$@".
through() {
    words=("(in a shell: $1)")
    run --separate-stderr -- sh -c "$1" "$GENERALS" "${chain[@]}"
}

@test "stderr ends with a line that tells points, trials and folder" {
    must run "${chain[@]}" -o some
    [[ $stderr =~ ^generals:\ 3\ points,\ 300\ trials\ in\ [0-9.]+\ s\;\ the\ results\ are\ in\ \'some\'$ ]] ||
        fail "expected one line"
}

@test "--quiet: nothing on stderr, whatever remarks there are" {
    mkdir empty
    must run "${chain[@]}" --quiet
    [ -z "$stderr" ] || fail "expected silence"
    [ -n "$output" ] || fail "expected the table"
    must run "${chain[@]}" -q --loss 0.1:0.1:0.9
    [ -z "$stderr" ] || fail "expected silence on a chart that is left out"
    PATH=$PWD/empty generals_without_path run "${chain[@]}" -q
    [ "$status" -eq 0 ] || fail "expected success"
    [ -z "$stderr" ] || fail "expected silence on gnuplot"
    generals run -q zzz
    said 2 "unknown strategy 'zzz'"
}

@test "no progress line where stderr is no terminal" {
    must run ack-chain:messages=30 --loss 0.3 --trials 3e7 --threads 1 --no-plots
    [[ $stderr$output != *$'\r'* ]] || fail "expected no carriage return"
    [[ $stderr$output != *$'\e'* ]] || fail "expected no escape sequence"
    [ "$(wc -l <<<"$stderr")" -eq 1 ]
}

# on_a_terminal WORD...: what the terminal shows is in the file shown.
on_a_terminal() {
    local command
    printf -v command '%q ' "$GENERALS" "$@"
    TERM=xterm script -qec "$command" shown </dev/null >/dev/null
}

@test "a progress line on a terminal, wiped at the end; none with --quiet" {
    command -v script >/dev/null || skip "there is no script (util-linux) to make a terminal"
    local trials
    for trials in 1e7 1e8 1e9 1e10; do # until it takes long enough
        on_a_terminal run ack-chain:messages=30 --loss 0.3 --trials "$trials" --threads 1 --no-plots
        tr '\r' '\n' <shown | grep -a 'left' | sed 's/\x1b\[K$//' >bars
        [ ! -s bars ] || break
    done
    exists bars
    run ! grep -vE '^(\[#*\.*\] )? *[0-9]+ %  [01]/1 points  ' bars # progress.bats looks at the rest
    run ! grep -E '.{80}' bars
    tr '\r\n' '\n\t' <shown | grep -a left -A 1 | tail -n 1 >wiped
    grep -qE $'^\e\\[K(two-generals|generals: 1 points)' wiped
    on_a_terminal run ack-chain:messages=30 --loss 0.3 --trials "$trials" --threads 1 --no-plots -q
    grep -q two-generals shown
    run ! grep -qE $' left|\e' shown
}

@test "a closed stdout: exit code 1, and the results are there" {
    through '"$0" run "$@" >&-'
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    grep -q "^generals: error: cannot write to standard output: " <<<"$stderr" || fail "expected why"
    exists "${everything[@]}"
    nothing_half_written
}

@test "a full stdout: exit code 1, and the results are there" {
    through '"$0" run "$@" >/dev/full'
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    grep -q "^generals: error: cannot write to standard output: " <<<"$stderr" || fail "expected why"
    exists "${everything[@]}"
}

@test "a full or closed stdout is called so" {
    through '"$0" run "$@" >/dev/full'
    [[ $stderr == *"standard output: No space left on device" ]] || fail "expected why"
    through '"$0" run "$@" >&-'
    [[ $stderr == *"standard output: Bad file descriptor" ]] || fail "expected why"
    through '"$0" run "$@" --no-plots >/dev/full'
    [[ $stderr == *"standard output: No space left on device" ]] || fail "expected why"
}

@test "help, version and lists that cannot be printed" {
    local what
    for what in --help --version list "list ack-chain" "run --help"; do
        through "\"\$0\" $what >/dev/full"
        [ "$status" -eq 1 ] || fail "expected exit code 1 of $what"
        [ "$stderr" = "generals: error: cannot write to standard output: No space left on device" ] ||
            fail "expected why"
        through "\"\$0\" $what >&-"
        [ "$status" -eq 1 ] || fail "expected exit code 1 of $what"
    done
    through '"$0" run zzz >/dev/full'
    [ "$status" -eq 2 ] || fail "expected exit code 2"
}

@test "a reader that stops reading does not stop the results" {
    through '"$0" run "$@" | true'
    exists "${everything[@]}"
    nothing_half_written
}

@test "a closed or full stderr is no trouble, nor are all three closed" {
    local where
    for where in '2>&-' '2>/dev/full' '<&- >&- 2>&-'; do
        rm -rf out
        through "\"\$0\" run \"\$@\" $where"
        exists "${everything[@]}"
        [ "$(head -c 8 out/results.csv)" = problem, ]
        [ "$(column out/results.csv strategy | sort -u)" = ack-chain ]
    done
    through '"$0" run "$@" 2>/dev/full'
    [ "$status" -eq 0 ] || fail "expected success"
}

# --- a disk that is full ------------------------------------------------------------------------

# on_a_small_disk SIZE WORD...: in a folder of that size, named disk; what is left there is in left.
on_a_small_disk() {
    unshare -rm mount -t tmpfs none /tmp 2>/dev/null || skip "no small disk can be made here"
    mkdir -p disk
    words=("${@:2}") # of fail()
    run --separate-stderr -- unshare -rm sh -c '
        mount -t tmpfs -o size="$0" none disk && shift && "$@"
        code=$?
        cp -r disk kept
        exit $code' "$1" "$1" "$GENERALS" "${@:2}"
}

@test "a disk too small for the results" {
    on_a_small_disk 16k run always-attack --loss 0:0.01:1 --trials 10 -o disk/out
    said 1 "cannot write 'disk/out/ledger': No space left on device"
    missing kept/out/results.csv
    nothing_half_written
}

@test "a disk too small for the charts: the results are there" {
    on_a_small_disk 16k run "${chain[@]}" -o disk/out
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"generals: error: "*"disk/out/acknowledgements.gp': No space left on device"* ]] ||
        fail "expected why"
    exists kept/out/results.csv kept/out/manifest.json
    [ "$(wc -l <kept/out/results.csv)" -eq 4 ]
    nothing_half_written
}

@test "files of limited size: the old results stay whole" {
    must run "${chain[@]}" --no-plots
    cp -p out/results.csv before.csv
    # dash counts blocks of 512 bytes; beyond them comes a signal that would end the program
    through 'ulimit -f 8; "$0" run always-attack --loss 0:0.01:1 --trials 10 --no-plots'
    said 1 "cannot write 'out/ledger': File too large"
    same out/results.csv before.csv
    nothing_half_written
    must run "${chain[@]}" --no-plots
}
