/* evidence.c - evidence is short, and written down once a candidate. */
#include "text/evidence.h"

#include <stdarg.h>
#include <stdio.h>

const char *dm_evidence(dm_arena *arena, bool *full, const char *fmt, ...)
{
    char    text[128];
    va_list ap;
    char   *out;

    va_start(ap, fmt);
    (void)vsnprintf(text, sizeof text, fmt, ap);
    va_end(ap);
    out = dm_arena_str(arena, dm_slice_str(text));
    *full = *full || out == NULL;
    return out != NULL ? out : "";
}
