/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/sweep_lines.h"

#include "cli/command.h"
#include "cli/method_words.h"
#include "cli/strategy_words.h"

#include <string.h>

static const option_mask line_options = SWEEP_OPTIONS | OPTION(METHOD) | OPTION(EVENT);

/* How the lines are to be read. */
struct lines {
    const struct experiment *run; /* its methods and event, as the command line has them */
    const struct sweep_file *file;
    sweep_points_check *check;
    const void *context;
    struct sweep_excerpt *excerpt;
    struct error *error;
};

/* --- one line --------------------------------------------------------------------------------- */

static bool read_arguments(struct arguments *arguments, char *const *words, size_t count,
                           struct error *error)
{
    if (!arguments_read(arguments, command_run.options, (int)count, words, error))
        return false;
    for (enum option_id id = 0; id < OPTION_COUNT; id++)
        if (arguments->value[id] != NULL && !(line_options >> id & 1))
            return error_set(error,
                             "--%s is for the whole run: give it on the command line, not here",
                             options[id].name);
    return true;
}

/* The methods of the line that the run may use, and its event. */
static bool read_methods(struct experiment *line, const struct experiment *run,
                         const struct arguments *arguments, struct error *error)
{
    const char *methods = arguments->value[OPTION_METHOD];
    const char *event = arguments->value[OPTION_EVENT];
    struct experiment own = {.method_count = 0};
    *line = *run;
    if (methods != NULL && strcmp(methods, "auto") == 0)
        return error_set(error, "--method: auto is for the whole run: give it on the command line, "
                                "not here");
    if (methods == NULL && run->method_count == 0)
        methods = method_name(METHOD_MONTE_CARLO);
    if (methods != NULL && !methods_read(&own, methods, error))
        return false;
    own.automatic = run->automatic;
    if (!methods_check_event(methods != NULL ? &own : run, event, error))
        return false;
    if (methods != NULL) {
        line->method_count = 0;
        for (size_t i = 0; i < own.method_count; i++)
            if (run->method_count == 0 || methods_have(run, own.method[i]))
                line->method[line->method_count++] = own.method[i];
    }
    line->event = event != NULL ? event : methods_sample_rare(line) ? run->event : NULL;
    return true;
}

/* Adds the points of the line to those of `run`, whose methods stay. `*used`, if not NULL, gets the
 * methods that it is measured by; a line that is left out is read all the same. */
static bool add(struct experiment *run, struct experiment *used, const struct arguments *arguments,
                struct error *error)
{
    struct experiment line, nowhere = {.event = arguments->value[OPTION_EVENT]};
    if (!read_methods(&line, run, arguments, error))
        return false;
    if (line.method_count == 0) {
        const bool good = sweeps_add(&nowhere, arguments, error);
        experiment_release(&nowhere);
        if (used != NULL)
            used->method_count = 0;
        return good;
    }
    const bool good = sweeps_add(&line, arguments, error);
    run->points = line.points;
    run->point_count = line.point_count;
    run->point_capacity = line.point_capacity;
    if (used != NULL) {
        memcpy(used->method, line.method, sizeof used->method);
        used->method_count = line.method_count;
    }
    return good;
}

/* --- who is to blame -------------------------------------------------------------------------- */

/* Do these arguments alone have the same mistake? After `before` points; not added yet: the mistake
 * is looked for in the words, else in the check of the points. */
static bool is_same(const struct lines *lines, const struct arguments *arguments, size_t before,
                    bool added)
{
    struct error error = {.message = ""};
    struct experiment alone = *lines->run;
    alone.points = NULL;
    alone.point_capacity = 0;
    alone.point_count = added ? 0 : before; /* counts, but nobody reads what is not there */
    bool good = add(&alone, NULL, arguments, &error);
    if (good && added) {
        experiment_sort(&alone);
        good = lines->check(&alone, lines->context, &error);
    }
    experiment_release(&alone);
    return !good && strcmp(error.message, lines->error->message) == 0;
}

/* The word that is or holds this text of the arguments. */
static size_t place_of(const struct sweep_file *file, const struct sweep_line *line,
                       const char *text)
{
    for (size_t i = line->first; i < line->first + line->count; i++)
        if (text >= file->words[i] && text <= file->words[i] + strlen(file->words[i]))
            return file->places[i];
    return file->places[line->first];
}

/* Where the words begin to be wrong: the first that make the same mistake end there. */
static size_t place_in_words(const struct lines *lines, const struct sweep_line *line)
{
    const struct sweep_file *file = lines->file;
    size_t count = 0;
    bool found = false;
    while (!found && count < line->count) {
        struct arguments arguments;
        struct error error = {.message = ""};
        found = !read_arguments(&arguments, file->words + line->first, ++count, &error) &&
                strcmp(error.message, lines->error->message) == 0;
        arguments_release(&arguments);
    }
    return file->places[line->first + count - 1];
}

