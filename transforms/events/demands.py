"""Demands without a word of demanding: what somebody says that somebody else must do.

"The union said the ministry must pay" demands (100) of the ministry, "should pay" appeals to it
(020), whatever it is that ought to be done. Where the lexicon knows the act, code arithmetic
gives a fuller code (``acts``), and nothing is added here.
"""

from __future__ import annotations

from collections.abc import Container

from transforms import grammar
from transforms.events import setting
from transforms.events.confidence import confidence
from transforms.events.fillers import Filler, filler
from transforms.tokens import Doc, Token
from transforms.types import Event, Quote

DEMAND, APPEAL = "100", "020"
_MODALS = {"must": DEMAND, "should": APPEAL}
_VERBS = {"have": DEMAND, "need": APPEAL}  # "has to leave", "needs to leave"
_GROUNDS = {DEMAND: {"demand": 1.0}, APPEAL: {"appeal": 1.0}}


def demands(doc: Doc, taken: Container[int]) -> list[Event]:
    """One event a statement, speaker and whoever must act; ``taken`` are triggers in use."""
    found: dict[tuple[object, object], Event] = {}
    for quote in doc._.quotes:
        if quote.speaker is None or quote.speaker_actor is None:
            continue
        for token in quote.span:
            if token.pos_ != "VERB" or token.i in taken:
                continue
            event = _demand(token, quote)
            if event is not None:
                target = event.target_actor or event.target
                found.setdefault((quote.speaker_actor.actor_id, target), event)
    return list(found.values())


def _demand(verb: Token, quote: Quote) -> Event | None:
    code, word = _obligation(verb)
    if not code or grammar.is_conditional(verb) or grammar.is_negated(verb):
        return None
    whom = [filler(t) for t in grammar.logical_subjects(verb).tokens]
    whom = [f for f in whom if _can_be_asked(f, quote)]
    if not whom:
        return None
    day = setting.when(word)
    return Event(
        trigger=word.doc[word.i : word.i + 1],
        lemma=word.lemma_.lower(),
        code=code,
        rule=f"demand: said that another {word.lower_} act ({quote.kind})",
        confidence=confidence(_GROUNDS[code]),
        grounds=_GROUNDS[code],
        source=quote.speaker,
        source_actor=quote.speaker_actor,
        target=whom[0].span,
        target_actor=whom[0].actor,
        day=day.day,
        date_precision=day.precision,
        evidence=word.sent,
    )


def _obligation(verb: Token) -> tuple[str, Token]:
    """The code of a clause that says what ought to be done, and the word that says so."""
    for word in grammar.auxiliaries(verb):
        if word.lower_ in _MODALS:
            return _MODALS[word.lower_], word
    if verb.lemma_ in _VERBS and grammar.tense(verb) == "present":
        acts = grammar.children(verb, "open_complement")
        if any(grammar.is_infinitive(act) for act in acts):
            return _VERBS[verb.lemma_], verb
    return "", verb


def _can_be_asked(whom: Filler, quote: Quote) -> bool:
    """Whether somebody other than the speaker, whom the text names, ought to act."""
    if whom.via or whom.mention is None or whom.actor is quote.speaker_actor:
        return False
    return whom.actor is not None or whom.mention.form != "pronoun"
