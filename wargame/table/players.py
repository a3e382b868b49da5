"""Who makes the players of a game: scripts, chance, models with their means, and other games' decisions.

Nothing of models is loaded before one sits down.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from wargame.core.ids import SeatId
from wargame.core.setting import Seat
from wargame.errors import SpecError
from wargame.players import specs
from wargame.players.base import Ask, Player
from wargame.players.scripted.advice import Adviser, scripted_advice
from wargame.table.bench import Bench, BenchMode
from wargame.table.clock import LoopTime, TimeSource
from wargame.table.judges import Judge
from wargame.transcript.entry import Entry
from wargame.transcript.writing import Log

if TYPE_CHECKING:
    from wargame.players.llm.budget import Budget
    from wargame.players.llm.endpoints import Endpoints
    from wargame.players.llm.judge import ModelJudge
    from wargame.rules.base.rulebook import Rulebook
    from wargame.table.calls import Calls

PlayerMaker: TypeAlias = Callable[[str, Seat, int], Player]
"""Makes a player from a spec, for a seat, with the game's seed; SpecError says what cannot sit there."""
StageHeard: TypeAlias = Callable[[SeatId, str], None]
"""Told (seat, stage) as a mind goes on: the stage's name, never its content."""


class ModelMeans:
    """What the models of one game may use: endpoints, which several games share, and a cap on what the game takes."""

    def __init__(
        self,
        *,
        tokens: int | None = None,
        money: float | None = None,
        endpoints: Endpoints | None = None,
        plays_on: bool = False,
    ) -> None:
        """`tokens` and `money` are the most that the game may take; None is no cap.

        `money` is in the currency of the price table. Endpoints are looked up when one is needed. `plays_on` says that
        doctrines play for models that are gone; without it a game without people stops there.
        """
        self._tokens, self._money, self._given, self.plays_on = tokens, money, endpoints, plays_on

    @cached_property
    def endpoints(self) -> Endpoints:
        """All models of the process."""
        if self._given is None:
            from wargame.players.llm.endpoints import Endpoints

            self._given = Endpoints()
        return self._given

    @cached_property
    def budget(self) -> Budget:
        """What the game may take, and has taken."""
        from wargame.players.llm.budget import Budget

        return Budget(tokens=self._tokens, money=self._money)

    def check(self, seat: SeatId, spec: str) -> None:
        """SpecError, with the ways out, if a spec cannot be played here, before anything is opened or written.

        Reads the file of a recording, whole; TranscriptError if that cannot be read. No endpoint is asked.
        """
        asked = specs.parse(spec)
        if asked.kind == "model":
            self.endpoints.endpoint(spec)
        elif asked.kind == "record":
            recorded(asked, seat)

    async def ready(self, wanted: Iterable[str]) -> None:
        """Ask every model among these specs once before the game; SpecError with the way out if one cannot play.

        Waits for all of them at once, and closes the connections. Without a model nothing is asked.
        """
        if models := specs.models_in(wanted):
            from wargame.players.llm.preflight import preflight

            try:
                await preflight(models, self.endpoints)
            finally:
                await self.endpoints.aclose()

    async def aclose(self) -> None:
        """Put down the connections of endpoints that were given."""
        if self._given is not None:
            await self._given.aclose()


@dataclass(frozen=True, slots=True)
class Means:
    """What a game or a table works with; nothing of it is recorded."""

    models: ModelMeans = field(default_factory=ModelMeans)
    """Endpoints of models, and what they may take."""
    make: PlayerMaker | None = None
    """Who makes players instead of the factory; people need nobody to make them."""
    own: Mapping[SeatId, Player] = field(default_factory=dict)
    """Players that are there already, by seat, in a game without people."""
    adviser: Adviser | None = None
    """Whom people ask for advice; by default a model where one plays, and else the seat's own doctrine."""
    judges: Sequence[Judge] | None = None
    """Who gives an opinion of arguments, or rules them where nobody is there; by default judges that are named."""
    time: TimeSource = field(default_factory=LoopTime)


