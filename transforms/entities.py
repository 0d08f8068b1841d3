"""Which names of an article are one and the same: people, bodies, places.

An ``Entity`` is a cluster in the making: an ``Actor`` without its id, and the mentions that
refer to it. Names are clustered over the whole article at once, the fullest first, so that a
surname in the headline finds the full name in the second paragraph.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from spacy.tokens import Doc

from transforms.descriptions import Description
from transforms.directory import Directory, Holder, Organisation
from transforms.labels import relation
from transforms.names import LEGAL_FORMS, fold, is_acronym, may_name, organisation_words, person_name
from transforms.phrases import preposition
from transforms.types import Actor, Mention


@dataclass(slots=True, eq=False)
class Entity:
    """A cluster. ``offices`` are titles as in offices.csv; ``head`` a nominal's lemma."""

    actor: Actor
    mentions: list[Mention] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    offices: dict[str, int] = field(default_factory=dict)
    body: Organisation | None = None
    named: bool = False
    head: str = ""
    key: tuple[str, ...] = ()

    def add(self, mention: Mention, rule: str, confidence: float = 1.0) -> None:
        """Let a mention refer to this entity."""
        mention.actor = self.actor
        mention.rule = rule
        mention.confidence = confidence
        self.mentions.append(mention)

    def learn(self, said: Description) -> None:
        """Take over what a mention's words say, where nothing was known."""
        actor = self.actor
        if actor.kind == "person":
            for office in said.offices:
                self.offices.setdefault(office.title, office.rank)
            actor.gender = actor.gender or said.gender
            if self.body is None and said.body is not None and said.offices:
                self.body = said.body
        if actor.country is None and self.key[:1] != ("org",):
            actor.country = said.country
        if actor.role is None and (actor.kind == "person" or not self.named):
            actor.role = said.role


