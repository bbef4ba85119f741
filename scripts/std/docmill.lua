-- docmill.lua - what `require "docmill"` gives: the core and the rule engine.
--
-- The native core says what a document is (re, phrases, norm, json, …); the
-- three constructors here say what a script is, layout and template are more
-- of the library.

local core = require "docmill.core"
local native = require "docmill.native"
local shape = require "std.shape"

local all = {
  field = require("std.field").new,
  rule = require("std.rule").new,
  script = require("std.script").new,
  test = require("std.test").new,
  version = native.version,
}
for _, name in ipairs {
  "re", "phrases", "norm", "zh", "hash", "json", "csv", "log", "at", "object",
  "quality", "emit",
} do
  all[name] = core[name]
end

-- What few scripts need is loaded when one asks for it.
local later = { layout = "std.layout", template = "std.template" }

local function known()
  local names = {}
  for name in pairs(all) do names[name] = true end
  for name in pairs(later) do names[name] = true end
  return names
end

setmetatable(all, {
  __index = function(_, name)
    if later[name] then
      all[name] = native.library(later[name])
      return all[name]
    end
    shape.unknown("script", nil, known(), "docmill has no member '%s'", tostring(name))
  end,
})

return setmetatable({}, {
  __index = all,
  __newindex = function()
    shape.fail("script", nil, nil, "docmill is read-only")
  end,
  __pairs = function()
    for name in pairs(later) do all[name] = all[name] end
    return pairs(all)
  end,
  __metatable = false,
})
