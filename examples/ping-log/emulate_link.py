#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A link that goes down now and then, to practise on. As root, on Linux:

    emulate_link.py UP DOWN SEED COMMAND...

runs COMMAND, such as `ping -c 100 192.0.2.2`, at one end of a link whose other end, 192.0.2.2, answers.
The link is up for UP seconds on average and down for DOWN, both exponentially distributed. While it is
down, whatever is sent in either direction is lost. Both ends are network namespaces of their own; nothing
leaves the machine."""

import fcntl
import os
import random
import select
import struct
import subprocess
import sys
import time

TUNSETIFF, IFF_TUN, IFF_NO_PI = 0x400454CA, 0x0001, 0x1000


def end_of_link(name, address):
    """A network namespace with one end of the link; what it sends can be read from the file."""
    file = os.open("/dev/net/tun", os.O_RDWR)
    fcntl.ioctl(file, TUNSETIFF, struct.pack("16sH", name.encode(), IFF_TUN | IFF_NO_PI))
    for words in (f"netns add {name}", f"link set {name} netns {name}",
                  f"-n {name} address add {address}/24 dev {name}", f"-n {name} link set {name} up"):
        subprocess.run(["ip", *words.split()], check=True)
    return file


def carry(near, far, up, down, chance, command):
    """Passes packets from each end to the other until the command ends."""
    is_up, change = True, time.monotonic() + chance.expovariate(1 / up)
    while command.poll() is None:
        ready, _, _ = select.select([near, far], [], [], 0.01)
        now = time.monotonic()
        while now >= change:
            is_up = not is_up
            change += chance.expovariate(1 / (up if is_up else down))
        for file in ready:
            packet = os.read(file, 65536)
            if is_up:
                os.write(far if file == near else near, packet)


def main():
    up, down, seed = float(sys.argv[1]), float(sys.argv[2]), int(sys.argv[3])
    try:
        near = end_of_link("near-end", "192.0.2.1")
        far = end_of_link("far-end", "192.0.2.2")
        command = subprocess.Popen(["ip", "netns", "exec", "near-end", *sys.argv[4:]])
        carry(near, far, up, down, random.Random(seed), command)
        return command.returncode
    finally:
        for name in ("near-end", "far-end"):
            subprocess.run(["ip", "netns", "delete", name], check=False)


if __name__ == "__main__":
    sys.exit(main())
