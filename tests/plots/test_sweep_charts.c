/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is drawn of a sweep, and what its title claims, from results that are written here. Each
 * test has a folder of its own and works inside it. */

#include "plots/claim.h"
#include "plots/curves.h"
#include "plots/results.h"
#include "plots/sweep.h"
#include "plots/sweep_charts.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int enter_folder(void **state)
{
    const char *base = getenv("TMPDIR");
    char *path;
    if (asprintf(&path, "%s/generals-XXXXXX", base != NULL ? base : P_tmpdir) < 0)
        return -1;
    *state = path;
    return mkdtemp(path) != NULL ? chdir(path) : -1;
}

static int leave_folder(void **state)
{
    (void)unlink(RESULTS_FILE);
    const int left = chdir("/") | rmdir(*state);
    free(*state);
    return left;
}

/* --- results ---------------------------------------------------------------------------------- */

static FILE *begin(void)
{
    FILE *stream = fopen(RESULTS_FILE, "w");
    assert_non_null(stream);
    fprintf(stream, "%s\n", results_columns);
    return stream;
}

static void put(FILE *stream, const char *strategy, const char *parameters, double loss,
                const char *method, double failure, double low, double high)
{
    const bool exact = strcmp(method, "exact") == 0;
    fprintf(stream,
            "two-generals,%s,%s,memoryless,%.15g,%.15g,%s,1,1000,,,,,,,,,0.5,0.5,0.5,%.15g,%.15g,"
            "%.15g,,,,,,,3,3,3,2,2,%s,%g,complete,,\n",
            strategy, parameters, loss, loss, method, failure, low, high,
            exact ? "exact" : "clopper-pearson", exact ? 1.0 : 0.95);
}

static void put_exact(FILE *stream, const char *strategy, const char *name, int value, double loss,
                      double failure)
{
    char parameters[64];
    snprintf(parameters, sizeof parameters, "%s=%d spacing=1", name, value);
    put(stream, strategy, parameters, loss, "exact", failure, failure, failure);
}

struct drawn_curves {
    struct table table;
    struct sweeps sweeps;
    struct curves curves;
    char claim[CLAIM_SIZE];
};

/* Closes the stream, and takes the curves of all its strategies along x. */
static void read_curves(FILE *stream, const char *x, struct drawn_curves *drawn)
{
    const struct swept *sweep[8];
    struct error error;
    assert_int_equal(fclose(stream), 0);
    if (!table_read(&drawn->table, ".", &error))
        fail_msg("%s", error.message);
    assert_true(sweeps_find(&drawn->sweeps, &drawn->table, &error));
    for (size_t i = 0; i < drawn->sweeps.count; i++)
        sweep[i] = &drawn->sweeps.sweep[i];
    assert_true(curves_of_sweeps(&drawn->curves, &drawn->table, sweep, drawn->sweeps.count, x,
                                 MEASURE_FAILURE, &error));
    if (drawn->curves.curve_count > 0)
        assert_true(claim_of_curves(&drawn->curves, drawn->claim, &error));
}

static void release(struct drawn_curves *drawn)
{
    curves_release(&drawn->curves);
    sweeps_release(&drawn->sweeps);
    table_release(&drawn->table);
}

static void check_claim(FILE *stream, const char *x, const char *claim)
{
    struct drawn_curves drawn;
    read_curves(stream, x, &drawn);
    assert_string_equal(drawn.claim, claim);
    release(&drawn);
}

/* --- the table -------------------------------------------------------------------------------- */

static void test_methods_of_a_point_are_one_point(void **state)
{
    (void)state;
    struct table table;
    struct error error;
    FILE *stream = begin();
    put(stream, "a", "n=1", 0.1, "monte-carlo", 0.2, 0.1, 0.3);
    put(stream, "b", "n=1", 0.1, "monte-carlo", 0.2, 0.1, 0.3);
    put(stream, "a", "n=1", 0.1, "exact", 0.25, 0.25, 0.25);
    assert_int_equal(fclose(stream), 0);
    assert_true(table_read(&table, ".", &error));
    assert_int_equal(table.count, 2);
    assert_string_equal(table.point[0].strategy, "a");
    assert_close(table.point[0].row[METHOD_MONTE_CARLO]->failure.value, 0.2, 0);
    assert_close(table_best(&table.point[0])->failure.value, 0.25, 0);
    assert_ptr_equal(table_best(&table.point[1]), table.point[1].row[METHOD_MONTE_CARLO]);
    assert_null(table.point[1].row[METHOD_EXACT]);
    table_release(&table);
    stream = begin(); /* of failure importance sampling knows more, of all else nothing */
    put(stream, "a", "n=1", 0.1, "monte-carlo", 0.2, 0.1, 0.3);
    put(stream, "a", "n=1", 0.1, "importance", 0.21, 0.2, 0.22);
    assert_int_equal(fclose(stream), 0);
    assert_true(table_read(&table, ".", &error));
    assert_close(table_best(&table.point[0])->failure.value, 0.21, 0);
    assert_close(table_best_of_all(&table.point[0])->failure.value, 0.2, 0);
    table_release(&table);
}

