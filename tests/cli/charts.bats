# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Charts: when they are made, drawn again and removed, and what happens without gnuplot.

load helpers

first=(acknowledgements certainty confidence outcomes persistence)
all=("${first[@]}" bursts closing file safety shop shop-outcomes traitors)
chain=(ack-chain --param messages=1:3 --trials 100) # has one chart

# A gnuplot that does what the lines say; use it with PATH=$fake.
fake_gnuplot() {
    fake=$PWD/fake
    mkdir -p "$fake"
    printf '%s\n' '#!/bin/sh' "$@" >"$fake/gnuplot"
    chmod +x "$fake/gnuplot"
}

chart_files() {
    find "$1" -name '*.gp' -o -name '*.svg' -o -name '*.png' -o -name '*.csv' ! -name results.csv ! -name counters.csv \
        ! -name adversary.csv
}

# only FOLDER NAME...: besides results, and charts of what was swept, the folder holds the files of these charts.
only() {
    local folder=$1 name
    shift
    for name; do printf '%s\n' "$folder/$name".{csv,gp,svg,png}; done | sort >expected
    chart_files "$folder" | grep -vE '/(failure|success|messengers|map|compare|pareto)-' | sort | diff expected - || fail "expected these charts: $*"
}

@test "the default report has every chart" {
    local name
    must run --trials 1000
    only out "${all[@]}"
    for name in "${all[@]}"; do
        grep -q '^<svg' "out/$name.svg"
        [ "$(head -c 4 "out/$name.png" | tail -c 3)" = PNG ]
        [ "$(head -c 7 "out/$name.csv")" = series, ]
    done
    grep -q 'At worst a random key fails with 1/r' out/safety.svg
}

@test "the default report, exact alone, leaves out what has too many histories" {
    must run --method exact --no-plots
    grep -q ',four-way-close,' out/results.csv
    ! grep -E 'monte-carlo|file-transfer|byzantine' out/results.csv || fail "too many histories"
    must run --trials 10 --method monte-carlo --no-plots
    ! grep exact out/results.csv || fail "nobody asked for them"
    missing out/adversary.csv
    grep -q byzantine out/results.csv
}

@test "plot draws again, byte for byte, from results.csv and counters.csv alone" {
    local name ending
    must run "${shop[@]}" --trials 1000
    mkdir again
    cp out/{results,counters}.csv again
    must plot again
    only again persistence shop shop-outcomes
    [ -z "$output$stderr" ] || fail "expected silence"
    echo changed >>again/shop.gp
    rm again/shop-outcomes.png
    must plot again
    for name in persistence shop shop-outcomes; do
        for ending in csv gp svg png; do same "out/$name.$ending" "again/$name.$ending"; done
    done
    same out/results.csv again/results.csv
    same out/counters.csv again/counters.csv
}

