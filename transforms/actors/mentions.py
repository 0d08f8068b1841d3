"""Every stretch of text that stands for an actor: names, nouns, pronouns, demonyms.

The component ``dateline_mentions`` fills ``doc._.mentions``, sorted by position. A mention is a
noun phrase as the text has it ("the Ukrainian government", "Russian President Vladimir Putin"),
without what only renames or describes it after a comma. Names inside a longer phrase are
mentions too, with ``modifier`` set ("Iranian" in "the Iranian president").

Whether a place name acts or is only a place is left to whoever codes events.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from spacy.language import Language

from transforms.actors.directory import Directory, directory
from transforms.actors.extent import (
    counted,
    is_adjective,
    left_edge,
    nominal_span,
    noun_before,
    phrase_head,
    tie,
    title_words,
)
from transforms.actors.proper import Name, proper_names
from transforms.actors.words import actor_words
from transforms.grammar.labels import relation
from transforms.grammar.phrases import children, noun_phrase
from transforms.tokens import Doc, Span, Token
from transforms.types import Layer, Mention

PRONOUNS = actor_words("pronoun")
DESCRIBED = "described"  # rule of a noun that is an actor only by whom it describes
_HE = frozenset({"he", "she"})
_SEVERAL = actor_words("two") | actor_words("three")
_NOT_MENTIONED = frozenset({"DATE", "TIME", "MONEY", "PERCENT", "EVENT", "QUANTITY", "CARDINAL"})
# "Thousands rallied", "dozens were arrested".
_CROWDS = frozenset({"thousands", "hundreds", "dozens", "scores"})
# What a body before it does: no "army base", no "police station".
_DEEDS = actor_words("deed")
_BODIES = frozenset({"government", "military", "armed_group"})
_NOMINAL = frozenset({"NOUN", "PROPN", "ADJ", "NUM", "DET"})
_INDEX = "dateline_mention_index"
_CORES = "dateline_name_cores"


def mention_at(doc: Doc, token: Token) -> Mention | None:
    """The mention whose head is the token, or else the smallest one that covers it."""
    return _index(doc).get(token.i)


def core_of(mention: Mention) -> Span:
    """The proper name itself, without titles and modifiers; the whole span of a noun."""
    cores: dict[int, Span] | None = mention.span.doc.user_data.get(_CORES)
    return cores.get(mention.head.i, mention.span) if cores is not None else mention.span


def words_around(mention: Mention) -> list[Token]:
    """The words of a mention that are no part of its proper name; of a noun all of them."""
    words = mention.span.doc.words[mention.span.start : mention.span.end]
    if mention.form not in ("name", "demonym"):
        return words
    name = core_of(mention)
    return [token for token in words if not name.start <= token.i < name.end]


def place_of(mention: Mention) -> tuple[int, int, bool]:
    """By what mentions are in order: where they begin, longer ones first."""
    return mention.span.start_char, -mention.span.end_char, mention.modifier


def set_mentions(doc: Doc, mentions: list[Mention]) -> None:
    """Store the mentions in order of position and forget what was looked up before."""
    mentions.sort(key=place_of)
    doc._.mentions = mentions
    doc.user_data.pop(_INDEX, None)


def find_mentions(doc: Doc, known: Directory) -> list[Mention]:
    """All mentions of a parsed Doc, unlinked."""
    names = proper_names(doc, known)
    inside = {token.i: name for name in names for token in name.span}
    used: set[int] = set()
    found: list[Mention] = []
    cores: dict[int, Span] = {}
    for name in names:
        mention = _named(name, inside, known)
        found.append(mention)
        cores.setdefault(mention.head.i, name.span)
        used.update(_absorbed(mention))
    used.update(inside)
    doc.user_data[_CORES] = cores
    for token in doc.words:
        if token.i in used:
            continue
        mention_ = _pronoun(token) if token.lower_ in PRONOUNS else None
        if mention_ is None and token.pos_ in _NOMINAL:
            mention_ = _nominal(token, known, inside)
        if mention_ is not None:
            found.append(mention_)
    return _one_per_head(found)


@Language.factory("dateline_mentions", default_config={"seeds": None})
def make_mentions(nlp: Language, name: str, seeds: str | None) -> MentionFinder:  # noqa: ARG001
    """Make the component; ``seeds`` is a folder of the user's own rows, or None."""
    return MentionFinder(directory(Path(seeds) if seeds else None))


