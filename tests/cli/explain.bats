# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2016,SC2034,SC2154 # a shell inside expands what stands in single quotes;
# what helpers.bash uses, and leaves
# explain: the page, its files, and what is refused.

load helpers

files=({views,knowledge,proof}.csv exchange.svg ladder.{csv,gp})

# holds TEXT...: the page has a line with each.
holds() {
    local text
    for text; do [[ $output == *"$text"* ]] || fail "expected '$text' on the page"; done
}

lacks() {
    local text
    for text; do [[ $output != *"$text"* ]] || fail "did not expect '$text' on the page"; done
}

# line TEXT NUMBER...: the line that begins with TEXT, then has these words and no more.
line() {
    local found
    found=$(sed -n "s/^ *$1 //p" <<<"$output" | tr -s ' ')
    [ "${found# }" = "${*:2}" ] || fail "expected '${*:2}' after '$1', not '$found'"
}

strategies() {
    "$GENERALS" list | awk '/^  [a-z]/ { print $1 }'
}

# --- the page -----------------------------------------------------------------------------------

@test "the page of await-reply" {
    must explain await-reply
    [ -z "$stderr" ] || fail "expected silence on stderr"
    holds $'await-reply:messengers=1 at loss 0.1\n' \
        $'round    1  |---------------- order ---------------->|\n' \
        $'round    2  |<---------------- reply ----------------|\n' \
        "1 captured messenger is enough. 1 history fails with so few; the likeliest, of probability 0.09" \
        "the order arrived, the reply was lost: army 2 defeated" \
        "general 1 cannot tell" "general 2 cannot tell" \
        "general 1 with view 1.2 (round 2: no reply)" "cannot tell which of these happened:" \
        "0.5263158  the order was lost" \
        "0.4736842  the order arrived, the reply was lost" \
        "in history 2 army 2 attacks, alone: army 2 defeated. It has probability 0.09, which is not 0."
    line '1\.1' 0.81 yes 1 1 round 2: reply
    line '1\.2' 0.19 no 0.4736842 2 round 2: no reply
    line '2\.1' 0.9 yes 0.9 2 round 1: order
    line '2\.2' 0.1 no 0 1 round 1: no order
    line 'it is so' 0.9 0.81
    line 'everyone knows it' 0.81 0
    line 'everyone knows that everyone knows it' 0 0
    line 'common knowledge' 0 0
    line 'common 0.9-belief' 0.81 0.81
    line 'common 0.99-belief' 0 0
    [ -z "$(ls)" ] || fail "expected no files"
}

@test "every strategy has a page with all of its parts" {
    local strategy part
    for strategy in $(strategies); do
        if [[ $strategy == *-messages ]]; then # generals with traitors have one loss rate
            must explain "$strategy" --loss 0.2
            holds "$strategy" "at loss 0.2"
        else
            must explain "$strategy" --loss 0.2 --loss-back 0.1
            holds "$strategy" "at loss 0.2, on the way back 0.1"
        fi
        holds "THE EXCHANGE" "HOW FAILURE HAPPENS"
        [[ $output == *"WHAT EACH PARTY CAN KNOW"* ]] ||
            holds "POINTS OF VIEW" "WHAT IT CANNOT TELL APART" "THE LADDER" "THE PROOF"
    done
}

@test "--view names the view that is looked behind" {
    must explain await-reply --view 2.2
    holds "general 2 with view 2.2 (round 1: no order)" "cannot tell which of these happened:" \
        $'           1  the order was lost\n' "general 1 saw: round 2: no reply -> nothing happens"
    lacks "0.5263158"
    must explain await-reply --view 1.1 --loss 0.25
    holds "general 1 with view 1.1 (round 2: reply)"
    must explain ack-chain:messages=4 --view 2.1 --loss 0.2
    holds "general 2 with view 2.1 (round 1: order; round 3: acknowledgement)"
    must explain ack-chain:messages=12 --view 1.6 # of equal ones, each has a number of its own
    must explain await-reply --view 1.2
    local named=$output
    must explain await-reply
    [ "$output" = "$named" ] || fail "expected the view without an answer where none is named"
}

@test "with several loss rates the page is about the first" {
    must explain await-reply --loss 0.3,0.1
    local first=$output
    must explain await-reply --loss 0.3
    [ "$output" = "$first" ] || fail "expected the page of loss 0.3"
    holds "at loss 0.3"
    must explain await-reply --threads 1 --loss 0.3
    [ "$output" = "$first" ] || fail "expected the same page of one thread"
}

