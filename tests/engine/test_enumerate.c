/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The enumeration of all histories against one that goes through them one at a time, and against
 * closed forms where there are too many for that. Every instruction set gives the same bits. */

#include "engine/enumerate.h"

#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/coins.h"
#include "tests/engine/exact_sums.h"
#include "tests/engine/reference_histories.h"
#include "tests/strategies/closed_forms.h"

/* 0x1p-53 below 1, and as much above 0, are the most uneven draws near each. */
static const struct channel channels[] = {
    {0, 0},         {1, 1},
    {1e-5, 1e-5},   {0.5, 0.5},
    {0.999, 0.999}, {0.1, 0.003},
    {0.3, 0},       {0, 0.3},
    {1, 0.5},       {0.5, 1},
    {0.999, 1e-3},  {0.25, 0.75},
    {1e-20, .5},    {0x1.fffffffffffffp-1, 0x1p-53},
};

/* --- comparing -------------------------------------------------------------------------------- */

static const char *name_of(const struct point *point)
{
    static char text[200];
    snprintf(text, sizeof text, "%s(%g, %g, %g) at loss %g, %g back", point->strategy->name,
             point->parameter[0], point->parameter[1], point->parameter[2], point->channel.loss,
             point->channel.loss_back);
    return text;
}

/* The sums of the point, which are the same with every kernel. */
static struct exact_sums sums_of(const struct point *point)
{
    struct exact_sums sums = exact_sums_of(point, kernels_available(0));
    for (size_t i = 1; kernels_available(i) != NULL; i++) {
        struct exact_sums others = exact_sums_of(point, kernels_available(i));
        if (!exact_sums_same(&sums, &others))
            fail_msg("%s: %s and %s differ", name_of(point), kernels_available(0)->name,
                     kernels_available(i)->name);
        exact_sums_release(&others);
    }
    return sums;
}

static void compare(long double actual, long double expected, const struct point *point,
                    const char *what, size_t i)
{
    if (fabsl(actual - expected) <= 1e-13L * expected) /* false for NaN; 0 is 0 */
        return;
    fail_msg("%s: %s %zu is %.20Lg, not %.20Lg", name_of(point), what, i, actual, expected);
}

static long double reached(const struct reference_histories *histories, unsigned round)
{
    long double sum = 0.0L;
    for (size_t i = 0; i < histories->count; i++)
        sum += histories->history[i].last_round >= round ? histories->history[i].weight : 0.0L;
    return sum;
}

static void compare_with_reference(const struct point *point)
{
    struct reference_histories histories;
    struct exact_sums sums = sums_of(point);
    reference_histories_make(point, &histories);
    if (sums.histories != histories.count)
        fail_msg("%s: %llu histories, not %zu", name_of(point), (unsigned long long)sums.histories,
                 histories.count);
    long double cell[CELL_COUNT] = {0}, messengers = 0.0L, all = 0.0L;
    for (size_t i = 0; i < histories.count; i++) {
        const struct reference_history *history = &histories.history[i];
        cell[reference_cell(history)] += history->weight;
        messengers += history->weight * history->sent;
        all += history->weight;
    }
    compare(all, 1.0L, point, "the sum of all weights", 0);
    for (size_t i = 0; i < CELL_COUNT; i++)
        compare(sums.cell[i], cell[i], point, "cell", i);
    compare(sums.messengers, messengers, point, "messengers", 0);
    for (size_t i = 0; i < sums.round_count; i++)
        compare(sums.rounds[i].reached, reached(&histories, sums.rounds[i].round), point,
                "P(reached), round", sums.rounds[i].round);
    assert_int_equal(sums.rounds[sums.round_count - 1].round, histories.schedule.last_round);
    reference_histories_release(&histories);
    exact_sums_release(&sums);
}

static size_t draws_of(const struct point *point)
{
    struct schedule schedule = {0};
    struct error error;
    if (!schedule_record(&schedule, point->strategy, point->parameter, point->channel, &error))
        fail_msg("%s", error.message);
    const size_t draws = schedule.draw_count;
    schedule_release(&schedule);
    return draws;
}

/* --- every strategy, whatever it is ----------------------------------------------------------- */

/* The i-th value of a parameter to be tried, from its lowest and default on; false after the last.
 */
