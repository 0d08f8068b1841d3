"""Whom a noun refers to: "the president", "the company", "both leaders", "Israeli police".

Each rule answers an entity or None; the first that answers wins, and its name is the mention's
``rule``. A noun that no rule can tie to somebody named becomes an actor by itself, known by its
noun and its country.
"""

from __future__ import annotations

from spacy.tokens import Token

from transforms.actors import UNIQUE, office_name
from transforms.descriptions import Description
from transforms.directory import Office
from transforms.entities import Entity
from transforms.labels import relation
from transforms.linking import BODIES, Article
from transforms.names import fold
from transforms.phrases import appositions, children
from transforms.types import Actor, Mention

_TOP = frozenset({"head_of_state", "head_of_government"})
_WORLD = frozenset({"country", "nation", "state", "side", "neighbour", "neighbor", "ally"})
_GOVERNMENT = frozenset({"government", "administration", "cabinet", "regime", "authority"})
_TOWN = frozenset({"city", "town", "village", "capital", "province", "region", "district"})
_LEADERS = frozenset(
    "leader president minister premier man woman official diplomat counterpart pair duo".split()
)
_COMPANY = frozenset(
    "company firm manufacturer maker giant carrier airline bank group consortium corporation "
    "planemaker automaker bidder supplier contractor operator retailer producer".split()
)


def link_nominal(article: Article, mention: Mention) -> None:
    """Link one noun phrase, or make it an actor by itself."""
    said = article.said(mention)
    if members := _members(article, mention, said):
        mention.members = tuple(entity.actor for entity in members)
        mention.rule, mention.confidence = "members", 0.6
        return
    for rule, find, confidence in (
        ("apposition", _renamed, 0.95),
        ("office", _office, 0.85),
        ("office_holder", _holder, 0.75),
        ("government", _government, 0.9),
        ("place", _place_of, 0.9),
        ("known_body", _known_body, 0.85),
        ("definite", _definite, 0.7),
        ("same_noun", _same_noun, 0.7),
    ):
        entity = find(article, mention, said)
        if entity is not None:
            entity.add(mention, rule, confidence)
            if rule != "definite":
                entity.learn(said)
            return
    if said.kind not in ("country", "city_or_region"):  # no actor without a name
        _unnamed(article, mention, said).add(mention, "noun", 0.6)


def _renamed(article: Article, mention: Mention, said: Description) -> Entity | None:
    """Apposition both ways, a copula, or a title before a comma and a name."""
    head = mention.head
    others = [*_beside(article, mention, said), *appositions(head)]
    if relation(head) == "apposition":
        others.append(head.head)
    if children(head, "copula") and not children(head, "negation"):
        others += children(head, "subject")
    for other in others:
        found = article.at(other)
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
    start, end = mention.span.start, mention.span.end
    names = [m for m in article.mentions if m.form == "name" and not m.modifier]
    found = [m for m in names if m.span.start == end and relation(m.head) != "possessor"]
    if said.offices and not said.plural:
        doc = article.doc
        if end < len(doc) and doc[end].text == "," and not children(mention.head, "determiner"):
            found += [m for m in names if m.span.start == end + 1 and m.kind == "person"]
        if start > 1 and doc[start - 1].text == "," and relation(mention.head) != "conjunct":
            found += [m for m in names if m.span.end == start - 1 and m.kind == "person"]
    return [m.head for m in found]


def _office(article: Article, mention: Mention, said: Description) -> Entity | None:
    """"The Iranian president", "the minister": who has that office in this article."""
    if not said.offices or said.plural or _indefinite(mention):
        return None
    office = said.offices[-1]
    fits = []
    for entity in article.entities:
        actor = entity.actor
        if actor.kind != "person" or not _has_office(entity, office):
            continue
        if said.country and actor.country != said.country:
            continue
        if said.gender and actor.gender not in (None, said.gender):
            continue
        if said.body and entity.body and fold(entity.body.name) != fold(said.body.name):
            continue
        fits.append(entity)
    here = mention.head.i
    before = [e for e in fits if any(m.head.i < here for m in e.mentions)]
    if not before and not said.country:
        return None
    return max(
        before or fits,
        key=lambda e: (e.named, max((m.head.i for m in e.mentions if m.head.i < here), default=-1)),
        default=None,
    )


def _holder(article: Article, mention: Mention, said: Description) -> Entity | None:
    """Who held a country's office on the day of the article, by the seeds."""
    if not said.offices or said.plural or _indefinite(mention):
        return None
    office = said.offices[-1]
    body = said.country if said.body is None else said.body.name
    if said.body is not None and said.body.kind == "government":
        body = said.country
    if office.kind not in UNIQUE or not body or _former(mention):
        return None
    people = {h.person for h in article.known.holders(office.title, body, article.day)}
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
    """"The Ukrainian government": the same actor as "Kyiv" where that acts."""
    if said.head in _GOVERNMENT and said.country in article.known.countries and said.country:
        words = said.core.split()
        if len(words) == 1 and said.body is None and (said.plural or not _indefinite(mention)):
            return article.names.government(said.country)
    return None


def _place_of(article: Article, mention: Mention, said: Description) -> Entity | None:
    """"The Luhansk region", "the city of Kherson": the place itself."""
    if said.head not in _TOWN:
        return None
    named = children(mention.head, "compound", "adjective", "oblique")
    for token in named:
        entity = article.entity(article.at(token))
        if entity is not None and entity.actor.kind == "city_or_region":
            return entity
    return None


