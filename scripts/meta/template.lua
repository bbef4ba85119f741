---@meta _

---A text with holes, made by docmill.template. It is called with a table of
---values and gives a text.
---
---`{{name}} {{a.b}} {{this}}` are values, escaped; `{{name?}}` one that may be
---missing; `{{{name}}}` one as it is. `{{#each list}} … {{else}} … {{/each}}` goes
---through a list, whose entry is this, with `@index`, `@first` and `@last`;
---`{{#if name}} … {{else}} … {{/if}}` and `{{#unless name}} … {{/unless}}` ask for
---something that is not nil, false or empty. `{{! … }}` is a remark. A tag of
---these that is alone on its line takes the line with it. A name is looked for in
---the entry first, then in what is around it.
---
---`docmill.template "<b>{{who}}</b>" { who = "A & B" } --> "<b>A &amp; B</b>"`
---@class docmill.Template
---@overload fun(values: table): string
local Template = {}

---The same as calling it.
---
---`docmill.template "{{#each all}}{{@index}}. {{this}} {{/each}}":render { all = { "a", "b" } } --> "1. a 2. b "`
---@since 0.1
---@param values table
---@return string
function Template:render(values) end
