"""Where what is said ends because the writer goes on: another cue, another act, an aside."""

from __future__ import annotations

from transforms import grammar
from transforms.quotes.cues import Cue, is_past
from transforms.quotes.layout import Layout
from transforms.tokens import Span, Token

TRIM = frozenset({",", ";", ":", ".", "—", "–", "-", "--", "!", "?", "(", ")", "…"})
_NEAR = 8  # tokens in ", the news site Northwire reported"
_FURTHER_CUES = frozenset({"say", "add", "tell", "note", "call", "cite", "warn", "argue", "accuse"})
_NOMINAL = frozenset({"DET", "ADJ", "NOUN", "PROPN", "PRON", "NUM"})
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def stops(token: Token) -> bool:
    """Whether a mark ends a phrase: not the hyphen inside a word."""
    return token.text in TRIM and token.tag_ != "HYPH"


def goes_on(at: int, cue: Cue, page: Layout) -> bool:
    """Whether "and" without a comma joins more of what is said: not a further cue, not another
    act of the speaker ("said it was late and left")."""
    doc = cue.head.doc
    if doc[at].pos_ != "CCONJ" or page.quoted(doc[at - 1]) or at + 1 >= len(doc):
        return False
    if stops(doc[at - 1]):
        return False
    following = [token for token in doc[at + 1 : at + 4] if token.pos_ not in ("ADV", "PART")]
    if not following or page.quoted(following[0]) or following[0].is_punct:
        return False
    first = following[0]
    past = first.tag_ in FINITE or (first.tag_ == "VBN" and not grammar.auxiliaries(first))
    if past and _is_order(cue, at):
        return False
    if first.pos_ == "AUX" and first.head.i > first.i:
        first = first.head
        return first.i not in page.cue_heads and first.head.i != cue.head.i
    if first.tag_ in FINITE or first.tag_ == "VBN":
        return first.i not in page.cue_heads and first.head.i != cue.head.i
    return first.pos_ in ("NOUN", "PROPN", "PRON", "DET", "ADJ", "NUM", "ADP", "VERB", "AUX")


def _is_order(cue: Cue, at: int) -> bool:
    """Whether a cue reports an infinitive only, up to a token: "ordered them to leave" and
    then "and closed the gate"."""
    said = cue.head.doc[cue.span.end : at]
    finite = any(token.tag_ in FINITE for token in said)
    return cue.takes("to", "to-object") and not finite and any(t.tag_ == "TO" for t in said)


def _further_cue(following: Span, cue: Cue, page: Layout) -> bool:
    """Whether a cue in the same tense comes at once: ``said ... and warned ...``."""
    verbs = [word for word in following[:2] if word.pos_ != "ADV"]
    if not verbs or verbs[0].i not in page.cue_heads:
        return False
    if verbs[0].tag_ == cue.head.tag_ and cue.head.tag_ in ("VBD", "VBZ"):
        return True
    if cue.head.tag_ == "VBD" and is_past(verbs[0]):
        return True
    at = verbs[0].i + 1
    return verbs[0].tag_ in FINITE and verbs[0].doc[at : at + 1].text.lower() == "that"


def _closes(comma: Token, page: Layout, end: int) -> bool:
    """Whether what follows a comma is nothing but another speaker and cue: ``, X reported``."""
    rest = [token for token in comma.doc[comma.i + 1 : end] if not token.is_space]
    if not 2 <= len(rest) <= _NEAR or rest[-1].i not in page.cue_heads:
        return False
    return rest[-1].tag_ in FINITE and all(t.pos_ in _NOMINAL for t in rest[:-1])


def turns_away(token: Token, cue: Cue, page: Layout, end: int) -> bool:
    """Whether a comma or conjunction begins what the writer, not the speaker, goes on with:
    ``, adding ...``, ``, according to ...``, ``, but he said ...``."""
    following = token.doc[token.i + 1 : min(end, token.i + 8)]
    if not len(following) or token.text == ";":
        return token.text == ";"
    first = following[0]
    if token.text == "," and _closes(token, page, end):
        return True
    if token.pos_ == "CCONJ" and _further_cue(following, cue, page):
        return True
    if token.pos_ == "CCONJ" and first.tag_ in ("VBD", "VBZ") and _is_order(cue, token.i):
        return True
    if token.lower_ in ("though", "although") and token.doc[token.i - 1].text == ",":
        return True
    if token.text == "," and (
        first.lower_ == "according" or (first.tag_ == "VBG" and first.lemma_ in _FURTHER_CUES)
    ):
        return True
    if token.pos_ != "CCONJ" and token.lower_ not in ("while", "though", "although"):
        return False
    if first.pos_ not in ("PRON", "PROPN", "NOUN", "DET", "ADJ"):
        return False
    for word in following:
        if word.i in page.cue_heads and word.tag_ in ("VBD", "VBZ", "VBP"):
            return True
        if word.pos_ in ("VERB", "ADP", "PUNCT", "SCONJ", "CCONJ"):
            return False
    return False
