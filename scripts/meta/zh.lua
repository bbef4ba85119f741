---@meta _

---Chinese text: questions, conversions and values.
---@class docmill.zh
local zh = {}

---Whether a text is made of Han characters and nothing else; false for the
---empty one.
---
---`zh.is_han "县报", zh.is_han "县报。" --> true, false`
---@since 0.1
---@param text docmill.Text
---@return boolean
function zh.is_han(text) end

---Traditional to Simplified characters, as the step `hans` does it. A variant
---says where the text is from: "tw", "twp" (Taiwan's words too), "hk".
---
---`zh.hans "頭髮與後臺" --> "头发与后台"`
---
---`zh.hans("滑鼠裡的記憶體", "twp") --> "鼠标里的内存"`
---@since 0.1
---@param text docmill.Text
---@param variant? "tw"|"twp"|"hk"
---@return string? text
---@return string? message
function zh.hans(text, variant) end

---Simplified to Traditional characters, as the step `hant` does it. A variant
---says where the text goes: "tw", "twp" (Taiwan's words too), "hk".
---
---`zh.hant "皇后在后台理发" --> "皇后在後臺理髮"`
---@since 0.1
---@param text docmill.Text
---@param variant? "tw"|"twp"|"hk"
---@return string? text
---@return string? message
function zh.hant(text, variant) end

---Readings that were put behind nearly every character of a kind go, as the
---step `gloss` does it; readings in a textbook stay.
---
---`zh.gloss "行(xíng)不行(xíng)" --> "行(xíng)不行(xíng)"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function zh.gloss(text) end

---Text chopped into pages is joined, as the step `pages` does it.
---
---`zh.pages "第一行\n第二行" --> "第一行\n第二行"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function zh.pages(text) end

---Full-width punctuation between Han is restored, as the step `punct_zh` does
---it.
---
---`zh.punct "会议指出,必须(尽快)办:3,000件." --> "会议指出，必须（尽快）办:3,000件。"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function zh.punct(text) end

---The sentences of a text. A quotation followed by who spoke is one sentence
---with it.
---
---`#zh.sentences "“走吧！”他说。雨停了。" --> 2`
---@since 0.1
---@param text docmill.Text
---@return string[]? sentences
---@return string? message
function zh.sentences(text) end

---The value of a numeral, and what it counts or numbers.
---
---`zh.number "第二十三章" --> 23, "章"`
---
---`zh.number "1.2万" --> 12000, nil`
---
---`zh.number "廿三" --> 23, nil`
---
---`zh.number "很多" --> nil, "no numeral"`
---@since 0.1
---@param text docmill.Text
---@return number? value
---@return string? rest the unit, or why there is no value
function zh.number(text) end

---A date in the Extended Date/Time Format: ISO 8601 where every digit is known,
---X for a digit that is hidden or not said, a slash in a range.
---
---`zh.date "二〇二三年一月四日" --> "2023-01-04", "day"`
---
---`zh.date "民國112年" --> "2023", "year"`
---
---`zh.date "1月4日至5日" --> "XXXX-01-04/XXXX-01-05", "range"`
---
---`zh.date "20**年2月27日" --> "20XX-02-27", "day, redacted"`
---@since 0.1
---@param text docmill.Text
---@return string? edtf
---@return string kind, or why there is no date
function zh.date(text) end

---A person's name without the blanks that pages pad short names with.
---
---`zh.name "符 雷" --> "符雷"`
---
---`zh.name "责任" --> nil, "no name"`
---@since 0.1
---@param text docmill.Text
---@return string? name
---@return string? reason
function zh.name(text) end
