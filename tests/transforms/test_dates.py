from __future__ import annotations

from datetime import date, datetime

import pytest
import spacy
from spacy.tokens import Doc, Span

from transforms.dates.component import Dates
from transforms.dates.tense import tense

PUBLISHED = datetime(2022, 7, 20, 9, 30)  # a Wednesday
ENGLISH = spacy.blank("en")
find = Dates()


def read(text: str, published: datetime | None = PUBLISHED, title_end: int = 0) -> Doc:
    doc = ENGLISH(text)
    doc._.published = published
    doc._.title_end = title_end
    return find(doc)


def found(text: str, published: datetime | None = PUBLISHED) -> list[tuple[str, str, str]]:
    mentions = read(text, published)._.dates
    return [(m.span.text, m.day.isoformat(), m.precision) for m in mentions]


@pytest.mark.parametrize(
    ("text", "span", "day"),
    [
        ("They met on July 19, 2022.", "July 19, 2022", "2022-07-19"),
        ("They met on 19 July.", "19 July", "2022-07-19"),
        ("On Tuesday, July 19th, they met.", "Tuesday, July 19th", "2022-07-19"),
        ("It began on 2022-07-19.", "2022-07-19", "2022-07-19"),
        ("It began on Jul. 19 at noon.", "Jul. 19", "2022-07-19"),
        ("It began on 19/07/2022.", "19/07/2022", "2022-07-19"),
        ("It began on 07/19/2022.", "07/19/2022", "2022-07-19"),
        ("the 19th of July", "19th of July", "2022-07-19"),
        ("the war that began on February 24", "February 24", "2022-02-24"),
        ("on Sept. 11, 2001, in New York", "Sept. 11, 2001", "2001-09-11"),
        ("Thursday, Dec. 30", "Thursday, Dec. 30", "2021-12-30"),
        ("talks of July 18-19", "July 18-19", "2022-07-18"),
        ("(July 19)", "July 19", "2022-07-19"),
    ],
)
def test_explicit(text: str, span: str, day: str) -> None:
    assert found(text) == [(span, day, "day")]


@pytest.mark.parametrize(
    "text",
    [
        "It was 03/07/2022.",
        "It was on June 31.",
        "Some 10 may fall ill.",
        "They march on 3 bridges.",
        "May told parliament.",
        "Shops close on Sundays and every Friday.",
        "as the Sunday Times said",
        "the Good Friday agreement",
        "in the 1990s",
        "sold 2,014 tons",
        "he paid $2014",
        "a day after the strike, he fled",
        "The day before, they had met.",
        "two years later it fell",
    ],
)
def test_what_cannot_be_told_is_left_out(text: str) -> None:
    assert found(text) == []


@pytest.mark.parametrize(
    ("text", "span", "day"),
    [
        ("He left on Tuesday.", "Tuesday", "2022-07-19"),
        ("He left on Wednesday.", "Wednesday", "2022-07-20"),
        ("He left on Thursday.", "Thursday", "2022-07-14"),
        ("Friday's vote", "Friday", "2022-07-15"),
        ("shelled since Monday", "Monday", "2022-07-18"),
        ("He left last Wednesday.", "last Wednesday", "2022-07-13"),
        ("He leaves next Friday.", "next Friday", "2022-07-22"),
        ("He leaves next Wednesday.", "next Wednesday", "2022-07-27"),
        ("ahead of Friday's vote", "Friday", "2022-07-22"),
        ("a strike called for Friday", "Friday", "2022-07-22"),
        ("late on Monday night", "Monday night", "2022-07-18"),
        ("He spoke yesterday.", "yesterday", "2022-07-19"),
        ("He speaks tomorrow.", "tomorrow", "2022-07-21"),
        ("a strike overnight", "overnight", "2022-07-20"),
        ("a strike last night", "last night", "2022-07-19"),
        ("It fell three days ago.", "three days ago", "2022-07-17"),
        ("It fell 36 hours ago.", "36 hours ago", "2022-07-18"),
    ],
)
def test_days_relative_to_publication(text: str, span: str, day: str) -> None:
    assert found(text) == [(span, day, "day")]


