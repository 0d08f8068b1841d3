"""Who is known by name: holders of offices, well-known people without one, given names.

Lookups take a name as the text has it and answer nothing where the seeds do not know it, or
where they know two people whom it could mean.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

from transforms import seeds
from transforms.actors.names import fold, may_name, person_name
from transforms.actors.records import Holder, Office, Person
from transforms.actors.words import actor_words

_COMMON = actor_words("common_surname")


class People:
    """``office`` finds the office of a title; ``overrides`` is the user's folder of seeds."""

    def __init__(self, office: Callable[[str], Office | None], overrides: Path | None) -> None:
        self._states = {row["iso3"] for row in seeds.read("countries", overrides)}
        self._genders: dict[str, str] = {}
        self._holders: defaultdict[tuple[str, str], list[Holder]] = defaultdict(list)
        self._holders_by_word: defaultdict[str, list[Holder]] = defaultdict(list)
        self._others_by_word: defaultdict[str, list[Person]] = defaultdict(list)
        self._top: set[str] = set()  # who has led a state, a government, a body between states
        for row in seeds.read("first_names", overrides):
            self._genders.setdefault(fold(row["name"]), row["gender"])
        for row in seeds.read("office_holders", overrides):
            self._read_holder(row, office(row["office"]))
        for row in seeds.read("people", overrides):
            names = (row["name"], *seeds.split(row["aliases"]))
            since = _day(row["since"]) or date.min
            person = Person(row["name"], row["country"] or None, row["role"] or None, since, names)
            for word in {_last_word(name) for name in names}:
                self._others_by_word[word].append(person)

    def gender(self, given: str) -> str | None:
        """ "m" or "f" by a given name, None where unknown or used for both."""
        return self._genders.get(fold(given))

    def is_given(self, text: str) -> bool:
        """Whether a word is a given name."""
        return fold(text) in self._genders

    def is_surname(self, text: str) -> bool:
        """Whether somebody of the seeds, or many people, bear a surname."""
        word = _last_word(text)
        known = word in self._holders_by_word or word in self._others_by_word
        return known or fold(text) in _COMMON

    def holders(self, office: str, body: str, day: date) -> list[Holder]:
        """Who held ``office`` (title as in offices.csv) of ``body`` (ISO code or name) that day."""
        return [h for h in self._holders.get((fold(office), body), ()) if h.on(day)]

    def holders_named(self, name: str, day: date) -> list[Holder]:
        """Holders of any office that day whom ``name`` can mean."""
        found = self._holders_by_word.get(_last_word(name), [])
        return [h for h in found if h.on(day) and any(may_name(name, full) for full in h.names)]

    def offices_of(self, person: str) -> list[Holder]:
        """All offices that a person has held, by the whole name, the earliest first."""
        found = self._holders_by_word.get(_last_word(person), [])
        return sorted((h for h in found if h.person == person), key=lambda h: h.start)

    def other(self, person: str) -> Person | None:
        """A well-known person without an office, by the whole name."""
        found = self._others_by_word.get(_last_word(person), [])
        return next((p for p in found if p.name == person), None)

    def countries_of(self, person: str) -> frozenset[str]:
        """ISO codes of the countries for which a person of the seeds stands."""
        other = self.other(person)
        held = {h.body for h in self.offices_of(person)} & self._states
        return frozenset(held | ({other.country} if other and other.country else set()))

    def full_name(self, name: str) -> str | None:
        """The one person among all, of whatever time, whose whole name or by-name this is."""
        word, own = _last_word(name), fold(name)
        people = {
            h.person for h in self._holders_by_word.get(word, []) if own in map(fold, h.names)
        }
        people |= {p.name for p in self._others_by_word.get(word, []) if own in map(fold, p.names)}
        return people.pop() if len(people) == 1 else None

    def famous(self, surname: str, day: date) -> str | None:
        """Whom a surname alone means in the news of a day, wherever it stands.

        One who led a state or body by then, who holds an office, or a well-known person, if
        nobody else known bears the name, or nobody else who led one, and it is neither a given
        name nor a common surname.
        """
        if fold(surname) in _COMMON or self.is_given(surname):
            return None
        word = _last_word(surname)
        held = [
            h
            for h in self._holders_by_word.get(word, [])
            if h.start <= day and any(may_name(surname, full) for full in h.names)
        ]
        others = [
            p
            for p in self._others_by_word.get(word, [])
            if p.since <= day and any(may_name(surname, full) for full in p.names)
        ]
        people = {h.person for h in held} | {p.name for p in others}
        if len(people) > 1:  # "Macron" is the president, not his wife
            people &= self._top
        if len(people) != 1:
            return None
        person = people.pop()
        return person if others or person in self._top or any(h.on(day) for h in held) else None

    def _read_holder(self, row: seeds.Row, office: Office | None) -> None:
        names = (row["person"], *seeds.split(row["aliases"]))
        holder = Holder(
            body=row["country_or_org"],
            office=office.title if office else row["office"],
            person=row["person"],
            start=_day(row["start"]) or date.min,
            end=_day(row["end"], last=True),
            names=names,
        )
        self._holders[fold(holder.office), holder.body].append(holder)
        if office and office.rank == 1:
            self._top.add(holder.person)
        for word in {_last_word(name) for name in names}:
            self._holders_by_word[word].append(holder)


def _last_word(name: str) -> str:
    return person_name(name).surname.split(" ")[-1]


def _day(text: str, last: bool = False) -> date | None:
    """A date of one, two or three parts; a missing part is the first (or ``last``) possible."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, *((12, 28) if last else (1, 1))[len(parts) - 1 :])
    return date(year, month, day)
