---@meta _

---Questions about Chinese text.
---@class docmill.zh
local zh = {}

---Whether a text is made of Han characters and nothing else; false for the
---empty one.
---
---`zh.is_han "县报", zh.is_han "县报。" --> true, false`
---@param text docmill.Text
---@return boolean
function zh.is_han(text) end
