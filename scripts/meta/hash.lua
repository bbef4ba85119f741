---@meta _

---Fingerprints of texts, for finding doubles; not for secrets.
---@class docmill.hash
local hash = {}

---The 64 bits of XXH3, in 16 hexadecimal digits.
---
---`hash.xxh3 "" --> "2d06800538d394c2"`
---@since 0.1
---@param text docmill.Text
---@return string digits
function hash.xxh3(text) end
