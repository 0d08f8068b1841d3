"""The report: what is in the file, and, where there is a Chromium, what a reader gets."""

from __future__ import annotations

import base64
import gzip
import json
import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from pipelines import report, templates
from pipelines.errors import WarehouseError
from pipelines.layout import Layout
from tests.pipelines.browser import NARROW, WIDE, Browser, needs_chromium
from tests.pipelines.test_cli import call
from tests.pipelines.workbench import give_places, run, story

EPOCH = date(1970, 1, 1).toordinal()
EVIL = "</script><script>boom()</script> <img src=x onerror=boom()> {{words}}"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    stories = [story(number) for number in range(8)]
    stories[0]["title"] = EVIL
    stories[1]["url"] = "javascript:boom()"
    stories[1]["source"] = EVIL
    (folder / "articles.jsonl").write_text("".join(json.dumps(s) + "\n" for s in stories))
    run(folder / "articles.jsonl", folder / "wh")
    give_places(folder / "wh")
    return folder / "wh"


@pytest.fixture(scope="module")
def page(warehouse: Path) -> Path:
    path = warehouse.parent / "out" / "report.html"
    report.write(Layout(warehouse), path)
    return path


def block(page: Path, name: str) -> Any:
    found = re.search(rf'<script type="text/plain" id="data-{name}">([^<]*)</script>',
                      page.read_text(encoding="utf-8"))  # fmt: skip
    assert found
    return json.loads(gzip.decompress(base64.b64decode(found[1])))


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


def test_the_file_is_the_same_each_time(page: Path, warehouse: Path, tmp_path: Path):
    report.write(Layout(warehouse), tmp_path / "again.html")
    assert (tmp_path / "again.html").read_bytes() == page.read_bytes()


def test_what_an_article_says_is_never_markup(page: Path):
    text = page.read_text(encoding="utf-8")
    assert "boom" not in text  # it is inside the blocks, which are letters of base64
    assert EVIL in {word["article"][1] for word in block(page, "events-0")}


def test_a_template_fills_each_slot_once_and_escapes_the_title():
    made = templates.page("<b>", {"head": "{{words}}", "words": "here"})
    assert "<title>&lt;b&gt;</title>" in made
    assert made.count("{{words}}") == 1


def test_the_counts_are_those_of_sql(page: Path, warehouse: Path):
    figures = block(page, "figures")
    events = count(warehouse, "SELECT count(*) FROM events_current")
    spoken = count(warehouse, "SELECT count(*) FROM quotes WHERE speaker_actor_id IS NOT NULL")
    assert events > 0
    assert spoken > 0
    assert {len(column) for column in figures["events"].values()} == {events}
    assert {len(column) for column in figures["quotes"].values()} == {spoken}
    assert (len(block(page, "events-0")), len(block(page, "quotes-0"))) == (events, spoken)
    articles = count(warehouse, "SELECT count(*) FROM articles")
    assert sum(row[3] for row in figures["coverage"]) == articles
    assert sum(sum(days) for _, *days in figures["strips"].values()) == articles


def test_each_row_has_its_own_words(page: Path, warehouse: Path):
    figures, words = block(page, "figures"), block(page, "events-0")
    found = [
        (date.fromordinal(EPOCH + day).isoformat(), figures["codes"][code][0], word["text"],
         *(word["text"][start:end] for kind, start, end in word["spans"] if kind == "trigger"))
        for day, code, word in zip(figures["events"]["day"], figures["events"]["code"], words,
                                   strict=True)
    ]  # fmt: skip
    query = (
        "SELECT event_date::VARCHAR, event_code, text, trigger FROM events_current "
        "ORDER BY event_date, event_id"
    )
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        assert found == connection.execute(query).fetchall()


