"use strict";

/* model.js - the data of the document at hand, and what is shown of it.
   All offsets are in UTF-16 units, as JavaScript counts. */

const KINDS = ["match", "refused", "beaten", "value", "not picked", "dropped", "edit", "repair", "not decoded"];
const HIT = 0, REFUSED = 1, BEATEN = 2, VALUE = 3, LOST = 4, DROPPED = 5, EDIT = 6, REPAIR = 7, DECODE = 8;
const NOW = 1, WAS = 2;
const LANES = 4; // underlines that fit below a line of text

const blocks = document.getElementsByClassName("document");

let doc = null; // the document's data
let marks = []; // objects made of doc.marks

const state = {
  mode: "now", // or "was", "diff"
  only: new Set(), // rules that are shown; all when it is empty
  current: -1, // the mark that was gone to
  labels: true,
  edits: true,
  residue: true,
  losers: false,
};

function makeMark(list, i) {
  const [kind, rule, sides, cleanFrom, cleanTo, sourceFrom, sourceTo, byteFrom, byteTo, exact, hex, info] = list;
  return {
    i, kind, rule, sides, exact: exact === 1, hex, info: info || {}, lane: 0,
    clean: [cleanFrom, cleanTo], source: [sourceFrom, sourceTo], bytes: [byteFrom, byteTo],
  };
}

/* The marks on a piece, and how many more lie there than are listed. */
const marksOf = (piece) => piece.slice(3).filter((n) => n >= 0).map((n) => marks[n]);
const unlistedOn = (piece) => Math.max(0, -piece[piece.length - 1]) * (piece.length > 3 ? 1 : 0);

const isFound = (m) => m.kind === HIT || m.kind === VALUE;
const isLoser = (m) => m.kind === REFUSED || m.kind === BEATEN || m.kind === LOST;
const isEdit = (m) => m.kind === EDIT || m.kind === REPAIR;

/* A mark's text, and its value: that is not told where it is its text. */
const textOfMark = (m) => (m.info.text !== undefined ? m.info.text : doc.clean.slice(...m.clean));
const valueOfMark = (m) => (m.info.value !== undefined ? m.info.value : textOfMark(m));

/* A match whose value another run had otherwise. */
function isChanged(m) {
  return m.sides === 3 && "was" in m.info && JSON.stringify(m.info.was) !== JSON.stringify(valueOfMark(m));
}

function inMode(m) {
  if (state.mode === "diff") return true;
  return (m.sides & (state.mode === "was" ? WAS : NOW)) !== 0;
}

/* Is a mark of a rule shown as things are? */
function isShown(m) {
  if (!inMode(m) || isEdit(m) || m.kind === DECODE) return false;
  if (isLoser(m) && !state.losers) return false;
  return state.only.size === 0 || state.only.has(m.rule);
}

const ruleName = (i) => (i >= 0 && doc.rules[i] ? doc.rules[i].id : "");

/* The names of the fields that took a mark, or might have. */
const fieldsOfMark = (m) => (m.info.fields || []).join(", ");

/* What a mark is called: its rule, or what it is. */
function markName(m) {
  return ruleName(m.rule) || fieldsOfMark(m) || m.info.step || KINDS[m.kind];
}

/* What a rule did in the run that is shown. */
function ruleRun(rule) {
  const recorded = doc.old && doc.old.records !== undefined; // which have no rules
  return (state.mode === "was" && !recorded ? rule.was : rule.now || rule.was) || {};
}

/* The marks one can step through, in the order of the clean text. */
function steppable() {
  return marks.filter((m) => isShown(m) && m.kind !== DROPPED)
    .sort((a, b) => a.clean[0] - b.clean[0] || a.source[0] - b.source[0] || a.i - b.i);
}

/* Underlines of marks that overlap must not hide each other: each gets a lane
   below the text that is free where it begins. */
