"""The story of a game: for each turn the few things that mattered, as one viewer may know them.

Deeds with all that came of them are weighed by how far they moved scores, measures of the world and other numbers, each
in units of how far it usually moves in a turn.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from wargame.core.event_kinds import weight_of
from wargame.core.event_values import AgreementClosed, OrderOpened, Signed
from wargame.core.events import Change
from wargame.core.ids import CONTROL, PUBLIC, SeatId, Variable
from wargame.core.telling import Telling, telling
from wargame.core.views import View
from wargame.core.words import Namer
from wargame.errors import SpecError
from wargame.review.position import Positions
from wargame.review.spreads import Spread, spread_of, usual_spread
from wargame.review.story_antecedents import MOST_BEFORE, Antecedent, Antecedents, Sort, sort_of
from wargame.review.story_deeds import StoryDeed, deeds, ordinary, roots
from wargame.review.story_effects import Effects, Measuring, effects
from wargame.review.story_parts import Because, StoryMoment, TurnStory, WeighedMove
from wargame.review.story_purses import emptied
from wargame.review.story_seats import Look, SeatParts, own_look
from wargame.review.story_words import Minds, decided, headline, namer, repeats, sentence, shortened
from wargame.rules.base.rulebook import Rulebook
from wargame.transcript.verify import Replayed

MOST, LEAST = 7, 3
"""Moments of a turn."""
ENOUGH = 1.0
"""Weight from which a deed is told even if there are `LEAST` already: one usual move of one number."""
MOST_MOVED, MOST_REASONS = 5, 4
NEXT = 8
"""Events within which a signing follows the last yes to an offer."""
BY_KIND: Mapping[str, float] = {"blow": 0.5, "deal": 0.3, "news": 0.05, "routine": 0.0}
"""What a deed weighs by the kind of its lead alone."""
AGAIN = 0.5
"""What is left of the weight of what happened in the same way a turn before: it is hardly news."""


@dataclass(frozen=True)
class Story:
    """One viewer's story of a game; turns are told when asked for, and kept."""

    telling: Telling
    book: Rulebook
    spread: Spread = usual_spread
    lines: Mapping[str, int] = field(default_factory=dict)
    """Line of the record of each event that stands, by its place as `number`, and of each decision, by its id."""
    look: Look | None = None
    """What seats knew, where the viewer may know more of it than its own views say."""
    _told: dict[int, TurnStory] = field(default_factory=dict, init=False)
    _found: dict[int, Mapping[int, StoryDeed]] = field(default_factory=dict, init=False)

    @property
    def turns(self) -> range:
        """The turns that can be told: from 1."""
        return range(1, self.telling.turns + 1)

    def turn(self, turn: int) -> TurnStory:
        """The story of a turn, 1 or later; SpecError names the turns that there are.

        Linear in the events of the turn; about a millisecond for each deed where measures are worked out.
        """
        if turn not in self.turns:
            raise SpecError(f"turn {turn}: there is a story of turns 1 to {self.telling.turns}")
        if turn not in self._told:
            self._told[turn] = self._tell(turn)
        return self._told[turn]

    @cached_property
    def name(self) -> Namer:
        """Names of seats, and of models as the viewer knows them."""
        return namer(self.telling, self.book.name)

    def headline(self, turn: int, root: int) -> str:
        """What the deed that began with an event of a turn came to, told as a moment or not; KeyError for no deed."""
        return headline(self.telling, self.deeds(turn)[root], self.name)

    def deeds(self, turn: int) -> Mapping[int, StoryDeed]:
        """The deeds of a turn by the place of the event with which each began; kept."""
        if turn not in self._found:
            self._found[turn] = {deed.root: deed for deed in deeds(self.telling, roots(self.telling, turn))}
        return self._found[turn]

    def whole(self, most: int = 3) -> Iterator[StoryMoment]:
        """The `most` heaviest moments of each turn, turn by turn."""
        for turn in self.turns:
            yield from self.turn(turn).moments[:most]

    def _tell(self, turn: int) -> TurnStory:
        told = self.telling
        found = roots(told, turn)
        before, after = told.views[max(t for t in told.views if t < turn)], told.views[turn]
        moved = effects(Measuring(self.book, told.viewer), told.told, told.of_turn(turn), found, before, after)
        ranked = [(self._weight(deed, moved), deed) for deed in self.deeds(turn).values()]
        ranked.sort(key=lambda item: (-item[0], item[1].root))
        kept = [
            (w, d) for at, (w, d) in enumerate(ranked[:MOST]) if w >= ENOUGH or (at < LEAST and w >= BY_KIND["news"])
        ]
        seats = SeatParts(told, self.book.setting, turn, self._minds, self.name, self.look or own_look(told))
        moments = tuple(self._moment(turn, weight, deed, moved, seats) for weight, deed in kept)
        left = len(ranked) - len(moments)
        return TurnStory(turn, moments, left, moved.before, moved.after, moved.measures, moved.passing, moved.unseen)

    def _weight(self, deed: StoryDeed, moved: Effects) -> float:
        """The length of all its moves together, so that many small ones do not pass for a large one."""
        sizes = [each.spreads * self.nearness(each.variable) for each in self._moves(deed, moved)]
        lead = self.telling.told[deed.lead].seen
        again = AGAIN if lead.turn - 1 in self._times[sort_of(lead)] else 1.0
        return again * (math.hypot(*sizes) + BY_KIND[weight_of(lead.kind)])

    @cached_property
    def _minds(self) -> Minds:
        return Minds(self.telling.decisions.values())

    @cached_property
    def _times(self) -> Mapping[Sort, set[int]]:
        """In which turns each sort of thing happened."""
        found: dict[Sort, set[int]] = {}
        for told in self.telling.told:
            found.setdefault(sort_of(told.seen), set()).add(told.seen.turn)
        return found

    def nearness(self, variable: Variable) -> float:
        """How much a variable counts for the viewer: a seat's own numbers, and what others think of it, double."""
        return 2.0 if self.telling.viewer in variable.split(".") else 1.0

    def _moves(self, deed: StoryDeed, moved: Effects) -> Iterator[WeighedMove]:
        for variable, change in moved.numbers.get(deed.root, {}).items():
            if change.after != change.before and (unit := self.spread(variable)) < math.inf:
                yield _moved(change, unit, moved.last.get(variable, change.after))
        for variable, by in moved.measures.get(deed.root, {}).items():
            start = moved.before.get(variable, 0.0)
            if abs(by) > 1e-9 and (unit := self.spread(variable)) < math.inf:
                yield _moved(Change(variable, start, start + by), unit, moved.after.get(variable, start + by))

    def _moment(self, turn: int, weight: float, deed: StoryDeed, moved: Effects, seats: SeatParts) -> StoryMoment:
        told, name = self.telling, self.name
        lead = told.told[deed.lead].seen
        moves = sorted(self._moves(deed, moved), key=lambda each: (-abs(each.spreads), each.variable))
        said = headline(told, deed, name)
        because = self._because(deed, said, self._led_to(deed), moved)
        return StoryMoment(
            turn,
            weight,
            lead.kind,
            said,
            because,
            tuple(moves[:MOST_MOVED]),
            deed.places,
            deed.lead,
            tuple(line for at in deed.places if (line := self._line(at))),
            tuple(seats.of(deed, because, [each.variable for each in moves])),
        )

    def _because(self, deed: StoryDeed, said: str, sources: Iterable[int], moved: Effects) -> tuple[Because, ...]:
        """What brought it about: decisions and causes on record, what went before, else what can honestly be said.

        Nothing that says the deed over again: no sentence of the headline, and no order told by its own doing.
        """
        first, lead = (self.telling.told[at].seen for at in (deed.root, deed.lead))
        again = isinstance(first.value, OrderOpened) and first.about[:1] == lead.about[:1]
        causes = [at for at in sources if not (again and at == deed.root)]
        closed = self._antecedents.closed(deed)
        if closed is not None:
            causes = [] if isinstance(lead.value, AgreementClosed) else [at for at in causes if at != closed.place]
        causes = [self._signature(at, deed.lead) for at in causes]
        purse = map(self._reason, emptied(self.telling, self.book.setting, deed))
        named = [*([self._reason(closed)] if closed else ()), *self._decided(deed), *map(self._event, causes), *purse]
        named = [each for each in dict.fromkeys(named) if not repeats(each.text, said)]
        if isinstance(first.value, OrderOpened) or len(named) < MOST_BEFORE:
            changes = sorted(
                moved.numbers.get(deed.root, {}).values(),
                key=lambda each: -abs(each.after - each.before) / self.spread(each.variable),
            )
            known = {each.place for each in named if each.place is not None}
            named += (self._reason(each) for each in self._antecedents.before(deed, changes) if each.place not in known)
            named = [each for each in named if not repeats(each.text, said)]
        honest = self._antecedents.honest(deed, bool(named))
        if honest is not None:
            named = [*named[: MOST_REASONS - 1], self._reason(honest, self.telling.told[deed.lead].seen.turn)]
        return tuple(named[:MOST_REASONS])

    @cached_property
    def _antecedents(self) -> Antecedents:
        return Antecedents(self.telling, self.book.setting, self.spread)

    def _reason(self, found: Antecedent, turn: int = 0) -> Because:
        if found.place is None:
            return Because(found.said, turn, None, 0, found.how)
        event = self._event(found.place)
        text = f"{found.value}{found.said or event.text}{f' ({found.aside})' if found.aside else ''}"
        return Because(text, event.turn, found.place, event.line, found.how)

    def _decided(self, deed: StoryDeed) -> Iterator[Because]:
        for at in deed.places:
            if at > deed.lead or (at == deed.lead and not isinstance(self.telling.told[at].seen.value, Signed)):
                continue
            for decision in self.telling.told[at].decisions:
                whole, _, part = decision.partition("#")
                made = self.telling.decisions[whole]
                if words := decided(made, part, self.telling.told[at].seen, self.name):
                    yield Because(words, made.turn, None, self.lines.get(whole, 0), "decision")

    def sources(self, deed: StoryDeed) -> Iterator[int]:
        """Places of events outside of it that brought it about, those of its first event first; and its beginning."""
        inside = set(deed.places)
        if deed.lead != deed.root and not self.telling.told[deed.root].decisions:
            yield deed.root
        outside = dict.fromkeys(cause for at in deed.places for cause in self.telling.told[at].because)
        yield from (cause for cause in outside if cause not in inside and not ordinary(self.telling.told[cause].seen))

    def _led_to(self, deed: StoryDeed) -> Iterator[int]:
        """Places of what led to the event that says what it came to: its beginning, and events outside of the deed."""
        inside, seen, edge = set(deed.places), {deed.lead}, [deed.lead]
        outside: dict[int, None] = {}
        while edge:
            for cause in self.telling.told[edge.pop(0)].because:
                if cause in inside and cause not in seen:
                    seen.add(cause)
                    edge.append(cause)
                elif cause not in inside and not ordinary(self.telling.told[cause].seen):
                    outside.setdefault(cause)
        if deed.lead != deed.root and not self.telling.told[deed.root].decisions:
            yield deed.root
        yield from outside

    def _signature(self, at: int, before: int) -> int:
        """The signing that a last yes brought about, where that is told and stands before a place; else the event."""
        told = self.telling.told
        if told[at].seen.kind == "offer_accepted":
            for later in range(at + 1, min(before, at + NEXT)):
                if isinstance(told[later].seen.value, Signed) and at in told[later].because:
                    return later
        return at

    def _event(self, at: int) -> Because:
        seen = self.telling.told[at].seen
        return Because(shortened(sentence(seen).rstrip(".")), seen.turn, at, self._line(at))

    def _line(self, at: int) -> int:
        return self.lines.get(str(self.telling.told[at].number), 0)


