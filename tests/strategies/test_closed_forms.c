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
#include "strategies/strategies.h"
#include "tests/engine/tallies.h"

enum { P_VALUES_MAX = 5000, POINTS_MAX = 1000 };

/* --- closed forms ----------------------------------------------------------------------------- */

/* p: a messenger 1 -> 2 is captured; b: one 2 -> 1. Probabilities are sums and products of positive
 * terms, so that small ones keep their digits. */
struct setting {
    const double *parameters;
    long double p, b;
};

struct closed_form {
    const char *strategy;
    void (*cells)(const struct setting *s, long double cell[CELL_COUNT]);
    /* P(something is sent in the i-th round in which something may be, or later). */
    long double (*reached)(const struct setting *s, unsigned i);
    /* Mean and mean square of the messengers of a trial. */
    void (*messengers)(const struct setting *s, long double *mean, long double *square);
};

/* 1 - x^n */
static long double one_arrives(long double x, double n)
{
    return x > 0.0L ? -expm1l(n * logl(x)) : 1.0L;
}

static long double certain(const struct setting *s, unsigned i)
{
    (void)s;
    (void)i;
    return 1.0L;
}

static void always_attack_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const double n = s->parameters[0];
    cell[CELL_FIRST_ONLY] = powl(s->p, n);
    cell[CELL_BOTH] = one_arrives(s->p, n);
}

static void always_attack_messengers(const struct setting *s, long double *mean,
                                     long double *square)
{
    *mean = s->parameters[0];
    *square = *mean * *mean;
}

static void await_reply_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const double n = s->parameters[0];
    cell[CELL_NEITHER] = powl(s->p, n);
    cell[CELL_SECOND_ONLY] = one_arrives(s->p, n) * powl(s->b, n);
    cell[CELL_BOTH] = one_arrives(s->p, n) * one_arrives(s->b, n);
}

static long double await_reply_reached(const struct setting *s, unsigned i)
{
    return i == 0 ? 1.0L : one_arrives(s->p, s->parameters[0]);
}

static void await_reply_messengers(const struct setting *s, long double *mean, long double *square)
{
    const double n = s->parameters[0];
    const long double order = one_arrives(s->p, n);
    *mean = n + n * order;
    *square = n * n + 3.0 * n * n * order; /* (2n)^2 - n^2 more */
}

/* P(the first i messages of the chain arrive): a message is sent only if the one before arrived. */
static long double ack_chain_reached(const struct setting *s, unsigned i)
{
    const double n = s->parameters[1];
    long double product = 1.0L;
    for (unsigned j = 0; j < i; j++)
        product *= one_arrives(j % 2 == 0 ? s->p : s->b, n);
    return product;
}

/* P(message i, from 0, is the first one that is lost) */
static long double ack_chain_ends(const struct setting *s, unsigned i)
{
    return ack_chain_reached(s, i) * powl(i % 2 == 0 ? s->p : s->b, s->parameters[1]);
}

/* If the last message alone is lost, its sender has all that is addressed to him and attacks alone:
 * general 1 if k is odd. If an earlier one is lost, both lack a message. */
static void ack_chain_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const unsigned messages = (unsigned)s->parameters[0];
    for (unsigned i = 0; i + 1 < messages; i++)
        cell[CELL_NEITHER] += ack_chain_ends(s, i);
    cell[messages % 2 == 1 ? CELL_FIRST_ONLY : CELL_SECOND_ONLY] = ack_chain_ends(s, messages - 1);
    cell[CELL_BOTH] = ack_chain_reached(s, messages);
}

static void ack_chain_messengers(const struct setting *s, long double *mean, long double *square)
{
    const double n = s->parameters[1];
    *mean = *square = 0.0L;
    for (unsigned i = 0; i < (unsigned)s->parameters[0]; i++) { /* n more if this one is sent */
        *mean += n * ack_chain_reached(s, i);
        *square += n * n * (2 * i + 1) * ack_chain_reached(s, i);
    }
}

/* f: an attempt stays without answer. */
static long double no_answer(const struct setting *s)
{
    return s->p + (1.0L - s->p) * s->b;
}

/* Second only: f^r - p^r = (f - p) (f^(r-1) + f^(r-2) p + ... + p^(r-1)). Both: 1 - f^r likewise.
 */
