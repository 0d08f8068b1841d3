"""The network: a small BERT encoder that also sees letter case, and one head a task.

Shapes: B windows, P pieces, W words. All heads read words: the mean of a word's first and
last piece, beside a vector of its shape.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F  # noqa: N812
from en_dateline.features import BREAK
from safetensors.torch import load_file
from torch import Tensor, nn

HIDDEN, LAYERS, POSITIONS, VOCABULARY = 384, 6, 512, 30522
HEAD_WIDTH = 32
HEADS, INNER = 12, 1536  # as pretrained
NARROW_HEADS, NARROW_INNER = 8, 1024  # as shipped: what matters least is cut, see model.narrow
SHAPE_WIDTH, ARC_WIDTH, LABEL_WIDTH, NAME_WIDTH = 32, 256, 192, 256
DROPOUT = 0.15


class Layer(nn.Module):
    """One transformer layer of BERT (Devlin et al. 2019), normalised after each block."""

    def __init__(self, heads: int = HEADS, inner: int = INNER) -> None:
        super().__init__()
        self.attention = heads * HEAD_WIDTH
        self.query, self.key, self.value = (nn.Linear(HIDDEN, self.attention) for _ in range(3))
        self.out = nn.Linear(self.attention, HIDDEN)
        self.inner, self.outer = nn.Linear(HIDDEN, inner), nn.Linear(inner, HIDDEN)
        self.norm1 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.norm2 = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.drop = nn.Dropout(0.1)

    def forward(self, x: Tensor, mask: Tensor | None) -> Tensor:
        b, p, _ = x.shape

        def split(y: Tensor) -> Tensor:
            return y.view(b, p, -1, HEAD_WIDTH).transpose(1, 2)

        q, k, v = split(self.query(x)), split(self.key(x)), split(self.value(x))
        a = F.scaled_dot_product_attention(q, k, v, attn_mask=mask)
        a = self.out(a.transpose(1, 2).reshape(b, p, self.attention))
        x = self.norm1(x + self.drop(a))
        return self.norm2(x + self.drop(self.outer(F.gelu(self.inner(x)))))


class Encoder(nn.Module):
    """BERT's encoder; the shape of each piece's word is added to its embedding."""

    def __init__(self, heads: int = HEADS, inner: int = INNER) -> None:
        super().__init__()
        self.words = nn.Embedding(VOCABULARY, HIDDEN)
        self.positions = nn.Embedding(POSITIONS, HIDDEN)
        self.types = nn.Parameter(torch.zeros(HIDDEN))
        self.shapes = nn.Embedding(2 * BREAK + 1, HIDDEN)  # the last is for [CLS] and [SEP]
        nn.init.zeros_(self.shapes.weight)  # training starts from what was pretrained
        self.norm = nn.LayerNorm(HIDDEN, eps=1e-12)
        self.layers = nn.ModuleList(Layer(heads, inner) for _ in range(LAYERS))
        self.drop = nn.Dropout(0.1)
        # Words of the training sets are a small part of the vocabulary: moving only those
        # would part them from their neighbours.
        self.words.weight.requires_grad_(False)

    def forward(self, ids: Tensor, shapes: Tensor, mask: Tensor | None = None) -> Tensor:
        positions = torch.arange(ids.shape[1], device=ids.device)
        x = self.words(ids) + self.positions(positions) + self.types + self.shapes(shapes)
        x = self.drop(self.norm(x))
        for layer in self.layers:
            x = layer(x, mask)
        return x

    def load_pretrained(self, path: Path) -> None:
        """Take the weights of a BERT checkpoint (Hugging Face's names, safetensors)."""
        old = load_file(str(path))
        new: dict[str, Tensor] = {
            "words.weight": old["embeddings.word_embeddings.weight"],
            "positions.weight": old["embeddings.position_embeddings.weight"],
            "types": old["embeddings.token_type_embeddings.weight"][0],
            "norm.weight": old["embeddings.LayerNorm.weight"],
            "norm.bias": old["embeddings.LayerNorm.bias"],
            "shapes.weight": self.shapes.weight.data,
        }
        names = {
            "query": "attention.self.query",
            "key": "attention.self.key",
            "value": "attention.self.value",
            "out": "attention.output.dense",
            "norm1": "attention.output.LayerNorm",
            "inner": "intermediate.dense",
            "outer": "output.dense",
            "norm2": "output.LayerNorm",
        }
        for i in range(LAYERS):
            for ours, theirs in names.items():
                for part in ("weight", "bias"):
                    new[f"layers.{i}.{ours}.{part}"] = old[f"encoder.layer.{i}.{theirs}.{part}"]
        self.load_state_dict(new)


@dataclass
class Sizes:
    """How many classes each head has."""

    deps: int
    pos: int
    tags: int
    feats: int
    lemmas: int
    names: int


class Heads(nn.Module):
    """All tasks over word vectors (B, W, HIDDEN + SHAPE_WIDTH)."""

    def __init__(self, sizes: Sizes) -> None:
        super().__init__()
        width = HIDDEN + SHAPE_WIDTH
        self.shapes = nn.Embedding(2 * BREAK, SHAPE_WIDTH)
        self.drop = nn.Dropout(DROPOUT)
        self.dependent, self.head = nn.Linear(width, ARC_WIDTH), nn.Linear(width, ARC_WIDTH)
        self.arc = nn.Linear(ARC_WIDTH, ARC_WIDTH)
        self.arc_bias = nn.Linear(ARC_WIDTH, 1)
        self.root = nn.Parameter(torch.zeros(width))
        self.label_dependent = nn.Linear(width, LABEL_WIDTH)
        self.label_head = nn.Linear(width, LABEL_WIDTH)
        self.label = nn.Linear(LABEL_WIDTH, sizes.deps)
        self.plain = nn.Linear(width, 1 + sizes.pos + sizes.tags + sizes.feats + sizes.lemmas)
        self.name_inner = nn.Linear(width, NAME_WIDTH)
        self.names = nn.Linear(NAME_WIDTH, sizes.names)
        self.splits = [1, sizes.pos, sizes.tags, sizes.feats, sizes.lemmas]

    def words(self, pieces: Tensor, first: Tensor, last: Tensor, shapes: Tensor) -> Tensor:
        """Word vectors from piece vectors; ``first`` and ``last`` index pieces (B, W)."""
        index = first.unsqueeze(-1).expand(-1, -1, pieces.shape[-1])
        other = last.unsqueeze(-1).expand(-1, -1, pieces.shape[-1])
        mean = (pieces.gather(1, index) + pieces.gather(1, other)) / 2
        return self.drop(torch.cat([mean, self.shapes(shapes)], -1))

    def syntax(self, x: Tensor) -> tuple[Tensor, ...]:
        """Arc scores (B, W, 1 + W; column 0 is the root), label parts, and plain classes.

        Label parts: (B, W, LABEL_WIDTH) of the dependents, (B, 1 + W, LABEL_WIDTH) of the
        heads; ``label_scores`` joins them at the chosen heads only.
        """
        with_root = torch.cat([self.root.expand(x.shape[0], 1, -1), x], 1)
        dependent = self.drop(F.gelu(self.dependent(x)))
        head = self.drop(F.gelu(self.head(with_root)))
        arcs = self.arc(dependent) @ head.transpose(1, 2) / ARC_WIDTH**0.5
        arcs = arcs + self.arc_bias(head).transpose(1, 2)
        return arcs, self.label_dependent(x), self.label_head(with_root), self.plain(x)

    def label_scores(self, dependents: Tensor, heads: Tensor) -> Tensor:
        """Scores of the labels, given each dependent's part and its head's."""
        return self.label(self.drop(F.relu(dependents + heads)))

    def name_scores(self, x: Tensor) -> Tensor:
        """Scores of the BILOU tags (B, W, tags)."""
        return self.names(self.drop(F.gelu(self.name_inner(x))))


class Network(nn.Module):
    """Encoder and heads."""

    def __init__(self, sizes: Sizes, narrow: bool = False) -> None:
        super().__init__()
        width = (NARROW_HEADS, NARROW_INNER) if narrow else (HEADS, INNER)
        self.encoder, self.heads = Encoder(*width), Heads(sizes)

    def word_vectors(
        self, ids: Tensor, piece_shapes: Tensor, first: Tensor, last: Tensor, shapes: Tensor,
        mask: Tensor | None = None,
    ) -> Tensor:  # fmt: skip
        return self.heads.words(self.encoder(ids, piece_shapes, mask), first, last, shapes)
