/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/build.h"

#include "engine/build_features.h"

const char build_version[] = GENERALS_VERSION;
const char build_date[] = GENERALS_DATE;
const char build_git[] = GENERALS_GIT;
#if defined(__clang__)
const char build_compiler[] = "clang " __clang_version__;
#else
const char build_compiler[] = "gcc " __VERSION__;
#endif
#if defined(GENERALS_NATIVE_BUILD)
const char build_kind[] = "native";
#else
const char build_kind[] = "portable";
#endif

const unsigned build_features = BUILD_FEATURES_OF_FLAGS;
