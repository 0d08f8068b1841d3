"""Whom a noun refers to: "the president", "the company", "both leaders", "Israeli police".

Each rule answers an entity or None; the first that answers wins, and its name is the mention's
``rule``. A noun that no rule can tie to somebody named becomes an actor by itself, known by its
noun and its country.
"""

from __future__ import annotations

from transforms.actors.canonical import UNIQUE, office_name
from transforms.actors.clusters import Entity
from transforms.actors.definites import (
    definite,
    indefinite,
    known_body,
    owned,
    place_of,
    same_noun,
    somebody,
)
from transforms.actors.descriptions import Description
from transforms.actors.groups import counted_group, members_of, unnamed
from transforms.actors.linking import BODIES, Article
from transforms.actors.mentions import DESCRIBED, core_of, mention_at
from transforms.actors.names import fold
from transforms.grammar.labels import relation
from transforms.grammar.phrases import appositions, children
from transforms.tokens import Token
from transforms.types import Actor, Mention

_TOP = frozenset({"head_of_state", "head_of_government"})
_STATE = frozenset({"GOV", "COP", "MIL", "JUD", "LEG", "SPY"})
_SOON = 5  # words between a group and the name that it gives itself
_NAMING = frozenset({("calls", "itself"), ("call", "themselves"), ("calling", "itself"),
    ("calling", "themselves"), ("known", "as")})  # fmt: skip
_NAMED = frozenset({"called", "named", "dubbed", "nicknamed"})
_GOVERNMENT = frozenset({"government", "administration", "cabinet", "regime", "authority"})


def link_nominal(article: Article, mention: Mention) -> None:
    """Link one noun phrase, or make it an actor by itself."""
    said = article.said(mention)
    if mention.rule == DESCRIBED:
        if (entity := _renamed(article, mention, said)) is not None:
            entity.add(mention, "apposition", 0.9)
        return
    if members := members_of(article, mention, said):
        mention.members = tuple(entity.actor for entity in members)
        mention.rule, mention.confidence = "members", 0.6
        return
    if mention.head.lower_ == "one" and _one_of(article, mention, said):
        return
    _teach(article, said)
    if said.head == "counterpart" and not _lend_office(article, said):
        return
    if said.country is None and _of_state(said) and not indefinite(mention):
        said.country = article.home
    for rule, find, confidence in (
        ("quantity", counted_group, 0.9),
        ("apposition", _renamed, 0.95),
        ("office", _office, 0.85),
        ("office_holder", _holder, 0.75),
        ("government", _government, 0.9),
        ("place", place_of, 0.9),
        ("known_body", known_body, 0.85),
        ("owned", owned, 0.85),
        ("definite", definite, 0.7),
        ("same_noun", same_noun, 0.7),
        ("somebody", somebody, 0.6),
    ):
        entity = find(article, mention, said)
        if entity is not None:
            if rule == "apposition" and entity.named:
                _take_in(article, entity, mention, said)
            entity.add(mention, rule, confidence)
            if rule not in ("definite", "quantity", "somebody"):
                entity.learn(said)
            return
    if said.kind not in ("country", "city_or_region"):  # no actor without a name
        unnamed(article, mention, said).add(mention, "noun", 0.6)


def _take_in(article: Article, entity: Entity, mention: Mention, said: Description) -> None:
    """ "The company said ... The company, Larch Shipping, ...": the name tells who was meant."""
    if not (said.definite and said.bare) or entity.last_before(mention.head.i) is not None:
        return
    for other, _ in article.before(mention.head, sentences=4):
        if other.named or other.head != said.head or other.actor.kind != entity.actor.kind:
            continue
        if all(article.said(m).definite for m in other.mentions if m.form == "nominal"):
            for taken in other.give_up():
                entity.add(taken, "apposition", 0.8)
        return


