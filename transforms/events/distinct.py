"""What one sentence says twice is one event."""

from __future__ import annotations

from transforms.types import Event

VISIT = "042"


def distinct(events: list[Event]) -> list[Event]:
    """Each source, action and target of a sentence once: the more confident of two."""
    best: dict[tuple[object, ...], Event] = {}
    trips = {
        (e.trigger.sent.start, who(e, "source"))
        for e in events
        if e.code == VISIT and e.target is not None
    }
    for event in events:
        trip = (event.trigger.sent.start, who(event, "source"))
        if event.code == VISIT and event.target is None and trip in trips:
            continue  # "arrived in Peru, making his first trip"
        sentence = event.trigger.sent.start
        key = (sentence, event.code[:2], who(event, "source"), who(event, "target"))
        other = best.get(key)
        if other is None or event.confidence > other.confidence:
            best[key] = event
    return sorted(best.values(), key=lambda e: (e.trigger.start, e.code))


def who(event: Event, role: str) -> object:
    actor = event.source_actor if role == "source" else event.target_actor
    span = event.source if role == "source" else event.target
    if actor is not None:
        return actor.actor_id
    return span.text.casefold() if span is not None else None
