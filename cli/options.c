/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/options.h"

#include "cli/near.h"

#include <stdlib.h>
#include <string.h>

const struct option options[OPTION_COUNT] = {
    [OPTION_PROBLEM] = {"problem", 0, "PROBLEM", false,
                        "the strategies of this problem alone (compare: of all)"},
    [OPTION_FAILURE] = {"failure", 0, "P", false,
                        "the most that the probability of failure may be, such as 1e-9"},
    [OPTION_FIRST_FAILURE] = {"failure", 0, NULL, false,
                              "look for the first trial that fails, from --trial on"},
    [OPTION_SUCCESS] = {"success", 0, "P", false,
                        "the least that the probability of success may be, such as 0.99 or 99%; 0: "
                        "whatever it is (0.5)"},
    [OPTION_ROUNDS_P99] = {"rounds-p99", 0, "N", false,
                           "99 % of trials have to have sent their last messenger by this round "
                           "(whenever it is)"},
    [OPTION_FILE] = {"file", 'f', "FILE", false,
                     "sweeps from a file, one on each line (-: from standard input)"},
    [OPTION_PLUGIN] = {"plugin", 0, "FILE", true,
                       "add the strategies of a shared object that is no part of the program, such "
                       "as ./my_strategy.so"},
    [OPTION_PARAM] = {"param", 0, "KEY=VALUES", true,
                      "sweep a parameter of every strategy named that has it, or channel.length, "
                      "channel.capture, "
                      "channel.leak of a burst channel"},
    [OPTION_LOSS] = {"loss", 0, "VALUES", false,
                     "loss rates: the probability that a messenger is captured (0.1)"},
    [OPTION_LOSS_BACK] = {"loss-back", 0, "VALUES", false,
                          "loss rates on the way back, from party 2 to 1 (the same as --loss)"},
    [OPTION_CHANNEL] = {"channel", 0, "CHANNEL", false,
                        "memoryless, or burst:length=8,capture=1,leak=0: mean length in rounds of "
                        "a spell in which the city is vigilant, the loss rate then, and else "
                        "(memoryless)"},
    [OPTION_METHOD] = {"method", 0, "METHODS", false,
                       "monte-carlo, exact, importance, or several with commas (monte-carlo; the "
                       "default report: monte-carlo,exact); or auto: importance where Monte Carlo "
                       "sees less than 100 of the event (check: what the point allows)"},
    [OPTION_EVENT] = {"event", 0, "EVENT", false,
                      "what importance sampling is to see: failure, success, or a counter of the "
                      "strategy (failure)"},
    [OPTION_ADVERSARY] = {"adversary", 0, NULL, false,
                          "for each exact point also the worst case over all choices of captures: "
                          "adversary.csv (the default report has it)"},
    [OPTION_VIEW] = {"view", 0, "PARTY.NUMBER", false,
                     "the view to look behind, as numbered on the page (one of party 1 that no "
                     "message reached)"},
    [OPTION_TRIAL] = {"trial", 0, "K", false, "which trial of the run, 0 to 1e15 - 1 (0)"},
    [OPTION_TRIALS] =
        {"trials", 0, "N", false,
         "trials of each point that is not exact, 1 to 1e15; with --precision, at most (1e7; "
         "importance and auto: 1e6; the default report: 1e8; with --precision, and check: "
         "1e10; trace --failure: how many to look through, 1e9)"},
    [OPTION_PRECISION] =
        {"precision", 0, "WIDTH", false,
         "measure each point that is not exact until failure is known to +- WIDTH: 1% of "
         "its estimate, or 1e-6 of probability"},
    [OPTION_WITHIN] = {"within", 0, "SHARE%", false,
                       "how far from a limit, as a share of it, either answer may be given (10%)"},
    [OPTION_TIME] = {"time", 0, "TIME", false,
                     "stop when the whole run has taken 90, 90s, 30m or 8h; results then depend on "
                     "the machine"},
    [OPTION_SAVE_EVERY] = {"save-every", 0, "TIME", false,
                           "save what was found so often, but never for more than a hundredth of "
                           "the time (30s)"},
    [OPTION_SHARD] = {"shard", 0, "I/N", false,
                      "do the I-th of N parts, I from 1; generals merge adds them up"},
    [OPTION_PARTIAL] = {"partial", 0, NULL, false, "merge what there is, though some is missing"},
    [OPTION_SEED] = {"seed", 0, "N", false, "seed of the random streams, 0 to 2^64 - 1 (1)"},
    [OPTION_THREADS] = {"threads", 0, "N", false,
                        "threads, of each rank (the processors that it may use)"},
    [OPTION_INTERVAL] = {"interval", 0, "KIND", false,
                         "clopper-pearson, wilson or jeffreys (clopper-pearson)"},
    [OPTION_CONFIDENCE_LEVEL] = {"confidence-level", 0, "LEVEL", false,
                                 "level of the intervals, between 0 and 1 (0.95)"},
    [OPTION_OUTPUT] = {"output", 'o', "DIR", false, "folder for the results (out)"},
    [OPTION_FORCE] = {"force", 0, NULL, false,
                      "replace the results of another experiment in the folder"},
    [OPTION_NO_PLOTS] = {"no-plots", 0, NULL, false, "make no charts"},
    [OPTION_CHART] = {"chart", 0, "NAME,...", false,
                      "draw these charts alone, of those that generals plot --charts DIR lists"},
    [OPTION_CHARTS] = {"charts", 0, NULL, false,
                       "list the charts that the results have points for"},
    [OPTION_FORMAT] = {"format", 0, "FORMAT,...", false, "of pictures: svg, png, pdf (svg,png)"},
    [OPTION_ASCII] = {"ascii", 0, NULL, false, "draw in the terminal; nothing is written"},
    [OPTION_PROGRESS] = {"progress", 0, "KIND", false,
                         "how to show it on standard error: auto: a line on a terminal, else a "
                         "line a minute; json: an object a line, one a second, the last with "
                         "\"done\":true, also with --quiet (auto)"},
    [OPTION_QUIET] = {"quiet", 'q', NULL, false, "no progress and no remarks, only errors"},
    [OPTION_JSON] = {"json", 0, NULL, false, "print it for programs, too"},
    [OPTION_MARKDOWN] = {"markdown", 0, NULL, false,
                         "all about all strategies, as the page docs/strategies.md"},
    [OPTION_MAN] = {"man", 0, NULL, false, "the manual page, for man -l"},
    [OPTION_COMPLETION] = {"completion", 0, NULL, false, "the completion for bash, to be sourced"},
    [OPTION_HELP] = {"help", 'h', NULL, false, "this help"},
};

