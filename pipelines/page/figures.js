// The figures over the rows that the filters let through.
const QUADS = ["", "Verbal cooperation", "Material cooperation", "Verbal conflict",
  "Material conflict"];
const quadOf = (at) => data.codes[data.events.code[at]][3];

function timeline(rows) {
  if (!rows.length) return fill("timeline", nothing());
  const { day } = data.events;
  // A few events of long ago would press all others into one bar: they are told beside it.
  const first = day[rows[$("from").value ? 0 : Math.floor(rows.length / 20)]];
  const last = day[rows[rows.length - 1]];
  const step = [1, 7, 30, 91, 365, 3650].find((n) => (last - first + 1) / n <= 120) || 36500;
  const bins = Math.ceil((last - first + 1) / step), width = 10;
  const drawn = Math.max(bins, 30);
  const counts = QUADS.map(() => new Int32Array(bins));
  const totals = new Int32Array(QUADS.length);
  let before = 0;
  for (const at of rows) {
    totals[quadOf(at)]++;
    if (day[at] < first) before++;
    else counts[quadOf(at)][Math.floor((day[at] - first) / step)]++;
  }
  const top = Math.max(...counts.map((line) => Math.max(...line)));
  const lines = [1, 2, 3, 4].map((quad) => {
    const bars = [];
    const svg = el("svg", { viewBox: `0 0 ${drawn * width} 56`, preserveAspectRatio: "none",
      role: "group", "aria-label": QUADS[quad] });
    counts[quad].forEach((count, bin) => {
      if (!count) return;
      const start = first + bin * step, end = Math.min(start + step - 1, last);
      const days = step === 1 ? iso(start) : `${iso(start)} to ${iso(end)}`;
      const label = `${days}: ${many(count, "event")} of ${QUADS[quad].toLowerCase()}`;
      const height = Math.max(2, (count / top) * 54);
      const here = (at) => day[at] >= start && day[at] <= end && quadOf(at) === quad;
      bars.push(el("g", { "aria-label": label,
        onclick: () => openEvents(`${QUADS[quad]}, ${days}`, rows.filter(here)) },
      el("title", null, label),
      el("rect", { class: "hit", x: bin * width, y: 0, width, height: 56 }),
      el("rect", { class: `q${quad}`, x: bin * width + 1, y: 56 - height, width: width - 2, height })));
    });
    rove(bars);
    svg.append(...bars);
    const all = () => openEvents(QUADS[quad], rows.filter((at) => quadOf(at) === quad));
    return el("div", { class: "row" }, el("div", null, el("span", { class: `key b${quad}` }), " ",
      link(`${QUADS[quad]}: ${whole(totals[quad])}`, all)), svg);
  });
  const unit = { 1: "day", 7: "week", 30: "30 days", 91: "quarter", 365: "year" }[step] || `${step} days`;
  const end = bins < drawn ? first + drawn * step - 1 : last;
  fill("timeline", ...lines, el("div", { class: "axis" }, when(iso(first)),
    el("span", { class: "soft" }, `a bar: ${unit}; the highest: ${whole(top)}`), when(iso(end))),
  ...(before ? [link(`and ${many(before, "earlier event")}, from ${iso(day[rows[0]])}`,
    () => openEvents(`Before ${iso(first)}`, rows.filter((at) => day[at] < first)))] : []));
}

function map(rows) {
  const { places, events } = data;
  const groups = most(tally(rows, events.place, places.length), 400);
  const located = groups.filter(([place]) => places[place][1] !== null);
  const at = ([place]) => [1800 + places[place][2] * 10, 900 - places[place][1] * 10];
  let [x0, y0, x1, y1] = [0, 60, 3600, 1500];
  if (!$("whole").checked && located.length) {
    const xs = located.map((g) => at(g)[0]), ys = located.map((g) => at(g)[1]);
    const [left, right] = [Math.min(...xs) - 100, Math.max(...xs) + 100];
    const [upper, lower] = [Math.min(...ys) - 80, Math.max(...ys) + 80];
    const width = Math.min(3600, Math.max(right - left, (lower - upper) * 2, 300));
    const height = Math.max(width / 2, 150);
    x0 = Math.max(0, Math.min((left + right - width) / 2, 3600 - width));
    y0 = Math.max(0, Math.min((upper + lower - height) / 2, 1800 - height));
    [x1, y1] = [x0 + width, y0 + height];
  }
  $("world").setAttribute("viewBox", `${x0} ${y0} ${x1 - x0} ${y1 - y0}`);
  const pixel = (x1 - x0) / ($("world").clientWidth || 900);
  const largest = Math.max(10, Math.min(22, (x1 - x0) / pixel / 40));
  const opening = (place) => () =>
    openEvents(places[place][0], rows.filter((row) => events.place[row] === place));
  const dots = located.map((g) => {
    const [x, y] = at(g);
    const label = `${places[g[0]][0]}: ${many(g[1], "event")}`;
    return el("circle", { class: "dot", cx: x, cy: y, "aria-label": label,
      r: pixel * Math.max(3, largest * Math.sqrt(g[1] / groups[0][1])),
      onclick: opening(g[0]) }, el("title", null, label));
  });
  rove(dots);
  $("dots").replaceChildren(...dots);
  const item = (text, open, count) =>
    el("li", null, link(text, open), el("span", { class: "number" }, whole(count)));
  const items = groups.slice(0, 12).map(([place, n]) => item(places[place][0], opening(place), n));
  const nowhere = rows.filter((row) => events.place[row] < 0);
  if (nowhere.length) {
    items.push(item("without a place", () => openEvents("Without a place", nowhere), nowhere.length));
  }
  $("places").replaceChildren(...(items.length ? items : [nothing()]));
}

async function freshest(rows, current) {
  const { stories, events } = data;
  const counts = tally(rows, events.story, stories.seen.length);
  const newest = [];
  for (let i = 0; i < seen.length && newest.length < 8; i++) {
    if (counts[seen[i]]) newest.push(seen[i]);
  }
  if (!newest.length) return fill("stories", nothing());
  const firsts = newest.map((story) => rows.find((at) => events.story[at] === story));
  const words = await provider.words("events", firsts);
  if (!current()) return;
  fill("stories", el("ol", { class: "plain" }, ...newest.map((story, index) => {
    const name = title(firsts[index], words[index]);
    const told = `${many(stories.n_sources[story], "source")}, ` +
      `${many(stories.n_articles[story], "article")}, last told `;
    const all = () => openEvents(name, rows.filter((at) => events.story[at] === story));
    return el("li", null, link(name, all),
      el("div", null, marked(words[index].text, words[index].spans)),
      el("div", { class: "soft" }, told, when(iso(stories.seen[story]))));
  })));
}

async function quoted(rows, current) {
  const { quotes, actors } = data;
  const speakers = most(tally(rows, quotes.speaker, actors.name.length), 10);
  if (!speakers.length) return fill("quoted", nothing());
  const latest = new Map();
  for (const at of rows) latest.set(quotes.speaker[at], at);
  const lasts = speakers.map(([speaker]) => latest.get(speaker));
  const words = await provider.words("quotes", lasts);
  if (!current()) return;
  fill("quoted", el("ol", { class: "plain" }, ...speakers.map(([speaker, count], index) => {
    const name = actors.name[speaker];
    const all = () => openQuotes(name, rows.filter((at) => quotes.speaker[at] === speaker));
    return el("li", null,
      el("div", { class: "ends" }, link(name, all), el("span", { class: "soft" },
        many(count, "statement"))),
      el("div", null, el("q", null, words[index].said), " ", when(iso(quotes.day[lasts[index]]))));
  })));
}
