/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/tilt_fit.h"

#include <stdlib.h>
#include <string.h>

/* Part of what decides the numbers. */
enum {
    ROUNDS = 6,            /* of expectation and maximization */
    EFFECTIVE_ENOUGH = 10, /* traces in which a draw mattered, to say that it is as usual */
    DEVIATION_SQUARED = 9, /* in squared standard deviations: more is not as usual */
};
static const double least_part = 1e-3;
static const double prior_traces = 5.0; /* so many traces say what was known before */

/* What traces say for a component. */
struct evidence {
    double (*sum)[TILT_FITTED_MAX]; /* [2 draw + answer]: weight of the traces with that */
    double weight[TILT_FITTED_MAX]; /* of all traces it answers for */
    double squares[TILT_FITTED_MAX];
};

bool tilt_weigh(struct weighted_traces *weighted, struct error *error)
{
    const struct traces *traces = weighted->traces;
    struct tilt rates = {.draws = traces->draws, .components = 1, .share = {1}};
    rates.yes[0] = (double *)weighted->rates; /* which are only read */
    struct tilt_factor *factors = tilt_factors(&rates, weighted->nominal, error);
    struct scaled *raw = calloc(traces->count + 1, sizeof *raw);
    if (factors == NULL || raw == NULL) {
        free(factors);
        free(raw);
        return error_no_memory(error);
    }
    struct scaled largest = scaled_from(0.0);
    for (size_t i = 0; i < traces->count; i++) {
        struct scaled ratio[TILT_COMPONENTS_MAX];
        tilt_ratios(factors, 1, traces_get(traces, i), traces->words, ratio);
        raw[i] = scaled_product(scaled_from(traces->value[i]),
                                scaled_quotient(ratio[0], traces->mixture[i]));
        largest = scaled_less(largest, raw[i]) ? raw[i] : largest;
    }
    double sum = 0.0, squares = 0.0;
    for (size_t i = 0; i < traces->count; i++) {
        weighted->weight[i] =
            largest.number > 0.0 ? scaled_value(scaled_quotient(raw[i], largest)) : 0.0;
        sum += weighted->weight[i];
        squares += weighted->weight[i] * weighted->weight[i];
    }
    for (size_t i = 0; i < traces->count && sum > 0.0; i++)
        weighted->weight[i] /= sum;
    weighted->effective = sum > 0.0 ? sum * sum / squares : 0.0;
    free(factors);
    free(raw);
    return true;
}

/* --- maximization ----------------------------------------------------------------------------- */

static void add_evidence(struct evidence *evidence, struct trace trace, size_t words,
                         const double answers_for[TILT_FITTED_MAX])
{
    for (size_t c = 0; c < TILT_FITTED_MAX; c++) {
        evidence->weight[c] += answers_for[c];
        evidence->squares[c] += answers_for[c] * answers_for[c];
    }
    for (size_t word = 0; word < words; word++)
        for (uint64_t bits = trace.mattered[word]; bits != 0; bits &= bits - 1) {
            const unsigned bit = (unsigned)__builtin_ctzll(bits);
            double *sum = evidence->sum[2 * (word * 64 + bit) + (trace.yes[word] >> bit & 1)];
            for (size_t c = 0; c < TILT_FITTED_MAX; c++)
                sum[c] += answers_for[c];
        }
}

/* A draw's probability after seeing chance say yes in the part `yes` of the traces of a component,
 * and no in the part `no`; `known` before. */
static double fitted_rate(double yes, double no, double effective, double known, double prior,
                          double usual)
{
    const double share = (yes + prior * known) / (yes + no + prior);
    const double seen = (yes + no) * effective;
    const double deviation = yes - (yes + no) * usual;
    const bool as_usual =
        deviation * deviation * effective <= DEVIATION_SQUARED * (yes + no) * usual * (1.0 - usual);
    return seen >= EFFECTIVE_ENOUGH && as_usual ? usual : share;
}

static void maximize(struct tilt *tilt, size_t component, const double *known,
                     const struct evidence *evidence, const struct weighted_traces *weighted)
{
    const double weight = evidence->weight[component];
    if (!(weight > 0.0))
        return;
    const double effective = weight * weight / evidence->squares[component];
    double mattering = 0.0;
    for (size_t i = 0; i < tilt->draws; i++)
        mattering += evidence->sum[2 * i][component] + evidence->sum[2 * i + 1][component];
    const double prior = fmax(1.0 / (1.0 + mattering / weight), prior_traces / effective);
    for (size_t i = 0; i < tilt->draws; i++)
        tilt->yes[component][i] = fitted_rate(evidence->sum[2 * i + 1][component] / weight,
                                              evidence->sum[2 * i][component] / weight, effective,
                                              known[i], prior, weighted->rates[i]);
}

/* --- expectation ------------------------------------------------------------------------------ */

/* How much of the trace each component answers for: together 1. */
static void expect(const struct scaled ratio[TILT_COMPONENTS_MAX], size_t fitted,
                   const double part[TILT_FITTED_MAX], double share[TILT_FITTED_MAX])
{
    struct scaled term[TILT_FITTED_MAX], sum = scaled_from(0.0);
    for (size_t c = 0; c < fitted; c++) {
        term[c] = scaled_product(scaled_from(part[c]), ratio[c]);
        sum = scaled_sum(sum, term[c]);
    }
    for (size_t c = 0; c < TILT_FITTED_MAX; c++)
        share[c] =
            c < fitted && sum.number > 0.0 ? scaled_value(scaled_quotient(term[c], sum)) : 0.0;
}

