from __future__ import annotations

import itertools

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from transforms.quotes.quotations import Quotation, outermost, paragraphs, quotations


def contents(text: str) -> list[str]:
    return [text[quote.start : quote.end] for quote in quotations(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('"We agree," Oduya said. "It is late."', ["We agree,", "It is late."]),
        ("“We agree,” Oduya said. “It is late.”", ["We agree,", "It is late."]),
        ("‘We agree,’ Oduya said. ‘It’s late.’", ["We agree,", "It’s late."]),
        ("'We don't agree,' she said.", ["We don't agree,"]),
        ("«On verra», dit-il.", ["On verra"]),
        ("»Wir sehen«, sagte er.", ["Wir sehen"]),
        ("„Ja“, sagte er. „Nein.“", ["Ja", "Nein."]),
        ("``We agree,'' Oduya said. ``It is late.''", ["We agree,", "It is late."]),
        ("「Hai」", ["Hai"]),
        ('"We agree.", said Oduya.', ["We agree."]),
        ('The plan ("Hope") and—"peace"—came.', ["Hope", "peace"]),
        ('"Yes,"he said."No."', ["Yes,", "No."]),
    ],
)
def test_each_kind_of_mark(text: str, expected: list[str]) -> None:
    assert contents(text) == expected


def test_a_mark_of_the_wrong_direction_is_read_by_its_neighbours() -> None:
    assert contents("They were “mostly false.“ He left.") == ["mostly false."]
    assert contents("” … as I learned,” he said.") == ["… as I learned,"]
    assert contents('There is “no evidence" yet.') == ["no evidence"]


def test_apostrophes_open_nothing() -> None:
    assert contents("The workers' union won't strike; it's the '90s, 'em said.") == []
    assert contents("O’Hara’s and the Joneses’ house, ’tis said.") == []


def test_a_possessive_does_not_close_a_single_quotation() -> None:
    text = "'We back the workers' rights' was all she said."
    assert contents(text) == ["We back the workers' rights"]


def test_inches_are_no_quotation() -> None:
    assert contents('A 12" pipe was found.') == []
    assert contents('The 5\'10" guard said "no".') == ["no"]


def test_nested_quotations_have_a_depth() -> None:
    text = "“She told me ‘go home’ twice,” he said."
    found = quotations(text)
    assert [(text[q.start : q.end], q.depth) for q in found] == [
        ("She told me ‘go home’ twice,", 0),
        ("go home", 1),
    ]
    assert [q.depth for q in outermost(text)] == [0]


def test_a_mark_between_two_spaces_closes_what_is_open() -> None:
    text = '"The term \'free port,\' " she said, "is new."'
    assert [text[quote.start : quote.end] for quote in outermost(text)] == [
        "The term 'free port,'",
        "is new.",
    ]


def test_an_unclosed_mark_ends_with_its_paragraph() -> None:
    text = '"We begin here.\n\nThe town was calm. "All is well," he said.'
    first, second = quotations(text)
    assert text[first.start : first.end] == "We begin here."
    assert not first.closed
    assert second.closed
    assert not second.reopens


def test_a_paragraph_that_opens_again_continues() -> None:
    text = "“We begin here.\n\n“We go on.\n\n“We end.” He left.\n\n“New,” he said."
    assert [q.reopens for q in quotations(text)] == [False, True, True, False]
    assert [q.closed for q in quotations(text)] == [False, False, True, True]


def test_opened_twice_the_first_is_cut_at_the_second() -> None:
    text = '"We forgot the mark. "But not here," he said.'
    assert contents(text) == ["We forgot the mark.", "But not here,"]


def test_offsets_include_and_exclude_the_marks() -> None:
    text = 'He said "no" twice.'
    assert quotations(text) == [Quotation(9, 11, 8, 12, "double")]


def test_paragraphs_are_what_blank_lines_part() -> None:
    text = "One\nline\n \n\nTwo\n\n"
    assert [text[start:end] for start, end in paragraphs(text)] == ["One\nline", "Two"]


MARKS = st.text(alphabet="\"“”„‟«»‹›'‘’‚`「」 .,!?…—-()aBs9\n", max_size=60)


@settings(max_examples=400, deadline=None)
@given(MARKS)
@example("''")
@example("“")
@example("\n\n”\n\n“a")
def test_any_marks_give_ordered_spans_within_the_text(text: str) -> None:
    found = quotations(text)
    for quote in found:
        assert 0 <= quote.outer_start < quote.start < quote.end <= quote.outer_end <= len(text)
        inside = text[quote.start : quote.end]
        assert inside == inside.strip()
        assert "\n\n" not in inside
    starts = [quote.outer_start for quote in found]
    assert starts == sorted(starts)
    flat = outermost(text)
    for left, right in itertools.pairwise(flat):
        assert left.outer_end <= right.outer_start