class MentionFinder(Layer):
    """Component: ``find_mentions`` on every Doc."""

    def __init__(self, known: Directory) -> None:
        self.known = known

    def fill(self, doc: Doc) -> None:
        set_mentions(doc, find_mentions(doc, self.known))


def _named(name: Name, inside: dict[int, Name], known: Directory) -> Mention:
    """The mention of a name, with the words before it that belong to its phrase."""
    root = name.span.root
    form = "demonym" if name.label == "NORP" and name.country else "name"
    before = relation(root) in ("compound", "adjective", "adverbial") and root.head.i > root.i
    if before or (form == "demonym" and is_adjective(name.span)):
        return Mention(name.span, root, form, name.kind, rule=name.rule, modifier=True)
    head = phrase_head(root, inside)
    start = noun_phrase(head).start
    noun = noun_before(name.span)
    if noun is not None and noun.i not in inside and not title_words(noun, known):
        start = min(start, noun_phrase(noun).start)
    own = name.span.start
    first = left_edge(head.doc, start, own, inside)
    comma = first == own and own - start > 1 and head.doc[own - 1].text == ","
    if comma and known.office([head.doc[own - 2].text]):  # "Russian President, Vladimir Putin"
        first = left_edge(head.doc, start, own - 1, inside)
    span = head.doc[first : name.span.end]
    if not span.start <= head.i < span.end:  # the title turned out to be another's
        head, span = root, name.span
    return Mention(span, head, form, name.kind, rule=name.rule)


def _absorbed(mention: Mention) -> Iterator[int]:
    """The words of a name's phrase that are no mention by themselves: its titles."""
    if mention.modifier:
        return
    for token in mention.span:
        above = token
        while above.i != mention.head.i and above.head.i != above.i:
            if tie(above) in ("possessor", "oblique", "prepositional_object"):
                break
            above = above.head
        if above.i == mention.head.i:
            yield token.i


def _pronoun(token: Token) -> Mention | None:
    if token.pos_ not in ("PRON", "DET", "NOUN", "PROPN"):
        return None
    kind = relation(token)
    if kind in ("expl", "marker", "determiner") and token.lower_ not in ("his", "her", "their"):
        return None
    if token.lower_ == "that" and token.tag_ not in ("WDT", "WP"):
        return None
    if token.lower_ in ("who", "whom", "which", "whose") and not _relative(token):
        return None
    person = token.lower_ in ("he", "him", "his", "himself", "she", "her", "hers", "herself")
    rule = "pronoun"
    return Mention(
        token.doc[token.i : token.i + 1], token, "pronoun", "person" if person else "other", rule
    )


def _relative(token: Token) -> bool:
    """Whether a wh-word stands in a relative clause, not in a question."""
    return any(relation(above) == "relative" for above in (token, *token.ancestors))


