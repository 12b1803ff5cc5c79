/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_LEDGER_H
#define GENERALS_ENGINE_LEDGER_H

/* The ledger: what a run has found so far, as text. It is the state of a run, from which all else
 * is derived. Integers are hexadecimal, other numbers as %a prints them: nothing is rounded.
 *
 *     generals ledger 2
 *     stream 2
 *     seed 1
 *     shard 0 1                           of these blocks: see struct shard
 *     settings TEXT                       of the experiment; see analysis/continuation.h
 *     point KEY                           the key of the point's random streams (engine/point.h)
 *     rule TEXT                           that decided when it was over
 *     sampled NEXT LOOK TALLY             Monte Carlo: see struct record
 *     tail TALLY
 *     exact HISTORIES CELLS MESSENGERS COUNTERS POSSIBLE ROUNDS
 *     weighted NEXT WANTED ...            importance sampling
 *     kept KEY                            as `point`; but the last run did not ask for it
 *     ...
 *     checksum H                          FNV-1a, 64 bits, of all bytes before this line
 *
 * Of the lines `sampled` to `weighted` a point has those for which there is something. */

#include "engine/error.h"
#include "engine/record.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#define LEDGER_FILE "ledger"

enum { LEDGER_VERSION = 2, LEDGER_TEXT_SIZE = 1000 }; /* of settings, keys, rules */

/* --- writing ---------------------------------------------------------------------------------- */

struct ledger_header {
    unsigned stream_version;
    uint64_t seed;
    struct shard shard;   /* its count at least 1 */
    const char *settings; /* one line */
};

/* A writer adds up the checksum. Errors show in the stream. */
struct ledger_writer {
    FILE *stream;
    char *line; /* room for one */
    size_t size, length;
    uint64_t checksum;
    bool no_memory;
};

/* False without memory. ledger_end in any case; which is false without memory, too. */
bool ledger_begin(struct ledger_writer *writer, FILE *stream, const struct ledger_header *header);
void ledger_put(struct ledger_writer *writer, const char *key, const char *rule,
                const struct record *record);
/* An entry that was read, with its text. */
void ledger_put_kept(struct ledger_writer *writer, const char *key, const char *text,
                     size_t length);
bool ledger_end(struct ledger_writer *writer);

/* --- reading ---------------------------------------------------------------------------------- */

struct ledger_entry {
    const char *key, *rule; /* end in '\0' */
    bool kept;              /* the last run did not ask for it */
    const char *text;       /* of the lines below the key's */
    size_t length;
    struct record record;
};

struct ledger {
    struct ledger_header header;
    char *text;  /* all that entries point to */
    char *lines; /* the same, as it was read */
    size_t count;
    struct ledger_entry *entries;
};

/* Reads the whole text. False, with the line, if it is not a whole ledger of this version, as it
 * was written. ledger_release in any case. */
bool ledger_read(struct ledger *ledger, const char *text, size_t length, struct error *error);

/* The same without a look at the checksum, which is the last line: for tests of the reader. */
bool ledger_read_unchecked(struct ledger *ledger, const char *text, size_t length,
                           struct error *error);
void ledger_release(struct ledger *ledger);

#endif