def _moved(change: Change, unit: float, last: float) -> WeighedMove:
    return WeighedMove(change.variable, change.before, change.after, last, (change.after - change.before) / unit)


def story_of(game: Replayed, viewer: str, spread: Spread | None = None) -> Story:
    """The story of a game on record for a seat, `control` (the truth) or `public`; SpecError names them.

    Nothing is told yet but what the viewer saw: linear in the events. `spread` says how far a variable usually moves in
    a turn; without it what was measured of the scenario does. Moments carry lines of the record for every viewer, since
    it is told after play.
    """
    setting = game.sequence.book.setting
    if viewer not in (*setting.by_id, CONTROL, PUBLIC):
        raise SpecError(f"viewer {viewer!r}: it must be one of {', '.join(setting.ids)}, control or public")
    book = game.sequence.book
    seen = telling(setting, book.seed, SeatId(viewer), game.events, game.decisions, numbered=True)
    return Story(seen, book, spread or spread_of(game.game), _lines(game), _looks(game) if viewer == CONTROL else None)


def _looks(game: Replayed) -> Look:
    """What any seat knew at the end of any turn, as control may look it up."""
    positions = Positions(game)
    kept: dict[tuple[SeatId, int], View] = {}

    def look(seat: SeatId, turn: int) -> View | None:
        if (seat, turn) not in kept:
            kept[seat, turn] = positions.view(positions.end_of(turn), seat)
        return kept[seat, turn]

    return look


def _lines(game: Replayed) -> dict[str, int]:
    """Lines of what stands: of events by their number, of decisions by their id."""
    at: dict[str, int] = {}
    for entry in game.record.entries:
        if entry.kind in ("event", "decision"):
            at[str(entry.data["id"])] = entry.n
    numbered = {str(number): at.get(event.id, 0) for number, event in enumerate(game.events, 1)}
    return {**numbered, **{name: at.get(name, 0) for name in game.decisions}}
