"""Component ``dateline_dates``: which days the text speaks of, as a reader of its day knew them."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from spacy.language import Language

from transforms.dates import patterns
from transforms.dates.dateline import find_dateline
from transforms.dates.resolvers import RESOLVERS, Found, relative_to_what_follows, resolve
from transforms.tokens import Doc, Span
from transforms.types import DateMention, Layer

#: A dateline older than this is that of an archived text, not of the day it was written.
_DATELINE_AGE = timedelta(days=14)
_NAMES = frozenset(("PERSON", "ORG", "FAC", "EVENT"))
_EXPLICIT = frozenset(("iso", "slash", "mdy", "dmy", "my", "year"))


class Dates(Layer):
    """Fills ``doc._.dates``, in the order of the text."""

    def fill(self, doc: Doc) -> None:
        published = doc._.published
        day = published.date() if isinstance(published, datetime) else published
        title_end: int = doc._.title_end
        written = self._dateline_day(doc, day, title_end) or day
        known: list[DateMention] = []
        later: list[Found] = []
        for family, match in patterns.find(doc.text):
            span = doc.char_span(*match.span(), alignment_mode="expand")
            if family not in RESOLVERS or span is None or _is_name(family, span):
                continue
            title = match.start() < title_end
            found = Found(match, span, written, known, title)
            if resolved := resolve(family, found):
                known.append(DateMention(span, *resolved))
            elif family == "away" or found["same_side"]:
                later.append(found)
        extra = [mention for found in later if (mention := _from_what_follows(found))]
        doc._.dates = sorted(known + extra, key=lambda mention: mention.span.start)

    @staticmethod
    def _dateline_day(doc: Doc, day: date | None, title_end: int) -> date | None:
        dateline = find_dateline(doc.text, title_end)
        if dateline is None or dateline.date is None:
            return None
        for family, match in patterns.find(doc.text[slice(*dateline.date)]):
            found = Found(match, doc[:1], day, [], True)
            resolved = resolve(family, found) if family in ("mdy", "dmy") else None
            if resolved and (day is None or abs(resolved[0] - day) <= _DATELINE_AGE):
                return resolved[0]
        return None


def _is_name(family: str, span: Span) -> bool:
    """Whether the words are part of a name ("Sunday Times", "Theresa May")."""
    return family not in _EXPLICIT and any(token.ent_type_ in _NAMES for token in span)


def _from_what_follows(found: Found) -> DateMention | None:
    """ "Two days after the strike of March 3": counted from a day named later in its sentence."""
    start, end = found.match.end(), _sentence_end(found.span)
    for mention in found.known:
        if mention.precision == "day" and start <= mention.span.start_char < end:
            resolved = relative_to_what_follows(found, mention.day)
            return None if resolved is None else DateMention(found.span, *resolved)
    return None


def _sentence_end(span: Span) -> int:
    if span.doc.has_annotation("SENT_START"):
        return int(span.sent.end_char)
    end = span.doc.text.find("\n\n", span.end_char)
    return end if end >= 0 else len(span.doc.text)


@Language.factory("dateline_dates", assigns=["doc._.dates"])
def make_dates(nlp: Language, name: str) -> Dates:  # noqa: ARG001
    """The component under its registered name; it has no settings."""
    return Dates()
