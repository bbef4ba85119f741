-- why.lua - why a rule did not match, or not more.
--
-- The question has `rule`, its id, and may have `limit`, the most attempts that
-- are told (3).  The answer is the rule as in std/ask/report.lua, the nearest
-- attempts of its patterns (std/why_near.lua) and a list of reasons, each with
-- its `kind`, what is `said` of it, and its place where it has one.

local greedy = require "std.why_greedy"
local native = require "docmill.native"
local near = require "std.why_near"
local other = require "std.why_other"
local report = require "std.ask.report"

local ATTEMPTS, LISTED, SHOWN = 3, 20, 40

local ends = { ["\n"] = "\\n", ["\r"] = "\\r" }

-- A text to be shown in a sentence, on one line.
local function quote(text)
  text = report.readable(text):gsub("[\r\n]", ends)
  local cut = utf8.offset(text, SHOWN + 1)
  if cut and cut <= #text then text = text:sub(1, cut - 1) .. "…" end
  return '"' .. text .. '"'
end

local function plural(n, one, many)
  return n == 1 and ("1 " .. one) or ("%d %s"):format(n, many or one .. "s")
end

-- The place of a Span with its line.
local function place(span)
  return report.place(span, true)
end

local function add(w, kind, said, more)
  more = more or {}
  more.kind, more.said = kind, said
  w.reasons[#w.reasons + 1] = more
end

-- It was never run; by itself it would match `own` times.
local function never(w, state, failed, own)
  local broke = w.rule.broke
  if state.away then
    add(w, "needs", ("the script's needs turn the document away: %s%s"):format(state.away,
      own > 0 and "; by itself it would match " .. plural(own, "time") or ""), { n = own })
  elseif not w.rule.ran then
    add(w, "unran", w.rule.unran)
  elseif broke then
    add(w, "failed", ("it failed%s%s: %s"):format(broke.what and " in " .. broke.what or "",
      broke.place and ", asked about " .. quote(broke.place.text) or "", failed), { place = broke.place })
  elseif failed then
    add(w, "failed", "the document failed: " .. failed)
  end
end

-- Its `within` named no region; or it matches outside of them.
local function outside(w, o, rule)
  local n = w.rule.regions
  if not n then return end
  if n == 0 then
    add(w, "within", ("its within (%s) names no region here"):format(w.rule.within))
  end
  local all = other.outside(o)
  if #all == 0 then return end
  add(w, "outside", ("%s its within (%s): the first is %s"):format(
    #all == 1 and "a match lies outside of" or ("%d matches lie outside of"):format(#all),
    w.rule.within, quote(all[1].text)), { n = #all, place = place(all[1]) })
  if type(rule.within) == "table" and rule.within.rule then
    w.reasons[#w.reasons].rule = rule.within.rule
  end
end

local function lost(w)
  for i, b in ipairs(w.rule.beaten) do
    if i > ATTEMPTS then return end
    local at = b.winner.line and (" at %d:%d"):format(b.winner.line, b.winner.col) or ""
    add(w, "lost", ("its match %s lost its place to %s of rule '%s'%s: %s"):format(quote(b.text),
      quote(b.winner.text), b.by, at, b.reason),
      { place = b, rule = b.by, winner = b.winner, reason = b.reason })
  end
end

local refusals = {
  where = "where said no to %s: %s", value = "value gave nothing for %s: %s",
  void = "a match %s was left out: %s", matcher = "%s went to another matcher: %s",
}

-- What its own functions refused, a reason once with how often it was given.
local function refused(w)
  local seen = {}
  for _, r in ipairs(w.rule.rejected) do
    local key = r.kind .. r.reason
    if seen[key] then
      seen[key].n = seen[key].n + 1
    elseif #w.reasons < LISTED then
      add(w, r.kind, refusals[r.kind]:format(quote(r.text), r.reason),
        { n = 1, place = r, reason = r.reason })
      seen[key] = w.reasons[#w.reasons]
    end
  end
end

-- The steps of a view as a script writes them.
local function as_list(view)
  local steps = other.steps(view)
  if steps == "" then return ("view = %q"):format(view.name) end
  return 'view = { "' .. steps:gsub(",", '", "') .. '" }'
end

-- What stands in the rule's own view at a place of another.
local function here(found)
  return found.here and report.readable(found.here.text) or ""
end

-- A step of the rule's own view has made something else of what it looks for.
local function changed(w, o)
  local found = other.before(o)
  if not found then return end
  local text, view = report.readable(found.span.text), found.view.name
  local said = ("it would match %s in the view %s; then "):format(quote(text), view)
  if found.step == "read" then
    said = said .. ("the reader of %s took the markup away%s"):format(o.doc.format,
      found.here and " and left " .. quote(here(found)) or "")
  else
    said = said .. (found.here and ("the step %s makes it %s"):format(found.step,
      quote(here(found))) or ("the step %s takes it away"):format(found.step))
  end
  add(w, found.step == "read" and "markup" or "changed", said, {
    view = view, step = found.step, text = text, became = here(found), n = found.n,
    place = place(found.span),
  })
end

local function in_other_view(w, o, none)
  local found, steps = other.view(o)
  if not found then return end
  local text = report.readable(found.span.text)
  local over = o.view.name ~= "raw" and o.view.name ~= "decoded"
  local named = over and #steps >= 1 and not found.view.name:find "^whole"
    and "view + " .. table.concat(steps, " + ") or "the view " .. found.view.name
  if found.pattern then named = named .. " with the pattern " .. found.pattern end
  local said = ("it would %s in %s: %s"):format(none and "match" or "match more", named,
    quote(text))
  local was = here(found)
  if found.here and was ~= text then said = said .. ", which here reads " .. quote(was) end
  add(w, over and "view" or "markup", said, {
    view = found.view.name, steps = steps, text = text, here = was, n = found.n,
    pattern = found.pattern, place = place(found.span), advice = as_list(found.view),
  })
end

local flag_words = {
  i = "upper and lower case are the same", s = "the dot matches line ends too",
  u = [[\d \w \s and \b mean Unicode's]],
}

local function flagged(f)
  return ("it would match with the flag %s (%s): %s"):format(f.flag, flag_words[f.flag],
    quote(f.span.text)), { flag = f.flag, advice = ("re(…, %q)"):format(f.flag) }
end

local function unanchored(f)
  return ("it would match without %s: %s"):format(f.anchor == "^$" and "the anchors ^ and $"
    or "the anchor " .. f.anchor, quote(f.span.text)), { anchor = f.anchor }
end

local function patterns(w, o)
  for _, f in ipairs(other.patterns(o)) do
    local make = f.kind == "flag" and flagged or unanchored
    local said, more = make(f)
    more.pattern, more.text = f.pattern, report.readable(f.span.text)
    more.n, more.place = f.n, place(f.span)
    add(w, f.kind, said, more)
  end
end

-- A match of it swallowed others.
local function overrun(w, state, rule)
  local hits = state.hits[rule.id]
  local found = hits and greedy.overrun(rule, hits)
  if not found then return end
  add(w, "greedy", ("its match %s holds %d matches of the same pattern made ungreedy: the first is %s")
    :format(quote(found.span.text), found.n, quote(found.first.text)), {
      n = found.n, pattern = found.pattern, text = report.readable(found.first.text),
      place = place(found.span), advice = 're(…, "U")',
    })
end

-- Matchers that show nothing of how they work, and layouts, which do.
local function opaque(w, o, rule, subjects)
  if rule.picture then
    for i = 1, math.min(#subjects, ATTEMPTS) do
      local trace = rule.picture:explain(subjects[i])
      if trace then add(w, "layout", trace) end
    end
    return
  end
  for i, m in ipairs(rule.match) do
    local kind = native.kind(m)
    if kind == "function" and w.rule.ran then
      add(w, "function", ("matcher %d is a function: all that is known is what it gave, %s"):format(
        i, plural(w.rule.hits + w.rule.nrejected + w.rule.nbeaten, "Span")), { matcher = i })
    elseif kind == "phrases" and not subjects[1]:find(m) then
      add(w, "phrases", ("%s in the view %s"):format(#m == 1 and "its phrase does not stand"
        or ("none of its %d phrases stands"):format(#m), o.view.name), { matcher = i })
    end
  end
end

-- It matched, and a field did not take what it found.
local function fields(w, state)
  for _, f in ipairs(state.script.fields or {}) do
    for _, id in ipairs(f.from) do
      if id == w.rule.id and w.rule.hits > 0 then
        local told = report.field(state, f, LISTED)
        for _, c in ipairs(told.lost) do
          if c.rule == id and #w.reasons < LISTED then
            add(w, "field", ("field '%s' did not take %s: %s"):format(f.name,
              quote(c.place and c.place.text or tostring(c.value)), tostring(c.reason)),
              { field = f.name, place = c.place, reason = c.reason })
          end
        end
      end
    end
  end
end

-- All reasons but the attempts.
local function reasons(w, state, rule, subjects, failed)
  local o = other.new(state, rule, state.regions[rule.id])
  local own = other.own(o)
  never(w, state, failed, own)
  lost(w)
  refused(w)
  outside(w, o, rule)
  opaque(w, o, rule, subjects)
  overrun(w, state, rule)
  if #o.finders > 0 and (own == 0 or w.rule.hits > 0) then
    changed(w, o)
    in_other_view(w, o, own == 0)
  end
  if own == 0 then patterns(w, o) end
  fields(w, state)
  w.given_up = o.given_up
end

return function(state, question, failed)
  local rule = state.script.ids[question.rule]
  local view = state.doc:view(rule.view)
  local regions = state.regions[rule.id]
  local subjects = regions or { view }
  local told = report.told(state, { sources = true })
  local w = {
    doc = report.document(state), script = { name = state.script.name, file = state.script.file },
    away = state.away, skipped = report.skipped(state), failed = failed, reasons = {},
    rule = report.rule(state, rule, LISTED, failed, told),
  }
  w.matched = w.rule.hits > 0
  local start = native.clock()
  w.attempts, w.cut = near.attempts(rule, subjects, question.limit or ATTEMPTS)
  local between = native.clock()
  reasons(w, state, rule, subjects, failed)
  w.seconds = { attempts = between - start, reasons = native.clock() - between }
  return w
end
