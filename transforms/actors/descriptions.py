"""What the words of a mention say: office, role, country, body, gender, number.

"Iran's former foreign minister" says: an office (foreign minister), GOV, IRN, one person. A
description is read off the phrase alone; linking mentions is the next step's work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from transforms.actors.directory import Directory
from transforms.actors.extent import tie
from transforms.actors.mentions import core_of, words_around
from transforms.actors.names import fold
from transforms.actors.records import Country, Nominal, Office, Organisation
from transforms.actors.standing import of_continent
from transforms.actors.titles import read_titles
from transforms.actors.words import actor_words
from transforms.grammar.labels import relation
from transforms.grammar.phrases import children, preposition
from transforms.tokens import Token
from transforms.types import Actor, Mention

# A word in both lists is a man's.
_GENDERS = dict.fromkeys(actor_words("female"), "f") | dict.fromkeys(actor_words("male"), "m")
_DEFINITE = actor_words("definite")
_PAIR = actor_words("two")
_TRIO = actor_words("three")
_COUNTED = _PAIR | _TRIO
_THE = frozenset({"the", "this", "that", "these", "those"})
_THEY = frozenset({"they", "them", "their", "theirs", "themselves"})
# What follows a country and a hyphen where the country is that of the actor.
_HOME = frozenset({"based", "headquartered", "registered", "born"})
# Adjectives that say nothing of which body is meant.
_LOOSE = actor_words("loose")
# How a word hangs on the noun that says whose somebody is, and that says where.
_WHOSE = frozenset({"compound", "adjective", "possessor", "of", "for"})
_WHERE = frozenset({"in", "at", "from"})
_RANKS = frozenset({"deputy", "vice", "assistant", "associate"})
_ARMED = frozenset({"armed_group", "military"})
_NAMED_KINDS = frozenset({"organization", "government", "military", "armed_group"})


@dataclass(slots=True)
class Description:
    """``core`` is the proper name without titles, or the lower-case noun phrase of a nominal.

    ``country`` is ISO alpha-3, ``owner`` the actor whose the thing is ("Putin's spokesman"),
    ``count`` 2 for "both" and "two". ``bare`` says that only an article stands before the noun.
    """

    core: str
    kind: str
    offices: list[Office] = field(default_factory=list)
    nominal: Nominal | None = None
    role: str | None = None
    country: str | None = None
    body: Organisation | None = None
    owner: Actor | None = None
    gender: str | None = None
    plural: bool = False
    definite: bool = False
    bare: bool = False
    count: int = 0
    head: str = ""


Resolver = Callable[[Token], Actor | None]


def describe(mention: Mention, known: Directory, who: Resolver) -> Description:
    """The description of a mention; ``who`` tells whom a word inside it refers to."""
    core = _core(mention, known, who)
    found = Description(core=core, kind=mention.kind)
    around = words_around(mention)
    if around and mention.form != "pronoun":  # most names have none
        found.offices, found.nominal, found.role = read_titles(mention, around, known)
    found.head = fold(mention.head.lemma_) if mention.form == "nominal" else ""
    if found.role == "GOV" and mention.form == "nominal":
        found.role = _role_of_body(mention, found.offices, known) or found.role
    _owners(mention, around, known, found, who)
    _number(mention, known, found)
    found.gender = _gender(mention, known, found)
    _kind(mention, found)
    return found


def _role_of_body(mention: Mention, offices: list[Office], known: Directory) -> str | None:
    """The role of those for whom somebody speaks or acts ("church leaders", "union chief"); the
    words of the office itself are nobody ("deputy minister")."""
    title = {word for office in offices for word in office.title.split()}
    behind = [c for c in children(mention.head, "oblique") if preposition(c) == "of"]
    for token in [*children(mention.head, "compound"), *behind]:
        if token.lower_ in title:
            continue
        if body := known.nominal([token.text]) or known.nominal([token.lemma_]):
            return body.role
    return None


def _core(mention: Mention, known: Directory, who: Resolver) -> str:
    if mention.form != "nominal":
        named = mention.form in ("name", "demonym")
        return " ".join(core_of(mention).text.split()) if named else ""
    head = mention.head
    last = head.text if head.tag_ in ("NNS", "NNPS") or head.is_upper else head.lemma_
    words = [last if last.isupper() else last.lower()]
    kind, words_before, first = mention.kind, head.doc.words, head.i
    joined = head.i - 2 >= mention.span.start and words_before[head.i - 1].text == "-"
    if joined and known.office([t.text for t in words_before[head.i - 2 : head.i + 1]]):
        first = head.i - 2  # "secretary-general"
        words[0] = f"{words_before[first].lower_}-{words[0]}"
    for token in reversed(words_before[mention.span.start : first]):
        lower = token.lower_
        if relation(token) not in ("compound", "adjective") or lower in _LOOSE:
            break
        if token.i and words_before[token.i - 1].text == "-":  # "state-run"
            break
        if known.country_code(token.text) or not token.is_alpha or who(token) is not None:
            break
        title = [t.text for t in words_before[token.i : head.i + 1]]
        titled = lower in _RANKS or any(
            known.office(title[:size]) or known.nominal(title[:size])
            for size in range(2, len(title) + 1)
        )
        if relation(token) == "adjective" and kind not in _NAMED_KINDS and not titled:
            break
        within = token.i > token.sent.start and token.text[:1].isupper()
        proper = token.pos_ == "PROPN" or within or token.ent_type_ in ("NORP", "GPE", "LOC")
        words.insert(0, token.text if proper else lower)
    return " ".join(words)


def _owners(
    mention: Mention, around: list[Token], known: Directory, found: Description, who: Resolver
) -> None:
    """Country, body and owner, from what stands before the noun and after "of"."""
    paths = [(t, _path(t, mention)) for t in around if t is not mention.head]
    whose = [(t, via) for t, via in paths if via in _WHOSE]
    where = [(t, via) for t, via in paths if via in _WHERE]
    for token, via in whose + where:
        if _only_in_hyphens(token):
            continue
        if via in _WHERE and (mention.kind == "country" or _is_abroad(found)):
            continue
        place = _country(token, known)
        if place is not None and found.country is None:
            found.country = place.iso3
        actor = who(token)
        if actor is None or actor is found.owner:
            continue
        if found.country is None and actor.kind in ("country", "city_or_region", "government"):
            found.country = actor.country
        state = actor.kind == "government" and via in _WHERE  # "the opposition in La Paz"
        if found.body is None and actor.kind in _NAMED_KINDS and not state:
            found.body = Organisation(actor.name, actor.kind, actor.country, actor.role, actor.code)
        if found.owner is None:
            found.owner = actor
    if found.country is None and mention.kind in _NAMED_KINDS:  # "Saudi National Guard"
        name = core_of(mention) if mention.form in ("name", "demonym") else ()
        words = (known.country_code(t.text) for t in name if t.text[:1].isupper())
        found.country = next((code for code in words if code), None)
    if found.role is None and found.head == "office" and found.owner is not None:
        found.role = found.owner.role  # "the president's office"
    if found.country is None and found.body is not None:
        found.country = found.body.country
    if found.country is None and found.owner is not None:
        found.country = found.owner.country


def _is_abroad(found: Description) -> bool:
    """Whether the place tells nothing of the country: "the ambassador in Berlin"."""
    return any(office.kind == "diplomat" for office in found.offices)


def _only_in_hyphens(token: Token) -> bool:
    """Whether a name only says who backs or leads somebody ("Iranian-backed")."""
    after = token.doc.words[token.i + 1 : token.i + 3]
    return len(after) == 2 and after[0].text == "-" and after[1].lower_ not in _HOME


def _path(token: Token, mention: Mention) -> str:
    """How a word hangs on the head of its mention: the relation nearest to the head."""
    via = ""
    while token.i != mention.head.i and token.head.i != token.i:
        kind = tie(token)
        if kind in ("oblique", "prepositional_object"):
            via = preposition(token) or kind
        elif kind != "preposition":
            via = kind
        if via in ("to", "apposition", "relative", "clause_modifier", "conjunct"):
            return via
        token = token.head
    return via


def _country(token: Token, known: Directory) -> Country | None:
    if not token.text[:1].isupper() or of_continent(token):
        return None
    doc = token.doc
    for end in range(min(token.i + 4, len(doc)), token.i, -1):
        if found := known.state(doc[token.i : end].text):
            return found
    return None


def _is_country(token: Token, known: Directory) -> bool:
    return token.text[:1].isupper() and known.country_code(token.text) is not None


def _number(mention: Mention, known: Directory, found: Description) -> None:
    head = mention.head
    before = mention.span.doc.words[mention.span.start : head.i]
    words = [token.lower_ for token in before]
    if mention.form == "pronoun":
        found.plural = head.lower_ in _THEY
    elif mention.form != "name":
        found.plural = head.tag_ in ("NNS", "NNPS") or "Number=Plur" in head.morph
    found.definite = not _DEFINITE.isdisjoint(words[:1]) or bool(children(head, "possessor"))
    found.bare = all(token.lower_ in _THE or _is_country(token, known) for token in before)
    words.append(head.lower_)
    if not _PAIR.isdisjoint(words):
        found.count = 2
    elif not _TRIO.isdisjoint(words):
        found.count = 3
    found.plural = found.plural or head.lower_ in _COUNTED


def _gender(mention: Mention, known: Directory, found: Description) -> str | None:
    if mention.form == "nominal":
        return _GENDERS.get(found.head)
    start = mention.span.start
    for token in mention.span.doc.words[max(start - 1, 0) : mention.span.end]:
        if (gender := _GENDERS.get(fold(token.text))) is not None:
            return gender
    if mention.form == "name" and mention.kind == "person":
        name = core_of(mention)
        return known.people.gender(name[0].text) if len(name) > 1 else None
    return None


def _kind(mention: Mention, found: Description) -> None:
    if mention.form != "nominal":
        return
    if found.head == "counterpart":
        found.kind = "person"
    elif found.offices:
        kind = _GROUP_KINDS.get(found.role or "", "population")
        found.kind = kind if found.plural else "person"
    elif found.nominal:
        found.kind = found.nominal.kind
        if found.role is None and found.body:  # "members of the Taliban"
            found.role = found.body.role
            found.kind = found.body.kind if found.body.kind in _ARMED else found.kind
        elif found.role == "GOV" and found.body and found.body.kind == "organization":
            found.role, found.kind = found.body.role, "organization"  # "a Red Cross delegation"
        if found.nominal.one_is_person and not found.plural:
            found.kind = "person"


# What the holders of offices are together: officials act for a government, executives for firms.
_GROUP_KINDS = {
    **dict.fromkeys(("GOV", "LEG", "JUD", "COP", "SPY"), "government"),
    **dict.fromkeys(("BUS", "IGO", "NGO", "MED", "OPP", "PTY"), "organization"),
    "MIL": "military",
    "REB": "armed_group",
}
