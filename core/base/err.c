/* err.c - the error value: fill it, name it. */
#include "base/err.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

void dm_err_copy(char *dst, unsigned long size, const char *src,
                 unsigned long len)
{
    if (len > size - 1) {
        len = size - 1;
        while (len > 0 && ((unsigned char)src[len] & 0xC0) == 0x80)
            len--; /* not inside a character */
    }
    memcpy(dst, src, len);
    dst[len] = '\0';
}

__attribute__((format(printf, 3, 0))) static void format(char         *dst,
                                                         unsigned long size,
                                                         const char   *fmt,
                                                         va_list       ap)
{
    char text[1024];
    int  n = vsnprintf(text, sizeof text, fmt, ap);

    if (n < 0)
        n = 0;
    if ((size_t)n >= sizeof text)
        n = (int)sizeof text - 1;
    dm_err_copy(dst, size, text, (unsigned long)n);
}

bool dm_fail(dm_err *err, dm_code code, const char *fmt, ...)
{
    va_list ap;

    if (err == NULL)
        return false;
    memset(err, 0, sizeof *err);
    err->code = code;
    va_start(ap, fmt);
    format(err->msg, sizeof err->msg, fmt, ap);
    va_end(ap);
    return false;
}

bool dm_fail_help(dm_err *err, const char *fmt, ...)
{
    va_list ap;

    if (err == NULL)
        return false;
    va_start(ap, fmt);
    format(err->help, sizeof err->help, fmt, ap);
    va_end(ap);
    return false;
}

bool dm_fail_at(dm_err *err, const char *file, int line, int col)
{
    if (err == NULL)
        return false;
    dm_err_copy(err->file, sizeof err->file, file, strlen(file));
    err->line = line;
    err->col = col;
    return false;
}

static const struct {
    dm_code     code;
    const char *word;
    const char *line;
} codes[] = {
#define DM_ROW(name, number, word, line) {DM_E_##name, word, line},
    DM_CODES(DM_ROW)
#undef DM_ROW
};

int dm_code_at(unsigned long i)
{
    return i < sizeof codes / sizeof *codes ? (int)codes[i].code : 0;
}

const char *dm_code_word(dm_code code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].code == code)
            return codes[i].word;
    return "unknown";
}

const char *dm_code_line(dm_code code)
{
    for (size_t i = 0; i < sizeof codes / sizeof *codes; i++)
        if (codes[i].code == code)
            return codes[i].line;
    return "an unknown code";
}
