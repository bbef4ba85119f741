/* options.c - the table as rows, and the reader of command lines. */
#include "cli/options.h"

#include <errno.h>
#include <stdlib.h>

#include "base/nearest.h"

static const dm_option options[] = {
#define DM_OPT_ROW(id, name, letter, arg, kind, verbs, choices, help)          \
    {name, arg, choices, help, DM_OPT_##id, DM_OPT_##kind, verbs, letter},
    DM_OPTIONS(DM_OPT_ROW)
#undef DM_OPT_ROW
};

const dm_option *dm_option_at(size_t i)
{
    return i < sizeof options / sizeof *options ? &options[i] : NULL;
}

const char *dm_option_value(const dm_option *o)
{
    return o->choices != NULL && strlen(o->choices) < 60 ? o->choices : o->arg;
}

/* Where parsing stands. */
typedef struct reader {
    dm_args *args;
    int      argc;
    char   **argv;
    int      at;
    dm_err  *err;
} reader;

static const dm_option *find_name(dm_slice name, unsigned verbs)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if ((options[i].verbs & verbs) != 0 &&
            dm_slice_eq(dm_slice_str(options[i].name), name))
            return &options[i];
    return NULL;
}

static const dm_option *find_letter(char letter, unsigned verbs)
{
    for (size_t i = 0; i < sizeof options / sizeof *options; i++)
        if ((options[i].verbs & verbs) != 0 && options[i].letter == letter)
            return &options[i];
    return NULL;
}

/* The names of one verb's options, for did-you-mean. */
static const char *name_of_verb(const void *verb, size_t i)
{
    unsigned bit = ((const dm_verb *)verb)->bit;

    for (size_t k = 0; k < sizeof options / sizeof *options; k++)
        if ((options[k].verbs & bit) != 0 && i-- == 0)
            return options[k].name;
    return NULL;
}

/* Which verb, if not this one, has an option of that name? */
static const dm_verb *owner(const dm_option *o)
{
    for (size_t i = 0; dm_verb_at(i) != NULL; i++)
        if ((dm_verb_at(i)->bit & o->verbs) != 0)
            return dm_verb_at(i);
    return NULL;
}

static bool unknown(const reader *r, dm_slice name)
{
    const dm_verb   *verb = r->args->verb;
    const char      *near = dm_nearest(name, name_of_verb, verb);
    const dm_option *other = find_name(name, ~0U);

    dm_fail(r->err, DM_E_UNKNOWN_OPTION, "`docmill %s` has no option --%.*s",
            verb->name, (int)name.len, name.ptr);
    if (other != NULL)
        return dm_fail_help(r->err, "`docmill %s` has it", owner(other)->name);
    if (near != NULL)
        return dm_fail_help(r->err, "did you mean --%s?", near);
    return dm_fail_help(r->err, "docmill %s --help lists them", verb->name);
}

static bool bad_value(const reader *r, const dm_option *o, const char *text,
                      const char *want)
{
    dm_fail(r->err, DM_E_BAD_VALUE, "--%s wants %s, not \"%s\"", o->name, want,
            text);
    return false;
}

/* A number with an optional unit of bytes. */
static bool read_size(const char *text, uint64_t *out)
{
    static const char  units[] = "KMGT";
    char              *end = NULL;
    const char        *unit = NULL;
    unsigned long long n = 0;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    n = strtoull(text, &end, 10);
    if (errno != 0)
        return false;
    *out = n;
    if (*end == '\0')
        return true;
    unit = strchr(units, *end >= 'a' ? *end - 'a' + 'A' : *end);
    if (unit == NULL || *unit == '\0')
        return false;
    end++;
    if (strcmp(end, "") != 0 && strcmp(end, "B") != 0 && strcmp(end, "iB") != 0)
        return false;
    for (const char *u = units; u <= unit; u++)
        if (__builtin_mul_overflow(*out, 1024, out))
            return false;
    return true;
}

static bool read_number(const char *text, uint64_t *out)
{
    char              *end = NULL;
    unsigned long long n = 0;

    if (*text < '0' || *text > '9')
        return false;
    errno = 0;
    n = strtoull(text, &end, 10);
    *out = n;
    return errno == 0 && *end == '\0' && n <= INT32_MAX;
}

