#!/usr/bin/env python3
"""suite_zip.py - DOCX, ODT and EPUB that mean harm, each of which costs one document.

A folder of good and hostile files is read by one run: the good ones give their text, each hostile one fails with the
code that is documented for it (or is read for what is sound in it), in time and memory that are bounded, with any -j.
Good files that other programs made (pandoc, python-docx) are compared with what those programs say themselves.
"""
import io
import json
import os
import pathlib
import re
import resource
import shutil
import struct
import subprocess
import sys
import tempfile
import time
import zipfile

DOCMILL = os.environ.get("DOCMILL") or str(pathlib.Path(__file__).parents[2] / "build" / "docmill")
SECONDS = 30

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
REL = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
RELS = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">%s</Relationships>'
ODF = "urn:oasis:names:tc:opendocument:xmlns:"
LAUGHS = "<!DOCTYPE x [<!ENTITY a0 'ha'>" + "".join(
    f"<!ENTITY a{i} '{f'&a{i - 1};' * 10}'>" for i in range(1, 10)) + "]>"


def run_of(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def document(body, head=""):
    return f"{head}<w:document {W}><w:body>{body}</w:body></w:document>"


def zipped(members, method=zipfile.ZIP_DEFLATED, comment=b""):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as z:
        for name, data in members:
            z.writestr(zipfile.ZipInfo(name), data, zipfile.ZIP_STORED if name == "mimetype" else method)
        z.comment = comment
    return out.getvalue()


def docx(body=run_of("好"), head="", more=(), rels=None):
    members = [("[Content_Types].xml", "<Types/>"), ("word/document.xml", document(body, head))]
    if rels is not None:
        members.append(("word/_rels/document.xml.rels", RELS % rels))
    return zipped(members + list(more))


def odt(body="<text:p>好</text:p>", head="", mimetype="application/vnd.oasis.opendocument.text"):
    return zipped([("mimetype", mimetype), ("content.xml", f'''{head}<office:document-content
        xmlns:office="{ODF}office:1.0" xmlns:text="{ODF}text:1.0" xmlns:table="{ODF}table:1.0"><office:body><office:text>{
        body}</office:text></office:body></office:document-content>''')])


def epub(pages, spine=None, container=None, more=()):
    items = "".join(f'<item id="{i}" href="{name}" media-type="application/xhtml+xml"/>' for i, (name, _) in enumerate(pages))
    refs = "".join(f'<itemref idref="{i}"/>' for i in (range(len(pages)) if spine is None else spine))
    return zipped([
        ("mimetype", "application/epub+zip"),
        ("META-INF/container.xml", container or f'''<container xmlns="{ODF}container"><rootfiles><rootfile
            full-path="o/p.opf"/></rootfiles></container>'''),
        ("o/p.opf", f'<package xmlns="http://www.idpf.org/2007/opf"><manifest>{items}</manifest><spine>{refs}</spine></package>'),
        *[("o/" + name, page) for name, page in pages if page is not None], *more])


def patched(b, what, offset, fmt, value):
    """`b` with a number changed in every record that begins with the signature `what`."""
    b = bytearray(b)
    at = b.find(what)
    while at >= 0:
        struct.pack_into(fmt, b, at + offset, value)
        at = b.find(what, at + 1)
    return bytes(b)


def damaged(b):
    """A byte of the packed data of word/document.xml is another: the checksum tells."""
    with zipfile.ZipFile(io.BytesIO(b)) as z:
        info = z.getinfo("word/document.xml")
    name, extra = struct.unpack_from("<HH", b, info.header_offset + 26)
    at = info.header_offset + 30 + name + extra + info.compress_size // 2
    return b[:at] + bytes([b[at] ^ 0x55]) + b[at + 1:]


def stored(b):
    with zipfile.ZipFile(io.BytesIO(b)) as z:
        return zipped([(i.filename, z.read(i)) for i in z.infolist()], zipfile.ZIP_STORED)


def twice(b):
    out = io.BytesIO(b)
    with zipfile.ZipFile(out, "a") as z:
        import warnings
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            z.writestr("word/document.xml", document(run_of("另")))
    return out.getvalue()


CYCLE = "".join(f'<w:style w:type="paragraph" w:styleId="s{i}"><w:basedOn w:val="s{(i + 1) % 50000}"/></w:style>'
                for i in range(50000))
STYLED = '<w:p><w:pPr><w:pStyle w:val="s7"/></w:pPr><w:r><w:t>好</w:t></w:r></w:p>'


def cases():
    """name, bytes, the code of its failure or the text that it gives."""
    text = run_of("好")
    yield "good.docx", docx(), "好"
    yield "good.odt", odt(), "好"
    yield "good.epub", epub([("a.xhtml", "<html><body><p>好</p></body></html>")]), "好"
    # bombs
    bomb = document(run_of(" " * (64 << 20)))
    yield "bomb.docx", zipped([("[Content_Types].xml", ""), ("word/document.xml", bomb)]), "E407"
    yield "bomb.epub", epub([("a.xhtml", "<p>" + "好" * (8 << 20))]), "E407"
    yield "bomb-styles.docx", docx(text, more=[("word/styles.xml", " " * (32 << 20))]), "E407"
    yield "bomb-unread.docx", docx(text, more=[("word/media/x.bin", b"\0" * (64 << 20))]), "好"
    yield "many.docx", zipped([("[Content_Types].xml", ""), ("word/document.xml", document(text))]
                              + [(f"m/{i}", "") for i in range(70000)], zipfile.ZIP_STORED), "E407"
    # XML
    yield "laughs.docx", docx(run_of("&a9;"), LAUGHS), "E210"
    yield "laughs.odt", odt("<text:p>&a9;</text:p>", LAUGHS), "E210"
    yield "laughs.epub", epub([("a.xhtml", LAUGHS + "<html><body><p>好&a9;</p></body></html>")]), None
    yield "laughs-opf.epub", epub([], more=[], container=LAUGHS + "<container/>"), "E210"
    yield "external.docx", docx(run_of("&x;"), '<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'), "E210"
    yield "external.odt", odt("", '<!DOCTYPE x SYSTEM "http://localhost:1/x.dtd">'), "E210"
    yield "deep.docx", docx("<w:sdt>" * 100000 + "</w:sdt>" * 100000), "E406"
    yield "deep.odt", odt("<text:section>" * 100000 + "</text:section>" * 100000), "E406"
    yield "deep.epub", epub([("a.xhtml", "<html><body>" + "<blockquote>" * 100000)]), "E406"
    yield "deep-open.docx", docx("<w:p><w:r>" * 100000), "E406"
    yield "wide.docx", docx("<w:p " + " ".join(f'w:a{i}=""' for i in range(200000)) + "/>"), "E210"
    yield "spaces.docx", docx("".join(f'<w:p xmlns:n{i}="u{i}">' for i in range(1900)) + "</w:p>" * 1900), "E210"
    yield "unsound.docx", docx("<w:p><w:r></w:p></w:r>"), "E210"
    yield "broken-char.docx", docx(run_of("\x01")), "E210"
    yield "utf-16.docx", zipped([("[Content_Types].xml", ""), ("word/document.xml", document(text).encode("utf-16"))]), "E210"
    yield "gbk.docx", zipped([("[Content_Types].xml", ""), ("word/document.xml",
                                                         ('<?xml version="1.0" encoding="gbk"?>' + document(text)).encode("gbk"))]), "E210"
    # what parts say of each other
    yield "no-rels.docx", docx(text), "好"
    yield "cycle.docx", docx(STYLED, more=[("word/styles.xml", f"<w:styles {W}>{CYCLE}</w:styles>")]), "好"
    yield "self.docx", docx(text, rels=f'<Relationship Id="a" Type="{REL}footnotes" Target="document.xml"/>'), "好"
    yield "outside.docx", docx(text, rels=f'<Relationship Id="a" Type="{REL}styles" Target="../../../../etc/passwd"/>'), "好"
    yield "links.docx", docx("".join('<w:p><w:hyperlink w:anchor="x"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>' for _ in range(20000))
                             + text), None
    yield "missing.docx", zipped([("[Content_Types].xml", ""), ("word/x.xml", "")]), "E210"
    yield "again.epub", epub([("a.xhtml", "<p>好</p>")], [0] * 50000), "好"
    yield "nowhere.epub", epub([("a.xhtml", "<p>好</p>"), ("b.xhtml", None)]), "好"
    yield "empty.epub", epub([]), "E210"
    yield "up.epub", epub([("../../../../../etc/passwd", None), ("a.xhtml", "<p>好</p>")]), "好"
    # the archive itself
    good = docx(text * 50)
    yield "cut.docx", good[:-30], "E210"
    yield "half.docx", good[:len(good) // 2], "E210"
    yield "cut.odt", odt()[:-30], "E210"
    yield "cut.epub", epub([("a.xhtml", "<p>好</p>")])[:-30], "E210"
    yield "checksum.docx", damaged(stored(good)), "E210"
    yield "packed.docx", damaged(good), "E210"
    yield "twice.docx", twice(good), "E210"
    yield "names.docx", docx(text, more=[("../../../tmp/x", "x"), ("/etc/passwd", "x"), ("c:\\x", "x"), ("word/../word/y", "")]), "好"
    yield "names-twice.docx", docx(text, more=[("word/./document.xml", document(run_of("另")))]), "E210"
    yield "locked.docx", patched(patched(good, b"PK\x01\x02", 8, "<H", 1), b"PK\x03\x04", 6, "<H", 1), "E211"
    yield "method.docx", patched(patched(good, b"PK\x01\x02", 10, "<H", 77), b"PK\x03\x04", 8, "<H", 77), "E210"
    yield "size.docx", patched(patched(good, b"PK\x01\x02", 24, "<I", 0xFFFFFF), b"PK\x03\x04", 22, "<I", 0xFFFFFF), None
    yield "offsets.docx", patched(good, b"PK\x01\x02", 42, "<I", 0x7FFFFFFF), "E210"
    yield "ole.docx", (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".ljust(512, b"\0") + "EncryptedPackage".encode("utf-16-le")).ljust(4096, b"\0"), "E211"
    yield "sheet.xlsx", zipped([("[Content_Types].xml", ""), ("xl/workbook.xml", "")]), "E206"
    yield "other.zip", zipped([("a.txt", "text")]), "E206"
    yield "only-magic.docx", b"PK\x03\x04", "E210"


# ---- running ----

def docmill(*args, memory=3 << 30):
    """Under a ceiling of its own, so that a bomb fells nobody else."""
    done = subprocess.run([DOCMILL, *args], capture_output=True, check=False, timeout=600,
                          preexec_fn=None if "asan" in DOCMILL else lambda: resource.setrlimit(resource.RLIMIT_AS, (memory, memory)))
    return done.returncode, done.stdout.decode("utf-8"), done.stderr.decode("utf-8", "replace")


class Report:
    def __init__(self):
        self.n = 0

    def __call__(self, name, wrong, skip=None):
        self.n += 1
        print(f"{'not ok' if wrong else 'ok'} {self.n} - {name}" + (f" # SKIP {skip}" if skip else ""))
        for line in wrong[:20]:
            print(f"#   {line}")
        sys.stdout.flush()


def hostile(report, folder):
    wanted = {}
    for name, b, want in cases():
        (pathlib.Path(folder) / name).write_bytes(b)
        wanted[name] = want
    paths = [os.path.join(folder, n) for n in sorted(wanted)]
    start = time.time()
    first = docmill("x", 'emit{ id = doc.id, text = doc:view("text").text }', "--timeout", str(SECONDS), "-j", "2", *paths)
    took = time.time() - start
    code, out, err = first
    failed = {os.path.basename(p): c for p, c in re.findall(r"^(\S+?): error\[(E\d+)\]", err, re.M)}
    texts = {os.path.basename(r["id"]): r["text"] for r in map(json.loads, out.splitlines())}
    for name, want in wanted.items():
        got = failed.get(name) or texts.get(name)
        wrong = []
        if got is None:
            wrong.append("neither a record nor an error")
        elif want is None:
            wrong += [got] if got in ("E401", "E402", "E405", "E503") else []
        elif got.strip() != want and not (want == "好" and set(got) <= set("好\n")):
            wrong.append(f"{got[:60]!r} and not {want!r}")
        report(f"{name}: {want or 'ends'}", wrong)
    report("the run ends with 3", [] if code == 3 else [f"exit {code}", err[-300:]])
    report("in time", [] if took < 120 else [f"{took:.0f} s"])
    again = docmill("x", 'emit{ id = doc.id, text = doc:view("text").text }', "--timeout", str(SECONDS), "-j", "1", *paths)
    report("alike for -j 1", [] if again == first else ["it differs"])


def pandoc(report, folder):
    """What pandoc writes, we read as it does: the same words in the same order."""
    if shutil.which("pandoc") is None:
        report("pandoc's files", [], "no pandoc here")
        return
    source = pathlib.Path(folder) / "x.md"
    source.write_text("# 标题一\n\n一段**粗**体 & `码`。\n\n- 甲\n- 乙\n    1. 丙\n\n| a | b |\n|---|---|\n| 一 | 二 |\n\n> 引\n\n## 二\n\n末\\\n行[链](http://x.y/?a&b)\n",
                      encoding="utf-8")
    words = ["标题一", "一段粗体&码。", "甲", "乙", "丙", "a", "b", "一", "二", "引", "二", "末", "行链"]
    for ending in ("docx", "odt", "epub"):
        path = pathlib.Path(folder) / f"x.{ending}"
        subprocess.run(["pandoc", source, "-o", path, "--metadata", "title=题"], check=True, capture_output=True)
        code, out, err = docmill("text", str(path))
        got = [w.replace(" ", "") for w in re.split(r"[\n\t]", out) if w.strip()]
        got = [w for w in got if w != "题"]
        report(f"pandoc's {ending}", [] if code == 0 and got == words else [str(got), err])


def python_docx(report, folder):
    try:
        import docx as python
    except ImportError:
        report("python-docx's files", [], "no python-docx here")
        return
    d = python.Document()
    d.add_heading("章", 1)
    p = d.add_paragraph("一 ")
    p.add_run("二").bold = True
    d.add_paragraph("项", style="List Bullet")
    t = d.add_table(2, 2)
    t.cell(0, 0).text, t.cell(1, 1).text = "左上", "右下"
    path = os.path.join(folder, "python.docx")
    d.save(path)
    code, out, err = docmill("x", "local b = {} for i, k in ipairs(doc:blocks()) do b[i] = k.kind .. ':' .. k.text end emit{ b = b }", path)
    want = ["heading:章", "paragraph:一 二", "list_item:项", "table:左上\n\t右下"]
    got = json.loads(out)["b"] if code == 0 else err
    report("python-docx's file", [] if [b for b in got if not re.match("row|cell", b)][:4] == want else [str(got)])


def provenance(report, folder):
    """`src` counts within the member that `part` names: Python unpacks it and looks."""
    path = os.path.join(folder, "p.docx")
    pathlib.Path(path).write_bytes(docx(run_of("甲乙丙") + run_of("a&amp;b"), more=[
        ("word/footnotes.xml", f'<w:footnotes {W}><w:footnote w:id="1">{run_of("脚注")}</w:footnote></w:footnotes>')],
        rels=f'<Relationship Id="a" Type="{REL}footnotes" Target="footnotes.xml"/>'))
    code, out, err = docmill("x", 'for _, w in ipairs{ "乙", "&", "脚注" } do emit{ w = doc:view("text"):find(w) } end', "--spans", path)
    wrong = [] if code == 0 else [err]
    with zipfile.ZipFile(path) as z:
        for line, want in zip(out.splitlines(), ("乙", "&amp;", "脚注")):
            place = json.loads(line)["_spans"]["w"][0]
            raw = z.read(place["part"])[slice(*place["src"])].decode()
            wrong += [] if raw == want else [f"{place} is {raw!r}"]
    report("spans count within their member", wrong + ([] if len(out.splitlines()) == 3 else ["too few"]))
    code, out, err = docmill("grep", "-b", "脚注", path)
    m = re.search(r"word/footnotes\.xml!(\d+):", out)
    with zipfile.ZipFile(path) as z:
        ok = m and z.read("word/footnotes.xml")[int(m[1]):].decode().startswith("脚注")
    report("grep -b names the member", [] if ok else [out, err])
    code, out, err = docmill("text", "--map", path)
    report("text --map names the member", [] if re.search(r"^1\tword/document\.xml!\d+-\d+\t甲乙丙$", out, re.M) else [out, err])


def main():
    report = Report()
    with tempfile.TemporaryDirectory() as folder:
        hostile(report, folder)
    with tempfile.TemporaryDirectory() as folder:
        pandoc(report, folder)
        python_docx(report, folder)
        provenance(report, folder)
    print(f"1..{report.n}")


main()