/* The option that the word names, with or without "=VALUE"; OPTION_COUNT if none that is allowed
 * is. */
static enum option_id find(const char *word, option_mask allowed)
{
    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        const size_t length = strlen(options[id].name);
        if ((allowed >> id & 1) == 0)
            continue;
        if (word[1] == '-' && strncmp(word + 2, options[id].name, length) == 0 &&
            (word[2 + length] == '\0' || word[2 + length] == '='))
            return id;
        if (options[id].letter != 0 && word[1] == options[id].letter && word[2] == '\0')
            return id;
    }
    return OPTION_COUNT;
}

static bool unknown(const char *word, option_mask allowed, struct error *error)
{
    char name[64];
    const char *start = word + strspn(word, "-");
    struct near near = {.typed = name};
    snprintf(name, sizeof name, "%.*s", (int)strcspn(start, "="), start);
    for (enum option_id id = 0; id < OPTION_COUNT; id++)
        if (allowed >> id & 1)
            near_offer(&near, options[id].name);
    char text[96] = "";
    if (near.best != NULL)
        snprintf(text, sizeof text, "; did you mean '--%s'?", near.best);
    return error_set(error, "unknown option '%s'%s", word, text);
}

static bool store(struct arguments *arguments, enum option_id id, const char *value,
                  struct error *error)
{
    if (arguments->value[id] != NULL && !options[id].repeatable)
        return error_set(error, "--%s is given twice", options[id].name);
    arguments->value[id] = value;
    if (id == OPTION_PARAM)
        arguments->param[arguments->param_count++] = value;
    if (id == OPTION_PLUGIN)
        arguments->plugin[arguments->plugin_count++] = value;
    return true;
}

/* Reads the option at words[*at]; *at moves on if its value is the next word. */
static bool read_option(struct arguments *arguments, option_mask allowed, int count,
                        char *const *words, int *at, struct error *error)
{
    const char *word = words[*at];
    const enum option_id id = find(word, allowed);
    if (id == OPTION_COUNT)
        return unknown(word, allowed, error);
    const char *equals = word[1] == '-' ? strchr(word, '=') : NULL;
    if (options[id].argument == NULL)
        return equals == NULL ? store(arguments, id, "", error)
                              : error_set(error, "--%s takes no value", options[id].name);
    if (equals != NULL)
        return store(arguments, id, equals + 1, error);
    if (*at + 1 == count)
        return error_set(error, "--%s: expected %s after it", options[id].name,
                         options[id].argument);
    return store(arguments, id, words[++*at], error);
}

bool arguments_read(struct arguments *arguments, option_mask allowed, int count, char *const *words,
                    struct error *error)
{
    *arguments = (struct arguments){0};
    arguments->word = calloc((size_t)count + 1, sizeof *arguments->word);
    arguments->param = calloc((size_t)count + 1, sizeof *arguments->param);
    arguments->plugin = calloc((size_t)count + 1, sizeof *arguments->plugin);
    if (arguments->word == NULL || arguments->param == NULL || arguments->plugin == NULL)
        return error_no_memory(error);
    bool only_words = false;
    for (int at = 0; at < count; at++) {
        if (only_words || words[at][0] != '-' || words[at][1] == '\0')
            arguments->word[arguments->word_count++] = words[at];
        else if (strcmp(words[at], "--") == 0)
            only_words = true;
        else if (!read_option(arguments, allowed, count, words, &at, error))
            return false;
    }
    return true;
}

void arguments_release(struct arguments *arguments)
{
    free(arguments->word);
    free(arguments->param);
    free(arguments->plugin);
    *arguments = (struct arguments){0};
}

void options_explain(FILE *stream, option_mask allowed)
{
    for (enum option_id id = 0; id < OPTION_COUNT; id++) {
        const struct option *option = &options[id];
        if ((allowed >> id & 1) == 0)
            continue;
        char left[64];
        if (option->letter != 0)
            snprintf(left, sizeof left, "-%c, --%s %s", option->letter, option->name,
                     option->argument != NULL ? option->argument : "");
        else
            snprintf(left, sizeof left, "--%s %s", option->name,
                     option->argument != NULL ? option->argument : "");
        fprintf(stream, "  %-26s %s\n", left, option->help);
    }
}
