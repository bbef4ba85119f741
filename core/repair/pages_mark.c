/* pages_mark.c - the many ways to say the number of a page.
**
** A line is folded first: blanks, decoration (- 3 -, ==== Page 3 ====) and
** case go, numbers become #.  What is left is a form, looked up in a table.
*/
#include "repair/pages.h"
#include "text/utf8.h"

enum { LINE_MAX_LEN = 160, FORM_MAX = 64, NUMBERS = 2, NUMBER_MAX = 99999 };

typedef struct folded {
    char     form[FORM_MAX];
    size_t   len;
    uint32_t number[NUMBERS];
    size_t   numbers;
    bool     dashed; /* decorated by dashes on both sides */
} folded;

static const struct {
    dm_slice     form; /* the folded line */
    dm_page_kind kind;
} forms[] = {
    {DM_LIT("#"),                DM_PAGE_WEAK  },
    {DM_LIT("#、"),             DM_PAGE_WEAK  },
    {DM_LIT("#."),               DM_PAGE_WEAK  },
    {DM_LIT("#．"),             DM_PAGE_WEAK  },
    {DM_LIT("[#]"),              DM_PAGE_WEAK  },
    {DM_LIT("(#)"),              DM_PAGE_WEAK  },
    {DM_LIT("（#）"),          DM_PAGE_WEAK  },
    {DM_LIT("【#】"),          DM_PAGE_WEAK  },
    {DM_LIT("〔#〕"),          DM_PAGE_WEAK  },
    {DM_LIT("#/#"),              DM_PAGE_MEDIUM},
    {DM_LIT("#of#"),             DM_PAGE_MEDIUM},
    {DM_LIT("第#页"),          DM_PAGE_MEDIUM},
    {DM_LIT("第#頁"),          DM_PAGE_MEDIUM},
    {DM_LIT("#页"),             DM_PAGE_MEDIUM},
    {DM_LIT("#頁"),             DM_PAGE_MEDIUM},
    {DM_LIT("page#"),            DM_PAGE_MEDIUM},
    {DM_LIT("[page#]"),          DM_PAGE_MEDIUM},
    {DM_LIT("(page#)"),          DM_PAGE_MEDIUM},
    {DM_LIT("p.#"),              DM_PAGE_MEDIUM},
    {DM_LIT("seite#"),           DM_PAGE_MEDIUM},
    {DM_LIT("página#"),         DM_PAGE_MEDIUM},
    {DM_LIT("pagina#"),          DM_PAGE_MEDIUM},
    {DM_LIT("第#页共#页"),   DM_PAGE_STRONG},
    {DM_LIT("第#頁共#頁"),   DM_PAGE_STRONG},
    {DM_LIT("第#页(共#页)"), DM_PAGE_STRONG},
    {DM_LIT("第#頁(共#頁)"), DM_PAGE_STRONG},
    {DM_LIT("第#页/#页"),     DM_PAGE_STRONG},
    {DM_LIT("page#of#"),         DM_PAGE_STRONG},
    {DM_LIT("[page#of#]"),       DM_PAGE_STRONG},
    {DM_LIT("(page#of#)"),       DM_PAGE_STRONG},
    {DM_LIT("page#/#"),          DM_PAGE_STRONG},
    {DM_LIT("seite#von#"),       DM_PAGE_STRONG},
    {DM_LIT("página#de#"),      DM_PAGE_STRONG},
    {DM_LIT("pagina#di#"),       DM_PAGE_STRONG},
    {DM_LIT("<page#>"),          DM_PAGE_SURE  },
    {DM_LIT("<page>#"),          DM_PAGE_SURE  },
    {DM_LIT("<pagen=\"#\">"),    DM_PAGE_SURE  },
    {DM_LIT("<pagen=\"#\"/>"),   DM_PAGE_SURE  },
    {DM_LIT("<pbn=\"#\"/>"),     DM_PAGE_SURE  },
    {DM_LIT("<page>"),           DM_PAGE_TAG   },
    {DM_LIT("<pagebreak>"),      DM_PAGE_TAG   },
    {DM_LIT("<pb/>"),            DM_PAGE_TAG   },
};

/* Forms before text on the same line. */
static const dm_slice prefixes[] = {
    DM_LIT("#、"), DM_LIT("#."),    DM_LIT("#．"),   DM_LIT("[#]"),
    DM_LIT("(#)"), DM_LIT("（#）"), DM_LIT("【#】"), DM_LIT("-#-"),
    DM_LIT("#)"),  DM_LIT("#）"),
};

/* What decorates a page's number on both sides. */
static const dm_slice dashes[] = {
    DM_LIT("-"), DM_LIT("–"), DM_LIT("—"), DM_LIT("－"), DM_LIT("―"),
    DM_LIT("─"), DM_LIT("="), DM_LIT("*"), DM_LIT("~"),  DM_LIT("·"),
};

