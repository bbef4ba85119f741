/* text.js - the two panes.

   A pane's text stands in chunks of a few thousand characters.  Each is plain
   text at first, so that the page is there at once and the browser's own
   search and printing have all of it; when a chunk comes near the window it is
   painted: lines, pieces, badges.  A piece belongs to a mark as a whole or not
   at all, so no element ever stands around a mark, and marks may cross. */

const CHUNK = 3000;
const LINE_LENGTH = 48; // a guess, for heights of what is not yet laid out

class Pane {
  constructor(side, element) {
    this.side = side;
    this.other = side === "clean" ? "source" : "clean";
    this.element = element;
    this.version = 0;
    this.more = []; // where something was found that has no mark; null: unknown
    this.hits = []; // of the search, [from, to], ascending
    this.hit = null;
    this.lit = { lit: [], on: [] }; // ranges, by class
    this.observer = new IntersectionObserver((seen) => this.onSeen(seen), { root: element, rootMargin: "900px" });
    element.addEventListener("pointerover", (event) => this.onPoint(event));
    element.addEventListener("pointerleave", () => hoverEnd());
    element.addEventListener("click", (event) => this.onClick(event));
    element.addEventListener("focusin", (event) => this.onPoint(event));
  }

  /* Take the document at hand. */
  open() {
    this.text = doc[this.side];
    this.pieces = doc.pieces[this.side];
    this.observer.disconnect();
    this.chunks = [];
    this.more = unmarked();
    this.hits = [];
    this.lit = { lit: [], on: [] };
    for (let from = 0, line = 1; from < this.text.length;) {
      const to = this.chunkEnd(from);
      const chunk = { from, to, line, begins: from === 0 || this.text[from - 1] === "\n", version: -1, spans: [] };
      const text = this.text.slice(from, to);
      const lines = text.split("\n");
      const rows = lines.reduce((n, l) => n + 1 + Math.floor(l.length / LINE_LENGTH), 0);
      chunk.element = make("div", "chunk", text);
      chunk.element.style.containIntrinsicSize = `auto ${Math.max(1, rows - 1) * 28}px`;
      this.chunks.push(chunk);
      from = to;
      line += lines.length - 1;
    }
    this.element.replaceChildren(...this.chunks.map((c) => c.element));
    this.element.scrollTop = 0;
    this.byElement = new Map(this.chunks.map((c) => [c.element, c]));
    for (const c of this.chunks) this.observer.observe(c.element);
  }

  /* Behind a line end if there is one soon, never within a character. */
  chunkEnd(from) {
    let to = from + CHUNK;
    if (to >= this.text.length) return this.text.length;
    const line = this.text.indexOf("\n", to);
    if (line >= 0 && line < to + CHUNK) return line + 1;
    const code = this.text.charCodeAt(to);
    if (code >= 0xdc00 && code < 0xe000) to++;
    return to;
  }

  onSeen(seen) {
    for (const entry of seen) {
      const chunk = this.byElement.get(entry.target);
      if (chunk === undefined) continue;
      chunk.near = entry.isIntersecting;
      if (chunk.near) this.paint(chunk);
    }
  }

  /* What is shown has changed: paint again what is near, the rest when it comes
     near. */
  repaint() {
    this.version++;
    this.more = unmarked();
    for (const chunk of this.chunks) if (chunk.near) this.paint(chunk);
  }

  paintAll() {
    for (const chunk of this.chunks) this.paint(chunk);
  }

  paint(chunk) {
    if (chunk.version === this.version) return;
    chunk.version = this.version;
    chunk.spans = [];
    const out = document.createDocumentFragment();
    let line = this.newLine(chunk.line, chunk.begins);
    let number = chunk.line;
    for (let i = lastAt(this.pieces, chunk.from, (p) => p[0]); i < this.pieces.length; i++) {
      const from = Math.max(this.pieces[i][0], chunk.from);
      const end = i + 1 < this.pieces.length ? this.pieces[i + 1][0] : this.text.length;
      const to = Math.min(end, chunk.to);
      if (from >= chunk.to) break;
      for (let at = from; at < to;) {
        const feed = this.text.indexOf("\n", at);
        const stop = feed >= 0 && feed < to ? feed : to;
        if (stop > at) this.putPiece(chunk, line, i, at, stop);
        at = stop;
        if (stop === feed && stop < to) {
          at++;
          out.append(line);
          line = this.newLine(++number, true);
        }
      }
    }
    if (line.childNodes.length > 0) out.append(line);
    chunk.element.replaceChildren(out);
    for (const name of ["lit", "on"]) for (const range of this.lit[name]) this.classIn(chunk, range, name, true);
  }

