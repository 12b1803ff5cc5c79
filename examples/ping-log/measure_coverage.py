#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""How often the 95 % intervals of ping_log.py hold the truth: 2000 logs of a known chain for each row, as a
table in Markdown. `naive` is Clopper and Pearson's interval, which takes losses for independent; `both below`
is how often neither truth is beyond the pessimistic end. measure_coverage.py [LOGS]"""

import random
import sys

sys.dont_write_bytecode = True
import ping_log

ROWS = [(500, 0.03, 4), (1000, 0.03, 4), (3000, 0.03, 4), (6000, 0.03, 4), (20000, 0.03, 4), (6000, 0.01, 1.2),
        (6000, 0.3, 4), (20000, 0.01, 20), (6000, 0.1, 1 / 0.9)]


def log_of_chain(pings, loss, length, chance):
    """Losses of the stationary chain; the last row of ROWS has independent losses."""
    lost, sequence = chance.random() < loss, []
    while len(sequence) < pings:
        mean = length if lost else length * (1 - loss) / loss
        sequence += [lost] * ping_log.geometric(mean, chance)
        lost = not lost
    return sequence[:pings]


def measure(pings, loss, length, logs):
    chance = random.Random(f"{pings} {loss} {length}")
    without = bursts = in_loss = in_length = below = naive = 0
    for _ in range(logs):
        sequence = log_of_chain(pings, loss, length, chance)
        try:
            fit = ping_log.Fit([sequence])
        except ValueError:
            without += 1
            continue
        bursts += fit.bursts
        in_loss += fit.loss[1] <= loss <= fit.loss[2]
        in_length += fit.length[1] <= length <= fit.length[2]
        below += loss <= fit.loss[2] and length <= fit.length[2]
        low, high = ping_log.clopper_pearson(sum(sequence), pings, 0.95)
        naive += low <= loss <= high
    told = logs - without
    shares = " | ".join(f"{count / told:.3f}" for count in (in_loss, in_length, below, naive))
    print(f"| {pings} | {loss} | {length:.3g} | {bursts / told:.0f} | {without} | {shares} |", flush=True)


def main():
    logs = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    print("| pings | loss rate | burst length | bursts | without a burst | loss rate | burst length | both below | naive |")
    print("|---|---|---|---|---|---|---|---|---|")
    for row in ROWS:
        measure(*row, logs)


if __name__ == "__main__":
    main()