function setLanes() {
  const ends = new Array(LANES).fill(-1);
  const list = marks.filter((m) => !isEdit(m) && m.kind !== DECODE);
  list.sort((a, b) => a.clean[0] - b.clean[0] || b.clean[1] - a.clean[1]);
  for (const m of list) {
    let lane = ends.findIndex((end) => end <= m.clean[0]);
    if (lane < 0) lane = LANES - 1;
    m.lane = lane;
    ends[lane] = Math.max(ends[lane], m.clean[1]);
  }
}

/* Read the `n`-th document of the page. */
function readDocument(n) {
  doc = JSON.parse(blocks[n].textContent);
  doc.rules = doc.rules || [];
  doc.errors = doc.errors || [];
  doc.clean = doc.clean || "";
  doc.source = doc.source || "";
  doc.pieces = doc.pieces || { clean: [], source: [] };
  marks = (doc.marks || []).map(makeMark);
  setLanes();
  state.mode = "now";
  state.only.clear();
  state.current = -1;
}

/* Where something was found that has no mark, ascending [from, to] of the clean
   text, as the runs that are shown have it; null when that is not known. */
function unmarked() {
  const sides = doc.unmarked || [[], []];
  if (doc.silent) return null;
  const shown = sides.filter((list, i) => state.mode === "diff" || i === (state.mode === "was" ? 1 : 0));
  if (shown.some((list) => list === false)) return null;
  const out = [];
  for (const list of shown) for (let i = 0; i + 1 < list.length; i += 2) out.push([list[i], list[i + 1]]);
  return united(out);
}

/* Ranges sorted, those that touch as one. */
function united(list) {
  list.sort((a, b) => a[0] - b[0]);
  const out = [];
  for (const [from, to] of list) {
    const last = out[out.length - 1];
    if (last && from <= last[1]) last[1] = Math.max(last[1], to);
    else out.push([from, to]);
  }
  return out;
}

/* The last index whose `key` is at most `at` in a list sorted by it. */
function lastAt(list, at, key) {
  let low = 0, high = list.length;
  while (low < high) {
    const mid = (low + high) >> 1;
    if (key(list[mid]) <= at) low = mid + 1;
    else high = mid;
  }
  return Math.max(0, low - 1);
}

/* Where lines begin in the source. */
let lineStarts = null;
function startsOfLines() {
  if (lineStarts === null || lineStarts.doc !== doc) {
    const starts = [0];
    for (let i = doc.source.indexOf("\n"); i >= 0; i = doc.source.indexOf("\n", i + 1)) starts.push(i + 1);
    lineStarts = { doc, starts };
  }
  return lineStarts.starts;
}

/* The part of a container that a place of the source is in. */
function partOf(at) {
  const parts = doc.parts || [];
  return parts.length > 0 ? parts[lastAt(parts, at, (part) => part[1])] : null;
}

/* Line and column of a place of the source, in its part. */
function lineOf(at) {
  const starts = startsOfLines();
  const part = partOf(at);
  const line = lastAt(starts, at, (x) => x);
  const from = part === null ? 0 : part[1];
  const before = from === 0 ? 0 : lastAt(starts, from, (x) => x);
  return [line - before + 1, [...doc.source.slice(Math.max(from, starts[line]), at)].length + 1];
}

/* The n-th match of each rule has a name that outlives other rules' changes:
   "date:2". */
function spanName(m) {
  const before = marks.filter((o) => o.rule === m.rule && o.kind === m.kind &&
    (o.clean[0] < m.clean[0] || (o.clean[0] === m.clean[0] && o.i < m.i)));
  const kind = m.kind === HIT ? "" : "!" + m.kind;
  return `${ruleName(m.rule)}:${before.length + 1}${kind}`;
}

function findSpan(name) {
  const parts = /^(.*):(\d+)(?:!(\d))?$/.exec(name);
  if (parts === null) return null;
  const kind = Number(parts[3] || HIT);
  const list = marks.filter((m) => ruleName(m.rule) === parts[1] && m.kind === kind)
    .sort((a, b) => a.clean[0] - b.clean[0] || a.i - b.i);
  return list[Number(parts[2]) - 1] || null;
}
