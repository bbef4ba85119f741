/* steps.h - inside the room: the functions behind the table in step.c, and
** the scanner they share.
*/
#ifndef DM_TEXT_STEPS_H
#define DM_TEXT_STEPS_H

#include "text/step.h"

void dm_step_lines(dm_aligner *a);
void dm_step_space(dm_aligner *a);
void dm_step_control(dm_aligner *a);
void dm_step_zero_width(dm_aligner *a);
void dm_step_entities(dm_aligner *a);
void dm_step_nfc(dm_aligner *a);
void dm_step_nfkc(dm_aligner *a);
void dm_step_casefold(dm_aligner *a);
void dm_step_width(dm_aligner *a);
void dm_step_punct(dm_aligner *a);
void dm_step_pages(dm_aligner *a);

/* Keep bytes up to the next one whose entry in `stop` (256 of them) is set.
** False when the source ended.  Four bytes a turn: this is where text that
** needs no change spends its time. */
static inline bool dm_keep_until(dm_aligner *a, const bool *stop)
{
    const unsigned char *p = (const unsigned char *)a->src.ptr;
    size_t               at = a->at;
    size_t               end = a->src.len;

    while (at + 4 <= end
           && !(stop[p[at]] | stop[p[at + 1]] | stop[p[at + 2]]
                | stop[p[at + 3]]))
        at += 4;
    while (at < end && !stop[p[at]])
        at++;
    dm_align_keep(a, at - a->at);
    return at < end;
}

/* What is left of the source. */
static inline dm_slice dm_rest(const dm_aligner *a)
{
    return dm_slice_sub(a->src, a->at, a->src.len);
}

#endif
