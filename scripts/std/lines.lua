-- lines.lua - a text as lines that know their place.
--
-- Rules that judge a page by its layout (what is a byline, a title, a block of
-- boilerplate) want its lines with their neighbours.  A line is { first, last,
-- text, fold, chars, blank_before }: byte places in the text, the folded text
-- of std.han, the number of characters.  Blank lines are not in the list.

local han = require "std.han"

local lines = {}

--- The lines of a text that hold anything but blanks.
---@param text string
---@return table[]
function lines.of(text)
  local fold = han.fold(text)
  local list, blank = {}, false
  for first, line in fold:gmatch "()([^\n]*)" do
    local from, to = line:match "^[ \t\r]*()[^ \t\r].-()[ \t\r]*$"
    if from then
      local a, b = first + from - 1, first + to - 2
      local s = fold:sub(a, b)
      list[#list + 1] = { first = a, last = b, text = text:sub(a, b), fold = s,
        chars = han.len(s:find("(", 1, true) and han.without_readings(s) or s), blank_before = blank }
      blank = false
    elseif first <= #fold then
      blank = true
    end
  end
  return list
end

return lines
