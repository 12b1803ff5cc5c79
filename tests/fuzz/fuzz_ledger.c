/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Ledgers, whatever their checksum: one that is read is written again, the same but for its
 * checksum; and what it has is either gone on with or refused, for shards and wholes alike. */

#include "analysis/merging.h"
#include "engine/ledger.h"
#include "strategies/strategies.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum { POINTS_MAX = 64 };

static void put_entry(struct ledger_writer *writer, const struct ledger_entry *entry)
{
    if (entry->kept)
        ledger_put_kept(writer, entry->key, entry->text, entry->length);
    else
        ledger_put(writer, entry->key, entry->rule, &entry->record);
}

/* What is written from what was read. */
static char *write_again(const struct ledger *ledger, size_t *size)
{
    char *text = NULL;
    struct ledger_writer writer;
    FILE *stream = open_memstream(&text, size);
    require(stream != NULL);
    require(ledger_begin(&writer, stream, &ledger->header));
    for (size_t i = 0; i < ledger->count; i++)
        put_entry(&writer, &ledger->entries[i]);
    require(ledger_end(&writer));
    require(fclose(stream) == 0 && text != NULL);
    return text;
}

/* Written twice, the text is the same, and its checksum is right. */
static void require_the_same_again(const struct ledger *ledger)
{
    struct ledger again;
    struct error error;
    size_t size, size_again;
    char *text = write_again(ledger, &size);
    require(ledger_read(&again, text, size, &error));
    char *text_again = write_again(&again, &size_again);
    require(size == size_again && memcmp(text, text_again, size) == 0);
    free(text_again);
    ledger_release(&again);
    free(text);
}

/* The same with a checksum that is right: as shards that are merged. */
static void merge(const struct ledger *ledger)
{
    struct merging merging = {.seen = NULL};
    struct error error;
    size_t size;
    char *text = write_again(ledger, &size);
    const bool added = merging_add(&merging, text, size, true, strategy_find, &error);
    if (!added)
        fuzz_require_sentence(&error);
    else
        require(merging_end(&merging, true, &error));
    merging_release(&merging);
    free(text);
}

void fuzz_text(char *text)
{
    struct ledger ledger;
    struct error error = {""};
    if (ledger_read_unchecked(&ledger, text, strlen(text), &error)) {
        require_the_same_again(&ledger);
        if (ledger.count <= POINTS_MAX)
            merge(&ledger);
    } else {
        fuzz_require_sentence(&error);
    }
    ledger_release(&ledger);
}
