"""suite_index.py - the index of a corpus, `docmill view SCRIPT DIR -o DIR/`.

The first half reads the index as data: counts, choice of pages, names of files,
the same bytes for any number of workers.  The second half opens it in headless
Chromium, with a thousand documents; without Chromium it is skipped.  Pictures
are kept in $OUT/view.  Prints TAP.
"""
import base64
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import urllib.parse

sys.dont_write_bytecode = True
sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import chrome  # noqa: E402
from tap import DOCMILL, Tally, check, docmill, same  # noqa: E402

PICTURES = os.path.join(os.path.abspath(os.environ.get("OUT", "build/release")), "view")
DOCUMENTS = 1000

SCRIPT = r"""
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re
return docmill.script {
  name = "notices", view = { "lines", "width", "space" },
  rules = {
    rule { id = "date", match = re [[(?<y>\d{4})-(?<m>\d\d)-(?<d>\d\d)]],
           where = function(m) return tonumber(m.m.text) <= 12, "no such month" end,
           value = function(m) return m.y .. "-" .. m.m end },
    rule { id = "issuer", match = re [[(?<=机关:).*$]], doc = "who sent it" },
    rule { id = "amount", match = re [[金额\d+元]] },
    rule { id = "title", match = re [[^关于.*通知$]] },
    rule { id = "boom", match = re [[^boom$]], where = function() error("this document is bad") end },
    rule { id = "<img src=x onerror=window.hit=1>", match = re [[</script>.*$]] },
  },
  fields = { date = field { from = "date", pick = "first" }, issuer = field { from = "issuer", pick = "first" } },
}
"""
OLDER = SCRIPT.replace("[[金额", "[[金额1")
WHO = ["国家税务总局", "财政部", "教育部", "ＭＯＦ", "mof", "商務部", "商务部", "卫生健康委员会"]
HOSTILE = "</script><script>window.hit=2</script> <!-- \u202e &lt;b&gt; ]]> ' \" `\n2024-01-02\n机关：<b>\u2028\u200bx\n"
HOSTILE_NAMES = ["a b#?%25.txt", "<img src=x onerror=window.hit=3>.txt", "中文 名.txt", "quote'\"`.txt", "A.txt", "a.md", "a.txt",
                 "index.txt", "tab\tnew\nline.txt", "-x.txt", "back\\slash:colon.txt", "%2e%2e.txt", "…‮evil.txt", "a.html"]

def write(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "wb") as f:
        f.write(text if isinstance(text, bytes) else text.encode())
    return path


def read(path):
    with open(path, encoding="utf-8", newline="") as f:
        return f.read()


def data_of(folder):
    page = read(f"{folder}/index.html")
    found = re.findall(r'<script type="application/json" id="corpus">\n(.*?)\n</script>', page, re.S)
    return json.loads(found[0])


def target(link):
    return urllib.parse.unquote(link)


def document(i):
    text = [f"关于第{i}号事项的通知"]
    if i % 11:
        text.append(f"机关：{WHO[i * 7 % len(WHO)]}")
    if i % 7:
        text.append(f"日期：{2010 + i % 9}-{1 + i % 14:02d}-{1 + i % 28:02d}")
    text += ["正文" * (3 + (i * k) % 30) + f"，金额{i * k}元。" for k in range(1, 2 + i % 20)]
    if i % 97 == 0:
        text = ["空空如也，什么都没有。"] * 3
    if i % 131 == 5:
        text.insert(0, "boom")
    return "\n".join(text) + "\n"


def corpus(work):
    for i in range(DOCUMENTS):
        write(f"{work}/corpus/{2010 + i % 9}/doc{i:04d}.txt", document(i))
    return f"{work}/corpus"


def has_rule(i, rule):
    if i % 97 == 0 or i % 131 == 5:
        return False
    return {"title": True, "issuer": i % 11 != 0, "date": i % 7 != 0 and i % 14 < 12}[rule]


