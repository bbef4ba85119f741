-- suite_text_library.lua - the pure-Lua text libraries, under stock Lua.
-- Prints TAP: one line a row of the tables below.

package.path = "scripts/?.lua;" .. package.path

local boilerplate = require "std.boilerplate"
local date = require "std.date"
local han = require "std.han"
local heading = require "std.heading"
local lines = require "std.lines"
local number = require "std.number"
local page = require "std.page"
local person = require "std.person"
local quote = require "std.quote"
local quote_en = require "std.quote_en"
local redaction = require "std.redaction"
local zh = require "std.zh"

local n, failed = 0, 0

-- One row: what was got against what is wanted, both as text.
local function row(what, got, want)
  n = n + 1
  got, want = tostring(got), tostring(want)
  if got == want then
    print(("ok %d - %s"):format(n, what))
  else
    failed = failed + 1
    print(("not ok %d - %s\n# got  %s\n# want %s"):format(n, what, got, want))
  end
end

local function words(...)
  local list = table.pack(...)
  for i = 1, list.n do list[i] = list[i] == nil and "-" or tostring(list[i]) end
  return table.concat(list, " ")
end

for text, want in pairs {
  ["第二十三章"] = "23 章", ["一百零五"] = "105 -", ["1.2万"] = "12000 -", ["廿"] = "20 -", ["廿三"] = "23 -",
  ["卌八"] = "48 -", ["负五"] = "-5 -", ["1,200元"] = "1200 元", ["１２０元"] = "120 元", ["三点一四"] = "3.14 -",
  ["三点五万"] = "35000 -", ["壹仟贰佰"] = "1200 -", ["两万五"] = "25000 -", ["一半"] = "0.5 -", ["半"] = "0.5 -",
  ["二十个半"] = "20.5 个", ["两个半小时"] = "2 个半小时", ["3.5%"] = "0.035 -", ["百分之三点五"] = "0.035 -",
  ["四分之一"] = "0.25 -", ["二〇二三"] = "2023 -", ["五千余人"] = "5000 余人", ["萬"] = "10000 -",
  ["一億三千萬"] = "130000000 -", ["abc"] = "- no numeral", [""] = "- no numeral", ["零分之一"] = "- no numeral",
} do row("zh.number " .. text, words(zh.number(text)), want) end

for text, want in pairs {
  ["二〇二三年一月四日"] = "2023-01-04 day", ["民國112年"] = "2023 year", ["民国元年"] = "1912 year",
  ["民国一百一十二年三月"] = "2023-03 month", ["1月4日至5日"] = "XXXX-01-04/XXXX-01-05 range",
  ["20**年2月27日"] = "20XX-02-27 day, redacted", ["*月*日至*日"] = "XXXX-XX-XX/XXXX-XX-XX range, redacted",
  ["2023年12月30日至2024年1月2日"] = "2023-12-30/2024-01-02 range", ["公元2023年"] = "2023 year",
  ["十二月三十一日"] = "XXXX-12-31 day", ["20世纪90年代"] = "199X decade", ["2023 年 1 月"] = "2023-01 month",
  ["2023年13月"] = "- no date", ["去年"] = "- relative", ["会议"] = "- no date",
} do row("zh.date " .. text, words(zh.date(text)), want) end

for text, want in pairs {
  ["符 雷"] = "符雷", ["符　雷"] = "符雷", ["李 小 明"] = "李小明", ["欧阳 明"] = "欧阳明", ["責 任"] = "- no name",
} do row("zh.name " .. text, words(zh.name(text)), want) end

