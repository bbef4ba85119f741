/* verbs.c - the table of verbs. */
#include "cli/verbs.h"

#include "base/nearest.h"

static const dm_verb verbs[] = {
    {"run",     DM_V_RUN,     "[OPTIONS] SCRIPT [INPUT...]",
     "run a rule script over inputs, write records",                                                 dm_verb_run    },
    {"x",       DM_V_X,       "[OPTIONS] 'LUA' [INPUT...]",
     "run a line of Lua on each document",                                                           dm_verb_x      },
    {"text",    DM_V_TEXT,    "[OPTIONS] [INPUT...]",                   "print a view of documents",
     dm_verb_text                                                                                                   },
    {"grep",    DM_V_GREP,    "[OPTIONS] REGEX [INPUT...]",
     "search documents of any charset",                                                              dm_verb_grep   },
    {"inspect", DM_V_INSPECT, "[OPTIONS] [INPUT...]",
     "tell what docmill thinks a document is",                                                       dm_verb_inspect},
    {"explain", DM_V_EXPLAIN, "[OPTIONS] SCRIPT INPUT",
     "tell why a rule matched, or why not",                                                          dm_verb_explain},
    {"blame",   DM_V_BLAME,   "[OPTIONS] RECORDS:LINE [FIELD]",
     "tell where a record's values came from",                                                       dm_verb_blame  },
    {"view",    DM_V_VIEW,    "[OPTIONS] SCRIPT INPUT... -o FILE.html",
     "write a page to look at: text, spans, rules",                                                  dm_verb_view   },
    {"check",   DM_V_CHECK,   "[OPTIONS] SCRIPT...",
     "compile, lint and test scripts",                                                               dm_verb_check  },
    {"diff",    DM_V_DIFF,    "[OPTIONS] OLD NEW INPUT...",
     "tell what another version of a script changes",                                                dm_verb_diff   },
    {"stats",   DM_V_STATS,   "[OPTIONS] SCRIPT INPUT...",
     "count what rules find, cost and leave over",                                                   dm_verb_stats  },
    {"repl",    DM_V_REPL,    "[OPTIONS] [SCRIPT] INPUT...",
     "try Lua and rules on documents, line by line",                                                 dm_verb_repl   },
    {"watch",   DM_V_WATCH,   "[OPTIONS] SCRIPT INPUT...",
     "run again on every save, show what changed",                                                   dm_verb_watch  },
    {"new",     DM_V_NEW,     "[OPTIONS] DIR",                          "lay down a rule project",   dm_verb_new    },
    {"help",    DM_V_HELP,    "[OPTIONS] [TOPIC]",
     "explain a verb, a topic or an error code",                                                     dm_verb_help   },
};

const dm_verb *dm_verb_at(size_t i)
{
    return i < sizeof verbs / sizeof *verbs ? &verbs[i] : NULL;
}

const dm_verb *dm_verb_called(dm_slice name)
{
    for (size_t i = 0; i < sizeof verbs / sizeof *verbs; i++)
        if (dm_slice_eq(dm_slice_str(verbs[i].name), name))
            return &verbs[i];
    return NULL;
}

static const char *verb_name(const void *names, size_t i)
{
    const dm_verb *verb = dm_verb_at(i);

    (void)names;
    return verb != NULL ? verb->name : NULL;
}

const char *dm_verb_nearest(dm_slice word)
{
    return dm_nearest(word, verb_name, NULL);
}
