/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ledger.h"

#include "engine/ledger_text.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The text is gone through line by line; a line, word by word. Words have one space between them.
 */
struct reader {
    char *at;   /* what was not read yet of the text; its end is '\0' */
    char *line; /* the line, cut off; what was not read yet of it */
    size_t number;
    bool bad;       /* a word was not what it has to be */
    bool no_memory; /* there was none for what a line tells */
};

/* --- words ------------------------------------------------------------------------------------ */

/* False at the end of the text. A line that does not end in '\n' is none. */
static bool next_line(struct reader *reader)
{
    char *end = strchr(reader->at, '\n');
    if (end == NULL)
        return false;
    *end = '\0';
    reader->line = reader->at;
    reader->at = end + 1;
    reader->number++;
    return true;
}

/* Does the line begin with this word? If so, it is read. */
static bool take_word(struct reader *reader, const char *word)
{
    char *rest = reader->line;
    while (*word != '\0' && *rest == *word) {
        rest++;
        word++;
    }
    if (*word != '\0' || *rest != ' ')
        return false;
    reader->line = rest + 1;
    return true;
}

/* The next word of the line; "" if there is none. */
static char *read_word(struct reader *reader)
{
    char *word = reader->line;
    reader->line += strcspn(word, " ");
    if (*reader->line == ' ')
        *reader->line++ = '\0';
    reader->bad = reader->bad || *word == '\0';
    return word;
}

/* As it is written: no sign, no zeroes in front. */
static uint128 read_integer(struct reader *reader, int digits_max)
{
    const char *word = read_word(reader);
    uint128 number = 0;
    int digits = 0;
    for (; word[digits] != '\0' && digits <= digits_max; digits++) {
        const int value = ledger_digit(word[digits]);
        reader->bad = reader->bad || value < 0;
        number = number << 4 | (uint128)(value & 15);
    }
    reader->bad = reader->bad || digits > digits_max || (word[0] == '0' && digits > 1);
    return number;
}

static uint128 read_wide(struct reader *reader)
{
    return read_integer(reader, 32);
}

static uint64_t read_64(struct reader *reader)
{
    return (uint64_t)read_integer(reader, 16);
}

static unsigned read_32(struct reader *reader)
{
    return (unsigned)read_integer(reader, 8);
}

/* Finite, not negative, as %La prints it. */
static long double read_number(struct reader *reader)
{
    char *word = read_word(reader), *end = word;
    const long double number = strncmp(word, "0x", 2) == 0 ? strtold(word, &end) : -1.0L;
    reader->bad = reader->bad || *end != '\0' || !(number >= 0.0L) || !isfinite(number);
    return number;
}

static int read_small_signed(struct reader *reader)
{
    char *word = read_word(reader), *end;
    const long number = strtol(word, &end, 10);
    char again[24];
    snprintf(again, sizeof again, "%ld", number);
    reader->bad = reader->bad || number < -1000000 || number > 1000000 || strcmp(again, word) != 0;
    return (int)number;
}

/* A number of things, of each of which so many bytes follow at least on the line. */
static size_t read_count(struct reader *reader, size_t bytes)
{
    const uint64_t count = read_64(reader);
    reader->bad = reader->bad || count > strlen(reader->line) / bytes + 1;
    return reader->bad ? 0 : (size_t)count;
}

/* The rest of the line as it is, if there is room for it where it is written again. */
static const char *read_rest(struct reader *reader)
{
    reader->bad = reader->bad || strlen(reader->line) >= LEDGER_TEXT_SIZE;
    return reader->line;
}

static bool end_line(const struct reader *reader)
{
    return !reader->bad && *reader->line == '\0';
}

/* As calloc. */
static void *allocate(struct reader *reader, size_t count, size_t size)
{
    void *memory = calloc(count, size);
    reader->no_memory = reader->no_memory || memory == NULL;
    return memory;
}

/* --- lines ------------------------------------------------------------------------------------ */

static void read_sum(struct reader *reader, struct tally_sum *sum)
{
    sum->total = read_wide(reader);
    sum->batch_total = read_wide(reader);
    sum->batch_squares = read_wide(reader);
}

static bool read_tally(struct reader *reader, struct tally *tally)
{
    tally->trials = read_64(reader);
    tally->batches = read_64(reader);
    for (int i = 0; i < CELL_COUNT; i++)
        tally->cell[i] = read_64(reader);
    read_sum(reader, &tally->messengers);
    const size_t counters = read_count(reader, 6);
    if (counters > COUNTERS_MAX)
        return false;
    for (size_t i = 0; i < counters; i++)
        read_sum(reader, &tally->counter[i]);
    tally->round_count = read_count(reader, 4);
    tally->rounds = allocate(reader, tally->round_count + 1, sizeof *tally->rounds);
    if (tally->rounds == NULL)
        return false;
    for (size_t i = 0; i < tally->round_count; i++) {
        tally->rounds[i].round = read_32(reader);
        tally->rounds[i].reached = read_64(reader);
    }
    return end_line(reader);
}

