# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2030,SC2031 # each test is a subshell
# What `cmake --install` puts where, and that it works there: the program, its manual, completion.
# ctest sets BUILD, the folder of a build with all its targets.

load helpers

# Installs into $prefix, a folder with a space that has moved since.
install_all() {
    prefix="$PWD/my prefix"
    env -u DESTDIR cmake --install "${BUILD:?}" --prefix "$PWD/first" >log || fail "$(cat log)"
    mv first "$prefix"
    pages="$prefix/share/man/man1"
    script="$prefix/share/bash-completion/completions/generals"
}

# The names of all commands into the file `commands`.
list_commands() {
    must --help
    awk '/^  [a-z]+ / { print $1 }' <<<"$output" >commands
    [ "$(wc -l <commands)" -ge 9 ] || fail "expected nine commands"
}

# The options of a command, a line for each.
option_names() {
    "$GENERALS" "$1" --help | sed '1,/^Options/d' | grep -oE '^ +(-[a-z], )?--[a-z0-9-]+' |
        grep -oE -- '--[a-z0-9-]+'
}

@test "an installed program runs, and draws its charts, far from where it was built" {
    install_all
    exists "$prefix"/share/doc/generals/{README.md,LICENSE,docs/files.md,examples/README.md}
    GENERALS="$prefix/bin/generals"
    must run always-attack --param messengers=1:3 --trials 1000 -q -o results
    exists results/results.csv results/confidence.gp
    [ -z "$(command -v gnuplot)" ] || exists results/confidence.svg
    must run -f "$prefix/share/doc/generals/examples/two-generals.sweeps" --trials 10 -q -o swept
    exists swept/results.csv
    [ -z "$(find "$prefix" ! -perm -go=r)" ] || fail "expected that everybody may read all"
}

@test "the installed pages are what the program says: one for each command" {
    local command
    install_all
    list_commands
    "$GENERALS" help --man | cmp - "$pages/generals.1"
    while read -r command; do
        "$GENERALS" help --man "$command" | cmp - "$pages/generals-$command.1"
    done <commands
    [ "$(find "$pages" -type f | wc -l)" -eq $(($(wc -l <commands) + 1)) ] || fail "$(ls "$pages")"
    "$GENERALS" help --completion | cmp - "$script"
}

# plain FILE: the page as text, without hyphens and bold letters.
plain() {
    groff -man -Tascii -P-cbou -rLL=300n "$1"
}

@test "the pages have their sections, all options, and nothing that troff minds" {
    local command section page option
    command -v groff || skip "groff is missing"
    list_commands
    echo >>commands # the program itself
    while read -r command; do
        page=page-$command
        # shellcheck disable=SC2086 # none or one
        "$GENERALS" help --man $command >"$page"
        groff -man -Tutf8 -ww -z "$page" 2>said || fail "groff failed" "$(cat said)"
        [ ! -s said ] || fail "troff minds: $(cat said)"
        plain "$page" >text
        for section in NAME SYNOPSIS DESCRIPTION OPTIONS 'EXIT STATUS' EXAMPLES 'SEE ALSO'; do
            grep -qx "$section" text || fail "expected $section in $page"
        done
        [ -n "$command" ] || continue
        option_names "$command" >options
        while read -r option; do
            grep -qE -- "^ +(-[a-z], )?$option( |\$)" text || fail "expected $option in $page"
        done <options
    done <commands
    if command -v mandoc; then
        mandoc -Tlint page-* || fail "mandoc minds"
    fi
    # Hyphens, quotes, backslashes and stops come out as they were.
    plain page-check >text
    grep -qF "generals check 'failure < 1e-6' await-payment:attempts=8 --loss 0.02" text
    grep -qF "the shell's" text
    plain page-run >text
    grep -qF 'log:low:high:count' text
    grep -qF '2^36' text
    grep -qF ', \ at the end continues a line.' text
    grep -qE ' \\$' text
    plain page- >text
    grep -qF 'acknowledgement of the acknowledgement, ...' text
}

@test "help refuses what it does not know" {
    refused "unknown command 'rum'; did you mean 'run'?" help --man rum
    refused "expected one command" help run plot
    refused "leave out '--man'" help --man --completion
    refused "leave out 'run'" help --completion run
}

