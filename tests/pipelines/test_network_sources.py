"""Each source that asks for pages, from the configuration to the tables, on loopback."""

from __future__ import annotations

import gzip
import json
from pathlib import Path
from typing import Any

import pytest

from pipelines.errors import CheckError, InputError, SettingsError
from pipelines.ingest import Intake
from pipelines.layout import Layout
from pipelines.memory import notes
from pipelines.run import perform
from pipelines.settings import PROJECT, Settings
from pipelines.sources import KINDS, configured
from tests.pipelines.test_cli import call
from tests.pipelines.test_warc import record
from tests.pipelines.test_web import QUICK
from tests.pipelines.web_server import Site, page, rss
from tests.pipelines.workbench import MODEL, lake_rows, settings, story, take


@pytest.fixture
def web(web: Site) -> Site:
    """The site, with some articles."""
    for number in range(6):
        web.routes[f"/{number}"] = page(number)
    return web


def configuration(warehouse: Path, *tables: dict[str, Any], **options: Any) -> Settings:
    named = [{"name": f"src{number or ''}", **table} for number, table in enumerate(tables)]
    return settings(warehouse, **{**QUICK, "attempts": 1, "sources": named, **options})


def load(warehouse: Path, *tables: dict[str, Any], **options: Any) -> Intake:
    """Take in what sources give, and publish articles and rejects alone, which is quick."""
    return take(configuration(warehouse, *tables, **options))


def counts(done: Intake) -> tuple[int, ...]:
    return done.loaded, done.duplicate, done.rejected


def test_a_feed_with_summaries_gives_the_text_of_its_pages(web: Site, tmp_path: Path):
    web.routes["/feed"] = lambda r: r.reply(rss(web.url, range(3)), ETag='"a"')
    feed = {"kind": "feed", "urls": [f"{web.url}/feed"]}
    assert counts(load(tmp_path, feed)) == (3, 0, 0)
    rows = {row["url"]: row for row in lake_rows(tmp_path, "articles")}
    one = rows[f"{web.url}/1"]
    assert "near the river" in one["text"]
    assert "Contact" not in one["text"]
    assert (one["title"], one["origin"]) == ("Item 1", "src")
    assert one["published_at"].isoformat() == "2024-03-02T07:30:00"
    assert web.paths() == ["/feed", "/0", "/1", "/2"]

    assert counts(load(tmp_path, feed)) == (0, 3, 0)
    assert web.paths() == ["/feed"]


def test_a_feed_is_asked_whether_it_changed_and_gives_what_is_new(web: Site, tmp_path: Path):
    state = {"tag": '"a"', "numbers": range(2)}

    def answer(request) -> None:
        if request.headers["If-None-Match"] == state["tag"]:
            request.reply(status=304)
        else:
            request.reply(rss(web.url, state["numbers"]), ETag=state["tag"])

    web.routes["/feed"] = answer
    feed = {"kind": "feed", "urls": [f"{web.url}/feed"]}
    assert counts(load(tmp_path, feed)) == (2, 0, 0)
    web.asked.clear()
    assert counts(load(tmp_path, feed)) == (0, 2, 0)
    assert web.asked[-1].headers["If-None-Match"] == '"a"'
    assert web.paths() == ["/feed"]
    state.update(tag='"b"', numbers=range(1, 4))
    assert counts(load(tmp_path, feed)) == (2, 1, 0)
    assert web.paths() == ["/feed", "/2", "/3"]
    assert counts(load(tmp_path, feed)) == (0, 3, 0)


def test_a_feed_with_the_whole_text_costs_no_other_request(web: Site, tmp_path: Path):
    text = "".join(f"<p>{part}</p>" for part in story(1)["text"].split("\n\n")) * 4
    atom = (
        '<feed xmlns="http://www.w3.org/2005/Atom"><title>Paper</title><id>x</id>'
        "<entry><title>Talks &amp; more</title><id>urn:1</id>"
        f'<link href="/story"/><updated>2024-03-01T10:00:00Z</updated>'
        f'<author><name>Avery Writer</name></author><content type="html"><![CDATA[{text}]]>'
        "</content></entry></feed>"
    )
    web.routes["/atom"] = lambda r: r.reply(atom, kind="application/atom+xml")
    feed = {"kind": "feed", "urls": [f"{web.url}/atom"], "source": "Our Paper"}
    assert counts(load(tmp_path, feed)) == (1, 0, 0)
    (row,) = lake_rows(tmp_path, "articles")
    assert (row["title"], row["authors"], row["source"], row["url"]) == (
        "Talks & more", "Avery Writer", "Our Paper", f"{web.url}/story",
    )  # fmt: skip
    assert web.paths() == ["/atom"]
    assert counts(load(tmp_path, feed)) == (0, 1, 0)


