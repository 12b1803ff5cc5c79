/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Strategies against figures that others have found: in papers, by other programs, by hand. By the
 * exact method where all histories can be gone through, else by Monte Carlo.
 *
 * The whole program fails with probability below 1e-6 if nothing is wrong. */

#include "engine/work.h"
#include "strategies/strategies.h"
#include "tests/engine/exact_sums.h"
#include "tests/engine/tallies.h"
#include "tests/strategies/worlds.h"

enum { P_VALUES_MAX = 100 };

static struct point point_of(const char *strategy, const double *parameter, size_t parameters,
                             double loss, double loss_back)
{
    struct point point = {.strategy = strategy_find(strategy), .channel = {loss, loss_back}};
    assert_non_null(point.strategy);
    assert_int_equal(strategy_parameter_count(point.strategy), parameters);
    memcpy(point.parameter, parameter, parameters * sizeof *parameter);
    return point;
}

/* The parameters, in the order of the descriptor. */
#define PARAMETERS(...) (const double[]){__VA_ARGS__}, COUNT_OF(((const double[]){__VA_ARGS__}))

static bool finished(void *context, size_t point, struct outcome outcome, struct error *error)
{
    (void)point;
    (void)error;
    if (outcome.exact != NULL)
        assert_true(exact_sums_copy(context, outcome.exact));
    else
        assert_true(tally_copy(context, outcome.tally));
    return true;
}

static void run(const struct point *point, uint64_t trials, void *result)
{
    const struct work work = {.points = point,
                              .point_count = 1,
                              .trials = trials,
                              .seed = 1,
                              .threads = work_processors(),
                              .context = result,
                              .finished = finished};
    struct error error;
    if (!work_check(&work, &error) || !work_run(&work, &error))
        fail_msg("%s", error.message);
}

/* The rounds are left out. */
static struct exact_sums exact(struct point point)
{
    struct exact_sums sums, kept;
    point.method = METHOD_EXACT;
    run(&point, 1, &sums);
    kept = sums;
    exact_sums_release(&sums);
    kept.rounds = NULL;
    return kept;
}

static struct tally monte_carlo(struct point point, uint64_t trials)
{
    struct tally tally, kept;
    run(&point, trials, &tally);
    kept = tally;
    tally_release(&tally);
    kept.rounds = NULL;
    assert_int_equal(kept.trials, trials);
    return kept;
}

static void assert_plausible(uint128 count, uint64_t trials, long double probability)
{
    static int p_values;
    assert_true(++p_values <= P_VALUES_MAX);
    assert_true(count <= trials);
    const double p_value = binomial_p_value((uint64_t)count, trials, (double)probability);
    if (!(p_value >= 1e-6 / P_VALUES_MAX)) /* NaN, too */
        fail_msg("%llu of %llu are not plausible where the probability is %Lg",
                 (unsigned long long)count, (unsigned long long)trials, probability);
}

/* --- four-way-close --------------------------------------------------------------------------- */

static struct point closing(int retries, int time_wait, double p, double b)
{
    return point_of("four-way-close", PARAMETERS(retries, time_wait), p, b);
}

static void server_left_waiting(void **state)
{
    (void)state;
    const struct exact_sums without = exact(closing(1, 0, 0.1, 0.1));
    const struct exact_sums with = exact(closing(1, 1, 0.1, 0.1));
    const struct exact_sums longer = exact(closing(2, 1, 0.17, 0.29));
    assert_close(without.cell[CELL_FIRST_ONLY], 0.097929L, 1e-15L);
    assert_close(with.cell[CELL_FIRST_ONLY], 0.025758L, 1e-15L);
    assert_close(longer.cell[CELL_FIRST_ONLY], 0.0648498137049L, 1e-12L);
}

static void client_is_never_left_waiting(void **state)
{
    (void)state;
    for (int retries = 0; retries <= 3; retries++)
        for (int time_wait = 0; time_wait <= 3; time_wait++) {
            const struct exact_sums sums = exact(closing(retries, time_wait, 0.37, 0.6));
            assert_true(sums.cell[CELL_SECOND_ONLY] == 0.0L);
            assert_true(sums.cell[CELL_FIRST_ONLY] > 0.0L);
        }
}

/* The figures of docs/theory.md: a timeout of TIME_WAIT divides what is left by about 100. */
static void a_timeout_buys_two_nines_at_one_percent(void **state)
{
    (void)state;
    const long double left[] = {1.0e-2L, 1.01e-4L, 1.01e-6L, 1.015e-8L, 1.58e-10L, 6.11e-11L};
    for (int time_wait = 0; time_wait <= 5; time_wait++) {
        const struct exact_sums sums = exact(closing(5, time_wait, 0.01, 0.01));
        assert_close(sums.cell[CELL_FIRST_ONLY], left[time_wait], 1e-3L);
    }
}

