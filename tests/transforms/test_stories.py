from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import permutations

import pytest

from transforms import stories
from transforms.likeness import Party, Row, words_of
from transforms.stories import assign

RUTO, ABIY = Party("p1", "KENGOV"), Party("p2", "ETHGOV")
KENYA, FRANCE = Party("c1", "KEN"), Party("c2", "FRA")
MONDAY = date(2025, 2, 3)


def row(key: str, **changes: object) -> Row:
    base = Row(
        event_id=key, story_id=f"story-{key}", article_id=f"article-{key}", trigger_start=20,
        code="040", quad_class=1, source=RUTO, target=ABIY, day=MONDAY, precise=True,
        status="happened", country="KEN", place="Nairobi",
        text="William Ruto met Abiy Ahmed in Nairobi to talk about a railway.",
        title="Leaders meet", published=datetime(2025, 2, 3, 18),
    )  # fmt: skip
    return replace(base, **changes)


def together(*rows: Row) -> bool:
    return len(set(assign(rows, []).values())) == 1


def test_two_tellings_of_one_meeting_are_one_story():
    other = row("b", text="Ruto held talks with Abiy in Nairobi on a railway.", title="Rail link")
    assert together(row("a"), other)


@pytest.mark.parametrize(
    "changes",
    [
        {"day": MONDAY + timedelta(days=3)},
        {"code": "190", "quad_class": 4, "text": "Soldiers shelled a camp."},
        {"target": FRANCE, "text": "Ruto met the French about debts."},
        {"country": "FRA", "place": "Paris", "text": "They dined in Paris.",
         "day": MONDAY + timedelta(days=1)},
        {"source": FRANCE, "target": Party("c3", "DEU"), "text": "France thanked Germany."},
    ],
)  # fmt: skip
def test_what_differs_is_another_story(changes: dict[str, object]):
    assert not together(row("a"), row("b", **changes))


def test_a_country_stands_for_its_president():
    assert together(row("a"), row("b", source=KENYA))


def test_both_directions_of_one_trigger_are_one_report():
    found = assign([row("a"), row("b", article_id="article-a", source=ABIY, target=RUTO)], [])
    assert len(set(found.values())) == 1


def test_another_act_in_the_same_article_is_another_story():
    thanks = row("b", article_id="article-a", trigger_start=90, code="051", target=None)
    assert not together(row("a"), thanks)


def test_known_stories_keep_their_ids_and_take_new_reports():
    known = replace(row("a"), story_id="old")
    found = assign([row("b"), row("c", day=MONDAY + timedelta(days=9))], [known])
    assert found == {"b": "old", "c": "story-c"}


def test_the_order_of_rows_does_not_matter():
    rows = [
        row("a"),
        row("b", title="Rail link"),
        row("c", day=MONDAY + timedelta(days=1), precise=False),
        row("d", code="190", source=FRANCE),
    ]
    found = [assign(order, []) for order in permutations(rows)]
    assert all(one == found[0] for one in found)


def test_a_report_without_actors_founds_a_story_or_joins_by_its_words():
    bare = row(
        "b", source=None, target=None, text="The railway was discussed in Nairobi by Ruto and Abiy."
    )
    assert together(row("a"), bare)
    assert not together(row("a"), row("b", source=None, target=None, text="A flood.", title=""))


def test_words_are_shortened_and_common_ones_left_out():
    assert words_of("The president attacked 12 attackers") == {"attack", "12"}


def test_a_busy_day_costs_in_proportion_to_its_reports(monkeypatch: pytest.MonkeyPatch):
    """Hundreds of talks of one president on one day; two papers tell of each."""
    names = ["".join(letters) for letters in permutations("kbrosta", 3)]
    days = [
        row(f"{paper}{n}", title="A long day", text=f"Ruto spoke with {name}.", precise=False,
            published=datetime(2025, 2, 3, hour, n % 60), target=Party(name), place=None)
        for n, name in enumerate(names) for paper, hour in (("a", 6), ("b", 18))
    ]  # fmt: skip
    compared = []
    facts = stories.by_facts
    monkeypatch.setattr(stories, "by_facts", lambda *two: (compared.append(two), facts(*two))[1])
    found = assign(days, [])
    assert len(compared) <= len(days) * stories.NEAR * 2
    assert len(set(found.values())) == len(names)
    for n in range(len(names)):
        assert found[f"a{n}"] == found[f"b{n}"]
