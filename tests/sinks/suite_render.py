"""suite_render.py - what is rendered from documents, read by programs that are not docmill.

For samples and, where they are, real pages: pandoc reads its JSON and writes HTML and DOCX from
it; pandoc reads the Markdown and finds the same text in it; xmllint and html5lib accept the page
and find the same text; brat's offsets give the covered text; each selector of a Web Annotation,
resolved against the text or the file by a few lines of Python, gives the quote.  Prints TAP, one
line for each check and input; skipped with a word where a program is missing.
"""
import glob
import gzip
import html.parser
import json
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile
import zipfile

DOCMILL = os.environ["DOCMILL"]
ENV = {**os.environ, "LC_ALL": "C.UTF-8"}
CODECS = {"big5": "cp950", "gbk": "gb18030"}
try:
    import html5lib
except ImportError:
    html5lib = None


def run(args, data=None):
    done = subprocess.run(args, input=data or b"", capture_output=True, env=ENV, check=False, timeout=60)
    return done.returncode, done.stdout, done.stderr.decode("utf-8", "replace")


def docmill(*args):
    if args[-1].endswith("hostile.txt"):  # it looks like Markdown, and much else
        args = (args[0], "--from", "text", *args[1:])
    code, out, err = run([DOCMILL, *args])
    if code != 0:
        raise AssertionError(f"docmill {' '.join(args)}: exit {code}: {err[:300]}")
    return out


def squeeze(text):
    """Without white space, which formats fold, each in its way."""
    return re.sub(r"[\s\u200b]+", "", text)


def differ(a, b):
    """Where two texts part, for the report; None when they do not."""
    a, b = squeeze(a), squeeze(b)
    if a == b:
        return None
    at = next((i for i, (x, y) in enumerate(zip(a, b)) if x != y), min(len(a), len(b)))
    return f"{a[max(at - 20, 0):at + 40]!r} and {b[max(at - 20, 0):at + 40]!r}"


def text_of(node, skip=()):
    """All text in pandoc's JSON, in order."""
    if isinstance(node, list):
        return "".join(text_of(n, skip) for n in node)
    if not isinstance(node, dict) or node.get("t") in skip:
        return ""
    kind, content = node.get("t"), node.get("c")
    if kind == "Str":
        return content
    if kind in ("Space", "SoftBreak", "LineBreak"):
        return " "
    if kind in ("Code", "CodeBlock"):
        return content[1]
    if kind == "Link":
        return text_of(content[1], skip)
    if kind == "RawInline":
        return "" if content[1] == "<br>" else content[1]
    return text_of(content, skip)


def find(node, kind):
    if isinstance(node, list):
        return [found for n in node for found in find(n, kind)]
    if not isinstance(node, dict):
        return []
    mine = [node] if node.get("t") == kind else []
    return mine + find(node.get("c"), kind)