@test "a long chain: what is left out is said so" {
    must explain ack-chain:messages=1000 --loss 0.001
    holds "... 980 more ..." "general 1 ends with one of 501 views" \
        "general 2 ends with one of 501 views" "0.5002501  " \
        "in history 2 army 2 attacks, alone: army 2 defeated" "less likely ones"
    line '1000 times "everyone knows"' 0 0
    [ "$(wc -l <<<"$output")" -lt 150 ] || fail "expected a page"
}

# --- certainty ----------------------------------------------------------------------------------

@test "loss 0: all is known, for every strategy" {
    local strategy
    for strategy in $(strategies); do
        must explain "$strategy" --loss 0
        [[ $output != *"THE LADDER"* ]] && continue
        holds "It cannot, at these loss rates: no history fails." "the proof needs loss rates between 0 and 1"
        line 'common knowledge' 1 1
        line 'everyone knows it' 1 1
    done
}

@test "loss 1: nothing arrives, for every strategy" {
    local strategy
    for strategy in $(strategies); do
        must explain "$strategy" --loss 1
        [[ $output != *"THE LADDER"* ]] && continue
        holds "the proof needs loss rates between 0 and 1" "nothing can reach it"
        line 'common knowledge' 0 0
    done
    must explain await-reply --loss 1
    holds "It cannot, at these loss rates: no history fails."
    must explain always-attack --loss 1
    holds "No messenger need be captured beyond what is certain at these loss rates. 1 history fails"
}

@test "certain in one direction" {
    must explain await-reply --loss 0.2 --loss-back 0
    holds "It cannot, at these loss rates: no history fails."
    line 'common knowledge' 0.8 0.8
    must explain await-reply --loss 0 --loss-back 0.2
    holds "1 captured messenger is enough"
    line 'common knowledge' 1 0
}

@test "why there is no knowledge where nobody acts" {
    must explain bounded-retransmission
    holds "choose smaller parameters, for example chunks=4." \
        "Not told: 'the sender reports success' and 'the receiver has the whole file' are not both what a party decides"
    must explain bounded-retransmission:chunks=4
    holds "3 captured messengers are enough" "there is no confidence to speak of."
    lacks "for example"
    must explain oral-messages
    holds "Not told: more than two parties take part, who need not all be honest" \
        "the coin 2 fell tails, the order passed on from general 2 to general 3 was lost"
}

# exchange: the lines of the exchange on the page.
exchange() {
    sed -n '/^THE EXCHANGE/,/^$/p' <<<"$output" | sed '1d;$d'
}

@test "a long exchange is cut by whole rounds, and not for a few lines" {
    must explain reconcile
    [ "$(exchange | wc -l)" -eq 19 ] || fail "$(exchange)"
    ! exchange | grep -E "more|coin" || fail "hidden, or a coin that is certain"
    must explain reconcile:stock_out=0.5
    holds "coin, heads 0.5"
    must explain reconcile:attempts=4,queries=6
    [ "$(exchange | grep -A 1 'more ...' | tail -n 1 | cut -c1-16)" = "    round   10  " ] || fail "$(exchange)"
    holds "... 12 more ..."
    must explain always-attack:messengers=23,spacing=1
    lacks "more ..."
    must explain oral-messages:generals=7,depth=1 # a round alone is too long
    holds "more ..."
}

# --- too many histories -------------------------------------------------------------------------

# too_many ROUNDS SMALLER: the exchange up to that round, and why there is no more; what would do.
too_many() {
    holds "THE EXCHANGE" "round  $(printf '%3d' "$1")  |" "more ..." \
        "are captured to go through them; choose smaller parameters, for example $2." \
        "WHAT EACH PARTY CAN KNOW" \
        "to go through one by one (2^24 can be): choose smaller parameters, for example $2."
    lacks "POINTS OF VIEW" "THE LADDER" "THE PROOF"
}

@test "more than 2^24 histories: the exchange, and why there is no more" {
    must explain retransmit:attempts=200
    too_many 200 attempts=12
    must explain retransmit:attempts=200 -o out
    [[ $stderr == *"there are no views to write"* ]] || fail "expected a remark"
    exists out/exchange.svg
    missing out/{views,knowledge,proof,ladder}.csv out/ladder.{gp,svg,png}
    nothing_half_written
    refused "--view: strategy 'retransmit' has " explain retransmit:attempts=200 --view 1.1
}

