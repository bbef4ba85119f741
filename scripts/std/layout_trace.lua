-- layout_trace.lua - why a layout did not match, in three lines.
--
-- Of all that failed, the run kept what failed when most lines had matched.  Of
-- these the one is told whose pattern got farthest into its line.

local pattern = require "std.layout_pattern"

local trace = {}

local SHOWN = 72 -- characters of a line

-- How many cells of a terminal a text takes, roughly.
local function cells(text)
  local n = 0
  for _, c in utf8.codes(text, true) do
    local wide = c >= 0x1100 and (c <= 0x115F or c >= 0x2E80 and c <= 0xD7A3
      or c >= 0xF900 and c <= 0xFAFF or c >= 0xFE30 and c <= 0xFE6F
      or c >= 0xFF00 and c <= 0xFF60 or c >= 0xFFE0 and c <= 0xFFE6 or c >= 0x20000)
    n = n + (wide and 2 or 1)
  end
  return n
end

-- How many bytes of `line` the pattern of `ins` matches, and how many bytes of
-- the pattern that is.
local function reach(ins, line)
  local p = ins.item and ins.item.picture
  local pieces = p and pattern.pieces(p)
  for k = pieces and #pieces or 0, 1, -1 do
    local got = pattern.reach(p:sub(1, pieces[k]), line)
    if got then return #got, pieces[k] end
  end
  return #line.text:match "^[ \t]*", 0
end

-- The failure that got farthest: instruction, line, bytes of it, of the pattern.
local function nearest(s)
  local best = { bytes = -1 }
  for k = 1, s.nfar do
    local ins, i = s.far_ins[k], s.far_line[k]
    local line = s.lines[i]
    local bytes, taken = -1, 0
    if line and ins.find then bytes, taken = reach(ins, line) end
    if not best.ins or taken > 0 and bytes > best.bytes then
      best = { ins = ins, i = i, bytes = bytes, taken = taken }
    end
  end
  return best
end

local stopped = {
  until_ = "its until_ matches at this line", ["end"] = "the text ends",
  around = "the collect around it begins anew at this line",
}

-- Which of its items a gather did not find, and why it looked no further.
local function missing(g)
  local list, ins = {}, g.ins
  for k = 1, ins.n do
    if g.have & 1 << (k - 1) == 0 then list[#list + 1] = ins.said[k] end
  end
  return ("gather does not match: of %d items %s %s missing, and %s"):format(ins.n,
    table.concat(list, ", "), #list == 1 and "is" or "are",
    stopped[g.why] or ("no more than gap = %d lines are passed over"):format(ins.gap))
end

local function wanted(ins, taken)
  if ins.item.kind == "blank" then return "blank does not match: the line is not blank" end
  if not ins.find then
    return ("%s does not match"):format(ins.item.kind)
  end
  local p = ins.item.picture
  if p and taken > 0 and taken < #p then
    return ("line \"%s\" does not match, from \"%s\" on"):format(p, p:sub(taken + 1))
  end
  if p and taken == #p then
    return ("line \"%s\" does not match, the line goes on"):format(p)
  end
  return ("line \"%s\" does not match"):format(ins.said)
end

-- Characters of `text` up to byte `at`, and from there on, cut to be shown.
local function cut(text, at)
  local before, behind = text:sub(1, at), text:sub(at + 1)
  local n = utf8.len(before, 1, -1, true) or #before
  if n > SHOWN // 2 then
    before = "…" .. before:sub(utf8.offset(before, n - SHOWN // 2 + 1) or 1)
  end
  local room = SHOWN - (utf8.len(before, 1, -1, true) or 0)
  local stop = utf8.offset(behind, room + 1)
  if stop and stop <= #behind then behind = behind:sub(1, stop - 1) .. "…" end
  return (before:gsub("%c", " ")), (behind:gsub("%c", " "))
end

-- The nearest failure with what there is to say of it.  A pattern that got into
-- its line says most; then the group that gave up, then the skip that did.
local function told(s)
  local best = nearest(s)
  if not best.ins then return nil end
  best.said = wanted(best.ins, best.taken)
  local g, skip = s.far_gather, s.far_skip
  if best.taken > 0 then return best end
  if g then return { ins = g.ins, i = g.i, said = missing(g) } end
  if not skip or s.finding and s.far == 0 then return best end
  local line = s.lines[skip.i]
  return { ins = best.ins, i = skip.i, bytes = #line.text:match "^[ \t]*",
    said = ("%s: %s passes over at most %d line%s"):format(best.said, skip.ins.item.kind,
      skip.ins.max, skip.ins.max == 1 and "" or "s") }
end

--- The trace of a run that failed, or nil when nothing was tried.
function trace.of(s)
  local best = told(s)
  if not best then return "the layout was tried at no line: there is none" end
  local item = best.ins.item
  local at = item.line and ("%s:%d: "):format(item.file, item.line) or ""
  local head = at .. best.said
  local doc = s.view.doc
  local line = s.lines[best.i]
  if not line then
    return ("%s\n%s ends after line %d of %s"):format(head, doc.id, s.n + s.above, s.view.name)
  end
  local place = ("%s, line %d of %s: "):format(doc.id, best.i + s.above, s.view.name)
  local before, behind = cut(line.text, math.max(best.bytes or #line.text:match "^[ \t]*", 0))
  return ("%s\n%s%s%s\n%s^"):format(head, place, before, behind,
    (" "):rep(cells(place .. before)))
end

return trace
