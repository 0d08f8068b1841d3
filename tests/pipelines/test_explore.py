"""The live page: what the server answers and refuses, and, in Chromium, what a reader gets."""

from __future__ import annotations

import json
import re
import shutil
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb
import httpx
import pytest
import uvicorn
from starlette.testclient import TestClient

from pipelines import explore
from pipelines.errors import SettingsError, WarehouseError
from pipelines.explore import application
from pipelines.figures import collect
from pipelines.layout import Layout
from pipelines.query import reading
from pipelines.snapshot import Snapshots
from tests.pipelines.browser import NARROW, WIDE, Browser, needs_chromium
from tests.pipelines.workbench import corpus, give_places, run, story

ROOT = Path(__file__).resolve().parents[2]
EVIL = "</script><script>boom()</script> <img src=x onerror=boom()>"


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explore")
    stories = [story(number) for number in range(8)]
    stories[0] |= {"title": EVIL, "url": "javascript:boom()", "source": EVIL}
    (folder / "articles.jsonl").write_text("".join(json.dumps(s) + "\n" for s in stories))
    run(folder / "articles.jsonl", folder / "wh")
    give_places(folder / "wh")
    return folder / "wh"


@pytest.fixture
def client(warehouse: Path) -> TestClient:
    return client_of(warehouse)


def client_of(warehouse: Path, seconds: float = 20) -> TestClient:
    return TestClient(
        application(Snapshots(Layout(warehouse), seconds)), base_url="http://localhost:8642"
    )


def rows(warehouse: Path, query: str) -> list[tuple]:
    with duckdb.connect(str(warehouse / "dateline.duckdb"), read_only=True) as connection:
        return connection.execute(query).fetchall()


def test_the_page_and_its_parts_load_nothing_from_elsewhere(client: TestClient):
    page = client.get("/")
    assert page.status_code == 200
    named = re.findall(r'<(?:script|link)[^>]* (?:src|href)="([^"]*)"', page.text)
    assert sorted(named) == ["data:,", "page.css", "page.js"]
    assert not re.search(r"<style|<script>|\bon\w+=|\bstyle=", page.text)
    for path in ("/", "/page.css", "/page.js", "/api/version", "/nothing"):
        headers = client.get(path).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert "access-control-allow-origin" not in headers


def test_figures_are_those_of_the_report(client: TestClient, warehouse: Path):
    with reading(Layout(warehouse)) as connection:
        expected = json.loads(json.dumps(collect(connection).figures))
    found = client.get("/api/figures").json()
    assert found.pop("version") == rows(warehouse, "SELECT lake_version()")[0][0]
    assert found == expected
    plain = client.get("/api/figures", headers={"Accept-Encoding": "identity"})
    assert "content-encoding" not in plain.headers
    assert plain.json()["events"] == expected["events"]


def test_words_are_those_of_the_rows_asked_for(client: TestClient, warehouse: Path):
    version = client.get("/api/version").json()["version"]
    events = rows(
        warehouse, "SELECT text, article_id FROM events_current ORDER BY event_date, event_id"
    )
    asked = {"kind": "events", "version": version, "rows": "3,0,5"}
    found = client.get("/api/words", params=asked).json()
    assert [(word["text"], word["article"][0]) for word in found] == [events[n] for n in (3, 0, 5)]


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("words?kind=actors&version=x&rows=1", 400),
        ("words?kind=events&version=VERSION&rows=one", 400),
        ("words?kind=events&version=VERSION&rows=-1", 400),
        ("words?kind=events&version=VERSION&rows=999999", 400),
        (f"words?kind=events&version=VERSION&rows={','.join(['1'] * 101)}", 400),
        ("words?kind=events&version=gone&rows=1", 409),
        ("search", 400),
        (f"search?q={'x' * 201}", 400),
        ("article?id=ffffffffffff", 404),
        ("article?id=%27%20OR%201=1", 400),
        ("nothing", 404),
    ],
)
def test_what_cannot_be_answered_is_said(client: TestClient, path: str, status: int):
    version = client.get("/api/version").json()["version"]
    answer = client.get("/api/" + path.replace("VERSION", version))
    assert answer.status_code == status
    assert path == "nothing" or answer.json()["error"]


