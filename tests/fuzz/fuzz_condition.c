/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Conditions of `check`: one that is read is, printed and read again, the same; of one that is not,
 * the caret stands under the line, or just behind it. */

#include "cli/condition_words.h"
#include "plots/number.h"
#include "strategies/strategies.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

static void print(FILE *stream, const struct condition *condition, const struct strategy *strategy)
{
    char number[NUMBER_SIZE];
    for (size_t i = 0; i < condition->count; i++) {
        const struct clause *clause = &condition->clause[i];
        fprintf(stream, "%s%s %c %s", i > 0 ? " and " : "",
                quantity_name(strategy, clause->quantity), clause->below ? '<' : '>',
                number_text(clause->limit, number));
    }
}

static void require_the_same_again(const struct condition *condition,
                                   const struct strategy *strategy)
{
    struct condition again;
    struct error error;
    char *text = NULL;
    size_t size, place;
    FILE *stream = open_memstream(&text, &size);
    require(stream != NULL);
    print(stream, condition, strategy);
    require(fclose(stream) == 0);
    require(condition_read(&again, strategy, text, &place, &error));
    require(place == strlen(text));
    require(again.count == condition->count);
    for (size_t i = 0; i < again.count; i++) {
        require(again.clause[i].quantity == condition->clause[i].quantity);
        require(again.clause[i].below == condition->clause[i].below);
        require(again.clause[i].limit == condition->clause[i].limit);
    }
    free(text);
}

/* As many columns as a terminal needs: bytes that do not continue a character. */
static size_t columns(const char *text)
{
    size_t count = 0;
    for (; *text != '\0'; text++)
        count += ((unsigned char)*text & 0xc0) != 0x80;
    return count;
}

/* Two lines: the text, and the caret. */
static void require_caret(const char *text, size_t place)
{
    char *printed = NULL;
    size_t size;
    FILE *stream = open_memstream(&printed, &size);
    require(stream != NULL);
    condition_point_at(stream, text, place);
    require(fclose(stream) == 0);
    char *end = strchr(printed, '\n');
    require(end != NULL && strlen(end + 1) >= 2);
    *end = '\0';
    require(!fuzz_has_control_character(printed));
    const char *caret = strchr(end + 1, '^');
    require(caret != NULL && strcmp(caret, "^\n") == 0);
    require(strspn(end + 1, " ") == (size_t)(caret - (end + 1)));
    require((size_t)(caret - (end + 1)) <= columns(printed));
    free(printed);
}

static void read_for(const struct strategy *strategy, const char *text)
{
    struct condition condition;
    struct error error = {""};
    size_t place = SIZE_MAX;
    const bool good = condition_read(&condition, strategy, text, &place, &error);
    require(place <= strlen(text));
    if (good) {
        require(condition.count > 0 && condition.count <= CLAUSES_MAX);
        for (size_t i = 0; i < condition.count; i++)
            require(clause_check(&condition.clause[i], strategy, &error));
        require_the_same_again(&condition, strategy);
    } else {
        fuzz_require_sentence(&error);
        require_caret(text, place);
    }
}

/* With counters and without any. */
void fuzz_text(char *text)
{
    read_for(strategy_find("bounded-retransmission"), text);
    read_for(strategy_find("always-attack"), text);
}
