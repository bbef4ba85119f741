/* reduce_cut.c - where the bytes of a document may be cut. */
#include "base/ascii.h"
#include "desk/reduce_in.h"
#include "text/utf8.h"

enum { TAG_MAX = 4096 };

/* Where the tag or reference that begins at `at` ends; `at` for none. */
static size_t tag_end(dm_slice s, size_t at)
{
    size_t max = at + TAG_MAX < s.len ? at + TAG_MAX : s.len;
    char   c = '\0', last = '\0';

    if (at + 1 < s.len)
        c = s.ptr[at + 1];
    if (s.ptr[at] == '<' &&
        (dm_ascii_word(c) || c == '/' || c == '!' || c == '?'))
        last = '>';
    else if (s.ptr[at] == '&' && (dm_ascii_word(c) || c == '#'))
        last = ';';
    for (size_t i = at + 1; last != '\0' && i < max; i++) {
        if (s.ptr[i] == last)
            return i + 1;
        if (last == ';' && !dm_ascii_word(s.ptr[i]) && s.ptr[i] != '#')
            break;
    }
    return at;
}

static size_t word_end(dm_slice s, size_t at)
{
    while (at < s.len && dm_ascii_word(s.ptr[at]))
        at++;
    return at;
}

/* Behind the line at `at`; for blocks behind the blank lines that follow. */
static size_t line_end(dm_slice s, size_t at, bool block)
{
    for (; at < s.len; at++) {
        if (s.ptr[at] != '\n')
            continue;
        if (!block)
            return at + 1;
        if (at + 1 < s.len && s.ptr[at + 1] == '\n') {
            while (at < s.len && s.ptr[at] == '\n')
                at++;
            return at;
        }
    }
    return s.len;
}

/* Where the piece of decoded text that begins at `at` ends. */
static size_t piece_end(dm_slice s, size_t at, dm_cut how, bool markup)
{
    size_t end = at;

    if (how == DM_CUT_BLOCKS || how == DM_CUT_LINES)
        return line_end(s, at, how == DM_CUT_BLOCKS);
    if (markup)
        end = tag_end(s, at);
    if (end == at && how == DM_CUT_WORDS)
        end = word_end(s, at);
    if (end == at)
        end = at + dm_utf8_len(s.ptr[at]);
    return end < s.len ? end : s.len;
}

static bool no_cut(dm_err *err)
{
    dm_fail(err, DM_E_NO_EDIT, "a container cannot be cut");
    return dm_fail_help(err, "take the member that fails out of it");
}

/* The pieces of a document's decoded text as pieces of its bytes. */
static bool of_text(const dm_view *view, dm_cut how, dm_buf *pieces,
                    dm_err *err)
{
    const dm_doc *doc = view->doc;
    dm_slice      s = view->text;
    size_t        last = 0, at = 0;
    bool          first = true;

    while (at < s.len) {
        size_t   end = piece_end(s, at, how, doc->markup != NULL);
        dm_range src = {0, 0};

        (void)dm_view_source(view, (dm_range){at, end}, &src);
        if (first)
            last = src.from;
        if (src.to < last || src.to > doc->bytes.len)
            return no_cut(err);
        src.from = last;
        if (end == s.len)
            src.to = doc->bytes.len;
        if (src.to > src.from)
            dm_buf_add(pieces, &src, sizeof src);
        last = src.to;
        at = end;
        first = false;
    }
    return !pieces->failed ||
           dm_fail(err, DM_E_MEMORY, "no memory to cut the input");
}

/* The same of bytes that are no text: lines, else single bytes. */
static bool of_bytes(dm_slice s, dm_cut how, dm_buf *pieces, dm_err *err)
{
    size_t at = 0;

    while (at < s.len) {
        dm_range r = {at, how == DM_CUT_CHARS || how == DM_CUT_WORDS
                              ? at + 1
                              : line_end(s, at, how == DM_CUT_BLOCKS)};

        dm_buf_add(pieces, &r, sizeof r);
        at = r.to;
    }
    return !pieces->failed ||
           dm_fail(err, DM_E_MEMORY, "no memory to cut the input");
}

bool dm_cut_pieces(dm_slice bytes, const dm_reduce_options *options, dm_cut how,
                   dm_buf *pieces, dm_err *err)
{
    dm_load_options load = *options->load;
    dm_slice        path = dm_slice_str(options->input);
    const dm_view  *view = NULL;
    dm_doc         *doc;
    dm_err          why;
    bool            ok;

    load.binary = true;
    doc = dm_load(path, path, bytes, &load, &why);
    if (doc != NULL)
        view = dm_doc_view(doc, DM_S("decoded"), &why);
    if (view == NULL)
        ok = of_bytes(bytes, how, pieces, err);
    else if (doc->nparts > 0)
        ok = no_cut(err);
    else
        ok = of_text(view, how, pieces, err);
    dm_doc_free(doc);
    return ok;
}
