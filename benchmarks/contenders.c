/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "benchmarks/contenders.h"

#include "benchmarks/plain_loop.h"
#include "engine/rows.h"
#include "engine/simulate.h"
#include "engine/work.h"
#include "strategies/strategies.h"

#include <math.h>

/* Groups of 512 trials in the engine's panels of so few draws, and where all draws are rare. */
enum { PANEL_GROUPS = 16, RARE_PANEL_GROUPS = 64 };

struct counts {
    uint64_t success, failure;
};

/* Bernstein's inequality: with this room on either side, a right count is refused in fewer than 1
 * of 10^7 runs, however small the expected count. For large ones it is 6 standard deviations. */
static bool plausible(uint64_t count, uint64_t trials, double probability)
{
    const double expected = (double)trials * probability;
    const double variance = expected * (1.0 - probability);
    return fabs((double)count - expected) <= 6.0 + 6.0 * sqrt(variance + 1.0);
}

static bool check(const char *who, const struct setting *setting, uint64_t trials,
                  struct counts counts, struct error *error)
{
    const double all_but_last = pow(1.0 - setting->loss, setting->messages - 1);
    const double success = all_but_last * (1.0 - setting->loss);
    const double failure = all_but_last * setting->loss;
    if (plausible(counts.success, trials, success) && plausible(counts.failure, trials, failure))
        return true;
    return error_set(error,
                     "%s, %u messages, loss %g: success %g and failure %g in %.0f trials, but %g "
                     "and %g are right",
                     who, setting->messages, setting->loss, (double)counts.success / (double)trials,
                     (double)counts.failure / (double)trials, (double)trials, success, failure);
}

static struct point point_of(const struct setting *setting)
{
    struct point point = {
        .strategy = strategy_find("ack-chain"),
        .parameter = {setting->messages, 1},
        .channel = {setting->loss, setting->loss},
    };
    return point;
}

static bool take_counts(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)point;
    (void)error;
    const uint64_t *cell = outcome.tally->cell;
    *(struct counts *)context = (struct counts){
        .success = cell[CELL_BOTH],
        .failure = cell[CELL_FIRST_ONLY] + cell[CELL_SECOND_ONLY],
    };
    return true;
}

static bool run_engine(const struct setting *setting, uint64_t trials, uint64_t seed, int threads,
                       struct error *error)
{
    const struct point point = point_of(setting);
    struct counts counts;
    const struct work work = {
        .points = &point,
        .point_count = 1,
        .trials = trials,
        .seed = seed,
        .threads = threads,
        .context = &counts,
        .finished = take_counts,
    };
    return work_run(&work, error) && check("the engine", setting, trials, counts, error);
}

static bool run_loop(const gsl_rng_type *generator, const struct setting *setting, uint64_t trials,
                     uint64_t seed, int threads, struct error *error)
{
    const struct plain_loop_counts counts = plain_loop(generator, setting->messages, setting->loss,
                                                       trials, (unsigned long)seed, threads);
    return check(generator->name, setting, trials, (struct counts){counts.both, counts.alone},
                 error);
}

/* One panel's row, as the engine fills it: where a row is sparse, only the words that are not calm.
 */
static void fill_row(const struct row_recipe *recipe, struct random_block *random,
                     struct row_position *position, uint64_t first, uint64_t *row)
{
    enum { WORDS = RARE_PANEL_GROUPS * GROUP_WORDS };
    if (row_is_sparse(recipe)) {
        uint16_t place[WORDS] = {0};
        struct row_gathering gathering = {.words = WORDS, .place = place};
        row_gather(recipe, &random->sparse, position, first, &gathering, row);
    } else {
        row_fill(recipe, kernels_available(0), random, position, first, row, PANEL_GROUPS);
    }
}

/* The rows of one block, panel by panel. */
static void fill_block(const struct row_recipe *recipe, struct random_key key, uint64_t block,
                       unsigned rows, uint64_t trials)
{
    static _Alignas(LANES_ALIGNMENT) uint64_t row[LENGTH_MAX][RARE_PANEL_GROUPS * GROUP_WORDS];
    const uint64_t panel =
        GROUP_TRIALS * (row_is_sparse(recipe) ? RARE_PANEL_GROUPS : PANEL_GROUPS);
    struct random_block random;
    struct row_position position[LENGTH_MAX];
    random_block_init(&random, key, block);
    for (unsigned i = 0; i < rows; i++)
        row_start(recipe, &random.sparse, &position[i]);
    for (uint64_t first = 0; first < trials; first += panel)
        for (unsigned i = 0; i < rows; i++)
            fill_row(recipe, &random, &position[i], first, row[i]);
}

static bool run_random_bits(const struct setting *setting, uint64_t trials, uint64_t seed,
                            struct error *error)
{
    struct row_recipe recipe;
    if (!row_recipe_init(&recipe, setting->loss, error))
        return false;
    const struct random_key key = random_key(seed, "engine_speed");
    const uint64_t block_trials = simulate_block_trials(setting->messages);
    for (uint64_t block = 0, left = trials; left > 0; block++) {
        const uint64_t now = left < block_trials ? left : block_trials;
        fill_block(&recipe, key, block, setting->messages, now);
        left -= now;
    }
    row_recipe_release(&recipe);
    return true;
}

bool contender_run(enum contender contender, const struct setting *setting, uint64_t trials,
                   uint64_t seed, int threads, struct error *error)
{
    switch (contender) {
    case ENGINE:
        return run_engine(setting, trials, seed, threads, error);
    case ENGINE_ONE_THREAD:
        return run_engine(setting, trials, seed, 1, error);
    case LOOP_TAUS2:
        return run_loop(gsl_rng_taus2, setting, trials, seed, threads, error);
    case LOOP_MT19937:
        return run_loop(gsl_rng_mt19937, setting, trials, seed, threads, error);
    case RANDOM_BITS:
    default:
        return run_random_bits(setting, trials, seed, error);
    }
}
