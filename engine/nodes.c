/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/nodes.h"

#include <stdlib.h>
#include <string.h>

bool nodes_reserve(struct nodes *nodes, size_t capacity, struct error *error)
{
    if (capacity <= nodes->capacity)
        return true;
    if (capacity < 2 * nodes->capacity)
        capacity = 2 * nodes->capacity;
    long double *weight = realloc(nodes->weight, capacity * sizeof *weight);
    if (weight == NULL)
        return error_no_memory(error);
    nodes->weight = weight;
    size_t *from = realloc(nodes->from, capacity * sizeof *from);
    if (from == NULL)
        return error_no_memory(error);
    nodes->from = from;
    uint64_t *bits = realloc(nodes->bits, capacity * nodes->bit_words * sizeof *bits);
    if (bits == NULL)
        return error_no_memory(error);
    nodes->bits = bits;
    nodes->capacity = capacity;
    return true;
}

uint64_t *nodes_bits(const struct nodes *nodes, size_t index)
{
    return nodes->bits + index * nodes->bit_words;
}

struct node nodes_get(const struct nodes *nodes, size_t index)
{
    return (struct node){nodes->weight[index], nodes->from[index], nodes_bits(nodes, index)};
}

bool nodes_push(struct nodes *nodes, struct node node, struct error *error)
{
    if (!nodes_reserve(nodes, nodes->count + 1, error))
        return false;
    const size_t at = nodes->count++;
    nodes->weight[at] = node.weight;
    nodes->from[at] = node.from;
    memcpy(nodes_bits(nodes, at), node.bits, nodes->bit_words * sizeof *node.bits);
    return true;
}

void nodes_move(struct nodes *nodes, size_t to, size_t from)
{
    nodes->weight[to] = nodes->weight[from];
    nodes->from[to] = nodes->from[from];
    memmove(nodes_bits(nodes, to), nodes_bits(nodes, from), nodes->bit_words * sizeof *nodes->bits);
}

bool nodes_push_set(struct nodes *nodes, struct node node, size_t draw, struct error *error)
{
    if (!nodes_push(nodes, node, error))
        return false;
    nodes_bits(nodes, nodes->count - 1)[draw / 64] |= (uint64_t)1 << (draw % 64);
    return true;
}

void nodes_release(struct nodes *nodes)
{
    free(nodes->weight);
    free(nodes->from);
    free(nodes->bits);
}
