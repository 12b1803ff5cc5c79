/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Which points a chart picks, from files that are written here. Each test has a folder of its own
 * and works inside it. */

#include "plots/chart_data.h"
#include "plots/results.h"
#include "tests/testing.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char *const files[] = {RESULTS_FILE, COUNTERS_FILE, ADVERSARY_FILE};

static FILE *begin(const char *name, const char *columns)
{
    FILE *stream = fopen(name, "w");
    assert_non_null(stream);
    fprintf(stream, "%s\n", columns);
    return stream;
}

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
    for (size_t i = 0; i < COUNT_OF(files); i++)
        (void)unlink(files[i]);
    const int left = chdir("/") | rmdir(*state);
    free(*state);
    return left;
}

/* "strategy,parameters,channel,loss,loss_back,method" of one point, and what is measured of it. */
struct row {
    const char *point;
    double value;
};

/* A results.csv in which `failure` is the value, and nearly all else is empty. */
static void put_results(const char *problem, const struct row *rows, size_t count)
{
    FILE *stream = begin(RESULTS_FILE, results_columns);
    for (size_t i = 0; i < count; i++)
        fprintf(stream,
                "%s,%s,1,1000,,,,,,,,,,,,%.15g,,,,,,,,,,,,,,clopper-pearson,0.95,complete,,\n",
                problem, rows[i].point, rows[i].value);
    assert_int_equal(fclose(stream), 0);
}

static void put_others(const char *name, const char *columns, const char *text)
{
    FILE *stream = begin(name, columns);
    fputs(text, stream);
    assert_int_equal(fclose(stream), 0);
}

static const struct chart plain = {
    .name = "plain",
    .problem = "trade",
    .strategy = {"sell spacing=1", "buy spacing=1"},
    .channel = "memoryless",
    .x = "attempts|messengers",
    .series = "strategy",
    .least_x = 2,
    .column = {{{"failure", "failure"}}, {{"exact", "failure"}}},
};

static struct chart_data read_chart(const struct chart *chart)
{
    struct chart_data data;
    struct error error;
    if (!chart_data_read(&data, chart, ".", &error))
        fail_msg("%s", error.message);
    return data;
}

static void assert_refused(const struct chart *chart, const char *message)
{
    struct chart_data data;
    struct error error;
    assert_false(chart_data_read(&data, chart, ".", &error));
    assert_string_equal(error.message, message);
}

/* The points as "panel/series/x=value ..." of Monte Carlo's first column, else of the exact one. */
static void assert_points(const struct chart_data *data, const char *expected)
{
    char text[512] = "";
    for (size_t i = 0; i < data->count; i++) {
        const struct chart_point *point = &data->points[i];
        const enum method method =
            point->measured[METHOD_MONTE_CARLO] ? METHOD_MONTE_CARLO : METHOD_EXACT;
        snprintf(text + strlen(text), sizeof text - strlen(text), "%s%g/%g/%g=%g", i > 0 ? " " : "",
                 point->panel, point->series, point->x, point->value[method][0]);
    }
    assert_string_equal(text, expected);
}

static void assert_draws(const struct chart *chart, const char *expected)
{
    struct chart_data data = read_chart(chart);
    assert_points(&data, expected);
    chart_data_release(&data);
}

#define PUT_RESULTS(problem, ...)                       \
    do {                                                \
        const struct row rows_[] = {__VA_ARGS__};       \
        put_results((problem), rows_, COUNT_OF(rows_)); \
    } while (0)

