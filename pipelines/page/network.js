// Who does what to whom: the strongest dyads as a table, and as a network.

/** The strongest pairs of a source and a target: {source, target, count, quads, goldstein}. */
function strongest(rows, n) {
  const { source, target, code } = data.events, { codes } = data;
  const size = data.actors.name.length;
  const counts = new Map();
  for (const at of rows) {
    if (source[at] < 0 || target[at] < 0 || source[at] === target[at]) continue;
    const pair = source[at] * size + target[at];
    counts.set(pair, (counts.get(pair) || 0) + 1);
  }
  const found = new Map([...counts].sort((a, b) => b[1] - a[1]).slice(0, n)
    .map(([pair, count]) => [pair, { source: Math.floor(pair / size), target: pair % size, count,
      quads: [0, 0, 0, 0, 0], sum: 0, known: 0 }]));
  for (const at of rows) {
    const pair = source[at] >= 0 && target[at] >= 0 && found.get(source[at] * size + target[at]);
    if (!pair) continue;
    const [, , , quad, goldstein] = codes[code[at]];
    pair.quads[quad]++;
    if (goldstein !== null) {
      pair.sum += goldstein;
      pair.known++;
    }
  }
  return [...found.values()].map((pair) => ({ ...pair, goldstein: pair.sum / (pair.known || 1) }));
}
function openPair(rows, { source, target }, name) {
  const { events } = data;
  openEvents(name, rows.filter((at) => events.source[at] === source && events.target[at] === target));
}

function dyads(rows, pairs) {
  if (!pairs.length) return fill("dyads", nothing());
  fill("dyads", table("Strongest dyads",
    ["Source → target", "Events", "VC", "MC", "VX", "MX", "Goldstein"],
    pairs.slice(0, 15).map((pair) => {
      const name = `${data.actors.name[pair.source]} → ${data.actors.name[pair.target]}`;
      return [link(name, () => openPair(rows, pair, name)), pair.count, ...pair.quads.slice(1),
        signed(pair.goldstein)];
    }), [1, 2, 3, 4, 5, 6]));
}

/** The actors of the pairs, so that those who have to do with one another are near each other. */
function inOrder(pairs) {
  const order = new Set();
  const follow = (node) => {
    if (order.has(node)) return;
    order.add(node);
    for (const { source, target } of pairs) {
      if (source === node) follow(target);
      else if (target === node) follow(source);
    }
  };
  pairs.forEach(({ source }) => follow(source));
  return [...order];
}

function network(rows, strong) {
  if (!strong.length) return fill("network", nothing());
  const body = document.querySelector("#network .body");
  // Drawn in pixels: letters are of the same size on every screen, and there are fewer of them.
  const size = Math.max(280, Math.min(body.clientWidth || 640, 640)), middle = size / 2;
  const pairs = strong.slice(0, size < 480 ? 12 : 30);
  const letters = size < 480 ? 14 : 24, room = letters * 7 + 8;
  const radius = middle - room, nodes = inOrder(pairs);
  const place = new Map(nodes.map((node, index) => [node, index]));
  const angle = (node) => (place.get(node) / nodes.length) * 2 * Math.PI - Math.PI / 2;
  const point = (node, r) =>
    [middle + r * Math.cos(angle(node)), middle + r * Math.sin(angle(node))].map((n) => n.toFixed(1));
  const edges = pairs.map((pair) => {
    const kind = pair.goldstein < 0 ? "conflict" : "cooperation";
    const label = `${data.actors.name[pair.source]} → ${data.actors.name[pair.target]}: ` +
      `${many(pair.count, "event")}, Goldstein ${signed(pair.goldstein)}`;
    // The nearer the two are to each other, the less their line bends towards the middle.
    const apart = Math.abs(Math.sin((angle(pair.source) - angle(pair.target)) / 2));
    const bend = radius * (1 - apart) * 0.75;
    const half = (angle(pair.source) + angle(pair.target)) / 2;
    const over = Math.abs(angle(pair.source) - angle(pair.target)) > Math.PI ? -1 : 1;
    const [x, y] = [middle + over * bend * Math.cos(half), middle + over * bend * Math.sin(half)];
    const d = `M${point(pair.source, radius)} Q${x.toFixed(1)},${y.toFixed(1)} ${point(pair.target, radius - 4)}`;
    return el("g", { "aria-label": label, onclick: () => openPair(rows, pair, label) },
      el("title", null, label), el("path", { class: "reach", d }),
      el("path", { class: `edge ${kind}`, d, "marker-end": `url(#end-${kind})`,
        "stroke-width": (1 + 3 * (pair.count / strong[0].count)).toFixed(1) }));
  });
  const { source, target } = data.events;
  const names = nodes.map((node) => {
    const [x, y] = point(node, radius + 7);
    const left = Math.cos(angle(node)) < -1e-9;
    const turn = (angle(node) * 180) / Math.PI + (left ? 180 : 0);
    const name = data.actors.name[node];
    const short = name.length > letters ? `${name.slice(0, letters - 1)}…` : name;
    return el("text", { class: "name", x, y, dy: "0.35em", "text-anchor": left ? "end" : "start",
      transform: `rotate(${turn.toFixed(1)} ${x} ${y})`, "aria-label": name,
      onclick: () => openEvents(name, rows.filter((at) => source[at] === node || target[at] === node)) },
    el("title", null, name), short);
  });
  rove(edges);
  rove(names);
  const ends = ["cooperation", "conflict"].map((kind) => el("marker", { id: `end-${kind}`,
    class: kind, viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 8, markerHeight: 8,
    markerUnits: "userSpaceOnUse", orient: "auto" }, el("path", { d: "M0,0 L8,4 L0,8z" })));
  fill("network", el("svg", { class: "network", viewBox: `0 0 ${size} ${size}`, role: "group",
    "aria-label": "Actor network" }, el("defs", null, ...ends), ...edges, ...names));
}
