"""What the words of a mention say: office, role, country, body, gender, number.

"Iran's former foreign minister" says: an office (foreign minister), GOV, IRN, one person. A
description is read off the phrase alone; linking mentions is the next step's work.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from spacy.tokens import Token

from transforms.directory import Country, Directory, Nominal, Office, Organisation
from transforms.names import fold
from transforms.labels import relation
from transforms.mentions import core_of
from transforms.phrases import children, preposition
from transforms.types import Actor, Mention

_MALE = frozenset(
    "mr sir lord king prince emperor sultan emir sheikh pope spokesman chairman congressman man "
    "boy husband father son brother uncle businessman gunman policeman fisherman statesman "
    "he him his himself actor duke baron monsieur imam ayatollah cardinal archbishop".split()
)
_FEMALE = frozenset(
    "mrs ms miss lady queen princess empress spokeswoman chairwoman congresswoman woman girl wife "
    "mother daughter sister aunt businesswoman policewoman actress she her hers herself duchess "
    "baroness madam madame nun".split()
)
_DEFINITE = frozenset("the this that these those both its their his her".split())
_PAIR = frozenset({"two", "both", "2"})
# Adjectives that say nothing of which body is meant.
_LOOSE = frozenset(
    "new old local other several many some former current own big large small major top senior "
    "main leading late alleged suspected armed unarmed young ruling state-run state-owned more "
    "latest first second last same whole entire key so-called unnamed unidentified".split()
)
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
    core = _core(mention, known)
    found = Description(core=core, kind=mention.kind)
    _titles(mention, known, found)
    _owners(mention, known, found, who)
    _number(mention, known, found)
    found.gender = _gender(mention, known, found)
    _kind(mention, found)
    return found


def name_tokens(mention: Mention) -> list[Token]:
    """The words of a named mention's proper name (for a nominal, none)."""
    if mention.form not in ("name", "demonym"):
        return []
    return list(core_of(mention))


def _core(mention: Mention, known: Directory) -> str:
    if mention.form != "nominal":
        return " ".join("".join(t.text_with_ws for t in name_tokens(mention)).split())
    head = mention.head
    last = head.text if head.tag_ in ("NNS", "NNPS") or head.is_upper else head.lemma_
    words = [last if last.isupper() else last.lower()]
    kind = mention.kind
    for token in reversed(list(mention.span.doc[mention.span.start : head.i])):
        lower = token.lower_
        if relation(token) not in ("compound", "adjective") or lower in _LOOSE:
            break
        if token.i and token.doc[token.i - 1].text == "-":  # "state-run"
            break
        if known.country_code(token.text) or not token.is_alpha:
            break
        if relation(token) == "adjective" and kind not in _NAMED_KINDS and kind != "person":
            break
        words.insert(0, token.text if token.pos_ == "PROPN" else lower)
    return " ".join(words)


def _titles(mention: Mention, known: Directory, found: Description) -> None:
    """Offices, longest first, from the words before a name, or a nominal's own."""
    own = {token.i for token in name_tokens(mention)}
    doc = mention.span.doc
    limit = mention.head.i + 1 if mention.form == "nominal" else mention.span.end
    words = [t for t in doc[mention.span.start : limit] if t.i not in own]
    position = 0
    while position < len(words):
        step = 1
        for size in range(min(6, len(words) - position), 0, -1):
            run = words[position : position + size]
            if run[-1].i - run[0].i >= size + 1:
                continue
            texts = [token.text for token in run]
            office = known.office(texts) or known.office([*texts[:-1], run[-1].lemma_])
            if office and not _aside(run[-1], mention):
                found.offices.append(office)
                step = size
                break
        position += step
    if mention.form == "nominal":
        found.nominal = _nominal(mention, known)
        found.head = fold(mention.head.lemma_)
        last = _last_office(mention, known)
        found.offices = [last] if last else []
    roles = [office.role for office in found.offices if office.role]
    found.role = roles[-1] if roles else (found.nominal.role if found.nominal else None)


def _last_office(mention: Mention, known: Directory) -> Office | None:
    words = list(mention.span.doc[mention.span.start : mention.head.i + 1])
    after = mention.span.doc[mention.head.i : mention.span.end]
    for size in range(min(6, max(len(words), len(after))), 0, -1):
        texts = [token.text for token in words[-size:]]
        office = known.office(texts) or known.office([*texts[:-1], mention.head.lemma_])
        if office:
            return office
        # "minister of foreign affairs"
        if office := known.office([token.text for token in after[:size]]):
            return office
    return None


def _nominal(mention: Mention, known: Directory) -> Nominal | None:
    words = list(mention.span.doc[mention.span.start : mention.head.i + 1])
    for size in range(min(5, len(words)), 0, -1):
        texts = [token.text for token in words[-size:]]
        if found := known.nominal(texts) or known.nominal([*texts[:-1], mention.head.lemma_]):
            return found
    return None


