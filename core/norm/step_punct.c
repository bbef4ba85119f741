/* step_punct.c - punctuation that means the same, in one form: ASCII.
**
** The direction is towards ASCII because rules are typed there, and because
** pages mix both forms at random.  Each character is folded by itself, so
** that an exact span stays exact.  Marks without an ASCII twin stay: 。、
** 《》「」『』【】 and the middle dots.
*/
#include "norm/steps.h"
#include "text/utf8.h"

static const bool stop[256] = {[0xE2] = true, [0xE3] = true, [0xEF] = true};

typedef struct fold {
    uint32_t    cp;
    const char *to;
} fold;

/* Ascending. */
static const fold general[] = {
    {0x2010, "-"  },
    {0x2011, "-"  },
    {0x2012, "-"  },
    {0x2013, "-"  },
    {0x2014, "-"  },
    {0x2015, "-"  },
    {0x2018, "'"  },
    {0x2019, "'"  },
    {0x201A, "'"  },
    {0x201B, "'"  },
    {0x201C, "\"" },
    {0x201D, "\"" },
    {0x201E, "\"" },
    {0x201F, "\"" },
    {0x2026, "..."},
    {0x2212, "-"  },
    {0x22EF, "..."},
    {0x301D, "\"" },
    {0x301E, "\"" },
    {0x301F, "\"" },
    {0xFE10, ","  },
    {0xFE13, ":"  },
    {0xFE14, ";"  },
    {0xFE15, "!"  },
    {0xFE16, "?"  },
    {0xFE19, "..."},
    {0xFE31, "-"  },
    {0xFE32, "-"  },
    {0xFE35, "("  },
    {0xFE36, ")"  },
    {0xFE50, ","  },
    {0xFE52, "."  },
    {0xFE54, ";"  },
    {0xFE55, ":"  },
    {0xFE56, "?"  },
    {0xFE57, "!"  },
    {0xFE58, "-"  },
    {0xFE59, "("  },
    {0xFE5A, ")"  },
    {0xFE5B, "{"  },
    {0xFE5C, "}"  },
    {0xFE63, "-"  },
};

/* Full-width forms that are punctuation; letters, digits and signs such as
** ＋ ＝ ％ are the business of `width`. */
static const char full[] = "!\"'(),-./:;?[]_{}~";

static const char *twin(uint32_t cp, char one[2])
{
    size_t lo = 0;
    size_t hi = sizeof general / sizeof *general;

    if (cp >= 0xFF01 && cp <= 0xFF5E) {
        one[0] = (char)(cp - 0xFF01 + '!');
        one[1] = '\0';
        return strchr(full, one[0]) != NULL ? one : NULL;
    }
    while (lo < hi) {
        size_t mid = lo + (hi - lo) / 2;

        if (general[mid].cp < cp)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < sizeof general / sizeof *general && general[lo].cp == cp
               ? general[lo].to
               : NULL;
}

void dm_step_punct(dm_aligner *a)
{
    while (dm_keep_until(a, stop)) {
        char        one[2];
        size_t      n;
        uint32_t    cp = dm_utf8_decode(a->src.ptr + a->at, &n);
        const char *to = twin(cp, one);

        if (to != NULL)
            dm_align_replace(a, n, dm_slice_str(to));
        else
            dm_align_keep(a, n);
    }
}
