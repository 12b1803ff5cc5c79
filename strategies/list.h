/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The one list of strategies, those of a problem together: STRATEGY(name) stands for the file
 * strategies/name.c, which defines name_strategy. Included wherever all of them are needed;
 * CMakeLists.txt takes the files from here, too. */

STRATEGY(always_attack)
STRATEGY(await_reply)
STRATEGY(ack_chain)
STRATEGY(retransmit)
STRATEGY(random_attack)
STRATEGY(level_threshold)
STRATEGY(dispatch_first)
STRATEGY(await_payment)
STRATEGY(refund)
STRATEGY(reconcile)
STRATEGY(four_way_close)
STRATEGY(bounded_retransmission)
STRATEGY(oral_messages)
STRATEGY(signed_messages)
