"""spaCy's own small CNN pipeline, trained on the recipe's examples: what speed is compared with.

    python -m model.cnn [--work model/work] [--minutes 30] [--steps 0] [--shared ../shared]

Writes ``<work>/cnn``, which no release holds. Run it again to train on from there; the optimizer
then starts afresh. A first run needs ``<work>/examples.pkl`` (``python -m model.convert``).

Layers and sizes are those of spaCy's published small pipelines (``en_core_web_sm`` 3.8 and
its siblings for treebanks): tok2vec 96 wide and 4 deep with hashed norm, prefix, suffix and shape;
parser and names with 64 hidden units. One difference is in its favour: names share the tok2vec
with the rest, where the published pipelines compute a second one for them.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import shutil
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
from en_dateline.decode import is_tree
from spacy.language import Language
from spacy.tokens import Doc
from spacy.training import Example
from spacy.training.batchers import minibatch_by_words
from spacy.vocab import Vocab
from thinc.optimizers import Optimizer

from model import tokens
from model.convert import MASK, Names, Sentence, bilou
from model.evaluate import flatten, score

SEED = 20260301
WIDTH, DEPTH = 96, 4
WINDOW_WORDS = 120  # several sentences, so that the parser learns where they end
DROPOUT = 0.1
BATCH_WORDS, FULL_BATCH_WORDS, GROWTH = 100, 1000, 1.001  # spaCy's defaults for training
SAVE_EVERY = 120.0  # seconds
TOK2VEC = {
    "@architectures": "spacy.Tok2Vec.v2",
    "embed": {
        "@architectures": "spacy.MultiHashEmbed.v2",
        "width": WIDTH,
        "attrs": ["NORM", "PREFIX", "SUFFIX", "SHAPE"],
        "rows": [5000, 1000, 2500, 2500],
        "include_static_vectors": False,
    },
    "encode": {
        "@architectures": "spacy.MaxoutWindowEncoder.v2",
        "width": WIDTH,
        "depth": DEPTH,
        "window_size": 1,
        "maxout_pieces": 3,
    },
}
LISTENER = {"@architectures": "spacy.Tok2VecListener.v1", "width": WIDTH, "upstream": "tok2vec"}
NAME_TAGS = bilou()
COMPONENTS = ("tagger", "morphologizer", "trainable_lemmatizer", "parser", "ner")


def untrained() -> Language:
    """The pipeline with the tokenizer of the recipe and no weights."""
    nlp = tokens.blank()
    nlp.add_pipe("tok2vec", config={"model": TOK2VEC})
    for name in COMPONENTS:
        nlp.add_pipe(name, config={"model": {"tok2vec": LISTENER}})
    return nlp


def windows(documents: dict[str, list[Sentence]]) -> list[list[Sentence]]:
    """Neighbouring sentences of a document, up to ``WINDOW_WORDS`` together, at least one.

    Sentences that are no tree, which spaCy refuses, are left out.
    """
    found: list[list[Sentence]] = []
    for sentences in documents.values():
        size = WINDOW_WORDS
        for sentence in sentences:
            if not is_tree(np.asarray(sentence.heads) + 1):  # a token that covers two subtrees
                continue
            if size + len(sentence.words) > WINDOW_WORDS:
                found.append([])
                size = 0
            found[-1].append(sentence)
            size += len(sentence.words)
    return found


def syntax_example(vocab: Vocab, sentences: list[Sentence]) -> Example:
    """An example with all layers but names."""
    words: list[str] = []
    heads: list[int] = []
    rows: list[tuple[str, ...]] = []
    for s in sentences:
        offset = len(words)
        words += s.words
        heads += [offset + (i if head < 0 else head) for i, head in enumerate(s.heads)]
        rows += s.raw
    deps, pos, tags, feats, lemmas = (list(column) for column in zip(*rows, strict=True))
    deps = [
        "ROOT" if head == i else dep for i, (head, dep) in enumerate(zip(heads, deps, strict=True))
    ]
    gold = Doc(
        vocab, words=words, heads=heads, deps=deps, pos=pos, tags=tags, morphs=feats, lemmas=lemmas
    )
    return Example(Doc(vocab, words=words), gold)


def name_example(vocab: Vocab, names: Names) -> Example:
    """An example with names only; what the set does not tell is missing."""
    gold = Doc(vocab, words=names.words, ents=iob(names.tags))
    return Example(Doc(vocab, words=names.words), gold)


def iob(tags: list[int]) -> list[str]:
    """BILOU class numbers as the IOB strings of a ``Doc``; "" is a missing annotation.

    The rest of a name whose first words are missing is missing, too: spaCy would take it for a
    name of its own, or refuse it.
    """
    found: list[str] = []
    for tag in tags:
        prefix, _, label = ("" if tag == MASK else NAME_TAGS[tag]).partition("-")
        inside = prefix in ("I", "L")
        if inside and (not found or found[-1][2:] != label):
            found.append("")
        else:
            found.append({"U": "B", "L": "I"}.get(prefix, prefix) + (f"-{label}" if label else ""))
    return found


def endless(nlp: Language, data: dict[str, Any], seed: int) -> Iterator[Example]:
    """A window with syntax and one with names in turns, each kind shuffled again when used up."""
    rng = random.Random(seed)
    syntax = windows(data["train"])
    names = [row for key, rows in data["names"].items() if key.endswith("_train") for row in rows]

    def again(rows: list[Any]) -> Iterator[Any]:
        while True:
            rng.shuffle(rows)
            yield from rows

    for sentences, row in zip(again(syntax), again(names), strict=False):
        yield syntax_example(nlp.vocab, sentences)
        yield name_example(nlp.vocab, row)


def growing(done: int) -> Iterator[float]:
    """Words a batch, growing from step to step as in spaCy's default configuration."""
    while True:
        yield min(FULL_BATCH_WORDS, BATCH_WORDS * GROWTH**done)
        done += 1


