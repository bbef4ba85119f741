/* check_junit.c - what a check found as JUnit's XML.
**
** A script is a suite, an item a case; findings are the suite's system-err.
*/
#include "desk/check_report.h"
#include "text/utf8.h"

/* Can XML 1.0 hold the character? */
static bool is_xml(uint32_t cp)
{
    return cp == '\t' || cp == '\n' || cp == '\r' ||
           (cp >= 0x20 && cp != 0xFFFE && cp != 0xFFFF);
}

static void put_char(dm_buf *out, dm_slice c)
{
    size_t n;

    if (c.len == 1 && *c.ptr == '&')
        dm_buf_str(out, "&amp;");
    else if (c.len == 1 && *c.ptr == '<')
        dm_buf_str(out, "&lt;");
    else if (c.len == 1 && *c.ptr == '>')
        dm_buf_str(out, "&gt;");
    else if (c.len == 1 && *c.ptr == '"')
        dm_buf_str(out, "&quot;");
    else if (c.len == 1 && (*c.ptr == '\n' || *c.ptr == '\t' || *c.ptr == '\r'))
        dm_buf_printf(out, "&#%d;", *c.ptr);
    else if (is_xml(dm_utf8_decode(c.ptr, &n)))
        dm_buf_slice(out, c);
    else
        dm_buf_str(out, "\xEF\xBF\xBD");
}

static void add_xml(dm_buf *out, dm_slice s)
{
    while (s.len > 0) {
        size_t valid = dm_utf8_valid(s);

        for (size_t i = 0; i < valid; i += dm_utf8_len(s.ptr[i]))
            put_char(out, dm_slice_sub(s, i, i + dm_utf8_len(s.ptr[i])));
        if (valid < s.len) {
            dm_buf_str(out, "\xEF\xBF\xBD");
            valid++;
        }
        s = dm_slice_sub(s, valid, s.len);
    }
}

static void put_attribute(dm_buf *out, const char *name, dm_slice value)
{
    dm_buf_printf(out, " %s=\"", name);
    add_xml(out, value);
    dm_buf_char(out, '"');
}

/* The failure of an item: where, what, and what differs. */
static void put_failure(dm_buf *out, const dm_check_item *item)
{
    const char *what = item->kind == DM_CHECK_SCRIPT ? "error" : "failure";
    dm_buf      text;

    dm_buf_init(&text, 1 << 20);
    dm_diag_text(&text, item->why, DM_ERROR, false);
    dm_check_differ(&text, item, "  ");
    dm_buf_printf(out, "      <%s", what);
    put_attribute(out, "message", dm_slice_str(item->why->msg));
    put_attribute(out, "type", dm_slice_str(dm_code_word(item->why->code)));
    dm_buf_char(out, '>');
    add_xml(out, dm_buf_view(&text));
    dm_buf_printf(out, "</%s>\n", what);
    dm_buf_fini(&text);
}

static void put_case(dm_buf *out, const dm_checked *c,
                     const dm_check_item *item)
{
    dm_buf_str(out, "    <testcase");
    put_attribute(out, "classname", dm_slice_str(c->script));
    put_attribute(out, "name", item->name);
    dm_buf_printf(out, " time=\"%.6f\"", item->seconds);
    if (item->why == NULL) {
        dm_buf_str(out, "/>\n");
        return;
    }
    dm_buf_str(out, ">\n");
    put_failure(out, item);
    dm_buf_str(out, "    </testcase>\n");
}

static void put_findings(dm_buf *out, const dm_checked *c)
{
    dm_buf text;

    dm_buf_init(&text, 16 << 20);
    dm_check_scores(c, &text);
    if (text.len > 0) {
        dm_buf_str(out, "    <system-out>");
        add_xml(out, dm_buf_view(&text));
        dm_buf_str(out, "</system-out>\n");
    }
    dm_buf_clear(&text);
    for (size_t i = 0; i < c->nfindings; i++)
        if (c->findings[i].severity == DM_WARNING)
            dm_diag_text(&text, &c->findings[i].text, DM_WARNING, false);
    if (text.len > 0) {
        dm_buf_str(out, "    <system-err>");
        add_xml(out, dm_buf_view(&text));
        dm_buf_str(out, "</system-err>\n");
    }
    dm_buf_fini(&text);
}

void dm_check_junit(const dm_checked *c, dm_buf *out)
{
    size_t errors = c->failed[DM_CHECK_SCRIPT];
    double seconds = 0;

    for (size_t i = 0; i < c->nitems; i++)
        seconds += c->items[i].seconds;
    dm_buf_str(out, "  <testsuite");
    put_attribute(out, "name", dm_slice_str(c->script));
    dm_buf_printf(out, " tests=\"%zu\" failures=\"%zu\" errors=\"%zu\"",
                  c->nitems, dm_checked_failed(c) - errors, errors);
    dm_buf_printf(out, " time=\"%.6f\">\n", seconds);
    for (size_t i = 0; i < c->nitems; i++)
        put_case(out, c, &c->items[i]);
    put_findings(out, c);
    dm_buf_str(out, "  </testsuite>\n");
}
