/* name.c - U+FFFD and base64. */
#include "batch/name.h"

#include "text/utf8.h"

void dm_name_utf8(dm_buf *out, dm_slice name)
{
    while (name.len > 0) {
        size_t good = dm_utf8_valid(name);

        dm_buf_add(out, name.ptr, good);
        name = dm_slice_sub(name, good, name.len);
        if (name.len == 0)
            return;
        dm_buf_str(out, "\xEF\xBF\xBD");
        name = dm_slice_sub(name, 1, name.len);
    }
}

void dm_name_base64(dm_buf *out, dm_slice bytes)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqr"
                                 "stuvwxyz0123456789+/";

    for (size_t i = 0; i < bytes.len; i += 3) {
        size_t   n = bytes.len - i < 3 ? bytes.len - i : 3;
        unsigned word = 0;

        for (size_t k = 0; k < 3; k++)
            word = word << 8 |
                   (k < n ? (unsigned)(unsigned char)bytes.ptr[i + k] : 0U);
        for (size_t k = 0; k <= n; k++)
            dm_buf_char(out, digits[word >> (18 - 6 * k) & 63]);
        dm_buf_str(out, &"=="[n - 1]); /* what is missing to three */
    }
}

void dm_name_key(dm_buf *out, dm_slice name)
{
    if (dm_utf8_valid(name) == name.len) {
        dm_buf_slice(out, name);
        return;
    }
    dm_buf_str(out, "base64:");
    dm_name_base64(out, name);
}