def test_it_only_reads(client: TestClient, warehouse: Path):
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/api/search").status_code == 405
    with Snapshots(Layout(warehouse), 5).latest().asking() as connection:
        for statement in (
            "DELETE FROM events",
            "COPY events TO 'x.csv'",
            "SELECT * FROM read_text('/etc/hostname')",
            "SET threads = 1",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(statement)


def test_search_finds_what_the_macro_finds(client: TestClient, warehouse: Path):
    found = client.get("/api/search", params={"q": "zoe left"}).json()
    texts = [text for (text,) in rows(warehouse, "SELECT text FROM search('zoe left')")]
    assert [hit["text"] for hit in found["hits"]] == texts
    assert len(texts) == 8
    assert found["more"] is False
    assert client.get("/api/search", params={"q": "no such words"}).json()["hits"] == []


def test_an_article_comes_with_all_that_was_found(client: TestClient, warehouse: Path):
    ((key, text),) = rows(
        warehouse, "SELECT article_id, text FROM articles ORDER BY article_id LIMIT 1"
    )
    found = client.get("/api/article", params={"id": key}).json()
    assert found["text"] == text
    for table in ("events", "quotes", "mentions"):
        query = f"SELECT count(*) FROM {table} WHERE article_id = '{key}'"
        assert len(found[table]) == rows(warehouse, query)[0][0] > 0
    for event in found["events"]:
        assert text[event["trigger_start"] : event["trigger_end"]] == event["trigger"]
        assert event["source_actor_id"] in found["actors"]


@pytest.mark.parametrize(
    ("host", "status"),
    [
        ("localhost", 200), ("localhost:8642", 200), ("127.0.0.1:1", 200), ("[::1]:8642", 200),
        ("LOCALHOST", 200), ("evil.example", 421), ("localhost.evil.example", 421),
        ("127.0.0.1.evil.example:8642", 421), ("", 421),
    ],
)  # fmt: skip
def test_a_name_that_is_not_ours_is_refused(client: TestClient, host: str, status: int):
    assert client.get("/api/version", headers={"Host": host}).status_code == status


def test_names_can_be_added(warehouse: Path):
    app = application(Snapshots(Layout(warehouse), 5), ["News.example"])
    assert TestClient(app, base_url="http://news.example").get("/").status_code == 200
    assert TestClient(app, base_url="http://other.example").get("/").status_code == 421


def test_a_question_that_takes_too_long_is_ended(warehouse: Path, monkeypatch):
    monkeypatch.setattr(
        explore, "_SEARCH", "SELECT count($1) FROM range(10000000000) a, range(1000) b"
    )
    client = client_of(warehouse, seconds=0.3)
    answer = client.get("/api/search", params={"q": "x"})
    assert answer.status_code == 504
    assert "0.3 seconds" in answer.json()["error"]
    assert client.get("/api/version").status_code == 200


def test_without_a_database_it_says_what_to_do(tmp_path: Path):
    client = client_of(tmp_path / "none")
    assert client.get("/api/version").status_code == 503
    assert "dateline run" in client.get("/api/figures").json()["hint"]
    with pytest.raises(WarehouseError):
        explore.serve(Layout(tmp_path / "none"), "127.0.0.1", 0, (), 5)


def test_a_port_that_is_taken_is_a_setting_to_change(warehouse: Path):
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(SettingsError) as error:
        explore.serve(Layout(warehouse), "127.0.0.1", taken.getsockname()[1], (), 5)
    assert "--port" in error.value.hint


def test_a_load_is_seen_at_once_and_the_version_before_is_still_answered(tmp_path: Path):
    run(corpus(tmp_path / "one", range(3)), tmp_path / "wh")
    client = client_of(tmp_path / "wh")
    first = client.get("/api/figures").json()
    asked = {"kind": "events", "rows": "0", "version": first["version"]}
    words = client.get("/api/words", params=asked).json()

    run(corpus(tmp_path / "two", range(3, 6)), tmp_path / "wh")
    second = client.get("/api/figures").json()
    assert second["totals"][0] > first["totals"][0]
    assert client.get("/api/words", params=asked).json() == words

    run(corpus(tmp_path / "three", range(6, 9)), tmp_path / "wh")
    assert client.get("/api/version").json()["version"] not in (first["version"], second["version"])
    assert client.get("/api/words", params=asked).status_code == 409
    shutil.rmtree(tmp_path / "wh")  # what is open can be read even then
    assert client.get("/api/search", params={"q": "zoe"}).status_code == 200


def test_loads_and_readers_do_not_disturb_each_other(tmp_path: Path):
    warehouse = tmp_path / "wh"
    run(corpus(tmp_path / "0", range(3)), warehouse)
    client = client_of(warehouse)
    done, seen, failed = threading.Event(), set(), []

    def read() -> None:
        while not done.wait(0.02):
            for path in ("figures", "search?q=zoe", "version"):
                answer = client.get(f"/api/{path}")
                if answer.status_code != 200:
                    failed.append(answer.text)
                elif path == "figures":
                    value = answer.json()
                    seen.add((value["version"], value["totals"][0]))

    readers = [threading.Thread(target=read) for _ in range(2)]
    for reader in readers:
        reader.start()
    expected = set()
    for start in range(3, 12, 3):
        summary = run(corpus(tmp_path / str(start), range(start, start + 3)), warehouse)
        assert summary.run["outcome"] == "loaded"
        expected |= set(rows(warehouse, "SELECT lake_version(), count(*) FROM articles"))
    time.sleep(0.5)
    done.set()
    for reader in readers:
        reader.join()
    assert failed == []
    assert len(seen) > 1
    assert len({version for version, _ in seen}) == len(seen)  # no version in two states
    last = client.get("/api/figures").json()
    assert (last["version"], last["totals"][0]) in expected


def test_the_command_serves_on_loopback_until_it_is_stopped(warehouse: Path):
    command = [
        sys.executable,
        "-m",
        "pipelines.cli",
        "explore",
        "-w",
        str(warehouse),
        "--port",
        "0",
    ]
    with subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) as process:
        address = re.search(r"http://127\.0\.0\.1:\d+/", process.stderr.readline())
        assert address
        try:
            assert httpx.get(f"{address[0]}api/version").status_code == 200
        finally:
            process.send_signal(signal.SIGINT)
        assert process.wait(120) == 0
        assert "Traceback" not in process.stderr.read()


