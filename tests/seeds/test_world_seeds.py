"""The reference data on the world: complete enough, consistent, and tied together."""

from __future__ import annotations

import re
from collections import Counter
from datetime import date

import pytest

from transforms import seeds

ROLES = frozenset(
    re.findall(
        r"\w+",
        "GOV MIL REB OPP PTY COP JUD SPY LEG MED EDU BUS CRM CVL ELI LAB REF AGR HLH REL "
        "NGO IGO IMG MNC INT",
    )
)
KINDS = {"person", "organization", "government", "military", "armed_group"}
KINDS |= {"country", "city_or_region", "population", "other"}
CODE = re.compile(r"(?:[A-Z]{3}){1,4}")
FILES = ("countries", "places", "organizations", "offices", "office_holders", "nominals", "people")


@pytest.fixture(scope="module")
def iso3() -> frozenset[str]:
    return frozenset(row["iso3"] for row in seeds.read("countries"))


def names(row: seeds.Row, column: str = "name") -> list[str]:
    return [row[column], *seeds.split(row["aliases"])]


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        (
            "countries",
            "iso3,iso2,name,aliases,demonyms,capital,latitude,longitude,geonames_id,population,"
            "metonyms",
        ),
        ("places", "geonames_id,name,aliases,kind,iso3,admin1,latitude,longitude,population"),
        ("organizations", "name,aliases,kind,country,role,code,note"),
        ("offices", "title,aliases,role,kind,rank,scope,note"),
        ("office_holders", "country_or_org,office,person,start,end,aliases"),
        ("nominals", "lemma,kind,role,plural_only,note"),
        ("people", "name,aliases,country,role,since,note"),
    ],
)
def test_columns(name: str, columns: str) -> None:
    assert list(seeds.read(name)[0]) == columns.split(",")


@pytest.mark.parametrize(
    ("name", "least"),
    [
        ("countries", 250),
        ("places", 31_000),
        ("organizations", 500),
        ("offices", 200),
        ("office_holders", 1_700),
        ("people", 250),
        ("nominals", 1_900),
    ],
)
def test_breadth(name: str, least: int) -> None:
    assert len(seeds.read(name)) >= least


@pytest.mark.parametrize("name", FILES)
def test_cells_are_trimmed_and_alternatives_distinct(name: str) -> None:
    for row in seeds.read(name):
        for cell in row.values():
            assert cell == cell.strip()
        parts = row.get("aliases", "").split("|")
        assert len(parts) == len(set(parts)), row
        assert "" not in parts or parts == [""], row


def test_a_name_means_one_country() -> None:
    said: dict[str, str] = {}
    for row in seeds.read("countries"):
        for name in {*names(row), *seeds.split(row["demonyms"])}:
            assert said.setdefault(name, row["iso3"]) == row["iso3"], name


def test_every_country_has_codes_demonym_and_coordinates() -> None:
    rows = seeds.read("countries")
    assert len({row["iso3"] for row in rows}) == len({row["iso2"] for row in rows}) == len(rows)
    for row in rows:
        assert re.fullmatch(r"[A-Z]{3}", row["iso3"])
        assert row["demonyms"] or row["iso3"] == "ATA", row
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180


@pytest.mark.parametrize(
    ("word", "code"),
    [
        ("Ivory Coast", "CIV"),
        ("Burma", "MMR"),
        ("DRC", "COD"),
        ("Czech Republic", "CZE"),
        ("Türkiye", "TUR"),
        ("Britain", "GBR"),
        ("Briton", "GBR"),
        ("Spaniards", "ESP"),
        ("Filipino", "PHL"),
        ("Nigerien", "NER"),
        ("Nigerian", "NGA"),
        ("Kremlin", "RUS"),
        ("Downing Street", "GBR"),
        ("Kosovar", "XKX"),
    ],
)
def test_words_for_countries(word: str, code: str) -> None:
    found = [
        row["iso3"]
        for row in seeds.read("countries")
        if word in {*names(row), *seeds.split(row["demonyms"]), *seeds.split(row["metonyms"])}
    ]
    assert found == [code]


def test_places_are_on_the_map(iso3: frozenset[str]) -> None:
    ids = Counter(row["geonames_id"] for row in seeds.read("places") if row["geonames_id"])
    assert max(ids.values()) == 1
    for row in seeds.read("places"):
        assert row["kind"] in {"capital", "city", "region"}
        assert row["iso3"] in iso3
        assert row["name"]
        assert -90 <= float(row["latitude"]) <= 90
        assert -180 <= float(row["longitude"]) <= 180
        assert int(row["population"]) >= 0


