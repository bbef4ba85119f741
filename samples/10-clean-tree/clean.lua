-- clean.lua - dates in ISO form, footers away; every other byte stays.
local docmill = require "docmill"
local rule, re, zh = docmill.rule, docmill.re, docmill.zh

local DIGIT = "[0-9〇零一二三四五六七八九十]"

return docmill.script {
  name = "clean",
  view = { "lines", "width" }, -- １２ and 12 are the same to the rules
  rules = {
    rule { id = "date",
           match = re("(?:民國)?" .. DIGIT .. "{2,4}年" .. DIGIT .. "{1,3}月" .. DIGIT .. "{1,3}日"),
           value = function(m) local d = zh.date(m.text) return d end,
           action = "replace",
           examples = { ["在2023年1月4日前"] = "2023-01-04", ["二〇二三年二月八日"] = "2023-02-08",
                        ["民國112年2月11日"] = "2023-02-11", ["三月十六日"] = false } },
    rule { id = "footer", match = re [[^版[权權]所有.*\R?]], action = "delete" },
  },
}
