from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from spacy.language import Language

from transforms import seeds
from transforms.quotes.attribution import quotes_of
from transforms.types import Quote, read

KNOWN = Path(__file__).parents[1] / "data" / "known_quotes.jsonl"
SHAPES = Path(__file__).parents[1] / "data" / "quote_shapes.jsonl"


def quotes(nlp: Language, text: str) -> list[Quote]:
    found: list[Quote] = nlp(text)._.quotes
    for quote in found:
        assert quote.span.text == text[quote.span.start_char : quote.span.end_char]
    return found


def said(nlp: Language, text: str) -> list[tuple[str, str, str | None]]:
    return [(q.kind, q.span.text, q.speaker.text if q.speaker else None) for q in quotes(nlp, text)]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ('"The talks will go on," Maria Oduya said.', "The talks will go on,", "Maria Oduya"),
        ('"The talks will go on," said Maria Oduya.', "The talks will go on,", "Maria Oduya"),
        ("“Who will pay?” asked the mayor.", "Who will pay?", "the mayor"),
        ('Maria Oduya said: "The talks will go on."', "The talks will go on.", "Maria Oduya"),
        ('Maria Oduya said, "The talks will go on."', "The talks will go on.", "Maria Oduya"),
        ('Maria Oduya told reporters: "We will go on."', "We will go on.", "Maria Oduya"),
        ('"The roads are closed," the ministry said.', "The roads are closed,", "the ministry"),
        (
            '"The roads are closed," according to the ministry.',
            "The roads are closed,",
            "the ministry",
        ),
        ('Maria Oduya wrote on Telegram: "We are safe."', "We are safe.", "Maria Oduya"),
    ],
)
def test_direct_in_every_order(nlp: Language, text: str, content: str, speaker: str) -> None:
    assert said(nlp, text) == [("direct", content, speaker)]


def test_split_by_its_cue_the_second_part_continues_the_first(nlp: Language) -> None:
    first, second = quotes(nlp, '"We agree," Maria Oduya said, "but only for one year."')
    assert second.continues is first
    assert second.speaker is not None
    assert second.speaker.text == "Maria Oduya"


def test_a_sentence_in_marks_takes_up_the_one_before(nlp: Language) -> None:
    first, second = quotes(nlp, '"We agree," said Maria Oduya. "It was a long night."')
    assert second.continues is first
    assert second.span.text == "It was a long night."


def test_a_paragraph_that_opens_again_has_the_same_speaker(nlp: Language) -> None:
    text = 'Maria Oduya said: "We came at dawn.\n\n"The bridge was gone."'
    first, second = quotes(nlp, text)
    assert second.continues is first
    assert second.speaker == first.speaker


def test_the_sentence_before_names_the_speaker(nlp: Language) -> None:
    text = "Maria Oduya said the army would stay. “We have no other choice today.”"
    found = quotes(nlp, text)
    assert [quote.kind for quote in found] == ["indirect", "direct"]
    assert found[1].speaker is not None
    assert found[1].speaker.text == "Maria Oduya"
    assert found[1].confidence < found[0].confidence


def test_a_quotation_nobody_claims_has_no_speaker(nlp: Language) -> None:
    (found,) = quotes(nlp, 'The walls were painted over. "Nobody must ever forget this."')
    assert found.speaker is None
    assert not found.anonymous


@pytest.mark.parametrize(
    "text",
    [
        'The novel "The Long Road" was published in 1998.',
        'John "Iron" Baker opened a shop in Leeds.',
        'The so-called "buffer zone" is ten miles wide.',
        "The workers' union won't strike this year.",
    ],
)
def test_titles_nicknames_and_scare_quotes_are_no_quotes(nlp: Language, text: str) -> None:
    assert quotes(nlp, text) == []


@pytest.mark.parametrize(
    ("text", "content"),
    [
        ('Maria Oduya said the talks were "useful".', 'the talks were "useful"'),
        ('Maria Oduya hailed the treaty as "a new dawn."', 'the treaty as "a new dawn."'),
        (
            'Maria Oduya said the expansion had to be "stopped."',
            'the expansion had to be "stopped."',
        ),
    ],
)
def test_quoted_words_inside_the_clause_are_mixed(nlp: Language, text: str, content: str) -> None:
    assert said(nlp, text) == [("mixed", content, "Maria Oduya")]


@pytest.mark.parametrize(
    ("text", "content", "speaker"),
    [
        ("Maria Oduya said that the army had left.", "that the army had left", "Maria Oduya"),
        ("Maria Oduya said the army had left.", "the army had left", "Maria Oduya"),
        ("The army had left, Maria Oduya said.", "The army had left", "Maria Oduya"),
        ("The army has left, according to the ministry.", "The army has left", "the ministry"),
        ("According to the ministry, the army has left.", "the army has left", "the ministry"),
        ("Maria Oduya vowed to punish the killers.", "to punish the killers", "Maria Oduya"),
        (
            "Maria Oduya told lawmakers that the army had left.",
            "that the army had left",
            "Maria Oduya",
        ),
    ],
)
def test_indirect(nlp: Language, text: str, content: str, speaker: str) -> None:
    assert said(nlp, text) == [("indirect", content, speaker)]


