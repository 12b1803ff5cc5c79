# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# A chart's title claims what its data show, or describes the chart where they show nothing of it.

load helpers

# titled CHART TITLE WORD...: with these words a run draws the chart with this title; gnuplot says nothing else.
titled() {
    local chart=$1 title=$2
    shift 2
    must run "$@" --quiet --format svg --force
    title_is "$chart" "$title"
}

title_is() {
    local said
    said=$(cd out && LC_ALL=C.UTF-8 gnuplot -d "$1.gp" 2>&1)
    [ "$said" = "$2" ] || fail "expected of $1: $2" "gnuplot said: $said"
    grep -qF ">${2//\\/}<" "out/$1.svg" || fail "expected in $1.svg: $2"
}

# change FILE TEXT COLUMN=VALUE...: in the rows of a table that have this text.
change() {
    local file=out/$1.csv text=$2 pair
    shift 2
    for pair; do
        awk -F, -v OFS=, -v text="$text" -v name="${pair%=*}" -v value="${pair#*=}" '
            NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i; if (!at) exit 1 }
            NR > 1 && index($0, text) { $at = value; found = 1 }
            { print }
            END { exit !found }' "$file" >changed || fail "nothing to change in $file"
        mv changed "$file"
    done
}

# retitled CHART TITLE FILE TEXT COLUMN=VALUE...: once the table is changed.
retitled() {
    local chart=$1 title=$2
    shift 2
    change "$@"
    must plot out --format svg
    title_is "$chart" "$title"
}

describes_confidence='Confidence of the less sure general against messengers'
describes_certainty='Confidence of the less sure general on a plain axis'

@test "confidence: how many nines a messenger buys" {
    local buys='Every further messenger buys' sweep=(always-attack --param messengers=1:4)
    titled confidence "$buys 1 nine at loss 0.1, and never certainty" "${sweep[@]}" --loss 0.1,0.3 --method exact
    retitled confidence "$describes_confidence" results 'messengers=4 spacing=0,memoryless,0.1' p_first_only=2e-4
    retitled confidence "$describes_confidence" results 'messengers=4 spacing=0,memoryless,0.1' p_first_only=0
    titled confidence "$buys 0.3 nines at loss 0.5, and never certainty" "${sweep[@]}" --loss 0,0.5,1 --method exact
    titled confidence "$buys about 1 nine at loss 0.1" \
        always-attack --param messengers=1:6 --trials 1e5 # nobody knows more
    # Too rare for a number, and yet no certainty.
    titled confidence "$buys 3 nines at loss 0.0009, and never certainty" \
        always-attack --param messengers=1,2,100 --loss 0.0009 --method exact
    retitled confidence "$buys 3 nines at loss 0.0009, and never certainty" results 'messengers=100 ' p_first_only=0
    titled confidence "$describes_confidence" "${sweep[@]}" --loss 1 --trials 1e5
    titled confidence "$describes_confidence" "${sweep[@]}" --loss 0 --method exact
    titled confidence "$describes_confidence" "${sweep[@]}" --loss 0.1 --trials 30 # which could be chance
    titled confidence "$describes_confidence" "${sweep[@]}" --loss 0.1 --trials 300 # one point tells no step
}

@test "confidence: of a hundred points, one that chance has set apart refutes nothing" {
    must run always-attack --param messengers=1:6 --trials 1e5 --quiet --no-plots
    # The interval of the second point, of 1000 failures, does not hold the truth, but twice as long it does.
    retitled confidence 'Every further messenger buys about 1 nine at loss 0.1' results 'messengers=2 spacing=0' \
        confidence_second=0.9890 confidence_second_low=0.98835 confidence_second_high=0.98965
    retitled confidence "$describes_confidence" results 'messengers=2 spacing=0' \
        confidence_second=0.9870 confidence_second_low=0.98635 confidence_second_high=0.98765
}

@test "certainty: confidence climbs, and never arrives" {
    local climbs='Confidence climbs towards certainty' sweep=(always-attack --param messengers=1:4)
    titled certainty "$climbs and never arrives" "${sweep[@]}" --loss 0.1,0.3 --method exact
    retitled certainty "$climbs" results 'messengers=4 spacing=0,memoryless,0.1' p_first_only=0
    retitled certainty "$describes_certainty" results 'messengers=4 spacing=0,memoryless,0.3' p_first_only=0.5
    titled certainty "$climbs" always-attack --param messengers=1:6 --trials 1e5 # it may have arrived
    titled certainty "Between loss 0 and 1, confidence climbs towards certainty and never arrives" \
        "${sweep[@]}" --loss 0,0.1,1 --method exact
    titled certainty "$describes_certainty" "${sweep[@]}" --loss 1 --trials 1e5
}

