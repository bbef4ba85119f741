/* repairs.h - the repairs there are; norm/step.h says what each does. */
#ifndef DM_REPAIR_REPAIRS_H
#define DM_REPAIR_REPAIRS_H

#include "repair/mend.h"

void dm_mend_pages(dm_mender *m);
void dm_mend_gloss(dm_mender *m);
void dm_mend_frame(dm_mender *m);
void dm_mend_mojibake(dm_mender *m);
void dm_mend_scraps(dm_mender *m);

#endif
