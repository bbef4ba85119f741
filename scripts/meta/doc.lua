---@meta _

---The document that a script works on. It is open as long as its script runs:
---whatever of it is kept longer raises "document is closed". tostring gives
---its id.
---@class docmill.Doc
---The path as given; `archive.zip!member` inside an archive.
---`doc.path --> "notice.html"`
---@field path string
---What the record is called: the path, with `#n` for line n of a JSONL input.
---`doc.id --> "notice.html"`
---@field id string
---The format it was read as (`docmill help readers`). `doc.format --> "html"`
---@field format string
---The size of the file in bytes. `doc.bytes --> 395`
---@field bytes integer
---The language that the markup declares, nil when it declares none.
---`doc.lang --> "zh"`
---@field lang string?
---What the markup says about itself, by name; a new table each time.
---`doc.meta.author, doc.meta.title --> "王小明", "通知"`
---@field meta table<string, string>
---The charset it was decoded from, and how that was decided.
---`doc.charset.name, doc.charset.how --> "utf-8", "utf-8"`
---@field charset docmill.Charset
---The text of the view "text", as a string.
---`doc.text:sub(1, 12) --> "奖金通知"`
---@field text string
---A table for the script's own notes; it lives as long as the document.
---```lua
---doc.features.seen = true
---doc.features.seen --> true
---```
---@field features table
---What reading the document gave rise to warn of. `#doc.warnings --> 0`
---@field warnings string[]
local Doc = {}

---The kinds of blocks.
---@alias docmill.BlockKind
---| "paragraph"
---| "heading"
---| "list_item"
---| "table"
---| "row"
---| "cell"
---| "quote"
---| "pre"
---| "caption"

---A text of the document: "raw" (the bytes of the file), "decoded" (as UTF-8),
---"text" (without markup), "clean" (with the usual steps), or normalization
---steps over "text" (`docmill help steps`). The same name gives the same view.
---
---`doc:view("decoded"):find "&copy;" --> "&copy;"`
---
---`doc:view { "lines", "width" }.name --> "lines,width"`
---
---`doc:view("widht") --> error "did you mean 'width'"`
---@since 0.1
---@param name docmill.ViewName
---@return docmill.View
function Doc:view(name) end

---The blocks in the order of the text, parents before their children; those of
---one kind when it is given.
---
---`doc:blocks("heading")[2].text --> "一、金额"`
---
---`#doc:blocks() --> 11`
---@since 0.1
---@param kind? docmill.BlockKind
---@return docmill.Block[]
function Doc:blocks(kind) end

---The sections: from each heading to the next one, of whatever level. What
---comes before the first heading is a section of level 0 without one.
---
---`doc:sections()[1].heading.text --> "奖金通知"`
---
---`#doc:sections()[2].blocks --> 2`
---@since 0.1
---@return docmill.Section[]
function Doc:sections() end

---The tables, with their rows of cells.
---
---`doc:tables()[1].rows[1][2] --> "3000元"`
---
---`doc:tables()[1].header[2] --> "金额"`
---@since 0.1
---@return docmill.Table[]
function Doc:tables() end

---The data of a CSV or JSON document. CSV: a table a row, its cells by the
---names in the header, or by number without one; cells are strings. JSON: the
---members of a list, or the one value; JSON Lines: one a line, without those
---that are no JSON.
---
---`doc:records() --> nil, "a document of format html has no records"`
---@since 0.1
---@return any[]? records
---@return string? trouble for other formats
function Doc:records() end

---The lines of a view, of "text" when none is given, without their line ends.
---
---`doc:lines()[1] --> "奖金通知"`
---
---`#doc:lines "decoded" --> 9`
---@since 0.1
---@param view? docmill.ViewName
---@return docmill.Span[]
function Doc:lines(view) end

---The sentences of a view, of "text" when none is given. A sentence does not
---cross a line end. Raises for "raw", whose bytes are no text yet.
---
---`doc:sentences()[2] --> "来源：县报。"`
---@since 0.1
---@param view? docmill.ViewName
---@return docmill.Span[]
function Doc:sentences(view) end

