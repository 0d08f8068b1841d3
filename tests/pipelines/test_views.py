"""Views and macros over a small warehouse; GDELT's and POLECAT's columns over made rows."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import sqlfiles
from tests.pipelines.workbench import corpus, run, story
from transforms.schema import TABLES

SQL = sqlfiles.SQL
VIEWS = [view.name for view in sqlfiles.load(SQL / "views")]
CHECKS = {check.name for check in sqlfiles.load(SQL / "checks")}

# GDELT 2.0 Event Database codebook, with the types of its public BigQuery table.
GDELT_ACTOR = "Code Name CountryCode KnownGroupCode EthnicCode Religion1Code Religion2Code"
GDELT_ACTOR += " Type1Code Type2Code Type3Code"
GDELT_GEO = [
    ("Type", "INTEGER"), ("FullName", "VARCHAR"), ("CountryCode", "VARCHAR"),
    ("ADM1Code", "VARCHAR"), ("ADM2Code", "VARCHAR"), ("Lat", "DOUBLE"), ("Long", "DOUBLE"),
    ("FeatureID", "VARCHAR"),
]  # fmt: skip
GDELT = [
    ("GlobalEventID", "BIGINT"), ("SQLDATE", "INTEGER"), ("MonthYear", "INTEGER"),
    ("Year", "INTEGER"), ("FractionDate", "DOUBLE"),
    *[(f"Actor{n}{part}", "VARCHAR") for n in (1, 2) for part in GDELT_ACTOR.split()],
    ("IsRootEvent", "INTEGER"), ("EventCode", "VARCHAR"), ("EventBaseCode", "VARCHAR"),
    ("EventRootCode", "VARCHAR"), ("QuadClass", "INTEGER"), ("GoldsteinScale", "DOUBLE"),
    ("NumMentions", "INTEGER"), ("NumSources", "INTEGER"), ("NumArticles", "INTEGER"),
    ("AvgTone", "DOUBLE"),
    *[(f"{who}Geo_{part}", kind) for who in ("Actor1", "Actor2", "Action")
      for part, kind in GDELT_GEO],
    ("DATEADDED", "BIGINT"), ("SOURCEURL", "VARCHAR"),
]  # fmt: skip

POLECAT = """Event ID|Event Date|Event Type|Event Mode|Intensity|Quad Code|Contexts|Actor Name|
Actor Country|Actor COW|Primary Actor Sector|Actor Sectors|Actor Title|Actor Name Raw|
Wikipedia Actor ID|Recipient Name|Recipient Country|Recipient COW|Primary Recipient Sector|
Recipient Sectors|Recipient Title|Recipient Name Raw|Wikipedia Recipient ID|Placename|City|
District|Province|Country|Latitude|Longitude|GeoNames ID|Raw Placename|Feature Type|Source|
Publication Date|Story People|Story Organizations|Story Locations|Language|Version"""


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("views")
    run(corpus(folder / "one", range(8)), folder / "wh")
    return folder / "wh"


@pytest.fixture
def ask(warehouse: Path) -> Iterator:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        yield lambda query, *values: connection.execute(query, values).fetchall()


@pytest.fixture(scope="module")
def coded(warehouse: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """The same tables in memory, with actors and places such as GDELT's queries ask about."""
    connection = duckdb.connect()
    connection.execute(f"ATTACH '{warehouse / 'dateline.duckdb'}' AS published (READ_ONLY)")
    for table in TABLES:
        connection.execute(f"CREATE TABLE {table} AS FROM published.{table}")
    connection.execute("DETACH published")
    actors = {
        "Anna": ("person", "RUS", "GOV", "RUSGOV"), "Boris": ("person", "UKR", "MIL", "UKRMIL"),
        "Carla": ("organization", None, "IGO", "IGOUNO"),
        "Dimitri": ("country", "USA", None, "USA"),
        "Elena": ("organization", "USA", "BUS", "USABUS"), "Farid": ("armed_group", "PSE", "REB",
        "PSEREBHAM"), "Greta": ("person", "FRA", "GOV", "FRAGOV"),
    }  # fmt: skip
    for name, coding in actors.items():
        connection.execute(
            "UPDATE actors SET kind = ?, country = ?, role = ?, code = ? WHERE name = ?",
            [*coding, name],
        )
    connection.execute(
        "UPDATE events SET country = 'UKR', place_name = 'Kyiv', place_precision = 'city', "
        "latitude = 50.45, longitude = 30.52, geonames_id = '703448' "
        "WHERE event_root IN ('04', '19')"
    )
    connection.execute(
        "UPDATE events SET country = 'USA', place_name = 'United States', "
        "place_precision = 'country', latitude = 38.9, longitude = -77 WHERE event_root = '11'"
    )
    for view in ("article_origins", "events_gdelt", "events_polecat"):
        file = next(file for file in sqlfiles.load(SQL / "views") if file.name == view)
        connection.execute(f"CREATE VIEW {view} AS {file.query}")
    macro = next(file for file in sqlfiles.load(SQL / "macros") if file.name == "parse_date")
    connection.execute(f"CREATE MACRO parse_date(format, text) AS ({macro.query}\n)")
    yield connection
    connection.close()


