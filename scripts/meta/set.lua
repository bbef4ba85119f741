---@meta _

---Many regexes as one finder, made by re.set. Its matches come in the order of
---where they begin, those of different patterns may overlap; each has the
---number of its pattern as `m.index`. A set does not replace or split. `#set`
---is how many patterns it has.
---@class docmill.Set
local Set = {}

---The match that begins first. In a string its first and last byte, the number
---of its pattern and the captures; in a View or Span a Match.
---
---`re.set({ "c", "(b)" }):find "abc" --> 2, 2, 2, "b"`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return integer|docmill.Match|nil first
---@return integer? last
---@return integer? index
---@return string? ... the captures
function Set:find(subject, init) end

---The match that begins first. In a string the number of its pattern and the
---captures, the whole when it has none; in a View or Span a Match.
---
---`re.set({ "c", "b" }):match "abc" --> 2, "b"`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return integer|docmill.Match|nil index
---@return string? ...
function Set:match(subject, init) end

---An iterator over all matches, each as match gives it. It begins at the start.
---
---```lua
---local all = {}
---for i, s in re.set({ "b.", "c" }):gmatch "abcd" do all[#all + 1] = i .. s end
---all --> { "1bc", "2c" }
---```
---@since 0.1
---@param subject docmill.Text
---@return fun(): integer|docmill.Match|nil, ...
function Set:gmatch(subject) end

---How many matches there are, of all patterns.
---
---`re.set({ "a", "ab" }):count "abab" --> 4`
---@since 0.1
---@param subject docmill.Text
---@return integer
function Set:count(subject) end

---Whether there is a match of any pattern.
---
---`re.set({ "x", "y" }):test "abc" --> false`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return boolean
function Set:test(subject, init) end
