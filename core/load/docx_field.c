/* docx_field.c - the fields that are links: HYPERLINK "address" \l "place".
**
** A field is one element, whose attribute says what it does, or runs: a sign
** that it begins, its instructions, a sign that they end, what it shows, a sign
** that it ends.  It may go on in the next paragraph and hold others, so it is
** no element of the page: it takes the page's mark for links.
*/
#include <strings.h>

#include "base/ascii.h"
#include "load/docx_in.h"

typedef struct field {
    size_t from; /* of its instructions, in `instructions` */
    bool   link;
} field;

static field *top(const dm_docx_reading *b)
{
    return b->fields.len > 0
               ? (field *)(void *)(b->fields.ptr + b->fields.len) - 1
               : NULL;
}

/* The next word of `s`, or what stands in quotes, appended to `out`; a
** backslash in quotes means what is behind it.  False at the end. */
static bool take_word(dm_slice *s, dm_buf *out)
{
    size_t i = 0;
    bool   quoted;

    while (i < s->len && dm_ascii_space(s->ptr[i]))
        i++;
    quoted = i < s->len && s->ptr[i] == '"';
    if (i == s->len)
        return false;
    for (i += quoted; i < s->len; i++) {
        if (quoted ? s->ptr[i] == '"' : dm_ascii_space(s->ptr[i]))
            break;
        if (quoted && s->ptr[i] == '\\' && i + 1 < s->len)
            i++;
        dm_buf_char(out, s->ptr[i]);
    }
    *s = dm_slice_sub(*s, i + (quoted && i < s->len), s->len);
    return true;
}

/* Where the switch stands alone: \h, \m, \n, and others of all fields. */
static bool has_argument(char c)
{
    return c == 'l' || c == 'o' || c == 't' || c == '*' || c == '@' || c == '#';
}

/* What the instructions lead to; false when they make no link. */
static bool find_target(dm_slice s, dm_buf *out)
{
    dm_buf word, place;
    bool   link;

    dm_buf_init(&word, 1 << 16);
    dm_buf_init(&place, 1 << 16);
    if (!take_word(&s, &word) || word.len != 9 ||
        strncasecmp(word.ptr, "HYPERLINK", 9) != 0)
        s.len = 0;
    for (dm_buf_clear(&word); take_word(&s, &word); dm_buf_clear(&word)) {
        char c = '\0';

        if (word.len == 2 && word.ptr[0] == '\\')
            c = word.ptr[1];
        if (c == '\0') {
            if (out->len == 0)
                dm_buf_slice(out, dm_buf_view(&word));
            continue;
        }
        dm_buf_clear(&word);
        if (has_argument(c) && take_word(&s, &word) && c == 'l')
            dm_buf_slice(&place, dm_buf_view(&word));
    }
    if (place.len > 0) {
        dm_buf_char(out, '#');
        dm_buf_slice(out, dm_buf_view(&place));
    }
    link = out->len > 0 && !out->failed && !word.failed && !place.failed;
    dm_buf_fini(&word);
    dm_buf_fini(&place);
    return link;
}

/* A link begins if the instructions say so. */
static bool begin_link(dm_docx_reading *b, dm_slice instructions)
{
    dm_buf   out;
    dm_slice href = {"", 0};
    bool     link;

    dm_buf_init(&out, 1 << 17);
    link = find_target(instructions, &out);
    if (link)
        href = dm_arena_slice(&b->page->doc->arena, dm_buf_view(&out));
    dm_buf_fini(&out);
    if (href.ptr == NULL)
        b->page->failed = true;
    else if (link)
        dm_page_begin_link(b->page, href);
    return link;
}

void dm_docx_open_field(dm_docx_reading *b, dm_docx_frame *f,
                        const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_slice instructions = dm_xml_attr(tag, "w:instr");

    (void)r;
    f->flag = instructions.ptr != NULL && begin_link(b, instructions);
}

void dm_docx_close_field(dm_docx_reading *b, const dm_docx_frame *f)
{
    if (f->flag)
        dm_page_end_link(b->page);
}

static void end_field(dm_docx_reading *b)
{
    field f = *top(b);

    b->fields.len -= sizeof f;
    b->instructions.len = f.from;
    if (f.from == 0) /* the next field may be short again */
        dm_buf_clear(&b->instructions);
    if (f.link)
        dm_page_end_link(b->page);
}

void dm_docx_open_field_sign(dm_docx_reading *b, dm_docx_frame *f,
                             const dm_xml_tag *tag, const dm_docx_row *r)
{
    dm_slice type = dm_xml_attr(tag, "w:fldCharType");
    field new = {b->instructions.len, false};
    dm_slice all = dm_buf_view(&b->instructions);

    (void)f, (void)r;
    if (type.ptr == NULL)
        return;
    if (dm_slice_eq(type, DM_S("begin"))) {
        dm_buf_add(&b->fields, &new, sizeof new);
        b->page->failed = b->page->failed || b->fields.failed;
    } else if (top(b) == NULL)
        return;
    else if (dm_slice_eq(type, DM_S("end")))
        end_field(b);
    else if (dm_slice_eq(type, DM_S("separate")) && !top(b)->link &&
             !b->instructions.failed)
        top(b)->link = begin_link(b, dm_slice_sub(all, top(b)->from, all.len));
}

/* What a field does that is too long is no link, and not told. */
void dm_docx_instruct(dm_docx_reading *b, dm_slice text)
{
    if (top(b) != NULL)
        dm_buf_slice(&b->instructions, text);
}

void dm_docx_end_fields(dm_docx_reading *b)
{
    while (top(b) != NULL)
        end_field(b);
}