def test_words_come_in_the_blocks_in_which_the_page_looks_for_them(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr(report, "CHUNK", 3)
    report.write(Layout(warehouse), tmp_path / "r.html")
    assert block(tmp_path / "r.html", "figures")["block"] == 3
    assert len(block(tmp_path / "r.html", "events-1")) == 3


def test_the_page_loads_nothing_and_runs_its_own_script_only(page: Path):
    text = page.read_text()
    assert "default-src 'none'" in text
    assert "unsafe" not in text
    (script,) = re.findall(r"<script>(.*?)</script>", text, re.S)
    (style,) = re.findall(r"<style>(.*?)</style>", text, re.S)
    for own in (script, style):
        assert templates.source(own) in text
    assert not re.findall(r"""(?:src|href|action)\s*=\s*["']?\s*(?:https?:)?//""", text)
    assert not re.findall(r"@import|url\((?!#)|fetch\(|XMLHttpRequest|import\(", text)
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
@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (WIDE, True), (NARROW, True)])
def test_it_draws_without_an_error_or_a_request(browser: Browser, page: Path, size, dark):
    browser.open(page.as_uri(), size, dark=dark)
    browser.picture(f"report-{size[0]}-{'dark' if dark else 'light'}")
    assert browser.run("document.body.dataset.state") == "drawn"
    assert browser.run("document.documentElement.scrollWidth") <= size[0]
    for figure in ("timeline", "stories", "quoted", "dyads", "network", "coverage"):
        assert browser.run(f"document.querySelector('#{figure} .body').textContent.length"), figure
    assert browser.complaints() == []
    assert browser.requests() == {page.as_uri()}


def test_every_filter_of_the_page_is_tried():
    ids = re.findall(r'<(?:input|select)[^>]* id="(\w+)"', templates.part("page.html"))
    assert set(ids) == {*FILTERS, "whole"}


FILTERS = {
    "from": ("2024-03-04", "event_date >= DATE '2024-03-04'"),
    "to": ("2024-03-04", "event_date <= DATE '2024-03-04'"),
    "actor": ("Anna", "'Anna' IN (source_name, target_name)"),
    "code": ("04", "event_code LIKE '04%'"),
    "country": (
        "France",
        "country = 'FRA' OR source_actor_id IN (SELECT actor_id FROM actors WHERE country = 'FRA') "
        "OR target_actor_id IN (SELECT actor_id FROM actors WHERE country = 'FRA')",
    ),
}


@needs_chromium
def test_filters_do_what_they_say(browser: Browser, page: Path, warehouse: Path):
    def expected(where: str) -> int:
        return count(warehouse, f"SELECT count(*) FROM events_current WHERE {where}")

    browser.open(page.as_uri())
    everything = expected("true")
    assert browser.choose() == everything
    for name, (value, where) in FILTERS.items():
        assert 0 < expected(where) < everything, name
        assert browser.choose(**{name: value}) == expected(where), name
        listed = "document.querySelectorAll('#timeline .row button')"
        bars = browser.run(f"[...{listed}].map(b => parseInt(b.textContent.split(': ')[1]))")
        assert sum(bars) == expected(where), name
        browser.run("document.getElementById('filters').reset()")
        assert browser.choose() == everything
    both = " AND ".join(f"({FILTERS[name][1]})" for name in ("from", "actor"))
    assert browser.choose(**{"from": FILTERS["from"][0], "actor": "Anna"}) == expected(both)
    assert browser.choose(actor="nobody of that name") == 0


@needs_chromium
def test_a_figure_opens_its_sentences_by_keyboard(browser: Browser, page: Path):
    browser.open(page.as_uri())
    browser.run("document.querySelector('#timeline [role=button]').focus()")
    label = browser.run("document.activeElement.getAttribute('aria-label')")
    browser.press("ArrowRight")
    assert browser.run("document.activeElement.getAttribute('aria-label')") != label
    browser.press("Enter")
    browser.until("document.querySelectorAll('#sentences mark.trigger').length")
    assert browser.run("document.getElementById('detail').open")
    assert browser.run("document.querySelectorAll('a[href^=javascript]').length") == 0
    browser.press("Escape")
    assert not browser.run("document.getElementById('detail').open")