def sums(work):
    script = write(f"{work}/notices.lua", SCRIPT)
    folder = corpus(work)
    done = docmill("view", script, folder, "-o", f"{work}/out/", status=3)
    same(done.returncode, 3, "documents that fail make the exit code")
    d = data_of(f"{work}/out")
    failed = [i for i in range(DOCUMENTS) if i % 131 == 5 and i % 97]
    empty = [i for i in range(DOCUMENTS) if i % 97 == 0 and i % 131 != 5]
    same((d["documents"], d["counts"]["failed"], d["counts"]["none"]), (DOCUMENTS, len(failed), len(empty)), "documents are counted")
    by_name = {r["id"]: r for r in d["rules"]}
    for rule in ("title", "issuer", "date"):
        ran = [r for r in d["rows"] if any(h[0] == d["rules"].index(by_name[rule]) and h[1] for h in r["hits"])]
        want = {f"doc{i:04d}.txt" for i in range(DOCUMENTS) if has_rule(i, rule)}
        got = {os.path.basename(r["id"]) for r in ran if r["state"] != "failed"}
        same(got, want, f"documents that {rule} matched")
    same([r["id"] for r in d["rules"]][:4], ["date", "issuer", "amount", "title"], "rules stand in the script's order")
    time = by_name["date"]["time"]
    check(0 < time["p50"] <= time["p95"] <= time["max"] and os.path.exists(f"{time['slowest']}"), "times, and the slowest document", time)
    values = {v[0]: v[1] for v in by_name["issuer"]["top"]}
    same(sum(values.values()), by_name["issuer"]["hits"], "values add up to the matches")
    alike = [sorted(v[0] for v in group) for group in by_name["issuer"]["alike"]]
    same(sorted(alike), [["MOF", "mof"], ["商务部", "商務部"]], "case, and Traditional for Simplified, are nearly the same")
    same({f["id"] for f in d["fields"]}, {"date", "issuer"}, "fields have values as well")
    rows = {os.path.basename(r["id"]): r for r in d["rows"]}
    bad = rows["doc0005.txt"]
    same((bad["state"], bad["code"], bad["file"], bad["line"]), ("failed", "E302", script, 13), "an error with file and line")
    return d


def pages(work, d):
    made = [r for r in d["rows"] if "page" in r]
    files = [os.path.relpath(os.path.join(at, name), f"{work}/out") for at, _, names in os.walk(f"{work}/out") for name in names]
    same(sorted(files), sorted([r["page"] for r in made] + ["index.html"]), "each link has its file, each file its link")
    same((len(made), d["pages"]["made"], d["pages"]["limit"]), (200, 200, 200), "two hundred pages")
    check(all("page" in r for r in d["rows"] if r["state"] == "failed" or not r["hits"]), "failed ones and those without a hit have one")
    same(sum(d["pages"]["kinds"]), 200, "which were chosen is told")
    page = read(f"{work}/out/{next(r['page'] for r in made if r['state'] == 'failed')}")
    check("this document is bad" in page, "a page of a failed document has its error")
    docmill("view", f"{work}/notices.lua", f"{work}/corpus", "--limit", "5", "-o", f"{work}/few/", status=3)
    few = data_of(f"{work}/few")
    same([sum("page" in r for r in few["rows"]), few["pages"]["kinds"][1:4]], [5, [3, 1, 1]], "--limit, half to each kind")


def unmoved(d):
    """Data without times, which differ from run to run."""
    for rule in d["rules"]:
        rule.pop("time", None)
    for row in d["rows"]:
        row.pop("us", None)
    return d


def jobs(work):
    out = []
    for n in ("1", "3"):
        done = docmill("view", f"{work}/notices.lua", f"{work}/corpus", "-j", n, "-o", f"{work}/j{n}/", status=3)
        out.append((unmoved(data_of(f"{work}/j{n}")), done.stderr))
    same(out[0] == out[1], True, "the same for any number of workers")
    before = len(out[0][0]["rows"])
    docmill("view", f"{work}/notices.lua", f"{work}/corpus", "-o", f"{work}/corpus/pages/", status=3)
    docmill("view", f"{work}/notices.lua", f"{work}/corpus", "-o", f"{work}/corpus/pages/", status=3)
    same(data_of(f"{work}/corpus/pages")["documents"], before, "what was made is no input")
    same(docmill("view", f"{work}/notices.lua", f"{work}/corpus", "-o", f"{work}/corpus/", status=2).returncode, 2, "nor the folder itself")
    check(not os.path.exists(f"{work}/corpus/index.html"), "and nothing is written there")