class Article(html.parser.HTMLParser):
    """The text of the article, and whether every element that opens closes."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.stack, self.text, self.balanced, self.bad = [], [], True, []

    def handle_starttag(self, tag, attrs):
        self.stack.append(tag)
        self.bad += [tag] if tag == "script" or any(k.startswith("on") for k, _ in attrs) else []
        self.bad += [v for k, v in attrs if k == "href" and v.strip().lower().startswith("javascript")]
        if tag == "meta":
            self.stack.pop()

    def handle_startendtag(self, tag, attrs):
        self.text.append(" " if tag == "br" else "")

    def handle_endtag(self, tag):
        self.balanced = self.balanced and bool(self.stack) and self.stack.pop() == tag

    def handle_data(self, data):
        if "article" in self.stack:
            self.text.append(data)


def check_pandoc(script, path, folder):
    out = docmill("run", script, "--format", "pandoc", path)
    data = json.loads(out)
    if not shutil.which("pandoc"):
        return "# SKIP pandoc is not installed"
    for to in ("native", "html"):
        code, _, err = run(["pandoc", "-f", "json", "-t", to], out)
        assert code == 0, f"pandoc -t {to}: {err[:200]}"
    docx = os.path.join(folder, "x.docx")
    code, _, err = run(["pandoc", "-f", "json", "-o", docx], out)
    assert code == 0, f"pandoc -o x.docx: {err[:200]}"
    assert zipfile.ZipFile(docx).testzip() is None
    back = json.loads(run(["pandoc", "-t", "json", docx])[1])
    found, want = squeeze(text_of(back["blocks"])), squeeze(text_of(data["blocks"]))
    assert len(found) >= len(want) * 0.98, f"{len(want)} characters became {len(found)} in DOCX"
    ids = [h["c"][1][0] for h in find(data["blocks"], "Header")]
    assert len(ids) == len(set(ids)), "two headings of one id"
    return f"{len(data['blocks'])} documents, {len(find(data['blocks'], 'Span'))} spans"


def check_old(script, path, _):
    data = json.loads(docmill("run", script, "--format", "pandoc", "--pandoc-api", "1.20", path))
    assert data["pandoc-api-version"] == [1, 20]
    tables = find(data["blocks"], "Table")
    for table in tables:
        _, aligns, widths, head, rows = table["c"]
        assert len(aligns) == len(widths) == len(head), "columns of unequal number"
        assert all(len(row) == len(head) for row in rows), "a row of another length"
    return f"{len(tables)} tables"


def check_labels(script, path, _):
    """Each rule that has a place in the text is a class of some Span."""
    data = json.loads(docmill("run", script, "--format", "pandoc", path))
    spans = {c for s in find(data["blocks"], "Span") for c in s["c"][0][1]}
    records = [json.loads(x) for x in docmill("run", script, "--spans", path).splitlines()]
    rules = {p.get("rule", f) for r in records for f, ps in r.get("_spans", {}).items()
             for p in ps if p and p["at"] and p["at"][0] < p["at"][1]}
    assert spans - rules <= {"reading"}, f"classes of no rule: {sorted(spans - rules)}"
    assert bool(spans) == bool(rules), f"{len(rules)} rules, {len(spans)} classes"
    return f"{len(rules)} rules, {len(spans)} classes"


def check_markdown(script, path, _):
    out = docmill("run", script, "--format", "md", path)
    if not shutil.which("pandoc"):
        return "# SKIP pandoc is not installed"
    code, back, err = run(["pandoc", "-f", "gfm", "-t", "json"], out)
    assert code == 0, err[:200]
    read = json.loads(back)["blocks"]
    want = json.loads(docmill("run", script, "--format", "pandoc", path))["blocks"]
    part = differ(text_of(read), text_of(want))
    assert part is None, f"reads differently: {part}"
    for kind in ("Header", "BlockQuote", "CodeBlock", "OrderedList", "BulletList"):
        got, there = len(find(read, kind)), len(find(want, kind))
        assert got == there, f"{there} {kind}s became {got}"
    return f"{len(squeeze(text_of(read)))} characters"


def check_html(script, path, folder):
    out = docmill("run", script, "--format", "html", path)
    want = text_of(json.loads(docmill("run", script, "--format", "pandoc", path))["blocks"])
    page = Article()
    page.feed(out.decode("utf-8"))
    page.close()
    assert page.balanced and not page.stack, f"open at the end: {page.stack[:5]}"
    assert not page.bad, f"what could run: {page.bad[:3]}"
    part = differ("".join(page.text), want)
    assert part is None, f"reads differently: {part}"
    notes = []
    if shutil.which("xmllint"):
        name = os.path.join(folder, "x.html")
        with open(name, "wb") as f:
            f.write(out)
        code, _, err = run(["xmllint", "--huge", "--noout", name])
        assert code == 0, err[:300]
        notes.append("xmllint")
    if html5lib:
        parser = html5lib.HTMLParser()
        parser.parse(out.decode("utf-8"))
        wrong = [e for e in parser.errors if e[1] != "invalid-codepoint"]
        assert not wrong, f"html5lib: {wrong[:3]}"
        notes.append("html5lib")
    return "read by " + ", ".join(["html.parser"] + notes)


def check_text(script, path, _):
    out = docmill("run", script, "--format", "text", path).decode("utf-8")
    md = docmill("run", script, "--format", "pandoc", path)
    want = squeeze(text_of(json.loads(md)["blocks"]))
    got = squeeze(out)
    assert len(got) >= len(want), f"{len(want)} characters became {len(got)}"
    assert "\n\n\n" not in out or find(json.loads(md)["blocks"], "CodeBlock"), "two empty lines"
    return f"{len(got)} characters"


def check_brat(script, path, folder):
    into = tempfile.mkdtemp(dir=folder)
    docmill("run", script, "--format", "brat", "-o", into, path)
    names = glob.glob(os.path.join(glob.escape(into), "**", "*.ann"), recursive=True)
    assert names, "no .ann file"
    spans = 0
    for name in names:
        with open(name[:-4] + ".txt", encoding="utf-8", newline="") as f:
            text = f.read()
        with open(name, encoding="utf-8", newline="") as f:
            lines = f.read().split("\n")
        assert lines.pop() == "", "the last line has no end"
        known = set()
        for line in lines:
            number, rest = line.split("\t", 1)
            if number[0] != "T":
                assert rest.split(" ")[1].split("\t")[0] in known, f"no such target: {line[:60]}"
                continue
            kind, covered = rest.split("\t", 1)
            label, offsets = kind.split(" ", 1)
            assert re.fullmatch(r"[\w-]+", label), f"not a type: {label!r}"
            pieces = [tuple(map(int, p.split(" "))) for p in offsets.split(";")]
            assert all(0 <= a < b <= len(text) for a, b in pieces), f"beyond the text: {line[:60]}"
            got = " ".join(text[a:b] for a, b in pieces)
            assert got == covered, f"{got[:40]!r} is not {covered[:40]!r}"
            known.add(number)
            spans += 1
    return f"{spans} spans"


def check_webanno(script, path, _):
    spans = 0
    with open(path, "rb") as f:
        raw = f.read()
    for line in docmill("run", script, "--format", "webanno", path).decode("utf-8").splitlines():
        page = json.loads(line)
        assert page["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert page["type"] == "AnnotationPage"
        text = docmill("text", "--view", page["summary"], path).decode("utf-8")
        ids = {item["id"] for item in page["items"]} | {page["id"]}
        assert len(ids) == len(page["items"]) + 1, "two things of one IRI"
        for item in page["items"]:
            selectors = {s["type"]: s for s in item["target"]["selector"]}
            at, quote = selectors["TextPositionSelector"], selectors["TextQuoteSelector"]
            got = text[at["start"]:at["end"]]
            assert got == quote["exact"], f"{got[:40]!r} is not {quote['exact'][:40]!r}"
            assert text[:at["start"]].endswith(quote["prefix"])
            assert text[at["end"]:].startswith(quote["suffix"])
            data = selectors["DataPositionSelector"]
            assert 0 <= data["start"] < data["end"] <= len(raw)
            spans += 1
    return f"{spans} spans"


CHECKS = [check_pandoc, check_old, check_labels, check_markdown, check_html, check_text, check_brat,
          check_webanno]


def hostile(folder):
    """Lines of what Markdown, HTML and JSON take for markup, and a script that keeps them all."""
    parts = ["*", "**", "_", "`", "```", "# ", "[", "](", ")", "<", ">", "<b>", "<!--", "&amp;", "&",
             "|", "\\", "\\|", "1. ", "- ", "+ ", "---", "===", "~~", ":", ":smile:", "http://a_b", "$", "$$",
             "[^1]", "[ ] ", "| - |", "{#a}", "word", "中文", " ", "!", "'", '"', "www.", "a@b.c"]
    dice, lines = random.Random(4), []
    for _ in range(600):
        lines += ["x" * dice.randint(0, 1) + "".join(dice.choices(parts, k=dice.randint(1, 9))) + "z", ""]
    names = os.path.join(folder, "hostile.lua"), os.path.join(folder, "hostile.txt")
    with open(names[0], "w", encoding="utf-8") as f:
        f.write('local docmill = require "docmill"\n'
                'return docmill.script { name = "all", rules = {\n'
                '  docmill.rule { id = "w", match = docmill.re [[wor\\w]] } } }\n')
    with open(names[1], "w", encoding="utf-8") as f:
        f.write("\n".join(lines))
    return names


def real_pages(folder):
    packed = sorted(glob.glob("../shared/data/html/*/*.html.gz"))
    for path in packed[::int(os.environ.get("RENDER_STEP", "12"))]:
        name = os.path.join(folder, os.path.basename(path)[:-3])
        with gzip.open(path) as f, open(name, "wb") as out:
            out.write(f.read())
        yield name


def main():
    folder = tempfile.mkdtemp()
    jobs = [("samples/01-notice-gb18030/notice.lua", "samples/01-notice-gb18030/notice.txt"),
            ("samples/02-big5-page/page.lua", "samples/02-big5-page/page.html"),
            ("samples/04-speech/outline.lua", "samples/04-speech/speech.txt"),
            ("article", "samples/05-english-boilerplate/story.html")]
    jobs.append(hostile(folder))
    pages = list(real_pages(folder))
    jobs += [("article", p) for p in pages + sorted(glob.glob("../shared/seeds/*.txt"))]
    n = 0
    for script, path in jobs:
        for check in CHECKS:
            n += 1
            name = f"{check.__name__[6:]} {os.path.basename(path)}"
            try:
                print(f"ok {n} - {name}: {check(script, path, folder)}")
            except (AssertionError, ValueError, KeyError, OSError, subprocess.TimeoutExpired) as wrong:
                print(f"not ok {n} - {name}: {type(wrong).__name__} {wrong}")
    if not pages:
        n += 1
        print(f"ok {n} - real pages # SKIP ../shared is not there")
    shutil.rmtree(folder)
    print(f"1..{n}")
    return 0


sys.exit(main())
