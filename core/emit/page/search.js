/* search.js - a search over both texts. */

const HITS = 5000; // of each side

const search = { list: [], at: -1 };

function findIn(side, wanted) {
  const hits = [];
  for (const found of doc[side].matchAll(wanted)) {
    if (found[0].length === 0) continue;
    hits.push([found.index, found.index + found[0].length]);
    if (hits.length === HITS) break;
  }
  return hits;
}

/* Look for what stands in the box; an empty box ends the search. */
function runSearch() {
  const query = $("query").value;
  search.list = [];
  search.at = -1;
  for (const pane of [panes.clean, panes.source]) {
    pane.hits = [];
    pane.hit = null;
    if (query !== "") {
      pane.hits = findIn(pane.side, new RegExp(query.replace(/[\\^$.*+?()[\]{}|/]/g, "\\$&"), "giu"));
      search.list.push(...pane.hits.map((hit) => ({ pane, hit })));
    }
    pane.repaint();
  }
  tellSearch();
}

function tellSearch() {
  const n = search.list.length;
  const many = Object.values(panes).some((p) => p.hits.length === HITS) ? "+" : "";
  let text = "";
  if ($("query").value !== "") {
    const at = search.at >= 0 ? `${number(search.at + 1)} of ` : "";
    text = n === 0 ? "not found" : `${at}${number(n)}${many}`;
  }
  $("found").value = text;
}

function stepSearch(by) {
  const n = search.list.length;
  if (n === 0) return;
  search.at = search.at < 0 ? (by > 0 ? 0 : n - 1) : (search.at + by + n) % n;
  const { pane, hit } = search.list[search.at];
  for (const p of Object.values(panes)) p.hit = p === pane ? hit : null;
  panes.clean.repaint();
  panes.source.repaint();
  goToPlace(pane.side, hit[0], hit[1]);
  tellSearch();
}

function endSearch() {
  $("query").value = "";
  runSearch();
  $("query").blur();
}

let searchTimer = 0;
$("query").addEventListener("input", () => {
  clearTimeout(searchTimer);
  searchTimer = setTimeout(runSearch, 120);
});
$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  clearTimeout(searchTimer);
  if (search.list.length === 0) runSearch();
  stepSearch(1);
});
$("previous").addEventListener("click", () => stepSearch(-1));