/* The last FIN of the server comes r rounds after its first. */
static void waiting_longer_than_retries_buys_nothing(void **state)
{
    (void)state;
    for (int retries = 0; retries <= 3; retries++) {
        const struct exact_sums enough = exact(closing(retries, retries, 0.17, 0.29));
        for (int time_wait = 0; time_wait <= retries + 3; time_wait++) {
            const struct exact_sums sums = exact(closing(retries, time_wait, 0.17, 0.29));
            if (time_wait < retries)
                assert_true(sums.cell[CELL_FIRST_ONLY] > enough.cell[CELL_FIRST_ONLY] * 1.001L);
            for (int i = 0; time_wait > retries && i < CELL_COUNT; i++)
                assert_close(sums.cell[i], enough.cell[i], 1e-14L);
        }
    }
}

/* One try each: TIME_WAIT has nothing to wait for. */
static void close_without_retries(void **state)
{
    (void)state;
    const long double p = 0.17, b = 0.29;
    for (int time_wait = 0; time_wait <= 2; time_wait++) {
        const struct point point = closing(0, time_wait, 0.17, 0.29);
        const struct exact_sums sums = exact(point);
        const struct world_sums worlds = worlds_sum(scalar_find("four-way-close"), &point);
        assert_close(sums.cell[CELL_BOTH], (1 - p) * (1 - b) * (1 - p), 1e-14L);
        assert_close(sums.cell[CELL_FIRST_ONLY], (1 - p) * (1 - b) * p, 1e-14L);
        for (int i = 0; i < CELL_COUNT; i++)
            assert_close(sums.cell[i], worlds.cell[i], 1e-14L);
    }
}

/* --- bounded-retransmission ------------------------------------------------------------------- */

/* What PRISM gives for its model brp, where 2 % of frames and 1 % of acknowledgements are lost:
 * https://www.prismmodelchecker.org/casestudies/brp.php */
static const struct {
    int chunks, retries;
    long double not_reported, uncertain, nothing_arrived;
} brp[] = {
    {16, 2, 4.2333344377341788e-4L, 2.6453089120221642e-5L, 8e-6L},
    {64, 2, 1.6922588112982383e-3L, 2.6419507908337525e-5L, 8e-6L},
};

enum { NOT_REPORTED, UNCERTAIN, NOTHING_ARRIVED }; /* counters */

static struct point transfer(int chunks, int retries, double p, double b)
{
    return point_of("bounded-retransmission", PARAMETERS(chunks, retries), p, b);
}

/* Probabilities of the protocol, from the loss rates. */
struct transfer_forms {
    long double reported, not_reported, uncertain, nothing_arrived;
};

static struct transfer_forms forms_of(int chunks, int retries, double p, double b)
{
    const long double f = (long double)p + b - (long double)p * b, g = powl(f, retries + 1);
    return (struct transfer_forms){
        .reported = powl(1.0L - g, chunks),
        .not_reported = -expm1l(chunks * log1pl(-g)),
        .uncertain = powl(1.0L - g, chunks - 1) * g,
        .nothing_arrived = powl(p, retries + 1),
    };
}

static void prism_agrees_with_formulas(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(brp); i++) {
        const struct transfer_forms forms = forms_of(brp[i].chunks, brp[i].retries, 0.02, 0.01);
        assert_close(brp[i].not_reported, forms.not_reported, 1e-12L);
        assert_close(brp[i].uncertain, forms.uncertain, 1e-12L);
        assert_close(brp[i].nothing_arrived, forms.nothing_arrived, 1e-12L);
    }
}

/* Short files end as the formulas say. */
static void short_files(void **state)
{
    (void)state;
    const struct channel channels[] = {{0.02, 0.01}, {0.1, 0.1}, {0.37, 0.6}, {0.9, 0.02}};
    for (size_t i = 0; i < COUNT_OF(channels); i++)
        for (int chunks = 1; chunks <= 4; chunks++)
            for (int retries = 0; retries <= 2; retries++) {
                const double p = channels[i].loss, b = channels[i].loss_back;
                const struct exact_sums sums = exact(transfer(chunks, retries, p, b));
                const struct transfer_forms forms = forms_of(chunks, retries, p, b);
                assert_true(sums.cell[CELL_FIRST_ONLY] == 0.0L);
                assert_close(sums.cell[CELL_BOTH], forms.reported, 1e-13L);
                assert_close(sums.cell[CELL_NEITHER] + sums.cell[CELL_SECOND_ONLY],
                             forms.not_reported, 1e-13L);
                assert_close(sums.counter[NOT_REPORTED], forms.not_reported, 1e-13L);
                assert_close(sums.counter[UNCERTAIN], forms.uncertain, 1e-13L);
                assert_close(sums.counter[NOTHING_ARRIVED], forms.nothing_arrived, 1e-13L);
            }
}

/* Chunks fare alike, one after the other: what the exact method says of one chunk gives PRISM's
 * figures for files of many, which have too many histories (7^16 and more). */