static const dm_slice blanks[] = {
    DM_LIT(" "),  DM_LIT("\t"), DM_LIT("\r"), DM_LIT("\xC2\xA0"),
    DM_LIT("　"), DM_LIT(","),  DM_LIT("，"),
};

/* Signs with another form: full-width and the like. */
static const struct {
    dm_slice from;
    char     to;
} twins[] = {
    {DM_LIT("／"), '/'},
    {DM_LIT("＜"), '<'},
    {DM_LIT("＞"), '>'},
    {DM_LIT("："), ':'},
    {DM_LIT("|"),   '/'},
    {DM_LIT("｜"), '/'},
};

static size_t one_of(dm_slice s, const dm_slice *set, size_t n)
{
    for (size_t i = 0; i < n; i++)
        if (dm_slice_starts(s, set[i]))
            return set[i].len;
    return 0;
}

static size_t blank(dm_slice s)
{
    return one_of(s, blanks, sizeof blanks / sizeof *blanks);
}

static size_t dash(dm_slice s)
{
    return one_of(s, dashes, sizeof dashes / sizeof *dashes);
}

static dm_slice past(dm_slice s, size_t n)
{
    return dm_slice_sub(s, n, s.len);
}

/* The digit `s` begins with, ASCII or full-width: its value, or -1. */
static int digit(dm_slice s, size_t *len)
{
    unsigned char last;

    *len = 1;
    if (s.len > 0 && s.ptr[0] >= '0' && s.ptr[0] <= '9')
        return s.ptr[0] - '0';
    if (!dm_slice_starts(s, DM_S("\xEF\xBC")) || s.len < 3)
        return -1;
    *len = 3;
    last = (unsigned char)s.ptr[2];
    return last >= 0x90 && last <= 0x99 ? last - 0x90 : -1;
}

/* The number `s` begins with: its length, or 0 when there is none, it begins
** with a zero or is no page's. */
static size_t number(dm_slice s, uint32_t *value)
{
    size_t at = 0;
    size_t n;
    int    d;

    *value = 0;
    while ((d = digit(past(s, at), &n)) >= 0) {
        if (*value == 0 && d == 0)
            return 0;
        *value = *value * 10 + (uint32_t)d;
        if (*value > NUMBER_MAX)
            return 0;
        at += n;
    }
    return at;
}

static void put(folded *f, dm_slice s)
{
    if (f->len + s.len <= FORM_MAX)
        memcpy(f->form + f->len, s.ptr, s.len);
    f->len += s.len;
}

/* Fold one sign of a line into the form; how much of `s` it takes. */
static size_t fold_one(folded *f, dm_slice s)
{
    uint32_t value;
    size_t   n = number(s, &value);
    char     c = s.ptr[0];

    if (n > 0) {
        if (f->numbers < NUMBERS)
            f->number[f->numbers] = value;
        f->numbers++;
        put(f, DM_S("#"));
        return n;
    }
    n = blank(s);
    if (n > 0)
        return n;
    for (size_t i = 0; i < sizeof twins / sizeof *twins; i++)
        if (dm_slice_starts(s, twins[i].from)) {
            put(f, (dm_slice){&twins[i].to, 1});
            return twins[i].from.len;
        }
    if (c >= 'A' && c <= 'Z')
        c = (char)(c + 32);
    n = dm_utf8_len(s.ptr[0]);
    put(f, n == 1 ? (dm_slice){&c, 1} : dm_slice_sub(s, 0, n));
    return n;
}

/* The line without decoration and blanks at its ends. */
static dm_slice bare(dm_slice s, bool *dashed)
{
    size_t left = 0;
    size_t right = 0;
    size_t n;

    while (s.len > 0 && ((n = blank(s)) > 0 || (n = dash(s)) > 0)) {
        left += dash(s) > 0;
        s = past(s, n);
    }
    while (s.len > 0) {
        size_t at = dm_utf8_back(s, s.len);

        if (blank(past(s, at)) == 0 && dash(past(s, at)) == 0)
            break;
        right += dash(past(s, at)) > 0;
        s.len = at;
    }
    *dashed = left > 0 && right > 0;
    return s;
}

/* The first bytes of all forms: digits, p and s, brackets, and the leads of
** 第, of full-width forms and of 【. */
static bool may_begin(dm_slice s)
{
    return s.len > 0 && ((s.ptr[0] >= '0' && s.ptr[0] <= '9') ||
                         strchr("pPsS[(<\xE7\xEF\xE3", s.ptr[0]) != NULL);
}

static bool fold(dm_slice line, folded *f)
{
    memset(f, 0, sizeof *f);
    line = bare(line, &f->dashed);
    if (!may_begin(line))
        return false;
    while (line.len > 0)
        line = past(line, fold_one(f, line));
    return f->len > 0 && f->len <= FORM_MAX && f->numbers <= NUMBERS;
}

