-- court.lua - a court's list of hearings: one record a case, by a picture of it.
local docmill = require "docmill"
local layout = docmill.layout
local collect, gather, maybe = layout.collect, layout.gather, layout.maybe

local list = layout {
  "(?<court>.+)开庭公告",
  collect { "(?<room>第.审判庭)", name = "rooms",
    collect { "案 号：(?<no>.+)", name = "cases", until_ = "第.审判庭",
      gather { until_ = "案 号：.+", -- in whatever order the clerk wrote them
        "案 由：(?<cause>.+)", "当事人：(?<parties>.+)", "时 间：(?<time>.+)",
        maybe { "审判长：(?<judge>.+)" }, maybe { "备 注：(?<note>.+)" } } } },
}

return docmill.script {
  name = "court",
  view = "lines",
  order = { "no", "room", "judge", "cause", "parties", "time", "note" },
  document = function(doc)
    local found, why = list:match(doc:view "lines")
    if not found then error(why) end
    for _, room in ipairs(found.rooms) do
      for _, case in ipairs(room.cases) do
        case.room = room.room
        docmill.emit(case)
      end
    end
    return false
  end,
}
