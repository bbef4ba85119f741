-- quote.lua - quotations of Chinese text: what kind, and whose words.
--
-- Works on one paragraph at a time, because a speaker is carried from sentence
-- to sentence only inside a paragraph.  `find` pairs the marks, `read` judges
-- each quotation by its cue before (某某指出:“…”), its cue behind (“…”某某说), what
-- follows it (“…”工程, “…”原则) and its own form.  Nothing is invented: where the
-- text names no subject, there is no speaker.

local han = require "std.han"
local person = require "std.person"

local quote = {}

local CLOSE = { ["“"] = "”", ["‘"] = "’", ["「"] = "」", ["『"] = "』" }
local CLOSES = { ["”"] = "“", ["’"] = "‘", ["」"] = "「", ["』"] = "『" }

--- The quotation marks of a paragraph, paired: { first, last, text = {first,
--- last}, inside, unclosed }, in order; `inside` is the enclosing one.
---@param s string
---@return table[]
function quote.find(s)
  local list, open = {}, {}
  local straight
  for at, c in s:gmatch "()([\"\xE2\xE3][\x80-\xBF]*)" do
    if c == '"' then
      c = straight and '"' or ""
      if not straight then
        straight = { first = at, open = '"' }
        if s:sub(at - 1, at - 1) ~= "=" then -- else the value of an attribute
          list[#list + 1] = straight
        end
      else
        straight.last, straight = at, nil
      end
    end
    local top = open[#open]
    if CLOSE[c] and not (c == "‘" and s:find("^%a", at + #c)) then
      if top and top.open == c then
        top.unclosed, open[#open] = true, nil
      end
      local q = { first = at, open = c, inside = open[#open] }
      list[#list + 1], open[#open + 1] = q, q
    elseif CLOSES[c] and top and top.open == CLOSES[c] then
      top.last, open[#open] = at + #c - 1, nil
    elseif CLOSES[c] and open[#open - 1] and open[#open - 1].open == CLOSES[c] then
      open[#open].unclosed = true
      open[#open - 1].last = at + #c - 1
      open[#open], open[#open - 1] = nil, nil
    end
  end
  for _, q in ipairs(open) do q.unclosed = true end
  if straight then straight.unclosed = true end
  for _, q in ipairs(list) do
    q.text = { q.first + #q.open, (q.last or 0) - (q.open == '"' and 1 or #q.open) }
  end
  return list
end

local HEADS = han.words [[理念 战略 工程 行动 计划 规划 活动 品牌 模式 机制 体系 平台 项目 专栏 栏目 系列 论坛 工作室 基地 中心
  主题活动 主题 专项行动 发展战略 工作机制 思想 精神 建设 网络 协同 意识 制度 政策 倡议 方案 方针 品牌活动 账号 现象 效应]]
local UNCLOSED_HEADS = { "工程", "行动", "计划", "规划", "战略", "活动", "项目", "专栏", "论坛", "平台", "模式", "理念" }

-- The first of the words of `list` in [from, to]; a window, so that what is
-- not there is not sought to the end of the text.
local function find_first(s, list, from, to)
  local window = s:sub(from, to)
  local best, last
  for _, word in ipairs(list) do
    local i, j = window:find(word, 1, true)
    if i and (not best or i < best) then best, last = i, j end
  end
  if best then return from + best - 1, from + last - 1 end
end

--- Give an unclosed quotation an end: its head noun (“某某工程引导…), the place
--- where the text goes on with words that open other clauses, or the clause.
---@param s string folded paragraph
---@param q table
---@param opens fun(at: integer): boolean whether a clause begins so elsewhere
function quote.close(s, q, opens)
  local from = q.text[1]
  local stop = find_first(s, { "\n" }, from, from + 600) or math.min(#s, from + 600) + 1
  local _, head = find_first(s, UNCLOSED_HEADS, from, math.min(from + 60, stop - 1))
  local sentence = find_first(s, { "。" }, from, stop) or stop
  local comma = find_first(s, { ",", "，", "、", "。", "“" }, from, stop) or stop
  if head and head < comma then
    q.text[2] = head
  else
    local at = utf8.offset(s, 5, from)
    local most = math.min(sentence, from + 180)
    while at and at < most and not opens(at) do at = utf8.offset(s, 2, at) end
    q.text[2] = at and at < most and at - 1 or comma - 1
  end
  q.last = q.text[2]
end

local CUES = han.words [[
指出 强调 提出 要求 表示 说 认为 称 写道 说道 问 答 答道 问道 回答 回应 介绍 介绍说 透露 告诉记者 坦言 直言 感慨 感叹 呼吁 建议
提到 谈到 讲到 谈道 讲道 叮嘱 嘱托 勉励 寄语 宣布 重申 解释 解释说 补充 补充说 评价 评价说 承诺 告诫 警告 批评 批示 题词 喊道 笑道
表示说 感慨道 强调说 指出说 说过 讲 讲过 道 评论 评论道 写下 倡导 倡议 号召 提醒 反问 质问 追问 赞叹 赞扬 称赞 明确要求 深刻指出 说明
希望 相信 坚信 想 心想 曾说 常说 总说 回忆 回忆说 回忆道 分析 分析说 分析认为 预测 主张]]
local PLAIN = han.words "说 说道 问 答 写道 称 道 喊道 笑道 讲 常说 曾说 表示 认为 指出 强调 感慨 坦言 直言"
local PROVERB_CUES = { "俗话说", "常言道", "常言说", "古人云", "古人说", "古语云", "古语说", "老话说", "有道是",
  "谚语", "诗云", "古诗", "民谚", "俗语", "正所谓" }
local DOCUMENTS = { "报告", "文件", "意见", "纲要", "公报", "决定", "条例", "规定", "通知", "方案", "规划", "宪法", "章程",
  "社论", "文章", "白皮书", "宣言", "声明", "》", "二十大", "十九大", "十八大", "全会", "公约", "法律" }
local GROUPS = { "会议", "大会", "论坛", "专家", "大家", "网友", "代表们", "委员们",
  "有人", "人们", "媒体", "各方", "舆论", "部门", "办公室", "委员会", "发言" }

local VERBS = han.words [[把 要 将 努力 坚持 推动 推进 加强 加快 构建 共同 全面 深入 切实 做到 做好 让 使 为 以 在 我 我们 不 没有 没 必须
  应 应当 一定 促进 维护 保障 确保 建设 实现 打造 提升 增强 坚定 牢记 守住 走好 弘扬 传承 发展 创新 团结 落实 贯彻 完善 健全 形成 抓住 抓好
  绝不 决不 只有 如果 因为 从 用 用好 管好 建好 扎实 持续 积极 大力 有效 进一步 着力 广泛 充分 敢于 善于 勇于 甘于 依法 过不了 得 有 能 会 不忘]]

local function has_punctuation(s)
  return s:find "[,;:!?]" ~= nil or s:find("，", 1, true) or s:find("。", 1, true) or s:find("；", 1, true)
    or s:find("！", 1, true) or s:find("？", 1, true) or s:find("：", 1, true)
end

-- Whether the quoted words are a clause, not a name.
local function clausal(inner)
  local n = han.len(inner)
  if has_punctuation(inner) then return n >= 5 end
  if n < 8 then return false end
  if n >= 12 and inner:find("、", 1, true) then return true end
  return han.longest(inner, VERBS, 3, true) ~= nil or inner:find("是", 1, true) ~= nil
    or inner:find("必须", 1, true) ~= nil
end

local ASKS = han.words "如何 怎样 怎么 为什么 什么 何以 为何 谁 能否 是否"

local function question(inner, after)
  return han.longest(inner, ASKS, 3, true) and not has_punctuation(inner)
    or inner:find "%?$" ~= nil or inner:find "？$" ~= nil and (after:find "^这" or after:find "^的这") ~= nil
end

-- How many of the mentions begin before `at`.
local function mentions_before(ctx, at)
  local low, high = 0, #ctx.mentions
  while low < high do
    local mid = (low + high + 1) // 2
    if ctx.mentions[mid].first < at then low = mid else high = mid - 1 end
  end
  return low
end

-- The words right before a quotation, without colon, comma and blanks.
local function lead(s, first)
  local last = first - 1
  while last > 0 do
    local tail = s:sub(math.max(1, last - 2), last)
    if tail:find "[%s,:]$" then
      last = last - 1
    elseif tail == "：" or tail == "，" or tail == "　" then
      last = last - 3
    else
      break
    end
  end
  return s:sub(math.max(1, last - 240), last), last < first - 1, last
end

local function contains(s, list)
  for _, word in ipairs(list) do
    if s:find(word, 1, true) then return word end
  end
end

local function ends_with(s, list)
  for _, word in ipairs(list) do
    if #s >= #word and s:sub(-#word) == word then return word end
  end
end

-- The last subject before `at`, and whether it stands in the same sentence.
local function topic(ctx, at, sentence)
  for i = mentions_before(ctx, at), 1, -1 do
    local m = ctx.mentions[i]
    if m.subject then return m, m.first >= sentence end
  end
end

local SENTENCE = han.set "。！？!?"

local function sentence_start(s, at)
  return person.behind_last(s, at, SENTENCE)
end

-- Whether a clause before a verb names no subject of its own: 还, 在正定工作时,就.
local function subjectless(clause)
  local rest = person.without_adverbs(clause)
  return #rest == 0 or rest:find "^在" ~= nil or rest:find "^并" ~= nil or rest:find "^他$" ~= nil
    or rest:find "^她$" ~= nil
end

-- A name without a title, as a mention; its title may stand earlier on.
local function named(ctx, from, to)
  local name = ctx.s:sub(from, to)
  for i = math.max(1, mentions_before(ctx, from) - 50), mentions_before(ctx, from) do
    if ctx.mentions[i].name == name then return ctx.mentions[i] end
  end
  return { first = from, last = to, name = name, subject = true }
end

-- Who speaks, given the clause [first, last] that ends with the cue verb.
local function subject_of(ctx, first, last, sentence)
  for i = mentions_before(ctx, last), 1, -1 do
    local m = ctx.mentions[i]
    if m.first < first then break end
    if m.subject and m.last <= last then return m end
  end
  local from, to = person.bare(ctx.s, first, last, ctx.known)
  if from then return named(ctx, from, to) end
  local m, same = topic(ctx, first, sentence)
  if m and (same and not contains(ctx.s:sub(first, last), GROUPS) or subjectless(ctx.s:sub(first, last))) then
    return m
  end
end

local function answer(kind, who, cue)
  return { kind = kind, who = who, cue = cue }
end

-- Whether a quotation ends what is said: only then may a few words be speech.
local function ends_said(after)
  return #after == 0 or after:find "^[%s,;.!?]" ~= nil or ends_with(after:sub(1, 3), { "，", "。", "；", "！", "？", "“" })
end

-- Directly after a verb of saying: 某某指出:“…”
local function after_cue(ctx, q, inner, after)
  local text, marked, last = lead(ctx.s, q.first)
  if ends_with(text, { "即", "就是" }) then return nil end
  if ends_with(text, PROVERB_CUES) then return answer "proverb" end
  local verb = han.longest(text, CUES, 4)
  local from = verb and last - #verb + 1
  if not verb then
    local open = text:match "^(.*)的$"
    verb = open and han.longest(open, CUES, 4)
    if not verb then return nil end
    local start = person.clause_start(ctx.s, last - 2)
    open = ctx.s:sub(start, last - 3)
    return contains(open, DOCUMENTS) and clausal(inner) and answer "citation" or nil
  end
  local start = person.clause_start(ctx.s, from)
  if contains(ctx.s:sub(start, from - 1), PROVERB_CUES) then return answer "proverb" end
  if not clausal(inner) and not (marked and ends_said(after) or not marked and PLAIN[verb]) then return nil end
  if han.longest(after, HEADS, 4, true) and not clausal(inner) then return nil end
  local clause = ctx.s:sub(start, from - 1)
  if contains(clause, DOCUMENTS) and not contains(clause, { "在", "以来" }) then return answer "citation" end
  return answer("speech", subject_of(ctx, start, from - 1, sentence_start(ctx.s, q.first)), { start, last })
end

-- Followed by one who says it: “…”某某表示
local function before_cue(ctx, q)
  local at = q.last + 1
  local skip = ctx.s:match("^[%s,]*()", at)
  if ctx.s:sub(skip, skip + 2) == "，" then skip = skip + 3 end
  local stop = find_first(ctx.s, { "。", "\n", "“", "；", ";" }, skip, skip + 600) or math.min(#ctx.s, skip + 600) + 1
  for i = mentions_before(ctx, skip) + 1, #ctx.mentions do
    local m = ctx.mentions[i]
    if m.first >= stop then break end
    if m.last < stop and m.subject then
      local rest = ctx.s:sub(m.after, math.min(stop - 1, m.after + 60))
      rest = rest:match "^([^,:]*)" or rest
      if han.longest(rest, CUES, 5, true) or contains(rest, { "表示", "指出", "认为", "介绍", "强调", "坦言", "告诉记者", "说" }) then
        return answer("speech", m, { skip, m.after - 1 })
      end
    end
  end
  local clause = ctx.s:sub(skip, math.min(stop - 1, skip + 40)):match "^([^,:]*)"
  for n = 2, 5 do
    local stop_at = utf8.offset(clause, n)
    local rest = stop_at and clause:sub(stop_at)
    if rest and han.longest(rest, CUES, 4, true) then
      local from, to = person.bare(ctx.s, skip, skip + stop_at - 2, ctx.known)
      if from then return answer("speech", named(ctx, from, to), { skip, to }) end
      local who = ctx.s:sub(skip, skip + stop_at - 2)
      if who == "他" or who == "她" then return answer("speech", (topic(ctx, q.first, 1)), { skip, skip + 2 }) end
    end
  end
end

local SLOGAN_BEFORE = { "紧扣", "高喊", "打出", "口号是", "主题为", "主题是", "标语", "口号", "围绕", "高呼" }
local SLOGAN_AFTER = { "的使命任务", "为主题", "的主题", "的口号", "口号", "标语", "为口号", "横幅", "的标语", "使命任务" }
local PRINCIPLE_BEFORE = { "按照", "坚持", "遵循", "秉持", "本着", "落实", "践行", "根据", "贯彻" }
local PRINCIPLE_AFTER = { "原则", "方针", "要求", "总要求", "思路", "标准", "准则", "理念" }
local MOTTO_AFTER = { "精神", "校训", "座右铭", "家训", "作风", "品格", "信条", "誓言" }
local MOTTO_BEFORE = { "校训", "家训", "座右铭", "厂训", "院训", "训词" }
local CITED_AFTER = { "新部署", "部署", "论述", "规定", "表述", "重大论断", "重要论断", "目标要求" }

local function starts_with(s, list)
  for _, word in ipairs(list) do
    if s:sub(1, #word) == word then return word end
  end
end

-- By what stands around it, when nobody says it.
local function by_neighbours(ctx, q, inner, after)
  local text = lead(ctx.s, q.first)
  local behind = after:gsub("^的", ""):gsub("^新", ""):sub(1, 30)
  if question(inner, after) then return answer "question" end
  local called = starts_with(after, SLOGAN_AFTER)
  if ends_with(text, SLOGAN_BEFORE) and (clausal(inner) or called) or called and clausal(inner)
    or ends_with(text, { "以" }) and starts_with(after, { "为主题", "为口号" }) then
    return answer "slogan"
  end
  if ends_with(text, MOTTO_BEFORE) then return answer "motto" end
  if not clausal(inner) then return nil end
  if ends_with(text, PRINCIPLE_BEFORE) and (starts_with(behind, PRINCIPLE_AFTER)) then return answer "principle" end
  if starts_with(behind, { "原则" }) then return answer "principle" end
  local stop = find_first(behind, { ",", "，", "。", ";", "；", "、" }, 1, #behind)
  local noun = stop and behind:sub(1, stop - 1) or behind
  if after:find "^的" and contains(noun, MOTTO_AFTER) then return answer "motto" end
  local start = person.clause_start(ctx.s, q.first)
  if contains(ctx.s:sub(start, q.first - 1), DOCUMENTS) then return answer "citation" end
  if starts_with(behind, CITED_AFTER) and ends_with(text, { "关于", "中", "的" }) then return answer "citation" end
end

local MODERN = { "我", "你", "他", "的", "了", "们", "这", "那", "是", "着", "把", "吗", "呢" }

-- Sentences of equal, short measure without the words of modern prose.
local function classical(inner)
  local n = 0
  for piece in (inner:gsub("[,;!?]", "\1"):gsub("，", "\1"):gsub("。", "\1"):gsub("；",
    "\1") .. "\1"):gmatch "([^\1]+)\1" do
    n = n + 1
    if han.len(piece) > 8 then return false end
  end
  return n >= 2 and han.len(inner) <= 32 and not contains(inner, MODERN)
end

local function stands_alone(s, q, inner)
  local text = s:sub(1, q.first - 1):gsub("%s+$", "")
  local open = #text == 0 or ends_with(text, { "。", "！", "？", "!", "?", "”", "…", "\n" })
  return open and ends_with(inner, { "。", "！", "？", "!", "?", "…" })
end

-- A sentence that stands alone: a saying, or words of whoever is speaking.
local function alone(ctx, q, inner)
  local who = topic(ctx, q.first, 1)
  if classical(inner) then return answer "proverb" end
  local spoke = who or ctx.spoke
  if spoke or contains(inner, { "我", "!", "！", "?", "？" }) then return answer("speech", who) end
  return answer "citation"
end

-- Inside another quotation, or a clause of a sentence that has a subject.
local function by_form(ctx, q, inner, after)
  if not clausal(inner) or starts_with(after, { "主题", "系列", "栏目", "专栏", "活动" }) then return answer "term" end
  local sentence = sentence_start(ctx.s, q.first)
  local who, same = topic(ctx, q.first, sentence)
  if who and same and not q.inside then return answer("speech", who) end
  if ends_with(lead(ctx.s, q.first), { "即" }) and who then return answer("speech", who) end
  return answer((has_punctuation(inner) or inner:find("、", 1, true)) and "citation" or "term")
end

-- “…”,“…”: the second of a chain goes with the first.
local function chained(ctx, q, before)
  if not before or not before.last or before.kind ~= "speech" or before.inside ~= q.inside then return nil end
  local between = ctx.s:sub(before.last + 1, q.first - 1)
  if between:find "^[,;%s]+$" or between == "，" or between == "、" or between == "；" then
    return answer("speech", before.who)
  end
end

local function judge(ctx, q, before)
  local inner = ctx.plain:sub(q.text[1], q.text[2])
  local after = q.last and ctx.s:sub(q.last + 1, q.last + 60) or ""
  local found = chained(ctx, q, before)
  if found and (clausal(inner) or q.unclosed) then return found end
  if not q.inside then
    found = after_cue(ctx, q, inner, after)
    if found then return found end
    local complete = ends_with(inner, { "。", "！", "？", "!", "?", "…", ",", "，" })
    local comma = after:find "^," or after:find "^，"
    found = (complete or comma and clausal(inner)) and before_cue(ctx, q)
    if found then return found end
  end
  found = by_neighbours(ctx, q, inner, after)
  if found then return found end
  if not q.inside and stands_alone(ctx.s, q, inner) then return alone(ctx, q, inner) end
  return by_form(ctx, q, inner, after)
end

-- The paragraph with the insides of quotations blotted out, so that persons
-- and cues are sought only in the words of the author.
local function blot(s, list)
  local parts, at = {}, 1
  for _, q in ipairs(list) do
    if not q.inside and q.last and q.text[2] >= q.text[1] then
      parts[#parts + 1] = s:sub(at, q.text[1] - 1)
      parts[#parts + 1] = ("\1"):rep(q.text[2] - q.text[1] + 1)
      at = q.text[2] + 1
    end
  end
  parts[#parts + 1] = s:sub(at)
  return table.concat(parts)
end

local NOISE = 50

-- Where marks are left open again and again they mark nothing.
local function without_noise(list)
  local open, kept = 0, {}
  for _, q in ipairs(list) do
    if q.last then kept[#kept + 1] = q else open = open + 1 end
  end
  return open > NOISE and kept or list
end

--- Judge the quotations of a paragraph: each gets `kind`, `who` (a mention, see
--- std.person) when the text names its speaker, and `cue`.
---@param s string folded paragraph
---@param known table names known so far; learns
---@param opens? fun(at: integer): boolean for unclosed quotations
---@return table[]
function quote.read(s, known, opens)
  local list = without_noise(quote.find(s))
  if #list == 0 then return list end
  for _, q in ipairs(list) do
    if not q.last then quote.close(s, q, opens or function() return false end) end
  end
  local ctx = { plain = s, s = blot(s, list), known = known }
  ctx.mentions = person.mentions(ctx.s, known)
  local before
  for _, q in ipairs(list) do
    if q.inside then
      local inner = { plain = s, s = s, known = known, mentions = {} }
      for key, value in pairs(judge(inner, q, nil)) do q[key] = value end
    else
      for key, value in pairs(judge(ctx, q, before)) do q[key] = value end
      if q.kind == "speech" then ctx.spoke = true end
      before = q
    end
  end
  return list
end

return quote
