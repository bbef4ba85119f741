/* chunk.c - Lua's tokens, as far as they open and close something. */
#include "desk/chunk.h"

#include "base/ascii.h"

/* Behind "[", "=" as many as there are, and "[" at `at`: one more than there
** are; 0 when that is no long bracket.  `bracket` may be "]" likewise. */
static int long_bracket(dm_slice s, size_t at, char bracket)
{
    size_t n = at + 1;

    if (at >= s.len || s.ptr[at] != bracket)
        return 0;
    while (n < s.len && s.ptr[n] == '=')
        n++;
    return n < s.len && s.ptr[n] == bracket ? (int)(n - at) : 0;
}

/* Within a long string or comment: behind its end, or the line's. */
static size_t pass_long(dm_chunk *chunk, dm_slice line, size_t at)
{
    for (; at < line.len; at++)
        if (long_bracket(line, at, ']') == chunk->level) {
            at += (size_t)chunk->level + 1;
            chunk->level = 0;
            return at;
        }
    return at;
}

/* Within a short string, which goes on in the next line behind a backslash. */
static size_t pass_short(dm_chunk *chunk, dm_slice line, size_t at)
{
    for (; at < line.len; at++) {
        char c = line.ptr[at];

        chunk->blank = chunk->blank && dm_ascii_space(c);
        if (c == '\\') {
            if (++at >= line.len)
                return at;
            chunk->blank = line.ptr[at] == 'z';
        } else if (c == chunk->quote) {
            chunk->quote = 0;
            return at + 1;
        }
    }
    if (!chunk->blank)
        chunk->quote = 0; /* not ended: the compiler will say so */
    return at;
}

/* "--": to the end of the line, or a long comment's beginning. */
static size_t pass_comment(dm_chunk *chunk, dm_slice line, size_t at)
{
    chunk->level = long_bracket(line, at + 2, '[');
    return chunk->level > 0 ? at + 3 + (size_t)chunk->level : line.len;
}

static int weight_of(dm_slice word)
{
    static const char *const opens[] = {"function", "do", "if", "repeat"};
    static const char *const closes[] = {"end", "until"};

    for (size_t i = 0; i < sizeof opens / sizeof *opens; i++)
        if (dm_slice_eq(word, dm_slice_str(opens[i])))
            return 1;
    for (size_t i = 0; i < sizeof closes / sizeof *closes; i++)
        if (dm_slice_eq(word, dm_slice_str(closes[i])))
            return -1;
    return 0;
}

static size_t pass_word(dm_chunk *chunk, dm_slice line, size_t at)
{
    size_t to = at;

    while (to < line.len &&
           (dm_ascii_word(line.ptr[to]) || line.ptr[to] == '_'))
        to++;
    chunk->depth += weight_of(dm_slice_sub(line, at, to));
    return to;
}

static size_t pass_sign(dm_chunk *chunk, dm_slice line, size_t at)
{
    char c = line.ptr[at];

    if (c == '-' && at + 1 < line.len && line.ptr[at + 1] == '-')
        return pass_comment(chunk, line, at);
    if (c == '[') {
        chunk->level = long_bracket(line, at, '[');
        if (chunk->level > 0)
            return at + 1 + (size_t)chunk->level;
    }
    if (c == '"' || c == '\'')
        chunk->quote = c;
    chunk->depth += c == '(' || c == '[' || c == '{';
    chunk->depth -= c == ')' || c == ']' || c == '}';
    return at + 1;
}

void dm_chunk_line(dm_chunk *chunk, dm_slice line)
{
    size_t at = 0;

    if (!chunk->blank && line.len == 0)
        chunk->quote = 0; /* as at the end of pass_short */
    while (at < line.len) {
        char c = line.ptr[at];

        if (chunk->level > 0)
            at = pass_long(chunk, line, at);
        else if (chunk->quote != 0)
            at = pass_short(chunk, line, at);
        else if (dm_ascii_word(c) || c == '_')
            at = pass_word(chunk, line, at);
        else
            at = pass_sign(chunk, line, at);
    }
}

bool dm_chunk_open(const dm_chunk *chunk)
{
    return chunk->depth > 0 || chunk->level > 0 || chunk->quote != 0;
}
