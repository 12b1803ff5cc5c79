/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_STRATEGY_H
#define GENERALS_STRATEGY_H

/* For a strategy outside the program: a plug-in, which `generals COMMAND --plugin ./my_strategy.so`
 * adds to those that are built in. It is one C file that includes this header alone; the folder
 * examples/plugin has one, and says how to build it.
 *
 * The file is written as one of the program's own (engine/trial.h tells what a strategy may do,
 * engine/strategy.h what its descriptor says) and ends in
 *
 *     GENERALS_PLUGIN(&my_strategy)
 *
 * or several with commas. Its problem is one of the program's,
 *
 *     .problem = GENERALS_PROBLEM("two-generals"),
 *
 * or one of its own, which has to be whole, with one cell that is a success. Strategies of a
 * plug-in that is named later may be of it, too, by GENERALS_PROBLEM:
 *
 *     static const struct problem penfriends = {
 *         .name = "penfriends",
 *         .summary = "a letter is read if and only if it was written",
 *         .proposition = {"the first one wrote", "the second one reads"},
 *         .party = {"Ann", "Bob"},
 *         .parties_act = true,
 *         .cell = {[CELL_NEITHER] = {"silence", VERDICT_NOTHING},
 *                  [CELL_FIRST_ONLY] = {"lost letter", VERDICT_FAILURE},
 *                  [CELL_SECOND_ONLY] = {"forged letter", VERDICT_FAILURE},
 *                  [CELL_BOTH] = {"friendship", VERDICT_SUCCESS}},
 *     };
 *
 * Names are of a-z, 0-9 and - (parameters, counters: _); all texts are one line of ASCII.
 *
 * Only what is inline here can be called, and the C library: a shared object that wants another
 * symbol is refused. Compile with the flags that pkg-config or CMake tell; any vector flags will
 * do, -march=native or none, the numbers are the same. What a descriptor says is checked when it is
 * loaded; what the function does, whenever it runs. But it is code: load none that you do not
 * trust. */

#include "engine/plugin.h"
#include "engine/trial.h"

#if defined(__FAST_MATH__) || __FLT_EVAL_METHOD__ != 0
#error "The same numbers everywhere: compile without -ffast-math, for 64-bit floating point units"
#endif

/* A problem that the program, or a plug-in before this one, has by that name. */
#define GENERALS_PROBLEM(text) (&(const struct problem){.name = (text)})

/* The descriptors of this shared object's strategies; once in it, at the top level. */
#define GENERALS_PLUGIN(...)                                                   \
    extern const struct plugin generals_plugin;                                \
    __attribute__((visibility("default"))) const struct plugin generals_plugin \
        __attribute__((used)) = {                                              \
            .mark = PLUGIN_MARK,                                               \
            .interface = PLUGIN_INTERFACE,                                     \
            .layout = PLUGIN_LAYOUT,                                           \
            .features = BUILD_FEATURES_OF_FLAGS,                               \
            .step = LANES_BYTES,                                               \
            .strategies = (const struct strategy *const[]){__VA_ARGS__, NULL}, \
    };

#endif
