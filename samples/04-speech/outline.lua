-- outline.lua - the sections of a speech, their numbers, and who is quoted.
local docmill = require "docmill"
local rule, re = docmill.rule, docmill.re

return docmill.script {
  name = "outline",
  view = "clean",
  rules = {
    rule { id = "saying", within = "paragraph",
           match = re [[(?<who>\p{Han}{2,3})(?:在\p{Han}{1,6})?(?:指出|说)[:：]“(?<what>[^”]+)”]],
           where = function(m)
             return m.who.text ~= "同事们", "not a person"
           end,
           examples = { ["王五说：“好。”"] = { who = "王五", what = "好。" },
                        ["这就是“好”"] = false } },
    rule { id = "quantity", match = re [[(?<n>\d+(?:\.\d+)?万?)(?<unit>\p{Han})]],
           where = function(m) return not m.unit.text:find "^[年月日]", "a date" end },
  },
  document = function(doc, record)
    record.title = doc:lines()[1]
    record.outline = {}
    for i, b in ipairs(doc:blocks "heading") do
      record.outline[i] = { level = b.level, number = b.number, text = b.text }
    end
    return record
  end,
}
