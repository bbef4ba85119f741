---@meta _

---Literal phrases as one finder, made by docmill.phrases. A match in a View or
---Span knows the phrase's number as `m.index` (the list first, then the keys
---in the order of their bytes) and its value as `m.data`. `#phrases` is how many
---there are.
---@class docmill.Phrases
local Phrases = {}

---The first phrase. In a string its first and last byte and its value; in a
---View or Span a Match. Nil when there is none.
---
---`phrases({ ["北京"] = "beijing" }):find "在北京" --> 4, 9, "beijing"`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return integer|docmill.Match|nil first
---@return integer? last
---@return any value
function Phrases:find(subject, init) end

---The first phrase. In a string its text and its value; in a View or Span a
---Match. Nil when there is none.
---
---`phrases({ ["北京"] = "beijing" }):match "在北京" --> "北京", "beijing"`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return string|docmill.Match|nil text
---@return any value
function Phrases:match(subject, init) end

---An iterator over all phrases found, each as match gives it.
---
---```lua
---local all = {}
---for s in phrases { "北京", "京" }:gmatch "北京与东京" do all[#all + 1] = s end
---all --> { "北京", "京" }
---```
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return fun(): string|docmill.Match|nil, any
function Phrases:gmatch(subject, init) end

---A new string with each phrase replaced, and how many there were. `repl` as for
---a Regex; the one group, %1, is the phrase.
---
---`phrases({ "县报" }):gsub("来源：县报", "<%0>") --> "来源：<县报>", 1`
---
---`phrases({ ["县报"] = "paper" }):gsub("县报", function(_, v) return v end) --> "paper", 1`
---@since 0.1
---@param subject docmill.Text
---@param repl string|number|table|fun(...): docmill.Text|number|false|nil
---@param n? integer at most so many
---@return string text
---@return integer count
function Phrases:gsub(subject, repl, n) end

---What lies between the phrases: strings of a string, Spans of a View or Span.
---
---`phrases({ "和", "与" }):split "甲和乙与丙" --> { "甲", "乙", "丙" }`
---@since 0.1
---@param subject docmill.Text
---@param n? integer at most so many pieces
---@return string[]|docmill.Span[]
function Phrases:split(subject, n) end

---How often one of the phrases is there.
---
---`phrases({ "县报" }):count(doc:view "text") --> 2`
---@since 0.1
---@param subject docmill.Text
---@return integer
function Phrases:count(subject) end

---Whether one of the phrases is there.
---
---`phrases({ "日报" }):test(doc:view "text") --> false`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return boolean
function Phrases:test(subject, init) end