def test_a_feed_that_fails_does_not_stop_the_others_and_is_told(web: Site, tmp_path: Path):
    web.routes["/good"] = rss(web.url, range(1))
    web.routes["/bad"] = lambda r: r.reply(status=500)
    web.routes["/odd"] = "<html>no feed</html>"
    web.routes["/evil"] = '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><rss>&a;</rss>'
    addresses = [f"{web.url}/{name}" for name in ("bad", "odd", "evil", "good")]
    feeds = {"kind": "feed", "urls": addresses}
    done = load(tmp_path, feeds)
    assert counts(done) == (1, 0, 3)
    assert done.reasons == {"fetch_failed": 1, "bad_feed": 2}
    assert any("HTTP 500" in warning for warning in done.troubles)
    rejects = {row["location"]: row["reason"] for row in lake_rows(tmp_path, "rejects")}
    assert rejects[f"{web.url}/bad"] == "fetch_failed"
    assert not any(b"root:" in (row["raw"] or b"") for row in lake_rows(tmp_path, "rejects"))

    load(tmp_path, feeds)
    state = {note["source"] + key: note for key, note in notes(Layout(tmp_path).landing)}
    assert sorted(note.get("failures", 0) for note in state.values()) == [0, 2, 2, 2]
    web.routes["/bad"] = rss(web.url, range(1, 2))
    assert counts(load(tmp_path, feeds)) == (1, 1, 2)
    after = [note for key, note in notes(Layout(tmp_path).landing) if key.endswith("/bad")]
    assert [note.get("error") for note in after] == [None]


def test_an_entry_that_failed_is_asked_for_again_though_the_feed_has_not_changed(
    web: Site, tmp_path: Path
):
    web.routes["/feed"] = lambda r: (
        r.reply(status=304) if r.headers["If-None-Match"] else
        r.reply(rss(web.url, range(2)), ETag='"a"')
    )  # fmt: skip
    web.routes["/1"] = lambda r: r.reply(status=503)
    feed = {"kind": "feed", "urls": [f"{web.url}/feed"]}
    assert counts(load(tmp_path, feed)) == (1, 0, 1)
    web.routes["/1"] = page(1)
    assert counts(load(tmp_path, feed)) == (1, 1, 0)
    assert counts(load(tmp_path, feed)) == (0, 2, 0)


def test_state_does_not_move_without_the_data(web: Site, tmp_path: Path):
    web.routes["/feed"] = lambda r: (
        r.reply(status=304) if r.headers["If-None-Match"] else
        r.reply(rss(web.url, range(2)), ETag='"a"')
    )  # fmt: skip
    feed = {"kind": "feed", "urls": [f"{web.url}/feed"]}
    (tmp_path / "own").mkdir()
    check = tmp_path / "own" / "none.sql"
    check.write_text("-- Nothing may pass.\n-- severity: error\nSELECT 1 FROM articles")
    chosen = configuration(tmp_path / "wh", feed, checks=tmp_path / "own")
    with pytest.raises(CheckError):
        perform([], chosen, sources=["src"])
    check.unlink()
    done = perform([], chosen, sources=["src"])
    assert (done.run["read"], done.run["loaded"]) == (2, 2)
    web.asked.clear()
    again = perform([], chosen, sources=["src"])
    assert (again.run["read"], again.run["duplicate"]) == (2, 2)
    assert [one.headers.get("If-None-Match") for one in web.asked if one.path == "/feed"] == ['"a"']
    # Nor is it believed where the data has gone.
    for name in ("lake", "dateline.duckdb"):
        (tmp_path / "wh" / name).rename(tmp_path / name)
    assert counts(load(tmp_path / "wh", feed)) == (2, 0, 0)


