-- han.lua - what rules need to know of Chinese characters, in plain Lua.
--
-- Texts are UTF-8 strings and positions 1-based bytes.  Every Han character
-- of the basic plane is three bytes long, so folding one to another keeps all
-- positions: a rule may look at the folded text and report places in the real
-- one.  Workload: documents of 1 KB to 1 MB, folded once.

local han = {}

--- A Lua pattern for one Han character of the basic plane.
han.CHAR = "[\xE3-\xE9][\x80-\xBF][\x80-\xBF]"

-- Traditional and Simplified side by side, for the characters that the words
-- of this library are written with.  It is no converter of texts, which zh.hans
-- is: here every character keeps its length and its neighbours do not matter,
-- the way back is known too (han.both), and plain Lua has it.
local PAIRS = [[
報报 記记 責责 編编 輯辑 來来 發发 時时 間间 審审 對对 圖图 攝摄 電电 話话 傳传 郵邮 網网 權权 聲声 證证 許许
號号 備备 經经 營营 書书 長长 總总 統统 員员 會会 黨党 組组 務务 裏里 説说 說说 認认 為为 強强 調调 談谈 詢询
問问 訴诉 稱称 講讲 評评 論论 當当 並并 還还 則则 係系 個个 們们 張张 劉刘 陳陈 楊杨 趙赵 黃黄 吳吴 孫孙 馬马
羅罗 鄭郑 謝谢 韓韩 馮冯 於于 蕭萧 鄧邓 葉叶 蘇苏 盧卢 鐘钟 鍾钟 賈贾 鄒邹 閻阎 賴赖 龍龙 萬万 錢钱 湯汤 喬乔
龔龚 譚谭 陸陆 範范 蔣蒋 暢畅 閆闫 呂吕 欒栾 單单 習习 項项 歲岁 億亿 兩两 雙双 幾几 數数 餘余 畝亩 噸吨 條条
隻只 輛辆 臺台 層层 場场 屆届 點点 艙舱 處处 筆笔 頁页 陣阵 雜杂 誌志 後后 見见 關关 聯联 繫系 絡络 轉转 載载
須须 註注 讀读 閱阅 導导 嚴严 請请 擊击 費费 隱隐 內内 復复 製制 複复 鏈链 連连 違违 舉举 熱热 線线 資资 訊讯
貢贡 獻献 訪访 專专 題题 欄栏 類类 訂订 簽签 覽览 執执 據据 軍军 農农 鄉乡 鎮镇 縣县 區区 廳厅 礦矿 輝辉 偉伟
艷艳 寧宁 學学 師师 醫医 衛卫 監监 檢检 護护 團团 隊队 辦办 從从 這这 過过 遠远 達达 進进 選选 開开 實实 體体
質质 國国 際际 產产 業业 術术 將将 應应 動动 勞劳 讓让 擔担 眾众 義义 與与 興兴 舊旧 現现 戰战 規规 劃划 標标
準准 設设 計计 築筑 構构 議议 決决 級级 終终 結结 績绩 續续 維维 綜综 協协 參参 獨独 樹树 機机 歷历 無无 樣样
廣广 歸归 僑侨 職职 聽听 藝艺 樂乐 歡欢 親亲 觀观 視视 頻频 預预 領领 頭头 顯显 錄录 鋪铺 銷销 鑒鉴 優优 價价
儘尽 僅仅 併并 沒没 況况 淨净 濟济 灣湾 漢汉 溫温 滿满 濱滨 獎奖 環环 畫画 異异 顆颗 畢毕 療疗 盤盘 確确 禮礼
種种 稅税 穩稳 簡简 糧粮 紅红 約约 純纯 紙纸 給给 絕绝 緊紧 練练 縱纵 勝胜 腦脑 臨临 艱艰 蓋盖 薦荐 虛虚 蘭兰
補补 襲袭 訓训 詩诗 詳详 誠诚 誤误 識识 變变 豐丰 貨货 買买 賣卖 賽赛 贊赞 車车 較较 輪轮 辯辩 運运 邊边 鄰邻
針针 鐵铁 鋼钢 錯错 門门 閉闭 陽阳 陰阴 隨随 險险 難难 雲云 靈灵 靜静 響响 頂顶 順顺 顧顾 風风 飛飞 飯饭 館馆
駐驻 驗验 魚鱼 鮮鲜 鳳凤 麗丽 齊齐 齡龄 顏颜 鄔邬 冊册
]]

local FOLD = {}
for from, to in PAIRS:gmatch("(" .. han.CHAR .. ")(" .. han.CHAR .. ")") do FOLD[from] = to end

--- The text with the Traditional characters that this library's words use
--- turned to Simplified; positions stay the same.
---@param s string
---@return string
function han.fold(s)
  return (tostring(s):gsub("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", FOLD))
end

local BOTH = {}
for trad, simp in pairs(FOLD) do
  BOTH[simp] = (BOTH[simp] or simp) .. trad
end

--- A regex for `words` (itself a regex) that also matches their Traditional
--- forms: "记者" becomes "[记記]者".  Not for characters inside brackets.
---@param words string
---@return string
function han.both(words)
  return (words:gsub(han.CHAR, function(c)
    return BOTH[c] and "[" .. BOTH[c] .. "]"
  end))
end

--- The number of characters; bytes that are not UTF-8 count one each.
---@param s string
---@return integer
function han.len(s)
  return utf8.len(s) or #s
end

--- The number of Han characters of the basic plane.
---@param s string
---@return integer
function han.count(s)
  local _, n = s:gsub("[\xE4-\xE9][\x80-\xBF][\x80-\xBF]", "")
  return n
end

--- Where the first character of `s` ends.
function han.first_end(s, at)
  return (utf8.offset(s, 2, at) or #s + 1) - 1
end

--- A set of the characters in `s`.
---@param s string
---@return table<string, boolean>
function han.set(s)
  local set = {}
  for _, c in utf8.codes(s) do set[utf8.char(c)] = true end
  return set
end

--- A set of the words in `s`, which are separated by blanks.
---@param s string
---@return table<string, boolean>
function han.words(s)
  local set = {}
  for w in s:gmatch "%S+" do set[w] = true end
  return set
end

--- The longest word of `set` at the end (or, with `front`, the start) of `s`,
--- looking at no more than `most` characters.
---@return string?
function han.longest(s, set, most, front)
  for n = most, 1, -1 do
    local at = front and utf8.offset(s, n + 1) or utf8.offset(s, -n)
    local word = at and (front and s:sub(1, at - 1) or s:sub(at))
    if word and set[word] then return word end
  end
end

--- The text without readings in brackets behind their characters: 書(shū).
--- In a name or a line that is one gloss or two; step `gloss` wants a text full
--- of them before it believes that they are damage.
---@param s string
---@return string
function han.without_readings(s)
  return (s:gsub("(" .. han.CHAR .. ")%(([%a\xC3-\xC7][%a\x80-\xBF\xC3-\xC7]*)%)", "%1"))
end

return han
