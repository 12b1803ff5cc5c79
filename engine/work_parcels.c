/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Work, and what was found, for other processes. */

#include "engine/work_parcels.h"

#include "engine/build.h"
#include "engine/random.h"

#include <stdlib.h>
#include <string.h>

/* --- what was found --------------------------------------------------------------------------- */

/* The rounds are known to whoever knows the point; but for their number there would be two ways to
 * read a parcel. */
static void put_tally(struct parcel *parcel, const struct tally *tally)
{
    PARCEL_PUT(parcel, *tally);
    parcel_put(parcel, tally->rounds, tally->round_count * sizeof *tally->rounds);
}

static void take_tally(struct parcel *parcel, struct tally *tally)
{
    PARCEL_TAKE(parcel, *tally);
    tally->rounds = parcel_take_array(parcel, tally->round_count, sizeof *tally->rounds);
}

static void put_sums(struct parcel *parcel, const struct exact_sums *sums)
{
    PARCEL_PUT(parcel, *sums);
    parcel_put(parcel, sums->rounds, sums->round_count * sizeof *sums->rounds);
}

static void take_sums(struct parcel *parcel, struct exact_sums *sums)
{
    PARCEL_TAKE(parcel, *sums);
    sums->rounds = parcel_take_array(parcel, sums->round_count, sizeof *sums->rounds);
}

void parcel_put_found(struct parcel *parcel, const struct work *work, const struct found *found)
{
    PARCEL_PUT(parcel, found->point);
    PARCEL_PUT(parcel, found->blocks);
    PARCEL_PUT(parcel, found->block);
    PARCEL_PUT(parcel, found->masked);
    switch (work->points[found->point].method) {
    case METHOD_EXACT:
        put_sums(parcel, &found->sums);
        break;
    case METHOD_IMPORTANCE:
        PARCEL_PUT(parcel, found->weighted);
        break;
    default:
        put_tally(parcel, &found->tally);
    }
}

void parcel_take_found(struct parcel *parcel, const struct work *work, struct found *found)
{
    *found = (struct found){0};
    PARCEL_TAKE(parcel, found->point);
    PARCEL_TAKE(parcel, found->blocks);
    PARCEL_TAKE(parcel, found->block);
    PARCEL_TAKE(parcel, found->masked);
    parcel->bad = parcel->bad || found->point >= work->point_count;
    if (parcel->bad)
        return;
    switch (work->points[found->point].method) {
    case METHOD_EXACT:
        take_sums(parcel, &found->sums);
        break;
    case METHOD_IMPORTANCE:
        PARCEL_TAKE(parcel, found->weighted);
        break;
    default:
        take_tally(parcel, &found->tally);
    }
}

/* --- work ------------------------------------------------------------------------------------- */

/* Two programs that are not the same may count differently. */
static void put_program(struct parcel *parcel)
{
    const unsigned stream = STREAM_VERSION;
    PARCEL_PUT(parcel, stream);
    const size_t length = strlen(build_git);
    PARCEL_PUT(parcel, length);
    parcel_put(parcel, build_git, length);
}

static bool take_program(struct parcel *parcel, struct error *error)
{
    unsigned stream;
    size_t length;
    PARCEL_TAKE(parcel, stream);
    PARCEL_TAKE(parcel, length);
    char *git = parcel_take_array(parcel, length, 1);
    const bool same = git != NULL && stream == STREAM_VERSION && length == strlen(build_git) &&
                      memcmp(git, build_git, length) == 0;
    free(git);
    return same || error_set(error,
                             "the ranks do not run the same program: all have to run "
                             "this version, %s",
                             build_git);
}

static void put_point(struct parcel *parcel, const struct point *point)
{
    const size_t length = strlen(point->strategy->name) + 1;
    PARCEL_PUT(parcel, *point);
    PARCEL_PUT(parcel, length);
    parcel_put(parcel, point->strategy->name, length);
}

static bool take_point(struct parcel *parcel, strategy_finder *find, struct point *point,
                       struct error *error)
{
    size_t length;
    PARCEL_TAKE(parcel, *point);
    PARCEL_TAKE(parcel, length);
    char *name = parcel_take_array(parcel, length, 1);
    if (name == NULL)
        return error_no_memory(error);
    point->strategy = find(name);
    const bool good =
        point->strategy != NULL || error_set(error, "there is no strategy '%s' here", name);
    free(name);
    return good;
}

