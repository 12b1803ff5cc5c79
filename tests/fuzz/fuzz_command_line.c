/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Command lines, a word a line: all that is read and planned before a command touches a file or
 * runs a trial. The first word is the command. What is planned can be run: points in canonical
 * order, no two alike, each printed and read again the same point. */

#include "analysis/worst_cases.h"
#include "cli/command.h"
#include "cli/condition_words.h"
#include "cli/numbers.h"
#include "cli/strategy_words.h"
#include "plots/number.h"
#include "tests/fuzz/fuzz.h"

#include <stdlib.h>
#include <string.h>

enum {
    WORDS_MAX = 64,
    EVENTS_CHECKED_MAX = 10000,
    EVENTS_FORESEEN_MAX = 14,
    POINTS_SORTED_MAX = 10000,
    POINTS_AGAIN_MAX = 10,
};

static const struct command *const fuzzed[] = {&command_run,    &command_check, &command_explain,
                                               &command_advise, &command_list,  &command_compare,
                                               &command_plot,   &command_trace};

static const struct command *command_of_name(const char *name)
{
    for (size_t i = 0; i < sizeof fuzzed / sizeof *fuzzed; i++)
        if (strcmp(fuzzed[i]->name, name) == 0)
            return fuzzed[i];
    return NULL;
}

static int split(char *text, char *words[WORDS_MAX + 1])
{
    int count = 0;
    for (char *word; count < WORDS_MAX && (word = strsep(&text, "\n")) != NULL;)
        words[count++] = word;
    words[count] = NULL;
    return count;
}

/* --- the words -------------------------------------------------------------------------------- */

/* Every value points into a word, at or behind its beginning. */
static bool is_of_words(const char *value, int count, char *const *words)
{
    for (int i = 0; i < count; i++)
        if (value >= words[i] && value <= words[i] + strlen(words[i]))
            return true;
    return false;
}

static void require_of_words(const struct arguments *arguments, option_mask allowed, int count,
                             char *const *words)
{
    size_t values = 0;
    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        if (arguments->value[id] == NULL)
            continue;
        require(allowed >> id & 1);
        require(arguments->value[id][0] == '\0' || is_of_words(arguments->value[id], count, words));
        values++;
    }
    for (size_t i = 0; i < arguments->word_count; i++)
        require(is_of_words(arguments->word[i], count, words));
    require(arguments->word_count + values <= (size_t)count);
}

/* --- numbers ---------------------------------------------------------------------------------- */

static bool read_threads(const char *text, struct error *error)
{
    int threads = 0;
    return numbers_read_threads(text, &threads, error) && (require(threads >= 1), true);
}

static bool read_seed(const char *text, struct error *error)
{
    uint64_t seed;
    return numbers_read_seed(text, &seed, error);
}

static bool read_trials(const char *text, struct error *error)
{
    uint64_t trials = 0;
    return numbers_read_trials(text, &trials, error) &&
           (require(trials >= 1 && trials <= WORK_TRIALS_MAX), true);
}

static bool read_precision(const char *text, struct error *error)
{
    struct stopping stopping = {0};
    return numbers_read_precision(text, &stopping, error) &&
           (require(stopping.half_width > 0.0 && stopping.half_width < 1.0), true);
}

static bool read_time(const char *text, struct error *error)
{
    double seconds = 0.0;
    return numbers_read_time("time", text, &seconds, error) &&
           (require(seconds > 0.0 && seconds <= 1e9), true);
}

static bool read_within(const char *text, struct error *error)
{
    double share = -1.0;
    return numbers_read_within(text, &share, error) && (require(share >= 0.0 && share < 1.0), true);
}

static bool read_failure(const char *text, struct error *error)
{
    double failure = 0.0;
    return numbers_read_failure(text, &failure, error) &&
           (require(failure > 0.0 && failure < 1.0), true);
}

static bool read_success(const char *text, struct error *error)
{
    double success = -1.0;
    return numbers_read_success(text, &success, error) &&
           (require(success >= 0.0 && success < 1.0), true);
}

static bool read_rounds(const char *text, struct error *error)
{
    double rounds = 0.0;
    return numbers_read_rounds(text, &rounds, error) && (require(rounds >= 1.0), true);
}

static bool read_level(const char *text, struct error *error)
{
    double level = 0.0;
    return numbers_read_level(text, false, &level, error) &&
           (require(level > 0.0 && level < 1.0), true);
}

static bool read_numbers(const struct arguments *arguments, struct error *error)
{
    static const struct {
        enum option_id id;
        bool (*read)(const char *text, struct error *error);
    } readers[] = {
        {OPTION_THREADS, read_threads},   {OPTION_SEED, read_seed},
        {OPTION_TRIALS, read_trials},     {OPTION_PRECISION, read_precision},
        {OPTION_TIME, read_time},         {OPTION_WITHIN, read_within},
        {OPTION_FAILURE, read_failure},   {OPTION_SUCCESS, read_success},
        {OPTION_ROUNDS_P99, read_rounds}, {OPTION_CONFIDENCE_LEVEL, read_level},
    };
    for (size_t i = 0; i < sizeof readers / sizeof *readers; i++) {
        const char *text = arguments->value[readers[i].id];
        if (text != NULL && !readers[i].read(text, error))
            return false;
    }
    return true;
}

/* --- points ----------------------------------------------------------------------------------- */