@test "more than 2^36 histories: the exchange, and why there is no more" {
    must explain always-attack:messengers=37,spacing=1
    too_many 37 messengers=18
}

# --- what is refused ----------------------------------------------------------------------------

@test "bad input: exit code 2, one line, nothing touched" {
    refused "expected one strategy, got 0" explain
    refused "expected one strategy, got 0" explain -o out
    refused "unknown strategy 'zzz'" explain zzz -o out
    refused "expected one strategy, got 2" explain await-reply ack-chain -o out
    refused "expected one value of each parameter" explain ack-chain:messages=1:3 -o out
    refused "expected one value of each parameter" explain await-reply --param messengers=1,2 -o out
    refused "'3.1' is not PARTY.NUMBER" explain await-reply --view 3.1 -o out
    refused "'1.9': party 1 has views 1 to 2" explain await-reply --view 1.9 -o out
    refused "'2.3': party 2 has views 1 to 2" explain await-reply --view 2.3 -o out
    refused "'1.0': party 1 has views 1 to 2" explain await-reply --view 1.0 -o out
    local view
    for view in x '' 1 1. .1 1.x 1.-1 1.1x 11.1 1,1 1.99999999999999999999999; do
        refused "'$view' is not PARTY.NUMBER" explain await-reply --view "$view" -o out
    done
    refused "--loss: '1.2' is not a probability in [0, 1]" explain await-reply --loss 1.2 -o out
    refused "--loss-back: 'x'" explain await-reply --loss-back x -o out
    refused "--threads: '0'" explain await-reply --threads 0 -o out
    refused "unknown option '--trials'" explain await-reply --trials 7 -o out
}

@test "a folder that cannot be made" {
    echo "a file" >taken
    generals explain await-reply -o taken
    [ "$status" -eq 2 ] || fail "expected exit code 2"
    [[ $stderr == "generals: error: "*"taken"* ]] || fail "expected why"
    [ "$(cat taken)" = "a file" ]
}

@test "a full or closed stdout" {
    words=("(in a shell)")
    local what
    for what in '"$0" explain await-reply >/dev/full' '"$0" explain await-reply >&-'; do
        run --separate-stderr -- sh -c "$what" "$GENERALS"
        [ "$status" -eq 1 ] || fail "expected exit code 1"
        [[ $stderr == "generals: error: cannot write to standard output: "* ]] || fail "expected why"
    done
}

# --- files --------------------------------------------------------------------------------------

# sums FILE: the probabilities of each party's views add up to 1, at each pair of loss rates, in so
# many rows. Only the field of the view, of all, may have commas.
sums() {
    awk -F, '
        NR > 1 { key = $3 "," $4 "," $5; sum[key] += $(NF - 2) }
        END {
            for (key in sum) {
                sums++
                if (sum[key] > 1 + 1e-12 || sum[key] < 1 - 1e-12) { print key, sum[key]; exit 1 }
            }
            exit sums == 0
        }' "$1" || fail "expected probabilities that add up to 1"
}

well_formed() {
    if command -v xmllint >/dev/null; then
        xmllint --noout "$1"
    elif command -v python3 >/dev/null; then
        python3 -c 'import sys, xml.dom.minidom; xml.dom.minidom.parse(sys.argv[1])' "$1"
    else
        skip "there is nothing to check XML with"
    fi
}

@test "-o: what is written, and its columns" {
    must explain await-reply -o out
    holds "at loss 0.1"
    exists "${files[@]/#/out/}"
    [ "$(head -n 1 out/views.csv)" = \
        strategy,parameters,loss,loss_back,party,view,acts,probability,other_acts,histories ]
    [ "$(head -n 1 out/knowledge.csv)" = \
        strategy,parameters,loss,loss_back,event,measure,level,probability ]
    [ "$(head -n 1 out/proof.csv)" = \
        strategy,parameters,loss,loss_back,step,arrived,same_for,outcome,probability ]
    [ "$(column out/views.csv loss | sort -g | uniq -c | tr -s '\n ' ' ')" = " 4 0.01 4 0.1 4 0.3 " ]
    [ "$(column out/views.csv view | sort | uniq -c | tr -s ' ')" = \
        $' 3 round 1: no order\n 3 round 1: order\n 3 round 2: no reply\n 3 round 2: reply' ]
    [ "$(column out/knowledge.csv measure | sort -u | paste -sd ' ')" = \
        "common-belief common-knowledge everyone-knows" ]
    [ "$(column out/proof.csv arrived | head -n 3 | paste -sd ,)" = "order@1 reply@2,order@1," ]
    [ "$(column out/proof.csv same_for | head -n 3 | paste -sd ,)" = "general 2,general 1," ]
    [ "$(column out/proof.csv outcome | head -n 3 | paste -sd ,)" = \
        "city captured,army 2 defeated,nothing happens" ]
    [ "$(column out/proof.csv step | paste -sd ' ')" = "1 2 3 1 2 3 1 2 3" ]
    nothing_half_written
}

