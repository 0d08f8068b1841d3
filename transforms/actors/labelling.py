"""Where the words beside a name correct the label that the language model gives it."""

from __future__ import annotations

from transforms.actors.directory import Directory
from transforms.grammar.labels import relation
from transforms.tokens import Span


def is_make(span: Span, known: Directory) -> bool:
    """Whether a company's name is only the make of a thing: "a Boeing 737", "the Boeing 787"."""
    doc = span.doc
    if span.end >= len(doc) or not span.start:
        return False
    body = known.organisation(span.text)
    if body is not None and body.role not in ("BUS", "MNC"):
        return False  # "the UN 1701 resolution"
    model = doc[span.end]
    numbered = model.text[0].isdigit() or (
        model.text[0].isupper() and any(char.isdigit() for char in model.text)
    )
    one = doc[span.start - 1].tag_ in ("DT", "PRP$", "JJ", "CD")
    return numbered and one and model.ent_type_ not in ("DATE", "TIME", "MONEY", "PERCENT")


def is_famous(span: Span, known: Directory) -> bool:
    """Whether one word is the surname of somebody whom the news of the day knows by it."""
    published = span.doc._.published
    if len(span) > 1 or published is None or not span.text[1:].islower():
        return False
    return known.people.famous(span.text, published.date()) is not None


def follows_its_noun(span: Span, known: Directory) -> bool:
    """Whether the noun before one word says that it names a body ("trade union Solidaridad"),
    and does not stand for what somebody does to it ("the party Macron founded")."""
    name, doc = span[0], span.doc
    if len(span) > 1 or not span.start or known.people.is_surname(name.text):
        return False
    noun = doc[span.start - 1]
    if noun.tag_ != "NN" or known.people.is_given(name.text):
        return False
    nominal = known.nominal([noun.text])
    if nominal is None or nominal.kind not in ("organization", "armed_group"):
        return False
    together = noun.head.i in (name.i, name.head.i)
    return relation(name) not in ("subject", "passive_subject") or together