static bool value_of(const struct parameter *parameter, int i, double *value)
{
    const double tried[] = {parameter->lowest, parameter->initial,
                            parameter->initial + (parameter->whole ? 1 : 0.125),
                            parameter->initial + (parameter->whole ? 3 : 0.25)};
    if (i == (int)COUNT_OF(tried))
        return false;
    *value = fmin(tried[i], parameter->highest);
    return true;
}

/* Every combination of values of the parameters from `first` on, unless it is refused. */
static size_t compare_values(struct point *point, int first)
{
    const struct parameter *parameter = &point->strategy->parameter[first];
    struct error error;
    if (parameter->name == NULL) {
        if (point->strategy->check != NULL && !point->strategy->check(point->parameter, &error))
            return 0;
        if (draws_of(point) > FEWER_IF_SANITIZED(12, 7))
            return 0;
        compare_with_reference(point);
        return 1;
    }
    size_t compared = 0;
    double before = NAN;
    for (int i = 0; value_of(parameter, i, &point->parameter[first]); i++) {
        if (point->parameter[first] != before)
            compared += compare_values(point, first + 1);
        before = point->parameter[first];
    }
    return compared;
}

static void compare_strategy(const struct strategy *strategy)
{
    for (size_t i = 0; i < COUNT_OF(channels); i++) {
        struct point point = {.strategy = strategy, .channel = channels[i], .method = METHOD_EXACT};
        if (compare_values(&point, 0) == 0)
            fail_msg("%s: too many draws to be tested", strategy->name);
    }
}

/* Histories that fit in one truth table. */
static void small_points_equal_reference(void **state)
{
    (void)state;
    for (const struct strategy *const *strategy = strategy_list(); *strategy != NULL; strategy++)
        compare_strategy(*strategy);
    compare_strategy(&coins_strategy);
}

/* --- more draws than a truth table has -------------------------------------------------------- */

/* 12 to 22 draws where both rates are between 0 and 1: one table, and a tree above it. */
static void larger_points_equal_reference(void **state)
{
    (void)state;
    const struct {
        const char *strategy;
        double parameter[3];
    } larger[] = {
        {"always-attack", {13, 1}}, {"always-attack", {14, 1}}, {"always-attack", {15, 2}},
        {"ack-chain", {13, 1}},     {"ack-chain", {14, 1}},     {"ack-chain", {40, 1}},
        {"ack-chain", {23, 2}},     {"retransmit", {7, 1}},     {"retransmit", {8, 2}},
        {"retransmit", {9, 1}},     {"retransmit", {10, 3}},    {"coins", {4, 0.75, 0.25}},
        {"coins", {5, 0.6, 0.9}},   {"coins", {6, 0.5, 1}},     {"coins", {7, 1, 0.125}},
    };
    const struct channel few[] = {{0.1, 0.003}, {0.999, 0.5}, {1e-5, 1e-5}, {0.3, 0}};
    for (size_t i = 0; i < COUNT_OF(larger); i++) {
        for (size_t j = 0; j < COUNT_OF(few); j++) {
            struct point point = {.strategy = strategy_find(larger[i].strategy),
                                  .channel = few[j],
                                  .method = METHOD_EXACT};
            memcpy(point.parameter, larger[i].parameter, sizeof larger[i].parameter);
            if (point.strategy == NULL)
                point.strategy = &coins_strategy;
            compare_with_reference(&point);
        }
    }
}

/* --- several blocks --------------------------------------------------------------------------- */

static void compare_with_closed_form(const struct point *point, const struct exact_sums *sums)
{
    const struct closed_form *form = closed_form_of(point);
    const struct setting setting = setting_of(point);
    assert_non_null(form);
    long double cell[CELL_COUNT] = {0.0L}, mean, square;
    form->cells(&setting, cell);
    form->messengers(&setting, &mean, &square);
    for (int i = 0; i < CELL_COUNT; i++)
        assert_close(sums->cell[i], cell[i], 1e-12);
    assert_close(sums->messengers, mean, 1e-12);
    for (unsigned i = 0; i < sums->round_count; i++)
        assert_close(sums->rounds[i].reached, form->reached(&setting, i), 1e-12);
}

static struct exact_sums kept;

static bool keep(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    (void)point;
    return (outcome.tally == NULL && exact_sums_copy(&kept, outcome.exact)) ||
           error_no_memory(error);
}

/* Through work_run, by so many threads. */
static struct exact_sums sums_by_threads(const struct point *point, int threads)
{
    struct error error;
    const struct work work = {
        .points = point, .point_count = 1, .trials = 1, .threads = threads, .finished = keep};
    if (!work_check(&work, &error) || !work_run(&work, &error))
        fail_msg("%s", error.message);
    return kept;
}

