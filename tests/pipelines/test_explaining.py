"""``dateline explain`` of a text and of a row of the warehouse, with the shipped model."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from pipelines.explaining import is_id
from tests.pipelines.test_cli import call
from tests.pipelines.workbench import lake_rows, run

HEADER = "lemma,pos,pattern,code,note\n"
TEXT = "Togo threatened to attack Ghana. Peru criticised Chile on Monday."


@pytest.fixture(scope="module")
def warehouse(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("explaining")
    (folder / "a.txt").write_text(TEXT)
    run(folder / "a.txt", folder / "wh", model="en_dateline")
    return folder / "wh"


def test_a_text_is_told_with_entry_path_and_arithmetic():
    code, out, _ = call("explain", TEXT, "--published", "2024-05-01")
    assert code == 0
    assert "why 'threatened' is 138" in out
    assert "attack -xcomp-> threatened <-nsubj- Togo" in out
    assert "190 becomes 138: rule threaten" in out
    assert "seeds/actions.csv:" in out


def test_an_event_of_the_warehouse_is_told_alone(warehouse: Path):
    rows = {row["trigger"]: row for row in lake_rows(warehouse, "events")}
    event = rows["criticised"]
    code, out, _ = call("explain", event["event_id"][:12], "-w", warehouse, "--json")
    told = json.loads(out)
    assert code == 0
    assert [row["event_id"] for row in told["events"]] == [event["event_id"]]
    assert [why["code"] for why in told["explained"]] == [event["event_code"]]
    assert ["source", "criticised <-nsubj- Peru"] in told["explained"][0]["steps"]
    assert "attack" not in {word["word"] for word in told["silent"]}


def test_an_event_that_the_lexicon_no_longer_gives_says_so(
    warehouse: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    (tmp_path / "actions.csv").write_text(HEADER + "-criticise,,,,\n-criticize,,,,\n")
    monkeypatch.setenv("DATELINE_SEEDS", str(tmp_path))
    rows = {row["trigger"]: row for row in lake_rows(warehouse, "events")}
    code, _, err = call("explain", rows["criticised"]["event_id"], "-w", warehouse)
    assert code == 9
    assert "not coded any more" in err
    assert "dateline recode" in err


def test_an_unknown_id_and_what_is_no_id(warehouse: Path):
    code, _, err = call("explain", "00ff00ff", "-w", warehouse)
    assert (code, "no event begins with" in err) == (9, True)
    assert is_id("12ab34cd56")
    assert not is_id("facade")
    assert not is_id("2024 began")


def test_the_check_of_the_lexicon_says_file_line_and_what_to_do(tmp_path: Path):
    code, out, err = call("lexicon", "check")
    assert (code, out, err) == (0, "", "0 errors, 0 warnings\n")
    (tmp_path / "actions.csv").write_text(HEADER + "greet,VERB,subj > obj,999,\n")
    code, out, err = call("lexicon", "check", "--seeds", tmp_path)
    assert (code, err) == (1, "1 errors, 0 warnings\n")
    assert out.startswith(f"{tmp_path.name}/actions.csv:2: error: greet,VERB: there is no code")
    _, out, _ = call("lexicon", "check", "--seeds", tmp_path, "--json")
    assert json.loads(out)[0]["severity"] == "error"
    code, _, err = call("lexicon", "check", "--seeds", tmp_path / "nowhere")
    assert (code, "no such folder" in err) == (2, True)