  newLine(n, begins) {
    const line = make("div", "l");
    if (begins) line.dataset.n = n;
    return line;
  }

  /* Put the text [from, to) of piece `i`, cut where matches without a mark begin
     and end. */
  putPiece(chunk, line, i, from, to) {
    const more = this.side === "clean" && this.more !== null ? this.more : [];
    let at = from;
    for (let k = lastAt(more, from, (r) => r[0]); k < more.length && more[k][0] < to; k++) {
      const [a, b] = [Math.max(at, more[k][0]), Math.min(to, more[k][1])];
      if (b <= at) continue;
      if (a > at) this.putHits(chunk, line, i, at, a);
      this.putHits(chunk, line, i, a, b);
      at = b;
    }
    if (at < to) this.putHits(chunk, line, i, at, to);
  }

  /* Has a match lain on it that has no mark, as far as is known? */
  isUnmarked(at) {
    if (this.more === null) return true;
    const range = this.more[lastAt(this.more, at, (r) => r[0])];
    return range !== undefined && range[0] <= at && at < range[1];
  }

  /* Cut where the search hit. */
  putHits(chunk, line, i, from, to) {
    let at = from;
    for (let h = lastAt(this.hits, from, (hit) => hit[0]); h < this.hits.length && this.hits[h][0] < to; h++) {
      const [a, b] = [Math.max(at, this.hits[h][0]), Math.min(to, this.hits[h][1])];
      if (b <= at) continue;
      if (a > at) this.putSpan(chunk, line, i, at, a, null);
      this.putSpan(chunk, line, i, a, b, this.hits[h]);
      at = b;
    }
    if (at < to) this.putSpan(chunk, line, i, at, to, null);
  }

  putSpan(chunk, line, i, from, to, hit) {
    const element = showText(make("span", "p"), this.text.slice(from, to));
    element.dataset.i = i;
    if (hit !== null) element.classList.add("f");
    if (hit !== null && hit === this.hit) element.classList.add("now");
    this.dress(element, this.pieces[i], from, to);
    line.append(element);
    chunk.spans.push({ from, to, element });
  }

  /* Make it look like what lies on it. */
  dress(element, piece, from, to) {
    const on = marksOf(piece);
    const shown = on.filter(isShown);
    const names = element.classList;
    if (this.side === "source" && piece[1] === piece[2]) names.add("gone");
    if (this.side === "clean" && !on.some((m) => isTouched(m)) && !this.isUnmarked(from) && /\S/.test(this.text.slice(from, to))) names.add("r");
    if (on.some((m) => m.kind === EDIT)) names.add("e");
    if (on.some((m) => m.kind === REPAIR)) names.add("m");
    if (on.some((m) => m.kind === DECODE)) names.add("x");
    if (shown.length === 0) return;
    names.add("s");
    this.underlines(element, shown);
    if (shown.some((m) => m.kind === DROPPED)) names.add("drop");
    if (shown.every(isLoser)) names.add("loser");
    if (state.mode === "diff") this.dressDiff(names, shown.filter(isFound), from, to);
    this.label(element, shown.filter((m) => m[this.side][0] === from));
  }

  underlines(element, shown) {
    const layers = shown.filter(isFound).slice(0, 2 * LANES);
    const images = layers.map((m) => underline(m.rule));
    const sizes = layers.map(() => "100% 2px");
    const places = layers.map((m) => `0 calc(100% - ${m.lane * 3}px)`);
    const deepest = Math.max(0, ...layers.map((m) => m.lane));
    if (layers.length > 0) {
      const tint = `color-mix(in srgb, ${color(layers[layers.length - 1].rule)} 11%, transparent)`;
      images.push(`linear-gradient(${tint}, ${tint})`);
      sizes.push("100% 100%");
      places.push("0 0");
    } else {
      images.push(`repeating-linear-gradient(90deg, ${color(shown[0].rule)} 0 1px, transparent 1px 4px)`);
      sizes.push("100% 2px");
      places.push("0 100%");
    }
    element.style.backgroundImage = images.join(", ");
    element.style.backgroundSize = sizes.join(", ");
    element.style.backgroundPosition = places.join(", ");
    element.style.paddingBottom = `${3 + 3 * deepest}px`;
  }