@pytest.mark.parametrize(
    ("text", "span", "day", "precision"),
    [
        ("It fell last week.", "last week", "2022-07-11", "week"),
        ("earlier this week", "this week", "2022-07-18", "week"),
        ("two weeks ago", "two weeks ago", "2022-07-04", "week"),
        ("earlier this month", "this month", "2022-07-01", "month"),
        ("three months ago", "three months ago", "2022-04-01", "month"),
        ("It fell eight months ago.", "eight months ago", "2021-11-01", "month"),
        ("next year", "next year", "2023-01-01", "year"),
        ("a year ago", "a year ago", "2021-01-01", "year"),
        ("It fell in March.", "March", "2022-03-01", "month"),
        ("in early March", "early March", "2022-03-01", "month"),
        ("in late November", "late November", "2022-11-01", "month"),
        ("last July", "last July", "2021-07-01", "month"),
        ("in March 2014", "March 2014", "2014-03-01", "month"),
        ("in 2014", "2014", "2014-01-01", "year"),
        ("the 1979 revolution", "1979", "1979-01-01", "year"),
        ("the summer of 2021", "2021", "2021-01-01", "year"),
        ("over the weekend", "the weekend", "2022-07-16", "week"),
    ],
)
def test_longer_stretches(text: str, span: str, day: str, precision: str) -> None:
    assert found(text) == [(span, day, precision)]


def test_the_same_day_and_the_next_go_back_to_the_last_day_named() -> None:
    text = "They met on July 5.\n\nOn the same day, he left. The next day he was back."
    assert [day for _, day, _ in found(text)] == ["2022-07-05", "2022-07-05", "2022-07-06"]
    assert found("They met on July 5.\n\nThe next day he left.")[1:] == []
    assert found("They met on July 5. Two days earlier he fell.")[1][1] == "2022-07-03"


def test_a_day_after_is_counted_from_a_day_named_in_its_sentence() -> None:
    assert found("He spoke two days after the July 5 strike.") == [
        ("two days after", "2022-07-07", "day"),
        ("July 5", "2022-07-05", "day"),
    ]


def test_days_are_counted_from_the_dateline() -> None:
    text = "OSLO, July 15 (NWA) - They met on Wednesday and part tomorrow."
    assert found(text) == [
        ("July 15", "2022-07-15", "day"),
        ("Wednesday", "2022-07-13", "day"),
        ("tomorrow", "2022-07-16", "day"),
    ]
    assert found("OSLO, May 2 (NWA) - They met on Wednesday.")[1][1] == "2022-07-20"


def test_without_a_day_of_publication_only_full_dates_are_resolved() -> None:
    text = "On Tuesday, on 5 July, in March, last week, on 3 May 2021 and in 2014."
    assert found(text, None) == [
        ("3 May 2021", "2021-05-03", "day"),
        ("2014", "2014-01-01", "year"),
    ]


def test_words_inside_names_are_no_dates() -> None:
    doc = ENGLISH("He spoke to June Friday on Monday.")
    doc.ents = [Span(doc, 3, 5, label="PERSON")]
    doc._.published = PUBLISHED
    assert [m.span.text for m in find(doc)._.dates] == ["Monday"]


def parsed(words: str, heads: list[int], tags: str, lemmas: dict[str, str] | None = None) -> Doc:
    tokens = words.split()
    pos = ["AUX" if tag.startswith("AUX") else "X" for tag in tags.split()]
    return Doc(
        ENGLISH.vocab,
        words=tokens,
        heads=heads,
        deps=["dep"] * len(tokens),
        pos=pos,
        tags=[tag.removeprefix("AUX") for tag in tags.split()],
        lemmas=[(lemmas or {}).get(word, word.lower()) for word in tokens],
    )


