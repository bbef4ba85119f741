-- same.lua - plain values compared, and shown as Lua writes them.

local json = require("docmill.core").json

local same = {}

function same.equal(a, b)
  if type(a) ~= "table" or type(b) ~= "table" then return a == b end
  for k, v in pairs(a) do
    if not same.equal(v, b[k]) then return false end
  end
  for k in pairs(b) do
    if a[k] == nil then return false end
  end
  return true
end

local function text(s)
  return '"' .. s:gsub('[\\"]', "\\%0"):gsub("\n", "\\n"):gsub("%c", function(c)
    return ("\\x%02X"):format(c:byte())
  end) .. '"'
end

function same.show(v)
  if type(v) == "string" then return text(v) end
  if rawequal(v, json.null) then return "json.null" end
  if type(v) ~= "table" then return tostring(v) end
  local parts, keys = {}, {}
  for i, item in ipairs(v) do parts[i] = same.show(item) end
  for k in pairs(v) do keys[#keys + 1] = tostring(k) end
  table.sort(keys)
  for _, k in ipairs(keys) do
    local item = v[k]
    if item ~= nil and math.type(tonumber(k)) ~= "integer" then
      parts[#parts + 1] = k .. " = " .. same.show(item)
    end
  end
  return "{ " .. table.concat(parts, ", ") .. " }"
end

return same
