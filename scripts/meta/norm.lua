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
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.lines(text) end

---Runs of blanks become one space, more than one empty line becomes one, blanks
---at the end of a line go.
---
---`norm.space "a　\t b \n" --> "a b\n"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.space(text) end

---Control characters other than tab and line feed go.
---
---`norm.control "a\1b\tc" --> "ab\tc"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.control(text) end

---Characters without width go: zero-width space, soft hyphen, byte order mark,
---bidi controls.
---
---`norm.zero_width "奖\u{200B}金" --> "奖金"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.zero_width(text) end

---Character references that were left in the text become what they stand for,
---in one pass.
---
---`norm.entities "&lt;&#20013;&amp;amp;" --> "<中&amp;"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.entities(text) end

---Unicode normalization form C.
---
---`norm.nfc "e\u{301}" --> "é"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.nfc(text) end

---Unicode normalization form D: characters apart from their marks.
---
---`norm.nfd "é" --> "e\u{301}"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.nfd(text) end

---Unicode normalization form KC: compatibility characters become the usual ones.
---
---`norm.nfkc "㋀ﬁ" --> "1月fi"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.nfkc(text) end

---Unicode normalization form KD.
---
---`norm.nfkd "①é" --> "1e\u{301}"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.nfkd(text) end

---Full-width ASCII and half-width kana become the usual ones.
---
---`norm.width "２０２３ｶﾞ" --> "2023ガ"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.width(text) end

---Punctuation with a twin in ASCII becomes it; what has none stays.
---
---`norm.punct "来源：“县报”，好。" --> '来源:"县报",好。'`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.punct(text) end

---Full-width punctuation between Han, in pages whose punctuation was folded to
---ASCII.
---
---`norm.punct_zh "会议指出,必须(尽快)办,3:2." --> "会议指出，必须（尽快）办,3:2."`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.punct_zh(text) end

---Case folding, for comparisons.
---
---`norm.casefold "Straße" --> "strasse"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.casefold(text) end

---Traditional Chinese to Simplified; 著 becomes 着 where it is written so.
---
---`norm.hans "看著鐘樓裡的顯著標誌" --> "看着钟楼里的显著标志"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hans(text) end

---Taiwan's forms to Simplified.
---
---`norm.hans_tw "在臺灣喫麵" --> "在台湾吃面"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hans_tw(text) end

---Taiwan's words to those of the mainland, in Simplified.
---
---`norm.hans_twp "列印滑鼠游標" --> "打印鼠标光标"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hans_twp(text) end

---Hong Kong's forms to Simplified.
---
---`norm.hans_hk "衞生署" --> "卫生署"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hans_hk(text) end

---Hong Kong's words to those of the mainland, in Simplified.
---
---`norm.hans_hkp "衞生署" --> "卫生署"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hans_hkp(text) end

---Simplified Chinese to Traditional.
---
---`norm.hant "头发与发现" --> "頭髮與發現"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant(text) end

---Simplified to Taiwan's forms.
---
---`norm.hant_tw "台湾里面" --> "臺灣裡面"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_tw(text) end

---Simplified to Taiwan's forms and words.
---
---`norm.hant_twp "打印鼠标光标" --> "列印滑鼠游標"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_twp(text) end

---Simplified to Hong Kong's forms.
---
---`norm.hant_hk "卫生署" --> "衞生署"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_hk(text) end

---Simplified to Hong Kong's forms and words.
---
---`norm.hant_hkp "卫生署" --> "衞生署"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_hkp(text) end

---Traditional to Taiwan's forms.
---
---`norm.hant_to_tw "裏面" --> "裡面"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_to_tw(text) end

---Taiwan's forms to Traditional.
---
---`norm.tw_to_hant "裡面" --> "裏面"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.tw_to_hant(text) end

---Traditional to Hong Kong's forms.
---
---`norm.hant_to_hk "裏面" --> "裏面"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_to_hk(text) end

---Hong Kong's forms to Traditional.
---
---`norm.hk_to_hant "裏面" --> "裏面"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hk_to_hant(text) end

---Traditional to the Japanese new forms.
---
---`norm.hant_to_jp "廣場" --> "広場"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.hant_to_jp(text) end

---Japanese new forms to Traditional.
---
---`norm.jp_to_hant "広場" --> "廣場"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.jp_to_hant(text) end

---Readings that a program put behind nearly every character of a kind go;
---those of a textbook stay.
---
---`norm.gloss "行(xíng)不行(xíng)" --> "行(xíng)不行(xíng)"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.gloss(text) end

---Double-byte text that was read half a character off, as a program leaves it
---that works on bytes; only where the text around gives it away.
---
---`norm.repair "他说?!真的吗?" --> "他说?!真的吗?"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.repair(text) end

---Text that was decoded in the wrong charset, made right.
---
---`norm.mojibake "PrÃ¼fung der StraÃŸe" --> "Prüfung der Straße"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.mojibake(text) end

---HTML that was left in plain text goes.
---
---`norm.html_scraps "<p class=\"a\">第一段</p><br style=\"clear:both\"/>第二段" --> "第一段\n第二段"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.html_scraps(text) end

---Text that was chopped into pages, with page numbers pasted in, is joined
---again; only where that is certain.
---
---`norm.pages "1、清晨的渡口停着五\n2、条木船，船工们正\n3、在缆绳边上吃着早\n4、饭，河对岸的茶馆\n5、刚刚卸下门板，掌\n6、柜的。"
---  --> "清晨的渡口停着五条木船，船工们正在缆绳边上吃着早饭，河对岸的茶馆刚刚卸下门板，掌柜的。"`
---@since 0.1
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.pages(text) end

---Several steps in their order: a list, or names separated by commas.
---
---`norm.steps({ "width", "casefold" }, "ＡＢ") --> "ab"`
---
---`norm.steps("width,punkt", "x") --> error "did you mean 'punct'"`
---@since 0.1
---@param names string[]|string
---@param text docmill.Text
---@return string? text
---@return string? message
function norm.steps(names, text) end
