/* decode.c - bytes in, UTF-8 out.
**
** Three ways, by what the map will need.  UTF-8 stays itself and gets a list
** of edits for its few bad bytes.  Stateful charsets get an edit for each
** character: they are rare, and cannot be entered in the middle.  All others,
** and documents of several charsets, run a chunk at a time and get a
** checkpoint a chunk, and one where a segment begins.
*/
#include "text/decode.h"

#include "base/buf.h"
#include "text/codec.h"
#include "text/lazy.h"
#include "text/segment.h"
#include "text/utf8.h"

typedef struct job {
    dm_arena *arena;
    dm_slice  bytes;
    dm_buf    text;
    dm_buf    errors; /* of dm_range */
    size_t    bad;
    bool      full; /* the text outgrew its ceiling */
} job;

static void job_open(job *j, dm_arena *arena, dm_slice bytes, size_t max)
{
    memset(j, 0, sizeof *j);
    j->arena = arena;
    j->bytes = bytes;
    dm_buf_init(&j->text, max < UINT32_MAX ? max : UINT32_MAX);
    dm_buf_init(&j->errors, DM_DECODE_ERRORS * sizeof(dm_range));
}

static void job_close(job *j)
{
    dm_buf_fini(&j->text);
    dm_buf_fini(&j->errors);
}

static void record(job *j, size_t at, size_t n)
{
    dm_range where = {at, at + n};

    if (j->bad++ < DM_DECODE_ERRORS)
        dm_buf_add(&j->errors, &where, sizeof where);
}

static bool fail_text(const job *j, dm_err *err)
{
    if (j->full)
        return dm_fail(err, DM_E_SIZE, "the text is over %zu bytes",
                       j->text.max);
    return dm_fail(err, DM_E_MEMORY, "no memory to decode %zu bytes",
                   j->bytes.len);
}

static bool fail_arena(dm_err *err)
{
    return dm_fail(err, DM_E_MEMORY, "the document's memory is full");
}

/* Move what was gathered to the arena and fill the result. */
static bool deliver(job *j, const dm_align *map, dm_decoded *out, dm_err *err)
{
    dm_decoded done = {
        {"", 0},
        *map, NULL, 0, j->bad, NULL, 0
    };
    dm_range *errors;

    if (j->text.len > 0)
        done.text = dm_arena_slice(j->arena, dm_buf_view(&j->text));
    errors = dm_arena_alloc(j->arena, j->errors.len + 1);
    if (done.text.ptr == NULL || errors == NULL || j->errors.failed)
        return fail_arena(err);
    if (j->errors.len > 0)
        memcpy(errors, j->errors.ptr, j->errors.len);
    done.errors = errors;
    done.nerrors = j->errors.len / sizeof(dm_range);
    *out = done;
    return true;
}

/* ---- UTF-8, and anything that is only ASCII ---- */

/* The input is the text: a map that at most leaves the mark out. */
static bool as_it_is(dm_decoded *out, dm_arena *arena, dm_slice bytes,
                     size_t bom, dm_err *err)
{
    dm_decoded done = {dm_slice_sub(bytes, bom, bytes.len),
                       dm_align_identity(bytes.len),
                       NULL,
                       0,
                       0,
                       NULL,
                       0};
    dm_edit   *mark;

    if (bom > 0) {
        mark = dm_arena_zalloc(arena, 1, sizeof *mark);
        if (mark == NULL)
            return fail_arena(err);
        mark->slen = (uint32_t)bom;
        done.map.edits = mark;
        done.map.n = 1;
        done.map.dst_len = bytes.len - bom;
    }
    *out = done;
    return true;
}

static void mend(job *j, dm_aligner *a)
{
    static const dm_slice replacement = DM_LIT("\xEF\xBF\xBD");

    while (a->at < j->bytes.len) {
        dm_align_keep(
            a, dm_utf8_valid(dm_slice_sub(j->bytes, a->at, j->bytes.len)));
        if (a->at == j->bytes.len || j->text.failed)
            return;
        record(j, a->at, 1);
        dm_align_replace(a, 1, replacement);
    }
}

