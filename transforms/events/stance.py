"""Criticism without a verb of criticism: what somebody says of somebody else.

"NATO is a dangerous entity", said by Khamenei, criticises NATO. The rule: inside an attributed
statement, an actor other than the speaker is the subject of a predicate whose words speak
against it (class ``negative_stance`` of word_classes.csv).
"""

from __future__ import annotations

from transforms import grammar
from transforms.events import setting
from transforms.events.confidence import confidence
from transforms.events.fillers import filler
from transforms.events.lexicon import Lexicon
from transforms.tokens import Doc, Token
from transforms.types import Event, Quote

CRITICISE = "111"
_CLASS = "negative_stance"
_GROUNDS = {"stance": 1.0}


def criticisms(doc: Doc, words: Lexicon, taken: set[int]) -> list[Event]:
    """One event a statement, speaker and actor spoken against; ``taken`` are triggers in use."""
    against = words.word_class(_CLASS)
    found: dict[tuple[str, str], Event] = {}
    for quote in doc._.quotes:
        if quote.speaker is None or quote.speaker_actor is None or _denies(quote, words):
            continue
        for token in quote.span:
            if not token.children or token.i in taken:  # a predicate has a subject
                continue
            event = _criticism(token, quote, against)
            if event is not None and event.target_actor is not None:
                key = (quote.speaker_actor.actor_id, event.target_actor.actor_id)
                found.setdefault(key, event)
    return list(found.values())


def _denies(quote: Quote, words: Lexicon) -> bool:
    """Whether the statement is what the speaker rejects ("rejected the accusation that")."""
    if quote.cue is None:
        return False
    lemma = quote.cue.root.lemma_.lower()
    return words.governor(lemma, "VERB", "code") in ("deny", "reject")


def _criticism(token: Token, quote: Quote, against: frozenset[str]) -> Event | None:
    predicate = grammar.predicate(token)
    speaker, actor = quote.speaker, quote.speaker_actor
    if predicate is None or speaker is None or actor is None:
        return None
    if grammar.is_negated(token) or grammar.modality(token) or grammar.is_conditional(token):
        return None
    word = _hostile_word(predicate, against)
    subjects = grammar.subjects(token)
    if word is None or not subjects:
        return None
    target = filler(subjects[0])
    if target.via or target.actor is None or target.actor is actor:
        return None
    day = setting.when(word)
    return Event(
        trigger=token.doc[word.i : word.i + 1],
        lemma=word.lemma_.lower(),
        code=CRITICISE,
        rule=f"stance: {word.lemma_.lower()} said of the subject in a statement ({quote.kind})",
        confidence=confidence(_GROUNDS),
        grounds=_GROUNDS,
        source=speaker,
        source_actor=actor,
        target=target.span,
        target_actor=target.actor,
        day=day.day,
        date_precision=day.precision,
        evidence=word.sent,
    )


def _hostile_word(predicate: Token, against: frozenset[str]) -> Token | None:
    for word in (predicate, *grammar.modifiers(predicate)):
        if word.lemma_.lower() in against:
            return word
    return None
