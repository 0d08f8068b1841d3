"""The seeds of event coding, read as a user who edits them would: by their columns alone."""

from __future__ import annotations

import csv
import re
from collections import Counter, defaultdict
from pathlib import Path

import pytest

SEEDS = Path(__file__).resolve().parents[2] / "seeds"

SLOT = r"(?:[a-z]+(?:_[a-z]+)*|-)"
SLOTS = rf"{SLOT}(?:/{SLOT})*"
VALUE = r"(?:\$[a-z_]+|[\w'’-]+)"
VALUES = rf"{VALUE}(?:,{VALUE})*"
KEY = r"[a-z]+(?:_[a-z]+)*"
KIND = r"(?:person|actor|place|thing)"
CONDITION = rf"(?:{KEY}\.kind={KIND}(?:,{KIND})*|{KEY}\.comp={VALUES}|{KEY}={VALUES}|{KEY})"
PATTERN = re.compile(rf"{SLOTS} <?> {SLOTS}(?: \| {CONDITION}(?:; {CONDITION})*)?")

STATUSES = {"planned", "requested", "hypothetical", "denied", "claimed", "ongoing", "happened"}


def table(name: str) -> list[dict[str, str]]:
    with (SEEDS / f"{name}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


ACTIONS = table("actions")
CODES = {row["code"]: row for row in table("cameo")}
CLASSES = defaultdict(set)
for _row in table("word_classes"):
    CLASSES[_row["class"]].add(_row["lemma"])


def conditions(row: dict[str, str]) -> list[str]:
    _, _, rest = row["pattern"].partition("|")
    return [part.strip() for part in rest.split(";") if part.strip()]


def is_block(row: dict[str, str]) -> bool:
    """A row with nobody on either side: it keeps a figurative use from becoming an event."""
    return row["pattern"].startswith("- > -")


@pytest.mark.parametrize(
    ("name", "columns"),
    [
        ("cameo", "code,root,name,quad_class,goldstein,plover_type"),
        ("actions", "lemma,pos,pattern,code,note"),
        ("word_classes", "class,lemma"),
        ("governors", "lemma,pos,effect,value,note"),
        ("code_rules", "rule,root,code,status"),
    ],
)
def test_columns_and_no_repeated_rows(name: str, columns: str) -> None:
    lines = (SEEDS / f"{name}.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == columns
    assert [line for line, n in Counter(lines).items() if n > 1] == []


def test_cameo_is_complete_and_consistent() -> None:
    roots = {code for code in CODES if len(code) == 2}
    assert roots == {f"{n:02d}" for n in range(1, 21)}
    for code, row in CODES.items():
        assert row["root"] == code[:2]
        assert row["quad_class"] == CODES[row["root"]]["quad_class"]
        assert -10 <= float(row["goldstein"]) <= 10
        assert bool(row["plover_type"]) == (code[:2] not in {"01", "02"})


def test_every_pattern_parses() -> None:
    wrong = [
        r["lemma"] + ": " + r["pattern"] for r in ACTIONS if not PATTERN.fullmatch(r["pattern"])
    ]
    assert wrong == []


def test_every_class_used_is_defined() -> None:
    used = {name for r in ACTIONS for name in re.findall(r"\$([a-z_]+)", r["pattern"])}
    assert used - set(CLASSES) == set()


def test_every_code_is_a_cameo_code() -> None:
    assert {r["code"] for r in ACTIONS} - set(CODES) == set()


def test_breadth() -> None:
    counted = [r for r in ACTIONS if not is_block(r)]
    assert len(counted) >= 1500
    assert {r["code"][:2] for r in counted} == {f"{n:02d}" for n in range(1, 21)}
    assert len({r["code"] for r in counted}) >= 150
    assert {r["pos"] for r in ACTIONS} == {"VERB", "NOUN", "ADJ"}


def test_no_word_means_two_things_under_the_same_conditions() -> None:
    codes = defaultdict(set)
    for row in ACTIONS:
        codes[row["lemma"], row["pos"], frozenset(conditions(row))].add(row["code"])
    assert {key: found for key, found in codes.items() if len(found) > 1} == {}


@pytest.mark.parametrize(
    "lemma",
    [
        "see",
        "hit",
        "fire",
        "strike",
        "charge",
        "raise",
        "back",
        "attack",
        "take",
        "make",
        "give",
        "hold",
        "call",
        "meet",
        "leave",
        "launch",
        "shoot",
        "kill",
        "visit",
        "return",
        "open",
        "close",
        "cut",
        "block",
        "support",
        "hack",
    ],
)
def test_ordinary_verbs_need_a_condition(lemma: str) -> None:
    rows = [r for r in ACTIONS if (r["lemma"], r["pos"]) == (lemma, "VERB")]
    assert [r["pattern"] for r in rows if not conditions(r)] == []


def test_blocking_rows_say_why() -> None:
    assert all(r["note"].startswith("no event: ") for r in ACTIONS if is_block(r))


def test_governors_name_a_status_or_a_rule() -> None:
    rules = {row["rule"] for row in table("code_rules")}
    for row in table("governors"):
        allowed = {"status": STATUSES, "code": rules}[row["effect"]]
        assert row["value"] in allowed, row
        assert row["pos"] in {"VERB", "NOUN", "ADJ"}


def test_a_governor_has_one_status_and_one_rule() -> None:
    found = Counter((r["lemma"], r["pos"], r["effect"]) for r in table("governors"))
    assert [key for key, n in found.items() if n > 1] == []


def test_code_rules_lead_from_codes_to_codes() -> None:
    rows = table("code_rules")
    assert {r["root"] for r in rows} - set(CODES) <= {"*"}
    assert {r["code"] for r in rows} <= set(CODES)
    assert {r["status"] for r in rows} <= STATUSES
    assert max(Counter((r["rule"], r["root"]) for r in rows).values()) == 1


@pytest.mark.parametrize(
    ("rule", "root"),
    [("agree", "03"), ("promise", "03"), ("intend", "03"), ("appeal", "02"), ("demand", "10")],
)
def test_rules_of_cooperation_stay_in_their_root(rule: str, root: str) -> None:
    material = {"06", "07", "08"}
    rows = [r for r in table("code_rules") if r["rule"] == rule]
    kind = [r for r in rows if r["root"][:2] in material]
    assert kind
    assert {r["code"][:2] for r in kind} == {root}
