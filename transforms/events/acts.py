"""The acts of a text: triggers with their best entry, and what the words above make of them.

"Threatened to attack" is one act and not two: here a governor takes over the code of what it
governs, or leaves it be. ``events`` turns acts into rows.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from transforms import grammar
from transforms.events.background import is_background
from transforms.events.coding import (
    ANNOUNCED_ROOTS,
    KINDS_OF_HELP,
    TOPICAL_ROOTS,
    quad_class,
    recode,
)
from transforms.events.fillers import Filler, filler
from transforms.events.frames import Frame, Match
from transforms.events.heads import modified
from transforms.events.lexicon import NOBODY, CodeRule, Lexicon
from transforms.events.notes import note
from transforms.events.purposes import is_protest, named_purpose, purpose
from transforms.events.shortlist import asked
from transforms.events.status import Standing, standing
from transforms.grammar import relation
from transforms.grammar.subjects import hidden_subject
from transforms.tokens import Doc, Span, Token

# Arrests, bans, charges and suits: what they are for is alleged.
_CHARGING = ("172", "173", "174", "1121", "115")


@dataclass(slots=True)
class Candidate:
    """A trigger with its best entry; ``via`` is the governor that took its code over."""

    trigger: Token
    match: Match
    standing: Standing
    code: str
    via: Token | None = None
    claimant: Span | None = None
    sources: list[Token] | None = None
    targets: list[Token] | None = None


def find_candidates(doc: Doc, words: Lexicon) -> list[Candidate]:
    """The triggers that stand for an act of their own, after governors have had their say."""
    found: dict[int, Candidate] = {}
    light: set[int] = set()
    untold: dict[int, int] = {}  # nouns of verbs that name nobody: perhaps the noun does
    for token in sorted(action_words(doc, words), key=lambda t: t.pos_ in ("NOUN", "PROPN")):
        if token.i in light or not _can_trigger(token):
            continue
        match = best_match(token, words)
        if match is not None:
            found[token.i] = Candidate(token, match, standing(token, words), match.entry.code)
            if token.pos_ != "VERB" or not _is_untold(match):
                light.update(noun.i for noun in match.light)
                if (verb := untold.get(token.i)) is not None:
                    found.pop(verb, None)  # "the Australia-Fiji pact was signed"
            else:
                untold.update((noun.i, token.i) for noun in match.light)
    asked: set[int] = set()
    for candidate in sorted(found.values(), key=lambda c: c.trigger.i):
        if _is_topic(candidate.trigger, candidate.code, words):
            note(candidate.trigger, "a topic: only spoken of or wished for")
            del found[candidate.trigger.i]
        else:
            _govern(candidate, found, words, asked)
    _say_what_kind(found, words)
    _say_whom(found)
    _charge(found)
    _say_what_for(found, words)
    acts = {(c.via or c.trigger).i: c.code for c in found.values()}
    reported = [c for c in found.values() if not _is_background(c, acts, words)]
    return sorted(reported, key=lambda c: c.trigger.i)


def _is_untold(match: Match) -> bool:
    """Whether an entry that wants somebody finds nobody ("the pact was signed")."""
    wants = match.entry.source != (NOBODY,) or match.entry.target != (NOBODY,)
    return wants and not match.source.tokens and not match.target.tokens


def action_words(doc: Doc, words: Lexicon) -> list[Token]:
    """The words of which something can come at all: those that the lexicon knows. A sentence
    that has none costs no more than this."""
    tagged = words.parts_of_speech
    return [token for token in doc.words if token.pos_ in tagged and words.knows(token)]


def _say_whom(found: dict[int, Candidate]) -> None:
    """Give an act upon nobody whom its purpose is upon ("fired tear gas to disperse the
    crowd"); the two are one act."""
    for candidate in list(found.values()):
        act = candidate.trigger
        if act.pos_ != "VERB" or any(filler(t).is_actor for t in candidate.match.target.tokens):
            continue
        for clause in grammar.children(act, "adverbial_clause", "open_complement"):
            aim = found.get(clause.i)
            if aim is None or aim.via is not None or not grammar.is_infinitive(clause):
                continue
            whom = [t for t in aim.match.target.tokens if filler(t).is_actor]
            if whom and quad_class(aim.code) == quad_class(candidate.code):
                candidate.targets = whom
                note(clause, f"what {act.text!r} is for")
                del found[clause.i]
                break


def _say_what_kind(found: dict[int, Candidate], words: Lexicon) -> None:
    """Tell aid and cooperation by the words before the noun ("military aid", "trade ties"):
    the rules of code_rules.csv that bear a kind's name."""
    told = {rule.prefix for kind in KINDS_OF_HELP for rule in words.rules.get(kind, ())}
    for candidate in found.values():
        if candidate.code not in told:
            continue
        for noun in (candidate.trigger, *candidate.match.light):
            for kind in KINDS_OF_HELP:
                rule = recode(words, kind, candidate.code)
                if rule is None or rule.prefix != candidate.code:
                    continue
                if modified(noun, words.word_class(kind)):
                    candidate.code = rule.code


def _say_what_for(found: dict[int, Candidate], words: Lexicon) -> None:
    """Give protests the digit of what they demand; a demand that only says so is no act of its
    own ("rallied to demand the resignation of")."""
    for candidate in list(found.values()):
        act = candidate.trigger
        protests = candidate.code.startswith("14")
        if protests and grammar.is_infinitive(act) and relation(act) == "adverbial_clause":
            candidate.standing = standing(act.head, words)  # "dumped manure to protest against"
        if not is_protest(candidate.code):
            continue
        code = named_purpose(candidate.code, candidate.trigger, candidate.match.light, words)
        for other in list(found.values()):
            clause = (other.via or other.trigger).head
            if clause.i == candidate.trigger.i and (said := purpose(candidate.code, other.code)):
                code = said
                found.pop(other.trigger.i)
        candidate.code = code or candidate.code


def _charge(found: dict[int, Candidate]) -> None:
    """What somebody is arrested or tried for is a claim of those who do so."""
    for candidate in found.values():
        word = candidate.trigger
        above = found.get(word.head.i)
        if above is None or not above.code.startswith(_CHARGING) or word.tag_ != "VBG":
            continue
        if any(m.lower_ in ("for", "of", "over") for m in grammar.children(word, "marker", "case")):
            who = above.match.source.tokens
            candidate.claimant = grammar.noun_phrase(who[0]) if who else None
            candidate.standing = replace(candidate.standing, status="claimed", steps=("charge",))


def _is_background(candidate: Candidate, acts: dict[int, str], words: Lexicon) -> bool:
    if candidate.claimant is not None:
        return False
    word = candidate.via or candidate.trigger
    return is_background(word, candidate.standing.status, acts, words)


def _is_topic(noun: Token, code: str, words: Lexicon) -> bool:
    """Whether cooperation is only what is spoken of or wished for: "hailed cooperation"."""
    if noun.pos_ == "VERB" or code[:2] not in TOPICAL_ROOTS:
        return False
    return relation(noun) == "object" and words.is_in(noun.head, "topic_verb")


def best_match(token: Token, words: Lexicon) -> Match | None:
    """The entry with the most conditions met, then the most roles filled; None if none fits."""
    shortlist = words.shortlist(token)
    if shortlist is None:
        return None
    frame = Frame(token)
    best: Match | None = None
    for entry in shortlist.fitting(frame.said):
        if best is not None and asked(entry) < asked(best.entry):
            break
        match = frame.match(entry)
        if match is None or _says_too_little(match):
            continue
        if best is None or match.weight > best.weight:
            best = match
    return best


def _says_too_little(match: Match) -> bool:
    """Whether an entry without conditions lacks the very target that would make it an act."""
    entry = match.entry
    return not entry.conditions and entry.target != (NOBODY,) and not match.target.tokens


def _can_trigger(token: Token) -> bool:
    if token.pos_ not in ("VERB", "NOUN", "ADJ", "PROPN") or token.ent_type_ in ("ORG", "PERSON"):
        return False
    kind = relation(token)
    if kind in ("compound", "possessor", "auxiliary", "copula", "case"):
        return False
    if kind == "adjective" and token.pos_ == "VERB":
        # "Togo suspended aid", read as "suspended aid", has a tense or a subject all the same.
        return token.tag_ == "VBD" or hidden_subject(token) is not None
    return True


def _govern(
    candidate: Candidate, found: dict[int, Candidate], words: Lexicon, asked: set[int]
) -> None:
    """Give an act the code that its governor makes of it ("threatened to attack").

    A governor with a target of its own (urge X to) keeps its participants, and the act below
    is part of what was urged (``asked`` are such acts, for those that depend on them in turn);
    an accusation stays, and what it says is an act claimed.
    """
    state = candidate.standing
    governor = state.governor
    if governor is None or candidate.trigger.i not in found:
        return
    rule = recode(words, state.code_rule, candidate.match.entry.code)
    if state.announced:
        _announce(candidate, governor, rule)
        return
    above = found.get(governor.i)
    if governor.i in asked:
        note(candidate.trigger, f"part of what {governor.text!r} is about")
        asked.add(candidate.trigger.i)
        del found[candidate.trigger.i]
        return
    if above is not None and above.match.target.tokens:
        if state.code_rule == "accuse":
            speakers = above.match.source.tokens
            candidate.claimant = grammar.noun_phrase(speakers[0]) if speakers else None
            candidate.standing = Standing("claimed", state.negated, steps=("accusation",))
            if rule is not None and rule.code.startswith(above.code):
                above.code = rule.code  # "accused X of shelling" says of what
            return
        if rule is not None and rule.code[:2] == above.match.entry.code[:2]:
            above.code = rule.code
        note(candidate.trigger, f"part of what {governor.text!r} asks for, accepts or refuses")
        asked.add(candidate.trigger.i)
        del found[candidate.trigger.i]
        return
    if _own_subject(candidate.trigger, governor):
        if state.code_rule == "deny":
            candidate.standing = replace(state, status="denied")
        if state.code_rule not in ("demand", "appeal"):
            return
        candidate.targets = grammar.subjects(candidate.trigger)
    if rule is None:
        return
    note(candidate.trigger, f"its act is told with {governor.text!r}, which takes its code over")
    found.pop(governor.i, None)
    outer = standing(governor, words)
    status = outer.status if rule.status == "happened" else rule.status
    steps = (f"{governor.lemma_} {candidate.trigger.lemma_}: {state.code_rule}", *outer.steps)
    if not candidate.match.target.tokens and not candidate.targets:  # "promised Togo to help"
        whom = [*grammar.indirect_objects(governor), *grammar.logical_objects(governor).tokens]
        candidate.targets = [t for t in whom if filler(t).is_actor] or None
    candidate.via, candidate.code = governor, rule.code
    candidate.standing = Standing(status, outer.negated, steps=steps)


def _announce(candidate: Candidate, governor: Token, rule: CodeRule | None) -> None:
    """An act that is only announced, refused or called for, without a word that says so:
    "said it would send aid" (03), "will not lift the ban" (12), "said X must withdraw" (10).

    Only cooperation is recoded: an attack announced stays an attack that is planned.
    """
    name = candidate.standing.code_rule
    root = candidate.code[:2]
    if rule is None or not rule.prefix or root not in ANNOUNCED_ROOTS[name]:
        candidate.standing = replace(candidate.standing, announced=False)
        return
    if name == "demand":
        candidate.targets = grammar.subjects(candidate.trigger)
        candidate.sources = grammar.subjects(governor)
    elif governor.i != candidate.trigger.i and not _own_subject(candidate.trigger, governor):
        candidate.sources = grammar.subjects(governor)  # the name, and not "it"
    candidate.code = rule.code
    candidate.standing = Standing(rule.status, announced=True, steps=(f"announced: {name}",))


def _own_subject(act: Token, governor: Token) -> bool:
    """Whether somebody else acts than the governor's subject: "denied that Y attacked"."""
    own = grammar.find_subjects(act)
    if own.how != "direct" or grammar.is_passive(act):
        return False
    above = [filler(t).key for t in grammar.subjects(governor)]
    others = [f for t in own.tokens if not _untold(f := filler(t))]
    return bool(others) and all(f.key not in above for f in others)


def _untold(found: Filler) -> bool:
    """A pronoun of which nobody could tell whom it means: most often the subject above."""
    return found.actor is None and found.token.pos_ == "PRON"
