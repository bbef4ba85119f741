/* diff_half.c - what one version makes of a document.
**
** A script is run; of an earlier run the records are looked up, under the id of
** the document and under those that the other side's script gave its records.
*/
#include <stdlib.h>

#include "desk/diff_in.h"
#include "desk/same.h"

enum { RESULT_MAX = 1 << 30 };

/* The places that the script dropped: copied, as the next script's take their
** room. */
static void take_claims(const dm_doc *doc, dm_diff_half *h)
{
    dm_claim *list =
        dm_arena_alloc(&h->result.arena, (doc->ndrops + 1) * sizeof *list);

    if (list == NULL)
        return; /* then nobody is named */
    for (size_t i = 0; i < doc->ndrops; i++) {
        const dm_drop *drop = &doc->drops[i];
        dm_claim       c = {.part = DM_LIT("")};
        const dm_part *part;

        (void)dm_view_source(drop->view, drop->range, &c.src);
        part = dm_doc_in_part(doc, &c.src, NULL);
        if (part != NULL)
            c.part = part->name;
        c.rule = dm_arena_slice(&h->result.arena, drop->reason);
        if (c.rule.ptr == NULL)
            return;
        list[i] = c;
    }
    h->recorded.claims = list;
    h->recorded.nclaims = doc->ndrops;
}

void dm_diff_run(dm_engine *engine, dm_doc *doc, dm_diff_half *h)
{
    if (!dm_engine_document(engine, doc, &h->result, &h->err)) {
        h->state = DM_DIFF_FAILED;
        return;
    }
    if (h->result.turned_away || h->result.skipped) {
        h->state = h->result.skipped ? DM_DIFF_SKIPPED : DM_DIFF_AWAY;
        return;
    }
    h->recorded.records = h->result.records;
    h->recorded.outputs = h->result.outputs;
    h->recorded.n = h->result.nrecords;
    h->recorded.report = h->result.report;
    take_claims(doc, h);
}

/* One record's id, to tell which come up for the first time. */
typedef struct named {
    uint64_t hash;
    size_t   at;
} named;

static int by_hash(const void *a, const void *b)
{
    const named *x = a;
    const named *y = b;

    if (x->hash != y->hash)
        return x->hash < y->hash ? -1 : 1;
    return (x->at > y->at) - (x->at < y->at);
}

static int by_turn(const void *a, const void *b)
{
    const named *x = a;
    const named *y = b;

    return (x->at > y->at) - (x->at < y->at);
}

static dm_slice own_id(const dm_diff_half *h, size_t i)
{
    const dm_value *id = dm_value_at(h->recorded.records[i], DM_S("id"));

    return id != NULL && id->kind == DM_STRING ? id->as.string : DM_S("");
}

/* The ids, each once, in the order of the records, without `but`. */
static named *own_ids(const dm_diff_half *h, dm_slice but, dm_arena *arena,
                      size_t *n)
{
    size_t all = h->recorded.n, kept = 0;
    named *list = dm_arena_alloc(arena, (all + 1) * sizeof *list);

    if (list == NULL)
        return NULL;
    for (size_t i = 0; i < all; i++)
        list[i] = (named){dm_hash_text(own_id(h, i)), i};
    qsort(list, all, sizeof *list, by_hash);
    for (size_t i = 0; i < all; i++)
        if ((kept == 0 || list[kept - 1].hash != list[i].hash) &&
            !dm_slice_eq(own_id(h, list[i].at), but))
            list[kept++] = list[i];
    qsort(list, kept, sizeof *list, by_turn);
    *n = kept;
    return list;
}

static bool add_found(const dm_earlier *e, dm_slice id, dm_diff_half *h,
                      dm_err *err)
{
    dm_value **records = NULL;
    size_t     n = 0;

    if (!dm_earlier_find(e, id, &h->result.arena, &records, &n, err))
        return false;
    dm_buf_add(&h->found, records, n * sizeof(dm_value *));
    return !h->found.failed ||
           dm_fail(err, DM_E_MEMORY, "no memory for records");
}

/* What is there under the ids that the script of the other side gave. */
static bool find_named(const dm_earlier *e, dm_slice id,
                       const dm_diff_half *other, dm_diff_half *h, dm_err *err)
{
    size_t       n = 0;
    const named *list = own_ids(other, id, &h->result.arena, &n);
    bool         ok = true;

    if (list == NULL)
        return dm_fail(err, DM_E_MEMORY, "no memory for records");
    for (size_t i = 0; ok && i < n; i++)
        ok = add_found(e, own_id(other, list[i].at), h, err);
    return ok;
}

/* What an earlier run has of the document. */
void dm_diff_find(const dm_earlier *e, dm_slice id, const dm_diff_half *other,
                  dm_diff_half *h)
{
    if (!add_found(e, id, h, &h->err) ||
        (other != NULL && !find_named(e, id, other, h, &h->err))) {
        h->state = DM_DIFF_FAILED;
        return;
    }
    h->recorded.records = (dm_value *const *)(const void *)h->found.ptr;
    h->recorded.n = h->found.len / sizeof(dm_value *);
}

void dm_diff_half_begin(dm_diff_half *h)
{
    memset(h, 0, sizeof *h);
    dm_result_init(&h->result, RESULT_MAX);
    dm_buf_init(&h->found, RESULT_MAX);
}

void dm_diff_half_end(dm_diff_half *h)
{
    dm_buf_fini(&h->found);
    dm_result_fini(&h->result);
}

/* The file of an earlier run has no records that were given to a named output:
** they are no difference. */
void dm_diff_unnamed(dm_diff_half *h)
{
    size_t kept = 0;

    if (h->state != DM_DIFF_RECORDS)
        return;
    for (size_t i = 0; i < h->result.nrecords; i++)
        if (h->result.outputs[i].len == 0)
            h->result.records[kept++] = h->result.records[i];
    h->recorded.n = kept;
    h->recorded.outputs = NULL;
}
