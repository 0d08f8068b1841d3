// How well each source is covered, and what the latest runs did. Of the whole warehouse.

/** Articles a day as bars; a day without one is a short stroke below the line. */
function strip(source) {
  const [first, ...counts] = data.strips[source] || [];
  if (!counts.length) return "";
  const top = Math.max(1, ...counts);
  const silent = counts.filter((n) => !n).length;
  const label = `${iso(first)} to ${iso(first + counts.length - 1)}: articles on ` +
    `${many(counts.length - silent, "day")} of ${whole(counts.length)}, at most ${whole(top)} a day`;
  const bars = counts.map((n, at) => (n
    ? `M${at * 3},${20 - Math.max(2, (n / top) * 20)}h2V20h-2z` : `M${at * 3},22h2v2h-2z`));
  return el("svg", { class: "strip", viewBox: `0 0 ${counts.length * 3} 24`, role: "img",
    "aria-label": label, width: counts.length * 2, height: 24, preserveAspectRatio: "none" },
  el("title", null, label), el("path", { d: bars.join("") }));
}

function coverage() {
  const { publishers, events } = data;
  const indices = new Map(publishers.map((name, at) => [name, at]));
  const counts = tally(events.publisher.keys(), events.publisher, publishers.length);
  const all = (at) => Array.from(events.publisher.keys()).filter((row) => events.publisher[row] === at);
  const shown = data.coverage.slice(0, 30).map(
    ([source, first, last, n, copies, nEvents, nQuotes, gaps, longest, silent]) => {
      const at = indices.get(source);
      const name = counts[at] ? link(source, () => openEvents(source, all(at))) : source;
      const state = silent ? `silent for ${many(silent, "day")}` : "up to date";
      return [name, strip(source), n, copies, nEvents, nQuotes, when(first), when(last), gaps,
        longest, state];
    });
  const runs = data.runs.map(([at, ...rest]) => [when(at), ...rest]);
  fill("coverage",
    table("Sources", ["Source", "Articles a day", "Articles", "Copies", "Events", "Statements",
      "First", "Last", "Silent days", "Longest gap", "State"], shown, [2, 3, 4, 5, 8, 9]),
    ...(data.coverage.length > 30
      ? [el("p", { class: "note" }, `and ${whole(data.coverage.length - 30)} more sources`)] : []),
    el("h3", null, "Latest runs"),
    table("Latest runs", ["Began (UTC)", "Outcome", "Read", "Loaded", "Duplicate", "Rejected",
      "Message"], runs, [2, 3, 4, 5]),
    el("h3", null, "Rejected"),
    data.rejects.length ? table("Rejected inputs", ["Reason", "Inputs"], data.rejects, [1])
      : el("p", null, "Nothing was rejected."));
}
