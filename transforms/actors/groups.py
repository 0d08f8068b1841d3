"""Nouns for several: "both leaders", "thousands of protesters", and groups without a name."""

from __future__ import annotations

from transforms.actors.clusters import Entity
from transforms.actors.definites import COMPANY, WORLD
from transforms.actors.descriptions import Description
from transforms.actors.extent import counted
from transforms.actors.linking import BODIES, Article
from transforms.actors.words import actor_words
from transforms.types import Actor, Mention

_LEADERS = actor_words("leader")


def members_of(article: Article, mention: Mention, said: Description) -> list[Entity]:
    """ "Both leaders", "the two countries": the last so many that it can be."""
    if not said.plural or not said.count or said.owner is not None:
        return []
    if not said.definite and said.count == 2 and "both" not in mention.span.text.lower():
        return []
    if said.head in WORLD:
        kinds = {"country"}
    elif said.head in _LEADERS or said.offices:
        kinds = {"person"}
    elif said.head in COMPANY or said.kind in BODIES:
        kinds = set(BODIES)
    else:
        return []
    found: list[Entity] = []
    for entity, _ in article.before(mention.head, sentences=4):
        if entity.actor.kind in kinds and entity.named and len(found) < said.count:
            found.append(entity)
    return found[::-1] if len(found) == said.count else []


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