for text, want in pairs {
  ["本報記者"] = "本报记者", ["責任編輯"] = "责任编辑", ["來源"] = "来源", ["abc，"] = "abc，", ["註冊"] = "注册",
} do row("fold " .. text, han.fold(text), want) end
row("fold keeps places", #han.fold "責任編輯:黃任遠", #"責任編輯:黃任遠")
row("both", han.both "来源", "[来來]源")
row("readings go", han.without_readings "閆書(shū)敏", "閆書敏")
row("other brackets stay", han.without_readings "書(2册)", "書(2册)")

for text, want in pairs {
  ["十"] = 10, ["十二"] = 12, ["一百二十"] = 120, ["三百零五"] = 305, ["两千三"] = 2300, ["两万三"] = 23000,
  ["一亿二千万"] = 120000000, ["二〇二三"] = 2023, ["一万亿"] = 1000000000000, ["百"] = 100,
} do row("numeral " .. text, number.chinese(text), want) end
row("no numeral", number.chinese "百姓", nil)

-- text, before, after: what number.judge says, and value, unit, bound
for _, r in ipairs {
  { "30周年", "互联网", "", "true 30 周年 -" }, { "8.8积分", "", "", "true 8.8 积分 -" },
  { "百個", "路线", "成绩", "true 100 個 -" }, { "10萬", "以", "职工", "true 100000 - -" },
  { "40萬以上", "", "", "true 400000 - >=" }, { "數萬", "", "粉丝", "true - - -" },
  { "七旬", "年过", "", "true 70 岁 >" }, { "2.57亿美元", "", "", "true 257000000 美元 -" },
  { "3至5名", "", "", "true 3 名 -" }, { "百分之三十", "", "", "true 30 % -" },
  { "近千", "", "", "false" }, { "30日", "见网后", "内", "true 30 日 -" },
  { "四项", "“", "原则", "false" }, { "一个", "是", "平台", "false" }, { "十分", "", "重要", "false" },
  { "百年", "", "变局", "false" }, { "千家", "", "万户", "false" }, { "三级", "", "工作", "false" },
  { "五位", "", "一体", "false" }, { "5", "", "G", "false" }, { "三年", "", "级", "false" },
  { "千万", "", "不要", "false" }, { "一数字", "", "", "false" }, { "2024年", "", "", "false" },
  { "两个", "", "维护", "false" }, { "一百年", "“两个", "”", "false" }, { "5~9", "在", "之间", "false" },
} do
  local text, before, after, want = table.unpack(r)
  local yes = number.judge(text, before, after) == true
  local v = yes and number.read(text, before) or {}
  row("number " .. before .. text .. after,
    yes and words(yes, v.value, v.unit, v.bound) or "false", want)
end
row("range keeps its end", number.read("2-3万人").max, 30000)
row("English amount", words(number.read_english("$3.5 million").value, number.read_english("$3.5 million").unit),
  "3500000 USD")
row("English count", number.judge_english "300 people", true)
row("English year", number.judge_english "2019 saw", false)

for text, want in pairs {
  ["2024年"] = "year 2024 -", ["今天"] = "relative - -", ["20**年2月27日"] = "day, redacted - 20XX-02-27",
  ["20**年"] = "year, redacted - 20XX", ["*月*日至*日"] = "range, redacted - -",
  ["2022年度"] = "year (fiscal/annual) 2022 -", ["二〇二〇年三月五日"] = "day 2020-03-05 -",
  ["1月4日至5日"] = "range - XXXX-01-04/XXXX-01-05", ["2019年至2022年"] = "range 2019/2022 -",
  ["2023-01-04 12:30"] = "day 2023-01-04 -", ["2023/1/4"] = "day 2023-01-04 -",
  ["20世纪90年代"] = "decade - 199X", ["January 4, 2023"] = "day 2023-01-04 -",
  ["4 Jan 2023"] = "day 2023-01-04 -", ["March 2021"] = "month 2021-03 -", ["yesterday"] = "relative - -",
  ["２０２３年１月４日"] = "day 2023-01-04 -", ["十二月"] = "month - XXXX-12",
} do
  local d = date.read(text) or {}
  row("date " .. text, words(d.kind, d.iso, d.edtf), want)
end
row("no month 13", date.read "2023年13月", nil)

local function resolved(evidence, ...)
  local items = {}
  for i, text in ipairs { ... } do
    items[i] = date.read(text)
    items[i].text = text
  end
  local last = items[#items]
  date.resolve(items, evidence)
  return words(last.kind, last.iso, last.edtf, last.inferred, last.undated)
end
row("same year, hidden", resolved(nil, "20**年", "同年11月"),
  "month, relative to a redacted year - 20XX-11 - -")
row("same year", resolved(nil, "2014年", "同年11月"), "month, relative 2014-11 - - -")
row("this year from a title", resolved({ year = "2024", why = "from the title" }, "今年"),
  "relative 2024 - from the title -")
row("this year alone", resolved(nil, "今年"), "relative - - - -")
row("vague without any date", resolved(nil, "近年来"), "relative - - - true")
row("vague beside a date", resolved(nil, "2019年", "近年来"), "relative - - - -")

for text, want in pairs { ["李樹"] = true, ["欧阳修"] = true, ["网络"] = false, ["安全"] = false, ["总书记"] = false } do
  row("name " .. text, person.is_name(han.fold(text)), want)
end
for text, want in pairs {
  ["县水利局党组书记、局长姜晓波表示,"] = "姜晓波/党组书记、局长/true",
  ["同年3月,王建国主席向首届大会致贺"] = "王建国/主席/true",
  ["王建国主席重要讲话清楚提出"] = "王建国/主席/false",
  ["反复学习领会王建国总书记关于水利"] = "王建国/总书记/false",
  ["美国总统约瑟夫·拜登在白宫表示"] = "约瑟夫·拜登/总统/true",
} do
  local m = person.mentions(text, {})[1] or { name = "", title = { 1, 0 } }
  row("mention in " .. text, ("%s/%s/%s"):format(m.name, text:sub(m.title[1], m.title[2]), m.subject), want)
end
row("names in a byline", #(person.list "李樹 楊帆 鄧志強(qiáng)" or {}), 3)
row("no byline", person.list "网络 安全", nil)

-- kind and speaker of the first quotation
for text, want in pairs {
  ["王竹青说:“我们要努力。”"] = "speech 王竹青",
  ["“很好。”清华大学教授李明说。"] = "speech 李明",
  ["指出,“得水源者得丰年”。"] = "speech -",
  ["张三局长重视此事。调研时,就指出“渠道是根本,人心是关键”;"] = "speech 张三",
  ["大会报告提出的“完善水利管理体系,推动养成节水习惯”新要求"] = "citation -",
  ["紧扣“通水路聚人心、防旱情保丰收、强管理惠乡亲”的使命任务"] = "slogan -",
  ["按照“谁主管谁负责,谁使用谁负责”原则"] = "principle -",
  ["回应“如何办好乡村书屋”这一问题"] = "question -",
  ["提前做准备。“有备则无患,无备则后悔。”各村"] = "proverb -",
  ["弘扬“吃苦耐劳、一往无前,不达目的绝不罢休”的蒙古马精神,"] = "motto -",
  ["提出“数字青石”战略"] = "term -", ["实施“青年文明工程"] = "term -",
  ["会议指出:“要坚持党的领导。”"] = "speech -",
} do
  local q = quote.read(han.fold(text), {})[1]
  row("quote " .. text, words(q.kind, q.who and q.who.name), want)
end
row("nested marks", #quote.find "“要筑牢‘防火墙’。”", 2)
row("a page without lines", #require("std.boilerplate").mark {}, 0)
row("an attribute is no quotation", #quote.find [[br style="a: b;"/>他说"好"]], 1)
row("unclosed ends at its noun", (function()
  local s = "实施“青少年读书成长工程引导书店和读者参与“全民读书季”活动"
  local q = quote.read(s, {})[1]
  return s:sub(q.first, q.last)
end)(), "“青少年读书成长工程")
for text, want in pairs {
  ["“We are happy,” said Jane Doe, head of policy."] = "speech Jane Doe",
  ['Mr Smith told reporters: "I will not resign."'] = "speech Smith",
  ["The so-called “deep state” is here."] = "term -",
  ['"It was hard," White House Press Secretary Stephanie Grisham said.'] = "speech Stephanie Grisham",
} do
  local q = quote_en.read(text)[1]
  row("quote " .. text, words(q.kind, q.who and q.who.name), want)
end

for text, want in pairs {
  ["一、战略"] = "6 1 1", ["(二)加强"] = "5 2 2", ["1.加强"] = "2 3 1", ["1.5亿"] = "-", ["第三章 总则"] = "9 1 3",
  ["（3）好"] = "7 4 3", ["一是"] = "-", ["2023年"] = "-",
} do
  local stop, level, value = heading.number(text)
  row("heading number " .. text, stop and words(stop, level, value) or "-", want)
end
row("headings run into the body", (function()
  local s = "开头的话。一、认清修渠的好处当前,我们面对新情况。修好百里老渠是要求。"
    .. "二、把力气用到修好百里老渠的全过程修好百里老渠是一项工程,要抓好。"
  local out = {}
  for _, h in ipairs(heading.inside(s, heading.starts(s))) do out[#out + 1] = s:sub(h.first, h.last) end
  return table.concat(out, "|")
end)(), "一、认清修渠的好处|二、把力气用到修好百里老渠的全过程")
row("one number is an enumeration", #heading.inside("他说。一、好当前,不错。", {}), 0)

for text, want in pairs {
  ["党的*大精神"] = 1, ["20**年在**市"] = 2, ["这是**重点**内容"] = 0, ["* 列表\n* 列表"] = 0, ["加*微*信*号"] = 0,
  ["3×4米"] = 0, ["张××说"] = 1, ["手机138****1234"] = 1, ["二○二○年"] = 0, ["□何 田"] = 0, ["拍了X光片"] = 0,
  ["XX市的会"] = 1, ["为建设**新城、当好**榜样。\n写好**文章"] = 3,
} do row("redactions in " .. text:gsub("\n", " "), #redaction.find(text), want) end

-- the reason or the kinds of data of the last line
for text, want in pairs {
  ["责编:张丽 校对:李华"] = "editors editors", ["2023-01-04 10:20 来源:新华网 作者:张三"] = "source author",
  ["（责任编辑:李四）"] = "editors", ["本報記者李樹\n楊帆 郭平"] = "reporters", ["By Jane Doe"] = "author",
  ["版权所有 未经授权不得转载"] = "copyright", ["蒙ICP备16001043号-1"] = "licence",
  ["注册资本达到五亿元。"] = "-", ["未经用户授权收集个人信息的,依法处理。"] = "-",
  ["We use cookies to improve this site."] = "cookie notice", ["《报告.docx》由会员分享,欢迎在线阅读"] = "library header",
} do
  local list = boilerplate.mark(lines.of(text))
  local line = list[#list]
  local kinds = {}
  for i, m in ipairs(line.meta or {}) do kinds[i] = m.kind end
  row("line " .. text:gsub("\n", " "), line.drop or #kinds > 0 and table.concat(kinds, " ") or "-", want)
end

local function outline(text)
  local p = page.read(text)
  local out = {}
  for i, h in ipairs(p.headings) do out[i] = h.level .. ":" .. text:sub(h.first, h.last) end
  return table.concat(out, "|"), #p.pieces
end
row("a title and a heading", (outline "工作报告\n\n今年做了三件事。\n一、狠抓落实\n我们抓了落实,效果很好。"),
  "0:工作报告|1:一、狠抓落实")
row("a sentence is no title", (outline "大道之行,壮阔无垠。\n新的一年开始了,工作继续。"), "")
row("short lines between paragraphs", (outline("第一段说了很多很多的话,到这里说完了。\n切实肩负使命任务\n"
  .. "第二段也说了很多很多的话,到这里说完了。")), "1:切实肩负使命任务")
row("a paywall takes its lines along", select(2, outline("第一段话说到这里了。\n隐藏内容\n• 贵宾会员特权:免费\n会员免费查看\n"
  .. "后面的话继续往下说。")), 2)

print("1.." .. n)
os.exit(failed == 0)
