---@meta _

---A paragraph, heading, list item, table or a part of one. It is a
---range of the view "text". tostring(block) is its text; two blocks are equal
---when they are the same one.
---@class docmill.Block
---What it is. `doc:blocks()[1].kind --> "heading"`
---@field kind docmill.BlockKind
---A heading's level 1 to 6, a list item's depth from 1; else 0.
---`doc:blocks("heading")[2].level --> 2`
---@field level integer
---The number it begins with, or nil. `doc:blocks("heading")[2].number --> "一、"`
---@field number string?
---A list item's number in a list that counts, whether the text has it or not;
---nil for bullets. `doc:blocks("cell")[1].ordinal --> nil`
---@field ordinal integer?
---Its text, the number included. `doc:blocks("cell")[4].text --> "3000元"`
---@field text string
---Its place. `doc:blocks("heading")[1].span.last --> 12`
---@field span docmill.Span
---The block around it, or nil. `doc:blocks("cell")[4].parent.kind --> "row"`
---@field parent docmill.Block?
---Whether it is a header cell. `doc:blocks("cell")[1].header --> true`
---@field header boolean
local Block = {}

---The blocks directly in it.
---
---`#doc:blocks("table")[1]:children() --> 2`
---@since 0.1
---@return docmill.Block[]
function Block:children() end
