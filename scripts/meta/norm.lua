---@meta _

---The normalization steps as functions from text to text. As steps of a view
---they keep the way back to the file. Each returns nil and a message for bytes
---that are not UTF-8.
---
---`norm.width "\xFF" --> nil, "byte 1 is not UTF-8"`
---@class docmill.norm
local norm = {}

---Line ends of all kinds become "\n".
---
---`norm.lines "a\r\nb\rc" --> "a\nb\nc"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.lines(text) end

---Runs of blanks become one space, more than one empty line becomes one, blanks
---at the end of a line go.
---
---`norm.space "a　\t b \n" --> "a b\n"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.space(text) end

---Control characters other than tab and line feed go.
---
---`norm.control "a\1b\tc" --> "ab\tc"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.control(text) end

---Characters without width go: zero-width space, soft hyphen, byte order mark,
---bidi controls.
---
---`norm.zero_width "奖\u{200B}金" --> "奖金"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.zero_width(text) end

---Character references that were left in the text become what they stand for,
---in one pass.
---
---`norm.entities "&lt;&#20013;&amp;amp;" --> "<中&amp;"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.entities(text) end

---Unicode normalization form C.
---
---`norm.nfc "e\u{301}" --> "é"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.nfc(text) end

---Unicode normalization form KC: compatibility characters become the usual ones.
---
---`norm.nfkc "㋀ﬁ" --> "1月fi"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.nfkc(text) end

---Full-width ASCII and half-width kana become the usual ones.
---
---`norm.width "２０２３ｶﾞ" --> "2023ガ"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.width(text) end

---Punctuation with a twin in ASCII becomes it; what has none stays.
---
---`norm.punct "来源：“县报”，好。" --> '来源:"县报",好。'`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.punct(text) end

---Full-width punctuation between Han, in pages whose punctuation was folded to
---ASCII.
---
---`norm.punct_zh "会议指出,必须(尽快)办,3:2." --> "会议指出，必须（尽快）办,3:2."`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.punct_zh(text) end

---Case folding, for comparisons.
---
---`norm.casefold "Straße" --> "strasse"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.casefold(text) end

---Text that was chopped into pages, with page numbers pasted in, is joined
---again; only where that is certain.
---
---`norm.pages "1、甲乙丙丁戊己庚辛\n2、壬癸子丑寅卯辰巳\n3、午未。" --> "甲乙丙丁戊己庚辛壬癸子丑寅卯辰巳午未。"`
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.pages(text) end

---Several steps in their order: a list, or names separated by commas.
---
---`norm.steps({ "width", "casefold" }, "ＡＢ") --> "ab"`
---
---`norm.steps("width,punkt", "x") --> error "did you mean 'punct'"`
---@param names string[]|string
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.steps(names, text) end
