"""Does the lexicon contradict itself? Duplicates, contradictions, entries that can never match.

Reads the files row by row, and goes on after a bad one, unlike ``lexicon()``: every fault is
told with its file and line. A user's own rows are compared among themselves; that one says
otherwise than a row of ours is what they are for.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from transforms import seeds
from transforms.events.coding import ANNOUNCED_ROOTS, KINDS_OF_HELP
from transforms.events.lexicon import (
    CLAUSES,
    FLAGS,
    NOBODY,
    Condition,
    LexiconError,
    parse_pattern,
)
from transforms.faults import Fault, located, repeated
from transforms.seeds import Located

POS = frozenset({"VERB", "NOUN", "ADJ"})
STATUSES = frozenset(
    {"planned", "requested", "hypothetical", "denied", "claimed", "ongoing", "happened"}
)
# Rules that the code itself asks for, besides those that governors name.
BUILT_IN = frozenset({"accuse", *ANNOUNCED_ROOTS, *KINDS_OF_HELP})
_SLOT = re.compile(r"-|[a-z]+(_[a-z]+)*")
_WORD = re.compile(r"\S+")


@dataclass(frozen=True, slots=True)
class _Action:
    """A row of actions.csv that can be read."""

    at: Located
    key: tuple[str, str]
    roles: tuple[tuple[str, ...], tuple[str, ...], bool]
    conditions: frozenset[Condition]

    @property
    def code(self) -> str:
        return self.at.row["code"]


def check(overrides: Path | None = None) -> list[Fault]:
    """All faults of the lexicon of events, in the order of files and lines."""
    faults: list[Fault] = []
    classes: defaultdict[str, set[str]] = defaultdict(set)
    for at in located("word_classes", overrides, faults):
        classes[at.row["class"]].add(at.row["lemma"])
    known = {name: frozenset(words) for name, words in classes.items()}
    codes = {at.row["code"] for at in located("cameo", overrides, faults)}
    faults += repeated(located("word_classes", overrides, faults), ("class", "lemma"))
    actions, bad = _actions(located("actions", overrides, faults), known, codes)
    faults += bad
    faults += _clashes(actions)
    faults += _shadowed(actions)
    faults += _rules(overrides, codes, faults)
    return sorted(dict.fromkeys(faults), key=lambda fault: fault.place)


def _actions(
    rows: Iterable[Located], classes: Mapping[str, frozenset[str]], codes: set[str]
) -> tuple[list[_Action], list[Fault]]:
    """The rows that can be read, and what is wrong with the others."""
    good: list[_Action] = []
    faults: list[Fault] = []
    for at in rows:
        row = at.row
        wrong = [*_unusable(row, codes)]
        try:
            source, target, reciprocal, conditions = parse_pattern(row["pattern"], classes)
        except LexiconError as error:
            wrong.append((str(error), "seeds/README.md explains patterns."))
        else:
            keys = [*source, *target, *(c.key for c in conditions)]
            wrong += [
                (f"{key!r} is no slot, clause or flag", "A slot is written in small letters.")
                for key in keys
                if key not in FLAGS | CLAUSES | {"prt"} and not _SLOT.fullmatch(key)
            ]
            wrong += [
                (f"no word can be {value!r}: it is {_odd(value)}", "Write the lemma of one word.")
                for condition in conditions
                for value in sorted(condition.values)
                if _odd(value)
            ]
            roles = (source, target, reciprocal)
            good.append(_Action(at, (row["lemma"], row["pos"]), roles, frozenset(conditions)))
        faults += [Fault("error", at.where, f"{_name(row)}: {what}", hint) for what, hint in wrong]
    return good, faults


def _unusable(row: seeds.Row, codes: set[str]) -> Iterator[tuple[str, str]]:
    if row["code"] not in codes:
        yield f"there is no code {row['code']!r} in cameo.csv", "Correct it, or add the code there."
    if row["pos"] not in POS:
        yield f"part of speech {row['pos']!r} is not looked up", f"Use {', '.join(sorted(POS))}."
    if odd := _odd(row["lemma"]):
        yield f"never looked up: the lemma is {odd}", "Write the dictionary form of one word."


def _odd(word: str) -> str:
    """Why no lemma of a text equals this one, empty where one can."""
    if not word:
        return "empty"
    if not _WORD.fullmatch(word):
        return "more than one word"
    return "" if word == word.lower() else "not in small letters"


def _clashes(actions: Iterable[_Action]) -> Iterator[Fault]:
    """Same word and conditions: with another code a contradiction, with the same a duplicate."""
    first: dict[object, _Action] = {}
    by_roles: dict[object, _Action] = {}
    for action in actions:
        key = (action.at.path, action.key, action.conditions)
        other = first.setdefault(key, action)
        same = by_roles.setdefault((*key, action.roles), action)
        if other.code != action.code:
            yield Fault(
                "error",
                action.at.where,
                f"{_name(action.at.row)}: {action.code} here, {other.code} in {other.at.where} "
                "under the same conditions",
                "Leave one of them, or give one a condition of its own.",
            )
        elif same is not action:
            what = f"{_name(action.at.row)}: said before in {same.at.where}"
            yield Fault("warning", action.at.where, what, "Delete one of them.")


def _shadowed(actions: Iterable[_Action]) -> Iterator[Fault]:
    """Entries that another one beats wherever they fit: it asks for as much, fits at least as
    often, and stands before them."""
    before: defaultdict[object, list[_Action]] = defaultdict(list)
    for action in actions:
        place = (action.at.path, action.key, action.roles)
        for other in before[place]:
            wider = len(other.conditions) == len(action.conditions) and all(
                any(_implies(mine, theirs) for theirs in other.conditions)
                for mine in action.conditions
            )
            if wider and other.conditions != action.conditions:
                differ = other.code != action.code
                yield Fault(
                    "error" if differ else "warning",
                    action.at.where,
                    f"{_name(action.at.row)}: never chosen, since {other.at.where} "
                    f"({other.at.row['pattern']}, {other.code}) always fits too and comes first",
                    "Put it before that one." if differ else "Delete it.",
                )
                break
        before[place].append(action)


def _implies(narrow: Condition, wide: Condition) -> bool:
    """Whether what meets ``narrow`` always meets ``wide``."""
    if (narrow.key, narrow.part) != (wide.key, wide.part):
        return False
    return not wide.values or bool(narrow.values and narrow.values <= wide.values)


def _rules(overrides: Path | None, codes: set[str], faults: list[Fault]) -> Iterator[Fault]:
    """Governors and code rules: values that do not exist, words and rules that say two things."""
    rules = located("code_rules", overrides, faults)
    governors = located("governors", overrides, faults)
    named = {at.row["rule"] for at in rules}
    for at in rules:
        row = at.row
        for column in ("root", "code"):
            if row[column] not in codes and (column, row[column]) != ("root", "*"):
                what = f"rule {row['rule']}: there is no code {row[column]!r}"
                yield Fault("error", at.where, what, "Correct it.")
        if row["status"] and row["status"] not in STATUSES:
            yield _no_status(at, row["status"])
    for at in governors:
        effect, value = at.row["effect"], at.row["value"]
        if effect == "status" and value not in STATUSES:
            yield _no_status(at, value)
        elif effect == "code" and value not in named:
            what = f"{at.row['lemma']}: code_rules.csv has no rule {value!r}"
            yield Fault("error", at.where, what, f"Rules are {', '.join(sorted(named))}.")
        elif effect not in ("status", "code"):
            what = f"{at.row['lemma']}: effect {effect!r}"
            yield Fault("error", at.where, what, "An effect is status or code.")
    asked = {at.row["value"] for at in governors if at.row["effect"] == "code"}
    asked |= BUILT_IN
    for name in sorted(named - asked):
        at = next(at for at in rules if at.row["rule"] == name)
        yield Fault("warning", at.where, f"no governor asks for rule {name}", "Delete it.")
    yield from repeated(rules, ("rule", "root"))
    yield from repeated(governors, ("lemma", "pos", "effect"))


def _no_status(at: Located, value: str) -> Fault:
    hint = f"A status is one of {', '.join(sorted(STATUSES))}."
    return Fault("error", at.where, f"there is no status {value!r}", hint)


def _name(row: seeds.Row) -> str:
    return f"{row['lemma']},{row['pos']}" + (" (no event)" if _blocks(row) else "")


def _blocks(row: seeds.Row) -> bool:
    return row["pattern"].startswith(f"{NOBODY} > {NOBODY}")
