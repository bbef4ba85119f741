---@meta _

---One record of comma-separated values at a time (RFC 4180).
---@class docmill.csv
local csv = {}

---The fields of a record, or nil and a message. A quoted field may hold line
---ends; line ends behind the record are left out.
---
---`csv.decode 'a,"b ""c""",\n' --> { "a", 'b "c"', "" }`
---
---`csv.decode 'a,"b' --> nil, "a quote is not closed at byte 3"`
---@since 0.1
---@param record docmill.Text
---@param separator? string one byte; default ","
---@return string[]? fields
---@return string? message
function csv.decode(record, separator) end

---A list as a record, without a line end; fields are quoted where they must be.
---For nil inside the list (an empty field) say its length as `n`.
---
---`csv.encode { "a,b", 1, true } --> '"a,b",1,true'`
---
---`csv.encode({ "a", nil, "c", n = 3 }, ";") --> "a;;c"`
---@since 0.1
---@param fields any[]
---@param separator? string
---@return string record
function csv.encode(fields, separator) end
