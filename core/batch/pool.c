/* pool.c - a ring of answers between the inputs and the client.
**
** Slots [head, tail) of the ring are documents handed out and not delivered
** yet.  An input goes to slot tail; what completes out of order waits there.
*/
#include "batch/pool.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

#include "base/mem.h"
#include "batch/crew.h"
#include "batch/signals.h"

enum {
    TICK = 100,            /* milliseconds between calls of idle */
    AHEAD = 16,            /* slots a worker */
    PENDING_MAX = 64 << 20 /* bytes that may wait for their turn */
};

typedef struct slot {
    bool      done;
    char     *path;
    dm_origin from; /* its path is the one above */
    dm_answer answer;
} slot;

typedef struct pool {
    const dm_pool_options *options;
    const dm_pool_client  *client;
    dm_inputs             *inputs;
    dm_crew               *crew;
    slot                  *ring;
    size_t                 nring;
    size_t                 head, tail; /* counted up for ever */
    size_t                 pending;    /* bytes in done slots */
    bool                   ended;      /* no more inputs */
    dm_pool_end            end;
    dm_err                *err;
} pool;

static slot *slot_of(const pool *p, size_t number)
{
    return &p->ring[number % p->nring];
}

/* End the run, once. */
static bool stop(pool *p, dm_pool_end end)
{
    if (p->end == DM_POOL_DONE)
        p->end = end;
    return false;
}

static bool idle(pool *p)
{
    if (dm_signal_seen() != 0)
        return stop(p, DM_POOL_SIGNAL);
    return p->client->idle(p->client->ud) || stop(p, DM_POOL_STOPPED);
}

static size_t held_by(const slot *s)
{
    return s->answer.data.len + s->answer.parcels.len;
}

static void finish_slot(pool *p, slot *s)
{
    s->done = true;
    p->pending += held_by(s);
}

/* Deliver what is complete, in order. */
static bool deliver(pool *p)
{
    while (p->head < p->tail && slot_of(p, p->head)->done) {
        slot  *s = slot_of(p, p->head);
        size_t held = held_by(s);
        bool   go = p->client->answer(p->client->ud, &s->from, &s->answer);

        p->pending -= held;
        dm_answer_fini(&s->answer);
        dm_mem_free(s->path);
        memset(s, 0, sizeof *s);
        p->head++;
        if (!go)
            return stop(p, DM_POOL_STOPPED);
    }
    return true;
}

/* Take slot `tail` for an input. */
static slot *take_slot(pool *p, const dm_input *in)
{
    dm_slice path = in->path;
    slot    *s = slot_of(p, p->tail);

    s->path = dm_mem_alloc(path.len + 1);
    if (s->path == NULL) {
        dm_fail(p->err, DM_E_MEMORY, "no memory for a path");
        return NULL;
    }
    memcpy(s->path, path.ptr, path.len + 1);
    s->from = (dm_origin){
        {s->path, path.len},
        in->root, p->tail + 1
    };
    s->done = false;
    dm_answer_init(&s->answer);
    return s;
}

/* Hand the open input to a worker, forking one if need be. */
static bool hand_out(pool *p, dm_input *in, const slot *s)
{
    bool ok = dm_crew_give(p->crew, p->tail, s->from.path, in->fd, p->err);

    close(in->fd);
    return ok || stop(p, DM_POOL_BROKEN);
}

/* Take one input and hand it out, or note why it cannot be had. */
static bool next_input(pool *p)
{
    dm_err        why;
    dm_input      in;
    slot         *s = NULL;
    dm_input_kind kind = dm_inputs_next(p->inputs, &in, &why);

    if (kind == DM_INPUT_END) {
        p->ended = true;
        return true;
    }
    if (dm_signal_seen() != 0) { /* it may have cut a read short */
        if (kind == DM_INPUT_FILE)
            close(in.fd);
        return stop(p, DM_POOL_SIGNAL);
    }
    if (kind == DM_INPUT_STOP) {
        *p->err = why;
        return stop(p, DM_POOL_BROKEN);
    }
    s = take_slot(p, &in);
    if (s == NULL) {
        if (kind == DM_INPUT_FILE)
            close(in.fd);
        return stop(p, DM_POOL_BROKEN);
    }
    if (kind == DM_INPUT_FILE && !hand_out(p, &in, s))
        return false;
    if (kind == DM_INPUT_BAD) {
        dm_answer_fail(&s->answer, DM_PHASE_OPEN, &why);
        finish_slot(p, s);
    }
    p->tail++;
    return true;
}

