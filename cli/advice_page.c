/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "cli/advice_page.h"

#include "plots/estimate_text.h"
#include "plots/number.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>

/* --- a setting -------------------------------------------------------------------------------- */

static const struct candidate *candidate_of(struct setting setting)
{
    return &setting.search->candidates.list[setting.index];
}

static void print_name(FILE *stream, struct setting setting)
{
    const struct strategy *strategy = setting.search->sweep->strategy;
    char text[NUMBER_SIZE];
    fputs(strategy->name, stream);
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        fprintf(stream, "%c%s=%s", i == 0 ? ':' : ',', strategy->parameter[i].name,
                number_text(candidate_of(setting)->parameter[i], text));
}

static void print_messengers(FILE *stream, const struct candidate *candidate)
{
    char text[ESTIMATE_TEXT_SIZE];
    const struct proportion mean = {candidate->messengers.value, NAN,
                                    candidate->messengers.interval};
    fprintf(stream, "messengers %s", mean_text(&mean, candidate->method == METHOD_EXACT, text));
}

static void print_shares(FILE *stream, const struct candidate *candidate)
{
    char text[ESTIMATE_TEXT_SIZE];
    const bool exact = candidate->method == METHOD_EXACT;
    fprintf(stream, "failure %s", proportion_text(&candidate->failure, exact, text));
    fprintf(stream, ", success %s", proportion_text(&candidate->success, exact, text));
    fprintf(stream, ", rounds_p99 %" PRIu32, candidate->rounds_p99);
}

static void print_method(FILE *stream, const struct candidate *candidate)
{
    if (candidate->method == METHOD_EXACT)
        fprintf(stream, "exact: %" PRIu64 " histories", candidate->trials);
    else
        fprintf(stream, "%" PRIu64 " trials", candidate->trials);
    if (candidate->rare_trials > 0)
        fprintf(stream, "; failure by importance sampling: %" PRIu64 " trials",
                candidate->rare_trials);
}

/* Two lines, so far to the right. */
static void print_evidence(FILE *stream, struct setting setting, int indent)
{
    const struct candidate *candidate = candidate_of(setting);
    fprintf(stream, "%*s", indent, "");
    print_messengers(stream, candidate);
    fputs(", ", stream);
    print_shares(stream, candidate);
    fprintf(stream, "\n%*s", indent, "");
    print_method(stream, candidate);
    putc('\n', stream);
}

static void print_setting(FILE *stream, struct setting setting)
{
    fputs("  ", stream);
    print_name(stream, setting);
    putc('\n', stream);
    print_evidence(stream, setting, 4);
}

/* --- the question ----------------------------------------------------------------------------- */

static void print_wanted(FILE *stream, const struct targets *targets)
{
    char text[NUMBER_SIZE];
    fprintf(stream, "failure at most %s", number_text(targets->failure, text));
    if (targets->success > 0.0)
        fprintf(stream, ", success at least %s", number_text(targets->success, text));
    if (targets->rounds_p99 > 0.0)
        fprintf(stream, ", rounds_p99 at most %s", number_text(targets->rounds_p99, text));
}

static void print_where(FILE *stream, const struct advice *advice)
{
    char text[CHANNEL_TEXT_SIZE];
    const struct channel channel = advice_channel(advice);
    fprintf(stream, "  %s, %s", advice->search[0].sweep->strategy->problem->name,
            channel_words(channel, text));
    fprintf(stream, ", loss %s", number_text(channel.loss, text));
    if (channel.loss_back != channel.loss)
        fprintf(stream, ", loss back %s", number_text(channel.loss_back, text));
    fputs("; wanted: ", stream);
    print_wanted(stream, &advice->targets);
    putc('\n', stream);
}

/* --- answers ---------------------------------------------------------------------------------- */

/* Whoever never acts never fails. */
static const double idle = 0.5;

static void print_best(FILE *stream, const struct advice *advice, struct setting best)
{
    fputs("ADVICE: ", stream);
    print_name(stream, best);
    putc('\n', stream);
    print_where(stream, advice);
    print_evidence(stream, best, 2);
    if (candidate_of(best)->success.value < idle)
        fputs("  It mostly does nothing: that is why it fails so rarely (--success).\n", stream);
}

