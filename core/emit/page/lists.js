/* lists.js - the record, what changed between two runs, steps and repairs,
   errors, and what was left out. */

const LISTED = 300; // of each kind

function goButton(m, label) {
  return button(label, () => goTo(m, false));
}

function more(list, n) {
  if (n > LISTED) list.append(make("li", "soft", `and ${number(n - LISTED)} more`));
  return list;
}

const fieldsOf = (record) => Object.entries(record).filter(([key]) => key !== "id");

function fieldValue(name, value) {
  const list = Array.isArray(value) ? value : [value];
  const places = marks.filter((m) => (m.info.fields || []).includes(name) && m.kind !== LOST && inMode(m));
  const out = make("span", "", list.length === 0 ? make("span", "soft", "none") : null);
  list.slice(0, LISTED).forEach((v, i) => {
    if (i > 0) out.append(make("br"));
    out.append(list.length === places.length ? goButton(places[i], valueOf(v)) : valueOf(v));
  });
  if (list.length > LISTED) out.append(make("span", "soft", ` and ${number(list.length - LISTED)} more`));
  return out;
}

function lostOf(field) {
  const list = make("ul");
  for (const lost of field.lost.slice(0, LISTED)) {
    const label = make("span", "", valueOf(lost.value), make("span", "soft", ` ${lost.rule || ""} ${lost.reason || ""}`));
    list.append(make("li", "", !(lost.mark >= 0) ? label : button(label, () => {
      state.losers = true;
      refresh();
      goTo(marks[lost.mark], false);
    })));
  }
  return make("div", "", make("h3", "", `${field.name}: candidates not picked`), more(list, field.lost.length));
}

function showRecord() {
  const records = (state.mode === "was" ? doc.was : doc.records) || [];
  const out = records.map((record, i) => make("div", "mark", records.length > 1 ? make("b", "", `${i + 1}`) : null,
    facts(fieldsOf(record).map(([key, value]) => [textOf(key), fieldValue(key, value)]))));
  if (records.length === 0) out.push(make("p", "soft", doc.away ? `Turned away: ${doc.away}` : "There is no record."));
  if (state.mode !== "was") {
    for (const field of doc.fields || []) if (field.lost && field.lost.length > 0) out.push(lostOf(field));
  }
  $("record").replaceChildren(...out);
}

const plainOf = (value) => (typeof value === "string" ? value : JSON.stringify(value));

/* One list of a kind of change: matches, by rule. */
function changedMarks(title, list, line) {
  if (list.length === 0) return null;
  const ul = make("ul");
  for (const m of list.slice(0, LISTED)) {
    ul.append(make("li", "", goButton(m, make("span", "", swatch(m.rule), " ", textOf(markName(m)), " ", line(m)))));
  }
  return make("div", "", make("h3", "", `${title} (${number(list.length)})`), more(ul, list.length));
}

function changedFields() {
  if (!doc.was || doc.was.length !== 1 || doc.records.length !== 1) return null;
  const was = new Map(fieldsOf(doc.was[0])), now = new Map(fieldsOf(doc.records[0]));
  const list = make("ul");
  for (const key of new Set([...was.keys(), ...now.keys()])) {
    const [a, b] = [was.get(key), now.get(key)];
    if (JSON.stringify(a) === JSON.stringify(b)) continue;
    list.append(make("li", "", make("b", "", textOf(key)), " ",
      a === undefined ? make("span", "soft", "new") : valueOf(a, "before"), " → ",
      b === undefined ? make("span", "soft", "gone") : valueOf(b, "after")));
  }
  if (list.children.length === 0) return null;
  return make("div", "", make("h3", "", `Fields changed (${list.children.length})`), list);
}

function showChanges() {
  $("changes-box").hidden = !doc.old;
  if (!doc.old) return;
  const found = marks.filter(isFound);
  const text = (m, name) => textOf(doc.clean.slice(...m.clean) || doc.source.slice(...m.source), 60, "span", name);
  const parts = [
    changedFields(),
    changedMarks("Gained", found.filter((m) => m.sides === NOW), (m) => text(m, "after")),
    changedMarks("Lost", found.filter((m) => m.sides === WAS), (m) => text(m, "before")),
    changedMarks("Changed", found.filter(isChanged), (m) => changeOf(plainOf(m.info.was), plainOf(valueOfMark(m)))),
  ].filter((p) => p !== null);
  const against = make("p", "soft", "against ", textOf(doc.old.file));
  $("changes").replaceChildren(against, ...(parts.length > 0 ? parts : [make("p", "", "Nothing changed.")]));
}

