-- date.lua - dates in Chinese and English text, as ISO 8601 or EDTF.
--
-- `pattern` finds candidates, `read` says what one means by itself, `resolve`
-- completes a list of them in text order: 同年11月 takes its year from the date
-- before, 今年 from a dated title.  Hidden digits (20**年) become X in EDTF, and
-- what is not stated stays absent.

local han = require "std.han"
local number = require "std.number"

local date = {}

local HIDE = [[*＊×XＸ○□]]
local D = "[0-9０-９" .. HIDE .. "]"
local CN_DAY = [[(?:三十一?|[二两]?十[一二三四五六七八九]?|[一二三四五六七八九])]]
local ROC = "民[国國](?:[0-9０-９]{1,3}|元|[一二三四五六七八九十百零〇]{1,5})"
local YEAR = "(?:" .. ROC .. "|[12１２]" .. D .. "{3}|[" .. HIDE .. "]{1,4}|[一二][零〇○一二三四五六七八九]{3})年"
local MONTH = "(?:" .. D .. "{1,2}|十[一二]?|[一二三四五六七八九])月"
local DAY = "(?:" .. D .. [[{1,3}[日号號]|]] .. CN_DAY .. "[日号號])"
local LONE = D .. "{1,2}日(?![内內之以本报報])"
local SAME = [[(?:同年|当年|當年|今年|去年|明年|前年|次年|翌年)]]
local POINT = "(?:(?:" .. YEAR .. "|" .. SAME .. ")?" .. MONTH .. "(?:" .. DAY .. ")?|" .. YEAR .. "度?|" .. LONE .. ")"
local SEP = "[至到~～—–-]{1,2}"
local NUMERIC = [[(?:19|20)[0-9]{2}([-/.])(?:1[0-2]|0?[1-9])\g{-1}(?:3[01]|[12][0-9]|0?[1-9])]]
  .. [[(?![0-9])(?:[T\s]{1,2}[0-2]?[0-9]:[0-5][0-9](?::[0-5][0-9])?(?:Z|[+-][0-2][0-9]:?[0-5][0-9])?)?]]
local CENTURY = [[(?:[12][0-9]|上)世[纪紀](?:[0-9]0年代)?|(?<![0-9])[0-9]0年代]]
local RELATIVE = han.both([[今年以来|今年|去年|前年|明年|近(?:几|些)?年来|近日|近期|日前|今天|昨天|前天|明天|]]
  .. [[今日(?!头)|昨日|明日|本月|上个?月|下个?月|本周|上周|下周|当天|当日|次日|翌日|同日|同月|同年|当年]])

