/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "tests/strategies/worlds.h"

#include "tests/testing.h"

#include <math.h>
#include <string.h>

enum { CHOICES_MAX = 128 };

/* One world; the choices of chance are replayed from `choice`, further ones are no. */
struct world {
    const struct point *point;
    bool choice[CHOICES_MAX];
    size_t choices; /* that this world needs; while it is lived, those so far */
    size_t known;   /* of choice */
    long double probability;
    unsigned round, last_sent;
    bool vigilant; /* bursts: the city, in round mood_round; 0: not yet known */
    unsigned mood_round;
    double messengers, counter[COUNTERS_MAX];
    int decisions;
    bool decided[2];
};

static bool choose(struct world *w, double yes, double no)
{
    if (!(yes > 0.0))
        return false;
    if (!(no > 0.0))
        return true;
    assert_true(w->choices < CHOICES_MAX);
    if (w->choices == w->known)
        w->choice[w->known++] = false;
    const bool chosen = w->choice[w->choices++];
    w->probability *= chosen ? yes : no;
    return chosen;
}

double world_parameter(const struct world *w, int parameter)
{
    return w->point->parameter[parameter];
}

/* Bursts: the mood of the city in this round, one step for each round since it was last known. */
static bool is_vigilant(struct world *w)
{
    const struct channel c = w->point->channel;
    const double v = (c.loss - c.leak) / (c.capture - c.leak);
    const double asleep = (c.capture - c.loss) / (c.capture - c.leak);
    if (w->mood_round == 0)
        w->vigilant = choose(w, v, asleep);
    else
        for (; w->mood_round < w->round; w->mood_round++)
            w->vigilant = w->vigilant
                              ? choose(w, (c.length - 1.0) / c.length, 1.0 / c.length)
                              : choose(w, v / (asleep * c.length), 1.0 - v / (asleep * c.length));
    w->mood_round = w->round;
    return w->vigilant;
}

bool world_send(struct world *w, int from, int copies)
{
    const struct channel channel = w->point->channel;
    double loss = from == 0 ? channel.loss : channel.loss_back;
    if (channel.kind == CHANNEL_BURST)
        loss = is_vigilant(w) ? channel.capture : channel.leak;
    const double all = pow(loss, copies);
    w->messengers += copies;
    w->last_sent = w->round;
    /* 1 - loss^copies without cancellation. */
    return !choose(w, all, loss > 0.0 ? -expm1(copies * log(loss)) : 1.0);
}

bool world_flip(struct world *w, double probability)
{
    return choose(w, probability, 1.0 - probability);
}

void world_next_round(struct world *w)
{
    w->round++;
}

void world_count(struct world *w, int counter)
{
    assert_in_range(counter, 0, COUNTERS_MAX - 1);
    w->counter[counter]++;
}

void world_decide(struct world *w, bool first, bool second)
{
    w->decisions++;
    w->decided[0] = first;
    w->decided[1] = second;
}

static void live(struct world *w, const struct scalar *scalar)
{
    w->choices = 0;
    w->probability = 1.0L;
    w->round = 1;
    w->last_sent = 0;
    w->mood_round = 0;
    w->messengers = 0.0;
    memset(w->counter, 0, sizeof w->counter);
    w->decisions = 0;
    scalar->live(w);
    assert_int_equal(w->decisions, 1);
    assert_in_range(w->last_sent, 0, WORLD_ROUNDS_MAX);
}

void worlds_visit(const struct scalar *scalar, const struct point *point, void *context,
                  void (*visit)(void *context, const struct world_end *end))
{
    struct world w = {.point = point};
    do {
        live(&w, scalar);
        visit(context, &(struct world_end){
                           .probability = w.probability,
                           .cell = w.decided[0] ? (w.decided[1] ? CELL_BOTH : CELL_FIRST_ONLY)
                                                : (w.decided[1] ? CELL_SECOND_ONLY : CELL_NEITHER),
                           .messengers = w.messengers,
                           .counter = w.counter,
                           .last_sent = w.last_sent,
                       });
        /* The next world: the last choice that was no becomes yes, and later ones are open. */
        w.known = w.choices;
        while (w.known > 0 && w.choice[w.known - 1])
            w.known--;
        if (w.known > 0)
            w.choice[w.known - 1] = true;
    } while (w.known > 0);
}

static void add(void *context, const struct world_end *end)
{
    struct world_sums *sums = context;
    sums->worlds++;
    sums->cell[end->cell] += end->probability;
    sums->messengers += end->probability * end->messengers;
    for (int i = 0; i < COUNTERS_MAX; i++)
        sums->counter[i] += end->probability * end->counter[i];
    sums->last_sent[end->last_sent] += end->probability;
}

struct world_sums worlds_sum(const struct scalar *scalar, const struct point *point)
{
    struct world_sums sums = {0};
    worlds_visit(scalar, point, &sums, add);
    return sums;
}

/* Weak: a strategy whose twin nobody has written yet has none, and its address is NULL. */
#define STRATEGY(name) extern const struct scalar name##_scalar __attribute__((weak));
#include "strategies/list.h"
#undef STRATEGY

static const struct scalar *const scalars[] = {
#define STRATEGY(name) &name##_scalar,
#include "strategies/list.h"
#undef STRATEGY
};

const struct scalar *scalar_find(const char *strategy)
{
    for (size_t i = 0; i < COUNT_OF(scalars); i++)
        if (scalars[i] != NULL && strcmp(scalars[i]->strategy, strategy) == 0)
            return scalars[i];
    return NULL;
}
