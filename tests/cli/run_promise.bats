# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash
# The promise of --help: the same seed and arguments give the same results.csv, byte for byte.
# GENERALS_OTHER: another build of the program, that must give the same bytes too.

load helpers

# Some blocks of some points, dense and sparse, so that threads have something to confuse.
sweep=('always-attack:messengers=1,3' 'ack-chain:messages=1,5' retransmit await-reply
    --loss '0,1e-4,0.1,0.7' --trials 3000001 --seed 12)

# results DIR WORD...: runs the sweep with these words too; the results are DIR.csv.
results() {
    local name=$1
    shift
    must run "${sweep[@]}" -o "$name" "$@"
    mv "$name/results.csv" "$name.csv"
}

@test "any number of threads" {
    local threads
    results one --threads 1 --no-plots
    for threads in 2 3 7; do
        results "$threads" --threads "$threads" --no-plots
        same one.csv "$threads.csv"
    done
    OMP_THREAD_LIMIT=1 OMP_DYNAMIC=true results limited --threads 7 --no-plots
    same one.csv limited.csv
    results default --no-plots
    same one.csv default.csv
}

@test "with and without charts, progress and remarks" {
    sweep=(ack-chain:messages=1:2 --loss 0.1 --trials 10000)
    results plain --no-plots
    results charts
    results quiet --quiet
    same plain.csv charts.csv
    same plain.csv quiet.csv
}

@test "run again, it is the same" {
    sweep=(ack-chain:messages=1:2 --loss 0.1 --trials 1000000)
    results one --no-plots
    results two --no-plots
    same one.csv two.csv
}

@test "a row does not change when points and strategies are added" {
    must run ack-chain:messages=5 --loss 0.3 --trials 200000 --no-plots -o alone
    must run ack-chain:messages=1:9 always-attack retransmit --loss 0.1,0.2,0.3,0.30000000000000004 \
        --trials 200000 --no-plots -o among
    tail -n 1 alone/results.csv >row
    [ "$(grep -cxFf row among/results.csv)" -eq 1 ] || fail "not found: $(cat row)"
}

@test "each seed and each point has randomness of its own" {
    local seed near=0.3,0.30000000000000004 # only the randomness tells these apart
    for seed in 0 1 2 12345678901 18446744073709551615; do
        must run ack-chain --loss "$near" --loss-back "$near" --trials 100000 --seed "$seed" \
            --no-plots -o "$seed"
        cut -d, -f10-13 "$seed/results.csv" | tail -n +2 >>counts
    done
    [ "$(sort -u counts | wc -l)" -eq 20 ]
}

# The trials of a longer run begin with those of a shorter one: each trial more is one count more.
@test "more trials are the same trials, and some more" {
    local trials
    for trials in {1..40} {4000..4010}; do
        must run ack-chain --loss 0.3 --trials "$trials" --no-plots
        cut -d, -f9-13 out/results.csv | tail -n 1 >>counts
    done
    awk -F, '$1 == before + 1 { for (i = 2; i <= NF; i++) if ($i < old[i]) exit 1 }
        { before = $1; for (i = 2; i <= NF; i++) old[i] = $i }' counts
}

@test "another build of the program" {
    [ -n "${GENERALS_OTHER:-}" ] || skip "GENERALS_OTHER names no other build"
    results this --no-plots
    GENERALS=$GENERALS_OTHER results other --threads 3 --no-plots
    same this.csv other.csv
}
