from __future__ import annotations

import json
from datetime import UTC, datetime
from pathlib import Path

import pytest

from pipelines.articles import Bad, article_row, language_of
from pipelines.landing import Landed, Landing
from pipelines.reading import read
from pipelines.records import RawArticle
from pipelines.sources.base import Document
from tests.pipelines.workbench import fingerprints, lake_rows, run, settings, story

RECEIVED = datetime(2024, 5, 1, 12, tzinfo=UTC)
FRENCH = (
    "Anna a rencontré Boris au bord de la rivière, et toute la ville en a parlé pendant une "
    "semaine. Plus tard, Boris a remercié Carla de ce qu'elle avait dit."
)
LANDED = Landed("0" * 64, RECEIVED, None)


def row(**fields):
    raw = RawArticle(**{"text": "The talks were held in the town.", "file": "x/a.txt",
                        "location": "file", **fields})  # fmt: skip
    return article_row(raw, LANDED, None, 1000)


def test_ids_depend_on_address_and_text_alone():
    one = row(url="https://e.org/1", title="T", published="2024-01-01")
    assert one["article_id"] == row(url="https://e.org/1", title="T", source="S")["article_id"]
    assert one["article_id"] != row(url="https://e.org/2", title="T")["article_id"]
    assert one["article_id"] != row(url="https://e.org/1", title="U")["article_id"]
    assert row(file="here/a.txt")["article_id"] == row(file="there/a.txt")["article_id"]
    assert row(file="a.txt")["article_id"] != row(file="b.txt")["article_id"]


def test_the_date_is_the_articles_own_then_the_option_then_receipt():
    raw = RawArticle(text="Some text.", file="a.txt", location="file", published="2024-01-02")
    option = datetime(2024, 2, 2, tzinfo=UTC)
    own = article_row(raw, LANDED, option, 1000)
    assert (own["published_at"], own["published_basis"]) == (datetime(2024, 1, 2), "article")
    undated = RawArticle(text="Some text.", file="a.txt", location="file")
    given = article_row(undated, LANDED, option, 1000)
    assert (given["published_at"], given["published_basis"]) == (datetime(2024, 2, 2), "option")
    assert row()["published_at"] == RECEIVED.replace(tzinfo=None)
    assert row()["published_basis"] == "ingest"


@pytest.mark.parametrize(
    ("fields", "reason"),
    [
        ({"text": " \n\n "}, "empty_text"),
        ({"text": "", "title": "Only a title"}, "empty_text"),
        ({"text": "long " * 300}, "too_large"),
        ({"published": "the day before"}, "bad_date"),
    ],
)
def test_unusable_articles(fields: dict[str, str], reason: str):
    found = row(**fields)
    assert isinstance(found, Bad)
    assert found.reason == reason


def test_sources_fall_back_on_the_host():
    assert row(url="https://www.example.org/x")["source"] == "example.org"
    assert row(url="https://www.example.org/x", source="Paper")["source"] == "Paper"
    assert row(url="http://[broken")["source"] is None


@pytest.mark.parametrize(
    ("stated", "text", "code"),
    [
        ("en-GB", "", "en"),
        ("English", "", "en"),
        ("fra", "", "fr"),
        (None, "The men said that they had been to the town with all of their friends.", "en"),
        (None, "Les hommes ont dit que la ville est avec nous dans le monde et pour toujours.",
         "fr"),
        # Pages state a wrong language for want of a setting: a text of some length knows better.
        ("en", "Les hommes ont dit que la ville est avec nous dans le monde et pour toujours.",
         "fr"),
        ("fr", "The men said that they had been to the town with all of their friends.", "en"),
        ("pt", "Presidente visitou Lisboa", "pt"),
    ],
)  # fmt: skip
def test_languages(stated: str | None, text: str, code: str):
    assert language_of(stated, text) == code


def test_the_first_copy_is_told_by_its_date_not_by_its_place(tmp_path: Path):
    late = {**story(1), "url": "https://e.org/late", "published_at": "2024-06-01"}
    early = {**story(1), "url": "https://e.org/early", "published_at": "2024-01-01"}
    for name, order in (("one", [late, early]), ("two", [early, late])):
        file = tmp_path / f"{name}.json"
        file.write_text(json.dumps(order))
        run(file, tmp_path / name)
        rows = {r["url"]: r for r in lake_rows(tmp_path / name, "articles")}
        assert rows["https://e.org/early"]["duplicate_of"] is None
        original = rows["https://e.org/early"]["article_id"]
        assert rows["https://e.org/late"]["duplicate_of"] == original
        assert rows["https://e.org/late"]["sentence_count"] is None