@pytest.fixture(scope="module")
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    opened = Browser(tmp_path_factory.mktemp("profile"))
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def live(warehouse: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path]]:
    """A server over a copy of the warehouse: its address, and the copy."""
    copy = Path(shutil.copytree(warehouse, tmp_path_factory.mktemp("live") / "wh"))
    options = uvicorn.Config(application(Snapshots(Layout(copy), 20)), log_level="error",
                             lifespan="off", ws="none")  # fmt: skip
    server = uvicorn.Server(options)
    with socket.create_server(("127.0.0.1", 0)) as listener:
        thread = threading.Thread(target=server.run, kwargs={"sockets": [listener]})
        thread.start()
        yield f"http://127.0.0.1:{listener.getsockname()[1]}/", copy
        server.should_exit = True
        thread.join()


@needs_chromium
@pytest.mark.parametrize(("size", "dark"), [(WIDE, False), (NARROW, True)])
def test_views_draw_without_an_error_or_a_request_elsewhere(browser: Browser, live, size, dark):
    address, warehouse = live
    ((key,),) = rows(warehouse, "SELECT article_id FROM articles WHERE title LIKE '%boom%'")
    for name, fragment, sign in (
        ("figures", "", "#quoted li"), ("search", "#search=zoe", "#hits mark"),
        ("article", f"#article={key}", "#article-text mark.actor"),
    ):  # fmt: skip
        browser.open(address + fragment, size, dark=dark)
        browser.until(f"document.querySelector('{sign}')")
        browser.picture(f"explore-{name}-{size[0]}-{'dark' if dark else 'light'}")
        assert browser.run("document.documentElement.scrollWidth") <= size[0]
        assert browser.complaints() == []
        assert all(url.startswith(address) for url in browser.requests())
        assert browser.run("document.querySelectorAll('main:not([hidden])').length") == 1
        assert browser.run("document.querySelectorAll('img, a[href^=javascript]').length") == 0


