---@meta _

---JSON in and out, by the rules of records.
---@class docmill.json
---What stands for null on both sides, so that a list keeps its length.
---`json.decode "[1,null]"[2] == json.null --> true`
---@field null lightuserdata
local json = {}

---A value as JSON: keys sorted, Spans as their text, an empty table as `[]`
---unless docmill.object made it. Raises for what JSON cannot say.
---
---`json.encode { b = { 1, 2.5 }, a = "x" } --> '{"a":"x","b":[1,2.5]}'`
---
---`json.encode { a = 0/0 } --> error "value.a is not a number (NaN)"`
---@since 0.1
---@param value any
---@param indent? integer 0 to 16 spaces a level; default 0, all in one line
---@return string
function json.encode(value, indent) end

---The value of a JSON text, or nil and a message. Strict: one value, no comments,
---no doubled keys, at most 8 MiB.
---
---`json.decode '{"a":[1,true]}'.a --> { 1, true }`
---
---`json.decode '{"a":1,"a":2}' --> nil, "duplicate object key near '\"a\"' (line 1, byte 10)"`
---@since 0.1
---@param text docmill.Text
---@return any value
---@return string? message
function json.decode(text) end
