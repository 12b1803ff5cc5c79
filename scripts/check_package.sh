#!/bin/bash
# SPDX-License-Identifier: GPL-3.0-or-later
# Builds the Debian package and looks at it:
#
#     scripts/check_package.sh FOLDER             builds in FOLDER; checks what is in the package
#     scripts/check_package.sh FOLDER CHROOT      then also installs it in the Debian 12 in CHROOT, uses it there
#                                                 as a user without rights, and removes it; as root. Made by
#         debootstrap --variant=minbase --include=man-db,bash-completion bookworm CHROOT
set -euo pipefail

if [ $# -lt 1 ] || [ $# -gt 2 ]; then
    echo "usage: scripts/check_package.sh FOLDER [CHROOT]" >&2
    exit 2
fi
mkdir -p "$1"
folder=$(realpath -- "$1")
chroot=${2:-}
cd "$(dirname "$0")/.."

wrong() {
    echo "check_package.sh: $*" >&2
    exit 1
}

cmake --preset package -B "$folder" >"$folder/log"
cmake --build "$folder" >>"$folder/log" || wrong "it does not build: $folder/log"
rm -f "$folder"/generals_*.deb
(cd "$folder" && umask 077 && cpack >>log) || wrong "cpack failed: $folder/log"
package=$(echo "$folder"/generals_*.deb)
[ -s "$package" ] || wrong "expected one package in $folder"

rm -rf "$folder/unpacked"
dpkg-deb -x "$package" "$folder/unpacked"
for file in bin/generals share/man/man1/generals.1 share/man/man1/generals-run.1 \
    share/bash-completion/completions/generals share/doc/generals/{copyright,README.md,docs/files.md} \
    share/doc/generals/examples/{default-report.sweeps,ping-log/link.log.gz}; do
    [ -s "$folder/unpacked/usr/$file" ] || wrong "expected /usr/$file"
done
[ "$(find "$folder/unpacked" -mindepth 1 -maxdepth 1 | wc -l)" -eq 1 ] || wrong "expected /usr alone"

# What lintian would say first.
dpkg-deb -c "$package" >"$folder/contents"
! grep -v ' root/root ' "$folder/contents" || wrong "not all belongs to root"
! grep '^d' "$folder/contents" | grep -v '^drwxr-xr-x' || wrong "folders that are not 755"
! grep '^-' "$folder/contents" | grep -vE '^-rw-r--r--|^-rwxr-xr-x .*(/bin/generals|[.]py|[.]sbatch)$' ||
    wrong "files that are neither 644 nor programs"
! grep -rlF -e "$folder/" -e "$PWD" "$folder/unpacked" || wrong "a path of this machine"
dpkg-deb -f "$package" Depends | grep -q 'libc6' || wrong "expected what it depends on"
echo "The package: good"

[ -n "$chroot" ] || exit 0
cp "$package" "$chroot/tmp/"
cp /etc/resolv.conf "$chroot/etc/resolv.conf" # also where names are looked up
chroot "$chroot" /bin/bash -eu <<'END'
export DEBIAN_FRONTEND=noninteractive LC_ALL=C.UTF-8
# Without this a minimal system leaves out documentation.
rm -f /etc/dpkg/dpkg.cfg.d/docker
apt-get update -q >/dev/null
apt-get install -q -y /tmp/generals_*.deb >/tmp/apt.log 2>&1 || { cat /tmp/apt.log; exit 1; }
id somebody >/dev/null 2>&1 || useradd -m somebody
END
chroot "$chroot" su - somebody -s /bin/bash <<'END'
set -eu
export LC_ALL=C.UTF-8
generals --version | head -n 1
man generals | grep -q 'generals'
man generals-run | grep -q -- '--precision'
generals run -f /usr/share/doc/generals/examples/two-generals.sweeps --trials 1e5 -q -o results >/dev/null
[ -s results/results.csv ] && [ -s results/persistence.png ]
generals report results 2>/dev/null
grep -q '<svg' results/report.html
. /usr/share/bash-completion/bash_completion
_completion_loader generals || true
COMP_WORDS=(generals ad) COMP_CWORD=1 COMP_LINE='generals ad' COMP_POINT=11
"$(complete -p generals | sed 's/.*-F \([^ ]*\) .*/\1/')" generals ad generals
[ "${COMPREPLY[0]% }" = advise ]
END
chroot "$chroot" /bin/bash -eu <<'END'
DEBIAN_FRONTEND=noninteractive apt-get remove -q -y generals >/tmp/apt.log 2>&1 || { cat /tmp/apt.log; exit 1; }
left=$(find / -xdev -path /proc -prune -o -path '*generals*' -not -path '/var/lib/*' -not -path '/tmp/*' -print)
[ -z "$left" ] || { echo "left behind: $left"; exit 1; }
END
echo "Installed in a fresh Debian, used and removed: good"
