/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_PLOTS_COMPARISON_ROWS_H
#define GENERALS_PLOTS_COMPARISON_ROWS_H

/* The rows of results.csv, as groups of strategies that can be compared: one problem, one channel,
 * one pair of loss rates.
 *
 * A strategy with its parameters is one contender, whatever methods it was measured by. Its failure
 * is the exact one if there is one, else that of importance sampling, else Monte Carlo's; its costs
 * are exact ones, or Monte Carlo's, since importance sampling has none. Left out are rows of which
 * failure is not known: without trials, of another event, or with weights that are not to be
 * trusted.
 *
 * The look at which a point stopped is not in the file, but follows from its interval: it is the
 * one whose level gives that interval for its counts. */

#include "analysis/comparison.h"
#include "plots/comparison_record.h"

struct comparison_name {
    char *strategy, *parameters;
    char *label; /* the strategy, and of its parameters those in which its contenders differ */
    char *method, *interval; /* of its failure: the row's, and the kind of its interval */
    double success;          /* NaN: not known */
};

struct comparison_set {
    char *problem, *channel;
    char *task; /* parameters that say what is to be done, other than usual */
    double loss, loss_back;
    struct comparison_group group;
    struct comparison_name *name; /* by the contender's id */
};

struct comparison_rows {
    struct comparison_set *set; /* in the order of the file */
    size_t count;
    size_t alone;    /* contenders that have nothing to be compared with */
    size_t unknown;  /* rows that are left out */
    size_t compared; /* contenders in `set` */
};

/* Of words with a space between, those that are in every text; to be freed. NULL without memory. */
char *comparison_common_words(const char *const *texts, size_t count);

/* Writes the words of `text` that are not in `common`, each after a space; `to` has room for a
 * space and the text. Returns the end of what was written. */
char *comparison_other_words(char *to, const char *text, const char *common);

/* Reads DIRECTORY/results.csv, of a problem alone unless that is NULL, and compares each group at
 * `level`. False, with the reason, also if there is nothing to compare. comparison_rows_release in
 * any case. */
bool comparison_rows_read(struct comparison_rows *rows, const char *directory, const char *problem,
                          comparison_of_task *of_task, double level, struct error *error);

/* The same, of all problems, where it is no error if there is nothing to compare. */
bool comparison_rows_find(struct comparison_rows *rows, const char *directory,
                          comparison_of_task *of_task, double level, struct error *error);
void comparison_rows_release(struct comparison_rows *rows);

#endif
