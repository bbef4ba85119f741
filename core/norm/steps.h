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
void dm_step_nfd(dm_aligner *a);
void dm_step_nfkc(dm_aligner *a);
void dm_step_nfkd(dm_aligner *a);
void dm_step_casefold(dm_aligner *a);
void dm_step_width(dm_aligner *a);
void dm_step_punct(dm_aligner *a);
void dm_step_punct_zh(dm_aligner *a);
void dm_step_hans(dm_aligner *a);
void dm_step_hans_tw(dm_aligner *a);
void dm_step_hans_twp(dm_aligner *a);
void dm_step_hans_hk(dm_aligner *a);
void dm_step_hans_hkp(dm_aligner *a);
void dm_step_hant(dm_aligner *a);
void dm_step_hant_tw(dm_aligner *a);
void dm_step_hant_twp(dm_aligner *a);
void dm_step_hant_hk(dm_aligner *a);
void dm_step_hant_hkp(dm_aligner *a);
void dm_step_hant_to_tw(dm_aligner *a);
void dm_step_tw_to_hant(dm_aligner *a);
void dm_step_hant_to_hk(dm_aligner *a);
void dm_step_hk_to_hant(dm_aligner *a);
void dm_step_hant_to_jp(dm_aligner *a);
void dm_step_jp_to_hant(dm_aligner *a);

#endif
