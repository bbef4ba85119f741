/* show.js - making elements.  Text of a document becomes text nodes and badges,
   never markup. */

const $ = (id) => document.getElementById(id);

function make(tag, className, ...children) {
  const e = document.createElement(tag);
  if (className) e.className = className;
  e.append(...children.filter((c) => c !== null && c !== undefined));
  return e;
}

function button(label, act, className) {
  const e = make("button", className, label);
  e.type = "button";
  e.addEventListener("click", act);
  return e;
}

const C0 = ["NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
  "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US"];

const NAMES = {
  0x7f: "DEL", 0x85: "NEL", 0xa0: "NBSP", 0xad: "SHY", 0x61c: "ALM", 0x180e: "MVS", 0x200b: "ZWSP", 0x200c: "ZWNJ",
  0x200d: "ZWJ", 0x200e: "LRM", 0x200f: "RLM", 0x2028: "LS", 0x2029: "PS", 0x202a: "LRE", 0x202b: "RLE",
  0x202c: "PDF", 0x202d: "LRO", 0x202e: "RLO", 0x202f: "NNBSP", 0x2060: "WJ", 0x2066: "LRI", 0x2067: "RLI",
  0x2068: "FSI", 0x2069: "PDI", 0xfeff: "BOM", 0xfffc: "OBJ", 0xfffd: "U+FFFD",
};

/* What a reader would not see, or would be misled by. */
const UNSEEN = new RegExp("[\\u0000-\\u001f\\u007f-\\u00a0\\u00ad\\u061c\\u180e\\u200b-\\u200f\\u2028-\\u202f" +
  "\\u2060-\\u206f\\ufe00-\\ufe0f\\ufeff\\ufff0-\\uffff\\ue000-\\uf8ff\\u{1bca0}-\\u{1bca3}\\u{e0000}-\\u{e0fff}" +
  "\\u{f0000}-\\u{10ffff}]", "gu");
const USUAL = new Set([9, 10, 13, 0xa0]);

function hex(code) {
  return "U+" + code.toString(16).toUpperCase().padStart(4, "0");
}

function badge(code) {
  const e = make("i", USUAL.has(code) ? "b" : "b odd", C0[code] || NAMES[code] || hex(code));
  e.title = hex(code);
  return e;
}

/* Append `text` to `parent`, what cannot be seen as badges. */
function showText(parent, text) {
  let done = 0;
  UNSEEN.lastIndex = 0;
  for (const found of text.matchAll(UNSEEN)) {
    if (found.index > done) parent.append(text.slice(done, found.index));
    parent.append(badge(found[0].codePointAt(0)));
    done = found.index + found[0].length;
  }
  if (done < text.length) parent.append(text.slice(done));
  return parent;
}

function cut(text, most) {
  const chars = [...text.slice(0, most * 2)];
  return chars.length > most || text.length > most * 2 ? chars.slice(0, most).join("") + "…" : text;
}

function textOf(text, most = 400, tag = "span", className = "") {
  return showText(make(tag, className), cut(text, most));
}

/* A value of a record: text as it is, all else as JSON. */
function valueOf(value, className = "") {
  if (value === undefined) return make("span", "soft", "none");
  return textOf(typeof value === "string" ? value : JSON.stringify(value), 400, "span", className);
}

function changeOf(before, after) {
  return make("span", "", textOf(before === "" ? "∅" : before, 60, "span", "before"), " → ",
    textOf(after === "" ? "∅" : after, 60, "span", "after"));
}

/* Terms and what they are; what is undefined is left out. */
function facts(rows) {
  const list = make("dl");
  for (const [term, what] of rows) {
    if (what === undefined || what === null || what === "") continue;
    list.append(make("dt", "", term), make("dd", "", what));
  }
  return list;
}

const number = (n) => Number(n).toLocaleString("en");
const plural = (n, one, more = one + "s") => `${number(n)} ${n === 1 ? one : more}`;

function duration(seconds) {
  if (typeof seconds !== "number") return "";
  if (seconds >= 1) return seconds.toFixed(2) + " s";
  if (seconds >= 0.001) return (seconds * 1000).toFixed(1) + " ms";
  return (seconds * 1e6).toFixed(0) + " µs";
}

const color = (rule) => (rule < 0 ? "var(--soft)" : `var(--c${rule % 7})`);

/* A rule's underline: its colour, and a pattern where colours come again. */
function underline(rule) {
  const c = color(rule);
  const pattern = rule < 0 ? 2 : Math.floor(rule / 7) % 4;
  if (pattern === 1) return `repeating-linear-gradient(90deg, ${c} 0 6px, transparent 6px 9px)`;
  if (pattern === 2) return `repeating-linear-gradient(90deg, ${c} 0 2px, transparent 2px 4px)`;
  if (pattern === 0) return `linear-gradient(${c}, ${c})`;
  return `repeating-linear-gradient(90deg, ${c} 0 8px, transparent 8px 10px, ` +
    `${c} 10px 12px, transparent 12px 14px)`;
}

function swatch(rule) {
  const e = make("span", "swatch");
  e.style.backgroundImage = underline(rule);
  e.setAttribute("aria-hidden", "true");
  return e;
}
