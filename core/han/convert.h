/* convert.h - from one kind of written Chinese to another, as OpenCC does it.
**
** OpenCC converts by dictionaries.  A configuration names the ones that cut
** the text into segments and the chain of them that is applied inside each
** segment; everywhere the longest key wins, from left to right.  This is the
** same algorithm over the same dictionaries (OpenCC 1.4.2, see
** tables/NOTICE.opencc), compiled into one static double array: nothing is
** built or read at run time, nothing is allocated, processes share it.
** Compatibility ideographs are unified first, as the configurations say, and
** characters that many fonts lack (TSCharactersExt) stay out of the output,
** as is the default there.
**
** Every change is an edit of the map.  Where a word and its replacement have
** the same number of characters each character is an edit of its own, and
** those that stay are none; else the word is one edit.
*/
#ifndef DM_HAN_CONVERT_H
#define DM_HAN_CONVERT_H

#include "text/align.h"

/* OpenCC's configurations: s Simplified, t Traditional in OpenCC's standard,
** tw and hk the forms of Taiwan and Hong Kong, jp the Japanese new forms; p:
** the words of the region too. */
typedef enum dm_han {
    DM_HAN_HK2S,
    DM_HAN_HK2SP,
    DM_HAN_HK2T,
    DM_HAN_JP2T,
    DM_HAN_S2HK,
    DM_HAN_S2HKP,
    DM_HAN_S2T,
    DM_HAN_S2TW,
    DM_HAN_S2TWP,
    DM_HAN_T2HK,
    DM_HAN_T2JP,
    DM_HAN_T2S,
    DM_HAN_T2TW,
    DM_HAN_TW2S,
    DM_HAN_TW2SP,
    DM_HAN_TW2T,
    DM_HAN_COUNT
} dm_han;

/* What OpenCC calls it, "s2twp": the tests ask OpenCC the same. */
const char *dm_han_name(dm_han which);

/*
** Convert what the aligner has not consumed (valid UTF-8); the caller
** finishes it.  Failures are sticky in the aligner.  Text without Han
** characters is scanned once and nothing is written.
*/
void dm_han_convert(dm_aligner *a, dm_han which);

/*
** Traditional to Simplified for reading on: t2s, and 著 becomes 着 where it
** is the aspect mark or stands in a word that is written so (see zhe.h).
** OpenCC leaves that to its configurations for Taiwan.
*/
void dm_han_simplify(dm_aligner *a);

#endif