class Names:
    """The named entities of one article."""

    def __init__(self, doc: Doc, known: Directory, day: date) -> None:
        self.doc = doc
        self.known = known
        self.day = day
        self.entities: list[Entity] = []
        self._by_key: dict[tuple[str, ...], Entity] = {}
        self._aliases: dict[str, Entity] = {}
        self._places = {p.span.root.i: p.place for p in doc._.places}

    def body(self, mention: Mention, said: Description) -> Entity:
        """The entity of an organisation, country, place or people."""
        text, known = said.core, self.known
        if alias := self._in_brackets(mention, text):
            return alias
        body = known.organisation(text)
        # "Chile's Defense Department" is not the one that the seeds know by that name alone.
        if body and (said.country is None or body.country in (None, said.country)):
            return self._known(body, text)
        if body:
            return self._organisation(mention, said)
        if country := known.country(text) or known.demonym(text):
            if mention.form == "demonym" and not mention.modifier and not self._the(mention):
                plural = text if said.plural else country.demonym
                people = Actor("", plural, "population", country.iso3, None, plural=True)
                return self._entity(("people", country.iso3), people, text)
            actor = Actor("", country.name, "country", country.iso3, None)
            return self._entity(("country", country.iso3), actor, text)
        capital = known.capital(text) if self._acts(mention) else None
        if country := known.metonym(text) or capital:
            return self.government(country.iso3, text)
        if mention.kind in ("city_or_region", "country"):
            return self._place(mention, text)
        if mention.kind == "population":
            name = text if mention.modifier or text.endswith("s") else text + "s"
            actor = Actor("", name, "population", said.country, None, plural=True)
            return self._entity(("people", fold(name)), actor, text)
        return self._organisation(mention, said)

    def _in_brackets(self, mention: Mention, text: str) -> Entity | None:
        """A short name that the text introduces in brackets ("Johnson Space Center (JSC)")."""
        if text in self._aliases:
            return self._aliases[text]
        start = mention.span.start
        if start < 2 or self.doc[start - 1].text != "(" or not text.isupper():
            return None
        for entity in self.entities:
            if any(m.span.end == start - 1 for m in entity.mentions) and len(text) <= 8:
                self._aliases[text] = entity
                entity.names.append(text)
                return entity
        return None

    def _known(self, body: Organisation, text: str) -> Entity:
        """The entity of a body of the seeds; one that the text called by more words before is
        the same ("Apple Computer" and "Apple")."""
        actor = Actor("", body.name, body.kind, body.country, body.role, body.code)
        key = ("org", body.name)
        if key not in self._by_key:
            words = self.known.telling(text)
            for entity in self.entities:
                forms = [entity.actor.name, *entity.names]
                if entity.key[0] == "body" and any(self._same_body(text, words, f) for f in forms):
                    for name in ("name", "kind", "country", "role", "code"):
                        setattr(entity.actor, name, getattr(actor, name))
                    entity.key = key
                    self._by_key[key] = entity
                    break
        return self._entity(key, actor, text)

    def government(self, iso3: str, text: str = "") -> Entity:
        """The government of a country, as its metonyms and "the X government" mean it."""
        country = self.known.countries[iso3]
        actor = Actor("", f"{country.demonym} government", "government", iso3, "GOV")
        return self._entity(("government", iso3), actor, text)

    def person(self, mention: Mention, said: Description) -> Entity:
        """The entity of a person's name; call it for the fullest names first."""
        text = said.core
        fits = [
            entity
            for entity in self.entities
            if entity.actor.kind == "person" and self._may_be(entity, text, said)
        ]
        if fits:
            before = [e for e in fits if any(m.head.i < mention.head.i for m in e.mentions)]
            chosen = max(before or fits, key=lambda e: self._nearness(e, mention))
            chosen.names.append(text)
            return chosen
        full = self.known.full_name(text) or self._office_holder(text, said) or text
        actor = Actor("", full, "person", gender=said.gender)
        return self._entity(("person", fold(full)), actor, text)

    def _entity(self, key: tuple[str, ...], actor: Actor, text: str) -> Entity:
        entity = self._by_key.get(key)
        if entity is None:
            entity = Entity(actor, named=True, key=key)
            self._by_key[key] = entity
            self.entities.append(entity)
        if text:
            entity.names.append(text)
        return entity

    def _place(self, mention: Mention, text: str) -> Entity:
        place = next((self._places[t.i] for t in mention.span if t.i in self._places), None)
        name = place.name if place and fold(place.name) == fold(text) else text
        country = place.iso3 if place else None
        for entity in self.entities:
            if entity.key[0] == "place" and is_acronym(text, entity.actor.name):
                return entity
        actor = Actor("", name, "city_or_region", country or None, None)
        return self._entity(("place", fold(name), country or ""), actor, text)

    def _organisation(self, mention: Mention, said: Description) -> Entity:
        text = said.core
        words = self.known.telling(text)
        for entity in reversed(self.entities):
            if entity.key[0] not in ("org", "body") or not _agree(entity, said.country):
                continue
            forms = [entity.actor.name, *entity.names]
            if any(self._same_body(text, words, form) for form in forms):
                entity.names.append(text)
                if entity.key[0] == "body":
                    entity.actor.country = entity.actor.country or said.country
                return entity
        if self.known.nominal([text]):  # "the Church" for the Church of Scotland
            for entity in self.entities:
                if entity.key[0] in ("org", "body") and fold(text) in fold(entity.actor.name).split():
                    entity.names.append(text)
                    return entity
        kind = mention.kind if mention.kind != "person" else "organization"
        role = self._role(text)
        actor = Actor("", text, kind, said.country, role)
        return self._entity(("body", *sorted(words), said.country or ""), actor, text)

    def _same_body(self, text: str, words: frozenset[str], form: str) -> bool:
        if is_acronym(text, form) or is_acronym(form, text):
            return True
        other = self.known.telling(form)
        if words and words == other:
            return True
        short, long = sorted((organisation_words(text), organisation_words(form)), key=len)
        if not short or short != long[: len(short)] or len(short) == len(long):
            return False
        # "Northrop" for "Northrop Grumman", but not "Bank" for "Bank of England".
        return not self.known.nominal(short) and not self.known.country_code(" ".join(short))

    def _role(self, text: str) -> str | None:
        """The role of a body that the seeds do not know, by the nouns in its name."""
        words = fold(text).split()
        for end in range(len(words), 0, -1):
            for start in range(end):
                if nominal := self.known.nominal(words[start:end]):
                    return nominal.role
        return "BUS" if set(words[-1:]) & LEGAL_FORMS else None

    def _may_be(self, entity: Entity, text: str, said: Description) -> bool:
        if said.gender and entity.actor.gender not in (None, said.gender):
            return False
        forms = {entity.actor.name, *entity.names}
        return any(may_name(text, form) or may_name(form, text) for form in forms) and all(
            may_name(text, form) or may_name(form, text)
            for form in forms
            if len(person_name(form).words) > 1 and len(person_name(text).words) > 1
        )

    def _nearness(self, entity: Entity, mention: Mention) -> float:
        """Whole names before single words, then the nearest before the mention."""
        before = [m.head.i for m in entity.mentions if m.head.i < mention.head.i]
        return max(before) if before else -1.0

    def _office_holder(self, text: str, said: Description) -> str | None:
        """Whom a surname alone means, where the words beside it or the text tell."""
        found = self.known.holders_named(text, self.day)
        titles = {office.title for office in said.offices}
        sure = [h for h in found if h.office in titles or (said.country and h.body == said.country)]
        if not sure and not titles:
            sure = [h for h in found if self._body_in_text(h)]
        people = {holder.person for holder in sure}
        return people.pop() if len(people) == 1 else None

    def _body_in_text(self, holder: Holder) -> bool:
        return ("country", holder.body) in self._by_key or ("org", holder.body) in self._by_key

    def _the(self, mention: Mention) -> bool:
        first = mention.span[0].i
        words = {self.doc[first].lower_, self.doc[max(first - 1, 0)].lower_}
        return "the" in words

    def _acts(self, mention: Mention) -> bool:
        """Whether a capital stands for its government: not after a preposition of place."""
        kind = relation(mention.head)
        if mention.modifier:
            return False
        if kind in ("subject", "agent", "object", "indirect", "possessor"):
            verb = mention.head.head
            return kind != "object" or verb.lemma_ in ("accuse", "urge", "blame", "warn", "tell")
        if kind in ("oblique", "prepositional_object"):
            return preposition(mention.head) in ("against", "between", "with", "by")
        return False


def _agree(entity: Entity, country: str | None) -> bool:
    return country is None or entity.actor.country in (None, country)
