-- docmill.lua - what `require "docmill"` gives: the core and the rule engine.
--
-- The native core says what a document is (re, phrases, norm, json, …); the
-- three constructors here say what a script is.

local core = require "docmill.core"
local field = require "std.field"
local rule = require "std.rule"
local script = require "std.script"

local own = { script = script, rule = rule, field = field }

return setmetatable({}, {
  __index = function(_, name)
    local v = own[name]
    if v ~= nil then return v end
    return core[name] -- which raises for a name it lacks
  end,
  __newindex = function() error("docmill is read-only", 2) end,
  __pairs = function()
    local all = {}
    for k, v in pairs(core) do all[k] = v end
    for k, v in pairs(own) do all[k] = v end
    return next, all, nil
  end,
  __metatable = false,
})
