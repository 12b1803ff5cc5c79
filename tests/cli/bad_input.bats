# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Bad words on the command line: one clear sentence, exit code 2, and nothing is touched.

load helpers

@test "an unknown command" {
    refused "unknown command 'frobnicate' (generals --help lists all)" frobnicate
    refused "unknown command 'ru'; did you mean 'run'?" ru
    refused "unknown command 'lst'; did you mean 'list'?" lst
    refused "unknown command 'plots'; did you mean 'plot'?" plots
    refused "unknown command ''" ""
    refused "unknown command 'ru'; did you mean 'run'?" help ru
    refused "unknown command '--frobnicate'" --frobnicate
}

@test "an unknown strategy" {
    refused "unknown strategy 'zzz' (generals list shows all; --plugin adds others)" run zzz
    refused "unknown strategy 'always-atack'; did you mean 'always-attack'?" run always-atack
    refused "unknown strategy 'ack'; did you mean 'ack-chain'?" run ack
    refused "unknown strategy 'retransmitt'; did you mean 'retransmit'?" run retransmitt:attempts=3
    refused "unknown strategy 'Always-attack'; did you mean 'always-attack'?" run Always-attack
    refused "unknown strategy ''" run ""
    refused "unknown strategy 'zzz'" run always-attack zzz
    refused "unknown strategy 'zzz'" list zzz
    local strategies="dispatch-first, await-payment, refund, reconcile"
    refused "'online-shop' is a problem, not a strategy; its strategies: $strategies" run online-shop
    refused "'online-shop' is a problem, not a strategy; its strategies: $strategies" list online-shop
    refused "'file-transfer' is a problem, not a strategy; its strategies: bounded-retransmission" \
        run file-transfer:chunks=2
    refused "unknown strategy 'always-atack'; did you mean 'always-attack'?" list always-atack
}

@test "an unknown strategy after a known one prints nothing either" {
    refused "unknown strategy 'zzz'" list always-attack zzz
}

@test "an unknown parameter" {
    refused "always-attack has no parameter 'zzz' (generals list always-attack shows all)" \
        run always-attack --param zzz=1
    refused "no parameter 'mesengers'; did you mean 'messengers'?" \
        run always-attack --param mesengers=1
    refused "no parameter 'mesengers'; did you mean 'messengers'?" run always-attack:mesengers=1
    refused "none of the strategies has a parameter 'zzz'" \
        run always-attack await-reply --param zzz=1
}

@test "an unknown parameter of several strategies gets a near match" {
    refused "did you mean 'messengers'?" run always-attack await-reply --param mesengers=1
}

@test "a parameter outside its range" {
    refused "always-attack: messengers=0: expected a whole number from 1 to 100000" \
        run always-attack --param messengers=0
    refused "always-attack: messengers=1000001: expected a whole number from 1 to 100000" \
        run always-attack:messengers=1000001
    refused "messengers=-1: expected a whole number from 1" run always-attack --param messengers=-1
    refused "ack-chain: messages=1001: expected a whole number from 1 to 1000" \
        run ack-chain --param messages=999:1001
    refused "spacing=1e+300: expected" run always-attack --param spacing=1e300
}

@test "a parameter that is not whole" {
    refused "always-attack: messengers=1.5: expected a whole number" \
        run always-attack --param messengers=1.5
    refused "messengers=2.5: expected a whole number" run always-attack --param messengers=2:0.5:3
}

@test "a parameter that is not whole is quoted with all of its digits" {
    refused "messengers=999999.5: expected a whole number" \
        run always-attack --param messengers=999999.5
    refused "messengers=1.00000001: expected a whole number" \
        run always-attack --param messengers=1.00000001
}

@test "a parameter without a value" {
    refused "messengers: ''" run always-attack --param messengers=
    refused "messengers: ''" run always-attack:messengers=
    refused "--param: 'messengers': expected KEY=VALUES" run always-attack --param messengers
    refused "--param: '': expected KEY=VALUES" run always-attack --param ""
    refused "--param: '=3': expected KEY=VALUES" run always-attack --param =3
    refused "always-attack: '': expected KEY=VALUES" run always-attack:
    refused "always-attack: 'messengers': expected KEY=VALUES" run always-attack:messengers
    refused "always-attack: spacing: '" run always-attack:messengers=1,spacing=2,
}