def initialize(nlp: Language, data: dict[str, Any]) -> Optimizer:
    """Labels and weights; all sentences are read for labels, and a part of the names."""
    examples = [syntax_example(nlp.vocab, part) for part in windows(data["train"])]
    for rows in data["names"].values():
        examples += [name_example(nlp.vocab, row) for row in rows[:300]]
    return nlp.initialize(lambda: examples)


def save(nlp: Language, target: Path, state: dict[str, float]) -> None:
    """Write the pipeline whole, then put it in the place of the one before."""
    fresh = target.with_suffix(".new")
    shutil.rmtree(fresh, ignore_errors=True)
    nlp.to_disk(fresh)
    (fresh / "training.json").write_text(json.dumps(state) + "\n")
    shutil.rmtree(target, ignore_errors=True)
    os.replace(fresh, target)


def restore(nlp: Language, source: Path) -> None:
    """Load what ``save`` wrote, so that it can be trained on."""
    nlp.from_disk(source)
    lemmatizer: Any = nlp.get_pipe("trainable_lemmatizer")
    # spaCy 3.8 does not restore the classes of the edit trees, which only training needs.
    lemmatizer.tree2label = {tree: i for i, tree in enumerate(lemmatizer.cfg["labels"])}


def train(nlp: Language, data: dict[str, Any], target: Path, minutes: float, steps: int) -> None:
    """Train on until the time (or, where not 0, the number of steps in all) is used up."""
    state = {"steps": 0.0, "words": 0.0, "seconds": 0.0}
    if (target / "training.json").is_file():
        state |= json.loads((target / "training.json").read_text())
        optimizer = nlp.resume_training()
    else:
        optimizer = initialize(nlp, data)
    done = int(state["steps"])
    random.seed(SEED + done)
    stream = endless(nlp, data, SEED + done)
    size: Any = growing(done)  # an endless sequence, which its type does not foresee
    batches = minibatch_by_words(stream, size=size, discard_oversize=False)
    began = saved = time.monotonic()
    losses: dict[str, float] = {}
    for batch in batches:
        nlp.update(batch, sgd=optimizer, drop=DROPOUT, losses=losses)
        now = time.monotonic()
        state["steps"] += 1
        state["words"] += sum(len(example.x) for example in batch)
        ends = now - began > 60 * minutes or state["steps"] == steps
        if ends or now - saved > SAVE_EVERY:
            state["seconds"] += now - saved
            saved = now
            shown = {k: round(v) for k, v in losses.items()}
            print({k: round(v) for k, v in state.items()}, shown, flush=True)
            losses.clear()
            save(nlp, target, state)
        if ends:
            return


def main() -> None:
    """Train, from where the last run ended, and score where the test files are at hand."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    default = os.environ.get("DATELINE_SHARED", "../shared")
    arguments.add_argument("--shared", type=Path, default=Path(default))
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--minutes", type=float, default=30.0)
    arguments.add_argument("--steps", type=int, default=0, help="stop there; 0 is no limit")
    options = arguments.parse_args()
    examples, target = options.work / "examples.pkl", options.work / "cnn"
    if not examples.is_file():
        raise SystemExit(f"no {examples}: make it by python -m model.convert")
    with examples.open("rb") as handle:
        data = pickle.load(handle)  # our own file, written by convert
    nlp = untrained()
    if target.is_dir():
        restore(nlp, target)
    train(nlp, data, target, options.minutes, options.steps)
    if (options.shared / "training" / "score_model.py").is_file():
        scores = flatten(score(str(target), options.shared))
        (target / "scores.json").write_text(json.dumps(scores, indent=1) + "\n")
        print(json.dumps(scores))


if __name__ == "__main__":
    main()