static void test_a_point_twice_is_refused(void **state)
{
    (void)state;
    struct table table;
    struct error error;
    FILE *stream = begin();
    put(stream, "a", "n=1", 0.1, "exact", 0.2, 0.2, 0.2);
    put(stream, "a", "n=1", 0.1, "exact", 0.2, 0.2, 0.2);
    assert_int_equal(fclose(stream), 0);
    assert_false(table_read(&table, ".", &error));
    assert_string_equal(error.message,
                        "./results.csv:3: this point was measured by exact in line 2, too");
    table_release(&table);
}

static void test_settings_in_which_points_differ(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    FILE *stream = begin();
    for (int n = 1; n <= 3; n++)
        for (int i = 1; i <= 5; i++)
            put_exact(stream, "a", "n", n, 0.1 * i, 0.01 * n * i);
    read_curves(stream, "loss", &drawn);
    const struct swept *sweep = &drawn.sweeps.sweep[0];
    assert_int_equal(drawn.sweeps.count, 1);
    assert_int_equal(sweep->dimension_count, 2); /* not spacing, which is always 1 */
    assert_string_equal(sweep->dimension[0].name, "loss");
    assert_int_equal(sweep->dimension[0].count, 5);
    assert_string_equal(sweep->dimension[1].name, "n");
    release(&drawn);
}

/* --- which curves are drawn ------------------------------------------------------------------- */

/* `lines` values of n, `points` of loss. */
static void read_grid(size_t lines, size_t points, struct drawn_curves *drawn)
{
    FILE *stream = begin();
    for (size_t n = 1; n <= lines; n++)
        for (size_t i = 1; i <= points; i++)
            put_exact(stream, "a", "n", (int)n, (double)i / (double)(points + 1), 0.5);
    read_curves(stream, "loss", drawn);
}

static void test_six_curves_have_one_panel(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    read_grid(6, 3, &drawn);
    assert_int_equal(drawn.curves.panel_count, 1);
    assert_int_equal(drawn.curves.curve_count, 6);
    assert_string_equal(drawn.curves.key[0], "n");
    assert_string_equal(drawn.curves.curve[5].label, "6");
    assert_string_equal(drawn.curves.subject, "a, memoryless channel, spacing 1");
    assert_string_equal(drawn.curves.left_out, "");
    release(&drawn);
}

/* Whatever there is: at most 6 curves a panel, each once, none without points. */
static void test_never_more_than_six_in_a_panel(void **state)
{
    (void)state;
    static const size_t counts[] = {1, 2, 5, 7, 12, 13, 53, 54, 55, 300};
    for (size_t i = 0; i < COUNT_OF(counts); i++) {
        struct drawn_curves drawn;
        size_t in_panel[CURVES_PANELS_MAX] = {0};
        read_grid(counts[i], 2, &drawn);
        for (size_t j = 0; j < drawn.curves.curve_count; j++) {
            assert_true(drawn.curves.curve[j].panel < drawn.curves.panel_count);
            assert_int_equal(drawn.curves.curve[j].count, 2);
            in_panel[drawn.curves.curve[j].panel]++;
        }
        for (size_t j = 0; j < drawn.curves.panel_count; j++)
            assert_in_range(in_panel[j], 1, CURVES_IN_PANEL);
        assert_int_equal(drawn.curves.curve_count, counts[i] <= 54 ? counts[i] : 6);
        release(&drawn);
    }
}

static void test_what_is_thinned_out_keeps_its_ends(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    read_grid(100, 3, &drawn);
    assert_int_equal(drawn.curves.curve_count, 6);
    assert_string_equal(drawn.curves.curve[0].label, "1");
    assert_string_equal(drawn.curves.curve[5].label, "100");
    assert_string_equal(drawn.curves.left_out, "6 of 100 curves are shown");
    release(&drawn);
    read_grid(1, 1000, &drawn);
    assert_int_equal(drawn.curves.point_count, CURVES_X_MAX);
    assert_close(drawn.curves.point[0].x, 1.0 / 1001.0, 1e-12);
    assert_close(drawn.curves.point[CURVES_X_MAX - 1].x, 1000.0 / 1001.0, 1e-12);
    assert_string_equal(drawn.curves.left_out, "Some of the points are shown");
    release(&drawn);
}