@test "a parameter given twice" {
    refused "the parameter 'messengers' of always-attack is given twice" \
        run always-attack --param messengers=1 --param messengers=2
    refused "the parameter 'messengers' of always-attack is given twice" \
        run always-attack:messengers=1 --param messengers=2
    refused "the parameter 'messengers' of always-attack is given twice" \
        run always-attack:messengers=1,messengers=2
}

@test "a loss rate that is no probability" {
    local option
    for option in --loss --loss-back; do
        refused "$option: '1.2' is not a probability in [0, 1]" run always-attack "$option" 1.2
        refused "$option: '-0.1' is not a probability in [0, 1]" run always-attack "$option" -0.1
        refused "$option: '2' is not a probability in [0, 1]" run always-attack "$option" 0:2
        refused "$option: '1e+300' is not a probability" run always-attack "$option" 1e300
        refused "$option: '1.5' is not a probability" run always-attack "$option" 0.1,0.2,1.5
    done
}

@test "a loss rate that is no number" {
    local value
    for value in nan -nan inf -inf infinity 1e-400 1e400 0.1x x 0x1 0x1p-3 ' 0.1' '0.1 ' '0.1 0.2' \
        0.1.2 1e 1e- . + - e5 0,1x '0.1;0.2' ½; do
        refused "--loss: '" run always-attack --loss "$value"
        refused "${value#0,}'" run always-attack --loss "$value"
        refused "--loss-back: '" run always-attack --loss-back "$value"
    done
    refused "--loss: ''" run always-attack --loss ""
    refused "--loss: ''" run always-attack --loss=
}

@test "a loss rate that is too small is not called no number" {
    generals run always-attack --loss 1e-400
    said 2 "1e-400"
    unsaid "is not a number"
}

@test "a list with an empty element is quoted whole" {
    refused "'0.1,,0.2'" run always-attack --loss 0.1,,0.2
    refused "',0.1'" run always-attack --loss ,0.1
    refused "'0.1,'" run always-attack --loss 0.1,
    refused "'1,,2'" run always-attack --param messengers=1,,2
}

@test "a range that is none" {
    refused "--loss: ':'" run always-attack --loss :
    refused "--loss: '0.1:'" run always-attack --loss 0.1:
    refused "--loss: ':0.1'" run always-attack --loss :0.1
    refused "'0.5:0.1:0.1' runs the wrong way" run always-attack --loss 0.5:0.1:0.1
    refused "'0.5:0.1' runs the wrong way" run always-attack --loss 0.5:0.1
    refused "'3:1' runs the wrong way" run always-attack --param messengers=3:1
    refused "'0:0:1': expected a step above 0" run always-attack --loss 0:0:1
    refused "'0:-0.1:1': expected a step above 0" run always-attack --loss 0:-0.1:1
    refused "'1:-0.1:0': expected a step above 0" run always-attack --loss 1:-0.1:0
    refused "'log:0:1:5': expected a lower end above 0" run always-attack --loss log:0:1:5
    refused "'log:-1:1:5': expected a lower end above 0" run always-attack --loss log:-1:1:5
    refused "'log:0.1:1:1': expected a whole count of at least 2" \
        run always-attack --loss log:0.1:1:1
    refused "'log:0.1:1:2.5': expected a whole count of at least 2" \
        run always-attack --loss log:0.1:1:2.5
    refused "'log:0.5:0.1:4' runs the wrong way" run always-attack --loss log:0.5:0.1:4
    refused "'log:0.1:1': expected a number, low:high, low:step:high or log:low:high:count" \
        run always-attack --loss log:0.1:1
    refused "'0:1:2:3': expected a number, low:high" run always-attack --loss 0:1:2:3
}

@test "trials that are no whole number from 1 to 1e15" {
    local value
    for value in 0 -1 1.5 1e30 1e16 1000000000000001 1e6x nan inf 0x10 "" " 1" "1 " 1e-3 1,2 1:3 x; do
        refused "--trials: '$value' is not a whole number from 1 to 1e15" \
            run always-attack --trials "$value"
    done
}

