/* version.c - docmill --version. */
#include <jansson.h>
#include <libxml/xmlversion.h>
#include <lua.h>
#include <sqlite3.h>
#include <utf8proc.h>
#include <xxhash.h>
#include <zip.h>

#include "cli/help.h"
#include "docmill.h"
#include "match/regex.h"
#include "text/decode.h"

void dm_help_version(dm_buf *out)
{
    unsigned xxh = XXH_versionNumber();

    dm_buf_printf(out, "docmill %s\n", DM_VERSION);
    dm_buf_printf(out, "  %s\n", LUA_RELEASE);
    dm_buf_printf(out, "  PCRE2 %s, JIT %s\n", dm_regex_version(),
                  dm_regex_jit() ? "yes" : "no");
    dm_buf_printf(out, "  iconv: %s\n", dm_decode_version());
    dm_buf_printf(out, "  libxml2 %s\n", LIBXML_DOTTED_VERSION);
    dm_buf_printf(out, "  utf8proc %s, Unicode %s\n", utf8proc_version(),
                  utf8proc_unicode_version());
    dm_buf_printf(out, "  jansson %s\n", jansson_version_str());
    dm_buf_printf(out, "  libzip %s\n", zip_libzip_version());
    dm_buf_printf(out, "  SQLite %s\n", sqlite3_libversion());
    dm_buf_printf(out, "  xxhash %u.%u.%u\n", xxh / 10000, xxh / 100 % 100,
                  xxh % 100);
}
