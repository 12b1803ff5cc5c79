/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "engine/work_ranks.h"

#include "engine/work_parcels.h"

#include <mpi.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

/* What is sent. Between two ranks messages keep their order. */
enum tag {
    TAG_WORK,    /* the size of the work's parcel, which is broadcast then; 0: there is no more */
    TAG_REQUEST, /* struct request */
    TAG_GRANT,   /* the first block and how many; none: the work is over */
    TAG_FOUND,   /* a parcel */
    TAG_FAILED,  /* the text of an error */
};

/* How many blocks another rank can do, as far as it knows; and if these are not like the last ones:
 * as many as it has threads. */
struct request {
    uint64_t count, least;
};

struct grant {
    uint64_t first, count;
};

enum {
    ATTEND_EVERY = 100000,   /* ns */
    NAP = 50000,             /* ns: of who waits for an answer */
    LONG_NAP = 1000000,      /* ns: of who waits for work */
    AWAKE = 2000,            /* short naps before the first long one: 0.1 s */
    CHUNK = 10000000,        /* ns that the blocks of a request may take */
    REQUEST_MAX = 1 << 16,   /* blocks */
    BROADCAST_MAX = 1 << 30, /* bytes at a time */
};

/* What the first rank knows of another one. */
struct other {
    struct request wanted; /* blocks that it asked for and has not got yet; 0: it has not asked */
    uint64_t given;        /* and not handed in yet */
    size_t point;          /* of the last ones */
    bool failed;
};

/* A parcel on its way: a large one takes until the other end looks, too. */
struct letter {
    struct parcel parcel;
    MPI_Request request;
    int from;
    struct letter *next;
};

/* One process is one rank: MPI is begun once, and so is this. */
static struct {
    MPI_Comm comm;
    int rank, count;
    int processors;
    bool joined;
    omp_lock_t lock;        /* for all below: one thread at a time calls MPI */
    struct parcel inbox;    /* of small messages */
    struct letter *letters; /* that are on their way, to the first rank or from another one */
} ranks = {.count = 1};

/* What the first rank keeps. */
static struct {
    struct other *others; /* [rank] */
    _Atomic uint64_t attended;
} first;

/* What another rank keeps of the work that it serves. */
static struct {
    struct grant blocks; /* not begun */
    uint64_t chunk;      /* so many they were, */
    uint64_t since;      /* since then, ns */
    struct request request;
    bool requested, over;
} service;

static uint64_t now(void)
{
    struct timespec time;
    clock_gettime(CLOCK_MONOTONIC, &time);
    return (uint64_t)time.tv_sec * 1000000000 + (uint64_t)time.tv_nsec;
}

static void nap(long nanoseconds)
{
    nanosleep(&(struct timespec){.tv_nsec = nanoseconds}, NULL);
}

/* Without memory for what has come nothing can go on: ends all ranks. */
static _Noreturn void end_all(const char *why)
{
    fprintf(stderr, "generals: error: rank %d: %s\n", ranks.rank, why);
    MPI_Abort(ranks.comm, 1);
    abort();
}

/* Receives the small message that a probe has found. */
static void receive(MPI_Message *message, const MPI_Status *status, struct parcel *parcel)
{
    int size;
    MPI_Get_count(status, MPI_BYTE, &size);
    parcel_reserve(parcel, (size_t)size);
    if (parcel->bad)
        end_all("out of memory");
    MPI_Mrecv(parcel->bytes, size, MPI_BYTE, message, MPI_STATUS_IGNORE);
    parcel->size = (size_t)size;
}

static bool probe(int source, int tag, MPI_Message *message, MPI_Status *status)
{
    int there;
    MPI_Improbe(source, tag, ranks.comm, &there, message, status);
    return there != 0;
}

static void send(int to, enum tag tag, const void *bytes, size_t size)
{
    MPI_Send(bytes, (int)size, MPI_BYTE, to, (int)tag, ranks.comm);
}

/* --- joining ---------------------------------------------------------------------------------- */

