-- article.lua - what an article says of itself, and its text.
--
-- For pages of news, speeches and reports, Chinese first, English too.  A
-- record has: title, authors, reporters, editors, source, published, headings,
-- quotes, dates, numbers, redactions, contacts and text (a paragraph a line,
-- without boilerplate and data lines; what was dropped is in `_meta`).
--
-- Nothing here is out of a user's reach: rules, a field for each list, and the
-- shipped libraries std.page, std.date, std.number, std.quote, std.person.  A
-- rule whose match is a function asks std.reading for the page taken apart, which
-- is made once a document.  Absent means: the text does not say.

local docmill = require "docmill"
local date = require "std.date"
local han = require "std.han"
local heading = require "std.heading"
local number = require "std.number"
local page = require "std.page"
local person = require "std.person"
local quote = require "std.quote"
local quote_en = require "std.quote_en"
local reading = require "std.reading"
local redaction = require "std.redaction"

local rule, field, re = docmill.rule, docmill.field, docmill.re

local VIEW = { "lines", "mojibake", "repair", "gloss", "html_scraps", "pages", "entities", "control",
  "zero_width", "space" }

local function is_english(s)
  return han.count(s) * 12 < #s
end

-- The data of kind `kind` in the page's byline, source and editor lines.
local function each_datum(p, kind, take)
  for _, line in ipairs(p.lines) do
    for _, item in ipairs(line.meta or {}) do
      if item.kind == kind and item.last >= item.first then
        take(line, line.first + item.first - 1, line.first + item.last - 1, item)
      end
    end
  end
end

local function squeeze(s)
  return (han.without_readings(s):gsub("%s+", ""))
end

local function person_item(view, doc, text, entry, base, role)
  local name = text:sub(entry.first, entry.last)
  local item = { name = squeeze(name), role = role }
  if entry.title then item.title = text:sub(entry.title[1], entry.title[2]) end
  return reading.span(view, doc, base + entry.first - 1, base + entry.last - 1, item)
end

