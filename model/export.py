"""Recipe, step 3: from the last checkpoint to the pipeline that is shipped.

    python -m model.export [--work model/work] [--out model/src/en_dateline/data]

Encoder and heads go to one ONNX graph, its weights to int8 (dynamic, per channel). Classes are
chosen inside the graph; arcs, the two halves of the label scores, and the tags of names leave
it as scores, since their decoding looks at more than one word.
"""

from __future__ import annotations

import argparse
import copy
import json
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F  # noqa: N812
from en_dateline.component import DatelineModel
from onnx import TensorProto
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import Tensor, nn

from model import tokens
from model.network import HEAD_WIDTH, HIDDEN, Layer, Network, Sizes
from model.train import PRETRAINED

INPUTS = ("ids", "piece_shapes", "first", "last", "shapes")
OUTPUTS = ("arcs", "dependents", "heads", "starts", "pos", "tags", "feats", "lemmas", "names")


class Attention(torch.autograd.Function):
    """In the exported graph, onnxruntime's own attention over heads side by side."""

    @staticmethod
    def forward(ctx: Any, query: Tensor, key: Tensor, value: Tensor, heads: int) -> Tensor:
        del ctx, key, value, heads
        return query  # its shape is all that tracing needs

    @staticmethod
    def symbolic(g: Any, query: Any, key: Any, value: Any, heads: int) -> Any:
        out = g.op("com.microsoft::MultiHeadAttention", query, key, value, num_heads_i=heads)
        return out.setType(query.type())


class FusedLayer(nn.Module):
    """A layer as it runs: one product makes queries, keys and values."""

    def __init__(self, layer: Layer) -> None:
        super().__init__()
        self.layer = layer
        parts = (layer.query, layer.key, layer.value)
        self.joint = nn.Linear(HIDDEN, 3 * layer.attention)
        with torch.no_grad():
            self.joint.weight.copy_(torch.cat([p.weight for p in parts]))
            self.joint.bias.copy_(torch.cat([p.bias for p in parts]))

    def forward(self, x: Tensor, mask: None = None) -> Tensor:
        del mask  # a window runs alone
        layer = self.layer
        query, key, value = self.joint(x).split(layer.attention, -1)
        heads = layer.attention // HEAD_WIDTH
        x = layer.norm1(x + layer.out(Attention.apply(query, key, value, heads)))
        return layer.norm2(x + layer.outer(F.gelu(layer.inner(x))))


class ByRow(nn.Module):
    """An embedding in int8 with a scale a row; one scale for all would be that of the longest."""

    def __init__(self, embedding: nn.Embedding) -> None:
        super().__init__()
        weight = embedding.weight.detach()
        scale = weight.abs().amax(1, keepdim=True).clamp(min=1e-8) / 127
        self.register_buffer("codes", (weight / scale).round().to(torch.int8))
        self.register_buffer("scale", scale)

    def forward(self, ids: Tensor) -> Tensor:
        rows: Tensor = self.codes[ids].float() * self.scale[ids]
        return rows


class Graph(nn.Module):
    """The network as it runs: no masks, no dropout, classes chosen."""

    def __init__(self, network: Network) -> None:
        super().__init__()
        self.network = copy.deepcopy(network)
        self.network.encoder.words = ByRow(network.encoder.words)
        layers = self.network.encoder.layers
        self.network.encoder.layers = nn.ModuleList(
            FusedLayer(layer) for layer in layers if isinstance(layer, Layer)
        )

    def forward(self, *inputs: Tensor) -> tuple[Tensor, ...]:
        ids, piece_shapes, first, last, shapes = inputs
        x = self.network.word_vectors(ids, piece_shapes, first, last, shapes)
        heads = self.network.heads
        arcs, dependent, head, plain = heads.syntax(x)
        starts, *classes = plain.split(heads.splits, -1)
        chosen = [scores.argmax(-1) for scores in classes]
        return arcs, dependent, head, starts.squeeze(-1), *chosen, heads.name_scores(x)


def to_onnx(network: Network, path: Path) -> None:
    """Write the graph at full precision."""
    words = torch.arange(5)[None] + 1
    inputs = (torch.arange(7)[None] + 1000, torch.ones(1, 7, dtype=torch.long), words, words, words)
    dynamic = {name: {1: "pieces" if name in INPUTS[:2] else "words"} for name in INPUTS}
    torch.onnx.export(
        Graph(network).eval(), inputs, str(path), input_names=list(INPUTS),
        output_names=list(OUTPUTS), dynamic_axes=dynamic, opset_version=17, dynamo=False,
    )  # fmt: skip


def main() -> None:
    """Export, quantise, and save as a spaCy pipeline."""
    arguments = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    arguments.add_argument("--work", type=Path, default=Path("model/work"))
    arguments.add_argument("--out", type=Path, default=Path("model/src/en_dateline/data"))
    arguments.add_argument("--version", default="0.1.0")
    options = arguments.parse_args()
    work: Path = options.work
    labels = json.loads((work / "labels.json").read_text())
    saved = torch.load(work / "checkpoint.pt", weights_only=True)
    network = Network(Sizes(**{k: len(v) for k, v in labels.items()}), narrow=saved["narrow"])
    layers = 1 + max(int(k.split(".")[2]) for k in saved["network"] if "encoder.layers" in k)
    network.encoder.layers = network.encoder.layers[:layers]
    network.load_state_dict(saved["network"])
    build = work / "build"
    build.mkdir(exist_ok=True)
    to_onnx(network, work / "full.onnx")
    quantize_dynamic(
        work / "full.onnx", build / "model.onnx", per_channel=True, weight_type=QuantType.QInt8,
        op_types_to_quantize=["MatMul"],  # the large embedding is in int8 already
        extra_options={"DefaultTensorType": TensorProto.FLOAT},  # attention is not typed by ONNX
    )  # fmt: skip
    label = network.heads.label
    np.savez(
        build / "label.npz",
        weight=np.ascontiguousarray(label.weight.detach().numpy().T),
        bias=label.bias.detach().numpy(),
    )
    for name in ("labels.json", "lemmas.json"):
        shutil.copyfile(work / name, build / name)
    shutil.copyfile(PRETRAINED / "tokenizer.json", build / "tokenizer.json")
    nlp = tokens.blank()
    nlp.meta.update(
        name="dateline", version=options.version, license="CC BY-SA 4.0",
        description="Tags, morphology, lemmas, syntax and names of English news, for Dateline",
    )  # fmt: skip
    component = nlp.add_pipe("dateline_model")
    assert isinstance(component, DatelineModel)
    component.from_disk(build)
    if options.out.exists():
        shutil.rmtree(options.out)
    nlp.to_disk(options.out)
    size = sum(p.stat().st_size for p in options.out.rglob("*") if p.is_file())
    print(f"{options.out}: {size / 1e6:.1f} MB after {saved['done']} steps")


if __name__ == "__main__":
    main()