def test_every_capital_is_a_place() -> None:
    capitals = {
        (row["iso3"], round(float(row["latitude"]), 3), round(float(row["longitude"]), 3))
        for row in seeds.read("places")
        if row["kind"] == "capital"
    }
    missing = {
        row["iso3"]
        for row in seeds.read("countries")
        if (row["iso3"], round(float(row["latitude"]), 3), round(float(row["longitude"]), 3))
        not in capitals
    }
    # No town at all, or (Palau, the Chagos) none in GeoNames' list of cities.
    assert missing <= {"ATA", "BVT", "HMD", "ATF", "UMI", "TKL", "IOT", "SGS", "PLW"}


@pytest.mark.parametrize(
    ("name", "code"),
    [("Donbas", "UKR"), ("Texas", "USA"), ("Rakhine", "MMR"), ("Darfur", "SDN"), ("Raqqa", "SYR")],
)
def test_places_by_the_names_news_uses(name: str, code: str) -> None:
    found = [row["iso3"] for row in seeds.read("places") if name in names(row)]
    assert code in found


@pytest.mark.parametrize("name", ["organizations", "offices", "nominals"])
def test_roles_are_of_cameo(name: str) -> None:
    for row in seeds.read(name):
        assert row["role"] in ROLES or (name == "nominals" and row["role"] == ""), row


@pytest.mark.parametrize("name", ["organizations", "nominals"])
def test_kinds_are_of_the_contract(name: str) -> None:
    assert {row["kind"] for row in seeds.read(name)} <= KINDS


def test_organizations(iso3: frozenset[str]) -> None:
    said: Counter[str] = Counter()
    for row in seeds.read("organizations"):
        said.update(names(row))
        assert row["country"] in iso3 | {""}, row
        assert CODE.fullmatch(row["code"]), row
        if row["country"]:
            assert row["country"] in row["code"], row
        if row["code"] == row["country"] + row["role"]:
            continue
        assert row["code"].startswith(("IGO", "NGO", "IMG", "MNC", "INT", row["country"])), row
    assert max(said.values()) == 1


def test_titles_and_lemmas_are_said_once() -> None:
    titles = Counter(t for row in seeds.read("offices") for t in names(row, "title"))
    assert max(titles.values()) == 1
    lemmas = Counter(row["lemma"] for row in seeds.read("nominals"))
    assert max(lemmas.values()) == 1
    assert {row["plural_only"] for row in seeds.read("nominals")} == {"no", "yes", "person"}
    for row in seeds.read("offices"):
        assert row["scope"] in {"country", "organization", "none"}
        assert 1 <= int(row["rank"]) <= 5


def test_terms_of_office(iso3: frozenset[str]) -> None:
    bodies = iso3 | {row["name"] for row in seeds.read("organizations")}
    titles = {row["title"] for row in seeds.read("offices")}
    held: dict[tuple[str, str], date] = {}
    for row in seeds.read("office_holders"):
        assert row["country_or_org"] in bodies, row
        assert row["office"] in titles, row
        start = date.fromisoformat(row["start"])
        end = date.fromisoformat(row["end"]) if row["end"] else date.max
        assert start < end, row
        office = (row["country_or_org"], row["office"])
        assert held.get(office, date.min) <= start, f"two at a time: {row}"
        held[office] = end


def test_people_are_known_once(iso3: frozenset[str]) -> None:
    held = {n for row in seeds.read("office_holders") for n in names(row, "person")}
    said = Counter(n for row in seeds.read("people") for n in names(row))
    assert max(said.values()) == 1
    assert not held & set(said)
    for row in seeds.read("people"):
        assert row["country"] in iso3, row
        assert row["role"] in ROLES, row
        assert 1940 < int(row["since"]) < 2030, row


def test_who_held_office_on_a_day() -> None:
    def on(body: str, office: str, day: str) -> list[str]:
        return [
            row["person"]
            for row in seeds.read("office_holders")
            if (row["country_or_org"], row["office"]) == (body, office)
            and row["start"] <= day
            and (not row["end"] or day < row["end"])
        ]

    assert on("RUS", "president", "2022-07-19") == ["Vladimir Putin"]
    assert on("IRN", "president", "2022-07-19") == ["Ebrahim Raisi"]
    assert on("GBR", "prime minister", "2022-10-01") == ["Liz Truss"]
    assert on("United Nations", "secretary general", "2010-01-01") == ["Ban Ki-moon"]
