"""The spaCy component: words in, all annotations out, by onnxruntime.

Factory ``dateline_model``. Its folder holds ``model.onnx`` (encoder and heads, int8),
``label.npz`` (the label head's last layer, applied at the chosen heads only), ``labels.json``,
``lemmas.json`` and ``tokenizer.json``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc, Token
from spacy.vocab import Vocab

from en_dateline.decode import Bilou, Ints, best_tree
from en_dateline.features import BREAK, Pieces, shape_of
from en_dateline.lemmas import Lemmatizer
from en_dateline.windows import between_quotations, next_window, settled

FILES = ("model.onnx", "label.npz", "labels.json", "lemmas.json", "tokenizer.json")
IOB_INSIDE, IOB_OUTSIDE, IOB_BEGIN = 1, 2, 3


class DatelineModel:
    """Fills POS, TAG, MORPH, LEMMA, HEAD, DEP and entities of a ``Doc``."""

    def __init__(self, vocab: Vocab, name: str = "dateline_model", threads: int = 1) -> None:
        self.vocab = vocab
        self.name = name
        self.threads = threads
        self.folder: Path | None = None

    def __call__(self, doc: Doc) -> Doc:
        """Annotate one document in place; sentence starts that are set already are kept.

        Raises ValueError where no weights are loaded.
        """
        if self.folder is None:
            raise ValueError("dateline_model: no weights loaded; load the pipeline from its folder")
        words = [t.i for t in doc if not t.is_space]
        if words:
            self._write(doc, words, *self._run(doc, words))
        else:
            doc.ents = ()
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Annotate documents one by one; ``batch_size`` changes nothing (see ``windows``)."""
        del batch_size
        for doc in stream:
            yield self(doc)

    def _run(self, doc: Doc, words: list[int]) -> tuple[Ints, ...]:
        """Heads (index in ``words``, self for roots), labels, classes and name tags."""
        texts = [doc[i].text for i in words]
        breaks = [
            k == 0 or doc[i].is_sent_start is True or _paragraph_between(doc, words[k - 1], i)
            for k, i in enumerate(words)
        ]
        # Nested marks that close together (.'") have no blank between them.
        quoted = np.asarray(
            [between_quotations(texts, k) and _blank_before(doc[i]) for k, i in enumerate(words)]
        )
        shapes = np.asarray(
            [shape_of(w) + (BREAK if b else 0) for w, b in zip(texts, breaks, strict=True)],
            dtype=np.int64,
        )
        sizes = [len(self.pieces.of(w)) for w in texts]
        total = len(words)
        heads, rest = np.zeros(total, np.int64), np.zeros((6, total), np.int64)
        start = 0
        while start < total:
            end = next_window(sizes, breaks, start)
            scores = self._infer(texts[start:end], shapes[start:end])
            opens = scores["starts"] > 0
            opens[0] = True
            opens |= np.asarray(breaks[start:end])
            opens |= quoted[start:end]
            starts = [start + int(k) for k in np.flatnonzero(opens)]
            stop = settled(starts, end, total, breaks)
            keep = stop - start
            edges = [s for s in starts if s < stop] + [stop]
            for s, e in pairwise(edges):
                a, b = s - start, e - start
                columns = np.concatenate([[0], np.arange(a + 1, b + 1)])
                tree = best_tree(scores["arcs"][a:b][:, columns])
                heads[s:e] = np.where(tree == 0, np.arange(s, e), tree - 1 + s)
                chosen = np.where(tree == 0, 0, tree + a)
                hidden = scores["dependents"][a:b] + scores["heads"][chosen]
                labels = np.maximum(hidden, 0) @ self.label_weight + self.label_bias
                # Only roots may bear the root's label, and they must.
                labels[:, self.root_label] = np.where(tree == 0, 1e9, -1e9)
                rest[0, s:e] = labels.argmax(1)
                rest[5, s:e] = self.bilou.best(scores["names"][a:b])
            for row, key in enumerate(("pos", "tags", "feats", "lemmas"), start=1):
                rest[row, start:stop] = scores[key][:keep]
            start = stop
        return heads, *rest

    def _infer(self, words: list[str], shapes: Ints) -> dict[str, npt.NDArray[Any]]:
        ids, first, last = self.pieces.encode(words)
        spread = np.full(len(ids), 2 * BREAK, dtype=np.int64)
        spread[1:-1] = np.repeat(shapes, last - first + 1)
        feed = {"ids": ids, "piece_shapes": spread, "first": first, "last": last, "shapes": shapes}
        out = self.session.run(self.outputs, {k: v[None] for k, v in feed.items()})
        return {k: v[0] for k, v in zip(self.outputs, out, strict=True)}

    def _write(self, doc: Doc, words: list[int], heads: Ints, *layers: Ints) -> None:
        """One bulk call; white space hangs on the word before it (after it, at the start)."""
        n, where = len(doc), np.asarray(words)
        values = np.zeros((n, 8), dtype=np.uint64)
        deps, pos, tags, feats, scripts, names = layers
        relative = np.zeros(n, dtype=np.int64)
        relative[where] = where[heads] - where
        if len(words) < n:
            spaces = np.setdiff1d(np.arange(n), where)
            anchor = np.maximum(np.searchsorted(where, spaces) - 1, 0)
            relative[spaces] = where[anchor] - spaces
            values[spaces, 1:7] = self.space_row
            values[spaces, 6] = IOB_OUTSIDE
        values[:, 0] = relative.view(np.uint64)
        values[where, 1] = self.keys["deps"][deps]
        values[where, 2] = self.keys["pos"][pos]
        values[where, 3] = self.keys["tags"][tags]
        values[where, 4] = self.keys["feats"][feats]
        values[where, 5] = [
            self._lemma(doc[i].text, int(p), int(t), int(s))
            for i, p, t, s in zip(words, pos, tags, scripts, strict=True)
        ]
        begins = self.bilou.begins[names]
        iob = np.where(begins, IOB_BEGIN, np.where(names == 0, IOB_OUTSIDE, IOB_INSIDE))
        values[where, 6] = iob
        values[where, 7] = self.keys["names"][names]
        inner = np.setdiff1d(np.arange(n), where)
        for i in inner:  # white space inside a name belongs to it
            if 0 < i < n - 1 and values[i + 1, 6] == IOB_INSIDE:
                values[i, 6:8] = IOB_INSIDE, values[i + 1, 7]
        doc.from_array([HEAD, DEP, POS, TAG, MORPH, LEMMA, ENT_IOB, ENT_TYPE], values)  # type: ignore[arg-type]

    def _lemma(self, form: str, pos: int, tag: int, script: int) -> int:
        key = (form, pos, tag, script)
        found = self._lemmas.get(key)
        if found is None:
            kinds = self.labels
            text = self.lemmatizer.lemma(
                form, kinds["pos"][pos], kinds["lemmas"][script], kinds["tags"][tag]
            )
            found = self.vocab.strings.add(text)
            if len(self._lemmas) < 200_000:
                self._lemmas[key] = found
        return found

    def from_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> DatelineModel:
        """Load the weights from a folder. Raises OSError where a file is missing."""
        del exclude
        self.folder = folder = Path(path)
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = self.threads
        options.inter_op_num_threads = 1
        self.session = onnxruntime.InferenceSession(
            str(folder / "model.onnx"), options, providers=["CPUExecutionProvider"],
            disabled_optimizers=["SkipLayerNormFusion"],  # that kernel is slower than its parts
        )  # fmt: skip
        self.outputs = [o.name for o in self.session.get_outputs()]
        with np.load(folder / "label.npz") as label:
            self.label_weight, self.label_bias = label["weight"], label["bias"]
        self.labels: dict[str, list[str]] = json.loads((folder / "labels.json").read_text())
        self.pieces = Pieces(folder / "tokenizer.json")
        table: dict[str, str] = json.loads((folder / "lemmas.json").read_text())
        self.lemmatizer = Lemmatizer(table, self.pieces.vocabulary())
        self.bilou = Bilou(self.labels["names"])
        self.root_label = self.labels["deps"].index("root")
        self._lemmas: dict[tuple[str, int, int, int], int] = {}
        self._intern()
        return self

    def _intern(self) -> None:
        """The string store's keys of all labels, in the order of the classes."""
        add, morphology = self.vocab.strings.add, self.vocab.morphology
        deps = ["ROOT" if d == "root" else d for d in self.labels["deps"]]
        feats = ["" if f == "_" else f for f in self.labels["feats"]]
        lists = {
            "deps": [add(d) for d in deps],
            "pos": [add(p) for p in self.labels["pos"]],
            "tags": [add(t) for t in self.labels["tags"]],
            "feats": [morphology.add(f) for f in feats],
            "names": [add(label) if label else 0 for label in self.bilou.labels],
        }
        self.keys = {k: np.asarray(v, dtype=np.uint64) for k, v in lists.items()}
        row = [add("dep"), add("SPACE"), add("_SP"), morphology.add(""), add(" "), IOB_OUTSIDE]
        self.space_row = np.asarray(row, dtype=np.uint64)

    def to_disk(self, path: str | Path, *, exclude: Iterable[str] = ()) -> None:
        """Copy the weights to a folder."""
        del exclude
        target = Path(path)
        if self.folder is None or target.resolve() == self.folder.resolve():
            return
        target.mkdir(parents=True, exist_ok=True)
        for name in FILES:
            shutil.copyfile(self.folder / name, target / name)


def _blank_before(token: Token) -> bool:
    before = token.doc[token.i - 1]
    return bool(before.whitespace_ or before.is_space)


def _paragraph_between(doc: Doc, before: int, after: int) -> bool:
    return any(doc[i].text.count("\n") > 1 for i in range(before + 1, after))


@Language.factory(
    "dateline_model",
    default_config={"threads": 1},
    assigns=[
        "token.pos", "token.tag", "token.morph", "token.lemma", "token.head", "token.dep",
        "token.is_sent_start", "doc.ents", "doc.sents",
    ],
)  # fmt: skip
def make_model(nlp: Language, name: str, threads: int) -> DatelineModel:
    """The factory; ``threads`` is how many a window's arithmetic may use."""
    return DatelineModel(nlp.vocab, name, threads)
