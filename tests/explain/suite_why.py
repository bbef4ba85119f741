"""suite_why.py - docmill explain --rule over broken patterns.  Prints TAP.

Each row is a script whose rule `r` does not match (or not all), a document, and
what the answer must say: the item of the pattern that failed, line and column of
the character where it did, and the reason or advice that goes with it.
"""

import json
import os
import subprocess
import sys
import tempfile

DOCMILL = os.path.abspath(os.environ.get("DOCMILL", "build/docmill"))

NOTICE = """关于桂花节的通知
来源：青石镇文化站　　发布时间：2023年9月4日
作者：张三 编辑：李四
联系电话：0571-12345678
奖金3000元，二等奖1200元。
"""


def r(pattern, **more):
    """The rule `r` with this pattern and other keys."""
    keys = "".join(f", {k} = {v}" for k, v in more.items())
    return f're_rule {{ id = "r", match = re [==[{pattern}]==]{keys} }}'


def row(kind, rules, text, item=None, at=None, reason=None, says=None, view='"clean"',
        ext="txt", exit=1, conflict="all", charset="utf-8", needs=None, done=None):
    """A broken pattern and what is expected; `at` without an item is the reason's place."""
    return dict(kind=kind, rules=rules, text=text, item=item, at=at, reason=reason, says=says,
                view=view, ext=ext, exit=exit, conflict=conflict, charset=charset, needs=needs,
                done=done)


