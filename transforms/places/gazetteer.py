"""Place names -> places: every country, its regions, and the world's larger cities.

The whole index is two flat containers (rows, and name -> row numbers), since it is held by
every worker: some 35,000 rows.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import lru_cache
from pathlib import Path
from sys import intern

from transforms import seeds
from transforms.types import Place

_FOLDED = str.maketrans({"’": "'", "‘": "'", "ʻ": "'", "-": " ", ".": None})

_HEADER = "geonames_id,name,aliases,kind,iso3,admin1,latitude,longitude,population"
_COLUMNS = frozenset(_HEADER.split(","))
# The fields of a Place in their order, then the first-order division it lies in.
PlaceRow = tuple[str, str, str, float | None, float | None, str | None, int, str]


class Gazetteer:
    """Looks up names without regard to case, accents, hyphens and full stops."""

    def __init__(self, countries: Iterable[seeds.Row], places: Iterable[seeds.Row]) -> None:
        self._rows: list[PlaceRow] = []
        self._index: dict[str, int | list[int]] = {}
        self._iso3: dict[str, str] = {}  # countries by every name of theirs
        self._demonyms: dict[str, str] = {}
        for row in countries:
            self._add_country(row)
        seen: set[str] = set()
        for row in places:
            # The user's rows come first, and take the place of ours of the same id.
            if (number := row["geonames_id"]) and number in seen:
                continue
            seen.add(number)
            self._add(row, row["kind"], row["admin1"])

    def lookup(self, name: str) -> list[Place]:
        """All places of this name: countries first, then by population."""
        return [place for place, _ in self.candidates(name)]

    def candidates(self, name: str) -> list[tuple[Place, str]]:
        """As ``lookup``, each place with its first-order division."""
        found = self._index.get(fold(name), [])
        rows = [self._rows[i] for i in (found if isinstance(found, list) else [found])]
        rows.sort(key=lambda row: (row[1] != "country", -row[6]))
        return [(Place(*row[:7]), row[7]) for row in rows]

    def country_of(self, name: str) -> str | None:
        """ISO alpha-3 of a country, or of the most likely place of another kind; None if none."""
        if iso3 := self._iso3.get(fold(name)):
            return iso3
        found = self.lookup(name)
        return found[0].iso3 if found else None

    def is_country(self, name: str) -> bool:
        """Whether a country, and not merely some place in one, bears this name."""
        return fold(name) in self._iso3

    def demonym(self, word: str) -> str | None:
        """ISO alpha-3 of the country whose people or adjective this is ("Iranian")."""
        return self._demonyms.get(fold(word))

    def _add_country(self, row: seeds.Row) -> None:
        self._add(row, "country", "")
        for name in (row["name"], *seeds.split(row["aliases"])):
            self._iso3.setdefault(fold(name), row["iso3"])
        for name in seeds.split(row["demonyms"]):
            self._demonyms.setdefault(fold(name), row["iso3"])

    def _add(self, row: seeds.Row, kind: str, admin1: str) -> None:
        number = len(self._rows)
        self._rows.append(
            (
                row["name"],
                intern(kind),
                intern(row["iso3"]),
                float(row["latitude"]) if row["latitude"] else None,
                float(row["longitude"]) if row["longitude"] else None,
                row["geonames_id"] or None,
                int(row["population"] or 0),
                intern(admin1),
            )
        )
        for key in {fold(row["name"]), *map(fold, seeds.split(row["aliases"]))}:
            known = self._index.get(key)
            if known is None:
                self._index[key] = number
            elif isinstance(known, list):
                known.append(number)
            else:
                self._index[key] = [known, number]


def fold(name: str) -> str:
    """The form under which names are compared: ``"São Paulo"`` -> ``"sao paulo"``."""
    if not name.isascii():
        decomposed = unicodedata.normalize("NFKD", name)
        name = "".join(c for c in decomposed if not unicodedata.combining(c))
    name = " ".join(name.translate(_FOLDED).lower().split())
    return name.removeprefix("the ")


@lru_cache(maxsize=2)
def gazetteer(overrides: Path | None = None) -> Gazetteer:
    """The gazetteer of the seeds, with the user's own rows from ``overrides`` in front."""
    return Gazetteer(seeds.read("countries", overrides), _stream("places", overrides))


def _stream(name: str, overrides: Path | None) -> Iterator[seeds.Row]:
    """Rows one by one: ``seeds.read`` would keep a dictionary a row for as long as we live."""
    own = overrides / f"{name}.csv" if overrides else None
    if own and own.is_file() and (missing := _COLUMNS - set(seeds.columns(own))):
        raise seeds.SeedError(f"{own}: columns {sorted(missing)} are missing")
    return (found.row for found in seeds.located(name, overrides))
