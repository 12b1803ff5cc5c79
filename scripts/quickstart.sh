#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# Installs what is missing (Debian 12), builds, and makes the default report in the folder out.
set -eu
cd "$(dirname "$0")/.."

scripts/install_packages.sh gcc libc6-dev cmake ninja-build pkg-config libgsl-dev libjansson-dev \
    gnuplot-nox fonts-dejavu-core

echo "Building in build/"
generator="-G Ninja"
[ ! -e build/CMakeCache.txt ] || generator="" # as it was chosen then
# shellcheck disable=SC2086  # two words
cmake -S . -B build $generator -DGENERALS_TESTS=OFF -DGENERALS_BENCHMARKS=OFF >/dev/null
cmake --build build >/dev/null

echo "Measuring (some seconds): build/generals run"
mkdir -p out
build/generals run -o out >out/table.txt.new
mv out/table.txt.new out/table.txt
echo
echo "Look at out/confidence.png first, then at the other charts:"
ls out/*.png
echo "The table of all points is in out/table.txt, every number in out/results.csv."
