/* pages.h - inside the room: what cuts a text into pages.
**
** A *mark* is a place that may be a page break: a line or a line start that
** says a page's number in one of many ways, a tag, a form feed.  Marks are
** collected in one pass; which of them are page breaks is judged by what they
** do together (pages_chop.c, pages_run.c), and how a break heals is a
** question of the text on its two sides (pages_tear.c).
*/
#ifndef DM_REPAIR_PAGES_H
#define DM_REPAIR_PAGES_H

#include <stdint.h>

#include "base/buf.h"
#include "repair/mend.h"

/* How much a mark says by its looks alone. */
typedef enum dm_page_kind {
    DM_PAGE_PREFIX, /* "2、" before text on the same line */
    DM_PAGE_WEAK, /* a line "2", "2.", "[2]", "2   Title": lists have those too
                   */
    DM_PAGE_MEDIUM, /* "第2页", "Page 2", "2/12" */
    DM_PAGE_STRONG, /* "第2页 共12页", "- 2 -" */
    DM_PAGE_SURE,   /* "<page 2>", "… [Page 2]" */
    DM_PAGE_TAG,    /* <PAGE> */
    DM_PAGE_FEED    /* a form feed */
} dm_page_kind;

typedef enum dm_page_fate { /* what became of it */
                            DM_PAGE_OPEN,
                            DM_PAGE_CHOP,     /* lengths prove it: exact */
                            DM_PAGE_CHOP_TWO, /* two long pieces of a round
                                                 length: likely */
                            DM_PAGE_BREAK,    /* likely */
                            DM_PAGE_DOUBT     /* uncertain */
} dm_page_fate;

typedef struct dm_page_mark {
    dm_range     at;    /* the mark: its line, or its part of the line */
    dm_range     gap;   /* that with the line ends and empty lines around it */
    dm_range     cp;    /* the gap in code points from the start */
    uint32_t     style; /* a hash of its form; equal for equal forms */
    uint32_t     number, total; /* 0 when it says none */
    size_t       tried;         /* a length that was tried in vain from here */
    dm_page_kind kind;
    dm_page_fate fate;
    bool         first; /* what is before it is none of the pages */
} dm_page_mark;

/* The marks of a text, ascending. */
typedef struct dm_pages {
    dm_slice      text;
    dm_page_mark *marks;
    size_t        n;
} dm_pages;

/* What a line says as a mark: style, kind, numbers and, for a prefix, how
** much of `line` it takes.  False when it is none. */
bool dm_page_read(dm_slice line, dm_page_mark *out, size_t *len);

/* Judge by the lengths of the pieces. */
void dm_page_chops(dm_pages *p);

/* Judge by sequence and by what the breaks tear; scratch in `arena`.  False
** when that is full. */
__attribute__((warn_unused_result)) bool dm_page_runs(dm_pages *p,
                                                      dm_arena *arena);

/*
** Widen gaps[0..n), which are breaks in ascending order, over running heads
** and feet: lines beside most of them that are the same but for a number
** that counts.  They are short and no sentences, or carry the number, and every
** page keeps some body; gaps that do not overlap still do not when widened.
** `scratch` is used and left empty; when it fails nothing is
** widened.  Returns at how many gaps a line told of pages: it counts, or it is
** a head and begins with a letter.
*/
size_t dm_page_heads(dm_slice text, dm_range *gaps, size_t n, dm_buf *scratch);

/*
** How surely the text breaks off at `gap.from` and goes on at `gap.to`:
**   0 a sentence ends, or a new paragraph begins   1 nothing says either
**   2 prose goes on                                3 nothing else can be
*/
int dm_page_torn(dm_slice s, dm_range gap);

/* What stands in place of a gap that is a break between pages. */
dm_slice dm_page_joint(dm_slice s, dm_range gap);

/* Where the white space and form feeds around [from, to) begin, at a line's
** end, and end, at a line's start. */
size_t dm_page_before(dm_slice s, size_t from);
size_t dm_page_after(dm_slice s, size_t to);

#endif
