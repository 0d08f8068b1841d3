"""Nouns for several: "both leaders", "thousands of protesters", and groups without a name."""

from __future__ import annotations

from transforms.actors.clusters import Entity
from transforms.actors.definites import COMPANY, WORLD
from transforms.actors.descriptions import Description
from transforms.actors.extent import counted
from transforms.actors.linking import BODIES, Article
from transforms.actors.words import actor_words
from transforms.grammar.labels import relation
from transforms.types import Actor, Mention

_LEADERS = actor_words("leader")
_ANYBODY = actor_words("anybody")
_NUMBERS = actor_words("two") | actor_words("three")
_PARTIES = frozenset({"side", "party", "rival", "foe", "enemy", "neighbour", "neighbor", "ally"})


def members_of(article: Article, mention: Mention, said: Description) -> list[Entity]:
    """ "Both leaders", "the two countries", "the presidents": the last that it can be."""
    if not said.plural or said.owner is not None:
        return []
    if not said.count:
        return _holders(article, mention, said)
    if not said.definite and said.count == 2 and "both" not in mention.span.text.lower():
        return []
    if said.head in _NUMBERS:
        kinds = _last_kinds(article, mention)
    elif said.head in _PARTIES:
        kinds = BODIES | {"country"}
    elif said.head in WORLD:
        kinds = frozenset({"country"})
    elif said.head in _LEADERS or said.offices or said.head in _ANYBODY:
        kinds = frozenset({"person"})
    elif said.head in COMPANY:
        kinds = frozenset({"organization"})
    elif said.kind in ("government", "military"):
        kinds = frozenset({said.kind, "country"})
    elif said.kind in BODIES:
        kinds = BODIES
    else:
        return []
    unnamed_too = said.head in _PARTIES | _NUMBERS | _ANYBODY
    found: list[Entity] = []
    for entity, last in article.before(mention.head, sentences=4):
        if entity.actor.kind not in kinds or (last.modifier and entity.actor.kind != "country"):
            continue
        if said.gender and entity.actor.gender not in (None, said.gender):
            continue  # no woman is one of "the two men"
        if (entity.named or unnamed_too) and len(found) < said.count:
            found.append(entity)
    return found[::-1] if len(found) == said.count else []


def _holders(article: Article, mention: Mention, said: Description) -> list[Entity]:
    """ "The presidents", after two or more of that office."""
    if not said.offices or not said.definite or said.country:
        return []
    office = said.offices[-1]
    near = [e for e, _ in article.before(mention.head, sentences=4)]
    found = [e for e in near if e.actor.kind == "person" and e.named and e.holds(office)]
    return found[::-1] if len(found) > 1 else []


def _last_kinds(article: Article, mention: Mention) -> frozenset[str]:
    """Of what kind they are who act last before a bare "the two": people, states or bodies."""
    for entity, last in article.before(mention.head, sentences=2):
        if relation(last.head) not in ("subject", "conjunct", "object", "oblique"):
            continue
        for kinds in (frozenset({"person"}), frozenset({"country", "government"}), BODIES):
            if entity.actor.kind in kinds:
                return kinds
    return frozenset()


def counted_group(article: Article, mention: Mention, _: Description) -> Entity | None:
    """ "Thousands of protesters": the protesters."""
    whom = counted(mention.head, article.known)
    found = article.at(whom) if whom is not None else None
    if found is None:
        return None
    article.resolve(found)
    return article.entity(found)


def unnamed(article: Article, mention: Mention, said: Description) -> Entity:
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
