/* remark.c - warnings that no script has to ask for. */
#include "batch/remark.h"

#include "load/load.h"

/* Is this what the loader says of bytes that did not decode? */
static bool is_decode(const dm_doc *doc, dm_slice warning)
{
    return doc->decoded.bad > 0 &&
           dm_slice_ends(warning, DM_S(DM_LOAD_REPLACED));
}

size_t dm_remark_load(const dm_doc *doc, size_t from, dm_answer *out)
{
    dm_err text;

    for (size_t i = from; i < doc->nwarnings; i++) {
        dm_slice said = doc->warnings[i];
        bool     lost = is_decode(doc, said);

        dm_fail(&text, lost ? DM_E_DECODE : DM_E_WARN_SCRIPT, "%.*s",
                (int)said.len, said.ptr);
        if (lost && doc->decoded.nerrors > 0)
            dm_fail_help(&text,
                         "the first is at byte %zu; docmill inspect "
                         "lists them",
                         doc->decoded.errors[0].from);
        dm_answer_remark(out, DM_REMARK_WARNING, &text);
    }
    return doc->nwarnings;
}

void dm_remark_repairs(const dm_doc *doc, dm_answer *out)
{
    size_t n = dm_doc_unsure(doc);
    dm_err text;

    if (n == 0)
        return;
    dm_fail(&text, DM_E_DAMAGED,
            "%zu %s damaged, and not repaired because it is not sure how %s "
            "read",
            n, n == 1 ? "place is" : "places are", n == 1 ? "it" : "they");
    dm_fail_help(&text, "docmill inspect lists them; --repair=all takes the "
                        "best guess where there is one");
    dm_answer_remark(out, DM_REMARK_WARNING, &text);
}
