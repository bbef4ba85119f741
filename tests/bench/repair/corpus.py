"""Clean text to damage: real pages and Debian's translated documentation.

Nothing of it is part of the project: pages are read where they lie beside the
checkout, packages are downloaded by apt-get into a cache folder when the bench
runs, and what is not there is skipped with a word.
"""
import gzip
import html
import os
import re
import subprocess
import sys

PACKAGES = {
    "zh-cn": ["debian-reference-zh-cn", "maint-guide-zh-cn", "debian-faq-zh-cn",
              "debian-edu-doc-zh-cn", "manpages-zh"],
    "zh-tw": ["debian-reference-zh-tw", "maint-guide-zh-tw", "manpages-zh"],
    "ja": ["debian-reference-ja", "debian-faq-ja", "manpages-ja"],
    "ko": ["debian-faq-ko"],
}
# Which files of a package are in the language; manual pages lie by locale.
FOLDERS = {
    "zh-cn": re.compile(r"man/zh_CN/|/doc/.*(zh[-_]cn|zh_CN|html).*\.html$|\.zh-cn\.html$", re.I),
    "zh-tw": re.compile(r"man/zh_TW/|/doc/.*(zh[-_]tw|zh_TW).*\.html$|\.zh-tw\.html$", re.I),
    "ja": re.compile(r"man/ja/|/doc/.*(ja|html).*\.html$|\.ja\.html$"),
    "ko": re.compile(r"man/ko/|/doc/.*ko.*\.html$"),
}
HAN = re.compile("[\u4e00-\u9fff]")
LETTER = re.compile("[\u3041-\u30fe\u4e00-\u9fff\uac00-\ud7a3]")
TAG = re.compile(r"<(script|style)\b.*?</\1>|<(?:/?(?:a|b|i|em|strong|span|code|tt|font|"
                 r"acronym|q|u|sup|sub)\b[^>]*)>", re.S | re.I)
BREAK = re.compile(r"<[^>]*>", re.S)
ROFF = re.compile(r"\\f(?:\[[A-Z]*\]|\(..|.)|\\s[-+]?\d|\\\*\(..|\\&|\\\||\\c$")


def say(text):
    print("bench-repair: " + text, file=sys.stderr)


def read_bytes(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(path, "rb") as f:
        return f.read()


def decode(data):
    """UTF-8 or else GB18030: what the pages are in."""
    for charset in ("utf-8", "gb18030"):
        try:
            return data.decode(charset).lstrip("\ufeff")
        except UnicodeDecodeError:
            pass
    return data.decode("utf-8", "replace")


def html_lines(text):
    """The text of a page, a block a line; good enough for prose."""
    text = re.sub(r"\s*\n\s*", " ", TAG.sub("", text))
    for line in BREAK.sub("\n", text).split("\n"):
        yield re.sub(r"[\s\u3000]+", " ", html.unescape(line)).strip()


def roff_lines(text):
    """The running text of a manual page; CJK lines are joined to paragraphs."""
    held = []
    for line in text.split("\n"):
        if line[:1] in ".'" or not line.strip():
            yield "".join(held)
            held = []
            continue
        held.append(ROFF.sub("", line).replace("\\-", "-").replace("\\e", "\\").strip())
    yield "".join(held)


def prose(lines, least=12, letters=HAN):
    """Lines with at least `least` letters of the language and nothing broken."""
    for line in lines:
        if "\ufffd" in line or len(line) > 2000 or "\\" in line:
            continue
        if len(letters.findall(line)) >= max(least, len(line) // 4):
            yield line


def unique(lines, seen):
    for line in lines:
        if line not in seen:
            seen.add(line)
            yield line


def pages(folder):
    """(name, lines) of each saved page, in order; the lines are prose."""
    if not os.path.isdir(folder):
        say("skipped: no pages at " + folder)
        return
    seen = set()
    for name in sorted(os.listdir(folder)):
        if name.endswith((".html", ".html.gz")):
            text = decode(read_bytes(os.path.join(folder, name)))
            yield name, list(unique(prose(html_lines(text)), seen))


def unpack(package, cache, offline):
    """The folder that `package` was unpacked into, or None."""
    folder = os.path.join(cache, package)
    if os.path.isdir(folder):
        return folder
    if offline:
        return None
    os.makedirs(cache, exist_ok=True)
    got = subprocess.run(["apt-get", "-q", "download", package], cwd=cache,
                         capture_output=True, text=True)
    debs = [n for n in os.listdir(cache) if n.startswith(package + "_") and n.endswith(".deb")]
    if got.returncode != 0 or not debs:
        return None
    subprocess.run(["dpkg", "-x", debs[0], package + ".new"], cwd=cache, check=True)
    os.rename(folder + ".new", folder)
    os.remove(os.path.join(cache, debs[0]))
    return folder


def files(folder):
    for base, dirs, names in sorted(os.walk(folder)):
        dirs.sort()
        for name in sorted(names):
            path = os.path.join(base, name)
            if not os.path.islink(path):
                yield path


def package_lines(package, lang, folder, seen):
    for path in files(folder):
        if not FOLDERS[lang].search(path):
            continue
        text = decode(read_bytes(path))
        lines = html_lines(text) if ".html" in path else roff_lines(text)
        for line in unique(prose(lines, 8, HAN if lang.startswith("zh") else LETTER), seen):
            yield package, line


def documentation(lang, cache, offline=False):
    """(package, line) of Debian's documentation in a language; what cannot be
    had is said and skipped."""
    seen = set()
    for package in PACKAGES[lang]:
        folder = unpack(package, cache, offline)
        if folder is None:
            say("skipped: package %s is not to be had" % package)
            continue
        yield from package_lines(package, lang, folder, seen)
