/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_NODES_H
#define GENERALS_ENGINE_NODES_H

/* Nodes of the upper tree of an enumeration (engine/enumerate.h). */

#include "engine/error.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* A node of the upper tree: draws before `from` are chosen, those set in `bits` are 1; `weight` is
 * the probability of the choices that mattered. */
struct node {
    long double weight;
    size_t from;
    const uint64_t *bits;
};

/* Nodes in one place; their bits follow each other. */
struct nodes {
    size_t count, capacity;
    size_t bit_words; /* of a node */
    long double *weight;
    size_t *from;
    uint64_t *bits;
};

/* Room for so many; false without memory. */
bool nodes_reserve(struct nodes *nodes, size_t capacity, struct error *error);

/* Valid until the next node is added. */
uint64_t *nodes_bits(const struct nodes *nodes, size_t index);
struct node nodes_get(const struct nodes *nodes, size_t index);

/* Adds a node, whose bits belong to other nodes; the second with draw `draw` set as well. */
bool nodes_push(struct nodes *nodes, struct node node, struct error *error);
bool nodes_push_set(struct nodes *nodes, struct node node, size_t draw, struct error *error);

/* Puts node `from` in the place `to`, an earlier one. */
void nodes_move(struct nodes *nodes, size_t to, size_t from);

void nodes_release(struct nodes *nodes);

#endif
