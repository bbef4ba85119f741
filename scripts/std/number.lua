-- number.lua - quantities: numerals with a measure word, amounts, shares.
--
-- A quantity answers "how many".  第十二期, 二十大, 5G, 2024年 and 四个意识 hold
-- numerals and count nothing.  `pattern` finds candidates, `judge` sorts out
-- the rest by what stands around them, `read` turns one into value and unit.

local han = require "std.han"

local number = {}

local DIGIT = { ["零"] = 0, ["〇"] = 0, ["一"] = 1, ["二"] = 2, ["两"] = 2,
  ["三"] = 3, ["四"] = 4, ["五"] = 5, ["六"] = 6, ["七"] = 7, ["八"] = 8,
  ["九"] = 9, ["壹"] = 1, ["贰"] = 2, ["叁"] = 3 }
local SCALE = { ["十"] = 10, ["百"] = 100, ["千"] = 1000, ["万"] = 10000,
  ["亿"] = 100000000, ["兆"] = 1000000000000 }

-- Measure words that make a quantity of any numeral before them.
local MEASURES = [[
个多月 个月 个小时 个百分点 个工作日 个 名 位 人次 人份 人 户 家 项 条 件 只 台 辆 架 艘 座 栋
幢 间 所 处 套 份 张 幅 篇 册 首 支 枚 棵 株 匹 场 次 轮 批 组 队 支队 种 类 款 笔 起 宗 例 集
颗 粒 块 层 方面 部门 平方公里 平方千米 平方米 立方米 公里 千米 厘米 毫米 微米 纳米 米 公顷 亩 吨
公斤 千克 毫克 斤 毫升 千瓦时 千瓦 兆瓦 美元 欧元 英镑 日元 港元 港币 韩元 卢布 元 分钟 秒 小时
天 周年 周岁 周 年 岁 旬 世纪 倍 积分 票 字 人民币 门课 张床位 标准箱 车次 架次 班次 台次 篇次
]]
-- Measure words that name or order when a Chinese numeral stands before them.
local WITH_DIGITS = [[
日 分 级 度 期 章 节 口 里 道 本 门 部 点 页 卷 根 头 片 朵 面 届 成 折 克 升 伏 安 瓦 赫兹 像素
双 对 副 班 站 集 帧 档 列 步 箱 瓶 盒 包 袋 桶 株 GB MB TB KB kg km cm mm MW GW kW Mbps Gbps
]]

