"""Who sits at a table that the command line opens: scripts, chance, models, and other games' decisions."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from wargame.errors import SpecError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence

    from wargame.core.setting import Seat
    from wargame.players.base import Ask, Player
    from wargame.players.llm.endpoints import Endpoints
    from wargame.players.llm.judge import ModelJudge
    from wargame.players.llm.request import CallRecord
    from wargame.rules.base.rulebook import Rulebook
    from wargame.table.calls import Calls
    from wargame.transcript.entry import Entry
    from wargame.transcript.writing import Log


class Book:
    """The call book of a game whose record is not open yet when its players are made."""

    calls: Calls

    def earlier(self, decision: str, attempt: int) -> CallRecord | None:
        """The recorded attempt of this number, if there is one."""
        return self.calls.earlier(decision, attempt)

    def keep(self, call: CallRecord, texts: Mapping[str, str]) -> None:
        """Record an attempt."""
        self.calls.keep(call, texts)


class Seats:
    """Makes the players of one game, and holds what its models share: endpoints, means, the book of calls."""

    def __init__(
        self,
        *,
        tokens: int | None = None,
        money: float | None = None,
        board: Endpoints | None = None,
    ) -> None:
        """Caps on what the game may take; `board` is shared by several games."""
        self._tokens, self._money = tokens, money
        self.stage: Callable[[str, str], None] | None = None
        """Who is told what a mind is at, by seat: the name of the stage, never its content."""
        self._board = board
        self._budget: Any = None
        self.book = Book()
        self.stand_ins: dict[str, Player] = {}
        """Who plays a model's seat when a phase closes on it."""

    def make(self, spec: str, seat: Seat, seed: int) -> Player:
        """The player of a spec; SpecError says what cannot sit here and what can."""
        from wargame.players import specs

        kind, _, rest = specs.check(spec).partition(":")
        if kind == "recorded":
            return _recorded(spec, Path(rest), seat)
        if kind == "llm":
            return self._model(spec, seat, seed)
        if kind == "human":
            raise SpecError(
                f"--seat {seat.id}={spec}: people sit at `wargame play`; `run` seats scripted, scripted:DOCTRINE, "
                "random, llm:MODEL@URL and recorded:FILE"
            )
        return specs.make(spec, seat, seed)

    def _model(self, spec: str, seat: Seat, seed: int) -> Player:
        from wargame.players.llm.seat import ModelSeat
        from wargame.players.scripted import Scripted

        client = self.board.client(spec, f"{seed}", self.book, self.budget)
        doctrine = Scripted(seat.doctrine, seed)
        self.stand_ins[seat.id] = doctrine
        return ModelSeat(spec, client, doctrine, self._tell_stage)

    def _tell_stage(self, seat: str, text: str) -> None:
        if self.stage is not None:
            self.stage(seat, text)

    async def advise(self, spec: str, ask: Ask, question: str) -> str:
        """What a model advises a person on this seat, from that seat's view alone."""
        from wargame.players.llm.adviser import advise

        return await advise(ask, question, self.board.client(spec, "advice", self.book, self.budget))

    def judge(self, spec: str, number: int, book: Rulebook) -> ModelJudge:
        """A model that gives its opinion of arguments to whoever rules them."""
        from wargame.players.llm.judge import ModelJudge

        name = f"{number} {spec.removeprefix('llm:').partition('@')[0]}"
        return ModelJudge(name, number, self.board.client(spec, "judges", self.book, self.budget), book)

    @property
    def board(self) -> Endpoints:
        """All models of the process."""
        if self._board is None:
            from wargame.players.llm.endpoints import Endpoints

            self._board = Endpoints()
        return self._board

    @property
    def budget(self) -> Any:
        """The means of the game."""
        if self._budget is None:
            from wargame.players.llm.budget import Budget

            self._budget = Budget(tokens=self._tokens, money=self._money)
        return self._budget

    def bind(self, log: Log, entries: Sequence[Entry] = ()) -> None:
        """Keep calls in this record from now on; those that it holds already are not made again, and are counted."""
        from wargame.table.calls import Calls

        self.book.calls = Calls(log, entries)
        if any(entry.kind == "call" for entry in entries):
            self.budget.remember(self.book.calls.kept())

    async def ready(self, specs: Iterable[str]) -> None:
        """Ask every model once before the game; SpecError with the way out if one cannot play."""
        wanted = [spec for spec in specs if spec.startswith("llm:")]
        if wanted:
            from wargame.players.llm.preflight import preflight

            try:
                await preflight(wanted, self.board)
            finally:
                await self.board.aclose()

    async def aclose(self) -> None:
        """Put the connections down."""
        if self._board is not None:
            await self._board.aclose()


def _recorded(spec: str, path: Path, seat: Seat) -> Player:
    from wargame.players.recorded import Recorded
    from wargame.transcript.reading import read
    from wargame.transcript.verify import decisions_of

    own = {name: made for name, made in decisions_of(read(path, mend=True)).items() if made.seat == seat.id}
    if not own:
        raise SpecError(
            f"--seat {seat.id}={spec}: nobody sits on {seat.id} in that transcript; name one where it plays"
        )
    return Recorded(spec, own)


def waits(specs: Iterable[str]) -> bool:
    """Whether anyone sits there whose answers are worth a safe record phase by phase: a person or a model."""
    return any(spec.partition(":")[0] in ("human", "llm") for spec in specs)
