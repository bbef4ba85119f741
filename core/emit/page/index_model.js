"use strict";

/* index_model.js - the data of a corpus, and which documents are shown. */

const data = JSON.parse(document.getElementById("corpus").textContent);
const rules = data.rules, fields = data.fields, rows = data.rows;

const STATES = [
  ["all", "All", () => true],
  ["changed", "Changed", (row) => row.changed === true],
  ["failed", "Failed", (row) => row.state === "failed"],
  ["none", "No hit", (row) => row.none],
  ["odd", "Odd", (row) => row.odd > 0],
  ["away", "Turned away", (row) => row.state === "away" || row.state === "skipped"],
];

const view = {
  state: "all",
  query: "",
  rule: -1, // only documents where it matched
  values: [], // {kind: "rules" or "fields", at, value}
  sort: { by: "order", down: false }, // or "name", "cover", "time", a rule's number
  list: rows, // rows that are shown
  here: -1, // of them
};

/* Maps by rule; what is not in them is zero. */
function prepare(row) {
  row.hitOf = new Map((row.hits || []).map(([rule, hits, refused]) => [rule, [hits, refused]]));
  row.moveOf = new Map((row.moves || []).map(([rule, gained, lost, changed]) => [rule, [gained, lost, changed]]));
  row.all = (row.hits || []).reduce((n, h) => n + h[1], 0);
  row.refused = (row.hits || []).reduce((n, h) => n + h[2], 0);
  row.odd = row.refused + (row.warnings || 0) + (row.repairs || 0) + (row.bad || 0);
  row.none = row.state === "done" && (rules.length > 0 ? row.all === 0 : (row.fields || []).length === 0);
  row.share = row.chars > 0 ? (row.covered || 0) / row.chars : 0;
  row.words = row.id.toLowerCase();
}

rows.forEach(prepare);

/* The folders that all documents are below: their names begin behind them. */
const prefix = rows.reduce((p, row) => {
  let n = 0;
  while (n < p.length && p[n] === row.id[n]) n++;
  return p.slice(0, n);
}, rows.length > 1 ? rows[0].id : "").replace(/[^/]*$/, "");

const nameOf = (id) => (prefix !== "" && id.startsWith(prefix) ? id.slice(prefix.length) : id);
const fileOf = (path) => path.slice(path.lastIndexOf("/") + 1);

const hitsOf = (row, rule) => (row.hitOf.get(rule) || [0, 0])[0];

function hasValue(row, { kind, at, value }) {
  const list = row[kind === "rules" ? "values" : "fields"] || [];
  const one = list.find((entry) => entry[0] === at);
  return one !== undefined && one.indexOf(value, 1) > 0;
}

const KEYS_OF = {
  order: (row) => row.n,
  name: (row) => row.words,
  cover: (row) => row.share,
  time: (row) => row.us || 0,
};

/* What changed comes first, where two runs are compared. */
function compareRows(a, b) {
  const key = KEYS_OF[view.sort.by] || ((row) => hitsOf(row, view.sort.by));
  const x = key(a), y = key(b);
  const sign = view.sort.down ? -1 : 1;
  if (view.sort.by === "order" && data.against !== undefined && a.changed !== b.changed) return a.changed === true ? -1 : 1;
  if (x !== y) return x < y ? -sign : sign;
  return a.n - b.n;
}

function choose() {
  const state = STATES.find((s) => s[0] === view.state)[2];
  const words = view.query.toLowerCase().split(/\s+/).filter((w) => w !== "");
  const here = view.list[view.here];
  view.list = rows.filter((row) => state(row) && words.every((w) => row.words.includes(w)) &&
    (view.rule < 0 || hitsOf(row, view.rule) > 0) && view.values.every((v) => hasValue(row, v)));
  view.list.sort(compareRows);
  view.here = view.list.indexOf(here);
}

/* A page of the folder: each part of its path is percent-encoded. */
function linkTo(row, rule) {
  if (row.page === undefined) return null;
  const path = row.page.split("/").map(encodeURIComponent).join("/");
  const id = rule >= 0 ? rules[rule].id : null;
  return path + (id === null ? "" : `#rule=${encodeURIComponent(id)}&span=${encodeURIComponent(id + ":1")}`);
}

/* #state=failed&q=2024&rule=date&value=["rules","date","2024"]&sort=-rule:date */
let linkWritten = "";
function writeLink() {
  const parts = [];
  const put = (key, value) => parts.push(`${key}=${encodeURIComponent(value)}`);
  if (view.state !== "all") put("state", view.state);
  if (view.query !== "") put("q", view.query);
  if (view.rule >= 0) put("rule", rules[view.rule].id);
  for (const v of view.values) put("value", JSON.stringify([v.kind, data[v.kind][v.at].id, v.value]));
  const by = view.sort.by;
  if (by !== "order") put("sort", (view.sort.down ? "-" : "") + (typeof by === "number" ? "rule:" + rules[by].id : by));
  linkWritten = parts.length > 0 ? "#" + parts.join("&") : "";
  try {
    history.replaceState(null, "", linkWritten || location.pathname);
  } catch {
    // some browsers do not let a page that is a file do so
  }
}

function readValue(text) {
  try {
    const [kind, id, value] = JSON.parse(text);
    const at = (kind === "rules" || kind === "fields") ? data[kind].findIndex((f) => f.id === id) : -1;
    return at < 0 ? [] : [{ kind, at, value }];
  } catch {
    return [];
  }
}

function readSort(text) {
  const down = text.startsWith("-");
  const name = down ? text.slice(1) : text;
  const rule = name.startsWith("rule:") ? rules.findIndex((r) => r.id === name.slice(5)) : -1;
  return { by: rule >= 0 ? rule : Object.hasOwn(KEYS_OF, name) ? name : "order", down };
}

function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  const state = link.get("state");
  view.state = STATES.some((s) => s[0] === state) ? state : "all";
  view.query = link.get("q") || "";
  view.rule = rules.findIndex((r) => r.id === link.get("rule"));
  view.values = link.getAll("value").flatMap(readValue);
  view.sort = readSort(link.get("sort") || "");
}
