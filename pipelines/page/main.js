// Fetch, offer, draw; then again whenever a filter changes.
let drawing = 0;
function draw() {
  const { events: rows, quotes: said } = chosen();
  $("shown").textContent = `${many(rows.length, "event")}, ` +
    `${many(said.length, "attributed statement")} shown`;
  const pairs = strongest(rows, 30);
  timeline(rows);
  map(rows);
  dyads(rows, pairs);
  network(rows, pairs);
  const mine = ++drawing;
  const current = () => drawing === mine;
  const failed = (id) => (error) => fill(id, el("p", { class: "fault", role: "alert" }, error.message));
  freshest(rows, current).catch(failed("stories"));
  quoted(said, current).catch(failed("quoted"));
}

/** Show what the address asks for: `#search=words`, `#article=id@character`, or the figures. */
function route() {
  const [, name, value] = /^#(\w+)=(.*)$/.exec(location.hash) || [];
  const shown = Object.hasOwn(views, name || "") ? name : "figures";
  if ($("detail").open) $("detail").close();
  for (const view of document.querySelectorAll("[data-view]")) view.hidden = view.dataset.view !== shown;
  if (shown === "figures") return;
  scrollTo(0, 0);
  views[shown](decodeURIComponent(value));
}

async function renew() {
  const fetched = await provider.figures();
  for (const table of [fetched.events, fetched.quotes, fetched.actors]) {
    for (const [name, column] of Object.entries(table)) {
      if (typeof column[0] === "number") table[name] = Int32Array.from(column);
    }
  }
  data = fetched;
  const [nArticles, nEvents, nCurrent, nQuotes, nStories] = data.totals;
  const days = data.range[0] === null ? [] : [when(iso(data.range[0])), " to ",
    when(iso(data.range[1])), ": "];
  $("totals").replaceChildren(...days, `${many(nArticles, "article")}, ${many(nCurrent, "event")} ` +
    `that took place of ${whole(nEvents)} reported, ${many(nStories, "story", "stories")}, ` +
    `${many(nQuotes, "statement")}.`);
  offer();
  coverage();
  draw();
  document.body.dataset.state = "drawn";
}
function start() {
  let waiting = 0;
  const soon = (milliseconds) => {
    clearTimeout(waiting);
    waiting = setTimeout(draw, milliseconds);
  };
  $("filters").addEventListener("input", () => soon(150));
  $("filters").addEventListener("reset", () => soon(0));
  $("filters").addEventListener("submit", (event) => event.preventDefault());
  $("whole").addEventListener("change", draw);
  $("close").onclick = () => $("detail").close();
  window.addEventListener("hashchange", route);
  route();
  provider.watch?.(() => { $("fresh").hidden = false; });
  let width = innerWidth;
  addEventListener("resize", () => {
    if (innerWidth !== width) soon(150);
    width = innerWidth;
  });
}
renew().then(start).catch((error) => {
  $("totals").textContent = typeof DecompressionStream === "undefined"
    ? "This browser is too old to unpack the page: any of 2023 or later can." : error.message;
  document.body.dataset.state = "failed";
});
