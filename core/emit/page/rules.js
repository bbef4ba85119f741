/* rules.js - the table of rules, which is also the filter; the coverage strip;
   text that no rule touched. */

const BUCKETS = 240;
const RUNS = 40; // stretches of untouched text that are listed

const SILENT = "Nothing is known of the rules: the document was not loaded, or a limit ended the script.";

function toggleRule(i) {
  if (!state.only.delete(i)) state.only.add(i);
  if (state.only.size === doc.rules.length) state.only.clear();
  refresh();
}

function patternsOf(run) {
  const cell = make("td");
  cell.colSpan = 5;
  for (const m of run.match || []) {
    const code = make("code", "", `${m.kind === "regex" ? "" : m.kind + " "}`);
    cell.append(showText(code, cut(m.text || "", 160)), " ");
  }
  const more = [run.view && run.view !== doc.view ? `in ${cut(run.view, 40)}` : "", run.within ? `within ${run.within}` : "",
    run.action ? `action ${run.action}` : ""].filter((x) => x !== "");
  if (more.length > 0) cell.append(make("span", "soft", more.join(" · ")));
  return make("tr", "pattern", cell);
}

/* "3", or "2 → 3" where two runs differ. */
function counts(rule, key) {
  if (doc.old && doc.old.records !== undefined && state.mode === "was") return "–"; // records have no rules
  const now = rule.now ? rule.now[key] || 0 : 0;
  const was = rule.was ? rule.was[key] || 0 : 0;
  if (state.mode === "diff" && now !== was && doc.old && doc.old.records === undefined) return `${number(was)} → ${number(now)}`;
  return number(state.mode === "was" ? was : now);
}

function ruleRows(rule, i) {
  const run = ruleRun(rule);
  const pressed = state.only.has(i);
  const name = button("", () => toggleRule(i), "name");
  name.append(swatch(i), textOf(rule.id));
  name.setAttribute("aria-pressed", String(pressed));
  name.dataset.rule = i;
  if (run.doc) name.title = run.doc;
  const refused = run.nrejected || 0, beaten = run.nbeaten || 0;
  const losers = (n, what) => (n > 0
    ? button(number(n), () => showLosers(i), "name") : make("span", "soft", what));
  const row = make("tr", pressed ? "on-rule" : state.only.size > 0 ? "off-rule" : "",
    make("td", "", name), make("td", "", counts(rule, "hits")), make("td", "", losers(refused, "0")),
    make("td", "", losers(beaten, "0")), make("td", "", run.ran === false ? "not run" : duration(run.seconds)));
  return [row, patternsOf(run)];
}

function showLosers(i) {
  state.losers = true;
  state.only.clear();
  state.only.add(i);
  refresh();
}

function showRules() {
  const head = make("tr", "", ...["rule", "hits", "refused", "beaten", "time"].map((t) => {
    const th = make("th", "", t);
    th.scope = "col";
    return th;
  }));
  const body = make("tbody", "", ...doc.rules.flatMap(ruleRows));
  const out = [make("table", "", make("thead", "", head), body)];
  if (doc.rules.length === 0) out[0] = make("p", "soft", doc.silent ? SILENT : "The script has no rules.");
  if (state.only.size > 0) {
    out.push(button("Show all rules", () => {
      state.only.clear();
      refresh();
    }));
  }
  $("rules").replaceChildren(...out);
}

/* Stretches of the clean text on which something was found, in order. */
function covered(more) {
  const list = marks.filter((m) => isTouched(m) && m.clean[1] > m.clean[0]).map((m) => m.clean);
  return united([...list, ...more || []]);
}

/* How many matches the runs that are shown have; where some have no mark and
   two runs are shown, at least. */
function countFound() {
  const listed = marks.filter((m) => isFound(m) && inMode(m));
  if (!doc.unmarked) return plural(listed.length, "match", "matches");
  if (state.mode === "diff") return `over ${plural(listed.length, "match", "matches")}`;
  const values = listed.filter((m) => m.kind !== HIT).length;
  return plural(doc.rules.reduce((n, rule) => n + (ruleRun(rule).hits || 0), values), "match", "matches");
}