ROWS = [
    # wrong class: the item stands for other characters than those that are there
    row("wrong class", r(r"作者：[A-Za-z]+"), NOTICE, "[A-Za-z]+", "3:4", done="作者："),
    row("wrong class", r(r"发布时间：\d{4}-\d{2}-\d{2}"), NOTICE, "-", "2:21"),
    row("wrong class", r(r"奖金(?<n>\d+)[圆块]"), NOTICE, "[圆块]", "5:7"),
    row("wrong class", r(r"电话：\d+[^-\d]\d+"), NOTICE, r"[^-\d]", "4:10"),
    row("wrong class", r(r"编辑：\p{Lu}\w*"), NOTICE, r"\p{Lu}", "3:10"),
    row("wrong class", r(r"来源：\w+"), NOTICE, r"\w+", "2:4", ("flag", "flag", "u")),
    # missing optional: the text has something more, or less, than the pattern says
    row("missing optional", r(r"来源：\S+ 发布：2023"), NOTICE, "：", "2:14"),
    row("missing optional", r(r"元，二等奖：1200元"), NOTICE, "：", "5:12"),
    row("missing optional", r(r"作者：(\S+)编辑"), NOTICE, "编", "3:6"),
    row("missing optional", r(r"(?<y>\d{4})年(?<m>\d{2})月"), NOTICE, r"\d{2}", "2:23"),
    row("missing optional", r(r"第(\d+)期"), "目录\n第 12 期\n", r"\d+", "2:2"),
    # anchors
    row("anchor", r(r"^发布时间：(\S+)"), NOTICE, "^", reason=("anchor", "anchor", "^"), at="2:12"),
    row("anchor", r(r"编辑：李四。$"), NOTICE, "。", "3:12"),
    row("anchor", r(r"作者：张三$"), NOTICE, "$", "3:6", ("anchor", "anchor", "$")),
    row("anchor", r(r"\A来源：(\S+)"), NOTICE, r"\A", at="2:1"),
    row("anchor", r(r"奖金\b3000元\b"), NOTICE, r"\b", "5:8"),
    # lookaround
    row("lookaround", r(r"奖金(?=[一二三])\d+元"), NOTICE, "(?=[一二三])", "5:3"),
    row("lookaround", r(r"奖金(?!3000)\d+元"), NOTICE, "(?!3000)", "5:3"),
    row("lookaround", r(r"(?<=工资)\d+元"), NOTICE, "(?<=工资)", "5:3"),
    row("lookaround", r(r"作者：张三(?=，)"), NOTICE, "(?=，)", "3:6"),
    row("lookaround", r(r"编辑：(?!李)\S+"), NOTICE, "(?!李)", "3:10"),
    # greedy overrun: an item took what the next one wants, and gives nothing back
    row("greedy overrun", r(r"来源：\S++站"), NOTICE, "站", "2:10"),
    row("greedy overrun", r(r"奖金(?>\d+元.*)；"), NOTICE, "；", "5:18"),
    row("greedy overrun", r(r"电话：[\d-]++\d"), NOTICE, r"\d", "4:19"),
    row("greedy overrun", r(r"(?s)作者：.*+编辑"), NOTICE.rstrip(), "编", "5:18"),
    row("greedy overrun", r(r"奖(?<value>.*)元"), NOTICE, reason=("greedy", "n", 2), at="5:1", exit=0),
    # width: the text has full-width forms, the pattern half-width ones, or the reverse
    row("width", r(r"来源:\S+"), NOTICE, ":", "2:3", ("view", "steps", ["width"])),
    row("width", r(r"编号：(\d+)"), "编号：１２３４\n", r"\d+", "1:4", ("view", "steps", ["width"])),
    row("width", r(r"单价 (\d+) 元"), "单价　１２　元\n", r"\d+", "1:4",
        ("view", "steps", ["width"])),
    row("width", r(r"ABC(\d)"), "产品ＡＢＣ5号\n", "A", reason=("view", "steps", ["width"])),
    row("width", r(r"作者：(\S+)"), "标题\n作者：王五\n", "：", "2:3",
        ("changed", "step", "width"), view='{ "lines", "width" }'),
    # Traditional against Simplified
    row("traditional", r(r"发布时间：(\d+)年"), "標題\n發布時間：2023年\n", "发布时间", "2:1",
        ("view", "steps", ["hans"])),
    row("traditional", r(r"民国(\d+)年"), "中華民國112年\n", "国", "1:4", ("view", "steps", ["hans"])),
    row("traditional", r(r"審判長：(\S+)"), "审判长：王五\n", "審判長", "1:1", ("view", "steps", ["hant"])),
    row("traditional", r(r"審判長：(\S+)"), "審判長：王五\n", "審判長", "1:1",
        ("changed", "step", "hans"), view='{ "lines", "hans" }'),
    # characters that nobody sees
    row("invisible", r(r"作者：(\S+)"), "作\u200b者：张三\n", "者", "1:2",
        ("view", "steps", ["zero_width"]), view='"text"'),
    row("invisible", r(r"合计 (\d+)元"), "合计\u00a0500元\n", " ", "1:3",
        ("view", "steps", ["space"]), view='"lines"'),
    row("invisible", r(r"电话：(\d+)"), "电话：\u202a0571\u202c\n", r"\d+", "1:4",
        ("view", "steps", ["zero_width"]), view='"text"'),
    row("invisible", r(r"正文：好\n"), "正文：好\r\n完\r\n", r"\n", "1:5",
        ("view", "steps", ["lines"]), view='"text"'),
    row("invisible", r("名\u00ad称"), "名称：甲\n", "\u00ad", "1:2"),
    # markup in between
    row("markup", r(r"作者：张三"), "<html><body><p>作者：<b>张三</b></p></body></html>", "张", "1:19",
        ("markup", "view", "text"), view='"decoded"', ext="html"),
    row("markup", r(r"<b>(.+?)</b>"), "<html><body><p>作者：<b>张三</b></p></body></html>", "<", None,
        ("markup", "view", "decoded"), ext="html"),
    row("markup", r(r"作者：张三"), "<html><body><p>作者：</p><p>张三</p></body></html>", "张", "1:19",
        ext="html"),
    row("markup", r(r"A&B公司"), "<html><body><p>A&amp;amp;B公司</p></body></html>", "B", "1:22",
        ("view", "steps", ["entities"]), ext="html"),
    row("markup", r(r"A&amp;B"), "<html><body><p>A&amp;B公司</p></body></html>", "a", "1:22",
        ("markup", "view", "decoded"), ext="html"),
    # consumed earlier
    row("consumed", r(r"\d{4}") + ', re_rule { id = "date", match = re [==[\\d{4}年\\d+月\\d+日]==] }',
        "2023年9月4日\n", None, "1:1", ("lost", "rule", "date"), conflict="longest",
        says="shorter (4 against 9 characters)"),
    row("consumed", r(r"张三 编辑", priority=1)
        + ', re_rule { id = "name", match = re "张三", priority = 5 }',
        NOTICE, None, "3:4", ("lost", "rule", "name"), conflict="priority",
        says="of lower priority (1 against 5)"),
    row("consumed", r(r"三 编辑：\S+") + ', re_rule { id = "first", match = re "作者：张三" }',
        NOTICE, None, "3:5", ("lost", "rule", "first"), conflict="first", says="begins later"),
    row("consumed", 're_rule { id = "r", match = { re "9月", re "2023年9月4日" }, '
        'where = function(m) return #m > 6, "too short" end }',
        "9月4日\n", None, "1:1", ("where", "reason", "too short")),
    row("consumed", r(r"\d+元", within='"head"') + ', re_rule { id = "head", match = re "^关于.*$" }',
        NOTICE, None, "5:3", ("outside", "rule", "head")),
    # what a rule's own functions and the script's needs say
    row("refused", r(r"(?<n>\d+)元", where='function(m) return tonumber(m.n) > 5000, "too little" end'),
        NOTICE, reason=("where", "reason", "too little"), at="5:3"),
    row("refused", r(r"奖金(?<value>x)?\d+"), NOTICE, reason=("void", "n", 1), at="5:1"),
    row("refused", r(r"\d+元"), NOTICE, reason=("needs", None, None), needs='{ format = "html" }'),
    row("refused", r(r"\d+元", within='"quote"'), NOTICE, reason=("within", None, None)),
    row("refused", r(r"\d+元", within='"quote"'), NOTICE, reason=("outside", "n", 2), at="5:3"),
]

