#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing (Debian 12), builds in several ways and runs every test.
#
#     scripts/test.sh          all that takes minutes
#     scripts/test.sh --long   then also the long statistical tests (about three hours)
#     scripts/test.sh --browser   installs Chromium, too, in which the page of a report is looked at
set -euo pipefail
cd "$(dirname "$0")/.."

long=no browser=""
for option; do
    case $option in
    --long) long=yes ;;
    --browser) browser="chromium poppler-utils" ;;
    *)
        echo "usage: scripts/test.sh [--long] [--browser]" >&2
        exit 2
        ;;
    esac
done

scripts/install_packages.sh gcc libc6-dev cmake ninja-build pkg-config libgsl-dev libjansson-dev \
    gnuplot-nox fonts-dejavu-core libcmocka-dev bats clang libclang-rt-14-dev libomp-dev \
    clang-format clang-tidy shellcheck git util-linux groff-base mandoc libopenmpi-dev openmpi-bin \
    python3 tidy
# shellcheck disable=SC2086  # it is a list of words
[ -z "$browser" ] || scripts/install_packages.sh $browser

step() { printf '\n=== %s\n' "$*"; }

# build FOLDER [CMAKE-ARGUMENT...]: the targets named in $targets, or all
build() {
    local folder=$1 only=()
    shift
    [ -z "${targets:-}" ] || read -ra only <<<"--target $targets"
    local generator=(-G Ninja)
    [ ! -e "$folder/CMakeCache.txt" ] || generator=() # as it was chosen then
    cmake -S . -B "$folder" "${generator[@]}" "$@" >/dev/null
    cmake --build "$folder" "${only[@]}" | grep -v '^\[' || true
    cmake --build "$folder" "${only[@]}" >/dev/null # fails, and shows why, if anything above did
}

step "Format and lint"
scripts/check_style.sh

step "Release build"
build build -DGENERALS_TESTS=ON -DGENERALS_BENCHMARKS=ON

step "Other builds: portable, and clang; they must give the same bytes"
build build-portable -DGENERALS_NATIVE=OFF -DGENERALS_TESTS=OFF -DGENERALS_BENCHMARKS=OFF
build build-clang -DCMAKE_C_COMPILER=clang -DGENERALS_TESTS=OFF -DGENERALS_BENCHMARKS=OFF
scripts/check_same_bytes.sh build/generals build-portable/generals build-clang/generals

step "AddressSanitizer and UndefinedBehaviorSanitizer"
cmake --preset dev -DGENERALS_BENCHMARKS=OFF >/dev/null
build build-dev
ctest --test-dir build-dev --output-on-failure -LE 'long|slow' -j 2

step "ThreadSanitizer (clang, libomp, Archer)"
cmake --preset tsan >/dev/null
targets="generals peak_memory test_work test_work_methods" build build-tsan
TSAN_OPTIONS="ignore_noninstrumented_modules=1 halt_on_error=1" \
    ctest --test-dir build-tsan --output-on-failure -R 'engine/test_work|cli/run'

step "Fuzzing (clang, libFuzzer), some seconds for each target"
cmake --preset fuzz >/dev/null
cmake --build build-fuzz --target fuzz >/dev/null
ctest --test-dir build-fuzz --output-on-failure -R '^fuzz/' -j 2

if [ "$long" = yes ]; then
    step "Long statistical tests"
    ctest --test-dir build --output-on-failure -L long
    scripts/dieharder.sh build/tests/random_bits
fi

step "All tests"
ctest --test-dir build --output-on-failure -LE long -j 2
