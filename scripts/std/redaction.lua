-- redaction.lua - letters hidden behind signs: 党的*大, 20**年, 张××, XX市.
--
-- A run of signs hides something when it stands inside a text: by a Chinese
-- character or a digit.  Bullets, rules, Markdown emphasis (**so**), times and
-- dimensions (3×4) and signs put between letters to dodge a filter (加*微*信)
-- hide nothing.

local han = require "std.han"

local redaction = {}

local SIGNS = han.set "*＊×○□■XxＸ"
local STARS = { ["*"] = true, ["＊"] = true }
local LETTERS = { X = true, x = true, ["Ｘ"] = true }
local BLANKS = han.set " \n　"
local RAYS = han.words "光 射 线 轴 染 档 型 片"
local NUMERALS = han.set "〇零一二三四五六七八九十"

local function char_before(s, at)
  return s:sub(math.max(1, at - 4), at - 1):match "([%z\1-\x7F\xC2-\xF4][\x80-\xBF]*)$" or ""
end

local function char_at(s, at)
  return s:match("^[%z\1-\x7F\xC2-\xF4][\x80-\xBF]*", at) or ""
end

local function is_han(c)
  return c:find("^" .. han.CHAR .. "$") ~= nil
end

-- The runs of one sign: { first, last, sign, before, after }.
local function runs(s)
  local list, at = {}, 1
  while true do
    local first = s:find("[%*Xx\xC3\xE2\xEF]", at)
    if not first then return list end
    local sign = char_at(s, first)
    if SIGNS[sign] then
      local last = first + #sign - 1
      while s:sub(last + 1, last + #sign) == sign do last = last + #sign end
      list[#list + 1] = { first = first, last = last, sign = sign,
        before = char_before(s, first), after = char_at(s, last + 1) }
      at = last + 1
    else
      at = first + math.max(1, #sign)
    end
  end
end

local function opens_line(s, run)
  local lead = s:sub(math.max(1, run.first - 40), run.first - 1)
  return run.first == 1 or lead:find "\n[ \t]*$" ~= nil or run.first <= 40 and lead:find "^[ \t]*$" ~= nil
end

-- Whether the signs stand for letters, as far as their neighbours say.
local function hides(s, run)
  local a, b = run.before, run.after
  local n = (run.last - run.first + 1) // #run.sign
  if n > 12 then return false end
  if not LETTERS[run.sign] and opens_line(s, run) and (BLANKS[b] or b == "" or not STARS[run.sign]) then
    return false
  end
  if LETTERS[run.sign] then
    if a:find "[%a_]" or b:find "[%a_%-]" or RAYS[b] then return false end
    if b:find "%d" and not a:find "%d" then return false end
    return is_han(a) and is_han(b) or a:find "%d" ~= nil and is_han(b) or is_han(b) and n >= 2
      or is_han(a) and n >= 2
  end
  if run.sign == "×" and (a:find "[%d%s]" and b:find "[%d%s]") then return false end
  if run.sign == "○" and (NUMERALS[a] or NUMERALS[b]) then return false end
  return is_han(a) or is_han(b) or a:find "%d" ~= nil and b:find "%d" ~= nil
end

local DATE_PARTS = han.set "年月日号"

-- A run that can be no emphasis: in a date or number, or alone on its line.
local function certain(run)
  return not STARS[run.sign] or run.before:find "%d" ~= nil or run.after:find "%d" ~= nil
    or DATE_PARTS[run.after] or run.last == run.first
end

-- Whether the stars of a line come in pairs of equal length, as emphasis does.
local function paired(line)
  if #line % 2 == 1 then return false end
  for i = 1, #line, 2 do
    if line[i].last - line[i].first ~= line[i + 1].last - line[i + 1].first then return false end
  end
  return true
end

local function by_line(s, list)
  local rows, stop = {}, 0
  for _, run in ipairs(list) do
    if run.first > stop then
      rows[#rows + 1] = {}
      stop = s:find("\n", run.first, true) or #s + 1
    end
    table.insert(rows[#rows], run)
  end
  return rows
end

-- 加*微*信: single stars with one character between, three in a row.
local function drop_dodges(s, list)
  local i = 1
  while i <= #list do
    local k = i
    while list[k + 1] and list[k].last == list[k].first and list[k + 1].first == list[k].last + 4
      and not DATE_PARTS[s:sub(list[k].last + 1, list[k].last + 3)] do
      k = k + 1
    end
    if k - i >= 2 then
      for j = i, k do list[j].dodge = true end
    end
    i = k + 1
  end
end

--- The runs of signs that hide letters, in order: { first, last }.
---@param s string
---@return table[]
function redaction.find(s)
  local list = {}
  for _, run in ipairs(runs(s)) do
    if hides(s, run) then list[#list + 1] = run end
  end
  drop_dodges(s, list)
  local rows, sure = by_line(s, list), false
  for _, row in ipairs(rows) do
    row.paired = paired(row)
    for _, run in ipairs(row) do sure = sure or certain(run) or not row.paired end
  end
  local found = {}
  for _, row in ipairs(rows) do
    for _, run in ipairs(row) do
      if not run.dodge and (sure or not row.paired or certain(run)) then found[#found + 1] = run end
    end
  end
  return found
end

return redaction
