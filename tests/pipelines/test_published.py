"""When an article was published: what it rests on, and what is no date of publication."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipelines.encoding import declared_in
from pipelines.html import read_html
from pipelines.published import in_text, in_url, published
from pipelines.records import RawArticle

RECEIVED = datetime(2024, 3, 10, 12, tzinfo=UTC)
MARCH_5 = datetime(2024, 3, 5, tzinfo=UTC)
BODY = "The foreign ministers of Austria and Italy met in Vienna, and that was that for them."


@pytest.mark.parametrize(
    ("url", "day"),
    [
        ("https://e.org/2024/03/05/talks", MARCH_5),
        ("https://e.org/world/2024-03-05-talks.html", MARCH_5),
        ("https://e.org/news/20240305/talks", MARCH_5),
        ("https://e.org/a/12345678/x", None),
        ("https://e.org/2024/99/05/talks", None),
        ("https://e.org/talks?id=20240305", None),
        (None, None),
    ],
)
def test_addresses_that_hold_a_day(url: str | None, day: datetime | None):
    assert in_url(url) == day


@pytest.mark.parametrize(
    "text",
    [
        f"VIENNA, March 5 (Agency) - {BODY}",
        f"VIENNA, March 5, 2024 (Agency) — {BODY}",
        f"VIENNA, 5 March (Agency) - {BODY}",
        f"By Ann Writer\n\nMarch 5, 2024\n\n{BODY}",
        f"Published: Tuesday, 5 March 2024, 14:30 GMT\n\n{BODY}",
        f"2024-03-05\n\n{BODY}",
    ],
)
def test_texts_that_state_their_day(text: str):
    assert in_text(text, 0, RECEIVED) == MARCH_5


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"On March 5, 2024 the ship left. {BODY}",
        f"VIENNA, June 5 (Agency) - {BODY}",  # which year, if not the last one?
        f"VIENNA, February 31 (Agency) - {BODY}",
        "May 2024",
    ],
)
def test_days_that_are_not_that_of_publication(text: str):
    assert in_text(text, 0, RECEIVED) is None


def test_what_is_stated_goes_before_address_and_text_and_these_before_the_option():
    url, text, option = "https://e.org/2024/03/04/x", f"VIENNA, March 5 (Agency) - {BODY}", RECEIVED

    def basis(stated: object, *given: object) -> str:
        return published(stated, given[0], given[1], 0, given[2], RECEIVED)[1]  # type: ignore[arg-type]

    assert basis("2024-03-01", url, text, option) == "article"
    assert basis(None, url, text, option) == "url"
    assert basis("no date", url, text, option) == "url"
    assert basis(None, None, text, option) == "text"
    assert basis(None, None, BODY, option) == "option"
    assert basis(None, None, BODY, None) == "ingest"
    assert basis(None, "https://e.org/2030/03/04/x", BODY, None) == "ingest"  # not yet
    with pytest.raises(ValueError, match="not a date"):
        basis("no date", None, BODY, None)


def page(head: str, top: str = "") -> RawArticle:
    text = "".join(f"<p>{BODY}</p>" for _ in range(3))
    content = (
        f"<html><head><title>T</title>{head}</head><body>{top}<article>{text}</article></body>"
    )
    (one,) = read_html(content.encode(), "a.html")
    assert isinstance(one, RawArticle)
    return one


def test_pages_state_the_minute():
    for head in (
        '<meta property="article:published_time" content="2024-03-05T10:20:00+01:00">',
        '<meta content="2024-03-05T10:20:00+01:00" property="article:published_time">',
        '<script type="application/ld+json">{"@type":"NewsArticle",'
        '"datePublished":"2024-03-05T10:20:00+01:00"}</script>',
    ):
        one = page(head)
        assert (one.published, one.dated_by) == ("2024-03-05T10:20:00+01:00", "article")


def test_a_date_that_merely_stands_on_a_page_is_one_of_the_text():
    one = page("", "<p>Vienna, March 5, 2024</p>")
    assert (str(one.published)[:10], one.dated_by) == ("2024-03-05", "text")


def test_pages_declare_their_encoding():
    assert declared_in(b'<meta charset="koi8-r">') == "koi8-r"
    text = "Министры встретились в Женеве и говорили о зерне. " * 5
    content = f'<html><head><meta charset="koi8-r"></head><body><p>{text}</p></body></html>'
    (one,) = read_html(content.encode("koi8-r"), "a.html")
    assert "Министры встретились" in one.text
