"""How deeds of a game hang together over the turns: by causes, by the words they broke, and by the trust they cost.

A link by trust is said as `after`: rules record no motive, and none is invented.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Literal

from wargame.core.event_kinds import BROKEN, KINDS, EventKind, subject_of, weight_of
from wargame.core.events import Change
from wargame.core.ids import SeatId
from wargame.review.story import Story
from wargame.review.story_deeds import StoryDeed, ordinary, roots
from wargame.review.story_words import DOERS

How = Literal["cause", "word", "after"]
"""cause: the record names it; word: what a seat had given its word on, and broke; after: trust was lost by it."""
WORDS = ("agreement", "offer", "pledge")
"""Subjects of events by which a seat gives its word."""
AGAINST_WORDS: frozenset[EventKind] = BROKEN | {
    *("agreement_ended", "agreement_lapsed", "notice_given"),
    *("access_suspended", "access_ended", "access_narrowed"),
}
AGAINST: frozenset[EventKind] = frozenset(
    (
        *("clause_breached", "clause_breached_covertly", "pledge_broken", "pledge_broken_covertly", "notice_given"),
        *("access_suspended", "access_ended", "contract_left", "distillation_punished"),
    )
)
"""Deeds by which a seat turns against another, with those of coercion."""
LEAVING: frozenset[EventKind] = frozenset(("open_weights_adopted", "sovereign_model_fielded", "regional_pitch_made"))
"""Deeds by which a seat goes a way of its own: away from a patron or a supplier that cost it its trust."""
LOST, FEARED = 2.0, 0.05
"""Points of trust, and likelihood of being cut off, from which a loss is told."""
RECENT = 2
"""Turns for which a loss of trust is told as having gone before."""
FARTHEST, MOST = 3, 5
"""Steps that a chain goes back, and links of it that are told."""


@dataclass(frozen=True, slots=True)
class ChainLink:
    """A deed that led to another, or that another led to."""

    turn: int
    headline: str
    lead: int
    """Place of the event that says most plainly what it came to, among those told to the viewer."""
    root: int
    """Place of the event with which it began."""
    how: How
    change: Change | None = None
    """The trust that was lost, or the fear that grew, for a link by trust."""


@dataclass(frozen=True, slots=True)
class _Loss:
    place: int
    turn: int
    seat: SeatId
    other: SeatId
    change: Change


class StoryChain:
    """The links between the deeds of one story."""

    def __init__(self, story: Story) -> None:
        """Nothing is looked for before it is asked."""
        self._story = story
        self._roots: dict[int, Mapping[int, int]] = {}
        self._before: dict[int, tuple[ChainLink, ...]] = {}

    def root(self, place: int) -> int:
        """Place of the event with which the deed of an event began."""
        turn = self._turn(place)
        if turn not in self._roots:
            self._roots[turn] = roots(self._story.telling, turn)
        return self._roots[turn][place]

    def before(self, root: int) -> tuple[ChainLink, ...]:
        """What led straight to the deed that began at a place: by each way once, in no order."""
        if root not in self._before:
            deed = self._story.deeds(self._turn(root)).get(root)
            links = () if deed is None else (*self._causes(deed), *self._losses(deed))
            first: dict[int, ChainLink] = {}
            for link in links:
                first.setdefault(link.root, link)
            self._before[root] = tuple(first.values())
        return self._before[root]

    def back(self, root: int) -> tuple[ChainLink, ...]:
        """What led to a deed and to what led to it, in the order in which it happened; the nearest if there is much."""
        found: dict[int, ChainLink] = {}
        edge = [root]
        for _ in range(FARTHEST):
            links = [link for each in edge for link in self.before(each) if link.root not in (root, *found)]
            if found:
                links = [link for link in links if link.how != "word"]
            edge = [link.root for link in links if link.how != "word"]
            for link in links[: max(0, MOST - len(found))]:
                found.setdefault(link.root, link)
        return tuple(sorted(found.values(), key=lambda link: (link.turn, link.lead)))

    def _causes(self, deed: StoryDeed) -> Iterator[ChainLink]:
        """Deeds that the record names as causes; what a word was given on comes by the way in which it was broken."""
        told = self._story.telling.told
        sources = set(self._story.sources(deed))
        for at in deed.places:
            for cause in told[at].because:
                if cause in sources:
                    given = subject_of(told[cause].seen.kind) in WORDS
                    how: How = "word" if given and told[at].seen.kind in AGAINST_WORDS else "cause"
                    yield from (link for link in self._link(cause, how) if link.lead < deed.lead)

    def _losses(self, deed: StoryDeed) -> Iterator[ChainLink]:
        """Deeds by which whoever turns against another, or away, had lost trust a little before."""
        lead = self._story.telling.told[deed.lead].seen
        role = KINDS[lead.kind].roles[:1]
        leaves = lead.kind in LEAVING
        if not role or role[0].name not in DOERS or not (leaves or lead.kind in AGAINST or _coercive(lead.kind)):
            return
        author, others = lead.about[0], lead.about[1:]
        found = [
            loss
            for loss in self._lost
            if loss.seat == author
            and loss.place < deed.root
            and lead.turn - RECENT <= loss.turn
            and (self._bound(author, loss) if leaves else loss.other in others)
        ]
        for loss in sorted(found, key=lambda each: -abs(each.change.after - each.change.before))[:2]:
            yield from self._link(loss.place, "after", loss.change)

    def _bound(self, author: SeatId, loss: _Loss) -> bool:
        """Whether a seat ran a model of the one who cost it its trust, or looks to it as its patron: can leave it."""
        book = self._story.book
        if loss.other == book.patron and author in book.setting.allies:
            return True
        lines = self._story.telling.views[loss.turn - 1].access.values()
        return any((line.holder, line.supplier) == (author, loss.other) for line in lines)

    @cached_property
    def _lost(self) -> Sequence[_Loss]:
        found = []
        for place, told in enumerate(self._story.telling.told):
            for change in () if ordinary(told.seen) else told.seen.changes:
                seat, _, rest = change.variable.partition(".")
                what, _, other = rest.partition(".")
                by = change.after - change.before
                if other and ((what == "trust" and by <= -LOST) or (what == "cutoff" and by >= FEARED)):
                    found.append(_Loss(place, told.seen.turn, SeatId(seat), SeatId(other), change))
        return found

    def _link(self, place: int, how: How, change: Change | None = None) -> Iterator[ChainLink]:
        """A link to the deed of an event, unless that is nobody's deed or mere talk."""
        root, turn = self.root(place), self._turn(place)
        deed = self._story.deeds(turn).get(root)
        if deed is None:
            return
        kind = self._story.telling.told[deed.lead].seen.kind
        if subject_of(kind) in ("talk", "offer") or weight_of(kind) == "routine":
            return
        yield ChainLink(turn, self._story.headline(turn, root), deed.lead, root, how, change)

    def _turn(self, place: int) -> int:
        return self._story.telling.told[place].seen.turn


def _coercive(kind: EventKind) -> bool:
    return subject_of(kind) == "coercion"
