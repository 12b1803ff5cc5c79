/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/merging.h"

#include "analysis/continuation.h"
#include "engine/ledger_text.h"
#include "engine/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- the first ledger ------------------------------------------------------------------------- */

static bool read_settings(struct experiment *experiment, const char *text, struct error *error)
{
    char word[40] = "", again[CONTINUATION_TEXT_SIZE];
    uint64_t adversary = 0;
    const char *at = text;
    const bool good = ledger_next_integer(&at, "trials=", &experiment->trials) &&
                      ledger_word(&at, word, sizeof word) && strncmp(word, "interval=", 9) == 0 &&
                      interval_from_name(word + 9, &experiment->options.interval) &&
                      ledger_next_number(&at, "level=", &experiment->options.level) &&
                      experiment->options.level > 0.0 && experiment->options.level < 1.0 &&
                      ledger_next_integer(&at, "adversary=", &adversary) &&
                      experiment->trials > 0 && experiment->trials <= WORK_TRIALS_MAX;
    experiment->adversary = adversary != 0;
    if (good)
        continuation_settings(experiment, again);
    /* What was read is written again: only the same text will do. */
    return (good && strcmp(again, text) == 0) ||
           error_set(error, "its settings are none: '%s'", text);
}

static bool read_points(struct experiment *experiment, const struct ledger *ledger,
                        strategy_finder *find, struct error *error)
{
    experiment->points = calloc(ledger->count + 1, sizeof *experiment->points);
    experiment->records = calloc(ledger->count + 1, sizeof *experiment->records);
    if (experiment->points == NULL || experiment->records == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < ledger->count; i++) {
        const struct ledger_entry *entry = &ledger->entries[i];
        struct point *point = &experiment->points[experiment->point_count];
        if (entry->kept)
            continue;
        if (!point_from_key_text(entry->key, CONTINUATION_PHASE, find, point))
            return error_set(error,
                             "it has a point that this program does not know: %s; strategies of a "
                             "plug-in need --plugin",
                             entry->key);
        if (!experiment_check_point(point, error))
            return false;
        experiment->point_count++;
    }
    const size_t count = experiment->point_count;
    experiment_sort(experiment);
    return experiment->point_count == count || error_set(error, "it has a point twice");
}

static bool begin(struct merging *merging, const struct ledger *ledger, strategy_finder *find,
                  struct error *error)
{
    struct experiment *experiment = &merging->experiment;
    *experiment = (struct experiment){.seed = ledger->header.seed, .threads = work_processors()};
    merging->shards = ledger->header.shard.count;
    if (merging->shards > EXPERIMENT_POINTS_MAX)
        return error_set(error, "it is one of %" PRIu64 " shards", merging->shards);
    merging->settings = strdup(ledger->header.settings);
    merging->seen = calloc((size_t)merging->shards, sizeof *merging->seen);
    if (merging->settings == NULL || merging->seen == NULL) {
        error_no_memory(error);
        return false;
    }
    return read_settings(experiment, ledger->header.settings, error) &&
           read_points(experiment, ledger, find, error);
}

/* --- one ledger ------------------------------------------------------------------------------- */

static bool same_experiment(const struct merging *merging, const struct ledger_header *header,
                            struct error *error)
{
    if (header->stream_version != STREAM_VERSION)
        return error_set(error, "it is of stream version %u, not %d", header->stream_version,
                         STREAM_VERSION);
    if (header->seed != merging->experiment.seed)
        return error_set(error, "it has seed %" PRIu64 ", not %" PRIu64 " as the first",
                         header->seed, merging->experiment.seed);
    if (header->shard.count != merging->shards)
        return error_set(error, "it is one of %" PRIu64 " shards, the first is one of %" PRIu64,
                         header->shard.count, merging->shards);
    if (strcmp(header->settings, merging->settings) != 0)
        return error_set(error, "it is of another experiment: %s, not %s", header->settings,
                         merging->settings);
    if (merging->seen[header->shard.index])
        return error_set(error, "shard %" PRIu64 "/%" PRIu64 " is there already",
                         header->shard.index + 1, merging->shards);
    return true;
}

/* Has the shard done all its blocks of the Monte Carlo point? `block`: trials of one. */
static bool is_sampled(const struct record *record, size_t index, struct shard shard,
                       uint64_t trials, uint64_t block)
{
    const uint64_t whole = trials / block;
    const bool has_tail = trials % block > 0 && shard_blocks(shard, index, whole, whole + 1) > 0;
    return shard_blocks(shard, index, record->next_block, whole) == 0 &&
           has_tail == (record->tail != NULL) &&
           (!has_tail || record->tail->trials == trials % block);
}

/* The same for any point. False without memory. */
static bool find_finished(const struct experiment *experiment, const struct record *record,
                          size_t index, struct shard shard, bool *finished, struct error *error)
{
    const struct point *point = &experiment->points[index];
    const struct weighted_record *weighted = record->weighted;
    const uint64_t trials = experiment->trials;
    uint64_t block;
    if (point->method == METHOD_EXACT) {
        *finished = record->exact != NULL || shard_blocks(shard, index, 0, 1) == 0;
    } else if (point->method == METHOD_IMPORTANCE) {
        *finished =
            weighted != NULL && shard_blocks(shard, index, weighted->next_block,
                                             (trials - 1) / weighted->found.block_trials + 1) == 0;
    } else {
        if (!work_block_trials(point, 1, &block, error))
            return false;
        *finished = is_sampled(record, index, shard, trials, block);
    }
    return true;
}

