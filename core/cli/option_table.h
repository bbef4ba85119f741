/* option_table.h - the rows of the table of options; options.h reads them. */
#ifndef DM_CLI_OPTION_TABLE_H
#define DM_CLI_OPTION_TABLE_H

#include "cli/verbs.h"

#define DM_V_SCRIPTED (DM_V_RUN | DM_V_X)
#define DM_V_VIEWED   (DM_V_TEXT | DM_V_GREP)
#define DM_V_CORPUS   (DM_V_VIEW | DM_V_STATS | DM_V_DIFF)
#define DM_V_BATCH    (DM_V_SCRIPTED | DM_V_VIEWED | DM_V_INSPECT | DM_V_CORPUS)
#define DM_V_LOADS                                                             \
    (DM_V_BATCH | DM_V_EXPLAIN | DM_V_BLAME | DM_V_CHECK | DM_V_REPL |         \
     DM_V_WATCH)
#define DM_V_ALL (DM_V_LOADS | DM_V_NEW | DM_V_HELP)

/* X(id, name, letter, argument, kind, verbs, choices, help) */
#define DM_OPTIONS(X)                                                          \
    X(OUTPUT, "output", 'o', "FILE", FILE, DM_V_BATCH | DM_V_CHECK, NULL,      \
      "write to FILE whole; run, x, view: also to DIR/")                       \
    X(FORMAT, "format", 0, "FORMAT", CHOICE, DM_V_SCRIPTED,                    \
      "jsonl|json|csv|tsv|md|html|text|sqlite|pandoc|dolma|brat|webanno|"      \
      "source|writer|term",                                                    \
      "what is written of documents; default jsonl")                           \
    X(IN_PLACE, "in-place", 0, "SUFFIX", MAYBE, DM_V_SCRIPTED, NULL,           \
      "write edited inputs anew; =.bak keeps the old ones")                    \
    X(NAME, "name", 0, "TEMPLATE", TEXT, DM_V_SCRIPTED, NULL,                  \
      "files in -o DIR: {dir} {stem} {ext} {name} {n} {id}")                   \
    X(DRY_RUN, "dry-run", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                  \
      "write nothing; show the diff, or the names of files")                   \
    X(UNENCODABLE, "unencodable", 0, "HOW", CHOICE, DM_V_SCRIPTED,             \
      "error|ref|replace", "characters the charset lacks; default: as it can") \
    X(TO_CHARSET, "to-charset", 0, "NAME", TEXT, DM_V_SCRIPTED, NULL,          \
      "write the documents in this charset")                                   \
    X(COLUMNS, "columns", 0, "A,B,C", TEXT, DM_V_SCRIPTED, NULL,               \
      "the columns of a table; others are left out")                           \
    X(CSV_LISTS, "csv-lists", 0, "HOW", CHOICE, DM_V_SCRIPTED,                 \
      "join|explode|json", "lists in tables; default join")                    \
    X(CSV_SEPARATOR, "csv-separator", 0, "TEXT", TEXT, DM_V_SCRIPTED, NULL,    \
      "between the items of joined lists; default \"; \"")                     \
    X(CSV_FORMULAS, "csv-formulas", 0, "HOW", CHOICE, DM_V_SCRIPTED,           \
      "keep|escape", "escape: ' before text that begins like a formula")       \
    X(CSV_ENDS, "csv-ends", 0, "HOW", CHOICE, DM_V_SCRIPTED, "crlf|lf",        \
      "how rows end; default crlf (csv), lf (tsv)")                            \
    X(CSV_BOM, "csv-bom", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                  \
      "begin with a byte order mark, for spreadsheets")                        \
    X(ATTRIBUTES, "attributes", 0, "FILE", FILE, DM_V_SCRIPTED, NULL,          \
      "format dolma: write what rules found to FILE")                          \
    X(SOURCE, "source", 0, "NAME", TEXT, DM_V_SCRIPTED, NULL,                  \
      "format dolma: the source; default: the script's name")                  \
    X(PANDOC_API, "pandoc-api", 0, "VERSION", CHOICE, DM_V_SCRIPTED,           \
      "1.20|1.22|1.23", "format pandoc: for which pandoc; default 1.22")       \
    X(SPANS, "spans", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                      \
      "add _spans: where each value came from")                                \
    X(META, "meta", 0, NULL, FLAG, DM_V_SCRIPTED, NULL,                        \
      "add _meta: charset, decode errors, warnings, versions")                 \
    X(VIEW, "view", 0, "NAME", TEXT, DM_V_VIEWED, NULL,                        \
      "raw, decoded, text, clean, whole, or steps as in --steps")              \
    X(STEPS, "steps", 0, "A,B,C", TEXT, DM_V_VIEWED, NULL,                     \
      "steps to take from there (docmill help steps)")                         \
    X(WITHOUT, "without", 0, "SCRIPT", FILE, DM_V_TEXT, NULL,                  \
      "leave out what SCRIPT drops (boilerplate, data lines)")                 \
    X(MAP, "map", 0, NULL, FLAG, DM_V_TEXT, NULL,                              \
      "before each line: its number and its bytes of the file")                \
    X(IGNORE_CASE, "ignore-case", 'i', NULL, FLAG, DM_V_GREP, NULL,            \
      "upper and lower case are the same")                                     \
    X(FIXED, "fixed-strings", 'F', NULL, FLAG, DM_V_GREP, NULL,                \
      "REGEX is plain text")                                                   \
    X(INVERT, "invert", 0, NULL, FLAG, DM_V_GREP, NULL,                        \
      "lines without a match")                                                 \
    X(ONLY, "only", 0, NULL, FLAG, DM_V_GREP, NULL,                            \
      "print the matches alone, one a line")                                   \
    X(BYTE_OFFSET, "byte-offset", 'b', NULL, FLAG, DM_V_GREP, NULL,            \
      "print where in the file the line (or match) begins")                    \
    X(COUNT, "count", 'c', NULL, FLAG, DM_V_GREP, NULL,                        \
      "print the number of matching lines of each input")                      \
    X(FILES, "files", 'l', NULL, FLAG, DM_V_GREP, NULL,                        \
      "print the names of inputs that match")                                  \
    X(RULE, "rule", 0, "RULE", TEXT, DM_V_EXPLAIN, NULL,                       \
      "why RULE did not match: its nearest attempts")                          \
    X(AT, "at", 0, "LINE:COL", TEXT, DM_V_EXPLAIN, NULL,                       \
      "what touches this place of the input, and what made it")                \
    X(READS, "text", 0, "TEXT", TEXT, DM_V_EXPLAIN, NULL,                      \
      "the same for each place that reads TEXT")                               \
    X(LIMIT, "limit", 0, "N", NUMBER,                                          \
      DM_V_EXPLAIN | DM_V_DIFF | DM_V_STATS | DM_V_VIEW | DM_V_CHECK, NULL,    \
      "show at most N of each kind")                                           \
    X(SCRIPT, "script", 0, "SCRIPT", FILE, DM_V_BLAME, NULL,                   \
      "the script that made the records; default: what _meta names")           \
    X(AGAINST, "against", 0, "FILE", FILE, DM_V_VIEW, NULL,                    \
      "compare with another script, or with a run's JSON lines")               \
    X(SAMPLE, "sample", 0, "N", NUMBER, DM_V_STATS, NULL,                      \
      "show N random hits and near misses of each rule")                       \
    X(SUGGEST, "suggest", 0, NULL, FLAG, DM_V_STATS, NULL,                     \
      "print rules for what no rule touched")                                  \
    X(ACCEPT, "accept", 0, NULL, FLAG, DM_V_DIFF, NULL,                        \
      "take what changed into the snapshots of NEW")                           \
    X(UPDATE, "update", 0, NULL, FLAG, DM_V_CHECK, NULL,                       \
      "write the snapshots anew")                                              \
    X(REPORT, "report", 0, "HOW", CHOICE, DM_V_CHECK, "text|tap|junit|json",   \
      "how results are written; default text")                                 \
    X(GOLD, "gold", 0, "FILE", FILE, DM_V_CHECK, NULL,                         \
      "JSON lines with the right spans: precision, recall, F1")                \
    X(MIN_F1, "min-f1", 0, "PERCENT", NUMBER, DM_V_CHECK, NULL,                \
      "F1 that --gold must reach (exact spans); default 0")                    \
    X(REDUCE, "reduce", 0, "INPUT", FILE, DM_V_CHECK, NULL,                    \
      "shrink INPUT to the least that still fails")                            \
    X(DEBOUNCE, "debounce", 0, "MS", NUMBER, DM_V_WATCH, NULL,                 \
      "milliseconds of quiet before a run; default 10")                        \
    X(FORCE, "force", 0, NULL, FLAG, DM_V_NEW, NULL,                           \
      "lay down beside files that are there already")                          \
    X(JSON, "json", 0, NULL, FLAG,                                             \
      DM_V_GREP | DM_V_INSPECT | DM_V_EXPLAIN | DM_V_BLAME | DM_V_STATS |      \
          DM_V_DIFF | DM_V_WATCH,                                              \
      NULL, "print JSON lines")                                                \
    X(FULL, "full", 0, NULL, FLAG, DM_V_INSPECT, NULL,                         \
      "all blocks and all places, not the first few")                          \
    X(FILES_FROM, "files-from", 0, "FILE", FILE, DM_V_BATCH, NULL,             \
      "read more inputs from FILE, one a line (- for stdin)")                  \
    X(NUL, "null", '0', NULL, FLAG, DM_V_BATCH, NULL,                          \
      "names in --files-from end in NUL (find -print0)")                       \
    X(JOBS, "jobs", 'j', "N", NUMBER, DM_V_BATCH, NULL,                        \
      "worker processes; default one a core")                                  \
    X(CHARSET, "charset", 0, "NAME", TEXT, DM_V_LOADS, NULL,                   \
      "the inputs' charset; default: detected for each")                       \
    X(FROM, "from", 0, "READER", TEXT, DM_V_LOADS, NULL,                       \
      "the inputs' format; default: detected for each")                        \
    X(REPAIR, "repair", 0, "WHICH", CHOICE, DM_V_LOADS,                        \
      "likely|exact|all|none",                                                 \
      "which repairs the repair steps apply; default likely")                  \
    X(BINARY, "binary", 0, NULL, FLAG, DM_V_LOADS, NULL,                       \
      "read inputs that do not look like text as well")                        \
    X(TIMEOUT, "timeout", 0, "S", SECONDS, DM_V_LOADS, NULL,                   \
      "seconds a document may take; 0: no limit; default 10")                  \
    X(MEMORY, "memory", 0, "SIZE", SIZE, DM_V_LOADS, NULL,                     \
      "memory a script may take; default 256M")                                \
    X(MAX_BYTES, "max-bytes", 0, "SIZE", SIZE, DM_V_LOADS, NULL,               \
      "refuse larger inputs; default 64M")                                     \
    X(ERRORS, "errors", 0, "FILE", FILE, DM_V_BATCH, NULL,                     \
      "write failures to FILE as JSON lines")                                  \
    X(MAX_ERRORS, "max-errors", 0, "N", NUMBER, DM_V_BATCH, NULL,              \
      "stop after N documents have failed")                                    \
    X(FAIL_FAST, "fail-fast", 0, NULL, FLAG, DM_V_BATCH, NULL,                 \
      "stop after the first; the same as --max-errors=1")                      \
    X(DIAGNOSTICS, "diagnostics", 0, "FORMAT", CHOICE, DM_V_LOADS | DM_V_NEW,  \
      "text|json", "how errors are told on stderr")                            \
    X(COLOR, "color", 0, "WHEN", CHOICE, DM_V_LOADS | DM_V_NEW,                \
      "auto|always|never", "default auto: on a terminal")                      \
    X(QUIET, "quiet", 'q', NULL, FLAG, DM_V_LOADS | DM_V_NEW, NULL,            \
      "no warnings, no progress, no summary")                                  \
    X(VERBOSE, "verbose", 'v', NULL, FLAG, DM_V_LOADS | DM_V_NEW, NULL,        \
      "tell more: notes, reasons, a summary, headers")                         \
    X(MAN, "man", 0, NULL, FLAG, DM_V_HELP, NULL,                              \
      "print the manual page docmill(1) (mdoc)")                               \
    X(MAN_API, "man-api", 0, NULL, FLAG, DM_V_HELP, NULL,                      \
      "print docmill-api(7), what a script can call (mdoc)")                   \
    X(COMPLETION, "completion", 0, "SHELL", CHOICE, DM_V_HELP,                 \
      "bash|zsh|fish", "print the completion script for SHELL")                \
    X(HELP, "help", 'h', NULL, FLAG, DM_V_ALL, NULL, "print this help")

#endif
