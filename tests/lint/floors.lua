-- floors.lua - core/'s rooms may only look down, and no room walks in circles.
--
-- Reads every include of every file in core/: a room includes only itself and
-- rooms on lower floors, and inside a room the headers form no cycle.
local floor = { base = 0, text = 1, han = 2, repair = 3, norm = 4, doc = 5,
                match = 5, emit = 5, load = 6, save = 7, script = 8, engine = 9,
                batch = 10, desk = 11, cli = 12 }
local bad, includes = 0, {}

local function complain(...)
  bad = bad + 1
  io.stderr:write(string.format(...), "\n")
end

local function check(path, n, to)
  local room, other = path:match "^core/(%w+)/", to:match "^(%w+)/"
  if not floor[room] then
    complain("%s: there is no room '%s'", path, room)
  elseif other ~= room and (floor[other] or 99) >= floor[room] then
    complain("%s:%d: %s must not look up to %s", path, n, room, to)
  end
end

local files = assert(io.popen "find core -name '*.[ch]' | LC_ALL=C sort")
for path in files:lines() do
  includes[path:sub(6)] = {}
  local n = 0
  for line in io.lines(path) do
    n = n + 1
    local to = line:match '^%s*#%s*include%s+"([%w_]+/[%w_./]+)"'
    if to then
      check(path, n, to)
      table.insert(includes[path:sub(6)], to)
    elseif line:match '^%s*#%s*include%s+"' and not line:match '%.inc"'
      and not line:match '"docmill%.h"' then
      complain('%s:%d: write includes as "room/file.h"', path, n)
    end
  end
end

local state = {} -- nil unseen, 1 on the path, 2 done
local function visit(file, trail)
  if state[file] == 2 or not includes[file] then return end
  if state[file] == 1 then
    complain("include cycle: %s -> %s", table.concat(trail, " -> "), file)
    return
  end
  state[file] = 1
  trail[#trail + 1] = file
  for _, to in ipairs(includes[file]) do visit(to, trail) end
  trail[#trail] = nil
  state[file] = 2
end
for file in pairs(includes) do visit(file, {}) end

os.exit(bad == 0)
