/* SPDX-License-Identifier: GPL-3.0-or-later */
#ifndef GENERALS_ENGINE_WIDE_H
#define GENERALS_ENGINE_WIDE_H

/* 128-bit integers, which gcc and clang have on every 64-bit machine. */
__extension__ typedef unsigned __int128 uint128;

#endif
