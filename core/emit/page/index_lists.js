/* index_lists.js - rules with their sums, values to filter by, errors, and what
   was left out. */

const VALUES = 20; // of a rule that are listed at first
const ERRORS = 200;

const shownValues = { facet: null, most: VALUES };

function filterRule(i) {
  view.rule = view.rule === i ? -1 : i;
  refresh();
}

function totalRow(rule, i) {
  const name = button("", () => filterRule(i), "name");
  name.append(textOf(rule.id, 60));
  name.setAttribute("aria-pressed", String(view.rule === i));
  name.title = (rule.about && rule.about.doc) || "only documents where it matched";
  const time = rule.time || {};
  const slow = make("td", "", duration(time.max));
  if (time.slowest) slow.title = `slowest: ${time.slowest}`;
  return make("tr", view.rule === i ? "on-rule" : "", make("td", "", name), make("td", "", number(rule.hits)),
    make("td", "", number(rule.docs)), make("td", "", number(rule.refused)), make("td", "", duration(time.p50)),
    make("td", "", duration(time.p95)), slow);
}

function patternRow(rule) {
  const about = rule.about || {};
  const cell = make("td", "pattern");
  cell.colSpan = 7;
  for (const m of about.match || []) {
    const code = make("code", "", m.kind === "regex" ? "" : `${m.kind} `);
    cell.append(showText(code, cut(m.text || "", 120)), " ");
  }
  if (about.file) cell.append(textOf(`${fileOf(about.file)}${about.line > 0 ? ":" + about.line : ""}`, 120, "span", "soft"));
  const slow = rule.time && rule.time.slowest;
  if (slow) cell.append(make("span", "soft", " · slowest in "), textOf(nameOf(slow), 60, "span", "soft"));
  if (rule.gained + rule.lost + rule.changed > 0) {
    cell.append(make("span", "soft", " · "), make("span", "after", `${number(rule.gained)} gained`), ", ", `${number(rule.lost)} lost, ${number(rule.changed)} changed`);
  }
  return make("tr", "", cell);
}

function showTotals() {
  const head = make("tr", "", ...["rule", "hits", "docs", "refused", "p50", "p95", "max"].map((t) => {
    const th = make("th", "", t);
    th.scope = "col";
    return th;
  }));
  const body = rules.flatMap((rule, i) => (rule.about ? [totalRow(rule, i), patternRow(rule)] : [totalRow(rule, i)]));
  $("totals").replaceChildren(rules.length === 0 ? make("p", "soft", "The script has no rules.")
    : make("table", "", make("thead", "", head), make("tbody", "", ...body)));
}

const sameValue = (a, b) => a.kind === b.kind && a.at === b.at && a.value === b.value;

function filterValue(wanted) {
  const at = view.values.findIndex((v) => sameValue(v, wanted));
  if (at >= 0) view.values.splice(at, 1);
  else view.values.push(wanted);
  refresh();
}

function valueButton(facet, [value, n, docs], top) {
  const wanted = { kind: facet.kind, at: facet.at, value };
  const b = button("", () => filterValue(wanted), "value");
  b.append(value === "" ? make("span", "soft", "(empty)") : textOf(value, 120), make("small", "", docs < n ? `${number(n)} in ${number(docs)}` : number(n)));
  b.setAttribute("aria-pressed", String(view.values.some((v) => sameValue(v, wanted))));
  const part = 100 * n / Math.max(1, top);
  b.style.backgroundImage = `linear-gradient(90deg, color-mix(in srgb, var(--c0) 16%, transparent) ${part}%, transparent ${part}%)`;
  b.dataset.value = value;
  return make("li", "", b);
}

function facetOf(key) {
  const [kind, at] = key.split("/");
  const one = data[kind][Number(at)];
  return { kind, at: Number(at), one };
}

function showValues() {
  const key = $("facet").value;
  if (key === "") {
    $("values").replaceChildren(make("p", "soft", "There are no values."));
    return;
  }
  if (shownValues.facet !== key) Object.assign(shownValues, { facet: key, most: VALUES });
  const facet = facetOf(key), one = facet.one;
  const top = one.top.length > 0 ? one.top[0][1] : 1;
  const list = make("ul", "", ...one.top.slice(0, shownValues.most).map((v) => valueButton(facet, v, top)));
  const out = [make("p", "soft", `${plural(one.values, "value")}, ${number(one.distinct)}${one.dropped > 0 ? " and more" : ""} different, in ${plural(one.filled, "document")}`), list];
  if (one.top.length > shownValues.most) {
    out.push(button(`${number(one.top.length - shownValues.most)} more`, () => {
      shownValues.most = one.top.length;
      showValues();
    }));
  }
  if (one.alike.length > 0) {
    out.push(make("h3", "", "Nearly the same"), ...one.alike.map((group) => make("ul", "alike", ...group.map((v) => valueButton(facet, v, top)))));
  }
  const rare = one.rare.length > 0 ? one.rare : one.top.slice(shownValues.most).filter((v) => v[1] === 1).slice(-30);
  if (rare.length > 0) out.push(make("h3", "", "Rare"), make("ul", "", ...rare.map((v) => valueButton(facet, v, top))));
  $("values").replaceChildren(...out);
}