def against(work):
    older = write(f"{work}/older.lua", OLDER)
    shutil.rmtree(f"{work}/corpus/pages")
    docmill("view", f"{work}/notices.lua", f"{work}/corpus", "--against", older, "--limit", "9", "-o", f"{work}/diff/", status=3)
    d = data_of(f"{work}/diff")
    amount = [r["id"] for r in d["rules"]].index("amount")
    moved = [r for r in d["rows"] if r.get("changed")]
    check(0 < len(moved) < DOCUMENTS and d["counts"]["changed"] == len(moved), "documents that changed are marked", len(moved))
    check(all([m[0] for m in r["moves"]] == [amount] and r["moves"][0][1] > 0 for r in moved), "with what was gained")
    same((d["pages"]["kinds"][0] >= 5, d["rules"][amount]["gained"]), (True, sum(r["moves"][0][1] for r in moved)), "and come first")
    same(docmill("view", older, f"{work}/corpus", "--against", older, "--limit", "1", "-o", f"{work}/none/", status=3).returncode, 3, "against itself")
    same(data_of(f"{work}/none")["counts"]["changed"], 0, "nothing changed")


def hostile(work):
    for name in HOSTILE_NAMES:
        write(f"{work}/evil/{name}", HOSTILE)
    write(f"{work}/evil/sub/a.txt", HOSTILE)
    write(f"{work}/evil/long" + "字" * 80 + ".txt", HOSTILE)
    with open(os.fsencode(f"{work}/evil/") + b"not\xffutf8.txt", "wb") as f:
        f.write(HOSTILE.encode())
    docmill("view", "--from", "text", f"{work}/notices.lua", f"{work}/evil", "-o", f"{work}/evil-out/")
    d = data_of(f"{work}/evil-out")
    names = [r["page"] for r in d["rows"]]
    same(len({n.lower() for n in names}), len(HOSTILE_NAMES) + 3, "hostile names: no two pages are one")
    check(all(os.path.isfile(f"{work}/evil-out/{n}") and ".." not in n.split("/") and n != "index.html" for n in names),
          "all are there, below the folder", names)
    check(all(len(part.encode()) < 250 and not re.search(r'[\x00-\x1f\\:*?"<>|]', part) for n in names for part in n.split("/")), "with good names", names)
    os.makedirs(f"{work}/at", exist_ok=True)
    listed = write(f"{work}/list.txt", f"../evil/a.md\n{work}/evil/a.txt\n")
    done = subprocess.run([DOCMILL, "view", "--from", "text", f"{work}/notices.lua", "--files-from", listed, "-o", "out/"], cwd=f"{work}/at", capture_output=True)
    inside = [os.path.join(at, n) for at, _, files in os.walk(f"{work}/at") for n in files]
    same((done.returncode, len(inside), os.path.exists(f"{work}/at/out/index.html")), (0, 3, True), "paths that lead up stay below")


def safe(work):
    page = read(f"{work}/evil-out/index.html")
    bodies = re.findall(r"<script([^>]*)>(.*?)</script>", page, re.S)
    same([("json" in a) for a, _ in bodies], [True, False], "one program, one block of data")
    check("<" not in bodies[0][1], "no < in the data")
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page).group(1)
    digest = base64.b64encode(hashlib.sha256(bodies[1][1].encode()).digest()).decode()
    check(f"script-src 'sha256-{digest}'" in policy and "default-src 'none'" in policy, "the policy names the program", policy)
    check(not re.search(r'https?://|src=|@import|url\(|innerHTML|insertAdjacent|document\.write|eval\(', bodies[1][1] + page.split("<script")[0]), "nothing leads outside")


def one_page(work):
    docmill("view", f"{work}/notices.lua", f"{work}/evil/a.md", "-o", f"{work}/single/")
    check(not os.path.exists(f"{work}/single/index.html") and os.path.exists(f"{work}/single/a.html"), "one input has one page and no index")


