// The data of the server that this page is from. A version that a load has replaced is answered
// for as long as the server has it open; after that the figures are fetched anew.
async function ask(path, values) {
  let answer;
  try {
    answer = await fetch(`api/${path}?${new URLSearchParams(values || {})}`);
  } catch {
    throw new Error("The server does not answer. Is `dateline explore` still running?");
  }
  if (answer.status === 409) {
    renew();
    throw new Error("A load has replaced these figures; they have been drawn anew.");
  }
  const value = await answer.json();
  if (!answer.ok) throw new Error(`${value.error}. ${value.hint || ""}`);
  return value;
}
const provider = {
  live: true,
  figures: () => ask("figures"),
  words: (kind, rows) => ask("words", { kind, version: data.version, rows: rows.join() }),
  /** Say so when there is something newer to show. */
  watch(tell) {
    setInterval(async () => {
      if (document.hidden) return;
      try {
        const { version } = await ask("version");
        if (version !== data.version) tell();
      } catch { /* told when somebody asks for something */ }
    }, 10000);
  },
};
