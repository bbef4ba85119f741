-- boilerplate.lua - what stands on a page and is not the article.
--
-- `mark` looks at the lines of a page (std.lines) and sets on each line that
-- is not body text either `drop` (why it goes) or `meta` (what it says: author,
-- reporters, editors, source, date).  It judges by words and by layout: a
-- paywall is a block of short lines, a disclaimer runs on to the end, what
-- follows the last line of an article's own data is the site's.

local han = require "std.han"
local heading = require "std.heading"
local person = require "std.person"

local boilerplate = {}

local LABELS = {
  author = "作者 本文作者 文 文字 图文 文图 图 图片 摄影 撰文 撰稿 作者简介 供稿 执笔",
  reporters = "记者 本报记者 本台记者 本网记者 通讯员 见习记者 实习记者 特约记者 实习生",
  editors = "责任编辑 责编 编辑 本文编辑 网络编辑 值班编辑 责任编校 编审 编校 校对 审核 审校 初审 复审 终审 监制 主编 值班主任 统筹 责任校对 签发 校核",
  source = "来源 文章来源 信息来源 稿源 稿件来源 新闻来源 转自 来自 出处 原载",
  date = "发布时间 发布日期 发表时间 更新时间 时间 日期 发布 发文日期 成文日期 刊发时间 录入时间 发表于 发布于",
  other = "浏览次数 浏览 阅读 阅读量 点击 点击数 点击量 访问量 字号 字体 字体大小 评论 人气 阅读次数 浏览量 关键词 标签 分类 栏目 责任单位 索引号",
}
local KIND = {}
for kind, words in pairs(LABELS) do
  for w in words:gmatch "%S+" do KIND[w] = kind end
end
local ENGLISH = { author = { "^[Bb]y ", "^Author:", "^Written by ", "^Words by " },
  source = { "^Source:" }, editors = { "^Edited by ", "^Editor:" },
  date = { "^Published", "^Posted", "^Updated", "^Last updated", "^Date:", "^Published on" } }

local function colon(s, at)
  local c = s:sub(at, at)
  if c == ":" or c == "/" then return at + 1 end
  if s:sub(at, at + 2) == "：" or s:sub(at, at + 2) == "／" then return at + 3 end
end

-- The label at `at`: its kind and where its value begins.
local function label_at(s, at)
  for n = 6, 1, -1 do
    local stop = utf8.offset(s, n + 1, at)
    local word = stop and s:sub(at, stop - 1)
    local kind = word and KIND[word]
    local value = kind and colon(s, s:find("%S", stop) or stop)
    if value then return kind, value, word end
  end
end

-- Where a label may begin: at the start, after a blank, a bracket or a bar.
local SEPARATORS = han.set "（）【】　｜丨"

local function label_starts(s)
  local starts = { 1 }
  if not (s:find "[:/]" or s:find("：", 1, true) or s:find("／", 1, true)) then return {} end
  for c, at in s:gmatch "([%s|%(%)%[%]\xE3-\xEF][\x80-\xBF]*)()" do
    if #c == 1 or SEPARATORS[c] then starts[#starts + 1] = at end
  end
  return starts
end

-- How much of a value comes before a bracket that it did not open.
local function bracketed(value)
  local depth = 0
  for at, c in value:gmatch "()([%(%)%[%]\xE3\xEF][\x80-\xBF]*)" do
    if c == "(" or c == "（" or c == "[" then
      depth = depth + 1
    elseif c == "【" or c == "】" then
      return #value:sub(1, at - 1):gsub("%s+$", "")
    elseif c == ")" or c == "）" or c == "]" then
      depth = depth - 1
      if depth < 0 then return #value:sub(1, at - 1):gsub("%s+$", "") end
    end
  end
  return #value
end

