"""The table of speeds rests on articles that differ and on ratios of the same round."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from benchmarks import generated, subjects, throughput


def test_generated_articles_are_the_same_each_time_and_all_different():
    found = list(generated.articles(60))
    assert found == list(generated.articles(60))
    assert len({one["text"] for one in found}) == 60
    assert found[0]["text"] != next(generated.articles(1, seed=2))["text"]
    lengths = sorted(len(one["text"].split()) for one in found)
    assert 300 < lengths[30] < 600
    assert lengths[0] < lengths[-1] / 2


def test_people_get_one_new_name_throughout_an_article():
    paragraphs = ["Mira Santel resigned on March 12.", "Santel thanked 300 voters."]
    import random

    first, second = generated._renamed(paragraphs, ["Mira", "Olga"], random.Random(3))
    surname = first.split()[1]
    assert surname != "Santel"
    assert second.startswith(f"{surname} thanked ")
    assert 11 <= int(first.split()[-1].rstrip(".")) <= 28


def test_files_hold_all_articles(tmp_path: Path):
    words = generated.write(tmp_path, 7)
    found = list(subjects.read(tmp_path))
    assert found == list(generated.articles(7))
    assert words == sum(len(f"{a['title']} {a['text']}".split()) for a in found)


def one(cpu: float, clock: float) -> throughput.Figures:
    return {"cpu": cpu, "clock": clock, "peak_mib": 100.0, "articles": 10.0}


def test_ratios_are_of_processor_time_and_for_two_workers_of_clock_time(tmp_path: Path):
    rounds = [{"flow": one(10, 12), "two workers": one(11, 6), "pipe": one(8, 40)}]
    assert throughput.ratios(rounds) == {"of_pipe": 0.8, "two_workers": 2.0}
    assert "80%" in throughput.table(rounds, 1000)
    line = throughput.row(rounds, 10, 1000)
    assert (line["words_per_cpu_s"], line["of_pipe"], line["of_cnn"]) == (100, 0.8, "")
    for _ in range(2):
        throughput.keep(line, tmp_path / "history.csv")
    with (tmp_path / "history.csv").open() as file:
        kept = list(csv.DictReader(file))
    assert [row["two_workers"] for row in kept] == ["2.0", "2.0"]


def test_what_cannot_be_measured_is_left_out_and_said(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capsys: pytest.CaptureFixture[str]
):
    monkeypatch.setattr(subjects, "CNN", tmp_path)
    assert list(throughput.available(["flow", "cnn", "textacy"])) == ["flow"]
    assert "model.cnn" in capsys.readouterr().err


@pytest.mark.hard
@pytest.mark.parametrize("name", ["flow", "pipe", "layers", "script"])
def test_each_subject_does_its_work(name: str, tmp_path: Path):
    generated.write(tmp_path / "in", 2)
    assert subjects.SUBJECTS[name](tmp_path / "in", tmp_path / "out")() == 2