static struct point point_of(const char *strategy, double first, double second, double loss,
                             double loss_back)
{
    return (struct point){.strategy = strategy_find(strategy),
                          .parameter = {first, second},
                          .channel = {loss, loss_back},
                          .method = METHOD_EXACT};
}

/* Blocks add up to the whole, and whoever does them, to the same bits. */
static void several_blocks_equal_closed_forms(void **state)
{
    (void)state;
    const struct {
        struct point point;
        uint64_t histories;
        int threads; /* the most that it is run with; the larger ones take too long */
    } cases[] = {
        {point_of("always-attack", 25, 1, 0.2, 0), 1 << 25, 0},
        {point_of("always-attack", 25, 1, 0.999, 0), 1 << 25, 0},
        {point_of("retransmit", 13, 1, 0.17, 0.29), (1 << 14) - 1, 3},
        {point_of("retransmit", 17, 2, 0.9, 1e-3), (1 << 18) - 1, 3},
        {point_of("ack-chain", 25, 1, 0.1, 0.4), 26, 3},
        {point_of("ack-chain", 300, 3, 0.5, 0.3), 301, 3},
    };
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        const struct point *point = &cases[i].point;
        assert_int_equal(blocks_of(point, draws_of(point)), cases[i].histories > 4096 ? 256 : 1);
        struct exact_sums sums = exact_sums_of(point, NULL);
        assert_int_equal(sums.histories, cases[i].histories);
        compare_with_closed_form(point, &sums);
        for (int threads = 1; threads <= cases[i].threads; threads++) {
            struct exact_sums others = sums_by_threads(point, threads);
            assert_true(exact_sums_same(&others, &sums));
            exact_sums_release(&others);
        }
        exact_sums_release(&sums);
    }
}

/* 24 draws are one block, 26 are several. */
static void blocks_begin_beyond_24_draws(void **state)
{
    (void)state;
    for (int attempts = 12; attempts <= 13; attempts++) {
        const struct point point = point_of("retransmit", attempts, 1, 0.6, 0.5);
        assert_int_equal(blocks_of(&point, draws_of(&point)), attempts == 12 ? 1 : 256);
        struct exact_sums sums = sums_of(&point);
        compare_with_closed_form(&point, &sums);
        exact_sums_release(&sums);
    }
}

/* --- extremes --------------------------------------------------------------------------------- */

/* Products of 15 to 1000 small probabilities, above and below. */
static void tiny_probabilities_keep_their_digits(void **state)
{
    (void)state;
    const struct point rare = point_of("retransmit", 15, 1, 1e-20, 1e-20);
    struct exact_sums sums = exact_sums_of(&rare, NULL);
    compare_with_closed_form(&rare, &sums);
    assert_close(sums.cell[CELL_NEITHER], powl(1e-20, 15), 1e-12); /* 1e-300 */
    exact_sums_release(&sums);

    /* The last draws together are below all doubles: rounded to 0, they are possible all the same.
     */
    const struct point rarer = point_of("retransmit", 20, 1, 1e-40, 1e-40);
    sums = exact_sums_of(&rarer, NULL);
    assert_true(sums.cell[CELL_NEITHER] < 1e-307L && sums.cell[CELL_SECOND_ONLY] < 1e-307L);
    assert_int_equal(sums.possible_cells,
                     1U << CELL_NEITHER | 1U << CELL_SECOND_ONLY | 1U << CELL_BOTH);
    exact_sums_release(&sums);

    const struct point sure = point_of("ack-chain", 1000, 1, 0.9, 0.9);
    sums = exact_sums_of(&sure, NULL);
    assert_close(sums.cell[CELL_BOTH], powl(1.0L - (long double)0.9, 1000), 1e-12); /* 1e-1000 */
    exact_sums_release(&sums);
}

/* The longest chain has few histories: it takes no time. */
static void long_chains_are_short_work(void **state)
{
    (void)state;
    const struct point chain = point_of("ack-chain", 1000, 1, 0.004, 0.001);
    struct exact_sums sums = exact_sums_of(&chain, NULL);
    assert_int_equal(sums.histories, 1001);
    compare_with_closed_form(&chain, &sums);
    exact_sums_release(&sums);
}

