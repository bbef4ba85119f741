/* webanno.c - one page of annotations.
**
** Annotations need IRIs.  They are made from what is annotated (version 8 of
** RFC 9562: 122 bits of our own), so that a second run gives the same.
*/
#include "emit/webanno.h"

#include <xxhash.h>

#include "emit/json.h"
#include "text/utf8.h"

enum { CONTEXT = 32 }; /* code points of prefix and suffix */

static void put_uuid(dm_buf *out, const dm_standoff *found, size_t i)
{
    XXH128_hash_t h = XXH3_128bits_withSeed(found->id.ptr, found->id.len, i);
    uint64_t      high = h.high64, low = h.low64;

    if (i > 0) { /* the annotation, not only its number */
        const dm_standoff_span *s = &found->spans[i - 1];
        uint64_t                what[3] = {s->points.from, s->points.to,
                                           XXH3_64bits(s->rule.ptr, s->rule.len)};

        high ^= XXH3_64bits(what, sizeof what);
    }
    high = (high & ~0xF000ULL) | 0x8000ULL;
    low = (low & 0x3FFFFFFFFFFFFFFFULL) | 0x8000000000000000ULL;
    dm_buf_printf(out, "\"urn:uuid:%08llx-%04llx-%04llx-%04llx-%012llx\"",
                  (unsigned long long)(high >> 32),
                  (unsigned long long)(high >> 16 & 0xFFFF),
                  (unsigned long long)(high & 0xFFFF),
                  (unsigned long long)(low >> 48),
                  (unsigned long long)(low & 0xFFFFFFFFFFFFULL));
}

/* Does a path begin with what reads as a scheme? */
static bool looks_absolute(dm_slice path)
{
    for (size_t i = 0; i < path.len && path.ptr[i] != '/'; i++)
        if (path.ptr[i] == ':')
            return true;
    return false;
}

/* A path as a relative IRI reference, RFC 3987: everything but unreserved
** characters and / is spelled, byte by byte. */
static void put_source(dm_buf *out, const dm_standoff *found)
{
    dm_slice path = found->path.len > 0 ? found->path : found->id;

    dm_buf_char(out, '"');
    if (looks_absolute(path))
        dm_buf_str(out, "./");
    for (size_t i = 0; i < path.len; i++) {
        unsigned char c = (unsigned char)path.ptr[i];

        if ((c >= '0' && c <= '9') || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
            (c != '\0' && strchr("-._~/", c) != NULL))
            dm_buf_char(out, (char)c);
        else
            dm_buf_printf(out, "%%%02X", c);
    }
    dm_buf_char(out, '"');
}

static void put_body(dm_buf *out, const dm_standoff_span *s)
{
    const dm_value *v = s->value;

    dm_buf_str(out, "\"body\":[{\"type\":\"TextualBody\",\"purpose\":"
                    "\"tagging\",\"value\":");
    dm_json_string(out, s->rule);
    dm_buf_char(out, '}');
    if (s->field.len > 0 && !dm_slice_eq(s->field, s->rule)) {
        dm_buf_str(out, ",{\"type\":\"TextualBody\",\"purpose\":"
                        "\"classifying\",\"value\":");
        dm_json_string(out, s->field);
        dm_buf_char(out, '}');
    }
    if (v != NULL && v->kind == DM_STRING) {
        dm_buf_str(out, ",{\"type\":\"TextualBody\",\"purpose\":"
                        "\"describing\",\"format\":\"text/plain\",\"value\":");
        dm_json_string(out, v->as.string);
        dm_buf_char(out, '}');
    }
    dm_buf_char(out, ']');
}

static size_t before(dm_slice text, size_t at)
{
    for (size_t i = 0; i < CONTEXT && at > 0; i++)
        at = dm_utf8_back(text, at);
    return at;
}

static size_t behind(dm_slice text, size_t at)
{
    for (size_t i = 0; i < CONTEXT && at < text.len; i++)
        at += dm_utf8_len(text.ptr[at]);
    return at;
}

static void put_quote(dm_buf *out, dm_slice text, dm_range r)
{
    dm_buf_str(out, ",{\"type\":\"TextQuoteSelector\",\"exact\":");
    dm_json_string(out, dm_slice_sub(text, r.from, r.to));
    dm_buf_str(out, ",\"prefix\":");
    dm_json_string(out, dm_slice_sub(text, before(text, r.from), r.from));
    dm_buf_str(out, ",\"suffix\":");
    dm_json_string(out, dm_slice_sub(text, r.to, behind(text, r.to)));
    dm_buf_char(out, '}');
}

static void put_annotation(dm_buf *out, const dm_standoff *found, size_t i)
{
    const dm_standoff_span *s = &found->spans[i];

    dm_buf_str(out, "{\"id\":");
    put_uuid(out, found, i + 1);
    dm_buf_str(out, ",\"type\":\"Annotation\",\"motivation\":\"tagging\",");
    put_body(out, s);
    dm_buf_str(out, ",\"target\":{\"source\":");
    put_source(out, found);
    dm_buf_printf(out,
                  ",\"selector\":[{\"type\":\"TextPositionSelector\","
                  "\"start\":%zu,\"end\":%zu}",
                  s->points.from, s->points.to);
    put_quote(out, found->text, s->bytes);
    if (s->filed)
        dm_buf_printf(out,
                      ",{\"type\":\"DataPositionSelector\",\"start\":%zu,"
                      "\"end\":%zu}",
                      s->src.from, s->src.to);
    dm_buf_str(out, "]}}");
}

void dm_webanno_render(dm_buf *out, const dm_standoff *found)
{
    dm_buf_str(out, "{\"@context\":\"http://www.w3.org/ns/anno.jsonld\","
                    "\"id\":");
    put_uuid(out, found, 0);
    dm_buf_str(out, ",\"type\":\"AnnotationPage\",\"generator\":{\"type\":"
                    "\"Software\",\"name\":\"docmill\"},\"label\":");
    dm_json_string(out, found->id);
    dm_buf_str(out, ",\"summary\":");
    dm_json_string(out, dm_slice_str(found->view));
    dm_buf_printf(out, ",\"startIndex\":0,\"items\":[");
    for (size_t i = 0; i < found->nspans && !out->failed; i++) {
        dm_buf_str(out, i > 0 ? "," : "");
        put_annotation(out, found, i);
    }
    dm_buf_str(out, "]}\n");
}
