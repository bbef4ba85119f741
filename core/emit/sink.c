/* sink.c - the table of formats. */
#include "emit/sink.h"

#include "emit/html.h"
#include "emit/json.h"
#include "emit/markdown.h"
#include "emit/pandoc.h"

static void record_jsonl(dm_buf *out, const dm_value *record)
{
    dm_json_value(out, record, 0);
    dm_buf_char(out, '\n');
}

static void record_json(dm_buf *out, const dm_value *record)
{
    dm_json_value(out, record, 2);
}

/* X(name, ending, shape, alone, begin, between, end, record, what) */
#define SINKS(X)                                                               \
    X("jsonl", "jsonl", RECORDS, false, "", "", "", record_jsonl,              \
      "one JSON object a line")                                                \
    X("json", "json", RECORDS, false, "[\n", ",\n", "\n]\n", record_json,      \
      "one JSON array of objects")                                             \
    X("csv", "csv", TABLE, false, "", "", "", NULL,                            \
      "a table, commas between (RFC 4180)")                                    \
    X("tsv", "tsv", TABLE, false, "", "", "", NULL, "a table, tabs between")   \
    X("sqlite", "db", BASE, false, "", "", "", NULL,                           \
      "a database: docs, records, spans, errors, rules")                       \
    X("md", "md", DOCUMENT, false, "", dm_markdown_between, "", NULL,          \
      "the clean document as Markdown")                                        \
    X("html", "html", DOCUMENT, false, dm_html_begin, "", dm_html_end, NULL,   \
      "the clean document as a page")                                          \
    X("text", "txt", DOCUMENT, false, "", "\n", "", NULL,                      \
      "the clean document as plain text")                                      \
    X("pandoc", "json", DOCUMENT, false, "", dm_pandoc_between, dm_pandoc_end, \
      NULL, "the clean document for pandoc -f json")                           \
    X("dolma", "jsonl", DOCUMENT, false, "", "", "", NULL,                     \
      "JSONL for dolma, datatrove, datasets: id, text, metadata")              \
    X("brat", "ann", DOCUMENT, true, "", "", "", NULL,                         \
      "annotations for brat: .ann beside .txt")                                \
    X("webanno", "jsonl", DOCUMENT, false, "", "", "", NULL,                   \
      "the W3C's Web Annotation, a page a line")                               \
    X("source", NULL, SOURCE, true, "", "", "", NULL,                          \
      "the documents themselves, edited, in their own format")                 \
    X("writer", "txt", WRITER, false, "", "", "", NULL,                        \
      "what the script's own writer makes")                                    \
    X("term", "txt", DOCUMENT, false, "", "\n", "", NULL,                      \
      "the text with its spans marked, for reading")

static const dm_sink sinks[] = {
#define ROW(name, ending, shape, alone, begin, between, end, record, what)     \
    {name, what, ending, DM_SHAPE_##shape, alone, begin, between, end, record},
    SINKS(ROW)
#undef ROW
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