static void test_one_point_is_no_curve(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    FILE *stream = begin();
    put_exact(stream, "a", "n", 1, 0.1, 0.1);
    put_exact(stream, "a", "n", 1, 0.2, 0.2);
    put_exact(stream, "a", "n", 2, 0.1, 0.1);
    read_curves(stream, "loss", &drawn);
    assert_int_equal(drawn.curves.curve_count, 1);
    release(&drawn);
}

static void test_a_third_setting_has_panels(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    FILE *stream = begin();
    for (int n = 1; n <= 4; n++)
        for (int m = 1; m <= 3; m++)
            for (int i = 1; i <= 5; i++) {
                char parameters[64];
                snprintf(parameters, sizeof parameters, "n=%d m=%d", n, m);
                put(stream, "a", parameters, 0.1 * i, "exact", 0.1, 0.1, 0.1);
            }
    read_curves(stream, "loss", &drawn);
    assert_int_equal(drawn.curves.panel_count, 3);
    assert_int_equal(drawn.curves.curve_count, 12);
    assert_string_equal(drawn.curves.panel[2], "m 3");
    assert_string_equal(drawn.curves.key[2], "n");
    release(&drawn);
}

static void test_strategies_have_a_panel_each(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    FILE *stream = begin();
    for (int i = 1; i <= 3; i++)
        for (int n = 1; n <= 4; n++) {
            put_exact(stream, "a", "n", n, 0.1 * i, 0.1);
            put_exact(stream, "b", "k", n, 0.1 * i, 0.2);
        }
    read_curves(stream, "loss", &drawn);
    assert_int_equal(drawn.curves.panel_count, 2);
    assert_string_equal(drawn.curves.panel[1], "b");
    assert_string_equal(drawn.curves.key[1], "k");
    release(&drawn);
}

/* On an axis of powers of ten there is no 0: exact ones are left out, unseen ones are at the upper
 * end of their interval. */
static void test_what_cannot_be_drawn_is_left_out(void **state)
{
    (void)state;
    struct drawn_curves drawn;
    FILE *stream = begin();
    for (int n = 1; n <= 3; n++)
        put_exact(stream, "a", "n", n, 0.1, 0.0);
    read_curves(stream, "n", &drawn);
    assert_int_equal(drawn.curves.curve_count, 0);
    release(&drawn);
    stream = begin();
    for (int n = 1; n <= 3; n++) {
        char parameters[32];
        snprintf(parameters, sizeof parameters, "n=%d", n);
        put(stream, "a", parameters, 0.1, "monte-carlo", 0.0, 0.0, 1e-6);
    }
    read_curves(stream, "n", &drawn);
    assert_int_equal(drawn.curves.point_count, 3);
    assert_false(drawn.curves.point[0].is_seen);
    assert_string_equal(drawn.claim, "No failure was seen: it is rarer than 10^{−6}");
    release(&drawn);
}

/* --- claims ----------------------------------------------------------------------------------- */

/* Failure p^n: always-attack. */
static void test_claim_of_a_steady_factor(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int n = 1; n <= 6; n++)
        put_exact(stream, "a", "messengers", n, 0.1, pow(0.1, n));
    check_claim(stream, "messengers", "Each further messenger divides failure by 10");
    stream = begin();
    for (int n = 1; n <= 6; n++) {
        put_exact(stream, "a", "retries", n, 0.1, pow(0.1, n));
        put_exact(stream, "a", "retries", n, 0.01, pow(0.01, n));
    }
    check_claim(stream, "retries",
                "Each further retry divides failure by 10 (loss 0.1) to 100 (loss 0.01)");
}

/* (1-(1-p)^2)^r - p^r at p = 0.1: retransmit. The factor comes to 1/0.19 = 5.26; from 7 to 12
 * attempts it is (8.83872e-6 / 2.21229e-9)^(1/5) = 5.25. */
static void test_claim_of_a_factor_at_the_end(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int r = 1; r <= 12; r++)
        put_exact(stream, "a", "attempts", r, 0.1, pow(0.19, r) - pow(0.1, r));
    check_claim(stream, "attempts", "Each further attempt divides failure by about 5.25");
}