static bool same_channel(const struct channel *a, const struct channel *b)
{
    return a->kind == b->kind && a->loss == b->loss && a->loss_back == b->loss_back &&
           a->length == b->length && a->capture == b->capture && a->leak == b->leak;
}

static bool same(const struct point *a, const struct point *b)
{
    return a->strategy == b->strategy && point_same_parameters(a, b) && a->method == b->method &&
           a->target == b->target && same_channel(&a->channel, &b->channel);
}

static void add(char *text, size_t size, const char *key, double value)
{
    char number[NUMBER_SIZE];
    const size_t used = strlen(text);
    require(used < size);
    snprintf(text + used, size - used, "%s=%s", key, number_text(value, number));
}

/* The words that mean this point alone. */
static void require_the_same_again(const struct point *point, const struct experiment *experiment)
{
    char word[1024], channel[256] = "memoryless", loss[NUMBER_SIZE], back[NUMBER_SIZE], key[64];
    snprintf(word, sizeof word, "%s", point->strategy->name);
    for (size_t i = 0; i < strategy_parameter_count(point->strategy); i++) {
        snprintf(key, sizeof key, "%c%s", i == 0 ? ':' : ',', point->strategy->parameter[i].name);
        add(word, sizeof word, key, point->parameter[i]);
    }
    if (point->channel.kind == CHANNEL_BURST) {
        snprintf(channel, sizeof channel, "burst");
        add(channel, sizeof channel, ":length", point->channel.length);
        add(channel, sizeof channel, ",capture", point->channel.capture);
        add(channel, sizeof channel, ",leak", point->channel.leak);
    }
    number_text(point->channel.loss, loss);
    number_text(point->channel.loss_back, back);
    char *words[] = {word, "--channel", channel, "--loss", loss, "--loss-back", back};
    struct arguments arguments;
    struct error error;
    struct experiment again = {
        .method = {point->method}, .method_count = 1, .event = experiment->event};
    require(arguments_read(&arguments, command_run.options, sizeof words / sizeof *words, words,
                           &error));
    require(sweeps_add(&again, &arguments, &error));
    require(again.point_count == 1 && same(&again.points[0], point));
    arguments_release(&arguments);
    experiment_release(&again);
}

static void require_points(struct experiment *experiment)
{
    require(experiment->point_count <= (size_t)EXPERIMENT_POINTS_MAX * METHOD_COUNT);
    experiment_sort(experiment);
    for (size_t i = 1; i < experiment->point_count; i++)
        require(!same(&experiment->points[i], &experiment->points[i - 1]));
    for (size_t i = 0; i < experiment->point_count && i < POINTS_AGAIN_MAX; i++)
        require_the_same_again(&experiment->points[i], experiment);
}

static double most_events(const struct experiment *experiment)
{
    double most = 1.0;
    for (size_t i = 0; i < experiment->point_count; i++) {
        double events = 1.0;
        for (int j = 0; j < PARAMETERS_MAX; j++)
            events *= 1.0 + experiment->points[i].parameter[j];
        most = events > most ? events : most;
    }
    return most;
}

/* A dry run of a million events takes a second, with sanitizers ten. */
static bool is_small(const struct experiment *experiment)
{
    return (double)experiment->point_count * most_events(experiment) <= EVENTS_CHECKED_MAX;
}

/* To foresee 2^36 trials of an adversary takes two seconds, with sanitizers thirty. */
static bool is_foreseen_soon(const struct experiment *experiment)
{
    return most_events(experiment) <= EVENTS_FORESEEN_MAX;
}

/* Monte Carlo, exact and importance at once: whatever --method would say, but for its own check. */
static void choose_methods(struct experiment *experiment, const struct arguments *arguments)
{
    experiment->event = arguments->value[OPTION_EVENT];
    const char *methods = arguments->value[OPTION_METHOD];
    for (enum method method = 0; method < METHOD_COUNT; method++)
        if (methods == NULL ? method == METHOD_MONTE_CARLO
                            : strstr(methods, method_name(method)) != NULL)
            experiment->method[experiment->method_count++] = method;
}

static bool plan(struct experiment *experiment, const struct arguments *arguments,
                 struct error *error)
{
    if (!read_numbers(arguments, error))
        return false;
    choose_methods(experiment, arguments);
    if (!sweeps_add(experiment, arguments, error))
        return false;
    if (experiment->point_count > POINTS_SORTED_MAX)
        return true;
    require_points(experiment);
    return !is_small(experiment) ||
           (experiment_check(experiment, error) &&
            (arguments->value[OPTION_ADVERSARY] == NULL || !is_foreseen_soon(experiment) ||
             worst_cases_check(experiment, error)));
}

/* --- the target ------------------------------------------------------------------------------- */

void fuzz_text(char *text)
{
    char *words[WORDS_MAX + 1];
    const int count = split(text, words);
    const struct command *command = count > 0 ? command_of_name(words[0]) : NULL;
    if (command == NULL)
        return;
    struct arguments arguments;
    struct experiment experiment = {0};
    struct error error = {""};
    bool good = arguments_read(&arguments, command->options, count - 1, words + 1, &error);
    if (good) {
        require_of_words(&arguments, command->options, count - 1, words + 1);
        struct arguments strategies = arguments;
        if (command == &command_check && strategies.word_count > 0) { /* the condition */
            strategies.word++;
            strategies.word_count--;
        }
        good = plan(&experiment, &strategies, &error);
    }
    if (!good)
        fuzz_require_sentence(&error);
    arguments_release(&arguments);
    experiment_release(&experiment);
}
