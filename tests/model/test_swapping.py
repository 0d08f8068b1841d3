"""Names exchanged in training: labels stay, words change alike throughout a window."""

from __future__ import annotations

import random

from model.convert import MASK, Names, bilou
from model.swapping import Swap

TAGS = {tag: i for i, tag in enumerate(bilou())}


def window(*pairs: tuple[str, str]) -> Names:
    tags = [MASK if tag == "?" else TAGS[tag] for _, tag in pairs]
    return Names([word for word, _ in pairs], tags, (), "own")


ROW = window(
    ("Marta", "B-PERSON"), ("Okonjo", "L-PERSON"), ("left", "O"), ("Lagos", "U-GPE"), (".", "O"),
    ("Okonjo", "U-PERSON"), ("met", "O"), ("Al", "B-PERSON"), ("Tamm", "L-PERSON"), ("?", "?"),
)  # fmt: skip
OTHER = window(("Pavel", "B-PERSON"), ("Novak", "L-PERSON"), ("in", "O"), ("Brno", "U-GPE"))
SETS = {"own_train": [ROW, OTHER], "own_dev": [window(("Hidden", "U-PERSON"))]}


def test_only_names_change_and_their_tags_stay() -> None:
    swap = Swap(SETS, 1.0)
    for seed in range(20):
        new = swap(ROW, random.Random(seed))
        assert new.tags == ROW.tags
        kept = [i for i, tag in enumerate(ROW.tags) if tag <= 0]
        assert [new.words[i] for i in kept] == [ROW.words[i] for i in kept]
        assert new.words[7] == "Al", "initials and particles stay"


def test_one_name_becomes_one_other_throughout_a_window() -> None:
    swap = Swap(SETS, 1.0)
    found = [swap(ROW, random.Random(seed)).words for seed in range(20)]
    assert all(words[1] == words[5] for words in found)
    assert any(words[1] not in ("Okonjo", "Novak", "Tamm") for words in found), "some are invented"


def test_the_share_decides_how_many_windows_are_touched() -> None:
    assert Swap(SETS, 0.0)(ROW, random.Random(1)) is ROW


def test_names_come_from_training_sets_only() -> None:
    assert "Hidden" not in Swap(SETS, 1.0).pools["surname"]