/* Without draws there is one history. */
static void certain_points_have_one_history(void **state)
{
    (void)state;
    for (const struct strategy *const *strategy = strategy_list(); *strategy != NULL; strategy++) {
        for (int loss = 0; loss <= 1; loss++) {
            struct point point = {
                .strategy = *strategy, .channel = {loss, loss}, .method = METHOD_EXACT};
            for (size_t i = 0; i < strategy_parameter_count(*strategy); i++)
                point.parameter[i] = (*strategy)->parameter[i].initial;
            if (draws_of(&point) > 0) /* coins of its own */
                continue;
            struct exact_sums sums = sums_of(&point);
            assert_int_equal(sums.histories, 1);
            int certain = 0;
            for (int i = 0; i < CELL_COUNT; i++) {
                assert_true(sums.cell[i] == 0.0L || sums.cell[i] == 1.0L);
                certain += sums.cell[i] == 1.0L;
            }
            assert_int_equal(certain, 1);
            assert_true(sums.messengers == floorl(sums.messengers));
            exact_sums_release(&sums);
        }
    }
}

/* --- too many histories ----------------------------------------------------------------------- */

static bool check(const struct point *point, struct error *error)
{
    const struct work work = {.points = point, .point_count = 1};
    return work_check(&work, error);
}

static void too_many_histories_are_refused(void **state)
{
    (void)state;
    struct error error = {"nothing"};
    struct point point = point_of("always-attack", 37, 1, 0.1, 0.1);
    assert_false(check(&point, &error));
    assert_string_equal(error.message,
                        "strategy 'always-attack' has about 1.4e+11 histories with these "
                        "parameters, and at most 2^36 can be enumerated; choose smaller parameters "
                        "or another method");
    point = point_of("retransmit", 200, 1, 0.5, 0.5);
    assert_false(check(&point, &error));
    assert_string_equal(error.message,
                        "strategy 'retransmit' has more than 10^12 histories with these "
                        "parameters, and at most 2^36 can be enumerated; choose smaller parameters "
                        "or another method");
    point.method = METHOD_MONTE_CARLO; /* which has no such limit */
    assert_true(check(&point, &error));
}

/* An exact answer must not take as impossible what is only rare. */
static void too_rare_captures_are_refused(void **state)
{
    (void)state;
    struct error error = {"nothing"};
    struct point point = point_of("always-attack", 308, 0, 0.1, 0.1);
    assert_false(check(&point, &error));
    assert_string_equal(
        error.message,
        "strategy 'always-attack': that all 308 messengers sent at once are captured "
        "is less likely than 1e-307, too rare for exact methods and importance sampling; choose "
        "fewer "
        "messengers");
    point.parameter[0] = 307;
    assert_true(check(&point, &error));
    point = point_of("always-attack", 100000, 0, 0.0, 0.1); /* impossible, and not only rare */
    assert_true(check(&point, &error));
    point = point_of("always-attack", 100000, 0, 0.1, 0.1);
    point.method = METHOD_MONTE_CARLO;
    assert_true(check(&point, &error));
}

/* Many draws need not be many histories; those that may just be enumerated are not refused. */
static void possible_points_are_accepted(void **state)
{
    (void)state;
    const struct point possible[] = {
        point_of("ack-chain", 1000, 1, 0.1, 0.1),   point_of("ack-chain", 37, 1, 0.5, 0.5),
        point_of("always-attack", 36, 1, 0.1, 0.1), point_of("always-attack", 1000, 1, 0, 1),
        point_of("retransmit", 30, 1, 0.5, 0.5),    point_of("retransmit", 34, 1, 0.001, 0.001),
    };
    struct error error;
    for (size_t i = 0; i < COUNT_OF(possible); i++)
        if (!check(&possible[i], &error))
            fail_msg("%s: %s", name_of(&possible[i]), error.message);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(small_points_equal_reference),
        cmocka_unit_test(larger_points_equal_reference),
        cmocka_unit_test(several_blocks_equal_closed_forms),
        cmocka_unit_test(blocks_begin_beyond_24_draws),
        cmocka_unit_test(tiny_probabilities_keep_their_digits),
        cmocka_unit_test(long_chains_are_short_work),
        cmocka_unit_test(certain_points_have_one_history),
        cmocka_unit_test(too_many_histories_are_refused),
        cmocka_unit_test(too_rare_captures_are_refused),
        cmocka_unit_test(possible_points_are_accepted),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
