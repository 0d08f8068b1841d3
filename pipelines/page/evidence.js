// The sentences behind a figure. `provider` has the words: in the file itself, or on the server.
const STEP = 50;

/** The text with its spans marked. Offsets count code points; of overlapping spans the last wins. */
function marked(text, spans) {
  const points = Array.from(text);
  const kinds = new Array(points.length).fill("");
  for (const [kind, start, end] of spans) kinds.fill(kind, start, end);
  const out = el("span", null);
  for (let at = 0; at < points.length;) {
    let end = at;
    while (end < points.length && kinds[end] === kinds[at]) end++;
    const piece = points.slice(at, end).join("");
    out.append(kinds[at] ? el("mark", { class: kinds[at], title: kinds[at] }, piece) : piece);
    at = end;
  }
  return out;
}
/** An address that a click may open, or null: never a script. */
const safe = (url) => (/^https?:/i.test(url || "") ? url : null);
const outside = (url, text) => el("a", { href: url, rel: "noreferrer noopener" }, text);

/** Where a sentence is from: the article here, where it can be read here, or its address. */
function origin({ article: [id, title, publisher, url, day], start }) {
  const name = title || "(no title)";
  const parts = provider.live
    ? [el("a", { href: `#article=${id}@${start}` }, name)]
    : [safe(url) ? outside(url, name) : name];
  parts.push(`, ${publisher || "(unknown)"}, `, when(day));
  if (provider.live && safe(url)) parts.push(" ", outside(url, "original"));
  return el("div", { class: "soft" }, ...parts);
}
const actorName = (at, said) => (at < 0 ? said || "(unnamed)" : data.actors.name[at]);
function title(at, word) {
  const { events, codes } = data;
  const [code, label] = codes[events.code[at]];
  return `${actorName(events.source[at], word.by)} → ${actorName(events.target[at], word.to)}: ` +
    `${code} ${label}`;
}
function eventItem(at, word) {
  const place = data.events.place[at];
  return el("li", null, el("strong", null, title(at, word)), " ", when(iso(data.events.day[at])),
    el("span", { class: "soft" }, place < 0 ? "" : `, ${data.places[place][0]}`),
    el("div", null, marked(word.text, word.spans)), origin(word));
}
const quoteItem = (at, word) => el("li", null,
  el("strong", null, data.actors.name[data.quotes.speaker[at]]),
  el("div", null, marked(word.text, word.spans)), origin(word));

/** Open the list of these rows of a kind, the newest first. */
function open(kind, name, rows) {
  const newest = rows.slice().reverse();
  const item = kind === "events" ? eventItem : quoteItem;
  const mine = (open.last = Symbol(name)); // what comes late for another list is thrown away
  let shown = 0;
  const add = async () => {
    const next = newest.slice(shown, shown + STEP);
    shown += next.length;
    $("more").hidden = true;
    let items;
    try {
      const words = await provider.words(kind, next);
      items = next.map((at, index) => item(at, words[index]));
    } catch (error) {
      items = [el("li", { class: "fault", role: "alert" }, error.message)];
    }
    if (open.last !== mine) return;
    $("sentences").append(...items);
    $("more").hidden = shown >= newest.length;
    $("more").textContent = `More (${whole(newest.length - shown)})`;
  };
  $("detail-title").textContent = `${name} (${whole(rows.length)})`;
  $("sentences").replaceChildren();
  $("more").onclick = add;
  if (!$("detail").open) $("detail").showModal();
  $("detail").scrollTop = 0;
  return add();
}
const openEvents = (name, rows) => open("events", name, rows);
const openQuotes = (name, rows) => open("quotes", name, rows);
