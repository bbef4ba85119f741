---@meta _

---A picture of lines, with holes: `layout { item, item, … }` makes a template
---that is read from top to bottom against the lines of a view. What its patterns
---capture are Spans. An item is a pattern (a line), a list of items (one after
---the other), or what the functions below make. `steps` among the items is how
---many steps one answer may take.
---
---A pattern in quotes is the whole line: blanks around the line do not count,
---and a blank in the pattern stands for all the blanks that are there,
---ideographic ones too. A Regex, a Set or Phrases are looked for in the line as
---it is; a function is given the line, and takes it with a Match or any true
---value. A name can be bound once; not span, first, last or passed, which every
---match has: its place, the numbers of its lines, and which lines a collect or
---gather passed over.
---
---```lua
---local layout = docmill.layout
---local t = layout { "来源：(?<from>[^。]+)。(?<rest>.*)", layout.skip(), "李四 (?<n>\\d+)元" }
---local m = t:find(doc:view "text")
---m.from, m.n, m.first, m.last --> "县报", "3000", 2, 5
---t:match(doc:view "text") == nil --> true
---```
---@class docmill.layout
---@overload fun(items: table): docmill.Picture
local layout = {}

---What can stand in a layout.
---@alias docmill.LayoutItem docmill.Finder|fun(line: docmill.Span): any|docmill.LayoutItem[]|table

---What a match bound, by name: Spans; of a collect lists. Its place is `span`,
---its lines `first` to `last`; `passed` is a list of the lines, blank ones left
---out, that a collect or gather passed over in it.
---@alias docmill.Bindings table<string, any>

---A line. With `as` all of it is bound, without the blanks around it.
---
---`docmill.layout { docmill.layout.line { "一、.*", as = "head" } }:find(doc:view "text").head --> "一、金额"`
---@since 0.1
---@param pattern docmill.Finder|fun(line: docmill.Span): any|{ as?: string }
---@return docmill.LayoutItem
function layout.line(pattern) end

---Lines of any kind: as few as will do, at most `max`.
---
---`docmill.layout { docmill.layout.skip(1), "一、.*" }:match(doc:view "text") == nil --> true`
---@since 0.1
---@param max? integer
---@return docmill.LayoutItem
function layout.skip(max) end

---Blank lines, or none: as many as there are, at most `max`.
---
---`docmill.layout { "奖金通知", docmill.layout.gap(), "来源.*" }:match(doc:view "text").last --> 2`
---@since 0.1
---@param max? integer
---@return docmill.LayoutItem
function layout.gap(max) end

---Blank lines: `n` of them, or one.
---
---`docmill.layout { "奖金通知", docmill.layout.blank(), "来源.*" }:match(doc:view "text") == nil --> true`
---@since 0.1
---@param n? integer default 1
---@return docmill.LayoutItem
function layout.blank(n) end

---Lines up to where the items match; these are not taken. At most `max` lines.
---
---`docmill.layout { docmill.layout.until_ "一、.*", "(?<head>.*)" }:match(doc:view "text").head --> "一、金额"`
---@since 0.1
---@param items docmill.LayoutItem|{ max?: integer }
---@return docmill.LayoutItem
function layout.until_(items) end

---The items, or nothing.
---
---`docmill.layout { "奖金通知", docmill.layout.maybe { "副题：.*" }, "(?<x>来源).*" }:match(doc:view "text").x --> "来源"`
---@since 0.1
---@param items docmill.LayoutItem
---@return docmill.LayoutItem
function layout.maybe(items) end

---The items must match here, and are not taken.
---
---`docmill.layout { "奖金.*", docmill.layout.trailer { "来源.*" } }:match(doc:view "text").last --> 1`
---@since 0.1
---@param items docmill.LayoutItem
---@return docmill.LayoutItem
function layout.trailer(items) end

---One of the items: the first that lets the rest match. An item of several lines
---is a list.
---
---```lua
---local t = docmill.layout { docmill.layout.cases { "标题：(?<t>.+)", "(?<t>.+)通知" } }
---t:match(doc:view "text").t --> "奖金"
---```
---@since 0.1
---@param items docmill.LayoutItem[]
---@return docmill.LayoutItem
function layout.cases(items) end

---The end of the text.
---
---`docmill.layout { "版权所有.*", docmill.layout.eof() }:find(doc:view "text").last --> 6`
---@since 0.1
---@return docmill.LayoutItem
function layout.eof() end