/* p^3, where losses are rare. */
static void test_claim_of_a_power(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int i = 0; i <= 20; i++) {
        const double p = 1e-4 * pow(10.0, i / 5.0);
        put_exact(stream, "a", "n", 3, p, p * p * p);
    }
    check_claim(stream, "loss", "A tenth of a small loss divides failure by 1000");
}

static void test_claim_of_a_direction(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int i = 1; i <= 9; i++)
        put_exact(stream, "a", "n", 1, 0.1 * i, 0.1 * i);
    check_claim(stream, "loss", "Failure grows with loss: from 0.1 to 0.9");
}

static void test_claim_of_no_effect(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int n = 1; n <= 4; n++)
        put_exact(stream, "a", "spacing_x", n, 0.1, 0.25);
    check_claim(stream, "spacing_x", "Failure does not depend on spacing x");
    stream = begin();
    for (int n = 1; n <= 4; n++) {
        char parameters[32];
        snprintf(parameters, sizeof parameters, "n=%d", n);
        put(stream, "a", parameters, 0.1, "monte-carlo", 0.2 + 0.01 * n, 0.1, 0.3);
    }
    check_claim(stream, "n", "No effect of n on failure can be told");
}

static void test_claim_of_the_least(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int n = 1; n <= 7; n++)
        put_exact(stream, "a", "n", n, 0.1, 0.01 * (1 + (n - 3) * (n - 3)));
    check_claim(stream, "n", "Failure is least with n 3: 0.01");
    stream = begin(); /* is it less than at the beginning? */
    put(stream, "a", "n=1", 0.1, "monte-carlo", 0.03, 0.01, 0.05);
    put(stream, "a", "n=2", 0.1, "monte-carlo", 0.015, 0.012, 0.02);
    put(stream, "a", "n=3", 0.1, "monte-carlo", 0.045, 0.03, 0.06);
    check_claim(stream, "n", "Failure of a against n");
}

static void test_claim_of_every_trial(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int n = 1; n <= 3; n++)
        put_exact(stream, "a", "n", n, 1.0, 1.0);
    check_claim(stream, "n", "Every trial fails");
}

static void test_claim_of_the_best(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int i = 1; i <= 4; i++) {
        put_exact(stream, "a", "n", 1, 0.1 * i, 0.1 * i);
        put_exact(stream, "b", "n", 1, 0.1 * i, 0.02 * i);
    }
    check_claim(stream, "loss", "Whatever the loss, b fails least");
    stream = begin(); /* they cross */
    for (int i = 1; i <= 4; i++) {
        put_exact(stream, "a", "n", 1, 0.1 * i, 0.1 * i);
        put_exact(stream, "b", "n", 1, 0.1 * i, 0.2);
    }
    check_claim(stream, "loss", "At loss 0.4, b fails least: 2 times less than the next");
    stream = begin(); /* at the first nobody can tell */
    for (int i = 1; i <= 4; i++) {
        const double width = i == 1 ? 0.09 : 0.001;
        put(stream, "a", "n=1", 0.1 * i, "monte-carlo", 0.1 * i, 0.1 * i - width, 0.1 * i + width);
        put_exact(stream, "b", "n", 1, 0.1 * i, 0.05 * i);
    }
    check_claim(stream, "loss", "At loss 0.4, b fails least: 2 times less than the next");
}

/* Nothing is claimed that intervals leave open. */
static void test_no_claim_where_intervals_overlap(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int i = 1; i <= 4; i++) {
        put(stream, "a", "n=1", 0.1 * i, "monte-carlo", 0.1, 0.05, 0.15);
        put(stream, "b", "n=1", 0.1 * i, "monte-carlo", 0.12, 0.07, 0.17);
    }
    check_claim(stream, "loss", "At loss 0.4, failure is between 0.1 (a) and 0.12 (b)");
    stream = begin();
    for (int i = 1; i <= 4; i++)
        put(stream, "a", "n=1", 0.1 * i, "monte-carlo", i == 2 ? 0.5 : 0.1 * i, i == 2 ? 0.2 : 0.05,
            i == 2 ? 0.6 : 0.2 + 0.1 * i);
    check_claim(stream, "loss", "No effect of loss on failure can be told");
}