local function alternatives(...)
  local list = {}
  for _, words in ipairs { ... } do
    for w in words:gmatch "%S+" do list[#list + 1] = w end
  end
  table.sort(list, function(a, b)
    if #a ~= #b then return #a > #b end
    return a < b
  end)
  return table.concat(list, "|")
end

local ANY = han.words(MEASURES)
local ARABIC = [[[0-9０-９]+(?:[,，][0-9０-９]{3})*(?:[.．][0-9０-９]+)?]]
local CHINESE = [[[零〇一二两兩三四五六七八九十百千万萬亿億数數几幾]+]]
local TAIL = [[(?:[十百千万萬亿億兆]+)?[余餘多几幾]?]]
local UNIT = [[(?:%|％|‰|]] .. han.both(alternatives(MEASURES, WITH_DIGITS)) .. ")"

--- A regex for candidates in Chinese text.
number.pattern = [[(?<![0-9０-９A-Za-z_.．@/第])(?:百分之|[二三四五六七八九十]+分之)?(?:]]
  .. ARABIC .. "|" .. CHINESE .. ")" .. TAIL
  .. [[(?:[-~～—–至到](?:]] .. ARABIC .. "|" .. CHINESE .. ")" .. TAIL .. ")?"
  .. UNIT .. "?" .. [[(?:以上|以下|以[内內]|左右|上下)?]]

--- A regex for amounts and counts in English text.
number.english = [[(?<![\w.,/:-])(?:(?:US|HK|A|C)?[$€£¥]\s?\d[\d,]*(?:\.\d+)?]]
  .. [[(?:\s?(?:thousand|million|billion|trillion|bn|m|k)\b)?]]
  .. [[|\d+(?:,\d{3})*(?:\.\d+)?\s?(?:%|(?:percent|per\scent|percentage\spoints?)\b]]
  .. [[|(?:thousand|million|billion|trillion)\b(?:\s(?!and|or|in|of|to|for)[a-z]{3,})?)]]
  .. [[|\d+(?:,\d{3})*(?:\.\d+)?\s(?!(?:and|or|in|of|to|for|at|on|by|is|was|were|the|a|an|as|with|from|am|pm]]
  .. [[|percent|but|when|that|who|which|after|before)\b)[a-z]{2,}[-a-z]*)]]

local FULL = { ["，"] = ",", ["．"] = "." }
for i = 0, 9 do FULL[utf8.char(0xFF10 + i)] = tostring(i) end

--- Full-width digits and their punctuation to the usual ones.
function number.narrow(s)
  return (s:gsub("\xEF\xBC[\x80-\xBF]", FULL))
end

--- The value of a Chinese numeral: 一百二十 → 120, 二〇二三 → 2023, 两万三 →
--- 23000; nil for what is none.
---@param s string
---@return number?
function number.chinese(s)
  local total, section, digit, last, plain = 0, 0, nil, 1, ""
  for _, code in utf8.codes(han.fold(s)) do
    local c = utf8.char(code)
    local d, scale = DIGIT[c], SCALE[c]
    if d then
      plain = plain .. d
      digit, last = d, d == 0 and 10 or last
    elseif not scale then
      return nil
    else
      plain = nil
      if scale >= 10000 then
        section = section + (digit or 0)
        if section > 0 then
          total = total + section * scale
        else
          total = (total > 0 and total or 1) * scale
        end
        section = 0
      else
        section = section + (digit or 1) * scale
      end
      digit, last = nil, scale
    end
    plain = plain or ""
  end
  if total == 0 and section == 0 then
    return #plain > 0 and tonumber(plain) or digit
  end
  if digit and last >= 100 then digit = digit * last // 10 end
  return total + section + (digit or 0)
end

local BOUNDS = { ["以上"] = ">=", ["以下"] = "<=", ["以内"] = "<=",
  ["左右"] = "~", ["上下"] = "~", ["余"] = ">", ["多"] = ">" }
local BEFORE = { ["超过"] = ">", ["超"] = ">", ["逾"] = ">", ["年过"] = ">",
  ["突破"] = ">", ["不少于"] = ">=", ["不低于"] = ">=", ["至少"] = ">=",
  ["近"] = "<", ["不足"] = "<", ["约"] = "~", ["大约"] = "~", ["达"] = nil }

-- Split "40万多名以上" into numeral, scale, vagueness, unit and bound.
local function parts(text)
  local s = han.fold(number.narrow(text))
  local bound
  for word, sign in pairs(BOUNDS) do
    if #word == 6 and s:sub(-6) == word then bound, s = sign, s:sub(1, -7) end
  end
  local head, rest = s:match "^([%d,]+%.?%d*)(.*)$"
  if not head then
    local last = 0
    for first, c in s:gmatch("()(" .. han.CHAR .. ")") do
      if first ~= last + 1 or not (DIGIT[c] or SCALE[c] or c == "数" or c == "几") then break end
      last = first + 2
    end
    head, rest = s:sub(1, last), s:sub(last + 1)
  end
  return head, rest, bound
end

local function scaled(rest)
  local factor = 1
  while SCALE[rest:sub(1, 3)] do
    factor, rest = factor * SCALE[rest:sub(1, 3)], rest:sub(4)
  end
  return factor, rest
end

-- An integer where the value is one but for the error of the arithmetic.
local function tidy(n)
  if not n or math.type(n) == "integer" or n >= 2 ^ 53 then return n end
  local whole = math.floor(n + 0.5)
  return math.abs(n - whole) <= 1e-12 * math.abs(n) and whole or n
end

local function fraction(text)
  local s = han.fold(number.narrow(text))
  local below, above = s:match "^(.-)分之(.+)$"
  if not below then return nil end
  local d = number.chinese(below)
  local n = tonumber((above:gsub(",", ""))) or number.chinese(above)
  if not d or not n then return nil end
  if d == 100 then return { value = tidy(n), unit = "%" } end
  return { value = n / d }
end

--- What a Chinese quantity says: { value, max, unit, bound, indefinite }.
--- `value` is absent for 数万; `max` is there for 3至5名.
---@param text string
---@param before? string what stands before it, for the bound
---@return table?
function number.read(text, before)
  text = tostring(text)
  local share = fraction(text)
  if share then return share end
  local head, rest, bound = parts(text)
  if #head == 0 then return nil end
  local out = { bound = bound }
  local factor
  factor, rest = scaled(rest)
  if head:find "几" or head:find "数" then
    out.indefinite = true
  else
    local base = tonumber((head:gsub(",", ""))) or number.chinese(head)
    out.value = base and tidy(base * factor + 0.0)
  end
  local vague = rest:sub(1, 3)
  if vague == "几" then
    out.bound, rest = ">", rest:sub(4)
  elseif BOUNDS[vague] then
    out.bound, rest = out.bound or BOUNDS[vague], rest:sub(4)
  end
  local dash, more = rest:match "^([-~])(.+)$"
  if not dash then
    for _, sep in ipairs { "～", "—", "–", "至", "到" } do
      if rest:sub(1, #sep) == sep then dash, more = sep, rest:sub(#sep + 1) end
    end
  end
  if dash then
    local upper = number.read(more)
    if upper then
      out.max, rest = upper.value, upper.unit or ""
      local _, s = parts(text)
      if out.value and not SCALE[s:sub(1, 3)] then
        local f = scaled(select(2, parts(more)))
        out.value = tidy(out.value * f + 0.0)
      end
    end
  end
  out.unit = #rest > 0 and (rest == "％" and "%" or rest) or nil
  if out.unit then -- in the characters of the text
    local whole = number.narrow(text)
    local at = han.fold(whole):find(out.unit, #head + 1, true)
    out.unit = at and whole:sub(at, at + #out.unit - 1) or out.unit
  end
  if out.unit == "旬" then
    out.unit, out.value = "岁", out.value and out.value * 10
  end
  if before and not out.bound then
    out.bound = BEFORE[han.longest(han.fold(before), BEFORE, 3) or ""]
  end
  return out
end

local BARE = han.words "个 名 余 多 亿 万 元 美元 亩 吨 架 艘 项 部 场 万元 亿元"
local ADVERBS = han.words "千万 亿万 万万 十分 万一 百分"
local NAMES = han.words [[两个确立 两个维护 两个一百 四个意识 四个自信 四个全面 三个务必 三个代表
  三个有利 两个毫不 两个结合 十个明确 六个必须 八项规定 五位一体 四位一体 三位一体 三严三实 两学一做
  五台山 五台县 千家万户 三个面向 两个凡是 四个现代 一个中国 十个坚持 四个伟大 两个先行]]
local OPEN = han.set "“‘「『《〈"
local MORE = han.words "近 上 逾 超 约 过 达 成 破 数"

local VAGUE = han.set "余多几"
local INDEFINITE = han.set "数几"
local SCALES = { "十", "百", "千", "万", "亿", "数", "几" }

local function has_scale(fold)
  for _, c in ipairs(SCALES) do
    if fold:find(c, 1, true) then return true end
  end
  return false
end

-- 数万 and 三千万 count without a measure word, 十, 千万 and 三 do not.
local function large(fold)
  if ADVERBS[fold] or #fold < 6 then return false end
  return INDEFINITE[fold:sub(1, 3)] or fold:find "万$" ~= nil or fold:find "亿$" ~= nil
end

-- Chinese numerals name and order more often than they count.
local function counts_in_words(head, rest, before, after)
  local fold = han.fold(head)
  if #rest == 0 then return large(fold), "no measure word" end
  local unit = VAGUE[rest:sub(1, 3)] and rest:sub(4) or rest
  if not ANY[unit] and not (unit ~= rest and (#unit == 0 or SCALE[unit:sub(1, 3)])) then
    return false, "names or orders"
  end
  if fold == "一" or fold == "二" then return false, "means no count" end
  if INDEFINITE[fold] then return false, "an indefinite pronoun" end
  if SCALE[fold] and fold ~= "十" and not BARE[rest] and not MORE[before] then
    return false, "an idiom"
  end
  if #fold >= 6 and not has_scale(fold) then return false, "digits of a year" end
  return not after:find "^级" and not after:find "^一体", "a name"
end

-- Whether what stands before is an opening mark and numeral with its measure:
-- “两个一百年”.
local function in_name(before)
  for mark in pairs(OPEN) do
    local inside = before:match("^.*" .. mark .. "(.*)$")
    local c = inside and inside:sub(1, 3)
    if c and (DIGIT[c] or SCALE[c]) and ANY[inside:sub(4)] then return true end
  end
  return false
end

-- 数百, 几十 and 十几 are numerals, 一数 is none.
local function well_formed(head)
  local fold = han.fold(head)
  for _, c in ipairs { "数", "几" } do
    local at = fold:find(c, 1, true)
    if at and not SCALE[fold:sub(at + 3, at + 5)] and not SCALE[fold:sub(at - 3, at - 1)] then
      return false
    end
  end
  return true
end

--- Whether a candidate means a quantity, and why not.
---@param text string the candidate
---@param before string the few characters before it
---@param after string the few characters after it
---@return boolean, string?
function number.judge(text, before, after)
  local last = before:match "([%z\1-\x7F\xC2-\xF4][\x80-\xBF]*)$" or ""
  local head, rest = parts(text)
  if fraction(text) then return true end
  if #head == 0 or not well_formed(head) then return false, "no numeral" end
  local start = han.fold(text .. after)
  if NAMES[start:sub(1, 12)] or NAMES[start:sub(1, 9)] then return false, "a name" end
  if last == "第" or last == "其" then return false, "an ordinal" end
  if head:find "^%d" then
    if #rest == 0 then return false, "no unit" end
    local said = number.read(text)
    if not said.unit and not has_scale(rest) and (said.max or rest:find "^[-~]") then
      return false, "a range of no unit"
    end
    if after:find "^[%w_@]" then return false, "part of a code" end
    if rest == "年" and (#head == 4 or head:find "^%d%d$" and after:find "^代") then
      return false, "a year"
    end
    if rest == "日" and not (after:find "^内" or after:find "^之内" or after:find "^內") then
      return false, "a day"
    end
    return true
  end
  if OPEN[last] then return false, "opens a name" end
  if in_name(han.fold(before)) then return false, "part of a name" end
  return counts_in_words(head, rest, last, after)
end

local WORDS = { thousand = 1e3, k = 1e3, million = 1e6, m = 1e6, billion = 1e9, bn = 1e9, trillion = 1e12 }
local SIGNS = { ["$"] = "USD", ["US$"] = "USD", ["HK$"] = "HKD", ["A$"] = "AUD",
  ["C$"] = "CAD", ["€"] = "EUR", ["£"] = "GBP", ["¥"] = "CNY" }

--- What an English amount says: { value, unit }.
---@param text string
---@return table?
function number.read_english(text)
  text = tostring(text)
  local sign, digits, rest = text:match "^([^%d]*)(%d[%d,]*%.?%d*)%s*(.*)$"
  if not digits then return nil end
  local value = tonumber((digits:gsub(",", "")))
  local word, unit = rest:match "^(%a+)%s*(.*)$"
  if word and WORDS[word] then
    value, rest = value * WORDS[word], unit
  end
  sign = sign:gsub("%s+$", "")
  if rest:find "^percentage" then
    rest = "percentage points"
  elseif rest == "%" or rest:find "^per" then
    rest = "%"
  end
  return { value = tidy(value + 0.0), unit = SIGNS[sign] or #rest > 0 and rest or nil }
end

local COUNTED = han.words [[people men women children feet percent miles mph km kg cm mm ml mg lb lbs oz ft
  square metric horsepower points cents staff police troops degrees kilometres]]

--- Whether an English candidate counts: years, versions and codes do not.
function number.judge_english(text)
  local whole, unit = text:match "^(%d[%d.,]*)%s+(%a[%a-]*)$"
  if not whole or WORDS[unit] or unit:find "^per" then return true end
  if #whole == 4 and whole:find "^[12][09]" then return false, "a year" end
  return COUNTED[unit] or unit:find "%l%ls$" ~= nil, "no unit"
end

return number
