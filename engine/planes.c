/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/planes.h"

#include <stdlib.h>
#include <string.h>

enum { PLANES = 21 }; /* binary digits of the messengers of a trial: SCHEDULE_MESSENGERS_MAX */

bool planes_allocate(struct planes *planes, size_t words, struct error *error)
{
    *planes = (struct planes){
        .words = words,
        .digit = malloc(PLANES * words * sizeof *planes->digit),
        .carry = malloc(words * sizeof *planes->carry),
    };
    return (planes->digit != NULL && planes->carry != NULL) || error_no_memory(error);
}

void planes_release(struct planes *planes)
{
    free(planes->digit);
    free(planes->carry);
    *planes = (struct planes){0};
}

void planes_clear(struct planes *planes, size_t words)
{
    planes->words = words;
    memset(planes->digit, 0, PLANES * words * sizeof *planes->digit);
}

/* Binary addition, one digit of all lanes after the other. */
void planes_add(struct planes *planes, const uint64_t *restrict where,
                const uint64_t *restrict lost, unsigned copies)
{
    const size_t words = planes->words;
    uint64_t *restrict carry = planes->carry;
    memset(carry, 0, words * sizeof *carry);
    uint64_t carried = 0;
    for (unsigned plane = 0; copies >> plane != 0 || carried != 0; plane++) {
        uint64_t *restrict digit = planes->digit + plane * words;
        const uint64_t set = -(uint64_t)(copies >> plane & 1);
        carried = 0;
        for (size_t word = 0; word < words; word++) {
            const uint64_t more = where[word] & lost[word] & set;
            const uint64_t half = digit[word] ^ more;
            const uint64_t next = (digit[word] & more) | (carry[word] & half);
            digit[word] = half ^ carry[word];
            carry[word] = next;
            carried |= next;
        }
    }
}

uint64_t planes_keep_fewest(const struct planes *planes, uint64_t *lanes)
{
    uint64_t count = 0;
    for (unsigned plane = PLANES; plane-- > 0;) {
        const uint64_t *digit = planes->digit + plane * planes->words;
        uint64_t fewer = 0;
        for (size_t word = 0; word < planes->words; word++)
            fewer |= lanes[word] & ~digit[word];
        count += (uint64_t)(fewer == 0) << plane;
        for (size_t word = 0; fewer != 0 && word < planes->words; word++)
            lanes[word] &= ~digit[word];
    }
    return count;
}
