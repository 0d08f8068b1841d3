"""Articles as they come in from the wild: mutations of sample articles, each broken in a way that
real feeds are. Same seed, same texts."""

from __future__ import annotations

import random
import re
from collections.abc import Callable, Iterator

_MARKS = re.compile("[\"“”‘’'«»]")
_RTL = "قال المتحدث باسم الوزارة إن المحادثات انتهت. "
_EMOJI = "🚨🇺🇦👩‍👩‍👧‍👦🤷🏽‍♀️ "
_CONTROL = "\x00\x07\x08\x0b\x0c\x1b\x7f\x85\u200b\u200e\u202e\u2028\u2029\ufeff\ufffd"
Mutation = Callable[[str, random.Random], str]


def _some(text: str, rng: random.Random, share: float, change: Callable[[str], str]) -> str:
    return "".join(change(char) if rng.random() < share else char for char in text)


def marks_dropped(text: str, rng: random.Random) -> str:
    return _MARKS.sub(lambda m: "" if rng.random() < 0.3 else m.group(), text)


def marks_doubled(text: str, rng: random.Random) -> str:
    return _MARKS.sub(lambda m: m.group() * (2 if rng.random() < 0.4 else 1), text)


def marks_swapped(text: str, rng: random.Random) -> str:
    return _MARKS.sub(lambda _: rng.choice("\"“”‘’'«»„‚‹›「」"), text)


def marks_strewn(text: str, rng: random.Random) -> str:
    return _some(text, rng, 0.02, lambda char: char + rng.choice("\"“”‘’'«»([{—…:"))


def paragraphs_joined(text: str, rng: random.Random) -> str:
    return re.sub(r"\n+", lambda _: rng.choice([" ", "", "\n"]), text)


def paragraphs_split(text: str, rng: random.Random) -> str:
    return re.sub(r" ", lambda _: "\n\n" if rng.random() < 0.1 else " ", text)


def encoding_broken(text: str, rng: random.Random) -> str:
    """UTF-8 read as Windows-1252, once or twice, or cut in the middle of a character."""
    raw = text.encode("utf8")
    if rng.random() < 0.3:
        return raw[: rng.randrange(len(raw) + 1)].decode("utf8", errors="replace")
    once = raw.decode("cp1252", errors="replace")
    return once if rng.random() < 0.5 else once.encode("utf8").decode("latin1")


def controls_strewn(text: str, rng: random.Random) -> str:
    return _some(text, rng, 0.01, lambda char: char + rng.choice(_CONTROL))


def one_long_line(text: str, rng: random.Random) -> str:
    line = re.sub(r"\s+", "" if rng.random() < 0.3 else " ", text)
    return line * rng.randrange(1, 4)


def all_capitals(text: str, rng: random.Random) -> str:
    return text.upper() if rng.random() < 0.7 else text.lower()


def emoji_strewn(text: str, rng: random.Random) -> str:
    return _some(text, rng, 0.01, lambda char: char + _EMOJI)


def right_to_left(text: str, rng: random.Random) -> str:
    return re.sub(r"\. ", lambda m: f". {_RTL}" if rng.random() < 0.4 else m.group(), text)


def words_shuffled(text: str, rng: random.Random) -> str:
    words = text.split(" ")
    for _ in range(len(words) // 8):
        i, j = rng.randrange(len(words)), rng.randrange(len(words))
        words[i], words[j] = words[j], words[i]
    return " ".join(words)


def cut_anywhere(text: str, rng: random.Random) -> str:
    start = rng.randrange(len(text) + 1)
    return text[start : start + rng.randrange(len(text) + 1)]


def only_marks(text: str, rng: random.Random) -> str:
    kept = "".join(char for char in text if not char.isalnum())
    return kept if rng.random() < 0.5 else rng.choice(["", " ", "\n\n", "“", "”", '"' * 50, "."])


def spaces_lost(text: str, rng: random.Random) -> str:
    return _some(text, rng, 0.1, lambda char: "" if char == " " else char)


MUTATIONS: tuple[Mutation, ...] = (
    marks_dropped, marks_doubled, marks_swapped, marks_strewn, paragraphs_joined,
    paragraphs_split, encoding_broken, controls_strewn, one_long_line, all_capitals,
    emoji_strewn, right_to_left, words_shuffled, cut_anywhere, only_marks, spaces_lost,
)  # fmt: skip


def mutated(texts: list[str], count: int, seed: int = 5) -> Iterator[tuple[str, str]]:
    """``count`` broken texts, each with the names of the one to three mutations it went through."""
    rng = random.Random(seed)
    for number in range(count):
        text = texts[number % len(texts)]
        chosen = [MUTATIONS[number % len(MUTATIONS)]]
        chosen += rng.sample(MUTATIONS, rng.randrange(3))
        for change in chosen:
            text = change(text, rng)
        yield " + ".join(change.__name__ for change in chosen), text