def test_a_feed_that_moved_is_asked_at_its_new_address_and_one_gone_no_more(
    web: Site, tmp_path: Path
):
    web.routes["/old"] = lambda r: r.reply(status=301, Location="/new")
    web.routes["/new"] = rss(web.url, range(1))
    web.routes["/gone"] = lambda r: r.reply(status=410)
    feeds = {"kind": "feed", "urls": [f"{web.url}/old", f"{web.url}/gone"]}
    assert load(tmp_path, feeds).reasons == {"gone": 1}
    assert web.paths() == ["/old", "/new", "/0", "/gone"]
    assert load(tmp_path, feeds).reasons == {"gone": 1}
    assert web.paths() == ["/new"]
    assert len(lake_rows(tmp_path, "rejects")) == 1


def test_addresses_are_asked_whether_they_changed(web: Site, tmp_path: Path):
    tag = {"now": '"a"'}
    web.routes["/1"] = lambda r: (
        r.reply(status=304) if r.headers["If-None-Match"] == tag["now"] else
        r.reply(page(1 if tag["now"] == '"a"' else 5), ETag=tag["now"])
    )  # fmt: skip
    (tmp_path / "list.txt").write_text(f"# pages\n{web.url}/1\n{web.url}/2#top\n\n{web.url}/2\n")
    addresses = {
        "kind": "urls",
        "file": str(tmp_path / "list.txt"),
        "urls": [f"{web.url}/none", "ftp://example.org/x", f"{web.url}/data"],
    }
    web.routes["/data"] = lambda r: r.reply(b"%PDF", kind="application/pdf")
    done = load(tmp_path / "wh", addresses)
    assert counts(done) == (2, 0, 3)
    assert done.reasons == {"not_there": 1, "refused_address": 1, "unknown_format": 1}
    assert counts(load(tmp_path / "wh", addresses)) == (0, 2, 3)
    tag["now"] = '"b"'
    assert counts(load(tmp_path / "wh", addresses)) == (1, 1, 3)
    assert len(lake_rows(tmp_path / "wh", "rejects")) == 3


def test_pages_in_other_encodings(web: Site, tmp_path: Path):
    told = page(1, "“Curly” marks – and a Zürich café.").replace("🙂", "")
    web.routes["/1252"] = lambda r: r.reply(told.encode("cp1252"), kind="text/html")
    web.routes["/wrong"] = lambda r: r.reply(told.encode(), kind="text/html; charset=latin-1")
    done = load(tmp_path, {"kind": "urls", "urls": [f"{web.url}/1252", f"{web.url}/wrong"]})
    assert done.read == 2
    assert all("“Curly” marks" in row["text"] for row in lake_rows(tmp_path, "articles"))


def sitemap(*entries: str, kind: str = "urlset", inner: str = "url") -> str:
    held = "".join(f"<{inner}>{entry}</{inner}>" for entry in entries)
    return (
        f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9" '
        f'xmlns:news="http://www.google.com/schemas/sitemap-news/0.9">{held}</{kind}>'
    )


def test_sitemaps_packed_and_in_an_index(web: Site, tmp_path: Path):
    news = (
        "<news:news><news:publication><news:name>P</news:name><news:language>en</news:language>"
        "</news:publication><news:publication_date>2024-03-05T06:00:00+01:00"
        "</news:publication_date><news:title>As told</news:title></news:news>"
    )
    web.routes["/index.xml"] = sitemap(
        f"<loc>{web.url}/a.xml.gz</loc>", f"<loc>{web.url}/other.xml</loc>",
        f"<loc>{web.url}/index.xml</loc>", kind="sitemapindex", inner="sitemap",
    )  # fmt: skip
    entries = [
        f"<loc>{web.url}/1</loc>{news}",
        f"<loc>{web.url}/2</loc><lastmod>2023-01-01</lastmod>",
        f"<loc>{web.url}/about</loc>",
    ]
    web.routes["/a.xml.gz"] = gzip.compress(sitemap(*entries).encode())
    table = {
        "kind": "sitemap", "urls": [f"{web.url}/index.xml"], "match": r"/\d+$",
        "follow": r"/a\.|/index", "since": "2024-01-01",
    }  # fmt: skip
    assert counts(load(tmp_path, table)) == (1, 0, 0)
    (row,) = lake_rows(tmp_path, "articles")
    assert (row["title"], row["published_at"].isoformat()) == ("As told", "2024-03-05T05:00:00")
    assert web.paths() == ["/index.xml", "/a.xml.gz", "/1"]
    assert counts(load(tmp_path, table)) == (0, 1, 0)
    assert web.paths() == ["/index.xml", "/a.xml.gz"]


