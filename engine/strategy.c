/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/strategy.h"

#include <stdio.h>
#include <string.h>

const char *verdict_name(enum verdict verdict)
{
    static const char *const names[] = {"nothing", "success", "failure"};
    return names[verdict];
}

const char *parameter_role_name(enum parameter_role role)
{
    static const char *const names[] = {"choice", "given", "pace"};
    return names[role];
}

const char *problem_party(const struct problem *problem, int party, char text[PARTY_SIZE])
{
    if (party < 2)
        snprintf(text, PARTY_SIZE, "%s", problem->party[party]);
    else
        snprintf(text, PARTY_SIZE, "%s %d",
                 problem->other_party != NULL ? problem->other_party : "party", party);
    return text;
}

size_t strategy_parameter_count(const struct strategy *strategy)
{
    size_t count = 0;
    while (count < PARAMETERS_MAX && strategy->parameter[count].name != NULL)
        count++;
    return count;
}

size_t strategy_counter_count(const struct strategy *strategy)
{
    size_t count = 0;
    while (count < COUNTERS_MAX && strategy->counter[count] != NULL)
        count++;
    return count;
}

int strategy_parameter_index(const struct strategy *strategy, const char *name)
{
    for (size_t i = 0; i < strategy_parameter_count(strategy); i++)
        if (strcmp(strategy->parameter[i].name, name) == 0)
            return (int)i;
    return -1;
}