static void retransmit_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const double attempts = s->parameters[0];
    const long double f = no_answer(s);
    cell[CELL_NEITHER] = powl(s->p, attempts);
    for (double i = 0; i < attempts; i++) {
        cell[CELL_SECOND_ONLY] += (1.0L - s->p) * s->b * powl(f, i) * powl(s->p, attempts - 1 - i);
        cell[CELL_BOTH] += (1.0L - s->p) * (1.0L - s->b) * powl(f, i);
    }
}

static long double retransmit_reached(const struct setting *s, unsigned i)
{
    return powl(no_answer(s), i);
}

/* From the last attempt back: an attempt sends one messenger or, if the order arrives, two; without
 * an answer the attempts that are left follow. */
static void retransmit_messengers(const struct setting *s, long double *mean, long double *square)
{
    *mean = *square = 0.0L;
    for (double i = 0; i < s->parameters[0]; i++) {
        const long double lost = s->p, unanswered = (1.0L - s->p) * s->b;
        const long double answered = (1.0L - s->p) * (1.0L - s->b);
        *square = lost * (1.0L + 2.0L * *mean + *square) +
                  unanswered * (4.0L + 4.0L * *mean + *square) + answered * 4.0L;
        *mean = lost * (1.0L + *mean) + unanswered * (2.0L + *mean) + answered * 2.0L;
    }
}

static const struct closed_form closed_forms[] = {
    {"always-attack", always_attack_cells, certain, always_attack_messengers},
    {"await-reply", await_reply_cells, await_reply_reached, await_reply_messengers},
    {"ack-chain", ack_chain_cells, ack_chain_reached, ack_chain_messengers},
    {"retransmit", retransmit_cells, retransmit_reached, retransmit_messengers},
};

/* --- points ----------------------------------------------------------------------------------- */

static const struct {
    const char *strategy;
    double parameter[2];
} variants[] = {
    {"always-attack", {1, 0}}, {"always-attack", {2, 0}}, {"always-attack", {3, 1}},
    {"always-attack", {5, 0}}, {"await-reply", {1}},      {"await-reply", {2}},
    {"await-reply", {5}},      {"ack-chain", {1, 1}},     {"ack-chain", {2, 1}},
    {"ack-chain", {3, 1}},     {"ack-chain", {4, 2}},     {"ack-chain", {5, 3}},
    {"ack-chain", {8, 1}},     {"retransmit", {1, 1}},    {"retransmit", {2, 5}},
    {"retransmit", {3, 1}},    {"retransmit", {8, 2}},
};

static const double rates[] = {0.0, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999, 1.0};

static const struct channel unequal[] = {
    {0.0, 0.3},  {0.3, 0.0},   {0.0, 1.0},   {1.0, 0.0},    {1.0, 0.5},    {0.5, 1.0}, {1e-5, 0.5},
    {0.5, 1e-5}, {0.1, 0.003}, {0.004, 0.2}, {1e-3, 0.999}, {0.999, 1e-3}, {0.9, 0.7}, {0.3, 0.4},
};

static const struct closed_form *closed_form_of(const struct point *point)
{
    for (size_t i = 0; i < COUNT_OF(closed_forms); i++)
        if (strcmp(closed_forms[i].strategy, point->strategy->name) == 0)
            return &closed_forms[i];
    return NULL;
}

static size_t make_points(struct point points[POINTS_MAX])
{
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(variants); i++) {
        for (size_t j = 0; j < COUNT_OF(rates) + COUNT_OF(unequal); j++) {
            points[count] =
                (struct point){.strategy = strategy_find(variants[i].strategy),
                               .parameter = {variants[i].parameter[0], variants[i].parameter[1]},
                               .channel = j < COUNT_OF(rates) ? (struct channel){rates[j], rates[j]}
                                                              : unequal[j - COUNT_OF(rates)]};
            assert_non_null(points[count].strategy);
            assert_non_null(closed_form_of(&points[count]));
            count++;
        }
    }
    return count;
}

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

static struct tally tallies[POINTS_MAX];

static bool keep(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)context;
    return tally_copy(&tallies[point], outcome.tally) || error_no_memory(error);
}

/* All strategies, at all loss rates, end, send and take as long as their closed forms say. */
static void strategies_agree_with_closed_forms(void **state)
{
    (void)state;
    static struct point points[POINTS_MAX];
    const size_t count = make_points(points);
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
        const struct setting setting = {points[i].parameter, points[i].channel.loss,
                                        points[i].channel.loss_back};
        const struct closed_form *form = closed_form_of(&points[i]);
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
