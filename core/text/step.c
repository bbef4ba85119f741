/* step.c - the one list of steps, and running one of them. */
#include "text/step.h"

#include "text/steps.h"

static const dm_step table[] = {
    {"lines",      "CRLF, CR, NEL, LS and PS become LF",       dm_step_lines     },
    {"space",      "blanks collapse, line ends are trimmed",   dm_step_space     },
    {"control",    "control characters go",                    dm_step_control   },
    {"zero_width", "invisible characters go",                  dm_step_zero_width},
    {"entities",   "character references left in text",        dm_step_entities  },
    {"nfc",        "Unicode normalization form C",             dm_step_nfc       },
    {"nfkc",       "Unicode normalization form KC",            dm_step_nfkc      },
    {"width",      "full-width ASCII and half-width kana",     dm_step_width     },
    {"punct",      "full-width punctuation to its ASCII twin", dm_step_punct     },
    {"casefold",   "Unicode case folding",                     dm_step_casefold  },
    {"pages",      "text chopped into numbered pages joins",   dm_step_pages     },
};

enum { STEPS = sizeof table / sizeof *table };

const dm_step *dm_step_at(size_t i)
{
    return i < STEPS ? &table[i] : NULL;
}

const dm_step *dm_step_find(dm_slice name)
{
    for (size_t i = 0; i < STEPS; i++)
        if (dm_slice_eq(name, dm_slice_str(table[i].name)))
            return &table[i];
    return NULL;
}

static bool deliver(dm_step_result *out, dm_aligner *a, dm_arena *arena)
{
    dm_step_result done = {
        {"", 0},
        dm_align_identity(0), a->edits.len / sizeof(dm_edit)
    };

    if (!dm_align_finish(a, arena, &done.map))
        return false;
    if (a->out->len > 0)
        done.text = dm_arena_slice(arena, dm_buf_view(a->out));
    if (done.text.ptr == NULL)
        return false;
    *out = done;
    return true;
}

bool dm_step_run(dm_step_result *out, const dm_step *step, dm_slice text,
                 dm_arena *arena, size_t max, dm_err *err)
{
    dm_buf     buf;
    dm_aligner a;
    bool       ok = true;

    if (text.len > max || text.len > UINT32_MAX)
        return dm_fail(err, DM_E_SIZE, "the text is over %zu bytes", max);
    dm_buf_init(&buf, max);
    dm_align_begin(&a, text, &buf);
    step->run(&a);
    if (a.edits.len == 0 && !a.edits.failed && !buf.failed) {
        out->text = text;
        out->map = dm_align_identity(text.len);
        out->edits = 0;
    } else {
        ok = deliver(out, &a, arena);
    }
    if (!ok && a.full)
        dm_fail(err, DM_E_SIZE, "step %s: the text is over %zu bytes",
                step->name, max);
    else if (!ok)
        dm_fail(err, DM_E_MEMORY, "step %s: the memory is full", step->name);
    dm_buf_fini(&a.edits);
    dm_buf_fini(&buf);
    return ok;
}