static void print_others(FILE *stream, const struct advice *advice, const struct setting *ranked,
                         size_t count)
{
    enum { FASTER_MAX = 4 };
    struct setting faster[FASTER_MAX];
    const size_t faster_count = advice_faster(advice, faster, FASTER_MAX);
    if (count > 1)
        fputs("\nRUNNERS-UP: the best of each other strategy\n", stream);
    for (size_t i = 1; i < count; i++)
        print_setting(stream, ranked[i]);
    if (faster_count > 0)
        fputs("\nFASTER: the cheapest of what takes fewer rounds\n", stream);
    for (size_t i = 0; i < faster_count; i++)
        print_setting(stream, faster[i]);
}

static void print_nearest(FILE *stream, const struct advice *advice)
{
    static const struct {
        unsigned target;
        const char *words;
    } targets[] = {
        {MISSES_FAILURE, "misses failure alone, the least frequent failure"},
        {MISSES_SUCCESS, "misses success alone, the most frequent success"},
        {MISSES_ROUNDS, "misses rounds_p99 alone, the fewest rounds"},
        {0, "misses several targets, the least frequent failure"},
    };
    bool any = false;
    fputs("NOTHING was found that meets the targets\n", stream);
    print_where(stream, advice);
    fputs("\nNEAREST\n", stream);
    for (size_t i = 0; i < sizeof targets / sizeof *targets; i++) {
        const struct setting nearest = advice_nearest(advice, targets[i].target);
        if (nearest.search == NULL || (any && targets[i].target == 0))
            continue;
        any = true;
        fprintf(stream, "  of what %s:\n", targets[i].words);
        print_setting(stream, nearest);
    }
}

/* --- what was searched ------------------------------------------------------------------------ */

static void print_range(FILE *stream, const struct search *search, size_t parameter)
{
    const struct parameter *described = &search->sweep->strategy->parameter[parameter];
    const struct candidates_range range = candidates_range(&search->candidates, parameter);
    char lowest[NUMBER_SIZE], highest[NUMBER_SIZE];
    fprintf(stream, "%s %s %s", parameter == 0 ? ":" : ",", described->name,
            number_text(range.lowest, lowest));
    if (range.values > 1)
        fprintf(stream, " to %s (%zu values)", number_text(range.highest, highest), range.values);
    else if (described->role == PARAMETER_GIVEN)
        fputs(" (given)", stream);
}

static void print_search(FILE *stream, const struct search *search)
{
    const struct candidates_counts counts = candidates_counts(&search->candidates);
    fprintf(stream, "  %s", search->sweep->strategy->name);
    for (size_t i = 0; counts.all > 0 && i < strategy_parameter_count(search->sweep->strategy); i++)
        print_range(stream, search, i);
    fprintf(stream, "\n    %zu setting%s, %zu exactly; %zu known to meet the targets\n", counts.all,
            counts.all == 1 ? "" : "s", counts.exact, counts.meeting);
    if (search->candidates.untried > 0)
        fprintf(stream,
                "    not tried: %zu that might be better; they would need many more trials\n",
                search->candidates.untried);
    if (search->candidates.cut)
        fprintf(stream, "    ended at %d settings\n", CANDIDATES_MAX);
}

static void print_searched(FILE *stream, const struct advice *advice)
{
    size_t sampled = 0;
    fputs("\nSEARCHED\n", stream);
    for (size_t i = 0; i < advice->search_count; i++) {
        const struct candidates_counts counts = candidates_counts(&advice->search[i].candidates);
        sampled += counts.all - counts.exact;
        print_search(stream, &advice->search[i]);
    }
    if (sampled > 0)
        fprintf(
            stream,
            "Of what was sampled (%zu), all intervals hold together with %.12g %%; seed %" PRIu64
            ".\n",
            sampled, 100.0 * advice->level, advice->seed);
}

bool advice_page_print(FILE *stream, const struct advice *advice, struct error *error)
{
    struct setting *ranked = calloc(advice->search_count + 1, sizeof *ranked);
    if (ranked == NULL)
        return error_no_memory(error);
    const size_t count = advice_rank(advice, ranked);
    if (count > 0) {
        print_best(stream, advice, ranked[0]);
        print_others(stream, advice, ranked, count);
    } else {
        print_nearest(stream, advice);
    }
    print_searched(stream, advice);
    free(ranked);
    return true;
}