def _aside(token: Token, mention: Mention) -> bool:
    """Whether a word belongs to somebody else inside the phrase ("the president's wife")."""
    while token.i != mention.head.i and token.head.i != token.i:
        if relation(token) in ("possessor", "oblique", "prepositional_object"):
            return True
        token = token.head
    return False


def _owners(mention: Mention, known: Directory, found: Description, who: Resolver) -> None:
    """Country, body and owner, from what stands before the noun and after "of"."""
    own = {token.i for token in name_tokens(mention)}
    for token in mention.span:
        if token.i in own or token.i == mention.head.i:
            continue
        via = _path(token, mention)
        if via not in ("compound", "adjective", "possessor", "of", "for", "in", "at"):
            continue
        if via == "in" and mention.kind == "country":
            continue
        place = _country(token, known)
        if place is not None and found.country is None:
            found.country = place.iso3
        actor = who(token)
        if actor is None or actor is found.owner:
            continue
        if found.country is None and actor.kind in ("country", "city_or_region", "government"):
            found.country = actor.country
        if found.body is None and actor.kind in _NAMED_KINDS:
            found.body = Organisation(
                actor.name, actor.kind, actor.country, actor.role, actor.code
            )
        if found.owner is None:
            found.owner = actor
    if found.country is None and found.body is not None:
        found.country = found.body.country
    if found.country is None and found.owner is not None:
        found.country = found.owner.country


def _path(token: Token, mention: Mention) -> str:
    """How a word hangs on the head of its mention: the relation nearest to the head."""
    via = ""
    while token.i != mention.head.i and token.head.i != token.i:
        kind = relation(token)
        if kind in ("oblique", "prepositional_object"):
            via = preposition(token) or kind
        elif kind != "preposition":
            via = kind
        if via in ("to", "apposition", "relative", "clause_modifier", "conjunct"):
            return via
        token = token.head
    return via


def _country(token: Token, known: Directory) -> Country | None:
    if not token.text[:1].isupper():
        return None
    doc = token.doc
    for end in range(min(token.i + 4, len(doc)), token.i, -1):
        text = doc[token.i : end].text
        if found := known.country(text) or known.demonym(text) or known.metonym(text):
            return found
    return None


def _is_country(token: Token, known: Directory) -> bool:
    return token.text[:1].isupper() and known.country_code(token.text) is not None


def _number(mention: Mention, known: Directory, found: Description) -> None:
    doc = mention.span.doc
    before = list(doc[mention.span.start : mention.head.i])
    words = [token.lower_ for token in before]
    found.plural = mention.head.tag_ in ("NNS", "NNPS") or "Plur" in mention.head.morph.get(
        "Number", []
    )
    if mention.form == "name":
        found.plural = False
    if mention.form == "pronoun":
        found.plural = mention.head.lower_ in ("they", "them", "their", "theirs", "themselves")
    found.definite = any(word in _DEFINITE for word in words[:1]) or bool(
        children(mention.head, "possessor")
    )
    found.bare = all(
        token.lower_ in ("the", "this", "that", "these", "those") or _is_country(token, known)
        for token in before
    )
    if any(word in _PAIR for word in words):
        found.count = 2
    elif any(word in ("three", "3") for word in words):
        found.count = 3


def _gender(mention: Mention, known: Directory, found: Description) -> str | None:
    words = [fold(token.text) for token in mention.span]
    if mention.form == "nominal":
        words = [found.head]
    elif mention.span.start:
        words.insert(0, fold(mention.span.doc[mention.span.start - 1].text))
    for word in words:
        if word in _MALE:
            return "m"
        if word in _FEMALE:
            return "f"
    if mention.form == "name" and mention.kind == "person" and len(name_tokens(mention)) > 1:
        return known.gender(name_tokens(mention)[0].text)
    return None


def _kind(mention: Mention, found: Description) -> None:
    if mention.form != "nominal":
        return
    if found.offices:
        found.kind = "person" if not found.plural else _GROUP_KINDS.get(found.role or "", "population")
    elif found.nominal:
        found.kind = found.nominal.kind
        if found.kind == "population" and not found.plural and _is_person(found):
            found.kind = "person"


def _is_person(found: Description) -> bool:
    """One member of a population is a person; "crowd", "public" and "family" stay groups."""
    return found.head not in _GROUPS


# What the holders of offices are together: officials act for a government, executives for firms.
_GROUP_KINDS = {
    **dict.fromkeys(("GOV", "LEG", "JUD", "COP", "SPY"), "government"),
    **dict.fromkeys(("BUS", "IGO", "NGO", "MED", "OPP", "PTY"), "organization"),
    "MIL": "military",
    "REB": "armed_group",
}
_GROUPS = frozenset(
    "crowd public family population community people public opposition electorate minority "
    "majority diaspora mob press media workforce clergy youth public congregation audience tribe "
    "clan townsfolk humanity police staff personnel team society".split()
)
