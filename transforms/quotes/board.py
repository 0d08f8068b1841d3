"""What is known so far about the quotations of a Doc, shared by the rules that attribute them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from transforms.quotes.cues import Cue
from transforms.quotes.layout import Layout
from transforms.quotes.speakers import Speaker
from transforms.tokens import Span, Token
from transforms.types import Quote

CERTAIN, LIKELY, WEAK, UNKNOWN = 0.95, 0.85, 0.6, 0.3
_SHORT, _TITLE = 3, 3  # letters of a word that titles do not capitalise; words of a title
_STOPS = ",.!?…"


@dataclass(slots=True)
class Attribution:
    """One quotation: its quote, its speaker, the cue that was used.

    ``trailing``: the cue stands after the quotation.
    """

    index: int
    quote: Quote
    speaker: Speaker | None = None
    cue: Cue | None = None
    trailing: bool = False


@dataclass(slots=True)
class Board:
    """The quotations of a page, its cues, and the attributions ``found`` so far, by index."""

    page: Layout
    cues: list[Cue]
    found: dict[int, Attribution] = field(default_factory=dict)

    def make(
        self,
        index: int,
        speaker: Speaker | None,
        cue: Cue | None,
        rule: str,
        confidence: float,
        trailing: bool = False,
    ) -> Attribution:
        """The attribution of one quotation."""
        quote = self.direct(self.page.spans[index], speaker, rule, confidence)
        if cue is not None:
            quote.cue = cue.span
        return Attribution(index, quote, speaker, cue, trailing)

    def direct(self, span: Span, speaker: Speaker | None, rule: str, confidence: float) -> Quote:
        """A direct quote of some words."""
        quote = Quote(span, "direct", rule, confidence)
        if speaker is not None:
            quote.speaker, quote.speaker_actor = speaker.span, speaker.actor
            quote.anonymous, quote.via = speaker.anonymous, speaker.via
        return quote

    def share(self, other: Attribution, index: int, rule: str, confidence: float) -> Attribution:
        """A quote with the speaker and the cue of another one."""
        return self.make(index, other.speaker, other.cue, rule, confidence)

    def proceed(self, before: Attribution, index: int, rule: str, confidence: float) -> Attribution:
        """A quote that continues another one."""
        made = self.share(before, index, rule, confidence)
        made.quote.continues = before.quote
        return made

    def cues_in(self, tokens: Sequence[Token]) -> list[Cue]:
        """The cues among some words, in text order."""
        if not tokens:
            return []
        wanted = {token.i for token in tokens}
        return [cue for cue in self.cues if cue.head.i in wanted]

    def last_sign(self, index: int) -> str:
        """The last character of a quotation, the marks of one inside of it left out."""
        return self.page.last_sign(index)

    def starts_high(self, index: int) -> bool:
        """Whether a quotation begins as a sentence does."""
        text = self.page.spans[index].text.lstrip("[(…. '‘")
        return text[:1].isupper() or text[:1].isdigit()

    def is_whole(self, index: int) -> bool:
        """Whether a quotation may be a statement by itself: not a word or two in marks."""
        count = sum(token.is_alpha or token.like_num for token in self.page.spans[index])
        return count > 2 or (self.last_sign(index) in _STOPS and count > 0)

    def is_sentence(self, index: int) -> bool:
        """Whether a quotation is a sentence by itself, begun and ended inside its marks."""
        if not self.page.opens_sentence(index) or not self.starts_high(index):
            return False
        ended = self.last_sign(index) in ".!?…—,-" or not self.page.quotations[index].closed
        after = self.page.tail(index)
        # '"The Long Road" star ...': a title that begins the writer's sentence.
        title = bool(after) and after[0].text[:1].islower()
        return ended and len(self.page.spans[index]) >= 3 and not title

    def is_title(self, index: int) -> bool:
        """Whether a quotation is written as titles and headings are: "Two Men in a Boat"."""
        words = [t.text for t in self.page.spans[index] if t.is_alpha and len(t.text) > _SHORT]
        capitals = all(word[0].isupper() and not word.isupper() for word in words)
        return len(words) >= _TITLE and capitals and self.last_sign(index) not in "!?"

    def is_embedded(self, index: int) -> bool:
        """Whether a quotation is part of a sentence that the writer began: it has no cue of
        its own after it, unless the beginning is a mere "But" or "In his words"."""
        lead = self.page.lead(index)
        words = [token for token in lead if not token.is_punct]
        joined = len(words) > 1 and not lead[-1].is_punct
        return joined or len(words) > 4 or has_clause(words)

    def paragraph(self, index: int) -> int:
        """The number of the paragraph that a quotation is in."""
        return self.page.paragraph(self.page.quotations[index].outer_start)


def has_clause(tokens: Sequence[Token]) -> bool:
    """Whether some words have a finite verb among them."""
    return any(
        token.tag_ in ("VBD", "VBZ", "VBP") and token.pos_ in ("VERB", "AUX") for token in tokens
    )


def bare_name(tokens: Sequence[Token]) -> Token | None:
    """The head of a stretch that is nothing but a name, else None."""
    kept = [token for token in tokens if not token.is_punct]
    if not kept or len(kept) > 8 or any(token.pos_ in ("VERB", "AUX") for token in kept):
        return None
    names = [token for token in kept if token.pos_ == "PROPN"]
    if not names or kept[0].pos_ not in ("PROPN", "NOUN", "ADJ", "DET"):
        return None
    people = [token for token in names if token.ent_type_ == "PERSON"]
    head = (people or names)[0]
    while head.head in kept and head.head.i != head.i:
        head = head.head
    return head
