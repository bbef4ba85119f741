"""suite_page.py - the page of `docmill view`, as a file and in a browser.

The first half reads the page as text: the data are what the document says, in
pieces that part at every edge of a mark, the policy names the program that is
there, nothing leads outside.  The second half opens it in headless Chromium
and uses it as people do; without Chromium it is skipped.  Pictures of the page
are kept in $OUT/view.  Prints TAP.
"""
import base64
import hashlib
import json
import os
import pty
import re
import subprocess
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chrome  # noqa: E402
from tap import DOCMILL, Tally, check, docmill, same  # noqa: E402

PICTURES = os.path.join(os.path.abspath(os.environ.get("OUT", "build/release")), "view")
HIT, REFUSED, BEATEN, VALUE, LOST, DROPPED, EDIT, REPAIR, DECODE = range(9)

CROSSING = r"""
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "crossing", view = { "lines", "width", "space" },
  rules = {
    rule { id = "left", match = re [[甲乙丙]] },
    rule { id = "right", match = re [[丙丁𠮷]] },
    rule { id = "inner", match = re [[丁]] },
    rule { id = "whole", match = re [[^.*戊.*$]], doc = "a whole line" },
    rule { id = "date", match = re [[(?<y>\d{4})-(?<m>\d\d)]],
           value = function(m) return m.y .. "/" .. m.m end,
           where = function(m) return tonumber(m.m.text) <= 12, "no such month" end },
    rule { id = "unused", match = re [[不在这里]] },
  },
  fields = { date = field { from = "date", pick = "first" }, all = field { from = "left", pick = "all" },
             again = field { from = "left" } },
}
"""
OLDER = CROSSING.replace('rule { id = "right", match = re [[丙丁𠮷]] },', "").replace('.. "/" ..', '.. "." ..').replace(
    "不在这里", "己庚")
DIGITS = 'local d = require "docmill" return d.script { name = "d", rules = { d.rule { id = "n", match = d.re [[\\d]] } }, fields = { n = d.field { from = "n" } } }'
EVIL = r"""
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script {
  name = "</script><b>evil</b>",
  rules = {
    rule { id = "tag", match = re [[</?script[^>]*>]], doc = "<i>doc</i>",
           value = function(m) return "<u>\u{202e}" .. m.text end },
    rule { id = "bidi", view = "decoded", match = re [[\x{202e}evil\x{202c}]] },
    rule { id = "img", match = re [[<img[^>]*>]], where = function() return false, "<s>no</s>" end },
  },
}
"""
OWN = r"""
local docmill = require "docmill"
return docmill.script { name = "own", document = function(doc, record)
  record.x = doc:view("decoded"):find("日期")
  return record
end }
"""
CROSS = "题目\r\n甲乙丙丁𠮷戊　己庚\r\n日期：２０２４-０３ 和 2024-13 和 2023-07\r\n无关的话。\r\n"
HOSTILE = ("</script><script>window.hit=1</script>\n<!-- <script> window.hit=2 -->\n<img src=x onerror=window.hit=3>\n"
           "a\u2028b\u2029c \u202eevil\u202c \u2066x\u2069 ZW\u200bSP nbsp\u00a0 bom\ufeff del\x7f esc\x1b[31m\n"
           "]]> &lt;b&gt; \\u003c \" ' ` ${window.hit=4} javascript:window.hit=5\n2024-01 </SCRIPT\n𠮷😀 e\u0301\n")

def write(path, text, charset="utf-8"):
    data = text if isinstance(text, bytes) else text.encode(charset)
    with open(path, "wb") as f:
        f.write(data)
    return path


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


DATA = re.compile(r'<script type="application/json" class="document">\n(.*?)\n</script>', re.S)


def data_of(page):
    return [json.loads(d) for d in DATA.findall(page)]


class Text:
    """A text as JavaScript has it."""

    def __init__(self, text):
        self.bytes = text.encode("utf-16-le")
        self.len = len(self.bytes) // 2

    def __getitem__(self, pair):
        return self.bytes[2 * pair[0]:2 * pair[1]].decode("utf-16-le")


def mark(m):
    keys = ("kind", "rule", "sides", "cf", "ct", "sf", "st", "bf", "bt", "exact", "hex")
    out = dict(zip(keys, m))
    out["info"] = m[11] if len(m) > 11 else {}
    out["clean"], out["source"] = (out["cf"], out["ct"]), (out["sf"], out["st"])
    return out