@test "-o: rows in numbers" {
    must explain await-reply --loss 0.25 --loss-back 0.5 -o out --no-plots
    grep -qx 'await-reply,messengers=1,0.25,0.5,1,round 2: no reply,0,0.625,0.6,2' out/views.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,2,round 1: order,1,0.75,0.5,2' out/views.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,heard,everyone-knows,1,0.375' out/knowledge.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,heard,everyone-knows,2,0' out/knowledge.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,both,common-knowledge,,0' out/knowledge.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,heard,common-belief,0.5,0.75' out/knowledge.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,heard,common-belief,0.9,0' out/knowledge.csv
    grep -qx 'await-reply,messengers=1,0.25,0.5,2,order@1,general 1,army 2 defeated,0.375' out/proof.csv
}

@test "-o: the views of each party have probability 1 together, for every strategy" {
    local strategy
    for strategy in $(strategies) retransmit:attempts=6 always-attack:messengers=9,spacing=2 \
        ack-chain:messages=40; do
        rm -rf out
        must explain "$strategy" --loss 0,0.001,0.1,0.9,1 -o out --no-plots
        [ -e out/views.csv ] || continue # not a problem of two honest parties
        sums out/views.csv
        [ "$(awk -F, 'NR > 1 && ($(NF - 1) < 0 || $(NF - 1) > 1)' out/views.csv)" = "" ]
    done
}

@test "-o: the diagram is well-formed, for every strategy" {
    local strategy
    for strategy in $(strategies) ack-chain:messages=1000 always-attack:messengers=100; do
        rm -rf out
        must explain "$strategy" -o out --no-plots --loss 0.001
        well_formed out/exchange.svg
    done
}

@test "-o: the chart of the ladder" {
    command -v gnuplot >/dev/null || skip "there is no gnuplot"
    must explain ack-chain:messages=6 -o out
    exists out/ladder.{svg,png}
    well_formed out/ladder.svg
    [ "$(head -c 4 out/ladder.png | tail -c 3)" = PNG ]
    cp out/ladder.svg before.svg
    rm out/ladder.svg
    (cd out && gnuplot ladder.gp)
    same out/ladder.svg before.svg
}

@test "--no-plots: data and script, no pictures" {
    must explain await-reply -o out --no-plots
    [ -z "$stderr" ] || fail "expected silence on stderr"
    exists "${files[@]/#/out/}"
    missing out/ladder.{svg,png}
}

@test "without gnuplot: data and script, and one line says so" {
    mkdir empty
    PATH=$PWD/empty generals_without_path explain await-reply -o out
    [ "$status" -eq 0 ] || fail "expected success"
    [ "$(grep -c "gnuplot is not installed" <<<"$stderr")" -eq 1 ] || fail "expected one remark"
    [ "$(wc -l <<<"$stderr")" -eq 1 ] || fail "expected one line"
    exists "${files[@]/#/out/}"
    missing out/ladder.{svg,png}
    nothing_half_written
}

@test "folders of any name, made with those above them, and written again" {
    local folder="it's \"a\" folder/in here"
    must explain await-reply -o "$folder"
    exists "${files[@]/#/"$folder/"}"
    command -v gnuplot >/dev/null && exists "$folder"/ladder.{svg,png}
    cp -r "$folder" before
    must explain await-reply -o "$folder"
    local file
    for file in "${files[@]}"; do same "before/$file" "$folder/$file"; done
    must explain ack-chain -o "$folder" --no-plots
    [ "$(column "$folder/views.csv" strategy | sort -u)" = ack-chain ]
    missing "$folder"/ladder.{svg,png} # they would show await-reply
    nothing_half_written
}

@test "the same files by any number of threads" {
    must explain retransmit:attempts=5 -o one --threads 1 --no-plots
    must explain retransmit:attempts=5 -o two --threads 2 --no-plots
    local file
    for file in "${files[@]}"; do same "one/$file" "two/$file"; done
}