@test "acknowledgements: no confidence, only a rarer attack" {
    local rarer='A longer chain of acknowledgements makes the attack rarer' sweep=(ack-chain --param messages=1:4)
    local describes='Success, failure and confidence against the length of the chain'
    for method in exact monte-carlo; do
        titled acknowledgements 'A longer chain of acknowledgements buys no confidence, only a rarer attack' \
            "${sweep[@]}" --loss 0.1,0.3 --trials 1e4 --method "$method"
    done
    titled acknowledgements 'Between loss 0 and 1, a longer chain buys only a rarer attack, no confidence' \
        "${sweep[@]}" --loss 0,0.1 --method exact
    retitled acknowledgements "$rarer" results 'messages=4 messengers=1,memoryless,0.1' confidence_second=0.95
    retitled acknowledgements "$describes" results 'messages=4 messengers=1,memoryless,0.1' success=0.95
    titled acknowledgements "$rarer" "${sweep[@]}" --loss 0.3 --trials 60 # too few for the confidence
    titled acknowledgements "$describes" "${sweep[@]}" --loss 0.01 --trials 10
    titled acknowledgements "$describes" "${sweep[@]}" --loss 0 --trials 1e4
}

@test "persistence: by which factor failure gets rarer" {
    local rarer='Persistence makes failure rarer' sweep=(retransmit --param attempts=1:6)
    local describes='How often one army attacks alone, against attempts'
    titled persistence "$rarer by a steady factor (1.9 to 5.2), never impossible" \
        "${sweep[@]}" --loss 0.1,0.3 --method exact
    retitled persistence "$rarer, never impossible" results 'attempts=6 spacing=1,memoryless,0.3' failure=0.01
    retitled persistence "$rarer" results 'attempts=6 spacing=1,memoryless,0.3' failure=0
    retitled persistence "$describes" results 'attempts=6 spacing=1,memoryless,0.3' failure=0.3
    titled persistence "$rarer by a steady factor (about 1.9), never impossible" \
        retransmit --param attempts=1:8 --loss 0.3 --trials 1e6
    titled persistence "$rarer, never impossible" retransmit --param attempts=1:6 --loss 0.3 --trials 1e4
    titled persistence "$rarer, never impossible" \
        retransmit --param attempts=1:3 --loss 0.3 --trials 1e5 # not yet steady
    titled persistence "Between loss 0 and 1, persistence makes failure rarer, never impossible" \
        "${sweep[@]}" --loss 0,0.1,1 --method exact
    titled persistence "$describes" "${sweep[@]}" --loss 0.1 --trials 10
    titled persistence "$describes" "${sweep[@]}" --loss 0 --method exact
    grep -q '>certainly 0<' out/persistence.svg || fail "an empty picture"
}

@test "outcomes: which army is lost" {
    local choose='A lost messenger can cost an army; a general can only choose which'
    local sweep=(always-attack await-reply --loss 0,0.3,0.5)
    local describes='How the battle ends, with and without waiting for a reply'
    titled outcomes "$choose" "${sweep[@]}" --method exact
    retitled outcomes "$describes" results 'await-reply,messengers=1,memoryless,0.3' p_first_only=0.1
    titled outcomes "$choose" "${sweep[@]}" --trials 1000
    retitled outcomes "$describes" results 'always-attack,messengers=1 spacing=0,memoryless,0.3' p_second_only=0.001
    titled outcomes "$describes" "${sweep[@]}" --trials 10
    titled outcomes "$describes" always-attack await-reply --loss 0,1e-9,2e-9 --trials 1000
}

