/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_TESTS_FUZZ_FUZZ_H
#define GENERALS_TESTS_FUZZ_FUZZ_H

/* What the fuzz targets share. README.md beside this file tells how to run them and how to add one.
 *
 * A target is one function, fuzz_text, that is called with one text after the other: with those of
 * tests/fuzz/corpus/NAME in every build, with whatever libFuzzer comes up with in a build with
 * clang's fuzzer. Whatever the text is, the program has to do what a `require` line states. */

#include "engine/error.h"

#include <stddef.h>
#include <stdint.h>

/* The target. `text` may be changed; it has no NUL but the one at its end. */
void fuzz_text(char *text);

/* Says what does not hold and aborts, if it does not hold. */
#define require(holds) fuzz_require((holds), #holds, __FILE__, __LINE__)
void fuzz_require(int holds, const char *what, const char *file, int line);

/* A refusal has a sentence, of which nothing but text reaches the terminal. */
void fuzz_require_sentence(const struct error *error);

/* Of one byte, or of two in UTF-8 (U+0080 to U+009F): a terminal may obey both. */
bool fuzz_has_control_character(const char *text);

/* The entry of libFuzzer, and of driver.c. */
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

#endif