static void strategies_that_name_x_differently(void **state)
{
    (void)state;
    PUT_RESULTS("trade", {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.1},
                {"buy,messengers=2 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.2},
                {"sell,attempts=2 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.4},
                {"sell,attempts=1 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.3});
    assert_draws(&plain, "0/1/1=0.3 0/1/2=0.4 0/2/1=0.1 0/2/2=0.2");
}

static void rows_of_another_problem_strategy_parameter_or_channel(void **state)
{
    (void)state;
    PUT_RESULTS("trade", {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.1},
                {"buy,messengers=2 spacing=2,memoryless,0.1,0.1,monte-carlo", 0.2},
                {"buyer,messengers=3 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.3},
                {"buy,messengers=4 spacing=1,burst length=8,0.1,0.1,monte-carlo", 0.4},
                {"buy,messengers=5 spacing=1,memoryless,0.1,0.2,monte-carlo", 0.5},
                {"buy,messengers=6 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.6});
    assert_draws(&plain, "0/2/1=0.1 0/2/6=0.6");
    PUT_RESULTS("war", {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.1},
                {"buy,messengers=2 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.2});
    assert_draws(&plain, "");
    PUT_RESULTS("trade", {"buy,messengers=1 spacing=1,burst length=8,0.1,0.1,monte-carlo", 0.1},
                {"buy,messengers=2 spacing=1,burst length=8,0.1,0.1,monte-carlo", 0.2});
    assert_draws(&plain, "");
}

static void curves_of_too_few_points(void **state)
{
    (void)state;
    PUT_RESULTS("trade", {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,monte-carlo", 0.1},
                {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,exact", 0.1},
                {"sell,attempts=1 spacing=1,memoryless,0.1,0.1,exact", 0.3},
                {"sell,attempts=2 spacing=1,memoryless,0.1,0.1,exact", 0.4});
    assert_draws(&plain, "0/1/1=0.3 0/1/2=0.4");
}

static void points_that_agree_in_all_the_rest(void **state)
{
    (void)state;
    PUT_RESULTS("trade", {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,exact", 0.1},
                {"buy,messengers=2 spacing=1,memoryless,0.1,0.1,exact", 0.2},
                {"buy,messengers=1 spacing=1,memoryless,0.2,0.2,exact", 0.3},
                {"buy,messengers=2 spacing=1,memoryless,0.2,0.2,exact", 0.4},
                {"buy,messengers=3 spacing=1,memoryless,0.2,0.2,exact", 0.5});
    struct chart_data data = read_chart(&plain);
    assert_points(&data, "0/2/1=0.3 0/2/2=0.4 0/2/3=0.5");
    assert_string_equal(data.rest, "loss=0.2");
    chart_data_release(&data);
    /* Two curves are more than one, however long that is. */
    PUT_RESULTS("trade", {"buy,messengers=1 spacing=1,memoryless,0.1,0.1,exact", 0.1},
                {"buy,messengers=2 spacing=1,memoryless,0.1,0.1,exact", 0.2},
                {"sell,attempts=1 spacing=1,memoryless,0.1,0.1,exact", 0.3},
                {"sell,attempts=2 spacing=1,memoryless,0.1,0.1,exact", 0.4},
                {"buy,messengers=1 spacing=1,memoryless,0.05,0.05,exact", 0.5},
                {"buy,messengers=2 spacing=1,memoryless,0.05,0.05,exact", 0.6},
                {"buy,messengers=3 spacing=1,memoryless,0.05,0.05,exact", 0.7},
                {"buy,messengers=4 spacing=1,memoryless,0.05,0.05,exact", 0.8},
                {"buy,messengers=5 spacing=1,memoryless,0.05,0.05,exact", 0.9});
    assert_draws(&plain, "0/1/1=0.3 0/1/2=0.4 0/2/1=0.1 0/2/2=0.2");
}

static const struct chart bursts = {
    .name = "bursts",
    .problem = "trade",
    .strategy = {"sell depth=traitors"},
    .channel = "burst",
    .x = "channel.length",
    .series = "spacing",
    .panel = "loss",
    .least_x = 1,
    .column = {{{"failure", "failure"}}, {{"exact", "failure"}}},
};

static void a_parameter_of_the_channel_and_panels(void **state)
{
    (void)state;
    PUT_RESULTS("trade",
                {"sell,spacing=2 traitors=3 depth=3,burst length=8 leak=0,0.1,0.1,monte-carlo", 1},
                {"sell,spacing=1 traitors=3 depth=3,burst length=4 leak=0,0.2,0.2,monte-carlo", 2},
                {"sell,spacing=1 traitors=3 depth=3,burst length=4 leak=0,0.1,0.1,monte-carlo", 3},
                {"sell,spacing=1 traitors=3 depth=2,burst length=5 leak=0,0.1,0.1,monte-carlo", 4},
                {"sell,spacing=1 traitors=2 depth=2,burst length=6 leak=0,0.1,0.1,monte-carlo", 5},
                {"sell,spacing=1 traitors=3 depth=3,burst length=7 leak=1,0.1,0.1,monte-carlo", 6});
    struct chart_data data = read_chart(&bursts);
    assert_points(&data, "0.1/1/4=3 0.1/2/8=1 0.2/1/4=2");
    assert_string_equal(data.rest, "channel.leak=0 traitors=3");
    assert_int_equal(data.series.count, 2);
    assert_int_equal(data.panels.count, 2);
    assert_true(data.series.value[0] == 1.0 && data.series.value[1] == 2.0);
    assert_true(data.panels.value[0] == 0.1 && data.panels.value[1] == 0.2);
    chart_data_release(&data);
    PUT_RESULTS("trade", /* a curve that the first panel does not have */
                {"sell,spacing=2 traitors=3 depth=3,burst length=8 leak=0,0.1,0.1,monte-carlo", 1},
                {"sell,spacing=1 traitors=3 depth=3,burst length=4 leak=0,0.2,0.2,monte-carlo", 2});
    data = read_chart(&bursts);
    assert_true(data.series.value[0] == 1.0 && data.series.value[1] == 2.0);
    chart_data_release(&data);
}

static void curves_are_counted_beyond_what_is_kept(void **state)
{
    (void)state;
    struct chart chart = plain;
    struct row rows[40];
    char points[COUNT_OF(rows)][80];
    for (size_t i = 0; i < COUNT_OF(rows); i++) {
        snprintf(points[i], sizeof points[i],
                 "sell,attempts=%zu spacing=1,memoryless,0.%02zu,0.%02zu,exact", 1 + i % 2,
                 50 - i / 2, 50 - i / 2);
        rows[i] = (struct row){points[i], 0.5};
    }
    put_results("trade", rows, COUNT_OF(rows));
    chart.series = "loss";
    struct chart_data data = read_chart(&chart);
    assert_int_equal(data.series.count, 20);
    for (size_t i = 0; i < CHART_SERIES_MAX; i++)
        assert_close(data.series.value[i], 0.31 + 0.01 * (double)i, 1e-12);
    chart_data_release(&data);
}

static const struct chart counted = {
    .name = "counted",
    .problem = "trade",
    .strategy = {"sell"},
    .channel = "memoryless",
    .x = "attempts",
    .least_x = 1,
    .column = {{{"failure", "failure"}, {"mean", "returns.mean"}, {"count", "returns.count"}},
               {{"exact", "failure"}, {"mean", "returns.mean"}, {"worst", "adversary.failure"}}},
};

static void counters_and_worst_cases_are_added(void **state)
{
    (void)state;
    PUT_RESULTS("trade", {"sell,attempts=1,memoryless,0.1,0.1,monte-carlo", 0.1},
                {"sell,attempts=2,memoryless,0.1,0.1,exact", 0.2});
    struct chart_data data = read_chart(&counted);
    assert_points(&data, "0/0/1=0.1 0/0/2=0.2");
    assert_false(data.has_rows[CHART_COUNTERS] || data.has_rows[CHART_ADVERSARY]);
    assert_true(isnan(data.points[0].value[METHOD_MONTE_CARLO][1]));
    chart_data_release(&data);
    put_others(COUNTERS_FILE, results_counters_columns,
               "trade,sell,attempts=1,memoryless,0.1,0.1,monte-carlo,1,1000,return,1,0.1,0,1\n"
               "trade,sell,attempts=1,memoryless,0.1,0.1,monte-carlo,1,1000,returns,7,0.7,0,1\n"
               "trade,sell,attempts=2,memoryless,0.1,0.1,exact,1,4,returns,,0.8,0.8,0.8\n"
               "trade,sell,attempts=3,memoryless,0.1,0.1,exact,1,8,returns,,0.9,0.9,0.9\n");
    put_others(ADVERSARY_FILE, results_adversary_columns,
               "trade,sell,attempts=1,memoryless,0.1,0.1,exact,1,4,0.5,1,x\n");
    data = read_chart(&counted);
    assert_points(&data, "0/0/1=0.1 0/0/2=0.2");
    assert_true(data.has_rows[CHART_COUNTERS] && data.has_rows[CHART_ADVERSARY]);
    assert_close(data.points[0].value[METHOD_MONTE_CARLO][1], 0.7, 0.0);
    assert_close(data.points[0].value[METHOD_MONTE_CARLO][2], 7.0, 0.0);
    assert_close(data.points[0].value[METHOD_EXACT][2], 0.5, 0.0);
    assert_false(data.points[0].measured[METHOD_EXACT]);
    assert_int_equal(data.points[0].trials, 1000);
    assert_close(data.points[1].value[METHOD_EXACT][1], 0.8, 0.0);
    assert_true(isnan(data.points[1].value[METHOD_EXACT][2]));
    chart_data_release(&data);
}

static void what_cannot_be_read(void **state)
{
    (void)state;
    PUT_RESULTS("trade", {"sell,attempts=1 a[1]=2,memoryless,0.1,0.1,exact", 0.1});
    assert_refused(&counted, "./results.csv:2: parameters: 'attempts=1 a[1]=2' cannot be read");
    PUT_RESULTS("trade", {"sell,attempts=1 2=2,memoryless,0.1,0.1,exact", 0.1});
    assert_refused(&counted, "./results.csv:2: parameters: 'attempts=1 2=2' cannot be read");
    PUT_RESULTS("trade", {"sell,attempts=1 depth=deep,memoryless,0.1,0.1,exact", 0.1});
    assert_refused(&counted, "./results.csv:2: parameters: 'attempts=1 depth=deep' cannot be read");
    PUT_RESULTS("trade", {"sell,depth=1,memoryless,0.1,0.1,exact", 0.1});
    assert_refused(&counted, "./results.csv:2: parameters: 'depth=1' cannot be read");
    PUT_RESULTS("trade", {"sell,depth=1 traitors=1 spacing=1,burst length=x,0.1,0.1,exact", 0.1});
    assert_refused(&bursts, "./results.csv:2: channel: 'burst length=x' cannot be read");
    PUT_RESULTS("trade", {"sell,attempts=1,memoryless,0.1,0.1,exact", 0.1});
    put_others(COUNTERS_FILE, results_counters_columns,
               "trade,sell,attempts=1,memoryless,0.1,0.1,exact,1,4,returns,,x,0,0\n");
    assert_refused(&counted, "./counters.csv:2: mean: 'x' cannot be read");
    put_others(COUNTERS_FILE, results_columns, "");
    assert_refused(&counted, "'./counters.csv' has no column 'counter'");
}

#define TEST(name) cmocka_unit_test_setup_teardown(name, enter_folder, leave_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(strategies_that_name_x_differently),
        TEST(rows_of_another_problem_strategy_parameter_or_channel),
        TEST(curves_of_too_few_points),
        TEST(points_that_agree_in_all_the_rest),
        TEST(a_parameter_of_the_channel_and_panels),
        TEST(curves_are_counted_beyond_what_is_kept),
        TEST(counters_and_worst_cases_are_added),
        TEST(what_cannot_be_read),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
