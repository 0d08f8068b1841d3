"""The set by which stories are scored, and the score itself."""

from __future__ import annotations

from collections import Counter

import pytest

from benchmarks.stories import Found, pairwise, stories_of, tellings


def test_the_set_has_at_least_forty_stories_in_several_tellings():
    told = list(tellings())
    counts = Counter(telling["story"] for telling in told)
    assert len(counts) >= 40
    assert min(counts.values()) >= 2
    assert len({telling["id"] for telling in told}) == len(told)
    for telling in told:
        assert "{" not in telling["text"] + telling["title"]
        assert telling["text_marks"]
        for name in ("title", "text"):
            for first, last in telling[f"{name}_marks"]:
                assert telling[name][first:last].strip() == telling[name][first:last] != ""


def test_tellings_of_one_story_are_by_different_papers():
    papers: dict[str, list[str]] = {}
    for telling in tellings():
        papers.setdefault(telling["story"], []).append(telling["source"])
    assert all(len(set(sources)) == len(sources) for sources in papers.values())


GOLD = {"a1": "a", "a2": "a", "b1": "b", "b2": "b"}


@pytest.mark.parametrize(
    ("found", "score"),
    [
        ({"a1": "x", "a2": "x", "b1": "y", "b2": "y"}, 1.0),
        ({"a1": "x", "a2": "x", "b1": "x", "b2": "x"}, 2 * 2 / (2 * 2 + 4)),
        ({"a1": "x", "a2": "z", "b1": "y", "b2": "y"}, 2 / (2 + 1)),
        ({"a1": "p", "a2": "q", "b1": "r", "b2": "s"}, 0.0),
    ],
)
def test_pairwise_f1(found: dict[str, str], score: float):
    assert pairwise(GOLD, {key: Found({story}) for key, story in found.items()}) == score


def test_another_act_of_a_telling_counts_against():
    found = {key: Found({GOLD[key]}) for key in GOLD}
    found["a1"].others[40] = {"a"}
    # Two right pairs; the act is taken for the event as told by a1 and by a2.
    assert pairwise(GOLD, found) == 2 * 2 / (2 * 2 + 2)


def test_events_are_sorted_by_the_marks():
    telling = next(tellings())
    url, title = f"https://example.org/{telling['id']}", telling["title"]
    text = f"{title}\n\n{telling['text']}"
    shift = len(title) + 2
    first, last = telling["text_marks"][0]
    rows = [
        (url, len(title), text, first + shift, last + shift, "s1"),
        (url, len(title), text, shift, shift + 2, "s2"),
    ]
    found = stories_of(rows, [telling])[telling["id"]]
    assert found.marked == {"s1"}
    assert found.others == {shift: {"s2"}}