def test_words_inside_a_quotation_are_no_cues(nlp: Language) -> None:
    found = said(nlp, '"They said that the dam would hold," Maria Oduya said.')
    assert found == [("direct", "They said that the dam would hold,", "Maria Oduya")]


@pytest.mark.parametrize("who", ["A senior official", "Two sources", "One resident"])
def test_a_speaker_nobody_names_is_anonymous(nlp: Language, who: str) -> None:
    (found,) = quotes(nlp, f'"There is no plan for the city," {who.lower()} said.')
    assert found.anonymous
    assert found.speaker_actor is None


def test_a_named_speaker_is_not_anonymous(nlp: Language) -> None:
    (found,) = quotes(nlp, '"There is no plan," said Maria Oduya, a spokeswoman for the city.')
    assert not found.anonymous


@pytest.mark.parametrize(
    ("text", "via"),
    [
        ('"We are ready to talk," Maria Oduya told Reuters on Monday.', "Reuters"),
        ('"We are ready," said Maria Oduya, according to the Daily Herald.', "Daily Herald"),
        ('"We are ready to talk," Maria Oduya wrote on Telegram.', "Telegram"),
        ('"We are ready to talk," Maria Oduya told the court.', None),
    ],
)
def test_the_outlet_through_which_it_came(nlp: Language, text: str, via: str | None) -> None:
    assert [quote.via for quote in quotes(nlp, text)] == [via]


def test_a_pronoun_is_resolved_through_its_mention(nlp: Language) -> None:
    text = (
        "President Vladimir Putin met President Recep Tayyip Erdogan in Sochi. Putin thanked "
        'Erdogan for his work. "We have moved forward," he said.'
    )
    direct = [quote for quote in quotes(nlp, text) if quote.kind == "direct"]
    assert [q.speaker_actor.name for q in direct if q.speaker_actor] == ["Vladimir Putin"]


@pytest.mark.parametrize(
    ("text", "kind", "content", "speaker"),
    [
        (
            "Duarte meanwhile hailed the accord between the two ports as “truly useful.”",
            "mixed",
            "the accord between the two ports as “truly useful.”",
            "Duarte",
        ),
        (
            "The Peruvian government has accused Chile of blocking the sale of copper.",
            "indirect",
            "Chile of blocking the sale of copper",
            "The Peruvian government",
        ),
        (
            "The firm sold two ships, according to a statement from Reuters, the news agency.",
            "indirect",
            "The firm sold two ships",
            "a statement from Reuters",
        ),
        (
            "Duarte said the road was closed and warned drivers against the river.",
            "indirect",
            "the road was closed",
            "Duarte",
        ),
    ],
)
def test_whatever_the_parse_hangs_it_on(
    nlp: Language, text: str, kind: str, content: str, speaker: str
) -> None:
    found = said(nlp, text)
    assert found[0][:2] == (kind, content)
    assert str(found[0][2]).startswith(speaker)


def test_an_object_with_a_clause_of_its_own_is_nothing_said(nlp: Language) -> None:
    assert said(nlp, "The law requires a permit that costs nine euros.") == []


def test_who_is_described_after_the_cue_is_not_quoted(nlp: Language) -> None:
    found = said(nlp, "The port is closed, said Ann Lee, a pilot who works there.")
    assert [content for _, content, _ in found] == ["The port is closed"]


def test_quotes_are_in_text_order_and_direct_ones_disjoint(nlp: Language) -> None:
    text = (
        'Maria Oduya said the dam would hold. "It is strong," she said. "We built it well."\n\n'
        "Critics say it leaks. “It leaks,” said Jon Baker, who lives below it."
    )
    found = quotes(nlp, text)
    starts = [quote.span.start for quote in found]
    assert starts == sorted(starts)
    direct = [quote.span for quote in found if quote.kind == "direct"]
    assert len(direct) == 3
    assert all(left.end <= right.start for left, right in pairwise(direct))


def test_the_list_of_cues_is_broad_and_clean() -> None:
    rows = seeds.read("cues")
    known = {
        "quote", "clause", "wh", "to", "to-object", "ing", "object", "as", "predicate", "for",
        "of", "about", "against", "addressee", "with-object", "marks",
        "noun", "phrase", "author", "speaker", "name",
    }  # fmt: skip
    assert len([row for row in rows if "quote" in row["pattern"].split("|")]) >= 250
    for row in rows:
        assert set(row["pattern"].split("|")) <= known, row
        assert row["lemma"] == row["lemma"].strip().lower(), row
    keys = [(row["lemma"], row["class"], "noun" in row["pattern"]) for row in rows]
    assert len(keys) == len(set(keys))


