"""The spaCy component: words in, all annotations out, by onnxruntime.

Factory ``dateline_model``. Its folder holds ``model.onnx`` (encoder and heads, int8),
``label.npz`` (the label head's last layer, applied at the chosen heads only), ``labels.json``,
``lemmas.json`` and ``tokenizer.json``.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import onnxruntime
from spacy.attrs import DEP, ENT_IOB, ENT_TYPE, HEAD, LEMMA, MORPH, POS, TAG
from spacy.language import Language
from spacy.tokens import Doc
from spacy.vocab import Vocab

from en_dateline.decode import Bilou, best_trees
from en_dateline.lemmas import Lemmatizer
from en_dateline.reading import MEMORY, Ints, Reader, Reading
from en_dateline.windows import next_window, settled

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
        reading = self.reader.read(doc)
        if len(reading.where):
            self._write(doc, reading, *self._run(reading))
        else:
            doc.ents = ()
        return doc

    def pipe(self, stream: Iterable[Doc], *, batch_size: int = 1) -> Iterator[Doc]:
        """Annotate documents one by one; ``batch_size`` changes nothing (see ``windows``)."""
        del batch_size
        for doc in stream:
            yield self(doc)

    def _run(self, reading: Reading) -> tuple[Ints, ...]:
        """Heads (number of the word, self for roots), labels, classes and name tags."""
        breaks, sizes = reading.breaks.tolist(), np.diff(reading.offsets).tolist()
        total = len(breaks)
        out = np.zeros((7, total), np.int64)
        start = 0
        while start < total:
            end = next_window(sizes, breaks, start)
            results = self.session.run(self.outputs, reading.window(start, end))
            scores = {k: v[0] for k, v in zip(self.outputs, results, strict=True)}
            opens = (scores["starts"] > 0) | reading.breaks[start:end] | reading.quoted[start:end]
            opens[0] = True
            stop = settled((np.flatnonzero(opens) + start).tolist(), end, total, breaks)
            out[:, start:stop] = self._decode(scores, opens, stop - start)
            roots = out[0, start:stop] == 0
            out[0, start:stop] += start - 1
            out[0, start:stop][roots] = np.flatnonzero(roots) + start
            start = stop
        return tuple(out)

    def _decode(self, scores: dict[str, Any], opens: npt.NDArray[np.bool_], n: int) -> Ints:
        """The layers of a window's first ``n`` words; heads count from 1, 0 is the root."""
        sentence = np.cumsum(opens[:n]) - 1
        heads = best_trees(scores["arcs"][:n, : n + 1], sentence)
        hidden = scores["dependents"][:n] + scores["heads"][heads]
        labels = np.maximum(hidden, 0, out=hidden) @ self.label_weight + self.label_bias
        # Only roots may bear the root's label, and they must.
        labels[:, self.root_label] = np.where(heads == 0, 1e9, -1e9)
        classes = [scores[key][:n] for key in ("pos", "tags", "feats", "lemmas")]
        names = self.bilou.best_all(scores["names"][:n], sentence)
        return np.stack([heads, labels.argmax(1), *classes, names])

    def _write(self, doc: Doc, reading: Reading, heads: Ints, *layers: Ints) -> None:
        """One bulk call; white space hangs on the word before it (after it, at the start)."""
        n, where = len(doc), reading.where
        values = np.zeros((n, 8), dtype=np.uint64)
        deps, pos, tags, feats, scripts, names = layers
        relative = np.zeros(n, dtype=np.int64)
        relative[where] = where[heads] - where
        spaces = np.setdiff1d(np.arange(n), where, assume_unique=True)
        if len(spaces):
            anchor = np.maximum(np.searchsorted(where, spaces) - 1, 0)
            relative[spaces] = where[anchor] - spaces
            values[spaces, 1:7] = self.space_row
            values[spaces, 6] = IOB_OUTSIDE
        values[:, 0] = relative.view(np.uint64)
        values[where, 1] = self.keys["deps"][deps]
        values[where, 2] = self.keys["pos"][pos]
        values[where, 3] = self.keys["tags"][tags]
        values[where, 4] = self.keys["feats"][feats]
        known, classes = self._lemmas, (pos.tolist(), tags.tolist(), scripts.tolist())
        values[where, 5] = [
            known.get(key) or self._lemma(form.text, key)
            for form, key in zip(
                reading.forms, zip(reading.keys, *classes, strict=True), strict=True
            )
        ]
        begins = self.bilou.begins[names]
        iob = np.where(begins, IOB_BEGIN, np.where(names == 0, IOB_OUTSIDE, IOB_INSIDE))
        values[where, 6] = iob
        values[where, 7] = self.keys["names"][names]
        for i in spaces:  # white space inside a name belongs to it
            if 0 < i < n - 1 and values[i + 1, 6] == IOB_INSIDE:
                values[i, 6:8] = IOB_INSIDE, values[i + 1, 7]
        doc.from_array([HEAD, DEP, POS, TAG, MORPH, LEMMA, ENT_IOB, ENT_TYPE], values)  # type: ignore[arg-type]

    def _lemma(self, form: str, key: tuple[int, int, int, int]) -> int:
        """The string store's key of a lemma, by the form's key and the classes of the word."""
        _, pos, tag, script = key
        kinds = self.labels
        text = self.lemmatizer.lemma(
            form, kinds["pos"][pos], kinds["lemmas"][script], kinds["tags"][tag]
        )
        found = self.vocab.strings.add(text)
        if len(self._lemmas) < MEMORY:
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
        self.reader = Reader(folder / "tokenizer.json")
        table: dict[str, str] = json.loads((folder / "lemmas.json").read_text())
        self.lemmatizer = Lemmatizer(table, self.reader.pieces.vocabulary())
        self.bilou = Bilou(self.labels["names"])
        self.root_label = self.labels["deps"].index("root")
        self._lemmas: dict[tuple[int, int, int, int], int] = {}
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
