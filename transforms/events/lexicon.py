"""The action lexicon: ``seeds/actions.csv`` and its companions, compiled once a process.

A row of actions.csv says which code a word gives and where its source and target stand:

    lemma,pos,pattern,code                      X invades Y: the subject acts on the object
    invade,VERB,subj > obj,192
    meet,VERB,subj <> obj/with,040              ``<>`` is both ways
    launch,VERB,"subj > on/against | obj=$attack",190

``/`` separates alternatives, the first that is filled wins. After ``|`` stand conditions,
separated by ``;``. A condition is ``KEY`` or ``KEY=VALUE,VALUE``; a value is a lemma or a
``$class`` of word_classes.csv. Keys: a slot (the head lemma of what fills it); ``SLOT.kind``
(person, actor, place, thing, or a lemma beside one of these); ``SLOT.comp`` (a modifier of
what fills it); ``comp`` (a modifier of the trigger itself); ``prt`` (particle); ``xcomp``,
``ccomp``, ``inf`` (a governed clause, and its verb); ``no_obj``, ``passive``, ``plural`` (of
the subject).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path

from transforms import seeds
from transforms.events.shortlist import Shortlist
from transforms.grammar.forms import bases
from transforms.tokens import Token

FLAGS = frozenset({"no_obj", "passive", "plural"})
CLAUSES = frozenset({"xcomp", "ccomp", "inf"})
KINDS = frozenset({"person", "actor", "place", "thing"})
NOBODY = "-"


class LexiconError(seeds.SeedError):
    """A row of a lexicon file cannot be read; the message names the row and what is wrong."""


@dataclass(frozen=True, slots=True)
class Condition:
    """``key`` and ``part`` as in ``KEY.part``; ``values`` empty where the key stands alone."""

    key: str
    part: str
    values: frozenset[str]


@dataclass(frozen=True, slots=True)
class Entry:
    """One row of actions.csv. ``order`` is its place in the file: earlier rows win ties;
    ``where`` its file and line."""

    lemma: str
    pos: str
    pattern: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    reciprocal: bool
    conditions: tuple[Condition, ...]
    code: str
    order: int
    where: str = ""


@dataclass(frozen=True, slots=True)
class Governor:
    """What a word does to the act it governs: ``effect`` is status or code."""

    effect: str
    value: str
    where: str = ""


@dataclass(frozen=True, slots=True)
class CodeRule:
    """Under ``rule``, an act whose code begins with ``prefix`` becomes ``code``."""

    prefix: str
    code: str
    status: str
    where: str = ""


@dataclass(frozen=True)
class Lexicon:
    """All there is to know about words of action; made by ``lexicon()``."""

    entries: Mapping[tuple[str, str], tuple[Entry, ...]]
    governors: Mapping[tuple[str, str], tuple[Governor, ...]]
    rules: Mapping[str, tuple[CodeRule, ...]]
    classes: Mapping[str, frozenset[str]]

    def word_class(self, name: str) -> frozenset[str]:
        """The lemmas of a class of word_classes.csv, empty where there is none of the name."""
        return self.classes.get(name, frozenset())

    def is_in(self, token: Token, name: str) -> bool:
        """Whether a word is in a class, by its lemma or what its form can be a form of."""
        words = self.word_class(name)
        return token.lemma_.lower() in words or any(b in words for b in bases(token.lower_))

    def entries_of(self, token: Token) -> tuple[Entry, ...]:
        """The entries of a word: by its lemma, else by what its form can be a form of."""
        key = self._key(token)
        return self.entries[key] if key is not None else ()

    def shortlist(self, token: Token) -> Shortlist | None:
        """The same entries, sorted by what they ask of a clause; None where there are none."""
        key = self._key(token)
        return self._shortlists[key] if key is not None else None

    def knows(self, token: Token) -> bool:
        """Whether a word has entries."""
        return self._key(token) is not None

    def _key(self, token: Token) -> tuple[str, str] | None:
        pos = "NOUN" if token.pos_ == "PROPN" else token.pos_
        if (key := (token.lemma_.lower(), pos)) in self.entries:
            return key
        return next((k for b in bases(token.lower_) if (k := (b, pos)) in self.entries), None)

    @cached_property
    def parts_of_speech(self) -> frozenset[str]:
        """The parts of speech of words that have entries; a name is read as a noun."""
        found = {pos for _, pos in self.entries}
        return frozenset(found | {"PROPN"} if "NOUN" in found else found)

    @cached_property
    def _shortlists(self) -> dict[tuple[str, str], Shortlist]:
        return {key: Shortlist(entries) for key, entries in self.entries.items()}

    def governor(self, lemma: str, pos: str, effect: str) -> str:
        """The value of a governor's effect, empty where the word has none."""
        for found in self.governors.get((lemma, pos), ()):
            if found.effect == effect:
                return found.value
        return ""


