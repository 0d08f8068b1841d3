"""When and where an act took place: by its clause, its sentence, its paragraph, the dateline."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from transforms import grammar
from transforms.grammar import relation
from transforms.tokens import Span, Token
from transforms.types import DateMention, PlaceMention

Layer = TypeVar("Layer", DateMention, PlaceMention)

LOCATIVE = frozenset(
    {"in", "at", "near", "outside", "inside", "across", "around", "into", "off", "on", "within"}
    | {"throughout", "over", "along", "through"}
)
# "Until Friday" and "by Friday" are no days on which something takes place.
_BOUNDS = frozenset({"until", "till", "by", "before"})
_SET_FOR = frozenset({"schedule", "plan", "set", "due", "slate", "expect", "bill"})
# "The city of Sumy", "a Sumy suburb": the preposition before the noun is the place's.
_SETTLEMENTS = frozenset(
    {"city", "town", "village", "capital", "port", "province", "region", "district", "state"}
    | {"suburb", "island", "area", "county", "hamlet", "settlement", "enclave", "neighbourhood"}
    | {"neighborhood", "municipality", "governorate", "oblast", "airport", "border", "stronghold"}
    | {
        "prefecture",
        "territory",
        "camp",
        "outskirt",
        "outskirts",
        "peninsula",
        "coast",
        "hospital",
        "hotel",
    }
    | {"university", "prison", "station", "square", "resort", "side", "part", "centre", "center"}
    | {"street", "edge", "shore", "tip", "waters", "airspace", "slum", "quarter", "court", "base"}
    | {"mosque", "church", "school", "market", "stadium", "jail", "downtown", "countryside"}
)
_PRECISION = {"country": "country", "region": "region"}
_MEMORY = 25  # years after which what a verb tells is no news
_INSIDE_NOUN = frozenset({"compound", "adjective", "possessor"})


@dataclass(frozen=True, slots=True)
class When:
    """``how`` is clause, sentence, carried (from the sentence before) or article."""

    day: date | None
    precision: str
    how: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place of the text and ``precision`` as in the contract, both None where unknown."""

    place: PlaceMention | None
    precision: str | None


def when(trigger: Token) -> When:
    """The day of an act; the article's own where the text does not say."""
    doc, sentence = trigger.doc, trigger.sent
    dates = [d for d in _in_span(doc._.dates, sentence) if _dates(d, trigger)]
    own = [d for d in dates if d.span.root.head.i == trigger.i or d.span.root.i == trigger.i]
    if own:
        return When(own[0].day, own[0].precision, "clause")
    here = [d for d in dates if _free(d)]
    if _aside(trigger):
        return _article_day(trigger)
    clauses = [c.i for c in _clauses_above(trigger)]
    ranked = [
        (clauses.index(clause), abs(d.span.start - trigger.i), d)
        for d in here
        if (clause := grammar.clause_root(d.span.root).i) in clauses
    ]
    if ranked:
        best = min(ranked, key=lambda r: r[:2])[2]
        return When(best.day, best.precision, "clause")
    # A day still to come, of another clause, is not when something has been done.
    # Nor is the year of another clause: "upheld a sentence for crimes committed in 1971".
    near = [d for d in here if d.precision != "year" and not (_done(trigger) and _to_come(d))]
    if near:
        best = min(near, key=lambda d: abs(d.span.start - trigger.i))
        return When(best.day, best.precision, "sentence")
    if (before := _carried(trigger)) is not None:
        return When(before.day, before.precision, "carried")
    return _article_day(trigger)


def _dates(mention: DateMention, trigger: Token) -> bool:
    """Whether a date can be when something took place, and no limit ("by Friday") nor what
    something else is set for ("called off a strike planned for Friday")."""
    before = grammar.preposition(mention.span.root)
    if before != "for":
        return before not in _BOUNDS
    near = mention.span.doc[max(0, mention.span.start - 4) : mention.span.start]
    words = [w for w in near if w.lemma_ in _SET_FOR]
    return any(trigger.i in (w.i, w.head.i) for w in words)


def _done(trigger: Token) -> bool:
    return grammar.tense(trigger) == "past" or grammar.is_perfect(trigger)


def _to_come(mention: DateMention) -> bool:
    published = mention.span.doc._.published
    return published is not None and mention.day > published.date()


def _article_day(trigger: Token) -> When:
    published = trigger.doc._.published
    return When(published.date() if published else None, "article", "article")


def _aside(trigger: Token) -> bool:
    """Whether a noun names an act in passing ("since the invasion of X"): time and place of
    the clause are those of its verb."""
    if trigger.pos_ == "VERB":
        return False
    return relation(trigger) not in ("root", "object", "subject", "passive_subject", "conjunct")