static void long_files_from_one_chunk(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT_OF(brp); i++) {
        const struct exact_sums one = exact(transfer(1, brp[i].retries, 0.02, 0.01));
        long double begun = 1.0L, not_reported = 0.0L, uncertain = 0.0L;
        for (int chunk = 0; chunk < brp[i].chunks; chunk++) {
            uncertain = begun * one.counter[NOT_REPORTED];
            not_reported += uncertain;
            begun *= one.cell[CELL_BOTH];
        }
        assert_close(not_reported, brp[i].not_reported, 1e-12L);
        assert_close(uncertain, brp[i].uncertain, 1e-12L);
        assert_close(one.counter[NOTHING_ARRIVED], brp[i].nothing_arrived, 1e-12L);
    }
}

static void long_files_by_monte_carlo(void **state)
{
    (void)state;
    const uint64_t trials = FEWER_IF_SANITIZED(100000000, 1000000);
    for (size_t i = 0; i < COUNT_OF(brp); i++) {
        const struct tally tally =
            monte_carlo(transfer(brp[i].chunks, brp[i].retries, 0.02, 0.01), trials);
        const uint64_t not_reported = tally.cell[CELL_NEITHER] + tally.cell[CELL_SECOND_ONLY];
        assert_true(tally.counter[NOT_REPORTED].total == not_reported);
        assert_int_equal(tally.cell[CELL_FIRST_ONLY], 0);
        assert_plausible(not_reported, trials, brp[i].not_reported);
        assert_plausible(tally.counter[UNCERTAIN].total, trials, brp[i].uncertain);
        assert_plausible(tally.counter[NOTHING_ARRIVED].total, trials, brp[i].nothing_arrived);
    }
}

/* --- oral-messages ---------------------------------------------------------------------------- */

static struct point oral(int generals, int traitors, int depth, int commander, double loss)
{
    return point_of("oral-messages", PARAMETERS(generals, traitors, depth, commander), loss, loss);
}

/* While no messenger is lost, depth f is enough if n > 3f. */
static void oral_messages_without_loss(void **state)
{
    (void)state;
    for (int commander = 0; commander <= 1; commander++) {
        const struct exact_sums four = exact(oral(4, 1, 1, commander, 0.0));
        assert_true(four.cell[CELL_BOTH] == 1.0L);
        assert_true(four.messengers == 9.0L);
        const uint64_t trials = FEWER_IF_SANITIZED(1000000, 20000);
        const struct tally seven = monte_carlo(oral(7, 2, 2, commander, 0.0), trials);
        assert_int_equal(seven.cell[CELL_BOTH], trials);
        assert_int_equal(seven.messengers.total, 156 * trials);
        const struct tally ten = monte_carlo(oral(10, 3, 3, commander, 0.0), trials / 10);
        assert_int_equal(ten.cell[CELL_BOTH], trials / 10);
        assert_int_equal(ten.messengers.total, (9 + 72 + 504 + 3024) * trials / 10);
    }
}

/* Among three, a traitor makes the other lieutenant believe what he likes. */
static void three_generals_do_not_agree(void **state)
{
    (void)state;
    const struct exact_sums three = exact(oral(3, 1, 1, 0, 0.0));
    assert_true(three.cell[CELL_BOTH] == 0.5L);
}

static void oral_messages_with_loss(void **state)
{
    (void)state;
    const struct exact_sums loyal = exact(oral(4, 1, 1, 0, 0.1));
    const struct exact_sums traitor = exact(oral(4, 1, 1, 1, 0.1));
    assert_close(loyal.cell[CELL_BOTH], 0.75615525L, 1e-14L);
    assert_close(traitor.cell[CELL_BOTH], 0.8830228375L, 1e-14L);
}

/* --- signed-messages -------------------------------------------------------------------------- */

/* While no messenger is lost, they help against any number of traitors. */
static void signed_messages_without_loss(void **state)
{
    (void)state;
    for (int generals = 2; generals <= 8; generals++)
        for (int traitors = 0; traitors <= generals - 2; traitors++)
            for (int commander = 0; commander <= (traitors > 0); commander++) {
                const uint64_t trials = 100000;
                const struct point point = point_of(
                    "signed-messages", PARAMETERS(generals, traitors, commander), 0.0, 0.0);
                assert_int_equal(monte_carlo(point, trials).cell[CELL_BOTH], trials);
                if (generals <= 5)
                    assert_close(exact(point).cell[CELL_BOTH], 1.0L, 1e-15L);
            }
}

int main(void)
{
    let_tails_underflow();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(server_left_waiting),
        cmocka_unit_test(client_is_never_left_waiting),
        cmocka_unit_test(a_timeout_buys_two_nines_at_one_percent),
        cmocka_unit_test(waiting_longer_than_retries_buys_nothing),
        cmocka_unit_test(close_without_retries),
        cmocka_unit_test(prism_agrees_with_formulas),
        cmocka_unit_test(short_files),
        cmocka_unit_test(long_files_from_one_chunk),
        cmocka_unit_test(long_files_by_monte_carlo),
        cmocka_unit_test(oral_messages_without_loss),
        cmocka_unit_test(three_generals_do_not_agree),
        cmocka_unit_test(oral_messages_with_loss),
        cmocka_unit_test(signed_messages_without_loss),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