/* Keep every worker busy as far as the ring allows. */
static bool feed(pool *p)
{
    while (!p->ended && p->tail - p->head < p->nring &&
           p->pending < PENDING_MAX && dm_crew_free(p->crew)) {
        if (!next_input(p) || !deliver(p))
            return false;
    }
    return true;
}

/* The crew's callback: the answer of ticket `number`. */
static void answered(void *ud, size_t number, dm_slice bytes, const dm_err *why)
{
    pool *p = ud;
    slot *s = slot_of(p, number);

    /* bytes that are no answer have become a failure themselves */
    if (why != NULL || !dm_answer_unpack(&s->answer, bytes))
        dm_answer_fail(&s->answer, DM_PHASE_WORKER,
                       why != NULL ? why : &s->answer.err);
    finish_slot(p, s);
}

/* Wait until some worker has answered, died or overrun. */
static bool wait_some(pool *p)
{
    if (!idle(p))
        return false;
    if (!dm_crew_wait(p->crew, TICK, answered, p, p->err))
        return stop(p, DM_POOL_BROKEN);
    return true;
}

static bool run_all(pool *p)
{
    while (!p->ended || p->head < p->tail) {
        if (!feed(p) || !deliver(p))
            return false;
        if (p->head < p->tail && !wait_some(p))
            return false;
    }
    return idle(p);
}

typedef struct finishing {
    pool     *pool;
    dm_answer answer;
} finishing;

static void finished(void *ud, size_t number, dm_slice bytes, const dm_err *why)
{
    finishing *f = ud;

    (void)number;
    if (why != NULL || !dm_answer_unpack(&f->answer, bytes))
        dm_answer_fail(&f->answer, DM_PHASE_WORKER,
                       why != NULL ? why : &f->answer.err);
}

/* Ask each worker in turn for its last word. */
static bool finish_all(pool *p)
{
    finishing f = {.pool = p};
    bool      go = true;

    for (size_t i = 0; go && i < dm_crew_size(p->crew); i++) {
        if (!dm_crew_finish(p->crew, i))
            continue; /* this one never worked, or has left */
        dm_answer_init(&f.answer);
        while (go && dm_crew_busy(p->crew, i))
            go =
                idle(p) && (dm_crew_wait(p->crew, TICK, finished, &f, p->err) ||
                            stop(p, DM_POOL_BROKEN));
        go = go && (p->client->finished(p->client->ud, &f.answer) ||
                    stop(p, DM_POOL_STOPPED));
        dm_answer_fini(&f.answer);
    }
    return go;
}

static void clean_up(pool *p)
{
    for (size_t i = 0; p->ring != NULL && i < p->nring; i++) {
        dm_answer_fini(&p->ring[i].answer);
        dm_mem_free(p->ring[i].path);
    }
    dm_mem_free(p->ring);
    dm_crew_close(p->crew);
}

dm_pool_end dm_pool_run(const dm_pool_options *options, const dm_job *job,
                        dm_inputs *inputs, const dm_pool_client *client,
                        dm_err *err)
{
    pool p = {.options = options,
              .client = client,
              .inputs = inputs,
              .err = err,
              .nring = (size_t)options->jobs * AHEAD};

    p.ring = dm_mem_alloc(p.nring * sizeof *p.ring);
    if (p.ring != NULL)
        memset(p.ring, 0, p.nring * sizeof *p.ring);
    p.crew = dm_crew_open(options, job);
    if (p.ring == NULL || p.crew == NULL) {
        dm_fail(err, DM_E_MEMORY, "no memory for the workers");
        clean_up(&p);
        return DM_POOL_BROKEN;
    }
    if (run_all(&p) && job->finish != NULL)
        finish_all(&p);
    clean_up(&p);
    return p.end;
}
