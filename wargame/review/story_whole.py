"""The whole game by its weightiest moments, ranked by what they moved over the game and not in their own turn alone.

A move counts by how much of it still held at the ends of the turns from then on: what was reversed a turn later was no
turning point. What a deed brought about in later turns, by the causes on record, counts for it as well.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from wargame.core import names
from wargame.core.codebook import owner
from wargame.core.event_kinds import weight_of
from wargame.core.ids import SeatId, Variable
from wargame.review.consequences import Reach, reaches
from wargame.review.endings import ENDINGS, Threshold
from wargame.review.story import BY_KIND, Story
from wargame.review.story_antecedents import Sort, sort_of
from wargame.review.story_chain import AGAINST_WORDS, ChainLink, How, StoryChain
from wargame.review.story_parts import StoryMoment, WeighedMove
from wargame.transcript.verify import Replayed

MOST = 9
"""Moments of the whole game."""
FEWEST = 5
SLIGHT = 0.25
"""Part of the heaviest moment's weight below which no more than `FEWEST` are told."""
CARRIED: Mapping[How, float] = {"cause": 0.5, "after": 0.25, "word": 0.0}
"""Part of the weight of what came of a deed in later turns that counts for the deed, by how the two hang together."""
MOST_LATER = 4
SCORE = ".score"
BARS: Mapping[Threshold, tuple[str, ...]] = {
    bar: tuple(ending.name for ending in ENDINGS if bar in ending.conditions)
    for bar in dict.fromkeys(bar for ending in ENDINGS for bar in ending.conditions)
}
"""Every bar of an ending, and the endings that ask for it."""
POINTS = 0.05
"""Points of a score from which a move of it is told."""


@dataclass(frozen=True, slots=True)
class HeldMove:
    """How far a number was moved, and how much of it held."""

    variable: Variable
    before: float
    """In the unit of the variable."""
    after: float
    spreads: float
    """In units of how far this variable usually moves in a turn, with its sign."""
    held: float
    """0-1: the part of the move that still held: of a score at the end of the game, else on average from then on."""
    reach: bool = False
    """Whether it is what a holder could field with what was at hand, which it fields by and by."""


@dataclass(frozen=True, slots=True)
class Crossing:
    """A number that a moment took over a bar by which games end in one way or another."""

    bar: Threshold
    over: bool
    """Whether it stood at the bar or above when the turn was over, and below when it began; else the reverse."""
    endings: tuple[str, ...]
    """The endings that ask for this bar, by name."""
    stayed: bool
    """Whether it stood on that side when the game was over, as far as it is told."""


@dataclass(frozen=True, slots=True)
class WholeMoment:
    """One of the things that mattered in a game."""

    moment: StoryMoment
    weight: float
    """In usual moves of one number in a turn, each counted by how long it held, with what came of it later."""
    moved: tuple[HeldMove, ...]
    """The largest first, by what held."""
    scores: Mapping[SeatId, float]
    """Points by which it moved each score that the viewer can count; only what is at least a twentieth of one."""
    broke: bool
    """Whether a word that somebody had given was broken or ended by it."""
    led_here: tuple[ChainLink, ...]
    """What led to it in earlier turns, the oldest first."""
    led_to: tuple[ChainLink, ...]
    """What came of it in later turns, in their order."""
    crossed: tuple[Crossing, ...]
    """Bars of endings that its turn took a number over, where it moved that number the furthest of all in its turn."""
    times: int
    """How often the like stood among the moments of the game: the same kind of event about the same seats."""


def whole_game(story: Story, game: Replayed | None = None) -> tuple[WholeMoment, ...]:
    """The five to nine weightiest moments of all turns that are told, the heaviest first; fewer if fewer are there.

    With the `game` it counts as well what came within the reach of whom by access that changed: for control's story.
    Tells every turn that was not told yet: about a second for 1,700 events told to control, kept by the story.
    """
    deeds = _Deeds(story, game)
    found = sorted(
        (deeds.weighed(each) for turn in story.turns for each in story.turn(turn).moments),
        key=lambda each: (-each.weight, each.moment.lead),
    )
    first: dict[object, WholeMoment] = {}
    for each in found:
        first.setdefault(deeds.sort(each.moment), each)
    ranked = list(first.values())[:MOST]
    least = ranked[0].weight * SLIGHT if ranked else 0.0
    return tuple(each for at, each in enumerate(ranked) if at < FEWEST or each.weight >= least)


def moment_in_game(story: Story, moment: StoryMoment, game: Replayed | None = None) -> WholeMoment:
    """A moment of a story with what led to it and what came of it, weighed like those of `whole_game`."""
    return _Deeds(story, game).weighed(moment)


