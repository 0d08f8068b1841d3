"""What each layer of the analysis leaves on a ``Doc`` for the next one.

Every layer is a list on ``Doc._``. A ``Span`` knows its characters (``start_char``,
``end_char`` into ``Doc.text``). The layers read a parse by ``read``, which makes plain objects
of it (``transforms.tokens``); an analyser of a user's own may as well leave spans of spaCy's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from spacy import tokens as spacy_tokens

from transforms.grammar.labels import label
from transforms.tokens import Doc, Span, Token


@dataclass(frozen=True, slots=True)
class DateMention:
    """A date expression, resolved against the day of publication.

    ``precision`` is day, week, month or year; ``day`` is the (first) day meant.
    """

    span: Span
    day: date
    precision: str


@dataclass(frozen=True, slots=True)
class Place:
    """A row of the gazetteer. ``kind`` is country, region, capital or city."""

    name: str
    kind: str
    iso3: str
    latitude: float | None
    longitude: float | None
    geonames_id: str | None
    population: int = 0


@dataclass(frozen=True, slots=True)
class PlaceMention:
    """A place name and the gazetteer row it was resolved to (the dateline's is marked)."""

    span: Span
    place: Place
    dateline: bool = False
    confidence: float = 1.0


@dataclass(slots=True, eq=False)
class Actor:
    """A canonical actor: who all mentions of one cluster refer to.

    ``actor_id`` is a hash of what identifies the actor, stable across articles and runs.
    """

    actor_id: str
    name: str
    kind: str
    country: str | None = None
    role: str | None = None
    code: str | None = None
    wikidata_id: str | None = None
    gender: str | None = None  # "m", "f" or None; used for pronouns only, never published
    plural: bool = False


@dataclass(slots=True, eq=False)
class Mention:
    """A stretch of text that refers to an actor.

    ``form`` is name, nominal, pronoun or demonym. ``rule`` says how the actor was found.
    ``actor`` is None until coreference has run, and stays None where nothing could be told.
    ``members`` holds the actors of a plural mention ("the two leaders"), empty otherwise.
    ``modifier`` marks a mention inside a longer one ("Iranian" in "Iranian President Raisi").
    """

    span: Span
    head: Token
    form: str
    kind: str
    rule: str = ""
    confidence: float = 1.0
    actor: Actor | None = None
    members: tuple[Actor, ...] = ()
    modifier: bool = False


@dataclass(slots=True, eq=False)
class Quote:
    """An attributed statement. ``span`` holds the words without their enclosing marks.

    ``kind`` is direct, mixed or indirect; ``continues`` is the quote of which this is the
    second part (same speaker, one sentence split by its cue, or the next paragraph of it).
    """

    span: Span
    kind: str
    rule: str
    confidence: float
    cue: Span | None = None
    speaker: Span | None = None
    speaker_actor: Actor | None = None
    anonymous: bool = False
    via: str | None = None
    continues: Quote | None = None


@dataclass(slots=True, eq=False)
class Event:
    """Who did what to whom: one source, one action, one target, as one clause reports it.

    ``source`` and ``target`` are spans of the text, with the actor each refers to where it is
    one. ``attributed_to`` is the text of whoever claims it. ``status`` as in the contract.
    ``act``, ``entry`` and ``base`` are for whoever asks why: the word that the lexicon knows
    (``trigger`` may be what governs it), the file and line of its entry, and the entry's code;
    ``grounds`` is what its confidence was reckoned from (``events.confidence``).
    """

    trigger: Span
    lemma: str
    code: str
    rule: str
    confidence: float
    status: str = "happened"
    negated: bool = False
    source: Span | None = None
    source_actor: Actor | None = None
    target: Span | None = None
    target_actor: Actor | None = None
    day: date | None = None
    date_precision: str = "article"
    place: PlaceMention | None = None
    place_precision: str | None = None
    attributed_to: str | None = None
    amount: float | None = None
    amount_unit: str | None = None
    evidence: Span | None = field(default=None)
    act: Token | None = None
    entry: str = ""
    base: str = ""
    grounds: Mapping[str, float] = field(default_factory=dict)


@dataclass(slots=True, eq=False)
class Layers:
    """All that is said of one text: what came with it, and what each layer has found."""

    published: datetime | None = None  # UTC
    title_end: int = 0  # characters
    dates: list[DateMention] = field(default_factory=list)
    places: list[PlaceMention] = field(default_factory=list)
    mentions: list[Mention] = field(default_factory=list)
    actors: list[Actor] = field(default_factory=list)
    quotes: list[Quote] = field(default_factory=list)
    events: list[Event] = field(default_factory=list)
    # Words that came to no event, each with the reason.
    dropped: list[tuple[Token, str]] = field(default_factory=list)


_LAYERS, _READ = "dateline_layers", "dateline_words"


def layers(doc: spacy_tokens.Doc) -> Layers:
    """What ``doc._`` shows."""
    found: Layers | None = doc.user_data.get(_LAYERS)
    if found is None:
        found = doc.user_data[_LAYERS] = Layers()
    return found


def read(doc: spacy_tokens.Doc) -> Doc:
    """The words of a parsed ``Doc`` as the layers use them, made once for each ``Doc``."""
    found: Doc | None = doc.user_data.get(_READ)
    if found is None:
        found = doc.user_data[_READ] = Doc(doc, layers(doc))
        label(found)
    return found


class Layer:
    """A component of spaCy's that fills a part of ``doc._``."""

    def __call__(self, doc: spacy_tokens.Doc) -> spacy_tokens.Doc:
        self.fill(read(doc))
        return doc

    def fill(self, doc: Doc) -> None:
        """Add to what ``doc._`` holds."""
        raise NotImplementedError


def register_extensions() -> None:
    """Declare the ``Doc._`` attributes of all layers. Safe to call more than once."""
    for name in Layers.__slots__:
        spacy_tokens.Doc.set_extension(name, getter=_getter(name), setter=_setter(name), force=True)


def _getter(name: str) -> Callable[[spacy_tokens.Doc], object]:
    return lambda doc: getattr(layers(doc), name)


def _setter(name: str) -> Callable[[spacy_tokens.Doc, object], None]:
    return lambda doc, value: setattr(layers(doc), name, value)


register_extensions()