---All the items, in any order, one each; a maybe may be missing. Other lines in
---between are passed over, any number of them, or at most `gap` in a row. Without
---until_ it ends when all were found, with it where that matches at the latest.
---In a collect, without gap and until_, it also ends where that begins anew: at a
---line that its first item matches.
---
---```lua
---local layout = docmill.layout
---local t = layout { layout.gather { "李四 (?<n>\\d+)元", "来源：(?<from>..).*", layout.maybe { "电话.*" } } }
---local m = t:match(doc:view "text")
---m.n, m.from --> "3000", "县报"
---```
---@since 0.1
---@param items docmill.LayoutItem[]|{ gap?: integer, until_?: docmill.LayoutItem }
---@return docmill.LayoutItem
function layout.gather(items) end

---The items over and over, as often as they come: at least `min` times (1) and at
---most `max` (any number). Other lines in between are passed over: any number of
---them when there is no `gap`, at most `gap` in a row with it, none with gap = 0.
---It ends before the line where until_ matches; inside of another collect, without
---gap and until_, also where that begins anew: at a line that its first item
---matches. `passed` of the bindings lists what was passed over. With a `name` that
---is bound to the list of what each time bound, a table with span, first and last;
---without, each name in it is bound to a list, with false where it was missing.
---
---```lua
---local layout = docmill.layout
---local nested = layout { layout.collect { "[一二三]、(?<title>.+)", -- a chapter
---  layout.collect { "(?<who>\\S+) (?<n>\\d+)元", name = "cases" }, name = "chapters" } }
---local m = nested:match(doc:view "text")
---m.chapters[1].title, #m.chapters[1].cases, #m.passed --> "金额", 1, 3
---local t = layout { layout.skip(), "姓名 金额", layout.collect { "(?<who>\\S+) (?<n>\\d+)元", name = "rows", gap = 0 } }
---local rows = t:match(doc:view "text").rows
---#rows, rows[1].who, rows[1].first --> 1, "李四", 5
---```
---@since 0.1
---@param items docmill.LayoutItem[]|{ name?: string, min?: integer, max?: integer, gap?: integer, until_?: docmill.LayoutItem }
---@return docmill.LayoutItem
function layout.collect(items) end

---The bindings behind a Span that a rule has from picture:matcher(); nil for
---other Spans.
---```lua
---local row = docmill.layout { "(?<who>\\S+) (?<n>\\d+)元" }
---return docmill.script { rules = {
---  rule { id = "paid", match = row:matcher(), value = function(m)
---    return docmill.layout.of(m).n
---  end },
---} }
-----> {"id":"notice.html","paid":["3000"]}
---```
---@since 0.1
---@param span docmill.Span
---@return docmill.Bindings?
function layout.of(span) end

---A template made by layout. A subject is a View or a Span; `init` is the number
---of a line of the view, negative from the end.
---@class docmill.Picture
local Picture = {}

---The bindings at line `init`, where the first item must match; or nil, and why
---not: the item that failed when most lines had matched, the line, a caret.
---
---```lua
---local m, why = docmill.layout { "奖金(?<x>通知)" }:match(doc:view "text")
---m.x, why --> "通知", nil
---m, why = docmill.layout { "奖金报告" }:match(doc:view "text")
---m, why:find("notice.html, line 1 of text: 奖金通知", 1, true) ~= nil --> nil, true
---```
---@since 0.1
---@param subject docmill.View|docmill.Span
---@param init? integer default the first
---@return docmill.Bindings?
---@return string? why
function Picture:match(subject, init) end

---The bindings where it matches first, from line `init` on; or nil, and why not.
---
---`docmill.layout { "李四 (?<n>\\d+)元" }:find(doc:view "text").n --> "3000"`
---@since 0.1
---@param subject docmill.View|docmill.Span
---@param init? integer
---@return docmill.Bindings?
---@return string? why
function Picture:find(subject, init) end

---An iterator over all occurrences; no line is in two of them.
---
---```lua
---local n = 0
---for m in docmill.layout { ".*金额?.*" }:gmatch(doc:view "text") do n = n + #m.span:split "\n" end
---n --> 3
---```
---@since 0.1
---@param subject docmill.View|docmill.Span
---@return fun(): docmill.Bindings?
function Picture:gmatch(subject) end

---Why it matches nowhere from line `init` on; nil when it does match.
---
---`docmill.layout { "李四 (?<n>\\d+)元" }:explain(doc:view "text") --> nil`
---@since 0.1
---@param subject docmill.View|docmill.Span
---@param init? integer
---@return string? why
function Picture:explain(subject, init) end

---A function for the key match of a rule; see layout.of.
---
---`#docmill.layout { ".*金.*" }:matcher()(doc:view "text") --> 3`
---@since 0.1
---@return fun(subject: docmill.View|docmill.Span): docmill.Span[]
function Picture:matcher() end

---The names that a match binds, sorted.
---
---`docmill.layout { "(?<b>.)", "(?<a>.)" }:names() --> { "a", "b" }`
---@since 0.1
---@return string[]
function Picture:names() end
