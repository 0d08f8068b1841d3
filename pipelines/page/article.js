// An article with its actors, events and statements marked where they stand.
views.article = async (key) => {
  const [id, at] = key.split("@");
  let article;
  $("article-title").textContent = "…";
  for (const part of ["article-origin", "article-text", "found"]) $(part).replaceChildren();
  try {
    article = await ask("article", { id });
  } catch (error) {
    $("article-title").textContent = "No such article";
    return $("article-text").append(el("p", { class: "fault", role: "alert" }, error.message));
  }
  $("article-title").textContent = article.title || "(no title)";
  $("article-origin").append(`${article.source || "(unknown)"}, `,
    when(article.published_at.replace("T", " ").slice(0, 16)),
    ...(safe(article.url) ? [", ", outside(article.url, "original")] : []),
    ...(article.duplicate_of ? [" (a copy of ",
      el("a", { href: `#article=${article.duplicate_of}` }, "another article"), ")"] : []));
  $("article-text").append(read(article));
  $("found").append(...listed(article));
  if (at) go(Number(at), Infinity);
  else $("article-title").focus();
};

/** Parts of the text between two offsets by spans that do not overlap: [span or null, from, to]. */
function parts(spans, from, to) {
  const found = [];
  let at = from;
  for (const span of spans.slice().sort((a, b) => a.start - b.start || b.end - a.end)) {
    const end = Math.min(span.end, to);
    if (span.start < at || span.start >= end) continue;
    if (span.start > at) found.push([null, at, span.start]);
    found.push([span, span.start, end]);
    at = end;
  }
  if (at < to) found.push([null, at, to]);
  return found;
}
const tag = (text) => el("span", { class: "tag" }, text);
const called = (article, id, said) => article.actors[id] || said;

function read(article) {
  const points = Array.from(article.text);
  const words = (from, to) => points.slice(from, to).join("");
  const inner = [
    ...article.events.map((event) => ({ kind: "trigger", start: event.trigger_start,
      end: event.trigger_end, label: `${event.event_code} ${event.event_label || ""}` })),
    ...article.mentions.map((mention) => ({ kind: "actor", start: mention.start, end: mention.end,
      label: called(article, mention.actor_id) })),
  ];
  const quotes = article.quotes.map((quote) => ({ kind: "quote", start: quote.start,
    end: quote.end, label: called(article, quote.speaker_actor_id, quote.speaker_text) ||
      (quote.anonymous ? "somebody" : "") }));
  const piece = ([span, from, to]) => {
    const text = words(from, to);
    if (!span) return el("span", { "data-at": from }, text);
    // A name is not repeated beside words that have it in them.
    const said = !span.label || text.toLowerCase().includes(span.label.toLowerCase());
    const own = said ? [] : [tag(span.label)];
    return el("mark", { class: span.kind, title: span.label || span.kind, "data-at": from }, text, ...own);
  };
  const passage = ([quote, from, to]) => {
    const pieces = parts(inner, from, to).map(piece);
    return quote ? el("mark", { class: "quote", title: quote.label },
      ...(quote.label ? [tag(quote.label)] : []), ...pieces) : el("span", null, ...pieces);
  };
  let from = article.title_end; // the title stands above
  while (points[from] === "\n") from++;
  return el("div", null, ...parts(quotes, from, points.length).map(passage));
}

/** Go to the first piece of the text that ends after a character, and mark it for a while. */
function go(at) {
  const pieces = [...$("article-text").querySelectorAll("[data-at]")];
  const piece = pieces.findLast((one) => Number(one.dataset.at) <= at) || pieces[0];
  if (!piece) return;
  piece.scrollIntoView({ block: "center" });
  piece.setAttribute("tabindex", "-1");
  piece.focus({ preventScroll: true });
}

function listed(article) {
  const list = (heading, items) => [el("h3", null, `${heading} (${whole(items.length)})`),
    el("ol", { class: "plain" }, ...(items.length ? items : [el("li", { class: "soft" }, "none")]))];
  const events = article.events.map((event) => {
    const who = [called(article, event.source_actor_id, event.source_text) || "(unnamed)",
      called(article, event.target_actor_id, event.target_text) || "(unnamed)"].join(" → ");
    const told = [`${event.negated ? "not " : ""}${event.status}`, event.event_date,
      event.place_name || event.country, `confidence ${event.confidence.toFixed(2)}`];
    return el("li", null,
      link(`${who}: ${event.event_code} ${event.event_label || ""}`, () => go(event.trigger_start)),
      el("div", { class: "soft" }, told.filter(Boolean).join(", ")));
  });
  const quotes = article.quotes.map((quote) => el("li", null,
    link(called(article, quote.speaker_actor_id, quote.speaker_text) || "somebody",
      () => go(quote.start)), el("span", { class: "soft" }, ` ${quote.kind}`)));
  const counts = new Map();
  for (const { actor_id: id } of article.mentions) counts.set(id, (counts.get(id) || 0) + 1);
  const actors = [...counts].sort((a, b) => b[1] - a[1]).map(([id, count]) => el("li", null,
    link(called(article, id, id), () => {
      $("filters").reset();
      $("actor").value = called(article, id, id);
      location.hash = "";
      draw();
    }), el("span", { class: "soft" }, ` ${many(count, "mention")}`)));
  return [...list("Events", events), ...list("Statements", quotes), ...list("Actors", actors)];
}

$("layers").addEventListener("change", (event) =>
  $("article-text").classList.toggle(`without-${event.target.value}`, !event.target.checked));
