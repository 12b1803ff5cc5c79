/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "plots/finding.h"

#include <stdlib.h>

static const struct {
    const char *name, *heading;
} kinds[FINDING_KINDS] = {
    [FINDING_LEAST] = {"least", "Fails least"},
    [FINDING_RANGE] = {"range", "From least to most"},
    [FINDING_PRICE] = {"price", "What it costs"},
    [FINDING_STEP] = {"step", "One step more"},
    [FINDING_CONFIDENCE] = {"confidence", "Confidence"},
    [FINDING_UNSEEN] = {"unseen", "No failure seen"},
    [FINDING_AGREEMENT] = {"agreement", "Exact and sampled"},
    [WARNING_UNSEEN] = {"failure-unseen", "No failure seen"},
    [WARNING_FEW] = {"few-failures", "Few failures seen"},
    [WARNING_STATUS] = {"status", "Status"},
    [WARNING_DISAGREE] = {"disagreement", "Disagreement"},
    [WARNING_UNKNOWN] = {"unknown-strategy", "Not known here"},
    [WARNING_SOURCE] = {"no-manifest", "Origin not known"},
    [WARNING_PICTURES] = {"no-pictures", "No pictures"},
};

const char *finding_name(enum finding_kind kind)
{
    return kinds[kind].name;
}

const char *finding_heading(enum finding_kind kind)
{
    return kinds[kind].heading;
}

bool findings_add(struct findings *findings, struct finding finding, struct error *error)
{
    if (finding.sentence == NULL)
        return false; /* and the error says why */
    if (findings->count == findings->capacity) {
        const size_t capacity = 2 * findings->capacity + 16;
        struct finding *more = realloc(findings->list, capacity * sizeof *more);
        if (more == NULL) {
            free(finding.sentence);
            return error_no_memory(error);
        }
        findings->list = more;
        findings->capacity = capacity;
    }
    findings->list[findings->count++] = finding;
    return true;
}

void findings_release(struct findings *findings)
{
    for (size_t i = 0; i < findings->count; i++)
        free(findings->list[i].sentence);
    free(findings->list);
    *findings = (struct findings){0};
}