WORDS = st.sampled_from(
    [*"\"“”‘’'«».,:;!?—()", "said", "Oduya", "that", "according to", "he", "told", "\n\n", "1"]
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(words=st.lists(WORDS, max_size=25))
@example(words=[])
@example(words=["according to"])
def test_never_fails_on_any_text(nlp: Language, words: list[str]) -> None:
    doc = nlp(" ".join(words))
    for quote in quotes_of(read(doc)):
        assert len(quote.span) > 0
        assert 0 < quote.confidence <= 1


def test_what_is_said_in_a_report_is_a_statement_by_who_reports(nlp: Language) -> None:
    found = said(nlp, "Maria Oduya said that the army had promised to leave.")
    assert found == [("indirect", "that the army had promised to leave", "Maria Oduya")]


def test_an_outlet_that_passes_on_is_no_speaker(nlp: Language) -> None:
    text = "Maria Oduya said that the army had left, according to the Daily Herald."
    (found,) = quotes(nlp, text)
    assert found.speaker is not None
    assert (found.speaker.text, found.via) == ("Maria Oduya", "Daily Herald")


@pytest.mark.parametrize(
    ("text", "contents"),
    [
        (
            'Maria Oduya said the plan was "weak" and "late".',
            ['the plan was "weak" and "late"'],
        ),
        (
            "The dam, Maria Oduya said on Friday, would hold.",
            ["The dam", "would hold"],
        ),
        (
            "Maria Oduya said the roads were closed although nobody had asked her.",
            ["the roads were closed although nobody had asked her"],
        ),
        (
            "Maria Oduya said the roads were closed, although they were open.",
            ["the roads were closed"],
        ),
        (
            "LIMA, March 3 (Northwire) - The dam will hold, Maria Oduya said.",
            ["The dam will hold"],
        ),
        ("Maria Oduya ordered the guards to leave and closed the gate.", ["to leave"]),
        ("The dam is old, an engineer, Jon Baker, said.", ["The dam is old"]),
    ],
)
def test_where_a_report_begins_and_ends(nlp: Language, text: str, contents: list[str]) -> None:
    assert [quote.span.text for quote in quotes(nlp, text)] == contents


@pytest.mark.parametrize(
    "text",
    [
        "Maria Oduya did not say how she would pay for the dam.",
        "Maria Oduya refused to say whether the dam would hold.",
        "Two officials asked not to be named.",
    ],
)
def test_silence_is_no_statement(nlp: Language, text: str) -> None:
    assert quotes(nlp, text) == []


def test_a_joined_cue_has_the_speaker_of_the_one_before(nlp: Language) -> None:
    text = "Maria Oduya said the dam leaked but noted that nobody lived below it."
    found = said(nlp, text)
    assert [speaker for _, _, speaker in found] == ["Maria Oduya", "Maria Oduya"]


def test_a_title_in_marks_before_a_cue_is_no_quote(nlp: Language) -> None:
    text = 'In her book, "Seven Quiet Rivers," Maria Oduya suggested that dams were a mistake.'
    assert [(kind, content) for kind, content, _ in said(nlp, text)] == [
        ("indirect", "that dams were a mistake")
    ]


def _is_written(speaker: str | None, quote: Quote) -> bool:
    if speaker is None or quote.speaker is None:
        return speaker is None and quote.speaker is None
    return speaker in quote.speaker.text


def test_known_quotes(nlp: Language) -> None:
    """The share of the quotes in our own sentences that are found, with kind and speaker.

    What is known are the spoken words; of a mixed quote we report the clause around them.
    """
    right = wanted = 0
    for line in KNOWN.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        got = quotes(nlp, case["text"])
        if not case["quotes"]:
            assert got == [], case["text"]
        for known in case["quotes"]:
            wanted += 1
            right += any(
                quote.kind == known["kind"]
                and known["text"] in quote.span.text
                and quote.anonymous == known["anonymous"]
                and _is_written(known["speaker_text"], quote)
                for quote in got
            )
    assert wanted >= 110
    assert right / wanted >= 0.9


def test_shapes_of_quotations(nlp: Language) -> None:
    """Of 152 passages in many shapes every quote is found with all that belongs to it, and
    nothing else is."""
    wrong = []
    for line in SHAPES.read_text(encoding="utf-8").splitlines():
        case = json.loads(line)
        got = [
            {
                "text": quote.span.text,
                "kind": quote.kind,
                "speaker_text": quote.speaker.text if quote.speaker else None,
                "speaker": quote.speaker_actor.name if quote.speaker_actor else None,
                "cue": quote.cue.text if quote.cue else None,
                "via": quote.via,
                "anonymous": quote.anonymous,
            }
            for quote in quotes(nlp, case["text"])
        ]
        if got != case["quotes"]:
            wrong.append((case["text"], got))
    assert wrong == []