/* A name from a file is text, whatever it is. */
static void test_names_are_plain(void **state)
{
    (void)state;
    FILE *stream = begin();
    for (int i = 1; i <= 4; i++)
        put_exact(stream, "`x`{}^@'", "n", 1, 0.1 * i, i == 2 ? 0.9 : 0.1);
    check_claim(stream, "loss", "Failure of ?x?????? against loss rate");
}

static void test_numbers_in_claims(void **state)
{
    (void)state;
    static const struct {
        double number;
        const char *text;
    } cases[] = {{0.0, "0"},
                 {1.0, "1"},
                 {0.5, "0.5"},
                 {0.00123, "0.00123"},
                 {9.99e-4, "10^{−3}"},
                 {2.5e-7, "2.5×10^{−7}"},
                 {1e-300, "10^{−300}"},
                 {5.26316, "5.26"},
                 {1234.5, "1234"},
                 {1e5, "10^{5}"},
                 {2.54e6, "2.5×10^{6}"}};
    for (size_t i = 0; i < COUNT_OF(cases); i++) {
        char text[CLAIM_NUMBER_SIZE];
        assert_string_equal(claim_number(cases[i].number, text), cases[i].text);
    }
}

/* --- which charts there are ------------------------------------------------------------------- */

static bool nothing_is_shown(const struct swept *sweep, const void *context)
{
    (void)sweep;
    (void)context;
    return false;
}

static void check_usual(FILE *stream, const char *expected)
{
    struct drawn_curves drawn;
    struct sweep_charts charts;
    struct error error;
    char names[512] = "";
    assert_int_equal(fclose(stream), 0);
    assert_true(table_read(&drawn.table, ".", &error));
    assert_true(sweeps_find(&drawn.sweeps, &drawn.table, &error));
    assert_true(sweep_charts_find(&charts, &drawn.sweeps, nothing_is_shown, NULL, &error));
    for (size_t i = 0; i < charts.count; i++)
        if (charts.chart[i].is_usual)
            snprintf(names + strlen(names), sizeof names - strlen(names), "%s ",
                     charts.chart[i].name);
    assert_string_equal(names, expected);
    free(charts.chart);
    sweeps_release(&drawn.sweeps);
    table_release(&drawn.table);
}

static void test_charts_follow_from_what_was_swept(void **state)
{
    (void)state;
    FILE *stream = begin();
    put_exact(stream, "a", "n", 1, 0.1, 0.1);
    check_usual(stream, "");
    stream = begin();
    for (int n = 1; n <= 3; n++)
        put_exact(stream, "a", "n", n, 0.1, 0.1);
    check_usual(stream, "failure-a ");
    stream = begin();
    for (int n = 1; n <= 3; n++)
        for (int i = 1; i <= 2; i++)
            put_exact(stream, "a", "n", n, 0.1 * i, 0.1);
    check_usual(stream, "failure-a map-a ");
    stream = begin();
    for (int i = 1; i <= 2; i++) {
        put_exact(stream, "a", "n", 1, 0.1 * i, 0.1);
        put_exact(stream, "b", "n", 1, 0.1 * i, 0.1);
    }
    check_usual(stream, "compare-two-generals ");
}

#define IN_FOLDER(test) cmocka_unit_test_setup_teardown(test, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        IN_FOLDER(test_methods_of_a_point_are_one_point),
        IN_FOLDER(test_a_point_twice_is_refused),
        IN_FOLDER(test_settings_in_which_points_differ),
        IN_FOLDER(test_six_curves_have_one_panel),
        IN_FOLDER(test_never_more_than_six_in_a_panel),
        IN_FOLDER(test_what_is_thinned_out_keeps_its_ends),
        IN_FOLDER(test_one_point_is_no_curve),
        IN_FOLDER(test_a_third_setting_has_panels),
        IN_FOLDER(test_strategies_have_a_panel_each),
        IN_FOLDER(test_what_cannot_be_drawn_is_left_out),
        IN_FOLDER(test_claim_of_a_steady_factor),
        IN_FOLDER(test_claim_of_a_factor_at_the_end),
        IN_FOLDER(test_claim_of_a_power),
        IN_FOLDER(test_claim_of_a_direction),
        IN_FOLDER(test_claim_of_no_effect),
        IN_FOLDER(test_claim_of_the_least),
        IN_FOLDER(test_claim_of_every_trial),
        IN_FOLDER(test_claim_of_the_best),
        IN_FOLDER(test_no_claim_where_intervals_overlap),
        IN_FOLDER(test_names_are_plain),
        cmocka_unit_test(test_numbers_in_claims),
        IN_FOLDER(test_charts_follow_from_what_was_swept),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
