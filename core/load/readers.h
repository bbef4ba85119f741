/* readers.h - the readers, for the table in load.c. */
#ifndef DM_LOAD_READERS_H
#define DM_LOAD_READERS_H

#include "load/load.h"

extern const dm_reader dm_reader_text;
extern const dm_reader dm_reader_html;

/* How sure it is that `text` is HTML, 0 to 100 (sniff_html.c). */
int dm_sniff_html(dm_slice text, dm_slice path);

#endif
