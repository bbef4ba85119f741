---@meta _

---Notes for whoever runs the script, on standard error. They name the line of the
---script and, given a Span, the place in the document. After a hundred notes
---about one document a line of the script is not heard any more, which is said.
---`print` is shown as a note too, and without -v.
---@class docmill.log
local log = {}

---Say something that is good to know; shown with `-v`. The arguments are those
---of string.format, behind a Span if there is one.
---
---`log.info("%d headings", #doc:blocks "heading") -->`
---@since 0.1
---@param span docmill.Span
---@param format string
---@param ... any
---@overload fun(format: string, ...)
function log.info(span, format, ...) end

---Say that something looks wrong; it counts as a warning of the document.
---
---`log.warn(doc:lines()[1], "odd title: %s", doc:lines()[1]) -->`
---@since 0.1
---@param span docmill.Span
---@param format string
---@param ... any
---@overload fun(format: string, ...)
function log.warn(span, format, ...) end
