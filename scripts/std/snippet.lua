-- snippet.lua - the line of the file that a Span stands in, to be shown.
--
-- The line is that of the decoded file, which is what an editor shows; a long
-- one is cut around the place.

local snippet = {}

local BEFORE, BEHIND = 32, 72 -- characters shown on either side of the place
local LONG = 400 -- bytes of a place from which on only its beginning is shown

--- A Match as a Span without groups, whose names could hide the methods.
function snippet.whole(m) return m[0] or m end

--- The same for each of a list.
function snippet.wholes(list)
  local out = {}
  for i, m in ipairs(list) do out[i] = snippet.whole(m) end
  return out
end

--- The names of a Match's groups, one of which may be `names`.
function snippet.names(m) return m[0].names(m) end

--- A text of at most `most` bytes of whole characters, and an ellipsis where it
--- was longer.
function snippet.short(text, most)
  if #text <= most then return text end
  return text:sub(1, utf8.offset(text, 0, most + 1) - 1) .. "…"
end

-- A Span in the decoded text; nil when nothing of it is there.
local function decoded(span)
  local view = span.doc:view "decoded"
  return span.view == view and span or span:as(view)
end

-- The first and last byte to be shown of the line that `at` begins in.
local function window(at, line)
  local head = #at > LONG and at:sub(1, 0):expand { right = BEHIND } or at
  local shown = head:expand { left = BEFORE, right = BEHIND }
  return math.max(line.first, shown.first), math.min(line.last, shown.last), head.last
end

--- The Span as { text, from, to, before, behind }: `text` is the line or a piece
--- of it, [from, to) the bytes of the place in it, counted from 0, `before` and
--- `behind` whether something is cut off there.  `since` is a Span that begins
--- before it: `begin` says where in the piece.  Nil when nothing of the Span is in
--- the decoded text.
function snippet.of(span, since)
  local at = decoded(span)
  if not at then return nil end
  local line = at:sub(1, 0):line()
  local a, b, last = window(at, line)
  local from = since and decoded(since)
  if from and from.first >= line.first and from.first < a and at.first - from.first < LONG then
    a = from.first
  end
  local text = b >= a and at.view:span(a, b).text or ""
  if b == line.last then text = text:gsub("[\r\n]+$", "") end -- nobody wants to see that
  local start = math.min(at.first - a, #text) -- a line end is behind the line
  return {
    text = text, from = start, to = math.max(math.min(last + 1 - a, #text), start),
    begin = from and math.min(math.max(from.first, a) - a, start) or nil,
    before = a > line.first, behind = b < line.last,
  }
end

return snippet
