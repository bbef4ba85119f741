/* read_html.h - what the two halves of the HTML reader share.
**
** read_html.c drives libxml2 and finds out where in the source each of its
** events stands; html_page.c keeps the open elements, html_role.c knows what
** they mean, flow.c writes the page.
*/
#ifndef DM_LOAD_READ_HTML_H
#define DM_LOAD_READ_HTML_H

#include "load/flow.h"
#include "load/html_tag.h"

typedef enum dm_sink {
    DM_SINK_PAGE, /* text goes into the page */
    DM_SINK_NOTE, /* into `note`: titles and readings */
    DM_SINK_NONE  /* nowhere */
} dm_sink;

/* An element that is open.  Inline elements inherit all but the name. */
typedef struct dm_element {
    const char *name; /* the parser's, lives as long as it */
    dm_role     role; /* INLINE where it has no effect */
    dm_sink     sink;
    bool        loose, tight, pre;
    int         lists;  /* how many are around */
    dm_id       block;  /* its own, or DM_NOID */
    size_t      cells;  /* of a row: how many it has */
    size_t      base;   /* of a row: the line it is on */
    bool        counts; /* of a list: its items have numbers */
    int         next;   /* the number of the next one */
    int         step;   /* how far it is to the one after */
} dm_element;

typedef struct dm_reading {
    dm_range base;
    dm_slice text;
} dm_reading;

typedef struct dm_page {
    dm_doc  *doc;
    dm_flow  flow;
    dm_buf   stack;    /* of dm_element */
    dm_buf   note;     /* what DM_SINK_NOTE collects */
    dm_buf   readings; /* of dm_reading */
    dm_slice href;     /* of the open link */
    dm_buf   rubies;   /* the open ones, see html_ruby.c */
    dm_buf   bases;    /* of dm_range: what their readings belong to */
    size_t   hidden;   /* elements out of sight */
    size_t   frames;   /* of a page that is made of other files */
    bool     titled;
    bool     cut;   /* a reading was too long */
    bool     fresh; /* a line end right here belongs to <pre> */
    bool     failed;
    dm_err   err;
} dm_page;

void dm_page_init(dm_page *page, dm_doc *doc, const char *parsed, dm_buf *out);
void dm_page_fini(dm_page *page);

/* An element begins or ends; `tag` is where its start tag stands.  It is empty
** when the parser made the element up (a <p> around text that has none): that
** begins nothing, but its end tag ends a line. */
void dm_page_open(dm_page *page, const char *name, const unsigned char **attrs,
                  dm_range tag);
void dm_page_close(dm_page *page, const char *name);

/*
** Let the parser run over the bytes of `range`, a page of its own.  `copy` is
** the whole source as the guard leaves it (html_guard.h), a zero byte behind
** the range.  Everything is closed at its end.  False with DEPTH, PARSE, SIZE
** or MEMORY.
*/
__attribute__((warn_unused_result)) bool dm_html_parse(dm_page    *page,
                                                       const char *copy,
                                                       dm_range    range,
                                                       dm_err     *err);

/* Where text goes at the moment. */
dm_sink dm_page_sink(const dm_page *page);

/* What was written to `out` becomes the view "text" of a document of that
** format (static).  False with SIZE or MEMORY. */
__attribute__((warn_unused_result)) bool dm_page_set_text(dm_page    *page,
                                                          dm_buf     *out,
                                                          const char *format,
                                                          dm_err     *err);

/* Give document what was collected; its view "text" is set. */
__attribute__((warn_unused_result)) bool dm_page_finish(dm_page *page,
                                                        dm_err  *err);

/* Close everything that is still open. */
void dm_page_end(dm_page *page);

#endif
