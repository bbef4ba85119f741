/* encode.h - UTF-8 in, bytes of a charset out: for what is written back.
**
** The mirror of decode.h and bound to it: what is encoded decodes to the same
** text, or it is not encoded.  gb18030, big5, euc-kr, shift_jis, euc-jp,
** iso-2022-jp and single bytes use the WHATWG's tables (and its encoders'
** choices where a character has several codes, big5's included), the rest
** iconv, each character of it read back before it counts.
**
** Beyond the WHATWG's encoders: HKSCS, user-defined codes and JIS X 0212 in
** EUC-JP are written as they are read.  Short of them: a yen sign is no
** backslash and U+2212 no U+FF0D, for that would not come back.  Of
** ISO-2022-JP only what browsers read is written: ASCII, JIS X 0201 and 0208.
*/
#ifndef DM_TEXT_ENCODE_H
#define DM_TEXT_ENCODE_H

#include <stdint.h>

#include "base/buf.h"
#include "base/err.h"
#include "base/slice.h"
#include "text/charset.h"

/* What becomes of a character that `cs` lacks: append what stands for it, in
** UTF-8 that `cs` can say ("&#x4E00;"), and return true; or return false. */
typedef bool dm_encode_lack(void *ud, uint32_t cp, dm_buf *out);

typedef struct dm_encoded {
    size_t   n;       /* bytes of `text` encoded before it stopped */
    uint32_t cp;      /* the character that it stopped at, 0 for none */
    size_t   lacking; /* characters that `lack` stood in for */
} dm_encoded;

/*
** Append `text` (valid UTF-8) to `out` in `cs`, without a byte order mark.
** Charsets with shift states begin and end in their first state.  False with
** UNENCODABLE at the first character that `cs` lacks and `lack` (may be NULL)
** has nothing for: result->n and ->cp tell; SIZE, MEMORY, or MACHINE when
** iconv does not know the charset.  `out` is as before then.
*/
__attribute__((warn_unused_result)) bool dm_encode(dm_buf *out, dm_slice text,
                                                   const dm_charset *cs,
                                                   dm_encode_lack   *lack,
                                                   void *ud, dm_encoded *result,
                                                   dm_err *err);

#endif