def test_each_view_has_its_check():
    assert {*VIEWS, "data_dictionary", "search_tokens"} - CHECKS == set()


def test_headers_name_columns_and_nothing_else(warehouse: Path):
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        for file in sqlfiles.load(SQL / "views"):
            columns = set(connection.sql(f"FROM {file.name}").columns)
            assert set(file.notes) <= columns, file.name
        for file in sqlfiles.load(SQL / "macros"):
            if "returns" not in file.notes:
                nulls = ", ".join("NULL" for _ in file.notes["parameters"].text.split(","))
                columns = set(connection.sql(f"FROM {file.name}({nulls})").columns)
                assert set(file.notes) - {"parameters"} <= columns, file.name


def test_gdelt_has_the_61_columns_in_order_with_their_types(coded):
    assert len(GDELT) == 61
    answer = coded.execute("DESCRIBE events_gdelt").fetchall()
    assert [(name, kind) for name, kind, *_ in answer] == GDELT


def test_polecat_has_its_columns_in_order(coded):
    names = POLECAT.replace("\n", "").split("|")
    assert [name for name, *_ in coded.execute("DESCRIBE events_polecat").fetchall()] == names


# Shapes of query that are published for GDELT's event table, each with what must come out here.
PUBLISHED = {
    "goldstein of one country towards another by month": (
        "SELECT MonthYear, AVG(GoldsteinScale) AS g, COUNT(*) AS n FROM events_gdelt "
        "WHERE Actor1CountryCode = 'RUS' AND Actor2CountryCode = 'UKR' GROUP BY MonthYear "
        "ORDER BY MonthYear",
        [(202403, 1.0, 1)],
    ),
    "share of a root by year": (
        "SELECT Year, SUM(CASE WHEN EventRootCode = '19' THEN 1 ELSE 0 END) / COUNT(*) AS share "
        "FROM events_gdelt GROUP BY Year ORDER BY Year",
        [(2024, 0.25)],
    ),
    "most mentioned events on a map": (
        "SELECT ActionGeo_FullName, ActionGeo_Lat, ActionGeo_Long, SUM(NumMentions) AS m "
        "FROM events_gdelt WHERE ActionGeo_CountryCode = 'UP' AND ActionGeo_Lat IS NOT NULL "
        "GROUP BY 1, 2, 3 ORDER BY m DESC LIMIT 10",
        [("Kyiv, Ukraine", 50.45, 30.52, 8)],
    ),
    "dates as text": (
        "SELECT PARSE_DATE('%Y%m%d', CAST(SQLDATE AS STRING)) AS day, COUNT(*) "
        "FROM events_gdelt WHERE SQLDATE BETWEEN 20240301 AND 20240302 GROUP BY day ORDER BY day",
        None,
    ),
    "top dyads by known codes": (
        "SELECT Actor1CountryCode, Actor2CountryCode, COUNT(*) AS c FROM events_gdelt "
        "WHERE Actor1CountryCode IS NOT NULL AND Actor2CountryCode IS NOT NULL "
        "AND Actor1CountryCode != Actor2CountryCode GROUP BY Actor1CountryCode, Actor2CountryCode "
        "HAVING c > 0 ORDER BY c DESC, 1, 2",
        None,
    ),
    "material conflict by quad class": (
        "SELECT QuadClass, SUM(NumArticles) FROM events_gdelt WHERE QuadClass IN (3, 4) "
        "AND IsRootEvent = 1 GROUP BY QuadClass ORDER BY QuadClass",
        None,
    ),
    "armed groups by type code": (
        "SELECT Actor1Name, Actor1KnownGroupCode, COUNT(*) FROM events_gdelt "
        "WHERE Actor1Type1Code = 'REB' OR Actor1Type2Code = 'REB' GROUP BY 1, 2",
        [("FARID", "HAM", 2)],
    ),
    "united nations by known group": (
        "SELECT DISTINCT Actor1Code, Actor1Type1Code, Actor1KnownGroupCode FROM events_gdelt "
        "WHERE Actor1KnownGroupCode = 'UNO'",
        [("IGOUNO", "IGO", "UNO")],
    ),
    "codes below a base code": (
        "SELECT EventBaseCode, EventCode, COUNT(*) AS n FROM events_gdelt "
        "WHERE EventRootCode IN ('18', '19', '20') AND LEFT(EventCode, 2) = EventRootCode "
        "GROUP BY EventBaseCode, EventCode ORDER BY n DESC",
        [("192", "192", 4)],
    ),
    "ranks within a country by window": (
        "SELECT * FROM (SELECT ActionGeo_CountryCode AS country, EventRootCode AS root, "
        "COUNT(*) AS n, RANK() OVER (PARTITION BY ActionGeo_CountryCode ORDER BY COUNT(*) DESC) "
        "AS r FROM events_gdelt WHERE ActionGeo_Type > 0 GROUP BY 1, 2) WHERE r = 1 "
        "ORDER BY country, root",
        None,
    ),
    "latest reports with their address": (
        "SELECT GLOBALEVENTID, SQLDATE, SOURCEURL, AvgTone FROM events_gdelt "
        "WHERE DATEADDED > 20240101000000 AND SOURCEURL LIKE '%example.org%' "
        "ORDER BY DATEADDED DESC, NumSources DESC LIMIT 5",
        None,
    ),
}


