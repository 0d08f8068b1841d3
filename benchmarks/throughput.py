"""Articles and words a second of the whole flow, beside what it could be compared with.

    python -m benchmarks.throughput [--articles 5000] [--rounds 1] [--only flow,pipe,...]
        [--keep] [--folder DIR]

The articles are generated (``benchmarks.generated``). Each subject (``benchmarks.subjects``) is a
process of its own that reads the same files, with one thread; round by round, and who is first
changes. Ratios are those of processor time within a round, but for two workers, whose gain is one
of clock time: on a machine with other work it says little. ``--keep`` appends the figures to
``benchmarks/history.csv``.
"""

from __future__ import annotations

import argparse
import csv
import json
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from benchmarks import generated, subjects
from benchmarks.timing import ONE_THREAD

HISTORY = Path(__file__).parent / "history.csv"
TARGET, TWO = 0.8, 1.8  # of the bare model's speed; of one worker's with two
LABELS = {
    "flow": "Dateline, files to database",
    "two workers": "the same, two workers",
    "pipe": "bare nlp.pipe, same model",
    "layers": "model and layers, no files",
    "script": "plain script, same model",
    "cnn": "bare nlp.pipe, spaCy's CNN",
    "textacy": "CNN and textacy's quotations",
}
Figures = dict[str, float]
Round = dict[str, Figures]


def available(only: list[str]) -> Iterator[str]:
    """The subjects that can be measured here; says on standard error which cannot."""
    for name in only:
        if name in ("cnn", "textacy") and not (subjects.CNN / "meta.json").is_file():
            print(f"no {name}: python -m model.cnn trains spaCy's pipeline", file=sys.stderr)
        elif name == "textacy" and find_spec("textacy") is None:
            print("no textacy: pip install textacy", file=sys.stderr)
        else:
            yield name


def measure(names: list[str], folder: Path, work: Path, rounds: int) -> list[Round]:
    """All subjects, round by round.

    Raises CalledProcessError where one fails.
    """
    found: list[Round] = []
    for number in range(rounds):
        shift = number % len(names)
        one: Round = {}
        for name in names[shift:] + names[:shift]:
            shutil.rmtree(work, ignore_errors=True)
            done = subprocess.run(
                [sys.executable, "-m", "benchmarks.subjects", name, str(folder), str(work)],
                env={**os.environ, **ONE_THREAD}, check=True, stdout=subprocess.PIPE, text=True,
            )  # fmt: skip
            one[name] = json.loads(done.stdout)
        found.append({name: one[name] for name in names})
    return found


def ratios(rounds: list[Round]) -> Figures:
    """How fast the flow is beside each subject: the median of the rounds, 1 is as fast."""
    found = {
        f"of_{name}": statistics.median(r[name]["cpu"] / r["flow"]["cpu"] for r in rounds)
        for name in rounds[0]
        if name not in ("flow", "two workers")
    }
    if "two workers" in rounds[0]:
        clocks = (r["flow"]["clock"] / r["two workers"]["clock"] for r in rounds)
        found["two_workers"] = statistics.median(clocks)
    return found


def table(rounds: list[Round], words: int) -> str:
    """A line a subject: speeds by processor and by clock, the flow beside it, and memory."""
    heads = ("articles/s", "words/s", "by clock", "flow is", "peak MiB")
    lines = [f"{'':30s}" + "".join(f"{head:>12s}" for head in heads)]
    beside = ratios(rounds)
    for name in rounds[0]:
        cpu, clock, peak, articles = (
            statistics.median(r[name][key] for r in rounds)
            for key in ("cpu", "clock", "peak_mib", "articles")
        )
        ratio = f"{beside[f'of_{name}']:.0%}" if f"of_{name}" in beside else ""
        values = (f"{articles / cpu:.1f}", f"{words / cpu:,.0f}", f"{words / clock:,.0f}",
                  ratio, f"{peak:,.0f}")  # fmt: skip
        lines.append(f"{LABELS[name]:30s}" + "".join(f"{value:>12s}" for value in values))
    return "\n".join(lines)


def row(rounds: list[Round], articles: int, words: int) -> dict[str, Any]:
    """The line of ``history.csv``."""
    flow = [r["flow"] for r in rounds]
    cpu, clock, peak = (statistics.median(f[k] for f in flow) for k in ("cpu", "clock", "peak_mib"))
    beside = {key: round(value, 3) for key, value in ratios(rounds).items()}
    names = [f"of_{name}" for name in LABELS if name not in ("flow", "two workers")]
    return {
        "date": datetime.now(UTC).date().isoformat(),
        "commit": _commit(),
        "cores": os.cpu_count(),
        "machine": platform.machine(),
        "articles": articles,
        "words": words,
        "articles_per_cpu_s": round(articles / cpu, 2),
        "words_per_cpu_s": round(words / cpu),
        "words_per_clock_s": round(words / clock),
        "peak_mib": round(peak),
        **{name: beside.get(name, "") for name in [*names, "two_workers"]},
    }


def keep(line: dict[str, Any], path: Path = HISTORY) -> None:
    """Append a line; the first one writes the names, too."""
    new = not path.exists()
    with path.open("a", newline="", encoding="utf-8") as file:
        writer = csv.DictWriter(file, list(line), lineterminator="\n")
        if new:
            writer.writeheader()
        writer.writerow(line)


def _commit() -> str:
    command = ["git", "describe", "--always", "--dirty"]
    done = subprocess.run(command, cwd=HISTORY.parent, capture_output=True, text=True, check=False)
    return done.stdout.strip() or "unknown"


def main() -> None:
    """Measure, print, and keep where asked to."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--articles", type=int, default=5000)
    arguments.add_argument("--rounds", type=int, default=1)
    arguments.add_argument("--only", default=",".join(LABELS), help="subjects, flow among them")
    arguments.add_argument("--folder", type=Path, help="where to work; default: a temporary one")
    arguments.add_argument("--keep", action="store_true", help="append to history.csv")
    options = arguments.parse_args()
    names = list(available(["flow", *(n for n in options.only.split(",") if n != "flow")]))
    with tempfile.TemporaryDirectory(dir=options.folder) as folder:
        texts = Path(folder) / "articles"
        words = generated.write(texts, options.articles)
        rounds = measure(names, texts, Path(folder) / "work", options.rounds)
    print(f"{options.articles:,} articles, {words:,} words, {options.rounds} rounds, one thread, "
          f"{os.cpu_count()} cores with {os.getloadavg()[0]:.1f} processes running\n"
          "by processor time where nothing else is said\n")  # fmt: skip
    print(table(rounds, words))
    found = ratios(rounds)
    print(f"\ntargets: {TARGET:.0%} of bare nlp.pipe; two workers {TWO} times one", end="")
    print(f": {found['two_workers']:.2f} times" if "two_workers" in found else "")
    if options.keep:
        keep(row(rounds, options.articles, words))


if __name__ == "__main__":
    main()
