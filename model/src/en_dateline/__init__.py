"""The English pipeline that Dateline ships: tags, morphology, lemmas, syntax, names.

Load it by name, ``spacy.load("en_dateline")``, or with ``en_dateline.load()``.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from spacy.language import Language
from spacy.util import load_model_from_path

DATA = Path(__file__).parent / "data"


def load(**overrides: Any) -> Language:
    """The shipped pipeline; ``overrides`` are those of ``spacy.load``.

    Raises OSError where the weights are missing (they are made by ``make model``).
    """
    return load_model_from_path(DATA, **overrides)


def version() -> str:
    """The version of the weights, from ``meta.json``; "missing" where there are none."""
    meta = DATA / "meta.json"
    return str(json.loads(meta.read_text())["version"]) if meta.exists() else "missing"