def is_history(trigger: Token, found: When) -> bool:
    """Whether a year long past is all that dates an act: of a noun that names what the year is
    known for ("the 1979 revolution"), of a verb what books tell ("invaded Russia in 1812")."""
    published = trigger.doc._.published
    if published is None or found.day is None or found.precision != "year":
        return False
    years = (published.date() - found.day).days / 365
    return years > (_MEMORY if trigger.pos_ == "VERB" else 2)


def where(trigger: Token, participants: list[Span], goal: Span | None) -> Where:
    """The place of an act. ``participants`` are the phrases of source and target, in which a
    place is no location; ``goal`` is a target that is itself one (of a visit)."""
    doc = trigger.doc
    if goal is not None:
        for place in _in_span(doc._.places, goal):
            if place.span.end == goal.end or len(place.span) == len(goal):
                return Where(place, _PRECISION.get(place.place.kind, "city"))
    located = [
        p
        for p in _in_span(doc._.places, trigger.sent)
        if not p.dateline and _stands_after(p) in LOCATIVE
    ]
    here = [p for p in located if not any(s.start <= p.span.start < s.end for s in participants)]
    if _aside(trigger):
        here = [p for p in here if p.span.root.head.i == trigger.i]
    clauses = [c.i for c in _clauses_above(trigger)]
    ranked = [
        (clauses.index(clause), p.place.kind == "country", abs(p.span.start - trigger.i), p)
        for p in here
        if (clause := grammar.clause_root(p.span.root).i) in clauses
    ]
    best: PlaceMention | None = None
    if ranked:
        best = min(ranked, key=lambda r: r[:3])[3]
    elif len(here) == 1:
        best = here[0]
    elif not here and not _aside(trigger):
        # "arrested two men in Nairobi": whether verb or noun has the place, it is where it was.
        ends = [p for p in located if _ends_a_phrase(p, participants)]
        best = min(ends, key=lambda p: p.place.kind == "country", default=None)
    if best is not None:
        return Where(best, _PRECISION.get(best.place.kind, "city"))
    for place in doc._.places:
        if place.dateline:
            return Where(place, "dateline")
    return Where(None, None)


def _ends_a_phrase(mention: PlaceMention, phrases: list[Span]) -> bool:
    """Whether a place is the last thing that one of these phrases says."""
    end = mention.span.root.right_edge.i + 1
    return any(p.start < mention.span.start and end >= p.end for p in phrases)


def _stands_after(mention: PlaceMention) -> str:
    """The preposition before a place, or before what it names ("in the city of Sumy", "at
    Sumy airport")."""
    root = mention.span.root
    own = grammar.preposition(root)
    if own and own != "of":
        return own
    named = relation(root) in ("compound", "possessor") or own == "of"
    if relation(root) == "apposition" or (named and root.head.lemma_.lower() in _SETTLEMENTS):
        return grammar.preposition(root.head)
    return own


def _clauses_above(trigger: Token) -> list[Token]:
    found = [grammar.clause_root(trigger)]
    while (head := found[-1].head).i != found[-1].i:
        found.append(grammar.clause_root(head))
    return found


def _free(mention: DateMention) -> bool:
    """Not inside another noun's phrase: "the 2015 deal" does not date the clause."""
    root = mention.span.root
    if mention.precision == "year" and grammar.preposition(root) == "of":
        return root.head.pos_ != "NOUN"  # "for the coups of 1987"
    return relation(root) not in _INSIDE_NOUN or root.head.ent_type_ == "DATE"


def _carried(trigger: Token) -> DateMention | None:
    """The day of the sentence before, where a paragraph goes on telling of the same day."""
    if not _tells(trigger):
        return None
    doc, start = trigger.doc, trigger.sent.start
    while start > 0 and "\n" not in doc[start - 1].text_with_ws:
        before = doc[start - 1].sent
        if not _tells(before.root):
            return None
        days = [d for d in _in_span(doc._.dates, before) if d.precision == "day" and _free(d)]
        if days:
            return days[0] if len({d.day for d in days}) == 1 else None
        start = before.start
    return None


def _tells(token: Token) -> bool:
    """Whether the clause is plain narrative: past tense, no perfect, no modal."""
    verb = grammar.clause_root(token)
    return (
        grammar.tense(verb) == "past"
        and not grammar.is_perfect(verb)
        and not grammar.modality(verb)
    )


def _in_span(found: list[Layer], span: Span) -> list[Layer]:
    return [m for m in found if span.start <= m.span.start < span.end]