static void put_tilt(struct parcel *parcel, const struct found_tilt *found)
{
    PARCEL_PUT(parcel, *found);
    for (size_t c = 0; c < found->tilt.components; c++)
        parcel_put(parcel, found->tilt.yes[c], found->tilt.draws * sizeof(double));
}

static void take_tilt(struct parcel *parcel, struct found_tilt *found)
{
    PARCEL_TAKE(parcel, *found);
    for (size_t c = 0; c < TILT_COMPONENTS_MAX; c++)
        found->tilt.yes[c] = c < found->tilt.components
                                 ? parcel_take_array(parcel, found->tilt.draws, sizeof(double))
                                 : NULL;
}

void parcel_put_work(struct parcel *parcel, const struct work *work)
{
    const bool portions = work->portions != NULL, tilts = work->tilts != NULL,
               numbers = work->numbers != NULL;
    put_program(parcel);
    PARCEL_PUT(parcel, *work);
    PARCEL_PUT(parcel, portions);
    PARCEL_PUT(parcel, tilts);
    PARCEL_PUT(parcel, numbers);
    for (size_t i = 0; i < work->point_count; i++)
        put_point(parcel, &work->points[i]);
    if (portions)
        parcel_put(parcel, work->portions, work->point_count * sizeof *work->portions);
    if (numbers)
        parcel_put(parcel, work->numbers, work->point_count * sizeof *work->numbers);
    for (size_t i = 0; tilts && i < work->point_count; i++)
        put_tilt(parcel, &work->tilts[i]);
}

static bool take_points(struct parcel *parcel, struct work_copy *copy, strategy_finder *find,
                        struct error *error)
{
    const size_t count = copy->work.point_count;
    copy->points = calloc(count + 1, sizeof *copy->points);
    if (copy->points == NULL)
        return error_no_memory(error);
    copy->work.points = copy->points;
    for (size_t i = 0; i < count; i++)
        if (!take_point(parcel, find, &copy->points[i], error))
            return false;
    return true;
}

static bool take_tilts(struct parcel *parcel, struct work_copy *copy, struct error *error)
{
    copy->tilts = calloc(copy->work.point_count + 1, sizeof *copy->tilts);
    if (copy->tilts == NULL)
        return error_no_memory(error);
    copy->work.tilts = copy->tilts;
    for (size_t i = 0; i < copy->work.point_count; i++)
        take_tilt(parcel, &copy->tilts[i]);
    return true;
}

bool parcel_take_work(struct parcel *parcel, strategy_finder *find, struct work_copy *copy,
                      struct error *error)
{
    bool portions, tilts, numbers;
    *copy = (struct work_copy){.points = NULL};
    if (!take_program(parcel, error))
        return false;
    struct work *work = &copy->work;
    PARCEL_TAKE(parcel, *work);
    PARCEL_TAKE(parcel, portions);
    PARCEL_TAKE(parcel, tilts);
    PARCEL_TAKE(parcel, numbers);
    /* Pointers of another process. */
    work->points = NULL;
    work->portions = NULL;
    work->tilts = NULL;
    work->numbers = NULL;
    work->context = NULL;
    work->finished = NULL;
    work->progress = NULL;
    work->order = NULL;
    work->paused = NULL;
    if (!take_points(parcel, copy, find, error))
        return false;
    if (portions)
        work->portions = copy->portions =
            parcel_take_array(parcel, work->point_count, sizeof *copy->portions);
    if (numbers)
        work->numbers = copy->numbers =
            parcel_take_array(parcel, work->point_count, sizeof *copy->numbers);
    return (!tilts || take_tilts(parcel, copy, error)) && (!parcel->bad || error_no_memory(error));
}

void work_copy_release(struct work_copy *copy)
{
    for (size_t i = 0; copy->tilts != NULL && i < copy->work.point_count; i++)
        found_tilt_release(&copy->tilts[i]);
    free(copy->tilts);
    free(copy->numbers);
    free(copy->portions);
    free(copy->points);
    *copy = (struct work_copy){.points = NULL};
}
