"""Nouns that take up again what was spoken of: "the company", "the ministry", "the city"."""

from __future__ import annotations

from transforms.actors.clusters import Entity
from transforms.actors.descriptions import Description
from transforms.actors.linking import BODIES, Article
from transforms.actors.names import fold
from transforms.actors.words import actor_words
from transforms.grammar.labels import relation
from transforms.grammar.phrases import children
from transforms.types import Actor, Mention

WORLD = frozenset({"country", "nation", "state", "side", "neighbour", "neighbor", "ally"})
COMPANY = actor_words("company")
_TOWN = frozenset({"city", "town", "village", "capital", "province", "region", "district"})

_LOW = 4  # rank from which a title may be said of those with another
_NOBODY = frozenset({"a", "an", "another", "any", "some", "no", "every", "each", "neither"})
# What a body is by the noun that takes it up.
_SORTS = {
    **dict.fromkeys(("party", "movement"), ("PTY", "OPP")),
    **dict.fromkeys(("alliance", "coalition"), ("PTY", "OPP", "IGO", "LAB")),
    **dict.fromkeys(("union",), ("LAB", "IGO")),
    **dict.fromkeys(("bloc",), ("IGO", "PTY", "OPP")),
    **dict.fromkeys(("agency",), ("GOV", "IGO", "MED", "SPY")),
    **dict.fromkeys(("newspaper", "paper", "broadcaster", "channel", "magazine"), ("MED",)),
    **dict.fromkeys(("university", "school", "college"), ("EDU",)),
    **dict.fromkeys(("charity", "foundation", "campaigners"), ("NGO",)),
}
# Nouns by which any person can be taken up again.
_ANYBODY = actor_words("anybody")
_ALL = actor_words("all")


def known_body(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "Iran's oil ministry": a body of the article, or of the seeds, that has these words."""
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


def place_of(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "The Luhansk region", "the city of Kherson": the place itself."""
    if said.head not in _TOWN:
        return None
    named = children(mention.head, "compound", "adjective", "oblique")
    for token in named:
        entity = article.entity(article.at(token))
        if entity is not None and entity.actor.kind == "city_or_region":
            return entity
    return None


def definite(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "The company", "the country", "the city": the nearest that it can be."""
    if not said.definite or not said.bare or said.plural or _restricted(mention):
        return None
    if said.head in WORLD and said.kind == "country" and article.quoted(mention.head):
        return None  # "this country" in a quotation is whose words they are
    best: Entity | None = None
    score = 0.0
    here = article.sentence(mention.head)
    for entity, last in article.before(mention.head):
        value = 0.0 if _another(entity, said) else _fit(entity, said)
        if not value or (said.country and entity.actor.country not in (None, said.country)):
            continue
        value += 0.3 * entity.named - 0.25 * (here - article.sentence(last.head))
        value += 0.1 * min(len(entity.mentions), 5)
        if relation(last.head) in ("subject", "passive_subject"):
            value += 0.3
        if best is None or value > score:
            best, score = entity, value
    return best if score > -1.0 else None


def same_noun(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "The protesters" after "protesters in Minsk"; a man is not the man before him, nor are
    88 schools the schools before them."""
    if _introduces(mention, said):
        return None
    for entity in article.of_noun(said.head, mention.head):
        actor = entity.actor
        if entity.named or actor.plural != said.plural:
            continue
        if said.country and actor.country != said.country:
            continue
        if said.owner is not None and entity.owner not in (None, said.owner):
            continue
        if fold(entity.key[-1] if entity.key else "") == fold(said.core) or said.bare:
            return entity
    return None


def owned(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "His father" again: who has been called so of the same person."""
    if said.owner is None or said.plural:
        return None
    for entity, _ in article.before(mention.head):
        if entity.actor.plural or entity.owner is not said.owner:
            continue
        if said.head in entity.heads:
            return entity
    return None


def somebody(article: Article, mention: Mention, said: Description) -> Entity | None:
    """ "The man", "the suspect": the last one person of whom it can be said."""
    if said.head not in _ANYBODY or not said.definite or said.plural or said.owner is not None:
        return None
    if not said.bare or said.country:
        return None
    for entity, last in article.before(mention.head, sentences=3):
        actor = entity.actor
        if actor.kind != "person" or actor.plural or last.modifier:
            continue
        if said.gender and actor.gender not in (None, said.gender):
            continue
        return entity
    return None


def _introduces(mention: Mention, said: Description) -> bool:
    """Whether a noun speaks of others than were spoken of: "a man", "six officials", "all"."""
    first = mention.span[0]
    if (indefinite(mention) and not said.plural) or _restricted(mention):
        return True
    if first.lower_ in _ALL:
        return True
    if said.kind == "population" and not said.definite:
        return True  # people in general, as often as not
    counted = any(token.tag_ == "CD" for token in mention.span if token.i < mention.head.i)
    return counted and not said.definite


def _restricted(mention: Mention) -> bool:
    """Whether a clause tells which one is meant ("the group that won"): somebody new."""
    head = mention.head
    clauses = children(head, "relative", "clause_modifier")
    return any(clause.i > head.i and head.nbor(1).text != "," for clause in clauses)


def _another(entity: Entity, said: Description) -> bool:
    """Whether an actor without a name is of another number or country than a noun says."""
    if entity.named:
        return False
    if entity.actor.plural:
        return True
    return bool(said.country) and entity.actor.country != said.country


def _fit(entity: Entity, said: Description) -> float:
    """How well a definite noun can take an entity up again; 0 for not at all."""
    actor, head = entity.actor, said.head
    if head in WORLD:
        return 1.0 if actor.kind == "country" else 0.0
    if head in _TOWN:
        return 1.0 if actor.kind == "city_or_region" else 0.0
    if actor.kind == "person" and said.kind != "person":
        return 0.0  # "the party" is not the party leader
    words = fold(actor.name).split()
    if head in words or (entity.head and head == entity.head):
        return 2.0
    if head in COMPANY and actor.kind == "organization":
        return 1.0 if actor.role in (None, "BUS", "MNC") else 0.0
    if head in _SORTS and actor.kind in BODIES and entity.named:
        return 0.9 if actor.role in _SORTS[head] else 0.4 * (actor.role is None)
    if head in ("organization", "organisation", "body"):
        return 0.8 if actor.kind in BODIES and entity.named and actor.role != "BUS" else 0.0
    if head in ("group", "militia") and entity.named:
        civil = head == "militia" and actor.role not in (None, "REB", "UAF")
        other = 0.5 * (actor.kind == "organization" and not civil)
        return 1.0 if actor.kind == "armed_group" else other
    if said.kind == "person" and actor.kind == "person" and said.role:
        office = said.offices[-1] if said.offices else None
        loose = office is None or office.rank >= _LOW or entity.holds(office)
        same = said.role == actor.role and loose  # "the official", but no other minister
        return 0.6 if same and not entity.named else 0.0
    return 0.0


def indefinite(mention: Mention) -> bool:
    """Whether a noun speaks of nobody in particular: "a minister", "no minister"."""
    return any(t.lower_ in _NOBODY for t in mention.span[:1])