/* Seconds, with a fraction if need be, into milliseconds.  By hand: strtod
** would follow the locale and take "inf" and "0x1". */
static bool read_seconds(const char *text, uint64_t *out)
{
    uint64_t ms = 0, unit = 1000;
    bool     point = false;

    if (*text == '\0' || *text == '.')
        return false;
    for (; *text != '\0'; text++) {
        if (*text == '.' && !point) {
            point = true;
            continue;
        }
        if (*text < '0' || *text > '9' || ms > INT32_MAX / 10)
            return false;
        if (point)
            unit /= 10;
        ms = point ? ms + (uint64_t)(*text - '0') * unit
                   : ms * 10 + (uint64_t)(*text - '0') * 1000;
    }
    *out = ms;
    return ms <= INT32_MAX;
}

/* Is `text` one of "a|b|c"? */
static bool is_choice(const char *choices, const char *text)
{
    size_t n = strlen(text);

    for (const char *at = choices; at != NULL && *at != '\0';) {
        size_t len = strcspn(at, "|");

        if (len == n && memcmp(at, text, n) == 0)
            return true;
        at += len + (at[len] == '|');
    }
    return false;
}

static bool set_value(const reader *r, const dm_option *o, const char *text)
{
    uint64_t *number = &r->args->number[o->id];

    r->args->text[o->id] = text;
    switch (o->kind) {
    case DM_OPT_NUMBER:
        return read_number(text, number) ||
               bad_value(r, o, text, "a whole number");
    case DM_OPT_SIZE:
        return read_size(text, number) ||
               bad_value(r, o, text, "a size such as 64M");
    case DM_OPT_SECONDS:
        return read_seconds(text, number) || bad_value(r, o, text, "seconds");
    case DM_OPT_CHOICE:
        return is_choice(o->choices, text) || bad_value(r, o, text, o->choices);
    case DM_OPT_FLAG:
    case DM_OPT_MAYBE:
    case DM_OPT_TEXT:
    case DM_OPT_FILE:
        break;
    }
    return true;
}

/* The option's value is what follows: attached, or the next argument. */
static bool take_value(reader *r, const dm_option *o, const char *attached)
{
    if (attached == NULL && r->at < r->argc)
        attached = r->argv[r->at++];
    if (attached != NULL)
        return set_value(r, o, attached);
    return dm_fail(r->err, DM_E_USAGE, "--%s wants a value: --%s=%s", o->name,
                   o->name, o->arg);
}

static bool read_long(reader *r, const char *text)
{
    const char      *equal = strchr(text, '=');
    dm_slice         name = {text,
                     equal != NULL ? (size_t)(equal - text) : strlen(text)};
    const dm_option *o = find_name(name, r->args->verb->bit);

    if (o == NULL)
        return unknown(r, name);
    if (o->kind == DM_OPT_MAYBE)
        return set_value(r, o, equal != NULL ? equal + 1 : "");
    if (o->kind != DM_OPT_FLAG)
        return take_value(r, o, equal != NULL ? equal + 1 : NULL);
    if (equal != NULL)
        return dm_fail(r->err, DM_E_USAGE, "--%s takes no value", o->name);
    return set_value(r, o, "");
}

/* A cluster of letters; the last may have a value behind it. */
static bool read_letters(reader *r, const char *text)
{
    for (; *text != '\0'; text++) {
        const dm_option *o = find_letter(*text, r->args->verb->bit);

        if (o == NULL) {
            dm_fail(r->err, DM_E_UNKNOWN_OPTION,
                    "`docmill %s` has no option -%c", r->args->verb->name,
                    *text);
            return dm_fail_help(r->err, "docmill %s --help lists them",
                                r->args->verb->name);
        }
        if (o->kind != DM_OPT_FLAG)
            return take_value(r, o, text[1] != '\0' ? text + 1 : NULL);
        if (!set_value(r, o, ""))
            return false;
    }
    return true;
}

bool dm_args_parse(dm_args *args, const dm_verb *verb, int argc, char **argv,
                   dm_err *err)
{
    reader r = {.args = args, .argc = argc, .argv = argv, .err = err};
    bool   ended = false;

    memset(args, 0, sizeof *args);
    args->verb = verb;
    args->rest = argv;
    while (r.at < argc) {
        char *word = argv[r.at++];
        bool  ok = true;

        if (ended || word[0] != '-' || word[1] == '\0' ||
            word[1] == ':') /* -:3 is line 3 of standard input */
            args->rest[args->nrest++] = word; /* never ahead of r.at */
        else if (strcmp(word, "--") == 0)
            ended = true;
        else if (word[1] == '-')
            ok = read_long(&r, word + 2);
        else
            ok = read_letters(&r, word + 1);
        if (!ok)
            return false;
    }
    return true;
}
