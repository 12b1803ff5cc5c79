#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Loss rate and burst length of a link, with intervals, from what `ping` printed.

    ping_log.py [--deadline MS] [--level LEVEL] LOG      (- for standard input; LOG may end in .gz)

A ping is lost if no answer to it ever came; with --deadline, also if it took more than MS milliseconds.
Losses are taken for a two-state Markov chain (Gilbert 1960): after a ping that was answered the next one is
lost with probability a, after one that was lost it is answered with probability b. README.md beside this
file tells what is estimated, how, and how often the intervals hold."""

import argparse
import gzip
import math
import random
import re
import statistics
import sys

ANSWER = re.compile(r"bytes from .*?seq=(\d+)(?:.*?time=([\d.]+))?")
NO_ANSWER = re.compile(r"(?:no answer yet for icmp_seq=|timeout for icmp_seq |^(?:\[[\d.]+\] )?From .*?icmp_seq=)(\d+)")
IPUTILS = re.compile(r"^PING .*(?:\) bytes of data|[^:] \d+ data bytes)")
SENT = re.compile(r"^(\d+) packets transmitted, (\d+) (?:packets )?received")
STAMP = re.compile(r"^\[(\d+\.\d+)\]")


class Run:
    """What one ping has printed: which numbers it sent, and which of them were answered in time."""

    def __init__(self, first=None):
        self.first = first  # number of the first ping, if it is known
        self.last = first - 1 if first is not None else None
        self.answered, self.late, self.twice = set(), 0, 0
        self.waited = set()  # "no answer yet"
        self.stamps = []  # (number, time) of answers

    def number(self, seq):
        """Which ping it is: icmp_seq has 16 bits and begins again after 65535."""
        if self.last is None:
            self.first, self.last = seq, seq - 1
        number = seq + 65536 * round((self.last + 1 - seq) / 65536)
        self.first = min(self.first, number)
        self.last = max(self.last, number)
        return number

    def answer(self, seq, milliseconds, stamp, deadline):
        number = self.number(seq)
        if number in self.answered:
            self.twice += 1
        elif milliseconds is not None and milliseconds > deadline:
            self.late += 1
        else:
            self.late += number in self.waited
            self.answered.add(number)
            if stamp is not None and milliseconds is not None:
                self.stamps.append((number, stamp - milliseconds / 1000))

    def losses(self):
        """True for each ping that was lost, in the order in which they were sent."""
        return [] if self.last is None else [n not in self.answered for n in range(self.first, self.last + 1)]


def read_runs(lines, deadline=math.inf):
    """A list of runs; the header of a ping begins one."""
    runs = [Run()]
    for line in lines:
        stamp = STAMP.match(line)
        if line.startswith("PING "):  # iputils begins with 1, others with 0 or 1
            runs.append(Run(first=1 if IPUTILS.match(line) else None))
        elif match := ANSWER.search(line):
            milliseconds = float(match[2]) if match[2] else None
            runs[-1].answer(int(match[1]), milliseconds, float(stamp[1]) if stamp else None, deadline)
        elif match := NO_ANSWER.search(line):
            runs[-1].waited.add(runs[-1].number(int(match[1])))
        elif (match := SENT.match(line)) and runs[-1].first is not None:
            runs[-1].last = max(runs[-1].last, runs[-1].first + int(match[1]) - 1)
    return [run for run in runs if run.losses()]


def binomial_tail(k, n, p):
    """P(at least k of n): the smaller of the two tails is summed, from its largest term on."""
    if k <= 0 or p >= 1:
        return 1.0
    if p <= 0:
        return 0.0
    upper = k > n * p
    i = k if upper else k - 1
    term = math.exp(math.lgamma(n + 1) - math.lgamma(i + 1) - math.lgamma(n - i + 1)
                    + i * math.log(p) + (n - i) * math.log1p(-p))
    total = 0.0
    while 0 <= i <= n and term > 1e-17 * total:
        total += term
        if upper:
            term *= (n - i) / (i + 1) * p / (1 - p)
            i += 1
        else:
            term *= i / (n - i + 1) * (1 - p) / p
            i -= 1
    return total if upper else 1 - total


def clopper_pearson(k, n, level):
    """The interval of a probability of which k of n were seen."""
    def solve(tail):
        low, high = 0.0, 1.0
        for _ in range(50):
            middle = (low + high) / 2
            low, high = (middle, high) if tail(middle) < (1 - level) / 2 else (low, middle)
        return (low + high) / 2
    low = solve(lambda p: binomial_tail(k, n, p)) if k > 0 else 0.0
    high = 1 - solve(lambda q: binomial_tail(n - k, n, q)) if k < n else 1.0
    return low, high


class Fit:
    """The two transition probabilities, counted, and what follows from them: (estimate, low, high)."""

    def __init__(self, sequences, level=0.95):
        after_answer = after_loss = to_loss = to_answer = 0
        for losses in sequences:
            for now, then in zip(losses, losses[1:]):
                if now:
                    after_loss += 1
                    to_answer += not then
                else:
                    after_answer += 1
                    to_loss += then
        if min(to_loss, to_answer) == 0:
            raise ValueError("no burst of losses begins and ends in this log: a longer one is needed")
        a, b = to_loss / after_answer, to_answer / after_loss
        low, high = clopper_pearson(to_answer, after_loss, level)
        self.bursts = to_answer
        self.length = 1 / b, 1 / high, 1 / low if low > 0 else math.inf
        # log(loss / (1 - loss)) = log a - log b, and the counts of a and b are independent for long logs.
        error = statistics.NormalDist().inv_cdf((1 + level) / 2) * math.sqrt((1 - a) / to_loss + (1 - b) / to_answer)
        self.loss = tuple(1 / (1 + b / a * math.exp(-e)) for e in (0, -error, error))


def lengths_of(sequences, kind):
    """Lengths of the runs of this kind (True: bursts of losses) that begin and end in the log."""
    lengths = []
    for losses in sequences:
        length = None  # of a run whose beginning was seen
        for before, now in zip(losses, losses[1:]):
            if now == kind and before != kind:
                length = 1
            elif now == kind and length is not None:
                length += 1
            elif now != kind and length is not None:
                lengths.append(length)
                length = None
    return lengths


def spread(lengths):
    """Variance over the one that geometric lengths of this mean have."""
    mean = statistics.fmean(lengths)
    return statistics.variance(lengths) / (mean * (mean - 1)) if mean > 1 else 1.0


def geometric(mean, chance):
    return 1 if mean <= 1 else 1 + int(math.log(1 - chance.random()) / math.log1p(-1 / mean))


def spread_p_value(lengths, times=2000, seed=1):
    """How often geometric lengths have a spread that is as far off, to the same side; doubled."""
    chance, mean, seen = random.Random(seed), statistics.fmean(lengths), spread(lengths)
    drawn = [spread([geometric(mean, chance) for _ in lengths]) for _ in range(times)]
    above, below = (1 + sum(d >= seen for d in drawn)), (1 + sum(d <= seen for d in drawn))
    return min(1.0, 2 * min(above, below) / (times + 1))


def print_lengths(sequences):
    """The lengths that were seen, beside those of the chain."""
    bursts = lengths_of(sequences, True)
    stay = 1 - 1 / statistics.fmean(bursts)
    print("\nlength of a burst   seen  expected")
    for low, high in ((1, 1), (2, 2), (3, 4), (5, 8), (9, 16), (17, math.inf)):
        seen = sum(low <= length <= high for length in bursts)
        expected = len(bursts) * (stay ** (low - 1) - (0 if high == math.inf else stay ** high))
        name = f"{low}" if low == high else f"{low} and more" if high == math.inf else f"{low} to {high}"
        print(f"{name:18s} {seen:5d} {expected:9.1f}")
    for name, lengths in (("bursts", bursts), ("gaps", lengths_of(sequences, False))):
        if len(lengths) > 2 and statistics.fmean(lengths) > 1:
            print(f"variance of the lengths of {name}, over a geometric's: {spread(lengths):.2f} "
                  f"(p = {spread_p_value(lengths):.2g})")


def interval(values, form):
    return "{} [{}, {}]".format(*(format(v, form) for v in values))


def print_options(name, length, loss):
    print(f"{name:13s} --channel burst:length={length:.3g} --loss {loss:.3g}")


def report(runs, level):
    sequences = [run.losses() for run in runs]
    sent, lost = sum(map(len, sequences)), sum(map(sum, sequences))
    stamps = [run.stamps for run in runs if len(run.stamps) > 1]
    every = statistics.fmean((s[-1][1] - s[0][1]) / (s[-1][0] - s[0][0]) for s in stamps) if stamps else None
    print(f"{sent} pings, {lost} lost; answers that came late: {sum(r.late for r in runs)}, "
          f"twice: {sum(r.twice for r in runs)}")
    if every:
        print(f"one each {1000 * every:.1f} ms: that is a round")
    fit = Fit(sequences, level)
    print(f"{fit.bursts} bursts that ended")
    print(f"loss rate     {interval(fit.loss, '.3g')}")
    print(f"burst length  {interval(fit.length, '.3g')} pings")
    print_lengths(sequences)
    print()
    if fit.length[1] <= 1 / (1 - fit.loss[0]) <= fit.length[2]:
        print("The lengths may be chance: losses that come one by one have bursts, too. Then, for each way:")
        one_way = [1 - math.sqrt(1 - loss) for loss in fit.loss]
        print(f"              --channel memoryless --loss {one_way[0]:.3g}, at worst {one_way[2]:.3g}")
    print_options("fitted:", fit.length[0], fit.loss[0])
    print_options("pessimistic:", fit.length[2], fit.loss[2])


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--deadline", type=float, default=math.inf, metavar="MS",
                        help="an answer that took longer counts as lost")
    parser.add_argument("--level", type=float, default=0.95, help="of the intervals (0.95)")
    parser.add_argument("log", help="what ping printed, - for standard input")
    options = parser.parse_args()
    if options.log == "-":
        lines = sys.stdin.readlines()
    else:
        opener = gzip.open if options.log.endswith(".gz") else open
        with opener(options.log, "rt", encoding="utf-8", errors="replace") as file:
            lines = file.readlines()
    runs = read_runs(lines, options.deadline)
    if not runs:
        sys.exit(f"ping_log.py: {options.log}: no line of it is an answer to a ping")
    try:
        report(runs, options.level)
    except ValueError as error:
        sys.exit(f"ping_log.py: {options.log}: {error}")


if __name__ == "__main__":
    main()