---The links, in the order of the text.
---
---`doc:links()[1].href, #doc:links() --> "list.html", 1`
---
---`doc:links()[1].span --> "名单"`
---@since 0.1
---@return docmill.Link[]
function Doc:links() end

---Note that `span` is a `type`, with what else is to be said of it. The
---features are kept as text. Readings are annotated too (`reading`): HTML ruby,
---and what the step gloss took out of the text.
---
---```lua
---local m = doc:view "text":find [[\d+元]]
---doc:annotate(m, "amount", { unit = "元", value = 3000 })
---doc:annotations("amount")[1].features.value --> "3000"
---```
---@since 0.1
---@param span docmill.Span
---@param type string
---@param features? table<string, docmill.Text|number|boolean>
---@return docmill.Annotation
function Doc:annotate(span, type, features) end

---The annotations in the order of the text: all, or those of one type, or those
---that lie in a span or overlap with one.
---
---```lua
---local text = doc:view "text"
---doc:annotate(text:find "县报", "paper")
---#doc:annotations "paper" --> 1
---#doc:annotations("paper", { within = doc:lines()[2] }) --> 1
---#doc:annotations("paper", { overlapping = doc:lines()[1] }) --> 0
---```
---@since 0.1
---@param type? string
---@param where? { within?: docmill.Span, overlapping?: docmill.Span }
---@return docmill.Annotation[]
function Doc:annotations(type, where) end

---What the repair steps of a view did, or would have done, in the order of the
---steps: of the view "whole", which has them all, when none is given. A repair
---that is less certain than `--repair` wants is listed with `applied` false.
---`after` is what stood there before the damage, `span` the damaged place in
---the text that the step was given.
---
---`#doc:repairs() --> 0`
---
---`#doc:repairs { "pages" } --> 0`
---@since 0.1
---@param view? docmill.ViewName
---@return docmill.Repair[]
function Doc:repairs(view) end

---The places of the file that could not be decoded: at most a thousand, and
---how many there are in all.
---
---`select(2, doc:decode_errors()) --> 0`
---@since 0.1
---@return docmill.DecodeError[]
---@return integer total
function Doc:decode_errors() end

---Mark a span as not belonging to the document: boilerplate, advertisements.
---The views stay as they are; `--meta` tells what was dropped and why.
---
---```lua
---doc:drop(doc:view "text":find "版权所有.*", "copyright")
---doc:drops()[1].reason --> "copyright"
---```
---@since 0.1
---@param span docmill.Span
---@param reason string
function Doc:drop(span, reason) end

---What was dropped, in the order of dropping.
---
---`#doc:drops() --> 0`
---@since 0.1
---@return docmill.Drop[]
function Doc:drops() end

---Ask for `span` to read `text`. Nothing happens before doc:commit, and then to
---the file that is written, not to the views (`docmill help edits`). Markup
---inside the span stays, and the new text is escaped as the format wants it; in
---the views "raw" and "decoded", and with `{ source = true }`, it is source and
---stands as it is. Raises where the file cannot be changed: what a reader put in
---by itself (a line end between two paragraphs) is not in the file.
---
---```lua
---doc:replace(doc:view "text":find "县报", "日报 & 县报")
---doc:commit()
---doc:edited():match "来源：[^。]+" --> "来源：日报 & 县报"
---doc:edited "decoded":match "来源：[^。]+" --> "来源：日报 &amp; 县报"
---```
---
---`doc:replace(doc:view "text":find "周报", "") --> error "was nothing found?"`
---@since 0.1
---@param span docmill.Span
---@param text docmill.Text
---@param how? { source?: boolean }
function Doc:replace(span, text, how) end

---Ask for `span` to go. Markup inside of it stays.
---
---```lua
---doc:delete(doc:view "text":find "来源：县报。")
---doc:commit()
---doc:edited():match "2023" --> "2023"
---doc:edited():match "来源" --> nil
---```
---@since 0.1
---@param span docmill.Span
function Doc:delete(span) end