class PlayerFactory:
    """Makes the players of one game, its judges and its adviser; their calls are kept in its record."""

    def __init__(
        self,
        means: ModelMeans,
        log: Log,
        entries: Sequence[Entry] = (),
        stage: StageHeard | None = None,
        prompts: Mapping[str, str] = {},
    ) -> None:
        """For a game with this record; calls that its entries hold are not made again, and are counted.

        `prompts` are those of its header: whoever sits down is asked in the words that they are of.
        """
        self._prompts = prompts
        self._means, self._log, self._entries, self._stage = means, log, entries, stage or _nobody_hears

    def make(self, spec: str, seat: Seat, seed: int) -> Player:
        """The player of a spec; SpecError says what cannot sit here and what can. A recording is read whole."""
        asked = specs.parse(spec)
        if asked.kind == "model":
            return self._model(spec, seat, seed)
        if asked.kind == "record":
            return recorded(asked, seat.id)
        return specs.make(spec, seat, seed)

    def _model(self, spec: str, seat: Seat, seed: int) -> Player:
        from wargame.players.llm.seat import ModelSeat
        from wargame.players.llm.shown import shown_of
        from wargame.players.llm.wording_sets import wording_of
        from wargame.players.scripted import script_of

        client = self._means.endpoints.client(spec, f"{seed}", self._calls, self._means.budget)
        plays_on, wording = self._means.plays_on, wording_of(self._prompts)
        fallback, shown = script_of(seat, seed), shown_of(self._prompts)
        return ModelSeat(spec, client, fallback, self._stage, plays_on=plays_on, wording=wording, shown=shown)

    def judges(self, wanted: Iterable[str], book: Rulebook) -> tuple[Judge, ...]:
        """Models that give their opinion of arguments, in this order; SpecError if one cannot be called."""
        return tuple(self._judge(spec, number, book) for number, spec in enumerate(wanted, 1))

    def bench(self, mode: BenchMode, wanted: Iterable[str], book: Rulebook) -> Bench:
        """The same models as judges who rule, each of whom is waited for as long as its endpoint takes."""
        made = (self._judge(spec, number, book, rules=True) for number, spec in enumerate(wanted, 1))
        return Bench(mode, {judge.name: judge for judge in made})

    def _judge(self, spec: str, number: int, book: Rulebook, *, rules: bool = False) -> ModelJudge:
        from wargame.players.llm.judge import ModelJudge
        from wargame.players.llm.shown import shown_of

        client, shown = (
            self._means.endpoints.client(spec, "judges", self._calls, self._means.budget),
            shown_of(self._prompts),
        )
        return ModelJudge(f"{number} {specs.parse(spec).model}", number, client, book, rules=rules, shown=shown)

    def adviser(self, seated: Iterable[str]) -> Adviser:
        """A model advises where one plays, from the asking seat's view alone; the seat's own doctrine elsewhere."""
        spec = next(iter(specs.models_in(seated)), None)
        if spec is None:
            return scripted_advice

        async def advise(ask: Ask, question: str) -> str:
            from wargame.players.llm.adviser import advise as asked

            client = self._means.endpoints.client(spec, "advice", self._calls, self._means.budget)
            return await asked(ask, question, client)

        return advise

    @cached_property
    def _calls(self) -> Calls:
        from wargame.table.calls import Calls

        calls = Calls(self._log, self._entries)
        prices = self._means.endpoints.prices
        self._means.budget.remember(calls.kept(), lambda call: prices.at(call.endpoint, call.model))
        self._means.endpoints.remember(call for call, _ in calls.kept())
        return calls


def recorded(spec: specs.PlayerSpec, seat: SeatId) -> Player:
    """A player that repeats what a seat did in another game; SpecError if nobody sat there.

    Reads the whole transcript, its torn end left out; TranscriptError if it cannot be read.
    """
    from wargame.players.recorded import Recorded
    from wargame.transcript.reading import read
    from wargame.transcript.verify import decisions_of

    own = {name: made for name, made in decisions_of(read(Path(spec.file), mend=True)).items() if made.seat == seat}
    if not own:
        raise SpecError(f"seat {seat}={spec}: nobody sits on {seat} in that transcript; name one where it plays")
    return Recorded(spec.text, own)


def _nobody_hears(seat: SeatId, stage: str) -> None: ...
