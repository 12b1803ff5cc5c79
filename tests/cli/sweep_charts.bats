#!/usr/bin/env bats
# SPDX-License-Identifier: GPL-3.0-or-later
# Charts that follow from what was swept: which there are, what they say, what is asked for.

bats_require_minimum_version 1.5.0
load helpers

# charts FOLDER: the names of the charts that have a picture.
charts() {
    (cd "$1" && find . -name '*.svg' | sed 's/^..//; s/\.svg$//' | sort | paste -sd' ')
}

# has_charts FOLDER NAME...
has_charts() {
    local folder=$1
    shift
    [ "$(charts "$folder")" = "$*" ] || fail "expected the charts: $*; there are: $(charts "$folder")"
}

# claim FOLDER CHART: its title, as gnuplot prints it.
claim() {
    (cd "$1" && LC_ALL=C.UTF-8 gnuplot "$2.gp" 2>&1)
}

@test "one point: the table alone" {
    must run await-reply --trials 1000
    has_charts out
}

@test "one setting: curves, whose title is worked out" {
    must run await-reply --param messengers=1:6 --method exact
    has_charts out failure-await-reply
    [ "$(claim out failure-await-reply)" = 'Each further messenger divides failure by about 10' ]
    [ "$(head -n 1 out/failure-await-reply.csv)" = \
        panel,series,strategy,curve,messengers,trials,failure,low,high,seen,exact ]
    [ "$(tail -n +2 out/failure-await-reply.csv | wc -l)" -eq 6 ]
    [[ $(sed -n 2p out/failure-await-reply.csv) == '1,1,await-reply,"",1,,,,,,0.09'* ]]
}

@test "the loss rate alone: curves on an axis of powers of ten" {
    must run retransmit --loss log:1e-4:0.5:9 --method exact
    has_charts out failure-retransmit
    grep -qx 'is_x_logarithmic = 1' out/failure-retransmit.gp
    # (1-(1-p)^2)^3 - p^3 = 7p^3 to first order
    [ "$(claim out failure-retransmit)" = 'A tenth of a small loss divides failure by 1000' ]
}

@test "two settings: curves and a map" {
    must run await-reply:messengers=1:4 --loss 0.1,0.2,0.3 --method exact
    has_charts out failure-await-reply map-await-reply
    [ "$(claim out map-await-reply)" = 'Failure below 0.01: messengers from 2 on at loss 0.1, 4 at 0.3' ]
    # a cell each, and an empty line after each column
    [ "$(grep -c . out/map-await-reply.csv)" -eq 13 ]
    awk -F, 'NR > 1 && NF { n = $1; p = $2; q = p ^ n; if ((($7 - (1 - q) * q) / $7) ^ 2 > 1e-20) exit 1 }' \
        out/map-await-reply.csv || fail "failure of await-reply is (1-p^n) p^n"
}

@test "a map on which more of the one needs as much of the other claims less" {
    must run await-reply:messengers=1:3 --loss 0.09,0.1 --method exact
    [ "$(claim out map-await-reply)" = 'Failure is between 7.3×10^{−4} and 0.09' ]
}

@test "several strategies: beside each other, and against what they cost" {
    must run await-reply random-attack --loss 0.1,0.2,0.3 --method exact
    has_charts out compare-two-generals pareto-messengers pareto-rounds
    [ "$(claim out compare-two-generals)" = 'Whatever the loss, await-reply fails least' ]
}

@test "a chart with a story of its own stands for those of its sweep" {
    must run always-attack --param messengers=1:4 --method exact
    has_charts out certainty confidence
    must plot out --chart failure-always-attack,success-always-attack
    has_charts out failure-always-attack success-always-attack
    must plot out
    has_charts out certainty confidence
}

@test "a strategy that never fails has its success drawn" {
    must run await-reply --param messengers=1:4 --loss 0 --method exact
    has_charts out success-await-reply
}

@test "bursts have names of their own" {
    must run await-reply --param messengers=1:4 --channel burst --method exact
    has_charts out failure-await-reply-burst
}

@test "--charts lists, and marks what is drawn" {
    must run await-reply:messengers=1:4 --loss 0.1,0.2 --method exact
    must plot --charts out
    grep -q '^\* failure-await-reply  *failure against messengers$' <<<"$output"
    grep -q '^  success-await-reply  *success against messengers$' <<<"$output"
    grep -q '^\* map-await-reply ' <<<"$output"
}

