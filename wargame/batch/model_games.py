"""Games of an experiment in which models sit or judge: many at once in a process, under one cap.

A game in progress has a file of its own in `playing/`, in which every call stands before its effect: a game that is
broken off goes on from there and pays for no call twice. Once it is over, its record is made lean and sealed like any
other, and that file goes.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.batch.experiment_cell import ExperimentCell
from wargame.batch.fault_lines import in_a_line
from wargame.batch.game_played import PlayedRun, read_again
from wargame.batch.ledger_writer import LedgerWriter
from wargame.batch.means_taken import PLAYING, Amount, check_prices
from wargame.batch.planned import ExperimentPlan, PlannedRun
from wargame.batch.record_start import RecordStart
from wargame.batch.steering import LOOKS_EVERY, Helm
from wargame.core.spec_words import is_model
from wargame.errors import BudgetSpent, ExperimentError, ModelGone
from wargame.loops import finish
from wargame.players.llm.shown import drawn_for
from wargame.table.opening import gone_on_with, new_game, resumed_game
from wargame.table.players import Means, ModelMeans
from wargame.transcript.lean import lean_entries, made_lean
from wargame.transcript.reading import Transcript, read
from wargame.transcript.setup import GameSetup

if TYPE_CHECKING:
    from wargame.batch.folder_budget import FolderBudget
    from wargame.batch.room_for_games import RoomForGames
    from wargame.players.llm.endpoints import Endpoints
    from wargame.table.game import RunningGame

AT_ONCE = 64
"""Games that are played at once unless somebody says otherwise."""
REACHED = "a game has reached the cap, and there are no others who could leave room"
GameEnded = Callable[[PlayedRun], None]
"""Told of every game that was tried, with what came of it."""


@dataclass(frozen=True, slots=True)
class ModelSession:
    """What the model games of one session share."""

    plan: ExperimentPlan
    writer: LedgerWriter
    outcomes: str
    """Hash of what is read out of games."""
    ended: GameEnded
    helm: Helm
    games: int = AT_ONCE
    """How many are played at once."""
    most_failures: int | None = None
    share: tuple[int, int] = (1, 1)
    """Which share of the games it plays, and of how many."""
    waits: Callable[[str], None] = lambda _: None
    """Told once of each reason for which games are not begun under a cap."""
    left_out: Callable[[int], None] = lambda _: None
    """Told again and again for how many games a cap has no room, and of 0 once it has."""

    @property
    def folder(self) -> Path:
        """Where games in progress lie."""
        return self.writer.folder / PLAYING

    def play(self, runs: Sequence[PlannedRun]) -> None:
        """Play these games, those first that were begun, until all are tried, or a cap has no room for another.

        SpecError, before a call is made, if a model cannot be reached, or has no price where money is capped.
        ExperimentError if the folder cannot be written; what was sealed is kept. Being interrupted leaves every game in
        progress in its file.
        """
        finish(self._play(runs))

    async def _play(self, runs: Sequence[PlannedRun]) -> None:
        from wargame.batch.beside_remarks import turns_of
        from wargame.batch.folder_budget import FolderBudget
        from wargame.batch.room_for_games import ALONE, RoomForGames, SealedElsewhere, at_first
        from wargame.players.llm.endpoints import Endpoints

        if self.folder.exists() and not self.folder.is_dir():
            raise ExperimentError(f"{self.folder}: games in progress stand in a folder of this name; move the file")
        means = self.plan.experiment.budget
        batch = FolderBudget(self.writer.folder, self.share, means.tokens, means.money)
        endpoints = Endpoints(batch=batch)
        models = sorted({spec for run in runs for spec in self._cell(run).models})
        check_prices(models, batch.money, endpoints)
        await ModelMeans(endpoints=endpoints).ready(models)
        batch.are_trials()
        asked = {run.id: self._cell(run) for run in runs}
        priced = [price for spec in models if (price := endpoints.prices.of(endpoints.endpoint(spec))) is not None]

        def guess(run: str) -> Amount:
            cell = asked[run]
            seats = sum(is_model(spec) for spec in cell.setup.seats.values())
            return at_first(turns_of(cell), seats + len(cell.judges), priced)

        elsewhere = SealedElsewhere(self.writer.folder, self.share) if self.share[1] > 1 else dict
        room = RoomForGames(batch, self.writer.contents.sealed, guess, elsewhere)
        table = _Table(self, endpoints, batch, room)
        tasks: set[asyncio.Task[None]] = set()
        waiting = _Waiting(self.waits, batch, alone=self.share[1] == 1)
        queue = deque(sorted(runs, key=lambda run: not _is_begun(self._path(run))))
        try:
            while queue or tasks:
                busy = not queue or self._must_wait(tasks)
                lacks = "" if busy else table.lacks() or room.begin(queue[0].id, self._path(queue[0]))
                if not busy and not lacks:
                    self.left_out(0)
                    tasks.add(asyncio.ensure_future(table.one(queue.popleft())))
                    continue
                self.left_out(0 if busy or lacks == ALONE else len(queue))
                if lacks:
                    waiting.tells(len(queue), lacks, is_alone=lacks == ALONE)
                    if not tasks and waiting.is_in_vain():
                        break
                done, tasks = await _one_of(tasks)
                await asyncio.gather(*done)
                queue.extendleft(table.given_back())
                if table.is_closed:
                    queue.clear()
            table.gives_up()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
            await endpoints.aclose()

    def _must_wait(self, playing: Collection[object]) -> bool:
        """Whether no game may be begun beside those that are played."""
        asked = self.helm.look()
        return asked.paused or len(playing) >= (asked.games or self.games)

    def _path(self, run: PlannedRun) -> Path:
        return self.folder / f"{run.id}.jsonl"

    def _cell(self, run: PlannedRun) -> ExperimentCell:
        return self.plan.cells[run.cell]


async def _one_of(
    tasks: set[asyncio.Task[None]],
) -> tuple[set[asyncio.Task[None]], set[asyncio.Task[None]]]:
    """Those games that are over and those that are not, once one is, or when it is time to look what is asked."""
    if not tasks:
        await asyncio.sleep(LOOKS_EVERY)
        return set(), tasks
    return await asyncio.wait(tasks, timeout=LOOKS_EVERY, return_when=asyncio.FIRST_COMPLETED)


class _Waiting:
    """Says why games of a session are not begun, each kind of reason once, and whether it is of use to wait."""

    def __init__(self, say: Callable[[str], None], batch: FolderBudget, *, alone: bool) -> None:
        """`alone`: there are no other shares."""
        self._say, self._batch, self._alone = say, batch, alone
        self._told: set[str] = set()
        self._count = 0

    def tells(self, count: int, lacks: str, *, is_alone: bool) -> None:
        """So many games are not begun, for what the cap lacks; `is_alone` where it is only not known yet."""
        self._count = count
        if lacks == REACHED:  # the game that found it so has told it
            return
        self._once("first" if is_alone else "room", f"wait{'s' if count == 1 else ''}: {lacks}")

    def is_in_vain(self) -> bool:
        """Whether nobody plays a game who could leave room; this session plays none."""
        if there := self._batch.games_elsewhere:
            played = f"{there} that {'is' if there == 1 else 'are'} played in other shares"
            self._once("others", f"wait{'s' if self._count == 1 else ''} for {played}: they may leave room")
        elif not self._alone:
            lets = "give the same command again once there is a higher cap"
            self._once(
                "over", f"{'is' if self._count == 1 else 'are'} left, and nobody plays who could leave room: {lets}"
            )
        return not there

    def _once(self, kind: str, what: str) -> None:
        if kind not in self._told:
            self._told.add(kind)
            self._say(f"{self._count} of its games {what}")


class _Table:
    """The games of a session under way."""

    def __init__(self, session: ModelSession, endpoints: Endpoints, batch: FolderBudget, room: RoomForGames) -> None:
        self._session, self._endpoints, self._batch, self._room = session, endpoints, batch, room
        self._failed = 0
        self._closed = False
        """Whether no more games are begun."""
        self._struck: tuple[int | None, float | None] | None = None
        """The caps that a game has struck; under others games are begun again."""
        self._given_back: list[PlannedRun] = []
        self._stopped: dict[str, PlayedRun] = {}
        """Games that struck a cap in one share of several, which wait until others leave room; nobody was told yet."""

    @property
    def is_closed(self) -> bool:
        """Whether no more games are begun at all, since too many have failed."""
        return self._closed

    def lacks(self) -> str:
        """Why no game is begun since one has struck these caps; empty where none has, or where others left room."""
        if self._struck != self._batch.caps:
            return ""
        return self._batch.lacks_yet() if self._is_shared else REACHED

    def given_back(self) -> Sequence[PlannedRun]:
        """Games that were not tried, or are tried again once there is room; each is given once."""
        given, self._given_back = self._given_back, []
        return given

    def gives_up(self) -> None:
        """Nobody leaves room any more: games that waited for it are stopped."""
        for played in self._stopped.values():
            self._session.ended(played)
        self._stopped = {}

    @property
    def _is_shared(self) -> bool:
        return self._session.share[1] > 1

    async def one(self, run: PlannedRun) -> None:
        """Try one game for which room was made, and put down what came of it."""
        try:
            await self._one(run)
        finally:
            self._room.end(run.id)

    async def _one(self, run: PlannedRun) -> None:
        session, cell = self._session, self._session.plan.cells[run.cell]
        about = (run.id, cell.name, run.seed)
        self._batch.hear()
        if self._closed or (self._struck == self._batch.caps and not self._is_shared):
            self._given_back.append(run)
            return
        self._stopped.pop(run.id, None)
        path = session.folder / f"{run.id}.jsonl"
        try:
            game = self._opened(run, cell, path)
            if game is not None:
                await game.play()
            played = sealed_of(path, session.plan, cell)
        except (BudgetSpent, ModelGone) as fault:
            self._struck = self._batch.caps if isinstance(fault, BudgetSpent) else self._struck
            session.writer.stop(*about, str(fault), self._struck if isinstance(fault, BudgetSpent) else None)
            if isinstance(fault, BudgetSpent) and self._is_shared:
                session.writer.settle()  # it may wait for long, and others want to know that it does
                self._stopped[run.id] = PlayedRun(stopped=str(fault))
                self._given_back.append(run)
            else:
                session.ended(PlayedRun(stopped=str(fault)))
            return
        except ExperimentError:
            raise
        except Exception as fault:
            played = PlayedRun(fault=in_a_line(fault))
        if played.fault:
            self._failed += 1
            self._closed |= session.most_failures is not None and self._failed >= session.most_failures
            session.writer.fail(*about, played.fault)
        else:
            session.writer.seal(*about, played, session.outcomes)
            session.writer.settle()
            path.unlink(missing_ok=True)
        session.ended(played)

    def _opened(self, run: PlannedRun, cell: ExperimentCell, path: Path) -> RunningGame | None:
        """A new game, or one that goes on; None if it was played to its end and not sealed yet."""
        models = ModelMeans(endpoints=self._endpoints)
        self._room.plays(run.id, models.budget)
        means, mode, judges = Means(models), cell.adjudication, cell.judges
        drawn = None if cell.start is None else run.seed
        if _is_begun(path):
            if read(path, mend=True).finished:
                return None
            return resumed_game(path, means=means, adjudication=mode, judges=judges, drawn=drawn)[0]
        path.unlink(missing_ok=True)
        if cell.start is None:
            return new_game(_setup_of(cell, run), path, means=means, adjudication=mode, judges=judges)
        left, begun = _left(cell.start, cell, run, path), cell.start.begun
        return gone_on_with(left, means=means, sync="phase", start=begun, adjudication=mode, judges=judges, drawn=drawn)


def _setup_of(cell: ExperimentCell, run: PlannedRun) -> GameSetup:
    """One game of a cell, with the order in which its models read where that is drawn for each game."""
    return replace(cell.setup, seed=run.seed, prompts=drawn_for(cell.setup.prompts, run.seed))


def _left(start: RecordStart, cell: ExperimentCell, run: PlannedRun, path: Path) -> Transcript:
    """The beginning of a game that leaves a record, at `path`: whole or not there, whenever this is killed.

    Gone on with from half of what is shared, it would leave somewhere else.
    """
    part = path.with_suffix(".part")
    part.unlink(missing_ok=True)
    record = start.branched(_setup_of(cell, run), cell.amended, run.seed, part)
    with part.open("rb+") as file:
        os.fsync(file.fileno())
    part.replace(path)
    return replace(record, path=path)


def _is_begun(path: Path) -> bool:
    """Whether a game in progress has its first line; a kill may have come before it was whole."""
    try:
        with path.open("rb") as file:
            return file.readline().endswith(b"\n")
    except OSError:
        return False


def sealed_of(path: Path, plan: ExperimentPlan, cell: ExperimentCell) -> PlayedRun:
    """A finished game from its file: its lean record, and what is read out of it by playing it again.

    TranscriptError if the record does not hold together, or cannot have been so.
    """
    lean = made_lean(read(path).lines, cell.scenario.hash)
    record = lean_entries(lean, cell.bundle, f"run {path.stem}")
    readings = {each.name: each.reads for each in plan.outcomes}
    return PlayedRun(lean, read_again(record, readings, after=cell.shared))
