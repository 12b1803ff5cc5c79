/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "analysis/continuation.h"

#include "engine/ledger_text.h"
#include "engine/random.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

/* --- rules ------------------------------------------------------------------------------------ */

/* What decides when a point is over: "fixed TRIALS", or
 * "relative HALF-WIDTH TRIALS INTERVAL LEVEL EVENT", EVENT of an automatic experiment or "-". */
enum { RULE_SIZE = CONTINUATION_TEXT_SIZE };

void continuation_rule(const struct experiment *experiment, const struct point *point,
                       char text[RULE_SIZE])
{
    const struct stopping *stopping = &experiment->stopping;
    if (stopping->precision == PRECISION_NONE)
        snprintf(text, RULE_SIZE, "fixed %" PRIx64, experiment->trials);
    else
        snprintf(text, RULE_SIZE, "%s %a %" PRIx64 " %s %a %s",
                 stopping->precision == PRECISION_RELATIVE ? "relative" : "absolute",
                 stopping->half_width, experiment->trials,
                 interval_name(experiment->options.interval), experiment->options.level,
                 experiment->automatic ? target_name(point->strategy, point->target) : "-");
}

struct rule {
    char kind[16], interval[32], event[64];
    double half_width, level;
    uint64_t trials;
};

static bool rule_read(const char *text, struct rule *rule)
{
    *rule = (struct rule){.trials = 0};
    if (!ledger_word(&text, rule->kind, sizeof rule->kind))
        return false;
    if (strcmp(rule->kind, "fixed") == 0)
        return ledger_next_integer(&text, "", &rule->trials) && *text == '\0';
    return ledger_next_number(&text, "", &rule->half_width) &&
           ledger_next_integer(&text, "", &rule->trials) &&
           ledger_word(&text, rule->interval, sizeof rule->interval) &&
           ledger_next_number(&text, "", &rule->level) &&
           ledger_word(&text, rule->event, sizeof rule->event) && *text == '\0';
}

static const char *rule_words(const struct rule *rule)
{
    return strcmp(rule->kind, "fixed") == 0      ? "fixed --trials"
           : strcmp(rule->kind, "relative") == 0 ? "a relative --precision"
                                                 : "an absolute --precision";
}

/* Can what was measured by the old rule be gone on with by the new one? */
static bool rule_leads_to(const struct rule *old, const struct rule *new, struct error *error)
{
    if (strcmp(old->kind, new->kind) != 0)
        return error_set(error, "was measured with %s, not with %s", rule_words(old),
                         rule_words(new));
    if (strcmp(old->interval, new->interval) != 0 || strcmp(old->event, new->event) != 0 ||
        !(old->level == new->level))
        return error_set(error, "was stopped by another --interval, --confidence-level, --method "
                                "or --event");
    if (new->half_width > old->half_width)
        return error_set(error, "was measured with a narrower --precision than is asked for");
    return true;
}

static bool same_rule(const struct rule *old, const struct rule *new)
{
    return old->half_width == new->half_width && old->trials == new->trials;
}

/* The text of a point. Automatic points may differ in what they look for alone. */
static void key_of(const struct point *point, char key[POINT_KEY_SIZE])
{
    char phase[64] = CONTINUATION_PHASE;
    if (point->method == METHOD_MONTE_CARLO && point->target != TARGET_FAILURE)
        snprintf(phase, sizeof phase, CONTINUATION_PHASE " for %s",
                 target_name(point->strategy, point->target));
    point_key_text(point, phase, key);
}

/* --- finding entries -------------------------------------------------------------------------- */

/* The ledger's entries in the order of their keys. */
struct found_entry {
    struct ledger_entry *entry;
};

static int compare_entries(const void *left, const void *right)
{
    const struct found_entry *a = left, *b = right;
    return strcmp(a->entry->key, b->entry->key);
}

static int compare_key(const void *key, const void *found)
{
    return strcmp(key, ((const struct found_entry *)found)->entry->key);
}

struct loading {
    struct continuation *continuation;
    struct experiment *experiment;
    struct found_entry *sorted;
};

static bool sort_entries(struct loading *loading, struct error *error)
{
    struct ledger *ledger = &loading->continuation->ledger;
    loading->sorted = calloc(ledger->count + 1, sizeof *loading->sorted);
    if (loading->sorted == NULL)
        return error_no_memory(error);
    for (size_t i = 0; i < ledger->count; i++)
        loading->sorted[i].entry = &ledger->entries[i];
    qsort(loading->sorted, ledger->count, sizeof *loading->sorted, compare_entries);
    for (size_t i = 1; i < ledger->count; i++)
        if (compare_entries(&loading->sorted[i - 1], &loading->sorted[i]) == 0)
            return error_set(error, "it has a point twice: %s", loading->sorted[i].entry->key);
    return true;
}

