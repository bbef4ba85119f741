/* readers.h - the readers, for the table in load.c. */
#ifndef DM_LOAD_READERS_H
#define DM_LOAD_READERS_H

#include "load/load.h"

extern const dm_reader dm_reader_text;
extern const dm_reader dm_reader_html;
extern const dm_reader dm_reader_markdown;
extern const dm_reader dm_reader_mail;
extern const dm_reader dm_reader_csv;
extern const dm_reader dm_reader_json;
extern const dm_reader dm_reader_docx;
extern const dm_reader dm_reader_odt;
extern const dm_reader dm_reader_epub;

/* How sure it is that `text` is HTML, 0 to 100 (sniff_html.c). */
int dm_sniff_html(dm_slice text, dm_slice path);

/* The same of Markdown (sniff_markdown.c). */
int dm_sniff_markdown(dm_slice text, dm_slice path);

#endif
