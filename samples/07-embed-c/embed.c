/* embed.c - docmill inside a C program: one script, documents from memory. */
#include <docmill.h>
#include <stdio.h>
#include <string.h>

static bool print(void *ud, const char *line, size_t len)
{
    return fprintf(ud, "%.*s\n", (int)len, line) > 0;
}

static int fail(const docmill_error *e)
{
    fprintf(stderr, "%s:%d: E%d: %s\n", e->file, e->line, e->code, e->message);
    return 1;
}

int main(void)
{
    static const char *const texts[] = {
        "来源:山谷报\n2024年2月29日,门票12元。", /* UTF-8, then GB18030 */
        "\xb7\xa2\xb2\xbc\xd3\xda\x32\x30\x32\x33\xc4\xea\x31\xd4\xc2\x34\xc8"
        "\xd5\xa1\xa3",
    };
    docmill_options options = docmill_options_default();
    docmill_sink    sink = {.take = print, .ud = stdout};
    docmill_error   error;
    docmill        *mill;
    int             bad = 0;

    options.script = "../01-notice-gb18030/notice.lua";
    options.spans = true;
    mill = docmill_open(&options, &error);
    for (size_t i = 0; mill != NULL && i < 2; i++)
        if (!docmill_run_bytes(mill, i == 0 ? "one" : "two", texts[i],
                               strlen(texts[i]), &sink, &error))
            bad = fail(&error);
    docmill_close(mill);
    return mill == NULL ? fail(&error) : bad;
}
