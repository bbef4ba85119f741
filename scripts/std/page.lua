-- page.lua - a page taken apart: what is title, heading, paragraph, or dropped.
--
-- `read` is given the text of a page and what markup said of it, and answers
-- with places: the title, the headings, the pieces of body text, the lines
-- that carry data (byline, source, editors) and the lines that go, each with
-- its reason.  It is made once a document and asked by all rules.

local boilerplate = require "std.boilerplate"
local han = require "std.han"
local heading = require "std.heading"
local lines = require "std.lines"
local person = require "std.person"

local page = {}

local function body_like(line)
  local s = line.fold
  if han.count(s) > 8 then
    return line.chars >= 30 and (s:find("。", 1, true) or s:find("，", 1, true) or s:find(",", 1, true)) ~= nil
  end
  return line.chars >= 80 and s:find "[.!?][\"”')]?%s" ~= nil or line.chars >= 80 and s:find "[.!?][\"”')]?$" ~= nil
end

-- What a line says for or against being inside the article: long lines of
-- sentences speak for it, short ones with a full stop a little, all else against.
local function worth(line, share)
  if share > 0.5 then return -100 end
  if body_like(line) then return math.min(line.chars, 300) end
  if line.drop then return -100 end
  if line.chars >= 20 and heading.is_sentence(line.fold) then return line.chars // 2 end
  return -30
end

-- Of a web page, the run of lines in which sentences prevail.
local function run_of_sentences(list, linked, first, patience)
  local best, from, to = 0, nil, nil
  local sum, start = 0, first
  for i = first, #list do
    local line = list[i]
    if sum <= 0 then sum, start = 0, i end
    sum = sum + worth(line, linked(line.first, line.last))
    if sum > best then best, from, to = sum, start, i end
    if best >= 400 and best - sum > patience then break end
  end
  return from, to, best
end

-- Behind a title the first such run is the article: what comes after a gap
-- (comments, other stories) may be longer.
local function content(list, linked, title)
  for i, line in ipairs(list) do
    if line == title then
      local from, to, best = run_of_sentences(list, linked, i + 1, 700)
      if best >= 400 then return from, to end
    end
  end
  return run_of_sentences(list, linked, 1, math.huge)
end

-- The file's name in a document library's header, stated at least twice.
local function library_name(list)
  for _, line in ipairs(list) do
    if line.drop == "library header" then
      local name, rest = line.fold:match "《(.-)》()"
      name = name and name:gsub("%.%a%a%a%a?$", "")
      if name and line.fold:find(name, rest, true) then return name end
    end
  end
end

local function take_title(p, line, first, last)
  p.title = { first = first, last = last, line = line }
end

local function plain(s)
  return (s:gsub("[%s\"'“”‘’:：,，|_-]+", ""))
end

-- The line that a page's <title> or <h1> repeats.
local function titled_line(list, names)
  for _, name in ipairs(names) do
    local want = plain(han.fold(name))
    for _, line in ipairs(list) do
      local have = plain(line.fold)
      local same = have == want or #have >= 12 and want:sub(1, #have) == have
        or #want >= 12 and have:sub(1, #want) == want
      if same and #have >= 9 and line.chars <= 120 then return line end
    end
  end
end

local function title_of_markup(list, hints)
  for _, block in ipairs(hints.headings or {}) do
    if block.level == 1 then
      for _, line in ipairs(list) do
        if line.first >= block.first and line.last <= block.last and line.chars >= 4 then
          if titled_line({ line }, hints.titles) or #(hints.titles or {}) == 0 then return line end
        end
      end
    end
  end
  return titled_line(list, hints.titles or {})
end

local function limit(list, p, hints)
  p.titled = title_of_markup(list, hints)
  local from, to = content(list, hints.linked, p.titled)
  if not from then return end
  p.from, p.to = from, to
  for i, line in ipairs(list) do
    local near = i >= from - 15 and i <= to + 8
    if (i < from or i > to) and not (line.meta and near) then
      line.drop = line.drop or "outside the article"
      line.meta = nil
    end
  end
end

