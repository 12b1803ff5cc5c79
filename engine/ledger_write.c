/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/ledger.h"

#include "engine/ledger_text.h"

#include <inttypes.h>
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

/* --- a line ----------------------------------------------------------------------------------- */

static void put(struct ledger_writer *writer, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

static void put(struct ledger_writer *writer, const char *format, ...)
{
    va_list arguments;
    if (writer->size - writer->length < 1024) {
        char *line = realloc(writer->line, 2 * writer->size + 2048);
        if (line == NULL) {
            writer->no_memory = true;
            return;
        }
        writer->line = line;
        writer->size = 2 * writer->size + 2048;
    }
    va_start(arguments, format);
    const int length =
        vsnprintf(writer->line + writer->length, writer->size - writer->length, format, arguments);
    va_end(arguments);
    if (length < 0 || (size_t)length >= writer->size - writer->length)
        writer->no_memory = true; /* no text here is as long */
    else
        writer->length += (size_t)length;
}

static void put_bytes(struct ledger_writer *writer, const char *text, size_t length)
{
    writer->checksum = ledger_checksum(writer->checksum, text, length);
    fwrite(text, 1, length, writer->stream);
}

static void end_line(struct ledger_writer *writer)
{
    put(writer, "\n");
    if (writer->no_memory)
        return;
    put_bytes(writer, writer->line, writer->length);
    writer->length = 0;
}

/* --- numbers ---------------------------------------------------------------------------------- */

static void put_integer(struct ledger_writer *writer, uint128 number)
{
    const uint64_t high = (uint64_t)(number >> 64), low = (uint64_t)number;
    if (high > 0)
        put(writer, " %" PRIx64 "%016" PRIx64, high, low);
    else
        put(writer, " %" PRIx64, low);
}

static void put_sum(struct ledger_writer *writer, const struct tally_sum *sum)
{
    put_integer(writer, sum->total);
    put_integer(writer, sum->batch_total);
    put_integer(writer, sum->batch_squares);
}

/* Counters up to the last that has counted anything. */
static void put_tally(struct ledger_writer *writer, const struct tally *tally)
{
    size_t counters = COUNTERS_MAX;
    while (counters > 0 && tally->counter[counters - 1].total == 0)
        counters--;
    put_integer(writer, tally->trials);
    put_integer(writer, tally->batches);
    for (int i = 0; i < CELL_COUNT; i++)
        put_integer(writer, tally->cell[i]);
    put_sum(writer, &tally->messengers);
    put_integer(writer, counters);
    for (size_t i = 0; i < counters; i++)
        put_sum(writer, &tally->counter[i]);
    put_integer(writer, tally->round_count);
    for (size_t i = 0; i < tally->round_count; i++) {
        put_integer(writer, tally->rounds[i].round);
        put_integer(writer, tally->rounds[i].reached);
    }
    end_line(writer);
}

static void put_exact(struct ledger_writer *writer, const struct exact_sums *sums)
{
    put(writer, "exact");
    put_integer(writer, sums->histories);
    for (int i = 0; i < CELL_COUNT; i++)
        put(writer, " %La", sums->cell[i]);
    put(writer, " %La", sums->messengers);
    for (int i = 0; i < COUNTERS_MAX; i++)
        put(writer, " %La", sums->counter[i]);
    put_integer(writer, sums->possible_cells);
    put_integer(writer, sums->possible_counters);
    put_integer(writer, sums->round_count);
    for (size_t i = 0; i < sums->round_count; i++) {
        put_integer(writer, sums->rounds[i].round);
        put(writer, " %La", sums->rounds[i].reached);
    }
    end_line(writer);
}

static void put_weighted(struct ledger_writer *writer, const struct weighted_record *weighted)
{
    const struct found_tilt *found = &weighted->found;
    const struct weighted_tally *tally = &weighted->tally;
    put(writer, "weighted");
    put_integer(writer, weighted->next_block);
    put_integer(writer, weighted->wanted);
    put(writer, " %d", found->grid);
    put_integer(writer, found->block_trials);
    put_integer(writer, found->trials);
    put_integer(writer, found->hits);
    put_integer(writer, found->tilt.first_half);
    put_integer(writer, tally->trials);
    put_integer(writer, tally->hits);
    put_integer(writer, tally->beyond);
    put_integer(writer, tally->beyond_half);
    put_integer(writer, tally->largest);
    put_integer(writer, found->tilt.components);
    for (size_t c = 0; c < found->tilt.components; c++) {
        put_integer(writer, found->tilt.share[c]);
        put_integer(writer, tally->all[c].sum);
        put_integer(writer, tally->all[c].squares);
        put_integer(writer, tally->half[c].sum);
        put_integer(writer, tally->half[c].squares);
    }
    end_line(writer);
}

/* --- the file --------------------------------------------------------------------------------- */

bool ledger_begin(struct ledger_writer *writer, FILE *stream, const struct ledger_header *header)
{
    *writer = (struct ledger_writer){.stream = stream, .checksum = LEDGER_CHECKSUM_START};
    put(writer, "generals ledger %x\nstream %x\nseed %" PRIx64 "\nshard %" PRIx64 " %" PRIx64,
        (unsigned)LEDGER_VERSION, header->stream_version, header->seed, header->shard.index,
        header->shard.count);
    end_line(writer);
    put(writer, "settings %s", header->settings);
    end_line(writer);
    return !writer->no_memory;
}

void ledger_put(struct ledger_writer *writer, const char *key, const char *rule,
                const struct record *record)
{
    put(writer, "point ");
    put(writer, "%s\n", key); /* two pieces: a key is nearly as long as the room for one may be */
    put(writer, "rule %s", rule);
    end_line(writer);
    if (record->tally.trials > 0) {
        put(writer, "sampled");
        put_integer(writer, record->next_block);
        put_integer(writer, record->look);
        put_tally(writer, &record->tally);
    }
    if (record->tail != NULL) {
        put(writer, "tail");
        put_tally(writer, record->tail);
    }
    if (record->exact != NULL)
        put_exact(writer, record->exact);
    if (record->weighted != NULL)
        put_weighted(writer, record->weighted);
}

void ledger_put_kept(struct ledger_writer *writer, const char *key, const char *text, size_t length)
{
    put(writer, "kept ");
    put(writer, "%s", key);
    end_line(writer);
    put_bytes(writer, text, length);
}

bool ledger_end(struct ledger_writer *writer)
{
    fprintf(writer->stream, "checksum %016" PRIx64 "\n", writer->checksum);
    free(writer->line);
    return !writer->no_memory;
}