static bool read_tail(struct reader *reader, struct record *record)
{
    if (record->tail != NULL)
        return false;
    record->tail = allocate(reader, 1, sizeof *record->tail);
    return record->tail != NULL && read_tally(reader, record->tail);
}

static bool read_sampled(struct reader *reader, struct record *record)
{
    if (record->tally.rounds != NULL)
        return false;
    record->next_block = read_64(reader);
    record->look = read_32(reader);
    return read_tally(reader, &record->tally) && record->tally.trials > 0;
}

static bool read_exact(struct reader *reader, struct record *record)
{
    if (record->exact != NULL ||
        (record->exact = allocate(reader, 1, sizeof *record->exact)) == NULL)
        return false;
    struct exact_sums *sums = record->exact;
    sums->histories = read_64(reader);
    for (int i = 0; i < CELL_COUNT; i++)
        sums->cell[i] = read_number(reader);
    sums->messengers = read_number(reader);
    for (int i = 0; i < COUNTERS_MAX; i++)
        sums->counter[i] = read_number(reader);
    sums->possible_cells = read_32(reader);
    sums->possible_counters = read_32(reader);
    sums->round_count = read_count(reader, 6);
    sums->rounds = allocate(reader, sums->round_count + 1, sizeof *sums->rounds);
    if (sums->rounds == NULL)
        return false;
    for (size_t i = 0; i < sums->round_count; i++) {
        sums->rounds[i].round = read_32(reader);
        sums->rounds[i].reached = read_number(reader);
    }
    return end_line(reader);
}

static bool read_weighted(struct reader *reader, struct record *record)
{
    if (record->weighted != NULL ||
        (record->weighted = allocate(reader, 1, sizeof *record->weighted)) == NULL)
        return false;
    struct found_tilt *found = &record->weighted->found;
    struct weighted_tally *tally = &record->weighted->tally;
    record->weighted->next_block = read_64(reader);
    record->weighted->wanted = read_64(reader);
    found->grid = read_small_signed(reader);
    found->block_trials = read_64(reader);
    found->trials = read_64(reader);
    found->hits = read_64(reader);
    found->tilt.first_half = (size_t)read_64(reader);
    tally->trials = read_64(reader);
    tally->hits = read_64(reader);
    tally->beyond = read_64(reader);
    tally->beyond_half = read_64(reader);
    tally->largest = read_64(reader);
    /* What is refused is released, too: only as many components as there is room for. */
    const size_t components = read_count(reader, 10);
    if (components > TILT_COMPONENTS_MAX || found->tilt.first_half > components)
        return false;
    found->tilt.components = components;
    for (size_t c = 0; c < components; c++) {
        found->tilt.share[c] = read_32(reader);
        tally->all[c].sum = read_wide(reader);
        tally->all[c].squares = read_wide(reader);
        tally->half[c].sum = read_wide(reader);
        tally->half[c].squares = read_wide(reader);
        reader->bad = reader->bad || found->tilt.share[c] == 0 || found->tilt.share[c] > 1 << 20;
    }
    return end_line(reader);
}

static bool read_header(struct reader *reader, struct ledger_header *header)
{
    if (!next_line(reader) || !take_word(reader, "stream"))
        return false;
    header->stream_version = read_32(reader);
    if (!end_line(reader) || !next_line(reader) || !take_word(reader, "seed"))
        return false;
    header->seed = read_64(reader);
    if (!end_line(reader) || !next_line(reader) || !take_word(reader, "shard"))
        return false;
    header->shard.index = read_64(reader);
    header->shard.count = read_64(reader);
    if (!end_line(reader) || header->shard.index >= header->shard.count || !next_line(reader) ||
        !take_word(reader, "settings"))
        return false;
    header->settings = read_rest(reader);
    return !reader->bad;
}

/* --- the file --------------------------------------------------------------------------------- */

static size_t count_entries(const char *text)
{
    size_t count = 0;
    for (const char *line = text; line != NULL;) {
        count += strncmp(line, "point ", 6) == 0 || strncmp(line, "kept ", 5) == 0;
        const char *end = strchr(line, '\n');
        line = end != NULL ? end + 1 : NULL;
    }
    return count;
}

/* What a line that begins no entry adds to one. */
static bool read_part(struct reader *reader, struct ledger_entry *entry)
{
    if (take_word(reader, "rule") && entry->rule == NULL) {
        entry->rule = read_rest(reader);
        return !reader->bad;
    }
    if (entry->rule == NULL)
        return false;
    struct record *record = &entry->record;
    return take_word(reader, "sampled")    ? read_sampled(reader, record)
           : take_word(reader, "tail")     ? read_tail(reader, record)
           : take_word(reader, "exact")    ? read_exact(reader, record)
           : take_word(reader, "weighted") ? read_weighted(reader, record)
                                           : false;
}