/* Is this process one of several that were started by MPI? To begin MPI without need takes time. */
static bool started_by_mpi(void)
{
    static const char *const names[] = {"OMPI_COMM_WORLD_SIZE", "PMIX_RANK", "PMI_RANK", "PMI_SIZE",
                                        "MV2_COMM_WORLD_SIZE"};
    bool started = false;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++)
        started = started || getenv(names[i]) != NULL;
    /* A script that MPI started may start this program by itself. */
    return started && getenv("GENERALS_NO_MPI") == NULL;
}

/* A processor that several ranks of this machine may use is shared out among them: where ranks are
 * not bound, each may use all. */
static int share_of_processors(void)
{
    cpu_set_t mine, theirs;
    double share = 0.0;
    MPI_Comm here;
    int count;
    CPU_ZERO(&mine);
    const bool known = sched_getaffinity(0, sizeof mine, &mine) == 0;
    MPI_Comm_split_type(ranks.comm, MPI_COMM_TYPE_SHARED, 0, MPI_INFO_NULL, &here);
    MPI_Comm_size(here, &count);
    int users[CPU_SETSIZE] = {0};
    for (int rank = 0; rank < count; rank++) {
        theirs = mine;
        MPI_Bcast(&theirs, sizeof theirs, MPI_BYTE, rank, here);
        for (size_t i = 0; i < CPU_SETSIZE; i++)
            users[i] += CPU_ISSET(i, &theirs) != 0;
    }
    MPI_Comm_free(&here);
    for (size_t i = 0; i < CPU_SETSIZE; i++)
        share += CPU_ISSET(i, &mine) ? 1.0 / users[i] : 0.0;
    if (!known) /* there are more than CPU_SETSIZE */
        return omp_get_num_procs();
    return share > 1.0 ? (int)(share + 1e-6) : 1;
}

bool work_join(struct error *error)
{
    int level;
    if (!started_by_mpi())
        return true;
    MPI_Init_thread(NULL, NULL, MPI_THREAD_SERIALIZED, &level);
    ranks.joined = true;
    MPI_Comm_dup(MPI_COMM_WORLD, &ranks.comm);
    MPI_Comm_rank(ranks.comm, &ranks.rank);
    MPI_Comm_size(ranks.comm, &ranks.count);
    ranks.processors = share_of_processors();
    omp_init_lock(&ranks.lock);
    if (level < MPI_THREAD_SERIALIZED)
        return error_set(error, "this MPI library does not let several threads call it by turns "
                                "(MPI_THREAD_SERIALIZED)");
    first.others = calloc((size_t)ranks.count, sizeof *first.others);
    return first.others != NULL || error_no_memory(error);
}

bool work_is_first(void)
{
    return ranks.rank == 0;
}

int work_ranks(void)
{
    return ranks.count;
}

int work_processors(void)
{
    return ranks.joined ? ranks.processors : omp_get_num_procs();
}

/* To all others; `parcel` may be empty. */
static void announce(const struct parcel *parcel)
{
    const uint64_t size = parcel->size;
    for (int rank = 1; rank < ranks.count; rank++)
        send(rank, TAG_WORK, &size, sizeof size);
}

static void broadcast(struct parcel *parcel)
{
    for (size_t at = 0; at < parcel->size; at += BROADCAST_MAX) {
        const size_t left = parcel->size - at;
        MPI_Bcast(parcel->bytes + at, (int)(left < BROADCAST_MAX ? left : BROADCAST_MAX), MPI_BYTE,
                  0, ranks.comm);
    }
}

void work_leave(void)
{
    if (!ranks.joined)
        return;
    if (ranks.rank == 0)
        announce(&(struct parcel){.size = 0});
    free(first.others);
    parcel_release(&ranks.inbox);
    omp_destroy_lock(&ranks.lock);
    MPI_Comm_free(&ranks.comm);
    MPI_Finalize();
}

/* --- the first rank --------------------------------------------------------------------------- */

bool ranks_open(struct shared *shared, struct error *error)
{
    struct parcel parcel = {.bytes = NULL};
    if (ranks.count == 1)
        return true;
    struct work work = *shared->work;
    if (work.threads == ranks.processors)
        work.threads = 0; /* each rank has as many as it may use */
    parcel_put_work(&parcel, &work);
    const bool good = !parcel.bad;
    if (good) {
        announce(&parcel);
        broadcast(&parcel);
        memset(first.others, 0, (size_t)ranks.count * sizeof *first.others);
    }
    parcel_release(&parcel);
    return good || error_no_memory(error);
}