static struct ledger_entry *find_entry(const struct loading *loading, const struct point *point)
{
    char key[POINT_KEY_SIZE];
    key_of(point, key);
    const struct found_entry *found =
        bsearch(key, loading->sorted, loading->continuation->ledger.count, sizeof *loading->sorted,
                compare_key);
    return found != NULL ? found->entry : NULL;
}

/* --- taking over ------------------------------------------------------------------------------ */

static bool refuse_more_trials(const struct experiment *experiment, struct error *error)
{
    return error_set(error, "has more trials than --trials %" PRIu64, experiment->trials);
}

/* Monte Carlo with a fixed number of trials, which may be more than before. */
static bool fit_fixed(struct loading *loading, struct record *record, const struct rule *old,
                      struct error *error)
{
    const struct experiment *experiment = loading->experiment;
    if (record->tally.trials == 0 || old->trials == experiment->trials)
        return true;
    if (record->tally.trials > experiment->trials ||
        (experiment->shard.count > 1 && old->trials > experiment->trials))
        return refuse_more_trials(experiment, error);
    loading->continuation->topped_up += record->tail != NULL || record->tally.trials == old->trials;
    record_drop_tail(record);
    return true;
}

/* With a precision the looks say what there is to do (analysis/turns.c). */
static bool fit_sampled(struct loading *loading, struct record *record, const struct rule *old,
                        struct error *error)
{
    const struct experiment *experiment = loading->experiment;
    if (experiment->stopping.precision == PRECISION_NONE)
        return fit_fixed(loading, record, old, error);
    return record->tally.trials <= experiment->trials || refuse_more_trials(experiment, error);
}

/* How many trials it needs is found again where that may be another number. */
static bool fit_weighted(struct loading *loading, struct weighted_record *weighted,
                         const struct rule *old, const struct rule *new, struct error *error)
{
    const struct experiment *experiment = loading->experiment;
    if (weighted == NULL || same_rule(old, new))
        return true;
    if (old->trials > new->trials && weighted->tally.trials >= weighted->found.block_trials &&
        weighted->tally.trials - weighted->found.block_trials >= experiment->trials)
        return refuse_more_trials(experiment, error);
    loading->continuation->topped_up +=
        weighted->wanted > 0 && weighted->tally.trials >= weighted->wanted;
    weighted->wanted = experiment->stopping.precision == PRECISION_NONE ? experiment->trials : 0;
    return true;
}

static bool fit(struct loading *loading, struct ledger_entry *entry, const struct point *point,
                size_t index, struct error *error)
{
    struct rule old, new;
    char text[RULE_SIZE];
    continuation_rule(loading->experiment, point, text);
    if (!rule_read(entry->rule, &old) || !rule_read(text, &new))
        return error_set(error, "has a rule that is none: '%s'", entry->rule);
    if (point->method == METHOD_EXACT)
        old = new; /* all is known at once */
    return rule_leads_to(&old, &new, error) &&
           record_check(&entry->record, point, loading->continuation->ledger.header.shard, index,
                        error) &&
           fit_sampled(loading, &entry->record, &old, error) &&
           fit_weighted(loading, entry->record.weighted, &old, &new, error);
}

static bool record_is_empty(const struct record *record)
{
    return record->tally.trials == 0 && record->exact == NULL && record->weighted == NULL;
}

static bool belongs(const struct record *record, enum method method)
{
    return (record->tally.trials > 0) == (method == METHOD_MONTE_CARLO) &&
           (record->exact != NULL) == (method == METHOD_EXACT) &&
           (record->weighted != NULL) == (method == METHOD_IMPORTANCE);
}

/* The record of one method of a point, if there is one. */
static bool take_over(struct loading *loading, size_t index, enum method method,
                      struct error *error)
{
    struct experiment *experiment = loading->experiment;
    struct record *record = &experiment->records[index];
    struct point point = experiment->points[index];
    struct error why;
    point.method = method;
    struct ledger_entry *entry = find_entry(loading, &point);
    if (entry == NULL)
        return true;
    if (record_is_empty(&entry->record)) {
        entry->length = 0;
        return true;
    }
    if (!belongs(&entry->record, method))
        return error_set(error, "it has counts of another method: %s", entry->key);
    if (!fit(loading, entry, &point, index, &why))
        return error_set(error, "%s %s", point.strategy->name, why.message);
    loading->continuation->found++;
    if (method == METHOD_IMPORTANCE) {
        record->weighted = entry->record.weighted;
    } else {
        struct weighted_record *weighted = record->weighted;
        *record = entry->record;
        record->weighted = weighted;
    }
    entry->record = (struct record){0};
    entry->length = 0; /* it is no entry to keep */
    return true;
}