class _Deeds:
    """The moments of a story, and how they hang together over the turns."""

    def __init__(self, story: Story, game: Replayed | None) -> None:
        self._story, self._game = story, game
        self._chain = StoryChain(story)
        self._reach: dict[int, Mapping[int, Reach]] = {}

    def sort(self, moment: StoryMoment) -> Sort:
        return sort_of(self._story.telling.told[moment.lead].seen)

    def weighed(self, moment: StoryMoment) -> WholeMoment:
        """A moment by what it moved over the game."""
        story = self._story
        moved = [*(self._held(moment.turn, move) for move in moment.moved), *self._reached(moment)]
        moved.sort(key=lambda m: -abs(m.spreads) * m.held)
        own = [self._counted(moment.turn, each) for each in moved]
        root = self._chain.root(moment.lead)
        later = self._later.get(root, ())
        carried = [CARRIED[link.how] * weight for link, weight in later]
        return WholeMoment(
            moment,
            math.hypot(*own, *carried) + BY_KIND[weight_of(moment.kind)],
            tuple(moved),
            self._scores(moment.turn, root),
            any(story.telling.told[at].seen.kind in AGAINST_WORDS for at in moment.places),
            self._chain.back(root),
            tuple(link for link, _ in later[:MOST_LATER]),
            tuple(self._crossed(moment.turn, root)),
            self._times[self.sort(moment)],
        )

    def _held(self, turn: int, move: WeighedMove) -> HeldMove:
        by = move.after - move.before
        turns = self._story.turns[-1:] if move.variable.endswith(SCORE) else self._story.turns[turn - 1 :]
        ends = [self._at_end(later, move.variable) for later in turns]
        parts = [min(1.0, max(0.0, (value - move.before) / by)) for value in ends if value is not None]
        held = sum(parts) / len(parts) if parts else 1.0
        return HeldMove(move.variable, move.before, move.after, move.spreads, held)

    def _counted(self, turn: int, move: HeldMove) -> float:
        """What a move weighs: of a score what was left of it in the end, of all else the less the later it came."""
        turns = self._story.turns[-1]
        late = 1.0 if move.variable.endswith(SCORE) else math.sqrt((turns - turn + 1) / turns)
        return move.spreads * move.held * late * self._story.nearness(move.variable)

    def _reached(self, moment: StoryMoment) -> Iterator[HeldMove]:
        """What came within the reach of somebody, or went out of it, by access that changed."""
        found = self._reaches(moment.turn)
        for at in moment.places:
            reach = found.get(self._story.telling.told[at].number)
            if reach is not None and reach.after != reach.before:
                variable = names.capability(reach.holder, reach.area)
                spreads = (reach.after - reach.before) / self._story.spread(variable)
                yield HeldMove(variable, reach.before, reach.after, spreads, 1.0, reach=True)

    def _reaches(self, turn: int) -> Mapping[int, Reach]:
        """By the number of an event of a turn, whose reach it changed."""
        if self._game is None:
            return {}
        if turn not in self._reach:
            numbers = {event.id: at for at, event in enumerate(self._game.events, 1) if event.turn == turn}
            events = [event for event in self._game.events if event.turn == turn]
            reached = reaches(self._story.book, self._game.states[turn - 1], events)
            self._reach[turn] = {numbers[name]: reach for name, reach in reached.items()}
        return self._reach[turn]

    def _scores(self, turn: int, root: int) -> Mapping[SeatId, float]:
        moved = self._story.turn(turn).by_deed.get(root, {})
        seats = {owner(variable): by for variable, by in moved.items() if variable.endswith(SCORE)}
        return {seat: by for seat, by in sorted(seats.items(), key=lambda each: -abs(each[1])) if abs(by) >= POINTS}

    def _crossed(self, turn: int, root: int) -> Iterator[Crossing]:
        told, last = self._story.turn(turn), self._story.turn(self._story.turns[-1]).after
        for bar, endings in BARS.items():
            before, after = (values.get(bar.variable) for values in (told.before, told.after))
            if before is None or after is None or (before >= bar.value) == (after >= bar.value):
                continue
            by = {deed: moved.get(bar.variable, 0.0) * (after - before) for deed, moved in told.by_deed.items()}
            if by.get(root, 0.0) > 0 and by[root] == max(by.values()):
                over = after >= bar.value
                yield Crossing(bar, over, endings, (last.get(bar.variable, after) >= bar.value) == over)

    def _at_end(self, turn: int, variable: Variable) -> float | None:
        measured = self._story.turn(turn).after.get(variable)
        return self._story.telling.views[turn].values.get(variable) if measured is None else measured

    @cached_property
    def _moments(self) -> Mapping[int, StoryMoment]:
        """Every moment of the game by the place with which its deed began."""
        told = (each for turn in self._story.turns for each in self._story.turn(turn).moments)
        return {self._chain.root(each.lead): each for each in told}

    @cached_property
    def _times(self) -> Mapping[Sort, int]:
        return Counter(self.sort(each) for each in self._moments.values())

    @cached_property
    def _later(self) -> Mapping[int, Sequence[tuple[ChainLink, float]]]:
        """By the root of a moment, what it brought about in later turns: a link to it, and what it weighs."""
        found: dict[int, list[tuple[ChainLink, float]]] = {}
        for root, moment in self._moments.items():
            for link in self._chain.before(root):
                source = self._moments.get(link.root)
                if source is not None and source.turn < moment.turn and CARRIED[link.how]:
                    there = ChainLink(moment.turn, moment.headline, moment.lead, root, link.how, link.change)
                    found.setdefault(link.root, []).append((there, moment.weight))
        return found
