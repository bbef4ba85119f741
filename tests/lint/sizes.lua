-- sizes.lua - the budgets of DESIGN section 8, counted.
--
-- A function is what stands between a brace in column 0 and its end; none may
-- be over 60 lines.  No source file over 500 lines, no header over 200 (the
-- public one 250).  The median and the 90th percentile are printed.
local bad, lengths = 0, {}

local function complain(...)
  bad = bad + 1
  io.stderr:write(string.format(...), "\n")
end

local files = assert(io.popen "find core include scripts -name '*.[ch]' -o -name '*.lua' | LC_ALL=C sort")
for path in files:lines() do
  local n, start = 0, nil
  for line in io.lines(path) do
    n = n + 1
    if line:sub(1, 1) == "{" then
      start = n
    elseif line:sub(1, 1) == "}" and start then
      local len = n - start - 1
      lengths[#lengths + 1] = len
      if len > 60 then complain("%s:%d: a function of %d lines", path, start, len) end
      start = nil
    end
  end
  local most = path:find "^include/" and 250 or path:find "%.h$" and 200 or 500
  if n > most then complain("%s: %d lines, the budget is %d", path, n, most) end
end

table.sort(lengths)
local function at(q) return lengths[math.max(1, math.ceil(#lengths * q))] or 0 end
print(("       %d C functions, median %d lines, p90 %d, longest %d")
  :format(#lengths, at(.5), at(.9), at(1)))
os.exit(bad == 0)