@test "--chart of a name that is none says which there are" {
    must run await-reply --param messengers=1:4 --method exact
    refused "'map-await-reply' is no chart that these results have the points for; there are failure-await-reply, success-await-reply, messengers-await-reply" \
        plot out --chart failure-await-reply,map-await-reply
    has_charts out failure-await-reply
    refused "'' is no chart" plot out --chart ''
}

@test "--format: svg, png, pdf, of run and plot" {
    must run await-reply --param messengers=1:4 --method exact --format pdf,svg
    [ "$(head -c 5 out/failure-await-reply.pdf)" = %PDF- ]
    [ -s out/failure-await-reply.svg ]
    missing out/failure-await-reply.png
    must plot out --format png
    [ -s out/failure-await-reply.png ]
    missing out/failure-await-reply.pdf
    missing out/failure-await-reply.svg
    refused "--format: 'jpg' is none of svg, png and pdf" plot out --format svg,jpg
    refused "--format: '' is none of svg, png and pdf" run await-reply --format ''
}

@test "--ascii draws in the terminal, and changes no file" {
    must run await-reply:messengers=1:3 --loss 0.1:0.1:0.5 --method exact
    find out -type f -exec sha256sum {} + | sort >before
    must plot out --ascii
    find out -type f -exec sha256sum {} + | sort | diff before - || fail "a file has changed"
    grep -A1 '^failure-await-reply:$' <<<"$output" | grep -q '^Failure grows with loss: '
    grep -q 'loss rate' <<<"$output"
    [ "$(grep -o '[ox+]' <<<"${output#*messengers}" | sort -u | paste -sd' ')" = '+ o x' ] || fail "three kinds of points"
    [ "$(awk '{ print length }' <<<"$output" | sort -n | tail -n 1)" -le 79 ] || fail "too wide"
}

@test "charts of the sweep before go, files of others stay" {
    must run await-reply:messengers=1:4 --loss 0.1,0.2 --method exact
    has_charts out failure-await-reply map-await-reply
    echo mine >out/map-of-mine.gp
    echo mine >out/failure-of-mine.svg
    must run retransmit --loss 0.1,0.2,0.3 --method exact --force
    missing out/map-await-reply.gp
    missing out/map-await-reply.csv
    missing out/failure-await-reply.png
    [ "$(cat out/map-of-mine.gp out/failure-of-mine.svg)" = $'mine\nmine' ] || fail "not its files"
    must run retransmit --loss 0.1,0.2,0.3 --method exact --force --no-plots
    missing out/failure-retransmit.svg
}

@test "files that were not made here stay, whatever they are called" {
    local name
    must run await-reply --param messengers=1:4 --method exact
    for name in outcomes confidence map-await-reply pareto-rounds; do
        echo mine | tee "out/$name.csv" "out/$name.pdf" "out/$name.svg" >/dev/null
    done
    must plot out
    for name in outcomes confidence map-await-reply pareto-rounds; do
        [ "$(cat "out/$name".{csv,pdf,svg})" = $'mine\nmine\nmine' ] || fail "$name.* is somebody's"
    done
}

@test "what is stopped in the middle leaves no half picture" {
    must run await-reply:messengers=1:4 --loss 0.1,0.2 --method exact
    for delay in 0.02 0.05 0.1 0.2; do
        rm -f out/*.svg out/*.png
        timeout --foreground -s KILL "$delay" "$GENERALS" plot out || true
        sleep 0.5 # gnuplot may go on
        for file in out/*.svg; do [ ! -e "$file" ] || tail -n 2 "$file" | grep -qx '</svg>'  || fail "half of $file"; done
        for file in out/*.png; do [ ! -e "$file" ] || tail -c 8 "$file" | grep -q IEND || fail "half of $file"; done
    done
    must plot out
    [ -z "$(find out -name '*.part')" ] || fail "parts are left"
}

@test "a sweep with 0 in it: nothing is claimed of the rest alone" {
    must run await-reply --loss 0,0.3,0.7 --method exact
    [ "$(claim out failure-await-reply)" = 'Failure grows with loss: from 0 to 0.21' ]
    must run always-attack await-reply --param messengers=1:3 --loss 0,1 --method exact -o ends
    must plot ends --chart map-always-attack,failure-always-attack
    [ "$(claim ends map-always-attack)" = 'Failure is at most 1' ]
    [ "$(claim ends failure-always-attack)" = 'Failure of always-attack against messengers' ]
    grep -q '1 of 2 curves are shown: others never fail, or have one point' ends/failure-always-attack.svg
}

@test "a factor is claimed where it can be told from noise" {
    must run random-attack --param rounds=1:10 --loss 0.3 --trials 1000
    [[ $(claim out failure-random-attack) != *divides* ]] || fail "at 1000 trials nobody knows"
}

@test "a map: what was not measured is white, and the plane with most points is drawn" {
    printf '%s\n' 'retransmit:attempts=1 --loss 0.01' 'retransmit:attempts=1:3 --loss 0.1,0.3' >ragged.sweeps
    must run -f ragged.sweeps --method exact
    must plot out --chart map-retransmit
    grep -q 'White: not measured' out/map-retransmit.svg
    ! grep -q Grey out/map-retransmit.svg || fail "there is no 0"
    printf '%s\n' 'await-reply:messengers=1 --channel burst:length=4 --loss 0.1' \
        'await-reply --param messengers=1:4 --loss 0.1,0.2,0.3 --channel burst:length=8,capture=0.9' >stray.sweeps
    must run -f stray.sweeps --method exact -o stray
    [ "$(grep -c 'await-reply\|^[1-4],' stray/map-await-reply-burst.csv)" -eq 12 ] || fail "the first point is no plane"
}

@test "a setting that is called as a column is" {
    must run await-reply --param messengers=1:6 --method exact
    for name in series panel failure exact trials; do
        sed "2,\$s/messengers=/$name=/" out/results.csv >changed
        mkdir -p named && cp changed named/results.csv
        must plot named
        [ "$(awk -F, 'NR > 1 { print $5 }' named/failure-await-reply.csv | paste -sd,)" = 1,2,3,4,5,6 ] || fail "x of $name"
        [[ $(claim named failure-await-reply) == *' divides failure by about 10' ]] || fail "$(claim named failure-await-reply)"
    done
}

@test "every script runs by itself and prints no warning" {
    local script
    must run await-reply:messengers=1:3 retransmit:attempts=1:3 --loss 0.1,0.2,0.4 --trials 1000 --method monte-carlo,exact
    for script in out/*.gp; do
        [ "$(claim out "$(basename "$script" .gp)" | wc -l)" -eq 1 ] || fail "more than the claim from $script"
    done
}

@test "drawn twice, the bytes are the same" {
    must run await-reply:messengers=1:3 retransmit:attempts=1:3 --loss 0.1,0.2,0.4 --trials 1000
    cp -r out before
    must plot out
    diff -r before out
}

@test "names from a file are names: no command, no mark-up, no path" {
    must run await-reply --param messengers=1:4 --method exact
    cp out/results.csv good
    for name in '`touch pwned`' "'; system('touch pwned')" '<script>' '../../up' '$(touch pwned)' '{/:Bold x}' '%n %s' 'ä'; do
        awk -F, -v OFS=, -v name="$name" 'NR > 1 { $2 = name } 1' good >out/results.csv
        must plot out
        [ "$(find . .. -maxdepth 2 -name 'pwned*' | wc -l)" -eq 0 ] || fail "$name was run"
        [ "$(charts out | wc -w)" -eq 1 ] || fail "one chart of $name"
        ! grep -q '<script>' out/*.svg || fail "mark-up in a picture"
    done
}

@test "without gnuplot there are data and scripts, and a remark" {
    must run await-reply:messengers=1:4 --loss 0.1,0.2 --method exact --no-plots
    mkdir none
    PATH=$PWD/none generals_without_path plot out
    [ "$status" -eq 0 ] || fail "expected success"
    grep -q 'gnuplot is not installed' <<<"$stderr"
    [ -s out/map-await-reply.gp ] && [ -s out/failure-await-reply.csv ] || fail "data and scripts"
    has_charts out
}

@test "30 strategies and settings, 200 values, all failing, none failing: a picture of each" {
    must run always-attack:messengers=1:3 await-reply:messengers=1:3 ack-chain:messages=1:4 retransmit:attempts=1:5 \
        random-attack:rounds=2:5 level-threshold:rounds=2:12 --loss 0.1,0.2 --trials 100
    [ -s out/compare-two-generals.svg ] || fail "strategies compared"
    must run retransmit --loss 0.0025:0.0025:0.5 --trials 100 -o many
    [ -s many/failure-retransmit.svg ] || fail "200 values"
    must run always-attack:messengers=12 --param spacing=0:4 --loss 0.01,0.02 --trials 100 -o none
    [[ $(claim none failure-always-attack) == 'No failure was seen: it is rarer than '* ]]
    must run retransmit:attempts=1:3 --loss 0,1 --trials 100 -o ends
}