static bool add_weighted(struct record *to, struct weighted_record **from, struct error *error)
{
    if (to->weighted == NULL) {
        to->weighted = *from;
        *from = NULL;
        return true;
    }
    if (!record_same_tilt(&to->weighted->found, &(*from)->found))
        return error_set(error, "its tilt is not that of the other shards");
    weighted_tally_add(&to->weighted->tally, &(*from)->tally);
    if ((*from)->next_block > to->weighted->next_block)
        to->weighted->next_block = (*from)->next_block;
    return true;
}

static bool add_record(struct record *to, struct record *from, struct error *error)
{
    if (from->tally.trials > 0 && !tally_gather(&to->tally, &from->tally, error))
        return false;
    if (from->next_block > to->next_block)
        to->next_block = from->next_block;
    if (from->tail != NULL) {
        to->tail = from->tail;
        from->tail = NULL;
    }
    if (from->exact != NULL) {
        to->exact = from->exact;
        from->exact = NULL;
    }
    return from->weighted == NULL || add_weighted(to, &from->weighted, error);
}

/* The points are in the same order in all ledgers. */
static bool add_entry(struct merging *merging, struct ledger_entry *entry, size_t index,
                      struct shard shard, bool partial, struct error *error)
{
    struct experiment *experiment = &merging->experiment;
    char text[POINT_KEY_SIZE], rule[CONTINUATION_TEXT_SIZE];
    if (index >= experiment->point_count)
        return error_set(error, "it has other points than the first");
    const struct point *point = &experiment->points[index];
    point_key_text(point, CONTINUATION_PHASE, text);
    if (strcmp(text, entry->key) != 0)
        return error_set(error, "it has other points than the first: %s", entry->key);
    continuation_rule(experiment, point, rule);
    if (strcmp(rule, entry->rule) != 0)
        return error_set(error, "it is no shard: it was run with --precision");
    if (!record_check(&entry->record, point, shard, index, error))
        return false;
    bool finished;
    if (!find_finished(experiment, &entry->record, index, shard, &finished, error))
        return false;
    merging->unfinished += !finished;
    if (!finished && !partial) {
        return error_set(error,
                         "it is not finished: go on with the run of shard %" PRIu64 "/%" PRIu64
                         ", or give --partial",
                         shard.index + 1, shard.count);
    }
    return add_record(&experiment->records[index], &entry->record, error);
}

static bool add_ledger(struct merging *merging, struct ledger *ledger, bool partial,
                       strategy_finder *find, struct error *error)
{
    size_t index = 0;
    if (merging->settings == NULL &&
        (!begin(merging, ledger, find, error) || merging->settings == NULL))
        return false;
    if (!same_experiment(merging, &ledger->header, error))
        return false;
    for (size_t i = 0; i < ledger->count; i++)
        if (!ledger->entries[i].kept &&
            !add_entry(merging, &ledger->entries[i], index++, ledger->header.shard, partial, error))
            return false;
    if (index != merging->experiment.point_count)
        return error_set(error, "it has other points than the first: %zu, not %zu", index,
                         merging->experiment.point_count);
    merging->seen[ledger->header.shard.index] = true;
    merging->seen_count++;
    return true;
}

bool merging_add(struct merging *merging, const char *text, size_t length, bool partial,
                 strategy_finder *find, struct error *error)
{
    struct ledger ledger;
    const bool good = ledger_read(&ledger, text, length, error) &&
                      add_ledger(merging, &ledger, partial, find, error);
    ledger_release(&ledger);
    return good;
}

/* --- the whole -------------------------------------------------------------------------------- */

/* All blocks are there: none is left to be done. */
static bool close_record(const struct experiment *experiment, size_t index, struct error *error)
{
    struct record *record = &experiment->records[index];
    uint64_t block;
    if (record->weighted != NULL)
        record->weighted->next_block =
            (experiment->trials - 1) / record->weighted->found.block_trials + 1;
    if (experiment->points[index].method != METHOD_MONTE_CARLO)
        return true;
    if (!work_block_trials(&experiment->points[index], 1, &block, error))
        return false;
    record->next_block = experiment->trials / block;
    return true;
}

bool merging_end(struct merging *merging, bool partial, struct error *error)
{
    struct experiment *experiment = &merging->experiment;
    for (uint64_t i = 0; !partial && i < merging->shards; i++)
        if (!merging->seen[i])
            return error_set(error,
                             "shard %" PRIu64 "/%" PRIu64 " is missing (%zu of %" PRIu64
                             " are there); give its folder, too, or --partial",
                             i + 1, merging->shards, merging->seen_count, merging->shards);
    experiment->given = true;
    bool good = true;
    for (size_t i = 0; good && !partial && i < experiment->point_count; i++)
        good = close_record(experiment, i, error);
    return good;
}

void merging_release(struct merging *merging)
{
    experiment_release(&merging->experiment);
    free(merging->settings);
    free(merging->seen);
}
