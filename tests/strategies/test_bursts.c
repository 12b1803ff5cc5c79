/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Bursts, against the same as a Markov chain of two moods: vectors of probabilities and matrices,
 * no trial, no draw. And Monte Carlo against exact. */

#include "analysis/agreement.h"
#include "analysis/experiment.h"
#include "strategies/strategies.h"
#include "tests/strategies/small.h"

#include <string.h>

/* Probabilities of the city being asleep, and vigilant. */
struct moods {
    long double asleep, vigilant;
};

static struct moods stationary(struct channel c)
{
    const long double v = (c.loss - (long double)c.leak) / (c.capture - (long double)c.leak);
    return (struct moods){1.0L - v, v};
}

static struct moods step(struct channel c, struct moods now)
{
    const long double v = stationary(c).vigilant;
    const long double sleeps = 1.0L / c.length, wakes = v / ((1.0L - v) * c.length);
    return (struct moods){now.asleep * (1.0L - wakes) + now.vigilant * sleeps,
                          now.asleep * wakes + now.vigilant * (1.0L - sleeps)};
}

/* Those of the moods in which all copies are captured; or in which one arrives. */
static struct moods captured(struct channel c, struct moods now, int copies)
{
    return (struct moods){now.asleep * powl(c.leak, copies),
                          now.vigilant * powl(c.capture, copies)};
}

static struct moods arrived(struct channel c, struct moods now, int copies)
{
    const struct moods lost = captured(c, now, copies);
    return (struct moods){now.asleep - lost.asleep, now.vigilant - lost.vigilant};
}

static long double always_attack_failure(struct channel c, int messengers, int spacing)
{
    struct moods now = stationary(c);
    if (spacing == 0)
        now = captured(c, now, messengers);
    for (int i = 0; spacing > 0 && i < messengers; i++) {
        for (int j = 0; i > 0 && j < spacing; j++)
            now = step(c, now);
        now = captured(c, now, 1);
    }
    return now.asleep + now.vigilant;
}

/* Success, and failure: that only the last message is lost. */
static void ack_chain_ends(struct channel c, int messages, int messengers, long double ends[2])
{
    struct moods now = stationary(c), last = now;
    for (int i = 0; i < messages; i++) {
        last = i > 0 ? step(c, now) : now;
        now = arrived(c, last, messengers);
    }
    last = captured(c, last, messengers);
    ends[0] = now.asleep + now.vigilant;
    ends[1] = last.asleep + last.vigilant;
}

static const struct channel bursts[] = {
    {0.1, 0.1, CHANNEL_BURST, 8, 1, 0},
    {0.3, 0.3, CHANNEL_BURST, 1, 0.9, 0.05},
    {0.5, 0.5, CHANNEL_BURST, 2.5, 1, 0.2},
    {0.05, 0.05, CHANNEL_BURST, 20, 0.75, 0},
    {1e-6, 1e-6, CHANNEL_BURST, 1000, 1, 1e-7},
    {0.9, 0.9, CHANNEL_BURST, 12, 1, 0},
    {0.2, 0.2, CHANNEL_BURST, 1e6, 0.999, 0.001},
    {0.25, 0.25, CHANNEL_BURST, 4000, 0.25 / 0.999, 0},
};

struct taken {
    long double success, failure;
};

static bool take(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)point;
    (void)error;
    *(struct taken *)context =
        (struct taken){outcome.exact->cell[CELL_BOTH], outcome.exact->cell[CELL_FIRST_ONLY] +
                                                           outcome.exact->cell[CELL_SECOND_ONLY]};
    return true;
}

static struct taken exact(const char *strategy, double first, double second, struct channel channel)
{
    const struct point point = {strategy_find(strategy), {first, second}, channel, METHOD_EXACT};
    struct taken taken;
    struct error error;
    const struct work work = {.points = &point,
                              .point_count = 1,
                              .trials = 1,
                              .threads = 1,
                              .context = &taken,
                              .finished = take};
    if (!channel_check(channel, &error) || !work_check(&work, &error) || !work_run(&work, &error))
        fail_msg("%s", error.message);
    return taken;
}

static void always_attack_is_a_markov_chain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bursts); i++)
        for (int messengers = 1; messengers <= FEWER_IF_SANITIZED(9, 5); messengers += 2)
            for (int spacing = 0; spacing <= 1000;
                 spacing = spacing < 4 ? spacing + 1 : 250 * spacing)
                assert_close(exact("always-attack", messengers, spacing, bursts[i]).failure,
                             always_attack_failure(bursts[i], messengers, spacing), 1e-11L);
}

static void ack_chain_is_a_markov_chain(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(bursts); i++)
        for (int messages = 1; messages <= FEWER_IF_SANITIZED(12, 7); messages++)
            for (int messengers = 1; messengers <= 4; messengers += 3) {
                long double ends[2];
                const struct taken found = exact("ack-chain", messages, messengers, bursts[i]);
                ack_chain_ends(bursts[i], messages, messengers, ends);
                assert_close(found.success, ends[0], 1e-11L);
                assert_close(found.failure, ends[1], 1e-11L);
            }
}

/* Fails with probability below 1e-6 if nothing is wrong. */
static void monte_carlo_agrees_with_exact(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    struct experiment experiment = {
        .method = {METHOD_MONTE_CARLO, METHOD_EXACT},
        .method_count = 2,
        .trials = FEWER_IF_SANITIZED(1000000, 50000),
        .seed = 5,
        .threads = work_processors(),
        .options = {INTERVAL_CLOPPER_PEARSON, 0.95},
    };
    struct error error;
    for (size_t s = 0; strategies[s] != NULL; s++)
        for (size_t i = 0; i < FEWER_IF_SANITIZED(4, 1) && !strategies[s]->problem->one_loss_rate;
             i++) {
            double loss = bursts[i].loss;
            struct point small = small_point(strategies[s], bursts[i]);
            struct sweep sweep = {
                .strategy = strategies[s], .loss = {1, &loss}, .channel = bursts[i]};
            if (strategy_parameter_count(strategies[s]) > 0)
                sweep.parameter[0] = (struct values){1, &small.parameter[0]};
            if (!experiment_add(&experiment, &sweep, &error))
                fail_msg("%s", error.message);
        }
    experiment_sort(&experiment);
    if (!experiment_check(&experiment, &error) || !experiment_run(&experiment, NULL, NULL, &error))
        fail_msg("%s", error.message);
    const struct agreement agreement = agreement_of_all(&experiment);
    assert_true(agreement.points > 0);
    assert_int_equal(agreement.points, experiment.point_count / 2);
    assert_true(agreement.overall >= 1e-6);
    experiment_release(&experiment);
}

int main(void)
{
    gsl_set_error_handler_off();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(always_attack_is_a_markov_chain),
        cmocka_unit_test(ack_chain_is_a_markov_chain),
        cmocka_unit_test(monte_carlo_agrees_with_exact),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