def pieces_hold(d):
    """Pieces part the text at all edges, and have the marks that cover them."""
    marks = [mark(m) for m in d["marks"]]
    for side in ("clean", "source"):
        text = Text(d[side])
        starts = [p[0] for p in d["pieces"][side]]
        if starts != sorted(set(starts)) or starts[0] != 0:
            return f"{side}: the pieces do not part the text"
        edges = {e for m in marks for e in m[side]} - {text.len}
        if not edges <= set(starts):
            return f"{side}: no cut at {sorted(edges - set(starts))}"
        for i, piece in enumerate(d["pieces"][side]):
            end = starts[i + 1] if i + 1 < len(starts) else text.len
            want = {k for k, m in enumerate(marks) if m[side][0] < end and piece[0] < m[side][1]}
            if set(piece[3:]) != want:
                return f"{side}: piece {piece[0]} has {piece[3:]}, not {want}"
    return ""


def static(work):
    script = write(f"{work}/cross.lua", CROSSING)
    raw = CROSS.encode("gb18030")
    text = write(f"{work}/cross.txt", raw)
    out = f"{work}/cross.html"
    done = docmill("view", "--charset", "gb18030", script, text, "-o", out)
    same(done.returncode, 0, "a page is written")
    page = read(out)
    d = data_of(page)[0]
    same(d["source"], CROSS, "the source is the file, decoded")
    check("2024-03" in d["clean"] and "\r" not in d["clean"], "the clean text is the script's view", d["clean"])
    same(pieces_hold(d), "", "pieces part at every edge, crossing marks too")
    names = [r["id"] for r in d["rules"]]
    marks = [mark(m) for m in d["marks"]]
    hits = {(names[m["rule"]], Text(d["clean"])[m["clean"]]) for m in marks if m["kind"] == HIT}
    same(hits, {("left", "甲乙丙"), ("right", "丙丁𠮷"), ("inner", "丁"), ("whole", "甲乙丙丁𠮷戊 己庚"),
                ("date", "2024-03"), ("date", "2023-07")}, "the matches are there")
    bad = [m for m in marks if m["exact"] and m["bt"] > m["bf"] and
           raw[m["bf"]:m["bt"]].decode("gb18030") != Text(d["source"])[m["source"]]]
    same(bad, [], "bytes of each mark decode to its source text")
    width = next(m for m in marks if m["kind"] == HIT and Text(d["clean"])[m["clean"]] == "2024-03")
    same(Text(d["source"])[width["source"]], "２０２４-０３", "a match knows the wide digits it was made of")
    same(width["hex"], raw[width["bf"]:width["bf"] + 12].hex(" ") + " …", "and their bytes")
    refused = [m for m in marks if m["kind"] == REFUSED]
    same([(Text(d["clean"])[m["clean"]], m["info"]["reason"]) for m in refused], [("2024-13", "no such month")],
         "what a condition refused, with its reason")
    same([m["info"]["value"] for m in marks if m["kind"] == LOST], ["2023/07"], "candidates that were not picked")
    same([m["info"].get("fields") for m in marks if m["kind"] == HIT and names[m["rule"]] in ("date", "left")],
         [["again", "all"], ["date"], None], "which fields a match became")
    check(any(m["info"].get("before") == "２" and m["info"]["after"] == "2" for m in marks if m["kind"] == EDIT),
          "what a step changed, before and after")
    same(d["rules"][5]["now"]["hits"], 0, "a rule that found nothing is in the table")


OTHER_VIEW = r"""
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re
return docmill.script { name = "views", view = { "lines", "width", "space" }, rules = {
  rule { id = "wide", view = "text", match = re [[２０２４]] },
  rule { id = "drop", match = re [[^无关.*$]], action = "drop" },
  rule { id = "not", match = re [[题目]], value = function() return false end },
} }
"""


def views(work):
    text = write(f"{work}/cross.txt", CROSS)
    docmill("view", write(f"{work}/views.lua", OTHER_VIEW), text, "-o", f"{work}/views.html")
    d = data_of(read(f"{work}/views.html"))[0]
    wide = next(m for m in map(mark, d["marks"]) if m["info"].get("view") == "text")
    same((Text(d["clean"])[wide["clean"]], wide["info"]["text"], wide["info"]["view"]), ("2024", "２０２４", "text"),
         "a match in another view has its place in this one")
    same([m["info"].get("value") for m in map(mark, d["marks"]) if Text(d["clean"])[m["clean"]] == "题目"], [False],
         "a value that is false is told")
    same([Text(d["clean"])[m["clean"]] for m in map(mark, d["marks"]) if m["kind"] == DROPPED], ["无关的话。"],
         "what was dropped")
    latin = write(f"{work}/bad.txt", "甲乙丙 2024-05\n".encode() + b"\xff\xfe bad \x80\n" + "甲乙丙\n".encode() * 50)
    docmill("view", "--charset", "utf-8", write(f"{work}/cross.lua", CROSSING), latin, "-o", f"{work}/bad.html")
    d = data_of(read(f"{work}/bad.html"))[0]
    bad = [(m["bf"], m["bt"], Text(d["source"])[m["source"]]) for m in map(mark, d["marks"]) if m["kind"] == DECODE]
    same(bad, [(18, 19, "\ufffd"), (19, 20, "\ufffd"), (25, 26, "\ufffd")], "bytes that did not decode")
    same(pieces_hold(d), "", "pieces around them")