/* The text without which the arguments would not make this mistake: strategies are tried first,
 * then one option more at a time. */
static const char *text_to_blame(const struct lines *lines, const struct arguments *all,
                                 size_t before, bool added)
{
    static const enum option_id order[] = {OPTION_CHANNEL,   OPTION_PARAM,  OPTION_LOSS,
                                           OPTION_LOSS_BACK, OPTION_METHOD, OPTION_EVENT};
    struct arguments some = {.word = all->word, .param = all->param};
    while (some.word_count < all->word_count) {
        some.word_count++;
        if (is_same(lines, &some, before, added))
            return all->word[some.word_count - 1];
    }
    for (size_t i = 0; i < sizeof order / sizeof *order; i++) {
        const size_t times = order[i] == OPTION_PARAM ? all->param_count : 1;
        for (size_t j = 0; j < times && all->value[order[i]] != NULL; j++) {
            const char *text = order[i] == OPTION_PARAM ? all->param[j] : all->value[order[i]];
            some.value[order[i]] = text;
            some.param_count += order[i] == OPTION_PARAM;
            if (is_same(lines, &some, before, added))
                return text;
        }
    }
    return all->word[0];
}

/* --- all lines -------------------------------------------------------------------------------- */

static bool blame(const struct lines *lines, size_t place)
{
    return lines->excerpt != NULL &&
           sweep_file_blame(lines->file, place, lines->excerpt, lines->error);
}

static bool check_first_word(const struct lines *lines, const struct sweep_line *line)
{
    const char *word = lines->file->words[line->first];
    if (strcmp(word, "generals") != 0 && strcmp(word, command_run.name) != 0)
        return true;
    error_set(lines->error, "a line begins with a strategy: leave out '%s'", word);
    return blame(lines, lines->file->places[line->first]);
}

static bool add_line(const struct lines *lines, struct experiment *experiment,
                     const struct sweep_line *line, struct experiment *used)
{
    const struct sweep_file *file = lines->file;
    const size_t before = experiment->point_count;
    struct arguments arguments = {.word_count = 0};
    bool good = check_first_word(lines, line);
    if (!good)
        return false;
    if (!read_arguments(&arguments, file->words + line->first, line->count, lines->error))
        good = blame(lines, place_in_words(lines, line));
    else if (arguments.word_count == 0) {
        error_set(lines->error, "no strategy stands on this line: expected NAME or "
                                "NAME:KEY=VALUES (generals list shows all)");
        good = blame(lines, file->places[line->first]);
    } else if (!add(experiment, used, &arguments, lines->error))
        good = blame(lines, place_of(file, line, text_to_blame(lines, &arguments, before, false)));
    arguments_release(&arguments);
    return good;
}

/* Which line has points that cannot be run? Always false. */
static bool blame_points(const struct lines *lines)
{
    const struct sweep_file *file = lines->file;
    bool found = false;
    for (size_t i = 0; !found && i < file->line_count; i++) {
        const struct sweep_line *line = &file->lines[i];
        struct arguments arguments;
        struct error error;
        found = read_arguments(&arguments, file->words + line->first, line->count, &error) &&
                is_same(lines, &arguments, 0, true);
        if (found)
            blame(lines, place_of(file, line, text_to_blame(lines, &arguments, 0, true)));
        arguments_release(&arguments);
    }
    return false;
}

static void unite(struct experiment *all, const struct experiment *some)
{
    for (size_t i = 0; i < some->method_count; i++)
        if (!methods_have(all, some->method[i]))
            all->method[all->method_count++] = some->method[i];
}

bool sweep_lines_add(struct experiment *experiment, const struct sweep_file *file,
                     sweep_points_check *check, const void *context, size_t *left_out,
                     struct sweep_excerpt *excerpt, struct error *error)
{
    const struct experiment run = *experiment;
    const struct lines lines = {&run, file, check, context, excerpt, error};
    struct experiment all = {.method_count = 0}, used = {.method_count = 0};
    *left_out = 0;
    for (size_t i = 0; i < file->line_count; i++) {
        if (!add_line(&lines, experiment, &file->lines[i], &used))
            return false;
        unite(&all, &used);
        *left_out += used.method_count == 0;
    }
    if (all.method_count == 0)
        return error_set(error,
                         "%s: no line is left: each has a --method of its own, and none is "
                         "among the command line's",
                         file->name);
    memcpy(experiment->method, all.method, sizeof all.method);
    experiment->method_count = all.method_count;
    experiment_sort(experiment);
    return check(experiment, context, error) || blame_points(&lines);
}
