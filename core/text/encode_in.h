/* encode_in.h - inside the room: one open encoder, character by character.
**
** A *code* is what one character becomes, escapes before it included.  In a
** few charsets two code points share one: か and a half voicing mark.
*/
#ifndef DM_TEXT_ENCODE_IN_H
#define DM_TEXT_ENCODE_IN_H

#include "text/codec.h"

enum {
    DM_CODE_ROOM = 32,    /* bytes that one code may take */
    DM_BYTE_CELLS = 1024, /* twice as many as can ever be used, and more */
    DM_NO_CODE = 0xFFFF   /* of dm_jis_encode */
};

typedef struct dm_encoder {
    const dm_charset *cs;
    bool              ascii;       /* a byte below 80 is itself, in any state */
    int               state;       /* DM_KIND_JIS: the set in force */
    uint32_t cells[DM_BYTE_CELLS]; /* DM_KIND_BYTE: code point << 8 | byte,
                                      hashed, 0 where there is none */
    bool     zero;                 /* DM_KIND_BYTE: U+0000 is byte 0 */
    bool     open;                 /* these three are: what is left to iconv */
    bool     wrote;                /* iconv's state may not be the first */
    iconv_t  probe, write;
    dm_codec back;
} dm_encoder;

/* False when iconv does not know the charset. */
__attribute__((warn_unused_result)) bool dm_encoder_open(dm_encoder       *e,
                                                         const dm_charset *cs);
void                                     dm_encoder_close(dm_encoder *e);

/* The code of the character at the start of `text` (not empty): its length
** goes to `*wrote`.  Returns the bytes of `text` it stands for; 0 when there
** is none, and nothing has changed then. */
size_t dm_encoder_code(dm_encoder *e, dm_slice text, char out[DM_CODE_ROOM],
                       size_t *wrote);

/* Back to the first state; returns how many bytes that takes. */
size_t dm_encoder_end(dm_encoder *e, char out[DM_CODE_ROOM]);

/* The multi-byte charsets of WHATWG, in encode_multi.c: the length of `cp`'s
** code, 0 for none. */
size_t dm_multi_encode(dm_kind kind, uint32_t cp, char out[DM_CODE_ROOM]);

/* Row << 8 | cell, both from 0x21, of `cp` in JIS X 0208;
** DM_NO_CODE for none.  The first call fills a table; for any thread. */
unsigned dm_jis0208_encode(uint32_t cp);

/* What is left to iconv, in encode_iconv.c. */
__attribute__((warn_unused_result)) bool dm_iconv_open(dm_encoder *e);
void                                     dm_iconv_close(dm_encoder *e);
size_t dm_iconv_code(dm_encoder *e, dm_slice text, char out[DM_CODE_ROOM],
                     size_t *wrote);
size_t dm_iconv_end(dm_encoder *e, char out[DM_CODE_ROOM]);

#endif
