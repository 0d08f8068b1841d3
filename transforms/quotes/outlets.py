"""The outlet through which words came: "told CNN", "on Twitter", "according to Shana"."""

from __future__ import annotations

from transforms import grammar
from transforms.quotes.cues import Cue
from transforms.quotes.layout import Layout
from transforms.tokens import Doc, Span, Token

_NAMING = frozenset({"PROPN", "ADJ", "NOUN"})
_TALKS = frozenset({"interview", "interviews", "remarks", "comments"})
_ON = frozenset({"on", "to", "in", "via", "through"})
_OWN = frozenset({"DET", "PRON", "ADJ", "PART"})
_NETWORK = frozenset({"social", "media", "network", "platform", "messaging", "app", "site"})
_ACCOUNT = frozenset({"account", "channel", "page", "post", "message", "feed", "video"})
_NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM", "DET", "ADJ"})


def find_via(cue: Cue, page: Layout, speaker: Span) -> str | None:
    """The outlet named in the cue's sentence: "told CNN", "on Twitter", "according to Shana"."""
    first, last = page.stretch(cue.head)
    doc = cue.head.doc
    for token in doc.words[first : last + 1]:
        word = token.lower_
        telling = token.text[:1].isupper() or word == "according" or word in _TALKS
        if not telling or page.quoted(token) or speaker.start <= token.i < speaker.end:
            continue
        if (platform := _platform(token, first, page)) is not None:
            return platform
        if (outlet := _in_interview(token, page)) is not None:
            return outlet
        if word == "according" and doc[token.i : token.i + 2].text.lower().endswith("to"):
            if cue.head.i == token.i:
                continue
            head = after_phrase(doc, token.i + 2, last)
            if head is not None and head.pos_ == "PROPN":
                return bare(grammar.noun_phrase(head))
        name = _outlet(token, page)
        if name is not None and name.start > first and token.i > cue.head.i:
            return bare(name)
    return None


def _in_interview(token: Token, page: Layout) -> str | None:
    """The outlet to which somebody spoke or that carried it: "in an interview with Radio Nova",
    "in remarks broadcast by Televisa"."""
    if token.lower_ not in _TALKS:
        return None
    doc = token.doc
    for at in range(token.i + 1, min(token.i + 4, len(doc) - 1)):
        if doc[at].lower_ not in ("with", "to", "by", "on") or page.quoted(doc[at]):
            continue
        for mention in doc._.mentions:
            if at < mention.span.start <= at + 2 or mention.span.start == at + 1:
                actor = mention.actor
                if mention.form == "name" and actor is not None and actor.kind == "organization":
                    return bare(mention.span) if actor.role in (None, "MED") else None
        return None
    return None


def _platform(token: Token, first: int, page: Layout) -> str | None:
    """The network that ends at a word: "on X.", "on his Telegram channel", "on Truth Social"."""
    names = page.lexicon.words["platform"]
    doc, start, end = token.doc, token.i, token.i + 1
    # The full stop of the sentence may be taken for that of an initial: "wrote on X."
    text = token.text.rstrip(".") or token.text
    if start > first and f"{doc[start - 1].lower_} {text.lower()}" in names:
        start, text = start - 1, f"{doc[start - 1].text} {text}"
    elif text.lower() not in names or not text[:1].isupper():
        return None
    behind = doc[end : end + 1].text.lower()
    at = start - 1
    while at > first and (doc[at].pos_ in _OWN or doc[at].lower_ in _NETWORK):
        at -= 1
    if at < first or doc[at].lower_ not in _ON:
        return None
    near = at == start - 1
    return text if near or behind in _ACCOUNT or doc[start - 1].lower_ in _NETWORK else None


def told_outlet(cue: Cue, page: Layout) -> str | None:
    """The outlet that somebody told, by its description ("told radio station La Pampa")."""
    heads = [*grammar.objects(cue.head), *grammar.indirect_objects(cue.head)]
    for head in heads:
        phrase = grammar.noun_phrase(head, appositions=True)
        places = [token.i for token in phrase if token.pos_ == "ADP" and token.lower_ != "of"]
        end = min(places, default=phrase.end)  # "told a news conference | in Utrecht"
        names = [token for token in phrase if token.pos_ == "PROPN" and token.i < end]
        described = any(t.lower_ in page.lexicon.words["outlet"] for t in phrase)
        if described and names and not page.quoted(head):
            return page.doc[names[0].i : names[-1].i + 1].text
    return None


def names_outlet(span: Span, page: Layout) -> bool:
    """Whether a noun phrase is the name or the description of a named outlet."""
    words = page.lexicon.words["outlet"]
    named = any(token.pos_ == "PROPN" for token in span)
    return named and any(token.lower_ in words for token in span)


def after_phrase(doc: Doc, start: int, last: int) -> Token | None:
    """The head of the noun phrase that begins at a token (after "according to")."""
    if start > last:
        return None
    token = doc[start]
    while token.head.i != token.i and start <= token.head.i <= last:
        between = doc[min(token.i, token.head.i) : max(token.i, token.head.i)]
        if token.head.pos_ not in _NOMINAL or any(t.text in ",;:" for t in between):
            break
        token = token.head
    return token if token.pos_ in _NOMINAL else None


def bare(span: Span) -> str:
    """The text of a noun phrase without its article."""
    start = span.start + (1 if span[0].lower_ in ("the", "a", "an") and len(span) > 1 else 0)
    return span.doc[start : span.end].text


def _outlet(token: Token, page: Layout) -> Span | None:
    """The name of an outlet that ends at a word: "Fox News", "the Sydney Morning Herald"."""
    if token.lower_ not in page.lexicon.words["outlet"] or not token.text[:1].isupper():
        return None
    doc, start = token.doc, token.i
    while start > 0 and doc[start - 1].text[:1].isupper() and doc[start - 1].pos_ in _NAMING:
        if doc[start - 1].i > 0 and doc[start].sent.start > start - 1:
            break
        start -= 1
    following = doc[token.i + 1 : token.i + 2]
    if len(following) and following[0].pos_ == "PROPN" and following[0].text[:1].isupper():
        return None
    return doc[start : token.i + 1]
