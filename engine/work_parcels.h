/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WORK_PARCELS_H
#define GENERALS_ENGINE_WORK_PARCELS_H

/* Work, and what was found, for other processes of the same program: see engine/parcel.h. */

#include "engine/parcel.h"
#include "engine/work_shared.h"

/* Work as another process sees it, in memory of its own; nobody is told of what is finished. */
struct work_copy {
    struct work work;
    struct point *points;
    struct portion *portions;
    struct found_tilt *tilts;
    size_t *numbers;
};

void parcel_put_work(struct parcel *parcel, const struct work *work);

/* Strategies are found by their names. False, with what the error says, if one is not there, or if
 * it comes from another version of the program. work_copy_release in any case. */
bool parcel_take_work(struct parcel *parcel, strategy_finder *find, struct work_copy *copy,
                      struct error *error);
void work_copy_release(struct work_copy *copy);

void parcel_put_found(struct parcel *parcel, const struct work *work, const struct found *found);

/* found_release in any case. */
void parcel_take_found(struct parcel *parcel, const struct work *work, struct found *found);

#endif
