"""Words a second on one core: the shipped pipeline, spaCy's own CNN, and any others, in turns.

    python -m benchmarks.model_speed [--model PATH ...] [--cnn model/work/cnn] [--texts FOLDER]
        [--words 60000] [--rounds 5] [--cpu N] [--quality] [--json FILE]

Everything is measured in one run: all pipelines read the same texts, one after the other, round
by round, so that other work on the machine hits them alike. The words are counted once, by the
shipped tokenizer, for all. Ratios are those of processor time within a round; the median of the
rounds is shown. Load times and peak memory are those of fresh processes.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any
from unittest.mock import patch

import en_dateline
import spacy
from en_dateline import component as component_module
from en_dateline.component import DatelineModel
from spacy.language import Language

from benchmarks.timing import ONE_THREAD, Clock, Seconds, pin, probe, rounds_of, timed
from model.evaluate import SCORES, flatten, score

ARTICLES = Path(__file__).parent.parent / "seeds" / "articles"
CNN = Path("model/work/cnn")
SHIPPED, REFERENCE = "en_dateline", "spaCy CNN"
Row = dict[str, Any]


def bodies(folder: Path) -> list[str]:
    """The texts of a folder's ``.txt`` files, without the block of facts at their top.

    Raises SystemExit where there are none.
    """
    texts = [path.read_text("utf8") for path in sorted(folder.glob("*.txt"))]
    if not texts:
        raise SystemExit(f"no .txt files in {folder}: name a folder of articles by --texts")
    return [t.split("\n---\n", 1)[-1].strip() if t.startswith("---\n") else t for t in texts]


def repeated(texts: list[str], sizes: list[int], words: int) -> tuple[list[str], int]:
    """Whole texts in their order, from the start again where they end, until ``words`` are there.

    ``sizes`` are the texts' numbers of words, not all 0. Returns the texts and their words.
    """
    found: list[str] = []
    total = 0
    while total < words:
        k = len(found) % len(texts)
        found.append(texts[k])
        total += sizes[k]
    return found, total


def parts(nlp: Language, texts: list[str]) -> dict[str, float]:
    """Shares of the shipped pipeline's processor time; they sum to 1."""
    model: Any = nlp.get_pipe("dateline_model")
    assert isinstance(model, DatelineModel)
    with ExitStack() as stack:

        def watch(owner: Any, name: str) -> Clock:
            clock = Clock(getattr(owner, name))
            stack.enter_context(patch.object(owner, name, clock))
            return clock

        clocks = {
            "tokenizer": watch(nlp, "make_doc"),
            "network": watch(model.session, "run"),
            "trees": watch(component_module, "best_trees"),
            "names": watch(model.bilou, "best_all"),
            "writing": watch(model, "_write"),
        }
        total, _ = timed(lambda: [None for _ in nlp.pipe(texts)])
    shares = {key: clock.seconds / total for key, clock in clocks.items()}
    return shares | {"features and labels": 1 - sum(shares.values())}


def quality(path: Path, shared: Path | None) -> dict[str, float]:
    """The pipeline's scores: made anew where test files are given, else those kept beside it."""
    if shared is not None:
        return flatten(score(str(path), shared))
    kept = SCORES if path == en_dateline.DATA else path / "scores.json"
    found: dict[str, float] = json.loads(kept.read_text()) if kept.is_file() else {}
    return found


def summary(measured: list[dict[str, Seconds]], name: str, words: int) -> Row:
    """Medians of a pipeline's rounds: words a second, and how many times the reference's speed."""
    row: Row = {
        "words_per_cpu_s": round(words / statistics.median(r[name][0] for r in measured)),
        "words_per_wall_s": round(words / statistics.median(r[name][1] for r in measured)),
    }
    if REFERENCE in measured[0]:
        ratio = statistics.median(r[REFERENCE][0] / r[name][0] for r in measured)
        row["ratio"] = round(ratio, 2)
    return row


def table(rows: dict[str, Row]) -> str:
    """A line a pipeline."""
    heads = ("words/s", "by wall", "of CNN", "load s", "by wall", "MB", "peak MiB", "EWT", "PUD")
    keys = (
        "words_per_cpu_s", "words_per_wall_s", "ratio", "load_cpu_s", "load_wall_s", "disk_mb",
        "peak_mib", "ewt.las", "pud.las",
    )  # fmt: skip
    width = max(map(len, rows))
    lines = [" " * width + "".join(f"{head:>10s}" for head in heads)]
    for name, row in rows.items():
        values = [row.get(key) for key in keys]
        shown = ["" if v is None else f"{v:,}" for v in values]
        lines.append(f"{name:{width}s}" + "".join(f"{v:>10s}" for v in shown))
    return "\n".join(lines)


