/* ucd.h - reading Unicode's NormalizationTest.txt, for the test that judges by
** it and the bench that counts by it.
**
** It comes with Debian's package unicode-data, plain or packed by bzip2.
*/
#ifndef DM_TEST_UCD_H
#define DM_TEST_UCD_H

#include <stdio.h>
#include <stdlib.h>

#include "text/utf8.h"

enum { UCD_COLUMNS = 5, UCD_FORMS = 4, UCD_FIELD = 128 };

typedef struct ucd {
    FILE    *file;
    bool     piped;
    int      part; /* of the test */
    char     room[UCD_COLUMNS][UCD_FIELD];
    dm_slice column[UCD_COLUMNS]; /* of the line read last */
} ucd;

/* Which column nfc, nfd, nfkc and nfkd make of each column, counted from 0
** (the conformance test of UAX #15). */
static const size_t ucd_wants[UCD_FORMS][UCD_COLUMNS] = {
    {1, 1, 1, 3, 3},
    {2, 2, 2, 4, 4},
    {3, 3, 3, 3, 3},
    {4, 4, 4, 4, 4},
};

static inline void ucd_close(ucd *u)
{
    (void)(u->piped ? pclose(u->file) : fclose(u->file));
}

static inline bool ucd_open(ucd *u)
{
    static const char path[] = "/usr/share/unicode/NormalizationTest.txt";
    static const char packed[] =
        "bzip2 -dc /usr/share/unicode/NormalizationTest.txt.bz2 2>/dev/null";
    int c;

    u->part = 0;
    u->file = fopen(path, "r");
    u->piped = u->file == NULL;
    if (u->piped)
        u->file = popen(packed, "r");
    if (u->file == NULL)
        return false;
    c = fgetc(u->file);
    if (c != EOF)
        return ungetc(c, u->file) == c;
    ucd_close(u);
    return false;
}

/* "0044 0307;…": column `i` as UTF-8; where the next one begins, or NULL. */
static inline const char *ucd_field(ucd *u, size_t i, const char *p)
{
    size_t len = 0;

    while (*p != ';') {
        char    *end;
        uint32_t cp = (uint32_t)strtoul(p, &end, 16);

        if (end == p || len + 4 > UCD_FIELD)
            return NULL;
        len += dm_utf8_encode(cp, u->room[i] + len);
        p = end + (*end == ' ');
    }
    u->column[i] = (dm_slice){u->room[i], len};
    return p + 1;
}

/* The next line of the test; false at the end or where it cannot be read. */
static inline bool ucd_next(ucd *u)
{
    char        line[1024];
    const char *p = line;

    do {
        if (fgets(line, sizeof line, u->file) == NULL)
            return false;
        if (line[0] == '@')
            u->part = line[5] - '0';
    } while (line[0] == '\n' || strchr("0123456789ABCDEF", line[0]) == NULL);
    for (size_t i = 0; i < UCD_COLUMNS && p != NULL; i++)
        p = ucd_field(u, i, p);
    return p != NULL;
}

#endif
