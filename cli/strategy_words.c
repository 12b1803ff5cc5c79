/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/strategy_words.h"

#include "cli/near.h"
#include "cli/values.h"
#include "strategies/strategies.h"

#include <stdlib.h>
#include <string.h>

/* Says so if it is the name of a problem, and what to take instead. */
static bool is_problem(const char *name, struct error *error)
{
    char text[512] = "";
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++) {
        const size_t used = strlen(text);
        if (strcmp((*at)->problem->name, name) == 0)
            snprintf(text + used, sizeof text - used, "%s%s", used > 0 ? ", " : "", (*at)->name);
    }
    if (text[0] != '\0')
        error_set(error, "'%s' is a problem, not a strategy; its strategies: %s", name, text);
    return text[0] != '\0';
}

const struct strategy *strategy_of_name(const char *name, struct error *error)
{
    const struct strategy *strategy = strategy_find(name);
    if (strategy != NULL)
        return strategy;
    if (is_problem(name, error))
        return NULL;
    struct near near = {.typed = name};
    char text[96];
    for (const struct strategy *const *at = strategy_list(); *at != NULL; at++)
        near_offer(&near, (*at)->name);
    error_set(error, "unknown strategy '%s'%s (generals list shows all; --plugin adds others)",
              name, near_text(&near, text));
    return NULL;
}

static void offer_parameters(struct near *near, const struct strategy *strategy)
{
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        near_offer(near, strategy->parameter[i].name);
}

static bool unknown_parameter(const char *where, const struct strategy *strategy, const char *key,
                              struct error *error)
{
    struct near near = {.typed = key};
    char text[96];
    offer_parameters(&near, strategy);
    return error_set(error, "%s: %s has no parameter '%s'%s (generals list %s shows all)", where,
                     strategy->name, key, near_text(&near, text), strategy->name);
}

/* Reads "KEY=VALUES" into the sweep; `text` is cut up. `where` names its place for messages. */
static bool read_parameter(struct sweep *sweep, const char *where, char *text, struct error *error)
{
    char *equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return error_set(error, "%s: '%s': expected KEY=VALUES", where, text);
    *equals = '\0';
    const int index = strategy_parameter_index(sweep->strategy, text);
    if (index < 0)
        return unknown_parameter(where, sweep->strategy, text, error);
    if (sweep->parameter[index].count > 0)
        return error_set(error, "%s: the parameter '%s' of %s is given twice", where, text,
                         sweep->strategy->name);
    char what[160];
    snprintf(what, sizeof what, "%s: %s", where, text);
    return values_read(&sweep->parameter[index], what, equals + 1, error);
}

/* Who reads one KEY=VALUES, which is cut up; `where` names its place for messages. */
typedef bool read_pair(struct sweep *sweep, const char *where, char *text, struct error *error);

/* KEY=VALUES,KEY=VALUES: a comma that no KEY= follows belongs to the values. `text` is cut up. */
static bool read_pairs(struct sweep *sweep, const char *where, char *text, read_pair *read,
                       struct error *error)
{
    while (text != NULL) {
        char *next = text;
        while ((next = strchr(next, ',')) != NULL) {
            const char *after = next + 1 + strcspn(next + 1, ",=");
            if (*after == '=')
                break;
            next++;
        }
        if (next != NULL)
            *next++ = '\0';
        if (!read(sweep, where, text, error))
            return false;
        text = next;
    }
    return true;
}

/* --- the channel ------------------------------------------------------------------------------ */

static const char channel_prefix[] = "channel.";

static bool is_of_channel(const char *param)
{
    return strncmp(param, channel_prefix, strlen(channel_prefix)) == 0;
}

/* "length=4": one of the channel's parameters. */
static bool read_channel_parameter(struct sweep *sweep, const char *where, char *text,
                                   struct error *error)
{
    char *equals = strchr(text, '=');
    if (equals == NULL || equals == text)
        return error_set(error, "%s: '%s': expected KEY=VALUES", where, text);
    *equals = '\0';
    if (sweep->channel.kind != CHANNEL_BURST)
        return error_set(error,
                         "%s: a memoryless channel has no parameter '%s'; add --channel burst",
                         where, text);
    struct near near = {.typed = text};
    char suggestion[96], what[96];
    for (int i = 0; i < CHANNEL_PARAMETERS; i++) {
        near_offer(&near, channel_parameter_names[i]);
        if (strcmp(text, channel_parameter_names[i]) != 0)
            continue;
        if (sweep->channel_parameter[i].count > 0)
            return error_set(error, "%s: the channel's %s is given twice", where, text);
        snprintf(what, sizeof what, "%s: %s", where, channel_parameter_names[i]);
        return values_read(&sweep->channel_parameter[i], what, equals + 1, error);
    }
    return error_set(error, "%s: a burst channel has no parameter '%s'%s", where, text,
                     near_text(&near, suggestion));
}

