"""Names exchanged for others in training, so that what stands around a name is learnt.

In a share of windows every person's given name and surname, and every place of one word, becomes
another one, the same for the same word throughout the window. Half of the new surnames nobody has:
the front of one and the back of another, since surnames never met before are what small models
take for places and firms.
"""

from __future__ import annotations

import random
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from model.convert import Names, bilou

INVENTED = 0.5
MIN_LETTERS = 3  # of a name that takes part; initials and particles ("Al", "de") stay


class Swap:
    """Exchanges the names of windows; ``share`` of the windows are touched at all."""

    def __init__(self, sets: Mapping[str, Sequence[Names]], share: float) -> None:
        self.share = share
        self.tags = bilou()
        found: dict[str, dict[str, None]] = {"given": {}, "surname": {}, "place": {}}
        for name in sorted(sets):
            if name.endswith("_train"):
                for row in sets[name]:
                    for i, part in self._parts(row):
                        found[part][row.words[i]] = None
        self.pools = {part: list(words) for part, words in found.items()}

    def __call__(self, row: Names, rng: random.Random) -> Names:
        """The window with other names, or as it is."""
        if rng.random() >= self.share:
            return row
        new: dict[tuple[str, str], str] = {}
        words = list(row.words)
        for i, part in self._parts(row):
            key = (part, words[i])
            if key not in new:
                new[key] = self._another(part, rng)
            words[i] = new[key]
        return replace(row, words=words)

    def _another(self, part: str, rng: random.Random) -> str:
        pool = self.pools[part]
        word = rng.choice(pool)
        if part == "surname" and rng.random() < INVENTED:
            other = rng.choice(pool)
            word = word[: (len(word) + 1) // 2] + other[len(other) // 2 :].lower()
        return word

    def _parts(self, row: Names) -> Iterator[tuple[int, str]]:
        """Which words take part, each with its role."""
        for i, tag in enumerate(row.tags):
            name, word = self.tags[tag] if tag > 0 else "O", row.words[i]
            if len(word) < MIN_LETTERS or not (word.isalpha() and word.istitle()):
                continue
            if name in ("L-PERSON", "U-PERSON"):
                yield i, "surname"
            elif name == "B-PERSON":
                yield i, "given"
            elif name == "U-GPE":
                yield i, "place"
