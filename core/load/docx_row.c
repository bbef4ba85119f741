/* docx_row.c - the elements of WordprocessingML that say something about the
** text.  All others are looked through. */
#include <stdlib.h>

#include "load/docx_in.h"

static const dm_docx_row rows[] = {
  /* sorted by name */
    {"m:t",                 DM_DOCX_TEXT,        NULL          },
    {"mc:AlternateContent", DM_DOCX_CHOICES,     NULL          },
    {"mc:Choice",           DM_DOCX_CHOICE,      NULL          },
    {"mc:Fallback",         DM_DOCX_OTHER,       NULL          },
    {"w:altChunk",          DM_DOCX_CHUNK,       NULL          },
    {"w:br",                DM_DOCX_LINE,        NULL          },
    {"w:cr",                DM_DOCX_LINE,        NULL          },
    {"w:del",               DM_DOCX_DELETED,     NULL          },
    {"w:document",          DM_DOCX_ROOT,        NULL          },
    {"w:endnote",           DM_DOCX_NOTE,        "endnote"     },
    {"w:endnoteRef",        DM_DOCX_MARK,        NULL          },
    {"w:endnotes",          DM_DOCX_ROOT,        NULL          },
    {"w:fldChar",           DM_DOCX_FIELD_SIGN,  NULL          },
    {"w:fldSimple",         DM_DOCX_FIELD,       NULL          },
    {"w:footnote",          DM_DOCX_NOTE,        "footnote"    },
    {"w:footnoteRef",       DM_DOCX_MARK,        NULL          },
    {"w:footnotes",         DM_DOCX_ROOT,        NULL          },
    {"w:hyperlink",         DM_DOCX_LINK,        NULL          },
    {"w:ilvl",              DM_DOCX_LEVEL,       NULL          },
    {"w:instrText",         DM_DOCX_INSTRUCTION, NULL          },
    {"w:moveFrom",          DM_DOCX_SKIP,        NULL          },
    {"w:noBreakHyphen",     DM_DOCX_CHAR,        "\xE2\x80\x91"},
    {"w:numId",             DM_DOCX_NUMBER,      NULL          },
    {"w:outlineLvl",        DM_DOCX_OUTLINE,     NULL          },
    {"w:p",                 DM_DOCX_PARA,        NULL          },
    {"w:pPr",               DM_DOCX_PPR,         NULL          },
    {"w:pPrChange",         DM_DOCX_SKIP,        NULL          },
    {"w:pStyle",            DM_DOCX_STYLE,       NULL          },
    {"w:ptab",              DM_DOCX_TAB,         NULL          },
    {"w:r",                 DM_DOCX_RUN,         NULL          },
    {"w:rPrChange",         DM_DOCX_SKIP,        NULL          },
    {"w:rt",                DM_DOCX_RUBY_TEXT,   NULL          },
    {"w:rubyBase",          DM_DOCX_RUBY_BASE,   NULL          },
    {"w:sdtPr",             DM_DOCX_SKIP,        NULL          },
    {"w:sectPr",            DM_DOCX_SKIP,        NULL          },
    {"w:sym",               DM_DOCX_SYMBOL,      NULL          },
    {"w:t",                 DM_DOCX_TEXT,        NULL          },
    {"w:tab",               DM_DOCX_TAB,         NULL          },
    {"w:tbl",               DM_DOCX_TABLE,       NULL          },
    {"w:tblHeader",         DM_DOCX_HEADER,      NULL          },
    {"w:tblPrChange",       DM_DOCX_SKIP,        NULL          },
    {"w:tc",                DM_DOCX_CELL,        NULL          },
    {"w:tr",                DM_DOCX_ROW,         NULL          },
    {"w:trPr",              DM_DOCX_ROW_PR,      NULL          },
    {"w:vanish",            DM_DOCX_HIDE,        NULL          },
};

static int by_name(const void *name, const void *r)
{
    const dm_docx_row *x = r;

    return strcmp(name, x->name);
}

const dm_docx_row *dm_docx_row_of(const char *name)
{
    static const dm_docx_row other = {"", DM_DOCX_NONE, NULL};
    const dm_docx_row       *r =
        bsearch(name, rows, sizeof rows / sizeof *rows, sizeof *rows, by_name);

    return r != NULL ? r : &other;
}
