"""What the name of a body tells: its role, its country, whether two names mean one body."""

from __future__ import annotations

from transforms.actors.directory import Directory
from transforms.actors.names import LEGAL_FORMS, fold, is_acronym, organisation_words
from transforms.actors.records import Organisation
from transforms.actors.words import actor_words

# Last words of the names of newspapers and broadcasters, and of companies.
_PRESS = actor_words("press")
_TRADES = actor_words("trade")
# Words that make another body of a name.
_APART = actor_words("apart")


def role_by_name(text: str, known: Directory) -> str | None:
    """The role of a body that the seeds do not know, by the nouns in its name."""
    words = fold(text).split()
    for end in range(len(words), 0, -1):
        for start in range(end):
            if nominal := known.nominal(words[start:end]):
                # A body between states would be known; other alliances are not of states.
                return nominal.role if nominal.role != "IGO" else None
    last = set(words[-1:])
    return "MED" if last & _PRESS else "BUS" if last & (LEGAL_FORMS | _TRADES) else None


def without_country(text: str, known: Directory) -> Organisation | None:
    """A body of the seeds, named with its country before it ("United States Congress")."""
    words = text.split()
    for size in range(1, min(4, len(words))):
        country = known.country_code(" ".join(words[:size]))
        body = known.organisation(" ".join(words[size:])) if country else None
        if body is not None and body.country == country:
            return body
    return None


def with_noun(text: str, known: Directory) -> Organisation | None:
    """A body of the seeds, named with the noun for it behind ("Shin Bet Security Service")."""
    words = text.split()
    for cut in range(len(words) - 1, 0, -1):
        body, noun = known.organisation(" ".join(words[:cut])), known.nominal(words[cut:])
        if body is not None and noun is not None:
            return body if noun.kind == body.kind and noun.role in (None, body.role) else None
    return None


def same_body(text: str, words: frozenset[str], form: str, known: Directory) -> bool:
    """Whether two names can mean one body; ``words`` are the telling words of the first."""
    if is_acronym(text, form) or is_acronym(form, text):
        return True
    other = known.telling(form)
    if words and words == other:
        return True
    short, long = sorted((organisation_words(text), organisation_words(form)), key=len)
    if not short or short != long[: len(short)] or len(short) == len(long):
        return False
    if _APART & set(long[len(short) :]):
        return False  # "Apple" is not "Apple Corps", nor "Ford" the "Ford Foundation"
    if any(char.isdigit() for word in long[len(short) :] for char in word):
        return False  # "Boeing 777" is what Boeing makes
    # "Northrop" for "Northrop Grumman", but not "Bank" for "Bank of England".
    return not known.nominal(short) and not known.country_code(" ".join(short))