SCRIPT = """local docmill = require "docmill"
local re_rule, re = docmill.rule, docmill.re
return docmill.script {
  name = "broken", view = %s, conflict = "%s",%s
  rules = { %s },
}
"""


def explain(folder, one, *options):
    needs = f"\n  needs = {one['needs']}," if one["needs"] else ""
    script = os.path.join(folder, "broken.lua")
    path = os.path.join(folder, "doc." + one["ext"])
    with open(script, "w", encoding="utf-8") as f:
        f.write(SCRIPT % (one["view"], one["conflict"], needs, one["rules"]))
    with open(path, "wb") as f:
        f.write(one["text"].encode(one["charset"]))
    return subprocess.run([DOCMILL, "explain", *options, "--rule", "r", script, path],
                          capture_output=True, timeout=60, check=False)


def place(p):
    return f"{p.get('line')}:{p.get('col')}"


def has_reason(answer, want):
    kind, key, value = want
    return [x for x in answer["reasons"]
            if x["kind"] == kind and (key is None or x.get(key) == value)]


def judge(one, done):
    """What is wrong with the answer, as a list of sentences."""
    if done.returncode != one["exit"]:
        return [f"exit {done.returncode}, not {one['exit']}: {done.stderr.decode()}"]
    answer = json.loads(done.stdout)
    near = answer["attempts"][0] if answer["attempts"] else None
    wrong = []
    if one["item"] and (not near or near["item"] != one["item"]):
        wrong.append(f"item {near and near['item']!r}, not {one['item']!r}")
    if one["done"] and near and near["done"] != one["done"]:
        wrong.append(f"done {near['done']!r}, not {one['done']!r}")
    if one["at"] and one["item"] and near and place(near["at"]) != one["at"]:
        wrong.append(f"at {place(near['at'])}, not {one['at']}")
    found = has_reason(answer, one["reason"]) if one["reason"] else None
    if one["reason"] and not found:
        wrong.append(f"no reason {one['reason']} among "
                     f"{[(x['kind'], x['said']) for x in answer['reasons']]}")
    if one["says"] and found and one["says"] not in found[0]["said"]:
        wrong.append(f"{found[0]['said']!r} does not say {one['says']!r}")
    if one["at"] and not one["item"] and found and place(found[0]["place"]) != one["at"]:
        wrong.append(f"reason at {place(found[0]['place'])}, not {one['at']}")
    return wrong


def main():
    failed = 0
    with tempfile.TemporaryDirectory() as folder:
        for n, one in enumerate(ROWS, 1):
            wrong = judge(one, explain(folder, one, "--json"))
            text = explain(folder, one, "--color=never")
            if text.returncode != one["exit"] or b"rule r (" not in text.stdout:
                wrong.append("the text form: " + text.stdout.decode()[:200])
            name = f"{one['kind']}: {one['rules'][:70]}".replace("#", "")
            print(f"{'not ok' if wrong else 'ok'} {n} {name}")
            for w in wrong:
                print("#   " + w)
            failed += bool(wrong)
    print(f"1..{len(ROWS)}")
    return failed > 0


if __name__ == "__main__":
    sys.exit(main())