---Ask for `text` right before `span`. Texts at one place stand in the order in
---which they were asked for.
---
---```lua
---doc:insert_before(doc:view "text":find "3000元", "约")
---doc:commit()
---doc:edited():match "约%d+元" --> "约3000元"
---```
---@since 0.1
---@param span docmill.Span
---@param text docmill.Text
---@param how? { source?: boolean }
function Doc:insert_before(span, text, how) end

---Ask for `text` right behind `span`.
---
---```lua
---doc:insert_after(doc:view "text":find "3000元", "<br>", { source = true })
---doc:commit()
---doc:edited "decoded":match "3000元<br>" --> "3000元<br>"
---```
---@since 0.1
---@param span docmill.Span
---@param text docmill.Text
---@param how? { source?: boolean }
function Doc:insert_after(span, text, how) end

---Ask for marks around `span`: both are source. Where markup begins or ends
---inside of the span, each piece has marks of its own.
---
---```lua
---doc:wrap(doc:view "text":find "县报", "<b>", "</b>")
---doc:commit()
---doc:edited "decoded":match "来源：<b>县报</b>" ~= nil --> true
---```
---@since 0.1
---@param span docmill.Span
---@param before docmill.Text
---@param after docmill.Text
function Doc:wrap(span, before, after) end

---Do what was asked for, all at once, and return how many edits that were. Two
---that overlap are a conflict. What the script's `edits` says, or `conflict`
---here, settles it: "error" (the default; nothing is done), "first" and "last"
---asked for, "longest", or a function of the two that returns one. A loser is a
---warning. What rules' actions ask for is committed behind `document`; what a
---script asks for and does not commit is a warning.
---
---```lua
---local text = doc:view "text"
---doc:replace(text:find "来源：县报", "来源：日报")
---doc:replace(text:find "县报。", "周报。")
---doc:commit() --> error "two edits overlap"
---doc:commit { conflict = "last" } --> 1
---doc:edited():match "来源：[^。]+" --> "来源：周报"
---```
---@since 0.1
---@param how? { conflict?: "error"|"first"|"last"|"longest"|fun(a: docmill.Edit, b: docmill.Edit): docmill.Edit? }
---@return integer committed
function Doc:commit(how) end

---What was asked for, in that order, with what became of it.
---
---```lua
---doc:delete(doc:view "text":find "县报")
---doc:edits()[1].op --> "delete"
---doc:edits()[1].state --> "queued"
---```
---@since 0.1
---@return docmill.Edit[]
function Doc:edits() end

---A view, "text" when none is given, of the document as it will read with the
---committed edits: a string, for the document is the same until it is written.
---
---```lua
---doc:replace(doc:view "text":find "３|3000", "５０００")
---doc:commit()
---doc:edited "width":match "%d+元" --> "5000元"
---doc.text:match "%d+元" --> "3000元"
---```
---@since 0.1
---@param view? docmill.ViewName
---@return string
function Doc:edited(view) end

---Give no record for this document; it is counted as turned away, with the
---reason. The handler goes on until it returns; of two reasons the first stays.
---
---`doc:skip() --> error "string expected"`
---@since 0.1
---@param reason string
function Doc:skip(reason) end

---A heading and what follows it, up to the next one.
---@class docmill.Section
---The heading; nil for what comes before the first.
---`doc:sections()[2].heading.number --> "一、"`
---@field heading docmill.Block?
---The heading's level, 1 to 6; 0 without heading. `doc:sections()[2].level --> 2`
---@field level integer
---The blocks that lie directly in it, without the heading.
---`doc:sections()[2].blocks[1].kind --> "table"`
---@field blocks docmill.Block[]
---All of it, the heading included. `doc:sections()[1].span.text:sub(1, 12) --> "奖金通知"`
---@field span docmill.Span

---A table of the document.
---@class docmill.Table
---All of it. `doc:tables()[1].span.last - doc:tables()[1].span.first --> 27`
---@field span docmill.Span
---The block it is. `doc:tables()[1].block.kind --> "table"`
---@field block docmill.Block
---The rows, each a list of cells. `#doc:tables()[1].rows --> 1`
---@field rows docmill.Span[][]
---The first row when it has nothing but header cells (`<th>`): then it is not
---among the rows. Else nil. `doc:tables()[1].header[1] --> "姓名"`
---@field header docmill.Span[]?

