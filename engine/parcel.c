/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/parcel.h"

#include <stdlib.h>
#include <string.h>

void parcel_release(struct parcel *parcel)
{
    free(parcel->bytes);
    *parcel = (struct parcel){0};
}

static void grow(struct parcel *parcel, size_t room)
{
    unsigned char *bytes = realloc(parcel->bytes, room);
    parcel->bad = parcel->bad || bytes == NULL;
    if (bytes == NULL)
        return;
    parcel->bytes = bytes;
    parcel->room = room;
}

void parcel_reserve(struct parcel *parcel, size_t size)
{
    parcel->size = parcel->taken = 0;
    if (size > parcel->room)
        grow(parcel, size);
}

void parcel_put(struct parcel *parcel, const void *from, size_t size)
{
    if (parcel->size + size > parcel->room)
        grow(parcel, 2 * parcel->room + size);
    if (parcel->bad || size == 0)
        return;
    memcpy(parcel->bytes + parcel->size, from, size);
    parcel->size += size;
}

void parcel_take(struct parcel *parcel, void *to, size_t size)
{
    parcel->bad = parcel->bad || size > parcel->size - parcel->taken;
    if (parcel->bad)
        memset(to, 0, size);
    else
        memcpy(to, parcel->bytes + parcel->taken, size);
    parcel->taken += parcel->bad ? 0 : size;
}

void *parcel_take_array(struct parcel *parcel, size_t count, size_t size)
{
    parcel->bad = parcel->bad || count > (parcel->size - parcel->taken) / size;
    void *array = parcel->bad ? NULL : malloc(count * size + size);
    parcel->bad = parcel->bad || array == NULL;
    if (array != NULL)
        parcel_take(parcel, array, count * size);
    return array;
}