/* Once there has been an error, all that counts is that nothing is awaited. */
static void take_in(struct shared *shared, struct letter *letter)
{
    struct other *other = &first.others[letter->from];
    struct found found;
    struct error error;
    parcel_take_found(&letter->parcel, shared->work, &found);
    if (letter->parcel.bad)
        end_all("out of memory");
    if (!other->failed) {
        other->given -= found.blocks;
        if (!atomic_load(&shared->failed) && !hand_in(shared, &found, &error))
            give_up(shared, &error);
    }
    found_release(&found);
}

/* Begins to receive what was found. */
static void expect(MPI_Message *message, const MPI_Status *status)
{
    struct letter *letter = calloc(1, sizeof *letter);
    int size;
    if (letter == NULL)
        end_all("out of memory");
    MPI_Get_count(status, MPI_BYTE, &size);
    parcel_reserve(&letter->parcel, (size_t)size);
    if (letter->parcel.bad)
        end_all("out of memory");
    letter->parcel.size = (size_t)size;
    letter->from = status->MPI_SOURCE;
    MPI_Imrecv(letter->parcel.bytes, size, MPI_BYTE, message, &letter->request);
    letter->next = ranks.letters;
    ranks.letters = letter; /* deliver() waits for its request */
}

static void note_failure(struct shared *shared, int rank)
{
    struct error error;
    struct other *other = &first.others[rank];
    other->failed = true;
    other->given = 0;
    error_set(&error, "rank %d: %.*s", rank, (int)ranks.inbox.size,
              (const char *)ranks.inbox.bytes);
    give_up(shared, &error);
}

/* Do blocks of both points take about as long? */
static bool are_alike(const struct work *work, size_t point, size_t other)
{
    const struct point *a = &work->points[point], *b = &work->points[other];
    return a->strategy == b->strategy && a->method == b->method && point_same_parameters(a, b);
}

/* How many of the blocks from `next` on take about as long as that one, at most `count`? */
static uint64_t count_alike(const struct shared *shared, uint64_t next, uint64_t count)
{
    const size_t point = point_of_block(shared, next, 0);
    size_t last = point;
    while (last + 1 < shared->work->point_count &&
           shared->pending[last + 1].first_block < next + count &&
           are_alike(shared->work, point, last + 1))
        last++;
    const uint64_t alike = shared->pending[last + 1].first_block - next;
    return count < alike ? count : alike;
}

/* As many as were asked for, but few when few are left, so that all ranks end at about the same
 * time, and few of those of which it is not known how long they take. */
static uint64_t count_to_give(const struct shared *shared, const struct other *other, uint64_t next)
{
    const uint64_t fair = (all_blocks(shared) - next) / (2 * (uint64_t)ranks.count) + 1;
    const size_t point = point_of_block(shared, next, other->point);
    const uint64_t count =
        are_alike(shared->work, point, other->point) ? other->wanted.count : other->wanted.least;
    return count_alike(shared, next, count < fair ? count : fair);
}

static void give_blocks(struct shared *shared, int rank)
{
    struct other *other = &first.others[rank];
    const uint64_t end = all_blocks(shared), next = atomic_load(&shared->next);
    if (other->wanted.count == 0 || other->failed || next >= end)
        return;
    const uint64_t count = count_to_give(shared, other, next);
    const uint64_t begin = atomic_fetch_add(&shared->next, count);
    if (begin >= end)
        return;
    const struct grant grant = {begin, end - begin < count ? end - begin : count};
    other->given += grant.count;
    other->wanted.count = 0;
    other->point = point_of_block(shared, begin + grant.count - 1, other->point);
    send(rank, TAG_GRANT, &grant, sizeof grant);
}

static bool has_arrived(struct letter *letter)
{
    int arrived;
    MPI_Test(&letter->request, &arrived, MPI_STATUS_IGNORE);
    return arrived != 0;
}

/* Takes in the letters that have arrived, or, on another rank, takes those away that have. */
static void deliver(struct shared *shared)
{
    for (struct letter **at = &ranks.letters; *at != NULL;) {
        struct letter *letter = *at;
        if (!has_arrived(letter)) {
            at = &letter->next;
            continue;
        }
        *at = letter->next;
        if (shared != NULL)
            take_in(shared, letter);
        parcel_release(&letter->parcel);
        free(letter);
    }
}

