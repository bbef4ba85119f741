/* main.js - put the page together. */

/* Everything that depends on what is shown. */
function refresh() {
  for (const name of ["labels", "edits", "residue"]) document.body.classList.toggle(name, state[name]);
  for (const b of document.querySelectorAll("[data-toggle]")) b.setAttribute("aria-pressed", String(state[b.dataset.toggle]));
  for (const b of document.querySelectorAll("[data-mode]")) b.setAttribute("aria-pressed", String(state.mode === b.dataset.mode));
  panes.source.repaint();
  panes.clean.repaint();
  showRules();
  showRecord();
  showCoverage();
  writeLink();
}

/* Show the `n`-th document. */
function openDocument(n, mark) {
  readDocument(n);
  document.title = `${doc.id} – docmill`;
  $("title").replaceChildren(textOf(doc.id));
  $("modes").hidden = !doc.old;
  $("index").hidden = !doc.index;
  if (doc.index) $("index").href = doc.index;
  $("clean-head").replaceChildren("Clean ", make("small", "", `view ${doc.view || "none"}`));
  const charset = doc.charset && doc.charset.name ? `as decoded from ${doc.charset.name}` : "";
  $("source-head").replaceChildren("Source ", make("small", "", charset));
  panes.source.open();
  panes.clean.open();
  runSearch();
  const found = mark === undefined ? null : readLink();
  if (doc.old && mark === undefined) state.mode = "diff";
  showNotices();
  showChanges();
  showSteps();
  noDetails();
  refresh();
  if (found !== null) goTo(found, false);
}

function fillChooser() {
  const choose = $("choose");
  $("chooser").hidden = blocks.length < 2;
  for (let i = 0; i < blocks.length; i++) {
    const head = /"id":"((?:[^"\\]|\\.)*)"/.exec(blocks[i].textContent.slice(0, 4000));
    const option = make("option", "", head === null ? `document ${i + 1}` : JSON.parse(`"${head[1]}"`));
    option.value = String(i);
    choose.append(option);
  }
  choose.addEventListener("change", () => openDocument(Number(choose.value), undefined));
}

function documentOfLink() {
  const wanted = new URLSearchParams(location.hash.slice(1)).get("doc");
  const options = [...$("choose").options];
  return Math.max(0, options.findIndex((o) => o.textContent === wanted));
}

function openLink() {
  const n = documentOfLink();
  $("choose").value = String(n);
  openDocument(n, location.hash.length > 1 ? true : undefined);
}

function fillHelp() {
  $("keys").append(...KEYS.map(([key, what]) => make("tr", "", make("td", "", key), make("td", "", what))));
}

function listen() {
  for (const b of document.querySelectorAll("[data-toggle]")) b.addEventListener("click", () => toggle(b.dataset.toggle));
  for (const b of document.querySelectorAll("[data-mode]")) b.addEventListener("click", () => setMode(b.dataset.mode));
  $("theme").addEventListener("click", ACTIONS.get("d"));
  $("help-button").addEventListener("click", ACTIONS.get("?"));
  $("clean-text").addEventListener("scroll", showWindow, { passive: true });
  $("strip").addEventListener("click", (event) => {
    const box = $("strip").getBoundingClientRect();
    jumpTo((event.clientX - box.left) / box.width);
  });
  $("strip").addEventListener("keydown", (event) => {
    const by = { ArrowRight: 1, ArrowUp: 1, ArrowLeft: -1, ArrowDown: -1, PageUp: 10, PageDown: -10 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    jumpTo((Number($("strip").getAttribute("aria-valuenow")) + by) / 100);
  });
  addEventListener("hashchange", () => {
    if (location.hash !== linkWritten) openLink();
  });
  addEventListener("beforeprint", () => {
    panes.source.paintAll();
    panes.clean.paintAll();
  });
}

panes.source = new Pane("source", $("source-text"));
panes.clean = new Pane("clean", $("clean-text"));
setTheme(matchMedia("(prefers-color-scheme: dark)").matches);
fillHelp();
fillChooser();
listen();
if (blocks.length > 0) openLink();
else $("notices").append(make("p", "notice error", "There is no document on this page: none could be read."));
performance.mark("docmill-ready");