local function find_title(list, p, hints)
  local name = library_name(list)
  local line = p.titled
  if line then
    line.drop, line.meta = nil, nil
    return take_title(p, line, line.first, line.last)
  end
  local first
  for _, l in ipairs(list) do
    if not l.drop and not l.meta then
      first = l
      break
    end
  end
  if not first then return end
  if name and first.fold:sub(1, #name) == name then
    return take_title(p, first, first.first, first.first + #name - 1)
  end
  if hints.linked or not heading.is_title(first) then return end
  for _, l in ipairs(list) do
    if l.first > first.last and not l.drop and not l.meta and heading.is_sentence(l.fold) then
      return take_title(p, first, first.first, first.last)
    end
  end
end

-- A line behind the title that holds a name and nothing else.
local function find_byline(list, title)
  local seen = 0
  for _, line in ipairs(list) do
    if line.first > title.last and not line.drop then
      if line.chars <= 5 and not line.meta and person.is_name((line.fold:gsub("%s", ""))) then
        line.meta = { { kind = "author", first = 1, last = #line.fold } }
      end
      seen = seen + 1
      if seen == 3 then return end
    end
  end
end

local function add_heading(p, line, item)
  local s = line.fold
  local h = { first = line.first + item.first - 1, last = line.first + item.last - 1,
    level = item.level, n = item.n }
  if item.words then
    h.number = { h.first, line.first + item.words - 2 }
    local skip = s:match("^%s*()", item.words)
    h.words = { line.first + skip - 1, h.last }
  end
  p.headings[#p.headings + 1] = h
  return h
end

-- A whole line that is a heading by its number.
local function numbered(line)
  local s = line.fold
  local stop, level, n = heading.number(s)
  if not stop or line.chars > 60 or heading.is_sentence(s) or heading.holds_sentence(s) then return nil end
  if line.chars < 4 then return nil end
  return { first = 1, last = #s, level = level, n = n, words = stop + 1 }
end

-- A short line between paragraphs.
local function unnumbered(body, i)
  local line, before, after = body[i], body[i - 1], body[i + 1]
  if not before or not after or not heading.has_form(line) then return nil end
  if not heading.is_sentence(before.fold) then return nil end
  if not heading.is_sentence(after.fold) or after.chars < line.chars then return nil end
  return { first = 1, last = #line.fold, level = 1 }
end

local function marked_up(line, hints)
  for _, block in ipairs(hints.headings or {}) do
    if line.first >= block.first and line.last <= block.last then
      local stop, _, n = heading.number(line.fold)
      return { first = 1, last = #line.fold, level = math.max(1, block.level - 1), n = n, words = stop and stop + 1 }
    end
  end
end

local function add_piece(p, first, last)
  if last >= first then p.pieces[#p.pieces + 1] = { first = first, last = last } end
end

-- A line whose headings run into the body: pieces between the headings.
local function split_line(p, line, from)
  local inside = heading.inside(line.fold, p.starts)
  local at = from
  for _, item in ipairs(inside) do
    add_piece(p, at, line.first + item.first - 2)
    item.level = 1
    local h = add_heading(p, line, item)
    h.run_in = true
    add_piece(p, h.first, h.last)
    at = h.last + 1
  end
  add_piece(p, at, line.last)
end

local PICTURED = { "^图为", "^图:", "^图片:", "^资料图", "^▲", "^图/",
  "^△", "^上图", "^下图", "摄$", "摄%)$", "供图$", "供图%)$", "新华社发$", "提供%)$", "提供）$" }

-- A line under a picture: by its words, or because it is one dated sentence
-- that stands, between long paragraphs, right before the next heading.
local function is_caption(line, before, after)
  local s = line.fold
  if line.chars > 100 then return false end
  for _, pattern in ipairs(PICTURED) do
    if s:find(pattern) then return true end
  end
  local dated = s:find "^%d%d%d%d年%d%d?月%d%d?日," or s:find "^%d%d%d%d年%d%d?月%d%d?日，"
  if not before or not after or not dated or before.chars < 120 then return false end
  local stop = s:find("。", 1, true)
  return stop == #s - 2 and heading.has_form(after)
end

local function mark_captions(list)
  local body = {}
  for _, line in ipairs(list) do
    if not line.drop and not line.meta then body[#body + 1] = line end
  end
  for i = 2, #body do
    if is_caption(body[i], body[i - 1], body[i + 1]) then body[i].drop = "caption" end
  end
end

--- The pieces of body text and the captions, in text order.
---@return table[]
function page.with_captions(p)
  local all = table.move(p.pieces, 1, #p.pieces, 1, {})
  for _, line in ipairs(p.lines) do
    if line.drop == "caption" then all[#all + 1] = { first = line.first, last = line.last } end
  end
  table.sort(all, function(a, b) return a.first < b.first end)
  return all
end

local function take_body(list, p, hints)
  mark_captions(list)
  local body = {}
  for _, line in ipairs(list) do
    if not line.drop and not line.meta and line ~= (p.title or {}).line then body[#body + 1] = line end
  end
  if p.title then
    local t = p.title
    p.headings[1] = { first = t.first, last = t.last, level = 0 }
    add_piece(p, t.first, t.last)
    if t.last < t.line.last then split_line(p, t.line, t.last + 1) end
  end
  for i, line in ipairs(body) do
    local item = marked_up(line, hints) or numbered(line) or not hints.linked and unnumbered(body, i)
    if item then
      add_heading(p, line, item)
      add_piece(p, line.first, line.last)
    else
      split_line(p, line, line.first)
    end
  end
end

--- Take a page apart.
---@param text string
---@param hints? table { linked = fun(first, last): number, headings, titles }
---@return table { text, fold, lines, title, headings, pieces }
function page.read(text, hints)
  hints = hints or {}
  local list = boilerplate.mark(lines.of(text))
  local p = { text = text, fold = han.fold(text), lines = list, headings = {}, pieces = {} }
  p.starts = heading.starts(p.fold)
  if hints.linked then limit(list, p, hints) end
  find_title(list, p, hints)
  if p.title then find_byline(list, p.title) end
  take_body(list, p, hints)
  return p
end

--- The line that holds the place `at`.
---@return table?
function page.line_at(p, at)
  local low, high = 1, #p.lines
  while low <= high do
    local mid = (low + high) // 2
    local line = p.lines[mid]
    if at < line.first then
      high = mid - 1
    elseif at > line.last then
      low = mid + 1
    else
      return line
    end
  end
end

return page
