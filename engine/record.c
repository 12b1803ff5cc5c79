/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/record.h"

#include "engine/simulate.h"

#include <stdlib.h>
#include <string.h>

void record_release(struct record *record)
{
    tally_release(&record->tally);
    if (record->tail != NULL)
        tally_release(record->tail);
    if (record->tail_room != NULL)
        tally_release(record->tail_room);
    if (record->exact != NULL)
        exact_sums_release(record->exact);
    if (record->weighted != NULL)
        found_tilt_release(&record->weighted->found);
    free(record->tail);
    free(record->tail_room);
    free(record->exact);
    free(record->weighted);
    *record = (struct record){0};
}

bool record_prepare(struct record *record, const struct schedule *schedule, struct error *error)
{
    record->tail_room = calloc(1, sizeof *record->tail_room);
    if (record->tail_room == NULL)
        return error_no_memory(error);
    tally_release(&record->tally); /* one that was read may have lost all that was in it */
    return tally_init(&record->tally, schedule, error) &&
           tally_init(record->tail_room, schedule, error);
}

static bool add_tail(struct record *record, const struct tally *tail, struct error *error)
{
    record->tail = record->tail_room != NULL ? record->tail_room : calloc(1, sizeof *record->tail);
    record->tail_room = NULL;
    return record->tail != NULL ? tally_gather(record->tail, tail, error) : error_no_memory(error);
}

static bool keep_exact(struct record *record, const struct exact_sums *sums, struct error *error)
{
    struct exact_sums *copy = malloc(sizeof *copy);
    struct exact_round *rounds = malloc((sums->round_count + 1) * sizeof *rounds);
    if (copy == NULL || rounds == NULL) {
        free(copy);
        free(rounds);
        return error_no_memory(error);
    }
    memcpy(rounds, sums->rounds, sums->round_count * sizeof *rounds);
    *copy = *sums;
    copy->rounds = rounds;
    record->exact = copy;
    return true;
}

bool record_add(struct record *record, const struct outcome *outcome, struct error *error)
{
    if (outcome->exact != NULL)
        return keep_exact(record, outcome->exact, error);
    if (outcome->weighted != NULL) {
        weighted_tally_add(&record->weighted->tally, outcome->weighted);
        record->weighted->next_block = outcome->next_block;
        return true;
    }
    record->next_block = outcome->next_block;
    return tally_gather(&record->tally, outcome->tally, error) &&
           (outcome->tail == NULL || add_tail(record, outcome->tail, error));
}

bool record_same_tilt(const struct found_tilt *a, const struct found_tilt *b)
{
    bool same = a->grid == b->grid && a->block_trials == b->block_trials &&
                a->trials == b->trials && a->hits == b->hits &&
                a->tilt.components == b->tilt.components &&
                a->tilt.first_half == b->tilt.first_half;
    for (size_t c = 0; same && c < a->tilt.components; c++)
        same = a->tilt.share[c] == b->tilt.share[c];
    return same;
}

void record_drop_tail(struct record *record)
{
    if (record->tail == NULL)
        return;
    tally_subtract(&record->tally, record->tail);
    tally_release(record->tail);
    free(record->tail);
    record->tail = NULL;
}

/* --- is it possible? -------------------------------------------------------------------------- */

static bool same_rounds(const struct tally *a, const struct tally *b)
{
    bool same = a->round_count == b->round_count;
    for (size_t i = 0; same && i < a->round_count; i++)
        same = a->rounds[i].round == b->rounds[i].round && a->rounds[i].reached <= a->trials;
    return same;
}

static bool check_tally(struct tally *tally, const struct tally *empty)
{
    uint64_t ends = 0;
    for (int i = 0; i < CELL_COUNT; i++) {
        if (tally->cell[i] > tally->trials - ends)
            return false;
        ends += tally->cell[i];
    }
    tally->messengers_max = empty->messengers_max;
    memcpy(tally->counter_max, empty->counter_max, sizeof tally->counter_max);
    return ends == tally->trials && tally->batches <= tally->trials / 64 &&
           tally->messengers.total <= (uint128)tally->trials * tally->messengers_max &&
           same_rounds(tally, empty);
}

static bool check_sampled(struct record *record, const struct tally *empty, uint64_t block_trials,
                          uint64_t blocks)
{
    const uint64_t tail = record->tail != NULL ? record->tail->trials : 0;
    return record->tally.trials > 0 && record->tally.trials <= WORK_TRIALS_MAX &&
           check_tally(&record->tally, empty) &&
           (record->tail == NULL ||
            (tail > 0 && tail < block_trials && check_tally(record->tail, empty))) &&
           blocks <= WORK_TRIALS_MAX / block_trials &&
           record->tally.trials == blocks * block_trials + tail;
}

static bool check_exact(const struct exact_sums *sums, const struct tally *empty)
{
    bool same = sums->round_count == empty->round_count && sums->histories > 0;
    for (size_t i = 0; same && i < sums->round_count; i++)
        same = sums->rounds[i].round == empty->rounds[i].round;
    return same;
}

static bool check_weighted(const struct weighted_record *weighted, uint64_t blocks)
{
    const struct found_tilt *found = &weighted->found;
    return found->block_trials > 0 && blocks <= 2 * (WORK_TRIALS_MAX / found->block_trials + 1) &&
           weighted->tally.trials == blocks * found->block_trials &&
           weighted->tally.hits <= weighted->tally.trials;
}

static bool check_all(struct record *record, const struct schedule *schedule,
                      const struct tally *empty, struct shard shard, uint64_t number)
{
    const struct weighted_record *weighted = record->weighted;
    return (record->tally.trials == 0 ||
            check_sampled(record, empty, simulate_block_trials(schedule->chance_count),
                          shard_blocks(shard, number, 0, record->next_block))) &&
           (record->exact == NULL || check_exact(record->exact, empty)) &&
           (weighted == NULL ||
            check_weighted(weighted, shard_blocks(shard, number, 0, weighted->next_block)));
}

bool record_check(struct record *record, const struct point *point, struct shard shard,
                  uint64_t number, struct error *error)
{
    struct schedule schedule = {0};
    struct tally empty = {0};
    const bool good =
        schedule_record(&schedule, point->strategy, point->parameter, point->channel, error) &&
        tally_init(&empty, &schedule, error) &&
        (check_all(record, &schedule, &empty, shard, number) ||
         error_set(error, "its counts are not of the strategy '%s' as it is now",
                   point->strategy->name));
    tally_release(&empty);
    schedule_release(&schedule);
    return good;
}