@needs_chromium
def test_the_country_filter_counts_place_source_and_target(browser: Browser, live):
    address, warehouse = live
    browser.open(address)
    everything = browser.choose()
    for name, code in (("France", "FRA"), ("Kenya", "KEN")):
        ((expected,),) = rows(
            warehouse,
            f"SELECT count(*) FROM events_current WHERE country = '{code}' OR EXISTS (SELECT 1 "
            f"FROM actors WHERE country = '{code}' AND actor_id IN (source_actor_id, "
            "target_actor_id))",
        )
        assert 0 < expected < everything
        assert browser.choose(country=name) == expected


@needs_chromium
def test_from_search_to_the_article_and_back(browser: Browser, live):
    address, _ = live
    browser.open(address)
    browser.run("document.getElementById('asked').value = 'zoe left'")
    browser.run("document.querySelector('#search button').click()")
    browser.until("document.querySelectorAll('#hits li').length == 8")
    hits = "[...document.querySelectorAll('#hits li:first-child mark')].map(m => m.textContent)"
    assert browser.run(hits) == ["Zoë", "left"]
    browser.run("document.querySelector('#hits a').click()")
    browser.until("document.querySelector('#article-text mark.trigger')")
    browser.settle()
    # The place of the passage is in sight and has the focus; all layers are marked and can go.
    assert browser.run("document.activeElement.closest('#article-text') !== null")
    for layer in ("actor", "trigger", "quote"):
        marks = f"document.querySelector('#article-text mark.{layer}')"
        before = browser.run(f"getComputedStyle({marks}).backgroundColor")
        browser.run(f"document.querySelector('#layers [value={layer}]').click()")
        assert browser.run(f"getComputedStyle({marks}).backgroundColor") != before
    browser.run("history.go(-2)")
    browser.until("!document.getElementById('filters').hidden")


@needs_chromium
def test_an_actor_of_the_article_filters_the_figures(browser: Browser, live):
    address, warehouse = live
    ((key,),) = rows(warehouse, "SELECT article_id FROM mentions WHERE text = 'Anna' LIMIT 1")
    browser.open(f"{address}#article={key}")
    browser.until("document.querySelector('#found ol')")
    browser.run("[...document.querySelectorAll('#found ol:last-child button')]"
                ".find(b => b.textContent === 'Anna').click()")  # fmt: skip
    browser.settle()
    query = "SELECT count(*) FROM events_current WHERE 'Anna' IN (source_name, target_name)"
    assert browser.choose() == rows(warehouse, query)[0][0]


@needs_chromium
def test_a_load_is_announced_and_shown_on_demand(browser: Browser, live, tmp_path: Path):
    address, warehouse = live
    # The page asks every ten seconds; here it need not wait for so long.
    hurried = "const slow = setInterval; setInterval = (call, after) => slow(call, after / 20)"
    browser.call("Page.addScriptToEvaluateOnNewDocument", source=hurried)
    browser.open(address)
    before = browser.choose()
    run(corpus(tmp_path / "more", range(20, 24)), warehouse)
    browser.until("!document.getElementById('fresh').hidden")
    assert browser.choose() == before  # nothing moves under the reader's hands
    browser.run("document.getElementById('renew').click()")
    browser.settle()
    ((now,),) = rows(warehouse, "SELECT count(*) FROM events_current")
    browser.until(f"document.getElementById('shown').value.startsWith('{now} ')")
    assert now > before
    assert browser.complaints() == []
