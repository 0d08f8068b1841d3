"""Every figure of quality that can be computed, beside the last committed ones.

    python -m benchmarks.score [--shared ../shared] [--only model,events,...] [--keep]

``benchmarks/figures.json`` is the line to hold: ``--keep`` writes it anew. The scorers are those
that lie beside the shared data; without that data nothing can be scored, and it says so.
Exit 1 where a figure got worse by more than ``TOLERANCE``.
"""

from __future__ import annotations

import argparse
import json
import lzma
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

from spacy.language import Language

from benchmarks import stories as story_set
from benchmarks.actors import figures as actors
from model.evaluate import flatten
from model.evaluate import score as score_model
from transforms.pipeline import annotate, build

FIGURES = Path(__file__).parent / "figures.json"
TOLERANCE = 0.3  # points; smaller changes come and go with any change of code
LOWER_IS_BETTER = ("class0_false",)
Row = dict[str, Any]


def read(path: Path) -> list[Row]:
    """The rows of a compressed JSON Lines file."""
    with lzma.open(path, "rt", encoding="utf8") as lines:
        return [json.loads(line) for line in lines]


def write(rows: list[Row], path: Path) -> Path:
    """JSON Lines, as the scorers read them."""
    path.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), "utf8")
    return path


def run(*command: str | Path) -> str:
    """The output of a scorer. Raises CalledProcessError, its message on stderr."""
    done = subprocess.run(
        [sys.executable, *map(str, command)], check=True, stdout=subprocess.PIPE, text=True
    )
    return done.stdout


def events(shared: Path, work: Path) -> dict[str, float]:
    """Sentences with a penta class and the spans of source and target, through the whole flow."""
    gold = read(shared / "dev" / "events_conflibert_train.jsonl.xz")
    articles = [{"text": g["text"], "url": f"https://example.org/{g['id']}"} for g in gold]
    source = write(articles, work / "sentences.jsonl")
    subprocess.run(
        [sys.executable, "-m", "pipelines.cli", "run", str(source), "--warehouse",
         str(work / "warehouse"), "--published", "2020-06-01"],
        check=True, stdout=subprocess.DEVNULL,
    )  # fmt: skip
    scorer, database = shared / "dev" / "score_events.py", work / "warehouse" / "dateline.duckdb"
    found = json.loads(run(scorer, database, write(gold, work / "gold.jsonl")).splitlines()[-1])
    names = ("class_right", "class0_false", "actor_f1")
    return {f"events.{name}": 100 * float(found[name]) for name in names}


def quotes(shared: Path, work: Path) -> dict[str, float]:
    """Speech of PolNeAR's development part, each contiguous stretch a quote; and whose words
    they are, of the news of GUM, where not every direct quotation is annotated."""
    nlp = build()
    found = _score_quotes("quotes_polnear_dev", nlp, shared, work, "--speech-only", "--split")
    exact = found["symmetric"]
    figures = {
        "quotes.f1": exact["all"]["f1"],
        "quotes.characters_f1": found["characters"]["f1"],
        "quotes.speaker": exact["all"]["speaker_mention"],
    }
    for kind in ("direct", "mixed", "indirect"):
        figures[f"quotes.{kind}_recall"] = exact["kinds"][kind]["recall"]
    news = _score_quotes("quotes_gum_news", nlp, shared, work)["symmetric"]["all"]
    figures["quotes.gum_recall"] = news["recall"]
    figures["quotes.gum_resolved"] = news["speaker_resolved"]
    return {key: 100 * float(value or 0) for key, value in figures.items()}


def _score_quotes(name: str, nlp: Language, shared: Path, work: Path, *options: str) -> Row:
    gold = read(shared / "dev" / f"{name}.jsonl.xz")
    predictions = [
        {"id": g["id"], "quotes": [_quote(q) for q in doc._.quotes]}
        for g, doc in zip(gold, annotate(nlp, [(g["text"], 0, None) for g in gold]), strict=True)
    ]
    target = work / "quotes.json"
    run(
        shared / "dev" / "score_quotes.py", write(gold, work / "gold_quotes.jsonl"),
        write(predictions, work / "quotes.jsonl"), *options, "--json", target,
    )  # fmt: skip
    found: Row = json.loads(target.read_text())
    return found


def _quote(quote: Any) -> Row:
    return {
        "start": quote.span.start_char,
        "end": quote.span.end_char,
        "text": quote.span.text,
        "kind": quote.kind,
        "speaker": quote.speaker.text if quote.speaker else None,
        "speaker_canonical": quote.speaker_actor.name if quote.speaker_actor else None,
        "verb": quote.cue.text if quote.cue else None,
    }


def model(shared: Path, work: Path) -> dict[str, float]:
    """Syntax and names from raw text, on test files."""
    del work
    scores = score_model("en_dateline", shared)
    return {f"model.{k}": v for k, v in flatten(scores).items()}


def stories(shared: Path, work: Path) -> dict[str, float]:
    """Our own set of events told several times, through the whole flow, a month a load."""
    del shared
    days: dict[str, list[Row]] = {}
    for telling in story_set.tellings():
        row = {key: telling[key] for key in ("title", "text", "published_at", "source")}
        row["url"] = f"https://example.org/{telling['id']}"
        days.setdefault(telling["published_at"][:7], []).append(row)
    for month in sorted(days):
        source = write(days[month], work / f"stories-{month}.jsonl")
        subprocess.run(
            [sys.executable, "-m", "pipelines.cli", "run", str(source), "--warehouse",
             str(work / "stories"), "--no-prefect"],
            check=True, stdout=subprocess.DEVNULL,
        )  # fmt: skip
    return story_set.figures(work / "stories" / "dateline.duckdb")


PARTS: dict[str, Callable[[Path, Path], dict[str, float]]] = {
    "model": model,
    "events": events,
    "quotes": quotes,
    "actors": actors,
    "stories": stories,
}


def compare(figures: dict[str, float], held: dict[str, float]) -> list[str]:
    """Print a line a figure; the names of those that got worse."""
    worse = []
    for key, value in figures.items():
        before = held.get(key)
        sign = -1 if key.endswith(LOWER_IS_BETTER) else 1
        change = None if before is None else round(value - before, 1)
        fell = change is not None and sign * change < -TOLERANCE
        shown = "   new" if change is None else f"{change:+6.1f}"
        print(f"{key:34s} {value:6.1f} {shown}{'  WORSE' if fell else ''}")
        if fell:
            worse.append(key)
    return worse


def main() -> None:
    """Score, compare, and keep the figures where asked to."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("DATELINE_SHARED", "../shared")
    arguments.add_argument("--shared", type=Path, default=Path(default))
    arguments.add_argument("--only", default=",".join(PARTS))
    arguments.add_argument("--keep", action="store_true", help="make these the line to hold")
    options = arguments.parse_args()
    if not (options.shared / "dev").is_dir():
        raise SystemExit(f"no data in {options.shared}: set --shared or $DATELINE_SHARED")
    held = json.loads(FIGURES.read_text()) if FIGURES.exists() else {}
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory() as work:
        for name in options.only.split(","):
            figures |= PARTS[name](options.shared, Path(work))
    figures = {key: round(value, 1) for key, value in figures.items()}
    worse = compare(figures, held)
    if options.keep:
        FIGURES.write_text(json.dumps(held | figures, indent=1) + "\n")
    elif worse:
        raise SystemExit(f"worse than the committed figures: {', '.join(worse)}")


if __name__ == "__main__":
    main()
