"""The one door to the language side: a name from the settings -> something that annotates."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

from spacy.tokens import Doc

from pipelines.errors import ModelError

Text = tuple[str, int, datetime]  # text, where its title ends, when it was published (UTC)


class Annotate(Protocol):
    """Texts in, one ``Doc`` each with all layers of ``transforms.types``, in the same order."""

    def __call__(self, texts: Iterable[Text], /) -> Iterator[Doc]:
        """Annotate; may raise for a text it cannot take."""


@lru_cache(maxsize=2)
def load(model: str, seeds: Path | None) -> Annotate:
    """The analyser for a model of the settings; loading takes seconds, so once a process.

    ``package.module:function`` is called with ``seeds`` and must return an ``Annotate``.
    Raises ModelError.
    """
    hint = "`dateline doctor` says which models there are; choose one with --model."
    try:
        if ":" in model:
            module, name = model.split(":", 1)
            own: Annotate = getattr(import_module(module), name)(seeds)
            return own
        pipeline = import_module("transforms.pipeline")
        return partial(pipeline.annotate, pipeline.build(model, seeds))
    except (ImportError, AttributeError, OSError, ValueError) as error:
        what = f"model {model!r}: cannot be loaded: {type(error).__name__}: {error}"
        raise ModelError(what, hint) from error