static uint32_t hash(dm_slice s, uint32_t h)
{
    for (size_t i = 0; i < s.len; i++)
        h = (h ^ (unsigned char)s.ptr[i]) * 16777619U;
    return h;
}

/* "第#页/共#页" and "第#页共#页" are one form. */
static void unslash(folded *f)
{
    dm_slice form = {f->form, f->len};
    char    *slash = memmem(form.ptr, form.len, "/共", 4);

    if (slash == NULL)
        return;
    memmove(slash, slash + 1, (size_t)(f->form + f->len - slash - 1));
    f->len--;
}

static bool read_line(dm_slice line, dm_page_mark *out)
{
    folded   f;
    dm_slice form;

    if (!fold(line, &f))
        return false;
    unslash(&f);
    form = (dm_slice){f.form, f.len};
    for (size_t i = 0; i < sizeof forms / sizeof *forms; i++)
        if (dm_slice_eq(form, forms[i].form)) {
            out->kind = forms[i].kind;
            if (f.dashed && (i == 0 || out->kind == DM_PAGE_MEDIUM))
                out->kind = DM_PAGE_STRONG;
            out->style = hash(form, f.dashed ? 7 : 1);
            out->number = f.number[0];
            out->total = f.number[1];
            return out->total == 0 || out->number <= out->total;
        }
    return false;
}

/* Are there two blanks, or a wide one, at the end or the start of `s`? */
static bool is_apart(dm_slice s, bool end)
{
    if (end)
        return dm_slice_ends(s, DM_S("  ")) || dm_slice_ends(s, DM_S("　")) ||
               dm_slice_ends(s, DM_S("\t"));
    return dm_slice_starts(s, DM_S("  ")) || dm_slice_starts(s, DM_S("　")) ||
           dm_slice_starts(s, DM_S("\t"));
}

/* A foot that ends in "[Page 3]" behind blanks, as RFCs have it. */
static bool read_foot(dm_slice line, dm_page_mark *out)
{
    folded      f;
    const char *open = memrchr(line.ptr, '[', line.len);
    size_t      from = open != NULL ? (size_t)(open - line.ptr) : 0;

    if (from < 3 || !is_apart(dm_slice_sub(line, 0, from), true) ||
        !fold(past(line, from), &f) ||
        !dm_slice_eq((dm_slice){f.form, f.len}, DM_S("[page#]")))
        return false;
    out->kind = DM_PAGE_SURE;
    out->style = hash(DM_S("[page#]"), 3);
    out->number = f.number[0];
    out->total = 0;
    return true;
}

/* A head with its number apart at one end: "12    The Title". */
static bool read_head(dm_slice line, dm_page_mark *out)
{
    size_t   from = line.len;
    uint32_t value;
    size_t   n = number(line, &value);

    out->number = 0;
    if (n > 0 && is_apart(past(line, n), false))
        out->number = value;
    while (from > 0 && line.ptr[from - 1] >= '0' && line.ptr[from - 1] <= '9')
        from--;
    if (out->number == 0 && from < line.len &&
        is_apart(dm_slice_sub(line, 0, from), true) &&
        from + number(past(line, from), &value) == line.len)
        out->number = value;
    out->kind = DM_PAGE_WEAK;
    out->style = hash(DM_S("apart"), 5);
    out->total = 0;
    return out->number > 0;
}

/* "2、text": the form that `line` begins with; its length, or 0. */
static size_t prefix(dm_slice line, dm_slice form, uint32_t *value)
{
    size_t open =
        (size_t)((const char *)memchr(form.ptr, '#', form.len) - form.ptr);
    size_t n;

    if (!dm_slice_starts(line, dm_slice_sub(form, 0, open)))
        return 0;
    n = number(past(line, open), value);
    if (n == 0 || !dm_slice_starts(past(line, open + n), past(form, open + 1)))
        return 0;
    return n + form.len - 1;
}

static size_t read_prefix(dm_slice line, dm_page_mark *out)
{
    size_t n;

    out->kind = DM_PAGE_PREFIX;
    out->total = 0;
    for (size_t i = 0; i < sizeof prefixes / sizeof *prefixes; i++) {
        n = prefix(line, prefixes[i], &out->number);
        if (n == 0)
            continue;
        out->style = hash(prefixes[i], 11);
        if (n < line.len && line.ptr[n] == ' ') {
            out->style++;
            n++;
        }
        return n;
    }
    n = number(line, &out->number); /* "2下": the number alone */
    out->style = hash(DM_S("#"), 11);
    return n < line.len && (unsigned char)line.ptr[n] >= 0x80 ? n : 0;
}

bool dm_page_read(dm_slice line, dm_page_mark *out, size_t *len)
{
    if (line.len == 0)
        return false;
    *len = line.len;
    if (line.len <= LINE_MAX_LEN &&
        (read_line(line, out) || read_foot(line, out) || read_head(line, out)))
        return true;
    *len = read_prefix(line, out);
    return *len > 0;
}
