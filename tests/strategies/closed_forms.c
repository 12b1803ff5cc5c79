/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/closed_forms.h"

#include "strategies/strategies.h"
#include "tests/testing.h"

#include <string.h>

/* --- closed forms ----------------------------------------------------------------------------- */

/* 1 - x^n */
static long double one_arrives(long double x, double n)
{
    return x > 0.0L ? -expm1l(n * logl(x)) : 1.0L;
}

static long double certain(const struct setting *s, unsigned i)
{
    (void)s;
    (void)i;
    return 1.0L;
}

static void always_attack_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const double n = s->parameters[0];
    cell[CELL_FIRST_ONLY] = powl(s->p, n);
    cell[CELL_BOTH] = one_arrives(s->p, n);
}

static void always_attack_messengers(const struct setting *s, long double *mean,
                                     long double *square)
{
    *mean = s->parameters[0];
    *square = *mean * *mean;
}

static void await_reply_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const double n = s->parameters[0];
    cell[CELL_NEITHER] = powl(s->p, n);
    cell[CELL_SECOND_ONLY] = one_arrives(s->p, n) * powl(s->b, n);
    cell[CELL_BOTH] = one_arrives(s->p, n) * one_arrives(s->b, n);
}

static long double await_reply_reached(const struct setting *s, unsigned i)
{
    return i == 0 ? 1.0L : one_arrives(s->p, s->parameters[0]);
}

static void await_reply_messengers(const struct setting *s, long double *mean, long double *square)
{
    const double n = s->parameters[0];
    const long double order = one_arrives(s->p, n);
    *mean = n + n * order;
    *square = n * n + 3.0 * n * n * order; /* (2n)^2 - n^2 more */
}

/* P(the first i messages of the chain arrive): a message is sent only if the one before arrived. */
static long double ack_chain_reached(const struct setting *s, unsigned i)
{
    const double n = s->parameters[1];
    long double product = 1.0L;
    for (unsigned j = 0; j < i; j++)
        product *= one_arrives(j % 2 == 0 ? s->p : s->b, n);
    return product;
}

/* P(message i, from 0, is the first one that is lost) */
static long double ack_chain_ends(const struct setting *s, unsigned i)
{
    return ack_chain_reached(s, i) * powl(i % 2 == 0 ? s->p : s->b, s->parameters[1]);
}

/* If the last message alone is lost, its sender has all that is addressed to him and attacks alone:
 * general 1 if k is odd. If an earlier one is lost, both lack a message. */
static void ack_chain_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const unsigned messages = (unsigned)s->parameters[0];
    for (unsigned i = 0; i + 1 < messages; i++)
        cell[CELL_NEITHER] += ack_chain_ends(s, i);
    cell[messages % 2 == 1 ? CELL_FIRST_ONLY : CELL_SECOND_ONLY] = ack_chain_ends(s, messages - 1);
    cell[CELL_BOTH] = ack_chain_reached(s, messages);
}

static void ack_chain_messengers(const struct setting *s, long double *mean, long double *square)
{
    const double n = s->parameters[1];
    *mean = *square = 0.0L;
    for (unsigned i = 0; i < (unsigned)s->parameters[0]; i++) { /* n more if this one is sent */
        *mean += n * ack_chain_reached(s, i);
        *square += n * n * (2 * i + 1) * ack_chain_reached(s, i);
    }
}

/* f: an attempt stays without answer. */
static long double no_answer(const struct setting *s)
{
    return s->p + (1.0L - s->p) * s->b;
}

/* Second only: f^r - p^r = (f - p) (f^(r-1) + f^(r-2) p + ... + p^(r-1)). Both: 1 - f^r likewise.
 */
static void retransmit_cells(const struct setting *s, long double cell[CELL_COUNT])
{
    const double attempts = s->parameters[0];
    const long double f = no_answer(s);
    cell[CELL_NEITHER] = powl(s->p, attempts);
    for (double i = 0; i < attempts; i++) {
        cell[CELL_SECOND_ONLY] += (1.0L - s->p) * s->b * powl(f, i) * powl(s->p, attempts - 1 - i);
        cell[CELL_BOTH] += (1.0L - s->p) * (1.0L - s->b) * powl(f, i);
    }
}

static long double retransmit_reached(const struct setting *s, unsigned i)
{
    return powl(no_answer(s), i);
}

/* From the last attempt back: an attempt sends one messenger or, if the order arrives, two; without
 * an answer the attempts that are left follow. */
