-- person.lua - persons in Chinese text: names, titles, who is the subject.
--
-- A name is believed when something vouches for it: a title before or behind
-- it, a byline, a verb of saying that it alone precedes.  All functions take
-- folded text (std.han) and answer with byte positions, so that the caller can
-- report the place in the real text.  Workload: the paragraphs of an article
-- that hold quotations, each read once.

local han = require "std.han"

local person = {}

local SURNAMES = han.set [[
王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶程魏苏吕丁任卢姚
沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱丘侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤
康易乔牛樊葛邢安齐米庞颜庄聂章鲁岳翟申欧耿关兰焦俞左柳甘祝包宁符阮舒纪梅童凌毕单季裴霍涂成苗谷曲盛冉
翁蓝路游辛靳管柴蒙鲍华喻祁房屈饶解牟艾尤时穆农司古吉缪车项连芦娄窦戚岑景党宫费卜冷晏席卫柏桂全楚闵佟巴
邝隋滕鞠查敖边苟应冀栾练仇暴习胥谈郁宗郎卓暢畅要狄储褚钮匡薄耶裘仝刁]]
local COMPOUND = han.words [[欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 长孙 端木 夏侯 南宫 呼延]]

-- Common words that begin like a name.
local WORDS = han.words [[
安全 管理 方面 方案 方式 方法 方向 文化 文件 文明 高度 高级 高校 高等 项目 成果 成立 成员 成为 成功 成都 金融 华为
华侨 江苏 江西 黄河 陈列 常务 常委 常态 关于 关键 任务 任职 任何 时代 时任 时候 时间 连续 连日 应该 应当 应急 应用
解决 解放 解读 向着 路线 路径 游客 农民 农村 农业 司法 司机 司令 古代 车间 全国 全省 全市 全面 全体 全党 全区 全县 党委
党组 党的 党员 党校 党政 边疆 查处 查询 谈到 马上 马克 万元 万一 万众 何时 何况 和平 白天 石油 田间 雷达 毛病 严格
严肃 严重 常见 包括 包村 宁夏 宁愿 左右 单位 单独 季度 成绩 成效 成本 谷物 曲线 路上 辛苦 艾滋 时期 农户 吉林 车辆
项下 景区 费用 冷静 席位 卫生 卫健 桂林 全力 全部 全新 要求 要把 要以 要加 要深 要强 要坚 要从 要在 要将 要对 要做 要用
要切 要扎 要始 要持 要全 要认 要进 要不 要有 要充 要积 要大 要树 要抓 要着 要着 要统 要推 要健 要引 要让 要为 要严 要善
安徽 安排 安装 康复 易于 方能 方可 石家 周年 周围 周边 周末 程度 程序 严厉 于是 余名 万名 成都 查看 充分 温度 向全
向社 向上 向世 段时 夏季 夏天 秦皇 武汉 武警 武装 江南 杭州 广州 苏州 徐州 郑州 兰州 柳州 梅州 常州 温州 海口 上海 北京
欧洲 欧盟 金属 金额 金牌 汤加 蒙古 毕业 毕竟 盛大 盛会 盛世 路过 焦点 甘肃 古巴 印度 管网 管委 房产 房屋 戴上 牛肉 米饭 米面
]]

