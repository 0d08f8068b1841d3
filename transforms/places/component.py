"""Component ``dateline_places``: the places a text names, each as a row of the gazetteer.

A name shared by several places is settled by what is around it: the country or region written
after it, the countries the article speaks of, the dateline, and last the size of the place.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from math import log10
from pathlib import Path

from spacy.language import Language

from transforms.dates.dateline import Chars, Dateline, find_dateline
from transforms.places.gazetteer import Gazetteer, fold, gazetteer
from transforms.tokens import Doc, Span
from transforms.types import Layer, Place, PlaceMention

Found = tuple[Place, str]  # a candidate and the first-order division it lies in

_BUILT = frozenset(
    ("airport", "international", "prison", "station", "stadium", "university", "port")
)
_PLACE_LABELS = frozenset(("GPE", "LOC"))
_LONGEST_NAME = 4  # words, for names that the model did not mark
_SAFE_BEFORE = frozenset(("in", "near", "outside", "inside", "across", "around", "throughout"))
#: English words that are also names of towns: nothing but the model's own label vouches for them.
_WORD_NAMES_TEXT = (
    "bath bend best buffalo central college commerce date east enterprise hope independence "
    "industry liberty male man march may media mobile most nice normal north of orange page "
    "parliament police reading sale same south split union university van victory west white"
)
_WORD_NAMES = frozenset(_WORD_NAMES_TEXT.split())
_BEFORE_NAME = re.compile(
    r"(?:(?:(?:north|south)(?:ern|-?(?:east|west)(?:ern)?)?|(?:east|west)ern|central|upper|lower|"
    r"downtown|mainland|occupied|greater|the|city|town|village|port|capital|province|region|of)\s)+"
)
_AFTER_NAME = re.compile(
    r"(?:['’]s?|\s(?:[Cc]ity|[Rr]egion|[Pp]rovince|[Ss]tate|[Oo]blast|[Dd]istrict|[Gg]overnorate|"
    r"[Cc]ounty|[Pp]refecture|[Aa]rea|[Pp]eninsula|[Ss]trip))+$"
)
_OUTER = re.compile(r",\s((?:[A-Z][\w.’'-]*)(?:\s[A-Z][\w’'-]*){0,2})")
_REGION_WORD = re.compile(
    r"\s?(?:region|province|state|oblast|district|governorate|county|prefecture)\b", re.IGNORECASE
)


class Places(Layer):
    """Fills ``doc._.places``, in the order of the text."""

    def __init__(self, names: Gazetteer) -> None:
        self.names = names

    def fill(self, doc: Doc) -> None:
        context = _Context(doc, self.names)
        dated = {token.i for mention in doc._.dates for token in mention.span}
        mentions: dict[int, PlaceMention] = {}
        dateline = find_dateline(doc.text, doc._.title_end)
        if dateline and (mention := self._read_dateline(doc, dateline, context)):
            mentions[mention.span.start] = mention
            context.countries[mention.place.iso3] += 2
        for span in _named(doc):
            if (
                dateline
                and span.start_char < dateline.span[1]
                and span.end_char > dateline.place[0]
            ):
                continue
            if mention := self._resolve(span, context):
                mentions[span.start] = mention
        for span in self._unmarked(doc, mentions, dateline.span if dateline else (0, 0)):
            if span.start not in dated and (mention := self._resolve(span, context)):
                mentions[span.start] = mention
        doc._.places = [mentions[start] for start in sorted(mentions)]

    def _resolve(self, span: Span, context: _Context) -> PlaceMention | None:
        found = self._lookup(span.text)
        if not found:
            return None
        place, confidence = context.choose(span.start_char, span.end_char, found)
        return PlaceMention(span, place, confidence=confidence)

    def _lookup(self, text: str) -> list[Found]:
        """What a name may be; without its "eastern" or "region" where it is unknown with it."""
        if text.islower() or (self.names.demonym(text) and not self.names.is_country(text)):
            return []  # "us" is not the US
        plain = _AFTER_NAME.sub("", text)
        bare = _BEFORE_NAME.sub("", plain) if _BEFORE_NAME.match(plain) else plain
        for name in (text, plain, bare):
            if found := self.names.candidates(name):
                return found
        return []

    def _read_dateline(
        self, doc: Doc, dateline: Dateline, context: _Context
    ) -> PlaceMention | None:
        span = doc.char_span(*dateline.place, alignment_mode="expand")
        found = self.names.candidates(doc.text[slice(*dateline.place)])
        if span is None or not found:
            return None
        # A dateline names a city; "UNITED STATES -" would be a heading.
        cities = [pair for pair in found if pair[0].kind in ("city", "capital")]
        place, confidence = context.choose(*dateline.place, cities or found)
        return PlaceMention(span, place, dateline=True, confidence=confidence)

    def _unmarked(self, doc: Doc, mentions: dict[int, PlaceMention], skip: Chars) -> Iterator[Span]:
        """Capitalised names after "in" or "near" that the model left without a label."""
        for token in doc[:-1]:
            if token.lower_ not in _SAFE_BEFORE or token.idx < skip[1]:
                continue
            first = token.i + 1 + (doc[token.i + 1].lower_ == "the")
            last = first
            while last < min(first + _LONGEST_NAME, len(doc)) and _is_free_name(doc, last):
                last += 1
            for end in range(last, first, -1):
                span = doc[first:end]
                if first not in mentions and self._is_safe(span, whole=end == last):
                    yield span
                    break

    def _is_safe(self, span: Span, *, whole: bool) -> bool:
        name = span.text
        found = self.names.candidates(name)
        if not found or self.names.demonym(name):
            return False
        if len(span) == 1 and (fold(name) in _WORD_NAMES or len(name) < 4):
            return False
        # "In London Breed's view": part of a longer name is a place only before a comma.
        return whole


def _is_free_name(doc: Doc, position: int) -> bool:
    token = doc[position]
    return (
        not token.ent_type_
        and token.is_alpha
        and token.shape_.startswith("X")
        and token.pos_ in ("PROPN", "")
    )


def _named(doc: Doc) -> Iterator[Span]:
    """The model's places, and the city in the name of a building ("Kabul airport"). A trailing
    possessive is no part of the name."""
    for entity in doc.ents:
        end = entity.end
        if entity.label_ == "FAC" and doc[end - 1].lower_ in _BUILT:
            while end > entity.start and doc[end - 1].lower_ in _BUILT:
                end -= 1
            if end > entity.start and doc[entity.start].pos_ == "PROPN":
                yield doc[entity.start : end]
            continue
        if entity.label_ not in _PLACE_LABELS:
            continue
        while end > entity.start + 1 and doc[end - 1].lower_ in ("'s", "’s", "'", "’"):
            end -= 1
        yield doc[entity.start : end]


class _Context:
    """What an article says about which country a name is to be sought in."""

    def __init__(self, doc: Doc, names: Gazetteer) -> None:
        self.text = doc.text
        self.names = names
        self.countries: Counter[str] = Counter()
        for entity in doc.ents:
            if entity.label_ == "NORP":
                iso3 = names.demonym(entity.text)
            elif entity.label_ in _PLACE_LABELS:
                # Only what can lie in one country alone speaks for that country.
                here = {place.iso3 for place in names.lookup(entity.text)}
                certain = len(here) == 1 or names.is_country(entity.text)
                iso3 = names.country_of(entity.text) if certain else None
            else:
                continue
            if iso3:
                self.countries[iso3] += 1

    def choose(self, start: int, end: int, found: list[Found]) -> tuple[Place, float]:
        """The best candidate for the name at these characters, and how sure that is (0 to 1)."""
        if len(found) == 1:
            return found[0][0], 0.95
        after = self.text[end : end + 40]
        within = self._within(after)
        region = bool(_REGION_WORD.match(after) or _REGION_WORD.search(self.text, start, end))
        scored = sorted(
            (
                (self._score(place, admin1, within, region), -i)
                for i, (place, admin1) in enumerate(found)
            ),
            reverse=True,
        )
        margin = scored[0][0] - scored[1][0]
        return found[-scored[0][1]][0], round(min(0.95, 0.5 + margin / 8), 2)

    def _within(self, after: str) -> list[Found]:
        """The country or region that follows a comma: "Springfield, Illinois"."""
        match = _OUTER.match(after)
        words = match[1].split() if match else []
        for count in range(len(words), 0, -1):
            found = self.names.candidates(" ".join(words[:count]))
            if outer := [pair for pair in found if pair[0].kind in ("country", "region")]:
                return outer
        return []

    def _score(self, place: Place, admin1: str, within: list[Found], region: bool) -> float:
        score = log10(place.population + 10)  # 1 to 9
        if place.kind == "country":
            score += 3
        elif place.kind == "capital":
            score += 2
        elif place.kind == "region":
            # "Washington", "New York" and "Kherson" mean the city unless it says "state".
            score += 3 if region else -1.5
        for outer, division in within:
            if outer.iso3 == place.iso3 and place.kind in ("city", "capital"):
                if outer.kind == "country":
                    score += 6
                elif division and division == admin1:
                    score += 8
        mentioned = self.countries[place.iso3]
        if mentioned and place.kind != "country":
            score += 1.5 + min(mentioned, 4) / 2
        return score


@Language.factory("dateline_places", assigns=["doc._.places"], default_config={"seeds": None})
def make_places(nlp: Language, name: str, seeds: str | None) -> Places:  # noqa: ARG001
    """The component; ``seeds`` is a folder of the user's own rows, or None."""
    return Places(gazetteer(Path(seeds) if seeds else None))
