/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/condition_words.h"

#include "cli/command.h"
#include "cli/near.h"
#include "plots/number.h"

#include <string.h>

struct reader {
    const struct strategy *strategy;
    const char *text;
    size_t at;
    struct error *error;
};

static const char *here(const struct reader *reader)
{
    return reader->text + reader->at;
}

static void skip_spaces(struct reader *reader)
{
    reader->at += strspn(here(reader), " \t");
}

/* What a word is made of: names of quantities are, and `and`. */
static size_t word_length(const struct reader *reader)
{
    return strspn(here(reader), "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ"
                                "0123456789_-.");
}

/* --- a clause --------------------------------------------------------------------------------- */

/* "success, failure, ..." */
static void list_quantities(const struct strategy *strategy, char *text, size_t size)
{
    size_t length = 0;
    const char *name;
    for (unsigned i = 0; (name = quantity_name(strategy, i)) != NULL && length < size; i++)
        length += (size_t)snprintf(text + length, size - length, "%s%s", i > 0 ? ", " : "", name);
}

static bool unknown_quantity(const struct reader *reader, const char *word)
{
    struct near near = {.typed = word};
    char suggestion[96], all[512];
    const char *name;
    for (unsigned i = 0; (name = quantity_name(reader->strategy, i)) != NULL; i++)
        near_offer(&near, name);
    list_quantities(reader->strategy, all, sizeof all);
    return error_set(reader->error, "unknown quantity '%s'%s (%s has %s)", word,
                     near_text(&near, suggestion), reader->strategy->name, all);
}

static bool read_quantity(struct reader *reader, unsigned *quantity)
{
    char word[64];
    skip_spaces(reader);
    const size_t length = word_length(reader);
    if (length == 0)
        return error_set(reader->error, "expected a quantity, such as failure");
    snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1),
             here(reader));
    const char *name;
    for (*quantity = 0; (name = quantity_name(reader->strategy, *quantity)) != NULL; (*quantity)++)
        if (strcmp(name, word) == 0) {
            reader->at += length;
            return true;
        }
    return unknown_quantity(reader, word);
}

static bool read_comparison(struct reader *reader, unsigned quantity, bool *below)
{
    skip_spaces(reader);
    const char comparison = *here(reader);
    if (comparison != '<' && comparison != '>')
        return error_set(reader->error, "expected < or > after '%s'",
                         quantity_name(reader->strategy, quantity));
    *below = comparison == '<';
    reader->at++;
    return *here(reader) != '=' ||
           error_set(reader->error,
                     "expected < or >: whether it is equal, too, no measurement can tell");
}

static bool read_limit(struct reader *reader, struct clause *clause)
{
    char word[64];
    skip_spaces(reader);
    const size_t length = strcspn(here(reader), " \t%<>");
    if (length == 0)
        return error_set(reader->error, "expected a number");
    snprintf(word, sizeof word, "%.*s", (int)(length < sizeof word ? length : sizeof word - 1),
             here(reader));
    if (length >= sizeof word || !number_read(word, &clause->limit))
        return error_set(reader->error, "'%s' %s", word, number_problem(word));
    clause->limit += 0.0; /* -0 is 0 */
    const bool percent = here(reader)[length] == '%';
    if (percent && !quantity_is_probability(clause->quantity)) {
        reader->at += length;
        return error_set(reader->error, "%s is not a probability: expected no %%",
                         quantity_name(reader->strategy, clause->quantity));
    }
    if (percent)
        clause->limit /= 100.0;
    if (!clause_check(clause, reader->strategy, reader->error))
        return false;
    reader->at += length + percent;
    return true;
}

/* --- all clauses ------------------------------------------------------------------------------ */

/* `and`, or the end. */
static bool read_and(struct reader *reader, bool *more)
{
    skip_spaces(reader);
    *more = *here(reader) != '\0';
    if (!*more)
        return true;
    if (word_length(reader) != 3 || strncmp(here(reader), "and", 3) != 0)
        return error_set(reader->error, "expected `and`, or the end");
    reader->at += 3;
    return true;
}

static bool read_clauses(struct reader *reader, struct condition *condition)
{
    bool more = true;
    while (more) {
        if (condition->count == CLAUSES_MAX)
            return error_set(reader->error, "at most %d clauses are possible", CLAUSES_MAX);
        struct clause *clause = &condition->clause[condition->count];
        if (!read_quantity(reader, &clause->quantity) ||
            !read_comparison(reader, clause->quantity, &clause->below) ||
            !read_limit(reader, clause))
            return false;
        condition->count++;
        if (!read_and(reader, &more))
            return false;
    }
    return true;
}

bool condition_read(struct condition *condition, const struct strategy *strategy, const char *text,
                    size_t *place, struct error *error)
{
    struct reader reader = {strategy, text, 0, error};
    *condition = (struct condition){0};
    const bool good = read_clauses(&reader, condition);
    *place = reader.at;
    return good;
}

void condition_point_at(FILE *stream, const char *text, size_t place)
{
    fputs("  ", stream);
    command_put(stream, text);
    fputs("\n  ", stream);
    for (size_t i = 0; i < place; i++)
        if (((unsigned char)text[i] & 0xc0) != 0x80) /* bytes that continue a character of UTF-8 */
            putc(' ', stream);
    fputs("^\n", stream);
}