---A link of the document.
---@class docmill.Link
---The linked text. `doc:links()[1].span --> "名单"`
---@field span docmill.Span
---Where it leads, as written. `doc:links()[1].href --> "list.html"`
---@field href string

---What somebody noted about a place of the document. A table of its own: to change
---it changes nothing in the document.
---@class docmill.Annotation
---The place. `doc:annotate(doc:lines()[1], "title").span --> "奖金通知"`
---@field span docmill.Span
---What is there. `doc:annotate(doc:lines()[1], "title").type --> "title"`
---@field type string
---What else was said, as texts by name.
---`doc:annotate(doc:lines()[1], "title", { level = 1 }).features.level --> "1"`
---@field features table<string, string>

---Bytes that could not be decoded. Each such place is a U+FFFD in the views.
---@class docmill.DecodeError
---Its first byte in the file, counted from 1. `doc:decode_errors()[1] --> nil`
---@field first integer
---Its last byte. `doc:decode_errors()[1] --> nil`
---@field last integer

---One place that a repair step mended, or would have mended.
---@class docmill.Repair
---The step. `doc:repairs()[1] --> nil`
---@field step string
---How the damage came about. `doc:repairs()[1] --> nil`
---@field mechanism string
---How sure the step is. `doc:repairs()[1] --> nil`
---@field certainty "exact"|"likely"|"uncertain"
---False when it was only reported. `doc:repairs()[1] --> nil`
---@field applied boolean
---What stood there. `doc:repairs()[1] --> nil`
---@field before string
---What had stood there before the damage. `doc:repairs()[1] --> nil`
---@field after string
---A reading, a rival reading, or what is lost. `doc:repairs()[1] --> nil`
---@field note string?
---The place, in the text that the step was given. `doc:repairs()[1] --> nil`
---@field span docmill.Span

---What a script asked to be different. A table of its own: to change it changes
---nothing in the document.
---@class docmill.Edit
---What is done.
---```lua
---doc:insert_after(doc:lines()[1], "！")
---doc:edits()[1].op --> "insert_after"
---```
---@field op "replace"|"delete"|"insert_before"|"insert_after"|"wrap"
---The place.
---```lua
---doc:delete(doc:lines()[1])
---doc:edits()[1].span --> "奖金通知"
---```
---@field span docmill.Span
---The new text, or what stands before; "" of a deletion.
---```lua
---doc:replace(doc:lines()[1], "通知")
---doc:edits()[1].text --> "通知"
---```
---@field text string
---What wrap puts behind, else "".
---```lua
---doc:wrap(doc:lines()[1], "<i>", "</i>")
---doc:edits()[1].after --> "</i>"
---```
---@field after string
---The rule that asked, "" when none did.
---```lua
---return docmill.script {
---  rules = { rule { id = "sum", match = re [[\d+元]], action = "delete" } },
---  document = function(doc) return { rule = doc:edits()[1].rule } end,
---}
-----> {"id":"notice.html","rule":"sum"}
---```
---@field rule string
---What became of it: it waits, was committed, or lost to another one.
---```lua
---doc:delete(doc:lines()[1])
---doc:commit()
---doc:edits()[1].state --> "committed"
---```
---@field state "queued"|"committed"|"lost"
---The script's file that asked, and the line; "" and 0 when nobody knows.
---```lua
---doc:delete(doc:lines()[1])
---doc:edits()[1].file --> "x"
---```
---@field file string
---The line.
---```lua
---doc:delete(doc:lines()[1])
---doc:edits()[1].line > 0 --> true
---```
---@field line integer

---What was dropped. By doc:drop, or by a rule with `action = "drop"`.
---@class docmill.Drop
---The place.
---```lua
---doc:drop(doc:lines()[1], "title")
---doc:drops()[1].span --> "奖金通知"
---```
---@field span docmill.Span
---The reason given; the rule's id.
---```lua
---doc:drop(doc:lines()[1], "title")
---doc:drops()[1].reason --> "title"
---```
---@field reason string
