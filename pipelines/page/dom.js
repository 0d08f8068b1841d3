// Elements and words. Everything written to the page goes through text nodes and attributes:
// what an article says is never markup.
const $ = (id) => document.getElementById(id);
const SVG = new Set(["svg", "g", "rect", "circle", "path", "text", "title", "defs", "marker"]);
const DAY = 86400000;
const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
const dayOf = (text) => Math.round(Date.parse(text) / DAY);
const whole = (n) => n.toLocaleString("en");
const many = (n, one, more) => `${whole(n)} ${n === 1 ? one : more || one + "s"}`;
const views = {}; // name in the address -> what shows it
const signed = (value) => value.toFixed(1).replace("-", "−");

function el(tag, attributes, ...children) {
  const made = SVG.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag)
    : document.createElement(tag);
  for (const [key, value] of Object.entries(attributes || {})) {
    if (key === "onclick") made.addEventListener("click", value);
    else made.setAttribute(key, value);
  }
  made.append(...children);
  return made;
}
const link = (text, open) => el("button", { type: "button", class: "link", onclick: open }, text);
const fill = (id, ...children) => document.querySelector(`#${id} .body`).replaceChildren(...children);
const nothing = () => el("p", { class: "note" }, "Nothing fits the filters.");
const when = (text) => el("time", { class: "soft" }, text);

/** A table; cells are text, numbers or nodes. On a narrow screen a row is a block, and each cell
 * bears its own heading. */
function table(caption, heads, rows, numeric) {
  const head = (text, at) =>
    el("th", { scope: "col", class: numeric.includes(at) ? "number" : "" }, text);
  const cell = (value, at) => el(at ? "td" : "th", {
    class: numeric.includes(at) ? "number" : "", "data-head": heads[at],
    ...(at ? {} : { scope: "row" }),
  }, typeof value === "number" ? whole(value) : value ?? "");
  return el("table", { "aria-label": caption },
    el("thead", null, el("tr", null, ...heads.map(head))),
    el("tbody", null, ...rows.map((row) => el("tr", null, ...row.map(cell)))));
}

/** Figures of an SVG that open by click, Enter or space; arrows go on, tab leaves. */
function rove(figures) {
  figures.forEach((figure, at) => {
    figure.setAttribute("role", "button");
    figure.setAttribute("tabindex", at === 0 ? 0 : -1);
    figure.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
      const next = step && figures[at + step];
      if (event.key === "Enter" || event.key === " ") figure.dispatchEvent(new Event("click"));
      else if (next) {
        figure.setAttribute("tabindex", -1);
        next.setAttribute("tabindex", 0);
        next.focus();
      } else if (!step) return;
      event.preventDefault();
    });
  });
}

// Counting: columns hold indices, -1 for none.

/** How often each value of a column occurs in the rows. */
function tally(rows, column, size) {
  const counts = new Int32Array(size);
  for (const at of rows) if (column[at] >= 0) counts[column[at]]++;
  return counts;
}
/** The values that are counted most, as [value, count]. */
function most(counts, n) {
  const found = [];
  counts.forEach((count, value) => { if (count) found.push([value, count]); });
  return found.sort((a, b) => b[1] - a[1]).slice(0, n);
}