local TITLES = [[
总书记 副主席 主席 副总理 总理 委员长 副委员长 国务委员 部长 副部长 省长 副省长 市长 副市长 县长 副县长 区长 副区长 乡长
镇长 村长 州长 局长 副局长 厅长 副厅长 司长 副司长 处长 副处长 科长 副科长 署长 院长 副院长 校长 副校长 所长 副所长 馆长
副馆长 站长 副站长 台长 社长 副社长 队长 副队长 支队长 大队长 中队长 总队长 团长 师长 军长 司令 司令员 政委 主任 副主任
书记 副书记 会长 副会长 理事长 副理事长 秘书长 副秘书长 总干事 检察长 法官 检察官 审判长 庭长 总编辑 副总编辑 总编 主编 副主编
编辑 记者 主持人 评论员 教授 副教授 讲师 研究员 副研究员 助理研究员 博士 院士 专家 学者 工程师 总工程师 经理 总经理 副总经理
董事长 副董事长 董事 执行董事 总裁 副总裁 首席执行官 首席专家 首席科学家 科学家 创始人 联合创始人 发言人 代表 委员 负责人 负责同志
先生 女士 同志 医生 医师 主任医师 副主任医师 护士 护士长 律师 大使 公使 参赞 总统 副总统 首相 外长 防长 议长 议员 干部 农民 村民
居民 市民 渔民 牧民 学生 同学 大学生 研究生 博士生 老师 教师 班主任 职工 工人 员工 司机 店主 老板 经营者 种植户 养殖户 志愿者 网友
游客 消费者 用户 家长 民警 交警 辅警 警官 战士 班长 排长 连长 营长 舰长 飞行员 航天员 教练 队员 运动员 导演 演员 歌手 作家 诗人
画家 书法家 设计师 建筑师 分析师 经济师 会计师 摄影师 厨师 大师 传承人 村支书 支书 调研员 巡视员 观察员 联络员 讲解员 馆员 组长 副组长
成员 合伙人 投资人 首席经济学家 经济学家 历史学家 秘书 助理 顾问 总监 主管 党员]]
local TITLE = han.words(TITLES)
local TITLE_FIRST = {}
for w in TITLES:gmatch "%S+" do TITLE_FIRST[w:sub(1, 3)] = true end
local LONGEST = 6

local MODIFIER = han.words [[党组 党委 党总支 党支部 常务 执行 副 首席 第一 代 代理 原 前 高级 时任 名誉 荣誉 特聘 总 正]]

-- What may follow a name: verbs of saying, particles, prepositions, adverbs.
local FOLLOW = han.words [[
表示 说 说道 指出 强调 认为 介绍 告诉 称 坦言 直言 透露 谈到 提到 提出 要求 呼吁 建议 解释 补充 感慨 回忆 宣布 在 对 向 就
近日 日前 今天 昨天 昨日 今日 也 还 则 都 等 一行 带领 主持 出席 参加 率 作 作出 从 为 曾 又 再次 首次 看来 与 和 及 以及 一直
告诫 回答 回应 写道 讲 讲道 笑着 深有 激动 高兴 自豪 深情 发表 致辞 致信 宣读 用 把 将 是 的 来到 走进 深入 到 是 接受 受 亲自 第一次 始终 着眼 着 据 虽 一边 正 已]]

-- Stands between a name and its verb, or before a subject.
local ADVERBS = han.words [[
还 也 曾 就 都 又 再 再次 首次 第一次 多次 反复 明确 深刻 进一步 一致 同时 近日 日前 昨日 昨天 今天 今日 会上 在会上 在会议上 现场
并 而 则 更 特别 着重 郑重 严肃 相继 先后 随后 此后 之后 最后 其中 对此 基于此 为此 因此 但 但是 然而 据此 正如 此前 当时 当天
创造性地 鲜明 适时 及时 旗帜鲜明地 笑着 激动地 高兴地 感慨地 动情地 坚定地 自豪地 曾经 一再 专门 亲自 接着 继续 不断 始终 这是 正是]]

local PUNCTUATION = "[%s,:;!?%(%)\1\"]"
local WIDE = { ["，"] = true, ["。"] = true, ["、"] = true, ["；"] = true, ["："] = true,
  ["！"] = true, ["？"] = true, ["“"] = true, ["”"] = true, ["（"] = true, ["）"] = true,
  ["《"] = true, ["》"] = true, ["　"] = true, ["…"] = true }

local function ends(s, at)
  return at > #s or s:find("^" .. PUNCTUATION, at) ~= nil or WIDE[s:sub(at, at + 2)] or false
end

