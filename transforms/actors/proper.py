"""The proper names of a text that can stand for an actor.

They come from the entities of the language model, corrected and completed by the seeds: a name
that the seeds know is what they say it is, wherever it stands with a capital letter.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from transforms.actors.directory import LONGEST, Directory
from transforms.actors.labelling import follows_its_noun, is_famous, is_make
from transforms.actors.names import fold
from transforms.actors.readings import Readings
from transforms.actors.standing import of_continent
from transforms.actors.words import actor_words
from transforms.tokens import Doc, Span, Token

_LABELS = frozenset({"PERSON", "ORG", "GPE", "NORP", "LOC", "FAC"})
_KINDS = {
    "PERSON": "person",
    "ORG": "organization",
    "GPE": "city_or_region",
    "LOC": "city_or_region",
    "NORP": "population",
}
_HONORIFICS = actor_words("honorific")


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name: ``label`` as of the language model, ``country`` ISO alpha-3 where known."""

    span: Span
    label: str
    kind: str
    country: str | None
    rule: str


def proper_names(doc: Doc, known: Directory) -> list[Name]:
    """All names in order, none overlapping another."""
    found: dict[int, Name] = {}
    taken: set[int] = set()
    readings = Readings(
        doc,
        _trim,
        known.people.is_given,
        lambda text: known.organisation(text) is not None,
        known.is_big_city,
        known.is_person,
        known.is_place_or_body,
    )
    for span in _known_spans(doc, known):
        name = _by_seeds(span, known)
        if name and len(span) == 1 and fold(span.text) in readings.surnames:
            continue  # "Jordan" where the text has told of Michael Jordan
        if name and (
            _of_elsewhere(name, known)
            or _begins_title(name, known)
            or (name.label == "ORG" and is_make(name.span, known))
        ):
            continue
        if name and not taken.intersection(range(span.start, span.end)):
            found[span.start] = name
            taken.update(range(span.start, span.end))
    for ent in doc.ents:
        if ent.label_ not in _LABELS:
            continue
        for span in _untaken(ent, taken):
            if not any(_capital(token) for token in span):
                continue
            name = _by_model(_trim(span), ent.label_, known, readings)
            if (
                name
                and len(name.span)
                and not (
                    _begins_title(name, known)
                    or (name.label == "ORG" and is_make(name.span, known))
                )
            ):
                found[name.span.start] = name
                taken.update(range(name.span.start, name.span.end))
    for again in _repeats(doc, list(found.values()), taken):
        found[again.span.start] = again
    return [found[start] for start in sorted(found)]


def _of_elsewhere(name: Name, known: Directory) -> bool:
    """Whether the place before a body's name makes it another's ("Santa Marta Self-Defense
    Forces" are not Japan's)."""
    span = name.span
    if name.rule != "seed:organization" or name.country is None or not span.start:
        return False
    before = span.doc[span.start - 1]
    if before.ent_type_ not in ("GPE", "LOC") or known.country_code(before.text):
        return False
    place = next((e for e in span.doc.ents if e.end == span.start), None)
    country = known.place_in(place.text) if place is not None else None
    return country not in (None, name.country)


def _begins_title(name: Name, known: Directory) -> bool:
    """Whether a body's name is only the first word of an office ("Labour Minister")."""
    span = name.span
    if name.label != "ORG" or len(span) != 1 or span.end >= len(span.doc):
        return False
    return known.office([span.text, span.doc[span.end].text]) is not None


def _repeats(doc: Doc, names: list[Name], taken: set[int]) -> Iterator[Name]:
    """Names of this article that the model overlooked elsewhere in it ("Northrop")."""
    forms: dict[str, Name] = {}
    for name in sorted(names, key=lambda n: -len(n.span)):
        if name.label in ("PERSON", "ORG"):
            forms.setdefault(name.span.text, name)
            word = name.span[-1 if name.label == "PERSON" else 0].text
            if len(name.span) > 1 and len(word) > 3:
                forms.setdefault(word, name)
    for token in doc.words:
        if token.text not in forms or token.i in taken or token.ent_type_:
            continue
        name_ = forms[token.text]
        if token.pos_ != "PROPN" and (token.pos_ != "NOUN" or token.i == token.sent.start):
            continue  # "Jobs" in a sentence is Steve Jobs
        taken.add(token.i)
        span = doc[token.i : token.i + 1]
        yield Name(span, name_.label, name_.kind, name_.country, "repeat")


def _known_spans(doc: Doc, known: Directory) -> Iterator[Span]:
    """Longest runs of words that the seeds know, left to right, not cutting a longer entity."""
    covered = 0
    for first in doc.words:
        if first.i < covered or not _capital(first) or first.lower_ in ("a", "an", "the"):
            continue
        if size := _longest(doc, first.i, known):
            covered = first.i + size
            yield doc[first.i : covered]


def _longest(doc: Doc, start: int, known: Directory) -> int:
    words = doc.words
    first = words[start]
    if first.whitespace_ and not known.begins_name(first.text):
        return 0
    limit = min(len(words), start + LONGEST, first.sent.end)
    for end in range(limit, start, -1):
        last = words[end - 1]
        if not (_capital(last) or last.is_digit) or last.tag_ == "POS":
            continue
        span = doc[start:end]
        if not known.is_listed(span.text):
            continue
        if _cuts_entity(doc, start, end) and not _stands_apart(doc, start, end, known):
            continue
        if _by_seeds(span, known):
            return end - start
    return 0


