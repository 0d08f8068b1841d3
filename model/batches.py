"""Training examples as batches: windows of words, perturbed, padded, in a fixed order."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from en_dateline.features import BREAK, SHAPES, Pieces, shape_of
from torch import Tensor

from model.convert import MASK, Names, Sentence
from model.swapping import Swap

BATCH_PIECES = 2560
ROOMS = (1, 60, 100, 140, 140)  # words of a window; most hold several sentences, as texts do


@dataclass(frozen=True)
class Stage:
    """Passes over the treebanks and over each set of names, and the highest rates.

    ``narrow_at``: how far the stage is, from 0 to 1, when the encoder is narrowed. ``swapped``:
    the share of windows whose names are exchanged (``model.swapping``).
    """

    syntax_epochs: float
    name_epochs: dict[str, float]
    encoder_rate: float
    heads_rate: float
    warmup: float
    narrow_at: float | None = None
    swapped: float = 0.0


@dataclass
class Window:
    """Words with the layers a loss reads; ``breaks`` are known paragraph starts."""

    words: list[str]
    shapes: list[int]
    layers: dict[str, list[int]]
    silent: tuple[str, ...] = ()


def perturb(shapes: list[int], words: list[str], rng: random.Random) -> list[int]:
    """Mostly nothing; now and then a window in title case, in capitals, or in lower case."""
    dice = rng.random()
    if dice > 0.09:
        return shapes
    name = "title" if dice < 0.05 else "upper" if dice < 0.07 else "lower"
    to = SHAPES.index(name)
    return [to if w.isalpha() and (name != "title" or len(w) > 3) else s
            for s, w in zip(shapes, words, strict=True)]  # fmt: skip


def syntax_windows(
    documents: dict[str, list[Sentence]], rng: random.Random, augment: bool = True
) -> list[Window]:
    """Cut documents into windows of whole sentences, of lengths that vary by epoch."""
    windows = []
    for sentences in documents.values():
        i = 0
        while i < len(sentences):
            room, part = rng.choice(ROOMS), [sentences[i]]
            while i + len(part) < len(sentences) and (
                sum(len(s.words) for s in part) + len(sentences[i + len(part)].words) <= room
            ):
                part.append(sentences[i + len(part)])
            i += len(part)
            window = Window([], [], {k: [] for k in ("heads", "starts", "sentence")})
            window.layers |= {k: [] for k in ("deps", "pos", "tags", "feats", "lemmas")}
            for number, s in enumerate(part):
                offset = len(window.words)
                shapes = [shape_of(w) for w in s.words]
                shapes = perturb(shapes, s.words, rng) if augment else shapes
                if rng.random() < (0.85 if number == 0 else 0.15):
                    shapes = [shapes[0] + BREAK, *shapes[1:]]
                window.words += s.words
                window.shapes += shapes
                window.layers["heads"] += [0 if h < 0 else h + offset + 1 for h in s.heads]
                window.layers["starts"] += [1] + [0] * (len(s.words) - 1)
                window.layers["sentence"] += [number] * len(s.words)
                for key in ("deps", "pos", "tags", "feats", "lemmas"):
                    window.layers[key] += getattr(s, key)
            if len(window.words) <= 250:
                windows.append(window)
    return windows


def name_windows(
    rows: list[Names], rng: random.Random, augment: bool = True, swap: Swap | None = None
) -> list[Window]:
    """Windows of a set of names, some of them cut short so that lengths vary."""
    windows = []
    for row in rows:
        row = swap(row, rng) if swap else row
        size = len(row.words) if not augment or rng.random() < 0.6 else rng.randint(20, 80)
        for i in range(0, len(row.words), max(1, size)):
            words, tags = row.words[i : i + size], row.tags[i : i + size]
            shapes = [shape_of(w) for w in words]
            shapes = perturb(shapes, words, rng) if augment else shapes
            shapes[0] += BREAK
            windows.append(Window(words, shapes, {"names": tags}, row.silent))
    return windows


def collate(windows: list[Window], pieces: Pieces) -> dict[str, Tensor]:
    """Pad windows to one batch; layers get ``MASK`` where there is no word."""
    encoded = [pieces.encode(w.words) for w in windows]
    b, p = len(windows), max(len(e[0]) for e in encoded)
    n = max(len(w.words) for w in windows)
    out = {k: np.zeros((b, p), np.int64) for k in ("ids", "piece_shapes")}
    out |= {k: np.zeros((b, n), np.int64) for k in ("first", "last", "shapes")}
    out |= {k: np.full((b, n), MASK, np.int64) for k in windows[0].layers}
    mask, out["piece_shapes"][:] = np.zeros((b, p), bool), 2 * BREAK
    for i, (window, (ids, first, last)) in enumerate(zip(windows, encoded, strict=True)):
        out["ids"][i, : len(ids)], mask[i, : len(ids)] = ids, True
        w = len(window.words)
        out["first"][i, :w], out["last"][i, :w], out["shapes"][i, :w] = first, last, window.shapes
        out["piece_shapes"][i, 1 : len(ids) - 1] = np.repeat(window.shapes, last - first + 1)
        for key, layer in window.layers.items():
            out[key][i, :w] = layer
    batch = {k: torch.from_numpy(v) for k, v in out.items()}
    batch["mask"] = torch.from_numpy(mask)[:, None, None, :]
    return batch


def schedule(
    data: dict[str, Any], pieces: Pieces, stage: Stage, seed: int
) -> list[tuple[str, list[Window]]]:
    """A whole stage as a list of batches, the same for the same seed."""
    rng = random.Random(seed)
    swap = Swap(data["names"], stage.swapped) if stage.swapped else None
    pools: dict[str, list[Window]] = {"syntax": [], "names": []}

    def repeat(rows: list[Any], epochs: float) -> list[Any]:
        rows = list(rows)
        rng.shuffle(rows)
        return rows[: round(len(rows) * epochs)]

    for epoch in range(int(np.ceil(stage.syntax_epochs))):
        share = min(1.0, stage.syntax_epochs - epoch)
        pools["syntax"] += repeat(syntax_windows(data["train"], rng), share)
    for name, epochs in stage.name_epochs.items():
        for epoch in range(int(np.ceil(epochs))):
            rows = repeat(data["names"].get(name, []), min(1.0, epochs - epoch))
            pools["names"] += name_windows(rows, rng, swap=swap)
    batches: list[tuple[str, list[Window]]] = []
    for task, windows in pools.items():
        rng.shuffle(windows)
        for i in range(0, len(windows), 400):  # like lengths together, within reach
            part = sorted(windows[i : i + 400], key=lambda w: len(w.words))
            batch: list[Window] = []
            for window in part:
                longest = sum(len(pieces.of(w)) for w in window.words) + 2
                if batch and longest * (len(batch) + 1) > BATCH_PIECES:
                    batches.append((task, batch))
                    batch = []
                batch.append(window)
            batches.append((task, batch))
    rng.shuffle(batches)
    return batches
