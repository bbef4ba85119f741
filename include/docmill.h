/* docmill.h - docmill inside another program.
**
** One handle is one script, compiled, with everything it needs to run over
** documents.  Open it, give it documents, take their records as lines of JSON,
** close it:
**
**     docmill_options options = docmill_options_default();
**     docmill_sink    sink = {.take = print_line, .ud = stdout};
**     docmill_error   error;
**     docmill        *mill;
**
**     options.script = "notice.lua";
**     mill = docmill_open(&options, &error);
**     if (mill == NULL)
**         ...                               error.message, error.file, ...
**     ok = docmill_run_file(mill, "a.txt", &sink, &error);
**     docmill_close(mill);
**
** Threads.  A handle is used by one thread at a time; handles know nothing of
** each other, so a thread may have each its own.
**
** Failures.  A call that fails returns false (or NULL), fills the error it was
** given and gives no line to the sink.  A document that fails leaves the
** handle usable.  When a limit ended a document the script's state is lost
** with it; the next document starts with a fresh one, as if the handle had
** been opened anew, and init(ctx) runs again.
**
** Limits hold in process: the memory of Lua, the steps of patterns and the
** clock are watched, and no script can catch the way out.  What cannot be
** bounded in process is time and memory inside libxml2, iconv and PCRE2's
** compiler while they work on one input; their input is capped by `max_bytes`
** instead.  Where hostile input must not even cost time, run the program
** `docmill`, whose workers are processes.
**
** The deadline is a POSIX timer that sends a real-time signal to the thread
** that runs: the highest one below SIGRTMAX that nobody handles when the first
** handle is opened.  Its handler sets a flag and a hook, stays, and restarts
** interrupted calls.  A program must not block or take over that signal; with
** options.deadline = 0 no timer is armed.
**
** Nothing here writes to standard output or error, exits, or keeps global
** state beside that signal handler.
*/
#ifndef DOCMILL_H
#define DOCMILL_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

#define DM_VERSION "0.1.0"

#if defined(__GNUC__)
#define DM_API __attribute__((visibility("default")))
#else
#define DM_API
#endif

typedef struct docmill docmill;

/* The version of the library that runs, in the form of DM_VERSION. */
DM_API const char *docmill_version(void);

/*
** What went wrong.  All texts are UTF-8 and end in a zero byte; "" and 0 mean
** unknown.  `code` is stable, `docmill help E302` explains it; `name` is its
** short name ("script").  `file`, `line`, `column` say what a person must edit
** and `source` is that line; `document`, `document_line`, `document_column`
** say which part of which document was being worked on.  Lines and columns
** begin at 1; `column` counts bytes, `document_column` characters.
*/
typedef struct docmill_error {
    int  code;
    int  line, column;
    int  document_line, document_column;
    char name[32];
    char message[512];
    char help[256];
    char file[256];
    char source[256];
    char document[256];
} docmill_error;

/*
** What may be chosen; begin with docmill_options_default and change members.
** Pointers are read during docmill_open only.
*/
typedef struct docmill_options {
    const char *script; /* a path, or the name of a shipped rule file */
    const char *source; /* instead: a one-liner, run with `doc` in scope */

    bool spans; /* records get `_spans`: where each value was found */
    bool meta;  /* records get `_meta`: how the document was read */

    const char *charset; /* of every document; NULL to detect */
    const char *format;  /* "text", "html"; NULL to sniff */
    const char *repair;  /* which repairs the steps apply: "likely" (NULL means
                         ** that), "exact", "all", "none" */

    /* For documents that are written back (docmill_sink.edited): what becomes
    ** of a new character that the charset lacks: "ref" (a reference; NULL means
    ** that where the format has them, else "error"), "error", "replace"; and
    ** the charset to convert to, NULL for the document's own. */
    const char *unencodable;
    const char *to_charset;

    size_t max_bytes; /* of one document; default 64 MiB */
    size_t memory;    /* of the script's own data; default 256 MiB */
    int    deadline;  /* milliseconds a document; default 10,000; 0 for none */
    unsigned long long steps; /* of patterns a document; default 2e9 */

    /* Called for each warning about a document, while it runs; may be NULL.
    ** The error is borrowed. */
    void (*warn)(void *ud, const docmill_error *warning);
    void *warn_ud;
} docmill_options;

DM_API docmill_options docmill_options_default(void);

/*
** Who takes the records: `take` is called with a line of JSON without its end,
** `len` bytes, borrowed until it returns.  When it returns false no more lines
** come, and the call that runs the document returns false with WRITE (501).
**
** The others may be NULL.  `written` is called behind a document's records with
** what the script's own writer made of them, if it made anything; what stands
** before all of it and behind is docmill_writer_head and docmill_writer_tail.
** `named` is called instead of `take` for a record that the script gave a name
** to, emit("people", record); without it `take` has it.
** `edited` is called last, with the document as it is to be written: its own
** bytes, in its own format and charset, but for the edits that the script has
** committed.  It is not called for a document that was turned away.  What
** cannot be written (504, 505, 506) fails the document before its records are
** given.
*/
typedef struct docmill_sink {
    bool (*take)(void *ud, const char *line, size_t len);
    void *ud;
    bool (*named)(void *ud, const char *output, const char *line, size_t len);
    bool (*edited)(void *ud, const char *bytes, size_t len);
    bool (*written)(void *ud, const char *bytes, size_t len);
} docmill_sink;

/*
** Find, compile and check the script and run its init.  NULL when the script
** is wrong: code 301 to 311, with its line.  `error` may be NULL.  Close the
** handle with docmill_close, which takes NULL too.
*/
DM_API docmill *docmill_open(const docmill_options *options,
                             docmill_error         *error);
DM_API void     docmill_close(docmill *mill);

/* The name of the script, and the xxh3 of its text in hex; borrowed until the
** next call with this handle. */
DM_API const char *docmill_script(const docmill *mill);
DM_API const char *docmill_hash(const docmill *mill);

/* What the script's writer says stands before and behind all that it writes, ""
** for nothing; NULL for a script without a writer.  Borrowed until the next
** call with this handle. */
DM_API const char *docmill_writer_head(const docmill *mill);
DM_API const char *docmill_writer_tail(const docmill *mill);

/*
** Run the script over one document and give its records to `sink`, all of
** them after the document is done: a document succeeds whole or not at all.
** A document that the script turns away (its `needs`, doc:skip) is no failure
** and has no record.
**
** docmill_run_file reads a regular file; the record's id is the path.
** docmill_run_bytes takes `len` bytes, which it only borrows, as a document
** called `id`.
*/
DM_API bool docmill_run_file(docmill *mill, const char *path,
                             const docmill_sink *sink, docmill_error *error);
DM_API bool docmill_run_bytes(docmill *mill, const char *id, const char *bytes,
                              size_t len, const docmill_sink *sink,
                              docmill_error *error);

/*
** Run the script's finish and give what it emits to `sink`.
**
** What a document, or finish, passed to ctx:reduce comes as a last line of its
** own, {"_reduce":[[key, how, value], ...]}, to be merged by the caller in the
** order of the documents; how is sum, count, min, max, first, list or set.
*/
DM_API bool docmill_finish(docmill *mill, const docmill_sink *sink,
                           docmill_error *error);

#ifdef __cplusplus
}
#endif

#endif