@pytest.mark.parametrize(
    ("doc", "expected", "day"),
    [
        (
            parsed("He will speak on Friday", [2, 2, 2, 4, 2], "PRP AUXMD VB IN NNP"),
            "future",
            "2022-07-22",
        ),
        (parsed("He spoke on Friday", [1, 1, 3, 1], "PRP VBD IN NNP"), "past", "2022-07-15"),
        (
            parsed("He meets him on Friday", [1, 1, 1, 4, 1], "PRP VBZ PRP IN NNP"),
            "present",
            "2022-07-22",
        ),
        (
            parsed(
                "He is expected to speak on Friday",
                [2, 2, 2, 4, 2, 6, 4],
                "PRP AUXVBZ VBN TO VB IN NNP",
                {"expected": "expect"},
            ),
            "future",
            "2022-07-22",
        ),
        (
            parsed(
                "He came to speak on Friday",
                [1, 1, 3, 1, 5, 3],
                "PRP VBD TO VB IN NNP",
                {"came": "come"},
            ),
            "past",
            "2022-07-15",
        ),
        (
            parsed("talks scheduled for Friday", [0, 0, 3, 1], "NNS VBN IN NNP",
                   {"scheduled": "schedule"}),
            "future",
            "2022-07-22",
        ),
        (parsed("a deal signed Friday", [1, 1, 1, 2], "DT NN VBN NNP"), "past", "2022-07-15"),
        (parsed("talks on Friday", [0, 2, 0], "NNS IN NNP"), None, "2022-07-15"),
    ],
)  # fmt: skip
def test_the_tense_of_the_clause_turns_a_weekday(doc: Doc, expected: str, day: str) -> None:
    assert tense(doc[len(doc) - 1]) == expected
    doc._.published = PUBLISHED
    doc._.title_end = 0
    assert [m.day.isoformat() for m in find(doc)._.dates] == [day]


def test_headlines_tell_the_past_in_the_present_tense() -> None:
    doc = parsed("Ministers meet on Friday", [1, 1, 3, 1], "NNS VBP IN NNP")
    doc._.published, doc._.title_end = PUBLISHED, len(doc.text)
    assert find(doc)._.dates[0].day == date(2022, 7, 15)


def test_tense_chooses_the_year() -> None:
    doc = parsed("He will speak on March 3", [2, 2, 2, 4, 2, 4], "PRP AUXMD VB IN NNP CD")
    doc._.published = PUBLISHED
    assert find(doc)._.dates[0].day == date(2023, 3, 3)


def test_never_raises() -> None:
    extremes = "0000-00-00 2022-13-45 999 decades ago 99/99/2022 February 29 30 February 2021"
    for published in (PUBLISHED, None, datetime.min, datetime.max):
        read(extremes + " next week tomorrow a decade ago last January next Friday", published)
    assert found("February 29")[0][1] == "2024-02-29"
    assert read("")._.dates == []


def test_what_was_agreed_looks_back_what_was_agreed_to_be_done_looks_ahead() -> None:
    lemmas = {"agreed": "agree"}
    back = parsed("They agreed Friday to meet", [1, 1, 1, 4, 1], "PRP VBD NNP TO VB", lemmas)
    ahead = parsed("They agreed to meet Friday", [1, 1, 3, 1, 3], "PRP VBD TO VB NNP", lemmas)
    assert (tense(back[2]), tense(ahead[4])) == ("past", "future")


def test_a_near_date_is_this_years_whatever_the_tense() -> None:
    doc = parsed("He spoke before July 30", [1, 1, 3, 1, 3], "PRP VBD IN NNP CD")
    doc._.published = PUBLISHED
    assert find(doc)._.dates[0].day == date(2022, 7, 30)


def test_to_be_to_looks_ahead() -> None:
    doc = parsed("He is to come Friday", [3, 3, 3, 3, 3], "PRP AUXVBZ TO VB NNP")
    assert tense(doc[4]) == "future"
