/* help.c - texts and tables, put together. */
#include "cli/help.h"

#include "base/nearest.h"
#include "cli/stubs.h"
#include "cli/topics.h"

struct embedded {
    const char        *name;
    const char *const *lines;
};
#include "help.inc"

const char *const *dm_help_text(dm_slice name)
{
    for (size_t i = 0; embedded[i].name != NULL; i++)
        if (dm_slice_eq(dm_slice_str(embedded[i].name), name))
            return embedded[i].lines;
    return NULL;
}

static void add_text(dm_buf *out, const char *name)
{
    const char *const *lines = dm_help_text(dm_slice_str(name));

    for (; lines != NULL && *lines != NULL; lines++) {
        dm_buf_str(out, *lines);
        dm_buf_char(out, '\n');
    }
}

static void add_option(dm_buf *out, const dm_option *o)
{
    size_t start = out->len;

    if (o->letter != 0)
        dm_buf_printf(out, "  -%c, ", o->letter);
    else
        dm_buf_str(out, "      ");
    dm_buf_printf(out, "--%s", o->name);
    if (o->kind == DM_OPT_MAYBE)
        dm_buf_printf(out, "[=%s]", o->arg);
    else if (o->arg != NULL)
        dm_buf_printf(out, "=%s", dm_option_value(o));
    if (out->len - start > 26)
        dm_buf_printf(out, "\n%28s%s\n", "", o->help);
    else
        dm_buf_printf(out, "%*s%s\n", (int)(28 - (out->len - start)), "",
                      o->help);
}

void dm_help_verb(dm_buf *out, const dm_verb *verb)
{
    dm_buf_printf(out, "usage: docmill %s %s\n%s\n\n", verb->name, verb->usage,
                  verb->what);
    add_text(out, verb->name);
    dm_buf_str(out, "\noptions:\n");
    for (size_t i = 0; dm_option_at(i) != NULL; i++)
        if ((dm_option_at(i)->verbs & verb->bit) != 0)
            add_option(out, dm_option_at(i));
}

void dm_help_program(dm_buf *out)
{
    dm_buf_str(out, "usage: docmill VERB [OPTIONS] ARGS...\n\n");
    add_text(out, "docmill");
    dm_buf_str(out, "\nverbs:\n");
    for (size_t i = 0; dm_verb_at(i) != NULL; i++)
        dm_buf_printf(out, "  %-10s %s\n", dm_verb_at(i)->name,
                      dm_verb_at(i)->what);
    dm_buf_str(out, "\ntopics (docmill help TOPIC):\n");
    for (size_t i = 0; dm_topic_at(i) != NULL; i++)
        dm_buf_printf(out, "  %-10s %s\n", dm_topic_at(i)->name,
                      dm_topic_at(i)->what);
    dm_buf_str(out,
               "\n  E301 and other error codes, doc.blocks and other names "
               "of the API\n"
               "\ndocmill VERB --help tells a verb's options.\n");
}

/* "E301" or "e301" as a number, 0 for anything else. */
static int code_number(dm_slice word)
{
    int n = 0;

    if (word.len != 4 || (word.ptr[0] != 'E' && word.ptr[0] != 'e'))
        return 0;
    for (size_t i = 1; i < word.len; i++) {
        if (word.ptr[i] < '0' || word.ptr[i] > '9')
            return 0;
        n = n * 10 + (word.ptr[i] - '0');
    }
    return n;
}

/* The paragraph of errors.txt under the line `E301`. */
static void add_code_text(dm_buf *out, int number)
{
    const char *const *lines = dm_help_text(DM_S("errors"));
    bool               inside = false;

    for (; lines != NULL && *lines != NULL; lines++) {
        int head = code_number(dm_slice_str(*lines));

        if (head != 0)
            inside = head == number;
        else if (inside)
            dm_buf_printf(out, "%s\n", *lines);
    }
}

static bool add_code(dm_buf *out, int number)
{
    const char *word = dm_code_word((dm_code)number);

    if (number == 0 || strcmp(word, "unknown") == 0)
        return false;
    dm_buf_printf(out, "E%d %s: %s\n\n", number, word,
                  dm_code_line((dm_code)number));
    add_code_text(out, number);
    return true;
}

/* Verbs, topics and names of the API, for did-you-mean. */
static const char *topic_name(const void *names, size_t i)
{
    (void)names;
    for (size_t k = 0; dm_verb_at(k) != NULL; k++)
        if (i-- == 0)
            return dm_verb_at(k)->name;
    for (size_t k = 0; dm_topic_at(k) != NULL; k++)
        if (i-- == 0)
            return dm_topic_at(k)->name;
    return dm_stub_name(i);
}

/* A class of the API that is called like a verb is found by its full name. */
static void add_namesake(dm_buf *out, const char *name)
{
    for (size_t i = 0; dm_stub_name(i) != NULL; i++)
        if (strcmp(dm_stub_name(i), name) == 0)
            dm_buf_printf(out, "\nThe class %s: docmill help %s\n",
                          dm_stub_title(i), dm_stub_title(i));
}

bool dm_help_topic(dm_buf *out, dm_slice topic, dm_err *err)
{
    const dm_verb  *verb = dm_verb_called(topic);
    const dm_topic *found = dm_topic_find(topic);
    const char     *near = dm_nearest(topic, topic_name, NULL);

    if (verb != NULL) {
        dm_help_verb(out, verb);
        add_namesake(out, verb->name);
        return true;
    }
    if (found != NULL) {
        add_text(out, found->name);
        if (found->list != NULL)
            found->list(out);
        return true;
    }
    if (add_code(out, code_number(topic)) || dm_stub_help(out, topic))
        return true;
    dm_fail(err, DM_E_UNKNOWN_TOPIC, "there is no help on \"%.*s\"",
            (int)topic.len, topic.ptr);
    if (near != NULL)
        return dm_fail_help(err, "did you mean %s?", near);
    return dm_fail_help(err, "docmill help lists the topics");
}