function fillFacets() {
  for (const [kind, label] of [["fields", "Fields"], ["rules", "Rules"]]) {
    const group = make("optgroup", "");
    group.label = label;
    data[kind].forEach((one, at) => {
      if (one.values === 0) return;
      const option = make("option", "", `${one.id} (${number(one.distinct)})`);
      option.value = `${kind}/${at}`;
      group.append(option);
    });
    if (group.children.length > 0) $("facet").append(group);
  }
  $("values-box").hidden = $("facet").options.length === 0;
  $("facet").addEventListener("change", showValues);
}

function showErrors() {
  const list = rows.filter((row) => row.state === "failed");
  $("errors-box").hidden = data.counts.failed === 0;
  const ul = make("ul", "", ...list.slice(0, ERRORS).map((row) => {
    const link = linkTo(row, -1);
    const name = make(link === null ? "span" : "a", "", textOf(nameOf(row.id) + (row.at ? ":" + row.at : ""), 120));
    if (link !== null) name.href = link;
    const place = row.file && row.file !== row.id ? textOf(` ${row.file}${row.line > 0 ? ":" + row.line : ""}`, 200, "span", "soft") : null;
    return make("li", "", name, " ", make("b", "", row.code || ""), " ", textOf(row.error || "no answer came of it", 300), place);
  }));
  const rest = data.counts.failed - Math.min(list.length, ERRORS);
  if (rest > 0) ul.append(make("li", "soft", `and ${number(rest)} more`));
  $("errors").replaceChildren(ul);
}

const KINDS_OF_PAGES = ["that changed", "that failed", "without a hit", "with refused matches, warnings or damage", "of the others, in order"];

function notices() {
  const out = [];
  const { pages, documents } = data;
  if (!data.whole) out.push(make("p", "notice error", make("b", "", "Not whole"), "The run was stopped; documents after the last one here were not looked at."));
  if (pages.made < documents) {
    const kinds = KINDS_OF_PAGES.map((what, i) => pages.kinds[i] > 0 && `${number(pages.kinds[i])} of ${number(pages.of[i])} ${i < 4 ? what : "others, in order"}`);
    out.push(make("p", "notice note", make("b", "", "Left out"),
      `${plural(pages.made, "document has a page", "documents have pages")}, ${number(documents - pages.made)} ${documents - pages.made === 1 ? "has" : "have"} none (--limit=${pages.limit}): ` +
      `pages were given to ${kinds.filter((k) => k).join("; ") || "none"}.`));
  }
  if (data.left > 0) {
    out.push(make("p", "notice", make("b", "", "Left out"), `The table lists ${number(data.counts.listed)} of ${number(documents)} documents, chosen as pages are; the sums count all of them.`));
  }
  $("notices").replaceChildren(...out);
}

function showFacts() {
  const share = data.chars > 0 ? `${(100 * data.covered / data.chars).toFixed(1)} % of the text covered` : "";
  const parts = [data.script.name !== data.script.file && fileOf(data.script.file), plural(data.documents, "document"), plural(data.bytes, "byte"), share,
    plural(rules.reduce((n, r) => n + r.hits, 0), "match", "matches"), data.against && `against ${fileOf(data.against)}`];
  $("facts").replaceChildren(textOf(parts.filter((p) => p).join(" · ")));
}

function countOf(name) {
  if (name === "all") return data.documents;
  return name === "away" ? data.counts.away + data.counts.skipped : data.counts[name];
}

function showStates() {
  const out = STATES.filter(([name]) => name === "all" || countOf(name) > 0).map(([name, label]) => {
    const b = button(label, () => {
      view.state = name;
      refresh();
    });
    b.append(make("small", "", number(countOf(name))));
    b.setAttribute("aria-pressed", String(view.state === name));
    b.dataset.state = name;
    if (name === "odd") b.title = "refused matches, warnings, repairs, bytes that did not decode";
    return b;
  });
  $("states").replaceChildren(...out);
}

function showFilters() {
  const out = view.values.map((v) => {
    const b = button("", () => filterValue(v));
    b.append(make("b", "", textOf(data[v.kind][v.at].id, 40)), " = ", textOf(v.value, 60), " ×");
    return b;
  });
  if (view.rule >= 0) out.unshift(button(`matched by ${cut(rules[view.rule].id, 60)} ×`, () => filterRule(view.rule)));
  if (out.length > 0) out.push(button("Show all", clearFilters));
  $("filters").hidden = out.length === 0;
  $("filters").replaceChildren(...out);
}

function clearFilters() {
  Object.assign(view, { state: "all", query: "", rule: -1, values: [], sort: { by: "order", down: false } });
  $("query").value = "";
  refresh();
}
