"""Cues: the words that say that somebody said something, found outside quotation marks.

The knowledge is ``seeds/cues.csv``. Its ``pattern`` names what a cue may introduce:
``quote`` (a direct quotation), ``clause`` (with or without "that"), ``wh``, ``to`` (an
infinitive), ``to-object`` ("told X to ..."; by ``with-object`` X is part of it), ``ing``,
``object`` (a noun phrase), ``as`` ("hailed it as ..."), ``predicate`` ("called it ..."), or a
preposition (``for``, ``of``, ``about``, ``against``). ``addressee`` says that the person told
may stand between, ``marks`` that something was said only if words of it are in marks ("feared
that 'all is lost'"). ``noun`` marks a noun ("a statement that ..."), ``phrase`` a fixed phrase
before the speaker ("according to"). Rows of the classes document, anonymous, outlet and
platform are no cues but word lists about speakers.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from transforms import grammar, seeds
from transforms.grammar.clauses import auxiliaries
from transforms.grammar.forms import bases as bases_of
from transforms.grammar.labels import relation
from transforms.tokens import Doc, Span, Token

WORD_LISTS = frozenset({"document", "publishing", "anonymous", "outlet", "platform"})
# Forms that are a cue whatever the tagger thinks of them.
_CERTAIN = {"said": "say", "says": "say", "told": "tell", "tweeted": "tweet"}


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of ``seeds/cues.csv``."""

    words: tuple[str, ...]
    kind: str
    patterns: frozenset[str]


@dataclass(frozen=True, slots=True)
class Cue:
    """A cue in a text. ``head`` is its verb or noun, or the first word of a phrase."""

    span: Span
    head: Token
    entry: Entry

    @property
    def is_noun(self) -> bool:
        """Whether it is a noun: "a statement that ..."."""
        return "noun" in self.entry.patterns

    @property
    def is_phrase(self) -> bool:
        """Whether it is a phrase before the speaker: "according to"."""
        return "phrase" in self.entry.patterns

    def takes(self, *patterns: str) -> bool:
        """Whether it may introduce one of these (see the module's docstring)."""
        return not self.entry.patterns.isdisjoint(patterns)


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Entries by their first word (of verbs and nouns the lemma, of phrases the form), and the
    word lists: document, anonymous, outlet, platform."""

    verbs: dict[str, list[Entry]]
    nouns: dict[str, list[Entry]]
    phrases: dict[str, list[Entry]]
    words: dict[str, set[str]]


@lru_cache(maxsize=4)
def lexicon(overrides: Path | None = None) -> Lexicon:
    """The compiled ``seeds/cues.csv``, a user's own rows first; longer entries before shorter.

    ``overrides`` is the folder of the user's own seed files.
    """
    found = Lexicon({}, {}, {}, {name: set() for name in WORD_LISTS})
    for row in seeds.read("cues", overrides):
        if row["class"] in WORD_LISTS:
            found.words[row["class"]].add(row["lemma"])
            continue
        entry = Entry(
            tuple(row["lemma"].split()), row["class"], frozenset(seeds.split(row["pattern"]))
        )
        table = found.verbs
        if "noun" in entry.patterns:
            table = found.nouns
        elif "phrase" in entry.patterns:
            table = found.phrases
        table.setdefault(entry.words[0], []).append(entry)
    for table in (found.verbs, found.nouns, found.phrases):
        for entries in table.values():
            entries.sort(key=lambda entry: -len(entry.words))
    return found


def is_past(verb: Token) -> bool:
    """Whether a verb is a past tense, tagged as a participle or not: it has no auxiliary of its
    own, and none to share ("had been hired and warned")."""
    if verb.tag_ == "VBD":
        return True
    shared = relation(verb) == "conjunct" and verb.head.tag_ == "VBN"
    plain = relation(verb) in ("root", "conjunct", "complement") and not shared
    return verb.tag_ == "VBN" and plain and not auxiliaries(verb)


def find_cues(doc: Doc, quoted: Callable[[Token], bool], known: Lexicon) -> list[Cue]:
    """The cues of a Doc in text order, leaving out words for which ``quoted`` is true."""
    found: list[Cue] = []
    covered = -1
    for token in doc.words:
        if token.i <= covered or not _may_begin(token, known) or quoted(token):
            continue
        cue = _phrase_at(token, known) or _verb_at(token, known) or _noun_at(token, known)
        if cue is not None:
            found.append(cue)
            covered = cue.span.end - 1
    return found


def _may_begin(token: Token, known: Lexicon) -> bool:
    """Whether a word can begin a cue at all: most can not, by its form or part of speech."""
    if token.is_space or token.is_punct:
        return False
    if token.lower_ in known.phrases or token.lower_ in _CERTAIN:
        return True
    if token.pos_ == "NOUN":
        return token.lemma_.lower() in known.nouns
    return token.pos_ in ("VERB", "AUX")


def _phrase_at(token: Token, known: Lexicon) -> Cue | None:
    doc = token.doc
    for entry in known.phrases.get(token.lower_, ()):
        end = token.i + len(entry.words)
        if tuple(t.lower_ for t in doc.words[token.i : end]) == entry.words:
            if entry.words == ("per",) and doc[end : end + 1].text[:1].islower():
                continue  # "per cent", "per day"
            return Cue(doc[token.i : end], token, entry)
    return None


def _verb_at(token: Token, known: Lexicon) -> Cue | None:
    lemma = _CERTAIN.get(token.lower_)
    if lemma is None:
        if token.tag_[:2] != "VB" or token.pos_ not in ("VERB", "AUX"):
            return None
        lemma = token.lemma_.lower()
    if token.dep_ in ("amod", "aux", "aux:pass", "auxpass", "cop", "compound"):
        return None
    for entry in _entries(token, lemma, known):
        if len(entry.words) == 1:
            return Cue(token.doc[token.i : token.i + 1], token, entry)
        end = token.i + len(entry.words)
        if tuple(t.lower_ for t in token.doc[token.i + 1 : end]) == entry.words[1:]:
            return Cue(token.doc[token.i : end], token, entry)
        if len(entry.words) == 2 and grammar.particle(token) == entry.words[1]:
            return Cue(token.doc[token.i : token.i + 1], token, entry)
    return None


def _entries(token: Token, lemma: str, known: Lexicon) -> list[Entry]:
    """The entries of a verb by its lemma, else by what its form can be a form of: a lemmatizer
    may cut a verb that it has not met wrongly ("hailed": haile)."""
    if found := known.verbs.get(lemma):
        return found
    bases = [base for base in bases_of(token.lower_) if base in known.verbs]
    return known.verbs[bases[0]] if bases else []


def _noun_at(token: Token, known: Lexicon) -> Cue | None:
    if token.pos_ != "NOUN":
        return None
    for entry in known.nouns.get(token.lemma_.lower(), ()):
        if len(entry.words) == 1:
            return Cue(token.doc[token.i : token.i + 1], token, entry)
    return None
