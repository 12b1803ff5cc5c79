/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What is sent to another process arrives as it was, or is known to be damaged. */

#include "engine/build.h"
#include "engine/work_parcels.h"
#include "strategies/strategies.h"
#include "tests/testing.h"

#include <string.h>

static struct error error;

static void what_is_put_in_is_taken_out(void **state)
{
    (void)state;
    struct parcel parcel = {.bytes = NULL};
    const double numbers[3] = {1.0, -2.5, 1e300};
    const char letter = 'x';
    PARCEL_PUT(&parcel, letter);
    parcel_put(&parcel, numbers, sizeof numbers);
    parcel_put(&parcel, NULL, 0);
    char taken;
    PARCEL_TAKE(&parcel, taken);
    assert_int_equal(taken, 'x');
    double *array = parcel_take_array(&parcel, 3, sizeof *array);
    assert_memory_equal(array, numbers, sizeof numbers);
    free(array);
    assert_false(parcel.bad);
    taken = 'y';
    PARCEL_TAKE(&parcel, taken); /* there is nothing left */
    assert_true(parcel.bad);
    assert_int_equal(taken, 0);
    assert_null(parcel_take_array(&parcel, 0, 8));
    parcel_release(&parcel);
}

static void no_more_is_taken_than_there_is(void **state)
{
    (void)state;
    struct parcel parcel = {.bytes = NULL};
    const uint64_t number = 7;
    PARCEL_PUT(&parcel, number);
    assert_null(parcel_take_array(&parcel, SIZE_MAX / 4, 8));
    assert_true(parcel.bad);
    parcel_release(&parcel);
}

/* --- work ------------------------------------------------------------------------------------- */

static const struct strategy *find_none(const char *name)
{
    (void)name;
    return NULL;
}

static struct parcel parcel_of_work(const struct point *points, const struct portion *portions)
{
    const size_t numbers[2] = {5, 7};
    const struct work work = {.points = points,
                              .point_count = 2,
                              .trials = 12345,
                              .portions = portions,
                              .numbers = numbers,
                              .shard = {1, 3},
                              .seed = 42,
                              .threads = 3,
                              .context = &error};
    struct parcel parcel = {.bytes = NULL};
    parcel_put_work(&parcel, &work);
    assert_false(parcel.bad);
    return parcel;
}

static void work_arrives(void **state)
{
    (void)state;
    const struct point points[2] = {
        {strategy_find("retransmit"), {5, 2}, {0.1, 0.2}, METHOD_EXACT},
        {strategy_find("await-reply"), {3}, {0.3, 0.3}, METHOD_MONTE_CARLO}};
    const struct portion portions[2] = {{0, 1}, {3, 9999}};
    struct parcel parcel = parcel_of_work(points, portions);
    struct work_copy copy;
    assert_true(parcel_take_work(&parcel, strategy_find, &copy, &error));
    assert_int_equal(copy.work.point_count, 2);
    assert_memory_equal(copy.work.points, points, sizeof points);
    assert_memory_equal(copy.work.portions, portions, sizeof portions);
    assert_int_equal(copy.work.numbers[1], 7);
    assert_int_equal(copy.work.seed, 42);
    assert_int_equal(copy.work.shard.count, 3);
    assert_int_equal(copy.work.threads, 3);
    assert_null(copy.work.tilts);
    assert_null(copy.work.context);
    work_copy_release(&copy);
    parcel_release(&parcel);
}

static void damaged_work_is_refused(void **state)
{
    (void)state;
    const struct point points[2] = {{strategy_find("retransmit"), {5, 2}, {0.1, 0.2}},
                                    {strategy_find("await-reply"), {3}, {0.3, 0.3}}};
    struct parcel parcel = parcel_of_work(points, NULL);
    struct work_copy copy;
    assert_false(parcel_take_work(&parcel, find_none, &copy, &error));
    assert_non_null(strstr(error.message, "there is no strategy 'retransmit' here"));
    work_copy_release(&copy);
    const size_t whole = parcel.size;
    for (size_t size = 0; size < whole; size++) {
        parcel.size = size;
        parcel.taken = 0;
        parcel.bad = false;
        assert_false(parcel_take_work(&parcel, strategy_find, &copy, &error));
        work_copy_release(&copy);
    }
    parcel.size = whole;
    parcel.taken = 0;
    parcel.bad = false;
    parcel.bytes[0] ^= 1; /* of the version of the streams */
    assert_false(parcel_take_work(&parcel, strategy_find, &copy, &error));
    assert_non_null(strstr(error.message, "do not run the same program"));
    work_copy_release(&copy);
    parcel_release(&parcel);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(what_is_put_in_is_taken_out),
        cmocka_unit_test(no_more_is_taken_than_there_is),
        cmocka_unit_test(work_arrives),
        cmocka_unit_test(damaged_work_is_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
