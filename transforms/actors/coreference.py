"""Who is who in an article: every mention gets its actor, as far as the text tells.

The component ``dateline_coref`` links names first, over the whole article, then nouns and
pronouns in the order in which they are read. It sets ``mention.actor`` (or ``members`` for
"both leaders"), ``mention.rule`` and ``mention.confidence``, and fills ``doc._.actors`` with
the canonical actors in order of first mention. What cannot be told stays None.
"""

from __future__ import annotations

from datetime import date
from pathlib import Path

from spacy.language import Language

from transforms.actors.anaphora import link_pronoun
from transforms.actors.canonical import finish
from transforms.actors.clusters import Entity
from transforms.actors.directory import Directory, directory
from transforms.actors.linking import Article
from transforms.actors.names import person_name
from transforms.actors.nominals import link_nominal
from transforms.actors.standing import bracketed
from transforms.tokens import Doc
from transforms.types import Actor, Layer, Mention

_PUBLIC = frozenset({"GOV", "LEG", "MIL", "COP", "JUD"})
_NO_DAY = date(2022, 1, 1)  # for a Doc without a day of publication


@Language.factory("dateline_coref", default_config={"seeds": None})
def make_coreference(nlp: Language, name: str, seeds: str | None) -> Coreference:  # noqa: ARG001
    """Make the component; ``seeds`` is a folder of the user's own rows, or None."""
    return Coreference(directory(Path(seeds) if seeds else None))


class Coreference(Layer):
    """Component: ``link`` on every Doc."""

    def __init__(self, known: Directory) -> None:
        self.known = known

    def fill(self, doc: Doc) -> None:
        doc._.actors = link(doc, self.known)


def link(doc: Doc, known: Directory) -> list[Actor]:
    """Link all mentions of a Doc and return its actors in order of first mention."""
    published = doc._.published
    article = Article(doc, known, published.date() if published else _NO_DAY)
    _link_names(article)
    waiting = {m.head.i for m in article.mentions if m.form in ("nominal", "pronoun")}

    def resolve(mention: Mention) -> None:
        if mention.head.i not in waiting:
            return
        waiting.discard(mention.head.i)  # first, so that a circle of phrases ends
        if mention.form == "nominal":
            link_nominal(article, mention)
        else:
            link_pronoun(article, mention)

    article.resolve = resolve
    for mention in article.by_head:
        resolve(mention)
    return _actors(article)


def _link_names(article: Article) -> None:
    """Bodies and places first, since a title before a person's name may speak of them."""
    names = [m for m in article.mentions if m.form in ("name", "demonym")]
    people = [m for m in names if m.kind == "person"]
    bodies = [m for m in names if m.kind != "person"]
    for mention in sorted(bodies, key=lambda m: (-len(m.span), not bracketed(m), m.head.i)):
        said = article.said(mention)
        entity = article.names.body(mention, said)
        entity.add(mention, mention.rule)
        entity.learn(said)
    article.forget()
    for mention in bodies:  # "the Northern Fleet's Arctic Group", now that the fleet is known
        if (entity_ := article.entity(mention)) is not None and entity_.actor.country is None:
            entity_.learn(article.said(mention))

    def fullness(mention: Mention) -> tuple[int, int]:
        return -len(person_name(article.said(mention).core).words), mention.head.i

    for mention in sorted(people, key=fullness):
        said = article.said(mention)
        entity = article.names.person(mention, said)
        entity.add(mention, mention.rule)
        entity.learn(said)
        article.learn_beside(entity, mention)


def _actors(article: Article) -> list[Actor]:
    found: dict[str, Actor] = {}
    members = {id(actor) for mention in article.mentions for actor in mention.members}
    entities = [e for e in article.entities if e.mentions or id(e.actor) in members]
    text = article.doc.text  # spaCy puts it together anew each time
    for entity in sorted(entities, key=lambda e: not e.named):  # some are named after others
        if entity.actor.country is None and _serves_a_state(entity, article):
            entity.actor.country = article.home
        finish(entity, article.known, article.day, text)
    for entity in sorted(entities, key=_first):
        same = found.setdefault(entity.actor.actor_id, entity.actor)
        if same is not entity.actor:  # two clusters that turn out to bear one name
            for mention in article.mentions:
                if mention.actor is entity.actor:
                    mention.actor = same
                if entity.actor in mention.members:
                    mention.members = tuple(
                        same if actor is entity.actor else actor for actor in mention.members
                    )
    return list(found.values())


def _serves_a_state(entity: Entity, article: Article) -> bool:
    """Whether somebody named holds an office of a state, of which the text need not say."""
    if not entity.named or entity.actor.kind != "person" or entity.body is not None:
        return False
    offices = [article.known.office([title]) for title in entity.offices]
    return any(o is not None and o.scope == "country" and o.role in _PUBLIC for o in offices)


def _first(entity: Entity) -> int:
    return min((m.span.start_char for m in entity.mentions), default=0)
