/* index_main.js - keys, and the index put together. */

const KEYS = [
  ["j k", "next and previous document", null],
  ["Enter o", "open its page", openHere],
  ["/", "filter by name", () => $("query").focus()],
  ["f", "documents that failed", () => setState("failed")],
  ["h", "documents without a hit", () => setState("none")],
  ["c", "documents that changed", () => setState("changed")],
  ["v", "to the values", () => $("facet").focus()],
  ["d", "light or dark", () => setTheme(document.documentElement.dataset.theme !== "dark")],
  ["?", "this list", () => $("help").showModal()],
  ["Esc", "show all documents", null],
];

const ACTIONS = new Map(KEYS.filter((k) => k[2] !== null).flatMap(([keys, , act]) => keys.split(" ").map((key) => [key, act])));
ACTIONS.set("j", () => goToRow(view.here + 1));
ACTIONS.set("k", () => goToRow(view.here < 0 ? 0 : view.here - 1));

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}

function openHere() {
  const row = view.list[view.here];
  const link = row === undefined ? null : linkTo(row, -1);
  if (link !== null) location.href = link;
}

function setState(name) {
  view.state = view.state === name || countOf(name) === 0 ? "all" : name;
  refresh();
}

/* Everything that depends on what is shown. */
function refresh() {
  choose();
  showStates();
  showFilters();
  showTotals();
  showValues();
  showSort();
  const all = view.list.length === rows.length && view.query === "";
  $("found").value = all ? "" : `${number(view.list.length)} of ${number(rows.length)}`;
  drawRows(true);
  writeLink();
}

function onKey(event) {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  if (event.key === "Escape") {
    document.activeElement.blur();
    clearFilters();
    return;
  }
  if (event.target.matches("input, select, textarea")) return;
  if (event.key === "Enter" && event.target.matches("a, button, summary")) return;
  const act = ACTIONS.get(event.key);
  if (act === undefined) return;
  event.preventDefault();
  act();
}

function listen() {
  document.addEventListener("keydown", onKey);
  $("query").addEventListener("input", () => {
    view.query = $("query").value;
    refresh();
  });
  $("search").addEventListener("submit", (event) => {
    event.preventDefault();
    $("grid").focus();
    goToRow(0);
  });
  $("theme").addEventListener("click", ACTIONS.get("d"));
  $("help-button").addEventListener("click", ACTIONS.get("?"));
  $("grid").addEventListener("scroll", () => drawRows(false), { passive: true });
  addEventListener("resize", () => drawRows(true));
  $("heat-body").addEventListener("click", (event) => {
    const tr = event.target.closest("tr[data-i]");
    if (tr !== null && event.target.closest("a") === null) goToRow(Number(tr.dataset.i));
  });
  addEventListener("hashchange", () => {
    if (location.hash !== linkWritten) openLink();
  });
  for (const [name, whole] of [["beforeprint", true], ["afterprint", false]]) {
    addEventListener(name, () => {
      grid.whole = whole;
      drawRows(true);
    });
  }
}

function openLink() {
  readLink();
  $("query").value = view.query;
  refresh();
}

document.title = `${data.script.name || data.script.file} – docmill`;
$("title").replaceChildren(textOf(data.script.name || data.script.file));
setTheme(matchMedia("(prefers-color-scheme: dark)").matches);
$("keys").append(...KEYS.map(([key, what]) => make("tr", "", make("td", "", key), make("td", "", what))));
fillFacets();
drawHead();
showFacts();
notices();
showErrors();
listen();
openLink();
performance.mark("docmill-ready");
