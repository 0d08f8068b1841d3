"""Questions that are asked of the same word again and again, answered once."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from transforms.tokens import Token

Answer = TypeVar("Answer")


def once(question: Callable[[Token], Answer]) -> Callable[[Token], Answer]:
    """Keep each word's answer with the word. For questions about the parse alone, which does not
    change, with answers that cannot be changed either: all who ask get the same object."""

    @wraps(question)
    def asked(token: Token) -> Answer:
        known = token.answers
        if known is None:
            known = token.answers = {}
        elif question in known:
            answer: Answer = known[question]
            return answer
        answer = known[question] = question(token)
        return answer

    return asked


def words_once(question: Callable[[Token], list[Token]]) -> Callable[[Token], list[Token]]:
    """As ``once`` for an answer that is a list: who asks gets one of their own."""

    @wraps(question)
    def asked(token: Token) -> list[Token]:
        known = token.answers
        if known is None:
            known = token.answers = {}
        answer: list[Token] | None = known.get(question)
        if answer is None:
            answer = known[question] = question(token)
        return answer.copy()

    return asked


def phrases_once(
    question: Callable[[Token], dict[str, list[Token]]],
) -> Callable[[Token], dict[str, list[Token]]]:
    """As ``words_once`` for several lists by name."""
    known = once(question)

    @wraps(question)
    def asked(token: Token) -> dict[str, list[Token]]:
        return {name: words.copy() for name, words in known(token).items()}

    return asked