static bool finish_edits(job *j, dm_aligner *a, dm_decoded *out, dm_err *err)
{
    dm_align map;

    if (!dm_align_finish(a, j->arena, &map)) {
        j->full = a->full;
        return fail_text(j, err);
    }
    return deliver(j, &map, out, err);
}

static bool from_utf8(job *j, dm_decoded *out, size_t bom, dm_err *err)
{
    dm_aligner a;

    dm_align_begin(&a, j->bytes, &j->text);
    dm_align_replace(&a, bom, DM_S(""));
    mend(j, &a);
    return finish_edits(j, &a, out, err);
}

/* ---- stateful charsets ---- */

static void step_units(job *j, dm_aligner *a, dm_codec *codec)
{
    dm_unit unit;

    while (a->at < j->bytes.len && !j->text.failed) {
        dm_slice rest = dm_slice_sub(j->bytes, a->at, j->bytes.len);
        dm_slice with = {unit.text, 0};

        dm_codec_unit(codec, rest, &unit);
        with.len = unit.out;
        if (unit.bad)
            record(j, a->at, unit.src);
        if (with.len == unit.src && memcmp(rest.ptr, with.ptr, with.len) == 0)
            dm_align_keep(a, unit.src);
        else
            dm_align_replace(a, unit.src, with);
    }
}

static bool from_stateful(job *j, dm_codec *codec, dm_decoded *out, size_t bom,
                          dm_err *err)
{
    dm_aligner a;

    dm_align_begin(&a, j->bytes, &j->text);
    dm_align_replace(&a, bom, DM_S(""));
    step_units(j, &a, codec);
    return finish_edits(j, &a, out, err);
}

/* ---- all others ---- */

static void put(job *j, const char *text, size_t n)
{
    if (!j->text.failed && n > j->text.max - j->text.len)
        j->full = true;
    dm_buf_add(&j->text, text, n);
}

/* Decode one chunk of [at, end): a run, or the unit that stopped it. */
static size_t chunk(job *j, dm_codec *codec, size_t at, size_t end)
{
    char     room[DM_CODEC_CHUNK * DM_RUN_GROWTH + DM_UNIT_ROOM];
    size_t   left = end - at;
    dm_slice in = {j->bytes.ptr + at,
                   left < DM_CODEC_CHUNK ? left : (size_t)DM_CODEC_CHUNK};
    size_t   wrote = 0;
    size_t   took = dm_codec_run(codec, in, room, &wrote);
    dm_unit  unit;

    put(j, room, wrote);
    if (took > 0)
        return took;
    dm_codec_unit(codec, in, &unit);
    put(j, unit.text, unit.out);
    if (unit.bad)
        record(j, at, unit.src);
    return unit.src;
}

static void mark(const job *j, dm_buf *points, size_t at)
{
    dm_checkpoint here = {(uint32_t)at, (uint32_t)j->text.len};

    dm_buf_add(points, &here, sizeof here);
}

static void chunks(job *j, dm_codec *codec, dm_range part, dm_buf *points)
{
    size_t since = part.from;
    size_t at = part.from;

    mark(j, points, at);
    while (at < part.to && !j->text.failed) {
        at += chunk(j, codec, at, part.to);
        if (at - since >= DM_CODEC_CHUNK / 2 && at < part.to) {
            mark(j, points, at);
            since = at;
        }
    }
}

/* Decode one segment after the other; their `bad` is filled in. */
static bool segments(job *j, dm_segments all, dm_buf *points, dm_err *err)
{
    for (size_t i = 0; i < all.n; i++) {
        dm_segment *seg = &all.list[i];
        size_t      before = j->bad;
        dm_codec    codec;

        if (!dm_codec_open(&codec, seg->charset))
            return dm_fail(err, DM_E_MACHINE, "iconv does not know %s",
                           seg->charset->iconv_name);
        chunks(j, &codec, seg->bytes, points);
        dm_codec_close(&codec);
        seg->bad = j->bad - before;
    }
    mark(j, points, j->bytes.len);
    return true;
}