@test "a script runs by hand, in its folder" {
    must run "${chain[@]}"
    mv out elsewhere
    cp -r elsewhere before
    rm elsewhere/*.svg elsewhere/*.png
    (cd elsewhere && gnuplot acknowledgements.gp)
    same before/acknowledgements.svg elsewhere/acknowledgements.svg
    same before/acknowledgements.png elsewhere/acknowledgements.png
}

@test "NAME.csv holds what results.csv says" {
    local pair
    must run ack-chain --param messages=1:5 --loss 0.3 --trials 1000
    for pair in success:success failure:failure failure_high:failure_high trials:trials; do
        [ "$(column out/acknowledgements.csv "${pair%:*}")" = \
            "$(column out/results.csv "${pair#*:}")" ]
    done
    [ "$(column out/acknowledgements.csv messages | paste -sd,)" = 1,2,3,4,5 ]
}

@test "exact and sampled values of a point share a row" {
    must run always-attack --param messengers=1:12 --loss 0.01,0.3 --method monte-carlo,exact \
        --trials 1000
    [ "$(wc -l <out/results.csv)" -eq 49 ]
    [ "$(wc -l <out/confidence.csv)" -eq 25 ] || fail "expected a row for each of 24 points"
    # What is missing from certainty is p^n, with all its digits.
    awk -F, 'NR > 1 {
            exact = $2 ^ $3
            if ($4 != 1000 || $5 == "" || ($NF - exact) ^ 2 > (1e-12 * exact) ^ 2) exit 1
        }' out/confidence.csv || fail "$(cat out/confidence.csv)"
    head -n 1 out/confidence.csv | grep -q ',seen,exact_missing$'
    same out/confidence.csv out/certainty.csv
    grep -qx "has_sampled = 1" out/confidence.gp
    grep -qx "has_exact = 1" out/confidence.gp
    grep -q "Dashed: exact" out/confidence.svg
    grep -q "trials per point" out/confidence.svg
}

@test "exact values alone" {
    local name
    must run always-attack ack-chain retransmit --param messengers=1,2,3 --param messages=1:3 \
        --param attempts=1:3 --loss 0.01,0.1 --method exact
    only out acknowledgements certainty confidence persistence
    for name in acknowledgements certainty confidence persistence; do
        [ "$(wc -l <"out/$name.csv")" -eq 7 ] || fail "expected 6 points in $name.csv"
        [ -z "$(column "out/$name.csv" trials | tr -d '\n')" ] || fail "histories are no trials"
        grep -q "exact, every history" "out/$name.svg"
        grep -q "Dashed: exact" "out/$name.svg"
        ! grep -qE "trials per point|no failure seen|Bands|interval" "out/$name.svg" ||
            fail "$name.svg tells of trials"
    done
    [ -z "$(column out/persistence.csv failure | tr -d '\n')" ]
    [ "$(column out/persistence.csv exact)" = "$(grep retransmit out/results.csv | sort -t, -k5,5 -s |
        awk -F, '{ print $21 }')" ]
    must run always-attack await-reply --loss 0,0.5,1 --method exact
    only out outcomes
    [ "$(column out/outcomes.csv exact_both | paste -sd,)" = 1,0.5,0,1,0.25,0 ]
}

@test "sampled values alone have no dashed line" {
    local name
    must run always-attack ack-chain retransmit --param messengers=1,2,3 --param messages=1:3 \
        --param attempts=1:3 --trials 100
    must run always-attack await-reply --loss 0,0.5,1 --trials 100 -o shares
    mv shares/outcomes.* out
    for name in "${first[@]}"; do
        awk -F, '
            NR == 1 { for (i = 1; i <= NF; i++) exact[i] = $i ~ /^exact/ }
            NR > 1 { for (i = 1; i <= NF; i++) if (exact[i] ? $i != "" : $i == "") exit 1 }
            ' "out/$name.csv" || fail "$(cat "out/$name.csv")"
        grep -q "trials per " "out/$name.svg"
        ! grep -qiE "dashed|exact|stroke-dasharray" "out/$name.svg" || fail "$name.svg has exact values"
    done
}

@test "points that only one of the methods has" {
    must run always-attack:messengers=1:6 --method monte-carlo,exact --trials 1000
    sed -i -e '/messengers=2 .*,exact,/d' -e '/messengers=4 .*,monte-carlo,/d' out/results.csv
    must plot out
    [ "$(column out/confidence.csv messengers | paste -sd,)" = 1,2,3,4,5,6 ]
    [ "$(column out/confidence.csv trials | paste -sd,)" = 1000,1000,1000,,1000,1000 ]
    [ "$(column out/confidence.csv low | grep -nx '')" = 4: ]
    [ "$(column out/confidence.csv exact_missing | grep -nx '')" = 2: ]
    grep -qx "trials_text = '1000'" out/confidence.gp
    exists out/{confidence,certainty}.{svg,png}
}

@test "outcomes: a strategy that is exact beside one that was sampled, and rows of either kind" {
    local first second
    must run always-attack await-reply --loss 0.1,0.3,0.5 --method monte-carlo,exact --trials 1000 -o both
    for first in exact monte-carlo; do
        second=$([ $first = exact ] && echo monte-carlo || echo exact)
        rm -rf out
        mkdir out
        grep -vE "always-attack,.*,$second,|await-reply,.*,$first," both/results.csv >out/results.csv
        must plot out
        only out outcomes
        grep -q 'Dashed: exact, every history.*Areas: shares of the trials, exact where there are none' out/outcomes.svg
        [ "$(grep -oE '>(probability|share of trials)<' out/outcomes.svg | paste -sd' ')" = "$(
            [ $first = exact ] && echo '>probability< >share of trials<' ||
                echo '>share of trials< >probability<')" ] || fail "expected each panel to tell what it shows"
        grep stroke-dasharray out/outcomes.svg | grep -oE "d='M[0-9]+" | sort -u >begins
        [ "$(cat begins)" = "d='M$([ $first = exact ] && echo 81 || echo 522)" ] ||
            fail "expected dashed lines where there are exact areas alone: $(cat begins)"
    done
    grep -vE 'await-reply,.*,0.3,0.3,exact,|always-attack,.*,0.5,0.5,monte' both/results.csv >out/results.csv
    must plot out
    only out outcomes
    grep -q 'exact where there are none' out/outcomes.svg
    cp both/results.csv out
    must plot out
    ! grep -q 'exact where there are none' out/outcomes.svg || fail "but there are trials everywhere"
    for second in both out; do [ "$(grep -c '>share of trials<' $second/outcomes.svg)" -eq 1 ]; done
}

@test "shop-outcomes: a strategy that is exact beside those that were sampled" {
    must run dispatch-first:attempts=3 await-payment:attempts=3 refund:attempts=3 reconcile:attempts=3 \
        --method monte-carlo,exact --trials 1000 -o both
    mkdir out
    local file
    for file in results.csv counters.csv; do
        grep -vE 'await-payment,.*,exact,|,refund,.*,monte-carlo,' "both/$file" >"out/$file"
    done
    must plot out
    only out shop-outcomes
    grep -q 'shares of the trials, exact where there are none. *Numbers: exact where known' out/shop-outcomes.svg ||
        fail "expected a legend that tells"
    ! grep -qi '>nan<' out/shop-outcomes.svg || fail "expected numbers"
    # A key and four bars of the cell that is always there.
    [ "$(grep -c "fill = 'rgb( 86, 180, 233)'" out/shop-outcomes.svg)" -eq 5 ] || fail "expected four bars"
}

@test "rows of another channel are left out" {
    must run ack-chain --param messages=1:4 --trials 100
    grep -qx "channel_text = 'memoryless'" out/acknowledgements.gp
    sed -i '/messages=[24] /s/,memoryless,/,burst length=8 capture=1 leak=0,/' out/results.csv
    must plot out
    [ "$(column out/acknowledgements.csv messages | paste -sd,)" = 1,3 ]
    sed -i 's/,memoryless,/,burst length=8 capture=1 leak=0,/' out/results.csv
    must plot out
    only out
}

@test "exact charts are drawn whatever the loss rates are" {
    local loss
    for loss in 0 1 0,1 1e-102 0.99; do
        must run always-attack ack-chain retransmit --loss "$loss" --method exact \
            --param messengers=1:3 --param messages=1:3 --param attempts=1:3
        exists out/{confidence,certainty,acknowledgements,persistence}.{svg,png}
    done
    for loss in 1e-105 1e-162 1e-300,0.1; do # too rarely for three messengers at once, or to be held
        undecided run ack-chain retransmit --loss "$loss" --method exact --param messages=1:3 \
            --param attempts=1:3
        exists out/{acknowledgements,persistence}.{svg,png}
    done
}

@test "a script tells its trials and its intervals" {
    local pair
    for pair in 1=1 2000=2000 9999=9999 10000='10^{4}' 12300='1.23×10^{4}' 12345=12345 25000000='2.5×10^{7}' \
        10000000='10^{7}'; do
        must run ack-chain:messages=1:2 --trials "${pair%%=*}" --force
        grep -qxF "trials_text = '${pair#*=}'" out/acknowledgements.gp ||
            fail "expected ${pair#*=}, not $(grep trials_text out/acknowledgements.gp | head -n 1)"
    done
    for pair in clopper-pearson=Clopper-Pearson wilson=Wilson jeffreys=Jeffreys; do
        must run "${chain[@]}" --interval "${pair%=*}" --confidence-level 0.999 --force
        grep -qxF "interval_text = '99.9 % ${pair#*=} intervals'" out/acknowledgements.gp ||
            fail "expected ${pair#*=}, not $(grep interval_text out/acknowledgements.gp | head -n 1)"
    done
}

@test "charts are drawn whatever the loss rates are" {
    local loss
    for loss in 0 1 0,1 0.123456789012345 0.1,0.2,0.3,0.4,0.5,0.6; do
        must run always-attack ack-chain retransmit --loss "$loss" --trials 100 \
            --param messengers=1:3 --param messages=1:3 --param attempts=1:3
        exists out/{confidence,certainty,acknowledgements,persistence}.{svg,png}
    done
}

# every_chart OPTION...: sweeps that together draw all charts there are, in the folders 1, 2, ...
every_chart() {
    local shared=(--trials 100 --quiet "$@") channel=(--channel burst --param channel.length=1,2,4)
    must run always-attack ack-chain retransmit --param messengers=1:3 --param messages=1:3 \
        --param attempts=1:3 "${shared[@]}" -o 1
    must run random-attack:rounds=1:3 level-threshold:rounds=2:3 "${shared[@]}" -o 2
    must run always-attack:spacing=1 retransmit dispatch-first await-payment refund reconcile \
        --param messengers=1:3 --param attempts=1:3 "${shared[@]}" -o 3
    must run await-payment:idempotent=0,attempts=1:4 four-way-close:retries=1,time_wait=0:2 \
        bounded-retransmission:chunks=1:2,retries=0:1 "${shared[@]}" -o 4
    must run always-attack:messengers=4,spacing=0,1 await-payment:idempotent=0,attempts=1:3,spacing=1,4 \
        refund:attempts=1:3,spacing=1,4 "${channel[@]}" "${shared[@]}" -o 5
}

@test "charts are drawn for loss rates of 1e-5 and less" {
    local loss traitors=traitors=2
    for loss in 1e-5 1e-5,0.1 1e-300 log:1e-8:0.1:3; do
        every_chart --loss "$loss"
        only 1 acknowledgements certainty confidence persistence
        only 2 safety
        only 3 persistence shop shop-outcomes
        only 4 closing double-charges file
        only 5 bursts double-charges-bursts shop-bursts
        must run oral-messages:generals=4:6 oral-messages:generals=7,$traitors,depth=2 signed-messages \
            signed-messages:generals=7,$traitors always-attack await-reply --loss "$loss,0.2,0.3" \
            --trials 10 -o 6
        only 6 outcomes traitors traitors-loss
    done
}

@test "outcomes are drawn over any range of loss rates" {
    local loss
    for loss in 0,0.5,1 0.1,0.3,0.5 0.5:0.1:0.9 0.01:0.01:0.05 log:1e-6:1e-2:5; do
        must run always-attack await-reply --loss "$loss" --trials 1000
        only out outcomes
    done
}

@test "charts are drawn for few trials, many trials and long sweeps" {
    must run ack-chain --param messages=1:3 --trials 1 -o one
    must run ack-chain --param messages=1,1000 --trials 1000 -o long
    must run always-attack --param messengers=1,100000 --trials 1000 -o many
    must run retransmit --param attempts=1:1000 --loss 0.9 --trials 10 -o attempts
    exists one/acknowledgements.png long/acknowledgements.png many/confidence.png \
        attempts/persistence.png
}

@test "a sweep that has no chart removes those of the sweep before" {
    must run "${chain[@]}"
    only out acknowledgements
    must run await-reply --trials 10
    only out
    must run "${chain[@]}"
    must run always-attack --param messengers=1:3 --trials 10
    only out certainty confidence
    must run "${chain[@]}"
    must run "${chain[@]}" --no-plots
    only out
    must run "${chain[@]}"
    tail -n +3 out/results.csv >rest
    (head -n 1 out/results.csv && grep messages=2 rest) >short # one point is no chart
    mv short out/results.csv
    must plot out
    only out
}

@test "more than 6 loss rates: the sweep's own charts, and whoever asks for the other is told why" {
    must run "${chain[@]}" --loss 0.1:0.1:0.6
    only out acknowledgements
    must run "${chain[@]}" --loss 0.1:0.1:0.7
    only out
    [ -s out/failure-ack-chain.svg ] && [ -s out/map-ack-chain.svg ]
    refused "no chart 'acknowledgements': 7 loss rates" plot out --chart acknowledgements
}

@test "without gnuplot: results, data and scripts, and one line says so" {
    mkdir empty
    must run "${chain[@]}" # its pictures become stale
    PATH=$PWD/empty generals_without_path run "${chain[@]}"
    [ "$status" -eq 0 ] || fail "expected success"
    exists out/results.csv out/manifest.json out/acknowledgements.csv out/acknowledgements.gp
    missing out/acknowledgements.svg out/acknowledgements.png
    [ "$(grep -c "gnuplot is not installed" <<<"$stderr")" -eq 1 ] || fail "expected one remark"
    [ "$(wc -l <<<"$stderr")" -eq 3 ] || fail "expected what is gone on with, one remark and the last line"
    rm -r out
    PATH=$PWD/empty generals_without_path run --trials 10
    [ "$(wc -l <<<"$stderr")" -eq 2 ] || fail "expected one remark for all charts"
    PATH=$PWD/empty generals_without_path plot out
    [ "$status" -eq 0 ] || fail "expected success"
    [ "$(wc -l <<<"$stderr")" -eq 1 ] || fail "expected one remark"
    exists out/confidence.gp
    missing out/confidence.svg
}

@test "a gnuplot that fails: its message, exit code 1, and no stale pictures" {
    must run "${chain[@]}"
    fake_gnuplot 'echo "oh no, says gnuplot" >&2' 'exit 3'
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"generals: error: gnuplot failed on 'out/acknowledgements.gp': oh no, says gnuplot"* ]] ||
        fail "expected gnuplot's message"
    exists out/results.csv out/manifest.json out/acknowledgements.csv out/acknowledgements.gp
    missing out/acknowledgements.svg out/acknowledgements.png
    must plot out
    only out acknowledgements
}

@test "a gnuplot that fails leaves no picture of earlier results, of no chart" {
    local sweep=(ack-chain:messages=1:2 always-attack:messengers=1:2 retransmit:attempts=1:2)
    must run "${sweep[@]}" --trials 100
    only out acknowledgements certainty confidence persistence
    fake_gnuplot 'exit 3'
    PATH=$fake generals_without_path run "${sweep[@]}" --trials 200
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [ -z "$(find out -name '*.svg' -o -name '*.png')" ] || fail "stale: $(ls out)"
}

@test "a gnuplot that fails without a word" {
    fake_gnuplot 'exit 3'
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"gnuplot failed on 'out/acknowledgements.gp': "*3* ]] ||
        fail "expected its exit code"
    fake_gnuplot 'kill -9 $$'
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"gnuplot failed on 'out/acknowledgements.gp': "*[Kk]illed* ]] ||
        fail "expected that it was killed"
}

@test "a gnuplot that draws nothing, and says nothing" {
    fake_gnuplot
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"generals: error: gnuplot ended well but left no picture 'out/acknowledgements.svg'"* ]] ||
        fail "expected the picture's name"
    fake_gnuplot ': >acknowledgements.svg.part' ': >acknowledgements.png.part'
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    fake_gnuplot 'echo picture >acknowledgements.svg.part'
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $stderr == *"left no picture 'out/acknowledgements.png'"* ]] || fail "expected the other's"
}

@test "a gnuplot that fails in the middle leaves no half picture" {
    fake_gnuplot 'echo half >acknowledgements.svg.part' 'echo half >acknowledgements.png.part' 'exit 1'
    PATH=$fake generals_without_path run "${chain[@]}"
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    missing out/acknowledgements.svg out/acknowledgements.png
}

@test "gnuplot hears nothing of the user's own settings" {
    local name
    must run "${chain[@]}" -o plain
    mkdir home
    printf '%s\n' 'set terminal dumb' 'set print "marker"' 'print 1' >home/.gnuplot
    GNUTERM=dumb GNUPLOT_PNG_DRIVER=x LC_ALL=C.UTF-8 HOME=$PWD/home must run "${chain[@]}" -o own
    for name in svg png; do same "plain/acknowledgements.$name" "own/acknowledgements.$name"; done
    [ -z "$(find . -name marker)" ]
}

# --- one chart each ----------------------------------------------------------------------------

# drawn NAME WORD...: this run draws the one chart, from either method and from both.
drawn() {
    local name=$1 method
    shift
    for method in exact monte-carlo monte-carlo,exact; do
        must run "$@" --method "$method" --trials 1000 --quiet
        only out "$name"
    done
}

# numbers FILE COLUMN: with 12 digits, and commas between.
numbers() {
    column "$1" "$2" | awk '{ printf "%s%.12g", (NR > 1 ? "," : ""), $1 }'
}

@test "bursts: many at once fail as often as one, in bursts that capture all" {
    drawn bursts always-attack:messengers=4 --param spacing=0,1 --channel burst \
        --param channel.length=1,2,4 --loss 0.2
    [ "$(column out/bursts.csv channel.length | paste -sd,)" = 1,2,4,1,2,4 ]
    [ "$(column out/bursts.csv spacing | paste -sd,)" = 0,0,0,1,1,1 ]
    [ "$(numbers out/bursts.csv exact)" = 0.2,0.2,0.2,0,0.025,0.084375 ]
    [ "$(column out/bursts.csv failure)" = "$(grep monte out/results.csv | cut -d, -f21)" ]
    grep -qx "at_messengers = 4" out/bursts.gp
    must run always-attack:messengers=4 --param spacing=0,1 --channel burst:capture=0.9 \
        --param channel.length=1,2,4 --trials 100 # where many at once do buy something
    only out
    must run always-attack:messengers=4 --channel burst --param channel.length=1,2,4 --trials 100
    only out
}

@test "bursts: that waiting pays is claimed where it does" {
    local method sweep=(always-attack:messengers=4,spacing=0,4 --channel burst --trials 10000 --loss 0.5)
    for method in exact monte-carlo; do
        must run "${sweep[@]}" --param channel.length=2,4 --method $method
        grep -q '>Many messengers sent into one burst buy nothing; waiting does<' out/bursts.svg
        # Vigilant in every other round: one messenger every four rounds meets the same mood.
        must run "${sweep[@]}" --param channel.length=1,4 --method $method
        grep -q '>Many messengers sent into one long burst buy nothing; waiting does<' out/bursts.svg
        must run "${sweep[@]}" --param channel.length=1,1.0001 --method $method
        [ "$method" = exact ] || ! grep -q 'waiting does' out/bursts.svg || fail "nothing shows that"
    done
    must run always-attack:messengers=1,spacing=0,4 --channel burst --param channel.length=1,4 --trials 10
    grep -q 'with 1 messenger,' out/bursts.svg
}

shop=(dispatch-first await-payment refund reconcile always-attack:spacing=1 retransmit
    --param messengers=1:3 --param attempts=1:3)

@test "shop: failure and unsettled orders, by one loss rate" {
    must run "${shop[@]}" --trials 1000 --method monte-carlo,exact --loss 0.3
    only out persistence shop shop-outcomes
    [ "$(head -n 1 out/shop.csv)" = series,loss,strategy,attempts,trials,failure,low,high,seen,`
        `unsettled,unsettled_low,unsettled_high,unsettled_seen,exact,exact_unsettled ]
    [ "$(column out/shop.csv strategy | uniq | paste -sd,)" = always-attack,dispatch-first,retransmit,`
        `await-payment,refund,reconcile ]
    [ "$(column out/shop.csv attempts | paste -sd,)" = 1,2,3,1,2,3,1,2,3,1,2,3,1,2,3,1,2,3 ]
    # A general's messengers are a shop's attempts; only refund and reconcile leave anything open.
    [ "$(numbers out/shop.csv exact | cut -d, -f1-6)" = 0.3,0.09,0.027,0.3,0.09,0.027 ]
    [ "$(column out/shop.csv exact_unsettled | head -n 12 | tr -d '\n')" = "" ]
    awk -F, 'NR > 13 && !($15 >= $14 && $10 >= $6 && $15 > 0) { exit 1 }' out/shop.csv ||
        fail "expected every failure among the unsettled"
    [ "$(column out/shop.csv exact_unsettled | tail -n 1)" = \
        "$(grep 'reconcile,attempts=3.*exact.*unsettled' out/counters.csv | cut -d, -f12)" ]
    [ "$(column out/shop.csv unsettled_seen | tail -n 1)" = \
        "$(grep 'reconcile,attempts=3.*monte.*unsettled' out/counters.csv | cut -d, -f11)" ]
    # Of another loss rate, not all are there.
    cp out/shop.csv before.csv
    must run "${shop[@]}" --trials 1000 --method monte-carlo,exact --loss 0.3,0.5 --no-plots
    sed -i '/reconcile.*,0.5,/d' out/{results,counters}.csv
    must plot out
    only out persistence shop shop-outcomes
    same before.csv out/shop.csv
    sed -i '/dispatch-first/d' out/results.csv
    must plot out
    only out persistence
}

@test "shop-outcomes: the cells of three attempts" {
    must run "${shop[@]:0:4}" --loss 0.3 --trials 1000 --method exact
    only out shop-outcomes
    [ "$(head -n 1 out/shop-outcomes.csv)" = series,loss,strategy,trials,neither,first_only,`
        `second_only,both,unsettled,exact_neither,exact_first_only,exact_second_only,exact_both,`
        `exact_unsettled ]
    [ "$(wc -l <out/shop-outcomes.csv)" -eq 5 ]
    [ "$(numbers out/shop-outcomes.csv exact_first_only)" = 0.027,0,0,0 ]
    [ "$(numbers out/shop-outcomes.csv exact_second_only | cut -d, -f1-2)" = 0,0.105651 ]
    must run "${shop[@]:0:4}" --trials 1000
    only out shop-outcomes
    rm out/counters.csv # without which nobody knows what is unsettled
    must plot out
    only out
}

@test "shop-outcomes: the word unsettled stands at bars alone" {
    local pair
    for pair in 0=1 0.3=3; do # one is the head of a column of numbers
        must run "${shop[@]:0:4}" --loss "${pair%=*}" --method exact
        [ "$(grep -c '>unsettled<' out/shop-outcomes.svg)" -eq "${pair#*=}" ] ||
            fail "$(grep -c '>unsettled<' out/shop-outcomes.svg) at loss ${pair%=*}"
    done
}

@test "the shop's charts are drawn whatever the loss rates and trials are" {
    local loss
    for loss in 0 1; do
        must run "${shop[@]}" --loss "$loss" --trials 1 --quiet
        only out persistence shop shop-outcomes
    done
    must run "${shop[@]}" --loss 0 --method exact --quiet
    only out persistence shop shop-outcomes
}

@test "shop-bursts: what waiting between attempts buys" {
    local sweep=(refund --param attempts=1,6 --param spacing=1,4) capture
    drawn shop-bursts "${sweep[@]}" --channel burst:capture=0.9
    [ "$(head -n 1 out/shop-bursts.csv)" = series,loss,spacing,attempts,trials,failure,low,high,seen,`
        `unsettled,unsettled_low,unsettled_high,unsettled_seen,exact,exact_unsettled ]
    [ "$(column out/shop-bursts.csv exact)" = "$(grep exact out/results.csv | sort -t' ' -k4,4 -s | cut -d, -f21)" ]
    grep -q 'ends wrong less often if it waits' out/shop-bursts.svg
    must run "${sweep[@]}" --channel burst:capture=0.9 --trials 10 --force
    ! grep -q 'less often' out/shop-bursts.svg || fail "nothing shows that"
    for capture in 1 0.5; do
        must run "${sweep[@]}" --channel burst:capture=$capture --method exact # with 1 no end is wrong
        only out shop-bursts
        [ "$(grep -c 'certainly 0' out/shop-bursts.svg)" -eq "$([ $capture = 1 ] && echo 1 || echo 0)" ]
    done
    must run "${sweep[@]}" --channel burst --loss 0 --method exact
    only out shop-bursts
}

@test "closing: a TIME_WAIT beyond the retries buys nothing" {
    drawn closing four-way-close:retries=1 --param time_wait=0:3 --loss 0,0.1
    [ "$(head -n 1 out/closing.csv)" = series,loss,time_wait,trials,failure,low,high,seen,exact ]
    [ "$(numbers out/closing.csv exact)" = 0,0,0,0,0.097929,0.025758,0.025758,0.025758 ]
    [ "$(column out/closing.csv failure)" = "$(grep monte out/results.csv | sort -t, -k5,5 -s | cut -d, -f21)" ]
    grep -q 'Beyond as many rounds as a FIN has repeats, TIME_WAIT buys nothing more' out/closing.svg
    drawn closing four-way-close:retries=3 --param time_wait=0,1 --loss 1 # too short to see that
    ! grep -q 'buys nothing more' out/closing.svg || fail "nothing shows that"
    # Of all numbers of retries, the one with most points.
    must run four-way-close --param retries=2,3 --param time_wait=0:2 --trials 100 --no-plots
    sed -i '/retries=2 time_wait=1/d' out/results.csv
    must plot out
    grep -qx "at_retries = 3" out/closing.gp
    [ "$(column out/closing.csv time_wait | paste -sd,)" = 0,1,2 ]
}

@test "traitors: orders passed on as often as there are traitors" {
    drawn traitors oral-messages:generals=3:5,traitors=1,depth=1 \
        oral-messages:generals=4,traitors=2,depth=2 oral-messages:generals=6,traitors=1,depth=2 \
        --param commander=0,1 --loss 0
    [ "$(head -n 1 out/traitors.csv)" = series,panel,loss,commander,generals,traitors,trials,`
        `success,low,high,seen,exact ]
    [ "$(cut -d, -f1,2,4,5,6,12 out/traitors.csv | sed 1d | paste -sd' ')" = \
        "1,1,0,3,1,0.5 2,1,0,4,1,1 2,1,0,4,2,0.4375 3,1,0,5,1,1 `
        `1,2,1,3,1,1 2,2,1,4,1,1 2,2,1,4,2,0.84375 3,2,1,5,1,1" ]
    grep -q 'more than three times as many generals' out/traitors.svg
    grep -q 'a traitor says what a coin tells him: average, not worst case' out/traitors.svg
    grep -q 'of the lieutenants one fewer is (dashed' out/traitors.svg
    must run oral-messages:generals=4:6 --loss 0,0.1 --trials 100 --force # nothing here shows that
    ! grep -q 'more than three times as many generals' out/traitors.svg || fail "what shows that?"
    grep -qx 'at_loss = 0' out/traitors.gp
    must run oral-messages:generals=4:6 --loss 0.1 --trials 1 --force
    only out traitors
    ! grep -q 'one fewer' out/traitors.svg || fail "the commander is loyal"
    must run oral-messages:generals=4:5 --loss 0.1 --trials 1
    only out
}

@test "traitors-loss: four curves or none" {
    local n7=generals=7,traitors=2
    must run oral-messages oral-messages:$n7,depth=2 signed-messages signed-messages:$n7 \
        oral-messages:commander=1 signed-messages:commander=1 --loss 0,0.1,1 --trials 1000
    only out traitors-loss
    [ "$(column out/traitors-loss.csv strategy | uniq -c | tr -s ' \n' ' ')" = \
        " 6 oral-messages 6 signed-messages " ]
    [ "$(column out/traitors-loss.csv loss | paste -sd,)" = 0,0.1,1,0,0.1,1,0,0.1,1,0,0.1,1 ]
    [ "$(sed -n '3p;9p' out/traitors-loss.csv | cut -d, -f5)" = "$(grep -E \
        '(oral-messages,generals=4 .*|signed-messages,generals=4 .*)commander=0,.*,0.1,0.1,' \
        out/results.csv | cut -d, -f18)" ]
    sed -i '/generals=4 traitors=1 depth=1 commander=0/d' out/results.csv
    must plot out
    only out
}

@test "file: both counters, whatever the loss rate" {
    local loss
    drawn file bounded-retransmission --param chunks=1,2 --param retries=0:1 --loss 0.1
    [ "$(head -n 1 out/file.csv)" = series,loss,chunks,retries,trials,`
        `not_reported,not_reported_low,not_reported_high,not_reported_seen,`
        `uncertain,uncertain_low,uncertain_high,uncertain_seen,exact_not_reported,exact_uncertain ]
    [ "$(numbers out/file.csv exact_not_reported)" = 0.19,0.0361,0.3439,0.07089679 ]
    [ "$(numbers out/file.csv exact_uncertain)" = 0.19,0.0361,0.1539,0.03479679 ]
    [ "$(column out/file.csv uncertain_seen | paste -sd,)" = \
        "$(grep 'monte.*uncertain' out/counters.csv | cut -d, -f11 | paste -sd,)" ]
    for loss in 0 1; do
        must run bounded-retransmission:chunks=1,2,retries=0:1 --loss "$loss" --method exact
        only out file
    done
    must run bounded-retransmission --param retries=0:1 --trials 1
    only out file
}

@test "double-charges, in bursts or not: the mean number per order" {
    local unsafe=await-payment:idempotent=0
    drawn double-charges "$unsafe",attempts=1:3 await-payment:attempts=1:4 --loss 0,0.1
    [ "$(head -n 1 out/double-charges.csv)" = series,loss,attempts,trials,mean,low,high,seen,exact ]
    [ "$(numbers out/double-charges.csv exact)" = 0,0,0,0,0.081,0.10449 ]
    [ "$(column out/double-charges.csv mean | paste -sd,)" = \
        "$(grep 'idempotent=0.*monte' out/counters.csv | sort -t, -k5,5 -s | cut -d, -f12 | paste -sd,)" ]
    drawn double-charges-bursts "$unsafe" --param attempts=1,8 --param spacing=1,4 \
        --channel burst:capture=0.5
    [ "$(head -n 1 out/double-charges-bursts.csv)" = \
        series,loss,spacing,attempts,trials,mean,low,high,seen,exact ]
    [ "$(column out/double-charges-bursts.csv spacing | paste -sd,)" = 1,1,4,4 ]
    grep -q 'charges fewer twice' out/double-charges-bursts.svg
    must run "$unsafe" --param attempts=1,2 --param spacing=1,4 --channel burst:capture=0.5 \
        --method exact # too few attempts for that
    only out double-charges-bursts
    ! grep -q 'charges fewer twice' out/double-charges-bursts.svg || fail "nothing shows that"
    must run "$unsafe" --param attempts=1,2 --param spacing=1,4 --channel burst --trials 1
    only out double-charges-bursts
}

@test "double-charges: that nobody is charged twice is claimed only where it is certain" {
    local method folder sweep=(await-payment:idempotent=0 --param attempts=1:2 --quiet)
    for method in exact monte-carlo,exact monte-carlo; do
        must run "${sweep[@]}" --method $method --trials 100 --loss 0 -o never
        must run "${sweep[@]}" --method $method --trials 100 --loss 0.3 -o often
        grep -q 'No customer is charged twice' never/double-charges.svg
        ! grep -qE 'No customer|Nobody' often/double-charges.svg || fail "but some are"
    done
    must run "${sweep[@]}" --trials 100 --loss 1e-6 -o rare
    must run "${sweep[@]}" --trials 100 --loss 1e-6 --channel burst --param spacing=1,4 -o rare-bursts
    must run "${sweep[@]}" --method exact --channel burst --param spacing=1,4 -o never-bursts
    for folder in rare rare-bursts; do
        grep -q 'Nobody was seen charged twice in 100 trials' $folder/double-charges*.svg
        grep -q '▽: none seen' $folder/double-charges*.svg
    done
    grep -q 'No customer is charged twice' never-bursts/*.svg # an answer shares its request's mood
    must run "${sweep[@]}" --method monte-carlo,exact --trials 100 --loss 1e-6 -o known
    grep -q 'charges some twice' known/double-charges.svg
    # Waiting pays, but in so few trials nothing is seen of it.
    sweep=(await-payment:idempotent=0 --param attempts=1,8 --param spacing=1,4 --channel burst:capture=0.5)
    must run "${sweep[@]}" --trials 20 -o few
    must run "${sweep[@]}" --trials 1e6 -o many
    ! grep -q 'charges fewer twice' few/*.svg || fail "nothing shows that"
    grep -q 'charges fewer twice' many/*.svg
}

@test "safety: on average, and at worst where that is known" {
    drawn safety random-attack:rounds=1:3 level-threshold:rounds=2:3 level-threshold:rounds=4,level=3 \
        --loss 0,0.1
    [ "$(head -n 1 out/safety.csv)" = series,panel,loss,strategy,rounds,trials,`
        `success,failure,low,high,exact_success,exact,worst ]
    [ "$(column out/safety.csv strategy | uniq | paste -sd,)" = \
        random-attack,level-threshold,random-attack,level-threshold ]
    [ "$(column out/safety.csv exact_success | head -n 5 | paste -sd,)" = 1,1,1,1,1 ]
    [ -z "$(column out/safety.csv worst | tr -d '\n')" ] || fail "nobody knows the worst"
    grep -q 'On average a random key' out/safety.svg
    cp out/safety.csv before.csv
    awk -F, -v OFS=, '
        NR == 1 { print $1, $2, $3, $4, $5, $6, $7, $8, $9, "failure,captures,captured" }
        /exact/ { r = $3; gsub(/[^0-9 ]/, "", r)
                  print $1, $2, $3, $4, $5, $6, $7, $8, $9, ($2 ~ /random/ ? 1 / int(r) : 1), "1,x" }
        ' out/results.csv >out/adversary.csv
    must plot out
    only out safety
    [ "$(numbers out/safety.csv worst)" = 1,0.5,0.333333,1,1,1,0.5,0.333333,1,1 ]
    [ "$(cut -d, -f1-12 out/safety.csv)" = "$(cut -d, -f1-12 before.csv)" ] || fail "only the worst is new"
    grep -q 'On average a random key' out/safety.svg # 0.333333 is not 1/3
    sed -i 's/,0.333333,/,0.3333333333333333,/' out/adversary.csv
    must plot out
    grep -q 'for certain' out/safety.svg
    rm out/adversary.csv
    must plot out
    same before.csv out/safety.csv
}

# --- plot of what is no good -------------------------------------------------------------------

# A folder bad with a results.csv of 10 lines, ready to be damaged.
results() {
    rm -rf bad
    must run always-attack:messengers=1:3 ack-chain:messages=1:3 retransmit:attempts=1:3 \
        --trials 10 --no-plots -o bad
}

# damaged TEXT SED-SCRIPT: plot refuses these results, with that text, and makes nothing.
damaged() {
    results
    sed -i "$2" bad/results.csv
    refused "$1" plot bad
}

@test "plot of no folder, no results, no readable results" {
    refused "cannot read 'nowhere/results.csv': No such file or directory" plot nowhere
    mkdir empty folder folder/results.csv
    refused "cannot read 'empty/results.csv': No such file or directory" plot empty
    refused "cannot read 'folder/results.csv': Is a directory" plot folder
    echo text >file
    refused "cannot read 'file/results.csv': Not a directory" plot file
    refused "cannot read '/results.csv': No such file or directory" plot ""
}

@test "plot of 0 bytes" {
    mkdir empty
    : >empty/results.csv
    refused "'empty/results.csv' is empty; expected a header line" plot empty
}

@test "plot of a header without rows" {
    results
    sed -i 1q bad/results.csv
    must plot bad
    only bad
}

@test "plot that finds nothing to draw says so" {
    must run await-reply --trials 10
    must plot out
    [ -n "$stderr" ] || fail "expected a remark"
}

@test "plot of results with a column missing, of a header alone too" {
    local column
    for column in strategy parameters channel method p_both trials loss loss_back failure_high confidence_second_low \
        interval confidence_level; do
        damaged "'bad/results.csv' has no column '$column'" "1s/\\b$column\\b/other/"
    done
}

@test "plot of a header that is cut off, and of NUL bytes" {
    results
    truncate -s 100 bad/results.csv
    refused "bad/results.csv" plot bad
    head -c 300000 /dev/zero >bad/results.csv
    refused "bad/results.csv" plot bad
}

@test "plot of rows that are cut off or too long" {
    damaged "bad/results.csv:10: 38 fields; the header has 39" '10s/,[^,]*$//'
    damaged "bad/results.csv:3: 40 fields; the header has 39" '3s/$/,1/'
    damaged "bad/results.csv:4: 1 fields; the header has 39" '4s/.*//'
    results
    truncate -s -100 bad/results.csv
    refused "bad/results.csv:10: " plot bad
}

