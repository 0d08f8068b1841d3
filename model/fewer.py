"""What fewer layers would cost: drop some from the trained encoder, and mend with some training.

    python -m model.fewer --keep 0,1,3,5 [--work model/work] [--batches 300]

Writes ``<work>/layers-<n>/checkpoint.pt``, for ``model.export --work``: a point on the curve of
speed against accuracy (``model/README.md``), not a model to ship.
"""

from __future__ import annotations

import argparse
import pickle
import shutil
from dataclasses import replace
from pathlib import Path

import torch
from en_dateline.features import Pieces
from torch import nn

from model.batches import schedule
from model.train import PRETRAINED, SEED, STAGES, Trainer


def main() -> None:
    """Drop layers, train, save."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--keep", default="0,1,3,5", help="numbers of the layers kept")
    arguments.add_argument("--batches", type=int, default=300)
    arguments.add_argument("--threads", type=int, default=2)
    options = arguments.parse_args()
    kept = [int(number) for number in options.keep.split(",")]
    target: Path = options.work / f"layers-{len(kept)}"
    target.mkdir(exist_ok=True)
    for name in ("checkpoint.pt", "labels.json", "lemmas.json"):
        shutil.copyfile(options.work / name, target / name)
    torch.manual_seed(SEED)
    torch.set_num_threads(options.threads)
    with (options.work / "examples.pkl").open("rb") as handle:
        data = pickle.load(handle)  # our own file, written by convert
    trainer = Trainer(target, data, Pieces(PRETRAINED / "tokenizer.json"))
    network = trainer.network
    network.encoder.layers = nn.ModuleList(network.encoder.layers[i] for i in kept)
    trainer.take(network, trainer.narrow)
    stage = replace(STAGES[-1], narrow_at=None)
    batches = schedule(data, trainer.pieces, stage, SEED + 7)[: options.batches]
    network.train()
    for trainer.done, (task, windows) in enumerate(batches, start=1):
        trainer.step(stage, trainer.done / (len(batches) + 1), task, windows)
        if trainer.done % 50 == 0:
            print(trainer.done, {k: round(v, 3) for k, v in trainer.losses.items()}, flush=True)
    trainer.save()


if __name__ == "__main__":
    main()
