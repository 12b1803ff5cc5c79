# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# Runs that are gone on with: after a signal, with more trials, with more points; and shards.

load helpers

points=('always-attack:messengers=1:3' 'await-payment:attempts=2:3,idempotent=0' --loss 0.1,0.3
    --method 'monte-carlo,exact' --no-plots)
rare=('retransmit:attempts=4:6' --loss 0.1 --method importance --no-plots)

# same_results A B: the files that are the same for the same experiment, however it was run.
same_results() {
    local file
    for file in results.csv counters.csv ledger; do
        [ ! -e "$1/$file" ] && [ ! -e "$2/$file" ] || same "$1/$file" "$2/$file"
    done
}

@test "stopped by SIGKILL and SIGTERM, and gone on with" {
    "$BATS_TEST_DIRNAME/../../scripts/check_continuation.sh" "$GENERALS" KILL 6
    "$BATS_TEST_DIRNAME/../../scripts/check_continuation.sh" "$GENERALS" TERM 4
}

@test "stopped by a full disk or a limit of files, and gone on with when there is room" {
    "$BATS_TEST_DIRNAME/../../scripts/check_continuation.sh" "$GENERALS" FULL 4
    SMALL_DISK=none "$BATS_TEST_DIRNAME/../../scripts/check_continuation.sh" "$GENERALS" FULL 4
}

@test "the same command again has nothing to do" {
    must run "${points[@]}" --trials 1e7 -o a
    cp -r a before
    must run "${points[@]}" --trials 1e7 -o a
    [[ $stderr == *"going on with 20 points of 'a'"* ]] || fail "expected a remark: $stderr"
    [[ $stderr != *"more trials"* ]] || fail "nothing was topped up"
    same_results a before
}

@test "topped up in three steps" {
    must run "${points[@]}" --trials 30000001 -o whole
    must run "${points[@]}" --trials 1000 -o a
    must run "${points[@]}" --trials 9000000 -o a --threads 1
    [[ $stderr == *"use --precision"* ]] || fail "expected a remark: $stderr"
    must run "${points[@]}" --trials 30000001 -o a --threads 3
    same_results a whole
}

@test "importance sampling is topped up" {
    must run "${rare[@]}" --trials 400000 -o whole
    must run "${rare[@]}" --trials 1000 -o a
    must run "${rare[@]}" --trials 200001 -o a --threads 1
    must run "${rare[@]}" --trials 400000 -o a
    same whole/results.csv a/results.csv
    same whole/ledger a/ledger
    must run "${rare[@]}" --precision 1% --trials 4e6 -o b
    must run "${rare[@]}" --precision 0.3% --trials 4e6 -o b
    must run "${rare[@]}" --precision 0.3% --trials 4e6 -o c
    same c/results.csv b/results.csv
    same c/ledger b/ledger
}

@test "more points are added; those that are not asked for are kept" {
    must run "${points[@]}" --trials 1e6 -o a
    cp -r a before
    must run always-attack:messengers=3:5 --loss 0.1 --trials 1e6 --no-plots -o a
    [ "$(grep -c '^kept ' a/ledger)" -eq 19 ] || fail "expected 19 points that are kept"
    [ "$(wc -l <a/results.csv)" -eq 4 ] || fail "expected the three points that were asked for"
    must run "${points[@]}" --trials 1e6 -o a
    same before/results.csv a/results.csv
    same before/counters.csv a/counters.csv
}

@test "a narrower --precision goes on" {
    local sweep=('ack-chain:messages=2:4' --loss 0.1 --no-plots)
    must run "${sweep[@]}" --precision 0.1% -o whole
    must run "${sweep[@]}" --precision 0.5% -o a
    must run "${sweep[@]}" --precision 0.1% -o a
    same_results a whole
    undecided run "${sweep[@]}" --precision 0.01% --trials 1e7 -o capped
    undecided run "${sweep[@]}" --precision 0.01% --trials 2e6 -o b
    undecided run "${sweep[@]}" --precision 0.01% --trials 1e7 -o b
    same_results b capped
}

@test "what has more than is asked for is refused" {
    must run await-reply --trials 1e6 --no-plots -o a
    refused "await-reply has more trials than --trials 1000; choose another folder with -o, or --force" \
        run await-reply --trials 1000 --no-plots -o a
    refused "fixed --trials, not with a relative --precision" \
        run await-reply --precision 1% --no-plots -o a
    refused "another experiment: seed 1, not 2" run await-reply --seed 2 --no-plots -o a
    refused "shard 1/1, not of 1/2" run await-reply --shard 1/2 --trials 1e6 --no-plots -o a
    must run await-reply --trials 1000 --no-plots -o a --force
    must run ack-chain --precision 1% --no-plots -o b
    refused "a narrower --precision than is asked for" run ack-chain --precision 2% --no-plots -o b
    refused "a relative --precision, not with an absolute" run ack-chain --precision 1e-3 --no-plots -o b
    refused "another --interval, --confidence-level" \
        run ack-chain --precision 1% --confidence-level 0.9 --no-plots -o b
}

