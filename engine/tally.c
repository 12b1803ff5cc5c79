/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tally.h"

#include <stdlib.h>
#include <string.h>

static size_t list_rounds(const struct schedule *schedule, struct tally_round *rounds)
{
    size_t count = 0;
    unsigned last = 0;
    for (size_t i = 0; i < schedule->event_count; i++)
        if (event_begins_round(&schedule->events[i], &last)) {
            if (rounds != NULL)
                rounds[count] = (struct tally_round){.round = last};
            count++;
        }
    return count;
}

bool tally_init(struct tally *tally, const struct schedule *schedule, struct error *error)
{
    *tally = (struct tally){.round_count = list_rounds(schedule, NULL),
                            .messengers_max = schedule->messengers};
    for (size_t i = 0; i < schedule->event_count; i++)
        if (schedule->events[i].kind == EVENT_COUNT)
            tally->counter_max[schedule->events[i].counter]++;
    if (tally->round_count == 0)
        return true;
    tally->rounds = malloc(tally->round_count * sizeof *tally->rounds);
    if (tally->rounds == NULL)
        return error_no_memory(error);
    list_rounds(schedule, tally->rounds);
    return true;
}

void tally_release(struct tally *tally)
{
    free(tally->rounds);
    *tally = (struct tally){0};
}

void tally_clear(struct tally *tally)
{
    const struct tally before = *tally;
    for (size_t i = 0; i < before.round_count; i++)
        before.rounds[i].reached = 0;
    *tally = (struct tally){.round_count = before.round_count,
                            .rounds = before.rounds,
                            .messengers_max = before.messengers_max};
    memcpy(tally->counter_max, before.counter_max, sizeof tally->counter_max);
}

static void add_sum(struct tally_sum *to, const struct tally_sum *from, uint64_t times)
{
    to->total += times * from->total;
    to->batch_total += times * from->batch_total;
    to->batch_squares += times * from->batch_squares;
}

void tally_add_times(struct tally *to, const struct tally *from, uint64_t times)
{
    to->trials += times * from->trials;
    to->batches += times * from->batches;
    for (int i = 0; i < CELL_COUNT; i++)
        to->cell[i] += times * from->cell[i];
    add_sum(&to->messengers, &from->messengers, times);
    for (int i = 0; i < COUNTERS_MAX; i++)
        add_sum(&to->counter[i], &from->counter[i], times);
    for (size_t i = 0; i < to->round_count; i++)
        to->rounds[i].reached += times * from->rounds[i].reached;
}

void tally_add(struct tally *to, const struct tally *from)
{
    tally_add_times(to, from, 1);
}

static void subtract_sum(struct tally_sum *to, const struct tally_sum *from)
{
    to->total -= from->total;
    to->batch_total -= from->batch_total;
    to->batch_squares -= from->batch_squares;
}

void tally_subtract(struct tally *to, const struct tally *from)
{
    to->trials -= from->trials;
    to->batches -= from->batches;
    for (int i = 0; i < CELL_COUNT; i++)
        to->cell[i] -= from->cell[i];
    subtract_sum(&to->messengers, &from->messengers);
    for (int i = 0; i < COUNTERS_MAX; i++)
        subtract_sum(&to->counter[i], &from->counter[i]);
    for (size_t i = 0; i < to->round_count; i++)
        to->rounds[i].reached -= from->rounds[i].reached;
}

/* An empty tally of the same schedule. */
static bool init_like(struct tally *tally, const struct tally *other, struct error *error)
{
    struct tally_round *rounds = malloc((other->round_count + 1) * sizeof *rounds);
    if (rounds == NULL)
        return error_no_memory(error);
    if (other->round_count > 0)
        memcpy(rounds, other->rounds, other->round_count * sizeof *rounds);
    *tally = *other;
    tally->rounds = rounds;
    tally_clear(tally);
    return true;
}

bool tally_gather(struct tally *to, const struct tally *from, struct error *error)
{
    if (to->rounds == NULL && !init_like(to, from, error))
        return false;
    tally_add(to, from);
    return true;
}

void tally_sum_add(struct tally_sum *sum, const uint64_t *batches, size_t count, size_t whole)
{
    uint64_t total = 0, squares = 0;
    for (size_t i = 0; i < whole; i++) {
        total += batches[i];
        squares += batches[i] * batches[i]; /* at most 2^52 each, see SCHEDULE_MESSENGERS_MAX */
    }
    sum->batch_total += total;
    sum->batch_squares += squares;
    for (size_t i = whole; i < count; i++)
        total += batches[i];
    sum->total += total;
}

/* Without cancellation: with the whole part m of the mean and the remainder r = total - m batches,
 * it is sum (count - m)^2 - r^2 / batches, whose first term is found in integers. */
double tally_sum_deviations(const struct tally_sum *sum, uint64_t batches)
{
    const uint64_t whole = (uint64_t)(sum->batch_total / batches);
    const uint64_t rest = (uint64_t)(sum->batch_total % batches);
    const uint128 around_whole = sum->batch_squares - 2 * (uint128)whole * sum->batch_total +
                                 (uint128)whole * whole * batches;
    const double deviations =
        (double)around_whole - (double)rest * ((double)rest / (double)batches);
    return deviations > 0.0 ? deviations : 0.0;
}
