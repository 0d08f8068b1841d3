// The data in the file itself, compressed. The words stand behind this script, in blocks that are
// unpacked when asked for, so that the figures are drawn while they are still being read.
const provider = (() => {
  const blocks = new Map();
  const complete = new Promise((done) => { document.addEventListener("DOMContentLoaded", done); });
  async function unpacked(name) {
    if (!$(`data-${name}`)) await complete;
    const letters = atob($(`data-${name}`).textContent);
    const bytes = Uint8Array.from(letters, (letter) => letter.charCodeAt(0));
    const stream = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return new Response(stream).json();
  }
  const block = (name) => {
    if (!blocks.has(name)) blocks.set(name, unpacked(name));
    return blocks.get(name);
  };
  const word = async (kind, at) => (await block(`${kind}-${Math.floor(at / data.block)}`))[at % data.block];
  return {
    live: false,
    figures: () => unpacked("figures"),
    words: (kind, rows) => Promise.all(rows.map((at) => word(kind, at))),
  };
})();
