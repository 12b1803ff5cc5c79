# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# compare: what it tells of results that are written here, and what it refuses.

load helpers

names=problem,strategy,parameters,channel,loss,loss_back,method,seed,trials,n_neither,n_first_only
names+=,n_second_only,n_both,p_neither,p_first_only,p_second_only,p_both,success,success_low
names+=,success_high,failure,failure_low,failure_high,confidence_first,confidence_first_low
names+=,confidence_first_high,confidence_second,confidence_second_low,confidence_second_high
names+=,messengers,messengers_low,messengers_high,rounds,rounds_p99,interval,confidence_level
names+=,status,event,effective

# results FOLDER: an empty table of results.
results() {
    mkdir -p "$1"
    echo "$names" >"$1/results.csv"
}

# exact FOLDER STRATEGY PARAMETERS LOSS FAILURE MESSENGERS ROUNDS
exact() {
    echo "two-generals,$2,$3,memoryless,$4,$4,exact,1,4,,,,,,,,,0.5,0.5,0.5,$5,$5,$5,,,,,,,$6,$6,$6,$7,1,exact,1,complete,," \
        >>"$1/results.csv"
}

# counted FOLDER STRATEGY PARAMETERS LOSS FAILURES TRIALS MESSENGERS ROUNDS: the interval of failure is
# not read, since it follows from the counts.
counted() {
    local failure
    failure=$(awk -v k="$5" -v n="$6" 'BEGIN { printf "%.15g", k / n }')
    echo "two-generals,$2,$3,memoryless,$4,$4,monte-carlo,1,$6,,,,,,,,,0.5,,,$failure,0,1,,,,,,,$7,$7,$7,$8,1,clopper-pearson,0.95,complete,," \
        >>"$1/results.csv"
}

# verdicts FOLDER: "STRATEGY:PARAMETERS>OTHER:PARAMETERS VERDICT", a line each.
verdicts() {
    awk -F, 'NR > 1 { print $6 ":" $7 ">" $8 ":" $9 " " $(NF - 1) }' "$1/comparison.csv"
}

# lines FOLDER COST: "STRATEGY:PARAMETERS LINE BY:PARAMETERS SURE", a line each.
lines() {
    awk -F, -v cost="$2" 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { print $at["strategy"] ":" $at["parameters"] " " $at[cost "_line"] " " $at[cost "_by_strategy"] ":" \
            $at[cost "_by_parameters"] " " $at[cost "_sure"] }' "$1/ranking.csv"
}

@test "compares what was run: text, comparison.csv and ranking.csv" {
    must run always-attack retransmit --param messengers=1,2 --param attempts=1,3 --loss 0.1,0.3 \
        --trials 100000 --no-plots
    must compare out
    [ "$(grep -c '^two-generals, memoryless, loss 0.[13]; 95 % for all 4 together$' <<<"$output")" -eq 2 ]
    [[ $output == *"retransmit attempts=3"* ]] || fail "label"
    [[ $output != *spacing* ]] || fail "what all have in common is no part of a label"
    [ "$(wc -l <out/comparison.csv)" -eq 13 ] || fail "expected 2 x 6 pairs"
    [ "$(wc -l <out/ranking.csv)" -eq 9 ] || fail "expected 2 x 4 contenders"
    [ -z "$stderr" ] || fail "expected silence"
    nothing_half_written
    # At loss 0.1 failures are 0.1, 0.01, 0.09, 0.005859: all are told apart by 1e5 trials.
    [ "$(column out/ranking.csv rank_low | head -n 4 | paste -sd,)" = 1,2,3,4 ]
    [ "$(column out/ranking.csv strategy | head -n 4 | paste -sd,)" = \
        retransmit,always-attack,retransmit,always-attack ]
    cp out/comparison.csv before
    must compare out
    same out/comparison.csv before
}

