"""``dateline lexicon check``: each kind of fault is found, and what is shipped has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms.actors.check import check as check_actors
from transforms.events.check import check as check_events
from transforms.faults import Fault, of_folder
from transforms.seeds import columns, seeds_dir


def own(folder: Path, name: str, *rows: str) -> Path:
    header = ",".join(columns(seeds_dir() / f"{name}.csv"))
    (folder / f"{name}.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    return folder


def only(faults: list[Fault], folder: Path) -> list[Fault]:
    """Those of the user's own rows."""
    return [fault for fault in faults if fault.where.startswith(folder.name)]


def test_what_is_shipped_has_no_fault() -> None:
    assert [f"{f.where}: {f.what}" for f in (*check_events(), *check_actors())] == []


@pytest.mark.parametrize(
    ("row", "what"),
    [
        ("greet,VERB,subj > obj,999,", "no code '999'"),
        ("greet,ADV,subj > obj,050,", "part of speech 'ADV'"),
        ("Greet,VERB,subj > obj,050,", "not in small letters"),
        ("shake hands,VERB,subj > with,050,", "more than one word"),
        ("greet,VERB,subj obj,050,", "expected SOURCE > TARGET"),
        ("greet,VERB,subj > obj | obj=$nobody,050,", "no class 'nobody'"),
        ("greet,VERB,subj > obj | obj.kind=planet,050,", "a kind is one of"),
        ('greet,VERB,"subj > obj | obj=Envoy,guest",050,', "no word can be 'Envoy'"),
        ("greet,VERB,subj > OBJ,050,", "'OBJ' is no slot"),
    ],
)
def test_an_entry_that_cannot_be_read_or_never_match(tmp_path: Path, row: str, what: str) -> None:
    (fault,) = only(check_events(own(tmp_path, "actions", row)), tmp_path)
    assert what in fault.what
    assert (fault.severity, fault.where) == ("error", f"{tmp_path.name}/actions.csv:2")
    assert fault.hint


@pytest.mark.parametrize(
    ("first", "second", "severity", "what"),
    [
        ("subj > obj,050", "subj > obj,111", "error", "under the same conditions"),
        ("subj > obj,050", "subj > obj,050", "warning", "said before"),
        ("subj > obj | obj=$weapon,190", "subj > obj | obj=rifle,111", "error", "never chosen"),
        ("subj > obj | obj=$weapon,190", "subj > obj | obj=rifle,190", "warning", "never chosen"),
    ],
)
def test_two_entries_in_each_others_way(
    tmp_path: Path, first: str, second: str, severity: str, what: str
) -> None:
    folder = own(tmp_path, "actions", f"zap,VERB,{first},", f"zap,VERB,{second},")
    (fault,) = only(check_events(folder), tmp_path)
    assert (fault.severity, fault.where) == (severity, f"{tmp_path.name}/actions.csv:3")
    assert what in fault.what
    assert f"{tmp_path.name}/actions.csv:2" in fault.what


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("subj > obj | obj=rifle,111", "subj > obj | obj=$weapon,190"),  # the narrow one first
        ("subj > obj,050", "subj > with,050"),  # other roles
        ("subj > obj | obj=$weapon,190", "subj > obj | obj=rifle; plural,111"),  # asks for more
    ],
)
def test_entries_that_live_side_by_side(tmp_path: Path, first: str, second: str) -> None:
    folder = own(tmp_path, "actions", f"zap,VERB,{first},", f"zap,VERB,{second},")
    assert only(check_events(folder), tmp_path) == []


def test_a_users_row_may_say_otherwise_than_ours(tmp_path: Path) -> None:
    folder = own(tmp_path, "actions", "condemn,VERB,subj > obj,112,")
    assert check_events(folder) == []


@pytest.mark.parametrize(
    ("name", "row", "what"),
    [
        ("governors", "hope,VERB,status,perhaps,", "no status 'perhaps'"),
        ("governors", "hope,VERB,code,wish,", "no rule 'wish'"),
        ("governors", "hope,VERB,mood,planned,", "effect 'mood'"),
        ("code_rules", "wish,99,020,happened", "no code '99'"),
        ("code_rules", "wish,*,020,maybe", "no status 'maybe'"),
    ],
)
def test_governors_and_rules(tmp_path: Path, name: str, row: str, what: str) -> None:
    faults = only(check_events(own(tmp_path, name, row)), tmp_path)
    assert any(what in fault.what and fault.severity == "error" for fault in faults)