static const dm_lazy *make_lazy(const job *j, dm_segments all,
                                const dm_buf *points)
{
    dm_checkpoint *copy = dm_arena_alloc(j->arena, points->len);

    if (copy == NULL)
        return NULL;
    memcpy(copy, points->ptr, points->len);
    return dm_lazy_new(j->arena, &(dm_lazy){j->bytes, all.list, all.n, copy,
                                            points->len / sizeof *copy, NULL});
}

/* `all` lives in the arena. */
static bool from_segments(job *j, dm_segments all, dm_decoded *out, dm_err *err)
{
    dm_align map = {NULL, 0, NULL, j->bytes.len, 0};
    dm_buf   points;
    bool     ok;

    /* Legacy text grows by half; asking once saves the doubling. */
    if (j->bytes.len + j->bytes.len / 2 < j->text.max)
        dm_buf_reserve(&j->text, j->bytes.len + j->bytes.len / 2);
    dm_buf_init(&points, SIZE_MAX / 2);
    ok = segments(j, all, &points, err);
    if (!ok || j->text.failed) {
        dm_buf_fini(&points);
        return ok ? fail_text(j, err) : false;
    }
    map.dst_len = j->text.len;
    if (!points.failed)
        map.lazy = make_lazy(j, all, &points);
    ok = map.lazy != NULL;
    dm_buf_fini(&points);
    return ok ? deliver(j, &map, out, err) : fail_arena(err);
}

/* ---- the door ---- */

static bool is_ascii_like(const dm_charset *cs, dm_slice bytes)
{
    if (cs->kind == DM_KIND_UTF8)
        return true;
    /* Of the others that keep ASCII as it is, these are worth a look. */
    if (cs->kind < DM_KIND_GB18030 || cs->kind > DM_KIND_EUC_JP)
        return false;
    for (size_t i = 0; i < bytes.len; i++)
        if ((unsigned char)bytes.ptr[i] >= 0x80)
            return false;
    return true;
}

static bool with_codec(job *j, dm_decoded *out, const dm_charset *cs,
                       size_t bom, dm_err *err)
{
    dm_codec codec;
    bool     ok;

    if (!dm_codec_open(&codec, cs))
        return dm_fail(err, DM_E_MACHINE, "iconv does not know %s",
                       cs->iconv_name);
    ok = from_stateful(j, &codec, out, bom, err);
    dm_codec_close(&codec);
    return ok;
}

static bool in_one(job *j, dm_decoded *out, const dm_charset *cs, size_t bom,
                   dm_err *err)
{
    dm_segments all = {dm_arena_zalloc(j->arena, 1, sizeof *all.list), 1};

    if (all.list == NULL)
        return fail_arena(err);
    all.list->bytes = (dm_range){bom, j->bytes.len};
    all.list->charset = cs;
    return from_segments(j, all, out, err);
}

/* NOLINTNEXTLINE(readability-function-size): seven, the room's one door */
bool dm_decode(dm_decoded *out, dm_arena *arena, dm_slice bytes,
               const dm_charset *cs, size_t bom, size_t max, dm_err *err)
{
    job      j;
    dm_slice body = dm_slice_sub(bytes, bom, bytes.len);
    bool     ok;

    if (bytes.len >= UINT32_MAX)
        return dm_fail(err, DM_E_SIZE, "the input is over 4 GB");
    if (is_ascii_like(cs, body) && dm_utf8_valid(body) == body.len) {
        if (body.len > max)
            return dm_fail(err, DM_E_SIZE, "the text is over %zu bytes", max);
        return as_it_is(out, arena, bytes, bom, err);
    }
    job_open(&j, arena, bytes, max);
    if (cs->kind == DM_KIND_UTF8)
        ok = from_utf8(&j, out, bom, err);
    else if (cs->kind >= DM_KIND_JIS)
        ok = with_codec(&j, out, cs, bom, err);
    else
        ok = in_one(&j, out, cs, bom, err);
    job_close(&j);
    return ok;
}