def _one_of(article: Article, mention: Mention, said: Description) -> bool:
    """ "Ann Lee, one of the union leaders": what they are, she is."""
    group, entity = counted_group(article, mention, said), _renamed(article, mention, said)
    if group is None or entity is None or entity.actor.kind != "person":
        return False
    entity.actor.role = entity.actor.role or group.actor.role
    entity.actor.country = entity.actor.country or group.actor.country
    entity.add(mention, "apposition", 0.9)
    return True


def _teach(article: Article, said: Description) -> None:
    """ "The rebels of the Tibesti Front": what its people are tells what a body is."""
    if said.role != "REB" or said.owner is None or said.owner.role is not None:
        return
    if any(e.actor is said.owner and e.key[:1] == ("body",) for e in article.entities):
        said.owner.role, said.owner.kind = "REB", "armed_group"


def _of_state(said: Description) -> bool:
    """Whether a noun is a body of a state, of which country the text need not say."""
    if (
        said.owner is not None
        or said.body is not None
        or said.kind not in ("government", "military")
    ):
        return False
    return said.role in _STATE and not said.offices and (said.definite or said.bare)


def _lend_office(article: Article, said: Description) -> bool:
    """ "His German counterpart" has his office, of Germany; False where he has none."""
    owner = article.of(said.owner)
    if owner is None or not owner.offices or said.country in (None, owner.actor.country):
        return False
    title = min(owner.offices, key=lambda name: owner.offices[name])
    office = article.known.office([title])
    if office is None:
        return False
    said.offices, said.role, said.core, said.body = [office], office.role, title, None
    said.owner = None  # "foreign minister of" the other one he is not
    return True


def _renamed(article: Article, mention: Mention, said: Description) -> Entity | None:
    """Apposition both ways, a copula, or a title before a comma and a name."""
    head = mention.head
    others = [*_named_so(article, mention), *_beside(article, mention, said), *appositions(head)]
    if relation(head) == "apposition":
        others.append(head.head)
    if children(head, "copula") and not children(head, "negation"):
        others += children(head, "subject")
    for other in others:
        found = article.at(other) or _name_around(article, other)
        entity = article.entity(found)
        if entity is None and found is not None and found.head.i < head.i:
            article.resolve(found)
            entity = article.entity(found)
        if entity is not None and not said.plural and _kin(entity.actor, said):
            return entity
    return None


def _beside(article: Article, mention: Mention, said: Description) -> list[Token]:
    """The head of a name that stands next to a title, whatever the parse makes of it.

    "US automaker Chrysler"; "Iranian President, Ebrahim Raisi"; "Stephen Harper, Prime Minister".
    """
    start, end, head = mention.span.start, mention.span.end, mention.head
    names = article.names_beside(start, end)
    found = [
        m
        for m in names
        if (m.span.start == end or (said.offices and core_of(m).start == end))
        and relation(m.head) != "possessor"
    ]
    if not said.plural and (said.offices or said.kind == "person"):
        doc = article.doc
        if end < len(doc) and doc[end].text == ",":
            after = [m for m in names if m.span.start == end + 1 and m.kind == "person"]
            if said.offices and not children(mention.head, "determiner"):
                found += after
            elif said.definite:  # "his wife, Ana Ruiz, left"
                found += [m for m in after if _ends(article, m.span.end)]
        if (
            start > 1
            and doc[start - 1].text == ","
            and (_ends(article, end) or relation(mention.head) == "apposition")
        ):
            found += [m for m in names if m.span.end == start - 1 and m.kind == "person"]
    if said.kind in BODIES and not said.plural and _ends(article, end) and start > 1:
        doc = article.doc  # "Larch, a trading house, ..."
        if doc[start - 1].text == "," and (indefinite(mention) or children(head, "possessor")):
            found += [m for m in names if m.span.end == start - 1 and m.kind in BODIES]
    return [m.head for m in found]


