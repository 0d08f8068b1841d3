"""Near copies: which texts are, which only look alike, and that candidates are found."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from transforms.sameness import BANDS, LEAD_BANDS, Passages, bands

REPORT = """LUSAKA, May 3 (Plain Wire) - Zambia and Malawi agreed on Friday to open their border \
at Mchinji day and night, after two years of talks about customs and lorry queues.

Trade minister Ruth Mwila said that the first shift would begin on June 1. "A tomato does not \
know what time it is," she told drivers at the crossing.

Her colleague from Lilongwe, Moses Phiri, promised 40 more officers and a second weighbridge. \
Malawi had asked for both since the spring of last year.

Hauliers welcomed the decision. Their association says that a lorry waits 31 hours on average, \
which costs its owner about 600 dollars a week in wages and spoiled goods.

The African Development Bank lent 12 million dollars for the road on the Zambian side. It is to \
be finished before the rains, the bank said.

Smugglers will hardly be pleased, a customs officer remarked. They had been the only ones who \
crossed at any hour."""

PARAGRAPHS = REPORT.split("\n\n")
ADDED = [
    "The two countries share 837 kilometres of border, most of it in hills where no road leads.",
    "In Chipata, on the Zambian side, innkeepers said they feared for their trade with drivers "
    "who used to stay the night.",
]


def copied(copy: str, original: str) -> float:
    share = Passages(copy).copied(Passages(original))
    if share:
        assert set(bands(copy)) & set(bands(original)), "a copy that nobody would find"
    return share


@pytest.mark.parametrize(
    "copy",
    [
        REPORT,
        "\n\n".join(PARAGRAPHS[:3]),
        "\n\n".join(PARAGRAPHS[:2]),
        "\n\n".join([*PARAGRAPHS[:2], *PARAGRAPHS[4:]]),
        "\n\n".join([*PARAGRAPHS, *ADDED]),
        "\n\n".join([*PARAGRAPHS[:4], *ADDED, *PARAGRAPHS[4:]]),
        "\n\n".join([PARAGRAPHS[0], PARAGRAPHS[2], PARAGRAPHS[1], *PARAGRAPHS[3:]]),
        REPORT.replace("LUSAKA, May 3 (Plain Wire) - ", "LUSAKA (Morning Post) — "),
        REPORT.replace("LUSAKA, May 3 (Plain Wire) - ", ""),
        REPORT.replace("“", '"').replace("on Friday", "on May 3").replace("two years", "2 years"),
        REPORT.replace("Mchinji", "Mchinje"),
        REPORT.replace("Hauliers welcomed", "Truckers cheered").replace("a week", "every week"),
        REPORT.replace("\n\n", " "),
    ],
)
def test_the_same_report_in_another_dress_is_a_copy(copy: str):
    assert copied(copy, REPORT) >= 0.6


QUAKE = (
    "A magnitude {size} earthquake struck {where} on {day}, the seismological centre said. The "
    "quake hit at {time} local time at a depth of {depth} kilometres, some {far} kilometres "
    "{side} of {town}. There were no immediate reports of damage or injuries, and no tsunami "
    "warning was issued. The centre had recorded {more} aftershocks by the evening. Residents "
    "were advised to stay away from damaged buildings and to follow the advice of the authorities."
)
MARKET = (
    "Shares in Frankfurt closed {way} on {day} as investors weighed the outlook for interest "
    "rates. The index {verb} {percent} percent to {points} points. Among the winners was {firm}, "
    "which rose {rise} percent after it had presented its figures for the quarter. The euro traded "
    "at {euro} dollars in the evening, and a barrel of oil cost {oil} dollars. Traders said that "
    "volume was thin and that many waited for the decision of the central bank next week."
)
QUAKES = [
    QUAKE.format(size="5.4", where="northern Chile", day="Monday", time="04:12", depth="31",
                 far="60", side="east", town="Calama", more="four"),
    QUAKE.format(size="6.1", where="the coast of Peru", day="Friday", time="21:40", depth="18",
                 far="112", side="west", town="Ica", more="11"),
    QUAKE.format(size="5.4", where="northern Chile", day="Monday", time="04:12", depth="33",
                 far="60", side="east", town="Calama", more="four"),
]  # fmt: skip
MARKETS = [
    MARKET.format(way="higher", day="Tuesday", verb="gained", percent="0.8", points="18,204",
                  firm="Nordwerk", rise="3.1", euro="1.0845", oil="81.20"),
    MARKET.format(way="lower", day="Wednesday", verb="lost", percent="0.3", points="18,150",
                  firm="Halder", rise="2.2", euro="1.0839", oil="80.95"),
]  # fmt: skip
UPDATE = REPORT.replace("40 more officers", "55 more officers")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (QUAKES[0], QUAKES[1]),
        (QUAKES[0], QUAKES[2]),
        (MARKETS[0], MARKETS[1]),
        (UPDATE, REPORT),
        # A brief that is contained in a report: the report says more than the brief.
        (REPORT, "\n\n".join(PARAGRAPHS[:2])),
        # News at the top of old background.
        ("\n\n".join([*ADDED, *PARAGRAPHS[2:]]), REPORT),
        (ADDED[1], REPORT),
        ("Too short to tell.", "Too short to tell."),
        ("", ""),
    ],
)
def test_what_only_looks_alike_is_none(one: str, other: str):
    assert Passages(one).copied(Passages(other)) == 0


@given(st.randoms(use_true_random=False), st.integers(3, 6), st.integers(0, 2))
def test_any_cut_with_anything_added_is_found(chance: random.Random, kept: int, added: int):
    parts = [PARAGRAPHS[0], *sorted(chance.sample(PARAGRAPHS[1:], kept - 1), key=REPORT.index)]
    parts[1:1] = []
    copy = "\n\n".join([*parts, *ADDED[: added if kept > 4 else 0]])
    assert copied(copy, REPORT)


def test_bands_are_the_same_on_every_machine_and_for_ever():
    found = bands(REPORT)
    assert len(found) == BANDS + LEAD_BANDS
    assert all(-(2**31) <= band < 2**31 for band in found)
    assert (found[0], found[30], found[-1]) == (
        1078773103,
        -1028329193,
        -916768855,
    )
    assert bands("A few words only.") == []


def test_other_texts_share_no_band():
    assert not set(bands(REPORT)) & set(bands(QUAKES[0]))


@given(st.text(), st.text())
def test_anything_can_be_compared(one: str, other: str):
    share = Passages(one).copied(Passages(other))
    assert 0 <= share <= 1
    assert len(bands(one)) in (0, BANDS + LEAD_BANDS)
