from __future__ import annotations

import random

import pytest

from transforms.text import NormalText, normalise, paragraphs


def body(text: str) -> str:
    return normalise(None, text).text


def test_title_comes_first_and_is_marked() -> None:
    assert normalise(" Talks\n resume ", "They met.") == NormalText("Talks resume\n\nThey met.", 12)
    assert normalise("", "They met.") == NormalText("They met.", 0)
    assert normalise("Talks resume", "") == NormalText("Talks resume", 12)


def test_title_repeated_by_the_body_is_there_once() -> None:
    assert normalise("Talks resume", "TALKS RESUME.\n\nThey met.").text == (
        "Talks resume\n\nThey met."
    )


def test_title_at_the_start_of_a_sentence_is_no_repetition() -> None:
    assert normalise("Talks", "Talks resumed.").text == "Talks\n\nTalks resumed."


def test_characters() -> None:
    assert body("\ufeffKy\u00adiv\u200b\u00a0and\u2009\tLviv\x00 fell") == "Kyiv and Lviv fell"
    assert body("Erdog\u0306an") == "Erdoğan"
    assert body("Erdog\u200b\u0306an") == "Erdoğan"


def test_quotation_marks_stay() -> None:
    quoted = "“Peace,” he said. \"Now.\" ‘Yes’ 'No' «Oui» ``so''"
    assert body(quoted) == quoted


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028", "\x85", "\n"])
def test_line_ends(end: str) -> None:
    assert body(f"One.{end}{end}{end}Two.") == "One.\n\nTwo."


def test_hard_wrapped_lines_become_paragraphs() -> None:
    wrapped = (
        "The foreign ministers of the two countries met in the capital on\n"
        "Monday. They spoke for three hours about grain, about prisoners and\n"
        "about the border.\n"
        "A second round is to follow within a month, said a spokeswoman, who\n"
        "gave no place.\n"
        "\n"
        "No paper was signed.\n"
    )
    assert body(wrapped).split("\n\n") == [
        "The foreign ministers of the two countries met in the capital on Monday. They spoke for "
        "three hours about grain, about prisoners and about the border.",
        "A second round is to follow within a month, said a spokeswoman, who gave no place.",
        "No paper was signed.",
    ]


def test_single_newlines_between_whole_paragraphs_part_them() -> None:
    long = "The minister met the envoy of the union and spoke of grain, of prisoners and of gas. "
    lines = [long * 3, long, "No paper was signed."]
    assert body("\n".join(lines)).split("\n\n") == [line.strip() for line in lines]


def test_lists_and_short_lines_stay_apart() -> None:
    lines = ["The plan:", "- a truce", "- an exchange", "1. then talks"]
    assert body("\n".join(lines)).split("\n\n") == lines
    lines = ["Ministers agree on a plan for the harbour and its cranes", "By Mira Holt"]
    assert body("\n".join(lines)).split("\n\n") == lines


def test_a_line_broken_in_mid_sentence_is_rejoined() -> None:
    assert body("The state-\nrun company said\nnothing.") == "The state-run company said nothing."


def test_idempotent() -> None:
    random.seed(7)
    parts = ["word", "Word.", "a", "é", "e\u0301", "\u0301", "\u200b", "\u00ad", " ", "\u00a0",
             "\n", "\n\n", "\r\n", "\u2029", "- ", "1. ", "“", "”", "x" * 45, "lorem ipsum dolor ",
             "\ud800", "\x0c", "-\n", ".\n"]  # fmt: skip
    for _ in range(3000):
        raw = "".join(random.choices(parts, k=random.randrange(40)))
        title = random.choice([None, "", "Word.", "a", raw[:12]])
        once = normalise(title, raw)
        assert normalise(None, once.text).text == once.text
        assert normalise(title, once.text) == once
        assert once.text[: once.title_end].strip() == once.text[: once.title_end]
        for start, end in paragraphs(once.text):
            assert once.text[start:end].strip() == once.text[start:end] != ""


def test_paragraphs_cover_the_text() -> None:
    text = body("One.\n\nTwo, three.\n\nFour.")
    spans = paragraphs(text)
    assert [text[start:end] for start, end in spans] == ["One.", "Two, three.", "Four."]
    assert paragraphs("") == []
