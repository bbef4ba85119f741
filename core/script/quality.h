/* quality.h - how much of a text looks like text.
**
** The share of plausible characters, 0 to 1; blanks are not counted, and a
** text of nothing else is 1.  A character counts
**
**   1    letters, marks, digits, punctuation, symbols, common Han
**   1/2  Han outside the basic block (rare in running text, common in text
**        that was decoded wrongly), half-width kana beside Han (Shift_JIS
**        read as something else)
**   0    U+FFFD, controls, private use, unassigned code points, bytes that are
**        no UTF-8, a Latin capital or small letter with accent followed by a
**        C1 control or a Latin-1 sign (UTF-8 read as Latin-1: "Ã©"), and 锟斤拷
**
** It sees what single characters and their neighbours show, no more: text
** read in the wrong charset that came out as common characters looks fine.
*/
#ifndef DM_SCRIPT_QUALITY_H
#define DM_SCRIPT_QUALITY_H

#include "base/slice.h"

double dm_quality(dm_slice text);

#endif
