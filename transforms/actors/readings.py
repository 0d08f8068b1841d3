"""How an article as a whole reads a name: one label for all its occurrences.

A language model labels every occurrence by itself, and may take a firm for a person once.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable

from transforms.actors.names import LEGAL_FORMS, fold, person_name
from transforms.actors.words import actor_words
from transforms.grammar.labels import relation
from transforms.tokens import Doc, Span, Token

_SURE = 10  # occurrences of which a sure one outweighs
_DASHES = frozenset({"-", "–", "—", "--"})
_TRADES = actor_words("press") | actor_words("trade")
_COMPANIES = actor_words("company")
_HE = frozenset({"he", "she", "his", "her", "him"})
_OPENING, _QUOTES = frozenset("“«„"), frozenset('“”«»„"')
_CLAUSE = 60  # tokens after a subject in which a pronoun may take it up


class Readings:
    """The labels of an article's entities; ``trim`` cuts an entity to the name itself,
    ``is_given`` knows given names, ``is_body`` the names of bodies, ``is_city`` big cities that
    are no surnames, ``is_person`` nouns for one person, ``is_known`` places and bodies."""

    def __init__(
        self,
        doc: Doc,
        trim: Callable[[Span], Span],
        is_given: Callable[[str], bool],
        is_body: Callable[[str], bool],
        is_city: Callable[[str], bool],
        is_person: Callable[[Token], bool],
        is_known: Callable[[str], bool],
    ) -> None:
        self._is_given = is_given
        self._is_city = is_city
        self._labels: defaultdict[str, Counter[str]] = defaultdict(Counter)
        whole: set[str] = set()
        firms: set[str] = set()
        datelines = {p.span.root.i for p in doc._.places if p.dateline}
        for ent in doc.ents:
            name = trim(ent)
            words = fold(name.text).split()
            if not words:
                continue
            from_here = any(token.i in datelines for token in name) or _begins_dateline(name)
            sure = "GPE" if from_here else "ORG" if _is_body(name, words) else ""
            unsure = not sure and ent.label_ in ("ORG", "GPE") and not is_known(name.text)
            if unsure and _is_he(name, is_person):
                sure = "PERSON"
            self._labels[" ".join(words)][sure or ent.label_] += _SURE if sure else 1
            if ent.label_ == "PERSON" and len(words) > 1:
                whole.add(person_name(name.text).surname)
            elif ent.label_ == "ORG" and len(words) > 1:
                firms.add(fold(ent[0].text))
        # "Ford" is the firm where the text mostly reads it so, whoever else bears the name.
        both = {word for word in whole if word in firms or is_body(word)}
        self.surnames = {w for w in whole if w not in both or not self._mostly(w, "ORG")}
        self.surnames -= {word for word in both & firms if is_body(word)}
        self.firms = firms - self.surnames
        self._long = {
            " ".join(words[:2])
            for text, labels in self._labels.items()
            if len(words := text.split()) > 2 and labels["ORG"] == labels.total()
            if LEGAL_FORMS.issuperset(words[2:])
        }

    def label(self, text: str, own: str) -> str:
        """The label of a name whose own occurrence was read as ``own``."""
        words = fold(text)
        if " " not in words and words in self.surnames:
            return "PERSON"
        if " " not in words and own == "PERSON" and words in self.firms:
            return "ORG"
        if " " in words and own in ("GPE", "ORG", "LOC") and self._is_person(words):
            return "PERSON"
        if own == "PERSON" and words in self._long and not self._is_given(words.split()[0]):
            return "ORG"  # "Aer Lingus" beside "Aer Lingus Group PLC"
        if own == "PERSON" and words not in self.surnames and self._is_city(words):
            return "GPE"
        counts = self._labels.get(words)
        if not counts or own == "NORP":
            return own
        best = max(counts.values())
        fits = sorted(label for label, n in counts.items() if n == best)
        if own == "PERSON" and " " not in words and words not in self.surnames:
            # One word that nobody in the text bears as a surname is the likelier no person.
            fits = [label for label in fits if label != own] or fits
        return own if own in fits else fits[0]

    def _is_person(self, words: str) -> bool:
        """Whether a given name stands before a word that the text has as a person by itself."""
        first, last = words.split()[0], words.split()[-1]
        return self._is_given(first) and self._mostly(last, "PERSON")

    def _mostly(self, word: str, label: str) -> bool:
        counts = self._labels[word]
        return counts[label] > counts.total() / 2


def _is_body(name: Span, words: list[str]) -> bool:
    """Whether the words around a name or in it say that it is a body's ("airline Lingo Air")."""
    before = name.doc.words[name.start - 1] if name.start else None
    firm = before is not None and before.lower_ in _COMPANIES and before.tag_ == "NN"
    return firm or _is_credit(name) or _is_trade(words)


def _is_he(name: Span, is_person: Callable[[Token], bool]) -> bool:
    """Whether a name of one word is the subject before "he" or "she", with nobody between whom
    that could mean: "Arvela blamed the union. He said ..."."""
    root, doc = name.root, name.doc
    if len(name) > 1 or relation(root) not in ("subject", "passive_subject") or not root.is_alpha:
        return False
    ends, others, quoted = 0, list(doc[root.sent.start : name.start]), False
    for token in doc[name.end : name.end + _CLAUSE]:
        if token.text in _QUOTES:
            quoted = token.text in _OPENING or (token.text == '"' and not quoted)
        if quoted:
            continue
        if token.lower_ in _HE:
            people = any(t.ent_type_ == "PERSON" or is_person(t) for t in others)
            return not people and not root.is_upper
        others.append(token)
        ends += token.text in (".", "!", "?")
        if ends > 1:
            break
    return False


def _is_trade(words: list[str]) -> bool:
    """Whether a name ends as those of companies and newspapers do ("Larch Energy")."""
    return len(words) > 1 and words[-1] in _TRADES


def _is_credit(name: Span) -> bool:
    """Whether a name is that of the agency after a dateline: ``LIMA, May 2 (X) -``."""
    doc, start, end = name.doc.words, name.start, name.end
    if not start or end + 1 >= len(doc) or doc[start - 1].text != "(" or doc[end].text != ")":
        return False
    return doc[end + 1].text in _DASHES


def _begins_dateline(name: Span) -> bool:
    """Whether a name in capitals begins a paragraph that has a dash soon: ``LIMA, May 2 -``."""
    doc, start = name.doc, name.start
    opens = start == 0 or "\n" in doc[start - 1].text
    if not opens or not name.text.isupper() or doc[name.end : name.end + 1].text not in (",", "("):
        return False
    return any(token.text in _DASHES for token in doc[name.end : name.end + 12])