@test "plot of broken quotes" {
    damaged "bad/results.csv" '2s/^/"/'
    damaged "bad/results.csv:3: " '3s/^two-generals,/"two-generals"x,/'
}

@test "plot of a quote that is not closed or stands inside a field" {
    damaged "bad/results.csv:" '10s/,complete,,$/,"complete,,/'
    damaged "bad/results.csv:3: " '3s/complete/comp"lete/'
}

# with_field NAME TEXT: plot refuses results with this text in that column of line 2, and names both.
with_field() {
    results
    awk -F, -v OFS=, -v name="$1" -v text="$2" '
        NR == 1 { for (i = 1; i <= NF; i++) if ($i == name) at = i }
        NR == 2 { $at = text }
        { print }' bad/results.csv >changed
    mv changed bad/results.csv
    refused "bad/results.csv:2: $1: '$2' cannot be read" plot bad
}

@test "plot of garbage in any column that is drawn" {
    local name
    for name in success success_low success_high failure failure_low failure_high \
        confidence_first confidence_first_low confidence_first_high confidence_level loss_back; do
        with_field "$name" 0.5x
    done
    with_field failure inf
    with_field confidence_second nan
}

@test "plot of garbage in place of numbers" {
    damaged "bad/results.csv:2: loss: '0.1x' cannot be read" '2s/,0\.1,/,0.1x,/'
    damaged "bad/results.csv:2: loss: 'nan' cannot be read" '2s/,0\.1,/,nan,/'
    damaged "bad/results.csv:2: loss: '0x1' cannot be read" '2s/,0\.1,/,0x1,/'
    damaged "bad/results.csv:2: method: 'guess' cannot be read" '2s/monte-carlo/guess/'
    damaged "bad/results.csv:2: trials: '-10' cannot be read" '2s/,10,/,-10,/'
    damaged "bad/results.csv:2: trials: '1e1' cannot be read" '2s/,10,/,1e1,/'
    damaged "bad/results.csv:2: trials: '' cannot be read" '2s/,10,/,,/'
    damaged "bad/results.csv:2: parameters: " '2s/messages=1/messages=/'
    damaged "bad/results.csv:2: parameters: " '2s/messages=1/messages=one/'
    damaged "bad/results.csv:2: parameters: " '2s/messages=1 messengers=1/messengers=1/'
    damaged "bad/results.csv:2: interval: 'other' cannot be read" '2s/clopper-pearson/other/'
    damaged "bad/results.csv:2: interval: '' cannot be read" '2s/clopper-pearson//'
}