def _known_body(article: Article, mention: Mention, said: Description) -> Entity | None:
    """"Iran's oil ministry": a body of the article, or of the seeds, that has these words."""
    if said.kind not in BODIES or said.plural or len(said.core.split()) < 2:
        return None
    words = article.known.telling(said.core)
    for entity in article.entities:
        actor = entity.actor
        if not entity.named or actor.kind not in BODIES or not (said.country or said.definite):
            continue
        names = (actor.name, *entity.names)
        same = any(article.known.telling(name) == words for name in names)
        if same and said.country in (None, actor.country):
            return entity
    body = article.known.organisation(mention.span.text)
    if body is None and said.country:
        body = article.known.body_of(said.country, words)
    if body is None:
        return None
    entity = article.new(
        Actor("", body.name, body.kind, body.country, body.role, body.code), mention
    )
    entity.named, entity.key = True, ("org", body.name)
    return entity


def _definite(article: Article, mention: Mention, said: Description) -> Entity | None:
    """"The company", "the country", "the city": the nearest that it can be."""
    if not said.definite or not said.bare or said.plural:
        return None
    best: Entity | None = None
    score = 0.0
    here = article.sentence(mention.head)
    for entity, last in article.before(mention.head):
        value = _fit(entity, said)
        if not value or (said.country and entity.actor.country not in (None, said.country)):
            continue
        value += 0.3 * entity.named - 0.25 * (here - article.sentence(last.head))
        value += 0.1 * min(len(entity.mentions), 5)
        if relation(last.head) in ("subject", "passive_subject"):
            value += 0.3
        if best is None or value > score:
            best, score = entity, value
    return best if score > -1.0 else None


def _fit(entity: Entity, said: Description) -> float:
    """How well a definite noun can take an entity up again; 0 for not at all."""
    actor, head = entity.actor, said.head
    if head in _WORLD:
        return 1.0 if actor.kind == "country" else 0.0
    if head in _TOWN:
        return 1.0 if actor.kind == "city_or_region" else 0.0
    words = fold(actor.name).split()
    if head in words or (entity.head and head == entity.head):
        return 2.0
    if head in _COMPANY and actor.kind == "organization":
        return 1.0 if actor.role in (None, "BUS", "MNC") else 0.0
    if head in ("organization", "organisation", "agency", "body", "alliance", "bloc", "union"):
        return 0.8 if actor.kind in BODIES and entity.named and actor.role != "BUS" else 0.0
    if head in ("group", "movement", "militia") and entity.named:
        return 1.0 if actor.kind == "armed_group" else 0.5 * (actor.kind == "organization")
    if said.kind == "person" and actor.kind == "person" and said.role:
        return 0.6 if said.role == actor.role and not entity.named else 0.0
    return 0.0


def _same_noun(article: Article, mention: Mention, said: Description) -> Entity | None:
    """"The protesters" after "protesters in Minsk"; a man is not the man before him."""
    if _indefinite(mention) and not said.plural and said.kind == "person":
        return None
    for entity, _ in article.before(mention.head):
        actor = entity.actor
        if entity.named or entity.head != said.head or actor.plural != said.plural:
            continue
        if said.country and actor.country != said.country:
            continue
        if fold(entity.key[-1] if entity.key else "") == fold(said.core) or said.bare:
            return entity
    return None


def _unnamed(article: Article, mention: Mention, said: Description) -> Entity:
    """An actor known by its noun, and its country where the words tell."""
    actor = Actor(
        "",
        said.core or mention.span.text,
        said.kind,
        said.country,
        said.role,
        gender=said.gender,
        plural=said.plural or said.kind == "population",
    )
    entity = article.new(actor, mention, ("noun", said.core))
    entity.learn(said)
    return entity


def _members(article: Article, mention: Mention, said: Description) -> list[Entity]:
    """"Both leaders", "the two countries": the last so many that it can be."""
    if not said.plural or not said.count or said.owner is not None:
        return []
    if not said.definite and said.count == 2 and "both" not in mention.span.text.lower():
        return []
    if said.head in _WORLD:
        kinds = {"country"}
    elif said.head in _LEADERS or said.offices:
        kinds = {"person"}
    elif said.head in _COMPANY or said.kind in BODIES:
        kinds = set(BODIES)
    else:
        return []
    found = []
    for entity, _ in article.before(mention.head, sentences=4):
        if entity.actor.kind in kinds and entity.named and len(found) < said.count:
            found.append(entity)
    return found[::-1] if len(found) == said.count else []


def _has_office(entity: Entity, office: Office) -> bool:
    if office.title in entity.offices:
        return True
    if office.title in ("leader", "head of state", "ruler", "strongman"):
        return any(rank == 1 for rank in entity.offices.values())
    # "the minister" for the defence minister, "the general" for the major general.
    return any(title.endswith(f" {office.title}") for title in entity.offices)


def _kin(actor: Actor, said: Description) -> bool:
    if said.gender and actor.gender not in (None, said.gender):
        return False
    if said.kind == "person" or actor.kind == "person":
        if said.country and said.offices and actor.country not in (None, said.country):
            return False
        return said.kind == actor.kind or (actor.kind == "person" and said.kind == "population")
    return actor.kind != "country" or said.kind == "country"


def _indefinite(mention: Mention) -> bool:
    return any(t.lower_ in ("a", "an", "another", "any", "some") for t in mention.span[:1])


def _former(mention: Mention) -> bool:
    return any(
        t.lower_ in ("former", "ex", "late", "ex-president", "next", "future", "acting")
        for t in mention.span
    )
