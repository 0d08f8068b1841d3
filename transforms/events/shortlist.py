"""Which entries of a word are worth trying in a clause.

A word may have dozens of entries, and most of them ask for a noun or a particle that the clause
does not have. Here they are kept by what they ask for, so that only those are tried of which
the clause has it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from transforms.events.lexicon import Condition, Entry

PARTICLE = "prt"
# Keys whose values are no lemmas of a phrase, or are not looked for in one slot.
_OTHERS = frozenset({"no_obj", "passive", "plural", "xcomp", "ccomp", "inf", "comp"})


class Shortlist:
    """The entries of one word, those with most conditions first, else as the file has them."""

    def __init__(self, entries: Iterable[Entry]) -> None:
        self.entries = tuple(sorted(entries, key=asked, reverse=True))
        self._always: list[int] = []
        self._asking: dict[str, dict[str, list[int]]] = {}
        for number, entry in enumerate(self.entries):
            condition = _telling(entry)
            if condition is None:
                self._always.append(number)
                continue
            by_value = self._asking.setdefault(condition.key, {})
            for value in condition.values:
                by_value.setdefault(value, []).append(number)

    def fitting(self, said: Callable[[str], Iterable[str]]) -> list[Entry]:
        """The entries that may fit, in order; ``said`` tells the lemmas that fill a slot, and
        the particle. What is left out lacks one of its conditions."""
        found = set(self._always)
        for slot, by_value in self._asking.items():
            for value in said(slot):
                found.update(by_value.get(value, ()))
        return [self.entries[number] for number in sorted(found)]


def asked(entry: Entry) -> int:
    """How many conditions an entry has."""
    return len(entry.conditions)


def _telling(entry: Entry) -> Condition | None:
    """The condition of an entry that few clauses meet: on its particle, else on a noun."""
    plain = [c for c in entry.conditions if c.values and not c.part and c.key not in _OTHERS]
    return next((c for c in plain if c.key == PARTICLE), plain[0] if plain else None)