static bool in_several(dm_decoded *out, dm_arena *arena, dm_slice bytes,
                       dm_segments all, size_t max, dm_err *err)
{
    job  j;
    bool ok;

    job_open(&j, arena, bytes, max);
    ok = from_segments(&j, all, out, err);
    job_close(&j);
    if (ok) {
        out->segments = all.list;
        out->nsegments = all.n;
    }
    return ok;
}

/* Once the parts are told from one another, this sure of the charset. */
#define FOUND 0.9

/* The charset of most bytes, of those that appear first. */
static const dm_charset *most_of(dm_segments all)
{
    enum { FEW = 6 };
    struct {
        const dm_charset *charset;
        size_t            bytes;
    } sum[FEW] = {0};
    size_t best = 0;

    for (size_t i = 0; i < all.n; i++) {
        const dm_segment *s = &all.list[i];
        size_t            k = 0;

        while (k < FEW - 1 && sum[k].charset != NULL &&
               sum[k].charset != s->charset)
            k++;
        if (sum[k].charset == NULL)
            sum[k].charset = s->charset;
        sum[k].bytes += s->bytes.to - s->bytes.from;
        best = sum[k].bytes > sum[best].bytes ? k : best;
    }
    return sum[best].charset;
}

/* That is the document's charset, whatever was thought of it. */
static void choose_most(dm_detection *how, dm_segments all)
{
    dm_candidate     *chosen = &how->candidates[0];
    const dm_charset *most = most_of(all);

    if (chosen->confidence < FOUND)
        chosen->confidence = FOUND;
    if (chosen->charset == most)
        return;
    chosen->charset = most;
    chosen->how = most->kind == DM_KIND_UTF8 ? DM_BY_UTF8 : DM_BY_STATISTICS;
    chosen->evidence = all.n == 1 ? "all of it that is not damaged"
                                  : "most of it, beside other charsets";
}

bool dm_decode_detected(dm_decoded *out, dm_arena *arena, dm_slice bytes,
                        dm_detection *how, size_t max, dm_err *err)
{
    dm_candidate *chosen = &how->candidates[0];
    dm_segments   all = {NULL, 0};
    bool          ok;

    if (how->clean && bytes.len < UINT32_MAX && bytes.len <= max)
        return as_it_is(out, arena, bytes, 0, err);
    if (bytes.len < UINT32_MAX &&
        !dm_segments_find(&all, arena, bytes, how, err))
        return false;
    if (all.n > 0)
        choose_most(how, all);
    ok = all.n > 1 ? in_several(out, arena, bytes, all, max, err)
                   : dm_decode(out, arena, bytes, chosen->charset, how->bom,
                               max, err);
    if (!ok)
        return false;
    if (chosen->how >= DM_BY_STATISTICS || all.n > 0)
        chosen->bad =
            out->bad < DM_DECODE_ERRORS ? out->bad : (size_t)DM_DECODE_ERRORS;
    return true;
}

/* ---- the process ---- */

#define TEXT_OF(x) #x
#define TEXT(x)    TEXT_OF(x)

const char *dm_decode_version(void)
{
#ifdef _LIBICONV_VERSION /* major << 8 | minor, both under a hundred */
    enum { MINOR = _LIBICONV_VERSION & 0xFF };
    static const char name[] = {'l',
                                'i',
                                'b',
                                'i',
                                'c',
                                'o',
                                'n',
                                'v',
                                ' ',
                                '0' + (_LIBICONV_VERSION >> 8),
                                '.',
                                '0' + MINOR / 10,
                                '0' + MINOR % 10,
                                '\0'};

    return name;
#else
    return "glibc " TEXT(__GLIBC__) "." TEXT(__GLIBC_MINOR__);
#endif
}