@test "bursts: many at once buy nothing" {
    local once='Many messengers sent into one burst buy nothing; waiting does'
    local describes='How bursts thwart messengers that follow each other' method
    local sweep=(always-attack:messengers=4 --param spacing=0,4 --channel burst --param channel.length=2,4)
    for method in exact monte-carlo; do titled bursts "$once" "${sweep[@]}" --method $method --trials 1e4; done
    titled bursts "$once" "${sweep[@]}" --method exact
    retitled bursts "$describes" results 'messengers=4 spacing=0,burst length=2' failure=0.05
    titled bursts "$describes" "${sweep[@]}" --trials 20
    titled bursts "$describes" "${sweep[@]}" --loss 0 --method exact
    sweep[0]=always-attack:messengers=1
    titled bursts 'Bursts are no worse for a single messenger' "${sweep[@]}" --trials 1e4
    retitled bursts 'How bursts thwart a single messenger' results 'spacing=0,burst length=4' failure_low=0.4
    titled bursts 'How bursts thwart a single messenger' "${sweep[@]}" --trials 20
}

@test "closing: up to where TIME_WAIT buys anything" {
    local more='Beyond as many rounds as a FIN has repeats, TIME\_WAIT buys nothing more' method
    local describes="How often the server is left waiting, against its peer's TIME\\_WAIT"
    local rarer='The longer the TIME\_WAIT, the rarer is the server left waiting'
    local sweep=(four-way-close:retries=2 --param time_wait=0:4 --loss 0.1,0.3)
    for method in exact monte-carlo; do titled closing "$more" "${sweep[@]}" --method $method --trials 1e4; done
    titled closing "$more" "${sweep[@]}" --method exact
    retitled closing "$rarer" results 'retries=2 time_wait=4,memoryless,0.1' failure=0.004
    retitled closing "$describes" results 'retries=2 time_wait=4,memoryless,0.1' failure=0.5
    titled closing "$rarer" four-way-close:retries=3 --param time_wait=0:2 --method exact
    titled closing "$describes" "${sweep[@]}" --trials 20
    titled closing "$describes" four-way-close:retries=2 --param time_wait=2:4 --loss 0.1,0.3 --trials 1000 # too wide
    titled closing "$describes" four-way-close --param time_wait=0:4 --loss 0,1 --method exact
}

@test "double-charges: more with each attempt" {
    local sweep=(await-payment:idempotent=0 --param attempts=1:4 --loss 0.1,0.5) method
    local twice='Where the service is not idempotent,'
    for method in exact monte-carlo; do
        titled double-charges "$twice each further attempt charges some twice" \
            "${sweep[@]}" --method $method --trials 1e4
    done
    titled double-charges "$twice some customers are charged twice" "${sweep[@]}" --trials 20
    titled double-charges "$twice each further attempt charges some twice" "${sweep[@]}" --method exact
    retitled double-charges "$twice some customers are charged twice" counters 'attempts=4' mean=0.01
    titled double-charges 'No customer is charged twice' \
        await-payment:idempotent=0 --param attempts=1:3 --loss 0 --method exact
}

@test "double-charges-bursts: does waiting pay?" {
    local sweep=(await-payment:idempotent=0 --param attempts=1,8 --param spacing=1,4 --channel burst:capture=0.5)
    titled double-charges-bursts 'In bursts, a persistent shop charges fewer twice if it waits between attempts' \
        "${sweep[@]}" --trials 1e5
    retitled double-charges-bursts 'In bursts, waiting between attempts does not spare customers a second charge' \
        counters 'attempts=8 idempotent=0 spacing=4' mean_high=0.6 mean_low=0.5
    titled double-charges-bursts 'How often customers are charged twice in bursts' "${sweep[@]}" --trials 30
}

@test "file: the sender may end up not knowing" {
    local sweep=(bounded-retransmission --param chunks=1,2 --param retries=0:1)
    titled file 'However often a frame is repeated, the sender may end up not knowing' "${sweep[@]}" --method exact
    retitled file 'Even with 1 repeat of a frame, the sender may end up not knowing' counters \
        'chunks=2 retries=1,memoryless,0.1,0.1,exact,1,' mean=0
    titled file 'Even with 6 repeats of a frame, the sender may end up not knowing' \
        bounded-retransmission --param chunks=1,2 --param retries=0:12 --loss 0.1 --trials 1000
    titled file 'How often the sender of a file gives up' "${sweep[@]}" --loss 0 --trials 10
}

@test "safety: a random key, on average" {
    local keeps='On average a random key fails no more often than 1/r'
    local describes='How often a random key and a fixed threshold fail'
    local sweep=(random-attack:rounds=1:3 level-threshold:rounds=2:3 --loss 0.1) method
    for method in exact monte-carlo; do titled safety "$keeps" "${sweep[@]}" --method $method --trials 1e4; done
    titled safety "$describes" "${sweep[@]}" --trials 5
    titled safety "$keeps" "${sweep[@]}" --method exact
    retitled safety "$describes" results 'random-attack,rounds=3' failure=0.34
}

