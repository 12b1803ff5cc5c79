/* SPDX-License-Identifier: GPL-3.0-or-later */

/* VALUES: what is read is a list of numbers within the ends that were typed, and, printed and read
 * again, the same. */

#include "cli/values.h"
#include "plots/number.h"
#include "tests/fuzz/fuzz.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRINTED_MAX = 200 }; /* longer lists take too long */

static void require_numbers(const struct values *values)
{
    require(values->count > 0 && values->count <= EXPERIMENT_POINTS_MAX);
    for (size_t i = 0; i < values->count; i++) {
        require(isfinite(values->value[i]));
        require(values->value[i] != 0.0 || !signbit(values->value[i]));
    }
}

/* Read from a text without a comma: they rise, and none is beyond the ends. */
static void require_range(const struct values *values, const char *text)
{
    const bool is_log = strncmp(text, "log:", 4) == 0;
    double low, high;
    char first[NUMBER_SIZE] = "";
    for (size_t i = 1; i < values->count; i++) {
        require(values->value[i] >= values->value[i - 1]);
        require(is_log || values->value[i] > values->value[i - 1]);
    }
    const char *start = is_log ? text + 4 : text, *end = strrchr(text, ':');
    const size_t length = strcspn(start, ":");
    if (end == NULL || length >= sizeof first)
        return;
    memcpy(first, start, length);
    require(number_read(first, &low) && values->value[0] == low);
    const char *last = is_log ? start + length + 1 : end + 1;
    char second[NUMBER_SIZE] = "";
    if (strcspn(last, ":") >= sizeof second)
        return;
    memcpy(second, last, strcspn(last, ":"));
    require(number_read(second, &high) && values->value[values->count - 1] <= high);
}

static void require_the_same_again(const struct values *values)
{
    struct values again = {0};
    struct error error;
    char number[NUMBER_SIZE];
    char *list = malloc(values->count * (NUMBER_SIZE + 1) + 1);
    require(list != NULL);
    list[0] = '\0';
    for (size_t i = 0, used = 0; i < values->count; i++)
        used += (size_t)sprintf(list + used, "%s%s", i > 0 ? "," : "",
                                number_text(values->value[i], number));
    require(values_read(&again, "--loss", list, &error));
    require(again.count == values->count);
    require(memcmp(again.value, values->value, again.count * sizeof *again.value) == 0);
    free(list);
    free(again.value);
}

void fuzz_text(char *text)
{
    struct values values = {0}, probabilities = {0};
    struct error error = {""};
    const bool good = values_read(&values, "--loss", text, &error);
    if (good) {
        require_numbers(&values);
        if (strchr(text, ',') == NULL)
            require_range(&values, text);
        if (values.count <= PRINTED_MAX)
            require_the_same_again(&values);
    } else {
        fuzz_require_sentence(&error);
    }
    error.message[0] = '\0';
    if (values_read_probabilities(&probabilities, "--loss", text, &error)) {
        require(good && probabilities.count == values.count);
        for (size_t i = 0; i < probabilities.count; i++)
            require(probabilities.value[i] >= 0.0 && probabilities.value[i] <= 1.0);
    } else {
        fuzz_require_sentence(&error);
    }
    free(values.value);
    free(probabilities.value);
}
