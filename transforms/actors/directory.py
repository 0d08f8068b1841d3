"""The seed files on countries, organisations, offices and nouns, ready to look up.

One ``Directory`` serves a whole process. Every lookup takes the words as the text has them and
answers None where the seeds say nothing.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TypeVar

from transforms import seeds
from transforms.actors.names import fold, key, organisation_words
from transforms.actors.people import People
from transforms.actors.records import Country, Nominal, Office, Organisation
from transforms.actors.rulings import Rulings
from transforms.places.gazetteer import gazetteer
from transforms.tokens import Token

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
_BIG_CITY = 150_000  # people
_ENGLISH = frozenset({"USA", "GBR", "CAN", "AUS", "NZL", "IRL"})
_REMEMBERED = 65_536  # answers to lookups
LONGEST = 8  # words of the longest name or title that is looked for in a text


class Directory:
    """All lookups over the seeds; build it with ``directory()``."""

    def __init__(self, overrides: Path | None = None) -> None:
        self._overrides = overrides
        # What is looked up for word after word is looked up once.
        self._office = lru_cache(_REMEMBERED)(self._find_office)
        self._country = lru_cache(_REMEMBERED)(self._find_country)
        self._nominal = lru_cache(_REMEMBERED)(self._find_nominal)
        self._telling = lru_cache(_REMEMBERED)(self._find_telling)
        self._ends = lru_cache(_REMEMBERED)(self._find_end)
        self._begins = lru_cache(_REMEMBERED)(self._find_beginning)
        self.countries: dict[str, Country] = {}
        self._by_name: dict[str, Country] = {}
        self._by_demonym: dict[str, Country] = {}
        self._metonyms: dict[str, Country] = {}
        self._capitals: dict[str, Country] = {}
        self._organisations: dict[str, Organisation] = {}
        self._offices: dict[str, Office] = {}
        self._bodies: dict[tuple[str, frozenset[str]], Organisation] = {}
        self._nominals: dict[str, Nominal] = {}
        self._read_countries(seeds.read("countries", overrides))
        self._read_bodies(overrides)
        titles = {*self._offices, *self._nominals}
        self._last_words = {_last_word(title.casefold()) for title in titles}
        tables = (self._organisations, self._by_name, self._by_demonym, self._metonyms)
        self._listed = frozenset(name for table in tables for name in table)
        self._first_words = {name.casefold().partition(" ")[0] for name in self._listed}
        self.rulings = Rulings(overrides)
        self.people = People(lambda title: self._offices.get(key(title)), overrides)

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
        return self._telling(text)

    def _find_telling(self, text: str) -> frozenset[str]:
        own = " ".join(word for word in text.split() if not self.country_code(word))
        words = [_SPELLINGS.get(word, word) for word in organisation_words(own)]
        return frozenset(word for word in words if word not in _NO_WEIGHT)

    def office(self, words: Sequence[str]) -> Office | None:
        """By the words of a title, singular or plural ("foreign ministers"). A title of a few
        capitals keeps them: "PM" is one, "pm" is a time of day."""
        return self._office(" ".join(words))

    def nominal(self, words: Sequence[str]) -> Nominal | None:
        """By lemma, or the last words of a compound ("riot police")."""
        return self._nominal(" ".join(words))

    def is_listed(self, text: str) -> bool:
        """Whether a text is the name of a body or of a country, or a word for either."""
        exact = key(text)
        return exact in self._listed or (exact.isupper() and fold(text) in self._listed)

    def begins_name(self, word: str) -> bool:
        """Whether a body or a country of the seeds can begin with a word, as a blank ends it."""
        return self._begins(word)

    def ends_title(self, word: str) -> bool:
        """Whether an office or a noun of the seeds can end in a word: few can, and a text is
        full of others."""
        return self._ends(word)

    def _find_nominal(self, text: str) -> Nominal | None:
        folded = fold(text)
        return self._nominals.get(folded) or self._nominals.get(_singular(folded))

    def _find_beginning(self, word: str) -> bool:
        first = fold(word).partition(" ")[0]
        return not first or first in self._first_words

    def _find_end(self, word: str) -> bool:
        last = _last_word(fold(word))
        return not last or last in self._last_words or _singular(last) in self._last_words

    def _find_office(self, text: str) -> Office | None:
        found = _look(self._offices, text) or _look(self._offices, _singular(text))
        return found or self._offices.get(_singular(fold(text)))

    def _find_country(self, text: str) -> Country | None:
        return self.country(text) or self.demonym(text) or self.metonym(text)

    def place_in(self, text: str) -> str | None:
        """ISO alpha-3 of the place in the name of a body ("Nairobi University"): a region, a
        capital or a big city that is nobody's given name."""
        words = [word for word in text.split() if word[:1].isupper()]
        for size in (3, 2, 1):
            for start in range(len(words) - size + 1):
                name = " ".join(words[start : start + size])
                if self.people.is_given(name):
                    continue
                for place in gazetteer(self._overrides).lookup(name)[:1]:
                    if place.kind in ("region", "capital") or place.population >= _BIG_CITY:
                        return place.iso3
        return None

    def is_person(self, token: Token) -> bool:
        """Whether a noun stands for one person ("minister", "farmer")."""
        if token.tag_ != "NN":
            return False
        noun = self.nominal([token.lemma_])
        return self.office([token.text]) is not None or (noun is not None and noun.one_is_person)

    def is_place_or_body(self, text: str) -> bool:
        """Whether a name, or a noun with a capital, is none of a person."""
        known = self.organisation(text) or self.nominal([text]) or self.country_code(text)
        return bool(known or self.place_in(text))

    def is_big_city(self, text: str) -> bool:
        """Whether a name is that of a city first of all: no given name, nobody's surname. Where
        towns are called after people, a surname is the likelier."""
        if self.people.is_given(text) or self.people.is_surname(text):
            return False
        places = gazetteer(self._overrides).lookup(text)[:1]
        return any(p.population >= _BIG_CITY and p.iso3 not in _ENGLISH for p in places)

    def state(self, text: str) -> Country | None:
        """By any word for a country: its name, its people, its government."""
        return self._country(text)

    def country_code(self, text: str) -> str | None:
        """ISO alpha-3 by any word for a country."""
        found = self._country(text)
        return found.iso3 if found else None

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


def _last_word(text: str) -> str:
    return text.rpartition(" ")[2]


def _singular(text: str) -> str:
    if text.endswith("men"):
        return text[:-2] + "an"
    if text.endswith("ies"):
        return text[:-3] + "y"
    return text[:-1] if text.endswith("s") and not text.endswith("ss") else text
