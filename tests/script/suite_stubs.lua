-- suite_stubs.lua - the stubs in scripts/meta against the live API, both ways,
-- and every example in them run.  Prints TAP.
--
-- An example is `expression --> result` in backquotes, or a line of that form in
-- a block of code, whose other lines are run with it; nothing behind the arrow
-- means that it runs.  `error "part"` as the result means that it raises with
-- that in its message.  A block with `return docmill.script` is a script of its
-- own: `--> {…}` are the records it gives (`--> "…"` what its writer writes), and
-- its rules' examples are checked.
-- All look at the file in the description of docmill.

local docmill = os.getenv "DOCMILL" or "build/release/docmill"
local tmp = assert(io.popen "mktemp -d"):read "l"
local n, failed = 0, 0

local function report(ok, what, why)
  n = n + 1
  if not ok then failed = failed + 1 end
  print(("%s %d - %s"):format(ok and "ok" or "not ok", n, what))
  if not ok and why then print("# " .. tostring(why):gsub("\n", "\n# ")) end
end

local function quote(s) return "'" .. s:gsub("'", "'\\''") .. "'" end

local function write(name, text)
  local f <close> = assert(io.open(tmp .. "/" .. name, "wb"))
  f:write(text)
end

-- What a shell command says on both streams, one behind the other, and whether
-- it ended with 0.
local function run(command)
  local p = assert(io.popen(("cd %s && { %s; } 2>err"):format(quote(tmp), command)))
  local out = p:read "a"
  local ok = p:close()
  local f <close> = assert(io.open(tmp .. "/err", "rb"))
  return out, f:read "a", ok
end

local program = docmill:sub(1, 1) == "/" and docmill
  or assert(io.popen "pwd"):read "l" .. "/" .. docmill

local function x(chunk, input)
  return run(("%s x %s %s"):format(quote(program), quote(chunk), quote(input or "notice.html")))
end

-- The stubs, read ---------------------------------------------------------

local members, enums, examples = {}, {}, {} -- members[class][name] = "." or ":"
local sample

local function member(class, name, mark)
  members[class] = members[class] or {}
  members[class][name] = mark
end

