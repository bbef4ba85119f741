---@meta _

---A range of a view: a place, not a text. tostring(span) is its text, `#span` its
---bytes; it goes wherever a text does, `..` joins it with texts, tonumber and
---string.format read it. Two spans are equal when they are the same place; `<`
---and `<=` compare where they begin, then where they end, in one view.
---@class docmill.Span
---Its text. `doc:lines()[1].text --> "奖金通知"`
---@field text string
---Its first byte in the view, counted from 1. `doc:lines()[2].first --> 14`
---@field first integer
---Its last byte; first - 1 when it is empty. `doc:lines()[1].last --> 12`
---@field last integer
---The view it is a range of. `doc:lines()[1].view.name --> "text"`
---@field view docmill.View
---The document. `doc:lines()[1].doc.id --> "notice.html"`
---@field doc docmill.Doc
local Span = {}

---A Span that a finder found. Groups are Spans, or nil when they took no part:
---m[0] is the whole, m[1] the first group, m.name the group of that name. A
---group may be called like a method (then m[0]:line() is the method), not like
---text, first, last, view, doc, index or data.
---
---```lua
---local m = doc:view "text":find [[(?<y>\d{4})年(?<m>\d+)月|(?<no>第)]]
---m.y, m[2], m.no --> "2023", "1", nil
---m[0], #m --> "2023年1月", 11
---m.mo --> error "did you mean 'm'?"
---```
---@class docmill.Match: docmill.Span
---@field [integer] docmill.Span?
---@field [string] docmill.Span?
---Which phrase of Phrases, or which pattern of a Set, was found; else nil.
---`doc:view("text"):find(docmill.phrases { "x", "县报" }).index --> 2`
---@field index integer?
---What was stored with the phrase, or nil.
---`doc:view("text"):find(docmill.phrases { ["县报"] = "paper" }).data --> "paper"`
---@field data any
local Match = {}

---The names of the groups, in their order; none for a plain Span.
---
---`doc:view("text"):find([[(?<y>\d{4})年(?<m>\d+)]]):names() --> { "y", "m" }`
---@since 0.1
---@return string[]
function Match:names() end

---What each item of the pattern took, in the order of the pattern; of
---alternatives the one taken, of a repeated group the whole. Nil for what no
---regex found.
---
---```lua
---local items = doc:view "text":find([[(?<y>\d{4})年(?:\d+月|秋)]]):explain()
---#items, items[1].item, items[1].what --> 4, "\\d{4}", "4 digits"
---items[3].item, items[3].span --> "\\d+", "1"
---```
---@since 0.1
---@return { item: string, from: integer, to: integer, what: string, span: docmill.Span }[]?
function Match:explain() end

---Where it lies in its view, as first and last, both included and from 1: in
---bytes, in characters, or in lines.
---
---`doc:lines()[2]:range() --> 14, 67`
---
---`doc:lines()[2]:range "char" --> 6, 27`
---
---`doc:lines()[2]:range "line" --> 2, 2`
---@since 0.1
---@param unit? "byte"|"char"|"line" default "byte"
---@return integer first
---@return integer last
function Span:range(unit) end

---Which bytes of the file it came from: first and last, from 1, and whether
---these decode to just this text. Not exact means that they were widened to
---whole units. What a reader put in by itself came from no byte: then last is
---first - 1. Of a container (docx, odt, epub) the bytes count within a member,
---as it unpacks, whose name comes fourth.
---
---`doc:lines()[1]:source() --> 125, 136, true`
---
---`doc:view("text"):find("©"):source() --> 363, 368, true`
---@since 0.1
---@return integer first
---@return integer last
---@return boolean exact
---@return string? part
function Span:source() end

---The same place in another view of the document, and whether that is exact; nil
---when nothing of it is left there.
---
---`doc:view("text"):find("©"):as "decoded" --> "&copy;", true`
---
---`doc:view("decoded"):find("<h1>"):as "text" --> nil`
---@since 0.1
---@param view docmill.ViewName
---@return docmill.Span?
---@return boolean? exact
function Span:as(view) end

---Its text with `n` characters on both sides.
---
---`doc:view("text"):find("县报"):context(1) --> "：县报。"`
---@since 0.1
---@param n? integer default 20
---@return string
function Span:context(n) end

---The `n` characters before it.
---
---`doc:view("text"):find("县报"):before(2) --> "源："`
---@since 0.1
---@param n? integer default 20
---@return string
function Span:before(n) end

---The `n` characters behind it.
---
---`doc:view("text"):find("县报"):after(5) --> "。2023"`
---@since 0.1
---@param n? integer default 20
---@return string
function Span:after(n) end