shop=(dispatch-first await-payment refund reconcile always-attack:spacing=1 retransmit
    --param messengers=1:3 --param attempts=1:3)

@test "shop: no failure of refund or reconcile is final" {
    local final='No failure of refund or reconcile is final: each is among the unsettled' method
    local describes='How often the shop fails, and what it leaves unsettled'
    for method in exact monte-carlo; do titled shop "$final" "${shop[@]}" --loss 0.3 --method $method --trials 1e4; done
    retitled shop "$describes" results 'reconcile,attempts=2' failure=0.5
    titled shop "$describes" "${shop[@]}" --loss 0.3 --trials 100 # too few of them
    titled shop 'Neither refund nor reconcile ever fails' "${shop[@]}" --loss 0 --method exact
    [ "$(grep -c '>certainly 0<' out/shop.svg)" -eq 2 ] || fail "an empty panel"
    titled shop 'No failure of refund or reconcile was seen in 100 trials' "${shop[@]}" --loss 1 --trials 100
}

@test "shop-outcomes: all four can end wrong" {
    local unsettled='All four can end wrong; with refund and reconcile that is unsettled, not final' method
    local describes='How a sale ends, and how often it is left unsettled'
    for method in exact monte-carlo; do
        titled shop-outcomes "$unsettled" "${shop[@]:0:4}" --loss 0.3 --method $method --trials 1e4
    done
    retitled shop-outcomes 'All four can end wrong' results 'reconcile,attempts=3' p_second_only=0.5
    retitled shop-outcomes "$describes" results 'dispatch-first,attempts=3' p_first_only=0
    titled shop-outcomes "$describes" "${shop[@]:0:4}" --loss 0.3 --trials 10
    titled shop-outcomes "$describes" "${shop[@]:0:4}" --loss 1 --method exact
}

@test "shop-bursts: does waiting pay?" {
    local sweep=(refund --param attempts=1,6 --param spacing=1,4 --channel burst:capture=0.9)
    titled shop-bursts 'In bursts, a shop ends wrong less often if it waits between attempts' \
        "${sweep[@]}" --method exact
    retitled shop-bursts 'How a shop that can refund fares in bursts' \
        results 'attempts=6 queries=3 stock_out=0 spacing=4' failure=0.5
    titled shop-bursts 'How a shop that can refund fares in bursts' "${sweep[@]}" --trials 10
    titled shop-bursts 'How a shop that can refund fares in bursts' "${sweep[@]}" --loss 0 --method exact
    [ "$(grep -c '>certainly 0<' out/shop-bursts.svg)" -eq 2 ] || fail "an empty panel"
}

@test "traitors: how many generals it takes" {
    local describes='How often the loyal lieutenants agree, and obey a loyal commander'
    local sweep=(oral-messages:generals=3:5,traitors=1,depth=1 --param commander=0,1)
    titled traitors 'Oral messages need more than three times as many generals as traitors' \
        "${sweep[@]}" --loss 0 --method exact
    retitled traitors "$describes" results 'oral-messages,generals=3 traitors=1 depth=1 commander=0' success=1
    titled traitors 'With losses, more than three generals for each traitor are not enough' \
        "${sweep[@]}" --loss 0.1 --trials 1000
    titled traitors "$describes" "${sweep[@]}" --loss 1e-9 --trials 10
    titled traitors "$describes" oral-messages:generals=4:6 --loss 0 --trials 100
}

@test "traitors-loss: signed orders stand more" {
    local stand='Signed orders stand losses that oral ones do not'
    local describes='Success of oral and of signed orders against loss'
    local n7=generals=7,traitors=2
    local sweep=(oral-messages oral-messages:$n7,depth=2 signed-messages signed-messages:$n7 --loss 0,0.1,0.3)
    titled traitors-loss "$stand" "${sweep[@]}" --trials 1000
    retitled traitors-loss "$describes" \
        results 'signed-messages,generals=4 traitors=1 commander=0,memoryless,0.3' success_high=0.2
    titled traitors-loss "$describes" "${sweep[@]}" --trials 5
    titled traitors-loss "$describes" "${sweep[@]:0:4}" --loss 0,1e-9 --trials 100
}