@test "a seed that is no whole number of 64 bits" {
    local value
    for value in -1 1.5 18446744073709551616 99999999999999999999999 1e3 +1 "" " 1" 0x1 x nan; do
        refused "--seed: '$value' is not a whole number from 0 to 2^64 - 1" \
            run always-attack --seed "$value"
    done
}

@test "threads that are no whole number from 1" {
    local value
    for value in 0 -1 1e9 x "" 1.5 4097 99999999999999999999 " 2" nan; do
        refused "--threads: '$value' is not a whole number from 1 to " \
            run always-attack --threads "$value"
    done
}

@test "an interval and a level that there are not" {
    local value
    for value in foo "" Wilson wilso clopper; do
        refused "--interval: '$value' is not clopper-pearson, wilson or jeffreys" \
            run always-attack --interval "$value"
    done
    for value in 0 1 nan -0.5 1.5 95 95% inf "" x 1e-400 "0.9 "; do
        refused "--confidence-level: '$value' is not between 0 and 1" \
            run always-attack --confidence-level "$value"
    done
}

@test "an unknown option" {
    refused "unknown option '--frobnicate'" run always-attack --frobnicate
    refused "unknown option '--trails'; did you mean '--trials'?" run always-attack --trails 5
    refused "unknown option '--los'; did you mean '--loss'?" run always-attack --los 0.1
    refused "unknown option '--confidence'; did you mean '--confidence-level'?" \
        run always-attack --confidence 0.9
    refused "unknown option '--confidence-levle'; did you mean '--confidence-level'?" \
        run always-attack --confidence-levle 0.9
    refused "unknown option '--no-plot'; did you mean '--no-plots'?" run always-attack --no-plot
    refused "unknown option '-x'" run always-attack -x
    refused "unknown option '--trials'" list --trials 5
    refused "unknown option '--seed'" plot --seed 5 out
    refused "unknown option '---'" run always-attack ---
}

@test "the end of an option's name is near it" {
    refused "unknown option '--level'; did you mean '--confidence-level'?" \
        run always-attack --level 0.9
    refused "did you mean '--no-plots'?" run always-attack --plots
}

@test "an unknown option with its value still gets a near match" {
    refused "did you mean '--trials'?" run always-attack --trails=1000000
}

@test "an option given twice" {
    refused "--trials is given twice" run always-attack --trials 5 --trials 5
    refused "--loss is given twice" run always-attack --loss 0.1 --loss=0.2
    refused "--output is given twice" run always-attack -o a --output b
    refused "--quiet is given twice" run always-attack -q --quiet
    refused "--force is given twice" run always-attack --force --force
    refused "--seed is given twice" run --seed 1 always-attack --seed 2
}

@test "an option without its value, or with one that it does not take" {
    local option
    for option in --param --loss --loss-back --trials --seed --threads --interval \
        --confidence-level --output -o; do
        refused ": expected " run always-attack "$option"
    done
    refused "--trials: expected N after it" run always-attack --trials
    refused "--output: expected DIR after it" run always-attack -o
    refused "--quiet takes no value" run always-attack --quiet=yes
    refused "--no-plots takes no value" run always-attack --no-plots=
}

@test "sweep options without a strategy" {
    refused "--loss needs a strategy to sweep" run --loss 0.1
    refused "--loss-back needs a strategy to sweep" run --loss-back 0.1
    refused "--param needs a strategy to sweep" run --param messengers=1
}

@test "no folder, or several, to plot" {
    refused "plot: expected one folder, got 0" plot
    refused "plot: expected one folder, got 2" plot a b
}

@test "no command: the usage, on stderr" {
    run -2 "$GENERALS"
    [[ $output == *"usage: generals COMMAND"* ]]
    [ -z "$("$GENERALS" 2>/dev/null || true)" ]
    [ -z "$(snapshot)" ]
}

@test "a sentence stays one line, and harmless, whatever was typed" {
    refused "unknown strategy" run $'two\nlines'
    refused "--trials" run always-attack --trials $'1\r\n2'
    refused "unknown command" $'\e[31mred\e[0m\a'
    unsaid $'\e'
    unsaid $'\a'
    refused "unknown strategy 'é" run é
}
