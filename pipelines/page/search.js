// Sentences and statements that hold the words asked for.
views.search = async (words) => {
  $("asked").value = words;
  $("search-title").textContent = `Looking for “${words}” …`;
  $("hits").replaceChildren();
  let found;
  try {
    found = await ask("search", { q: words });
  } catch (error) {
    $("search-title").textContent = "Not found";
    return $("hits").append(el("li", { class: "fault", role: "alert" }, error.message));
  }
  const { hits, more } = found;
  const count = many(hits.length, "passage");
  $("search-title").textContent = `${more ? `The first ${count}` : count} with “${words}”`;
  $("search-title").focus();
  if (!hits.length) {
    return $("hits").append(el("li", { class: "soft" },
      "No sentence and no statement has all of these words. Try fewer, or beginnings with *."));
  }
  $("hits").append(...hits.map((hit) => el("li", null,
    el("div", null, marked(hit.text, places(hit.text, words))),
    el("div", { class: "soft" }, `${hit.kind} in `,
      el("a", { href: `#article=${hit.article_id}@${hit.start}` }, hit.title || "(no title)"),
      `, ${hit.source || "(unknown)"}, `, when(hit.published_at.slice(0, 10))))));
};

/** Where the words stand in a text, in code points. Case and accents do not matter. */
function places(text, words) {
  const plain = (letter) => letter.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
  const asked = words.match(/[\p{L}\p{N}]+\*?/gu) || [];
  const tests = asked.map((word) => (word.endsWith("*")
    ? (found) => found.startsWith(plain(word.slice(0, -1))) : (found) => found === plain(word)));
  const found = [];
  const points = Array.from(text);
  for (let at = 0; at < points.length; at++) {
    if (!/[\p{L}\p{N}]/u.test(points[at])) continue;
    const start = at;
    while (at < points.length && /[\p{L}\p{N}\p{M}]/u.test(points[at])) at++;
    const word = plain(points.slice(start, at).join(""));
    if (tests.some((test) => test(word))) found.push(["hit", start, at]);
  }
  return found;
}

$("search").addEventListener("submit", (event) => {
  event.preventDefault();
  const words = $("asked").value.trim();
  if (words) location.hash = `search=${encodeURIComponent(words)}`;
});
$("renew").onclick = () => {
  $("fresh").hidden = true;
  renew();
};
