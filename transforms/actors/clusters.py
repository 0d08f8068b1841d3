"""A cluster in the making: one actor, and the mentions that refer to it."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass, field

from transforms.actors.descriptions import Description
from transforms.actors.records import Office, Organisation
from transforms.types import Actor, Mention

_LEADER = frozenset({"leader", "head of state", "ruler", "strongman"})
_BODIES = frozenset({"organization", "government", "military", "armed_group"})


@dataclass(slots=True, eq=False)
class Entity:
    """A cluster. ``offices`` are titles as in offices.csv; ``head`` is the lemma of the noun that
    introduced it, ``heads`` all of its nouns; ``owner`` is whose it is ("her spokesman")."""

    actor: Actor
    mentions: list[Mention] = field(default_factory=list)
    names: list[str] = field(default_factory=list)
    offices: dict[str, int] = field(default_factory=dict)
    body: Organisation | None = None
    named: bool = False
    head: str = ""
    heads: set[str] = field(default_factory=set)
    owner: Actor | None = None
    key: tuple[str, ...] = ()
    _places: list[int] = field(default_factory=list, repr=False)  # of heads, in order
    _in_order: list[Mention] = field(default_factory=list, repr=False)

    def holds(self, office: Office) -> bool:
        """Whether an office fits those of this actor: "the minister" for the defence minister,
        "the general" for the major general, "the leader" for who leads."""
        if office.title in self.offices:
            return True
        if office.title in _LEADER:
            return any(rank == 1 for rank in self.offices.values())
        return any(title.endswith(f" {office.title}") for title in self.offices)

    def add(self, mention: Mention, rule: str, confidence: float = 1.0) -> None:
        """Let a mention refer to this entity."""
        mention.actor = self.actor
        mention.rule = rule
        mention.confidence = confidence
        self.mentions.append(mention)
        at = bisect_left(self._places, mention.head.i)
        self._places.insert(at, mention.head.i)
        self._in_order.insert(at, mention)

    def between(self, start: int, end: int) -> list[Mention]:
        """The mentions whose heads stand from word ``start`` on and before word ``end``."""
        return self._in_order[bisect_left(self._places, start) : bisect_left(self._places, end)]

    def give_up(self) -> list[Mention]:
        """All mentions, in text order, which are this entity's no more."""
        given = self._in_order
        self.mentions, self._places, self._in_order = [], [], []
        return given

    def last_before(self, i: int) -> Mention | None:
        """The last mention whose head stands before word ``i``."""
        count = bisect_left(self._places, i)
        return self._in_order[count - 1] if count else None

    def learn(self, said: Description) -> None:
        """Take over what a mention's words say, where nothing was known."""
        actor = self.actor
        if said.head:
            self.heads.add(said.head)
            self.owner = self.owner or said.owner
        if actor.kind == "person":
            for office in said.offices:
                self.offices.setdefault(office.title, office.rank)
            actor.gender = actor.gender or said.gender
        if (said.offices and actor.kind == "person") or not self.named:
            self.body = self.body or said.body
        if actor.country is None and self.key[:1] != ("org",):
            actor.country = said.country
        if self.key[:1] == ("body",) and actor.role is None and said.kind in _BODIES:
            actor.role = said.role
            actor.kind = said.kind if actor.kind == "organization" else actor.kind
        if actor.role is None and (actor.kind == "person" or not self.named):
            actor.role = said.role