def see(b, work, d):
    b.open(f"file://{work}/out/index.html")
    same(b.said(), [], "no error, no request")
    first = b.run("performance.getEntriesByName('docmill-ready')[0].startTime")
    check(first < 1000, "ready within a second", first)
    print(f"# {DOCUMENTS} documents: ready after {first:.0f} ms")
    b.picture(f"{PICTURES}/index.png")
    drawn = b.run("document.querySelectorAll('#heat-body tr[data-i]').length")
    check(10 < drawn < 100, "only rows that can be seen are drawn", drawn)
    b.run("document.getElementById('grid').scrollTop = 20000")
    b.settle()
    b.settle()
    same(b.run("(() => { const g = document.getElementById('grid').getBoundingClientRect();"
               "const r = [...document.querySelectorAll('#heat-body tr[data-i]')].filter((e) => e.getBoundingClientRect().top > g.top + 130);"
               "return Math.abs(Number(r[0].dataset.i) - (20000 / 27)) < 3; })()"), True, "scrolling shows the rows that belong there")
    same(b.run("Math.round(document.querySelector('#heat thead th').getBoundingClientRect().top - document.getElementById('grid').getBoundingClientRect().top) <= 1"),
         True, "the head stays")
    b.run("document.getElementById('grid').scrollTop = 0")
    failed = sum(r["state"] == "failed" for r in d["rows"])
    b.run("document.querySelector('#states [data-state=failed]').click()")
    same((b.run("view.list.length"), b.run("location.hash")), (failed, "#state=failed"), "filter: failed ones")
    check(b.run("document.getElementById('errors').textContent").count("this document is bad") == failed, "errors are listed")
    b.run("clearFilters()")
    b.run("$('facet').value = 'rules/1'; showValues()")
    b.run("[...document.querySelectorAll('#values .value')].find((e) => e.dataset.value === '财政部').click()")
    want = sum(any(v[0] == 1 and "财政部" in v[1:] for v in r.get("values", [])) for r in d["rows"])
    same(b.run("view.list.length"), want, "a value filters the documents")
    check(0 < want < DOCUMENTS and b.run("$('found').value") == f"{want} of 1,000", "and tells how many", want)
    b.picture(f"{PICTURES}/index-value.png")
    link = b.run("location.href")
    b.open(link)
    same(b.run("view.list.length"), want, "the link leads back there")
    keys(b, work, d)


def keys(b, work, d):
    b.open(f"file://{work}/out/index.html")
    for key in "jjj":
        b.key(key)
    same(b.run("document.querySelector('#heat-body tr.here').dataset.i"), "2", "j goes on")
    b.key("k")
    same(b.run("document.querySelector('#heat-body tr.here').dataset.i"), "1", "k back")
    b.key("/")
    for key in "doc0005":
        b.key(key)
    same(b.run("view.list.map((r) => r.id.slice(-11))"), ["doc0005.txt"], "/ filters by name")
    b.key("Escape")
    same(b.run("[view.list.length, view.query]"), [DOCUMENTS, ""], "Escape shows all")
    b.run("document.querySelector('#heat-head th[data-by=\"2\"] button').click()")
    hits = b.run("view.list.map((r) => hitsOf(r, 2))")
    same(hits, sorted(hits, reverse=True), "a rule's head sorts by it")
    check(b.run("document.querySelector('th[aria-sort=descending]') !== null"), "and says so")
    b.key("d")
    b.picture(f"{PICTURES}/index-dark.png")
    same(b.run("document.documentElement.dataset.theme"), "dark", "d: dark")
    b.run("clearFilters(); view.state = 'odd'; refresh()")
    href = b.run("document.querySelector('#heat-body td.rule-col a').href")
    b.open(href)
    same((b.said(), b.run("state.only.size"), b.run("state.current >= 0")), ([], 1, True), "a number leads to the rule's first match")
    back = b.run("document.getElementById('index').href")
    b.open(back)
    same(b.run("rows.length"), DOCUMENTS, "and its page back to the index")
    b.open(f"file://{work}/diff/index.html")
    same(b.run("view.list[0].changed"), True, "what changed comes first")
    b.picture(f"{PICTURES}/index-against.png")


def see_hostile(b, work):
    b.open(f"file://{work}/evil-out/index.html")
    b.picture(f"{PICTURES}/index-hostile.png")
    same((b.said(), b.run("window.hit === undefined")), ([], True), "hostile names, rules and values do nothing")
    same(b.run("document.querySelectorAll('img, script:not([id]):not([type])').length"), 1, "and are no elements")
    check("RLO" in b.run("document.getElementById('values').textContent + document.getElementById('heat').textContent"), "what misleads is a badge")
    links = b.run("[...document.querySelectorAll('#heat-body .name-col a')].map((a) => a.href)")
    bad = []
    for link in links:
        b.open(link)
        if b.run("document.getElementsByClassName('document').length") != 1:
            bad.append(link)
    same((len(links), bad), (len(HOSTILE_NAMES) + 3, []), "every link opens its page")


def browse(work, d):
    if chrome.program() is None:
        print(f"ok {Tally.count + 1} # skip: there is no Chromium")
        return 1
    b = chrome.Chrome()
    try:
        see(b, work, d)
        see_hostile(b, work)
    finally:
        b.close()
    return 0


def main():
    with tempfile.TemporaryDirectory(prefix="docmill-index-") as work:
        d = sums(work)
        pages(work, d)
        jobs(work)
        against(work)
        hostile(work)
        safe(work)
        one_page(work)
        skipped = browse(work, d)
    print(f"1..{Tally.count + skipped}")
    return Tally.failures > 0


sys.exit(main())
