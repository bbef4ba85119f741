/* stubs.c - the entries made of scripts/meta, found and shown.
**
** They lie in the order of the files; a class has its members behind it, in
** the order in which they were written.  A few hundred, asked for once a run.
*/
#include "cli/stubs.h"

struct stub {
    const char        *name, *title;
    const char *const *lines;
};
#include "stubs.inc"

enum { WIDTH = 79, INDENT = 14 };

const char *dm_stub_name(size_t i)
{
    return i < sizeof stubs / sizeof *stubs ? stubs[i].name : NULL;
}

/* A letter as names have it. */
static char plain(char c)
{
    if (c >= 'A' && c <= 'Z')
        return (char)(c - 'A' + 'a');
    if (c == ':')
        return '.';
    return c;
}

/* True when `asked` is what people may write for `name`. */
static bool same_name(dm_slice asked, const char *name)
{
    size_t n = strlen(name);

    if (n != asked.len)
        return false;
    for (size_t i = 0; i < n; i++)
        if (plain(asked.ptr[i]) != plain(name[i]))
            return false;
    return true;
}

/* The entry called `name`, or behind "docmill." so; NULL for none. */
static const struct stub *find(dm_slice name)
{
    static const char root[] = "docmill.";

    for (const struct stub *s = stubs; s->name != NULL; s++)
        if (same_name(name, s->name))
            return s;
    for (const struct stub *s = stubs; s->name != NULL; s++)
        if (strncmp(s->name, root, sizeof root - 1) == 0 &&
            same_name(name, s->name + sizeof root - 1))
            return s;
    return NULL;
}

/* True when `s` is a member of class `class`. */
static bool is_member(const struct stub *s, const char *class)
{
    size_t n = strlen(class);

    return strncmp(s->name, class, n) == 0 && s->name[n] == '.';
}

static void add_lines(dm_buf *out, const char *const *lines)
{
    for (; *lines != NULL; lines++)
        dm_buf_printf(out, "%s\n", *lines);
}

/* Append the first sentence of an entry, as far as it is in one line. */
static void add_first(dm_buf *out, const struct stub *s)
{
    const char *line = s->lines[0] != NULL ? s->lines[0] : "";
    const char *end = strstr(line, ". ");

    dm_buf_printf(out, "%.*s",
                  (int)(end != NULL ? end - line + 1 : (long)strlen(line)),
                  line);
}

static void add_members(dm_buf *out, const char *class)
{
    bool any = false;

    for (const struct stub *s = stubs; s->name != NULL; s++) {
        if (!is_member(s, class))
            continue;
        if (!any)
            dm_buf_char(out, '\n');
        any = true;
        dm_buf_printf(out, "%s\n    ", s->title);
        add_first(out, s);
        dm_buf_char(out, '\n');
    }
    if (any)
        dm_buf_printf(out, "\ndocmill help %s.NAME tells more of each.\n",
                      class);
}

bool dm_stub_help(dm_buf *out, dm_slice name)
{
    const struct stub *s = find(name);

    if (s == NULL)
        return false;
    dm_buf_printf(out, "%s\n\n", s->title);
    add_lines(out, s->lines);
    if (strchr(s->name, '.') == NULL)
        add_members(out, s->name);
    return true;
}

/* Append the members of a class, filled to lines. */
static void add_names(dm_buf *out, const char *class)
{
    size_t column = WIDTH;

    for (const struct stub *s = stubs; s->name != NULL; s++) {
        const char *name;
        size_t      n;

        if (!is_member(s, class))
            continue;
        name = s->title + strlen(class); /* with its '.' or ':' */
        n = strlen(name) + 1;
        if (column + n > WIDTH) {
            dm_buf_printf(out, "\n%*s", INDENT, "");
            column = INDENT;
        }
        dm_buf_printf(out, " %s", name);
        column += n;
    }
    dm_buf_char(out, '\n');
}

void dm_stub_index(dm_buf *out)
{
    for (const struct stub *s = stubs; s->name != NULL; s++) {
        if (strchr(s->name, '.') != NULL || s[1].name == NULL ||
            !is_member(s + 1, s->name))
            continue;
        dm_buf_printf(out, "%-*s ", INDENT, s->name);
        add_first(out, s);
        add_names(out, s->name);
    }
}