def measure(paths: dict[str, Path], texts: list[str], words: int, rounds: int) -> Row:
    """All figures of speed, size and memory."""
    # Before anything large is loaded here: a child starts with the peak of its parent.
    rows: dict[str, Row] = {}
    for name, path in paths.items():
        size = sum(file.stat().st_size for file in path.rglob("*") if file.is_file())
        found = {key: round(value, 2) for key, value in probe(str(path), texts).items()}
        rows[name] = {"disk_mb": round(size / 1e6, 1), **found}
        rows[name]["peak_mib"] = round(found["peak_mib"])
    pipelines = {name: spacy.load(path) for name, path in paths.items()}
    for nlp in pipelines.values():
        nlp(texts[0])
    measured = list(rounds_of(pipelines, texts, rounds))
    for name in paths:
        rows[name] |= summary(measured, name, words)
    shipped = pipelines[SHIPPED]
    tokenizing, _ = timed(lambda: [None for text in texts if shipped.make_doc(text)])
    return {
        "words": words,
        "texts": len(texts),
        "rounds": [{name: list(seconds) for name, seconds in r.items()} for r in measured],
        "tokenizer_words_per_cpu_s": round(words / tokenizing),
        "shares": {key: round(value, 3) for key, value in parts(shipped, texts).items()},
        "pipelines": rows,
    }


def report(found: Row, where: str) -> None:
    """Print the table, and where the time goes."""
    read = f"{found['words']:,} words in {found['texts']} texts"
    print(f"{read}, {len(found['rounds'])} rounds, {where}")
    print("words/s and load s: by processor time. EWT, PUD: LAS on the test files.\n")
    print(table(found["pipelines"]))
    shares = ", ".join(f"{key} {100 * value:.0f}%" for key, value in found["shares"].items())
    print(f"\n{SHIPPED}: {shares}")
    print(f"tokenizer alone: {found['tokenizer_words_per_cpu_s']:,} words/s")
    if REFERENCE not in found["pipelines"]:
        print(
            "\nNo CNN to compare with: train it by\n"
            "  python -m model.convert && python -m model.cnn"
        )


def main() -> None:
    """Measure, print, and keep where asked to."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--model", type=Path, action="append", default=[], help="one more")
    arguments.add_argument("--cnn", type=Path, default=CNN)
    arguments.add_argument("--texts", type=Path, default=ARTICLES)
    arguments.add_argument("--words", type=int, default=60_000)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--cpu", type=int, help="the processor to run on")
    arguments.add_argument("--quality", action="store_true", help="score anew (takes minutes)")
    default = os.environ.get("DATELINE_SHARED", "../shared")
    arguments.add_argument("--shared", type=Path, default=Path(default))
    arguments.add_argument("--json", type=Path, help="keep all figures in this file")
    options = arguments.parse_args()
    if any(os.environ.get(key) != value for key, value in ONE_THREAD.items()):
        # Libraries read these when they are imported, which is over by now.
        os.environ.update(ONE_THREAD)
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.model_speed", *sys.argv[1:]])
    if options.quality and not (options.shared / "training" / "score_model.py").is_file():
        raise SystemExit(f"no test data in {options.shared}: set --shared or $DATELINE_SHARED")
    paths = {SHIPPED: en_dateline.DATA}
    if (options.cnn / "meta.json").is_file():
        paths[REFERENCE] = options.cnn
    for path in options.model:
        if not (path / "meta.json").is_file():
            raise SystemExit(f"no pipeline in {path}: --model takes the folder of a saved pipeline")
        paths[str(path)] = path
    where = pin(options.cpu)
    tokenizer = spacy.load(en_dateline.DATA, exclude=["dateline_model"])
    found_texts = bodies(options.texts)
    sizes = [sum(not t.is_space for t in tokenizer.make_doc(text)) for text in found_texts]
    texts, words = repeated(found_texts, sizes, options.words)
    found = measure(paths, texts, words, options.rounds)
    for name, path in paths.items():
        found["pipelines"][name] |= quality(path, options.shared if options.quality else None)
    report(found, where)
    if options.json:
        options.json.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
