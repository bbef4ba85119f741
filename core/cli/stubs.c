/* stubs.c - the entries made of scripts/meta, found and shown.
**
** They lie in the order of the files; a class has its members behind it, in
** the order in which they were written.  A few hundred, asked for once a run.
*/
#include "cli/stubs.h"

#include "text/utf8.h"

struct stub {
    const char *name, *title;
    const char *makes; /* the class that calling this one gives, or NULL */
    const char *const *lines;
};
#include "stubs.inc"

enum { WIDTH = 79, INDENT = 14 };

const char *dm_stub_name(size_t i)
{
    return i < sizeof stubs / sizeof *stubs ? stubs[i].name : NULL;
}

const char *dm_stub_title(size_t i)
{
    return stubs[i].title;
}

const char *const *dm_stub_lines(size_t i)
{
    return stubs[i].lines;
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

/* The entry called `name` behind `before`, which it begins with. */
static const struct stub *called(dm_slice name, dm_slice before)
{
    for (const struct stub *s = stubs; s->name != NULL; s++)
        if (dm_slice_starts(dm_slice_str(s->name), before) &&
            same_name(name, s->name + before.len))
            return s;
    return NULL;
}

/* The member of what its class makes: "layout.match" is "picture.match". */
static const struct stub *made(dm_slice name)
{
    for (const struct stub *s = stubs; s->name != NULL; s++) {
        size_t n = strlen(s->name);

        if (s->makes != NULL && name.len > n && plain(name.ptr[n]) == '.' &&
            same_name(dm_slice_sub(name, 0, n), s->name))
            return called(dm_slice_sub(name, n, name.len),
                          dm_slice_str(s->makes));
    }
    return NULL;
}

/* By the name that a variable usually has: "rx:find", "m:names". */
static const struct stub *spoken(dm_slice name)
{
    static const struct {
        const char *word, *class;
    } rows[] = {
        {"rx.", "regex."},
        {"m.",  "match."},
    };

    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        size_t n = strlen(rows[i].word);

        if (name.len > n && same_name(dm_slice_sub(name, 0, n), rows[i].word))
            return called(dm_slice_sub(name, n, name.len),
                          dm_slice_str(rows[i].class));
    }
    return NULL;
}

/* The entry called `name`, either with "docmill." or without; NULL for none. */
static const struct stub *find(dm_slice name)
{
    const dm_slice     root = DM_S("docmill."), none = DM_S("");
    const struct stub *s = called(name, none);

    if (s == NULL)
        s = spoken(name);
    if (s == NULL)
        s = called(name, root);
    if (s == NULL)
        s = made(name);
    if (s == NULL && dm_slice_starts(name, root))
        s = find(dm_slice_sub(name, root.len, name.len));
    return s;
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

/* Append the words of a line up to the end of a sentence, filled from `indent`
** on; false behind that end. */
static bool add_words(dm_buf *out, const char *line, int indent, int *column)
{
    while (*(line += strspn(line, " ")) != '\0') {
        size_t n = strcspn(line, " ");
        int cells = (int)dm_utf8_cells(dm_slice_sub(dm_slice_str(line), 0, n));

        if (*column > indent && *column + 1 + cells > WIDTH) {
            dm_buf_printf(out, "\n%*s", indent, "");
            *column = indent;
        }
        dm_buf_printf(out, "%s%.*s", *column > indent ? " " : "", (int)n, line);
        *column += cells + 1;
        if (line[n - 1] == '.')
            return false;
        line += n;
    }
    return true;
}

/* Append the first sentence of an entry: its first paragraph at most. */
static void add_first(dm_buf *out, const struct stub *s, int indent)
{
    int column = indent;

    for (const char *const *line = s->lines; *line != NULL && **line != '\0';
         line++)
        if (!add_words(out, *line, indent, &column))
            return;
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
        add_first(out, s, 4);
        dm_buf_char(out, '\n');
    }
    if (any)
        dm_buf_printf(out, "\ndocmill help %s.NAME tells more of each.\n",
                      class);
}

/* The members of all classes that are called `name` alone, "blocks"; false when
** there are none. */
static bool add_alike(dm_buf *out, dm_slice name)
{
    size_t n = 0;

    for (const struct stub *s = stubs; s->name != NULL; s++) {
        const char *last = strrchr(s->name, '.');

        if (last == NULL || !same_name(name, last + 1))
            continue;
        dm_buf_printf(out, "%s%s\n    ", n++ > 0 ? "\n" : "", s->title);
        add_first(out, s, 4);
        dm_buf_printf(out, "\n    docmill help %s tells more.\n", s->name);
    }
    return n > 0;
}

bool dm_stub_help(dm_buf *out, dm_slice name)
{
    const struct stub *s = find(name);

    if (s == NULL)
        return add_alike(out, name);
    dm_buf_printf(out, "%s\n\n", s->title);
    add_lines(out, s->lines);
    if (strchr(s->name, '.') == NULL)
        add_members(out, s->name);
    if (s->makes != NULL)
        dm_buf_printf(out, "docmill help %s tells what it makes.\n", s->makes);
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
        add_first(out, s, INDENT + 1);
        add_names(out, s->name);
    }
}
