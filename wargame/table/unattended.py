"""The pacing of a game without people: nobody keeps its time, but there may be a limit for each answer."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from wargame.core.arguments import CaseUnderArgument, Mode
from wargame.core.control_acts import Act, RuleArgument
from wargame.core.ids import CONTROL, SeatId
from wargame.errors import SpecError
from wargame.rules.control.rulings import MOST_SIDED
from wargame.rules.turn.sequence import Asked, Held
from wargame.table.bench import Bench, check_bench
from wargame.table.timekeeping import Paced
from wargame.transcript.overrides import now

if TYPE_CHECKING:
    import asyncio


NEEDS_NOBODY: tuple[Mode, ...] = ("rules", "dice")
"""Ways of ruling arguments that no person has to judge, vote or propose for."""
WHO = "nobody"
"""Who rules in a game without people, in place of a person's handle."""
REASON = "ruled without people: every reason that was given counts one"


def check_adjudication(mode: str, judges: int = 0) -> None:
    """SpecError for a way of ruling arguments that somebody would have to be there for, or that judges cannot rule in.

    `judges` is how many models rule.
    """
    if judges:
        check_bench(mode, judges)
    elif mode not in NEEDS_NOBODY:
        raise SpecError(f"adjudication: {mode} needs people who judge; without them it is {' or '.join(NEEDS_NOBODY)}")


class Unattended:
    """The pacing of a game without people: it stops nowhere, and time is no part of its record.

    Arguments are ruled by the rules, in a way of control that needs nobody's judgement, or by judges.
    """

    _game: Paced

    def __init__(self, seconds: float | None = None, adjudication: Mode = "rules", bench: Bench | None = None) -> None:
        """`seconds` is what a player that must be waited for has for each answer; None waits for ever.

        With `adjudication="dice"` two dice decide each argument by the reasons that were given for and against it,
        where the rules count the credible ones alone. With a `bench` its judges rule, in its own way. SpecError for a
        way that needs people.
        """
        if bench is None:
            check_adjudication(adjudication)
        self._seconds, self._adjudication, self._bench = seconds, adjudication, bench
        self._alarms: dict[SeatId, asyncio.TimerHandle] = {}

    def paces(self, game: Paced) -> None:
        """This is the game."""
        self._game = game

    def entered(self, step: Asked | Held) -> None:
        """Nothing of it is recorded."""
        self.end()

    def stops(self, step: Held) -> bool:
        """Nobody is there who would act."""
        return False

    async def ruled(self, step: Held) -> None:
        """What dice or judges are to rule is ruled on the way; judges are waited for, and all rule or none."""
        if step.phase != "adjudication":
            return
        cases = [case for case in self._game.sequence.state.arguments.values() if case.odds is None]
        if self._bench is not None:
            for move, reason in await self._bench.rulings(cases, self._game.view(CONTROL)):
                self._act(self._bench.name, move, reason)
        elif self._adjudication == "dice":
            for case in cases:
                self._act(WHO, _by_dice(case), REASON)

    def _act(self, who: str, move: RuleArgument, reason: str) -> None:
        act = Act(id=self._game.past.next_act, who=who, role="controller", move=move, reason=reason)
        self._game.act(act, now())

    def asking(self, seat: SeatId) -> None:
        """The time of a seat that must be waited for begins."""
        if self._seconds is not None and not self._game.players[seat].instant:
            import asyncio

            why = f"no answer within {self._seconds:g} seconds"
            loop = asyncio.get_running_loop()
            self._alarms[seat] = loop.call_later(self._seconds, self._game.late, seat, why)

    def sealed(self, seat: SeatId) -> None:
        """Its time is over."""
        if self._alarms and (alarm := self._alarms.pop(seat, None)) is not None:
            alarm.cancel()

    def seconds(self, seat: SeatId) -> float | None:
        """What it has for each answer."""
        return self._seconds

    def bears(self, fault: BaseException) -> bool:
        """Nothing but lateness: whoever runs games alone wants to see what failed, and goes on with it mended."""
        return False

    def gone(self, seat: SeatId, why: str) -> bool:
        """Seats keep their players: a game of models alone stops, or plays on with scripts if that was chosen."""
        return False

    def noted(self, kind: str, data: dict[str, Any]) -> None:
        """Nothing of the record bears on it."""

    def end(self) -> None:
        """Nobody is waited for any more."""
        for alarm in self._alarms.values():
            alarm.cancel()
        self._alarms.clear()


def _by_dice(case: CaseUnderArgument) -> RuleArgument:
    pros = tuple(reason.text for reason in (*case.argument.reasons, *case.pros))[:MOST_SIDED]
    cons = tuple(reason.text for reason in case.cons)[:MOST_SIDED]
    return RuleArgument(case=case.id, mode="dice", pros=pros, cons=cons)
