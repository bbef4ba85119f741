---@meta _

---A value that knows its place, made by docmill.at. As a record's value it is
---the value, with the place of its span in `_spans`. tostring gives the value's.
---@class docmill.Place
---The value. `docmill.at(3000, doc:view "text":find "3000").value + 1 --> 3001`
---@field value any
---Where it came from. `docmill.at(3000, doc:view "text":find "3000").span --> "3000"`
---@field span docmill.Span
local Place = {}
