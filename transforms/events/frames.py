"""The frame of a trigger: which words fill the slots that patterns of the lexicon name.

A slot is ``subj``, ``obj``, ``iobj`` (logical: a passive's are turned round), ``poss``,
``comp``, ``clause``, ``-`` or a preposition. For a noun (``invasion``) the one who acts is in
``poss``, ``by`` or ``comp``.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms import grammar
from transforms.events.fillers import is_plural, kinds, own_mention
from transforms.events.heads import lemmas, measured, modified
from transforms.events.lexicon import CLAUSES, FLAGS, NOBODY, Condition, Entry
from transforms.events.shortlist import PARTICLE
from transforms.grammar.subjects import NOTHING, Found
from transforms.tokens import Token
from transforms.types import Mention

_TIMES = frozenset({"day", "night", "week", "month", "time", "hour", "year", "row"})
_PLACES = frozenset({"GPE", "LOC", "FAC"})
_UPON = frozenset({"on", "against", "at", "to"})
_LIKE = {"on": ("upon", "against"), "to": ("towards",)}
_SAME = {"towards": "toward", "upon": "on", "amongst": "among", "onto": "on", "amid": "during"}


@dataclass(frozen=True, slots=True)
class Match:
    """An entry that fits a trigger, with the slots that won. ``light`` are the nouns that
    stand for the action beside a light verb ("talks" in "held talks")."""

    entry: Entry
    source: Found
    target: Found
    source_slot: str
    target_slot: str
    light: tuple[Token, ...]

    @property
    def weight(self) -> tuple[int, int, int, int]:
        """Higher is better: conditions met, roles filled, then place in the file."""
        several = self.entry.reciprocal and len(self.source.tokens) > 1
        # Two who act on each other are worth less than one who acts on a third.
        roles = 2 * bool(self.source.tokens) + (2 * bool(self.target.tokens) or several)
        wants = sum(slots != (NOBODY,) for slots in (self.entry.source, self.entry.target))
        return len(self.entry.conditions), roles, roles - 2 * wants, -self.entry.order


class Frame:
    """One trigger's slots, each filled when first asked for."""

    def __init__(self, trigger: Token) -> None:
        self.trigger = trigger
        self.nominal = trigger.pos_ in ("NOUN", "PROPN")
        self._filled: dict[str, Found] = {}
        self._named: dict[str, frozenset[str]] = {}
        self._below: dict[str, list[Token]] = {}
        self._phrases: dict[str, list[Token]] | None = None
        self._on_object: dict[str, list[Token]] | None = None

    def fill(self, slot: str, light: tuple[Token, ...] = ()) -> Found:
        """What fills a slot; a preposition also looks below the light verb's noun."""
        if slot not in self._filled:
            self._filled[slot] = self._fill(slot)
        found = self._filled[slot]
        # "launched an attack on the town on Monday": the day fills no role.
        lower = (light or slot == "to") and slot not in ("subj", "obj", "iobj", "clause", NOBODY)
        if lower and all(_no_participant(t) for t in found.tokens):
            for noun in light:
                below = Frame(noun).fill(slot)
                if below.tokens:
                    return Found(below.tokens, "light")
            if below_noun := self._far_below(slot, light):
                return Found(below_noun, "light")
        return found

    def _far_below(self, slot: str, light: tuple[Token, ...]) -> list[Token]:
        """A phrase that hangs lower still: "a loan of 5 million to X", "the ban imposed on X"."""
        nouns = light
        if slot == "to" and not self.nominal:  # what goes to somebody, whatever it is
            nouns = (*light, *(t for t in self.fill("obj").tokens if t not in light))
        for noun in nouns:
            for passage in _passages(noun):
                phrases = grammar.obliques(passage)
                tokens = [t for name in (slot, *_LIKE.get(slot, ())) for t in phrases.get(name, [])]
                if tokens := [t for t in tokens if own_mention(t) is not None]:
                    return tokens
        return []

    def match(self, entry: Entry) -> Match | None:
        """The entry with its slots filled, or None where a condition is not met."""
        for condition in entry.conditions:
            if not self.meets(condition):
                return None
        light = self._light(entry)
        if entry.reciprocal and entry.target == (NOBODY,) and self._has_partner(light):
            return None
        source_slot, source = self._first(entry.source, light)
        target_slot, target = self._first(entry.target, light, source)
        if not target.tokens:  # "fired warning shots at X": on the object, and asked for
            for condition in entry.conditions:
                low = condition.key in entry.target and self._below_object(condition.key)
                if low and any(own_mention(t) is not None for t in low):
                    target_slot, target = condition.key, Found(low, "light")
        return Match(entry, source, target, source_slot, target_slot, light)

    def _has_partner(self, light: tuple[Token, ...]) -> bool:
        """Whether those who act together do so with a third ("A and B met with C")."""
        return any(own_mention(t) is not None for t in self.fill("with", light).tokens)

    def meets(self, condition: Condition) -> bool:
        """Whether one condition of an entry holds."""
        key, part, values = condition.key, condition.part, condition.values
        if key in FLAGS:
            return self._flag(key)
        if key in CLAUSES:
            if key not in self._below:
                self._below[key] = self._clauses(key)
            verbs = self._below[key]
            if values:
                return any(v.lemma_ in values for v in verbs)
            return any(v.pos_ == "VERB" for v in verbs)
        if key == PARTICLE:
            said = grammar.particle(self.trigger)
            return said in values if values else bool(said)
        if key == "comp" and not part:
            return modified(self.trigger, values)
        if values and not part:
            return not values.isdisjoint(self.said(key))
        tokens = self._said_in(key)
        if not values:
            return bool(tokens)
        if part == "kind":
            tokens = [u for t in tokens for u in (t, *measured(t))]
            return any(kinds(t) & values or t.lemma_.lower() in values for t in tokens)
        if part == "comp":
            return any(modified(t, values) for t in tokens)
        return False

    def _said_in(self, key: str) -> list[Token]:
        return self.fill(key).tokens or self._below_object(key)

    def said(self, key: str) -> frozenset[str]:
        """What the phrases of a slot are known by, or the particle: many entries ask for it."""
        known = self._named.get(key)
        if known is None:
            if key == PARTICLE:
                known = frozenset({grammar.particle(self.trigger)})
            else:
                known = frozenset().union(*map(lemmas, self._said_in(key)))
            self._named[key] = known
        return known

    def _below_object(self, key: str) -> list[Token]:
        """A phrase that hangs on the object: "declared a state of emergency"."""
        if self.nominal or key in ("subj", "obj", "iobj", "poss", "comp", "clause"):
            return []
        if self._on_object is None:
            self._on_object = {}
            for noun in self.fill("obj").tokens:
                for name, tokens in grammar.obliques(noun).items():
                    self._on_object.setdefault(name, []).extend(tokens)
        return self._on_object.get(key, [])

    def _first(
        self, slots: tuple[str, ...], light: tuple[Token, ...], taken: Found = NOTHING
    ) -> tuple[str, Found]:
        """The first slot filled by an actor, else the first filled by anything."""
        spare: tuple[str, Found] = (slots[0], NOTHING)
        for slot in slots:
            found = self.fill(slot, light)
            tokens = [t for t in found.tokens if t not in light and not _no_participant(t)]
            if slot != "between":
                tokens = [t for t in tokens if t not in taken.tokens]
            if not tokens:
                continue
            found = Found(tokens, found.how)
            if any(own_mention(t) is not None for t in tokens):
                return slot, found
            if not spare[1].tokens:
                spare = (slot, found)
        return spare

    def _fill(self, slot: str) -> Found:
        trigger = self.trigger
        if slot == NOBODY:
            return NOTHING
        if slot == "subj":
            return self._noun_subject() if self.nominal else grammar.logical_subjects(trigger)
        if slot == "obj":
            if self.nominal:
                return _found(grammar.obliques(trigger).get("of", []), "noun")
            return grammar.logical_objects(trigger)
        if slot == "iobj":
            return _found(grammar.indirect_objects(trigger), "direct")
        if slot == "poss":
            return _found(grammar.possessors(trigger), "noun")
        if slot == "comp":
            words = [w for t in grammar.modifiers(trigger) for w in (*_joined(t), t)]
            return _found([t for t in words if own_mention(t) is not None], "noun")
        if slot == "clause":
            return self._clause_subject()
        wanted = slot.lower()
        if wanted == "by" and self.nominal:
            return _found(grammar.agents(trigger), "noun")
        if (tokens := self._by_preposition().get(_SAME.get(wanted, wanted))) is not None:
            return _found(tokens, "noun" if self.nominal else "direct")
        if self.nominal and wanted in _UPON:  # hung on the agent: "an attack by rebels on"
            agents = grammar.agents(trigger)
            return _found([t for a in agents for t in grammar.obliques(a).get(wanted, [])], "noun")
        if wanted == "of":  # "accused X of spying", as "of espionage"; not "of attacking Y"
            clauses = grammar.clausal_obliques(trigger).get("of", [])
            if plain := [c for c in clauses if not grammar.objects(c)]:
                return _found(plain, "direct")
        return self._shared_oblique(wanted)

    def _by_preposition(self) -> dict[str, list[Token]]:
        """The prepositional phrases of the trigger. What protest is against may hang on the
        time or place between: "rallied for a third night in Riga against the bill"."""
        if self._phrases is None:
            phrases = grammar.obliques(self.trigger)
            if not self.nominal and "against" not in phrases:
                said = [t for tokens in phrases.values() for t in tokens]
                aside = [t for t in said if t.lemma_ in _TIMES or t.ent_type_ in _PLACES]
                below = [t for word in aside for t in grammar.obliques(word).get("against", [])]
                phrases |= {"against": below} if below else {}
            self._phrases = {}
            for name, tokens in phrases.items():
                self._phrases.setdefault(_SAME.get(name, name), tokens)
        return self._phrases

    def _noun_subject(self) -> Found:
        for slot in ("poss", "by", "comp"):
            if (found := self.fill(slot)).tokens:
                return found
        return NOTHING

    def _clause_subject(self) -> Found:
        """Of "urged X to leave" and "demanded that X leave": X."""
        direct = grammar.logical_objects(self.trigger)
        if direct.tokens:
            return direct
        for clause in grammar.complements(self.trigger):
            found = grammar.find_subjects(clause)
            if found.tokens and found.how == "direct":
                return found
        return NOTHING

    def _shared_oblique(self, wanted: str) -> Found:
        """ "met and signed a deal with X": a phrase after the last of conjoined verbs."""
        if wanted != "with":
            return NOTHING
        for other in grammar.children(self.trigger, "conjunct"):
            if other.pos_ != "VERB" or grammar.objects(self.trigger):
                continue
            if tokens := grammar.obliques(other).get(wanted, []):
                return Found(tokens, "shared")
        return NOTHING

    def _clauses(self, key: str) -> list[Token]:
        if key == "ccomp":
            return grammar.children(self.trigger, "complement")
        found = [
            v
            for v in grammar.complements(self.trigger)
            if not any(m.lower_ == "that" for m in grammar.children(v, "marker"))
        ]
        under = grammar.clausal_obliques(self.trigger).get("to", [])
        if key == "inf":
            found = [v for v in found if grammar.is_infinitive(v)]
        for noun in [] if self.nominal else self.fill("obj").tokens:  # "sent a team to look"
            inner = grammar.children(noun, "clause_modifier")
            under = under + [v for v in inner if grammar.is_infinitive(v)]
        return found + under

    def _flag(self, key: str) -> bool:
        if key == "no_obj":
            return not grammar.logical_objects(self.trigger).tokens
        if key == "passive":
            return grammar.is_passive(self.trigger)
        tokens = self.fill("subj").tokens
        if len(tokens) > 1 or any(is_plural(t) for t in tokens):
            return True
        return any((m := own_mention(t)) is not None and len(m.members) > 1 for t in tokens)

    def _light(self, entry: Entry) -> tuple[Token, ...]:
        """The nouns that meet a condition on the object (or a phrase) by their lemma."""
        found: list[Token] = []
        for condition in entry.conditions:
            if condition.part or not condition.values or condition.key in CLAUSES:
                continue
            if condition.key in ("prt", "comp", "subj"):
                continue
            takes_part = condition.key in (*entry.source, *entry.target)
            found += [
                t
                for t in self.fill(condition.key).tokens
                if lemmas(t) & condition.values
                and ((mention := own_mention(t)) is None or _is_common(mention, takes_part))
            ]
        return tuple(found)


