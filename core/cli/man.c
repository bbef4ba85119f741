/* man.c - the manual page: the same tables and texts, in roff. */
#include "cli/help.h"
#include "cli/topics.h"
#include "docmill.h"

/* Append `text` with what roff would take for itself escaped. */
static void add_roff(dm_buf *out, const char *text)
{
    if (*text == '.' || *text == '\'')
        dm_buf_str(out, "\\&");
    for (; *text != '\0'; text++) {
        if (*text == '\\')
            dm_buf_str(out, "\\e");
        else if (*text == '-')
            dm_buf_str(out, "\\-");
        else
            dm_buf_char(out, *text);
    }
}

/* A text as it is: our texts are laid out for a terminal already. */
static void add_text(dm_buf *out, const char *name)
{
    const char *const *lines = dm_help_text(dm_slice_str(name));

    dm_buf_str(out, ".nf\n");
    for (; lines != NULL && *lines != NULL; lines++) {
        add_roff(out, *lines);
        dm_buf_char(out, '\n');
    }
    dm_buf_str(out, ".fi\n");
}

static void add_option(dm_buf *out, const dm_option *o)
{
    dm_buf_str(out, ".TP\n.B ");
    if (o->letter != 0)
        dm_buf_printf(out, "\\-%c, ", o->letter);
    dm_buf_str(out, "\\-\\-");
    add_roff(out, o->name);
    if (o->arg != NULL) {
        dm_buf_str(out, o->kind == DM_OPT_MAYBE ? "[=" : "=");
        add_roff(out, dm_option_value(o));
        dm_buf_str(out, o->kind == DM_OPT_MAYBE ? "]" : "");
    }
    dm_buf_char(out, '\n');
    add_roff(out, o->help);
    dm_buf_str(out, " (");
    for (size_t i = 0, n = 0; dm_verb_at(i) != NULL; i++)
        if ((dm_verb_at(i)->bit & o->verbs) != 0)
            dm_buf_printf(out, "%s%s", n++ > 0 ? ", " : "",
                          dm_verb_at(i)->name);
    dm_buf_str(out, ")\n");
}

static void add_verbs(dm_buf *out)
{
    for (size_t i = 0; dm_verb_at(i) != NULL; i++) {
        const dm_verb *verb = dm_verb_at(i);

        dm_buf_printf(out, ".SS docmill %s ", verb->name);
        add_roff(out, verb->usage);
        dm_buf_char(out, '\n');
        add_roff(out, verb->what);
        dm_buf_str(out, ".\n.PP\n");
        add_text(out, verb->name);
    }
}

static void add_topics(dm_buf *out)
{
    for (size_t i = 0; dm_topic_at(i) != NULL; i++) {
        const dm_topic *topic = dm_topic_at(i);

        if (strcmp(topic->name, "exit") == 0)
            continue;
        dm_buf_printf(out, ".SS %s: ", topic->name);
        add_roff(out, topic->what);
        dm_buf_char(out, '\n');
        add_text(out, topic->name);
        dm_buf_str(out, ".nf\n");
        if (topic->list != NULL)
            topic->list(out);
        dm_buf_str(out, ".fi\n");
    }
}

void dm_help_man(dm_buf *out)
{
    dm_buf_printf(out,
                  ".TH DOCMILL 1 \"\" \"docmill %s\"\n.SH NAME\n"
                  "docmill \\- script\\-extensible document processor\n"
                  ".SH SYNOPSIS\n.B docmill\nVERB [OPTIONS] ARGS...\n"
                  ".SH DESCRIPTION\n",
                  DM_VERSION);
    add_text(out, "docmill");
    dm_buf_str(out, ".SH VERBS\n");
    add_verbs(out);
    dm_buf_str(out, ".SH OPTIONS\nIn brackets: the verbs that have it.\n");
    for (size_t i = 0; dm_option_at(i) != NULL; i++)
        add_option(out, dm_option_at(i));
    dm_buf_str(out, ".SH EXIT STATUS\n");
    add_text(out, "exit");
    dm_buf_str(out, ".SH TOPICS\n");
    add_topics(out);
}
