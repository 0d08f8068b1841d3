"""Which names of an article are one and the same: people, bodies, places.

Names are clustered over the whole article at once, the fullest first, so that a
surname in the headline finds the full name in the second paragraph.
"""

from __future__ import annotations

from datetime import date

from transforms.actors.bodies import role_by_name, same_body, with_noun, without_country
from transforms.actors.clusters import Entity
from transforms.actors.descriptions import Description
from transforms.actors.directory import Directory
from transforms.actors.names import (
    fold,
    is_acronym,
    may_name,
    person_name,
)
from transforms.actors.records import Holder, Organisation
from transforms.actors.standing import acts, after_the, bracketed
from transforms.tokens import Doc
from transforms.types import Actor, Mention

# Roles of bodies that bear the name of the place where they are ("Nairobi University").
_LOCAL = frozenset({"EDU", "COP", "JUD", "GOV", "LEG", "HLH", "MED", "LAB", "REL"})


_STATE = frozenset({"government", "military", "armed_group"})


class Names:
    """The named entities of one article."""

    def __init__(self, doc: Doc, known: Directory, day: date) -> None:
        self.doc = doc
        self.known = known
        self.day = day
        self.entities: list[Entity] = []
        self._by_key: dict[tuple[str, ...], Entity] = {}
        self._aliases: dict[str, Entity] = {}
        self.dateline = next((p.place.iso3 for p in doc._.places if p.dateline), None)
        self._places = {p.span.root.i: p.place for p in doc._.places}

    def body(self, mention: Mention, said: Description) -> Entity:
        """The entity of an organisation, country, place or people."""
        text, known = said.core, self.known
        if alias := self._in_brackets(mention, text):
            return alias
        body = known.organisation(text)
        # "Chile's Defense Department" is not the one that the seeds know by that name alone,
        # nor is "the Senate" of an article from Chile.
        country = said.country or self.dateline
        if body and country and body.country not in (None, country):
            there = known.body_there(text, country)
            if there or said.country:
                return self._known(there, text) if there else self._organisation(mention, said)
        if body:
            return self._known(body, text)
        if state := known.country(text) or known.demonym(text):
            if mention.form == "demonym" and not mention.modifier and not after_the(mention):
                plural = text if said.plural else state.demonym
                people = Actor("", plural, "population", state.iso3, None, plural=True)
                return self._entity(("people", state.iso3), people, text)
            actor = Actor("", state.name, "country", state.iso3, None)
            return self._entity(("country", state.iso3), actor, text)
        capital = known.capital(text) if acts(mention) else None
        if state := known.metonym(text) or capital:
            return self.government(state.iso3, text)
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
        if not bracketed(mention) or not text.isupper():
            return None
        for entity in self.entities:
            if any(m.span.end == start - 1 for m in entity.mentions) and len(text) <= 8:
                self._aliases[text] = entity
                entity.names.append(text)
                body = self.known.organisation(text)
                if body and entity.key[0] == "body" and _agree(entity, body.country):
                    self._adopt(entity, body)
                return entity
        return None

    def _known(self, body: Organisation, text: str) -> Entity:
        """The entity of a body of the seeds; one that the text called by more words before is
        the same ("Apple Computer" and "Apple")."""
        key = ("org", body.name)
        if key not in self._by_key:
            for entity in self.entities:
                if entity.key[0] != "body" or not _agree(entity, body.country):
                    continue
                forms = [entity.actor.name, *entity.names]
                if any(self._same(own, form) for own in (text, body.name) for form in forms):
                    self._adopt(entity, body)
                    break
        actor = Actor("", body.name, body.kind, body.country, body.role, body.code)
        return self._entity(key, actor, text)

    def _same(self, text: str, form: str) -> bool:
        return same_body(text, self.known.telling(text), form, self.known)

    def _adopt(self, entity: Entity, body: Organisation) -> None:
        """Let an entity be a body of the seeds from now on."""
        if ("org", body.name) in self._by_key:
            return
        for name in ("name", "kind", "country", "role", "code"):
            setattr(entity.actor, name, getattr(body, name))
        entity.key = ("org", body.name)
        self._by_key[entity.key] = entity

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
            before = [e for e in fits if e.last_before(mention.head.i) is not None]
            chosen = max(before or fits, key=lambda e: self._nearness(e, mention))
            chosen.names.append(text)
            return chosen
        full = self._known_person(text, said) or text
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
        if name.isupper() and len(name) > 4:  # a dateline
            name = name.title()
        country = place.iso3 if place else self.known.place_in(text)
        for entity in self.entities:
            if entity.key[0] == "place" and is_acronym(text, entity.actor.name):
                return entity
            if entity.key[:2] == ("place", fold(name)) and _agree(entity, country):
                entity.actor.country = entity.actor.country or country
                entity.names.append(text)
                return entity
        actor = Actor("", name, "city_or_region", country or None, None)
        return self._entity(("place", fold(name), country or ""), actor, text)

    def _organisation(self, mention: Mention, said: Description) -> Entity:
        text = said.core
        body = without_country(text, self.known) or with_noun(text, self.known)
        if body is not None:
            return self._known(body, text)
        words = self.known.telling(text)
        for entity in reversed(self.entities):
            if entity.key[0] not in ("org", "body") or not _agree(entity, said.country):
                continue
            forms = [entity.actor.name, *entity.names]
            if any(same_body(text, words, form, self.known) for form in forms):
                entity.names.append(text)
                if entity.key[0] == "body":
                    entity.actor.country = entity.actor.country or said.country
                return entity
        if self.known.nominal([text]):  # "the Church" for the Church of Scotland
            for entity in self.entities:
                if (
                    entity.key[0] in ("org", "body")
                    and fold(text) in fold(entity.actor.name).split()
                ):
                    entity.names.append(text)
                    return entity
        kind = mention.kind if mention.kind != "person" else "organization"
        role = role_by_name(text, self.known)
        if role is None and (noun := said.nominal) is not None:  # "the rebel group M23"
            role = noun.role
            kind = noun.kind if kind == "organization" and noun.kind in _STATE else kind
        country = said.country or (self.known.place_in(text) if role in _LOCAL else None)
        actor = Actor("", text, kind, country, role)
        return self._entity(("body", *sorted(words), said.country or ""), actor, text)

    def _may_be(self, entity: Entity, text: str, said: Description) -> bool:
        if said.gender and entity.actor.gender not in (None, said.gender):
            return False
        forms = {entity.actor.name, *entity.names}
        return any(may_name(text, form) or may_name(form, text) for form in forms) and all(
            may_name(text, form) or may_name(form, text)
            for form in forms
            if len(person_name(form).words) > 1 and len(person_name(text).words) > 1
        )

    def _nearness(self, entity: Entity, mention: Mention) -> int:
        """Whole names before single words, then the nearest before the mention."""
        before = entity.last_before(mention.head.i)
        return before.head.i if before is not None else -1

    def _known_person(self, text: str, said: Description) -> str | None:
        """Whom of the seeds a name means; nobody of another country than the words say."""
        people = self.known.people
        full = people.full_name(text) or self._office_holder(text, said)
        if full is None and " " not in person_name(text).surname and not person_name(text).given:
            full = people.famous(text, self.day)
        if full and said.gender and people.gender(full.split()[0]) not in (None, said.gender):
            return None  # "Ms Alvarado" is no Carlos
        homes = people.countries_of(full) if full else frozenset()
        return full if not homes or said.country is None or said.country in homes else None

    def _office_holder(self, text: str, said: Description) -> str | None:
        """Whom a surname alone means, where the words beside it or the text tell."""
        found = self.known.people.holders_named(text, self.day)
        titles = {office.title for office in said.offices}
        sure = [h for h in found if h.office in titles or (said.country and h.body == said.country)]
        if not sure and not titles:
            sure = [h for h in found if self._body_in_text(h)]
        people = {holder.person for holder in sure}
        return people.pop() if len(people) == 1 else None

    def _body_in_text(self, holder: Holder) -> bool:
        return ("country", holder.body) in self._by_key or ("org", holder.body) in self._by_key


def _agree(entity: Entity, country: str | None) -> bool:
    return country is None or entity.actor.country in (None, country)
