"""The action lexicon: the pattern language, and that every row of the seeds can be read."""

from __future__ import annotations

from pathlib import Path

import pytest

from transforms import seeds
from transforms.events.coding import recode
from transforms.events.lexicon import Condition, LexiconError, lexicon, parse_pattern

CLASSES = {"deal": frozenset({"treaty", "accord"})}


def test_a_pattern_has_slots_arrow_and_conditions() -> None:
    source, target, reciprocal, conditions = parse_pattern(
        "subj <> with/obj | obj=$deal,pact", CLASSES
    )
    assert (source, target, reciprocal) == (("subj",), ("with", "obj"), True)
    assert conditions == (Condition("obj", "", frozenset({"treaty", "accord", "pact"})),)


def test_conditions_on_kind_modifier_and_flags() -> None:
    *_, conditions = parse_pattern("subj > - | obj.kind=person,actor; to.comp=air; passive", {})
    assert [(c.key, c.part) for c in conditions] == [
        ("obj", "kind"),
        ("to", "comp"),
        ("passive", ""),
    ]


@pytest.mark.parametrize(
    ("pattern", "complaint"),
    [
        ("subj obj", "expected SOURCE"),
        ("> obj", "expected SOURCE"),
        ("subj > obj | obj=$nothing", "no class 'nothing'"),
        ("subj > obj | obj.kind=planet", "a kind is one of"),
        ("subj > obj | obj.size=big", "after the dot"),
        ("subj > obj | obj=", "nothing after the equals"),
    ],
)
def test_a_bad_pattern_says_what_is_wrong(pattern: str, complaint: str) -> None:
    with pytest.raises(LexiconError, match=complaint):
        parse_pattern(pattern, CLASSES)


def test_the_seeds_cover_all_roots_with_at_least_600_words() -> None:
    words = lexicon()
    entries = [entry for found in words.entries.values() for entry in found]
    assert len(words.entries) >= 600
    assert {entry.code[:2] for entry in entries} == {f"{root:02}" for root in range(1, 21)}


def test_every_rule_leads_to_a_known_code() -> None:
    codes = {row["code"] for row in seeds.read("cameo")}
    rules = [rule for found in lexicon().rules.values() for rule in found]
    assert {rule.code for rule in rules} <= codes
    named = {g.value for found in lexicon().governors.values() for g in found if g.effect == "code"}
    assert named <= set(lexicon().rules)


def test_the_longest_prefix_decides_the_code() -> None:
    words = lexicon()
    found = recode(words, "threaten", "190")
    plain = recode(words, "threaten", "010")
    assert found is not None
    assert found.code.startswith("13")
    assert plain is None or len(plain.prefix) <= len(found.prefix)
    assert recode(words, "no such rule", "190") is None


def test_a_users_rows_come_first_and_a_wrong_code_is_named(tmp_path: Path) -> None:
    header = "lemma,pos,pattern,code,note\n"
    (tmp_path / "actions.csv").write_text(header + "defenestrate,VERB,subj > obj,180,\n")
    words = lexicon(tmp_path)
    assert words.entries["defenestrate", "VERB"][0].order == 0
    (tmp_path / "bad").mkdir()
    (tmp_path / "bad" / "actions.csv").write_text(header + "greet,VERB,subj > obj,999,\n")
    with pytest.raises(LexiconError, match="greet,VERB: no code '999'"):
        lexicon(tmp_path / "bad")
