// What the filters let through.
let data; // the figures, as they came
let byName; // name of an actor, in lower case -> the actors who bear it
let seen; // stories, the one last told first

/** Actors of exactly that name, or all whose names contain it; null for all. */
function actorsCalled(text) {
  const key = text.trim().toLowerCase();
  if (!key) return null;
  if (byName.has(key)) return byName.get(key);
  const found = new Set();
  for (const [name, those] of byName) {
    if (name.includes(key)) those.forEach((at) => found.add(at));
  }
  return found;
}

/** The rows that fit: of events, and of quotes, both in the order of their days. */
function chosen() {
  const { events, quotes, actors, codes, countries } = data;
  const from = $("from").value ? dayOf($("from").value) : -Infinity;
  const to = $("to").value ? dayOf($("to").value) : Infinity;
  const country = $("country").value ? countries.indexOf($("country").value) : null;
  const who = actorsCalled($("actor").value);
  const inside = codes.map(([code]) => code.startsWith($("code").value));
  const ofCountry = (at) => at >= 0 && actors.country[at] === country;
  const found = { events: [], quotes: [] };
  for (let at = 0; at < events.day.length; at++) {
    const source = events.source[at], target = events.target[at];
    if (events.day[at] >= from && events.day[at] <= to && inside[events.code[at]] &&
        (country === null || events.country[at] === country || ofCountry(source) ||
          ofCountry(target)) &&
        (!who || who.has(source) || who.has(target))) found.events.push(at);
  }
  for (let at = 0; at < quotes.day.length; at++) {
    const speaker = quotes.speaker[at];
    if (quotes.day[at] >= from && quotes.day[at] <= to &&
        (country === null || ofCountry(speaker)) && (!who || who.has(speaker))) {
      found.quotes.push(at);
    }
  }
  return found;
}

/** Offer the choices that there are; what is chosen remains so. */
function offer() {
  const { events, quotes, actors, codes, countries, stories } = data;
  byName = new Map();
  actors.name.forEach((name, at) => {
    const key = name.toLowerCase();
    byName.set(key, (byName.get(key) || new Set()).add(at));
  });
  seen = Array.from(stories.seen.keys()).sort((a, b) => stories.seen[b] - stories.seen[a] ||
    stories.n_articles[b] - stories.n_articles[a]);
  const counts = new Int32Array(actors.name.length);
  for (const side of [events.source, events.target, quotes.speaker])
    for (const at of side) if (at >= 0) counts[at]++;
  const known = new Set(most(counts, 500).map(([at]) => actors.name[at]));
  $("actors").replaceChildren(...Array.from(known, (name) => el("option", { value: name })));
  choices("country", countries.slice().sort((a, b) => a.localeCompare(b))
    .map((name) => el("option", { value: name }, name)));
  const roots = new Map();
  for (const [code, label, root] of codes.slice().sort((a, b) => (a[0] < b[0] ? -1 : 1))) {
    const key = code.slice(0, 2);
    if (!roots.has(key)) {
      roots.set(key, el("optgroup", { label: `${key} ${root}` },
        el("option", { value: key }, `${key} ${root}: all`)));
    }
    if (code !== key) roots.get(key).append(el("option", { value: code }, `${code} ${label}`));
  }
  choices("code", [...roots.values()]);
  const [first, last] = data.range;
  for (const id of ["from", "to"]) if (first !== null) {
    $(id).min = iso(first);
    $(id).max = iso(last);
  }
}
function choices(id, options) {
  const before = $(id).value;
  $(id).replaceChildren($(id).options[0], ...options);
  $(id).value = before;
  if ($(id).selectedIndex < 0) $(id).selectedIndex = 0;
}