@test "plot of 0 trials" {
    # shellcheck disable=SC2034 # of generals()
    patience=10
    damaged "trials: '0' cannot be read" '2,10s/,10,/,0,/'
}

@test "plot of numbers that no run gives" {
    damaged "bad/results.csv:2: " '2s/,10,/,0,/'
    damaged "bad/results.csv:2: " '2s/,0\.1,0\.1,/,,,/'
    damaged "bad/results.csv:2: " '2s/,0\.95,/,,/'
    damaged "bad/results.csv:2: " '2s/,0\.1,0\.1,/,7,7,/'
}

@test "plot of a huge field and of noise" {
    results
    { head -c 8000000 /dev/zero | tr '\0' x && sed 1d bad/results.csv; } >huge
    mv huge bad/results.csv
    refused "bad/results.csv" plot bad
    results
    sed -i "3s/\$/$(head -c 100000 /dev/zero | tr '\0' x)/" bad/results.csv
    refused "bad/results.csv:3: effective: 'xxx" plot bad
    seq 100000 | sha512sum | cat - "$(type -P bash)" >bad/results.csv
    generals plot bad
    [ "$status" -eq 1 ] || [ "$status" -eq 2 ] || fail "expected exit code 1 or 2"
}

@test "plot of another program's CSV conventions" {
    results
    must plot bad
    mv bad good
    results
    sed -i 's/$/\r/; s/,always-attack,/,"always-attack",/' bad/results.csv
    truncate -s -2 bad/results.csv # no newline at the end
    must plot bad
    same good/confidence.csv bad/confidence.csv
    same good/confidence.png bad/confidence.png
}