def _cuts_entity(doc: Doc, start: int, end: int) -> bool:
    """Whether an entity goes on past the run: "Iran" in "Iran Air", "Jordan" in "Jordan Bell".

    A country's name or adjective at the start of an organisation's cuts nothing away there:
    the organisation is then left to the model as a whole.
    """
    first, last = doc[start], doc[end - 1]
    if first.ent_type_ in _LABELS and first.ent_iob_ == "I":
        begin = start
        while doc[begin].ent_iob_ == "I":
            begin -= 1
        if any(_capital(token) for token in doc[begin:start]):  # not for "eastern Ukraine"
            return True
    after = doc[end] if end < len(doc) else None
    return bool(
        after is not None
        and last.ent_type_ in _LABELS
        and after.ent_iob_ == "I"
        and after.tag_ != "POS"
        and not after.is_punct
    )


def _stands_apart(doc: Doc, start: int, end: int, known: Directory) -> bool:
    """Whether a run is a name by itself in an entity that is no name: beside "and" and another
    known name ("the United Nations and Qatar"), before a title ("United Nations secretary")."""
    first, last = start, end
    while doc[first].ent_iob_ == "I" and first > 0:
        first -= 1
    while last < len(doc) and doc[last].ent_iob_ == "I":
        last += 1
    before, after = doc[first:start], doc[end:last]
    title = [token.text for token in after]
    if not len(before) and title and not any(map(_capital, after)) and known.office(title):
        return True
    if len(before) and before[-1].lower_ == "and":
        return not len(after) and _is_known(doc[first : start - 1], known)
    return not len(before) and after[0].lower_ == "and" and _is_known(doc[end + 1 : last], known)


def _is_known(span: Span, known: Directory) -> bool:
    trimmed = _trim(span)
    return len(trimmed) > 0 and _by_seeds(trimmed, known) is not None


def _by_seeds(span: Span, known: Directory) -> Name | None:
    text = span.text
    if not known.is_listed(text):
        return None
    body = known.organisation(text)
    if body and _plausible(span):
        return Name(span, "ORG", body.kind, body.country, "seed:organization")
    if country := known.country(text):
        return Name(span, "GPE", "country", country.iso3, "seed:country")
    if (country := known.demonym(text)) and not of_continent(span[0]):
        return Name(span, "NORP", "country", country.iso3, "seed:demonym")
    if (country := known.metonym(text)) and _plausible(span):
        return Name(span, "ORG", "government", country.iso3, "seed:metonym")
    return None


def _plausible(span: Span) -> bool:
    """A single common word with a capital may just begin a sentence ("Fire", "Target")."""
    if len(span) > 1 or span[0].ent_type_ in _LABELS:
        return True
    token = span[0]
    return token.pos_ == "PROPN" or (token.is_upper and len(token.text) > 1)


def _by_model(span: Span, label: str, known: Directory, readings: Readings) -> Name | None:
    if not len(span) or not any(token.is_alpha or token.like_num for token in span):
        return None
    if of_continent(span[0]) and known.country_code(span.text):
        return None
    label = readings.label(span.text, label)
    if len(span) > 1 and known.people.full_name(span.text):
        label = "PERSON"
    if label == "PERSON" and follows_its_noun(span, known):
        label = "ORG"
    elif label == "ORG" and is_famous(span, known):
        label = "PERSON"
    if label == "FAC" or label not in _KINDS:
        return None
    kind = _KINDS[label]
    country: str | None = None
    if label == "ORG":
        kind, country = _body_kind(span, known)
    return Name(span, label, kind, country, f"model:{label.lower()}")


def _body_kind(span: Span, known: Directory) -> tuple[str, str | None]:
    """The kind of an organisation that the seeds do not know, by the nouns in its name."""
    country = next((c for t in span if _capital(t) and (c := known.country_code(t.text))), None)
    words = [token.text for token in span]
    for end in range(len(words), 0, -1):
        for start in range(end):
            nominal = known.nominal(words[start:end])
            if nominal and nominal.kind not in ("person", "population", "other", "country"):
                return nominal.kind, country
    return "organization", country


def _untaken(ent: Span, taken: set[int]) -> Iterator[Span]:
    """The parts of an entity that no name of the seeds has claimed."""
    start: int | None = None
    for token in [*ent, None]:
        free = token is not None and token.i not in taken
        if free and start is None:
            start = token.i if token is not None else None
        elif not free and start is not None:
            end = token.i if token is not None else ent.end
            yield ent.doc[start:end]
            start = None


def _trim(span: Span) -> Span:
    """Without article, honorific, possessive mark and punctuation at its ends."""
    start, end = span.start, span.end
    words = span.doc.words
    while start < end and (_edge(words[start]) or fold(words[start].text) in _HONORIFICS):
        start += 1
    while end > start and (words[end - 1].tag_ == "POS" or _edge(words[end - 1])):
        end -= 1
    return span.doc[start:end] if end - start < len(span) else span


def _edge(token: Token) -> bool:
    if token.is_space or token.lower_ in ("the", "'s", "’s"):
        return True
    return token.is_punct and not token.text.endswith(".")


def _capital(token: Token) -> bool:
    return token.text[:1].isupper()
