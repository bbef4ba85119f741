/* keys.js - what the keyboard does, and links into the page. */

function step(by) {
  const list = steppable();
  if (list.length === 0) return;
  const at = list.findIndex((m) => m.i === state.current);
  goTo(list[at < 0 ? (by > 0 ? 0 : list.length - 1) : (at + by + list.length) % list.length], true);
}

function toggle(name) {
  state[name] = !state[name];
  refresh();
}

function setMode(mode) {
  if (!doc.old) return;
  state.mode = mode;
  refresh();
}

function setTheme(dark) {
  document.documentElement.dataset.theme = dark ? "dark" : "light";
  $("theme").setAttribute("aria-pressed", String(dark));
}

const KEYS = [
  ["j k", "next and previous match", null],
  ["/", "search; n and N go through the hits", null],
  ["r", "to the table of rules", () => {
    $("rules-box").open = true;
    const first = $("rules").querySelector("button");
    if (first !== null) first.focus();
  }],
  ["1 2 3", "before, after, diff", null],
  ["t", "names of rules in the text", () => toggle("labels")],
  ["e", "what steps and repairs changed", () => toggle("edits")],
  ["u", "text that no rule touched", () => toggle("residue")],
  ["l", "refused, beaten and unpicked matches", () => toggle("losers")],
  ["d", "light or dark", () => setTheme(document.documentElement.dataset.theme !== "dark")],
  ["?", "this list", () => $("help").showModal()],
  ["Esc", "end the search; show all rules", null],
];

const ACTIONS = new Map(KEYS.filter((k) => k[2] !== null).map((k) => [k[0], k[2]]));
ACTIONS.set("j", () => step(1));
ACTIONS.set("k", () => step(-1));
ACTIONS.set("n", () => stepSearch(1));
ACTIONS.set("N", () => stepSearch(-1));
ACTIONS.set("/", () => $("query").focus());
ACTIONS.set("1", () => setMode("was"));
ACTIONS.set("2", () => setMode("now"));
ACTIONS.set("3", () => setMode("diff"));

function escape() {
  if ($("query").value !== "" || document.activeElement === $("query")) {
    endSearch();
    return;
  }
  state.current = -1;
  state.only.clear();
  refresh();
  hoverEnd();
  noDetails();
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || $("help").open) return;
  if (event.key === "Escape") {
    escape();
    return;
  }
  if (event.target.matches("input, select, textarea")) return;
  const act = ACTIONS.get(event.key);
  if (act === undefined) return;
  event.preventDefault();
  act();
});

/* #doc=a.txt&rule=date,issuer&span=date:2&mode=diff */
let linkWritten = "";
function writeLink() {
  const parts = [];
  const put = (key, value) => parts.push(`${key}=${encodeURIComponent(value)}`);
  if (blocks.length > 1) put("doc", doc.id);
  if (state.only.size > 0) put("rule", [...state.only].map(ruleName).join(","));
  if (marks[state.current]) put("span", spanName(marks[state.current]));
  if (state.mode !== "now") put("mode", state.mode);
  linkWritten = "#" + parts.join("&");
  try {
    history.replaceState(null, "", linkWritten);
  } catch {
    // some browsers do not let a page that is a file do so
  }
}

function readLink() {
  const link = new URLSearchParams(location.hash.slice(1));
  const rules = (link.get("rule") || "").split(",");
  state.only.clear();
  doc.rules.forEach((rule, i) => {
    if (rules.includes(rule.id)) state.only.add(i);
  });
  const mode = link.get("mode");
  state.mode = doc.old && (mode === "was" || mode === "diff") ? mode : "now";
  const mark = findSpan(link.get("span") || "");
  if (mark !== null && isLoser(mark)) state.losers = true;
  return mark;
}
