"use strict";
// Everything written to the page goes through text nodes: what an article says is never markup.
(() => {
  const $ = (id) => document.getElementById(id);
  const data = JSON.parse($("figures").textContent);
  const { events, quotes, actors, codes, countries, places, articles, stories } = data;
  const QUADS = ["", "Verbal cooperation", "Material cooperation", "Verbal conflict",
    "Material conflict"];
  const DAY = 86400000;
  const iso = (day) => new Date(day * DAY).toISOString().slice(0, 10);
  const dayOf = (text) => Math.round(Date.parse(text) / DAY);
  const whole = (n) => n.toLocaleString("en");
  const many = (n, one, more) => `${whole(n)} ${n === 1 ? one : more || one + "s"}`;
  let parsed = null; // the words are many: parsed when they are first asked for
  const words = () => (parsed ||= JSON.parse($("words").textContent));

  function el(tag, attributes, ...children) {
    const svg = ["svg", "g", "rect", "circle", "path", "text", "title"].includes(tag);
    const made = svg ? document.createElementNS("http://www.w3.org/2000/svg", tag)
      : document.createElement(tag);
    for (const [key, value] of Object.entries(attributes || {})) {
      if (key === "onclick") made.addEventListener("click", value);
      else made.setAttribute(key, value);
    }
    made.append(...children);
    return made;
  }
  const link = (text, open) => el("button", { type: "button", class: "link", onclick: open }, text);
  const fill = (id, ...children) => {
    const place = document.querySelector(`#${id} .body`) || $(id);
    place.replaceChildren(...children);
  };
  const nothing = () => el("p", { class: "note" }, "Nothing fits the filters.");

  /** A table; cells are text, numbers or nodes. */
  function table(caption, heads, rows, numeric) {
    const cell = (tag, value, at) => {
      const attributes = numeric.includes(at) ? { class: "number" } : {};
      if (tag === "th") attributes.scope = "col";
      return el(tag, attributes, typeof value === "number" ? whole(value) : value ?? "");
    };
    return el("table", { "aria-label": caption },
      el("thead", null, el("tr", null, ...heads.map((h, at) => cell("th", h, at)))),
      el("tbody", null, ...rows.map((r) => el("tr", null, ...r.map((v, at) => cell("td", v, at))))));
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

  // Sentences ----------------------------------------------------------------------------------

  /** The text with its spans marked. Offsets count code points; of overlapping spans one wins. */
  function marked(text, spans) {
    const points = Array.from(text);
    const kinds = new Array(points.length).fill("");
    for (const [kind, start, end] of spans) if (start >= 0) kinds.fill(kind, start, end);
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
  function eventSentence(at) {
    const w = words().events;
    return marked(words().sentences[w.sentence[at]], [["source", w.s0[at], w.s1[at]],
      ["target", w.t0[at], w.t1[at]], ["trigger", w.v0[at], w.v1[at]]]);
  }
  function quoteSentence(at) {
    const w = words().quotes;
    return marked(w.text[at], [["quote", w.q0[at], w.q1[at]], ["source", w.w0[at], w.w1[at]]]);
  }
  function origin(article) {
    const [title, source, url, published] = articles[article];
    const name = title || "(no title)";
    const safe = /^https?:/i.test(url || "");
    return [safe ? el("a", { href: url, rel: "noreferrer noopener" }, name) : name,
      `, ${source}, ${published.slice(0, 10)}`];
  }
  const actorName = (at, said) => (at < 0 ? said || "(unnamed)" : actors[at][0]);
  function title(at) {
    const w = words().events;
    const [code, label] = codes[events.code[at]];
    return `${actorName(events.source[at], w.source[at])} → ` +
      `${actorName(events.target[at], w.target[at])}: ${code} ${label}`;
  }
  function eventItem(at) {
    const place = events.place[at] < 0 ? "" : `, ${places[events.place[at]][0]}`;
    return el("li", null, el("strong", null, title(at)),
      el("span", { class: "soft" }, ` ${iso(events.day[at])}${place}`),
      el("div", null, eventSentence(at)), el("div", { class: "soft" }, ...origin(events.article[at])));
  }
  const quoteItem = (at) => el("li", null,
    el("strong", null, actors[quotes.speaker[at]][0]), el("div", null, quoteSentence(at)),
    el("div", { class: "soft" }, ...origin(quotes.article[at])));

  const STEP = 50;
  function open(name, rows, item) {
    const newest = rows.slice().reverse();
    let shown = 0;
    const add = () => {
      $("sentences").append(...newest.slice(shown, shown + STEP).map(item));
      shown = Math.min(shown + STEP, newest.length);
      $("more").hidden = shown >= newest.length;
      $("more").textContent = `More (${whole(newest.length - shown)})`;
    };
    $("detail-title").textContent = `${name} (${whole(rows.length)})`;
    $("sentences").replaceChildren();
    add();
    $("more").onclick = add;
    $("detail").showModal();
    $("detail").scrollTop = 0;
  }
  const openEvents = (name, rows) => open(name, rows, eventItem);
  const openQuotes = (name, rows) => open(name, rows, quoteItem);
  $("close").onclick = () => $("detail").close();

  // Filters ------------------------------------------------------------------------------------

  const byName = new Map();
  actors.forEach(([name], at) => {
    const key = name.toLowerCase();
    byName.set(key, (byName.get(key) || new Set()).add(at));
  });
  /** Actors of exactly that name, or all whose names contain it. */
  function actorsCalled(text) {
    const key = text.trim().toLowerCase();
    if (!key) return null;
    if (byName.has(key)) return byName.get(key);
    const found = new Set();
    actors.forEach(([name], at) => { if (name.toLowerCase().includes(key)) found.add(at); });
    return found;
  }
  function chosen() {
    const from = $("from").value ? dayOf($("from").value) : -Infinity;
    const to = $("to").value ? dayOf($("to").value) : Infinity;
    const country = $("country").value === "" ? null : Number($("country").value);
    const who = actorsCalled($("actor").value);
    const code = $("code").value;
    const inside = codes.map(([c]) => c.startsWith(code));
    const from_ = (actor) => actor >= 0 && actors[actor][1] === country;
    const found = { events: [], quotes: [] };
    for (let at = 0; at < events.day.length; at++) {
      const source = events.source[at], target = events.target[at];
      if (events.day[at] >= from && events.day[at] <= to && inside[events.code[at]] &&
          (country === null || events.country[at] === country || from_(source) || from_(target)) &&
          (!who || who.has(source) || who.has(target))) found.events.push(at);
    }
    for (let at = 0; at < quotes.day.length; at++) {
      const speaker = quotes.speaker[at];
      if (quotes.day[at] >= from && quotes.day[at] <= to &&
          (country === null || from_(speaker)) && (!who || who.has(speaker))) found.quotes.push(at);
    }
    return found;
  }
  function setUp() {
    const counts = new Array(actors.length).fill(0);
    for (const side of [events.source, events.target, quotes.speaker])
      for (const at of side) if (at >= 0) counts[at]++;
    const known = [...new Set(actors.map(([name], at) => [counts[at], name])
      .sort((a, b) => b[0] - a[0]).map(([, name]) => name))].slice(0, 500);
    $("actors").append(...known.map((name) => el("option", { value: name })));
    countries.map(([, name], at) => [name, at]).sort((a, b) => a[0].localeCompare(b[0]))
      .forEach(([name, at]) => $("country").append(el("option", { value: at }, name)));
    const roots = new Map();
    codes.slice().sort((a, b) => (a[0] < b[0] ? -1 : 1)).forEach(([code, label, root]) => {
      const key = code.slice(0, 2);
      if (!roots.has(key)) {
        roots.set(key, el("optgroup", { label: `${key} ${root}` },
          el("option", { value: key }, `${key} ${root}: all`)));
      }
      roots.get(key).append(el("option", { value: code }, `${code} ${label}`));
    });
    $("code").append(...roots.values());
    const [first, last] = data.range;
    for (const id of ["from", "to"]) if (first !== null) {
      $(id).min = iso(first);
      $(id).max = iso(last);
    }
    const [nArticles, nEvents, nCurrent, nQuotes, nStories] = data.totals;
    $("totals").textContent = `${many(nArticles, "article")}, ${many(nCurrent, "event")} that took ` +
      `place of ${whole(nEvents)} reported, ${many(nStories, "story", "stories")}, ` +
      `${many(nQuotes, "statement")}.`;
  }

  // Figures ------------------------------------------------------------------------------------

  function group(rows, key) {
    const groups = new Map();
    for (const at of rows) {
      const k = key(at);
      if (k === null) continue;
      if (groups.has(k)) groups.get(k).push(at);
      else groups.set(k, [at]);
    }
    return groups;
  }
  const largest = (groups, n) => [...groups].sort((a, b) => b[1].length - a[1].length).slice(0, n);

  function timeline(rows) {
    if (!rows.length) return fill("timeline", nothing());
    // A few events of long ago would press all others into one bar: they are told beside it.
    const early = $("from").value ? 0 : Math.floor(rows.length / 20);
    const first = events.day[rows[early]], last = events.day[rows[rows.length - 1]];
    const before = rows.filter((at) => events.day[at] < first);
    const span = last - first + 1;
    const step = [1, 7, 30, 91, 365, 3650].find((days) => span / days <= 120) || 36500;
    const bins = Math.ceil(span / step);
    const groups = group(rows.slice(before.length), (at) =>
      events.quad[at] * 1e6 + Math.floor((events.day[at] - first) / step));
    const top = Math.max(...[...groups.values()].map((g) => g.length));
    const width = 10;
    const lines = [1, 2, 3, 4].map((quad) => {
      const bars = [];
      const svg = el("svg", { viewBox: `0 0 ${Math.max(bins, 30) * width} 56`,
        preserveAspectRatio: "none", role: "group", "aria-label": QUADS[quad] });
      for (let bin = 0; bin < bins; bin++) {
        const found = groups.get(quad * 1e6 + bin);
        if (!found) continue;
        const start = first + bin * step;
        const when = step === 1 ? iso(start)
          : `${iso(start)} to ${iso(Math.min(start + step - 1, last))}`;
        const label = `${when}: ${many(found.length, "event")} of ${QUADS[quad].toLowerCase()}`;
        const height = Math.max(2, (found.length / top) * 54);
        const bar = el("g", { "aria-label": label,
          onclick: () => openEvents(`${QUADS[quad]}, ${when}`, found) },
          el("title", null, label),
          el("rect", { class: "hit", x: bin * width, y: 0, width, height: 56 }),
          el("rect", { class: `q${quad}`, x: bin * width + 1, y: 56 - height, width: width - 2, height }));
        bars.push(bar);
        svg.append(bar);
      }
      rove(bars);
      const key = el("svg", { class: "key", viewBox: "0 0 10 10", "aria-hidden": "true", style: "display:inline-block" },
        el("rect", { class: `q${quad}`, width: 10, height: 10 }));
      const mine = rows.filter((at) => events.quad[at] === quad);
      return el("div", { class: "row" },
        el("div", null, key, " ", link(`${QUADS[quad]}: ${whole(mine.length)}`,
          () => openEvents(QUADS[quad], mine))), svg);
    });
    const unit = { 1: "day", 7: "week", 30: "30 days", 91: "quarter", 365: "year" }[step] || `${step} days`;
    const end = first + (Math.max(bins, 30) * step) - 1;
    fill("timeline", ...lines, el("div", { class: "axis soft" }, el("span", null, iso(first)),
      el("span", null, `a bar: ${unit}; the highest: ${whole(top)}`),
      el("span", null, iso(bins < 30 ? end : last))), ...(before.length ? [link(
      `and ${many(before.length, "earlier event")}, from ${iso(events.day[rows[0]])}`,
      () => openEvents(`Before ${iso(first)}`, before))] : []));
  }

  function map(rows) {
    const groups = largest(group(rows, (at) => (events.place[at] < 0 ? null : events.place[at])), 400);
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
    const top = groups.length ? groups[0][1].length : 1;
    const scale = (x1 - x0) / 900;
    const say = (place, found) => `${places[place][0]}: ${many(found.length, "event")}`;
    const dots = located.map((g) => {
      const [x, y] = at(g);
      return el("circle", { class: "dot", cx: x, cy: y, "aria-label": say(...g),
        r: scale * Math.max(3, 22 * Math.sqrt(g[1].length / top)),
        onclick: () => openEvents(places[g[0]][0], g[1]) }, el("title", null, say(...g)));
    });
    rove(dots);
    $("dots").replaceChildren(...dots);
    const nowhere = rows.filter((row) => events.place[row] < 0);
    const items = groups.slice(0, 12).map(([place, found]) => el("li", null,
      link(places[place][0], () => openEvents(places[place][0], found)),
      el("span", { class: "number" }, whole(found.length))));
    if (nowhere.length) items.push(el("li", null,
      link("without a place", () => openEvents("Without a place", nowhere)),
      el("span", { class: "number" }, whole(nowhere.length))));
    $("places").replaceChildren(...(items.length ? items : [nothing()]));
  }

  function freshest(rows) {
    const groups = [...group(rows, (at) => events.story[at])]
      .sort((a, b) => (stories[a[0]][0] < stories[b[0]][0] ? 1 : -1)).slice(0, 10);
    if (!groups.length) return fill("stories", nothing());
    fill("stories", el("ol", { class: "plain" }, ...groups.map(([story, found]) => {
      const [seen, nArticles, nSources] = stories[story];
      const told = `${many(nSources, "source")}, ${many(nArticles, "article")}, last told ${seen.slice(0, 10)}`;
      return el("li", null, link(title(found[0]), () => openEvents(title(found[0]), found)),
        el("div", null, eventSentence(found[0])), el("div", { class: "soft" }, told));
    })));
  }

  function quoted(rows) {
    const groups = largest(group(rows, (at) => quotes.speaker[at]), 12);
    if (!groups.length) return fill("quoted", nothing());
    fill("quoted", table("Most quoted", ["Speaker", "Statements", "Latest words"],
      groups.map(([speaker, found]) => {
        const latest = found[found.length - 1];
        const name = actors[speaker][0];
        return [link(name, () => openQuotes(name, found)), found.length,
          el("span", null, el("q", null, words().quotes.said[latest]),
            el("span", { class: "soft" }, ` ${iso(quotes.day[latest])}`))];
      }), [1]));
  }

  function pairs(rows) {
    return group(rows, (at) => (events.source[at] < 0 || events.target[at] < 0 ||
      events.source[at] === events.target[at] ? null
      : events.source[at] * actors.length + events.target[at]));
  }
  const sides = (pair) => [Math.floor(pair / actors.length), pair % actors.length];
  const mean = (rows) => {
    const known = rows.map((at) => events.goldstein[at]).filter((g) => g !== null);
    return known.length ? known.reduce((a, b) => a + b, 0) / known.length : 0;
  };
  const signed = (value) => value.toFixed(1).replace("-", "−");

  function dyads(rows) {
    const groups = largest(pairs(rows), 15);
    if (!groups.length) return fill("dyads", nothing());
    fill("dyads", table("Strongest dyads",
      ["Source → target", "Events", "VC", "MC", "VX", "MX", "Goldstein"],
      groups.map(([pair, found]) => {
        const name = sides(pair).map((at) => actors[at][0]).join(" → ");
        const quads = [1, 2, 3, 4].map((q) => found.filter((at) => events.quad[at] === q).length);
        return [link(name, () => openEvents(name, found)), found.length, ...quads, signed(mean(found))];
      }), [1, 2, 3, 4, 5, 6]));
  }

  function network(rows) {
    const groups = largest(pairs(rows), 30);
    if (!groups.length) return fill("network", nothing());
    const nodes = [...new Set(groups.flatMap(([pair]) => sides(pair)))];
    const size = 640, radius = 170, middle = size / 2;
    const angle = (node) => (nodes.indexOf(node) / nodes.length) * 2 * Math.PI - Math.PI / 2;
    const point = (node, r) => [middle + r * Math.cos(angle(node)), middle + r * Math.sin(angle(node))];
    const top = groups[0][1].length;
    const edges = groups.map(([pair, found]) => {
      const [source, target] = sides(pair);
      const [a, b] = [point(source, radius), point(target, radius)];
      const balance = mean(found);
      const label = `${actors[source][0]} → ${actors[target][0]}: ${many(found.length, "event")}, ` +
        `Goldstein ${signed(balance)}`;
      return el("path", { class: balance < 0 ? "edge conflict" : "edge", "aria-label": label,
        d: `M${a} Q${middle},${middle} ${b}`, "stroke-width": 1.5 + 5 * (found.length / top),
        onclick: () => openEvents(label, found) }, el("title", null, label));
    });
    const names = nodes.map((node) => {
      const [x, y] = point(node, radius + 8);
      const left = Math.cos(angle(node)) < -1e-9;
      const turn = (angle(node) * 180) / Math.PI + (left ? 180 : 0);
      const name = actors[node][0];
      const short = name.length > 22 ? `${name.slice(0, 21)}…` : name;
      const mine = rows.filter((at) => events.source[at] === node || events.target[at] === node);
      return el("text", { class: "name", x, y, dy: "0.35em", "text-anchor": left ? "end" : "start",
        transform: `rotate(${turn} ${x} ${y})`, "aria-label": `${name}: ${many(mine.length, "event")}`,
        onclick: () => openEvents(name, mine) }, el("title", null, name), short);
    });
    rove(edges);
    rove(names);
    fill("network", el("svg", { viewBox: `0 0 ${size} ${size}`, role: "group",
      "aria-label": "Actor network" }, ...edges, ...names));
  }

  function coverage() {
    const bySource = group([...events.day.keys()], (at) => articles[events.article[at]][1]);
    const rows = data.coverage.map(([source, first, last, n, copies, nEvents, nQuotes, gaps, longest, silent]) => {
      const mine = bySource.get(source) || [];
      const name = mine.length ? link(source, () => openEvents(source, mine)) : source;
      const state = silent ? `silent for ${many(silent, "day")}` : "up to date";
      return [name, n, copies, nEvents, nQuotes, first, last, gaps, longest, state];
    });
    const shown = rows.slice(0, 30);
    const runs = data.runs.map(([at, outcome, read, loaded, copies, rejected, message]) =>
      [at, outcome, read, loaded, copies, rejected, message]);
    const heading = (text) => el("h3", null, text);
    fill("coverage",
      table("Sources", ["Source", "Articles", "Copies", "Events", "Statements", "First", "Last",
        "Silent days", "Longest gap", "State"], shown, [1, 2, 3, 4, 7, 8]),
      ...(rows.length > 30 ? [el("p", { class: "note" }, `and ${whole(rows.length - 30)} more sources`)] : []),
      heading("Latest runs"),
      table("Latest runs", ["Began (UTC)", "Outcome", "Read", "Loaded", "Duplicate", "Rejected",
        "Message"], runs, [2, 3, 4, 5]),
      heading("Rejected"),
      data.rejects.length ? table("Rejected inputs", ["Reason", "Inputs"], data.rejects, [1])
        : el("p", null, "Nothing was rejected."));
  }

  function draw() {
    const { events: rows, quotes: said } = chosen();
    $("shown").textContent = `${many(rows.length, "event")}, ${many(said.length, "attributed statement")} shown`;
    timeline(rows);
    map(rows);
    dyads(rows);
    network(rows);
    // What needs the words comes after the first figures can be seen.
    setTimeout(() => { freshest(rows); quoted(said); });
  }
  setUp();
  coverage();
  draw();
  let waiting = 0;
  $("filters").addEventListener("input", () => { clearTimeout(waiting); waiting = setTimeout(draw, 150); });
  $("filters").addEventListener("reset", () => setTimeout(draw));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("whole").addEventListener("change", draw);
})();
