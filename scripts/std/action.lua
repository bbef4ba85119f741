-- action.lua - what a rule does with the matches that stayed.
--
-- An edit that an action asks for is the rule's: it carries the rule's id and
-- line, and the engine commits it behind the document handler.

local native = require "docmill.native"
local shape = require "std.shape"

local cursor = native.cursor

local function annotate(doc, rule, span)
  local features = rule.features
  if type(features) == "function" then
    cursor(rule.id, span)
    features = features(span, doc)
  end
  doc:annotate(span, rule.type, features)
end

-- A value as the text to replace with; nil keeps what stands there.
local function text_of(rule, key, v)
  local kind = native.kind(v)
  if kind == "string" or kind == "nil" then return v end
  if kind == "number" then return tostring(v) end
  if kind == "span" or kind == "view" then return v.text end
  if kind == "place" then return text_of(rule, key, v.value) end
  if v == false then return nil end
  shape.fail("bad_type", rule, "say what is written: with = \"%{name} …\" or a function",
    "%s of %s is a %s, no text to replace with", key, rule.what, kind)
end

-- What action "replace" writes for match `i`.
local function new_text(doc, rule, hits, i)
  local with, span = rule.with, hits.span[i]
  if type(with) == "string" then return native.expand(with, span) end
  if with then return text_of(rule, "with", with(span, doc)) end
  return text_of(rule, "value", hits.value[i])
end

-- What each action does with match `i` of a rule.
local actions = {
  keep = function() end,
  drop = function(doc, rule, hits, i) doc:drop(hits.span[i], rule.id) end,
  delete = function(_, rule, hits, i) native.change(rule, "delete", hits.span[i]) end,
  wrap = function(_, rule, hits, i)
    native.change(rule, "wrap", hits.span[i], rule.with[1], rule.with[2])
  end,
  replace = function(doc, rule, hits, i)
    local text, span = new_text(doc, rule, hits, i), hits.span[i]
    if text and text ~= span.text then native.change(rule, "replace", span, text) end
  end,
}

-- A function of the script's own; the edits it asks for are the rule's.
local function act_freely(doc, rule, hits, i)
  native.acting(true)
  rule.action(hits.span[i], doc, hits.value[i])
  native.acting(false)
end

-- Annotate and act, for a rule whose conflicts are settled.
local function act(state, rule)
  local doc, hits, action = state.doc, state.hits[rule.id], rule.action
  if not rule.type and not action then return end
  local does = actions[action or "keep"] or act_freely
  native.at(rule)
  local doing = state.doing
  if doing then doing.rule, doing.hits, doing.what = rule, hits, "action" end
  for i = 1, hits.n do
    local span = hits.span[i]
    if doing then doing.span = span end
    if rule.type then annotate(doc, rule, span) end
    if action then
      cursor(rule.id, span)
      does(doc, rule, hits, i)
    end
  end
end

return act
