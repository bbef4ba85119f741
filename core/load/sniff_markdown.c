/* sniff_markdown.c - is this text Markdown?
**
** Its path says so, or it must look it beyond doubt: what is taken for
** Markdown loses its marks, so a listing or a log that has some by chance is
** to stay text.  A name with another ending is believed.  Without one, two
** kinds of marks are asked for, of which one is more than a # or a *, and
** nothing in it may look like a program, a patch or a log.  A text with a few
** # or * stays text, which the reader of text knows too.
*/
#include <strings.h>

#include "base/ascii.h"
#include "load/read_markdown.h"
#include "load/readers.h"

enum { WINDOW = 65536, NAMED = 95, ENDING = 8 };

/* Small enough to be told as a warning (load.c). */
enum { LOOKS = 40 };

static bool ends_in(dm_slice path, const char *const *ends)
{
    for (; *ends != NULL; ends++) {
        size_t len = strlen(*ends);

        if (path.len > len &&
            strncasecmp(path.ptr + path.len - len, *ends, len) == 0)
            return true;
    }
    return false;
}

static bool named_markdown(dm_slice path)
{
    static const char *const ends[] = {".md",   ".markdown", ".mdown", ".mkd",
                                       ".mdwn", ".qmd",      ".rmd",   NULL};

    return ends_in(path, ends);
}

static bool is_blank(char c)
{
    return c == ' ' || c == '\t' || c == '\r';
}

/* Does the name end in what is no Markdown?  ".py", ".log", ".diff", ".3". */
static bool named_otherwise(dm_slice path)
{
    static const char *const plain[] = {".txt", ".text", NULL};
    size_t                   n = 0;

    while (n < path.len && n <= ENDING) {
        char c = path.ptr[path.len - 1 - n];

        if (c == '.')
            return n > 0 && n + 1 < path.len && !ends_in(path, plain);
        if (!dm_ascii_letter(c) && !dm_ascii_digit(c) && c != '+')
            return false;
        n++;
    }
    return false;
}

typedef struct census {
    size_t headings, links, fences, rules, strong; /* of Markdown */
    size_t lines, indented;
    size_t code;  /* lines that only a program or a patch has */
    size_t stops; /* lines that end as statements do */
    size_t times; /* lines that begin with a date or a time */
    bool   fenced;
    bool   bars, heading; /* the line before has some, is one */
    char   before; /* what the line before begins with; 0 for an empty one */
} census;

/* ---- marks of Markdown --------------------------------------------------- */

/* "|---|:--:|": the line under a table's head. */
static bool is_rule(dm_slice line)
{
    size_t bars = 0;
    size_t dashes = 0;

    for (size_t i = 0; i < line.len; i++) {
        bars += line.ptr[i] == '|';
        dashes += line.ptr[i] == '-';
        if (!dm_md_among(line.ptr[i], "|-: \t\r"))
            return false;
    }
    return bars >= 1 && dashes >= 3;
}

/* One that begins a part: lines of # in a row are comments. */
static bool is_heading(dm_slice line, char before)
{
    size_t n = 0;

    while (n < line.len && n < 7 && line.ptr[n] == '#')
        n++;
    return n > 0 && n < 7 && n + 1 < line.len && line.ptr[n] == ' ' &&
           !is_blank(line.ptr[n + 1]) && (before == 0 || before == '`');
}

/* Is "](" at `at` in the middle of a link, and not an index and a call?  What
** it leads to is an address: "a/b", "x.html", "#top". */
static bool is_link(dm_slice line, size_t at)
{
    const char *open = memrchr(line.ptr, '[', at);
    size_t      from = at + 2;
    size_t      to = from;
    bool        address = false;
    char        before = ' ';

    if (open == NULL || open + 1 == line.ptr + at)
        return false;
    if (open > line.ptr)
        before = open[-1];
    while (to < line.len && line.ptr[to] != ')' && !is_blank(line.ptr[to])) {
        address = address || dm_md_among(line.ptr[to], "/.:#");
        to++;
    }
    return address && to < line.len && to > from + 1 &&
           !dm_ascii_letter(before) && !dm_ascii_digit(before) &&
           !dm_md_among(before, "_)]}>$&\\");
}

static size_t count_links(dm_slice line)
{
    size_t n = 0;

    for (size_t at = 0; at < line.len;) {
        const char *p = memmem(line.ptr + at, line.len - at, "](", 2);

        if (p == NULL)
            break;
        at = (size_t)(p - line.ptr);
        n += is_link(line, at);
        at += 2;
    }
    return n;
}

/* "**strong**", the marks at its words. */
static size_t count_strong(dm_slice line)
{
    size_t n = 0;
    size_t at = 0;

    for (;;) {
        const char *a = memmem(line.ptr + at, line.len - at, "**", 2);
        const char *b;
        size_t      from;

        if (a == NULL)
            return n;
        from = (size_t)(a - line.ptr) + 2;
        b = memmem(line.ptr + from, line.len - from, "**", 2);
        if (b == NULL)
            return n;
        n += b > line.ptr + from && !is_blank(line.ptr[from]) &&
             line.ptr[from] != '*' && !is_blank(b[-1]);
        at = (size_t)(b - line.ptr) + 2;
    }
}

/* ---- marks of something else --------------------------------------------- */

