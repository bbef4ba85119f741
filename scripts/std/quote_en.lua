-- quote_en.lua - quotations of English text and who said them.
--
-- One paragraph at a time: “…” or "…", with a verb of saying before or behind
-- and a capitalized name beside it.  Short quotations without one are terms.

local quote_en = {}

local VERBS = {}
for w in ([[said says told added adds explained explains wrote writes noted notes asked asks
  argued argues claimed claims warned warns insisted recalled stated states continued continues
  tweeted announced replied admitted suggested suggests concluded]]):gmatch "%a+" do
  VERBS[w] = true
end

local NOT_NAMES = {}
for w in ([[The A An It He She They We I But And In On At That This There When While After
  Before Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April
  May June July August September October November December Mr Mrs Ms Dr]]):gmatch "%a+" do
  NOT_NAMES[w] = true
end

local function close_of(s, at, c)
  if c == '"' then return s:find('"', at + 1, true) end
  local first, last = s:find("”", at + 3, true)
  return first and last
end

--- The quotations of a paragraph: { first, last, text = {first, last} }.
---@param s string
---@return table[]
function quote_en.find(s)
  local list, at = {}, 1
  while true do
    local first, _, c = s:find("([\"\xE2]\x80?\x9C?)", at)
    if not first then return list end
    local mark = s:sub(first, first) == '"' and '"' or s:sub(first, first + 2) == "“" and "“"
    local last = mark and close_of(s, first, mark)
    if last then
      list[#list + 1] = { first = first, last = last,
        text = { first + #mark, last - (mark == '"' and 1 or 3) } }
      at = last + 1
    else
      at = first + #c
    end
  end
end

-- Words of offices, which stand before a name and are no part of it.
local OFFICE = {}
for w in ([[President Vice Prime Minister Secretary Press White House State Defense Defence Foreign
  Senator Sen Rep Representative Gov Governor Mayor General Gen Col Lt Capt Chief Officer Executive
  CEO CFO CTO Director Manager Professor Prof Judge Attorney Spokesman Spokeswoman Spokesperson
  Chairman Chairwoman Chair King Queen Prince Princess Pope Sir Dame Lord Lady Later Meanwhile
  US UK U.S U.K Democratic Republican British American Chinese Russian]]):gmatch "%S+" do
  OFFICE[w] = true
end

-- The capitalized words that stand together in [from, to], as runs of words.
local function runs_in(s, from, to)
  local runs, run, stop = {}, nil, 0
  for first, word, after in s:sub(from, to):gmatch "()([%u\xC3][%w\xC3-\xC9\x80-\xBF.-]*'?%u?%w*)()" do
    local bare = word:gsub("%.$", "")
    local possessive = word:find "'s$" ~= nil or s:find("^’s", from + after - 1) ~= nil
    if NOT_NAMES[bare] or OFFICE[bare] or possessive then
      run = nil
    else
      if not run or s:sub(from + stop - 1, from + first - 2) ~= " " then
        run = {}
        runs[#runs + 1] = run
      end
      run[#run + 1] = { first = from + first - 1, last = from + first + #bare - 2 }
      stop = after
    end
  end
  return runs
end

-- The name in [from, to] that is nearest to the verb: of the last run of
-- capitalized words before it, or of the first behind it, up to three words.
local function name_in(s, from, to, behind)
  local runs = runs_in(s, from, to)
  local run = runs[behind and 1 or #runs]
  if not run then return nil end
  local a, b = 1, math.min(#run, 3)
  if not behind then a, b = math.max(1, #run - 2), #run end
  return { first = run[a].first, last = run[b].last, name = s:sub(run[a].first, run[b].last) }
end

-- The verb of saying in a stretch of text.
local function verb_in(s)
  for first, word, last in s:gmatch "()(%l+)()" do
    if VERBS[word] then return first, last end
  end
end

local function beside(s, from, to)
  local text = s:sub(from, to)
  local first, last = verb_in(text)
  if not first then return nil end
  local who = name_in(s, from, from + first - 2) or name_in(s, from + last - 1, to, true)
  return who, { from, to }
end

local function sentence_end(s, at)
  local stop = s:find("[.!?]%s", at)
  return math.min(stop or #s, at + 160, #s)
end

local function judge(s, list, i, last_speaker)
  local q = list[i]
  local following = list[i + 1] and list[i + 1].first - 1 or #s
  local who, cue = beside(s, q.last + 1, math.min(following, sentence_end(s, q.last + 1)))
  local before = i > 1 and list[i - 1].last + 1 or 1
  if not cue then
    local lead = s:sub(before, q.first - 1)
    local start = before
    for stop in lead:gmatch "[.!?]%s()" do start = before + stop - 1 end
    if s:find("^[,:]?%s*$", q.first - 2) or lead:find "[,:]%s*$" or lead:find "that%s*$" then
      who, cue = beside(s, start, q.first - 1)
    end
  end
  local inner = s:sub(q.text[1], q.text[2])
  local _, words = inner:gsub("%S+", "")
  if cue then return "speech", who or last_speaker, cue end
  if words <= 4 and not inner:find "[.!?,]$" then return "term" end
  if last_speaker and inner:find "[.!?,]$" then return "speech", last_speaker end
  return words >= 5 and inner:find "[.!?,]$" and "speech" or words >= 8 and "citation" or "term"
end

--- Judge the quotations of a paragraph: kind and `who` ({ first, last, name }).
---@param s string
---@return table[]
function quote_en.read(s)
  local list = quote_en.find(s)
  local speaker
  for i, q in ipairs(list) do
    q.kind, q.who, q.cue = judge(s, list, i, speaker)
    speaker = q.who or speaker
  end
  return list
end

return quote_en
