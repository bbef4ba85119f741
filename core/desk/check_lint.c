/* check_lint.c - what looks wrong in a script.
**
** std/lint.lua reads the script and its rules; here its findings become
** diagnostics.  A pattern that it suspects of exploding is told only after the
** suspicion has been proven (explode.h), and rules that always lost in the
** samples are added.
*/
#include <stdio.h>

#include "desk/check_in.h"
#include "desk/explode.h"
#include "engine/library.h"

/* The lint code called `word`; DM_OK for none. */
static dm_code code_of(dm_slice word)
{
    static const dm_code codes[] = {
        DM_E_GLOBAL,   DM_E_UNUSED,     DM_E_EXPLOSIVE,  DM_E_UNREAD,
        DM_E_SHADOWED, DM_E_NO_EXAMPLE, DM_E_NO_LITERAL, DM_E_NEVER};

    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (dm_slice_eq(word, dm_slice_str(dm_code_word(codes[i]))))
            return codes[i];
    return DM_OK;
}

static void copy(char *dst, size_t size, dm_slice s)
{
    dm_err_copy(dst, size, s.ptr, s.len);
}

/* Line `n` of `text`, from 1. */
static dm_slice line_of(dm_slice text, int n)
{
    size_t from = 0, to;

    for (; n > 1 && from < text.len; n--) {
        const char *end = memchr(text.ptr + from, '\n', text.len - from);

        from = end != NULL ? (size_t)(end - text.ptr) + 1 : text.len;
    }
    for (to = from; to < text.len && text.ptr[to] != '\n'; to++)
        continue;
    return dm_slice_sub(text, from, to);
}

/* Tell where: with the line of the script, when it is the script's own. */
static void place(dm_check *c, dm_err *err, const dm_value *f, dm_slice source)
{
    char file[sizeof err->file];
    int  line = (int)dm_member_int(f, "line"),
        col = (int)dm_member_int(f, "col");

    copy(file, sizeof file, dm_member_str(f, "file"));
    dm_fail_at(err, file, line, col);
    if (line > 0 && strcmp(file, dm_engine_path(c->engine)) == 0)
        copy(err->source, sizeof err->source, line_of(source, line));
}

/* Is a suspicion true?  The text on which it shows goes into the message. */
static bool proven(const dm_value *proof, dm_err *err)
{
    dm_explosion     found;
    dm_value *const *pumps = NULL;
    size_t           n = dm_member_items(proof, "pumps", &pumps);
    dm_slice         pattern = dm_member_str(proof, "pattern");
    dm_slice         flags = dm_member_str(proof, "flags");
    char             said[sizeof err->msg];

    for (size_t i = 0; i < n; i++) {
        const dm_value *p = pumps[i];

        if (!dm_explode(pattern, flags, dm_member_str(p, "before"),
                        dm_member_str(p, "pump"), &found))
            continue;
        memcpy(said, err->msg, sizeof said);
        snprintf(err->msg, sizeof err->msg, "%.200s: %s take %s steps, %s",
                 said, found.text, found.steps, found.more);
        return true;
    }
    return false;
}

static void tell(dm_check *c, const dm_value *f, dm_slice source)
{
    const dm_value *note = dm_value_at(f, DM_S("note"));
    const dm_value *proof = dm_value_at(f, DM_S("proof"));
    dm_slice        msg = dm_member_str(f, "message");
    dm_slice        help = dm_member_str(f, "help");
    dm_err          err;

    dm_fail(&err, code_of(dm_member_str(f, "code")), "%.*s", (int)msg.len,
            msg.ptr);
    dm_fail_help(&err, "%.*s", (int)help.len, help.ptr);
    place(c, &err, f, source);
    if (proof != NULL && !proven(proof, &err))
        return;
    dm_check_find(c, note != NULL && note->as.boolean ? DM_NOTE : DM_WARNING,
                  &err);
}

/* Rules that matched in the samples and never won. */
static void tell_losers(dm_check *c, dm_slice source)
{
    for (size_t i = 0; i < c->nfared; i++) {
        const dm_fared *f = &c->fared[i];
        dm_err          err;

        if (f->hits > 0 || f->beaten == 0 || f->by.ptr == NULL)
            continue;
        dm_fail(&err, DM_E_SHADOWED,
                "rule '%.*s' matches %zu time%s in the samples and always "
                "loses, to '%.*s' say",
                (int)f->id.len, f->id.ptr, f->beaten, f->beaten == 1 ? "" : "s",
                (int)f->by.len, f->by.ptr);
        dm_fail_help(&err, "docmill explain --rule %.*s shows where",
                     (int)f->id.len, f->id.ptr);
        place(c, &err, f->rule, source);
        dm_check_find(c, DM_WARNING, &err);
    }
}

/* Ask std/lint.lua; its findings live in the check's arena. */
static const dm_value *ask(dm_check *c, dm_slice source, dm_err *err)
{
    dm_arena *arena = &c->out->arena;
    dm_value *arg = dm_value_object(arena);

    if (dm_check_engine(c, err) == NULL)
        return NULL;
    if (!dm_value_set(arena, arg, DM_S("source"),
                      dm_value_string(arena, source))) {
        dm_fail(err, DM_E_MEMORY, "no memory to lint");
        return NULL;
    }
    return dm_engine_about(c->engine, "lint", arg, arena, err);
}

void dm_check_lint(dm_check *c)
{
    const dm_value *list = NULL;
    dm_library      library;
    dm_slice        source = DM_LIT("");
    dm_err          err;

    dm_library_init(&library);
    if (!dm_library_script(&library, c->out->script, &source, &err))
        source = DM_S("");
    list = ask(c, source, &err);
    if (list == NULL) {
        dm_check_find(c, DM_WARNING, &err); /* it fails nothing */
    } else if (list->kind == DM_LIST) {
        for (size_t i = 0; i < list->as.list.n; i++)
            tell(c, list->as.list.items[i], source);
        tell_losers(c, source);
    }
    dm_library_fini(&library);
}