def _nominal(token: Token, known: Directory, inside: dict[int, Name]) -> Mention | None:
    if token.ent_type_ in _NOT_MENTIONED:
        return None
    if relation(token) in ("compound", "adjective", "adverbial") and token.head.i > token.i:
        return _doer(token, known, inside)
    if token.lemma_ == "counterpart":
        return Mention(nominal_span(token, 1, inside), token, "nominal", "person", rule="noun")
    if counted(token, known) is not None:
        span = nominal_span(token, 1, inside)
        return Mention(span, token, "nominal", "population", rule="noun")
    if token.pos_ in ("ADJ", "NUM", "DET") and not children(token, "determiner"):
        return None
    if token.lower_ in _SEVERAL and _definite(token):
        return Mention(nominal_span(token, 1, inside), token, "nominal", "population", rule="noun")
    if token.lower_ in _CROWDS and _stands_for_people(token):
        return Mention(nominal_span(token, 1, inside), token, "nominal", "population", rule="noun")
    size = title_words(token, known)
    if not size and token.lower_ == "office" and children(token, "possessor"):
        span = nominal_span(token, 1, inside)
        return Mention(span, token, "nominal", "government", rule="noun")
    if not size:
        return _described(token, inside)
    words = [t.text for t in token.doc[token.i - size + 1 : token.i]]
    office = known.office([*words, token.text]) or known.office([*words, token.lemma_])
    nominal = known.nominal([*words, token.text]) or known.nominal([*words, token.lemma_])
    kind = "person" if office else nominal.kind if nominal else "other"
    single = token.tag_ not in ("NNS", "NNPS")
    if nominal and nominal.plural_only and single and not _of_body(token, inside):
        return None
    if nominal and nominal.one_is_person and single:
        kind = "person"
    return Mention(nominal_span(token, size, inside), token, "nominal", kind, rule="noun")


def _stands_for_people(token: Token) -> bool:
    """Whether a number stands alone before its verb, and counts nothing that is named."""
    alone = not children(token, "oblique", "preposition", "object", "apposition")
    return alone and relation(token) in ("subject", "passive_subject")


def _doer(token: Token, known: Directory, inside: dict[int, Name]) -> Mention | None:
    """A body before the noun of what it does ("a police raid", "the army offensive"). A name
    before it says whose it is, and is a mention itself ("an Israeli army raid")."""
    if token.pos_ != "NOUN" or token.head.lemma_.lower() not in _DEEDS or token.i - 1 in inside:
        return None
    if token.i + 1 != token.head.i or children(token, "compound", "adjective"):
        return None
    nominal = known.nominal([token.text]) or known.nominal([token.lemma_])
    if nominal is None or nominal.kind not in _BODIES:
        return None
    span = token.doc[token.i : token.i + 1]
    return Mention(span, token, "nominal", nominal.kind, rule="noun", modifier=True)


def _of_body(token: Token, inside: dict[int, Name]) -> bool:
    """Whether the name of a body stands right before a noun ("the rebel M23 force")."""
    name = inside.get(token.i - 1)
    return name is not None and name.label == "ORG"


def _described(token: Token, inside: dict[int, Name]) -> Mention | None:
    """A noun that no list knows, which says what a person is: "Ann Lee, a homeopath", "he was a
    legend". It is an actor only by whom it describes."""
    if token.pos_ != "NOUN" or token.tag_ != "NN" or token.ent_type_:
        return None
    if relation(token) == "apposition":
        whom = [token.head]
    elif children(token, "copula") and not children(token, "negation"):
        whom = children(token, "subject")
    else:
        return None
    named = [inside[t.i].kind == "person" if t.i in inside else t.lower_ in _HE for t in whom]
    if not named or not all(named):
        return None
    return Mention(nominal_span(token, 1, inside), token, "nominal", "person", rule=DESCRIBED)


def _definite(token: Token) -> bool:
    """Whether "the two" or "the pair" stands alone, not for two of something."""
    the = [child for child in children(token, "determiner") if child.lower_ in ("the", "these")]
    return bool(the) and not any(child.pos_ == "NOUN" for child in token.children)


def _one_per_head(mentions: list[Mention]) -> list[Mention]:
    """At most one mention a head: the name where a name and a noun claim the same word."""
    best: dict[int, Mention] = {}
    for mention in mentions:
        other = best.get(mention.head.i)
        if other is None or (other.form == "nominal" and mention.form != "nominal"):
            best[mention.head.i] = mention
    return list(best.values())


def _index(doc: Doc) -> dict[int, Mention]:
    """Token position to mention, made once for each list of mentions."""
    found: dict[int, Mention] | None = doc.user_data.get(_INDEX)
    if found is None:
        found = {}
        for mention in sorted(doc._.mentions, key=lambda m: -len(m.span)):
            for token in mention.span:
                found[token.i] = mention
        for mention in doc._.mentions:
            found[mention.head.i] = mention
        doc.user_data[_INDEX] = found
    return found
