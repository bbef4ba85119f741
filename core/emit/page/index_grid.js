/* index_grid.js - documents by rules: only rows that can be seen are in the
   table, and rows without content stand for the others. */

const ROW = 27; // pixels, as in index.css
const MARGIN = 12; // rows beyond what is seen

const grid = { first: -1, last: -1, whole: false };

const most = rules.map((_, i) => rows.reduce((m, row) => Math.max(m, hitsOf(row, i)), 1));

/* 0 to 100: how dark a number is beside the most of its rule. */
const shade = (n, rule) => Math.round(12 + 80 * Math.log1p(n) / Math.log1p(Math.max(most[rule], 9)));

function tellCell(row, rule) {
  const [hits, refused] = row.hitOf.get(rule) || [0, 0];
  const [gained, lost, changed] = row.moveOf.get(rule) || [0, 0, 0];
  const parts = [plural(hits, "hit"), refused > 0 && `${number(refused)} refused`, gained > 0 && `${number(gained)} gained`,
    lost > 0 && `${number(lost)} lost`, changed > 0 && `${number(changed)} changed`];
  return `${rules[rule].id}: ${parts.filter((p) => p).join(", ")}`;
}

function heatCell(row, rule) {
  const [hits, refused] = row.hitOf.get(rule) || [0, 0];
  const [gained, lost] = row.moveOf.get(rule) || [0, 0];
  const link = hits > 0 ? linkTo(row, rule) : null;
  const inner = make(link === null ? "span" : "a", "", hits > 0 ? compact(hits) : "·");
  const cell = make("td", "rule-col", inner);
  if (link !== null) {
    inner.href = link;
    inner.tabIndex = -1;
  }
  const dark = shade(hits, rule);
  if (hits === 0) cell.classList.add("zero");
  else cell.style.backgroundColor = `color-mix(in srgb, var(--c0) ${dark}%, var(--paper))`;
  if (hits > 0 && dark > 55) cell.classList.add("strong");
  if (refused > 0) cell.classList.add("refusing");
  if (gained > 0) cell.classList.add("gaining");
  else if (lost > 0) cell.classList.add("losing");
  cell.title = tellCell(row, rule);
  return cell;
}

const compact = (n) => (n < 10000 ? String(n) : n < 1e6 ? `${Math.floor(n / 1000)}k` : `${Math.floor(n / 1e6)}M`);

/* Where in the text rules found something: a bar, darker where it is more. */
function coverCell(row) {
  const bar = make("span", "cover");
  const strip = row.strip || "";
  const stops = [...strip].map((digit, i) => {
    const color = `color-mix(in srgb, var(--c2) ${Number(digit) * 11}%, transparent)`;
    return `${color} ${100 * i / strip.length}% ${100 * (i + 1) / strip.length}%`;
  });
  if (stops.length > 0) bar.style.backgroundImage = `linear-gradient(90deg, ${stops.join(", ")})`;
  const share = row.chars > 0 ? (100 * row.share).toFixed(row.share < 0.1 ? 1 : 0) + " %" : "";
  const cell = make("td", "cover-col", bar, make("span", "share", share));
  cell.title = row.chars > 0 ? `${number(row.covered || 0)} of ${plural(row.chars, "character")}` : "no text";
  return cell;
}

function stateOf(row) {
  if (row.state === "failed") return ["failed", "failed"];
  if (row.changed === true) return ["changed", "changed"];
  if (row.state === "away") return ["away", "turned away"];
  if (row.state === "skipped") return ["skipped", "skipped"];
  return row.none ? ["none", "no hit"] : null;
}

function nameCell(row) {
  const state = stateOf(row);
  const link = linkTo(row, -1);
  const path = make(link === null ? "span" : "a", link === null ? "path soft" : "", make("bdi", "", textOf(nameOf(row.id), 300)));
  if (link !== null) path.href = link;
  const cell = make("th", "name-col", make("span", "doc", state === null ? null : make("span", `state ${state[0]}`, state[1]), path));
  cell.scope = "row";
  const why = row.error || row.away || row.skipped || "";
  cell.title = [row.id, [row.format, row.charset, row.bytes > 0 && plural(row.bytes, "byte")].filter((x) => x).join(", "), why,
    link === null ? "no page was made for it" : ""].filter((x) => x).join("\n");
  return cell;
}

