#!/bin/sh
# SPDX-License-Identifier: GPL-3.0-or-later
# install_packages.sh PACKAGE...: installs those of the Debian packages that are missing, and says so.
set -eu

missing=""
for package in "$@"; do
    dpkg-query -W -f '${Status}' "$package" 2>/dev/null | grep -q 'ok installed' ||
        missing="$missing $package"
done
[ -n "$missing" ] || exit 0

if ! command -v apt-get >/dev/null; then
    echo "generals needs the packages$missing; install them by hand: there is no apt-get here" >&2
    exit 1
fi
as_root=""
[ "$(id -u)" -eq 0 ] || as_root="sudo"
echo "Installing:$missing"
# shellcheck disable=SC2086  # both are lists of words
{
    $as_root apt-get update -q
    $as_root env DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends $missing
} >/dev/null