def _joined(modifier: Token) -> list[Token]:
    """What a hyphen joins to a modifier: "US" in "the US-Japan summit"."""
    found = grammar.modifiers(modifier)
    joined = [t for t in found if t.i + 2 == modifier.i and t.nbor().text in ("-", "–", "/")]
    behind = grammar.children(modifier, "compound")  # or read the other way round
    return joined + [
        t for t in behind if t.i == modifier.i + 2 and t.nbor(-1).text in ("-", "–", "/")
    ]


def _is_common(mention: Mention, takes_part: bool) -> bool:
    """A common noun that an entry names beside its source and target ("built a hospital")."""
    return mention.form == "nominal" and not takes_part


def _passages(noun: Token) -> Iterator[Token]:
    """What may stand between a noun and a phrase of its own: a sum, a participle, "worth"."""
    yield noun
    for child in grammar.children(noun, "oblique", "object"):
        counted = child.ent_type_ in ("MONEY", "QUANTITY", "CARDINAL")
        # "took delivery of four howitzers from X"
        of = grammar.preposition(child) == "of" and own_mention(child) is None
        if child.i > noun.i and (counted or of):
            yield from _passages(child)
    for child in grammar.children(noun, "clause_modifier", "adjective"):
        if child.i > noun.i and (child.tag_ == "VBN" or child.lower_ == "worth"):
            yield from _passages(child)


def _no_participant(token: Token) -> bool:
    """Dates, sums, shares and the dateline take no part in an act."""
    if token.ent_type_ in ("DATE", "TIME", "MONEY", "PERCENT"):
        return True
    places = token.doc._.places
    return any(p.dateline and p.span.start <= token.i < p.span.end for p in places)


def _found(tokens: list[Token], how: str) -> Found:
    return Found(tokens, how) if tokens else NOTHING
