/* bytes.c - the tables of bytes.h, one row a charset: 30 KB, walked once for
** each document in one of them.
*/
#include "text/bytes.h"

#include <stddef.h>
#include <string.h>

typedef struct byte_table {
    const char *name;
    uint16_t    cps[256];
} byte_table;

#include "text/tables/bytes.inc"

const uint16_t *dm_bytes_of(const char *name)
{
    for (size_t i = 0; i < sizeof byte_tables / sizeof *byte_tables; i++)
        if (strcmp(byte_tables[i].name, name) == 0)
            return byte_tables[i].cps;
    return NULL;
}