@pytest.mark.parametrize(
    ("name", "row", "what"),
    [
        ("organizations", "Zed,,club,,NGO,NGO,", "kind 'club'"),
        ("organizations", "Zed,,organization,ZZZ,NGO,NGO,", "country 'ZZZ'"),
        ("organizations", "Zed,,organization,,XXX,NGO,", "role 'XXX'"),
        ("organizations", "Zed,,organization,,NGO,ngo,", "code 'ngo'"),
        ("offices", "zar,,GOV,head_of_state,first,country,", "rank 'first'"),
        ("nominals", "zealot,sect,REL,no,", "kind 'sect'"),
        ("office_holders", "ZZZ,president,A B,2001-01-01,,", "country_or_org 'ZZZ'"),
        ("office_holders", "FRA,zar,A B,2001-01-01,,", "office 'zar'"),
        ("office_holders", "FRA,president,A B,2001-01-01,1999-01-01,", "ends before it begins"),
        ("office_holders", "FRA,president,A B,soon,,", "soon"),
        ("people", "Ada Bo,,ZZZ,OPP,2001,", "country 'ZZZ'"),
        ("people", "Ada Bo,,FRA,KING,2001,", "role 'KING'"),
    ],
)
def test_files_on_actors(tmp_path: Path, name: str, row: str, what: str) -> None:
    (fault,) = only(check_actors(own(tmp_path, name, row)), tmp_path)
    assert what in fault.what
    assert fault.severity == "error"


def test_a_name_with_two_bearers(tmp_path: Path) -> None:
    rows = ("Zed,ZED,organization,,NGO,NGO,", "Zeal,ZED,organization,,NGO,NGO,")
    (fault,) = only(check_actors(own(tmp_path, "organizations", *rows)), tmp_path)
    assert fault.what.startswith("'ZED' is 'Zeal' here and 'Zed' in ")


@pytest.mark.parametrize(
    ("name", "rows", "what"),
    [
        (
            "office_holders",
            ("FRA,president,Ada Bo,2001-01-01,,", "FRA,president,Cy Du,2003-01-01,,"),
            "Cy Du: president of FRA while Ada Bo is (",
        ),
        (
            "office_holders",
            ("FRA,speaker,Ada Bo,2001-01-01,2005,", "FRA,speaker,Ada Bo,2004-01-01,,"),
            "Ada Bo: speaker of FRA while Ada Bo is (",
        ),
        (
            "office_holders",
            ("FRA,speaker,Ada Bo,2001,2002,Bo", "FRA,speaker,Cy Du,2003,2004,Bo"),
            "'Cy Du' and 'Ada Bo' (",
        ),
        ("people", ("Ada Bo,,FRA,OPP,2001,", "Ada Ann Bo,Ada Bo,FRA,OPP,2001,"), "'Ada Ann Bo'"),
        ("people", ("Ada Bo,,FRA,OPP,2001,", "Ada Bo,,FRA,BUS,2001,"), "'Ada Bo' and 'Ada Bo'"),
    ],
)
def test_two_holders_at_once_and_one_person_twice(
    tmp_path: Path, name: str, rows: tuple[str, str], what: str
) -> None:
    (fault,) = only(check_actors(own(tmp_path, name, *rows)), tmp_path)
    assert fault.what.startswith(what)
    assert fault.where.endswith(":3")


def test_terms_that_follow_each_other_and_offices_that_several_hold(tmp_path: Path) -> None:
    rows = (
        "FRA,president,Ada Bo,2001-01-01,2003-01-01,",
        "FRA,president,Cy Du,2003-01-01,,",
        "FRA,spokesman,Ada Bo,2004-01-01,,",
        "FRA,spokesman,Cy Du,2004-01-01,,",
    )
    assert only(check_actors(own(tmp_path, "office_holders", *rows)), tmp_path) == []


def test_a_folder_with_a_file_nobody_reads_and_a_removal_of_nothing(tmp_path: Path) -> None:
    own(tmp_path, "actions", "-zap,VERB,,,", "-condemn,VERB,,,")
    (tmp_path / "verbs.csv").write_text("verb\nzap\n")
    faults = list(of_folder(tmp_path))
    assert [(f.severity, f.where.split("/")[1]) for f in faults] == [
        ("warning", "actions.csv:2"),
        ("warning", "verbs.csv:1"),
    ]


def test_columns_that_do_not_exist_are_one_fault_and_the_rest_is_read(tmp_path: Path) -> None:
    (tmp_path / "actions.csv").write_text("lemma,word\nzap,x\n")
    (fault,) = check_events(tmp_path)
    assert "unknown columns" in fault.what
