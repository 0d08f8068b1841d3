"""Canonical actors: the name, the CAMEO code and the id of every cluster.

An id is a hash of what identifies an actor, so that it is the same in every article and run, in
whatever order they come: the folded name and the kind, which is the same for all named bodies,
since only some articles tell what a body is ("rebels of the Front"). The country counts too for
what has no name of its own ("Israeli police", "protesters"), and for a person whose name does not
tell them from others: one word ("Smith", where no article tells more), or the name of somebody
known from another country. Legal forms do not count ("Larch Motors", "Larch Motors Corporation").

An office without a known holder is a person by design, since a person acts: "President of Kenya".
"""

from __future__ import annotations

import hashlib
from datetime import date

from transforms.actors.clusters import Entity
from transforms.actors.directory import Directory
from transforms.actors.names import fold, organisation_words, person_name
from transforms.actors.records import Office, Organisation
from transforms.actors.rulings import Ruling
from transforms.actors.words import actor_words
from transforms.types import Actor

# Titles that are part of the name of someone with one name ("Pope Francis").
_STYLES = actor_words("style")
# Offices of which a country has one at a time.
UNIQUE = frozenset({"head_of_state", "head_of_government", "minister", "central_bank", "igo_head"})
# Kinds of offices held in a city or region, whose name tells which one is meant.
_SEATED = frozenset({"regional", "religious"})
_BODIES = frozenset({"organization", "government", "military", "armed_group"})
_CAREER = 15  # years before the first office in which a name is taken to be that person's
_INTERNATIONAL = frozenset({"IGO", "NGO", "MNC", "INT"})


def actor_id(kind: str, name: str, country: str | None) -> str:
    """Sixteen hex digits over the kind, the folded name and, where it counts, the country."""
    text = "\x1f".join((kind, fold(name), country or ""))
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def finish(entity: Entity, known: Directory, day: date, text: str) -> None:
    """Give an entity's actor its final name, role, code and id; ``text`` is the article's."""
    actor = entity.actor
    if actor.kind == "person" and entity.named:
        _name_person(entity, known)
        if not _is_namesake(actor, known):
            _by_office(entity, known, day)
    elif entity.named and entity.key[:1] == ("body",):
        _name_body(entity, known)
    elif not entity.named:
        _name_unnamed(entity, known)
    if entity.body is not None:
        if actor.kind == "person":
            _inherit(entity)
        elif not entity.named:
            _act_for(actor, entity.body)
    if actor.code is None:
        actor.code = code(actor.country, actor.role)
    ruled = known.rulings.apply(actor, text)
    if ruled and not ruled.code:
        _as_ruled(actor, ruled, known)
    shared = not entity.named or actor.kind in ("city_or_region", "population")
    shared = not ruled and (shared or (actor.kind == "person" and _needs_country(actor, known)))
    name = actor.name
    if actor.kind in _BODIES:
        name = " ".join(organisation_words(name))
    # One article tells that a body is armed, another only names it.
    kind = "organization" if entity.named and actor.kind in _BODIES else actor.kind
    actor.actor_id = actor_id(kind, name, actor.country if shared else None)


def _as_ruled(actor: Actor, ruled: Ruling, known: Directory) -> None:
    """What the seeds know of the actor whom a user names, or the code of what the user says."""
    body = known.organisation(actor.name)
    if body and not ruled.kind:
        for name in ("name", "kind", "country", "role", "code"):
            setattr(actor, name, getattr(body, name))
    else:
        actor.code = code(actor.country, actor.role)


def _is_namesake(actor: Actor, known: Directory) -> bool:
    """Whether the text gives somebody the country of none of those known by this name."""
    homes = known.people.countries_of(actor.name)
    return bool(homes) and actor.country is not None and actor.country not in homes


def _needs_country(actor: Actor, known: Directory) -> bool:
    people = known.people
    if people.offices_of(actor.name) or people.other(actor.name):
        return _is_namesake(actor, known)
    return len(actor.name.split()) == 1


def code(country: str | None, role: str | None) -> str | None:
    """CAMEO's code: country and role ("RUSGOV"), or whichever of the two is known."""
    if role is not None and role in _INTERNATIONAL and country is None:
        return role
    return ((country or "") + (role or "")) or None


def office_name(office: Office, place: str) -> str:
    """ "President of Kenya"."""
    return f"{office.title[:1].upper()}{office.title[1:]} of {place}"