--- A regex for candidates in Chinese text (and numeric dates in any).
date.pattern = [[(?<![0-9０-９A-Za-z第年月])(?:]] .. NUMERIC .. "|" .. CENTURY .. "|" .. POINT .. SEP
  .. "(?:" .. POINT .. "|" .. LONE .. ")|" .. POINT .. "|" .. RELATIVE .. ")"

local NAMES = [[(?:January|February|March|April|May|June|July|August|September|October|November|December]]
  .. [[|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec)]]

--- A regex for candidates in English text.
date.english = [[\b(?:]] .. NAMES .. [[\.?\s[0-3]?[0-9](?:st|nd|rd|th)?(?:,?\s(?:19|20)[0-9]{2})?\b(?![:,]?[0-9])]]
  .. [[|[0-3]?[0-9](?:st|nd|rd|th)?\s(?:of\s)?]] .. NAMES .. [[\b\.?(?:,?\s(?:19|20)[0-9]{2})?]]
  .. "|" .. NAMES .. [[\.?,?\s(?:19|20)[0-9]{2}\b]]
  .. [[|(?<=in\s|since\s|by\s|of\s|during\s|until\s|from\s|early\s|late\s|mid-)(?:19|20)[0-9]{2}\b(?![-/.,]?[0-9])]]
  .. [[|(?i:yesterday|today|tomorrow|(?:last|next|this)\s(?:year|month|week|night))\b)]]

local SHORT = { jan = 1, feb = 2, mar = 3, apr = 4, may = 5, jun = 6, jul = 7,
  aug = 8, sep = 9, oct = 10, nov = 11, dec = 12 }
local PLAIN = { ["＊"] = "X", ["×"] = "X", ["Ｘ"] = "X", ["□"] = "X", ["*"] = "X",
  ["○"] = "〇" }

local function plain(text)
  local s = han.fold(number.narrow(tostring(text)))
  s = s:gsub("[%*\xC3\xE2\xEF][\x80-\xBF]*", PLAIN)
  return s
end

local function part(s, width)
  if not s then return nil end
  if s:find "^[%dX]+$" then
    if #s == 1 and width == 2 then return s == "X" and "XX" or "0" .. s end
    if s:find "^X+$" then return ("X"):rep(width) end
    return #s == width and s or nil
  end
  local n = number.chinese(s)
  return n and ("%0" .. width .. "d"):format(n)
end

-- The year of the Republic, which began with 1912, as a common year.
local function republic(s)
  local n = s == "元" and 1 or tonumber(s) or number.chinese(s)
  return n and ("%04d"):format(1911 + n)
end

-- One point: { y, m, d, same } of strings, a redacted digit being X.
local function point(s)
  local out = {}
  local same, rest
  for _, word in ipairs { "同年", "当年", "今年", "去年", "明年", "前年", "次年", "翌年" } do
    if s:sub(1, #word) == word then same, rest = word, s:sub(#word + 1) end
  end
  if same then
    out.same, s = same, rest
  else
    local y, more = s:match "^(.-)年(.*)$"
    if y then
      local roc = y:match "^民国(.+)$"
      out.y = roc and republic(roc) or part((y:gsub("^公元", "")), 4)
      out.annual = more == "度"
      s = more
    end
  end
  local m, more = s:match "^(.-)月(.*)$"
  if m then out.m, s = part(m, 2), more end
  local d = s:match "^(.-)日$" or s:match "^(.-)号$"
  if d then out.d = part(d, 2) end
  return out
end

local function precision(p)
  return p.d and "day" or p.m and "month" or "year"
end

local function join(p)
  local s = p.y or "XXXX"
  if p.m or p.d then s = s .. "-" .. (p.m or "XX") end
  if p.d then s = s .. "-" .. p.d end
  return s
end

local function valid(p)
  local m, d = tonumber(p.m), tonumber(p.d)
  return (not m or m >= 1 and m <= 12) and (not d or d >= 1 and d <= 31)
end

-- iso when every digit is known, else edtf when any is.
local function express(out, first, last)
  local s = join(first)
  if last then s = s .. "/" .. join(last) end
  if not s:find "X" then
    out.iso, out.edtf = s, nil
  elseif s:find "%d" then
    out.iso, out.edtf = nil, s
  end
  return out
end

local function chinese(s)
  local a, b
  for _, sep in ipairs { "至", "到", "~", "～", "—", "–", "-" } do
    local i, j = s:find(sep, 1, true)
    if i then
      a, b = s:sub(1, i - 1), s:sub(j + 1)
      for _, again in ipairs { "—", "–", "-" } do
        if b:sub(1, #again) == again then b = b:sub(#again + 1) end
      end
      break
    end
  end
  local first = point(a or s)
  local last = b and point(b)
  if not next(first) or not valid(first) or last and not valid(last) then return nil end
  if last then
    last.y, last.m = last.y or first.y, last.m or last.d and first.m
  end
  local out = { kind = last and "range" or precision(first) }
  if first.annual then out.kind = "year (fiscal/annual)" end
  if first.same and first.m then
    out.kind, out.same = out.kind .. ", relative", first.same
  elseif first.same then
    return { kind = "relative" }
  end
  out.first, out.last = first, last
  if s:find "X" then out.kind = out.kind .. ", redacted" end
  return express(out, first, last)
end

local function english(s)
  local low = s:lower()
  local name
  for word in low:gmatch "%a+" do
    if SHORT[word:sub(1, 3)] and not word:find "^mon" then name = word end
  end
  if not name then
    local y = s:match "^%d%d%d%d$"
    return y and { kind = "year", iso = y, first = { y = y } } or { kind = "relative" }
  end
  local p = { y = s:match "%d%d%d%d", m = ("%02d"):format(SHORT[name:sub(1, 3)]) }
  for d in s:gmatch "%d+" do
    if #d <= 2 then p.d = ("%02d"):format(d) end
  end
  if not valid(p) then return nil end
  return express({ kind = precision(p), first = p }, p)
end

local function century(s)
  local c, decade = s:match "^(%d%d)世纪(%d?)"
  if not c then return { kind = s:find "年代" and "decade" or "century" } end
  local head = ("%02d"):format(tonumber(c) - 1)
  if #decade > 0 then
    return { kind = "decade", edtf = head .. decade .. "X" }
  end
  return { kind = "century", edtf = head .. "XX" }
end

local RELATIVE_WORDS = han.words [[今年以来 今年 去年 前年 明年 近年来 近几年来
  近些年来 近日 近期 日前 今天 昨天 前天 明天 今日 昨日 明日 本月 上月 上个月
  下月 下个月 本周 上周 下周 当天 当日 次日 翌日 同日 同月 同年 当年]]

--- What a date says by itself: { kind, iso, edtf, time }; nil for what cannot
--- be one (2023年13月).
---@param text string
---@return table?
function date.read(text)
  text = tostring(text)
  local y, m, d, rest = text:match "^(%d%d%d%d)[-/.](%d%d?)[-/.](%d%d?)(.*)$"
  if y then
    local p = { y = y, m = ("%02d"):format(m), d = ("%02d"):format(d) }
    return valid(p) and express({ kind = "day", first = p, time = rest:match "(%d%d?:[%d:]+)" }, p) or nil
  end
  if not text:find "[\xE4-\xE9]" then return english(text) end
  local s = plain(text)
  if s:find "世纪" or s:find "年代" then return century(s) end
  if RELATIVE_WORDS[s] then return { kind = "relative" } end
  return chinese(s)
end

local SHIFT = { ["今年"] = 0, ["今年以来"] = 0, ["去年"] = -1, ["前年"] = -2, ["明年"] = 1 }
local VAGUE = han.words "近年来 近几年来 近些年来 近日 近期 日前"

local function shifted(year, by)
  return year and not year:find "X" and ("%04d"):format(tonumber(year) + by) or nil
end

local function complete(item, year, why)
  local first, last = item.first, item.last
  if not first or first.y or not first.m or not year then return end
  first.y = year
  if last and not last.y then last.y = year end
  express(item, first, last)
  if why then item.inferred = why end
end

local function settle(item, seen, evidence)
  local word = plain(item.text)
  if item.same == "同年" or item.same == "当年" then
    complete(item, seen)
    if seen and seen:find "X" then item.kind = item.kind .. " to a redacted year" end
    return
  end
  local by = SHIFT[word] or SHIFT[item.same or ""]
  local year = by and evidence and shifted(evidence.year, by)
  if year and item.same then
    complete(item, year, evidence.why)
  elseif year then
    item.iso, item.inferred = year, evidence.why
  elseif item.first and not item.same and not item.kind:find "redacted" then
    local from = evidence and evidence.year or seen and not seen:find "X" and seen
    if from then
      complete(item, from, evidence and evidence.why or "from the year named before")
    end
  end
end

--- Complete dates (each what `read` gave, with `text`), in text order.
--- `evidence` is { year, why } when a title or a publication line is dated.
--- Vague words (近年来) say when only relative to some date; in a text without
--- any they are marked `undated`.
---@param items table[]
---@param evidence? table
---@return table[]
function date.resolve(items, evidence)
  local seen
  local dated = evidence ~= nil
  for _, item in ipairs(items) do
    settle(item, seen, evidence)
    local y = item.first and item.first.y
    if y and not item.inferred then seen = y end
    dated = dated or item.iso ~= nil or item.edtf ~= nil
  end
  for _, item in ipairs(items) do
    item.undated = not dated and VAGUE[plain(item.text)] or nil
  end
  return items
end

return date
