-- why_other.lua - what a rule would match in another view, or with another flag.
--
-- A view costs a pass over the document, a step of a repair much more, so views
-- are tried from the cheapest on, as long as the text is not too long and the
-- clock allows.

local core = require "docmill.core"
local native = require "docmill.native"
local snippet = require "std.snippet"

local other = {}

local LONG = 16 << 20 -- bytes of a text that is not looked at in other views
local PATIENCE = 3 -- seconds for all of them
local MANY = 10000 -- matches that are compared

-- Steps to be tried, the cheapest and most harmless first.
local steps = {
  "zero_width", "width", "hans", "hant", "punct", "space", "lines", "nfkc", "casefold",
  "control", "entities", "gloss", "html_scraps", "nfc", "punct_zh", "mojibake", "repair", "pages",
}

-- Those that make other characters of characters, as they would of a pattern's.
local of_characters = { "width", "hans", "punct", "nfkc" }

-- Those that fold together, tried all at once when none alone is enough; then
-- one after the other is left out that is not needed.
local folds = { "lines", "control", "zero_width", "entities", "width", "punct", "space", "hans" }

-- What is looked at of a rule: its matchers, its own view, where it matches there
-- by itself, and the regions of its `within`.
function other.new(state, rule, regions)
  local self = {
    doc = state.doc, rule = rule, view = state.doc:view(rule.view), regions = regions,
    finders = {}, taken = {}, reach = {}, stop = native.clock() + PATIENCE,
  }
  for _, m in ipairs(rule.match) do
    if native.kind(m) ~= "function" then self.finders[#self.finders + 1] = m end
  end
  return self
end

-- The Spans that a finder finds in the subjects.
local function each(finder, subjects)
  local list = {}
  for _, subject in ipairs(subjects) do
    for m in subject:gmatch(finder) do
      list[#list + 1] = snippet.whole(m)
      if #list >= MANY then return list end
    end
  end
  return list
end

-- The view, or the regions in it.
local function subjects(self, view)
  if not self.regions then return { view } end
  local list = {}
  for _, r in ipairs(self.regions) do
    list[#list + 1] = r.view == view and r or r:as(view)
  end
  return list
end

--- Remember all that the rule matches by itself; returns how many there are.
function other.own(self)
  for _, finder in ipairs(self.finders) do
    for _, span in ipairs(each(finder, subjects(self, self.view))) do
      self.taken[#self.taken + 1] = span
    end
  end
  table.sort(self.taken, function(a, b) return a < b end)
  local reach = 0
  for i, span in ipairs(self.taken) do
    reach = math.max(reach, span.last)
    self.reach[i] = reach
  end
  return #self.taken
end

-- Does the rule match by itself where `span` of its own view lies?
-- Spans may lie inside others: `reach` has how far those up to each one go.
local function is_taken(self, span)
  local taken, lo, hi = self.taken, 1, #self.taken
  while lo <= hi do -- the last that begins at or before the end of it
    local mid = (lo + hi) // 2
    if taken[mid].first <= span.last then lo = mid + 1 else hi = mid - 1 end
  end
  return hi > 0 and self.reach[hi] >= span.first
end

-- The first match in `view` where the rule has none by itself, with its place in
-- the rule's own view (nil when nothing is left there), and how many there are.
local function fresh(self, finders, view)
  local first, n = nil, 0
  for _, finder in ipairs(finders) do
    for _, m in ipairs(each(finder, subjects(self, view))) do
      local here = m
      if view ~= self.view then here = m:as(self.view) end
      if #m > 0 and not (here and is_taken(self, here)) then
        n = n + 1
        if not first or m < first.span then first = { span = m, here = here } end
      end
    end
  end
  if first then first.n = n end
  return first
end

local function late(self)
  return native.clock() > self.stop
end

-- A pattern whose characters took the steps as well: in a view where ： is : a
-- pattern with ： matches nothing.
local function folded(pattern, names)
  return (pattern:gsub("[\xC2-\xF4][\x80-\xBF]*", function(c)
    local f = core.norm.steps(names, c)
    if f == c or f:find "^%s*$" then return c end
    return core.re.escape(f)
  end))
end

-- The finders with folded patterns, and the first of these; nil when the steps
-- change none.
local function folded_finders(self, names)
  local list, first = {}, nil
  for _, m in ipairs(self.finders) do
    local pattern = native.kind(m) == "regex" and folded(m.pattern, names)
    if pattern and pattern ~= m.pattern then
      list[#list + 1], first = core.re(pattern, m.flags), first or pattern
    end
  end
  return first and list, first
end

-- Has any step changed anything that only one of the two views took?
local function differs(self, view)
  local a, b, same = self.view.steps, view.steps, 0
  if #a == 0 or #b == 0 then return true end -- bytes are no text
  while a[same + 1] and b[same + 1] and a[same + 1].name == b[same + 1].name do
    same = same + 1
  end
  for _, stages in ipairs { a, b } do
    for i = same + 1, #stages do
      if stages[i].edits > 0 then return true end
    end
  end
  return false
end

-- What the finders would find in the view called `name`; nil for nothing new, or
-- where no such view can be made.
local function try_finders(self, finders, name)
  local made, view = pcall(self.doc.view, self.doc, name)
  if not made or view == self.view then return nil end
  if finders == self.finders and not differs(self, view) then return nil end
  local ok, found = pcall(fresh, self, finders, view)
  if not ok or not found then return nil end
  found.view = view
  return found
end

-- The same for the rule's own finders.
local function try(self, name)
  if late(self) then
    self.given_up = true
    return nil
  end
  return try_finders(self, self.finders, name)
end

-- The same for finders whose patterns took `more` too, the steps that this view
-- has more than the rule's.
local function try_folded(self, name, more)
  local ok, list, pattern = pcall(folded_finders, self, more)
  if not ok or not list or late(self) then return nil end
  local found = try_finders(self, list, name)
  if found then found.pattern = pattern end
  return found
end

local function has(name, step)
  return ("," .. name .. ","):find("," .. step .. ",", 1, true) ~= nil
end

-- The name of a view with a step more.
local function with(name, more)
  return name == "" and more or name .. "," .. more
end

--- The steps that a view over "text" took, joined by commas.
function other.steps(view)
  local list = {}
  for _, stage in ipairs(view.steps) do
    if stage.name ~= "decode" and stage.name ~= "read" then list[#list + 1] = stage.name end
  end
  return table.concat(list, ",")
end

-- A view in the other characters can only help a pattern that has some of them.
local others = { hans = "hant", hant = "hans" }

local function may_help(self, step)
  if not others[step] then return true end
  for _, m in ipairs(self.finders) do
    if native.kind(m) ~= "regex" or core.norm.steps(others[step], m.pattern) ~= m.pattern then
      return true
    end
  end
  return false
end

-- Does a step change anything in the rule's view?  It is one that was tried.
local function changes(self, base, step)
  local made, view = pcall(self.doc.view, self.doc, with(base, step))
  local stages = made and view.steps
  return made and stages[#stages].edits > 0
end

-- With all steps of `need`, for the patterns as they are or folded as well.
local function try_all(self, base, need)
  local names = table.concat(need, ",")
  if names == "" then return nil end
  return try(self, with(base, names)) or try_folded(self, with(base, names), names)
end

-- The steps of `folds` that are needed for anything new, or nil.
local function fold(self, base)
  local need = {}
  for _, step in ipairs(folds) do
    if not has(base, step) and may_help(self, step) and changes(self, base, step) then
      need[#need + 1] = step
    end
  end
  local found = #need > 1 and try_all(self, base, need)
  if not found then return nil end
  for i = #need, 1, -1 do
    local step = table.remove(need, i)
    local less = try_all(self, base, need)
    if less then found = less else table.insert(need, i, step) end
  end
  return found, need
end

-- Views over another text than the rule's.
local function try_texts(self, names)
  for _, name in ipairs(names) do
    local found = try(self, name)
    if found then return found, { name } end
  end
end

-- One step more: for the pattern as it is, then, when it matches nowhere, for one
-- that takes the step too.
local function try_steps(self, base)
  for _, step in ipairs(steps) do
    local found = not has(base, step) and may_help(self, step) and try(self, with(base, step))
    if found then return found, { step } end
  end
  for _, step in ipairs(#self.taken == 0 and of_characters or {}) do
    local found = not has(base, step) and try_folded(self, with(base, step), step)
    if found then return found, { step } end
  end
end

-- Is there anything to be repaired, as far as single steps tell?
local function repairs(self, base)
  for _, step in ipairs { "mojibake", "repair", "gloss", "html_scraps", "pages" } do
    if not has(base, step) and changes(self, base, step) then return true end
  end
  return false
end

--- The cheapest view in which the rule would match something new: the match as
--- { span, here, n, view } and the steps it takes; nil for none.
function other.view(self)
  local base = self.view.name
  if self.view.len > LONG or #self.taken >= MANY then
    self.given_up = true
    return nil
  end
  if base == "raw" or base == "decoded" then
    return try_texts(self, { "text", "clean", "whole" })
  end
  base = other.steps(self.view)
  local found, need = try_steps(self, base)
  if found then return found, need end
  if #self.taken == 0 then found, need = fold(self, base) end
  if found then return found, need end
  return try_texts(self, repairs(self, base) and { "clean", "whole" } or { "clean" })
end

-- The names of the views that the rule's own was made of, the last first, each
-- with the step that led away from it.
local function earlier(view)
  local list, names = {}, {}
  for _, stage in ipairs(view.steps) do
    if stage.name == "decode" then
      list[#list + 1] = { name = "decoded" }
    elseif stage.name == "read" then
      list[#list].step, list[#list + 1] = "read", { name = "text" }
    else
      names[#names + 1] = stage.name
      list[#list].step = stage.name
      list[#list + 1] = { name = table.concat(names, ",") }
    end
  end
  list[#list] = nil
  return list
end

--- The latest view on the way to the rule's own in which it would match, with the
--- step that then took the text away: { span, here, n, view, step }; or nil.
function other.before(self)
  local list = self.view.len <= LONG and earlier(self.view) or {}
  for i = #list, 1, -1 do
    local found = list[i].step and try(self, list[i].name)
    if found then
      found.step = list[i].step
      return found
    end
  end
end

-- The pattern without its anchor at either end, or nil.
local function without(pattern, anchor)
  local flags, rest = pattern:match "^(%(%?[a-zA-Z]+%))(.*)$"
  flags, rest = flags or "", rest or pattern
  if anchor == "^" and rest:sub(1, 1) == "^" then return flags .. rest:sub(2) end
  if anchor == "$" and rest:sub(-1) == "$" then
    local slashes = #rest:sub(1, -2):match "\\*$"
    if slashes % 2 == 0 then return flags .. rest:sub(1, -2) end
  end
end

-- What would be found by the pattern with other flags or another form.
local function try_pattern(self, pattern, flags)
  local made, rx = pcall(core.re, pattern, flags)
  if not made or late(self) then return nil end
  local ok, found = pcall(fresh, self, { rx }, self.view)
  return ok and found or nil
end

-- Flags, and what a pattern must have so that they change anything.
local flags = {
  { "i", function(p)
    p = p:gsub("\\.", ""):gsub("%(%?P?[<'][%w_]+[>']", "(")
    return p:find "[A-Za-z\xC3-\xD5]"
  end },
  { "s", function(p) return p:gsub("\\.", ""):find("[.]") end },
  { "u", function(p) return p:find "\\[dDwWsSbB]" end },
}

local function try_flags(self, rx, out)
  for _, f in ipairs(flags) do
    local flag = f[1]
    local found = not rx.flags:find(flag, 1, true) and f[2](rx.pattern)
      and try_pattern(self, rx.pattern, rx.flags .. flag)
    if found then
      found.kind, found.flag, found.pattern = "flag", flag, rx.pattern
      out[#out + 1] = found
    end
  end
end

local function try_anchors(self, rx, out)
  local whole = rx.pattern
  for _, anchor in ipairs { "^", "$" } do
    local bare = without(whole, anchor)
    local found = bare and try_pattern(self, bare, rx.flags)
    if found then
      found.kind, found.anchor, found.pattern = "anchor", anchor, rx.pattern
      out[#out + 1] = found
      return
    end
  end
  local bare = without(whole, "^")
  bare = bare and without(bare, "$")
  local found = bare and try_pattern(self, bare, rx.flags)
  if found then
    found.kind, found.anchor, found.pattern = "anchor", "^$", rx.pattern
    out[#out + 1] = found
  end
end

--- What the rule's regexes would match with a flag more, or without an anchor.
function other.patterns(self)
  local out = {}
  for _, m in ipairs(self.finders) do
    if native.kind(m) == "regex" then
      try_anchors(self, m, out)
      try_flags(self, m, out)
    end
  end
  return out
end

--- What the regexes and phrases match outside of the rule's regions.
function other.outside(self)
  local all = {}
  for _, finder in ipairs(self.finders) do
    for _, m in ipairs(each(finder, { self.view })) do
      if not is_taken(self, m) and #m > 0 then all[#all + 1] = m end
    end
  end
  table.sort(all, function(a, b) return a < b end)
  return all
end

return other
