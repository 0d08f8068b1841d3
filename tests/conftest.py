"""What the tests share."""

from __future__ import annotations

import pytest
from spacy.language import Language

from transforms.pipeline import build


@pytest.fixture(scope="session")
def nlp() -> Language:
    """The whole analysis, loaded once."""
    return build()
