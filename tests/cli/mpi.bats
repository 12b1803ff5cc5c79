# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# shellcheck disable=SC2154 # what helpers.bash leaves
# Several processes, by MPI: the bytes of one. ctest sets MPIEXEC.

load helpers

# What Open MPI needs on a machine with few processors, and as root; others do not mind.
export OMPI_ALLOW_RUN_AS_ROOT=1 OMPI_ALLOW_RUN_AS_ROOT_CONFIRM=1 OMPI_MCA_btl=self,vader
export OMPI_MCA_rmaps_base_oversubscribe=1 OMPI_MCA_hwloc_base_binding_policy=none
# The library keeps memory of its own until the end.
export ASAN_OPTIONS=${ASAN_OPTIONS:-exitcode=99}:detect_leaks=0

# ranks COUNT WORD...: the program with these words, by so many processes.
ranks() {
    local count=$1
    shift
    words=("$@")
    run --separate-stderr -- timeout "$patience" "$MPIEXEC" -n "$count" "$GENERALS" "$@"
}

must_by_ranks() {
    ranks "$@"
    [ "$status" -eq 0 ] || [ "$status" -eq 4 ] || fail "expected success of $1 ranks"
}

same_results() {
    local file
    for file in results.csv counters.csv ledger; do
        [ ! -e "$1/$file" ] && [ ! -e "$2/$file" ] || same "$1/$file" "$2/$file"
    done
}

sampled=('always-attack:messengers=1:3' 'await-payment:attempts=2:3,idempotent=0' oral-messages
    --method 'monte-carlo,exact' --no-plots --quiet)
trials=5000001
rare=('retransmit:attempts=4:6' 'refund:attempts=4' --loss 0.1 --method importance --trials 100001
    --no-plots --quiet)
precise=('refund' 'retransmit:attempts=2:7' --loss 0.1,0.2 --method auto --precision 1% --trials 1e7
    --no-plots --quiet)

@test "1, 2 and 4 ranks of 1 to 3 threads give the bytes of one process" {
    generals run "${sampled[@]}" --trials "$trials" -o sampled
    generals run "${rare[@]}" -o rare
    generals run "${precise[@]}" -o precise
    local count threads
    for count in 1 2 4; do
        for threads in 1 2 3; do
            must_by_ranks "$count" run "${sampled[@]}" --trials "$trials" --threads "$threads" \
                 -o "sampled-$count-$threads"
            same_results sampled "sampled-$count-$threads"
        done
        must_by_ranks "$count" run "${precise[@]}" -o "precise-$count"
        same_results precise "precise-$count"
        grep -q "\"ranks\": $count," "precise-$count/manifest.json" || fail "expected $count ranks"
        must_by_ranks "$count" run "${rare[@]}" -o "rare-$count"
        same_results rare "rare-$count"
    done
}

@test "many small points, by ranks" {
    local sweep=(await-reply --loss 0.001:0.001:0.5 --trials 1000 --no-plots --quiet)
    must run "${sweep[@]}" -o a
    must_by_ranks 3 run "${sweep[@]}" -o b
    same_results a b
}

@test "shards of ranks are added up, ranks top up what one process began" {
    must run "${sampled[@]}" --trials "$trials" -o whole
    local i
    for i in 1 2 3; do must_by_ranks 2 run "${sampled[@]}" --trials "$trials" --shard "$i/3" -o "shard$i"; done
    must merge shard1 shard3 shard2 -o merged --no-plots
    same_results whole merged
    must run "${sampled[@]}" --trials 1000 -o a
    must_by_ranks 2 run "${sampled[@]}" --trials 2000000 -o a
    must_by_ranks 3 run "${sampled[@]}" --trials "$trials" -o a
    same_results whole a
}

@test "slow points among quick ones, large tallies, and one process that MPI started" {
    local sweep=(bounded-retransmission:chunks=200,retries=20 bounded-retransmission:chunks=1,retries=0
        retransmit:attempts=500 --loss 0.001,0.6 --trials 100001 --no-plots --quiet)
    must run "${sweep[@]}" -o a
    must_by_ranks 3 run "${sweep[@]}" -o b
    same_results a b
    GENERALS_NO_MPI=1 must_by_ranks 1 run "${sweep[@]}" -o c
    same_results a c
}

@test "other commands" {
    must_by_ranks 2 list
    must check 'failure < 0.2' await-reply --loss 0.1
    local alone=$output
    must_by_ranks 3 check 'failure < 0.2' await-reply --loss 0.1
    [ "$output" = "$alone" ] || fail "expected $alone"
    ranks 2 run nonsense
    [ "$status" -eq 2 ] || fail "expected exit code 2"
    [[ $stderr == *"generals: error: unknown strategy 'nonsense'"* ]] || fail "expected an error"
    [ "$(grep -c 'error:' <<<"$stderr")" -eq 1 ] || fail "expected it once"
}

# process_of RANK FOLDER: of the run into the folder; nothing if it has ended.
process_of() {
    local process
    for process in /proc/[0-9]*; do
        if { tr '\0' ' ' <"$process/cmdline"; } 2>/dev/null | grep -q -- "^$GENERALS run .*-o $2 \$" &&
            { tr '\0' '\n' <"$process/environ"; } 2>/dev/null |
            grep -Eqx "(OMPI_COMM_WORLD_RANK|PMI_RANK)=$1"; then
            echo "${process#/proc/}"
        fi
    done
}

# Into folder $1, $2 trials a point, by three ranks, in the background; returns when something is saved.
begin_long_run() {
    timeout "$patience" "$MPIEXEC" -n 3 "$GENERALS" run always-attack:messengers=3 await-payment \
        --loss 0.1,0.2 --trials "$2" --no-plots --quiet --save-every 0.1 -o "$1" >log 2>&1 &
    local waited=0
    until [ -s "$1/ledger" ]; do
        sleep 0.05
        ((++waited < 400)) || fail "no ledger"
    done
    sleep 0.3
}

@test "a rank that dies ends the job, and the next one goes on; so does a signal" {
    local sweep=(run always-attack:messengers=3 await-payment --loss 0.1,0.2 --trials 3e9 --no-plots
        --quiet)
    must "${sweep[@]}" -o whole
    local code=0 process
    begin_long_run a 3e9
    process=$(process_of 2 a)
    [ -n "$process" ] || fail "expected three ranks"
    kill -KILL "$process"
    wait $! || code=$?
    [ "$code" -ne 0 ] && [ "$code" -ne 124 ] || fail "expected that the job ends: $code"
    [[ $(tail -n 1 a/ledger) == "checksum "* ]] || fail "the ledger is not whole"
    must_by_ranks 2 "${sweep[@]}" -o a
    same_results whole a

    code=0
    begin_long_run b 1e13
    process=$(process_of 0 b)
    [ -n "$process" ] || fail "expected a first rank"
    kill -TERM "$(process_of 1 b)" # which leaves it to the first rank to stop
    kill -TERM "$process"
    wait $! || code=$?
    [ "$code" -eq 143 ] || fail "expected exit code 143, not $code: $(cat log)"
    grep -q "generals: stopped by SIGTERM; what was found is saved in 'b'" log || fail "$(cat log)"
    [[ $(tail -n 1 b/ledger) == "checksum "* ]] || fail "the ledger is not whole"
}