def parse_pattern(
    pattern: str, classes: Mapping[str, frozenset[str]]
) -> tuple[tuple[str, ...], tuple[str, ...], bool, tuple[Condition, ...]]:
    """Source slots, target slots, whether reciprocal, and conditions. Raises LexiconError."""
    roles, _, rest = pattern.partition("|")
    arrow = "<>" if "<>" in roles else ">"
    left, found, right = roles.partition(arrow)
    source, target = _slots(left), _slots(right)
    if not found or not source or not target:
        raise LexiconError(f"pattern {pattern!r}: expected SOURCE > TARGET or SOURCE <> TARGET")
    conditions = tuple(_condition(c.strip(), classes) for c in rest.split(";") if c.strip())
    return source, target, arrow == "<>", conditions


@lru_cache(maxsize=4)
def lexicon(overrides: Path | None = None) -> Lexicon:
    """The compiled lexicon, the user's own rows first. Raises LexiconError on a bad row."""
    grouped: defaultdict[str, set[str]] = defaultdict(set)
    for row in seeds.read("word_classes", overrides):
        grouped[row["class"]].add(row["lemma"])
    classes = {name: frozenset(words) for name, words in grouped.items()}
    codes = {row["code"] for row in seeds.read("cameo", overrides)}
    return Lexicon(
        entries=_entries(seeds.located("actions", overrides), classes, codes),
        governors=_governors(seeds.located("governors", overrides)),
        rules=_rules(seeds.located("code_rules", overrides)),
        classes=classes,
    )


def _entries(
    rows: Iterable[seeds.Located], classes: Mapping[str, frozenset[str]], codes: set[str]
) -> dict[tuple[str, str], tuple[Entry, ...]]:
    found: defaultdict[tuple[str, str], list[Entry]] = defaultdict(list)
    for order, (row, where) in enumerate((line.row, line.where) for line in rows):
        lemma, pos, pattern, code = row["lemma"], row["pos"], row["pattern"], row["code"]
        if code not in codes:
            raise LexiconError(f"{where}: {lemma},{pos}: no code {code!r} in cameo.csv")
        try:
            source, target, reciprocal, conditions = parse_pattern(pattern, classes)
        except LexiconError as error:
            raise LexiconError(f"{where}: {lemma},{pos}: {error}") from None
        found[lemma, pos].append(
            Entry(lemma, pos, pattern, source, target, reciprocal, conditions, code, order, where)
        )
    return {key: tuple(entries) for key, entries in found.items()}


def _governors(rows: Iterable[seeds.Located]) -> dict[tuple[str, str], tuple[Governor, ...]]:
    found: defaultdict[tuple[str, str], list[Governor]] = defaultdict(list)
    for row, where in ((line.row, line.where) for line in rows):
        if row["effect"] not in ("status", "code"):
            raise LexiconError(f"{where}: {row['lemma']}: effect must be status or code")
        found[row["lemma"], row["pos"]].append(Governor(row["effect"], row["value"], where))
    return {key: tuple(values) for key, values in found.items()}


def _rules(rows: Iterable[seeds.Located]) -> dict[str, tuple[CodeRule, ...]]:
    """By name, the longest prefix first, so that the first that fits is the right one."""
    found: defaultdict[str, list[CodeRule]] = defaultdict(list)
    for row, where in ((line.row, line.where) for line in rows):
        prefix = "" if row["root"] == "*" else row["root"]
        status = row["status"] or "happened"
        found[row["rule"]].append(CodeRule(prefix, row["code"], status, where))
    return {
        name: tuple(sorted(rules, key=lambda r: -len(r.prefix))) for name, rules in found.items()
    }


def _slots(text: str) -> tuple[str, ...]:
    return tuple(slot.strip() for slot in text.split("/") if slot.strip())


def _condition(text: str, classes: Mapping[str, frozenset[str]]) -> Condition:
    left, given, right = text.partition("=")
    key, _, part = left.strip().partition(".")
    values: set[str] = set()
    for value in (v.strip() for v in right.split(",")):
        if value.startswith("$"):
            if value[1:] not in classes:
                raise LexiconError(f"condition {text!r}: no class {value[1:]!r}")
            values |= classes[value[1:]]
        elif value:
            values.add(value)
    if part not in ("", "kind", "comp"):
        raise LexiconError(f"condition {text!r}: after the dot stands kind or comp")
    if part == "kind" and not values & KINDS:
        raise LexiconError(f"condition {text!r}: a kind is one of {sorted(KINDS)}")
    if given and not values:
        raise LexiconError(f"condition {text!r}: nothing after the equals sign")
    return Condition(key, part, frozenset(values))
