"""What a sentence names and does not report: acts that others comment on, wish for or describe.

"Condemned the attack", "urged talks", "lifted the ban imposed in May", "the man held in jail":
one act is news, the other is what the first is about. An act is left out where it stands

- in the topic of a comment, an appeal, a demand, a denial or an inquiry (but "condemned Togo's
  invasion of Benin" takes for a fact who did it to whom), or of a word of attitude (class
  ``attitude`` of word_classes.csv: "fears of an invasion");
- as a noun for something that did not take place ("a possible strike");
- as a noun or a clause without agent that only describes who takes part in another act;
- in the simple present of a subordinate clause, or with "usually" or "every year": a habit.

"Accused X of attacking Y" is none of these: what an accusation says is a claim.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from transforms import grammar
from transforms.events.lexicon import Lexicon
from transforms.events.status import IN_VIEW_OF
from transforms.grammar import relation
from transforms.tokens import Token

# Acts done by words about other acts, by the beginnings of their codes.
_COMMENTS = ("01", "02", "051", "052", "055", "056", "09", "10", "110", "113", "114", "12")
_REACTIONS = ("111",)
_MEETINGS = ("04",)
_APPEALS = ("02", "10")
_ASKED = frozenset({"complement", "open_complement"})
_UNREAL = frozenset({"hypothetical", "requested", "denied"})
_TOPICAL = frozenset({"object", "indirect", "passive_subject", "prepositional_object"})
# Prepositions that name what words are about.
_ABOUT = frozenset(
    {"of", "about", "over", "on", "for", "against", "to", "toward", "towards", "regarding"}
    | {"concerning", "with", "into", "at", "from", "as"}
)
_AS_A_RULE = frozenset(
    {"usually", "often", "always", "regularly", "typically", "frequently", "annually", "generally"}
    | {"routinely", "sometimes", "rarely", "traditionally", "normally", "never"}
)
_INSIDE = frozenset({"relative", "clause_modifier"})
_CIRCUMSTANTIAL = frozenset({"adverbial_clause", "relative", "clause_modifier"})


def is_background(trigger: Token, status: str, acts: Mapping[int, str], words: Lexicon) -> bool:
    """Whether an act is only named. ``acts`` are the codes of all acts of the text, by the
    place of their words."""
    nominal = trigger.pos_ != "VERB"
    if nominal and status in _UNREAL:
        return True
    if not nominal and _is_habit(trigger):
        return True
    describes = _agentless(trigger)
    for governor, kind, word in _above(trigger):
        code = acts.get(governor.i, "")
        topical = _is_topic(word, kind)
        if status in _UNREAL and code.startswith(_APPEALS) and kind in _ASKED:
            return True  # "urged X to lift the ban and to stop meddling"
        if topical and code.startswith(_REACTIONS):
            return not (nominal and _is_told(trigger))
        if topical and (code.startswith(_COMMENTS) or _turns_down(governor, words)):
            return True
        if topical and nominal and code.startswith(_MEETINGS):
            return True
        if (topical or kind == "complement") and words.is_in(governor, "attitude"):
            return True
        if describes and code and not _is_circumstance(word, kind):
            return True
    return False


def _above(trigger: Token) -> Iterator[tuple[Token, str, Token]]:
    """The words above an act, how the phrase or clause below hangs on each, and its head.

    What is coordinated stands beside and not above: the walk goes on from the first conjunct.
    It ends where a clause tells a circumstance of its own.
    """
    word = trigger
    for governor, kind in grammar.governors(trigger):
        if kind == "conjunct":
            word = governor
            continue
        yield governor, kind, word
        if kind in ("adverbial_clause", "parataxis"):
            return
        word = governor


def _is_topic(word: Token, kind: str) -> bool:
    """Whether a phrase says what the word above it is about."""
    if kind in _TOPICAL or kind in _INSIDE:
        return True
    if kind == "adverbial_clause":  # "criticised X for attacking"
        marks = grammar.children(word, "marker", "case")
        return word.tag_ == "VBG" and any(m.lower_ in _ABOUT for m in marks)
    return kind in ("oblique", "agent") and grammar.preposition(word) in _ABOUT


def _is_circumstance(word: Token, kind: str) -> bool:
    """Whether a phrase tells what went before or with an act ("after the arrest of")."""
    return kind in ("oblique", "adverbial_clause") and grammar.preposition(word) in IN_VIEW_OF


def _turns_down(governor: Token, words: Lexicon) -> bool:
    """ "Denied charges that", "rejected claims of": no act of their own in the lexicon."""
    lemma = governor.lemma_.lower()
    return words.governor(lemma, governor.pos_, "code") in ("deny", "reject")


def _agentless(trigger: Token) -> bool:
    """A noun without a doer, or a passive clause without agent that describes a noun."""
    if trigger.pos_ == "VERB":
        described = relation(trigger) in _INSIDE
        return described and grammar.is_passive(trigger) and not grammar.agents(trigger)
    if len(grammar.obliques(trigger).get("between", [])) > 1:
        return False  # "clashes between X and Y have left dozens dead"
    return not (grammar.possessors(trigger) or grammar.agents(trigger))


def _is_told(noun: Token) -> bool:
    """Whether a noun says of an act who did it and to whom ("X's invasion of Y")."""
    phrases = grammar.obliques(noun)
    return not _agentless(noun) and any(phrases.get(p) for p in ("of", "on", "against"))


def _is_habit(verb: Token) -> bool:
    """The simple present of a subordinate clause ("because it bars women from office"), or
    with a word that says so ("usually", "every year")."""
    if grammar.tense(verb) != "present" or grammar.modality(verb):
        return False
    if grammar.is_progressive(verb) or grammar.is_perfect(verb):
        return False
    if any(c.lower_ in _AS_A_RULE for c in grammar.children(verb, "adverb")) or _each_time(verb):
        return True
    if verb.sent[-1].text == "?":
        return True  # "Why do nations go to war?"
    first = verb
    while relation(first) == "conjunct":
        first = first.head
    return relation(first) in _CIRCUMSTANTIAL and not grammar.is_conditional(verb)


def _each_time(verb: Token) -> bool:
    """ "every year", "each week"."""
    times = grammar.children(verb, "adverbial", "oblique")
    return any(c.lower_ in ("every", "each") for t in times for c in t.children)
