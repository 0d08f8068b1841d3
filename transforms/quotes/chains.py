"""Cues that take over the speaker of the cue before them: "..., adding that", "... and noted"."""

from __future__ import annotations

from collections.abc import Sequence

from transforms import grammar
from transforms.grammar.clauses import is_passive
from transforms.grammar.labels import relation
from transforms.quotes.cues import Cue, is_past
from transforms.quotes.layout import Layout
from transforms.quotes.speakers import Speaker, speaker_of


def chained_speaker(cue: Cue, page: Layout, cues: Sequence[Cue]) -> Speaker | None:
    """The speaker of ``..., saying ...``: that of the cue before it in the sentence, if any."""
    if cue.head.tag_ != "VBG" or cue.head.i == 0:
        return None
    before = cue.head.doc[cue.head.i - 1]
    quoted = page.quoted(before) and page.last_sign(page.inside[before.i]) == ","
    if not quoted and before.text not in (",", "—", "–", "--") and before.pos_ != "ADV":
        return None
    first, _ = page.stretch(cue.head)
    for other in reversed(cues):
        finite = other.head.tag_ in ("VBD", "VBZ", "VBP") and relation(other.head) != "relative"
        if first <= other.head.i < cue.head.i and finite and not is_passive(other.head):
            return speaker_of(other, page)
    return None


def joined_speaker(cue: Cue, page: Layout, cues: Sequence[Cue]) -> Speaker | None:
    """The speaker of ``... and warned ...`` where the parse shows none, a mere thing ("said the
    dam leaked but noted ..."), or joins it to an infinitive ("urged him to go and offered
    help"): that of the cue before it in the sentence."""
    doc, at = cue.head.doc, cue.span.start - 1
    found = grammar.subjects(cue.head)
    named = any(token.ent_type_ or token.pos_ in ("PRON", "PROPN") for token in found)
    astray = relation(cue.head) == "conjunct" and cue.head.head.tag_ == "VB"
    past = cue.head.tag_ in ("VBZ", "VBP") or is_past(cue.head)
    if not past or (named and not astray):
        return None
    while at > 0 and doc[at].pos_ == "ADV":
        at -= 1
    if at < 0 or doc[at].pos_ != "CCONJ" or is_passive(cue.head):
        return None
    first, _ = page.stretch(cue.head)
    for other in reversed(cues):
        finite = other.head.tag_ in ("VBD", "VBZ", "VBP") and not is_passive(other.head)
        if first <= other.head.i < at and finite:
            return speaker_of(other, page)
    return None
