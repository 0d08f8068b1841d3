"""What each layer of the analysis costs beside the language model, in one run on one core.

    python -m benchmarks.profile_layers [--texts FOLDER] [--rounds 5] [--cpu N] [--functions 20]

Every article passes through the whole pipeline, round by round; the processor time of each
component is added up apart. Shown is the median round, and each layer's share of the model's
time. All layers together are to take less than ``TARGET`` of it: exit 1 where they do not.
``--functions`` adds the functions of the layers in which most time is spent.
"""

from __future__ import annotations

import argparse
import cProfile
import os
import pstats
import statistics
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

from spacy.language import Language
from spacy.tokens import Doc

from benchmarks.model_speed import ARTICLES, bodies
from benchmarks.timing import ONE_THREAD, pin, timed
from pipelines.analysis import settle
from transforms.pipeline import LAYERS, build
from transforms.types import read

TARGET = 0.35
MODEL, TOKENIZER = "model", "tokenizer"
WORDS = "words"  # read from the parse, once for all layers
AFTER = (WORDS, *(name for name, _ in LAYERS))
PUBLISHED = datetime(2024, 5, 1, tzinfo=UTC)


def one_round(nlp: Language, texts: Iterable[str]) -> dict[str, float]:
    """Seconds of processor time over all texts: of the tokenizer, the model and each layer."""
    layers = {name for name, _ in LAYERS}
    seconds = dict.fromkeys((TOKENIZER, MODEL, *AFTER), 0.0)
    for text in texts:
        made: list[Doc] = []
        seconds[TOKENIZER] += timed(lambda t=text, m=made: m.append(nlp.make_doc(t)))[0]  # type: ignore[misc]
        doc = made[0]
        doc._.published, doc._.title_end = PUBLISHED, 0
        for name, component in nlp.pipeline:
            key = name if name in layers else MODEL
            if key != MODEL:
                seconds[WORDS] += timed(lambda d=doc: read(d))[0]  # type: ignore[misc]
            seconds[key] += timed(lambda c=component, d=doc: c(d))[0]  # type: ignore[misc]
    return seconds


def shares(rounds: list[dict[str, float]]) -> dict[str, float]:
    """Each part's time as a share of the model's in the same round: the median of the rounds."""
    return {name: statistics.median(r[name] / r[MODEL] for r in rounds) for name in rounds[0]}


def together(rounds: list[dict[str, float]]) -> float:
    """All layers after the model, as a share of the model's time: the median of the rounds."""
    return statistics.median(sum(r[name] for name in AFTER) / r[MODEL] for r in rounds)


def table(rounds: list[dict[str, float]], words: int) -> str:
    """A line a part: milliseconds a thousand words, and the share of the model's time."""
    lines = [f"{'':24s}{'ms/1,000 words':>16s}{'of the model':>14s}"]
    for name, share in shares(rounds).items():
        each = 1e6 * statistics.median(r[name] for r in rounds) / words
        lines.append(f"{name:24s}{each:16.1f}{share:14.1%}")
    lines.append(f"{'all layers':24s}{'':16s}{together(rounds):14.1%}")
    return "\n".join(lines)


def hot(nlp: Language, texts: Iterable[str], count: int) -> None:
    """Print the functions in which the layers spend most time, by their own time."""
    layers = {name for name, _ in LAYERS}
    profile = cProfile.Profile()
    for text in texts:
        doc = nlp.make_doc(text)
        doc._.published, doc._.title_end = PUBLISHED, 0
        for name, component in nlp.pipeline:
            if name in layers:
                profile.runcall(component, doc)
            else:
                component(doc)
    pstats.Stats(profile).strip_dirs().sort_stats("tottime").print_stats(count)


def main() -> None:
    """Measure and print."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--texts", type=Path, default=ARTICLES)
    arguments.add_argument("--rounds", type=int, default=5)
    arguments.add_argument("--cpu", type=int, help="the processor to run on")
    arguments.add_argument("--functions", type=int, default=0, help="how many to name")
    options = arguments.parse_args()
    if any(os.environ.get(key) != value for key, value in ONE_THREAD.items()):
        # Libraries read these when they are imported, which is over by now.
        os.environ.update(ONE_THREAD)
        os.execv(sys.executable, [sys.executable, "-m", "benchmarks.profile_layers", *sys.argv[1:]])
    texts, where, nlp = bodies(options.texts), pin(options.cpu), build()
    words = sum(not t.is_space for text in texts for t in nlp.make_doc(text))
    one_round(nlp, texts)  # the first reading fills caches
    settle()  # as every process that analyses does
    rounds = [one_round(nlp, texts) for _ in range(options.rounds)]
    print(f"{words:,} words in {len(texts)} texts, {options.rounds} rounds, {where}")
    print("by processor time\n")
    print(table(rounds, words))
    if options.functions:
        hot(nlp, texts, options.functions)
    if (found := together(rounds)) >= TARGET:
        raise SystemExit(
            f"the layers take {found:.0%} of the model's time; the target: {TARGET:.0%}"
        )


if __name__ == "__main__":
    main()
