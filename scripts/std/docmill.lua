-- docmill.lua - what `require "docmill"` gives: the core and the rule engine.
--
-- The native core says what a document is (re, phrases, norm, json, …); the
-- three constructors here say what a script is.

local core = require "docmill.core"
local native = require "docmill.native"
local shape = require "std.shape"

local all = {
  field = require("std.field").new,
  rule = require("std.rule").new,
  script = require("std.script").new,
  version = native.version,
}
for _, name in ipairs {
  "re", "phrases", "norm", "zh", "hash", "json", "csv", "log", "at", "object",
  "quality", "emit",
} do
  all[name] = core[name]
end

setmetatable(all, {
  __index = function(_, name)
    shape.unknown("script", nil, all, "docmill has no member '%s'", tostring(name))
  end,
})

return setmetatable({}, {
  __index = all,
  __newindex = function()
    shape.fail("script", nil, nil, "docmill is read-only")
  end,
  __pairs = function() return pairs(all) end,
  __metatable = false,
})
