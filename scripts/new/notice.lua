-- notice.lua - date, issuer and amounts of a public notice.
--
--   docmill check notice.lua              run what is tested below
--   docmill run notice.lua samples/       records
--   docmill watch notice.lua samples/     the same on every save
local docmill = require "docmill"
local rule, field, re, test = docmill.rule, docmill.field, docmill.re, docmill.test

-- "12.8万元" is 128000.
local function yuan(m)
  return math.tointeger(tonumber(m.n.text) * (m.u.text == "万元" and 10000 or 1))
end

return docmill.script {
  name = "notice",
  view = { "lines", "width", "space" }, -- what the rules look at
  rules = {
    rule { id = "date", doc = "The first date, as 2023-01-04.",
           match = re [[(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日]],
           value = function(m) return ("%04d-%02d-%02d"):format(m.y, m.m, m.d) end,
           examples = { ["2023年1月4日"] = "2023-01-04", ["2023年第1期"] = false } },
    rule { id = "issuer", doc = "Who published it.",
           match = re [[^来源[:：]\s*(?<value>\S+)]],
           examples = { ["来源：县报"] = "县报" } },
    rule { id = "amount", doc = "Sums of money, in yuan.",
           match = re [[(?<n>\d+(?:\.\d+)?)(?<u>万?元)]], value = yuan,
           examples = { ["奖金3000元"] = 3000, ["12.8万元"] = 128000, ["3000人"] = false } },
    rule { id = "footer", doc = "No part of the notice.",
           match = re [[^版权(?:声明|所有).*$]], action = "drop",
           examples = { ["版权所有 县报"] = true } },
  },
  fields = {
    date = field { from = "date", required = true },
    issuer = field { from = "issuer" },
    amounts = field { from = "amount", pick = "all" },
  },
  samples = { "samples" }, -- `docmill check --update` keeps their records
  tests = {
    test { name = "a notice of 2023", charset = "gb18030",
           input = "来源：县报\n2023年1月4日发放奖金3000元。\n版权所有 县报\n",
           record = { date = "2023-01-04", issuer = "县报", amounts = { 3000 } } },
    test { name = "the date is marked", rule = "date",
           input = "于２０２３年1月4日发布", expect = "于⟦2023年1月4日⟧发布" },
  },
}