@test "p-values, intervals and verdicts stand for what they say" {
    results r
    counted r a x=1 0.1 100 1000 1 1
    counted r b x=1 0.1 130 1000 2 1
    counted r c x=1 0.1 190 1000 3 1
    exact r d x=1 0.1 0.1 4 1
    must compare r
    # Fisher's of 100 and 130 in 1000, from fractions; 100 against 0.1 is as expected.
    awk -F, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i; next }
        { p[$at["strategy"] $at["other_strategy"]] = $at["p_value"]; holm[$at["strategy"] $at["other_strategy"]] = $at["p_holm"]
          test[$at["strategy"] $at["other_strategy"]] = $at["test"] }
        END { exit !((p["ab"] - 0.0419045484) ^ 2 < 1e-16 && p["da"] == 1 && test["da"] == "binomial" && test["ab"] == "fisher" &&
              holm["da"] == 1 && (holm["ab"] - 2 * p["ab"]) ^ 2 < 1e-20) }' r/comparison.csv || fail "$(cat r/comparison.csv)"
    grep -q 'a:x=1>b:x=1 not-told-apart' <(verdicts r)
    grep -q 'a:x=1>c:x=1 better' <(verdicts r)
    [ "$(column r/ranking.csv rank_low | paste -sd,)" = 1,1,2,4 ]
    [ "$(column r/ranking.csv rank_high | paste -sd,)" = 2,3,3,4 ]
}

@test "--confidence-level: what is told apart depends on it" {
    results r
    counted r a x=1 0.1 100 1000 1 1
    counted r b x=1 0.1 135 1000 2 1
    must compare r
    [ "$(verdicts r)" = "a:x=1>b:x=1 better" ]
    must compare r --confidence-level 0.999
    [ "$(verdicts r)" = "a:x=1>b:x=1 not-told-apart" ]
    [[ $output == *"99.9 % for all 2 together"* ]] || fail "level"
    [ "$(column r/comparison.csv confidence_level)" = 0.999 ]
    local bad
    for bad in 0 1 -1 nan x ''; do
        refused "--confidence-level: '$bad' is not between 0 and 1" compare r --confidence-level "$bad"
    done
}

@test "exact rows are preferred, then importance sampling; Monte Carlo's costs stand in" {
    must run retransmit --param attempts=5,6 --loss 0.1 --method monte-carlo,importance --trials 20000 --no-plots
    must compare out
    [ "$(column out/ranking.csv method | sort -u)" = importance ]
    [ "$(column out/comparison.csv test)" = intervals ]
    [ "$(column out/comparison.csv verdict)" = better ]
    column out/ranking.csv messengers | awk '!($1 > 2.2 && $1 < 2.5) { exit 1 }' || fail "messengers"
    ! column out/ranking.csv messengers_line | grep -q unknown || fail "messengers are known"
    must run retransmit --param attempts=5,6 --loss 0.1 --method monte-carlo,importance,exact --trials 20000 --no-plots
    must compare out
    [ "$(column out/ranking.csv method | sort -u)" = exact ]
    [ "$(column out/comparison.csv test)" = none ]
    [ "$(column out/comparison.csv verdict)" = better ]
}

@test "points that were looked at again and again pay for it" {
    must run always-attack ack-chain --loss 0.1 --precision 1% --no-plots
    must compare out
    [ "$(column out/comparison.csv test)" = looks ]
    [ "$(column out/comparison.csv verdict)" = better ]
    # Whoever changes the interval changes what it can be taken for: one of no known look has one level.
    awk -F, -v OFS=, 'NR == 1 { for (i = 1; i <= NF; i++) at[$i] = i } NR > 1 { $at["failure_high"] += 0.001 } { print }' \
        out/results.csv >changed
    cp changed out/results.csv
    must compare out
    [ "$(column out/comparison.csv test)" = intervals ]
    # Whatever the look and the kind of interval, it is found.
    local kind
    for kind in clopper-pearson wilson jeffreys; do
        generals run always-attack ack-chain retransmit --param attempts=1:4 --loss 0.03,0.3 --precision 0.3% \
            --trials 6e7 --interval "$kind" --no-plots
        [ "$(column out/results.csv trials | sort -u | wc -l)" -gt 3 ] || fail "looks"
        must compare out
        [ "$(column out/comparison.csv test | sort -u)" = looks ] || fail "$kind: $(cat out/comparison.csv)"
    done
}