static bool take_over_all(struct loading *loading, struct error *error)
{
    struct experiment *experiment = loading->experiment;
    bool good = true;
    for (size_t i = 0; good && i < experiment->point_count; i++)
        good = take_over(loading, i, experiment->points[i].method, error) &&
               (!experiment->automatic || take_over(loading, i, METHOD_IMPORTANCE, error));
    return good;
}

static bool check_header(const struct ledger_header *header, const struct experiment *experiment,
                         struct error *error)
{
    const uint64_t count = experiment->shard.count > 0 ? experiment->shard.count : 1;
    if (header->stream_version != STREAM_VERSION)
        return error_set(error, "it is of another experiment: stream version %u, not %d",
                         header->stream_version, STREAM_VERSION);
    if (header->seed != experiment->seed)
        return error_set(error, "it is of another experiment: seed %" PRIu64 ", not %" PRIu64,
                         header->seed, experiment->seed);
    if (header->shard.count != count || header->shard.index != experiment->shard.index)
        return error_set(
            error, "it is of shard %" PRIu64 "/%" PRIu64 ", not of %" PRIu64 "/%" PRIu64,
            header->shard.index + 1, header->shard.count, experiment->shard.index + 1, count);
    return true;
}

bool continuation_load(struct continuation *continuation, struct experiment *experiment,
                       const char *text, size_t length, struct error *error)
{
    *continuation = (struct continuation){.found = 0};
    struct loading loading = {continuation, experiment, NULL};
    experiment->records = calloc(experiment->point_count + 1, sizeof *experiment->records);
    if (experiment->records == NULL)
        return error_no_memory(error);
    const bool good = ledger_read(&continuation->ledger, text, length, error) &&
                      check_header(&continuation->ledger.header, experiment, error) &&
                      sort_entries(&loading, error) && take_over_all(&loading, error);
    free(loading.sorted);
    return good;
}

/* --- saving ----------------------------------------------------------------------------------- */

static void save_point(struct ledger_writer *writer, const struct experiment *experiment,
                       size_t index)
{
    const struct record *record = &experiment->records[index];
    struct point point = experiment->points[index];
    char key[POINT_KEY_SIZE], rule[RULE_SIZE];
    continuation_rule(experiment, &point, rule);
    const bool has_weights = record->weighted != NULL && record->weighted->tally.trials > 0;
    struct record own = *record;
    /* Automatic points may have counts of both methods. */
    if (experiment->automatic || point.method != METHOD_IMPORTANCE) {
        own.weighted = NULL;
        if (experiment->automatic)
            point.method = METHOD_MONTE_CARLO;
        key_of(&point, key);
        ledger_put(writer, key, rule, &own);
        if (!has_weights)
            return;
    }
    own = (struct record){.weighted = has_weights ? record->weighted : NULL};
    point.method = METHOD_IMPORTANCE;
    key_of(&point, key);
    ledger_put(writer, key, rule, &own);
}

void continuation_settings(const struct experiment *experiment, char text[CONTINUATION_TEXT_SIZE])
{
    snprintf(text, RULE_SIZE, "trials=%" PRIx64 " interval=%s level=%a adversary=%d",
             experiment->trials, interval_name(experiment->options.interval),
             experiment->options.level, experiment->adversary);
}

bool continuation_save(const struct continuation *continuation, const struct experiment *experiment,
                       FILE *stream, struct error *error)
{
    char settings[RULE_SIZE];
    continuation_settings(experiment, settings);
    const struct ledger_header header = {
        STREAM_VERSION,
        experiment->seed,
        {experiment->shard.index, experiment->shard.count > 0 ? experiment->shard.count : 1},
        settings};
    const struct ledger *ledger = &continuation->ledger;
    struct ledger_writer writer;
    ledger_begin(&writer, stream, &header);
    for (size_t i = 0; i < experiment->point_count; i++)
        save_point(&writer, experiment, i);
    for (size_t i = 0; i < ledger->count; i++)
        if (ledger->entries[i].length > 0)
            ledger_put_kept(&writer, ledger->entries[i].key, ledger->entries[i].text,
                            ledger->entries[i].length);
    return ledger_end(&writer) || error_no_memory(error);
}

void continuation_release(struct continuation *continuation)
{
    ledger_release(&continuation->ledger);
}
