"""A user's folder of seeds from end to end: rows added, overridden and removed change the tables,
in a fresh load and in a recode alike."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from pipelines.recode import recode
from pipelines.run import perform
from pipelines.settings import Settings, load
from tests.pipelines.workbench import contents, lake_rows
from transforms.seeds import columns, seeds_dir

ARTICLES = {
    "added": "Peru blorped Chile on Monday.",
    "overridden": "Kenya condemned Uganda on Monday.",
    "removed": "Ghana attacked Togo on Monday.",
    "governor": "Sweden wished to attack Norway on Monday.",
    "body": "The Zorbian League condemned Mali on Monday.",
    "alias": "Interpol condemned Niger on Monday. The Lyon Bureau condemned Chad.",
    "office": "The zar of Benin condemned Mali on Monday.",
    "noun": "The blorpers condemned Mali on Monday.",
}
ROWS = {
    "actions": [
        "blorp,VERB,subj > obj,190,",
        "-condemn,VERB,,,",
        "condemn,VERB,subj > obj,112,",
        "-attack,VERB,,,",
    ],
    "governors": ["wish,VERB,code,threaten,"],
    "organizations": [
        "Zorbian League,,organization,,IGO,IGOZOR,",
        "-Interpol,,,,,,",
        "Interpol,INTERPOL|Lyon Bureau,organization,,IGO,IGOITP,",
    ],
    "offices": ["zar,grand zar,GOV,head_of_state,1,country,"],
    "nominals": ["blorper,armed_group,REB,person,"],
}


@pytest.fixture(scope="module")
def seeds(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("own")
    for name, rows in ROWS.items():
        header = ",".join(columns(seeds_dir() / f"{name}.csv"))
        (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def of(folder: Path, seeds: Path | None) -> Settings:
    return load({"warehouse": folder, "seeds": seeds, "prefect": False}, environ={})


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    for name, text in ARTICLES.items():
        (folder / f"{name}.txt").write_text(f"---\ndate: 2024-05-01\n---\n{text}\n")
    return folder


@pytest.fixture(scope="module")
def without(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("without")
    perform([source], of(folder, None))
    return folder


@pytest.fixture(scope="module")
def with_own(source: Path, seeds: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("with")
    perform([source], of(folder, seeds))
    return folder


def codes(warehouse: Path, name: str) -> set[str]:
    ids = {row["article_id"]: row["origin"] for row in lake_rows(warehouse, "articles")}
    return {
        row["event_code"]
        for row in lake_rows(warehouse, "events")
        if ids[row["article_id"]] == f"{name}.txt"
    }


def actors(warehouse: Path) -> dict[str, dict[str, Any]]:
    return {row["name"]: row for row in lake_rows(warehouse, "actors")}


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("added", set(), {"190"}),
        ("overridden", {"111"}, {"112"}),
        ("removed", {"190"}, set()),
    ],
)
def test_rows_of_actions(
    without: Path, with_own: Path, name: str, before: set[str], after: set[str]
) -> None:
    assert codes(without, name) == before
    assert codes(with_own, name) == after


def test_rows_on_actors(without: Path, with_own: Path) -> None:
    before, after = actors(without), actors(with_own)
    assert after["Zorbian League"]["code"] == "IGOZOR"
    assert before.get("Zorbian League", {}).get("code") != "IGOZOR"
    assert after["Interpol"]["code"] == "IGOITP"
    aliases = {(row["actor_id"], row["alias"]) for row in lake_rows(with_own, "actor_aliases")}
    assert any(a == after["Interpol"]["actor_id"] and "Lyon Bureau" in name for a, name in aliases)
    assert after["Zar of Benin"]["role"] == "GOV"
    assert "Zar of Benin" not in before
    assert any(row["role"] == "REB" for row in after.values())
    assert not any(row["role"] == "REB" for row in before.values())


def test_a_recode_gives_the_rows_of_a_fresh_load(
    without: Path, with_own: Path, seeds: Path
) -> None:
    plain = contents(without)
    done = recode(of(without, seeds))
    assert done.parsed == 0
    assert done.changes["events"].any
    assert done.changes["actors"].any
    assert contents(without) == contents(with_own)
    recode(of(without, None))
    assert contents(without) == plain
