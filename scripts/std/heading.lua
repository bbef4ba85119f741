-- heading.lua - titles and headings of Chinese text, with and without a mark.
--
-- Works on lines: { first, last, text, fold, chars } in text order (see
-- std.lines).  A heading is found by its number, by its form (a short line
-- without the end of a sentence, followed by body text), or, where the page
-- lost its line breaks, by the series of numbers inside a paragraph; where
-- such a heading ends is judged by how sentences of this text begin.

local han = require "std.han"
local number = require "std.number"

local heading = {}

local NUMERALS = han.set "一二三四五六七八九十百"
local STOPS = han.set "。！？；…"

-- A run of Chinese numerals at `at`: its end.
local function numerals(s, at)
  local last = at - 1
  while NUMERALS[s:sub(last + 1, last + 3)] do last = last + 3 end
  return last >= at and last or nil
end

local UNITS = { ["编"] = 1, ["章"] = 1, ["部分"] = 1, ["篇"] = 1, ["节"] = 2 }

local function ordinal(s)
  if s:sub(1, 3) ~= "第" then return nil end
  local last = numerals(s, 4) or select(2, s:find("^%d+", 4))
  if not last then return nil end
  for unit, level in pairs(UNITS) do
    if s:sub(last + 1, last + #unit) == unit then
      local digits = s:sub(4, last)
      return last + #unit, level, tonumber(digits) or number.chinese(digits)
    end
  end
end

--- The number that a heading begins with: where it ends, its level and value.
---@param s string folded text
---@return integer?, integer?, number?
function heading.number(s)
  local last = numerals(s, 1)
  if last then
    local mark = s:match("^、", last + 1) or s:match("^．", last + 1) or s:match("^%.", last + 1)
    if mark then return last + #mark, 1, number.chinese(s:sub(1, last)) end
    return nil
  end
  local open = s:match "^%(" or s:match "^（"
  if open then
    last = numerals(s, #open + 1) or select(2, s:find("^%d%d?", #open + 1))
    local close = last and (s:match("^%)", last + 1) or s:match("^）", last + 1))
    if not close then return nil end
    local inside = s:sub(#open + 1, last)
    return last + #close, tonumber(inside) and 4 or 2, tonumber(inside) or number.chinese(inside)
  end
  local digits = s:match "^%d%d?"
  if digits then
    local mark = s:match("^、", #digits + 1) or s:match("^．", #digits + 1)
      or s:match("^%.%f[^%d.]", #digits + 1)
    if mark then return #digits + #mark, 3, tonumber(digits) end
    return nil
  end
  return ordinal(s)
end

local function last_char(s)
  return s:match "([%z\1-\x7F\xC2-\xF4][\x80-\xBF]*)%s*$" or ""
end

--- Whether a line ends like a sentence or announces what follows.
---@param s string
---@return boolean
function heading.is_sentence(s)
  local c = last_char(s)
  if c == "”" or c == "’" or c == "」" or c == '"' or c == "）" or c == ")" then
    c = last_char(s:sub(1, #s - #c))
  end
  return STOPS[c] or c:find "^[.!?;:,]$" ~= nil or c == "：" or c == "，" or c == "、"
end

--- Whether a line holds the end of a sentence anywhere.
function heading.holds_sentence(s)
  return s:find("。", 1, true) ~= nil or s:find("；", 1, true) ~= nil
    or s:find "[;!?]%S" ~= nil or s:find "%l%.%s+%u" ~= nil
end

local BULLETS = han.set "•●■◆▲—※★"

--- Whether a line has the form of a heading without a number.
---@param line table
---@return boolean
function heading.has_form(line)
  local s = line.fold
  if line.chars < 4 or line.chars > 60 then return false end
  if heading.is_sentence(s) or heading.holds_sentence(s) then return false end
  if s:find "^[%-%*]" or BULLETS[s:sub(1, 3)] or s:find "@" or s:find "https?:" then return false end
  local n = han.count(s)
  if n == 0 then return s:find "^[%u%d]" ~= nil and s:find "%l" ~= nil end
  return n * 3 >= #s / 2
end

--- Whether a line is the title of a text: a heading's form, before any body.
---@param line table
---@return boolean
function heading.is_title(line)
  local s = line.fold
  if line.chars < 4 or line.chars > 80 then return false end
  if heading.number(s) or s:find "^——" then return false end
  local c = last_char(s)
  if (c == "?" or c == "？" or c == "!" or c == "！") and not heading.holds_sentence(s) then
    return line.chars <= 40
  end
  return not heading.is_sentence(s) and not heading.holds_sentence(s)
    and (han.count(s) > 0 or s:find "%a+%s+%a+" ~= nil)
end

-- Words that open a sentence: some with a comma behind them, some as they are.
local AFTER_COMMA = han.words [[当前 近年来 今年 今年以来 同时 目前 近日 日前 去年 首先 其次 为此 因此
  与此同时 多年来 长期以来 一直以来 近期 如今 当今 当今时代 新时代 过去 下一步 今后 现在 实践证明
  众所周知 事实上 总的来看 总体上看]]
local SOLID = han.words "随着 我们要 我们将 各级党 各地区 由于 截至 近年来 今年以来"

--- How the sentences of a text begin: four characters → their places.
---@param s string folded text
---@return table<string, integer[]> and the text itself under `text`
function heading.starts(s)
  local starts = { text = s }
  local function add(at)
    local stop = utf8.offset(s, 5, at)
    local key = stop and s:sub(at, stop - 1)
    if key and han.count(key) == 4 then
      starts[key] = starts[key] or {}
      table.insert(starts[key], at)
    end
  end
  for c, at in s:gmatch "([\n!?;\xE3\xEF][\x80-\xBF]*)()" do
    if #c == 1 or STOPS[c] then add(s:match("^”()", at) or at) end
  end
  return starts
end

local COMMAS = han.set "，。\n,"

--- How the clauses of a text begin: six characters → the set of their places.
---@param s string folded text
---@return table<string, table<integer, boolean>>
function heading.clauses(s)
  local clauses = {}
  for c, at in s:gmatch "([\n,\xE3\xEF][\x80-\xBF]*)()" do
    local stop = COMMAS[c] and at <= #s and utf8.offset(s, 7, at)
    local key = stop and s:sub(at, stop - 1)
    if key and han.count(key) == 6 then
      clauses[key] = clauses[key] or {}
      clauses[key][at] = true
    end
  end
  return clauses
end

-- How many bytes the sentence start that `at` repeats goes on alike.
local function alike(s, at, starts)
  local stop = utf8.offset(s, 5, at)
  local best, text = 0, starts.text
  for i, from in ipairs(stop and starts[s:sub(at, stop - 1)] or {}) do
    if i > 50 then break end
    local n = 0
    while text:byte(from + n) == s:byte(at + n) and n < 60 do n = n + 1 end
    best = n > best and n or best
  end
  return best - best % 3
end

-- The last place in [first, last] where the text repeats a sentence start.
local function repeated(s, first, last, starts)
  local at, found = first, nil
  while at <= last do
    local n = alike(s, at, starts)
    if n >= 12 then
      if at > first then found = at end
      at = at + n
    else
      at = utf8.offset(s, 2, at) or last + 1
    end
  end
  return found
end

-- Time words and subjects that open a sentence where a heading's last word is
-- over; in 认识当前形势 they do not.
local BARE = han.words [[今年 去年 明年 近来 近年来 近日 眼下 目前 当前 如今 现在 过去 今天 以往 长期以来 这些年 近几年
  多年来 年初 我们 各级 各地 各单位 各部门 各村 各县 大家 希望 下面 全市上下 这几年 这是]]
local FINAL = han.set "性义务工位题标设展责力识神系制度径向点效果式局面线量平础障撑键求措施机任心作实升强化安全境"
local GOES_ON = { "的", "形势", "任务", "重点", "工作", "时期", "阶段", "和", "及", "与", "一个", "存在", "主要" }

local function bare_opener(s, at)
  if not FINAL[s:sub(at - 3, at - 1)] then return nil end
  local word = han.longest(s:sub(at, at + 11), BARE, 4, true)
  if not word then return nil end
  for _, more in ipairs(GOES_ON) do
    if s:sub(at + #word, at + #word + #more - 1) == more then return nil end
  end
  return word
end

local function opener(s, at)
  local word = han.longest(s:sub(at, at + 23), AFTER_COMMA, 6, true)
  if word then
    local c = s:sub(at + #word, at + #word + 2)
    if c:sub(1, 1) == "," or c == "，" then return word end
  end
  return han.longest(s:sub(at, at + 11), SOLID, 4, true) or bare_opener(s, at)
end

local function clause_end(s, at)
  local best = math.min(#s, at + 300) + 1
  for _, mark in ipairs { "。", "，", ",", "；", ";", "\n" } do
    local p = s:find(mark, at, true)
    if p and p < best then best = p end
  end
  return best
end

--- Where a heading that runs into the body without a mark ends: before a word
--- that opens sentences, or before a phrase that other sentences begin with.
---@param s string folded text
---@param at integer where the heading's words begin
---@param starts table from heading.starts
---@return integer? last byte of the heading
function heading.run_in_end(s, at, starts)
  local stop = s:find("。", at, true) or #s
  local from = utf8.offset(s, 5, at)
  local p = from
  while p and p < stop and p - at < 240 do
    if opener(s, p) then return p - 1 end
    p = utf8.offset(s, 2, p)
  end
  if not from then return nil end
  local found = repeated(s, at, clause_end(s, from) - 1, starts)
  return found and found - at >= 12 and found - 1 or nil
end

-- The numbers 一、 二、 … that begin sentences inside a line, as a series.
local function series(s)
  local list, want = {}, 1
  for c, at in s:gmatch "([:!?\xE2\xE3\xEF][\x80-\xBF]*)()" do
    if (#c == 1 or STOPS[c] or c == "”" or c == "：") and NUMERALS[s:sub(at, at + 2)] then
      local stops, level, n = heading.number(s:sub(at, at + 40))
      if stops and level == 1 then list[#list + 1] = { first = at, words = at + stops, n = n } end
    end
  end
  local good = {}
  for _, item in ipairs(list) do
    if item.n == want then good[want], want = item, want + 1 end
  end
  return good
end

--- Headings inside a line that lost its breaks: { first, last, number, n, words }.
--- Two numbers in a row are the evidence; one is an enumeration.
---@param s string folded text of the line
---@param starts table
---@return table[]
function heading.inside(s, starts)
  local good = series(s)
  if #good < 2 then return {} end
  local list = {}
  for _, item in ipairs(good) do
    item.last = heading.run_in_end(s, item.words, starts)
    if item.last then list[#list + 1] = item end
  end
  return list
end

return heading
