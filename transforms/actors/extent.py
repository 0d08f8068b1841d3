"""How far the phrase of a mention reaches: its head, its first word, its last."""

from __future__ import annotations

from collections.abc import Container

from transforms.actors.directory import Directory
from transforms.actors.words import actor_words
from transforms.grammar.labels import relation
from transforms.grammar.phrases import children, noun_phrase, obliques, preposition
from transforms.tokens import Doc, Span, Token

# Prepositions whose phrase belongs to the name of an office or body ("minister of trade").
_TIES = frozenset({"of", "for", "to", "at", "on", "from", "in", "with"})
_QUANTITIES = actor_words("quantity")
_TITLE_WORDS = 5
_APART = frozenset({",", ";", "(", ")", "of"})
_LONGEST = 14  # tokens behind a noun that say whose it is
_WHEN = frozenset({"DATE", "TIME"})
_BREAKS = frozenset({":", ";", "(", ")", "“", "”", '"', "—", "–", "...", "…"})
_NO_START = frozenset({"ADP", "PUNCT", "CCONJ", "SCONJ", "PART", "SYM", "SPACE", "AUX", "X"})


def title_words(token: Token, known: Directory) -> int:
    """How many words, ending at ``token``, are a title or noun of the seeds; 0 for none."""
    ends = [last for last in dict.fromkeys((token.text, token.lemma_)) if known.ends_title(last)]
    if not ends:
        return 0
    start = max(token.sent.start, token.i - _TITLE_WORDS + 1)
    before = token.doc.words[start : token.i]
    # "Speaker of the assembly" is headed by the speaker, not by its last word.
    apart = [i for i, word in enumerate(before, 1) if word.text in _APART]
    for first in [*before[apart[-1] if apart else 0 :], token]:
        if first.is_punct or first.is_space or is_clock(first):
            continue
        words = [t.text for t in before[first.i - start :]]
        for last in ends:
            if known.office([*words, last]) or known.nominal([*words, last]):
                return token.i - first.i + 1
    return 0


def is_clock(token: Token) -> bool:
    """Whether "PM" tells the time ("5 PM")."""
    return token.lower_ in ("am", "pm") and token.i > 0 and token.nbor(-1).text[:1].isdigit()


def counted(token: Token, known: Directory) -> Token | None:
    """The people in "thousands of protesters", "a group of armed men", "two of the soldiers"."""
    if token.lemma_.lower() not in _QUANTITIES and token.pos_ != "NUM":
        return None
    for noun in obliques(token).get("of", []):
        if noun.pos_ == "NOUN" and title_words(noun, known):
            return noun
    return None


def tie(token: Token) -> str:
    """The relation of a word to its head; what ends in 's is a possessor, whatever the parse."""
    kind = relation(token)
    if kind == "oblique" and any(child.tag_ == "POS" for child in token.children):
        return "possessor"
    return kind


def phrase_head(root: Token, inside: Container[int]) -> Token:
    """The title before a name, where the parse hangs the name on it ("President Putin")."""
    head = root
    while relation(head) == "compound" and head.head.i < head.i and head.head.i not in inside:
        if head.head.pos_ not in ("NOUN", "PROPN") or head.head.sent.start != root.sent.start:
            break
        head = head.head
    return head


def noun_before(name: Span) -> Token | None:
    """The common noun that says what a name is ("carrier Aeroflot"), however it is parsed."""
    if not name.start:
        return None
    noun, root = name.doc[name.start - 1], name.root
    if noun.tag_ != "NN" or relation(root) == "possessor":
        return None
    beside = noun.head.i == root.head.i and relation(noun) == relation(root)
    return noun if beside or root.head.i == noun.i or noun.head.i == root.i else None


def is_adjective(span: Span) -> bool:
    """Whether "Israeli" qualifies something, by sight: before a noun, or after "was"."""
    root, doc = span.root, span.doc
    if root.tag_ in ("NNS", "NNPS"):
        return False
    if span.end < len(doc) and doc[span.end].pos_ in ("NOUN", "PROPN"):
        return True
    return root.pos_ == "ADJ" and not children(root, "determiner")


def left_edge(doc: Doc, start: int, last: int, inside: Container[int]) -> int:
    """The first word of a phrase between ``start`` and ``last``, by sight.

    A comma ends the phrase to the left, save between adjectives ("a strong, independent").
    """
    words = doc.words
    first = min(start, last)
    for position in range(last - 1, first - 1, -1):
        token = words[position]
        if token.text == "," and not (
            words[position - 1].pos_ == words[position + 1].pos_ == "ADJ"
        ):
            first = position + 1
            break
        if token.text == "-" or _hyphenated(token):
            continue
        if token.ent_type_ in _WHEN and position not in inside:  # "On Monday Kenyan officials"
            first = position + 1
            break
        aside = tie(token) in ("oblique", "prepositional_object") or token.pos_ == "SCONJ"
        aside = aside or (token.pos_ == "VERB" and relation(token) != "adjective")  # "ruling"
        if aside or token.is_space or token.text in _BREAKS:
            first = position + 1
            break
    while (
        first < last
        and first not in inside
        and (words[first].pos_ in _NO_START or words[first].is_punct)
    ):
        first += 1
    return min(first, last)


def _hyphenated(token: Token) -> bool:
    """Whether a word is a part of one with a hyphen ("based" in "Geneva-based")."""
    words, i = token.doc.words, token.i
    before = i > 1 and words[i - 1].text == "-" and not words[i - 1].whitespace_
    return before or (i + 2 < len(words) and words[i + 1].text == "-" and not token.whitespace_)


def nominal_span(head: Token, size: int, inside: Container[int]) -> Span:
    """From the first modifier to the end of the phrases that say of whom or what it is."""
    doc = head.doc
    whole = noun_phrase(head)
    start = left_edge(doc, whole.start, head.i - size + 1, inside)
    end = head.i + 1
    while end < whole.end:
        word = doc[end].lower_
        if word not in _TIES:
            break
        owner = next((t for t in doc.words[end + 1 : whole.end] if preposition(t) == word), None)
        # "for Orion Steel": the preposition may hang on the first word of the name.
        while owner is not None and owner.head.i > owner.i and relation(owner) == "compound":
            owner = owner.head
        if owner is None or owner.head.i != head.i:
            break
        right = noun_phrase(owner).end
        if word not in ("of", "for", "to") and owner.i not in inside:
            break
        if right - head.i > _LONGEST:
            break
        end = min(max(right, owner.i + 1), whole.end)
    return doc[start:end]