@test "the line: what is off it, what beats it, and how sure that is" {
    results r
    exact r a x=1 0.1 0.2 1 3
    exact r a x=2 0.1 0.02 2 2
    exact r a x=3 0.1 0.002 3 1
    exact r b x=1 0.1 0.1 2.5 5
    counted r b x=2 0.1 3 1000 4 4
    counted r b x=3 0.1 0 1000 5 5
    must compare r
    grep -qx 'a:x=1 on : ' <(lines r messengers)
    grep -qx 'b:x=1 off a:x=2 1' <(lines r messengers)
    grep -qx 'b:x=2 off a:x=3 0' <(lines r messengers)
    grep -qx 'b:x=3 unknown : ' <(lines r messengers)
    grep -qx 'a:x=1 off a:x=3 1' <(lines r rounds)
    grep -qx 'a:x=3 on : ' <(lines r rounds)
    [[ $output == *"surely 4"* && $output == *"worse than 2"* && $output == *"  ?  "* ]] || fail "table"
}

@test "what is alone, or unknown, is left out and said so" {
    results r
    exact r a x=1 0.1 0.1 1 1
    exact r a x=2 0.1 0.2 1 1
    exact r a x=1 0.5 0.5 1 1
    echo "two-generals,a,x=3,memoryless,0.1,0.1,importance,1,1000,,,,,,,,,,,,0,0,1,,,,,,,,,,,,fay-feuer,0.95,unseen,failure,0" \
        >>r/results.csv
    echo "two-generals,a,x=4,memoryless,0.1,0.1,importance,1,1000,,,,,,,,,0.1,0.05,0.2,,,,,,,,,,,,,,,fay-feuer,0.95,complete,success,100" \
        >>r/results.csv
    echo "two-generals,a,x=5,memoryless,0.1,0.1,monte-carlo,1,0,,,,,,,,,0.1,0.05,0.2,0.1,0.05,0.2,,,,,,,,,,,,wilson,0.95,timeout,," \
        >>r/results.csv
    must compare r
    [[ $stderr == *"3 rows are left out"* && $stderr == *"1 points are left out: nothing of their kind"* ]] ||
        fail "remarks"
    [ "$(wc -l <r/ranking.csv)" -eq 3 ]
    must compare r --quiet
    [ -z "$stderr" ] || fail "expected silence"
}

@test "--problem: one alone" {
    must run always-attack ack-chain dispatch-first refund --loss 0.1 --method exact --no-plots
    must compare out --problem online-shop
    [ "$(column out/ranking.csv problem | sort -u)" = online-shop ]
    must compare out
    [ "$(column out/ranking.csv problem | sort -u | paste -sd,)" = online-shop,two-generals ]
    refused "--problem: 'out/results.csv' has no row of 'shop'" compare out --problem shop
}

@test "up to 20 pairwise, above that against the best" {
    local i
    results r
    for i in {1..20}; do exact r a "x=$i" 0.1 "0.$((i + 10))" 1 1; done
    must compare r
    [ "$(wc -l <r/comparison.csv)" -eq 191 ]
    exact r a x=21 0.1 0.9 1 1
    must compare r
    [ "$(wc -l <r/comparison.csv)" -eq 21 ]
    [ "$(column r/comparison.csv parameters | sort -u)" = x=1 ]
}

@test "groups: problem, channel and both loss rates are the same" {
    must run always-attack ack-chain --loss 0.1,0.2 --loss-back 0.1,0.3 --method exact --no-plots -o plain
    must compare plain
    [ "$(grep -c 'for all 2 together' <<<"$output")" -eq 4 ]
    [[ $output == *"loss 0.1, loss back 0.3;"* ]] || fail "heading"
    must run always-attack ack-chain --channel burst --param channel.length=16,4,8 --loss 0.1 --trials 1000 \
        --no-plots -o bursts
    must compare bursts
    [ "$(column bursts/comparison.csv channel | paste -sd,)" = \
        "burst length=4 capture=1 leak=0,burst length=8 capture=1 leak=0,burst length=16 capture=1 leak=0" ]
}

