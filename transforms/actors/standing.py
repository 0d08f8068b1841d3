"""Where a name stands: after an article, in brackets, as one who acts."""

from __future__ import annotations

from transforms.grammar.labels import relation
from transforms.grammar.phrases import preposition
from transforms.tokens import Token
from transforms.types import Mention


def after_the(mention: Mention) -> bool:
    first = mention.span[0].i
    words = {mention.span.doc[first].lower_, mention.span.doc[max(first - 1, 0)].lower_}
    return "the" in words


def acts(mention: Mention) -> bool:
    """Whether a capital stands for its government: not after a preposition of place."""
    head = mention.head
    while relation(head) == "conjunct":
        head = head.head
    kind = relation(head)
    if mention.modifier:
        return False
    if kind in ("subject", "agent", "object", "indirect", "possessor"):
        verb = head.head
        return kind != "object" or verb.lemma_ in ("accuse", "urge", "blame", "warn", "tell")
    if kind in ("oblique", "prepositional_object"):
        return preposition(head) in ("against", "between", "with", "by")
    return False


def of_continent(token: Token) -> bool:
    """Whether "American" is only the second word of "Latin American"."""
    return token.i > 0 and token.nbor(-1).lower_ in ("north", "south", "latin", "central")


def bracketed(mention: Mention) -> bool:
    """Whether a name stands in brackets."""
    start = mention.span.start
    return start > 1 and mention.span.doc[start - 1].text == "("
