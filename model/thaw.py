"""Read the shipped pipeline back into a checkpoint, to train it further without starting anew.

    python -m model.thaw [--data model/src/en_dateline/data/dateline_model] [--work model/work]

The int8 weights are scaled back to full precision; the embeddings of word pieces, which training
leaves as they were, are taken from the pretrained encoder. ``model.train`` goes on from there
with its last stage, or with that of ``--stage``. What int8 rounded away is small beside what a
stage moves.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import numpy as np
import onnx
import torch
from onnx import numpy_helper
from safetensors.torch import load_file
from torch import Tensor

from model.network import LAYERS, Network, Sizes
from model.train import PRETRAINED, STAGES

PREFIX = "network."


def weights(path: Path) -> dict[str, Tensor]:
    """The state of the narrow network in a shipped graph, under the network's own names.

    The exporter numbers the matrices of products anew; their names come from the biases that
    are added to them.
    """
    graph = onnx.load(str(path)).graph
    stored = {i.name: numpy_helper.to_array(i) for i in graph.initializer}

    def full(name: str) -> Tensor:
        base = name.removesuffix("_quantized")
        zero = stored[base + "_zero_point"].astype(np.float32)
        value = (stored[name].astype(np.float32) - zero) * stored[base + "_scale"]
        return torch.from_numpy(np.ascontiguousarray(value, dtype=np.float32))

    takers = {i: n for n in graph.node for i in n.input}
    found: dict[str, Tensor] = {}
    for name in stored:
        if name.endswith(("_scale", "_zero_point")):
            continue
        if not name.endswith("_quantized"):
            found[name.removeprefix(PREFIX)] = torch.from_numpy(stored[name].copy())
        elif name.startswith(PREFIX):
            found[name.removeprefix(PREFIX).removesuffix("_quantized")] = full(name)
        else:
            node = takers[name]
            while node.op_type != "Add":  # integer product, casts, scales
                node = takers[node.output[0]]
            bias = next(i for i in node.input if i.endswith(".bias"))
            found[bias.removeprefix(PREFIX).removesuffix("bias") + "weight"] = full(name).T
    return _apart({k.replace(".layer.", "."): v for k, v in found.items()})


def _apart(found: dict[str, Tensor]) -> dict[str, Tensor]:
    """Queries, keys and values, which one product makes in the shipped graph, each by itself."""
    for i in range(LAYERS):
        for part in ("weight", "bias"):
            pieces = found.pop(f"encoder.layers.{i}.joint.{part}").chunk(3)
            for name, piece in zip(("query", "key", "value"), pieces, strict=True):
                found[f"encoder.layers.{i}.{name}.{part}"] = piece.contiguous()
    return found


def main() -> None:
    """Write ``<work>/checkpoint.pt``, at the start of a stage."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    data = Path("model/src/en_dateline/data/dateline_model")
    arguments.add_argument("--data", type=Path, default=data)
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--stage", type=int, default=len(STAGES) - 1, help="counted from 0")
    options = arguments.parse_args()
    labels = json.loads((options.data / "labels.json").read_text())
    if labels != json.loads((options.work / "labels.json").read_text()):
        raise SystemExit("the shipped labels are others than those of the converted data")
    found = weights(options.data / "model.onnx")
    for part in ("codes", "scale"):
        del found[f"encoder.words.{part}"]
    found["encoder.words.weight"] = load_file(str(PRETRAINED / "model.safetensors"))[
        "embeddings.word_embeddings.weight"
    ]
    with np.load(options.data / "label.npz") as label:
        found["heads.label.weight"] = torch.from_numpy(label["weight"].T.copy())
        found["heads.label.bias"] = torch.from_numpy(label["bias"].copy())
    network = Network(Sizes(**{k: len(v) for k, v in labels.items()}), narrow=True)
    network.load_state_dict(found)
    state = {
        "network": network.state_dict(),
        "optimizer": {},
        "narrow": True,
        "stage": options.stage,
        "done": 0,
        "spent": 0.0,
    }
    torch.save(state, options.work / "checkpoint.pt")


if __name__ == "__main__":
    main()