@test "what is given with the task must be the same" {
    must run bounded-retransmission --param chunks=2,3 --param retries=0,1 --loss 0.1 --method exact --no-plots -o files
    must compare files
    [ "$(column files/ranking.csv task | paste -sd,)" = chunks=2,chunks=2,chunks=3,chunks=3 ]
    [ "$(wc -l <files/comparison.csv)" -eq 3 ]
    [[ $output == *"file-transfer, memoryless, chunks=2, loss 0.1; 95 % for all 2 together"* ]] || fail "heading"
    [[ $output == *"  bounded-retransmission retries=1"* ]] || fail "label"
    must run dispatch-first refund reconcile:stock_out=0.4 refund:stock_out=0.4 await-payment:idempotent=0,1 \
        --param attempts=2 --loss 0.1 --method exact --no-plots -o shop
    must compare shop
    [ "$(column shop/ranking.csv task | paste -sd,)" = ,,,stock_out=0.4,stock_out=0.4 ]
    [[ $stderr == *"1 points are left out: nothing of their kind"* ]] || fail "of idempotent=0 there is one"
    grep -q "channel_text = 'memoryless'" shop/pareto-messengers.gp
    grep -q "channel_text = 'memoryless, chunks 2'" files/pareto-messengers.gp
    # Words of a strategy that nobody knows are settings.
    results r
    exact r a "chunks=1" 0.1 0.1 1 1
    exact r a "chunks=2 x" 0.1 0.2 1 1
    must compare r
    [ "$(wc -l <r/ranking.csv)" -eq 3 ]
}

@test "a run takes away what was compared before it" {
    must run always-attack:messengers=1:2 --loss 0.1 --method exact --no-plots
    must compare out
    exists out/comparison.csv out/ranking.csv
    must run always-attack:messengers=1:2 --loss 0.2 --method exact --no-plots
    missing out/comparison.csv out/ranking.csv out/pareto-{messengers,rounds}.{csv,gp,svg,png}
    local name
    mkdir other
    for name in ranking.csv pareto-messengers.png pareto-rounds.svg; do
        echo mine >"other/$name"
        refused "'other/$name' has no manifest.json beside it" run always-attack -o other
        rm "other/$name"
    done
}

@test "charts of the line: data, script, pictures; by hand the same" {
    must run always-attack retransmit --param messengers=1:3 --param attempts=1:3 --loss 0.1,0.3 --method exact \
        --no-plots
    must compare out
    exists out/pareto-{messengers,rounds}.{csv,gp,svg,png}
    [ "$(head -n 1 out/pareto-rounds.csv)" = \
        panel,series,loss,loss_back,strategy,parameters,setting,rounds,failure,low,high,line ]
    [ "$(wc -l <out/pareto-messengers.csv)" -eq 13 ]
    grep -qx "labels = '\"always-attack: messengers\" \"retransmit: attempts\"'" out/pareto-messengers.gp
    grep -qx "panel_labels = '\"loss 0.1\" \"loss 0.3\"'" out/pareto-messengers.gp
    grep -q 'Pick none off the line' out/pareto-messengers.svg
    [ "$(awk -F, '$1 == 1 && $12 == 1 { print $5 ":" $7 }' out/pareto-messengers.csv | paste -sd' ')" = \
        "always-attack:3 retransmit:3 always-attack:2 retransmit:1 always-attack:1" ] ||
        fail "$(cat out/pareto-messengers.csv)"
    mv out elsewhere
    cp -r elsewhere before
    rm elsewhere/pareto*.svg elsewhere/pareto*.png
    (cd elsewhere && LC_ALL=C.UTF-8 gnuplot -d pareto-rounds.gp 2>said && [ ! -s said ]) || fail "$(cat elsewhere/said)"
    same before/pareto-rounds.svg elsewhere/pareto-rounds.svg
    same before/pareto-rounds.png elsewhere/pareto-rounds.png
}