--- Whether `s` has the form of a Chinese name and is no common word.
---@param s string
---@return boolean
function person.is_name(s)
  local n = #s // 3
  if #s % 3 ~= 0 or n < 2 or n > 4 or han.count(s) ~= n then return false end
  if WORDS[s:sub(1, 6)] or TITLE[s] then return false end
  if COMPOUND[s:sub(1, 6)] and n >= 3 then return true end
  return n <= 3 and SURNAMES[s:sub(1, 3)] == true
end

-- A transcribed name with a middle dot: 约瑟夫·拜登.
local function foreign_name(s, at, dot)
  for n = 2, 8 do
    local after = dot + 2 + 3 * n
    if han.count(s:sub(dot + 2, after - 1)) ~= n then return nil end
    if ends(s, after) or han.longest(s:sub(after, after + 11), FOLLOW, 4, true) then
      return s:sub(at, after - 1)
    end
  end
end

-- The name that starts at `at`, when something vouches for its end.
local function name_from(s, at)
  local dot = s:match("^[\xE3-\xE9\x80-\xBF]+()\xC2\xB7", at)
  if dot and dot - at <= 18 then return foreign_name(s, at, dot) end
  for n = 2, 4 do
    local name = s:sub(at, at + 3 * n - 1)
    if person.is_name(name) then
      local after = at + #name
      if ends(s, after) or han.longest(s:sub(after, after + 11), FOLLOW, 4, true) then
        return name
      end
    end
  end
end

-- The name that ends right before `at`.
local function name_to(s, at)
  for _, n in ipairs { 3, 2, 4 } do
    local first = at - 3 * n
    local name = first >= 1 and s:sub(first, at - 1) or ""
    if person.is_name(name) then return name end
  end
end

local function title_at(s, at)
  for n = LONGEST, 2, -1 do
    local w = s:sub(at, at + 3 * n - 1)
    if #w == 3 * n and TITLE[w] then return w end
  end
end

-- The title phrase that ends at `last` may begin earlier: 党组书记、局长.
local function phrase_start(s, first, floor)
  while first > floor do
    local before = s:sub(math.max(floor, first - 18), first - 1)
    local word = han.longest(before, MODIFIER, 3)
    local list, office = s:sub(floor, first - 1):match "^(.*)、(.-)$"
    if not word and list and #office <= 24 and han.longest(list, TITLE, LONGEST) then
      word = han.longest(list, TITLE, LONGEST) .. "、" .. office
    end
    if not word then break end
    first = first - #word
  end
  return first
end

local CLAUSE = han.set ",:;!?\1，。；：！？“”…"

--- The last of `marks` (ASCII or in the rows of “, 。 and ，) that ends before
--- `at`: the place behind it; where there is none within 1200 bytes, the start
--- of those.
---@param s string
---@param at integer
---@param marks table<string, boolean>
---@return integer
function person.behind_last(s, at, marks)
  for _, reach in ipairs { 160, 1200 } do
    local from = math.max(1, at - reach)
    while from > 1 and s:find("^[\x80-\xBF]", from) do from = from - 1 end
    local best
    for c, after in s:sub(from, at - 1):gmatch "([,:;!?\1\xE2\xE3\xEF][\x80-\xBF]*)()" do
      if marks[c] then best = after end
    end
    if best then return from + best - 1 end
    if from == 1 or reach == 1200 then return from end
  end
end

--- Where the clause that holds the place `at` begins.
local function clause_start(s, at)
  return person.behind_last(s, at, CLAUSE)
end
person.clause_start = clause_start

local ADJUNCT_END = han.set "上中时后里间"

