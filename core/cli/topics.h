/* topics.h - help topics: a text, a list made from a table, or both. */
#ifndef DM_CLI_TOPICS_H
#define DM_CLI_TOPICS_H

#include "base/buf.h"

typedef struct dm_topic {
    const char *name; /* also of its text in core/cli/help/ */
    const char *what;
    void (*list)(dm_buf *out); /* NULL for none */
} dm_topic;

/* The `i`-th topic, or NULL past the end; the topic called `name`, or NULL. */
const dm_topic *dm_topic_at(size_t i);
const dm_topic *dm_topic_find(dm_slice name);

#endif