def policy(work):
    script = write(f"{work}/cross.lua", CROSSING)
    evil = write(f"{work}/<img src=x onerror=hit()>.txt", HOSTILE + "nul\x00nul\n")
    out = f"{work}/evil.html"
    same(docmill("view", "--binary", script, evil, "-o", out).returncode, 0, "hostile text gets a page")
    page = read(out)
    data = DATA.search(page).group(1)
    check("<" not in data and "\u2028" not in data and "\u2029" not in data and "\0" not in data,
          "the data have no < and no line separator")
    same(json.loads(data)["source"], HOSTILE + "nul\x00nul\n", "and say what the file says")
    shell = page.replace(data, "")
    check(not re.search(r"https?:|//[a-z]|\ssrc=|@import|url\(|<link|<iframe|<object", shell), "nothing leads outside")
    same(len(re.findall("<script", page)), 2, "there are two script elements: data and program")
    tag = re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', page).group(1)
    check(tag.startswith("default-src 'none'; ") and "unsafe" not in tag, "the policy allows nothing else", tag)
    for kind, element in (("script-src", "script"), ("style-src", "style")):
        inside = re.search(f"<{element}>(.*?)</{element}>", page, re.S).group(1)
        digest = base64.b64encode(hashlib.sha256(inside.encode()).digest()).decode()
        check(f"{kind} 'sha256-{digest}'" in tag, f"{kind} names the hash of what is there", tag)
    program = re.findall(r"<script>(.*?)</script>", page, re.S)[0]
    check(not re.search(r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|\beval\b|new Function|fetch\(|"
                        r"XMLHttpRequest|import\(", program), "the program makes no markup of text")


def sides_of(d):
    """What only one of two runs has: [(rule or field, 1 now or 2 before, text)…]."""
    found = [m for m in map(mark, d["marks"]) if m["kind"] in (HIT, VALUE) and m["sides"] != 3]
    return [(d["rules"][m["rule"]]["id"] if m["rule"] >= 0 else m["info"]["fields"][0], m["sides"],
             Text(d["clean"])[m["clean"]]) for m in found]


def covered(d):
    """Which units of the clean text something was found on, marked or not."""
    out = set()
    for m in map(mark, d["marks"]):
        if m["kind"] in (HIT, VALUE, DROPPED):
            out |= set(range(*m["clean"]))
    rest = d.get("unmarked", [[]])[0]
    for i in range(0, len(rest), 2):
        out |= set(range(rest[i], rest[i + 1]))
    return out


def runs(work):
    script, older = write(f"{work}/cross.lua", CROSSING), write(f"{work}/older.lua", OLDER)
    text = write(f"{work}/cross.txt", CROSS.encode("gb18030"))
    charset = ["--charset", "gb18030"]
    docmill("view", *charset, script, text, "--against", older, "-o", f"{work}/diff.html")
    d = data_of(read(f"{work}/diff.html"))[0]
    names = [r["id"] for r in d["rules"]]
    hits = [(names[m["rule"]], m["sides"], Text(d["clean"])[m["clean"]]) for m in map(mark, d["marks"]) if m["kind"] == HIT]
    same({h for h in hits if h[1] != 3}, {("right", 1, "丙丁𠮷"), ("unused", 2, "己庚")}, "gained and lost matches")
    same(sum(h[1] == 3 for h in hits), 5, "what both found is one mark")
    changed = [(m["info"]["was"], m["info"].get("value", Text(d["clean"])[m["clean"]]))
               for m in map(mark, d["marks"]) if "was" in m["info"]]
    same({(was, now) for was, now in changed if was != now}, {("2024.03", "2024/03"), ("2023.07", "2023/07")}, "changed values")
    same((d["was"][0]["date"], d["records"][0]["date"]), ("2024.03", "2024/03"), "both records")
    same(pieces_hold(d), "", "pieces of two runs")
    lines = f"{work}/old.jsonl"
    docmill("run", *charset, "--spans", older, text, "-o", lines)
    docmill("view", *charset, script, text, "--against", lines, "-o", f"{work}/lines.html")
    d = data_of(read(f"{work}/lines.html"))[0]
    same(sides_of(d), [], "an earlier run's JSON lines: nothing changed in what fields took")
    same((d["old"]["records"], {r["was"] for r in d["rules"]}), (1, {None}), "which tell of no rules")
    write(f"{work}/last.lua", CROSSING.replace('pick = "first"', 'pick = "last"'))
    docmill("view", *charset, f"{work}/last.lua", text, "--against", lines, "-o", f"{work}/last.html")
    same(sides_of(data_of(read(f"{work}/last.html"))[0]), [("date", 1, "2023-07"), ("date", 2, "2024-03")],
         "but for a field that takes another match")
    write(f"{work}/own.lua", OWN)
    write(f"{work}/own2.lua", OWN.replace("日期", "题目"))
    docmill("run", *charset, "--spans", f"{work}/own.lua", text, "-o", f"{work}/own.jsonl")
    for name, want in (("own", []), ("own2", [("x", 1, "题目"), ("x", 2, "日期")])):
        docmill("view", *charset, f"{work}/{name}.lua", text, "--against", f"{work}/own.jsonl", "-o", f"{work}/own.html")
        same(sides_of(data_of(read(f"{work}/own.html"))[0]), want, f"{name}: values that no rule found")
    docmill("view", *charset, script, text, "--limit", "2", "--against", lines, "-o", f"{work}/lines.html")
    same(sides_of(data_of(read(f"{work}/lines.html"))[0]), [], "nor when few matches have marks")
    other = write(f"{work}/other.txt", CROSS.encode("gb18030"))
    done = docmill("view", *charset, script, other, "--against", lines, "-o", f"{work}/other.html")
    d = data_of(read(f"{work}/other.html"))[0]
    check(b"old.jsonl has no record of " in done.stderr, "a document that has no record is told", done.stderr)
    same(("old" in d, [e["level"] for e in d["errors"]]), (False, ["warning"]), "on its page as well, and not compared")
    docmill("run", *charset, older, text, "-o", lines)
    done = docmill("view", *charset, script, text, "--against", lines, "-o", f"{work}/no.html", status=2)
    check(done.returncode != 0 and b"--spans" in done.stderr, "records without _spans are told", done.stderr)


def many(work):
    script = write(f"{work}/cross.lua", CROSSING)
    os.makedirs(f"{work}/in/sub", exist_ok=True)
    paths = [write(f"{work}/in/a.txt", CROSS), write(f"{work}/in/sub/b.txt", CROSS * 2)]
    docmill("view", script, *paths, "-o", f"{work}/two.html")
    same([d["id"] for d in data_of(read(f"{work}/two.html"))], paths, "several inputs, one page to choose from")
    done = docmill("view", script, f"{work}/in", "-o", f"{work}/none.html", status=2)
    check(done.returncode == 2 and b"-o pages/" in done.stderr and not os.path.exists(f"{work}/none.html"),
          "a folder of inputs wants a folder of pages", done.stderr)
    docmill("view", script, f"{work}/in", "-o", f"{work}/pages/")
    same([len(data_of(read(f"{work}/pages/{p}"))) for p in ("a.html", "sub/b.html")], [1, 1], "and gets one")
    broken = write(f"{work}/broken.lua", CROSSING.replace("return m.y ..", "error('no ' .. m.y.text) return m.y .."))
    done = docmill("view", broken, paths[0], "-o", f"{work}/broken.html", status=3)
    d = data_of(read(f"{work}/broken.html"))[0]
    check(done.returncode == 3 and any("no 2024" in e["message"] for e in d["errors"]) and d["source"] == CROSS,
          "a document that failed has its page, with the error", d["errors"])
    done = docmill("view", script, f"{work}/missing.txt", "-o", f"{work}/missing.html", status=3)
    same(done.returncode, 3, "an input that is not there fails")
    docmill("view", script, paths[1], "--limit", "3", "-o", f"{work}/few.html")
    d = data_of(read(f"{work}/few.html"))[0]
    same((len([m for m in d["marks"] if m[0] < 6]), d["left"]["marks"] > 5), (3, True), "--limit, and a word about it")
    docmill("view", script, paths[1], "-o", f"{work}/all.html")
    every = data_of(read(f"{work}/all.html"))[0]
    same((covered(d), "unmarked" in every), (covered(every), False), "what has no mark is covered all the same")
    digits = write(f"{work}/digits.lua", DIGITS)
    write(f"{work}/digits.txt", "1 2 " * 120000)
    for limit, known in (("500000", True), ("100", False)):
        docmill("view", digits, f"{work}/digits.txt", "--limit", limit, "-o", f"{work}/digits.html")
        d = data_of(read(f"{work}/digits.html"))[0]
        same(d.get("unmarked", [[]])[0] is not False, known, f"--limit {limit}: too many places to tell are told as unknown")
    loop = write(f"{work}/loop.lua", CROSSING.replace("return m.y ..", "while true do end return m.y .."))
    docmill("view", loop, paths[0], "--timeout", "0.5", "-o", f"{work}/loop.html", status=3)
    d = data_of(read(f"{work}/loop.html"))[0]
    same((d["silent"], d["rules"], "silent" in every), (True, [], False), "a limit leaves nothing to say of the rules")
    big = write(f"{work}/big.txt", "一二三四五六七八九十\n" * 200000)
    docmill("view", script, big, "-o", f"{work}/big.html")
    d = data_of(read(f"{work}/big.html"))[0]
    size = len(d["source"].encode())
    check(4 << 20 >= size > (4 << 20) - 4 and d["left"]["source"] == 31 * 200000 - size, "too much text is cut, and said",
          (size, d.get("left")))


def terminal(work):
    script, text = write(f"{work}/cross.lua", CROSSING), write(f"{work}/t.txt", CROSS)
    for args in ([], ["-o", "-"]):
        far, near = pty.openpty()
        done = subprocess.run([DOCMILL, "view", script, text, *args], stdout=near, stderr=subprocess.PIPE)
        os.close(near)
        os.close(far)
        check(done.returncode == 2 and b"-o page.html" in done.stderr, "a terminal gets no page", done.stderr)
    same(len(data_of(docmill("view", script, text).stdout.decode())), 1, "a pipe does")
    before = set(os.listdir(work))
    same(docmill("view", f"{work}/none.lua", text, "-o", f"{work}/x.html", status=4).returncode, 4, "no script, no page")
    same(set(os.listdir(work)), before, "and nothing half-written")


# In the browser ------------------------------------------------------------

LIT = """(() => { const out = {}; for (const side of ["source", "clean"]) out[side] =
  [...document.querySelectorAll(`#${side}-text .lit`)].map((e) => e.textContent).join("|"); return out; })()"""


def point_at(browser, side, tag):
    box = browser.run(f"""(() => {{ const e = [...document.querySelectorAll("#{side}-text [data-tag]")]
      .find((e) => e.dataset.tag.split(" · ").includes("{tag}")); const b = e.getClientRects()[0];
      return [b.right - 4, b.top + b.height / 2]; }})()""")
    browser.point(*box)
    browser.settle()
    return box


def clear_search(browser):
    browser.key("Escape")
    browser.settle()


def crossing_page(browser, work):
    script, text = write(f"{work}/cross.lua", CROSSING), write(f"{work}/cross.txt", CROSS)
    docmill("view", script, text, "-o", f"{work}/cross.html")
    browser.open(f"file://{work}/cross.html")
    browser.settle()
    same(browser.said(), [], "the page opens without a complaint")
    same(browser.run("document.querySelectorAll('#clean-text .l')[1].textContent"), "甲乙丙丁𠮷戊 己庚",
         "the line reads as it is")
    shown = browser.run("[...document.querySelectorAll('#clean-text .l')[1].children].map((e) => e.textContent)")
    same(shown[:5], ["甲乙", "丙", "丁", "𠮷", "戊"], "crossing spans are cut at every edge")
    tags = browser.run("[...document.querySelectorAll('#clean-text .l')[1].children].map((e) => e.dataset.tag || '')")
    same(tags[:5], ["left · whole", "right", "inner", "", ""], "and each is named where it begins")
    same(browser.run("document.querySelectorAll('#clean-text .p .p').length"), 0, "no element stands within another")
    point_at(browser, "clean", "date")
    lit = browser.run(LIT)
    same([lit[s].replace("|", "") for s in ("clean", "source")], ["2024-03", "２０２４-０３"], "pointing lights up the exact source")
    details = browser.run("document.getElementById('details').textContent")
    for word in ("2024/03", "field", "3:4", "ef bc 92", "yes", "where said yes", "cross.lua"):
        check(word in details, f"the panel tells {word}", details)
    point_at(browser, "source", "inner")
    lit = browser.run(LIT)
    same(lit["clean"].replace("|", ""), "丁", "and from the source to the clean text")
    browser.picture(f"{PICTURES}/crossing-light.png")
    filter_and_keys(browser)
    searching(browser)
    links(browser, f"file://{work}/cross.html")
    looks(browser, f"file://{work}/cross.html")


def filter_and_keys(browser):
    tags = "[...new Set([...document.querySelectorAll('#clean-text [data-tag]')].flatMap((e) => e.dataset.tag.split(' · ')))].sort()"
    for rule in ("inner", "date"):
        browser.run(f"[...document.querySelectorAll('#rules button.name')].find((b) => b.textContent === '{rule}').click()")
        browser.settle()
    same(browser.run(tags), ["date", "inner"], "clicking rules shows them alone, together")
    check("rule=" in browser.run("location.hash"), "the filter is in the link")
    browser.key("Escape")
    browser.settle()
    same(len(browser.run(tags)), 5, "Esc shows all")
    seen = []
    for key in "jjjk":
        browser.key(key)
        browser.settle()
        seen.append(browser.run("document.activeElement.textContent"))
    same(seen, ["甲乙", "甲乙", "丙", "甲乙"], "j and k go through the matches and take the focus along")
    browser.key("r")
    same(browser.run("document.activeElement.textContent"), "left", "r goes to the rules")
    browser.key("l")
    browser.settle()
    check("refused: date" in browser.run(tags), "l shows what was refused")
    browser.key("l")
    browser.key("?")
    same(browser.run("document.getElementById('help').open"), True, "? shows the keys")
    browser.run("document.getElementById('help').close()")
    same(browser.run("[...document.querySelectorAll('button')].filter((b) => !b.textContent.trim() && !b.ariaLabel).length"), 0,
         "every button has a name")
    check(browser.run("document.querySelectorAll('#clean-text .r').length") > 0, "untouched text is marked")


def searching(browser):
    browser.key("/")
    browser.send("Input.insertText", text="2024")
    browser.run("new Promise((go) => setTimeout(go, 300))")
    same(browser.run("document.getElementById('found').value"), "3", "the search counts hits on both sides")
    same(browser.run("[...document.querySelectorAll('.f')].map((e) => e.textContent).join('')"), "2024" * 3,
         "and shows them")
    browser.key("Enter")
    browser.settle()
    same(browser.run("document.getElementById('found').value"), "1 of 3", "Enter goes to the first")
    same(browser.run("[...document.querySelectorAll('.f.now')].map((e) => e.textContent).join('')"), "2024", "which is marked")
    clear_search(browser)
    same(browser.run("document.querySelectorAll('.f').length"), 0, "Esc ends the search")


def looks(browser, url):
    """Print, the strip, light and dark."""
    browser.run("dispatchEvent(new Event('beforeprint'))")
    same(browser.run("[...document.querySelectorAll('.chunk')].filter((c) => !c.querySelector('.l')).length"), 0,
         "all is painted for print")
    check(len(browser.send("Page.printToPDF")["data"]) > 5000, "and it prints")
    browser.run("document.getElementById('strip').focus()")
    browser.key("ArrowRight")
    browser.settle()
    check(browser.run("document.querySelectorAll('#clean-text .lit').length") > 0, "the strip moves by arrow keys")
    for dark, name in ((True, "dark"), (False, "light")):
        browser.dark(dark)
        browser.open(url)
        same(browser.run("document.documentElement.dataset.theme"), name, f"the page is {name} where the system is")


def links(browser, url):
    browser.open(url + "#rule=date&span=date%3A2")
    browser.settle()
    same(browser.run(LIT)["clean"], "2023-07", "a link goes to its span")
    same(browser.run("document.querySelectorAll('#rules .on-rule').length"), 1, "and has its rules chosen")


def hostile_page(browser, work):
    script = write(f"{work}/cross.lua", CROSSING)
    evil = write(f"{work}/<img src=x onerror=hit()>.txt", HOSTILE + "nul\x00nul\n")
    docmill("view", "--binary", script, evil, "-o", f"{work}/evil.html")
    browser.open(f"file://{work}/evil.html")
    browser.settle()
    same(browser.said(), [], "hostile text: no complaint, no dialog, no request")
    same(browser.run("window.hit === undefined"), True, "nothing of it ran")
    same(browser.run("document.querySelectorAll('main img, main script, h1 img').length"), 0, "nothing of it is markup")
    text = browser.run("document.getElementById('source-text').textContent")
    for word in ("</script><script>window.hit=1</script>", "<!-- <script>", "<img src=x onerror=window.hit=3>", "RLO", "NUL",
                 "ZWSP", "NBSP", "BOM", "ESC", "LS", "PS", "LRI", "DEL"):
        check(word in text, f"it shows {word}", text)
    check(not re.search("[\u202e\u2066\u200b\u2028\x1b\0]", text), "and nothing that is not seen")
    browser.picture(f"{PICTURES}/hostile.png")


def hostile_spans(browser, work):
    """Matches of hostile text: under the pointer, by keys, in every list."""
    script = write(f"{work}/evil.lua", EVIL)
    evil = write(f"{work}/evil.txt", HOSTILE)
    docmill("view", "--from", "text", script, evil, "-o", f"{work}/spans.html")
    browser.open(f"file://{work}/spans.html")
    browser.settle()
    same(browser.run("document.querySelectorAll('#clean-text [data-tag]').length") > 3, True, "hostile text is matched")
    for side in ("source", "clean"):
        for tag in ("tag", "bidi"):
            point_at(browser, side, tag)
            lit = browser.run(LIT)
            check(lit["source"] and lit["clean"], f"{side}: {tag} lights up under the pointer", lit)
    for key in "nnnnpnxen":
        browser.key(key)
        browser.settle()
    shown = browser.run("(() => { const b = document.body.cloneNode(true); b.querySelectorAll('script')"
                        ".forEach((s) => s.remove()); return b.textContent; })()")
    found = re.search(".{0,40}[\u202e\u202c\u2066\u2069].{0,20}", shown)
    check("RLO" in shown and found is None, "nothing of it turns the text around", found)
    same(browser.run("document.querySelectorAll('main u, main img, main script, aside u, aside s, body > u').length"), 0,
         "values and reasons are no markup")
    same((browser.said(), browser.run("window.hit === undefined")), ([], True), "and nothing ran")
    browser.picture(f"{PICTURES}/hostile-spans.png")


def few_marks(browser, work):
    """A page that has no room for all marks says what is covered all the same."""
    script, text = write(f"{work}/cross.lua", CROSSING), write(f"{work}/few.txt", CROSS * 3)
    facts = []
    for limit in ("1000", "4"):
        docmill("view", script, text, "--limit", limit, "-o", f"{work}/few.html")
        browser.open(f"file://{work}/few.html")
        browser.settle()
        facts.append(browser.run("[document.getElementById('facts').textContent, [...document.querySelectorAll("
                                 "'#clean-text .r')].map((e) => e.textContent).join('')]"))
    same(facts[1], facts[0], "few marks: the same coverage, the same text left over")
    docmill("view", script, text, "--limit", "20", "-o", f"{work}/few.html")
    browser.open(f"file://{work}/few.html")
    same(re.search(r"Left out.*", browser.run("document.getElementById('notices').textContent")) is not None, True,
         "and that marks are missing")
    loop = write(f"{work}/loop.lua", CROSSING.replace("return m.y ..", "while true do end return m.y .."))
    docmill("view", loop, text, "--timeout", "0.5", "-o", f"{work}/loop.html", status=3)
    browser.open(f"file://{work}/loop.html")
    browser.settle()
    rules = browser.run("document.getElementById('rules').textContent + document.getElementById('facts').textContent")
    check("no rules" not in rules and "a limit ended" in rules and "covered" not in rules, "a limit that left nothing", rules)
    same(browser.run("document.querySelectorAll('#clean-text .r').length"), 0, "and nothing is hatched")


def two_runs(browser, work):
    script, older = write(f"{work}/cross.lua", CROSSING), write(f"{work}/older.lua", OLDER)
    text = write(f"{work}/cross.txt", CROSS)
    docmill("view", script, text, "--against", older, "-o", f"{work}/diff.html")
    browser.open(f"file://{work}/diff.html")
    browser.settle()
    same(browser.run("[...document.querySelectorAll('#clean-text .gain')].map((e) => e.textContent).join('')"), "丙丁𠮷",
         "gained spans are ringed")
    same(browser.run("[...document.querySelectorAll('#clean-text .lost')].map((e) => e.textContent).join('')"), "己庚",
         "lost ones are struck")
    changes = browser.run("document.getElementById('changes').textContent")
    check("2024.03 → 2024/03" in changes and "Gained (1)" in changes and "Lost (1)" in changes, "changes are listed", changes)
    browser.key("1")
    browser.settle()
    tags = "[...document.querySelectorAll('#clean-text [data-tag]')].map((e) => e.dataset.tag).join(' ')"
    check("unused" in browser.run(tags) and "right" not in browser.run(tags), "1: before", browser.run(tags))
    browser.key("2")
    browser.settle()
    check("unused" not in browser.run(tags) and "right" in browser.run(tags), "2: after", browser.run(tags))
    browser.key("3")
    browser.key("d")
    browser.picture(f"{PICTURES}/diff-dark.png")
    same(browser.run("document.documentElement.dataset.theme"), "dark", "d: dark")


def several(browser, work):
    paths = [write(f"{work}/one.txt", CROSS), write(f"{work}/two.txt", CROSS * 2)]
    docmill("view", write(f"{work}/cross.lua", CROSSING), *paths, "-o", f"{work}/two.html")
    browser.open(f"file://{work}/two.html#doc=" + paths[1])
    browser.settle()
    check(browser.run("document.getElementById('title').textContent").endswith("two.txt"), "a link chooses the document")
    browser.key("/")
    browser.send("Input.insertText", text="2024")
    browser.run("new Promise((go) => setTimeout(go, 300))")
    same(browser.run("document.getElementById('found').value"), "6", "a search in it")
    browser.run("(() => { const c = document.getElementById('choose'); c.value = '0'; c.dispatchEvent(new Event('change')); })()")
    browser.settle()
    same(browser.run("document.getElementById('found').value + ' ' +"
                     "[...document.querySelectorAll('.f')].map((e) => e.textContent).join('')"), "3 " + "2024" * 3,
         "is one in the next document when that is opened")
    check(browser.run("document.getElementById('title').textContent").endswith("one.txt"), "and so does the list")


def big_page(browser, work):
    """2 MB of text, 5,000 spans of several rules, some of them crossing."""
    line = "第{n}条　本办法自2024-{m:02}起施行，由主管部门负责解释；甲乙丙丁𠮷，其他事项另行规定，各有关单位应当遵照执行。\r\n"
    fill = "各级人民政府应当加强领导，统筹协调，保障经费，落实责任，定期检查工作进展并向社会公布有关情况。\r\n"
    text = "".join(line.format(n=i, m=i % 12 + 1) + fill * 7 for i in range(1, 1760))
    path = write(f"{work}/big.txt", text)
    docmill("view", write(f"{work}/cross.lua", CROSSING), path, "-o", f"{work}/big.html")
    d = data_of(read(f"{work}/big.html"))[0]
    spans = sum(m[0] == HIT for m in d["marks"])
    check(len(text.encode()) > 2_000_000 and spans > 5000, "2 MB and 5,000 spans", (len(text.encode()), spans))
    same("left" in d and d["left"]["marks"] + d["left"]["source"] > 0, False, "all of it is on the page")
    browser.open(f"file://{work}/big.html")
    browser.settle()
    paint = browser.run("performance.getEntriesByName('first-contentful-paint')[0].startTime")
    ready = browser.run("performance.getEntriesByName('docmill-ready')[0].startTime")
    size = os.path.getsize(f"{work}/big.html")
    print(f"# {len(text.encode()):,} bytes, {spans:,} spans, page of {size:,} bytes: first paint after {paint:.0f} ms, "
          f"ready after {ready:.0f} ms")
    check(paint < 5000, "the first paint is soon", f"{paint} ms")
    browser.run("goToPlace('clean', doc.clean.length - 20, doc.clean.length - 10)")
    browser.settle()
    check(browser.run("document.querySelectorAll('#clean-text .lit').length") > 0, "one can go to its end")
    last = browser.run("document.querySelector('#clean-text .lit').getBoundingClientRect().top")
    check(0 < last < 950, "which is then in view", last)
    took = browser.run("(() => { const t = performance.now(); for (let i = 0; i < 20; i++) step(1); "
                       "return (performance.now() - t) / 20; })()")
    hidden = browser.run("(() => { const t = performance.now(); toggleRule(0); return performance.now() - t; })()")
    print(f"# next span {took:.1f} ms, a rule hidden in {hidden:.0f} ms")
    check(took < 1000 and hidden < 5000, "and it is quick to use", (took, hidden))
    browser.picture(f"{PICTURES}/big.png")


def parts(steps, *args):
    for step in steps:
        try:
            step(*args)
        except Exception as e:  # a step that breaks is a failure, the others go on
            check(False, step.__name__, f"{type(e).__name__}: {e}")


def main():
    with tempfile.TemporaryDirectory(prefix="docmill-view-") as work:
        parts([static, views, policy, runs, many, terminal], work)
        if chrome.program() is None:
            print(f"ok {Tally.count + 1} the page in a browser # SKIP there is no Chromium")
            return
        try:
            browser = chrome.Chrome()
        except (OSError, RuntimeError, TimeoutError) as e:
            check(False, "Chromium starts", str(e))
            return
        try:
            parts([crossing_page, hostile_page, hostile_spans, few_marks, two_runs, several, big_page], browser, work)
        finally:
            browser.close()


main()
sys.exit(Tally.failures > 0)
