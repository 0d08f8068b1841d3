"""Cut the encoder's attention heads and inner units that matter least, in the midst of training.

What a head or a unit matters is how much the loss would change without it, to the first order:
the mean over pieces of \\|activation times gradient\\| (Michel, Levy and Neubig 2019, "Are
Sixteen Heads Really Better than One?"). A third of both goes; the rest of the training mends what
that broke. It costs less accuracy than cutting a third of the layers, for the same speed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable

import torch
from torch import Tensor, nn

from model.network import HEAD_WIDTH, NARROW_HEADS, NARROW_INNER, Layer, Network, Sizes


def importance(network: Network, losses: Iterable[Callable[[], Tensor]]) -> list[list[Tensor]]:
    """For each layer: the importance of its attention heads, and of its inner units.

    ``losses`` run the network over one batch each and return its loss.
    """
    seen: dict[nn.Module, Tensor] = {}
    total: dict[nn.Module, Tensor] = {}

    def keep(module: nn.Module, inputs: tuple[Tensor, ...]) -> None:
        inputs[0].retain_grad()
        seen[module] = inputs[0]

    blocks = [(layer.out, layer.outer) for layer in _layers(network)]
    hooks = [m.register_forward_pre_hook(keep) for pair in blocks for m in pair]
    for loss in losses:
        loss().backward()
        for module, x in seen.items():
            assert x.grad is not None
            effect = (x * x.grad).detach().float()
            if any(module is out for out, _ in blocks):
                effect = effect.unflatten(-1, (-1, HEAD_WIDTH)).sum(-1)
            total[module] = total.get(module, torch.zeros(1)) + effect.abs().sum((0, 1))
        network.zero_grad(set_to_none=True)
    for hook in hooks:
        hook.remove()
    return [[total[out], total[outer]] for out, outer in blocks]


def narrowed(network: Network, sizes: Sizes, found: list[list[Tensor]]) -> Network:
    """A copy with the most important heads and units of each layer only."""
    copy = Network(sizes, narrow=True)
    state = network.state_dict()
    for i, (heads, units) in enumerate(found):
        first = heads.topk(NARROW_HEADS).indices.sort().values
        rows = (first.unsqueeze(1) * HEAD_WIDTH + torch.arange(HEAD_WIDTH)).flatten()
        kept = units.topk(NARROW_INNER).indices.sort().values
        for name, index in (("query", rows), ("key", rows), ("value", rows), ("inner", kept)):
            for part in ("weight", "bias"):
                key = f"encoder.layers.{i}.{name}.{part}"
                state[key] = state[key][index]
        for name, index in (("out", rows), ("outer", kept)):
            key = f"encoder.layers.{i}.{name}.weight"
            state[key] = state[key][:, index]
    copy.load_state_dict(state)
    return copy


def _layers(network: Network) -> list[Layer]:
    return [layer for layer in network.encoder.layers if isinstance(layer, Layer)]
