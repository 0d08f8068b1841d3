from __future__ import annotations

import csv
import io
from datetime import datetime
from pathlib import Path

import pytest
import spacy
from spacy.tokens import Doc

from transforms.dates.dateline import find_dateline
from transforms.places.component import Places
from transforms.places.gazetteer import Gazetteer, fold, gazetteer
from transforms.seeds import SeedError
from transforms.types import Place

# Each as its seed file has it.
COUNTRIES = """\
iso3,iso2,name,aliases,demonyms,capital,latitude,longitude,geonames_id,population,metonyms
IRN,IR,Iran,Islamic Republic of Iran,Iranian|Iranians,Tehran,35.69,51.42,130758,80000000,
UKR,UA,Ukraine,,Ukrainian|Ukrainians,Kyiv,50.45,30.52,690791,40000000,
GEO,GE,Georgia,,Georgian|Georgians,Tbilisi,41.69,44.83,614540,3700000,
USA,US,United States,US|U.S.|America,American,Washington,38.9,-77.04,6252001,327000000,
ESP,ES,Spain,,Spanish,Madrid,40.42,-3.7,2510769,46000000,
VEN,VE,Venezuela,,Venezuelan,Caracas,10.49,-66.88,3625428,28000000,
GBR,GB,United Kingdom,Britain|UK,British,London,51.5,-0.13,2635167,66000000,
"""
PLACES = """\
geonames_id,name,aliases,kind,iso3,admin1,latitude,longitude,population
112931,Tehran,Teheran,capital,IRN,Tehran,35.69,51.42,7153309
703448,Kyiv,Kiev,capital,UKR,Kyiv City,50.45,30.52,2797553
706448,Kherson,,city,UKR,Kherson,46.64,32.61,320477
706442,Kherson,Kherson Oblast,region,UKR,,46.5,33.5,1100000
4138106,Washington,Washington DC,capital,USA,District of Columbia,38.9,-77.04,689545
5815135,Washington,,region,USA,,47.5,-120.5,7700000
4197000,Georgia,,region,USA,,32.75,-83.5,10700000
4180439,Atlanta,,city,USA,Georgia,33.75,-84.39,463878
3128760,Barcelona,,city,ESP,Catalonia,41.39,2.16,1620343
3648559,Barcelona,,city,VEN,Anzoátegui,10.14,-64.69,815141
4896861,Illinois,Ill.,region,USA,IL,40,-89,12000000
4398678,Missouri,,region,USA,MO,38,-92,6000000
4250542,Springfield,,city,USA,IL,39.8,-89.64,116565
4409896,Springfield,,city,USA,MO,37.2,-93.3,166810
2643743,London,,capital,GBR,England,51.5,-0.13,8961989
6058560,London,,city,CAN,Ontario,42.98,-81.23,346765
2990440,Nice,,city,FRA,Provence,43.7,7.27,338620
2653265,Reading,,city,GBR,England,51.45,-0.97,244070
3451190,Rio de Janeiro,,city,BRA,Rio de Janeiro,-22.9,-43.2,6747815
5128581,Port-au-Prince,,capital,HTI,Ouest,18.54,-72.33,1234742
"""


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


NAMES = Gazetteer(rows(COUNTRIES), rows(PLACES))
ENGLISH = spacy.blank("en")
find = Places(names=NAMES)


def read(text: str, **labels: str) -> Doc:
    """``labels``: a name in the text (``_`` for a blank) and its entity label."""
    doc = ENGLISH(text)
    spans = []
    for name, label in labels.items():
        start = text.index(name.replace("_", " "))
        span = doc.char_span(start, start + len(name), label=label)
        assert span is not None
        spans.append(span)
    doc.ents = spans
    doc._.published = datetime(2022, 7, 20)
    return find(doc)


def found(text: str, **labels: str) -> list[tuple[str, str, str]]:
    mentions = read(text, **labels)._.places
    return [(m.span.text, m.place.kind, m.place.iso3) for m in mentions]


def test_lookup() -> None:
    assert [place.iso3 for place in NAMES.lookup("Barcelona")] == ["ESP", "VEN"]
    assert [place.kind for place in NAMES.lookup("the Georgia")] == ["country", "region"]
    assert NAMES.lookup("Teheran")[0].geonames_id == "112931"
    assert NAMES.lookup("Port au Prince")[0].latitude == 18.54
    assert NAMES.lookup("Atlantis") == []
    assert NAMES.country_of("U.S.") == "USA"
    assert NAMES.country_of("Kherson") == "UKR"
    assert NAMES.country_of("Atlantis") is None
    assert NAMES.demonym("Iranians") == "IRN"


def test_fold() -> None:
    assert fold("São Paulo") == fold("sao  paulo")
    assert fold("N’Djamena") == fold("N'Djamena")
    assert fold("The Hague") == "hague"


@pytest.mark.parametrize(
    ("text", "labels", "expected"),
    [
        ("He came to Barcelona.", {"Barcelona": "GPE"}, ("Barcelona", "city", "ESP")),
        (
            "He came to Barcelona, Venezuela.",
            {"Barcelona": "GPE", "Venezuela": "GPE"},
            ("Barcelona", "city", "VEN"),
        ),
        (
            "The Venezuelan army said Venezuela held Barcelona.",
            {"Venezuelan": "NORP", "Barcelona": "GPE"},
            ("Barcelona", "city", "VEN"),
        ),
        ("He came to Georgia.", {"Georgia": "GPE"}, ("Georgia", "country", "GEO")),
        (
            "He came to Washington.",
            {"Washington": "GPE"},
            ("Washington", "capital", "USA"),
        ),
        ("He left Washington state.", {"Washington": "GPE"}, ("Washington", "region", "USA")),
        ("Troops took Kherson.", {"Kherson": "GPE"}, ("Kherson", "city", "UKR")),
        (
            "Troops took the Kherson region.",
            {"Kherson_region": "LOC"},
            ("Kherson region", "region", "UKR"),
        ),
        ("Fighting in eastern Ukraine.", {"eastern_Ukraine": "LOC"},
         ("eastern Ukraine", "country", "UKR")),
        ("Tehran's answer", {"Tehran's": "GPE"}, ("Tehran", "capital", "IRN")),
    ],
)  # fmt: skip
def test_names_are_told_apart(
    text: str, labels: dict[str, str], expected: tuple[str, str, str]
) -> None:
    assert expected in found(text, **labels)