@test "a ledger that is not as it was written is refused" {
    must run await-reply --trials 1e6 --no-plots -o a
    cp a/ledger good
    sed -i 's/^sampled 0 /sampled 1 /' a/ledger
    refused "'a/ledger': it was changed after it was written" run await-reply --trials 1e6 -o a
    head -c 200 good >a/ledger
    refused "it has no end: it was cut off" run await-reply --trials 1e6 -o a
    : >a/ledger
    refused "it is no ledger of this program" run await-reply --trials 1e6 -o a
    rm a/ledger
    mkdir a/ledger
    refused "cannot read 'a/ledger'" run await-reply --trials 1e6 -o a
    rmdir a/ledger
    cp good a/ledger
    must run await-reply --trials 1e6 --no-plots -o a
}

@test "two runs in one folder: the second is refused, with the process of the first" {
    "$GENERALS" run always-attack --trials 1e13 --quiet --no-plots -o a >/dev/null 2>&1 &
    local first=$!
    while [ ! -d a ]; do sleep 0.01; done
    sleep 0.2
    refused "another run is writing to the folder 'a' (process $first)" run always-attack -o a
    kill -TERM $first
    local code=0
    wait $first || code=$?
    [ $code -eq 143 ] || fail "expected 143, got $code"
    [ ! -e a/results.csv ] || fail "expected no results yet"
    exists a/ledger
}

@test "--time stops a run that is gone on with" {
    must run always-attack:messengers=1:3 --trials 2e9 --no-plots -o whole
    undecided run always-attack:messengers=1:3 --trials 2e9 --time 0.05 --no-plots -o a
    [[ $stderr == *"were not finished when time was up"* ]] || fail "expected a complaint"
    must run always-attack:messengers=1:3 --trials 2e9 --no-plots -o a
    same whole/results.csv a/results.csv
}

@test "shards, merged in any order, are the whole" {
    local i
    must run "${points[@]}" --trials 20000007 --adversary -o whole
    for i in 4 1 5 3 2; do
        must run "${points[@]}" --trials 20000007 --adversary --shard $i/5 -o "s$i" --threads $((i % 3 + 1))
    done
    must merge s3 s1 s5 s2 s4 -o merged --no-plots
    same_results whole merged
    same whole/adversary.csv merged/adversary.csv
    must run "${points[@]}" --trials 30000000 -o merged # it can be topped up
    must run "${points[@]}" --trials 30000000 -o more
    same_results merged more
}

@test "shards of importance sampling" {
    local i
    must run "${rare[@]}" --trials 400000 -o whole
    for i in 1 2 3; do
        must run "${rare[@]}" --trials 400000 --shard $i/3 -o "s$i"
    done
    must merge s3 s1 s2 -o merged --no-plots
    same whole/results.csv merged/results.csv
    same whole/ledger merged/ledger
}

@test "merge: what is refused, with the folder at fault" {
    local sweep=(await-reply 'ack-chain:messages=4' --loss 0.1 --no-plots)
    must run "${sweep[@]}" --trials 1e7 --shard 1/2 -o s1
    must run "${sweep[@]}" --trials 1e7 --shard 2/2 -o s2
    must run "${sweep[@]}" --trials 1e7 --shard 2/2 --seed 2 -o seed
    must run "${sweep[@]}" --trials 2e7 --shard 2/2 -o trials
    must run await-reply --trials 1e7 --shard 2/2 --no-plots -o points
    must run "${sweep[@]}" --trials 1e7 --shard 2/3 -o third
    refused "'s1/ledger': shard 1/2 is there already" merge s1 s1 -o x
    refused "shard 2/2 is missing (1 of 2 are there)" merge s1 -o x
    refused "'seed/ledger': it has seed 2, not 1 as the first" merge s1 seed -o x
    refused "'trials/ledger': it is of another experiment" merge s1 trials -o x
    refused "'points/ledger': it has other points than the first" merge s1 points -o x
    refused "'third/ledger': it is one of 3 shards, the first is one of 2" merge s1 third -o x
    refused "'none' has no ledger" merge s1 none -o x
    refused "expected -o DIR" merge s1 s2
    refused "expected folders" merge -o x
    refused "'s1/ledger' is there already" merge s1 s2 -o s1
    [ ! -e x ] || fail "expected no folder"
    undecided merge s1 --partial -o x --no-plots
    [ "$(column x/results.csv status | sort -u)" = shard ]
    [ ! -e x/ledger ] || fail "expected no ledger"
    must merge s1 s2 -o x --no-plots
    [ "$(column x/results.csv status | sort -u)" = complete ]
}

@test "--shard: what does not go with it" {
    refused "--shard and --precision do not go together" run await-reply --shard 1/2 --precision 1%
    refused "--shard and --time do not go together" run await-reply --shard 1/2 --time 1h
    refused "--shard and --method auto do not go together" run await-reply --shard 1/2 --method auto
    local text
    for text in 0/2 3/2 1 1/ /2 1/2/3 a/b 01/2 1/02 -1/2 1/1000001 ''; do
        refused "--shard: '$text' is not I/N" run await-reply --shard "$text"
    done
}
