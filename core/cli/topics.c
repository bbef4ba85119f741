/* topics.c - the table of topics, and the lists behind them. */
#include "cli/topics.h"

#include "base/err.h"
#include "cli/members.h"
#include "cli/stubs.h"
#include "emit/sink.h"
#include "load/load.h"
#include "norm/step.h"
#include "text/charset.h"

static void list_steps(dm_buf *out)
{
    for (size_t i = 0; dm_step_at(i) != NULL; i++)
        dm_buf_printf(out, "  %-12s %s\n", dm_step_at(i)->name,
                      dm_step_at(i)->what);
}

static void list_repairs(dm_buf *out)
{
    for (size_t i = 0; dm_step_at(i) != NULL; i++)
        if (dm_step_at(i)->mend != NULL)
            dm_buf_printf(out, "  %-12s %s\n", dm_step_at(i)->name,
                          dm_step_at(i)->what);
}

static void list_readers(dm_buf *out)
{
    for (size_t i = 0; dm_reader_at(i) != NULL; i++)
        dm_buf_printf(out, "  %-12s %s\n", dm_reader_at(i)->name,
                      dm_reader_at(i)->what);
}

static void list_formats(dm_buf *out)
{
    for (size_t i = 0; dm_sink_at(i) != NULL; i++)
        dm_buf_printf(out, "  %-12s %s\n", dm_sink_at(i)->name,
                      dm_sink_at(i)->what);
}

static void list_charsets(dm_buf *out)
{
    for (size_t i = 0; dm_charset_at(i) != NULL; i++)
        dm_buf_printf(out, "  %s\n", dm_charset_name(dm_charset_at(i)));
}

static void list_codes(dm_buf *out)
{
    for (size_t i = 0; dm_code_at(i) != 0; i++) {
        dm_code code = (dm_code)dm_code_at(i);

        dm_buf_printf(out, "  E%d %-16s %s\n", (int)code, dm_code_word(code),
                      dm_code_line(code));
    }
}

static const dm_topic topics[] = {
    {"api",      "what a script can call",            dm_stub_index  },
    {"charsets", "the charsets docmill can read",     list_charsets  },
    {"cluster",  "many workers, many machines",       NULL           },
    {"codes",    "all error codes",                   list_codes     },
    {"edits",    "how documents are changed",         NULL           },
    {"errors",   "what the error codes mean",         NULL           },
    {"exit",     "exit codes",                        NULL           },
    {"formats",  "how records are written",           list_formats   },
    {"inputs",   "how inputs are named and found",    NULL           },
    {"layout",   "pictures of lines, with holes",     NULL           },
    {"limits",   "what a document may cost",          NULL           },
    {"members",  "what the objects of a script have", dm_members_list},
    {"readers",  "the formats docmill can read",      list_readers   },
    {"records",  "records, spans and error records",  NULL           },
    {"regex",    "patterns: what is different here",  NULL           },
    {"repairs",  "damage that can be undone",         list_repairs   },
    {"rules",    "rules, and how to look into them",  NULL           },
    {"scripts",  "how a rule script is written",      NULL           },
    {"spans",    "places, and how they are counted",  NULL           },
    {"steps",    "normalization steps",               list_steps     },
    {"template", "texts made of records",             NULL           },
    {"views",    "the texts of a document",           NULL           },
    {"whole",    "the view of all repairs",           NULL           },
};

const dm_topic *dm_topic_at(size_t i)
{
    return i < sizeof topics / sizeof *topics ? &topics[i] : NULL;
}

const dm_topic *dm_topic_find(dm_slice name)
{
    for (size_t i = 0; i < sizeof topics / sizeof *topics; i++)
        if (dm_slice_eq(dm_slice_str(topics[i].name), name))
            return &topics[i];
    return NULL;
}