/* With the lock. */
static void attend(struct shared *shared)
{
    MPI_Message message;
    MPI_Status status;
    while (probe(MPI_ANY_SOURCE, MPI_ANY_TAG, &message, &status)) {
        if (status.MPI_TAG == TAG_FOUND) {
            expect(&message, &status);
            continue;
        }
        receive(&message, &status, &ranks.inbox);
        if (status.MPI_TAG == TAG_REQUEST)
            PARCEL_TAKE(&ranks.inbox, first.others[status.MPI_SOURCE].wanted);
        else
            note_failure(shared, status.MPI_SOURCE);
    }
    deliver(shared);
    for (int rank = 1; rank < ranks.count; rank++)
        give_blocks(shared, rank);
    atomic_store(&first.attended, now());
}

void ranks_attend(struct shared *shared)
{
    if (ranks.count == 1 || now() - atomic_load(&first.attended) < ATTEND_EVERY ||
        !omp_test_lock(&ranks.lock))
        return;
    attend(shared);
    omp_unset_lock(&ranks.lock);
}

/* Has every other rank handed in all that it was given? */
static bool are_idle(void)
{
    bool idle = ranks.letters == NULL;
    for (int rank = 1; rank < ranks.count; rank++)
        idle = idle && first.others[rank].given == 0;
    return idle;
}

/* And does each wait for an answer? */
static bool are_waiting(void)
{
    bool waiting = are_idle();
    for (int rank = 1; rank < ranks.count; rank++)
        waiting = waiting && first.others[rank].wanted.count > 0;
    return waiting;
}

static void attend_until(struct shared *shared, bool (*done)(void))
{
    for (bool end = ranks.count == 1; !end;) {
        omp_set_lock(&ranks.lock);
        attend(shared);
        end = done();
        omp_unset_lock(&ranks.lock);
        if (!end)
            nap(NAP);
    }
}

void ranks_await(struct shared *shared)
{
    attend_until(shared, are_idle);
}

/* Every request gets its answer, so none is left over for the next work. */
void ranks_close(struct shared *shared)
{
    attend_until(shared, are_waiting);
    for (int rank = 1; rank < ranks.count; rank++)
        send(rank, TAG_GRANT, &(struct grant){0, 0}, sizeof(struct grant));
}

/* --- another rank ----------------------------------------------------------------------------- */

bool ranks_hand_in(struct shared *shared, struct found *found, struct error *error)
{
    struct letter *letter = calloc(1, sizeof *letter);
    if (letter == NULL)
        return error_no_memory(error);
    parcel_put_found(&letter->parcel, shared->work, found);
    found_clear(found);
    if (letter->parcel.bad) {
        parcel_release(&letter->parcel);
        free(letter);
        return error_no_memory(error);
    }
    omp_set_lock(&ranks.lock);
    deliver(NULL);
    MPI_Isend(letter->parcel.bytes, (int)letter->parcel.size, MPI_BYTE, 0, TAG_FOUND, ranks.comm,
              &letter->request);
    letter->next = ranks.letters;
    ranks.letters = letter; /* deliver() waits for its request */
    omp_unset_lock(&ranks.lock);
    return true; /* NOLINT(clang-analyzer-optin.mpi.MPI-Checker) */
}

static void request_blocks(void)
{
    send(0, TAG_REQUEST, &service.request, sizeof service.request);
    service.requested = true;
}

/* How many blocks take as long as those of a request may? */
static void learn_speed(void)
{
    const uint64_t took = now() - service.since;
    if (service.chunk == 0 || took == 0)
        return;
    const double fit = (double)service.chunk * CHUNK / (double)took;
    const uint64_t least = service.request.least;
    service.request.count = fit > REQUEST_MAX     ? REQUEST_MAX
                            : fit > (double)least ? (uint64_t)fit
                                                  : least;
}

static void receive_blocks(void)
{
    MPI_Message message;
    MPI_Status status;
    if (!probe(0, TAG_GRANT, &message, &status))
        return;
    receive(&message, &status, &ranks.inbox);
    PARCEL_TAKE(&ranks.inbox, service.blocks);
    learn_speed();
    service.requested = false;
    service.over = service.blocks.count == 0;
    service.chunk = service.blocks.count;
    service.since = now();
}

