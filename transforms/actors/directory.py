"""Who is who: the seed files on countries, organisations, offices and nouns, ready to look up.

One ``Directory`` serves a whole process. Every lookup takes the words as the text has them and
answers None where the seeds say nothing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from transforms import seeds
from transforms.actors.names import fold, key, may_name, organisation_words, person_name
from transforms.actors.records import Country, Holder, Nominal, Office, Organisation

Value = TypeVar("Value")

_NO_WEIGHT = frozenset(
    ["of", "the", "and", "for", "in", "on", "s", "affairs", "state", "national", "de", "la"]
)
_SPELLINGS = {
    "defense": "defence",
    "labor": "labour",
    "organization": "organisation",
    "center": "centre",
    "program": "programme",
}
LONGEST = 8  # words of the longest name or title that is looked for in a text


class Directory:
    """All lookups over the seeds; build it with ``directory()``."""

    def __init__(self, overrides: Path | None = None) -> None:
        self.countries: dict[str, Country] = {}
        self._by_name: dict[str, Country] = {}
        self._by_demonym: dict[str, Country] = {}
        self._metonyms: dict[str, Country] = {}
        self._capitals: dict[str, Country] = {}
        self._organisations: dict[str, Organisation] = {}
        self._offices: dict[str, Office] = {}
        self._bodies: dict[tuple[str, frozenset[str]], Organisation] = {}
        self._nominals: dict[str, Nominal] = {}
        self._genders: dict[str, str] = {}
        self._holders: list[Holder] = []
        self._holders_by_word: defaultdict[str, list[Holder]] = defaultdict(list)
        self._read_countries(seeds.read("countries", overrides))
        self._read_bodies(overrides)
        self._read_people(overrides)

    def country(self, text: str) -> Country | None:
        """By name or alias ("U.S.", "Russian Federation")."""
        return _look(self._by_name, text)

    def demonym(self, text: str) -> Country | None:
        """By adjective or people ("Iranian", "Iranians")."""
        return _look(self._by_demonym, text)

    def metonym(self, text: str) -> Country | None:
        """By a word that stands for the government ("Kremlin", "White House")."""
        return _look(self._metonyms, text)

    def capital(self, text: str) -> Country | None:
        """By the capital city ("Tehran")."""
        return _look(self._capitals, text)

    def organisation(self, text: str) -> Organisation | None:
        """By name or alias; where several have it, the first of the list."""
        return _look(self._organisations, text)

    def body_there(self, text: str, country: str) -> Organisation | None:
        """A country's own body of a name that other countries' have too ("the Senate")."""
        state = self.countries.get(country)
        if state is None or any(self.country_code(word) for word in text.split()):
            return None
        words = self.telling(text)
        named = self.organisation(f"{state.demonym} {text}")
        return named or (self.body_of(country, words) if words else None)

    def body_of(self, country: str, words: frozenset[str]) -> Organisation | None:
        """By the country and the telling words of its name ("oil company" of Iran)."""
        if not self._bodies:
            for body in dict.fromkeys(self._organisations.values()):
                if body.country and (telling := self.telling(body.name)):
                    self._bodies.setdefault((body.country, telling), body)
        return self._bodies.get((country, words))

    def telling(self, text: str) -> frozenset[str]:
        """The words of a body's name that tell it from others of its country: without the
        country, small words and legal form, spelled one way."""
        own = " ".join(word for word in text.split() if not self.country_code(word))
        words = [_SPELLINGS.get(word, word) for word in organisation_words(own)]
        return frozenset(word for word in words if word not in _NO_WEIGHT)

    def office(self, words: Sequence[str]) -> Office | None:
        """By the words of a title, singular or plural ("foreign ministers"). A title of a few
        capitals keeps them: "PM" is one, "pm" is a time of day."""
        text = " ".join(words)
        found = _look(self._offices, text) or _look(self._offices, _singular(text))
        return found or self._offices.get(_singular(fold(text)))

    def nominal(self, words: Sequence[str]) -> Nominal | None:
        """By lemma, or the last words of a compound ("riot police")."""
        text = fold(" ".join(words))
        return self._nominals.get(text) or self._nominals.get(_singular(text))

    def gender(self, given: str) -> str | None:
        """ "m" or "f" by a given name, None where unknown or used for both."""
        return self._genders.get(fold(given))

    def country_code(self, text: str) -> str | None:
        """ISO alpha-3 by any word for a country: its name, its people, its government."""
        found = self.country(text) or self.demonym(text) or self.metonym(text)
        return found.iso3 if found else None

    def holders(self, office: str, body: str, day: date) -> list[Holder]:
        """Who held ``office`` (title as in offices.csv) of ``body`` (ISO code or name) that day."""
        wanted = fold(office)
        return [
            holder
            for holder in self._holders
            if fold(holder.office) == wanted and holder.body == body and holder.on(day)
        ]

    def holders_named(self, name: str, day: date) -> list[Holder]:
        """Holders of any office that day whom ``name`` can mean."""
        found = self._holders_by_word.get(person_name(name).surname.split(" ")[-1], [])
        return [h for h in found if h.on(day) and any(may_name(name, full) for full in h.names)]

    def offices_of(self, person: str) -> list[Holder]:
        """All offices that a person has held, by the whole name, the earliest first."""
        found = self._holders_by_word.get(person_name(person).surname.split(" ")[-1], [])
        return sorted((h for h in found if h.person == person), key=lambda h: h.start)

    def full_name(self, name: str) -> str | None:
        """The one person among all holders, of whatever time, whose whole name this is."""
        if not person_name(name).given:
            return None
        found = self._holders_by_word.get(person_name(name).surname.split(" ")[-1], [])
        people = {h.person for h in found if any(fold(name) == fold(full) for full in h.names)}
        return people.pop() if len(people) == 1 else None

    def _read_countries(self, rows: Iterable[seeds.Row]) -> None:
        for row in rows:
            demonyms = seeds.split(row["demonyms"])
            country = Country(row["iso3"], row["name"], demonyms[0] if demonyms else row["name"])
            self.countries.setdefault(country.iso3, country)
            _add(self._by_name, [row["name"], *seeds.split(row["aliases"])], country)
            _add(self._by_demonym, demonyms, country)
            _add(self._metonyms, seeds.split(row["metonyms"]), country)
            _add(self._capitals, seeds.split(row["capital"]), country)

    def _read_bodies(self, overrides: Path | None) -> None:
        for row in seeds.read("organizations", overrides):
            body = Organisation(
                row["name"],
                row["kind"],
                row["country"] or None,
                row["role"] or None,
                row["code"] or None,
            )
            _add(self._organisations, [row["name"], *seeds.split(row["aliases"])], body)
        for row in seeds.read("offices", overrides):
            rank = int(row["rank"]) if row["rank"].isdigit() else 9
            office = Office(row["title"], row["role"] or None, row["kind"], rank, row["scope"])
            for title in [row["title"], *seeds.split(row["aliases"])]:
                self._offices.setdefault(key(title), office)
        for row in seeds.read("nominals", overrides):
            number = row["plural_only"].casefold()
            plural_only = number in ("1", "true", "yes", "y")
            nominal = Nominal(
                row["lemma"], row["kind"], row["role"] or None, plural_only, number == "person"
            )
            self._nominals.setdefault(fold(row["lemma"]), nominal)

    def _read_people(self, overrides: Path | None) -> None:
        for row in seeds.read("first_names", overrides):
            self._genders.setdefault(fold(row["name"]), row["gender"])
        for row in seeds.read("office_holders", overrides):
            names = (row["person"], *seeds.split(row["aliases"]))
            office = self._offices.get(key(row["office"]))
            holder = Holder(
                body=row["country_or_org"],
                office=office.title if office else row["office"],
                person=row["person"],
                start=_day(row["start"]) or date.min,
                end=_day(row["end"], last=True),
                names=names,
            )
            self._holders.append(holder)
            for word in {person_name(name).surname.split(" ")[-1] for name in names}:
                self._holders_by_word[word].append(holder)


@lru_cache(maxsize=4)
def directory(overrides: Path | None = None) -> Directory:
    """The directory of the project's seeds, with the user's own rows in front."""
    return Directory(overrides)


def _add(table: dict[str, Value], names: Iterable[str], value: Value) -> None:
    for name in names:
        table.setdefault(key(name), value)


def _look(table: dict[str, Value], text: str) -> Value | None:
    exact = key(text)
    found = table.get(exact)
    if found is None and exact.isupper():  # a headline all in capitals
        found = table.get(fold(text))
    return found


def _singular(text: str) -> str:
    if text.endswith("men"):
        return text[:-2] + "an"
    if text.endswith("ies"):
        return text[:-3] + "y"
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text


def _day(text: str, last: bool = False) -> date | None:
    """A date of one, two or three parts; a missing part is the first (or ``last``) possible."""
    parts = [int(part) for part in text.split("-") if part.isdigit()]
    if not parts:
        return None
    year, month, day = (*parts, *((12, 28) if last else (1, 1))[len(parts) - 1 :])
    return date(year, month, day)