def test_a_copy_that_comes_later_names_the_published_article(tmp_path: Path):
    for number, url in enumerate(["https://e.org/1", "https://e.org/2"]):
        (tmp_path / f"{number}.json").write_text(json.dumps({**story(1), "url": url}))
        run(tmp_path / f"{number}.json", tmp_path / "wh")
    rows = {r["url"]: r for r in lake_rows(tmp_path / "wh", "articles")}
    assert rows["https://e.org/2"]["duplicate_of"] == rows["https://e.org/1"]["article_id"]
    assert {r["article_id"] for r in lake_rows(tmp_path / "wh", "events")} == {
        rows["https://e.org/1"]["article_id"]
    }
    stories = lake_rows(tmp_path / "wh", "stories")
    assert {(s["n_events"], s["n_articles"]) for s in stories} == {(1, 2)}


def test_other_languages_are_kept_but_not_analysed(tmp_path: Path):
    file = tmp_path / "a.json"
    file.write_text(json.dumps([{**story(1), "text": FRENCH, "title": "Anna et Boris"}, story(2)]))
    done = run(file, tmp_path / "wh")
    assert (done.run["loaded"], done.run["other_language"]) == (2, 1)
    rows = {row["language"]: row for row in lake_rows(tmp_path / "wh", "articles")}
    assert (rows["fr"]["skipped"], rows["fr"]["sentence_count"]) == ("language", None)
    assert rows["en"]["skipped"] is None
    found = {row["article_id"] for row in lake_rows(tmp_path / "wh", "mentions")}
    assert found == {rows["en"]["article_id"]}


def test_an_article_that_fails_is_rejected_with_its_copies_and_tried_again_on_request(
    tmp_path: Path,
):
    bad = {**story(1), "text": "This will crash, and Anna met Boris."}
    articles = [bad, {**bad, "url": "https://e.org/copy"}, story(2)]
    (tmp_path / "a.json").write_text(json.dumps(articles))
    first = run(tmp_path / "a.json", tmp_path / "wh")
    assert (first.run["loaded"], first.run["duplicate"], first.run["rejected"]) == (1, 0, 2)
    assert first.reasons == {"analysis_error": 2}
    before = fingerprints(tmp_path / "wh")
    again = run(tmp_path / "a.json", tmp_path / "wh")
    assert (again.run["duplicate"], again.run["rejected"]) == (1, 2)
    assert again.run["outcome"] == "nothing_new"
    run(tmp_path / "a.json", tmp_path / "wh", retry_rejected=True)
    assert fingerprints(tmp_path / "wh") == before


@pytest.mark.parametrize("held", ["bytes", "file", "opener"])
def test_landing_keeps_bytes_once_with_the_first_time(tmp_path: Path, held: str):
    (tmp_path / "here").write_bytes(b"some bytes")
    content = {
        "bytes": b"some bytes",
        "file": tmp_path / "here",
        "opener": lambda: (tmp_path / "here").open("rb"),
    }[held]
    landed = []
    for keep, when in ((True, RECEIVED), (True, datetime.now(UTC)), (False, datetime.now(UTC))):
        landing = Landing(tmp_path / "landing", keep=keep)
        with landing.land(Document("a.txt", content), when) as found:
            assert [one.text for one in read(found.document, 100)] == ["some bytes"]
            landed.append(found)
        landing.note()
    first, later, passing = landed
    assert later == first
    assert first.received_at == passing.received_at == RECEIVED
    assert (first.kept_at, passing.kept_at) == (f"{first.sha256[:2]}/{first.sha256}.txt", None)
    assert (tmp_path / "landing" / first.kept_at).read_bytes() == b"some bytes"
    assert len((tmp_path / "landing" / "index.jsonl").read_text().splitlines()) == 1


@pytest.mark.parametrize("name", ["a/../../b.t/../xt", "a.t\x00xt", "x.%2e%2e", "..", "a.ü"])
def test_a_name_from_outside_is_no_path(tmp_path: Path, name: str):
    with Landing(tmp_path / "landing", keep=True).land(Document(name, b"x"), RECEIVED) as found:
        assert found.kept_at == f"{found.sha256[:2]}/{found.sha256}"


def test_without_keeping_only_the_time_is_noted(tmp_path: Path):
    (tmp_path / "a.json").write_text(json.dumps(story(1)))
    run(tmp_path / "a.json", tmp_path / "wh", keep_landing=False)
    assert [p.name for p in (tmp_path / "wh" / "landing").iterdir()] == ["index.jsonl"]


def test_settings_of_the_run_are_recorded(tmp_path: Path):
    (tmp_path / "a.json").write_text(json.dumps(story(1)))
    run(tmp_path / "a.json", tmp_path / "wh")
    (recorded,) = lake_rows(tmp_path / "wh", "runs")
    assert json.loads(recorded["configuration"]) == settings(tmp_path / "wh").values()
    assert json.loads(recorded["inputs"]) == [str(tmp_path / "a.json")]
