"""Whom a pronoun refers to: candidates ranked by agreement, grammar and nearness.

Agreement in gender and number decides who can be meant at all; grammar says who cannot be (an
argument of the same verb, unless the pronoun is reflexive); then subjects, near sentences and
often-mentioned actors come first. Where the best is not clearly better than the next, or too
far away, the pronoun stays open.
"""

from __future__ import annotations

from dataclasses import dataclass

from transforms.actors.clusters import Entity
from transforms.actors.linking import BODIES, Article
from transforms.grammar import clause_root, find_subjects
from transforms.grammar.labels import relation
from transforms.grammar.phrases import conjuncts, preposition
from transforms.types import Actor, Mention

_HE = frozenset({"he", "him", "his", "himself"})
_SHE = frozenset({"she", "her", "hers", "herself"})
_IT = frozenset({"it", "its", "itself"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves", "both"})
_RELATIVE = frozenset({"who", "whom", "whose", "which", "that"})
_REFLEXIVE = frozenset({"himself", "herself", "itself", "themselves"})
_SUBJECTS = frozenset({"subject", "passive_subject"})
_ARGUMENTS = _SUBJECTS | {"object", "indirect", "agent", "oblique"}
_PLACES = frozenset({"in", "at", "from", "to", "near", "into", "across", "over"})
_REACH = 3  # sentences back
_LEAST = 0.0  # score below which nobody is meant
_MARGIN = 0.12  # by how much the best must win over another
_MARGIN_OF_SEVERAL = 0.06  # "they" has fewer whom it can mean


@dataclass(frozen=True, slots=True)
class _Candidate:
    score: float
    entity: Entity
    mention: Mention


def link_pronoun(article: Article, mention: Mention) -> None:
    """Link one pronoun, or leave it open."""
    word = mention.head.lower_
    if word in _RELATIVE:
        _relative(article, mention)
        return
    if word in _REFLEXIVE and _own_subject(article, mention):
        return
    if word in _THEY and _pair(article, mention):
        return
    if word not in _HE | _SHE | _IT | _THEY:
        return
    ranked = _rank(article, mention)
    if not ranked or ranked[0].score < _LEAST:
        return
    best = ranked[0]
    margin = best.score - ranked[1].score if len(ranked) > 1 else 1.0
    if margin < (_MARGIN_OF_SEVERAL if word in _THEY else _MARGIN):
        return
    best.entity.add(mention, "pronoun", round(min(0.9, 0.5 + 0.25 * margin), 2))
    actor = best.entity.actor
    if actor.kind == "person" and actor.gender is None and word in _HE | _SHE:
        actor.gender = "m" if word in _HE else "f"


def _rank(article: Article, mention: Mention) -> list[_Candidate]:
    found = []
    here = mention.head.i
    start = article.start_of(article.sentence(mention.head) - _REACH)
    for entity, last in article.before(mention.head, _REACH):
        agreement = _agrees(entity.actor, mention.head.lower_)
        if not agreement or _excluded(article, entity, mention):
            continue
        near = entity.between(start, here)
        score = agreement + max(_place(article, m, mention) for m in near)
        score += 0.08 * min(len(entity.between(0, here)), 6) + 0.15 * entity.named
        found.append(_Candidate(score, entity, last))
    return sorted(found, key=lambda c: (-c.score, -c.mention.head.i))


def _agrees(actor: Actor, word: str) -> float:
    """0 where the pronoun cannot mean such an actor, more the better it agrees."""
    if word in _HE | _SHE:
        if actor.kind != "person" or actor.plural:
            return 0.0
        gender = "m" if word in _HE else "f"
        return 1.0 if actor.gender == gender else 0.6 if actor.gender is None else 0.0
    if word in _IT:
        if actor.plural or actor.kind in ("person", "population"):
            return 0.0
        return {"country": 0.8, "city_or_region": 0.45}.get(actor.kind, 1.0)
    if actor.plural or actor.kind == "population":
        return 1.0
    if actor.kind in ("armed_group", "military"):
        return 0.8
    return 0.6 if actor.kind in BODIES else 0.0


def _place(article: Article, earlier: Mention, mention: Mention) -> float:
    """How prominent and how near an earlier mention is."""
    here, there = mention.head, earlier.head
    distance = article.sentence(here) - article.sentence(there)
    score = -0.55 * distance - 0.002 * min(here.i - there.i, 100)
    role = relation(there)
    if role in _SUBJECTS:
        score += 0.45 + 0.2 * (relation(here) in _SUBJECTS)
    elif role in ("object", "indirect", "agent"):
        score += 0.15
    elif role == "possessor":
        score -= 0.05
    elif preposition(there) in _PLACES and earlier.kind in ("country", "city_or_region"):
        score -= 0.5
    if earlier.modifier:
        score -= 0.5
    if article.quoted(there) and not article.quoted(here):
        score -= 0.5  # who is spoken of is not who speaks
    if distance == 0:
        if relation(clause_root(there)) in ("relative", "clause_modifier"):
            score -= 0.15
        if relation(here) == "possessor":
            subjects = find_subjects(clause_root(here)).tokens
            thanked = preposition(here.head) == "for" and role == "object"
            score += 0.5 * any(t.i == there.i for t in subjects) + 1.1 * thanked
    return score


def _excluded(article: Article, entity: Entity, mention: Mention) -> bool:
    """Arguments of the same verb, owners of themselves, and the speaker inside a quotation."""
    head = mention.head
    possessive = relation(head) == "possessor"
    reflexive = head.lower_ in _REFLEXIVE
    clause = clause_root(head)
    inside = article.quoted(head)
    here = article.sentence(head)
    for other in entity.between(article.start_of(here), article.start_of(here + 1)):
        if possessive and (other.head.i == head.head.i or _within(mention, other)):
            return True
        argument = relation(other.head) in _ARGUMENTS and relation(head) in _ARGUMENTS
        free = possessive or reflexive or other.head.i == head.i
        if argument and not free and clause_root(other.head).i == clause.i:
            return True
        if inside and article.quoted(other.head) != inside and relation(other.head) in _SUBJECTS:
            return True
    return any(speaker.actor is entity.actor for speaker in article.speakers(inside))


def _within(mention: Mention, other: Mention) -> bool:
    return other.span.start <= mention.head.i < other.span.end and other.form == "nominal"


def _relative(article: Article, mention: Mention) -> None:
    """A relative pronoun means the noun before its clause."""
    clause = mention.head
    while relation(clause) != "relative" and clause.head.i != clause.i:
        clause = clause.head
    antecedent = article.at(clause.head) if relation(clause) == "relative" else None
    if antecedent is None or antecedent.head.i > mention.head.i:
        antecedent = _just_before(article, mention)
    if antecedent is None:
        return
    mention.members = antecedent.members
    if entity := article.entity(antecedent):
        entity.add(mention, "relative", 0.95)


def _just_before(article: Article, mention: Mention) -> Mention | None:
    """The mention that ends where the relative clause begins, with a comma or without."""
    end = mention.head.i
    if end and article.doc[end - 1].text == ",":
        end -= 1
    fits = [m for m in article.mentions if m.span.end == end and m.form != "pronoun"]
    return min(fits, key=lambda m: m.head.i) if fits else None


def _own_subject(article: Article, mention: Mention) -> bool:
    for subject in find_subjects(clause_root(mention.head)).tokens:
        entity = article.entity(article.at(subject))
        if entity is not None and _agrees(entity.actor, mention.head.lower_):
            entity.add(mention, "reflexive", 0.9)
            return True
    return False


def _pair(article: Article, mention: Mention) -> bool:
    """ "They" for two who were named together ("Xi and Putin met. They signed ...")."""
    here = article.sentence(mention.head)
    for other in article.heads_before(mention.head):
        if here - article.sentence(other.head) > 1:
            return False
        if other.members and other.form in ("nominal", "pronoun"):
            mention.members, mention.rule, mention.confidence = other.members, "members", 0.6
            return True
        if relation(other.head) not in _SUBJECTS:
            continue
        if other.actor is not None and (other.actor.plural or other.actor.kind == "population"):
            return False  # a plural subject nearer than any pair
        group = [article.entity(article.at(token)) for token in conjuncts(other.head)]
        actors = tuple(dict.fromkeys(e.actor for e in group if e is not None))
        if len(actors) < 2 or len({a.kind == "person" for a in actors}) > 1:
            continue
        same_clause = clause_root(other.head).i == clause_root(mention.head).i
        if same_clause and relation(mention.head) in _ARGUMENTS:
            continue
        mention.members, mention.rule, mention.confidence = actors, "members", 0.6
        return True
    return False