--- The text without what may stand between a name and its verb, at the end.
local function without_adverbs(s)
  while true do
    local word = han.longest(s, ADVERBS, 6)
    local adjunct = not word and ADJUNCT_END[s:sub(-3)] and s:match "^.*()在"
    if word then
      s = s:sub(1, -#word - 1)
    elseif adjunct and adjunct > 1 then
      s = s:sub(1, adjunct - 1)
    else
      return s
    end
  end
end
person.without_adverbs = without_adverbs

-- Whether what stands before a subject in its clause is only time and manner.
local function opens_clause(before)
  before = before:gsub("[%d%*X]", ""):gsub("年", ""):gsub("月", ""):gsub("日", ""):gsub("至", "")
  return #without_adverbs(before) == 0 or before == "同"
end

local OBJECT = han.words [[的 关于 重要指示 重要讲话 重要思想 新时代 重要论述 重要批示 系列 等 为核心 一行 所]]

-- Surnames that are more often prepositions.
local PREPOSITIONS = han.set "向和于要从任成常连应与"

-- A title with a name behind it, or before it.
local function mention(s, at, word)
  local last = at + #word - 1
  local clause = clause_start(s, at)
  local name = name_from(s, last + 1)
  if name and not (PREPOSITIONS[name:sub(1, 3)] and name_to(s, at)) then
    local first = phrase_start(s, at, clause)
    return { first = last + 1, last = last + #name, name = name,
      title = { first, last }, organization = first > clause and { clause, first - 1 } or nil,
      subject = true, after = last + #name + 1 }
  end
  name = name_to(s, at)
  if not name then return nil end
  local first = at - #name
  local object = han.longest(s:sub(last + 1, last + 12), OBJECT, 4, true)
  return { first = first, last = at - 1, name = name, title = { at, last },
    subject = not object and opens_clause(s:sub(clause, first - 1)), after = last + 1 }
end

--- The persons in a paragraph, in order: { first, last, name, title = {first,
--- last}, organization, subject, after }.  `known` (a set) learns their names
--- and lends them: a known name needs no title.
---@param s string folded text, quotations blotted out
---@param known table<string, any>
---@return table[]
function person.mentions(s, known)
  local list, next_at = {}, 1
  for at, c in s:gmatch("()(" .. han.CHAR .. ")") do
    local word = at >= next_at and TITLE_FIRST[c] and title_at(s, at)
    local found = word and mention(s, at, word)
    if found then
      list[#list + 1] = found
      known[found.name] = known[found.name] or found
      next_at = found.after
    elseif word then
      next_at = at + #word
    end
  end
  return list
end

--- The bare name that a clause consists of (adverbs aside): 王竹青, 何田还.
---@return integer?, integer?
function person.bare(s, first, last, known)
  local text = without_adverbs(s:sub(first, last))
  local lead = han.longest(text, ADVERBS, 6, true)
  if lead and #lead < #text then first, text = first + #lead, text:sub(#lead + 1) end
  if known[text] or person.is_name(text) and not TITLE[text] then
    return first, first + #text - 1
  end
end

--- The names in a byline: "李炼 杨文 陈俊琦" or "李炼、杨文"; nil when what stands
--- there is anything else.  Places are relative to `s`.
---@param s string
---@return table[]?
function person.list(s)
  local plain = han.fold(s)
  local names = {}
  local at = 1
  for first, token in plain:gmatch "()([^%s,/;|]+)" do
    local base = 0
    for piece in (token:gsub("、", "\1"):gsub("，", "\1") .. "\1"):gmatch "([^\1]*)\1" do
      local bare = han.without_readings(piece)
      if #piece > 0 then
        if not (person.is_name(bare) or bare:find("^" .. han.CHAR .. ".*\xC2\xB7")) then return nil end
        local from = plain:find(piece, at, true) or first + base
        names[#names + 1] = { first = from, last = from + #piece - 1 }
        at = from + #piece
      end
      base = base + #piece
    end
  end
  return #names > 0 and names or nil
end

--- "何田 青石县党委宣传部常务副部长" → the place of the name and of the title.
---@param s string
---@return table?
function person.entry(s)
  local plain = han.fold(s)
  local first, token, rest = plain:match "^%s*()(%S+)%s*()"
  if not token then return nil end
  local bare = han.without_readings(token)
  if person.is_name(bare) or bare:find "\xC2\xB7" then
    local title = plain:sub(rest):gsub("%s+$", "")
    return { first = first, last = first + #token - 1,
      title = #title > 0 and { rest, rest + #title - 1 } or nil }
  end
end

return person
