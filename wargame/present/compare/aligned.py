"""Games laid beside each other at their decision points: a turn, a step of it, a seat.

What a seat did at a point is told as far as the reader may know: by its decision where that may be read, else by what
the reader was told of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias, get_args

from wargame.core.event_kinds import EventKind
from wargame.core.ids import CONTROL, Phase, SeatId
from wargame.present.replay_detail import three_columns
from wargame.present.report.source import ReportSource

DEEDS: tuple[EventKind, ...] = (
    "order_opened", "signal_made", "message_sent", "offer_made", "offer_countered", "offer_accepted", "offer_rejected",
    "offer_withdrawn", "argument_put", "pledge_made", "notice_given",
)  # fmt: skip
"""Events that tell what a seat did, of which it stands first in `about`."""
ORDER: Mapping[Phase, int] = {phase: place for place, phase in enumerate(get_args(Phase))}

PointKey: TypeAlias = tuple[int, Phase, int, SeatId]
"""Turn, phase, round of talk (0 elsewhere, and where the reader does not know it), seat."""


@dataclass(frozen=True, slots=True)
class Done:
    """What a seat did at a point of one game."""

    items: tuple[str, ...]
    """In words, in order; empty if it did nothing that the reader knows of."""
    lines: tuple[int, ...]
    """Lines of that game's record."""


@dataclass(frozen=True, slots=True)
class DecisionPoint:
    """What a seat did at one point, in each game."""

    turn: int
    phase: Phase
    round: int
    seat: SeatId
    done: tuple[Done | None, ...]
    """One for each game; None where it has not come so far."""

    @property
    def same(self) -> bool:
        """Whether all games that have come so far agree on it."""
        return len({tuple(sorted(each.items)) for each in self.done if each is not None}) < 2

    def apart(self, game: int) -> tuple[str, ...]:
        """What was done in one game and not in all the others; empty for a game that has not come so far."""
        own = self.done[game]
        if own is None:
            return ()
        others = [Counter(each.items) for at, each in enumerate(self.done) if each is not None and at != game]
        left = Counter(own.items)
        for item in left:
            left[item] -= min((each[item] for each in others), default=0)
        return tuple(item for item in dict.fromkeys(own.items) if left[item] > 0)


def aligned(sources: Sequence[ReportSource]) -> tuple[DecisionPoint, ...]:
    """Every point of which anything is told in any game, in the order of play; linear in events and decisions."""
    found = [_done(source) for source in sources]
    keys = sorted({key for each in found for key in each}, key=_ordered(sources[0]))
    return tuple(
        DecisionPoint(*key, tuple(_at(key, own, source) for own, source in zip(found, sources, strict=True)))
        for key in keys
    )


def first_parting(points: Sequence[DecisionPoint]) -> tuple[DecisionPoint, ...]:
    """The points of the first step at which games part: all seats that decided otherwise in it. Empty if none do."""
    first = next((point for point in points if not point.same), None)
    if first is None:
        return ()
    step = (first.turn, first.phase, first.round)
    return tuple(each for each in points if (each.turn, each.phase, each.round) == step and not each.same)


def _ordered(source: ReportSource) -> Callable[[PointKey], tuple[int, int, int, int]]:
    seats = {seat: place for place, seat in enumerate(source.setting.ids)}
    return lambda key: (key[0], ORDER[key[1]], key[2], seats.get(key[3], len(seats)))


def _at(key: PointKey, own: Mapping[PointKey, Done], source: ReportSource) -> Done | None:
    if key in own:
        return own[key]
    return Done((), (source.ends[key[0]],)) if key[0] <= source.game.turns and key[0] in source.ends else None


def _done(source: ReportSource) -> dict[PointKey, Done]:
    found = dict(_decided(source))
    told: dict[PointKey, list[tuple[str, int]]] = {}
    for each in source.telling.told:
        seen = each.seen
        if source.truth or seen.kind not in DEEDS or not seen.about or seen.about[0] == source.viewer:
            continue
        said = f'{seen.text} "{seen.body}"' if seen.body else seen.text
        told.setdefault((seen.turn, seen.phase, 0, seen.about[0]), []).append((said, source.line(each)))
    for key, items in told.items():
        found[key] = Done(tuple(said for said, _ in items), tuple(line for _, line in items))
    return found


def _decided(source: ReportSource) -> Iterator[tuple[PointKey, Done]]:
    for made in source.telling.decisions.values():
        if source.viewer not in (CONTROL, made.seat) or made.turn > source.game.turns:
            continue
        _, said, did = three_columns(made, source.name, heard=False)
        line = source.story.lines[made.id]
        yield (made.turn, made.phase, made.round, made.seat), Done((*said, *did), (line,))
