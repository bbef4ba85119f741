---@meta _

---One text of a document. Every place of it leads back to the bytes of the file.
---Positions are bytes of the view, from 1, both ends included. `#view` is its
---length, tostring(view) its text; a view goes wherever a text does, and `..`
---joins it with texts.
---@class docmill.View
---The text, as a string. `#doc:view("text").text == #doc.text --> true`
---@field text string
---Its name, written in one way. `doc:view(" lines, width ").name --> "lines,width"`
---@field name string
---Its length in bytes. `doc:view("text").len == #doc.text --> true`
---@field len integer
---The document. `doc:view("text").doc.id --> "notice.html"`
---@field doc docmill.Doc
---The stages from the file to this view.
---`doc:view("lines").steps[3].name --> "lines"`
---@field steps docmill.Stage[]
local View = {}

---One stage on the way to a view.
---@class docmill.Stage
---"decode", "read", or the name of a step. `doc:view("text").steps[1].name --> "decode"`
---@field name string
---How many places it changed. `doc:view("text").steps[1].edits --> 0`
---@field edits integer

---The bytes `i` to `j` as a Span, by the rules of string.sub. Raises when an end
---lies inside a character.
---
---`doc:view("text"):span(1, 6) --> "奖金"`
---
---`doc:view("text"):span(2, 6) --> error "inside a character"`
---@since 0.1
---@param i? integer default 1
---@param j? integer default -1, the end
---@return docmill.Span
function View:span(i, j) end

---The lines, without their line ends.
---
---`doc:view("text"):lines()[3] --> "一、金额"`
---@since 0.1
---@return docmill.Span[]
function View:lines() end

---The first match at or after byte `init`, or nil.
---
---`doc:view("text"):find [[\d+元]] --> "3000元"`
---
---`doc:view("text"):find("县报", -7) --> "县报"`
---@since 0.1
---@param finder docmill.Finder
---@param init? integer default 1; negative from the end
---@return docmill.Match?
function View:find(finder, init) end

---The same as find: in a view a match is a Match for both.
---
---`doc:view("text"):match("来源：(?<who>[^。]+)").who --> "县报"`
---@since 0.1
---@param finder docmill.Finder
---@param init? integer
---@return docmill.Match?
function View:match(finder, init) end

---An iterator over all matches.
---
---```lua
---local all = {}
---for m in doc:view "text":gmatch [[\d+]] do all[#all + 1] = m.text end
---table.concat(all, " ") --> "2023 1 4 3000"
---```
---@since 0.1
---@param finder docmill.Finder
---@param init? integer
---@return fun(): docmill.Match?
function View:gmatch(finder, init) end

---A new string with each match replaced, and how many there were. `repl` is a
---string with %0 to %9 and %{name} for groups (%% for a percent sign), a table
---asked for the first group, or a function of the Match; nil and false keep the
---match. Each match that reads differently then is also asked for as an edit, as
---by doc:replace. For the string alone write `view.text:gsub` with Lua's patterns,
---or `re(…):gsub(view.text, repl)`.
---
---`select(2, doc:view("text"):gsub("县报", "日报")) --> 2`
---
---`doc:view("text"):span(1, 12):gsub("(?<a>奖金)(?<b>通知)", "%{b}%1") --> "通知奖金", 1`
---
---```lua
---doc:view "text":gsub("县报", "日报")
---doc:commit() --> 2
---doc:edited():match "版权.*" --> "版权所有 © 日报"
---```
---@since 0.1
---@param finder docmill.Regex|docmill.Phrases|string
---@param repl string|number|table|fun(m: docmill.Match): docmill.Text|number|false|nil
---@param n? integer at most so many
---@return string text
---@return integer count
function View:gsub(finder, repl, n) end

---What lies between the matches.
---
---`doc:view("text"):split("\n")[3] --> "一、金额"`
---
---`#doc:view("text"):split("\n", 2) --> 2`
---@since 0.1
---@param finder docmill.Regex|docmill.Phrases|string
---@param n? integer at most so many pieces
---@return docmill.Span[]
function View:split(finder, n) end

---How many matches there are.
---
---`doc:view("text"):count "县报" --> 2`
---@since 0.1
---@param finder docmill.Finder
---@return integer
function View:count(finder) end

---Whether there is a match.
---
---`doc:view("text"):test "县报" --> true`
---@since 0.1
---@param finder docmill.Finder
---@param init? integer
---@return boolean
function View:test(finder, init) end
