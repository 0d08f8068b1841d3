"""What the comparison of speeds rests on: the same texts for all, and shares that add up."""

from __future__ import annotations

from pathlib import Path

import en_dateline
import pytest

from benchmarks import model_speed


def test_texts_are_repeated_whole_and_in_order_until_there_are_enough() -> None:
    texts, words = model_speed.repeated(["a b c", "d"], [3, 1], 9)
    assert texts == ["a b c", "d", "a b c", "d", "a b c"]
    assert words == 11


def test_the_facts_at_the_top_of_an_article_are_not_measured(tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text("---\ntitle: Talks\n---\n\nTalks failed.\n\n---\n\nMore.")
    (tmp_path / "2.txt").write_text("No facts here.")
    assert model_speed.bodies(tmp_path) == ["Talks failed.\n\n---\n\nMore.", "No facts here."]


def test_a_folder_without_articles_is_named(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="--texts"):
        model_speed.bodies(tmp_path)


def test_ratios_are_those_of_the_same_round() -> None:
    cnn, ours = model_speed.REFERENCE, model_speed.SHIPPED
    # The machine was busy in the second round: both took twice as long.
    rounds = [{cnn: (1.0, 1.0), ours: (2.0, 2.0)}, {ours: (4.0, 9.0), cnn: (2.0, 2.0)}]
    assert model_speed.summary(rounds, ours, 60)["ratio"] == 0.5
    assert "ratio" not in model_speed.summary([{ours: (2.0, 4.0)}], ours, 60)
    assert model_speed.summary([{ours: (2.0, 4.0)}], ours, 60)["words_per_wall_s"] == 15


def test_the_parts_of_the_work_add_up_to_it() -> None:
    nlp = en_dateline.load()
    shares = model_speed.parts(nlp, ["The minister resigned on Friday.", "Talks failed."] * 3)
    assert sum(shares.values()) == pytest.approx(1)
    assert all(share > 0 for share in shares.values())
    assert nlp("Talks failed.")[1].dep_ == "ROOT"
