#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Is the code formatted, free of lint, and do its includes point the right way?
set -euo pipefail
cd "$(dirname "$0")/.."

mapfile -t sources < <(git ls-files '*.c' '*.h')

clang-format --dry-run --Werror "${sources[@]}"
git ls-files '*.sh' | xargs shellcheck

# cli -> plots -> analysis -> engine and cli -> strategies -> engine: no include may point back.
forbidden() { # FOLDER, then the folders that it may not include
    local folder=$1
    shift
    for other in "$@"; do
        if git ls-files "$folder/*.c" "$folder/*.h" | xargs -r grep -n "#include \"$other/"; then
            echo "$folder/ may not include from $other/ (docs/architecture.md)" >&2
            exit 1
        fi
    done
}
forbidden engine strategies analysis plots cli
forbidden strategies analysis plots cli
forbidden include strategies analysis plots cli
forbidden analysis strategies plots cli
forbidden plots strategies cli
for word in omp.h mpi.h gsl/; do
    case $word in
    omp.h) allowed='^engine/work(_[a-z]+)?[.][ch]$|^tests/|^benchmarks/' ;;
    mpi.h) allowed='^engine/work_ranks.c$' ;;
    gsl/) allowed='^analysis/|^cli/command.c$|^tests/|^benchmarks/' ;;
    esac
    if git ls-files '*.c' '*.h' | grep -Ev "$allowed" | xargs grep -n "#include <$word"; then
        echo "<$word> may only be used in $allowed (docs/architecture.md)" >&2
        exit 1
    fi
done

cmake -S . -B build-tidy -G Ninja -DCMAKE_C_COMPILER=clang -DCMAKE_EXPORT_COMPILE_COMMANDS=ON \
    -DGENERALS_TESTS=OFF -DGENERALS_BENCHMARKS=OFF >/dev/null
git ls-files 'engine/*.c' 'strategies/*.c' 'analysis/*.c' 'plots/*.c' 'cli/*.c' |
    xargs -P "$(nproc)" -n 8 clang-tidy -p build-tidy --quiet 2> >(grep -v "warnings\? generated" >&2)
echo "Style: good"
