/* step.c - the one list of steps, and running one of them. */
#include "norm/step.h"

#include "norm/steps.h"
#include "repair/repairs.h"

static const dm_step table[] = {
    {"lines",       "CRLF, CR, NEL, LS and PS become LF",       dm_step_lines,      NULL            },
    {"space",       "blanks collapse, line ends are trimmed",   dm_step_space,      NULL            },
    {"control",     "control characters go",                    dm_step_control,    NULL            },
    {"zero_width",  "invisible characters go",                  dm_step_zero_width, NULL            },
    {"entities",    "character references left in text",        dm_step_entities,   NULL            },
    {"nfc",         "Unicode normalization form C",             dm_step_nfc,        NULL            },
    {"nfd",         "Unicode normalization form D",             dm_step_nfd,        NULL            },
    {"nfkc",        "Unicode normalization form KC",            dm_step_nfkc,       NULL            },
    {"nfkd",        "Unicode normalization form KD",            dm_step_nfkd,       NULL            },
    {"width",       "full-width ASCII and half-width kana",     dm_step_width,      NULL            },
    {"punct",       "full-width punctuation to its ASCII twin", dm_step_punct,      NULL            },
    {"punct_zh",    "full-width punctuation between Han",       dm_step_punct_zh,   NULL            },
    {"casefold",    "Unicode case folding",                     dm_step_casefold,   NULL            },
    {"hans",        "Traditional to Simplified Chinese",        dm_step_hans,       NULL            },
    {"hans_tw",     "Taiwan's forms to Simplified",             dm_step_hans_tw,    NULL            },
    {"hans_twp",    "Taiwan's words to Simplified",             dm_step_hans_twp,   NULL            },
    {"hans_hk",     "Hong Kong's forms to Simplified",          dm_step_hans_hk,    NULL            },
    {"hans_hkp",    "Hong Kong's words to Simplified",          dm_step_hans_hkp,   NULL            },
    {"hant",        "Simplified to Traditional Chinese",        dm_step_hant,       NULL            },
    {"hant_tw",     "Simplified to Taiwan's forms",             dm_step_hant_tw,    NULL            },
    {"hant_twp",    "Simplified to Taiwan's words",             dm_step_hant_twp,   NULL            },
    {"hant_hk",     "Simplified to Hong Kong's forms",          dm_step_hant_hk,    NULL            },
    {"hant_hkp",    "Simplified to Hong Kong's words",          dm_step_hant_hkp,   NULL            },
    {"hant_to_tw",  "Traditional to Taiwan's",                  dm_step_hant_to_tw, NULL            },
    {"tw_to_hant",  "Taiwan's to Traditional",                  dm_step_tw_to_hant, NULL            },
    {"hant_to_hk",  "Traditional to Hong Kong's",               dm_step_hant_to_hk, NULL            },
    {"hk_to_hant",  "Hong Kong's to Traditional",               dm_step_hk_to_hant, NULL            },
    {"hant_to_jp",  "Traditional to Japanese",                  dm_step_hant_to_jp, NULL            },
    {"jp_to_hant",  "Japanese to Traditional",                  dm_step_jp_to_hant, NULL            },
    {"repair",      "double-byte text half a character off",    NULL,               dm_mend_frame   },
    {"gloss",       "readings that a program put in go",        NULL,               dm_mend_gloss   },
    {"mojibake",    "text decoded in the wrong charset",        NULL,               dm_mend_mojibake},
    {"pages",       "text cut into pages is joined",            NULL,               dm_mend_pages   },
    {"html_scraps", "HTML left in plain text goes",             NULL,               dm_mend_scraps  },
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

/* Where each mended place is in the result. */
static void place(dm_mend *mends, size_t n, const dm_align *map)
{
    for (size_t i = 0; i < n; i++)
        (void)dm_align_down(map, mends[i].src, &mends[i].dst);
}

static bool deliver(dm_step_result *out, dm_mender *m)
{
    size_t         n = m->mends.len / sizeof(dm_mend);
    dm_mend       *mends = NULL;
    dm_step_result done = {
        m->a.src,
        dm_align_identity(m->a.src.len),
        m->a.edits.len / sizeof(dm_edit),
        NULL,
        n,
    };

    if (done.edits > 0 || m->a.edits.failed || m->a.out->failed) {
        if (!dm_align_finish(&m->a, m->arena, &done.map))
            return false;
        done.text = DM_S("");
        if (m->a.out->len > 0)
            done.text = dm_arena_slice(m->arena, dm_buf_view(m->a.out));
    }
    if (n > 0)
        mends = dm_arena_alloc(m->arena, m->mends.len);
    if (m->failed || done.text.ptr == NULL || (n > 0 && mends == NULL))
        return false;
    if (n > 0)
        memcpy(mends, m->mends.ptr, m->mends.len);
    place(mends, n, &done.map);
    done.mends = mends;
    *out = done;
    return true;
}

bool dm_step_run(dm_step_result *out, const dm_step *step, dm_slice text,
                 const dm_step_how *how, dm_err *err)
{
    dm_buf    buf;
    dm_mender m;
    bool      ok;

    if (text.len > how->max || text.len > UINT32_MAX)
        return dm_fail(err, DM_E_SIZE, "the text is over %zu bytes", how->max);
    dm_buf_init(&buf, how->max);
    dm_mend_begin(&m, text, &buf, how->arena, how->repair, how->charset);
    if (step->mend != NULL)
        step->mend(&m);
    else
        step->run(&m.a);
    ok = deliver(out, &m);
    if (!ok && m.a.full)
        dm_fail(err, DM_E_SIZE, "step %s: the text is over %zu bytes",
                step->name, how->max);
    else if (!ok && m.astray)
        dm_fail(err, DM_E_INTERNAL, "step %s: repairs overlap", step->name);
    else if (!ok)
        dm_fail(err, DM_E_MEMORY, "step %s: the memory is full", step->name);
    dm_mend_end(&m);
    dm_buf_fini(&buf);
    return ok;
}
