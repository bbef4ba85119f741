---@meta docmill

---What `require "docmill"` returns. Read-only; an unknown name raises with a
---did-you-mean.
---
---In the one-liner of `docmill x` it is a global, and so is what it holds but
---for rule, field, script, test and version.
---
---The examples in these pages are written `expression --> result` and look at
---this file, notice.html:
---```html
---<html lang="zh"><head><meta charset="utf-8">
---<meta name="author" content="王小明"><title>通知</title></head><body>
---<h1>奖金通知</h1>
---<p>来源：县报。2023年1月4日发放，见<a href="list.html">名单</a>。</p>
---<h2>一、金额</h2>
---<table><tr><th>姓名</th><th>金额</th></tr>
---<tr><td>李四</td><td>3000元</td></tr></table>
---<p>版权所有 &copy; 县报</p>
---</body></html>
---```
---@class docmill
---@field re docmill.re
---@field norm docmill.norm
---@field zh docmill.zh
---@field hash docmill.hash
---@field json docmill.json
---@field csv docmill.csv
---@field log docmill.log
---@field layout docmill.layout
---The version of docmill. `docmill.version:match "^%d+%.%d+" ~= nil --> true`
---@field version string
local docmill = {}

---Anything that has a text: functions that read text take a Span or a View as
---they are, without making a string of it first.
---@alias docmill.Text string|docmill.Span|docmill.View

---What verbs search with; a string is a regex.
---@alias docmill.Finder docmill.Regex|docmill.Phrases|docmill.Set|string

---A view's name ("raw", "decoded", "text", "clean"), steps separated by commas
---("lines,width"), a list of steps, or a View.
---@alias docmill.ViewName string|string[]|docmill.View

---What a rule may look for.
---@alias docmill.Matcher docmill.Regex|docmill.Set|docmill.Phrases|fun(where: docmill.View|docmill.Span, doc: docmill.Doc): docmill.Spans

---Nothing, one Span, a list of Spans, or an iterator that gives Spans.
---@alias docmill.Spans nil|docmill.Span|docmill.Span[]|fun(...): docmill.Span?

---Hand out a record, which is read at once: what the script does to the table
---afterwards does not matter. Its values are texts, numbers, booleans, lists
---and objects; a Span becomes its text and, with `--spans`, a place. What a
---record cannot hold raises and names the way to it (`record.authors[3].name`).
---
---`emit { title = doc:blocks("heading")[1].text } -->`
---
---`emit { f = print } --> error "record.f is a function"`
---
---With a name in front (1 to 64 letters, digits, `_`, `-`) the record goes to an
---output of its own: `emit("people", record)` to `people.csv` or a table `people`,
---as `-o` and `--format` have it.
---
---`emit("a/b", {}) --> error "the name of an output is 1 to 64"`
---
---`emit({}, "people") --> error "the name of the output comes first"`
---@since 0.1
---@param record table
---@overload fun(name: string, record: table)
function docmill.emit(record) end

---A value that knows its place: with `--spans` the record says that `value`
---came from `span`. For values that are computed: dates, amounts, objects.
---
---```lua
---local m = doc:view "text":find [[(\d{4})年(\d+)月(\d+)日]]
---local date = docmill.at("2023-01-04", m)
---tostring(date) --> "2023-01-04"
---date.span == m --> true
---```
---@since 0.1
---@param value any but nil
---@param span docmill.Span
---@return docmill.Place
function docmill.at(value, span) end

---Mark a table (a new one without argument) as an object, so that it is `{}`
---and not `[]` in a record when it is empty.
---
---`json.encode { a = {}, b = docmill.object {} } --> '{"a":[],"b":{}}'`
---@since 0.1
---@param t? table without a metatable of its own
---@return table t the same table
function docmill.object(t) end

---How much of a text looks like text: the share of plausible characters, 0 to
---1, blanks not counted. Private use, U+FFFD, controls and the traces of a
---wrong charset (Ã©, 锟斤拷) count nothing, rare Han a half.
---
---`docmill.quality "中文 text" --> 1.0`
---
---`docmill.quality "锟斤拷" --> 0.0`
---
---`docmill.quality(doc:view "text") --> 1.0`
---@since 0.1
---@param text docmill.Text
---@return number share 0 to 1
function docmill.quality(text) end

---Thousands of literal phrases as one finder, from a list or from a table of
---phrase to value; both may be mixed. It has the verbs of a Regex; of two
---phrases that begin at one place the longer is found.
---
---```lua
---local p = docmill.phrases { ["县报"] = "paper", ["名单"] = "list" }
---doc:view "text":find(p).data --> "paper"
---p:count(doc.text) --> 3
---#docmill.phrases { "a", "b" } --> 2
---```
---@since 0.1
---@param list table<integer, string>|table<string, any>
---@return docmill.Phrases
function docmill.phrases(list) end

---A rule: what to look for, and what it is worth. Checked at once: an unknown
---key, a wrong type or a bad pattern names this line of the script.
---
---`docmill.rule { id = "date", match = re [[\d{4}年]] }.id --> "date"`
---
---`docmill.rule { id = "date", mach = "x" } --> error "rule has no key 'mach'"`
---@since 0.1
---@param t docmill.Rule
---@return docmill.Rule
function docmill.rule(t) end

---A field: one value of the record, from what rules found.
---
---`docmill.field { from = "date" }.pick --> "first"`
---
---`docmill.field { pick = "first" } --> error "a field needs a rule to come from"`
---@since 0.1
---@param t docmill.Field
---@return docmill.Field
function docmill.field(t) end

---The script: the one value that a script's file returns.
---
---`docmill.script { rules = {} } --> error "the script does nothing"`
---@since 0.1
---@param t docmill.Script
---@return docmill.Script
function docmill.script(t) end

---A test: a document in a few words, and what must come of it. Stands in the
---script's `tests`.
---
---`docmill.test { input = "作者：张三", expect = "作者：⟦张三⟧" }.input --> "作者：张三"`
---
---`docmill.test { input = "a" } --> error "test expects nothing"`
---@since 0.1
---@param t docmill.Test
---@return docmill.Test
function docmill.test(t) end

---A template: a text with holes, compiled once. `escape` is "html" (the default),
---"xml", "csv", "md", "json", "none" or a function of a text; `max` how many bytes
---a text made of it may have (16 MiB).
---
---`docmill.template("{{n}},{{t}}", { escape = "csv" }) { n = 1, t = "a,b" } --> '1,"a,b"'`
---
---`docmill.template "{{#if a}}" --> error "line 1 of the template: {{#if a}} is never closed"`
---
---`docmill.template "{{a}}" {} --> error "there is no 'a'"`
---@since 0.1
---@param text string
---@param options? { escape?: "html"|"xml"|"csv"|"md"|"json"|"none"|fun(text: string): string, max?: integer }
---@return docmill.Template
function docmill.template(text, options) end

return docmill