static void clear(struct evidence *evidence, size_t draws)
{
    memset(evidence->sum, 0, 2 * draws * sizeof *evidence->sum);
    memset(evidence->weight, 0, sizeof evidence->weight);
    memset(evidence->squares, 0, sizeof evidence->squares);
}

static bool gather(struct evidence *evidence, const struct tilt *tilt, size_t fitted,
                   const struct weighted_traces *weighted, const double part[TILT_FITTED_MAX],
                   struct error *error)
{
    const struct traces *traces = weighted->traces;
    struct tilt first = *tilt;
    first.components = fitted;
    struct tilt_factor *factors = tilt_factors(&first, weighted->nominal, error);
    if (factors == NULL)
        return false;
    clear(evidence, tilt->draws);
    for (size_t i = 0; i < traces->count; i++) {
        struct scaled ratio[TILT_COMPONENTS_MAX];
        double share[TILT_FITTED_MAX];
        tilt_ratios(factors, fitted, traces_get(traces, i), traces->words, ratio);
        expect(ratio, fitted, part, share);
        for (size_t c = 0; c < TILT_FITTED_MAX; c++)
            share[c] *= weighted->weight[i];
        add_evidence(evidence, traces_get(traces, i), traces->words, share);
    }
    free(factors);
    return true;
}

/* --- the first time --------------------------------------------------------------------------- */

/* Traces that differ much, the farthest first (Gonzalez 1985); then each trace belongs to the
 * nearest of them. */
static void deal_out(struct evidence *evidence, size_t fitted,
                     const struct weighted_traces *weighted)
{
    const struct traces *traces = weighted->traces;
    size_t centre[TILT_FITTED_MAX] = {0};
    for (size_t i = 1; i < traces->count; i++)
        if (weighted->weight[i] > weighted->weight[centre[0]])
            centre[0] = i;
    for (size_t c = 1; c < fitted; c++) {
        unsigned farthest = 0;
        centre[c] = centre[0];
        for (size_t i = 0; i < traces->count; i++) {
            unsigned nearest = traces_distance(traces, i, centre[0]);
            for (size_t other = 1; other < c; other++) {
                const unsigned distance = traces_distance(traces, i, centre[other]);
                nearest = distance < nearest ? distance : nearest;
            }
            if (weighted->weight[i] > 0.0 && nearest > farthest) {
                farthest = nearest;
                centre[c] = i;
            }
        }
    }
    for (size_t i = 0; i < traces->count; i++) {
        double answers_for[TILT_FITTED_MAX] = {0.0};
        size_t nearest = 0;
        for (size_t c = 1; c < fitted; c++)
            if (traces_distance(traces, i, centre[c]) < traces_distance(traces, i, centre[nearest]))
                nearest = c;
        answers_for[nearest] = weighted->weight[i];
        add_evidence(evidence, traces_get(traces, i), traces->words, answers_for);
    }
}

/* --- all together ----------------------------------------------------------------------------- */

static void set_parts(double part[TILT_FITTED_MAX], const struct evidence *evidence, size_t fitted)
{
    for (size_t c = 0; c < fitted; c++)
        part[c] = fmax(evidence->weight[c], least_part);
}

static void snap(struct tilt *tilt, size_t fitted, const struct chance *nominal)
{
    for (size_t c = 0; c < fitted; c++)
        for (size_t i = 0; i < tilt->draws; i++)
            tilt->yes[c][i] = tilt_snap(tilt->yes[c][i], nominal[i]);
}

static bool fit(struct tilt *tilt, size_t fitted, const struct weighted_traces *weighted,
                bool afresh, double part[TILT_FITTED_MAX], struct evidence *evidence,
                const double *known, struct error *error)
{
    clear(evidence, tilt->draws);
    for (int round = 0; round < ROUNDS; round++) {
        if (afresh && round == 0)
            deal_out(evidence, fitted, weighted);
        else if (!gather(evidence, tilt, fitted, weighted, part, error))
            return false;
        set_parts(part, evidence, fitted);
        for (size_t c = 0; c < fitted; c++)
            maximize(tilt, c, known + c * tilt->draws, evidence, weighted);
    }
    snap(tilt, fitted, weighted->nominal);
    return true;
}

bool tilt_fit(struct tilt *tilt, size_t fitted, const struct weighted_traces *weighted, bool afresh,
              double part[TILT_FITTED_MAX], struct error *error)
{
    struct evidence evidence = {.sum = calloc(2 * tilt->draws + 1, sizeof *evidence.sum)};
    double *known = calloc(fitted * tilt->draws + 1, sizeof *known);
    if (evidence.sum == NULL || known == NULL) {
        free(evidence.sum);
        free(known);
        return error_no_memory(error);
    }
    for (size_t c = 0; c < fitted; c++)
        memcpy(known + c * tilt->draws, tilt->yes[c], tilt->draws * sizeof *known);
    const bool good = fit(tilt, fitted, weighted, afresh, part, &evidence, known, error);
    free(evidence.sum);
    free(known);
    return good;
}
