/* panel.js - what lies under the pointer: light on both sides, and details. */

const panes = {}; // source and clean
const SHOWN_MARKS = 12;

const lengthOf = (m) => m.clean[1] - m.clean[0] || m.source[1] - m.source[0];

function lightUp(pane, piece, mark) {
  const other = panes[pane.other];
  const own = pane.pieceRange(piece);
  pane.light("on", mark ? [] : [own]);
  other.light("on", mark ? [] : [[piece[1], piece[2]]]);
  pane.light("lit", mark ? [mark[pane.side]] : []);
  other.light("lit", mark ? [mark[other.side]] : []);
  if (mark) {
    pane.light("on", [own]);
    other.light("on", [[piece[1], piece[2]]]);
  }
}

/* The marks on a piece that are shown: those of rules first, the innermost
   first of them. */
function marksOn(piece) {
  return marksOf(piece).filter((m) => isShown(m) || isEdit(m) || m.kind === DECODE)
    .sort((a, b) => Number(isEdit(a)) - Number(isEdit(b)) || lengthOf(a) - lengthOf(b));
}

function hover(pane, piece) {
  const list = marksOn(piece);
  const mark = list[0] || null;
  lightUp(pane, piece, mark);
  panes[pane.other].reveal(mark ? mark[pane.other][0] : piece[1], false);
  showDetails(list.length > 0 ? list : null, pane, piece);
}

/* The pointer has gone: back to the mark that was gone to. */
function hoverEnd() {
  const mark = marks[state.current];
  for (const pane of [panes.source, panes.clean]) {
    pane.light("on", []);
    pane.light("lit", mark ? [mark[pane.side]] : []);
  }
  if (mark) showDetails([mark], null, null);
}

function pin(pane, piece) {
  const mark = marksOn(piece)[0];
  if (mark === undefined || !isShown(mark)) return;
  state.current = mark.i;
  writeLink();
}

/* Go to a mark, on both sides. */
function goTo(mark, focus) {
  state.current = mark.i;
  for (const pane of [panes.source, panes.clean]) {
    pane.light("on", []);
    pane.light("lit", [mark[pane.side]]);
    pane.reveal(mark[pane.side][0], true);
  }
  const element = panes.clean.elementAt(mark.clean[0]);
  if (focus && element !== null && element.tabIndex === -1) element.focus({ preventScroll: true });
  showDetails([mark], null, null);
  writeLink();
}

/* Go to a place of one side, and to what it is on the other. */
function goToPlace(side, from, to) {
  const pane = panes[side];
  if (pane.pieces.length === 0) return;
  const piece = pane.pieces[lastAt(pane.pieces, from, (p) => p[0])];
  pane.light("lit", [[from, to]]);
  panes[pane.other].light("lit", [[piece[1], piece[2]]]);
  pane.reveal(from, true);
  panes[pane.other].reveal(piece[1], false);
}

function placeOf(m) {
  const part = partOf(m.source[0]);
  return `${part === null ? "" : part[0] + " "}${lineOf(m.source[0]).join(":")}`;
}

function bytesOf(m) {
  const [from, to] = m.bytes;
  return make("span", "", `${number(from)}–${number(to)} (${plural(to - from, "byte")})`, make("br"), make("code", "", m.hex));
}

/* What had to be so, and was. */
function conditionsOf(m) {
  const run = doc.rules[m.rule] ? ruleRun(doc.rules[m.rule]) : {};
  const said = [run.where ? "where said yes" : "", run.within ? `within ${run.within}` : ""].filter((x) => x !== "");
  return m.kind === HIT && said.length > 0 ? said.join(", ") : undefined;
}

/* Keys of a mark's data that have a row of their own. */
const TOLD = new Set(["value", "was", "fields", "reason", "by", "score", "view", "text",
  "mark", "step", "before", "after", "mechanism", "certainty", "applied", "note", "rule", "lost"]);

function foundFacts(m) {
  const rows = [
    ["value", m.kind === DROPPED ? undefined : valueOf(valueOfMark(m))],
    ["was", isChanged(m) ? valueOf(m.info.was, "before") : undefined],
    ["field", fieldsOfMark(m) && textOf(fieldsOfMark(m))],
    ["reason", m.info.reason && textOf(String(m.info.reason))],
    ["beaten by", m.info.by && valueOf(m.info.by)],
    ["score", m.info.score === undefined ? undefined : valueOf(m.info.score)],
    ["conditions", conditionsOf(m)],
    ["text", textOf(textOfMark(m), 200)],
  ];
  for (const key of Object.keys(m.info)) {
    if (!TOLD.has(key)) rows.push([key, valueOf(m.info[key])]);
  }
  return rows;
}

function changeFacts(m) {
  if (!isEdit(m)) return [];
  const [before, after] = [m.info.before, m.info.after];
  return [
    ["changed", changeOf(before, after)],
    ["how", m.info.mechanism && textOf(m.info.mechanism)],
    ["certainty", m.info.certainty && m.info.certainty + (m.info.applied ? "" : ", left as it was")],
    ["note", m.info.note && textOf(m.info.note)],
  ];
}

function headOf(m) {
  const head = make("b", "", m.rule >= 0 ? swatch(m.rule) : null, " ", textOf(markName(m)));
  if (m.kind !== HIT) head.append(make("span", "soft", " " + KINDS[m.kind]));
  if (state.mode === "diff" && isFound(m)) {
    const what = m.sides === NOW ? " gained" : m.sides === WAS ? " lost" : isChanged(m) ? " changed" : "";
    if (what) head.append(make("span", m.sides === WAS ? "before" : "after", what));
  }
  return head;
}

function markDetails(m) {
  const rule = doc.rules[m.rule];
  const run = rule ? ruleRun(rule) : {};
  const rows = isEdit(m) || m.kind === DECODE ? changeFacts(m) : foundFacts(m);
  rows.push(
    ["source", placeOf(m)],
    ["bytes", bytesOf(m)],
    ["exact", m.exact ? "yes" : "no: widened to whole characters or clusters"],
    ["source text", textOf(doc.source.slice(...m.source), 160)],
    ["view", m.info.view || (m.rule >= 0 && doc.view) || undefined],
    ["script", run.file ? `${run.file}:${run.line}` : undefined],
  );
  return make("div", "mark", headOf(m), facts(rows));
}

/* Text without a mark: where it came from. */
function pieceDetails(pane, piece) {
  const own = pane.pieceRange(piece);
  const other = [piece[1], piece[2]];
  const [clean, source] = pane.side === "clean" ? [own, other] : [other, own];
  const gone = clean[0] === clean[1];
  return make("div", "mark", make("b", "", gone ? "Not in the clean text" : "Text that no rule touched"), facts([
    ["clean", gone ? undefined : textOf(doc.clean.slice(...clean), 120)],
    ["source text", textOf(doc.source.slice(...source), 120)],
    ["source", lineOf(source[0]).join(":")],
  ]));
}

function showDetails(list, pane, piece) {
  const out = [];
  if (list === null) {
    out.push(pieceDetails(pane, piece));
  } else {
    for (const m of list.slice(0, SHOWN_MARKS)) out.push(markDetails(m));
    const rest = Math.max(0, list.length - SHOWN_MARKS) + (piece === null ? 0 : unlistedOn(piece));
    if (rest > 0) out.push(make("p", "soft", `and ${number(rest)} more here`));
  }
  $("details").replaceChildren(...out);
}

function noDetails() {
  $("details").replaceChildren(make("p", "soft", "Point at the text, or press j for the first match."));
}
