-- zh.lua - Chinese numerals, dates and names, as values.
--
-- What the functions zh.number, zh.date and zh.name of the core are: each takes
-- a text that is one numeral, date or name as a whole, and gives its value or
-- nil and a reason.  Finding them in running text is the business of rules
-- (std.number.pattern, std.date.pattern).

local date = require "std.date"
local han = require "std.han"
local number = require "std.number"
local person = require "std.person"

local zh = {}

-- Numerals of cheques and seals, and the ones that stand for two characters.
local PLAIN = { ["壹"] = "一", ["贰"] = "二", ["貳"] = "二", ["叁"] = "三", ["參"] = "三", ["肆"] = "四",
  ["伍"] = "五", ["陆"] = "六", ["陸"] = "六", ["柒"] = "七", ["捌"] = "八", ["玖"] = "九", ["拾"] = "十",
  ["佰"] = "百", ["仟"] = "千", ["廿"] = "二十", ["卄"] = "二十", ["卅"] = "三十", ["卌"] = "四十",
  ["○"] = "〇", ["Ｏ"] = "〇", ["萬"] = "万", ["億"] = "亿", ["兩"] = "二", ["点"] = "点", ["點"] = "点",
  ["負"] = "负" }
local SCALE = { ["十"] = 10, ["百"] = 100, ["千"] = 1000, ["万"] = 10000, ["亿"] = 100000000,
  ["兆"] = 1000000000000 }
local NUMERAL = han.set "零〇一二两三四五六七八九十百千万亿兆点负半"

local function plain(text)
  local s = number.narrow(tostring(text)):gsub("%s+", "")
  return (s:gsub(utf8.charpattern, PLAIN))
end

-- An integer where the value is one.
local function tidy(n)
  local whole = math.tointeger(n)
  if whole then return whole end
  local near = math.floor(n + 0.5)
  return math.abs(n - near) <= 1e-12 * math.abs(n) and math.tointeger(near) or n
end

-- 三点一四: digits behind the point, each by itself; nil when there is more.
local function decimals(s)
  local digits = ""
  for _, code in utf8.codes(s) do
    local c = utf8.char(code)
    local d = number.chinese(c)
    if not d or d > 9 or SCALE[c] then return nil end
    digits = digits .. d
  end
  return #digits > 0 and tonumber("0." .. digits) or nil
end

-- The value of a numeral in characters without sign and scale behind it.
local function in_words(s)
  local whole, behind = s:match "^(.-)点(.+)$"
  if not whole then return number.chinese(s) end
  local n, d = number.chinese(whole), decimals(behind)
  return n and d and n + d or nil
end

-- The scales at the end of 三点五万: their product, and what stands before.
local function scales(s)
  local factor = 1
  while SCALE[s:sub(-3)] and (s:find "点" or s:find "^[%d.,]+") do
    factor, s = factor * SCALE[s:sub(-3)], s:sub(1, -4)
  end
  return factor, s
end

local function value(s)
  local factor, head = scales(s)
  local n = tonumber((head:gsub(",", ""))) or in_words(head)
  return n and tidy(n * factor)
end

local function share(s)
  local below, above = s:match "^(.-)分之(.+)$"
  if not below then return nil end
  local d, n = value(below), value(above)
  return d and d ~= 0 and n and n / d or nil
end

-- How long the numeral at the start of `s` is, in bytes.
local function extent(s)
  local last = 0
  for first, c in s:gmatch("()(" .. utf8.charpattern .. ")") do
    if not NUMERAL[c] and not c:find "^[%d.,]$" then break end
    last = first + #c - 1
  end
  return last
end

-- 三分之二: the numeral runs across the words between its parts.
local function split(s)
  local n = extent(s)
  local across = s:sub(n + 1, n + 6) == "分之" and extent(s:sub(n + 7)) or 0
  if across > 0 then n = n + 6 + across end
  return s:sub(1, n), s:sub(n + 1)
end

--- The value of a numeral, and what is counted or numbered by it.
---@param text string 第二十三章, 一百零五, 1.2万, 廿, 三分之二, 负五, 1,200元
---@return number? value
---@return string? rest the unit, or why there is no value
function zh.number(text)
  local s = plain(text):gsub("^第", "")
  local minus = s:match "^负(.+)$" or s:match "^[-−](.+)$"
  local head, rest = split(minus or s)
  local half = head:match "^(.*)半$"
  local n
  if half then
    n = (#half == 0 or half == "一") and 0.5 or value(half) and value(half) + 0.5
  else
    n = share(head) or value(head)
  end
  if not n then return nil, "no numeral" end
  if rest:find "^[%%％]" then n, rest = n / 100, rest:gsub("^[%%％]", "") end
  local unit = rest:match "^(.-)半$"
  if unit then n, rest = n + 0.5, unit end
  return tidy(minus and -n or n), #rest > 0 and rest or nil
end

--- A date in the Extended Date/Time Format (ISO 8601 where every digit is
--- known): what is hidden or not said is X, a range has a slash.
---@param text string 二〇二三年一月四日, 民國112年, 1月4日至5日, 20**年2月27日
---@return string? edtf
---@return string kind, or why there is no date
function zh.date(text)
  local said = date.read((tostring(text):gsub("%s+", "")))
  if not said then return nil, "no date" end
  local out = said.iso or said.edtf
  local hidden = said.first and (said.first.m or said.first.d)
  if not out and hidden then
    out = said.last and "XXXX-XX-XX/XXXX-XX-XX" or "XXXX-XX-XX"
  end
  if not out then return nil, said.kind end
  return out, said.kind
end

--- A person's name without the blanks that pages pad short names with.
---@param text string 符 雷
---@return string? name
---@return string? reason
function zh.name(text)
  local s = tostring(text):gsub("[%s\u{3000}\u{A0}]+", "")
  s = han.without_readings(s)
  if person.is_name(han.fold(s)) then return s end
  return nil, "no name"
end

return zh