@pytest.mark.parametrize(("state", "number"), [("Illinois", "4250542"), ("Missouri", "4409896"),
                                               ("Ill.", "4250542")])  # fmt: skip
def test_city_and_state(state: str, number: str) -> None:
    doc = read(f"The bank in Springfield, {state}, closed.", Springfield="GPE")
    assert doc._.places[0].place.geonames_id == number


def test_nearer_the_evidence_surer() -> None:
    bare = read("He came to Springfield.", Springfield="GPE")._.places[0].confidence
    told = read("He came to Springfield, Illinois.", Springfield="GPE")._.places[0].confidence
    assert 0.5 <= bare < told <= 1


def test_what_is_no_place() -> None:
    assert found("Paris London met Mr Reading.", Paris_London="PERSON", Reading="PERSON") == []
    assert found("The Iranian envoy left.", Iranian="NORP") == []
    assert found("An Iranian envoy left.", Iranian="GPE") == []
    assert found("They met us.", us="GPE") == []
    assert found("London Bank lost money in London Bank shares.", London_Bank="ORG") == []
    assert found("It was nice in Nice and in Reading.") == []


def test_names_without_a_label_count_in_safe_places_only() -> None:
    assert found("Crowds in Barcelona and near Rio saw London win.") == [
        ("Barcelona", "city", "ESP")
    ]
    assert found("Crowds in Barcelona Sants cheered.") == []
    assert found("It was Nice.", Nice="GPE") == [("Nice", "city", "FRA")]


@pytest.mark.parametrize(
    ("text", "place", "within", "date"),
    [
        ("TEHRAN, July 19 (NWA) - Ministers met.", "TEHRAN", None, "July 19"),
        ("KYIV (AP) — Ministers met.", "KYIV", None, None),
        ("KYIV, Ukraine — Ministers met.", "KYIV", "Ukraine", None),
        ("Tehran, 19 July 2022 (NWA) – They met.", "Tehran", None, "19 July 2022"),
        ("PORT-AU-PRINCE, Haiti, March 3 - They met.", "PORT-AU-PRINCE", "Haiti", "March 3"),
        ("RIO DE JANEIRO: Ministers met.", "RIO DE JANEIRO", None, None),
        ("KYIV/TEHRAN, July 19 (NWA) -- They met.", "KYIV", None, "July 19"),
        ("By Mira Holt\n\nTEHRAN (NWA) - They met.", "TEHRAN", None, None),
    ],
)
def test_datelines(text: str, place: str, within: str | None, date: str | None) -> None:
    dateline = find_dateline(text)
    assert dateline is not None
    spans = (dateline.place, dateline.within, dateline.date)
    assert [text[slice(*span)] if span else None for span in spans] == [place, within, date]


@pytest.mark.parametrize(
    "text",
    [
        "Ministers met in Tehran - and parted.",
        "On Tuesday, July 19th, ministers met.",
        "NATO said it would not.",
        "A WORD - and another.",
        "",
    ],
)
def test_what_is_no_dateline(text: str) -> None:
    assert find_dateline(text) is None


def test_a_dateline_is_a_place() -> None:
    doc = read("Talks end\n\nTEHRAN, July 19 (NWA) - They met in Kyiv.", TEHRAN="ORG", Kyiv="GPE")
    assert [(m.span.text, m.place.name, m.dateline) for m in doc._.places] == [
        ("TEHRAN", "Tehran", True),
        ("Kyiv", "Kyiv", False),
    ]
    assert found("BARCELONA, Venezuela (NWA) - They met.")[0][2] == "VEN"


def test_a_dateline_in_no_gazetteer_is_no_place() -> None:
    assert found("EXCLUSIVE - They met.") == []


def test_rows_of_the_user_come_first(tmp_path: Path) -> None:
    header = PLACES.splitlines()[0]
    (tmp_path / "places.csv").write_text(f"{header}\n,Ysmarra,,city,GRC,,36,25,9\n")
    assert gazetteer(tmp_path).lookup("Ysmarra") == [
        Place("Ysmarra", "city", "GRC", 36.0, 25.0, None, 9)
    ]


def test_a_row_of_the_same_id_takes_the_place_of_the_later() -> None:
    header, first = PLACES.splitlines()[:2]
    own = rows(f"{header}\n{first.replace('7153309', '9000000')}\n")
    names = Gazetteer(rows(COUNTRIES), own + rows(PLACES))
    assert [place.population for place in names.lookup("Tehran")] == [9000000]


def test_a_file_of_the_user_without_the_columns_is_refused(tmp_path: Path) -> None:
    (tmp_path / "places.csv").write_text("name,kind\nAtlantis,city\n")
    with pytest.raises(SeedError, match="iso3"):
        gazetteer(tmp_path)


def test_the_seeds() -> None:
    names = gazetteer()
    assert names.country_of("Tehran") == names.country_of("Iran") == "IRN"
    assert names.lookup("Barcelona")[0].iso3 == "ESP"
    assert names.lookup("California")[0].kind == "region"