-- Jane Doe, Transport Correspondent | March 3
local function english_person(view, doc, text, first, role)
  local name = text:match "^(.-)%s*[,|]" or text:match "^(.-)%s*\xE2" or text:match "^(.-)%s+%d" or text
  name = name:gsub("[%s-]+$", "")
  if not name:find "^%u" or #name > 40 then return nil end
  local item = { name = name, role = role, title = text:match "^[^,]+,%s*(%u[%a ]+)$" }
  return reading.span(view, doc, first, first + #name - 1, item)
end

-- The persons in a datum: a list of names, or a name with a title.
local function add_persons(spans, view, doc, first, last, role)
  local text = reading.of(view, doc).text:sub(first, last)
  local names = person.list(text)
  if is_english(text) then
    spans[#spans + 1] = english_person(view, doc, text, first, role)
    return
  end
  local spaced = han.len(text) <= 5 and person.is_name(han.fold(squeeze(text)))
  if spaced then names = { { first = 1, last = #text } } end
  if not names then
    local entry = person.entry(text)
    names = entry and { entry }
  end
  for _, entry in ipairs(names or {}) do
    spans[#spans + 1] = person_item(view, doc, text, entry, first, role)
  end
end

local function persons(kind, with_role)
  return function(view, doc)
    local spans = {}
    each_datum(reading.of(view, doc), kind, function(line, first, last, item)
      local role = with_role and item.label and line.text:sub(item.at, item.at + #item.label - 1)
      add_persons(spans, view, doc, first, last, role or nil)
    end)
    return spans
  end
end

local BRACKETS = re([=[[(（](?:本[报報台网網刊]|新[华華]社|[\p{Han}]{2,8})?]=]
  .. [=[(?:全媒[体體]|[见見][习習]|[实實][习習]|特[约約])?[记記]者\s*[:：]?\s*(?<who>[\p{Han}·、\s,，]{2,40})[)）]]=])

-- （记者 张三、李四）in a dateline or at the end of a paragraph.
local function bracketed_reporters(view, doc)
  local spans = {}
  reading.of(view, doc)
  for m in view:gmatch(BRACKETS) do
    local line = page.line_at(doc.features.page, m.first)
    if line and not line.meta and not line.drop then
      add_persons(spans, view, doc, m.who.first, m.who.last)
    end
  end
  return spans
end

local function sources(view, doc)
  local spans = {}
  local p = reading.of(view, doc)
  each_datum(p, "source", function(_, first, last)
    local text = p.text:sub(first, last)
    local cut = text:match "^(.-)%s+%d%d%d%d[-/\xE5]" or text:match "^(.-)%s*|" or text:match "^(.-)%s*｜" or text
    local more = cut:match "^(%S+)%s"
    if more and not is_english(cut) and not cut:find "^《" then cut = more end
    if #cut > 0 and han.len(cut) <= 40 then spans[#spans + 1] = view:span(first, first + #cut - 1) end
  end)
  return spans
end

local function meta_lines(doc, view)
  local spans = {}
  for _, line in ipairs(reading.of(view, doc).lines) do
    if line.meta then spans[#spans + 1] = view:span(line.first, line.last) end
  end
  return spans
end

local function read_date(m, doc)
  local raw = date.read(m.text)
  if not raw then return nil, "no such day" end
  local where = reading.where(m, doc)
  local item = { text = m.text, kind = raw.kind, iso = raw.iso, edtf = raw.edtf, time = raw.time }
  if where ~= "text" then item["in_" .. where] = true end
  raw.text, raw.item, raw.first_byte = m.text, item, m.first
  reading.note(m, doc, "date_places")
  local list = doc.features.dates or {}
  doc.features.dates = list
  list[#list + 1] = raw
  return item
end

-- An English amount: $3.5 million, 15 percent, 300 people.
local function is_amount(text)
  return han.count(text) == 0 and (text:find "%a%a" ~= nil or text:find "^%D" ~= nil)
end

local function counts(m, doc)
  if reading.where(m, doc) == "nowhere" then return false, "outside the article" end
  if reading.overlaps(m, doc, "date_places") then return false, "part of a date" end
  local text = m.text
  if is_amount(text) then return number.judge_english(text) end
  return number.judge(text, han.without_readings(m:before(16)), m:after(4))
end

local function read_number(m, doc)
  local text = m.text
  local out = is_amount(text) and number.read_english(text) or number.read(text, m:before(3))
  if not out or not out.value and not out.indefinite then return nil, "no value" end
  out.text = text
  local where = reading.where(m, doc)
  if where ~= "text" and where ~= "metadata" then out["in_" .. where] = true end
  return out
end

local function headings(view, doc)
  local p, spans = reading.of(view, doc), {}
  for _, h in ipairs(p.headings) do
    local words = h.words or { h.first, h.last }
    local item = { level = h.level, text = p.text:sub(words[1], words[2]), n = h.n }
    if h.number then item.number = p.text:sub(h.number[1], h.number[2]):gsub("%s+$", "") end
    spans[#spans + 1] = reading.span(view, doc, h.first, h.last, item)
  end
  return spans
end

local function title_span(view, doc)
  local title = reading.of(view, doc).title
  return title and view:span(title.first, title.last)
end

-- Whether a clause of the page begins like the text at `at` does.
local function opener(p, piece)
  p.clauses = p.clauses or heading.clauses(p.fold)
  return function(at)
    local from = piece.first + at - 1
    local stop = utf8.offset(p.fold, 7, from)
    local key = stop and p.fold:sub(from, stop - 1)
    local starts = key and p.clauses[key]
    return starts ~= nil and not starts[from]
  end
end

local function quote_item(p, q, base, english)
  local item = { text = p.text:sub(base + q.first, base + q.last), kind = q.kind }
  local who = q.kind ~= "term" and q.who
  if who then
    local view = p.view
    item.speaker = view:span(base + who.first, base + who.last)
    if who.title then item.title = view:span(base + who.title[1], base + who.title[2]) end
    if who.organization then
      item.organization = view:span(base + who.organization[1], base + who.organization[2])
    end
  end
  if q.unclosed then item.unclosed = true end
  if english then item.organization = nil end
  return item
end

local function quotes(view, doc)
  local p, spans, known = reading.of(view, doc), {}, {}
  p.view = view
  for _, piece in ipairs(page.with_captions(p)) do
    local s = p.fold:sub(piece.first, piece.last)
    local english = is_english(s)
    local list = english and quote_en.read(s) or quote.read(s, known, opener(p, piece))
    for _, q in ipairs(list) do
      local base = piece.first - 1
      spans[#spans + 1] = reading.span(view, doc, base + q.first, base + q.last, quote_item(p, q, base, english))
    end
  end
  return spans
end

local function redactions(view, doc)
  local spans = {}
  local p = reading.of(view, doc)
  for _, run in ipairs(redaction.find(p.text)) do
    local line = page.line_at(p, run.first)
    if line and not line.drop then spans[#spans + 1] = view:span(run.first, run.last) end
  end
  return spans
end

-- Lines that go, neighbours with the same reason together.
local function dropped(view, doc)
  local spans, open = {}, nil
  for _, line in ipairs(reading.of(view, doc).lines) do
    local why = line.drop or line.meta and "metadata"
    if why and open and open.why == why then
      open.last = line.last
    elseif why then
      open = { first = line.first, last = line.last, why = why }
      spans[#spans + 1] = open
    else
      open = nil
    end
  end
  for i, o in ipairs(spans) do spans[i] = reading.span(view, doc, o.first, o.last, o.why) end
  return spans
end

local EMAIL = re [[[\w.+-]+@[\w-]+(?:\.[\w-]+)+]]
local PHONE = re([[(?<![\d.-])(?:\+?86[- ]?)?1[3-9]\d{9}(?!\d)|(?<![\d.-])0\d{2,3}[-–—]\d{7,8}(?!\d)]]
  .. [[|(?<![\d-])[48]00-\d{3,4}-\d{3,4}(?!\d)|(?<=[电電][话話][:：])\s*\d[\d-]{5,14}\d]]
  .. [[|(?<![\w.])\+\d{1,3}[\s-]\(?\d{2,4}\)?[\s-]\d{3,4}[\s-]?\d{3,4}(?!\d)]])
local LICENCE = re([[\p{Han}ICP[备備证證]\s?\d+[号號]?(?:-\d+)?|\p{Han}公[网網]安[备備]\s?[:：]?\s?\d{8,}[号號]?]]
  .. [[|(?<=[许許]可[证證]|可[证證][号號]|[编編][号號])\s?[:：]\s?[\w(（)）-]{6,30}[号號]?]])

local function contact(kind)
  return function(m)
    return { kind = kind, text = (m.text:gsub("^[%s:]+", ""):gsub("^：%s*", "")) }
  end
end

local function contact_kind(m)
  local text = m.text
  if text:find "@" then return contact "email"(m) end
  local kind = (text:find "ICP" or text:find "公" or text:find "%a") and "licence" or "phone"
  if text:find "^%s?:" or text:find "^%s?：" then kind = "licence" end
  return contact(kind)(m)
end

-- The year that a title or a publication line gives to 今年.
local function evidence(record, doc)
  for _, raw in ipairs(doc.features.dates or {}) do
    if raw.item.in_title and raw.iso then return { year = raw.iso:sub(1, 4), why = "from the title" } end
  end
  if type(record.published) == "string" then
    return { year = record.published:sub(1, 4), why = "from the date of publication" }
  end
end

local function settle_dates(record, doc)
  local kept = {}
  local raws = doc.features.dates or {}
  table.sort(raws, function(a, b) return a.first_byte < b.first_byte end)
  date.resolve(raws, evidence(record, doc))
  local gone = {}
  for _, raw in ipairs(raws) do
    local item = raw.item
    item.iso, item.edtf, item.kind, item.inferred = raw.iso, raw.edtf, raw.kind, raw.inferred
    gone[item] = raw.undated
  end
  for _, item in ipairs(record.dates) do
    if not gone[item] and not item.in_nowhere then kept[#kept + 1] = item end
  end
  record.dates = kept
end

-- One entry a person: of two the one that says more.
local function unique(list)
  local at, out = {}, {}
  for _, item in ipairs(list) do
    local i = at[item.name]
    if not i then
      out[#out + 1] = item
      at[item.name] = #out
    elseif item.title and not out[i].title then
      out[i] = item
    end
  end
  return out
end

local function text_of(p)
  local out = {}
  for _, piece in ipairs(p.pieces) do
    local s = p.text:sub(piece.first, piece.last):match "^%s*(.-)%s*$"
    if #s > 0 then out[#out + 1] = s end
  end
  return table.concat(out, "\n")
end

local PUBLISHED = { "article:published_time", "og:article:published_time", "publishdate", "pubdate",
  "publish_date", "date", "dc.date", "dc.date.issued", "datePublished" }

-- Sites put their own name where an author's should be.
local function is_author(s)
  if han.count(s) > 0 then return person.is_name(han.fold(s)) end
  return #s <= 40 and s:find "^%u[%w.'-]+%s%u" ~= nil and not s:find "[/@_]"
end

-- What only the markup's head says; it has no place in the text.
local function from_markup(doc, record)
  local meta = doc.meta
  if not record.title then
    local titles = reading.titles(meta)
    table.sort(titles, function(a, b) return #a < #b end)
    record.title = titles[1]
  end
  for _, key in ipairs(PUBLISHED) do
    local d = not record.published and meta[key] and date.read(meta[key]:sub(1, 10))
    if d and d.iso then record.published = d.iso end
  end
  local author = meta.author or meta["article:author"]
  if #record.authors == 0 and #record.reporters == 0 and author and is_author(author) then
    record.authors[1] = { name = author }
  end
  record.source = record.source or meta["og:site_name"]
end

local function finish_record(doc, record)
  if doc.format == "html" then from_markup(doc, record) end
  settle_dates(record, doc)
  for _, key in ipairs { "authors", "reporters", "editors" } do record[key] = unique(record[key]) end
  record.text = text_of(doc.features.page)
  return record
end

return docmill.script {
  name = "article",
  doc = "Title, people, dates, quotations, headings and text of an article.",
  view = VIEW,
  rules = {
    rule { id = "boilerplate", match = dropped, value = reading.item,
      action = function(m, doc) doc:drop(m, reading.item(m, doc)) end,
      examples = {
        ["第一段话说到这里。\n隐藏内容\n• 贵宾会员特权:免费\n会员免费查看\n后面的话继续说。"] = "paywall",
        ["张三出席了会议,并发表讲话。"] = false,
      } },
    rule { id = "title", match = title_span,
      examples = {
        ["关于开展调研工作的通知\n各部门要认真开展调研工作,按时报送。"] = "关于开展调研工作的通知",
        ["大道之行,壮阔无垠。\n新的一年开始了,工作继续。"] = false,
      } },
    rule { id = "authors", match = persons("author", true), value = reading.item,
      examples = { ["正文说完了。\n作者:何田 市委宣传部副部长"] = { name = "何田", role = "作者", title = "市委宣传部副部长" } } },
    rule { id = "reporters", match = { persons "reporters", bracketed_reporters }, value = reading.item,
      examples = {
        ["正文说完了。\n本報記者李樹 楊帆\n郭平"] = { { name = "李樹" }, { name = "楊帆" }, { name = "郭平" } },
        ["新华社北京1月4日电(记者 张三、李四)会议今天召开。"] = { { name = "张三" }, { name = "李四" } },
        ["记者从会议上了解到,工作进展顺利。"] = false,
      } },
    rule { id = "editors", match = persons("editors", true), value = reading.item,
      examples = { ["正文说完了。\n責任編輯:黃任遠"] = { name = "黃任遠", role = "責任編輯" } } },
    rule { id = "source", match = sources,
      examples = { ["正文说完了。\n来源:《中国网信》2022年第12期"] = "《中国网信》2022年第12期" } },
    rule { id = "published", match = { re(date.pattern), re(date.english) }, within = meta_lines,
      value = function(m)
        local d = date.read(m.text)
        if d and d.iso and not d.iso:find "/" then return d.iso, #d.iso end
        return nil, "no date"
      end,
      examples = { ["发布时间:2023-01-04 10:20"] = "2023-01-04" } },
    rule { id = "headings", match = headings, value = reading.item,
      examples = {
        ["工作报告\n今年做了三件事。\n一、狠抓落实\n我们抓了落实,效果很好。"] = {
          { level = 0, text = "工作报告" }, { level = 1, number = "一、", n = 1, text = "狠抓落实" } },
      } },
    rule { id = "quotes", match = quotes, value = reading.item,
      examples = {
        ["县水利局局长姜晓波表示:“我们要努力。”"] = { text = "“我们要努力。”", kind = "speech",
          speaker = "姜晓波", title = "局长", organization = "县水利局" },
        ["实施“青年培养”工程。"] = { text = "“青年培养”", kind = "term" },
        ["按照“谁主管谁负责,谁使用谁负责”原则,压实责任。"] = { text = "“谁主管谁负责,谁使用谁负责”", kind = "principle" },
      } },
    rule { id = "dates", match = { re(date.pattern), re(date.english) }, value = read_date,
      examples = {
        ["20**年2月27日"] = { text = "20**年2月27日", kind = "day, redacted", edtf = "20XX-02-27" },
        ["*月*日至*日召开"] = { text = "*月*日至*日", kind = "range, redacted" },
        ["on January 4, 2023 in Paris"] = { text = "January 4, 2023", kind = "day", iso = "2023-01-04" },
        ["见报后30日内"] = false,
      } },
    rule { id = "numbers", match = { re(number.pattern), re(number.english) }, after = "dates",
      where = counts, value = read_number,
      examples = {
        ["已开展43项服务"] = { text = "43项", value = 43, unit = "项" },
        ["播放量在40万以上"] = { text = "40万以上", value = 400000, bound = ">=" },
        ["“四项原则”"] = false, ["5G网络"] = false, ["党的二十大"] = false, ["第一次会议"] = false,
        ["costs $3.5 million"] = { text = "$3.5 million", value = 3500000, unit = "USD" },
      } },
    rule { id = "redactions", match = redactions,
      examples = { ["参加了*县会议"] = "*", ["这是**重点**内容"] = false, ["* 列表的一项"] = false } },
    rule { id = "contacts", match = { EMAIL, LICENCE, PHONE }, value = contact_kind,
      examples = {
        ["联系邮箱:bjw@163.com。"] = { kind = "email", text = "bjw@163.com" },
        ["举报电话:15648148811蒙ICP备16001043号-1"] = {
          { kind = "phone", text = "15648148811" }, { kind = "licence", text = "蒙ICP备16001043号-1" } },
      } },
  },
  fields = {
    title = field { from = "title" },
    authors = field { from = "authors", pick = "all" },
    reporters = field { from = "reporters", pick = "all" },
    editors = field { from = "editors", pick = "all" },
    source = field { from = "source" },
    published = field { from = "published", pick = "best" },
    headings = field { from = "headings", pick = "all" },
    quotes = field { from = "quotes", pick = "all" },
    dates = field { from = "dates", pick = "all" },
    numbers = field { from = "numbers", pick = "all" },
    redactions = field { from = "redactions", pick = "all" },
    contacts = field { from = "contacts", pick = "all" },
  },
  order = { "title", "authors", "source", "published", "editors", "reporters", "contacts",
    "headings", "quotes", "dates", "numbers", "redactions", "text" },
  document = finish_record,
}