def _name_person(entity: Entity, known: Directory) -> None:
    actor = entity.actor
    best = max(
        [actor.name, *entity.names],
        key=lambda name: (len(person_name(name).words), len(name), name),
    )
    if len(person_name(actor.name).words) < len(person_name(best).words):
        actor.name = known.people.full_name(best) or best
    style = next((title for title in entity.offices if title in _STYLES), None)
    if style and len(actor.name.split()) == 1:
        actor.name = f"{style.capitalize()} {actor.name}"
    if actor.name.isupper() and len(actor.name) > 4:
        actor.name = actor.name.title()


def _by_office(entity: Entity, known: Directory, day: date) -> None:
    """Country and role of someone whom the seeds know, where the text says neither.

    Who has left office by the day of the article belongs to the elite (CAMEO's ELI).
    """
    actor = entity.actor
    held = known.people.offices_of(actor.name)
    if other := known.people.other(actor.name):
        actor.country = actor.country or other.country
        actor.role = actor.role or other.role
    if not held or (actor.country and actor.role):
        return
    now = [holder for holder in held if holder.on(day)]
    soon = held[0].start > day and held[0].start.year - day.year < _CAREER
    if soon and actor.country is None and held[0].body in known.countries:
        actor.country = held[0].body  # not yet in office
    past = [holder for holder in held if holder.start <= day]
    for holder in now or past[-1:]:
        office = known.office([holder.office])
        if actor.country is None and holder.body in known.countries:
            actor.country = holder.body
        if entity.body is None and now and (body := known.organisation(holder.body)):
            entity.body = body
        if actor.role is None:
            actor.role = (office.role if office else None) if now else "ELI"


def _name_body(entity: Entity, known: Directory) -> None:
    """The longest form seen; a ministry of a country bears its country ("Russian Navy")."""
    actor = entity.actor
    actor.name = max(entity.names or [actor.name], key=lambda n: (len(n.split()), len(n), n))
    state = actor.kind in ("government", "military")
    country = known.countries.get(actor.country or "")
    words = actor.name.split()
    if state and country and not any(known.country_code(word) for word in words):
        actor.name = f"{country.demonym} {actor.name}"


def _name_unnamed(entity: Entity, known: Directory) -> None:
    actor = entity.actor
    country = known.countries.get(actor.country or "")
    owned = actor.kind == "person" or entity.head == "office"
    if owned and entity.owner is not None and entity.owner.kind == "person":
        actor.name = f"{actor.name} of {entity.owner.name}"  # "wife of Paul Lindqvist"
    elif _seat(entity, known) and entity.owner is not None:
        actor.name = f"{actor.name} of {entity.owner.name}"  # "governor of Kaduna"
    elif _of_many(entity) and entity.owner is not None:
        actor.name = f"{actor.name} of {entity.owner.name}"  # "leaders of unions"
    elif entity.body is not None and fold(entity.body.name) not in fold(actor.name):
        actor.name = f"{entity.body.name} {actor.name}"  # "Gazprom spokesman"
        if country and entity.body.name.islower():  # "Iraqi parliament speaker"
            actor.name = f"{country.demonym} {actor.name}"
    elif country and actor.kind != "country" and not actor.name.endswith(f" of {country.name}"):
        actor.name = f"{country.demonym} {actor.name}"


def _seat(entity: Entity, known: Directory) -> bool:
    """Whether somebody holds an office of a city or region, of which a country has many."""
    if entity.owner is None or entity.owner.kind != "city_or_region" or entity.actor.plural:
        return False
    offices = (known.office([title]) for title in entity.offices)
    return any(office is not None and office.kind in _SEATED for office in offices)


def _of_many(entity: Entity) -> bool:
    """Whether somebody is of those whom a noun in the plural means."""
    owner, body = entity.owner, entity.body
    return owner is not None and owner.plural and body is not None and body.name == owner.name


def _act_for(actor: Actor, body: Organisation) -> None:
    """Those who are many of a body have its country, and its code ("Taliban fighters")."""
    actor.country = actor.country or body.country
    if actor.role in (None, body.role) and body.country in (None, actor.country):
        actor.role, actor.code = body.role, body.code
    elif body.role == "IGO" and body.code and actor.country is None and actor.code is None:
        actor.code = body.code + (actor.role or "")  # "EU legislators"


def _inherit(entity: Entity) -> None:
    """Who speaks or acts for a body has its role and code, where the office has none of its own.

    The chairman of a ministry's board is no businessman: the body tells better than the title.
    """
    actor, body = entity.actor, entity.body
    if body is None:
        return
    if actor.role in (None, "BUS", "GOV", "IGO", "CVL") and body.role:
        actor.role = body.role
    elif actor.role == "GOV" and body.kind == "organization":
        actor.role = None  # a spokesman is no official where he speaks for who knows what
    if actor.country is None:
        actor.country = body.country
    if body.code and actor.code is None and body.country in (None, actor.country):
        actor.code = body.code
