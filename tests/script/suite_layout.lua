-- suite_layout.lua - docmill.layout and docmill.template, row by row.
-- luacheck: no max line length
-- Prints TAP.
--
-- Each row is a text and the body of a function that gets `v`, a Span of just
-- that text, and returns what is compared, as texts joined by blanks; `raises`
-- wants an error with that in its message.  All rows run in one chunk over one
-- document, which is their texts one behind the other.

local docmill = os.getenv "DOCMILL" or "build/release/docmill"
local tmp = assert(io.popen "mktemp -d"):read "l"

local case = [[
通知

标题：关于　 奖金的通知
　　作者：张三   时间：2020-01-01
第一段文字。

第二段文字。
第3页
其它]]

local court = [[
民一庭
案号：（2020）一号
当事人：张三
案号：（2020）二号
当事人：李四
备注：延期
民二庭
案号：（2020）三号
当事人：王五]]

local depts = "Dept 1\ncase a\ncase b\nDept 2\ncase c\nDept 3\ncase d"

local rows = {
  { "a picture of lines", case, [==[
    local m = layout { skip(), "标题：(?<t>.+)", "作者：(?<a>.+) 时间：(?<d>.+)" }:match(v)
    return m.t, m.a, m.d, n(m.first), n(m.last), #m.span]==], "关于　 奖金的通知 张三 2020-01-01 3 4 78" },
  { "captures are spans of the view", case, [==[
    local t = layout { "作者：(?<a>.+) 时间：.+" }:find(v).a
    return t.view.name, t:line():trim(), (t:source()) - (v:source())]==], "text 作者：张三   时间：2020-01-01 58" },
  { "the first line is where it begins", case, [==[return layout { "标题：(?<t>.+)" }:match(v) == nil]==], "true" },
  { "or the line that was named", case, [==[return layout { "标题：(?<t>.+)" }:match(v, L + 2).t]==], "关于　 奖金的通知" },
  { "counted from the end", case, [==[return layout { "(?<t>.+)" }:match(v, -1).t]==], "其它" },
  { "init beyond the end", case, [==[return layout { "(?<t>.+)" }:match(v, 9999) == nil]==], "true" },
  { "the whole line or nothing", case, [==[return layout { "标题" }:find(v) == nil]==], "true" },
  { "a regex is looked for as it is", case, [==[
    local m = layout { re "标.", layout.line { re "^　　作者：(?<a>..)", as = "line" } }:find(v)
    return m.a, m.line]==], "张三 作者：张三   时间：2020-01-01" },
  { "a blank is blanks, also in front of a quantifier", "a　\t b\na b\nab", [==[
    return #layout { collect { "(?<x>a *b)", gap = 0 } }:match(v).x, layout { collect { "(?<x>a b)" } }:match(v).x[2],
      layout { "a {2,}b" }:match(v).span]==], "3 a b a　\t b" },
  { "blanks in classes and escapes stay", "a_b a.b\nx y", [==[
    return layout { [[a[_ ]b a\.b]] }:match(v).span, layout { [[\Qx y\E]] }:find(v).span]==], "a_b a.b x y" },
  { "phrases, a set and a function", "甲：1\n乙：2\n丙", [==[
    local m = layout { layout.line { docmill.phrases { "甲" }, as = "a" },
      re.set { "乙：(?<b>.)", "丁" }, function(l) return l:find "(?<c>.)" end }:match(v)
    return m.a, m.b, m.span]==], "甲：1 2 甲：1\n乙：2\n丙" },
  { "CR LF", "甲：1\r\n乙：2\r\n", [==[
    local m = layout { "甲：(?<a>.+)", "乙：(?<b>.+)" }:match(v)
    return #m.a, #m.b]==], "1 1" },
  { "skip takes as few as it can", "x\na\nb\na\nb", [==[return n(layout { skip(), "a", "b" }:match(v).first)]==], "2" },
  { "and no more than it may", "x\nx\na", [==[return layout { skip(1), "a" }:match(v) == nil, n(layout { skip(2), "a" }:match(v).first)]==], "true 3" },
  { "gap takes blank lines", "a\n\n 　\nb\nc", [==[
    return n(layout { "a", layout.gap(), "b", layout.gap(), "c" }:match(v).last),
      layout { "a", layout.gap(1), "b" }:match(v) == nil]==], "5 true" },
  { "gap gives back", "a\n\n\nb", [==[return layout { "a", layout.gap(), layout.line(re "^$"), "b" }:match(v).last - L + 1]==], "4" },
  { "maybe", "a\nc", [==[return n(layout { "a", maybe { "b" }, "c" }:match(v).last), n(layout { maybe { "a" }, "a" }:match(v).last)]==], "2 1" },
  { "maybe of several lines", "a\nb\nb\nc", [==[return n(layout { "a", maybe { "b", "c" }, "b", "b" }:match(v).last)]==], "3" },
  { "cases", case, [==[
    local t = layout { cases { { "作者：(?<a>.+)", "来源：(?<s>.+)" }, "作者：(?<a>.+) 时间：(?<d>.+)", "作者：(?<a>.+)" } }
    return t:find(v).a, t:find(v).d, t:find(v).s]==], "张三 2020-01-01 -" },
  { "cases come back", "a\nb\nc", [==[return n(layout { cases { "a", { "a", "b" } }, "c" }:match(v).last)]==], "3" },
  { "collect until", case, [==[
    local m = layout { skip(), "作者：.+", collect { "(?<p>.+)", until_ = [=[第\d+页]=] }, "第(?<n>.+)页" }:match(v)
    return #m.p, m.p[1], m.p[2], m.n]==], "2 第一段文字。 第二段文字。 3" },
  { "collect without until gives back", "a1\na2\na3\nb", [==[
    local m = layout { collect { "(?<x>a.)", gap = 0 }, "(?<z>a3)", "b" }:match(v)
    return #m.x, m.z]==], "2 a3" },
  { "collect goes over lines in between", court, [==[
    local m = layout { collect { "案号：(?<no>.+)", "当事人：(?<who>.+)", name = "list" } }:match(v)
    return #m.list, m.list[3].who, m.list[2].span, n(m.list[2].first), n(m.list[3].last), n(m.first)]==],
    "3 王五 案号：（2020）二号\n当事人：李四 4 9 2" },
  { "or does not", court, [==[
    local m = layout { "民一庭", collect { "案号：(?<no>.+)", "当事人：(?<who>.+)", gap = 0 } }:match(v)
    return #m.no, layout { collect { "案号：.+", gap = 0 } }:match(v) == nil]==], "2 true" },
  { "or over so many", "a\nx\na\nx\nx\na", [==[return #layout { collect { "(?<n>a)", gap = 1 } }:match(v).n]==], "2" },
  { "collect in collect", court, [==[
    local m = layout { collect { "(?<name>民.庭)", collect { "案号：(?<no>.+)", "当事人：.+", maybe { "备注：(?<note>.+)" },
      name = "cases", until_ = "民.庭" }, name = "courts" } }:match(v)
    return #m.courts, m.courts[1].name, #m.courts[1].cases, m.courts[1].cases[2].note, #m.courts[2].cases,
      m.courts[2].cases[1].no]==], "2 民一庭 2 延期 1 （2020）三号" },
  { "a collect in a collect stops where that begins anew", depts, [==[
    local m = layout { collect { { "Dept (?<d>\\d+)", collect { "(?<c>case .*)", name = "cs" } }, name = "ds" } }:match(v)
    return #m.ds, #m.ds[1].cs, #m.ds[2].cs, m.ds[3].cs[1].c]==], "3 2 1 case d" },
  { "also where it has none", "Dept 1\nDept 2\ncase c", [==[
    local function of(min)
      local m = layout { collect { "Dept (?<d>.)", collect { "(?<c>case .*)", name = "cs", min = min }, name = "ds" } }:match(v)
      return m.ds[1].d .. #m.ds .. #m.ds[1].cs
    end
    return of(1), of(0)]==], "211 120" },
  { "and over two levels, by cases, behind what may be missing", "A 1\nB 1\nc 1\nB 2\nx\nc 2\nA 2\nB 3\nc 3\n*\nB 4\nc 4", [==[
    local t = layout { collect { maybe { "\\*" }, layout.gap(), cases { "A (?<a>.)", re "^never" }, collect { "B (?<b>.)",
      collect { "c (?<c>.)", name = "cs" }, name = "bs" }, name = "as" } }
    local m = t:match(v)
    return #m.as, #m.as[1].bs, m.as[1].bs[2].cs[1].c, #m.as[2].bs]==], "2 2 2 1" },
  { "a gap that is said is believed", depts, [==[
    local function n(t) return #layout { collect { "Dept .", collect(t), name = "ds" } }:match(v).ds[1].cs end
    return n { "case .*", name = "cs", gap = 9 }, n { "case .*", name = "cs", gap = 0 }, n { "case .*", name = "cs", until_ = "Dept 3" }]==],
    "4 2 3" },
  { "gather in collect keeps to its own", "编号：1\n名称：a\nx\n编号：2\n年代：清\n名称：b", [==[
    local m = layout { collect { gather { "编号：(?<no>.)", "名称：(?<name>.)", maybe { "年代：(?<era>.)" } }, name = "all" } }:match(v)
    return #m.all, m.all[1].era, m.all[2].era, #m.passed]==], "2 - 清 1" },
  { "passed", "head\ncase 1\nby a\n\ncsae 2\nby b\nnote\ncase 3\nx\nby c\ntail", [==[
    local m = layout { collect { "case .", gather { "by ." }, name = "cs" } }:match(v)
    local all = {}
    for i, l in ipairs(m.passed) do all[i] = l.text end
    return table.concat(all, ","), #m.cs, #m.cs[1].passed, m.cs[2].passed[1], m.passed[2].view.name]==],
    "head,csae 2,by b,note,x 2 0 x text" },
  { "passed: up to until_, and not what was given back", "a\nx\ny\nz\nb", [==[
    return #layout { collect { "a", until_ = "z" } }:match(v).passed, #layout { collect { "a" }, "x" }:match(v).passed,
      #layout { "a", skip(), "b" }:match(v).passed, #layout { gather { "a", maybe { "c" } }, "x" }:match(v).passed]==], "2 0 0 0" },
  { "blank", "a\n\n　\nb\n\nc", [==[
    local blank = layout.blank
    return layout { "a", blank(), "b" }:find(v) == nil, n(layout { "a", blank(2), "b" }:match(v).last),
      n(layout { "b", blank(), "c" }:find(v).last), n(layout { blank(2) }:find(v).first), layout { skip(), blank(3) }:find(v) == nil]==],
    "true 4 6 2 true" },
  { "lists stay parallel", court, [==[
    local m = layout { collect { "案号：.+", "当事人：(?<who>.+)", maybe { "备注：(?<note>.+)" } } }:match(v)
    return #m.who, m.note[1], m.note[2], m.note[3]]==], "3 false 延期 false" },
  { "at least and at most", "a\na\na", [==[
    return layout { collect { "(?<x>a)", min = 4 } }:match(v) == nil, #layout { collect { "(?<x>a)", max = 2 } }:match(v).x,
      n(layout { collect { "b", min = 0 }, "a" }:match(v).last), layout { collect { "b" } }:match(v) == nil]==], "true 2 1 true" },
  { "collect of nothing ends", "a\nb", [==[return layout { collect { maybe { "x" } } }:match(v) == nil]==], "true" },
  { "until_ of several lines", "a\nb\nb\nc\na", [==[
    return #layout { collect { "(?<x>.)", until_ = { "b", "c" } } }:match(v).x]==], "2" },
  { "gather in any order", case, [==[
    local m = layout { gather { "作者：(?<a>.+) 时间：.+", "标题：(?<t>.+)", maybe { "电话：(?<tel>.+)" } }, skip(), "第(?<n>.)页" }:match(v)
    return m.a, m.t, m.tel, m.n]==], "张三 关于　 奖金的通知 - 3" },
  { "gather wants all", case, [==[return layout { gather { "标题：(?<t>.+)", "电话：(?<tel>.+)" } }:match(v) == nil]==], "true" },
  { "gather stops", case, [==[
    local m = layout { gather { maybe { "第(?<n>.)页" }, "标题：(?<t>.+)", until_ = "第一.+" }, "(?<p>.+)" }:match(v)
    return m.n, m.t, m.p]==], "- 关于　 奖金的通知 第一段文字。" },
  { "gather within a gap", "a\nx\nx\nb", [==[
    return layout { gather { "(?<b>b)", "(?<a>a)", gap = 1 } }:match(v) == nil, layout { gather { "(?<b>b)", "(?<a>a)", gap = 2 } }:match(v).b]==], "true b" },
  { "until_ stops before", case, [==[return layout { layout.until_ "第.页", "(?<x>.+)" }:match(v).x]==], "第3页" },
  { "trailer does not take", "a\nb", [==[
    local m = layout { "a", layout.trailer { "(?<b>b)" } }:match(v)
    return m.b, n(m.last), n(layout { "a", layout.trailer "b", "b" }:match(v).last)]==], "b 1 2" },
  { "eof", "a\nb", [==[return layout { "a", layout.eof() }:match(v) == nil, n(layout { "a", "b", layout.eof() }:match(v).last)]==], "true 2" },
  { "gmatch", court, [==[
    local all = {}
    for m in layout { "案号：（2020）(?<n>.)号", "当事人：(?<who>.+)" }:gmatch(v) do all[#all + 1] = m.n.text .. m.who.text end
    return table.concat(all, ",")]==], "一张三,二李四,三王五" },
  { "gmatch of nothing", "a\nb", [==[for m in layout { maybe { "x" } }:gmatch(v) do return m end return "none"]==], "none" },
  { "gmatch does not overlap", "a\na\na", [==[local n = 0 for _ in layout { "a", "a" }:gmatch(v) do n = n + 1 end return n]==], "1" },
  { "names", "", [==[return table.concat(layout { "(?<b>.)", collect { "(?<x>.)", name = "list" }, cases { "(?<a>.)", "(?<c>.)" } }:names(), ",")]==],
    "a,b,c,list" },
  { "groups called like the methods of a Span", "行一甲乙丙丁\n", [==[
    local l = layout { layout.line { re "行(?<line>一)(?<names>甲)(?<trim>乙)(?<range>丙)(?<as>丁)", as = "all" } }
    local m, inner = l:match(v), l:match(v:find "(?s)(?<line>行)(?<range>.*)")
    return m.all, m.line, m.names, m.trim, m.range, m.as, inner.line]==], "行一甲乙丙丁 一 甲 乙 丙 丁 一" },
  { "an empty text", "", [==[return layout { "a" }:match(v) == nil, layout { maybe { "a" } }:match(v) ~= nil, #layout { skip(), layout.eof() }:match(v).span]==], "true true 0" },
  { "a rule's matcher and its value", court, [==[
    local t = layout { "案号：(?<no>.+)", "当事人：(?<who>.+)" }
    local spans = t:matcher()(v)
    return #spans, layout.of(spans[2]).who]==], "3 李四" },
  { "where no part took part", "a", [==[return layout { "(?<a>a)|(?<b>b)" }:match(v).b]==], "-" },
  { "alternatives on top", "b", [==[return layout { "a|b" }:match(v).span]==], "b" },
  { "explain says nothing of what matches", "a", [==[return layout { "a" }:explain(v)]==], "-" },

  { "trace: item, place, caret", case, [==[
    local _, why = layout { skip(), "标题：.+", "作者：(?<a>.+) 日期：(?<d>.+)" }:match(v)
    local place = why:match "\n(.-: )"
    local column = #why:match " *^$" - utf8.len(place)
    why = why:gsub("^[^:]+:%d+: ", "X: "):gsub(v.doc.id, "DOC"):gsub("line %d+ of", "line N of")
    return why:gsub("\n *%^$", "\n^"), column]==],
    'X: line "作者：(?<a>.+) 日期：(?<d>.+)" does not match, from "日期：(?<d>.+)" on\n'
    .. 'DOC, line N of text: 　　作者：张三   时间：2020-01-01\n^ 18' },
  { "trace: the nearest of many", "作文\n作者李四\n作者：x", [==[
    local _, why = layout { "作者：(?<a>\\d+)" }:find(v)
    return why:match "line %d+ of text: ([^\n]*)", why:match "from \"(.-)\" on"]==], "作者：x (?<a>\\d+)" },
  { "trace: the end", "a\nb", [==[return (select(2, layout { "a", "b", "c" }:match(v)):match "\n.* (ends after line %d+ of text)":gsub("%d+", "N"))]==],
    "ends after line N of text" },
  { "trace: the line goes on", "ab", [==[return select(2, layout { "a" }:match(v)):match "does not match, ([^\n]*)"]==], "the line goes on" },
  { "trace: three lines for a long line", ("长"):rep(3000), [==[
    local _, why = layout { "长{2000}短" }:match(v)
    return select(2, why:gsub("\n", "")), utf8.len(why) < 500]==], "2 true" },
  { "trace: gather tells what is missing", "标题：a\n作者：b\nx", [==[
    local _, why = layout { gather { "标题：(?<t>.+)", "时间：(?<x>.+)", maybe { "地点：.*" }, "作者：.*" } }:match(v)
    return why:match "gather[^\n]*"]==],
    'gather does not match: of 4 items "时间：(?<x>.+)" is missing, and the text ends' },
  { "trace: gather and its gap", "a\nx\nb\nc", [==[
    local _, why = layout { gather { "a", "b", { "c", "d" }, gap = 0 } }:match(v)
    return why:match "of 3[^\n]*", why:match "text: (.-)\n"]==],
    'of 3 items "b", "c" are missing, and no more than gap = 0 lines are passed over x' },
  { "trace: gather and its until_", "a\nx\nb", [==[
    local _, why = layout { gather { "a", "b", until_ = "x|a" } }:match(v)
    return why:match "of 2[^\n]*", why:match "text: (.-)\n"]==],
    'of 2 items "a", "b" are missing, and its until_ matches at this line a' },
  { "trace: gather and what begins anew", "a1\nb1\na2", [==[
    local _, why = layout { collect { gather { "a.", "b.", "c." }, name = "all" } }:match(v)
    return why:match "is missing[^\n]*", why:match "text: (.-)\n"]==],
    "is missing, and the collect around it begins anew at this line a2" },
  { "trace: a line that got farther says more than gather", "编号：1\n名 x", [==[
    return select(2, layout { gather { "编号：.*", "名 称：.*" } }:match(v)):match "from [^\n]*"]==], 'from "称：.*" on' },
  { "trace: skip tells how far it went", "x\ny\n z\nPage", [==[
    local _, why = layout { skip(2), "P.*e" }:match(v)
    local found = select(2, layout { skip(2), "Q.*" }:find(v))
    return why:match "line [^\n]*", why:match "text: (.-)\n", found:match "passes" == nil]==],
    'line "P.*e" does not match: skip passes over at most 2 lines  z true' },
  { "trace: skip in the middle", "a\nx\nb", [==[
    local t = layout { "a", skip(0), "b" }
    return select(2, t:match(v)):match "passes[^\n]*", select(2, t:find(v)):match "passes[^\n]*"]==],
    "passes over at most 0 lines passes over at most 0 lines" },
  { "trace: until_ has a max too", "a\nx\nb", [==[
    return select(2, layout { "a", layout.until_ { "b", max = 0 } }:match(v)):match "until_ does[^\n]*"]==],
    "until_ does not match: until_ passes over at most 0 lines" },
  { "trace: blank", "a\nb", [==[return select(2, layout { "a", layout.blank() }:match(v)):match "blank[^\n]*"]==],
    "blank does not match: the line is not blank" },

  { "an unknown member", "", [==[layout.colect {}]==], raises = "layout has no member 'colect'" },
  { "an unknown key", "", [==[layout { collect { "a", mim = 1 } }]==], raises = "collect has no key 'mim'" },
  { "an unknown key of the layout", "", [==[layout { "a", step = 1 }]==], raises = "layout has no key 'step'" },
  { "no item", "", [==[layout { "a", 5 }]==], raises = "number 2 of layout is a number" },
  { "an item that was not called", "", [==[layout { layout.eof }]==], raises = "number 1 of layout is a function" },
  { "an empty pattern", "", [==[layout { "" }]==], raises = "a line has an empty pattern" },
  { "an empty pattern: what to write", "", [==[
    local _, e = pcall(function() return layout { "" } end)
    return (e.help or tostring(e)):match "layout.blank%(%)"]==], "layout.blank()" },
  { "blank of none", "", [==[layout { layout.blank(0) }]==], raises = "blank takes 1 to 1000 lines, not 0" },
  { "passed is taken", "", [==[layout { "(?<passed>a)" }]==], raises = "nothing can be called 'passed'" },
  { "a hole", "", [==[layout { "a", nil, 5, "b" }]==], raises = "layout" },
  { "nothing", "", [==[layout {}]==], raises = "the layout has no items" },
  { "nothing in it", "", [==[layout { maybe {} }]==], raises = "maybe has no items" },
  { "a bad regex", "", [==[layout { "a(" }]==], raises = "missing closing parenthesis" },
  { "a name twice", "", [==[layout { "(?<x>a)", maybe { "(?<x>b)" } }]==], raises = "'x' is bound twice" },
  { "a name that is taken", "", [==[layout { "(?<span>a)" }]==], raises = "nothing can be called 'span'" },
  { "a bad number", "", [==[layout { skip(-1) }]==], raises = "max of skip is -1" },
  { "more than at most", "", [==[layout { collect { "a", min = 3, max = 2 } }]==], raises = "at least 3 and at most 2" },
  { "a string is no view", "", [==[layout { "a" }:match "a"]==], raises = "not at a string" },
  { "a typo in a method", "", [==[layout { "a" }:mtch(v)]==], raises = "a layout has no member 'mtch'" },
  { "bounded", ("x\n"):rep(300), [==[layout { skip(), skip(), skip(), skip(), "a" }:match(v)]==], raises = "took more than" },
  { "the bound can be set", ("x\n"):rep(30), [==[layout { skip(), "a", steps = 10 }:match(v)]==], raises = "took more than 10 steps" },
  { "a collect of everything is not deep", ("x\n"):rep(3000), [==[return #layout { collect { "(?<x>x)" } }:match(v).x]==], "3000" },
  { "read-only", "", [==[layout.line = 1]==], raises = "read-only" },

  { "template: escaped", "", [==[return template "<b>{{a}}</b> {{{a}}}" { a = "x < 'y' & \"z\"" }]==],
    "<b>x &lt; &#39;y&#39; &amp; &quot;z&quot;</b> x < 'y' & \"z\"" },
  { "template: paths and spans", "甲乙", [==[return template "{{r.name}}{{r.n}}{{s}}" { r = { name = "n", n = 3 }, s = v:find "乙" }]==], "n3乙" },
  { "template: each", "", [==[
    return template "{{#each l}}{{@index}}{{this}}{{sep?}}{{#unless @last}},{{/unless}}{{else}}none{{/each}}" { l = { "a", "b" }, sep = ";" },
      template "{{#each l}}x{{else}}none{{/each}}" { l = {} }]==], "1a;,2b; none" },
  { "template: inner names first", "", [==[return template "{{#each l}}{{n}}{{m}} {{/each}}" { l = { { n = 1 }, { n = 2, m = 4 } }, n = 9, m = 3 }]==], "13 24 " },
  { "template: if", "", [==[
    local t = template "{{#if x}}yes{{else}}no{{/if}}"
    return t { x = 0 }, t { x = "" }, t { x = {} }, t {}, t { x = { 1 } }]==], "yes no no no yes" },
  { "template: tags alone take their line", "", [==[
    return template "a\n  {{#each l}}\n- {{this}}\n  {{/each}}\n{{! remark }}\nb\n" { l = { 1, 2 } }]==], "a\n- 1\n- 2\nb\n" },
  { "template: csv, md, xml, none, a function", "", [==[
    local function t(escape) return template("{{a}}", { escape = escape }) { a = "1,\"*\"\1" } end
    return t "csv", t "md", t "xml", t "none", t(function(s) return "<" .. #s .. ">" end)]==],
    '"1,""*""\1" 1,"\\*"\1 1,&quot;*&quot;\u{FFFD} 1,"*"\1 <6>' },
  { "template: missing", "", [==[template "a\n{{b}}" { c = 1 }]==], raises = "line 2 of the template: there is no 'b'" },
  { "template: may be missing", "", [==[return template "a{{b?}}c" {}]==], "ac" },
  { "template: a list is no text", "", [==[template "{{b}}" { b = {} }]==], raises = "'b' is a table" },
  { "template: never closed", "", [==[template "\n{{#if a}}x"]==], raises = "line 2 of the template: {{#if a}} is never closed" },
  { "template: closed wrongly", "", [==[template "{{#if a}}{{/each}}"]==], raises = "closes nothing" },
  { "template: unknown block", "", [==[template "{{#ech a}}"]==], raises = "there is no '{{#ech'" },
  { "template: else of nothing", "", [==[template "{{else}}"]==], raises = "belongs to no block" },
  { "template: no name", "", [==[template "{{a b}}"]==], raises = "is no name" },
  { "template: unknown key", "", [==[template("a", { escap = "md" })]==], raises = "template has no key 'escap'" },
  { "template: unknown escape", "", [==[template("a", { escape = "htm" })]==], raises = "cannot be 'htm'" },
  { "template: bounded", "", [==[template("{{a}}", { max = 10 }) { a = ("x"):rep(11) }]==], raises = "longer than 10 bytes" },
}

local chunk = { [[
local layout, template, re = docmill.layout, docmill.template, docmill.re
local skip, collect, gather, maybe, cases = layout.skip, layout.collect, layout.gather, layout.maybe, layout.cases
local function tell(ok, ...)
  local list = table.pack(...)
  for i = 1, list.n do list[i] = list[i] == nil and "-" or tostring(list[i]) end
  return { ok = ok, said = table.concat(list, " ") }
end
local view, out, at, L = doc:view "text", {}, 1, 1
local function n(line) return line - L + 1 end -- counted from the row's own first
local function row(length, run)
  L = select(2, view.text:sub(1, at - 1):gsub("\n", "")) + 1
  local v = length > 0 and view:span(at, at + length - 1) or view:span(at, at - 1)
  at = at + length + 1
  out[#out + 1] = tell(pcall(run, v))
end
]] }
local text = {}
for i, row in ipairs(rows) do
  text[i] = row[2] .. "\n"
  local numbered = row[3]
  chunk[i + 1] = ("row(%d, function(v)\n%s\nend)\n"):format(#row[2], numbered)
end
chunk[#chunk + 1] = "return { rows = out }"

local function write(name, bytes)
  local f <close> = assert(io.open(tmp .. "/" .. name, "wb"))
  f:write(bytes)
end

write("all.txt", table.concat(text))
write("chunk.lua", table.concat(chunk))
local p = assert(io.popen(("%s x --charset utf-8 --from text \"$(cat %s/chunk.lua)\" %s/all.txt 2>%s/err")
  :format(docmill, tmp, tmp, tmp)))
local json = p:read "a"
p:close()

-- The strings of our own JSON.
local function unquoted(s)
  return (s:gsub("\\u(%x%x%x%x)", function(h) return utf8.char(tonumber(h, 16)) end)
    :gsub("\\(.)", function(c) return ({ n = "\n", t = "\t", r = "\r", b = "\b", f = "\f" })[c] or c end))
end

local got = {}
for ok, said in json:gmatch '{"ok":(%a+),"said":"(.-)"}' do
  got[#got + 1] = { ok = ok == "true", said = unquoted(said) }
end

local failed = 0
for i, row in ipairs(rows) do
  local g = got[i] or { said = "no answer" }
  local good
  if row.raises then
    good = not g.ok and got[i] and g.said:find(row.raises, 1, true)
  else
    good = g.ok and g.said == row[4]
  end
  if good then
    print(("ok %d - %s"):format(i, row[1]))
  else
    failed = failed + 1
    print(("not ok %d - %s\n# got  %s\n# want %s"):format(i, row[1], (g.said:gsub("\n", "\n#      ")),
      (row.raises or row[4]):gsub("\n", "\n#      ")))
  end
end
if #got == 0 then
  local f <close> = assert(io.open(tmp .. "/err", "rb"))
  print("# " .. f:read "a":gsub("\n", "\n# "))
end
os.execute("rm -rf '" .. tmp .. "'")
print("1.." .. #rows)
os.exit(failed == 0)
