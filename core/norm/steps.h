/* steps.h - inside the room: the functions behind the table in step.c. */
#ifndef DM_NORM_STEPS_H
#define DM_NORM_STEPS_H

#include "norm/step.h"
#include "text/scan.h"

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
void dm_step_punct_zh(dm_aligner *a);

#endif
