/* bytes.h - inside the room: single-byte charsets as tables of 256. */
#ifndef DM_TEXT_BYTES_H
#define DM_TEXT_BYTES_H

#include <stdint.h>

enum { DM_BYTE_NONE = 0xFFFF }; /* a byte of no meaning */

/* The characters of the charset with this canonical name, by byte; NULL when
** only iconv knows them. */
const uint16_t *dm_bytes_of(const char *name);

#endif