/* A block, if one is there. More are asked for while some are left. */
static bool take_block(uint64_t *block)
{
    omp_set_lock(&ranks.lock);
    deliver(NULL);
    if (service.blocks.count == 0 && service.requested)
        receive_blocks();
    const bool there = service.blocks.count > 0;
    if (there) {
        *block = service.blocks.first++;
        service.blocks.count--;
    }
    if (!service.requested && !service.over && service.blocks.count <= service.chunk / 2)
        request_blocks();
    omp_unset_lock(&ranks.lock);
    return there;
}

static bool is_over(const struct shared *shared)
{
    omp_set_lock(&ranks.lock);
    const bool over = service.over;
    omp_unset_lock(&ranks.lock);
    return over || atomic_load(&shared->failed);
}

static void serve_blocks(struct shared *shared)
{
    struct worker worker = {0};
    struct error error;
    while (!is_over(shared)) {
        uint64_t block;
        bool good = true;
        if (take_block(&block))
            good = worker_do(shared, &worker, block, &error);
        else if (worker.found.blocks > 0)
            good = hand_in(shared, &worker.found, &error);
        else
            nap(NAP);
        if (!good)
            give_up(shared, &error);
    }
    worker_release(&worker);
}

static void say_failure(const struct error *error)
{
    omp_set_lock(&ranks.lock);
    send(0, TAG_FAILED, error->message, strlen(error->message));
    omp_unset_lock(&ranks.lock);
}

/* After a failure, too, the first rank says when the work is over. */
static void wait_for_the_end(void)
{
    while (!service.over || ranks.letters != NULL) {
        uint64_t block;
        if (!take_block(&block)) /* it is nobody's any more */
            nap(NAP);
    }
}

static bool serve_copy(const struct work *work, struct error *error)
{
    struct shared shared = {.work = work, .elsewhere = true, .error = error};
    /* As many as the first rank has, unless that is what it may use. */
    const int threads = work->threads > 0 ? work->threads : ranks.processors;
    service.request.count = service.request.least = (uint64_t)threads;
    shared.pending = calloc(work->point_count + 1, sizeof *shared.pending);
    if (shared.pending == NULL)
        return error_no_memory(error);
    const bool good = list_all(work, shared.pending, error);
    if (good) {
        omp_init_lock(&shared.lock);
#pragma omp parallel num_threads(threads)
        serve_blocks(&shared);
        omp_destroy_lock(&shared.lock);
    }
    free(shared.pending);
    return good && !atomic_load(&shared.failed);
}

static void serve_parcel(struct parcel *parcel, strategy_finder *find, const struct error *unable)
{
    struct work_copy copy = {.points = NULL};
    struct error error;
    memset(&service, 0, sizeof service);
    service.request = (struct request){1, 1};
    if (unable != NULL)
        say_failure(unable);
    else if (!parcel_take_work(parcel, find, &copy, &error) || !serve_copy(&copy.work, &error))
        say_failure(&error);
    wait_for_the_end();
    work_copy_release(&copy);
}

/* Sleeps, which the library would not do. */
static uint64_t await_work(void)
{
    MPI_Message message;
    MPI_Status status;
    uint64_t size;
    for (int naps = 0; !probe(0, TAG_WORK, &message, &status); naps += naps < AWAKE)
        nap(naps < AWAKE ? NAP : LONG_NAP);
    receive(&message, &status, &ranks.inbox);
    PARCEL_TAKE(&ranks.inbox, size);
    return size;
}

void work_serve(strategy_finder *find, const struct error *unable)
{
    struct parcel parcel = {.bytes = NULL};
    /* The first rank decides when to stop, and saves before. */
    signal(SIGINT, SIG_IGN);
    signal(SIGTERM, SIG_IGN);
    for (uint64_t size; (size = await_work()) > 0;) {
        parcel_reserve(&parcel, size);
        if (parcel.bad)
            end_all("out of memory");
        parcel.size = size;
        broadcast(&parcel);
        serve_parcel(&parcel, find, unable);
    }
    parcel_release(&parcel);
}
