/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "strategies/problems.h"

/* Each is described in docs/strategies.md. Verdicts follow from what is wanted: both propositions
 * or neither, unless the problem says more. */

const struct problem two_generals = {
    .name = "two-generals",
    .summary = "army 1 attacks if and only if army 2 attacks",
    .proposition = {"army 1 attacks", "army 2 attacks"},
    .party = {"general 1", "general 2"},
    .parties_act = true,
    .cell =
        {
            [CELL_NEITHER] = {"nothing happens", VERDICT_NOTHING},
            [CELL_FIRST_ONLY] = {"army 1 defeated", VERDICT_FAILURE},
            [CELL_SECOND_ONLY] = {"army 2 defeated", VERDICT_FAILURE},
            [CELL_BOTH] = {"city captured", VERDICT_SUCCESS},
        },
};

const struct problem online_shop = {
    .name = "online-shop",
    .summary = "goods are dispatched if and only if the customer's payment is kept",
    .proposition = {"the goods were dispatched", "the payment was kept"},
    .party = {"the shop", "the payments service"},
    .parties_act = true,
    .cell =
        {
            [CELL_NEITHER] = {"no sale", VERDICT_NOTHING},
            [CELL_FIRST_ONLY] = {"goods lost", VERDICT_FAILURE},
            [CELL_SECOND_ONLY] = {"customer charged for nothing", VERDICT_FAILURE},
            [CELL_BOTH] = {"sale completed", VERDICT_SUCCESS},
        },
};

const struct problem connection_close = {
    .name = "connection-close",
    .summary = "both ends of a connection know that it is closed",
    .proposition = {"the client closed cleanly", "the server closed cleanly"},
    .party = {"the client", "the server"},
    .parties_act = true,
    .cell =
        {
            [CELL_NEITHER] = {"both timed out", VERDICT_NOTHING},
            [CELL_FIRST_ONLY] = {"server left waiting", VERDICT_FAILURE},
            [CELL_SECOND_ONLY] = {"client left waiting", VERDICT_FAILURE},
            [CELL_BOTH] = {"closed on both sides", VERDICT_SUCCESS},
        },
};

const struct problem file_transfer = {
    .name = "file-transfer",
    .summary = "the sender reports success if and only if the receiver has the whole file",
    .proposition = {"the sender reports success", "the receiver has the whole file"},
    .party = {"the sender", "the receiver"},
    .parties_act = false, /* to have the file is no act */
    .cell =
        {
            [CELL_NEITHER] = {"file not delivered", VERDICT_NOTHING},
            [CELL_FIRST_ONLY] = {"success reported without the file", VERDICT_FAILURE},
            [CELL_SECOND_ONLY] = {"file there, success not reported", VERDICT_FAILURE},
            [CELL_BOTH] = {"file delivered", VERDICT_SUCCESS},
        },
};

const struct problem byzantine_generals = {
    .name = "byzantine-generals",
    .summary = "the loyal lieutenants agree, and obey the commander if he is loyal",
    .proposition = {"the loyal lieutenants agree", "they obey a loyal commander"},
    .party = {"general 0", "general 1"},
    .other_party = "general",
    .parties_act = false, /* some of them are traitors */
    .one_loss_rate = true,
    .cell =
        {
            [CELL_NEITHER] = {"neither agreement nor obedience", VERDICT_FAILURE},
            [CELL_FIRST_ONLY] = {"agreement without obedience", VERDICT_FAILURE},
            [CELL_SECOND_ONLY] = {"obedience without agreement", VERDICT_FAILURE},
            [CELL_BOTH] = {"agreement", VERDICT_SUCCESS},
        },
};
