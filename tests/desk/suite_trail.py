"""suite_trail.py - explain --at, checked with Python's codecs.

Documents are made up in several charsets, as plain text and as pages, with
character references, full-width forms, invisible characters, readings in
brackets.  For random characters of them: what --at says is there is what Python
decodes, the bytes it tells are those of the file and decode to it, each step that
changed something did what Python does, and the text at the end stands in the
view where it says.  Prints TAP, a line for each document.
"""
import html
import json
import os
import random
import re
import subprocess
import tempfile

DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))
ENV = {**os.environ, "LC_ALL": "C.UTF-8"}
PLACES = 10
SEEN = {}  # how many places each step changed, and took out
VIEW = ["lines", "zero_width", "width", "gloss"]

SCRIPT = """local docmill = require "docmill"
return docmill.script {
  view = { %s },
  rules = { docmill.rule { id = "number", match = docmill.re [[\\d+]] } },
}
""" % ", ".join(f'"{s}"' for s in VIEW)

# charset, codec, words that it can write
CHARSETS = [
    ("gb18030", "gb18030", ["关于", "通知", "２０２３年", "建設(shè)部", "會議(yì)", "他說(shuō)", "\u200b", "，", "　", "abc", "㎞", "𠮷"]),
    ("big5", "cp950", ["關於", "通知", "２０２３年", "，", "　", "abc", "許"]),
    ("shift_jis", "cp932", ["について", "ｶﾞｲﾄﾞ", "２０２３年", "、", "　", "abc", "表"]),
    ("euc-kr", "cp949", ["안내", "２０２３", "，", "abc", "수"]),
    ("utf-8", "utf-8", ["关于", "Ｔｅｓｔ", "\u200b", "\u200d", "é", "e\u0301", "𠮷", "abc", "👍", "\u00ad"]),
    ("utf-16le", "utf-16-le", ["关于", "２０２３年", "\u200b", "𠮷", "abc"]),
    ("windows-1251", "cp1251", ["Приказ", "№", "abc", "\u00ad", "Ё"]),
    ("windows-1252", "cp1252", ["café", "“quoted”", "€", "\u00ad", "abc"]),
]
REFERENCES = ["&copy;", "&#20013;", "&#x4E2D;", "&amp;", "&lt;", "&hellip;"]


def line(rng, words, page):
    parts = []
    for _ in range(rng.randrange(2, 9)):
        parts.append(rng.choice(words + [" ", " "]))
        if page and rng.random() < 0.3:
            parts.append(rng.choice(REFERENCES))
        if page and rng.random() < 0.2:
            parts.append("<b>" + rng.choice(words) + "</b>")
    return "x" + "".join(parts)


def document(rng, words, page):
    lines = [line(rng, words, page) for _ in range(8)]
    if page:
        lines = ["<html><body>"] + [f"<p>{s}</p>" for s in lines] + ["</body></html>"]
    return "".join(s + rng.choice(["\n", "\r\n"]) for s in lines)


def run(*args):
    return subprocess.run([DOCMILL, *args], env=ENV, capture_output=True, timeout=60)


def half_width(text):
    """Of full-width ASCII alone; kana are not spelled here."""
    return "".join(chr(ord(c) - 0xFEE0) if "\uff01" <= c <= "\uff5e" else " " if c == "\u3000" else c
                   for c in text)


KANA = re.compile("[\uff65-\uff9f]")


def wrong_step(step):
    """Why a step that changed something is not what Python makes of it, or ''."""
    before, after = step["before"], step["after"]
    want = None
    if step["name"] == "lines":
        want = before.replace("\r\n", "\n")
    elif step["name"] == "zero_width":
        want = re.sub("[\u200b\u200d\u00ad]", "", before)
    elif step["name"] == "width" and not KANA.search(before):
        want = half_width(before)
    elif step["name"] == "gloss":
        want = re.sub(r"\([^)]*\)", "", before)
    elif step["name"] == "read" and before.startswith("&"):
        want = html.unescape(before)
    return "" if want is None or want == after else f"{step['name']} of {before!r} gave {after!r}"


def wrong(path, data, codec, char, view):
    """Why a path is wrong, or ''."""
    src = data[path["src"][0]:path["src"][1]]
    if path["decoded"]["text"] != char:
        return f"decoded {path['decoded']['text']!r}, there is {char!r}"
    if src.decode(codec) != char or not path["exact"]:
        return f"bytes {src!r} are not {char!r}"
    if path["hex"] != src.hex(" "):
        return f"hex {path['hex']} of {src!r}"
    for step in path["steps"]:
        if step["changed"] and wrong_step(step):
            return wrong_step(step)
        if step["changed"]:
            SEEN[step["name"]] = SEEN.get(step["name"], 0) + 1
    if "removed" in path:
        last = path["steps"][-1]
        return "" if last["name"] == path["removed"] and last["after"] == "" else "removed by nobody"
    at = path["char"]
    if view[at[0]:at[1]] != path["text"]:
        return f"view has {view[at[0]:at[1]]!r}, not {path['text']!r}"
    if path["text"] != char and not any(s["changed"] for s in path["steps"]):
        return f"{char!r} became {path['text']!r} by nothing"
    return ""


def places(rng, text):
    """Random characters: line, column, what is there."""
    lines = text.splitlines(keepends=True)
    for _ in range(PLACES):
        n = rng.randrange(len(lines))
        body = lines[n].rstrip("\r\n")
        col = rng.randrange(len(body) + 1)
        yield n + 1, col + 1, body[col] if col < len(body) else lines[n][len(body):]


def try_document(rng, name, codec, words, page):
    text = document(rng, words, page)
    data = text.encode(codec)
    file = "doc.html" if page else "doc.txt"
    with open(file, "wb") as out:
        out.write(data)
    how = ["--charset", name, "--from", "html" if page else "text"]
    view = run("text", *how, "--steps", ",".join(VIEW), file).stdout.decode()
    for row, col, char in places(rng, text):
        got = run("explain", "s.lua", file, *how, "--at", f"{row}:{col}", "--json")
        if got.returncode not in (0, 1):
            return f"{row}:{col}: exit {got.returncode}: {got.stderr.decode()}"
        path = json.loads(got.stdout)["path"]
        if (path["line"], path["col"]) != (row, col):
            return f"{row}:{col}: told as {path['line']}:{path['col']}"
        why = wrong(path, data, codec, char, view)
        if why:
            return f"{row}:{col}: {why}"
    return ""


def main():
    rng = random.Random(5)
    tests = [(n, c, w, p) for n, c, w in CHARSETS for p in (False, True)]
    print(f"1..{len(tests) + 1}")
    with tempfile.TemporaryDirectory() as folder:
        os.chdir(folder)
        with open("s.lua", "w", encoding="utf-8") as out:
            out.write(SCRIPT)
        for i, (name, codec, words, page) in enumerate(tests, 1):
            why = try_document(rng, name, codec, words, page)
            print(f"{'not ok' if why else 'ok'} {i} {name} {'page' if page else 'text'}")
            for row in why.splitlines():
                print("#", row)
    few = [step for step in ["read", *VIEW] if SEEN.get(step, 0) < 2]
    told = ", ".join(f"{step} {n}" for step, n in sorted(SEEN.items()))
    print(f"{'not ok' if few else 'ok'} {len(tests) + 1} every step was met: {told}")


main()
