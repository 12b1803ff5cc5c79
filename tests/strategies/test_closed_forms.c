/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every strategy against its closed form: how the trials ended, how many reached each round, and
 * the messengers sent, for equal and unequal loss rates from 0 to 1.
 *
 *     test_closed_forms [TRIALS]        trials of each point; 2e7 if not given
 *
 * The whole program fails with probability below 1e-6 if nothing is wrong: each p-value is compared
 * with 1e-6 / P_VALUES_MAX. Tests of counts are exact and two-sided; that of the messengers uses
 * Bernstein's inequality with the known variance. What is impossible must never happen, what is
 * certain always. The seed is fixed. */

#include "engine/work.h"
#include "tests/engine/tallies.h"
#include "tests/strategies/closed_forms.h"

enum { P_VALUES_MAX = 5000 };

/* --- judging ---------------------------------------------------------------------------------- */

static size_t p_values;

static void assert_plausible(double p_value, const struct point *point, const char *what, size_t i)
{
    p_values++;
    if (p_value >= 1e-6 / P_VALUES_MAX) /* false for NaN */
        return;
    print_error("%s(%g, %g) at loss %g, %g back: %s %zu: p-value %g\n", point->strategy->name,
                point->parameter[0], point->parameter[1], point->channel.loss,
                point->channel.loss_back, what, i, p_value);
    fail();
}

/* Is `count` of `trials` plausible? `complement` is 1 - probability, with the digits that are lost
 * in it near 1. */
static double p_value_of(uint64_t count, uint64_t trials, long double probability,
                         long double complement)
{
    if (probability > 0.5L && count <= trials)
        return binomial_p_value(trials - count, trials, (double)complement);
    return binomial_p_value(count, trials, (double)probability);
}

static void judge_cells(const struct point *point, const struct tally *tally,
                        const long double cell[CELL_COUNT])
{
    long double sum = 0.0L;
    for (int i = 0; i < CELL_COUNT; i++)
        sum += cell[i];
    assert_close(sum, 1.0L, 1e-15L); /* else the closed form is wrong */
    for (size_t i = 0; i < CELL_COUNT; i++) {
        const long double others = cell[(i + 1) % 4] + cell[(i + 2) % 4] + cell[(i + 3) % 4];
        assert_plausible(p_value_of(tally->cell[i], tally->trials, cell[i], others), point, "cell",
                         i);
    }
}

static void judge_rounds(const struct point *point, const struct tally *tally,
                         const struct closed_form *form, const struct setting *s)
{
    for (unsigned i = 0; i < tally->round_count; i++) {
        const long double reached = form->reached(s, i);
        assert_plausible(
            p_value_of(tally->rounds[i].reached, tally->trials, reached, 1.0L - reached), point,
            "round", i);
    }
}

static void judge_messengers(const struct point *point, const struct tally *tally,
                             const struct closed_form *form, const struct setting *s)
{
    long double mean, square;
    form->messengers(s, &mean, &square);
    const long double n = (long double)tally->trials;
    const long double variance = fmaxl(square - mean * mean, 0.0L);
    const long double rounding = n * mean * 1e-15L; /* of the expected sum */
    const long double distance = fabsl((long double)tally->messengers.total - n * mean) - rounding;
    struct schedule schedule = {0};
    struct error error;
    assert_true(
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, &error));
    assert_plausible(
        bernstein_p_value((double)distance, (double)(n * variance), (double)schedule.messengers),
        point, "messengers", 0);
    schedule_release(&schedule);
}

static uint64_t trials = 20000000;

static struct tally tallies[CLOSED_FORM_POINTS_MAX];

static bool keep(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    return tally_copy(&tallies[point], outcome.tally) || error_no_memory(error);
}

/* All strategies, at all loss rates, end, send and take as long as their closed forms say. */
static void strategies_agree_with_closed_forms(void **state)
{
    (void)state;
    static struct point points[CLOSED_FORM_POINTS_MAX];
    const size_t count = closed_form_points(points);
    const struct work work = {.points = points,
                              .point_count = count,
                              .trials = trials,
                              .seed = 1,
                              .threads = work_processors(),
                              .finished = keep};
    struct error error;
    if (!work_run(&work, &error))
        fail_msg("%s", error.message);
    for (size_t i = 0; i < count; i++) {
        const struct setting setting = setting_of(&points[i]);
        const struct closed_form *form = closed_form_of(&points[i]);
        assert_non_null(form);
        long double cell[CELL_COUNT] = {0.0L};
        form->cells(&setting, cell);
        assert_int_equal(tallies[i].trials, trials);
        judge_cells(&points[i], &tallies[i], cell);
        judge_rounds(&points[i], &tallies[i], form, &setting);
        judge_messengers(&points[i], &tallies[i], form, &setting);
        tally_release(&tallies[i]);
    }
    assert_true(p_values <= P_VALUES_MAX);
}

int main(int argc, char **argv)
{
    if (argc > 1)
        trials = (uint64_t)strtod(argv[1], NULL);
    if (trials < 1 || trials > WORK_TRIALS_MAX) {
        print_error("usage: test_closed_forms [TRIALS]\n");
        return 2;
    }
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strategies_agree_with_closed_forms),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
