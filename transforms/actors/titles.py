"""Which offices and nouns of the seeds stand in the phrase of a mention."""

from __future__ import annotations

from typing import NamedTuple

from transforms.actors.directory import Directory
from transforms.actors.extent import is_clock, tie
from transforms.actors.records import Nominal, Office
from transforms.tokens import Token
from transforms.types import Mention

# CAMEO counts those who have left public office among the elite.
_PAST = frozenset({"former", "ex", "ousted", "deposed", "ex-"})
_PUBLIC = frozenset({"GOV", "LEG", "SPY", "JUD"})


class Titles(NamedTuple):
    """The offices (the last is nearest to the name), the noun, and the role they give."""

    offices: list[Office]
    nominal: Nominal | None
    role: str | None


def read_titles(mention: Mention, around: list[Token], known: Directory) -> Titles:
    """Offices, longest first, from the words around a name (``around``), or a nominal's own."""
    nominal: Nominal | None = None
    if mention.form == "nominal":
        words = mention.span.doc.words[mention.span.start : mention.head.i + 1]
        texts = [token.text for token in words]
        nominal = _nominal(texts, mention.head.lemma_, known)
        last = _last_office(texts, mention, known)
        offices = [last] if last else []
    else:
        words = around
        offices = _offices_before(words, mention, known)
        if mention.form == "name" and mention.kind != "person" and words:
            nominal = _noun_before(words, known)
    roles = [office.role for office in offices if office.role]
    role = roles[-1] if roles else (nominal.role if nominal else None)
    if role in _PUBLIC and any(token.lower_ in _PAST for token in words):
        role = "ELI"
    return Titles(offices, nominal, role)


def _offices_before(words: list[Token], mention: Mention, known: Directory) -> list[Office]:
    """The offices in the words around a name, each as long as it can be."""
    found: list[Office] = []
    ends = [known.ends_title(t.text) or known.ends_title(t.lemma_) for t in words]
    position = 0
    while position < len(words):
        step = 1
        for size in range(min(6, len(words) - position), 0, -1):
            run = words[position : position + size]
            if not ends[position + size - 1] or run[-1].i - run[0].i >= size + 1:
                continue
            texts = [token.text for token in run]
            office = known.office(texts) or known.office([*texts[:-1], run[-1].lemma_])
            if office and not _aside(run[-1], mention) and not is_clock(run[0]):
                found.append(office)
                step = size
                break
        position += step
    return found


def _last_office(texts: list[str], mention: Mention, known: Directory) -> Office | None:
    """The office that a noun is the last word of, or the first ("minister of trade"); ``texts``
    are the words up to it."""
    head = mention.head
    after = [token.text for token in head.doc.words[head.i : mention.span.end]]
    ends = known.ends_title(head.text) or known.ends_title(head.lemma_)
    for size in range(min(6, max(len(texts), len(after))), 0, -1):
        last = texts[-size:]
        if ends and (office := known.office(last) or known.office([*last[:-1], head.lemma_])):
            return office
        # "minister of foreign affairs"
        if len(after) >= size > 1 and (office := known.office(after[:size])):
            return office
    return None


def _nominal(texts: list[str], lemma: str, known: Directory) -> Nominal | None:
    """The noun of the seeds that some words end in, the longest; ``lemma`` is the last one's."""
    if not (known.ends_title(texts[-1]) or known.ends_title(lemma)):
        return None
    for size in range(min(5, len(texts)), 0, -1):
        last = texts[-size:]
        if found := known.nominal(last) or known.nominal([*last[:-1], lemma]):
            return found
    return None


def _noun_before(words: list[Token], known: Directory) -> Nominal | None:
    """The noun that says what a body is, before its name ("the opposition Civic Alliance")."""
    for size in range(min(4, len(words)), 0, -1):
        run = words[-size:]
        if found := known.nominal([token.text for token in run]):
            return found if found.role or found.kind not in ("person", "population") else None
    return None


def _aside(token: Token, mention: Mention) -> bool:
    """Whether a word belongs to somebody else inside the phrase ("the president's wife")."""
    while token.i != mention.head.i and token.head.i != token.i:
        if tie(token) in ("possessor", "oblique", "prepositional_object"):
            return True
        token = token.head
    return False
