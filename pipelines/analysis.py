"""The one door to the language side: a name from the settings -> something that annotates."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache, partial
from importlib import import_module
from pathlib import Path
from typing import Protocol

from spacy.language import Language
from spacy.tokens import Doc

from pipelines.errors import DatelineError, ModelError, SettingsError
from transforms.seeds import SeedError

Text = tuple[str, int, datetime]  # text, where its title ends, when it was published (UTC)


class Annotate(Protocol):
    """Texts in, one ``Doc`` each with all layers of ``transforms.types``, in the same order."""

    def __call__(self, texts: Iterable[Text], /) -> Iterator[Doc]:
        """Annotate; may raise for a text it cannot take."""


class Code(Protocol):
    """A parse that was kept (``transforms.parses``) in, a ``Doc`` with all layers out."""

    def __call__(self, parse: bytes, title_end: int, published: datetime, /) -> Doc:
        """Fill the layers; the language model itself is not asked again."""


def load(model: str, seeds: Path | None) -> Annotate:
    """The analyser for a model of the settings; loading takes seconds, so once a process.

    ``package.module:function`` is called with ``seeds`` and must return an ``Annotate``.
    Raises ModelError.
    """
    if ":" in model:
        return _own(model, seeds)
    from transforms.pipeline import annotate

    return partial(annotate, _pipeline(model, seeds))


def coder(model: str, seeds: Path | None) -> Code | None:
    """What codes stored parses of ``model`` again, with the seeds as they are now.

    None for an analyser of the user's own that has no attribute ``code`` (a ``Code``): of its
    articles no parses are kept. Raises ModelError.
    """
    if ":" in model:
        own: Code | None = getattr(_own(model, seeds), "code", None)
        return own
    from transforms.pipeline import code_again

    return partial(code_again, _pipeline(model, seeds))


@lru_cache(maxsize=2)
def _own(model: str, seeds: Path | None) -> Annotate:
    module, name = model.split(":", 1)
    try:
        own: Annotate = getattr(import_module(module), name)(seeds)
    except (ImportError, AttributeError, OSError, ValueError) as error:
        raise _no_model(model, error) from error
    return own


@lru_cache(maxsize=2)
def _pipeline(model: str, seeds: Path | None) -> Language:
    from transforms.pipeline import build

    try:
        pipeline = build(model, seeds)
    except (ImportError, OSError, ValueError) as error:
        raise _no_model(model, error) from error
    settle()
    return pipeline


def settle() -> None:
    """Tell the garbage collector that what is loaded by now stays: else it looks through model,
    lexicon and gazetteer again and again, which takes about a quarter of the layers' time."""
    gc.collect()
    gc.freeze()


def _no_model(model: str, error: Exception) -> DatelineError:
    if isinstance(error, SeedError):
        return SettingsError(str(error), "`dateline lexicon check` names the line and what to do.")
    what = f"model {model!r}: cannot be loaded: {type(error).__name__}: {error}"
    return ModelError(what, "`dateline doctor` says which models there are; choose with --model.")
