---@meta _

---Regexes of PCRE2, with UTF on and `^` and `$` at line edges. \d \w \s \b mean
---ASCII without the flag u. `docmill.re` is called to make one:
---`re(pattern, flags)`; the same pattern is compiled once. A wrong one raises
---and shows where.
---
---The flags: i caseless, s dot matches a line end, x extended, M `^` and `$` at
---the ends of the text only, U ungreedy, A anchored, D `$` only at the very end,
---n no numbered groups, u Unicode classes.
---
---`re([[县\S]], "i"):find "来源县报" --> 7, 12`
---
---`re "(" --> error "missing closing parenthesis"`
---@class docmill.re
---@overload fun(pattern: string|docmill.Regex, flags?: string): docmill.Regex
local re = {}

---Many regexes over one text in one pass; a match knows which one it is of.
---
---`doc:view("text"):find(re.set { "版权", [[\d+元]] }).index --> 2`
---@since 0.1
---@param patterns (string|docmill.Regex)[]
---@return docmill.Set
function re.set(patterns) end

---A pattern that matches just this text.
---
---`re(re.escape "a.c"):test "abc" --> false`
---@since 0.1
---@param text docmill.Text
---@return string pattern
function re.escape(text) end