/* "burst:length=8,capture=1,leak=0" */
static bool read_channel(struct sweep *sweep, const struct arguments *arguments,
                         struct error *error)
{
    const char *word = arguments->value[OPTION_CHANNEL];
    if (word == NULL || strcmp(word, "memoryless") == 0)
        return true;
    if (strcspn(word, ":") != 5 || strncmp(word, "burst", 5) != 0)
        return error_set(
            error, "--channel: '%s' is not memoryless or burst:length=8,capture=1,leak=0", word);
    sweep->channel = channel_burst;
    if (word[5] == '\0')
        return true;
    char *text = strdup(word + 6);
    if (text == NULL)
        return error_no_memory(error);
    const bool good = read_pairs(sweep, "--channel", text, read_channel_parameter, error);
    free(text);
    return good;
}

/* --- parameters that are shared, and loss rates ----------------------------------------------- */

/* --param is for every strategy named that has the parameter. */
static bool read_shared_parameters(struct sweep *sweep, const struct arguments *arguments,
                                   struct error *error)
{
    for (size_t i = 0; i < arguments->param_count; i++) {
        char *text = strdup(arguments->param[i]);
        if (text == NULL)
            return error_no_memory(error);
        char key[64];
        snprintf(key, sizeof key, "%.*s", (int)strcspn(text, "="), text);
        const bool has = strategy_parameter_index(sweep->strategy, key) >= 0;
        /* With one strategy, a parameter that it lacks is a mistake. */
        const bool good =
            is_of_channel(text)
                ? read_channel_parameter(sweep, "--param", text + strlen(channel_prefix), error)
                : (!has && arguments->word_count > 1) ||
                      read_parameter(sweep, "--param", text, error);
        free(text);
        if (!good)
            return false;
    }
    return true;
}

/* With several strategies, some must have each --param, or it would be passed over in silence. */
static bool check_shared_parameter(const struct arguments *arguments, const char *param,
                                   struct error *error)
{
    char key[64], text[96];
    struct near near = {.typed = key};
    snprintf(key, sizeof key, "%.*s", (int)strcspn(param, "="), param);
    if (is_of_channel(param))
        return true; /* read already */
    for (size_t i = 0; i < arguments->word_count; i++) {
        char name[64];
        snprintf(name, sizeof name, "%.*s", (int)strcspn(arguments->word[i], ":"),
                 arguments->word[i]);
        const struct strategy *strategy = strategy_find(name);
        if (strategy == NULL)
            continue; /* said already */
        if (strategy_parameter_index(strategy, key) >= 0)
            return true;
        offer_parameters(&near, strategy);
    }
    return error_set(error, "--param: none of the strategies has a parameter '%s'%s", key,
                     near_text(&near, text));
}

static bool read_losses(struct sweep *sweep, const struct arguments *arguments, struct error *error)
{
    const char *loss = arguments->value[OPTION_LOSS];
    const char *back = arguments->value[OPTION_LOSS_BACK];
    return values_read_probabilities(&sweep->loss, "--loss", loss != NULL ? loss : "0.1", error) &&
           (back == NULL ||
            values_read_probabilities(&sweep->loss_back, "--loss-back", back, error));
}

bool sweep_read(struct sweep *sweep, const struct arguments *arguments, struct error *error)
{
    return read_channel(sweep, arguments, error) &&
           read_shared_parameters(sweep, arguments, error) && read_losses(sweep, arguments, error);
}

void sweep_release(struct sweep *sweep)
{
    for (int i = 0; i < PARAMETERS_MAX; i++)
        free(sweep->parameter[i].value);
    for (int i = 0; i < CHANNEL_PARAMETERS; i++)
        free(sweep->channel_parameter[i].value);
    free(sweep->loss.value);
    free(sweep->loss_back.value);
}

/* Counts the points that a word means, or, without `points`, adds them. */
static bool take(struct experiment *experiment, const struct arguments *arguments, const char *word,
                 size_t *points, struct error *error)
{
    char *name = strdup(word);
    if (name == NULL)
        return error_no_memory(error);
    char *parameters = strchr(name, ':');
    if (parameters != NULL)
        *parameters++ = '\0';
    struct sweep sweep = {.strategy = strategy_of_name(name, error)};
    const bool good = sweep.strategy != NULL &&
                      read_pairs(&sweep, sweep.strategy->name, parameters, read_parameter, error) &&
                      sweep_read(&sweep, arguments, error) &&
                      (points != NULL ? experiment_count(experiment, &sweep, points, error)
                                      : experiment_add(experiment, &sweep, error));
    sweep_release(&sweep);
    free(name);
    return good;
}

bool sweeps_check_params(const struct arguments *arguments, struct error *error)
{
    for (size_t i = 0; i < arguments->param_count; i++)
        if (!check_shared_parameter(arguments, arguments->param[i], error))
            return false;
    return true;
}

bool sweeps_add(struct experiment *experiment, const struct arguments *arguments,
                struct error *error)
{
    /* What has too many points is refused before any is stored. */
    size_t points = experiment->point_count;
    for (size_t i = 0; i < arguments->word_count; i++)
        if (!take(experiment, arguments, arguments->word[i], &points, error))
            return false;
    for (size_t i = 0; i < arguments->word_count; i++)
        if (!take(experiment, arguments, arguments->word[i], NULL, error))
            return false;
    return sweeps_check_params(arguments, error);
}
