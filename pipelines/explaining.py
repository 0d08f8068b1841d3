"""What ``dateline explain`` tells: of a text, or of one event that is in the warehouse."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from pipelines import analysis, parses
from pipelines import query as queries
from pipelines.database import literal
from pipelines.errors import NotFoundError, SettingsError
from pipelines.layout import Layout
from pipelines.settings import Settings
from pipelines.versions import current
from transforms.rows import rows
from transforms.text import normalise

if TYPE_CHECKING:
    from spacy.tokens import Doc

Row = Mapping[str, Any]

_ID = re.compile(r"[0-9a-f]{6,20}")


@dataclass(frozen=True, slots=True)
class Told:
    """A text, the rows found in it by table, why each event is one and other words are none."""

    text: str
    found: dict[str, Sequence[Row]]
    events: list[dict[str, Any]]
    silent: list[dict[str, Any]]


def is_id(text: str) -> bool:
    """Whether this is (the beginning of) an id, and no text."""
    return _ID.fullmatch(text.strip()) is not None and any(c.isdigit() for c in text)


def of_text(text: str, published: datetime, settings: Settings) -> Told:
    """Analyse ``text`` and tell of all of it. Raises SettingsError where there is none."""
    normal = normalise("", text)
    if not normal.text:
        raise SettingsError("there is no text to explain", "Give a sentence.")
    annotate = analysis.load(settings.model, settings.seeds)
    doc = next(iter(annotate([(normal.text, normal.title_end, published)])))
    return _told(doc, "explain", settings)


def of_event(event_id: str, settings: Settings) -> Told:
    """Code the article of an event again, by its parse if that is kept; tell of its sentence.

    Raises NotFoundError where there is no such event, or where the lexicon as it is now does not
    give it any more.
    """
    layout = Layout(settings.warehouse)
    with queries.reading(layout) as connection:
        found = queries.rows(
            connection.sql(
                "SELECT e.event_id, e.text AS sentence, e.rule, a.* FROM events e "
                "JOIN articles a USING (article_id) "
                f"WHERE starts_with(e.event_id, {literal(event_id.strip())}) LIMIT 2"
            )
        )
    if len(found) != 1:
        what = "several events begin" if found else "no event begins"
        hint = '`dateline sql "SELECT event_id, text FROM events"` lists them.'
        raise NotFoundError(f"{what} with {event_id!r} in {layout.root}", hint)
    (article,) = found
    told = _told(_coded(article, layout, settings), article["article_id"], settings)
    events = [row for row in told.found["events"] if row["event_id"] == article["event_id"]]
    if not events:
        raise NotFoundError(
            f"event {article['event_id']} ({article['rule']}) is not coded any more",
            "The lexicon or the rules have changed since: `dateline recode` brings the warehouse "
            f"up to date; `dateline explain` tells of its sentence: {article['sentence']!r}",
        )
    sentence = events[0]["sentence"]
    here = {"events": events}
    for table in ("mentions", "quotes"):
        here[table] = [row for row in told.found[table] if row["sentence"] == sentence]
    return Told(
        told.text,
        {**told.found, **here},
        [why for why in told.events if why["event_id"] == article["event_id"]],
        [word for word in told.silent if word["sentence"] == sentence],
    )


def _coded(article: Row, layout: Layout, settings: Settings) -> Doc:
    title_end, published = article["title_end"], article["published_at"].replace(tzinfo=UTC)
    versions = current(settings.model, settings.seeds)
    code = analysis.coder(settings.model, settings.seeds)
    if code is not None:
        for kept in parses.Store(layout, versions.model, versions.model_version).of([article]):
            return code(kept["parse"], title_end, published)
    annotate = analysis.load(settings.model, settings.seeds)
    return next(iter(annotate([(article["text"], title_end, published)])))


def _told(doc: Doc, article_id: str, settings: Settings) -> Told:
    from transforms.events.explain import explain, silent
    from transforms.events.lexicon import lexicon
    from transforms.types import read

    found: dict[str, Sequence[Row]] = dict(rows(doc, article_id, settings.seeds))
    if not doc.has_annotation("DEP"):  # an analyser of the user's own, with rules of its own
        return Told(doc.text, found, [], [])
    words, parsed = lexicon(settings.seeds), read(doc)
    sentences = [number for number, sentence in enumerate(doc.sents) for _ in sentence]
    ids = {_place(row): row["event_id"] for row in found["events"]}
    events = [
        {"event_id": ids.get(_spans(why.event)), "trigger": why.event.trigger.text,
         "code": why.event.code, "steps": why.steps, "others": why.others}
        for why in explain(parsed, words)
    ]  # fmt: skip
    quiet = [
        {"word": word.word.text, "start": word.word.idx, "sentence": sentences[word.word.i],
         "reasons": word.reasons}
        for word in silent(parsed, words)
    ]  # fmt: skip
    return Told(doc.text, found, events, quiet)


def _place(row: Row) -> tuple[Any, ...]:
    names = ("event_code", "trigger_start", "source_start", "target_start", "source_actor_id",
             "target_actor_id")  # fmt: skip
    return tuple(row[name] for name in names)


def _spans(event: Any) -> tuple[Any, ...]:
    spans = (event.trigger, event.source, event.target)
    actors = (event.source_actor, event.target_actor)
    return (
        event.code,
        *(span.start_char if span is not None else None for span in spans),
        *(actor.actor_id if actor is not None else None for actor in actors),
    )