-- The examples of one comment block, whose first line is `first`.
local function gather(file, first, block)
  local fence
  for i, line in ipairs(block) do
    local place = ("%s:%d"):format(file, first + i - 1)
    if line:find "^```" then
      if fence then
        if line ~= "```" then report(false, place .. " a block in a block") end
        if fence.language == "lua" then examples[#examples + 1] = fence end
        if fence.language == "html" then sample = table.concat(fence, "\n") .. "\n" end
        fence = nil
      else
        fence = { place = place, line = first + i, language = line:sub(4) }
      end
    elseif fence then
      fence[#fence + 1] = line
    else
      for code in line:gmatch "`([^`]*%-%->[^`]*)`" do
        if code ~= "expression --> result" then
          examples[#examples + 1] = { place = place, line = first + i - 1, code }
        end
      end
    end
  end
  if fence then report(false, fence.place .. " a block of code without end") end
end

-- What a class or member was described by: it has text and an example.
local function described(file, at, what, block)
  local text = table.concat(block, "\n")
  report(text:find "%S" and (text:find("-->", 1, true) or text:find("return docmill.script", 1, true)),
    ("%s is described, with an example"):format(what), ("%s:%d"):format(file, at))
end

local function alternatives(line)
  local set = {}
  for word in line:gmatch '"([%w_]+)"' do set[word] = true end
  return set
end

local function read_stub(file)
  local block, first, class, alias, words, since = {}, 1, nil, nil, nil, nil
  local number = 0
  for line in io.lines("scripts/meta/" .. file) do
    number = number + 1
    local comment = line:match "^%-%-%-([^@|].*)" or line == "---" and ""
    if comment then
      if #block == 0 then first = number end
      block[#block + 1] = comment
    end
    local field, type = line:match "^%-%-%-@field ([%w_]+)%??%s+(.+)"
    local owner, mark, name = line:match "^function ([%w_]+)([.:])([%w_]+)%("
    if line:find "^%-%-%-@class" then
      class = line:match "^%-%-%-@class ([%w_.]+)"
      members[class] = members[class] or {}
      if not table.concat(block):find "%S" then report(false, class .. " is described", file) end
    elseif field then
      member(class, field, ".")
      enums[class .. "." .. field] = alternatives(type)
      if not type:find "^docmill%.%l+$" then -- those are described in files of their own
        described(file, number, class .. "." .. field, block)
      end
    elseif owner then
      owner = owner == "docmill" and owner or "docmill." .. owner
      member(owner, name, mark)
      if words then enums[("%s.%s %s"):format(owner:match "[^.]+$", name, words[1])] = words[2] end
      described(file, number, owner .. mark .. name, block)
      report(since, ("%s%s%s says since when it is there"):format(owner, mark, name),
        ("%s:%d: ---@since 0.1 behind its text"):format(file, number))
    elseif line:find "^%-%-%-@alias" then
      alias = line:match "^%-%-%-@alias ([%w_.]+)"
      enums[alias] = alternatives(line)
    elseif line:find "^%-%-%-| " then
      enums[alias][line:match '"([%w_]+)"'] = true
    elseif line:find "^%-%-%-@since" then
      since = line:match "^%-%-%-@since (%d+%.%d+)$"
    elseif line:find "^%-%-%-@param" then
      words = { line:match "^%-%-%-@param ([%w_]+)", alternatives(line) }
    end
    if not comment and not line:find "^%-%-%-@[pors]" then
      since = nil
      gather(file, first, block)
      block = {}
    end
  end
  gather(file, first, block)
end

for file in assert(io.popen "cd scripts/meta && LC_ALL=C ls *.lua"):lines() do
  assert(loadfile("scripts/meta/" .. file))
  read_stub(file)
end
assert(sample, "docmill.lua has no sample")
write("notice.html", sample)

-- Stubs and live API, both ways --------------------------------------------

local function keys(set)
  local list = {}
  for k in pairs(set) do list[#list + 1] = k end
  table.sort(list)
  return table.concat(list, " ")
end

local function compare(what, stub, live)
  if next(live) == nil then return report(false, what .. ": the live names were not found") end
  local wrong = {}
  for name, mark in pairs(live) do
    if stub[name] ~= mark then wrong[name .. (stub[name] and " is of another kind" or " has no stub")] = true end
  end
  for name in pairs(stub) do
    if live[name] == nil then wrong[name .. " is only in the stubs"] = true end
  end
  report(next(wrong) == nil, ("%s: stubs and live API agree"):format(what), keys(wrong))
end

-- Compare a class, which then is done with.
local function settle(class, live)
  compare(class, members[class] or {}, live)
  members[class] = nil
end

-- A set of names, all with the same mark, from words.
local function set(text, mark)
  local out = {}
  for name in text:gmatch "[%w_]+" do out[name] = mark or true end
  return out
end

-- Classes of the core: the program lists what its own class tables hold.
local listed = {}
for class, mark, name in run(quote(program) .. " help members"):gmatch "(%w+)([.:])([%w_]+)" do
  listed[class] = listed[class] or {}
  listed[class][name] = mark
end
for name, mark in pairs(members["docmill.Match"]) do member("docmill.Span", name, mark) end
members["docmill.Match"] = nil
for class, live in pairs(listed) do
  settle("docmill." .. class, live)
end

-- Tables: a chunk tells the keys of what an expression gives.
local function told(expressions, input)
  local parts = {}
  for class, expression in pairs(expressions) do
    parts[#parts + 1] = ("[%q] = names(%s)"):format(class, expression)
  end
  local out = x([[
    local function names(t)
      local list = {}
      for k in pairs(t) do list[#list + 1] = k end
      return table.concat(list, " ")
    end
    doc:drop(doc:lines()[1], "x")
    doc:annotate(doc:lines()[1], "x")
    doc:delete(doc:lines()[1])
    doc:commit()
    return { names = { ]] .. table.concat(parts, ", ") .. " } }", input)
  for class, names in out:gmatch '"([%w_.]+)":"([^"]*)"' do
    if expressions[class] then settle(class, set(names, ".")) end
  end
  for class in pairs(expressions) do
    if members[class] then report(false, class .. ": the live names were not found", out) end
  end
end

told {
  ["docmill"] = "docmill", ["docmill.re"] = "re", ["docmill.norm"] = "norm", ["docmill.zh"] = "zh",
  ["docmill.layout"] = "docmill.layout",
  ["docmill.hash"] = "hash", ["docmill.json"] = "json", ["docmill.csv"] = "csv", ["docmill.log"] = "log",
  ["docmill.Charset"] = "doc.charset", ["docmill.Candidate"] = "doc.charset.candidates[1]",
  ["docmill.Section"] = "doc:sections()[1]", ["docmill.Table"] = "doc:tables()[1]",
  ["docmill.Link"] = "doc:links()[1]", ["docmill.Annotation"] = "doc:annotations()[1]",
  ["docmill.Drop"] = "doc:drops()[1]", ["docmill.Edit"] = "doc:edits()[1]",
  ["docmill.Stage"] = "doc:view('text').steps[1]",
}
write("bad.html", (sample:gsub("名单", "\xFF")))
told({ ["docmill.DecodeError"] = "doc:decode_errors()[1]" }, "bad.html")
write("pages.txt", "1、清晨的渡口停着五条木船，\n2、船工们正在缆绳边上吃着早\n3、饭，河对岸的茶馆刚刚卸下\n4、门板，掌柜的提着铜壶走了\n5、出来，他说今年的春茶不错\n6、，可惜雨水少了一些。")
told({ ["docmill.Repair"] = "doc:repairs('pages')[1]" }, "pages.txt")

-- Objects of the library: pairs gives their methods.
for class, expression in pairs {
  ["docmill.Picture"] = "docmill.layout { 'x' }", ["docmill.Template"] = "docmill.template 'x'",
} do
  local out = x(("local l = {} for k in pairs(%s) do l[#l + 1] = k end return { l = table.concat(l, ' ') }")
    :format(expression))
  settle(class, set(out:match '"l":"([^"]*)"' or "", ":"))
end

-- ctx and candidates, seen by a script that tells their keys.
write("keys.lua", [[
local docmill = require "docmill"
local function names(...)
  local list, seen = {}, {}
  for _, t in ipairs { ... } do
    for k in pairs(t) do
      if k:sub(1, 2) ~= "__" and not seen[k] then list[#list + 1] = k end
      seen[k] = true
    end
  end
  return table.concat(list, " ")
end
return docmill.script {
  rules = { docmill.rule { id = "n", match = docmill.re "[0-9]+" } },
  fields = { n = docmill.field { from = "n", pick = "last" } },
  document = function(_, _, ctx)
    local class = getmetatable(ctx)
    return { ctx = names(ctx, type(class) == "table" and class or { reduce = ctx.reduce }),
             FieldCandidate = names(ctx.candidates.n[1]) }
  end,
}
]])
local keys_of = run(quote(program) .. " run keys.lua notice.html")
for _, class in ipairs { "ctx", "FieldCandidate" } do
  local live = set(keys_of:match(('"%s":"([^"]*)"'):format(class)) or "", ".")
  if live.reduce then live.reduce = ":" end
  settle("docmill." .. class, live)
end

-- An unknown key or word is answered with all that are known.
local function known(expression)
  local _, err = x(expression)
  return err:match "known: ([%w_ ]+)" or ""
end
local function a_rule(key) return ("docmill.rule { match = re 'x', id = 'x', %s }"):format(key) end

settle("docmill.Rule", set(known "docmill.rule { zzzzzzzzz = 1 }", "."))
settle("docmill.Field", set(known "docmill.field { zzzzzzzzz = 1 }", "."))
settle("docmill.Script", set(known "docmill.script { zzzzzzzzz = 1 }", "."))
settle("docmill.Test", set(known "docmill.test { zzzzzzzzz = 1 }", "."))
settle("docmill.Needs", set(known "docmill.script { needs = { zzzzzzzzz = 1 } }", "."))
settle("docmill.Writer", set(known "docmill.script { writer = { zzzzzzzzz = 1 } }", "."))
settle("docmill.Within", set(known(a_rule "within = { zzzzzzzzz = 1 }"), "."))
for name, expression in pairs {
  ["docmill.BlockKind"] = ("docmill.script { rules = { %s } }"):format(a_rule "within = { block = 'zzzzzzzzz' }"),
  ["docmill.Rule.conflict"] = a_rule "conflict = 'zzzzzzzzz'",
  ["docmill.Rule.action"] = a_rule "action = 'zzzzzzzzz'",
  ["docmill.Script.conflict"] = "docmill.script { conflict = 'zzzzzzzzz' }",
  ["docmill.Script.edits"] = "docmill.script { edits = 'zzzzzzzzz' }",
  ["docmill.Field.pick"] = "docmill.field { from = 'x', pick = 'zzzzzzzzz' }",
} do
  compare(name, enums[name], set(known(expression)))
end
write("how.lua", [[
return require "docmill".script { document = function(_, _, ctx) ctx:reduce("x", 1, "zzzzzzzzz") end }
]])
local _, how = run(quote(program) .. " run how.lua notice.html")
compare("the ways of ctx:reduce", enums["ctx.reduce how"], set(how:match "known: ([%w_ ]+)" or ""))
for class in pairs(members) do report(false, class .. " is compared with something") end

-- The examples --------------------------------------------------------------

local prelude = [[
local function same(got, want)
  if type(got) == "userdata" and type(want) == "string" then return tostring(got) == want end
  if type(got) ~= "table" or type(want) ~= "table" then return got == want end
  for k, v in pairs(want) do if not same(got[k], v) then return false end end
  for k in pairs(got) do if want[k] == nil then return false end end
  return true
end
local function show(t)
  local list = {}
  for i = 1, t.n do
    local ok, text = pcall(json.encode, t[i])
    list[i] = ok and text or tostring(t[i])
  end
  return table.concat(list, ", ")
end
local function expect(got, want)
  if not same(got, want) then error("gave " .. show(got) .. ", not " .. show(want), 2) end
end
]]

-- Run code as a chunk that must end well, or fail with `part` in what it says.
local function try(place, code, part)
  local _, err, ok = x(code .. "\nreturn nil")
  if part then
    report(not ok and err:find(part, 1, true), place .. " raises", ("wanted %s\n%s"):format(part, err))
  else
    report(ok, place, code:sub(#prelude + 1) .. "\n" .. err)
  end
end

-- The Lua that checks a line of an example, and the part of the message when
-- the line must raise; nil when it is no check.
local function check_of(line)
  local expression, want = line:match "^(.-)%s+%-%->%s*(.*)$"
  if not expression then return nil end
  local part = want:match '^error "(.*)"$'
  if part or want == "" then return ("do local _ = %s end"):format(expression), part end
  return ("expect(table.pack(%s), table.pack(%s))"):format(expression, want)
end

local function run_chunk(example)
  local code, checks = { prelude }, 0
  for _, line in ipairs(example) do
    local check, part = check_of(line)
    if check then checks = checks + 1 end
    if part then
      try(example.place, table.concat(code, "\n") .. "\n" .. check, part)
    else
      code[#code + 1] = check or line
    end
  end
  if checks == 0 then report(false, example.place .. " says what it gives") end
  try(example.place, table.concat(code, "\n"))
end

-- One-liners that must not raise share a document; alone only when one fails.
local function run_together(list)
  local code = { prelude }
  for i, example in ipairs(list) do code[i + 1] = check_of(example[1]) end
  local _, _, ok = x(table.concat(code, "\n") .. "\nreturn nil")
  for _, example in ipairs(list) do
    if ok then report(true, example.place) else run_chunk(example) end
  end
end

local function run_script(example)
  local code, want = { 'local docmill = require "docmill"',
    "local rule, field, re = docmill.rule, docmill.field, docmill.re" }, ""
  for _, line in ipairs(example) do
    local record, text = line:match "^%-%-> (%b{})$", line:match '^%-%-> (".*")$'
    if text then -- of a writer
      want = want .. load("return " .. text)()
    elseif record then want = want .. record .. "\n" else code[#code + 1] = line end
  end
  code = table.concat(code, "\n") .. "\n"
  write("example.lua", code)
  local out, err, ok = run(quote(program) .. " run example.lua notice.html")
  report(ok and out == want, example.place .. " gives its records", ("%s%s\nwanted %s"):format(out, err, want))
  if code:find("examples", 1, true) then
    out, err, ok = run(quote(program) .. " check example.lua")
    report(ok, example.place .. " passes check", out .. err)
  end
end

local together = {}
for _, example in ipairs(examples) do
  local check, part = check_of(example[1])
  if table.concat(example, "\n"):find("return docmill.script", 1, true) then
    run_script(example)
  elseif #example > 1 or part or not check then
    run_chunk(example)
  else
    together[#together + 1] = example
  end
end
run_together(together)

-- Help has every one of them ------------------------------------------------

local _, err, ok = run(quote(program) .. " help doc:blocks Span.context emit norm.width rule.match BlockKind >help")
report(ok, "docmill help knows the names of the API", err)
_, err, ok = run(quote(program) .. " help doc.bloks")
report(not ok and err:find("doc.blocks", 1, true), "and those nearby", err)

os.execute("rm -rf " .. quote(tmp))
print("1.." .. n)
os.exit(failed == 0)