def _named_so(article: Article, mention: Mention) -> list[Token]:
    """The head of the name that a body gives itself or is given: "the group, which calls itself
    the Southern Column", "a militia known as the Ravens"."""
    doc, end = article.doc, mention.span.end
    for token in doc[end : end + _SOON]:
        before = token.nbor(-1).lower_
        if (before, token.lower_) not in _NAMING and token.lower_ not in _NAMED:
            if token.pos_ == "VERB" and token.lower_ not in ("calls", "call", "calling", "known"):
                return []
            continue
        return [m.head for m in article.mentions if _begins(m, token.i + 1) and not m.modifier]
    return []


def _begins(mention: Mention, position: int) -> bool:
    """Whether a name begins at a word, after its article."""
    return mention.form == "name" and position <= mention.span.start <= position + 1


def _name_around(article: Article, token: Token) -> Mention | None:
    """The name in the middle of which the parse hangs an apposition."""
    found = mention_at(article.doc, token)
    return found if found is not None and found.form == "name" else None


def _ends(article: Article, position: int) -> bool:
    """Whether what stands between commas ends here."""
    doc = article.doc
    return position >= len(doc) or doc[position].text in (",", ".", ")")


def _office(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "The Iranian president", "the minister": who has that office in this article."""
    if not said.offices or said.plural or indefinite(mention):
        return None
    office = said.offices[-1]
    fits = []
    for entity in article.entities:
        actor = entity.actor
        if actor.kind != "person" or not entity.holds(office):
            continue
        if said.country and actor.country != said.country:
            continue
        if said.gender and actor.gender not in (None, said.gender):
            continue
        if said.body and entity.body and fold(entity.body.name) != fold(said.body.name):
            continue
        fits.append(entity)
    here = mention.head.i
    before = [e for e in fits if e.last_before(here) is not None]
    if not before and not said.country:
        return None
    return max(
        before or fits,
        key=lambda e: (e.named, m.head.i if (m := e.last_before(here)) is not None else -1),
        default=None,
    )


def _holder(article: Article, mention: Mention, said: Description) -> Entity | None:
    """Who held a country's office on the day of the article, by the seeds."""
    if not said.offices or said.plural or indefinite(mention):
        return None
    office = said.offices[-1]
    body = said.country if said.body is None else said.body.name
    if said.body is not None and said.body.kind == "government":
        body = said.country
    if office.kind not in UNIQUE or not body or _former(mention):
        return None
    people = {h.person for h in article.known.people.holders(office.title, body, article.day)}
    if len(people) == 1:
        name = people.pop()
        for entity in article.entities:
            if entity.actor.kind == "person" and fold(entity.actor.name) == fold(name):
                return entity
        entity = article.new(Actor("", name, "person", said.country, office.role), mention)
        entity.named = True
        entity.names.append(name)
        return entity
    if said.country and office.scope == "country" and office.kind in _TOP:
        country = article.known.countries.get(said.country)
        if country is None:
            return None
        actor = Actor("", office_name(office, country.name), "person", said.country, office.role)
        return article.new(actor, mention)
    return None


def _government(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "The Ukrainian government": the same actor as "Kyiv" where that acts."""
    if said.head in _GOVERNMENT and said.country in article.known.countries and said.country:
        words = said.core.split()
        if len(words) == 1 and said.body is None and (said.plural or not indefinite(mention)):
            return article.names.government(said.country)
    return None


def _kin(actor: Actor, said: Description) -> bool:
    if said.gender and actor.gender not in (None, said.gender):
        return False
    if said.kind == "person" or actor.kind == "person":
        if said.country and said.offices and actor.country not in (None, said.country):
            return False
        if actor.kind in BODIES and not said.offices:  # "the manufacturer Orion Motors"
            return said.role == "BUS"
        return said.kind == actor.kind or (actor.kind == "person" and said.kind == "population")
    return actor.kind != "country" or said.kind == "country"


def _former(mention: Mention) -> bool:
    return any(
        t.lower_ in ("former", "ex", "late", "ex-president", "next", "future", "acting")
        for t in mention.span
    )