  /* Gained spans have a ring around all of their pieces. */
  dressDiff(names, found, from, to) {
    const gained = found.filter((m) => m.sides === NOW);
    names.toggle("gain", gained.length > 0);
    names.toggle("from", gained.some((m) => m[this.side][0] === from));
    names.toggle("to", gained.some((m) => m[this.side][1] === to));
    if (found.some((m) => m.sides === WAS)) names.add("lost");
  }

  /* Where marks begin stands what they are. */
  label(element, begun) {
    if (begun.length === 0) return;
    const sign = (m) => {
      if (state.mode !== "diff" || !isFound(m)) return isLoser(m) ? KINDS[m.kind] + ": " : "";
      return m.sides === NOW ? "+ " : m.sides === WAS ? "− " : isChanged(m) ? "≠ " : "";
    };
    element.dataset.tag = begun.map((m) => sign(m) + cut(markName(m), 24)).join(" · ");
    element.style.setProperty("--tag", color(begun[0].rule));
    element.dataset.marks = begun.map((m) => m.i).join(" ");
    element.tabIndex = -1;
    element.setAttribute("role", "button");
    element.setAttribute("aria-label", begun.map((m) =>
      `${sign(m)}${markName(m)}: ${cut(this.text.slice(...m[this.side]), 60)}`).join("; "));
  }

  pieceAt(event) {
    const element = event.target.closest ? event.target.closest(".p") : null;
    return element === null ? null : this.pieces[Number(element.dataset.i)];
  }

  pieceRange(piece) {
    const i = lastAt(this.pieces, piece[0], (p) => p[0]);
    return [piece[0], i + 1 < this.pieces.length ? this.pieces[i + 1][0] : this.text.length];
  }

  onPoint(event) {
    const piece = this.pieceAt(event);
    if (piece !== null) hover(this, piece);
  }

  onClick(event) {
    const piece = this.pieceAt(event);
    if (piece === null || String(getSelection()) !== "") return;
    pin(this, piece);
  }

  classIn(chunk, [from, to], name, add) {
    if (to <= chunk.from || from >= chunk.to) return;
    for (const span of chunk.spans) {
      if (span.to > from && span.from < to) span.element.classList.toggle(name, add);
    }
  }

  /* Light up ranges, and nothing else, with this class. */
  light(name, ranges) {
    for (const chunk of this.chunks) {
      for (const range of this.lit[name]) this.classIn(chunk, range, name, false);
    }
    this.lit[name] = ranges.filter(([from, to]) => to > from);
    for (const chunk of this.chunks) {
      for (const range of this.lit[name]) this.classIn(chunk, range, name, true);
    }
  }

  chunkAt(at) {
    return this.chunks.length === 0 ? null : this.chunks[lastAt(this.chunks, at, (c) => c.from)];
  }

  elementAt(at) {
    const chunk = this.chunkAt(at);
    if (chunk === null) return null;
    this.paint(chunk);
    const span = chunk.spans.find((s) => s.to > at) || chunk.spans[chunk.spans.length - 1];
    return span ? span.element : chunk.element;
  }

  /* Bring the place into view; if it is there already, only when `center`. */
  reveal(at, center) {
    const element = this.elementAt(at);
    if (element === null) return;
    const box = element.getBoundingClientRect();
    const frame = this.element.getBoundingClientRect();
    if (!center && box.top >= frame.top + 8 && box.bottom <= frame.bottom - 8) return;
    element.scrollIntoView({ block: "center", inline: "nearest" });
    const now = element.getBoundingClientRect(); // chunks on the way have got their height
    if (now.top < frame.top || now.bottom > frame.bottom) element.scrollIntoView({ block: "center", inline: "nearest" });
  }
}

/* Has a rule found (or dropped) the text under this mark? */
function isTouched(m) {
  return inMode(m) && (isFound(m) || m.kind === DROPPED);
}