function gridRow(row, i) {
  const tr = make("tr", i === view.here ? "here" : "", nameCell(row), coverCell(row),
    make("td", "time-col", row.us > 0 ? duration(row.us / 1e6) : ""), ...rules.map((_, k) => heatCell(row, k)), make("td", "fill"));
  tr.dataset.i = i;
  tr.setAttribute("aria-rowindex", String(i + 2));
  return tr;
}

function spacer(n) {
  const tr = make("tr", "");
  tr.setAttribute("aria-hidden", "true");
  const cell = make("td", "fill");
  cell.colSpan = rules.length + 4;
  cell.style.height = `${n * ROW}px`;
  cell.style.border = "0";
  tr.append(cell);
  return tr;
}

/* Put the rows that can be seen into the table. */
function drawRows(anew) {
  const box = $("grid");
  const seen = Math.ceil((box.clientHeight || 800) / ROW);
  const at = Math.floor(box.scrollTop / ROW);
  let first = Math.max(0, at - MARGIN), last = Math.min(view.list.length, at + seen + MARGIN);
  if (grid.whole) [first, last] = [0, view.list.length];
  if (!anew && first >= grid.first && last <= grid.last && at - grid.first >= 2 && grid.last - at - seen >= 0) return;
  if (!anew && first === grid.first && last === grid.last) return;
  [grid.first, grid.last] = [first, last];
  const list = [];
  for (let i = first; i < last; i++) list.push(gridRow(view.list[i], i));
  if (first > 0) list.unshift(spacer(first));
  if (last < view.list.length) list.push(spacer(view.list.length - last));
  if (view.list.length === 0) {
    const cell = make("td", "empty", "No document is like that.");
    cell.colSpan = rules.length + 4;
    list.push(make("tr", "", cell));
  }
  $("heat-body").replaceChildren(...list);
}

function sortBy(by) {
  const down = by !== "name" && by !== "order";
  if (view.sort.by !== by) view.sort = { by, down };
  else if (view.sort.down === down) view.sort = { by, down: !down };
  else view.sort = { by: "order", down: false };
  refresh();
}

function heading(by, label, className, flat) {
  const b = button("", () => sortBy(by), flat ? "heading flat" : "heading");
  b.append(textOf(label, 60));
  const th = make("th", className, b);
  th.scope = "col";
  th.title = typeof by === "number" ? `${label}: ${plural(rules[by].hits, "hit")} in ${plural(rules[by].docs, "document")}; click to sort` : "click to sort";
  th.dataset.by = by;
  return th;
}

const WIDTHS = [330, 122, 72], RULE = 46; // pixels, as in index.css

function drawHead() {
  $("heat").style.width = `${WIDTHS.reduce((a, b) => a + b) + RULE * rules.length}px`;
  $("heat-head").replaceChildren(make("tr", "", heading("name", prefix === "" ? "document" : `in ${prefix}`, "name-col", true), heading("cover", "covered", "cover-col", true),
    heading("time", "time", "time-col", true), ...rules.map((rule, i) => heading(i, rule.id, "rule-col", false)), make("th", "fill")));
}

function showSort() {
  for (const th of $("heat-head").querySelectorAll("th[data-by]")) {
    if (th.dataset.by === String(view.sort.by)) th.setAttribute("aria-sort", view.sort.down ? "descending" : "ascending");
    else th.removeAttribute("aria-sort");
  }
  $("heat").setAttribute("aria-rowcount", String(view.list.length + 1));
}

/* The row at hand, seen. */
function goToRow(i) {
  if (view.list.length === 0) return;
  view.here = Math.max(0, Math.min(view.list.length - 1, i));
  const box = $("grid");
  const top = view.here * ROW, head = $("heat-head").offsetHeight;
  if (top < box.scrollTop) box.scrollTop = top;
  if (top + ROW > box.scrollTop + box.clientHeight - head) box.scrollTop = top + ROW - box.clientHeight + head;
  drawRows(true);
}
