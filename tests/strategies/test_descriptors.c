/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What must hold of every strategy, without naming any: what its descriptor says of itself, and
 * that it runs wherever its parameters let it. */

#include "engine/descriptor.h"
#include "strategies/strategies.h"
#include "tests/engine/tallies.h"

#include <ctype.h>

enum { KEYS_MAX = 1000 };

/* A name can be typed in a shell and stand in a file's name: [a-z0-9-]+, at most 40 characters. */
static void assert_name(const char *name, const char *others)
{
    assert_non_null(name);
    assert_in_range(strlen(name), 1, 40);
    for (const char *c = name; *c != '\0'; c++)
        if (!islower((unsigned char)*c) && !isdigit((unsigned char)*c) &&
            strchr(others, *c) == NULL)
            fail_msg("'%c' in the name '%s'", *c, name);
}

/* One line without a full stop at its end; it may trail off with three. */
static void assert_summary(const char *summary)
{
    assert_non_null(summary);
    assert_true(summary[0] != '\0');
    assert_null(strchr(summary, '\n'));
    const size_t length = strlen(summary);
    if (length < 3 || strcmp(summary + length - 3, "...") != 0)
        assert_int_not_equal(summary[length - 1], '.');
}

/* Names are words, of one strategy each, and find it; summaries are one line. */
static void strategies_have_names(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    for (size_t s = 0; strategies[s] != NULL; s++) {
        const struct strategy *strategy = strategies[s];
        assert_name(strategy->name, "-");
        assert_true(descriptor_is_name(strategy->name));
        struct error error;
        if (!descriptor_check(strategy, &error))
            fail_msg("%s: %s", strategy->name, error.message);
        assert_summary(strategy->summary);
        assert_non_null(strategy->description);
        assert_non_null(strategy->over_lanes);
        assert_ptr_equal(strategy_find(strategy->name), strategy);
    }
    assert_null(strategy_find("none-of-them"));
    assert_null(strategy_find(""));
}

/* Problems name all that results say in their words, and one cell is what is wanted. */
static void problems_are_complete(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    for (size_t s = 0; strategies[s] != NULL; s++) {
        const struct strategy *strategy = strategies[s];
        const struct problem *problem = strategy->problem;
        assert_name(problem->name, "-");
        assert_true(descriptor_is_name(problem->name));
        struct error error;
        if (!descriptor_check_problem(problem, &error))
            fail_msg("%s: %s", problem->name, error.message);
        assert_summary(problem->summary);
        int successes = 0;
        for (int i = 0; i < CELL_COUNT; i++) {
            assert_non_null(problem->cell[i].name);
            successes += problem->cell[i].verdict == VERDICT_SUCCESS;
        }
        assert_int_equal(successes, 1);
        for (int i = 0; i < 2; i++) {
            assert_non_null(problem->proposition[i]);
            assert_non_null(problem->party[i]);
        }
    }
}

/* Defaults lie in their ranges, and are whole where only whole numbers are possible. */
static void parameters_are_sound(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    for (size_t s = 0; strategies[s] != NULL; s++) {
        const struct strategy *strategy = strategies[s];
        for (size_t i = 0; i < strategy_parameter_count(strategy); i++) {
            const struct parameter *parameter = &strategy->parameter[i];
            assert_name(parameter->name, "_");
            assert_non_null(parameter->unit);
            assert_summary(parameter->meaning);
            assert_true(parameter->lowest <= parameter->initial);
            assert_true(parameter->initial <= parameter->highest);
            if (parameter->whole) {
                assert_true(floor(parameter->initial) == parameter->initial);
                assert_true(floor(parameter->lowest) == parameter->lowest);
                assert_true(floor(parameter->highest) == parameter->highest);
                assert_true(fabs(parameter->highest) < 0x1p31); /* whole() gives an int */
            }
            assert_int_equal(strategy_parameter_index(strategy, parameter->name), i);
        }
        for (size_t i = 0; i < strategy_counter_count(strategy); i++)
            assert_name(strategy->counter[i], "_");
        assert_int_equal(strategy_parameter_index(strategy, "none_of_them"), -1);
    }
}

/* --- running everywhere ----------------------------------------------------------------------- */

struct keys {
    size_t count;
    char text[KEYS_MAX][POINT_KEY_SIZE];
};

static void add_key(struct keys *keys, const struct point *point)
{
    assert_true(keys->count < KEYS_MAX);
    point_key_text(point, "estimate", keys->text[keys->count]);
    for (size_t i = 0; i < keys->count; i++)
        assert_string_not_equal(keys->text[i], keys->text[keys->count]);
    keys->count++;
}

static bool is_too_long(const char *message)
{
    return strstr(message, "choose smaller parameters") != NULL ||
           strstr(message, "messengers in a trial; at most") != NULL;
}