@pytest.mark.parametrize("shape", PUBLISHED)
def test_published_queries_of_gdelt_run_unchanged(coded, shape: str):
    query, expected = PUBLISHED[shape]
    found = coded.execute(query).fetchall()
    assert found, shape
    if expected is not None:
        assert found == expected


def test_gdelt_counts_a_copy_as_an_article_but_not_as_a_source(coded):
    found = coded.execute(
        "SELECT NumMentions, NumArticles, NumSources FROM events_gdelt "
        "WHERE SOURCEURL = 'https://example.org/0'"
    ).fetchall()
    assert found
    assert {tuple(row) for row in found} == {(1, 2, 1)}


def test_polecat_says_quad_and_country(coded):
    found = coded.execute(
        'SELECT DISTINCT "Actor Name", "Actor Country", "Quad Code" FROM events_polecat '
        "WHERE \"Actor Name\" = 'Anna' AND \"Event Type\" = 'CONSULT'"
    ).fetchall()
    assert found == [("Anna", "RUS", "VERBAL COOPERATION")]


def test_search_finds_sentences_and_quotes(ask):
    assert ask("SELECT count(*) FROM search('zoe left')") == [(8,)]  # accents do not matter
    (best, kind) = ask("SELECT text, kind FROM search('number 3')")[0]
    assert (best, kind) == ("this is number 3 now", "quote")
    assert ask("SELECT DISTINCT kind FROM search('numb* now') ORDER BY 1") == [
        ("quote",), ("sentence",),
    ]  # fmt: skip
    assert ask("SELECT count(*) FROM search('number nowhere')") == [(0,)]
    assert ask("SELECT count(*) FROM search('')") == [(0,)]


def test_search_passages_cut_their_text_out_of_the_article(ask):
    wrong = ask(
        "SELECT s.text FROM search('the') s JOIN articles a USING (article_id) "
        'WHERE substring(a.text, s.start + 1, s."end" - s.start) <> s.text'
    )
    assert wrong == []
    assert ask("SELECT count(*) > 10 FROM search('the')") == [(True,)]


def test_timeline_has_all_parts_and_takes_ids_and_any_case(ask):
    rows = ask("SELECT day, kind, part FROM timeline('anna')")
    assert rows == sorted(rows)
    assert {row[2] for row in rows} == {"source", "target", "speaker"}
    (key,) = ask("SELECT actor_id FROM actors WHERE name = 'Anna'")[0]
    assert ask("SELECT count(*) FROM timeline($1)", key) == [(len(rows),)]
    assert ask("SELECT count(*) FROM timeline('Nobody')") == [(0,)]


def test_coverage_has_every_day_and_marks_gaps(ask):
    days = ask("SELECT day, n_articles, gap, gap_days FROM coverage WHERE source = 'Paper 1' "
               "ORDER BY day LIMIT 5")  # fmt: skip
    assert [(n, gap, length) for _, n, gap, length in days] == [
        (1, False, 0), (0, True, 1), (0, True, 2), (1, False, 0), (0, True, 1),
    ]  # fmt: skip
    assert ask("SELECT sum(n_articles), sum(n_copies) FROM coverage") == [(9, 1)]


def test_months_and_networks_add_up_to_days(ask):
    (days,) = ask("SELECT sum(n_events), sum(verbal_conflict) FROM dyad_day")
    assert ask("SELECT sum(n_events), sum(verbal_conflict) FROM dyad_month") == [days]
    assert ask("SELECT sum(n_events), sum(verbal_conflict) FROM actor_network") == [days]
    wrong = ask(
        "SELECT * FROM dyad_day WHERE n_events = verbal_cooperation "
        "AND goldstein_verbal_cooperation IS DISTINCT FROM goldstein"
    )
    assert wrong == []


def test_who_said_what_about_whom(ask):
    pairs = ask("SELECT count(*) FROM (SELECT DISTINCT quote_id, actor_id FROM quote_actors)")
    assert ask("SELECT count(*) FROM who_said_what_about_whom") == pairs


def test_sentences_are_all_there(ask):
    texts = [text for (text,) in ask(
        "SELECT text FROM sentences_full WHERE url = 'https://example.org/3' ORDER BY sentence"
    )]  # fmt: skip
    assert "Zoë 🙂 left." in texts
    assert " ".join(" ".join(texts).split()).count("river") == story(3)["text"].count("river")