function showCoverage() {
  const more = unmarked();
  const ranges = covered(more);
  const n = ranges.reduce((s, [from, to]) => s + to - from, 0);
  const share = doc.clean.length > 0 ? (100 * n / doc.clean.length).toFixed(1) + " %" : "none";
  const parts = [
    doc.format, doc.charset && doc.charset.name && `${doc.charset.name} (${doc.charset.how}, ` +
      `${Math.round(100 * doc.charset.confidence)} %)`,
    doc.bytes !== undefined && plural(doc.bytes, "byte"), ...doc.silent ? [] : [countFound(), `${more === null ? "over " : ""}${share} covered`],
  ];
  $("facts").replaceChildren(parts.filter((p) => p).join(" · "));
  drawStrip(more || []);
  showResidue(more === null ? null : ranges);
}

/* Each bar is a part of the text: how much of it rules found, in the colour of
   the rule that found most. */
function drawStrip(more) {
  const strip = $("strip");
  const size = Math.max(1, doc.clean.length / BUCKETS);
  const bars = Array.from({ length: BUCKETS }, () => new Map());
  const add = (rule, [from, to]) => {
    for (let i = Math.floor(from / size); i < BUCKETS && i * size < to; i++) {
      const part = Math.min(to, (i + 1) * size) - Math.max(from, i * size);
      bars[i].set(rule, (bars[i].get(rule) || 0) + part);
    }
  };
  for (const m of marks) if (isShown(m) && isFound(m)) add(m.rule, m.clean);
  if (state.only.size === 0) for (const range of more) add(-1, range); // of which rule is not told
  const out = bars.map((bar) => {
    const e = make("i");
    let most = null, all = 0;
    for (const [rule, part] of bar) {
      all += part;
      if (most === null || part > bar.get(most)) most = rule;
    }
    if (most !== null) {
      e.style.background = color(most);
      e.style.height = `${Math.max(25, Math.min(100, 100 * all / size))}%`;
    }
    return e;
  });
  strip.replaceChildren(...out, make("b"));
  showWindow();
}

/* Which part of the text the clean pane shows. */
function showWindow() {
  const pane = $("clean-text");
  const frame = $("strip").querySelector("b");
  if (frame === null) return;
  const all = Math.max(1, pane.scrollHeight);
  frame.style.left = `${100 * pane.scrollTop / all}%`;
  frame.style.width = `${Math.max(0.6, 100 * pane.clientHeight / all)}%`;
  $("strip").setAttribute("aria-valuenow", String(Math.round(100 * pane.scrollTop / all)));
}

function jumpTo(share) {
  const at = Math.floor(Math.min(0.999, Math.max(0, share)) * doc.clean.length);
  goToPlace("clean", at, at + 1);
}

function showResidue(ranges) {
  if (ranges === null) {
    $("residue").replaceChildren(make("p", "soft", doc.silent ? SILENT : "Not known: more was found than this page lists."));
    return;
  }
  const out = [];
  let at = 0;
  for (const [from, to] of [...ranges, [doc.clean.length, doc.clean.length]]) {
    for (const m of doc.clean.slice(at, from).matchAll(/[^\n]*\S[^\n]*/g)) out.push([at + m.index, m[0]]);
    at = to;
  }
  out.sort((a, b) => b[1].length - a[1].length || a[0] - b[0]);
  const list = make("ul");
  for (const [from, text] of out.slice(0, RUNS)) {
    list.append(make("li", "", button(textOf(text, 90), () => goToPlace("clean", from, from + text.length)),
      make("span", "soft", ` ${number(text.length)}`)));
  }
  const word = out.length > RUNS ? `The longest ${RUNS} of ${number(out.length)} stretches.`
    : plural(out.length, "stretch", "stretches");
  $("residue").replaceChildren(make("p", "soft", word), list);
}