---The innermost block that holds it, or nil.
---
---`doc:view("text"):find("3000"):block().kind --> "cell"`
---@since 0.1
---@return docmill.Block?
function Span:block() end

---The heading above it, or nil.
---
---`doc:view("text"):find("3000"):section().text --> "一、金额"`
---@since 0.1
---@return docmill.Block?
function Span:section() end

---The whole lines that it touches.
---
---`doc:view("text"):find("3000"):line() --> "李四\t3000元"`
---@since 0.1
---@return docmill.Span
function Span:line() end

---A larger span: so many characters more on each side, or whole lines, blocks
---or sentences; nil when no block holds it.
---
---`doc:view("text"):find("县报"):expand { left = 3, right = 1 } --> "来源：县报。"`
---
---`doc:view("text"):find("县报"):expand { to = "sentence" } --> "来源：县报。"`
---@since 0.1
---@param how { left?: integer, right?: integer, to?: "line"|"block"|"sentence" }
---@return docmill.Span?
function Span:expand(how) end

---The span without the blanks at its ends, ideographic ones too.
---
---`doc:view("decoded"):find(" name=.author. "):trim() --> 'name="author"'`
---@since 0.1
---@return docmill.Span
function Span:trim() end

---Whether all of `other` lies in it. Both must be of one view.
---
---`doc:lines()[2]:covers(doc:view("text"):find "县报") --> true`
---@since 0.1
---@param other docmill.Span
---@return boolean
function Span:covers(other) end

---Whether the two have a byte in common. Both must be of one view.
---
---`doc:lines()[1]:overlaps(doc:lines()[2]) --> false`
---
---`doc:lines()[1]:overlaps(doc:lines("raw")[1]) --> error "see span:as"`
---@since 0.1
---@param other docmill.Span
---@return boolean
function Span:overlaps(other) end

---The span from where the first begins to where the last ends. Both must be of
---one view.
---
---`doc:lines()[1]:union(doc:lines()[3]):range "line" --> 1, 3`
---@since 0.1
---@param other docmill.Span
---@return docmill.Span
function Span:union(other) end

---The bytes `i` to `j` of the span, by the rules of string.sub. Raises when an
---end lies inside a character.
---
---`doc:lines()[1]:sub(-6) --> "通知"`
---@since 0.1
---@param i? integer default 1
---@param j? integer default -1
---@return docmill.Span
function Span:sub(i, j) end

---Its length in bytes, as `#span`.
---
---`doc:lines()[1]:len() --> 12`
---@since 0.1
---@return integer
function Span:len() end

---The first match within the span, or nil. `init` is a byte of the view, and not
---before the span.
---
---`doc:lines()[5]:find [[\d+]] --> "3000"`
---
---`doc:lines()[5]:find([[\d+]], 1) --> error "position before the span"`
---@since 0.1
---@param finder docmill.Finder
---@param init? integer default the span's first byte; negative from its end
---@return docmill.Match?
function Span:find(finder, init) end

---The same as find: in a span a match is a Match for both.
---
---`doc:lines()[2]:match("来源：(?<who>[^。]+)").who --> "县报"`
---@since 0.1
---@param finder docmill.Finder
---@param init? integer
---@return docmill.Match?
function Span:match(finder, init) end

---An iterator over all matches within the span.
---
---```lua
---local all = {}
---for m in doc:lines()[2]:gmatch [[\d+]] do all[#all + 1] = m.text end
---table.concat(all, " ") --> "2023 1 4"
---```
---@since 0.1
---@param finder docmill.Finder
---@param init? integer
---@return fun(): docmill.Match?
function Span:gmatch(finder, init) end

---A new string of the span's text with each match replaced, and how many there
---were; see view.gsub.
---
---`doc:lines()[5]:gsub([[(\d+)元]], "¥%1") --> "李四\t¥3000", 1`
---@since 0.1
---@param finder docmill.Regex|docmill.Phrases|string
---@param repl string|number|table|fun(m: docmill.Match): docmill.Text|number|false|nil
---@param n? integer at most so many
---@return string text
---@return integer count
function Span:gsub(finder, repl, n) end

---What lies between the matches within the span.
---
---`doc:lines()[5]:split "\t" [2] --> "3000元"`
---@since 0.1
---@param finder docmill.Regex|docmill.Phrases|string
---@param n? integer at most so many pieces
---@return docmill.Span[]
function Span:split(finder, n) end

---How many matches there are within the span.
---
---`doc:lines()[2]:count [[\d+]] --> 3`
---@since 0.1
---@param finder docmill.Finder
---@return integer
function Span:count(finder) end

---Whether there is a match within the span.
---
---`doc:lines()[1]:test "县报" --> false`
---@since 0.1
---@param finder docmill.Finder
---@param init? integer
---@return boolean
function Span:test(finder, init) end
