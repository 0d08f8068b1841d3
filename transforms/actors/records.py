"""What the seed files say of a country, a body, an office, a noun, a holder of an office."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Country:
    """``demonym`` is the first adjective of the country ("Iranian")."""

    iso3: str
    name: str
    demonym: str


@dataclass(frozen=True, slots=True)
class Organisation:
    """A known organisation, government body or armed group; ``country`` is ISO alpha-3."""

    name: str
    kind: str
    country: str | None
    role: str | None
    code: str | None


@dataclass(frozen=True, slots=True)
class Office:
    """A title or office. ``scope`` is country, organization or none; ``role`` is CAMEO's."""

    title: str
    role: str | None
    kind: str
    rank: int
    scope: str


@dataclass(frozen=True, slots=True)
class Nominal:
    """A noun that stands for an actor ("police", "rebels").

    ``plural_only``: an actor in the plural alone ("forces"). ``one_is_person``: the kind is that
    of several, a single one is a person ("rebels", "a rebel").
    """

    lemma: str
    kind: str
    role: str | None
    plural_only: bool
    one_is_person: bool = False


@dataclass(frozen=True, slots=True)
class Holder:
    """Who held an office, from ``start`` to ``end``, the first day out of it (None: still)."""

    body: str
    office: str
    person: str
    start: date
    end: date | None
    names: tuple[str, ...]

    def on(self, day: date) -> bool:
        return self.start <= day and (self.end is None or day < self.end)


@dataclass(frozen=True, slots=True)
class Person:
    """A well-known person without an office; ``since`` the news knows them by surname alone."""

    name: str
    country: str | None
    role: str | None
    since: date
    names: tuple[str, ...]
