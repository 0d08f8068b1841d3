"""The state of coreference in one article: its mentions, what they say, and the entities so far."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date

from transforms.actors.clusters import Entity
from transforms.actors.descriptions import Description, describe
from transforms.actors.directory import Directory
from transforms.actors.entities import Names
from transforms.actors.mentions import core_of, mention_at, place_of
from transforms.actors.records import Organisation
from transforms.grammar.labels import relation
from transforms.grammar.phrases import appositions, children, noun_phrase
from transforms.tokens import Doc, Token
from transforms.types import Actor, Mention

_OPEN = frozenset({"“", "``", "«", "„"})
_CLOSE = frozenset({"”", "''", "»"})
_EITHER = frozenset({'"'})
_MARKS = _OPEN | _CLOSE | _EITHER
_SAYING = frozenset({"said", "says", "told", "added", "asked", "wrote", "explained", "noted"})
_LANDS = frozenset({"country", "city_or_region", "government"})
_OFTEN, _MOST = 2, 0.6  # mentions of the country of a story, its share of all countries'
_BESIDE = 20  # tokens between a quotation and the verb of saying beside it
BODIES = frozenset({"organization", "government", "military", "armed_group"})


class Article:
    """Mentions and entities of one Doc; ``resolve`` is set by the component that links."""

    def __init__(self, doc: Doc, known: Directory, day: date) -> None:
        self.doc = doc
        self.known = known
        self.day = day
        self.mentions: list[Mention] = list(doc._.mentions)
        self.by_head = sorted(self.mentions, key=lambda m: m.head.i)
        self.names = Names(doc, known, day)
        self.entities: list[Entity] = self.names.entities
        self.resolve: Callable[[Mention], None] = _nothing
        self._said: dict[int, Description] = {}
        self._quoted = _quotations(doc)
        self._starts = [sentence.start for sentence in doc.sents]
        self._sentences: list[int] = []  # by word
        for number, sentence in enumerate(doc.sents):
            self._sentences += [number] * len(sentence)
        self._opened = {number: i for i, number in reversed(list(enumerate(self._quoted)))}
        self._home: str | None = None
        self._speakers: dict[int, tuple[Mention, ...]] = {}
        self._by_actor: dict[int, Entity] = {}
        self._by_noun: defaultdict[str, list[Entity]] = defaultdict(list)
        self._edges: defaultdict[int, list[Mention]] | None = None
        self._places = [m.head.i for m in self.by_head]

    def said(self, mention: Mention) -> Description:
        """What the words of a mention say, read once."""
        found = self._said.get(mention.head.i)
        if found is None:
            found = describe(mention, self.known, self._who)
            self._said[mention.head.i] = found
        return found

    def names_beside(self, start: int, end: int) -> list[Mention]:
        """The names that begin or end where a stretch of words does, or at the next word: in
        order, and perhaps others nearby."""
        if self._edges is None:
            self._edges = defaultdict(list)
            for mention in self.mentions:
                if mention.form == "name" and not mention.modifier:
                    span, core = mention.span, core_of(mention)
                    for edge in {span.start, span.end, core.start}:
                        self._edges[edge].append(mention)
        edges = (start - 1, end, end + 1)
        near = {m.head.i: m for edge in edges for m in self._edges.get(edge, ())}
        return sorted(near.values(), key=place_of)

    def forget(self) -> None:
        """Read the descriptions anew (names inside phrases have since been linked)."""
        self._said.clear()

    def at(self, token: Token) -> Mention | None:
        """The mention of which this word is the head."""
        found = mention_at(self.doc, token)
        return found if found is not None and found.head.i == token.i else None

    def entity(self, mention: Mention | None) -> Entity | None:
        """The entity to which a mention has been linked."""
        return self.of(mention.actor) if mention is not None else None

    def of(self, actor: Actor | None) -> Entity | None:
        """The entity of an actor."""
        return self._entities().get(id(actor)) if actor is not None else None

    def _entities(self) -> dict[int, Entity]:
        """The entities so far by the ``id()`` of their actors."""
        for entity in self.entities[len(self._by_actor) :]:
            self._by_actor[id(entity.actor)] = entity
        return self._by_actor

    def quoted(self, token: Token) -> int:
        """The number of the quotation in which a word stands, 0 outside of all."""
        return self._quoted[token.i]

    @property
    def home(self) -> str | None:
        """The country where the article's story is: that of its dateline and of most of its
        names; None where they do not agree or the names speak of several."""
        if self._home is None:
            counts: Counter[str] = Counter()
            for entity in self.entities:
                if entity.named and entity.actor.kind in _LANDS and entity.actor.country:
                    counts[entity.actor.country] += len(entity.mentions)
            best = counts.most_common(1)[0][0] if counts else ""
            begun = self.names.dateline in (None, best) and counts[best] >= _OFTEN
            self._home = best if begun and counts[best] > _MOST * counts.total() else ""
        return self._home or None

    def speakers(self, quotation: int) -> tuple[Mention, ...]:
        """The subjects of verbs of saying beside a quotation, in its paragraph: nobody there is
        "he" or "she" to himself."""
        found = self._speakers.get(quotation) if quotation else ()
        if found is None:
            found = tuple(self._find_speakers(quotation))
            self._speakers[quotation] = found
        return found

    def _find_speakers(self, quotation: int) -> Iterator[Mention]:
        first = last = self._opened[quotation]
        while last + 1 < len(self._quoted) and self._quoted[last + 1] == quotation:
            last += 1
        words = self.doc.words
        after = range(last + 1, min(last + _BESIDE, len(words)))
        for steps in (after, range(first - 1, max(first - _BESIDE, -1), -1)):
            for i in steps:
                token = words[i]
                if token.is_space and "\n" in token.text:
                    break
                if token.lower_ in _SAYING and not self._quoted[i]:
                    for subject in children(token, "subject"):
                        if (mention := self.at(subject)) is not None:
                            yield mention

    def sentence(self, token: Token) -> int:
        """The number of the sentence of a word."""
        return self._sentences[token.i]

    def start_of(self, sentence: int) -> int:
        """The first word of a sentence by its number; of those before all others 0, behind
        them the end of the text."""
        if sentence >= len(self._starts):
            return len(self.doc)
        return self._starts[max(sentence, 0)]

    def heads_before(self, token: Token) -> Iterator[Mention]:
        """The mentions whose heads stand before a word, nearest first."""
        for number in range(bisect_left(self._places, token.i) - 1, -1, -1):
            yield self.by_head[number]

    def before(self, token: Token, sentences: int = 1000) -> Iterator[tuple[Entity, Mention]]:
        """Entities mentioned before a word, each with its last mention there, nearest first."""
        first = self._sentences[token.i] - sentences
        entities = self._entities()
        seen: set[int] = set()
        for mention in self.heads_before(token):
            if self._sentences[mention.head.i] < first:
                return
            actor = id(mention.actor)
            if actor in entities and actor not in seen:
                seen.add(actor)
                yield entities[actor], mention

    def new(self, actor: Actor, mention: Mention, key: tuple[str, ...] = ()) -> Entity:
        """An entity of a noun, not named."""
        entity = Entity(actor, head=self.said(mention).head, key=key)
        self.entities.append(entity)
        self._by_noun[entity.head].append(entity)
        return entity

    def of_noun(self, noun: str, token: Token) -> list[Entity]:
        """The entities that this noun introduced, of those mentioned before a word, the one
        mentioned last first."""
        last = [(m.head.i, e) for e in self._by_noun[noun] if (m := e.last_before(token.i))]
        return [entity for _, entity in sorted(last, key=lambda item: -item[0])]

    def learn_beside(self, entity: Entity, mention: Mention) -> None:
        """Body and country from a title that the seeds do not know, in apposition to a name."""
        head = mention.head
        beside = appositions(head) + ([head.head] if relation(head) == "apposition" else [])
        for noun in beside:
            if noun.pos_ != "NOUN" or self.at(noun) is not None:
                continue
            for token in noun_phrase(noun):
                if relation(token) not in ("compound", "possessor", "adjective", "oblique"):
                    continue
                actor = self._who(token)
                if actor is None or actor is entity.actor:
                    continue
                if entity.body is None and actor.kind in BODIES:
                    entity.body = Organisation(
                        actor.name, actor.kind, actor.country, actor.role, actor.code
                    )
                elif entity.actor.country is None and actor.kind == "country":
                    entity.actor.country = actor.country

    def _who(self, token: Token) -> Actor | None:
        mention = self.at(token)
        if mention is None:
            return None
        if mention.actor is None:
            self.resolve(mention)
        return mention.actor


def _nothing(mention: Mention) -> None:
    """Until the linking component has set its own."""


def _quotations(doc: Doc) -> list[int]:
    """For each word the number of the quotation around it, by the marks alone; 0 for none.

    Marks that do not tell left from right open and close in turn; every paragraph starts anew.
    """
    numbers: list[int] = []
    current = count = 0
    for token in doc.words:
        if token.is_space and "\n" in token.text:
            current = 0
        elif token.text in _MARKS:
            if token.text in _OPEN or (token.text in _EITHER and not current):
                count += 1
                current = count
            else:
                current = 0
        numbers.append(current)
    return numbers
