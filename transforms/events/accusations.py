"""Accusations without a word of accusing: who reports a hostile act of another accuses him.

"The army said Uganda attacked Mali": besides the attack that the army claims, the army accuses
Uganda. The rule ``accuse`` of code_rules.csv says of which acts one can be accused, and the code.
"""

from __future__ import annotations

from dataclasses import replace

from transforms.events.attribution import Attribution
from transforms.events.coding import recode
from transforms.events.confidence import confidence
from transforms.events.lexicon import Lexicon
from transforms.types import Actor, Event

_GROUNDS = {"accusation": 1.0}
_PARTIES = frozenset({"country", "government", "military", "armed_group", "organization", "person"})
_BYSTANDERS = frozenset({"MED", "NGO", "MOD"})  # roles of those who report without taking sides
_FOES = frozenset({"REB", "OPP", "UAF", "SPY"})


def accusation(event: Event, said: Attribution | None, words: Lexicon) -> Event | None:
    """What the speaker of a claimed act does by claiming it, None where it accuses nobody."""
    if said is None or said.words is None or event.status != "claimed" or event.negated:
        return None
    speaker, accused = said.actor, event.source_actor
    if speaker is None or accused is None or event.source is None:
        return None
    rule = recode(words, "accuse", event.code)
    if rule is None or not rule.prefix or not _against(speaker, accused):
        return None
    return replace(
        event,
        code=rule.code,
        rule=f"accusation: reported {event.lemma}; {event.rule}",
        confidence=confidence(_GROUNDS),
        grounds=_GROUNDS,
        status="happened",
        source=said.words,
        source_actor=speaker,
        target=event.source,
        target_actor=accused,
        attributed_to=None,
        amount=None,
        amount_unit=None,
        day=event.trigger.doc._.published.date() if event.trigger.doc._.published else None,
        date_precision="article",
        place=None,
        place_precision=None,
    )


def _against(speaker: Actor, accused: Actor) -> bool:
    """Whether two are parties that can be at odds: of two countries, or one of them a rebel."""
    if speaker is accused or {speaker.kind, accused.kind} - _PARTIES:
        return False
    if speaker.role in _BYSTANDERS or "person" in {
        a.kind for a in (speaker, accused) if a.role is None and a.country is None
    }:
        return False
    if accused.kind == "armed_group" or {speaker.role, accused.role} & _FOES:
        return speaker.kind != accused.kind or speaker.country != accused.country
    countries = (speaker.country, accused.country)
    return None not in countries and countries[0] != countries[1]
