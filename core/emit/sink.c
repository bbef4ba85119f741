/* sink.c - the table of formats. */
#include "emit/sink.h"

#include "emit/json.h"
#include "emit/term.h"

static void record_jsonl(dm_buf *out, const dm_value *record)
{
    dm_json_value(out, record, 0);
    dm_buf_char(out, '\n');
}

static void record_json(dm_buf *out, const dm_value *record)
{
    dm_json_value(out, record, 2);
}

static void record_term(dm_buf *out, const dm_value *record)
{
    static const dm_term_style plain = {.color = false, .width = 0};

    dm_term_fields(out, record, &plain);
}

static const dm_sink sinks[] = {
    {"jsonl", "one JSON object a line",                      "",    "",    "",      record_jsonl},
    {"json",  "one JSON array of objects",                   "[\n", ",\n", "\n]\n", record_json },
    {"term",  "the text with its spans marked, for reading", "",    "\n",  "",
     record_term                                                                                },
};

const dm_sink *dm_sink_at(size_t i)
{
    return i < sizeof sinks / sizeof *sinks ? &sinks[i] : NULL;
}

const dm_sink *dm_sink_find(dm_slice name)
{
    for (size_t i = 0; i < sizeof sinks / sizeof *sinks; i++)
        if (dm_slice_eq(dm_slice_str(sinks[i].name), name))
            return &sinks[i];
    return NULL;
}