# completes LINE WORD...: bash offers these words, sorted, at the end of the line.
completes() {
    local line=$1 expected
    shift
    expected=$(printf '%s\n' "$@" | sort)
    [ "$(offered "$line")" = "$expected" ] ||
        fail "at the end of '$line' expected:" "$expected" "got:" "$(offered "$line")"
}

breaks=$' \t\n"\'><=;|&(:' # as bash has them

# What bash offers; a line "compopt OPTION" where it is asked to go on by itself.
offered() {
    # shellcheck disable=SC2016
    bash --norc --noprofile -c '
        COMP_WORDBREAKS=$1
        compopt() { asked+=("compopt $2"); }
        source "$2"
        [ "$(complete -p generals)" = "complete -F _generals generals" ] || exit 1
        COMP_LINE=$3 COMP_POINT=${#3} asked=()
        # Bash cuts at : and =, if they are in COMP_WORDBREAKS, but not within quotes.
        pattern="s/([:=]+)/\n\\1\n/g"
        [[ $1 == *:* ]] || pattern=
        mapfile -t COMP_WORDS < <(xargs -n 1 printf "%s\n" <<<"$3" | sed -E "/ /! { $pattern }" |
            sed "/^$/d")
        [[ $3 != *" " ]] || COMP_WORDS+=("")
        COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
        _generals generals "${COMP_WORDS[COMP_CWORD]}" ""
        printf "%s\n" "${COMPREPLY[@]}" "${asked[@]}" | sed "/^$/d" | sort -u
    ' bash "$breaks" "$script" "$1"
}

@test "completion in bash: commands, options, and values that are among a few" {
    install_all
    list_commands
    mapfile -t all <commands
    completes 'generals ' "${all[@]}" --help --version
    completes 'generals pl' plot
    completes 'generals help pl' plot
    completes 'generals run --prec' --precision
    completes 'generals plot --' --ascii --chart --charts --format --help --plugin
    completes 'generals run --interval ' clopper-pearson jeffreys wilson
    completes 'generals run --interval=w' wilson
    completes 'generals run --method e' exact
    completes 'generals run --method exact,im' exact,importance
    completes 'generals run --channel ' burst memoryless
    completes 'generals run --channel burst:le' 'compopt nospace' leak= length=
    completes 'generals run --progress j' json
    completes 'generals advise --problem f' file-transfer
    completes 'generals run -o ' 'compopt dirnames'
    completes 'generals run --output=' 'compopt dirnames'
    completes 'generals plot ' 'compopt dirnames'
    completes 'generals run -f ' 'compopt default'
    completes 'generals run --seed ' ''
}

@test "completion in bash: every option of every command" {
    local command option
    install_all
    list_commands
    while read -r command; do
        mapfile -t options < <(option_names "$command")
        completes "generals $command -" "${options[@]}"
    done <commands
}

@test "completion in bash: strategies and their parameters" {
    install_all
    must list
    mapfile -t all < <(awk '/^  [a-z]/ { print $1 }' <<<"$output")
    completes 'generals run ' 'compopt nospace' "${all[@]}"
    completes 'generals list ' "${all[@]}"
    completes 'generals explain ack' 'compopt nospace' ack-chain
    completes "generals check 'failure < 1e-6' ack" 'compopt nospace' ack-chain
    completes 'generals run retransmit:' 'compopt nospace' attempts= spacing=
    completes 'generals run ack-chain retransmit:a' 'compopt nospace' attempts=
    completes 'generals run retransmit:attempts=1:4,' 'compopt nospace' 4,spacing=
    completes 'generals run retransmit:attempts=' ''
    completes 'generals run retransmit --param ' 'compopt nospace' attempts= spacing=
    completes 'generals run --param channel.l' 'compopt nospace' channel.leak= channel.length=
    completes 'generals run bounded-retransmission --event unc' uncertain
    # Where : and = cut no words, they are words with all that stands before.
    breaks=$' \t\n' completes 'generals run retransmit:a' 'compopt nospace' retransmit:attempts=
    breaks=$' \t\n' completes 'generals run --interval=w' --interval=wilson
}
