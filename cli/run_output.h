/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_CLI_RUN_OUTPUT_H
#define GENERALS_CLI_RUN_OUTPUT_H

/* What a finished run, or a merged one, leaves behind: files, charts, the table, remarks. */

#include "cli/command.h"
#include "cli/run_folder.h"

/* `arguments`: --quiet and --no-plots. */
enum exit_code run_output(struct run_folder *folder, const struct worst_cases *cases,
                          const struct arguments *arguments, const struct manifest *manifest);

#endif