function stageRow(stage) {
  const list = make("ul");
  for (const [before, after, n, at] of stage.changes) {
    list.append(make("li", "", button(changeOf(before, after), () => goToPlace("clean", at, at + 1)),
      make("span", "soft", ` × ${number(n)}`)));
  }
  return make("div", "", make("h3", "", `${stage.name} `, make("span", "soft", plural(stage.edits, "place"))), list);
}

function repairs() {
  const list = marks.filter((m) => m.kind === REPAIR || m.kind === DECODE);
  if (list.length === 0) return null;
  const ul = make("ul");
  for (const m of list.slice(0, LISTED)) {
    const what = m.kind === DECODE ? make("span", "", "not decoded at byte ", number(m.bytes[0]))
      : make("span", "", changeOf(m.info.before, m.info.after), make("span", "soft",
        ` ${m.info.mechanism}, ${m.info.certainty}${m.info.applied ? "" : ", left as it was"}`));
    ul.append(make("li", "", goButton(m, what)));
  }
  return make("div", "", make("h3", "", `Repairs and damage (${number(list.length)})`), more(ul, list.length));
}

function showSteps() {
  const stages = (doc.stages || []).filter((s) => s.edits > 0);
  const rest = repairs();
  const out = stages.map(stageRow);
  if (rest !== null) out.unshift(rest);
  if (doc.charset && doc.charset.rivals && doc.charset.rivals.length > 0) {
    out.push(make("p", "soft", `Charset ${doc.charset.name}; next: ${doc.charset.rivals.join(", ")}`));
  }
  if (out.length === 0) out.push(make("p", "soft", "Nothing was changed on the way to this view."));
  $("steps").replaceChildren(...out);
  $("steps-box").open = rest !== null;
}

function errorOf(e) {
  const line = make("p", `notice ${e.level}`, make("b", "", e.code ? `${e.level}[${e.code}]` : e.level), textOf(e.message));
  if (e.file) line.append(make("small", "", textOf(`${e.file}${e.line > 0 ? ":" + e.line : ""}`)));
  if (e.docline > 0) {
    line.append(make("small", "", button(`line ${e.docline}:${e.doccol}`, () => goToLine(e.docline))));
  }
  if (e.help) line.append(make("small", "", textOf(e.help)));
  return line;
}

function goToLine(n) {
  const starts = startsOfLines();
  const from = starts[Math.min(n, starts.length) - 1];
  const end = doc.source.indexOf("\n", from);
  goToPlace("source", from, end < 0 ? doc.source.length : end);
}

function leftOut() {
  const left = doc.left;
  const say = (parts) => parts.filter((p) => p).join(" and ");
  const texts = say([
    left.source > 0 && `${plural(left.source, "byte")} of the source`,
    left.clean > 0 && `${plural(left.clean, "byte")} of the clean text`,
  ]);
  const places = say([
    left.marks > 0 && plural(left.marks, "match", "matches"),
    left.edits > 0 && plural(left.edits, "edit"),
  ]);
  const out = make("p", left.source + left.clean + left.marks + left.compared > 0 ? "notice" : "notice note", make("b", "", "Left out"));
  if (texts) out.append(`This page shows the first part of the text: ${texts} are not on it. `);
  if (places) out.append(`${places} ${left.marks + left.edits === 1 ? "has" : "have"} no mark in the text; the tables count them all. `);
  if (left.compared > 0) out.append(`${plural(left.compared, "match", "matches")} could not be compared: what the other run has there is not listed.`);
  return out;
}

function showNotices() {
  const out = doc.errors.map(errorOf);
  if (doc.left) out.unshift(leftOut());
  if (doc.away) out.unshift(make("p", "notice", make("b", "", "Turned away"), textOf(doc.away)));
  $("notices").replaceChildren(...out);
}