@pytest.mark.parametrize(
    "content",
    [
        b'<!DOCTYPE x [<!ENTITY a "b">]><urlset><url><loc>&a;</loc></url></urlset>',
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><urlset>&a;</urlset>',
        b"<html></html>", b"no xml", b"", gzip.compress(bytes(60_000_000), mtime=0)[:-1],
    ],
)  # fmt: skip
def test_what_is_no_sitemap_is_told(web: Site, tmp_path: Path, content: bytes):
    web.routes["/map"] = content
    done = load(tmp_path, {"kind": "sitemap", "urls": [f"{web.url}/map"]})
    assert done.reasons == {"bad_feed": 1}


def test_gdelt_lists_from_a_file_and_from_the_web(web: Site, tmp_path: Path):
    lines = [
        {"date": "2024-03-05T06:00:00Z", "url": f"{web.url}/{number}", "title": f"T{number}",
         "lang": "en" if number != 2 else "de", "domain": "127.0.0.1", "outletName": "Local"}
        for number in range(4)
    ]  # fmt: skip
    text = "\n".join([*map(json.dumps, lines), "no json", '{"title": "no address"}', ""])
    packed = gzip.compress(text.encode())
    (tmp_path / "list.json.gz").write_bytes(packed)
    web.routes["/list"] = packed
    table = {"kind": "gal", "files": [str(tmp_path / "list.json.gz"), f"{web.url}/list"]}
    done = load(tmp_path / "wh", table)
    assert done.reasons == {"bad_json": 4}
    assert counts(done) == (3, 3, 4)
    assert {(r["source"], r["title"]) for r in lake_rows(tmp_path / "wh", "articles")} == {
        ("Local", f"T{number}") for number in (0, 1, 3)
    }
    (tmp_path / "cut.gz").write_bytes(packed[:-9])
    cut = load(tmp_path / "cut", {"kind": "gal", "files": [str(tmp_path / "cut.gz")]})
    assert cut.reasons["bad_gzip"] == 1
    with pytest.raises(InputError, match="nowhere"):
        load(tmp_path / "none", {"kind": "gal", "files": ["nowhere.gz"]})


