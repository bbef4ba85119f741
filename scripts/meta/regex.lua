---@meta _

---A compiled regex, made by re. On a string its verbs return what Lua's own
---functions of these names return; in a View or a Span they return Matches and
---Spans. tostring(regex) is its pattern; two are equal when pattern and flags
---are.
---@class docmill.Regex
---What it was made of. `re("县报", "i").pattern --> "县报"`
---@field pattern string
---The flags it was made with. `re("县报", "i").flags --> "i"`
---@field flags string
local Regex = {}

---The first match. In a string its first and last byte and the captures; in a
---View or Span a Match. Nil when there is none.
---
---`re([[(\d+)元]]):find "奖金3000元" --> 7, 13, "3000"`
---
---`re([[(\d+)元]]):find(doc:view "text")[1] --> "3000"`
---@since 0.1
---@param subject docmill.Text
---@param init? integer default 1; negative from the end
---@return integer|docmill.Match|nil first
---@return integer? last
---@return string? ... the captures
function Regex:find(subject, init) end

---The first match. In a string its captures, the whole when it has none; in a
---View or Span a Match. Nil when there is none.
---
---`re([[(\d+)(元)]]):match "奖金3000元" --> "3000", "元"`
---
---`re([[\d+元]]):match(doc:lines()[1]) --> nil`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return string|docmill.Match|nil ...
function Regex:match(subject, init) end

---An iterator over all matches, each as match gives it.
---
---```lua
---local sum = 0
---for n in re [[\d+]]:gmatch "1 2 3" do sum = sum + n end
---sum --> 6
---```
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return fun(): string|docmill.Match|nil, ...
function Regex:gmatch(subject, init) end

---A new string with each match replaced, and how many there were. `repl` is a
---string with %0 to %9 and %{name} for groups (%% for a percent sign), a table
---asked for the first group, or a function of what match gives; nil and false
---keep the match. In a View or Span each match that reads differently then is
---also asked for as an edit, as by doc:replace.
---
---`re([[(?<n>\d+)元]]):gsub("3000元", "¥%{n}") --> "¥3000", 1`
---
---`re("[一二]"):gsub("一二三", { ["一"] = 1, ["二"] = 2 }) --> "12三", 2`
---@since 0.1
---@param subject docmill.Text
---@param repl string|number|table|fun(...): docmill.Text|number|false|nil
---@param n? integer at most so many
---@return string text
---@return integer count
function Regex:gsub(subject, repl, n) end

---What lies between the matches: strings of a string, Spans of a View or Span.
---An empty match cuts between two characters.
---
---`re("[,，]"):split "a,b，c" --> { "a", "b", "c" }`
---
---`re(","):split("a,b,c", 2) --> { "a", "b,c" }`
---@since 0.1
---@param subject docmill.Text
---@param n? integer at most so many pieces
---@return string[]|docmill.Span[]
function Regex:split(subject, n) end

---How many matches there are.
---
---`re([[\d]]):count "3000元" --> 4`
---@since 0.1
---@param subject docmill.Text
---@return integer
function Regex:count(subject) end

---Whether there is a match.
---
---`re([[\d]]):test "元" --> false`
---@since 0.1
---@param subject docmill.Text
---@param init? integer
---@return boolean
function Regex:test(subject, init) end

---Why it did not match: the nearest attempts that no match covers, best first.
---Each says how far it got in the pattern, which item failed there and what text
---stood in its way. When nothing got past the first item, there may be a `tail`:
---a later part of the pattern that matches, `item` being what was left out; when
---there is none either, `nowhere` is true. The list has `cut` when the search was
---ended by a limit.
---
---```lua
---local near = re([[(?<y>\d{4})年第(\d+)期]]):explain(doc:view "text")[1]
---near.item, near.what, near.saw:sub(1, 4) --> "第", "the character 第", "1月"
---near.span, near.done, near.share > 0.5 --> "2023年", "(?<y>\\d{4})年", true
---near.why --> 'expected the character 第, but here is "1"'
---```
---
---`re("^县报"):explain(doc:view "text", { limit = 1 })[1].why --> 'without ^ the rest of the pattern matches here: "县报"'`
---
---`re("县报"):explain(doc:view "text", { limits = 1 }) --> error "did you mean 'limit'?"`
---@since 0.1
---@param subject docmill.View|docmill.Span
---@param options? { limit?: integer } at most so many, 1 to 64; default 3
---@return { span: docmill.Span, at: docmill.Span, item: string, from: integer, to: integer, what: string, saw: string, why: string, done: string, progress: integer, share: number, tail?: boolean, nowhere?: boolean }[]
function Regex:explain(subject, options) end
