# SPDX-License-Identifier: GPL-3.0-or-later
# shellcheck shell=bash disable=SC2030,SC2031 # each test is a subshell
# What examples/ping-log/ping_log.py finds in logs of ping. That its README tells the truth about the log beside
# it, and about what to do, is seen by documentation.bats; how often its intervals hold, by measure_coverage.py.

load helpers

reader=$BATS_TEST_DIRNAME/../../examples/ping-log/ping_log.py

# finds TEXT...: these lines are in what it finds in standard input.
finds() {
    local text
    python3 "$reader" - >found || fail "it failed" "$(cat found)"
    for text; do
        grep -qxF -- "$text" found || fail "expected '$text' in:" "$(cat found)"
    done
}

header='PING 192.0.2.2 (192.0.2.2) 56(84) bytes of data.'

# answers NUMBER...
answers() {
    printf '64 bytes from 192.0.2.2: icmp_seq=%s ttl=64 time=0.1 ms\n' "$@"
}

setup() {
    command -v python3 >/dev/null || skip "python3 is missing"
    cd "$BATS_TEST_TMPDIR" || return
}

@test "gaps between numbers are losses; what was sent last is told at the end" {
    # . X . . X X . X (1 to 8): of 4 answered, 3 are followed by a loss; of 3 lost, 2 by an answer
    { echo "$header"; answers 1 3 4 7; printf '\n--- 192.0.2.2 ping statistics ---\n'
      echo '8 packets transmitted, 4 received, 50% packet loss, time 7000ms'; } |
        finds '8 pings, 4 lost; answers that came late: 0, twice: 0' '2 bursts that ended'
    grep -qE '^loss rate     0[.]529 ' found || fail "$(cat found)" # (3/4) / (3/4 + 2/3)
    grep -qE '^burst length  1[.]5 ' found || fail "$(cat found)"
    grep -qE '^1 +1 +1[.]3$' found || fail "$(cat found)" # geometric of mean 1.5: 2 x 2/3
}

@test "what ping -O and -D say; answers twice, late, in another order, at last too late" {
    { echo "$header"
      echo '[1000.100000] no answer yet for icmp_seq=1'
      echo '[1000.201000] 64 bytes from 192.0.2.2: icmp_seq=2 ttl=64 time=1.00 ms'
      echo '[1000.301000] 64 bytes from 192.0.2.2: icmp_seq=4 ttl=64 time=1.00 ms'
      echo '[1000.302000] 64 bytes from 192.0.2.2: icmp_seq=4 ttl=64 time=2.00 ms (DUP!)'
      echo '[1000.351000] 64 bytes from 192.0.2.2: icmp_seq=3 ttl=64 time=101 ms'
      echo '[1000.500000] no answer yet for icmp_seq=5'
      echo '[1000.600000] From 192.0.2.1 icmp_seq=6 Destination Host Unreachable'
      echo '[1000.610000] 64 bytes from 192.0.2.2: icmp_seq=5 ttl=64 time=210 ms'
      echo '[1000.701000] 64 bytes from 192.0.2.2: icmp_seq=7 ttl=64 time=1.00 ms'; } >log
    finds '7 pings, 2 lost; answers that came late: 1, twice: 1' 'one each 100.0 ms: that is a round' <log
    python3 "$reader" --deadline 150 log >found
    grep -qF '7 pings, 3 lost; answers that came late: 1, twice: 1' found || fail "$(cat found)"
    python3 "$reader" --deadline 50 log >found
    grep -qF '7 pings, 4 lost;' found || fail "$(cat found)"
}

@test "icmp_seq begins again after 65535, in order or not" {
    { echo "$header"; seq 1 65530 | sed 's/.*/64 bytes from h (192.0.2.2): icmp_seq=& ttl=64 time=1 ms/'
      answers 65532 0 65535 2 4; } | finds '65540 pings, 5 lost; answers that came late: 0, twice: 0'
}

@test "several runs, busybox and macOS" {
    { printf 'PING h (192.0.2.2): 56 data bytes\n'; printf '64 bytes from 192.0.2.2: seq=%d ttl=64 time=1.0 ms\n' 0 1 3
      printf 'PING h (192.0.2.2): 56 data bytes\n'; printf '64 bytes from 192.0.2.2: icmp_seq=%d ttl=64 time=1.0 ms\n' 0 1
      printf 'Request timeout for icmp_seq 2\n64 bytes from 192.0.2.2: icmp_seq=3 ttl=64 time=1.0 ms\n'; } |
        finds '8 pings, 2 lost; answers that came late: 0, twice: 0' '2 bursts that ended'
    { echo 'PING ::1(::1) 56 data bytes'; answers 2 4 5; } | finds '5 pings, 2 lost; answers that came late: 0, twice: 0'
}

@test "what tells nothing is refused" {
    run python3 "$reader" - <<<'no log'
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $output == *'no line of it is an answer to a ping'* ]] || fail "$output"
    run python3 "$reader" - < <(answers 1 2 3)
    [ "$status" -eq 1 ] || fail "expected exit code 1"
    [[ $output == *'no burst of losses begins and ends in this log'* ]] || fail "$output"
}

@test "intervals hold the truth as often as README.md says" {
    command -v python3 >/dev/null || skip "python3 is missing"
    python3 "$(dirname "$reader")/measure_coverage.py" 2 >table # all rows; README.md has 2000 logs
    [ "$(wc -l <table)" -eq 11 ] || fail "$(cat table)"
    PYTHONPATH=$(dirname "$reader") PYTHONDONTWRITEBYTECODE=1 python3 - <<'END' || fail "too seldom"
import random
import measure_coverage, ping_log
chance, held = random.Random(5), [0, 0]
for _ in range(400):
    fit = ping_log.Fit([measure_coverage.log_of_chain(3000, 0.03, 4, chance)])
    held[0] += fit.loss[1] <= 0.03 <= fit.loss[2]
    held[1] += fit.length[1] <= 4 <= fit.length[2]
# 95 % of 400, less 4 standard deviations of 4.4
assert min(held) >= 362, held
low, high = ping_log.clopper_pearson(1, 10, 0.95)
assert abs(low - 0.0025285785) < 1e-9 and abs(high - 0.4450161170) < 1e-9, (low, high)
low, high = ping_log.clopper_pearson(0, 100, 0.95)
assert low == 0 and abs(high - (1 - 0.025 ** 0.01)) < 1e-12, high
END
}
