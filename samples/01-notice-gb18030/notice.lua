-- notice.lua - date, issuer, amounts and contact of a public notice.
local docmill = require "docmill"
local rule, field, re = docmill.rule, docmill.field, docmill.re

return docmill.script {
  name = "notice",
  view = { "lines", "width", "space" }, -- what the rules look at
  rules = {
    rule { id = "date",
           match = re [[(?<y>\d{4})年(?<m>\d{1,2})月(?<d>\d{1,2})日]],
           value = function(m) return ("%04d-%02d-%02d"):format(m.y, m.m, m.d) end,
           examples = { ["2023年1月4日"] = "2023-01-04", ["2023年第1期"] = false } },
    rule { id = "issuer", match = re [[^来源[:：]\s*(?<value>\S+)]],
           examples = { ["来源:县报 作者:某"] = "县报" } },
    rule { id = "amount", match = re [[(?<n>\d+(?:\.\d+)?)(?<u>万?元)]],
           value = function(m)
             return math.tointeger(tonumber(m.n) * (m.u.text == "万元" and 10000 or 1))
           end,
           examples = { ["奖金3000元"] = 3000, ["12.8万元"] = 128000, ["3000人"] = false } },
    rule { id = "email", match = re [[[\w.+-]+@[\w-]+(?:\.[\w-]+)+]] },
    rule { id = "footer", match = re [[^版权(?:声明|所有).*$]], action = "drop" },
  },
  fields = {
    date = field { from = "date", pick = "first", required = true },
    issuer = field { from = "issuer", pick = "first" },
    amounts = field { from = "amount", pick = "all" },
    email = field { from = "email", pick = "first" },
  },
}