def test_secrets_do_not_get_into_the_warehouse(
    web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setenv("NEWS_KEY", "s3cr3t-value")
    web.routes["/feed?key=s3cr3t-value"] = rss(web.url, range(1)).replace(
        "/0<", "/0?key=s3cr3t-value<"
    )
    web.routes["/0?key=s3cr3t-value"] = page(0)
    login = web.url.replace("//", "//me:${NEWS_KEY}@")
    addresses = [f"{web.url}/feed?key=${{NEWS_KEY}}", f"{login}/secret?key=${{NEWS_KEY}}"]
    chosen = configuration(tmp_path / "wh", {"kind": "feed", "urls": addresses})
    done = perform([], chosen, sources=["src"])
    assert (done.run["loaded"], done.run["rejected"]) == (1, 1)
    assert any("HTTP 404" in warning for warning in done.warnings)
    for path in (tmp_path / "wh").rglob("*"):
        if path.is_file():
            assert b"s3cr3t" not in path.read_bytes(), path
    assert "s3cr3t" not in repr(lake_rows(tmp_path / "wh", "runs")) + repr(done)
    assert "s3cr3t" not in repr(lake_rows(tmp_path / "wh", "articles"))


@pytest.mark.parametrize(
    ("table", "says"),
    [
        ({"name": "a/b", "kind": "feed", "urls": []}, "letters"),
        ({"name": "a", "kind": "fax"}, "kind is one of folder, feed"),
        ({"name": "a", "kind": "feed", "urls": "http://x"}, "a list of strings"),
        ({"name": "a", "kind": "feed", "url": []}, "no option 'url'"),
        ({"name": "a", "kind": "feed"}, "urls"),
        ({"name": "a", "kind": "feed", "urls": [], "full_text": "x"}, "auto, feed or page"),
        ({"name": "a", "kind": "sitemap", "urls": [], "match": "("}, "regular expression"),
        ({"name": "a", "kind": "gal", "files": [], "limit": True}, "a number"),
        ({"name": "a", "kind": "folder", "paths": ["."], "columns": {"x": "y"}}, "no field"),
        ({"name": "a", "kind": "feed", "urls": ["https://me:pw@e.org"]}, "holds a password"),
    ],
)
def test_sources_that_are_not_as_they_should_be(table: dict[str, Any], says: str):
    with pytest.raises(SettingsError, match=says):
        configured(table, "own.toml")


def test_each_example_of_a_source_works(web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """The files in config/sources, with the test's server and files where they say example.org."""
    monkeypatch.chdir(tmp_path)
    told = page(1)
    web.routes |= {"/ministers-meet": told, "/news/1": page(2), "/about": page(3)}
    web.routes["/news.rss"] = web.routes["/world.atom"] = rss(web.url, range(1, 2))
    web.routes["/sitemap.xml"] = sitemap(
        f"<loc>{web.url}/news/1</loc>", f"<loc>{web.url}/about</loc>"
    )
    Path("inbox").mkdir()
    Path("inbox/a.json").write_text(json.dumps(story(4)))
    Path("CC-NEWS-20240305120000-00001.warc.gz").write_bytes(record(5, page(5).encode()))
    entry = {"url": f"{web.url}/4", "lang": "en", "domain": "x"}
    Path("20240305120000.gal.json.gz").write_bytes(gzip.compress(json.dumps(entry).encode()))
    loaded = {}
    for path in sorted((PROJECT / "config" / "sources").glob("*.toml")):
        copy = tmp_path / path.name
        copy.write_text(path.read_text().replace("https://example.org", web.url))
        chosen = settings(tmp_path / path.stem, **QUICK)
        loaded[path.stem] = take(chosen, sources=[str(copy)]).loaded
    assert loaded == dict.fromkeys(KINDS, 1)


def test_the_commands_read_sources_by_name_and_tell_their_state(
    web: Site, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.chdir(tmp_path)
    code, _, err = call("run", "-w", "wh", "--model", MODEL, "--no-prefect")
    assert (code, "nothing to read" in err) == (2, True)
    web.routes["/feed"] = rss(web.url, range(1))
    web.routes["/old"] = lambda r: r.reply(status=301, Location="/feed")
    Path("dateline.toml").write_text(
        f"delay = 0\nattempts = 1\nallow_private_addresses = true\n"
        f'[[sources]]\nname = "good"\nkind = "feed"\nurls = ["{web.url}/old"]\n'
        f'[[sources]]\nname = "bad"\nkind = "feed"\nurls = ["{web.url}/none"]\n'
    )
    code, _, err = call("run", "-s", "other", "-w", "wh", "--model", MODEL, "--no-prefect")
    assert (code, "good, bad" in err) == (2, True)
    code, out, err = call("run", "-w", "wh", "--model", MODEL, "--no-prefect")
    assert (code, out) == (0, "")
    assert "read 2: 1 loaded, 0 duplicate, 1 rejected" in err
    assert "rejected, not_there: 1" in err
    assert f"warning: bad: {web.url}/none: HTTP 404" in err
    _, out, _ = call("doctor", "-w", "wh", "--model", MODEL, "--json")
    found = [row for row in json.loads(out) if row["what"] == "source"]
    assert [row["state"] for row in found] == ["ok", "note", "note"]
    assert f"good: moved to {web.url}/feed" in found[1]["detail"]
    assert "HTTP 404" in found[2]["detail"]
    with Path("dateline.toml").open("a") as file:
        file.write('[[sources]]\nname = "odd"\nkind = "fax"\n')
    code, out, _ = call("doctor", "-w", "wh", "--model", MODEL, "--json")
    assert code == 1
    assert [row["state"] for row in json.loads(out) if row["what"] == "source"][-1] == "wrong"
    code, out, _ = call("run", "--source", "good", "-w", "wh", "--model", MODEL, "--no-prefect")
    assert code == 0