/* A reason is given where parameters do not go together; defaults do. */
static bool is_refused(const struct point *point, bool may_be)
{
    struct error error = {""};
    if (point->strategy->check == NULL || point->strategy->check(point->parameter, &error))
        return false;
    assert_true(may_be);
    assert_string_not_equal(error.message, "");
    return true;
}

/* Runs a panel, not quite full. What is too long for a schedule must be said. Defaults are neither
 * too long nor refused. */
static void assert_runs(const struct point *point, bool is_default)
{
    struct error error;
    if (is_refused(point, !is_default))
        return;
    struct simulation *simulation = simulation_create(point, 1, NULL, &error);
    if (simulation == NULL) {
        if (is_default || !is_too_long(error.message))
            fail_msg("%s", error.message);
        return;
    }
    const struct schedule *schedule = simulation_schedule(simulation);
    struct tally tally = tally_of(simulation);
    assert_true(schedule->event_count > 0);
    run_block(simulation, 0, 500, &tally);
    assert_true(tally.messengers.total <= tally.trials * schedule->messengers);
    uint64_t cells = 0;
    for (int i = 0; i < CELL_COUNT; i++)
        cells += tally.cell[i];
    assert_int_equal(cells, tally.trials);
    for (size_t i = 1; i < tally.round_count; i++) {
        assert_true(tally.rounds[i - 1].round < tally.rounds[i].round);
        assert_true(tally.rounds[i - 1].reached >= tally.rounds[i].reached);
    }
    tally_release(&tally);
    simulation_destroy(simulation);
}

static struct point defaults_of(const struct strategy *strategy, double loss, double loss_back)
{
    struct point point = {.strategy = strategy, .channel = {loss, loss_back}};
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        point.parameter[i] = strategy->parameter[i].initial;
    return point;
}

/* Each parameter at its lowest and its highest, the others at their defaults. */
static void check_extremes(struct keys *keys, const struct point *defaults)
{
    for (size_t i = 0; i < strategy_parameter_count(defaults->strategy); i++) {
        const struct parameter *parameter = &defaults->strategy->parameter[i];
        struct point point = *defaults;
        point.parameter[i] = parameter->lowest;
        assert_runs(&point, false);
        if (parameter->lowest < parameter->initial)
            add_key(keys, &point);
        point.parameter[i] = parameter->highest;
        assert_runs(&point, false);
        if (parameter->highest > parameter->initial)
            add_key(keys, &point);
    }
}

/* Every strategy runs at its defaults, and at the extremes of each parameter if a schedule can be
 * so long; the keys of all these points differ, and so do those of other channels. */
static void strategies_run_everywhere(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    static struct keys keys;
    for (size_t s = 0; strategies[s] != NULL; s++) {
        const struct strategy *strategy = strategies[s];
        const struct channel channels[] = {{0.3, 0.3},
                                           {0.3, 0.2},
                                           {0.2, 0.3},
                                           {0.0, 0.0},
                                           {1.0, 1.0},
                                           {0.0, 1.0},
                                           {0.3, 0x1.3333333333332p-2}};
        for (size_t i = 0; i < COUNT_OF(channels); i++) {
            const struct point point =
                defaults_of(strategy, channels[i].loss, channels[i].loss_back);
            assert_runs(&point, true);
            add_key(&keys, &point);
        }
        const struct point point = defaults_of(strategy, 0.4, 0.1);
        check_extremes(&keys, &point);
    }
}

/* All parameters at their lowest and all at their highest: it runs, or says that it is too long. */
static void strategies_run_in_the_corners(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    for (size_t s = 0; strategies[s] != NULL; s++) {
        const struct strategy *strategy = strategies[s];
        struct point low = defaults_of(strategy, 0.5, 0.5), high = low;
        for (size_t i = 0; i < strategy_parameter_count(strategy); i++) {
            low.parameter[i] = strategy->parameter[i].lowest;
            high.parameter[i] = strategy->parameter[i].highest;
        }
        assert_runs(&low, false);
        assert_runs(&high, false);
    }
}

/* The method and the phase of a run are part of the key too. */
static void keys_tell_methods_and_phases_apart(void **state)
{
    (void)state;
    const struct strategy *const *strategies = strategy_list();
    char key[4][POINT_KEY_SIZE];
    struct point point = defaults_of(strategies[0], 0.1, 0.1);
    point_key_text(&point, "estimate", key[0]);
    point_key_text(&point, "pilot", key[1]);
    point.method = METHOD_EXACT;
    point_key_text(&point, "estimate", key[2]);
    point_key_text(&point, "pilot", key[3]);
    for (int i = 0; i < 4; i++)
        for (int j = 0; j < i; j++)
            assert_string_not_equal(key[i], key[j]);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(strategies_have_names),
        cmocka_unit_test(problems_are_complete),
        cmocka_unit_test(parameters_are_sound),
        cmocka_unit_test(strategies_run_everywhere),
        cmocka_unit_test(strategies_run_in_the_corners),
        cmocka_unit_test(keys_tell_methods_and_phases_apart),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
