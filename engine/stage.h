/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_STAGE_H
#define GENERALS_ENGINE_STAGE_H

/* A stage: the rows on which one point's strategy runs. Whoever fills in the rows of chance decides
 * what kind of run it is: random bits, every history in turn, chosen histories. The stage runs the
 * strategy on them and holds the rows that it leaves behind. */

#include "engine/error.h"
#include "engine/lanes.h"
#include "engine/panel.h"
#include "engine/point.h"
#include "engine/schedule.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* All rows have room for `words` words. An event's row of chance, events[i].chance, says whether
 * all its copies are captured, or the coin falls heads; its row events[i].where is left behind: the
 * trials in which it was sent, or flipped. */
struct stage {
    const struct strategy *strategy;
    double parameter[PARAMETERS_MAX];
    struct schedule schedule;
    size_t words;
    struct panel_event *events; /* [event] */
    size_t *draw_event;         /* [draw]: its event */
    uint64_t **draw;            /* [draw]: its row of chance, to be filled before a run */
    uint64_t *decided[2];       /* left behind: the trials in which each proposition holds */
    uint64_t *never, *always;   /* constant rows */
    uint64_t *later;            /* room for stage_forget_idle_moods */
    uint64_t *memory;           /* of all rows */
};

/* Records the schedule; then stage_allocate makes the rows. stage_release after either fails, too.
 */
bool stage_init(struct stage *stage, const struct point *point, struct error *error);
bool stage_allocate(struct stage *stage, size_t words, struct error *error);
void stage_release(struct stage *stage);

/* After a run: takes out of the rows `where` of the city's moods the trials in which nothing is
 * sent or flipped from there on. The mood does not matter in those; and that depends on earlier
 * draws alone, since what happens next does. Only exact methods need to know. */
void stage_forget_idle_moods(struct stage *stage, size_t words);

/* The bit of a row that belongs to lane `lane`. */
static inline bool stage_bit(const uint64_t *row, size_t lane)
{
    return row[lane / 64] >> (lane % 64) & 1;
}

/* Runs the strategy on the first `words` words, a multiple of GROUP_WORDS, of the rows; `live` is
 * the row of the trials that exist. False if the strategy did something else than in the dry run.
 */
bool stage_run(struct stage *stage, const uint64_t *live, size_t words, struct error *error);

/* What happens at an event in one trial. */
enum happening { NOT_SENT, CAPTURED, ARRIVED, TAILS, HEADS };

/* After a run: what happened at event `event` in lane `lane`; NOT_SENT if it is neither a message
 * nor a coin. */
enum happening stage_happening(const struct stage *stage, size_t event, size_t lane);

/* After a run: how lane `lane` ended. */
enum cell stage_cell(const struct stage *stage, size_t lane);

/* After a run: sets in the row `ending` the trials of `live` that ended with that verdict. */
void stage_ending(const struct stage *stage, enum verdict verdict, const uint64_t *live,
                  size_t words, uint64_t *ending);

#endif