/* What lines of programs, patches and other markup begin with, and Markdown
** does not outside of its fences. */
static bool is_code(dm_slice line)
{
    static const char *const begins[] = {
        "#!",         "#include", "#define", "#if",      "#endif",
        "#pragma",    "#undef",   "//",      "/*",       "*/",
        "def ",       "import ",  "from ",   "class ",   "return ",
        "function ",  "func ",    "fn ",     "local ",   "static ",
        "struct ",    "typedef ", "public ", "private ", "package ",
        "namespace ", "template", "using ",  "const ",   "var ",
        "let ",       "use ",     "my ",     "sub ",     "echo ",
        "export ",    "set ",     "alias ",  "if [",     "if (",
        "for (",      "while ",   "elif ",   "else:",    "esac",
        "diff -",     "Index: ",  "@@ ",     "--- a/",   "+++ ",
        "<?",         "\\",       "%",       "@",        "--[",
        ".. ",        "{|",       "|}",      "{{",       "==",
        "SELECT ",    "CREATE ",  "INSERT ",
    };

    for (size_t i = 0; i < sizeof begins / sizeof *begins; i++)
        if (dm_slice_starts(line, dm_slice_str(begins[i])))
            return true;
    return dm_slice_eq(line, DM_S("fi")) || dm_slice_eq(line, DM_S("done"));
}

/* "    return x;", "} else {", "code::". */
static bool is_statement(dm_slice line)
{
    char last = line.ptr[line.len - 1];

    return last == ';' || last == '{' || last == '}' ||
           (last == ':' && line.len > 1 && line.ptr[line.len - 2] == ':');
}

/* "2024-01-01", "[12:01", "<12:01:59>": as logs begin their lines. */
static bool is_stamped(dm_slice line)
{
    size_t at = dm_md_among(line.ptr[0], "[<(");
    size_t n = 0;

    while (at + n < line.len && dm_ascii_digit(line.ptr[at + n]))
        n++;
    if ((n != 4 && n != 2 && n != 1) || at + n + 2 >= line.len)
        return false;
    return dm_md_among(line.ptr[at + n], n == 4 ? "-/" : ":") &&
           dm_ascii_digit(line.ptr[at + n + 1]);
}

/* "Name: x" and more of the kind at the beginning: fields of something. */
static bool is_field(dm_slice line)
{
    size_t n = 0;

    while (n < line.len && (dm_ascii_letter(line.ptr[n]) || line.ptr[n] == '-'))
        n++;
    return n > 1 && n + 1 < line.len && line.ptr[n] == ':' &&
           line.ptr[n + 1] == ' ';
}

/* ---- the whole ----------------------------------------------------------- */

static dm_slice next_line(dm_slice *s)
{
    const char *lf = memchr(s->ptr, '\n', s->len);
    size_t      n = lf != NULL ? (size_t)(lf - s->ptr) : s->len;
    dm_slice    line = {s->ptr, n};

    *s = dm_slice_sub(*s, n + (lf != NULL), s->len);
    while (line.len > 0 && is_blank(line.ptr[line.len - 1]))
        line.len--;
    return line;
}

static void count_marks(census *c, dm_slice line)
{
    if (c->heading && c->before == '#' && line.ptr[0] == '#')
        c->headings--;
    c->heading = is_heading(line, c->before);
    c->headings += c->heading;
    c->rules += c->bars && is_rule(line);
    c->bars = memchr(line.ptr, '|', line.len) != NULL;
    c->links += count_links(line);
    c->strong += count_strong(line);
}

static void count_line(census *c, dm_slice line)
{
    bool fence = dm_slice_starts(line, DM_S("```"));

    c->fences += fence;
    if (fence)
        c->fenced = !c->fenced;
    else if (!c->fenced && line.len > 0) {
        c->lines++;
        c->indented +=
            line.ptr[0] == '\t' || dm_slice_starts(line, DM_S("    "));
        c->code += is_code(line);
        c->stops += is_statement(line);
        c->times += is_stamped(line);
        count_marks(c, line);
    }
    c->bars = c->bars && line.len > 0;
    c->before = '\0';
    if (line.len > 0)
        c->before = line.ptr[0];
}

static bool begins_with_fields(dm_slice s)
{
    return s.len > 0 && is_field(next_line(&s)) && s.len > 0 &&
           is_field(next_line(&s));
}

static bool looks_foreign(const census *c)
{
    return c->code > 0 || c->stops > 1 || c->times > 1 ||
           c->indented * 3 > c->lines;
}

/* A window may end within a fence: what is in it is not counted then. */
static int look(dm_slice text)
{
    size_t front = dm_md_front(text);
    size_t layout, inside;
    bool   sure;
    census c = {.before = 0};

    if (front == 0 && begins_with_fields(text))
        return 0;
    text = dm_slice_sub(text, front,
                        text.len - front < WINDOW ? text.len : front + WINDOW);
    while (text.len > 0)
        count_line(&c, next_line(&text));
    layout = (size_t)(c.headings > 0) + (c.fences > 1) + (c.rules > 0);
    inside = (size_t)(c.links > 0) + (c.strong > 0);
    if (looks_foreign(&c))
        return 0;
    if (front > 0 && layout + inside > 0)
        return LOOKS;
    sure = c.links > 0 || c.fences > 1 || c.rules > 0;
    return sure && layout > 0 && layout + inside >= 2 ? LOOKS : 0;
}

int dm_sniff_markdown(dm_slice text, dm_slice path)
{
    if (named_markdown(path))
        return NAMED;
    return named_otherwise(path) ? 0 : look(text);
}
