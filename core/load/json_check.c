/* json_check.c - asking jansson, if need be twice or with smaller numbers. */
#include "load/json_check.h"

#include "base/ascii.h"
#include "base/buf.h"

enum { DIGITS = 20 }; /* of a number that are enough to see that it is one */

static json_t *ask(dm_slice text, size_t more, json_error_t *why)
{
    return json_loadb(
        text.ptr, text.len,
        JSON_DECODE_ANY | JSON_ALLOW_NUL | JSON_DECODE_INT_AS_REAL | more, why);
}

/* Behind the string whose opening quote is at `at`. */
static size_t string_end(dm_slice s, size_t at)
{
    for (at++; at < s.len && s.ptr[at] != '"'; at++)
        at += s.ptr[at] == '\\';
    return at < s.len ? at + 1 : s.len;
}

/* The `n`-th byte from the end, or a zero. */
static char ends_with(const dm_buf *out, size_t n)
{
    if (out->len < n)
        return '\0';
    return out->ptr[out->len - n];
}

/* Behind the digits at `at`, of which a few are enough; an exponent becomes
** zero. */
static size_t add_digits(dm_buf *out, dm_slice s, size_t at)
{
    size_t from = at;
    size_t n;
    char   before = ends_with(out, 1);
    char   sign = ends_with(out, 2);
    bool   exponent =
        before == 'e' || before == 'E' ||
        ((before == '+' || before == '-') && (sign == 'e' || sign == 'E'));

    while (at < s.len && dm_ascii_digit(s.ptr[at]))
        at++;
    n = at - from < DIGITS ? at - from : DIGITS;
    if (exponent)
        dm_buf_char(out, '0');
    else
        dm_buf_add(out, s.ptr + from, n);
    return at;
}

/* The text with numbers that are small. */
static void shrink(dm_buf *out, dm_slice s)
{
    size_t at = 0;

    while (at < s.len) {
        size_t from = at;

        if (dm_ascii_digit(s.ptr[at])) {
            at = add_digits(out, s, at);
            continue;
        }
        at = s.ptr[at] == '"' ? string_end(s, at) : at + 1;
        dm_buf_add(out, s.ptr + from, at - from);
    }
}

static json_t *ask_small(dm_slice text, size_t more, json_error_t *why)
{
    dm_buf  out;
    json_t *v = NULL;

    dm_buf_init(&out, text.len);
    shrink(&out, text);
    if (!out.failed)
        v = ask(dm_buf_view(&out), more, why);
    dm_buf_fini(&out);
    return v;
}

static json_t *ask_any(dm_slice text, size_t more, dm_json_said *said)
{
    json_t *v = ask(text, more, &said->why);

    if (v != NULL || json_error_code(&said->why) != json_error_numeric_overflow)
        return v;
    said->large = true;
    return ask_small(text, more, &said->why);
}

bool dm_json_valid(dm_slice text, dm_json_said *said)
{
    json_t *v;

    said->large = false;
    v = ask_any(text, JSON_REJECT_DUPLICATES, said);
    said->doubled =
        v == NULL && json_error_code(&said->why) == json_error_duplicate_key;
    if (said->doubled)
        v = ask_any(text, 0, said);
    json_decref(v); /* NULL is fine */
    return v != NULL;
}
