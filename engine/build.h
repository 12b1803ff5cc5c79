/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_BUILD_H
#define GENERALS_ENGINE_BUILD_H

/* What this build is, and which processor it needs. */

extern const char build_version[];  /* "0.1.0" */
extern const char build_date[];     /* of what it is built from: "2026-01-31" */
extern const char build_git[];      /* "1a2b3c4", "1a2b3c4-dirty" or "unknown" */
extern const char build_compiler[]; /* "gcc 12.2.0" */
extern const char build_kind[];     /* "native" or "portable" */

/* The name of an instruction set that code with these BUILD_FEATURES uses and the processor lacks;
 * NULL if it has all. Compiled, like main(), for any processor of the architecture: it runs before
 * all else. */
const char *build_missing_instructions(unsigned features);

#endif
