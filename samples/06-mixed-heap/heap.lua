-- heap.lua - what is in this heap?  One line a file, and a total of the run.
local docmill = require "docmill"

return docmill.script {
  name = "heap",
  view = "clean",
  order = { "charset", "how", "characters", "text" },
  document = function(doc, record, ctx)
    local text = doc:view("clean").text
    local c = doc.charset
    record.charset, record.how = c.name, c.how
    record.characters = utf8.len(text)
    record.text = doc:lines("clean")[1]
    ctx:reduce("files", 1, "sum")
    ctx:reduce("characters", record.characters, "sum")
    ctx:reduce("charsets", { c.name }, "union")
    return record
  end,
}