@test "--no-plots: no charts, and none of before" {
    must run always-attack:messengers=1:2 --loss 0.1 --method exact --no-plots
    must compare out
    exists out/pareto-rounds.png
    must compare out --no-plots
    missing out/pareto-{messengers,rounds}.{csv,gp,svg,png}
    exists out/comparison.csv
}

@test "without gnuplot: data and scripts, and a remark" {
    must run always-attack:messengers=1:2 --loss 0.1 --method exact --no-plots
    mkdir empty
    PATH=$PWD/empty generals_without_path compare out
    [ "$status" -eq 0 ] || fail "expected success"
    [ "$(grep -c 'gnuplot is not installed' <<<"$stderr")" -eq 1 ]
    exists out/pareto-{messengers,rounds}.{csv,gp}
    missing out/pareto-{messengers,rounds}.{svg,png}
    PATH=$PWD/empty generals_without_path compare out --quiet
    [ -z "$stderr" ] || fail "expected silence"
}

@test "which points the charts show" {
    local loss i
    must run always-attack ack-chain dispatch-first:attempts=1:6 --loss 0.01,0.05,0.1,0.2,0.3 --method exact --no-plots
    must compare out
    grep -qx "problem = 'online-shop'" out/pareto-messengers.gp
    [[ $stderr == *"show online-shop, memoryless, 3 of 5 loss rates (--problem chooses another)"* ]] || fail "remark"
    grep -qx "panel_labels = '\"loss 0.01\" \"loss 0.1\" \"loss 0.3\"'" out/pareto-messengers.gp
    must compare out --problem two-generals
    grep -qx "problem = 'two-generals'" out/pareto-messengers.gp
    # A loss rate with few points is no panel.
    results r
    for loss in 0.1 0.2 0.3 0.4; do exact r a x=1 "$loss" 0.1 1 1; exact r a x=2 "$loss" 0.05 2 2; done
    for i in 3 4 5; do exact r a "x=$i" 0.2 0.05 1 1; done
    must compare r
    grep -qx "panel_labels = '\"loss 0.2\"'" r/pareto-messengers.gp
}

@test "charts of odd results" {
    local i folder
    results never # fails at all: a line without anything below it
    exact never a x=1 0.1 0 1 1
    exact never a x=2 0.1 0 1 1
    must compare never
    [[ $stderr == *"nobody here was seen to fail"* ]] || fail "remark"
    missing never/pareto-messengers.csv
    results one # the other never fails
    exact one a x=1 0.1 0.1 1 1
    exact one a x=2 0.1 0 1 1
    results unseen
    counted unseen a x=1 0.1 0 1000 1 1
    counted unseen b x=2 0.1 0 1000 2 2
    results wide
    exact wide a x=1 0.1 0.1 1 1
    exact wide a x=2 0.1 1e-300 1000 900
    results same
    exact same a x=1 0.1 0.5 2 1
    exact same b x=1 0.1 0.5 2 1
    results free # sends nothing
    exact free a x=1 0.1 1 0 0
    counted free b x=1 0.1 500 1000 5 5
    for folder in one unseen wide same free; do
        must compare "$folder"
        exists "$folder"/pareto-{messengers,rounds}.{csv,gp,svg,png}
        (cd "$folder" && gnuplot -d pareto-messengers.gp) || fail "$folder"
    done
    grep -q '1 more that never fails' one/pareto-messengers.svg
    results many # strategies
    for i in {1..7}; do exact many "s$i" x=1 0.1 0.1 1 1; done
    must compare many
    [[ $stderr == *"more than 6 strategies"* ]] || fail "remark"
    missing many/pareto-messengers.gp
}

