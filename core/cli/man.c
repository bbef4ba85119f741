/* man.c - the manual pages: the same tables and texts, in mdoc. */
#include <stdio.h>

#include "cli/help.h"
#include "cli/roff.h"
#include "cli/stubs.h"
#include "cli/topics.h"

static void add_help(dm_buf *out, const char *name)
{
    dm_roff_display(out, dm_help_text(dm_slice_str(name)));
}

/* ".It Fl o , Fl \-output Ns = Ns Ar FILE" */
static void add_item(dm_buf *out, const dm_option *o)
{
    dm_buf_str(out, ".It ");
    if (o->letter != 0)
        dm_buf_printf(out, "Fl %c , ", o->letter);
    dm_buf_str(out, "Fl \\-");
    dm_roff_text(out, o->name);
    if (o->arg != NULL) {
        dm_buf_str(out, o->kind == DM_OPT_MAYBE ? " Ns Oo = Ns Ar "
                                                : " Ns = Ns Ar ");
        dm_roff_text(out, dm_option_value(o));
        dm_buf_str(out, o->kind == DM_OPT_MAYBE ? " Oc" : "");
    }
    dm_buf_char(out, '\n');
}

/* The verbs that have it, a few a line. */
static void add_owners(dm_buf *out, const dm_option *o)
{
    size_t n = 0;

    dm_buf_str(out, "\n.Pq ");
    for (size_t i = 0; dm_verb_at(i) != NULL; i++)
        if ((dm_verb_at(i)->bit & o->verbs) != 0)
            dm_buf_printf(out, "%s%s", n++ > 0 ? " " : "", dm_verb_at(i)->name);
    dm_buf_char(out, '\n');
}

static void add_options(dm_buf *out)
{
    dm_buf_str(out, ".Sh OPTIONS\nIn brackets: the verbs that have it.\n"
                    ".Bl -tag -width Ds\n");
    for (size_t i = 0; dm_option_at(i) != NULL; i++) {
        add_item(out, dm_option_at(i));
        dm_roff_text(out, dm_option_at(i)->help);
        add_owners(out, dm_option_at(i));
    }
    dm_buf_str(out, ".El\n");
}

static void add_verbs(dm_buf *out)
{
    dm_buf_str(out, ".Sh VERBS\n");
    for (size_t i = 0; dm_verb_at(i) != NULL; i++) {
        const dm_verb *verb = dm_verb_at(i);

        dm_buf_printf(out, ".Ss docmill %s\n.Nm\n.Cm %s\n.Ar ", verb->name,
                      verb->name);
        dm_roff_text(out, verb->usage);
        dm_buf_str(out, "\n.Pp\n");
        dm_roff_text(out, verb->what);
        dm_buf_str(out, ".\n");
        add_help(out, verb->name);
    }
}

/* The list behind a topic's text. */
static void add_list(dm_buf *out, const dm_topic *topic)
{
    dm_buf list;

    if (topic->list == NULL)
        return;
    dm_buf_init(&list, out->max);
    topic->list(&list);
    dm_roff_block(out, dm_buf_view(&list));
    dm_buf_fini(&list);
}

static void add_topics(dm_buf *out)
{
    dm_buf_str(out, ".Sh TOPICS\n");
    for (size_t i = 0; dm_topic_at(i) != NULL; i++) {
        const dm_topic *topic = dm_topic_at(i);
        char            title[200];

        if (strcmp(topic->name, "exit") == 0 || strcmp(topic->name, "api") == 0)
            continue;
        snprintf(title, sizeof title, "%s: %s", topic->name, topic->what);
        dm_roff_macro(out, "Ss", title);
        add_help(out, topic->name);
        add_list(out, topic);
    }
}

void dm_help_man(dm_buf *out)
{
    dm_roff_head(out, "docmill", 1, "script\\-extensible document processor");
    dm_buf_str(out, ".Sh SYNOPSIS\n.Nm\n.Ar verb\n.Op Ar options\n"
                    ".Ar arguments\n.Sh DESCRIPTION\n");
    add_help(out, "docmill");
    add_verbs(out);
    add_options(out);
    dm_buf_str(out, ".Sh EXIT STATUS\n");
    add_help(out, "exit");
    add_topics(out);
    dm_buf_str(out, ".Sh SEE ALSO\n.Xr docmill\\-api 7\n");
}

/* A class, then its members behind it. */
static void add_stub(dm_buf *out, size_t i)
{
    const char *name = dm_stub_name(i);
    bool        member = strchr(name, '.') != NULL;

    dm_roff_macro(out, member ? "Ss" : "Sh", dm_stub_title(i));
    dm_roff_display(out, dm_stub_lines(i));
}

void dm_help_man_api(dm_buf *out)
{
    dm_roff_head(out, "docmill\\-api", 7, "what a docmill script can call");
    dm_buf_str(out, ".Sh DESCRIPTION\n");
    add_help(out, "api");
    for (size_t i = 0; dm_stub_name(i) != NULL; i++)
        add_stub(out, i);
    dm_buf_str(out, ".Sh SEE ALSO\n.Xr docmill 1\n");
}
