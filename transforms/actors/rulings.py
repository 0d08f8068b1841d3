"""What a user rules on who is who: two names that are one actor, one name that is two.

``actor_aliases.csv`` gives another name to every actor of a name; ``actor_splits.csv`` does so
only in articles that have certain words. Both look at one article alone, so that the order in
which articles arrive changes nothing.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

from transforms import seeds
from transforms.actors.names import fold, folded
from transforms.types import Actor


@dataclass(frozen=True, slots=True)
class Ruling:
    """An actor called ``name`` from now on; ``when`` holds folded words of which the article must
    have one (none: always). Empty kind and country fit all; what is given here wins."""

    name: str
    fits_kind: str
    fits_country: str
    kind: str = ""
    country: str = ""
    role: str = ""
    code: str = ""
    when: tuple[str, ...] = ()

    def fits(self, actor: Actor, text: str) -> bool:
        if self.fits_kind not in ("", actor.kind):
            return False
        if self.fits_country not in ("", actor.country):
            return False
        return not self.when or any(f" {words} " in text for words in self.when)


class Rulings:
    """All rulings of the seeds; ``overrides`` is the user's folder, whose rows come first."""

    def __init__(self, overrides: Path | None = None) -> None:
        self._by_name: defaultdict[str, list[Ruling]] = defaultdict(list)
        for row in seeds.read("actor_splits", overrides):
            when = tuple(fold(words) for words in seeds.split(row["when"]))
            ruling = Ruling(
                row["as"], row["kind"], "", "", row["country"], row["role"], row["code"], when
            )
            self._by_name[fold(row["name"])].append(ruling)
        for row in seeds.read("actor_aliases", overrides):
            ruling = Ruling(
                row["name"], "", row["alias_country"], row["kind"],
                row["country"], row["role"], row["code"],
            )  # fmt: skip
            for alias in seeds.split(row["alias"]):
                self._by_name[fold(alias)].append(ruling)

    def apply(self, actor: Actor, text: str) -> Ruling | None:
        """Change the actor as the first fitting ruling says; None where there is none."""
        found = self._by_name.get(fold(actor.name))
        if not found:
            return None
        words = f" {folded(text)} "
        ruling = next((r for r in found if r.fits(actor, words)), None)
        if ruling is None:
            return None
        actor.name = ruling.name
        actor.kind = ruling.kind or actor.kind
        actor.country = ruling.country or actor.country
        actor.role = ruling.role or actor.role
        actor.code = ruling.code or actor.code
        return ruling
