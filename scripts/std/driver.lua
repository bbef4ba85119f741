-- driver.lua - what the engine in C calls: one script, ready to run.
--
-- It is loaded before the user's script and brings in everything that may
-- talk to the engine, which nobody else can reach afterwards.

local context = require "std.context"
local core = require "docmill.core"
local docmill = require "docmill"
local engine = require "std.engine"
local native = require "docmill.native"
local script_of = require "std.script"
local shape = require "std.shape"

local driver = {}

local short = {
  "re", "phrases", "norm", "zh", "hash", "json", "csv", "log", "at", "object",
  "quality", "emit",
}

-- The same, for what is loaded when it is first named.
local later = { layout = true, template = true }

-- The globals of a one-liner: what is often needed, by its short name.
function driver.globals()
  local env = { docmill = docmill }
  for _, name in ipairs(short) do env[name] = core[name] end
  return setmetatable(env, {
    __index = function(_, name) return later[name] and docmill[name] or _G[name] end,
  })
end

-- What is asked about every document, of the module that the engine's options
-- name; nil when nothing is.
local function reporter(script)
  local name, question = native.asked()
  if not name then return nil end
  local answer = native.library("std.ask." .. name)
  engine.be_asked()
  return function(doc, failed)
    local state = engine.last
    if not state or state.doc ~= doc then state = engine.start(script, doc) end
    return answer(state, question, failed)
  end
end

-- The functions that the engine calls, for what a script's file returned.
function driver.open(script)
  if not native.is(script, script_of.class) then
    shape.fail("bad_type", nil, "end the file with return docmill.script { … }",
      "the script returned a %s, not a script", native.kind(script))
  end
  local ctx = context.new()
  local ids = {}
  for i, rule in ipairs(script.rules) do ids[i] = rule.id end
  return {
    name = script.name, view = script.view, order = script.order,
    edits = script.edits, writer = script.writer, columns = script.columns,
    rules = ids,
    report = reporter(script),
    document = function(doc)
      engine.document(script, doc, ctx)
      return context.take(ctx)
    end,
    init = function()
      if script.init then script.init(ctx) end
      if context.take(ctx) then
        shape.fail("script", script, "reduce in document or in finish",
          "init runs once for each worker: what it reduces would depend on how many there are")
      end
    end,
    finish = function()
      if script.finish then script.finish(ctx) end
      return context.take(ctx)
    end,
    -- Only the verb check needs it, and it is late to ask for native by name.
    check = function(told)
      return require("std.check")(native).check(script, told)
    end,
    about = function(what, arg)
      return require("std.check")(native).about(script, what, arg)
    end,
  }
end

-- The same for a one-liner, whose globals are `env`.
function driver.chunk(chunk, env)
  local function run(doc)
    env.doc = doc
    return chunk(doc)
  end
  return driver.open(script_of.of_chunk(run))
end

return driver
