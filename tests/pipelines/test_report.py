"""The report: what is in the file, and, where there is a Chromium, what a reader gets."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest

from pipelines import report
from pipelines.errors import WarehouseError
from pipelines.layout import Layout
from tests.pipelines.browser import CHROMIUM, NARROW, Browser
from tests.pipelines.test_cli import call
from tests.pipelines.workbench import run, story

EVIL = "</script><script>boom()</script> <img src=x onerror=boom()> {{words}}"
needs_chromium = pytest.mark.skipif(
    CHROMIUM is None, reason="no Chromium on the path; `apt-get install chromium` has one"
)


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    stories = [story(number) for number in range(8)]
    stories[0]["title"] = EVIL
    stories[1]["url"] = "javascript:boom()"
    (folder / "articles.jsonl").write_text("".join(json.dumps(s) + "\n" for s in stories))
    run(folder / "articles.jsonl", folder / "wh")
    return folder / "wh"


@pytest.fixture(scope="module")
def page(warehouse: Path) -> Path:
    path = warehouse.parent / "out" / "report.html"
    report.write(Layout(warehouse), path)
    return path


def block(page: Path, name: str) -> dict:
    found = re.search(rf'<script type="application/json" id="{name}">(.*?)</script>',
                      page.read_text(encoding="utf-8"), re.S)  # fmt: skip
    assert found
    return json.loads(found[1])


def count(warehouse: Path, query: str) -> int:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchone()[0]


def test_the_command_writes_one_file_and_says_so(warehouse: Path, tmp_path: Path):
    code, out, err = call("report", "-w", warehouse, "--out", tmp_path / "r.html")
    assert (code, out) == (0, "")
    assert "r.html: written" in err
    assert [path.name for path in tmp_path.iterdir()] == ["r.html"]


def test_without_a_database_nothing_is_written(tmp_path: Path):
    with pytest.raises(WarehouseError):
        report.write(Layout(tmp_path / "none"), tmp_path / "r.html")
    assert not (tmp_path / "r.html").exists()


def test_what_an_article_says_is_never_markup(page: Path):
    text = page.read_text(encoding="utf-8")
    assert "<script>boom" not in text
    assert "<img src=x" not in text
    assert EVIL in [title for title, *_ in block(page, "figures")["articles"]]


def test_the_counts_are_those_of_sql(page: Path, warehouse: Path):
    figures, words = block(page, "figures"), block(page, "words")
    events = count(warehouse, "SELECT count(*) FROM events_current")
    spoken = count(warehouse, "SELECT count(*) FROM quotes WHERE speaker_actor_id IS NOT NULL")
    assert events > 0
    assert spoken > 0
    assert {len(column) for column in figures["events"].values()} == {events}
    assert {len(column) for column in words["events"].values()} == {events}
    assert {len(column) for column in figures["quotes"].values()} == {spoken}
    assert sum(row[3] for row in figures["coverage"]) == count(
        warehouse, "SELECT count(*) FROM articles"
    )


def test_spans_are_those_of_the_sentence(page: Path, warehouse: Path):
    words = block(page, "words")
    columns = words["events"]
    found = {
        words["sentences"][sentence][start:end]
        for sentence, start, end in zip(columns["sentence"], columns["v0"], columns["v1"],
                                        strict=True)
    }  # fmt: skip
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        rows = connection.execute("SELECT DISTINCT trigger FROM events_current").fetchall()
    assert found == {row[0] for row in rows}


def test_the_page_loads_nothing(page: Path):
    text = re.sub(r'<script type="application/json".*?</script>', "", page.read_text(), flags=re.S)
    assert "default-src 'none'" in text
    assert not re.findall(r"""(?:src|href|action|data)\s*=\s*["']?\s*(?:https?:)?//""", text)
    assert not re.findall(r"@import|url\(|fetch\(|XMLHttpRequest|import\(", text)
    assert "{{" not in text


def test_an_empty_warehouse_has_a_page(tmp_path: Path):
    (tmp_path / "a.txt").write_text("Nothing of note took place in the town on that day.")
    run(tmp_path / "a.txt", tmp_path / "wh")
    report.write(Layout(tmp_path / "wh"), tmp_path / "r.html")
    assert block(tmp_path / "r.html", "figures")["range"] == [None, None]


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@needs_chromium
@pytest.mark.parametrize("size", [(1400, 900), NARROW])
def test_it_draws_without_an_error_or_a_request(browser: Browser, page: Path, size):
    browser.events.clear()
    browser.open(page, size, dark=size == NARROW)
    if folder := os.environ.get("DATELINE_SCREENSHOTS"):
        browser.picture(Path(folder) / f"report-{size[0]}.png")
    assert browser.run("document.documentElement.scrollWidth") <= size[0]
    said = [e for e in browser.events if e.get("method") in
            ("Log.entryAdded", "Runtime.exceptionThrown", "Runtime.consoleAPICalled")]  # fmt: skip
    asked = {e["params"]["request"]["url"] for e in browser.events
             if e.get("method") == "Network.requestWillBeSent"}  # fmt: skip
    assert said == []
    assert {url for url in asked if not url.startswith("data:")} == {page.as_uri()}


@needs_chromium
def test_filters_do_what_they_say(browser: Browser, page: Path, warehouse: Path):
    def shown(**filters: str) -> int:
        browser.open(page)
        for key, value in filters.items():
            browser.run(f"{{const f = document.getElementById({key!r}); f.value = {value!r};"
                        "f.dispatchEvent(new Event('input', {bubbles: true}))}")  # fmt: skip
        browser.settle()
        return int(browser.run("parseInt(document.getElementById('shown').value)"))

    def expected(where: str) -> int:
        return count(warehouse, f"SELECT count(*) FROM events_current WHERE {where}")

    code = "SELECT min(event_code) FROM events_current"
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        one = connection.execute(code).fetchone()[0]
    day = "2024-03-04"
    assert shown() == expected("true")
    cases = [
        ({"from": day}, f"event_date >= DATE '{day}'"),
        ({"to": day}, f"event_date <= DATE '{day}'"),
        ({"actor": "Anna"}, "'Anna' IN (source_name, target_name)"),
        ({"code": one}, f"event_code LIKE '{one}%'"),
    ]
    for filters, where in cases:
        assert 0 < expected(where) < expected("true")
        assert shown(**filters) == expected(where)


@needs_chromium
def test_a_figure_opens_its_sentences_by_keyboard(browser: Browser, page: Path):
    browser.open(page)
    browser.run("document.querySelector('#timeline [role=button]').focus()")
    label = browser.run("document.activeElement.getAttribute('aria-label')")
    browser.press("ArrowRight")
    assert browser.run("document.activeElement.getAttribute('aria-label')") != label
    browser.press("Enter")
    assert browser.run("document.getElementById('detail').open")
    assert browser.run("document.querySelectorAll('#sentences mark.trigger').length") > 0
    assert browser.run("document.querySelectorAll('a[href^=javascript]').length") == 0
    browser.press("Escape")
    assert not browser.run("document.getElementById('detail').open")
