/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_PARCEL_H
#define GENERALS_ENGINE_PARCEL_H

/* Bytes for another process of the same program on the same kind of machine: numbers are sent as
 * they lie in memory. What is put in is taken out in the same order. Where memory runs out, or
 * there is nothing left to take, the parcel is bad, and stays so: it is enough to look at the end.
 */

#include <stdbool.h>
#include <stddef.h>

struct parcel {
    unsigned char *bytes;
    size_t size, room, taken;
    bool bad;
};

void parcel_release(struct parcel *parcel);

/* Empties it, and makes room for so many bytes. */
void parcel_reserve(struct parcel *parcel, size_t size);

void parcel_put(struct parcel *parcel, const void *from, size_t size);
void parcel_take(struct parcel *parcel, void *to, size_t size); /* zeros from a bad one */

/* So many elements in memory of their own, which the caller frees; at least room for one. NULL from
 * a bad parcel. */
void *parcel_take_array(struct parcel *parcel, size_t count, size_t size);

/* One object. */
#define PARCEL_PUT(parcel, object) parcel_put(parcel, &(object), sizeof(object))
#define PARCEL_TAKE(parcel, object) parcel_take(parcel, &(object), sizeof(object))

#endif