@test "what is written in results.csv is never executed" {
    results r
    exact r "a'b\`touch one\`" "x='1" 0.1 0.1 1 1
    exact r '"a"";system(""touch two"")"' "x=\$(touch three)" 0.1 0.2 1 1
    sed -i 's/memoryless/'"it's {\/:Bold \`touch four\`}"'/' r/results.csv
    must compare r
    exists r/pareto-messengers.png
    [ "$(find . -name one -o -name two -o -name three -o -name four)" = "" ] || fail "executed"
}

@test "nothing to compare, no folder, no results" {
    results r
    refused "nothing to compare in 'r/results.csv'" compare r
    exact r a x=1 0.1 0.1 1 1
    exact r a x=1 0.2 0.1 1 1
    refused "nothing to compare in 'r/results.csv'" compare r
    mkdir empty
    refused "cannot read 'empty/results.csv': No such file" compare empty
    refused "cannot read 'nowhere/results.csv': No such file" compare nowhere
    refused "expected one folder, got 0" compare
    refused "expected one folder, got 2" compare r empty
    refused "unknown option '--level'" compare r --level 0.9
}

@test "results that cannot be right are refused" {
    local line change
    results good
    exact good a x=1 0.1 0.1 1 1
    counted good a x=2 0.1 3 1000 4 4
    line=$(tail -n 1 good/results.csv)
    for change in 's/,1000,/,-1,/:trials' 's/,1000,/,18446744073709551615,/:trials' 's/,0.003,/,0.00305,/:failure' 's/,0.003,/,1.5,/:failure' \
        's/,0.003,/,x,/:failure' 's/,0.003,/,nan,/:failure' 's/,0,1,/,0.1,1,/:failure_low' \
        's/,0,1,/,0,0.001,/:failure_high' 's/,0.95,/,1.5,/:confidence_level' 's/,0.95,/,0,/:confidence_level' \
        's/,0.1,0.1,/,0.1,2,/:loss_back' 's/,4,4,4,/,-4,-4,-4,/:messengers' 's/,4,4,4,/,4,5,6,/:messengers_low' \
        's/,4,1,clopper/,-4,1,clopper/:rounds' 's/,0.5,,,0.003/,5,,,0.003/:success'; do
        results bad
        exact bad a x=1 0.1 0.1 1 1
        sed "${change%:*}" <<<"$line" >>bad/results.csv
        [ "$(tail -n 1 bad/results.csv)" != "$line" ] || fail "no change: $change"
        refused "bad/results.csv:3: ${change#*:}: " compare bad
    done
    head -n 2 good/results.csv >bad/results.csv
    echo "$line,more" >>bad/results.csv
    refused "bad/results.csv:3: 40 fields; the header has 39" compare bad
    cp good/results.csv bad
    echo "$line" >>bad/results.csv
    refused "bad/results.csv:4: this point was measured by monte-carlo in line 3, too" compare bad
    sed 's/,status,/,state,/' good/results.csv >bad/results.csv
    refused "has no column 'status'" compare bad
    : >bad/results.csv
    refused "is empty" compare bad
}

@test "while another program writes to the folder, nothing is read" {
    results r
    exact r a x=1 0.1 0.1 1 1
    exact r a x=2 0.1 0.2 1 1
    exec 9<r
    flock -x 9
    refused "another run is writing to the folder 'r'" compare r
    exec 9<&-
    must compare r
}

@test "control characters of a file do not reach the terminal" {
    results r
    exact r $'a\e[2J' x=1 0.1 0.1 1 1
    exact r a x=2 0.1 0.2 1 1
    must compare r
    [[ $output != *$'\e'* ]] || fail "an escape"
}

@test "what cannot be written leaves the old file" {
    [ "$(id -u)" -ne 0 ] || skip "root may write anywhere"
    results r
    exact r a x=1 0.1 0.1 1 1
    exact r a x=2 0.1 0.2 1 1
    must compare r
    chmod a-w r
    generals compare r
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    chmod u+w r
    exists r/comparison.csv
}