static void retransmit_messengers(const struct setting *s, long double *mean, long double *square)
{
    *mean = *square = 0.0L;
    for (double i = 0; i < s->parameters[0]; i++) {
        const long double lost = s->p, unanswered = (1.0L - s->p) * s->b;
        const long double answered = (1.0L - s->p) * (1.0L - s->b);
        *square = lost * (1.0L + 2.0L * *mean + *square) +
                  unanswered * (4.0L + 4.0L * *mean + *square) + answered * 4.0L;
        *mean = lost * (1.0L + *mean) + unanswered * (2.0L + *mean) + answered * 2.0L;
    }
}

/* Each attempt sends a request and, if that arrives, a response, whatever the others did. */
static void dispatch_first_messengers(const struct setting *s, long double *mean,
                                      long double *square)
{
    const double attempts = s->parameters[0];
    *mean = attempts + attempts * (1.0L - s->p);
    *square = attempts * s->p * (1.0L - s->p) + *mean * *mean;
}

static const struct closed_form closed_forms[] = {
    {"always-attack", always_attack_cells, certain, always_attack_messengers},
    {"await-reply", await_reply_cells, await_reply_reached, await_reply_messengers},
    {"ack-chain", ack_chain_cells, ack_chain_reached, ack_chain_messengers},
    {"retransmit", retransmit_cells, retransmit_reached, retransmit_messengers},
    /* Attempts are messengers. */
    {"dispatch-first", always_attack_cells, certain, dispatch_first_messengers},
    /* To dispatch is to attack on an answer. */
    {"await-payment", retransmit_cells, retransmit_reached, retransmit_messengers},
};

/* --- points ----------------------------------------------------------------------------------- */

static const struct {
    const char *strategy;
    double parameter[3];
} variants[] = {
    {"always-attack", {1, 0}},  {"always-attack", {2, 0}},    {"always-attack", {3, 1}},
    {"always-attack", {5, 0}},  {"await-reply", {1}},         {"await-reply", {2}},
    {"await-reply", {5}},       {"ack-chain", {1, 1}},        {"ack-chain", {2, 1}},
    {"ack-chain", {3, 1}},      {"ack-chain", {4, 2}},        {"ack-chain", {5, 3}},
    {"ack-chain", {8, 1}},      {"retransmit", {1, 1}},       {"retransmit", {2, 5}},
    {"retransmit", {3, 1}},     {"retransmit", {8, 2}},       {"dispatch-first", {1, 2}},
    {"dispatch-first", {4, 1}}, {"await-payment", {3, 1, 1}}, {"await-payment", {5, 0, 2}},
};

static const double rates[] = {0.0, 1e-5, 1e-3, 0.01, 0.1, 0.3, 0.5, 0.9, 0.999, 1.0};

static const struct channel unequal[] = {
    {0.0, 0.3},  {0.3, 0.0},   {0.0, 1.0},   {1.0, 0.0},    {1.0, 0.5},    {0.5, 1.0}, {1e-5, 0.5},
    {0.5, 1e-5}, {0.1, 0.003}, {0.004, 0.2}, {1e-3, 0.999}, {0.999, 1e-3}, {0.9, 0.7}, {0.3, 0.4},
};

const struct closed_form *closed_form_of(const struct point *point)
{
    for (size_t i = 0; i < COUNT_OF(closed_forms); i++)
        if (strcmp(closed_forms[i].strategy, point->strategy->name) == 0)
            return &closed_forms[i];
    return NULL;
}

struct setting setting_of(const struct point *point)
{
    return (struct setting){point->parameter, point->channel.loss, point->channel.loss_back};
}

size_t closed_form_points(struct point points[CLOSED_FORM_POINTS_MAX])
{
    const size_t channels = COUNT_OF(rates) + COUNT_OF(unequal);
    assert_true(COUNT_OF(variants) * channels <= CLOSED_FORM_POINTS_MAX);
    size_t count = 0;
    for (size_t i = 0; i < COUNT_OF(variants); i++) {
        for (size_t j = 0; j < channels; j++) {
            points[count] =
                (struct point){.strategy = strategy_find(variants[i].strategy),
                               .parameter = {variants[i].parameter[0], variants[i].parameter[1],
                                             variants[i].parameter[2]},
                               .channel = j < COUNT_OF(rates) ? (struct channel){rates[j], rates[j]}
                                                              : unequal[j - COUNT_OF(rates)]};
            assert_non_null(points[count].strategy);
            count++;
        }
    }
    return count;
}