--- The labelled values in a line: { kind, first, last, label }, in order.
---@param s string folded line
---@return table[]
function boilerplate.labels(s)
  local list = {}
  for _, at in ipairs(label_starts(s)) do
    local kind, value, word = label_at(s, at)
    local before = list[#list]
    if kind and (not before or at > before.first) then
      if before then before.last = at - 1 end
      list[#list + 1] = { kind = kind, at = at, first = value, last = #s, label = word }
    end
  end
  for _, item in ipairs(list) do
    local from, to = s:sub(item.first, item.last):match "^%s*()%S.-()[%s|]*$"
    if from then
      item.first, item.last = item.first + from - 1, item.first + to - 2
      item.last = item.first + bracketed(s:sub(item.first, item.last)) - 1
    else
      item.last = item.first - 1
    end
  end
  return list
end

-- 2023-01-04 …, 2023年1月4日 …
local function begins_date(s)
  return s:find "^%(?%d%d%d%d[-/.]%d%d?[-/.]%d" ~= nil or s:find "^%(?%d%d%d%d年%d%d?月" ~= nil
end

-- 本报记者李炼 杨文, 新华社记者 张三: where the names begin.
local function reporters(s)
  local open = s:match "^%(" or s:match "^（" or ""
  local rest = s:sub(#open + 1)
  local stop = select(2, rest:find("记者", 1, true)) or select(2, rest:find("通讯员", 1, true))
  if not stop or stop > 60 then return nil end
  local place, after = rest:sub(stop + 1):match "^%s*([\xE3-\xE9][\x80-\xE9]-)/(.*)$"
  if not place then place, after = rest:sub(stop + 1):match "^%s*([\xE3-\xE9][\x80-\xE9]-)／(.*)$" end
  if place and person.is_name(place) and (after:find "报道$" or after:find "报导$") then
    local at = s:find(place, #open + stop + 1, true)
    return at, at + #place - 1
  end
  local names = rest:sub(stop + 1):gsub("^[%s:]+", ""):gsub("^：", "")
  local first = #s - #names + 1
  names = names:gsub("[%s%)]+$", ""):gsub("）$", ""):gsub("通讯员", " ")
  local said = names:match "^(.-)报道$" or names:match "^(.-)摄$"
  if said then names = said:gsub("%s+$", "") end
  if person.list(names) then return first, first + #names - 1 end
end

local function meta_of(line)
  local s = line.fold
  if line.chars > 160 then return nil end
  local first, last = reporters(s)
  if first then return { { kind = "reporters", first = first, last = last } } end
  local list = boilerplate.labels(s)
  if list[1] and (list[1].at <= 30 or begins_date(s)) then return list end
  for kind, patterns in pairs(s:find "^%a" and ENGLISH or {}) do
    for _, pattern in ipairs(patterns) do
      local _, stop = s:find(pattern)
      if stop and line.chars <= 90 and not s:find "%l[.!?]$" then
        return { { kind = kind, first = stop + 1, last = #s } }
      end
    end
  end
  local mark, from = s:match "^(\xE2[\x96-\x99][\x80-\xBF])%s*()"
  if mark and line.chars <= 12 and person.is_name((s:sub(from):gsub("%s", ""))) then
    return { { kind = "author", first = from, last = #s } }
  end
  if line.chars <= 40 and (s:find "^%u%l+%.? %d%d?,? %d%d%d%d" or s:find "^%d%d? %u%l+,? %d%d%d%d") then
    return { { kind = "date", first = 1, last = #s } }
  end
  if begins_date(s) and line.chars <= 40 and not s:find(",", 1, true) and not s:find("。", 1, true) then
    return { { kind = "date", first = 1, last = #s } }
  end
end

-- Why a line is boilerplate: the longest line it is said of, whether a whole
-- sentence can be it, and Lua patterns.
local REASONS = {
  { "library header", 200, true, { "由会员分享", "珍藏版%)》", "在线阅读,更多", "文库网.*搜索" } },
  { "copyright", 160, true, { "版权所有", "^版权声明", "^版权与", "^Copyright", "Copyright ?©", "^©", "© ?%d%d%d%d",
    "[Aa]ll [Rr]ights [Rr]eserved", "未经.*授权.*转载", "未经.*许可.*转载", "转载请", "转载必须", "转载时必须",
    "谢绝转载", "版权均属", "未经授权.*镜像" } },
  { "licence", 160, true, { "ICP备", "ICP证", "公网安备", "许可证:", "许可证：", "许可证编号", "许可证%d", "备案号" } },
  { "report line", 120, true, { "举报电话", "举报邮箱", "违法和不良信息", "投稿邮箱", "新闻热线", "广告热线", "联系邮箱",
    "客服电话" } },
  { "disclaimer", 300, true, { "^凡注明", "^凡本网", "^凡本站", "^凡来源", "不代表本网", "不代表本站", "^免责声明",
    "并不代表赞同", "不构成投资建议", "仅供读者参考", "仅供投资者参考", "请读者仅作参考", "请自行核实" } },
  { "share or print", 30, false, { "^分享", "分享到", "^打印", "^收藏", "关闭窗口", "^关闭$", "扫一扫", "二维码", "扫码",
    "微信公众号$", "^字体", "^字号", "^我要评论", "^点赞", "^返回", "^回到顶部", "^Share", "^Print", "^Tweet", "^Follow us",
    "^Email this", "^Comments?$" } },
  { "related links", 60, false, { "^相关阅读", "^相关链接", "^相关新闻", "^相关报道", "^相关文章", "^延伸阅读", "^推荐阅读",
    "^猜你喜欢", "^热门", "^上一篇", "^下一篇", "^更多精彩", "^点击查看", "^[Rr]ead [Mm]ore", "^Related",
    "^You may also", "^More from", "^READ MORE", "^Recommended", "^More on" } },
  { "breadcrumb", 120, false, { "^您的位置", "^当前位置", "^您当前", "^位置:", "^您现在的位置" } },
  { "navigation", 24, false, { "^首页", "^Skip to", "^Menu$", "^Search$", "^Sign [iu][np]", "^Log ?[Ii]n", "^Subscribe",
    "^Newsletter", "^Home$", "^登录", "^注册", "^设为首页", "^手机版", "^客户端$", "^English$", "^搜索$" } },
  { "cookie notice", 300, true, { "[Ww]e use cookies", "[Tt]his site uses cookies", "[Tt]his website uses cookies",
    "[Cc]ookie [Pp]olicy", "accept all cookies" } },
  { "subscription", 160, true, { "^[Ss]ign up for", "^[Ss]ubscribe to", "Privacy Policy", "Terms of Use",
    "Terms of Service" } },
}

local PAYWALL = { "隐藏内容", "付费内容", "需要权限", "免费查看", "会员查看", "登录后查看", "登录查看", "购买后", "开通会员", "会员专享",
  "剩余内容", "阅读权限", "积分下载", "付费阅读", "VIP查看", "subscribers only", "to continue reading" }
table.insert(REASONS, { "paywall", 60, true, PAYWALL })

-- The patterns by the character that they begin with: those for the start of
-- a line, and those for any place in it.
local AT_START, ANYWHERE = {}, {}

local function index_pattern(into, pattern, rank)
  local first = pattern:match "^%[(.-)%]" or pattern:match "^[%z\1-\x7F\xC2-\xF4][\x80-\xBF]*"
  for c in first:gmatch "[%z\1-\x7F\xC2-\xF4][\x80-\xBF]*" do
    into[c] = into[c] or {}
    table.insert(into[c], { pattern = "^" .. pattern, rank = rank })
  end
end

for rank, reason in ipairs(REASONS) do
  for _, pattern in ipairs(reason[4]) do
    local rest = pattern:match "^%^(.*)$"
    index_pattern(rest and AT_START or ANYWHERE, rest and rest:gsub("^%%", "") or pattern, rank)
  end
end

local function try(list, s, at, chars, sentence, best)
  for _, item in ipairs(list or {}) do
    local reason = REASONS[item.rank]
    if item.rank < best and chars <= reason[2] and (reason[3] or not sentence) and s:find(item.pattern, at) then
      best = item.rank
    end
  end
  return best
end

local function reason_of(line)
  if line.chars > 300 then return nil end
  local s = line.fold:gsub("^•%s*", "")
  local sentence = heading.is_sentence(s)
  local first = s:match "^[%z\1-\x7F\xC2-\xF4][\x80-\xBF]*" or ""
  local best = try(AT_START[first], s, 1, line.chars, sentence, #REASONS + 1)
  for at, c in s:gmatch "()([%z\1-\x7F\xC2-\xF4][\x80-\xBF]*)" do
    if ANYWHERE[c] then best = try(ANYWHERE[c], s, at, line.chars, sentence, best) end
  end
  return REASONS[best] and REASONS[best][1]
end

local function any(s, words)
  for _, word in ipairs(words) do
    if s:find(word, 1, true) then return true end
  end
end

local function is_short(line)
  return line.chars <= 40 and not line.fold:find("。", 1, true)
end

local SELLING = { "会员", "用户", "积分", "权限", "VIP", "登录", "购买" }

local function joins_paywall(line)
  local s = line.fold
  return is_short(line) and (line.drop == "paywall" or any(s, SELLING) or s:find "^[%-%*]" or s:find "^•")
end

-- A paywall takes its short neighbours along: prices, privileges, buttons.
local function paywalls(list)
  for i, line in ipairs(list) do
    if line.drop == "paywall" then
      local last = i
      while list[last + 1] and joins_paywall(list[last + 1]) do last = last + 1 end
      for k = i, last do list[k].drop = list[k].drop or "paywall" end
    end
  end
end

local DISCLAIMING = { "版权", "免责", "本站", "特别声明", "郑重声明" }

-- A disclaimer's heading takes what follows: to the end of the page when it
-- stands in its second half, else its numbered lines.
local function disclaimers(list)
  for i, line in ipairs(list) do
    local s = line.fold
    if line.chars <= 40 and (s:find "声明:?$" or s:find "声明：$") and any(s, DISCLAIMING) then
      line.drop = "disclaimer"
      local to_end = i > #list / 2
      for k = i + 1, #list do
        local numbered = list[k].fold:find "^%(?%d" or heading.number(list[k].fold)
        if not (to_end or numbered) then break end
        list[k].drop, list[k].meta = list[k].drop or "disclaimer", nil
      end
      return
    end
  end
end

local END_KINDS = { author = true, source = true, editors = true, reporters = true }

-- Names on the lines after a byline go with it.
local function continue_bylines(list)
  for i = 2, #list do
    local before = list[i - 1].meta
    if not list[i].meta and before and before[#before].kind == "reporters" and list[i].chars <= 60 then
      local names = person.list(list[i].fold)
      if names then list[i].meta = { { kind = "reporters", first = 1, last = #list[i].fold } } end
    end
  end
end

-- The characters of the lines from `first` on that are not dropped.
local function weight(list, first)
  local sum = 0
  for i = first, #list do
    if not list[i].drop then sum = sum + list[i].chars end
  end
  return sum
end

-- Where the article's own data stand at its end and the site's lines follow,
-- what is between them is the site's too.
local function tail(list)
  local data
  for i = #list, math.max(1, math.ceil(#list / 2)), -1 do
    local meta = list[i].meta
    if meta and END_KINDS[meta[1].kind] and not list[i].drop then
      data = i
      break
    end
  end
  local dropped = 0
  for i = data and data + 1 or #list + 1, #list do
    if list[i].drop then dropped = dropped + 1 end
  end
  if not data or dropped == 0 or weight(list, data + 1) > weight(list, 1) / 4 then return end
  for i = data + 1, #list do
    if not list[i].meta then list[i].drop = list[i].drop or "after the article" end
  end
end

--- Mark the lines that are not body text.
---@param list table[] from std.lines
---@return table[] the same list
function boilerplate.mark(list)
  for _, line in ipairs(list) do
    line.drop = reason_of(line)
    if not line.drop then line.meta = meta_of(line) end
  end
  paywalls(list)
  disclaimers(list)
  continue_bylines(list)
  tail(list)
  for _, line in ipairs(list) do
    if line.drop then line.meta = nil end
  end
  return list
end

return boilerplate