/* A tail is a part of a tally; nothing stands alone. */
static bool is_whole(const struct ledger_entry *entry)
{
    const struct record *record = &entry->record;
    return entry->rule != NULL && (record->tail == NULL || record->tally.trials > 0);
}

static bool read_entries(struct reader *reader, struct ledger *ledger)
{
    struct ledger_entry *entry = NULL;
    while (next_line(reader)) {
        const bool kept = take_word(reader, "kept");
        if (entry != NULL && (kept || strncmp(reader->line, "point ", 6) == 0) && !is_whole(entry))
            return false;
        if (kept || take_word(reader, "point")) {
            entry = &ledger->entries[ledger->count++];
            entry->key = read_rest(reader);
            entry->kept = kept;
            entry->text = ledger->lines + (reader->at - ledger->text);
        } else if (entry == NULL || !read_part(reader, entry)) {
            return false;
        } else {
            entry->length =
                (size_t)(reader->at - ledger->text) - (size_t)(entry->text - ledger->lines);
        }
    }
    return *reader->at == '\0' && (entry == NULL || is_whole(entry));
}

/* The last line, "checksum H", without which the text is `*length` bytes long. */
static bool cut_checksum(const char *text, size_t *length, uint64_t *checksum)
{
    enum { LINE = sizeof "checksum 0123456789abcdef\n" - 1 };
    if (*length < LINE || memchr(text, '\0', *length) != NULL)
        return false;
    const char *line = text + *length - LINE;
    if (strncmp(line, "checksum ", 9) != 0 || line[LINE - 1] != '\n')
        return false;
    *checksum = 0;
    for (int i = 9; i < LINE - 1; i++) {
        if (ledger_digit(line[i]) < 0)
            return false;
        *checksum = *checksum << 4 | (uint64_t)ledger_digit(line[i]);
    }
    *length -= LINE;
    return true;
}

static bool read_text(struct ledger *ledger, const char *text, size_t length, struct error *error)
{
    ledger->text = malloc(length + 1);
    ledger->lines = malloc(length + 1);
    if (ledger->text == NULL || ledger->lines == NULL)
        return error_no_memory(error);
    memcpy(ledger->text, text, length);
    ledger->text[length] = '\0';
    memcpy(ledger->lines, ledger->text, length + 1);
    ledger->entries = calloc(count_entries(ledger->text) + 1, sizeof *ledger->entries);
    if (ledger->entries == NULL)
        return error_no_memory(error);
    struct reader reader = {.at = ledger->text};
    if (!next_line(&reader) || !take_word(&reader, "generals") || !take_word(&reader, "ledger"))
        return error_set(error, "it is no ledger of this program");
    const unsigned version = read_32(&reader);
    if (!end_line(&reader))
        return error_set(error, "it is no ledger of this program");
    if (version != LEDGER_VERSION)
        return error_set(error, "it is a ledger of version %x; this program reads version %x",
                         version, LEDGER_VERSION);
    if (read_header(&reader, &ledger->header) && read_entries(&reader, ledger))
        return true;
    return reader.no_memory ? error_no_memory(error)
                            : error_set(error, "line %zu is not as a ledger's", reader.number);
}

bool ledger_read(struct ledger *ledger, const char *text, size_t length, struct error *error)
{
    uint64_t checksum;
    *ledger = (struct ledger){0};
    if (length < 16 || strncmp(text, "generals ledger ", 16) != 0)
        return error_set(error, "it is no ledger of this program");
    if (!cut_checksum(text, &length, &checksum))
        return error_set(error, "it has no end: it was cut off");
    if (ledger_checksum(LEDGER_CHECKSUM_START, text, length) != checksum)
        return error_set(error, "it was changed after it was written: its checksum is another");
    return read_text(ledger, text, length, error);
}

bool ledger_read_unchecked(struct ledger *ledger, const char *text, size_t length,
                           struct error *error)
{
    uint64_t checksum;
    *ledger = (struct ledger){0};
    (void)(memchr(text, '\0', length) == NULL && cut_checksum(text, &length, &checksum));
    return read_text(ledger, text, memchr(text, '\0', length) == NULL ? length : 0, error);
}

void ledger_release(struct ledger *ledger)
{
    for (size_t i = 0; ledger->entries != NULL && i < ledger->count; i++)
        record_release(&ledger->entries[i].record);
    free(ledger->entries);
    free(ledger->text);
    free(ledger->lines);
    *ledger = (struct ledger){0};
}
