"""An analysed ``Doc`` as rows of the warehouse's tables.

Nothing is decided here: the layers of ``transforms.types`` are written down as the schema
says. Every text column is cut out of ``doc.text`` by the offsets beside it, so that they agree
by construction.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from spacy.tokens import Doc

from transforms import seeds
from transforms.ids import content_id
from transforms.schema import SCHEMA_VERSION
from transforms.tokens import Span
from transforms.types import Actor, Event, Mention, Quote

Row = dict[str, Any]


def rows(doc: Doc, article_id: str, overrides: Path | None = None) -> dict[str, list[Row]]:
    """Table name -> rows, for the tables of ``schema.ANALYSED`` and ``actors``.

    ``run_id`` is left to whoever runs. ``overrides`` is the user's folder of seeds.
    """
    sentences = _sentence_of_token(doc)
    mentions = _distinct("mention_id", _mentions(doc, article_id, sentences))
    quotes = _distinct("quote_id", (_quote(q, article_id, sentences) for q in doc._.quotes))
    events = _distinct(
        "event_id", (_event(e, doc, article_id, sentences, overrides) for e in doc._.events)
    )
    return {
        "mentions": mentions,
        "events": events,
        "quotes": quotes,
        "quote_actors": list(_quote_actors(quotes, mentions)),
        "sentences": list(_sentences(doc, article_id)),
        "actors": list(_actors(doc)),
    }


def _sentences(doc: Doc, article_id: str) -> Iterator[Row]:
    for index, sentence in enumerate(doc.sents):
        words = sentence.text.strip()  # line breaks are tokens of the sentence before them
        if words:
            start = sentence.start_char + sentence.text.index(words)
            yield {
                "article_id": article_id,
                "sentence": index,
                "start": start,
                "end": start + len(words),
            }


def _mentions(doc: Doc, article_id: str, sentences: list[int]) -> Iterator[Row]:
    for mention in doc._.mentions:
        for actor in _referents(mention):
            span = mention.span
            yield {
                "mention_id": content_id(
                    "mention", article_id, span.start_char, span.end_char, actor.actor_id
                ),
                "article_id": article_id,
                "actor_id": actor.actor_id,
                "sentence": sentences[span.start],
                "start": span.start_char,
                "end": span.end_char,
                "text": span.text,
                "form": mention.form,
                "rule": mention.rule,
                "confidence": mention.confidence,
            }


def _referents(mention: Mention) -> tuple[Actor, ...]:
    """Who is meant: each member of a plural mention, else the one actor, if it could be told."""
    return mention.members or ((mention.actor,) if mention.actor else ())


def _quote(quote: Quote, article_id: str, sentences: list[int]) -> Row:
    return {
        "quote_id": _quote_id(quote, article_id),
        "article_id": article_id,
        "sentence": sentences[quote.span.start],
        "kind": quote.kind,
        "start": quote.span.start_char,
        "end": quote.span.end_char,
        "text": quote.span.text,
        **_cut("cue", quote.cue, text="cue"),
        **_cut("speaker", quote.speaker),
        "speaker_actor_id": quote.speaker_actor.actor_id if quote.speaker_actor else None,
        "anonymous": quote.anonymous,
        "via": quote.via,
        "rule": quote.rule,
        "confidence": quote.confidence,
        "continues": _quote_id(quote.continues, article_id) if quote.continues else None,
    }


def _quote_id(quote: Quote, article_id: str) -> str:
    span = quote.span
    return content_id("quote", article_id, span.start_char, span.end_char, quote.kind)


def _quote_actors(quotes: Iterable[Row], mentions: Iterable[Row]) -> Iterator[Row]:
    by_start = sorted(mentions, key=lambda row: (row["start"], row["end"], row["mention_id"]))
    for quote in quotes:
        for mention in by_start:
            if mention["start"] >= quote["start"] and mention["end"] <= quote["end"]:
                yield {
                    "quote_id": quote["quote_id"],
                    "actor_id": mention["actor_id"],
                    "mention_id": mention["mention_id"],
                }


def _event(
    event: Event, doc: Doc, article_id: str, sentences: list[int], overrides: Path | None
) -> Row:
    published: datetime = doc._.published
    code = _codes(overrides).get(event.code, {})
    place = event.place.place if event.place else None
    root = code.get("root") or event.code[:2]
    source = event.source_actor.actor_id if event.source_actor else None
    target = event.target_actor.actor_id if event.target_actor else None
    day = event.day or published.date()
    country = place.iso3 if place else None
    offsets = [
        edge
        for span in (event.trigger, event.source, event.target)
        for edge in ((span.start_char, span.end_char) if span is not None else (None, None))
    ]
    event_id = content_id("event", article_id, *offsets, event.code, source, target)
    return {
        "event_id": event_id,
        "article_id": article_id,
        "sentence": sentences[event.trigger.start],
        "event_date": day,
        "date_precision": event.date_precision if event.day else "article",
        "source_actor_id": source,
        **_cut("source", event.source),
        "target_actor_id": target,
        **_cut("target", event.target),
        **_cut("trigger", event.trigger, text="trigger"),
        "trigger_lemma": event.lemma,
        "event_code": event.code,
        "event_root": root,
        "event_label": code.get("name") or None,
        "plover_type": code.get("plover_type") or None,
        "quad_class": int(code["quad_class"]) if code.get("quad_class") else None,
        "goldstein": float(code["goldstein"]) if code.get("goldstein") else None,
        "status": event.status,
        "negated": event.negated,
        "attributed_to": event.attributed_to,
        **_cut("place", event.place.span if event.place else None, text="place"),
        "place_name": place.name if place else None,
        "country": country,
        "latitude": place.latitude if place else None,
        "longitude": place.longitude if place else None,
        "geonames_id": place.geonames_id if place else None,
        "place_precision": event.place_precision if place else None,
        "amount": event.amount,
        "amount_unit": event.amount_unit,
        "rule": event.rule,
        "confidence": event.confidence,
        "story_id": _story_id(event_id, root, source, target, day.isoformat(), country),
        "text": (event.evidence if event.evidence is not None else event.trigger.sent).text.strip(),
        "schema_version": SCHEMA_VERSION,
    }


def _story_id(
    event_id: str, root: str, source: str | None, target: str | None, day: str, country: str | None
) -> str:
    """The same act by the same actors on the same day in the same country is one story.

    Where the text names neither actor there is too little to join on: a story of its own.
    """
    if source is None and target is None:
        return content_id("story", event_id)
    return content_id("story", root, source, target, day, country)


def _actors(doc: Doc) -> Iterator[Row]:
    seen: dict[str, Actor] = {}
    quoted = [quote.speaker_actor for quote in doc._.quotes]
    acting = [who for event in doc._.events for who in (event.source_actor, event.target_actor)]
    meant = [who for mention in doc._.mentions for who in _referents(mention)]
    for actor in (*doc._.actors, *meant, *quoted, *acting):
        if actor is not None:
            seen.setdefault(actor.actor_id, actor)
    for actor_id in sorted(seen):
        actor = seen[actor_id]
        yield {
            "actor_id": actor_id,
            "name": actor.name,
            "kind": actor.kind,
            "country": actor.country,
            "role": actor.role,
            "code": actor.code,
            "wikidata_id": actor.wikidata_id,
            "first_seen": doc._.published,
            "last_seen": doc._.published,
        }


def _cut(prefix: str, span: Span | None, text: str | None = None) -> Row:
    """Words and offsets of ``span`` as three columns, null where there is none."""
    return {
        text or f"{prefix}_text": span.text if span is not None else None,
        f"{prefix}_start": span.start_char if span is not None else None,
        f"{prefix}_end": span.end_char if span is not None else None,
    }


def _sentence_of_token(doc: Doc) -> list[int]:
    return [index for index, sentence in enumerate(doc.sents) for _ in sentence]


def _distinct(key: str, found: Iterable[Row]) -> list[Row]:
    """One row an id, the first; two readings of the same words with the same result are one."""
    kept: dict[str, Row] = {}
    for row in found:
        kept.setdefault(row[key], row)
    return list(kept.values())


@lru_cache(maxsize=4)
def _codes(overrides: Path | None) -> dict[str, seeds.Row]:
    return {row["code"]: row for row in reversed(seeds.read("cameo", overrides))}
