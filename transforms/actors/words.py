"""Small closed classes of words that the analysis of actors goes by, from ``actor_words.csv``."""

from __future__ import annotations

from functools import lru_cache

from transforms import seeds


@lru_cache(maxsize=1)
def _classes() -> dict[str, frozenset[str]]:
    return {row["class"]: frozenset(seeds.split(row["words"])) for row in seeds.read("actor_words")}


def actor_words(name: str) -> frozenset[str]:
    """The words of a class, lower case; raises KeyError for a class that is not in the file."""
    return _classes()[name]
