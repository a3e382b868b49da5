"""Playing an experiment: the same call again goes on where it was broken off, and does nothing when all is done."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import closing, suppress
from dataclasses import dataclass, field, replace
from math import sqrt
from pathlib import Path
from statistics import fmean, stdev
from typing import Any

import wargame
from wargame.batch.begun_otherwise import check_begun
from wargame.batch.executors import TRIES, PlayedRuns, played_by, played_here
from wargame.batch.game_played import PlayedRun, read_again, work_of
from wargame.batch.ledger_of_plan import check_lines, contents_of, misses_cells
from wargame.batch.ledger_writer import LedgerWriter, check_place
from wargame.batch.means_left import MeansLeft, left_over_in, means_left, stopped_now
from wargame.batch.means_taken import PLAYING
from wargame.batch.model_games import AT_ONCE, ModelSession
from wargame.batch.planned import ExperimentPlan, outcomes_key
from wargame.batch.run_ledger import WHOLE, LedgerContents, SealedRun, bundle_of, shared_in
from wargame.batch.steering import Helm, Steering, Watchdog, steering_of
from wargame.errors import ExperimentError, SpecError, TranscriptError
from wargame.transcript.lean import lean_entries
from wargame.transcript.setup import code_hash

FIRST_GAMES = 5
"""Model games after which what the others will take is told."""


@dataclass(frozen=True, slots=True)
class BatchState:
    """How far an experiment is."""

    runs: int
    """Games that its file asks for."""
    sealed: int
    fallbacks: Mapping[str, int]
    """How many decisions of models scripts made, by run, in sealed games with any: these are not simply ok."""
    failed: Mapping[str, str]
    """Reason by run."""
    stopped: Mapping[str, str]
    """Reason by run, of games in progress that can be gone on with: a cap was struck, or a model was gone."""
    lost: int
    """Games that a ledger names and whose records are damaged; they count as not started."""
    others: int
    """Sealed games that the file does not ask for, or no more."""
    stalls: tuple[Mapping[str, Any], ...] = ()
    """Every time that nothing had happened for long: `at`, and for how many `seconds`."""
    stalled: bool = False
    """Whether nothing has been put down since one of them."""
    unsealed: Collection[str] = ()
    """Games that are not sealed, for whatever reason, by id."""
    left_over: tuple[str, ...] = ()
    """Games in progress that the file does not ask for, or no more; they stay as they are."""
    means: MeansLeft | None = None
    """What games of models have taken, of which cap; None where no cell has models and nothing was taken."""
    asked: Steering = field(default_factory=Steering)
    """What is asked of those who play: a pause, other numbers at once, other caps."""

    @property
    def not_started(self) -> int:
        """Games that are neither sealed nor failed nor stopped."""
        return self.runs - self.sealed - len(self.failed) - len(self.stopped)

    @property
    def ok(self) -> int:
        """Sealed games in which every decision of a model was its own."""
        return self.sealed - len(self.fallbacks)

    @property
    def complete(self) -> bool:
        """Whether every game is sealed."""
        return self.sealed == self.runs

    @property
    def all_ok(self) -> bool:
        """Whether every game is sealed, and every decision of a model was its own."""
        return self.ok == self.runs

    def is_ok(self, share: tuple[int, int]) -> bool:
        """The same of one share."""
        return not any(is_of(run, share) for each in (self.unsealed, self.fallbacks) for run in each)


@dataclass(frozen=True, slots=True)
class BatchProgress:
    """Told as games end."""

    done: int
    """Games that ended in this session, sealed or failed."""
    of: int
    """Games that this session plays."""
    failed: int
    tokens: int = 0
    """Tokens that model games of this session took, of those that are sealed."""
    money: float = 0.0
    """What they cost where the price was known, in the currency of the price table."""
    fallbacks: int = 0
    """Decisions of models that scripts made in them."""
    more_tokens: tuple[float, float] | None = None
    """What the model games that are left will take by those that are sealed, and by how much that may be off, as a
    95 % interval has it; None before five of them are."""
    fault: str = ""
    """`failed: ` or `stopped: ` and why, of the game that has ended now; empty if it is sealed."""
    waits: str = ""
    """Why games are not begun under a cap, told once of each reason; no game has ended then."""
    waiting: int = 0
    """Games of models for which the cap has no room as things are: how long they take yet cannot be said."""


def is_of(run: str, share: tuple[int, int]) -> bool:
    """Whether a game, by its id, is of a share: which of how many, from 1."""
    number, of = share
    return int(run[1:], 16) % of == number - 1


def state_of(plan: ExperimentPlan, found: LedgerContents) -> BatchState:
    """How far an experiment is, by what its folder holds."""
    asked = {run.id for run in plan.runs}
    sealed = asked & found.sealed.keys()
    fallbacks = {run: each.fallbacks for run, each in found.sealed.items() if run in asked and each.fallbacks}
    failed, stopped = (
        {run: why for run, why in each.items() if run in asked} for each in (found.failed, found.stopped)
    )
    others = len(found.sealed) - len(sealed)
    stalls = tuple(found.stalls)
    left = frozenset(asked - sealed)
    return BatchState(
        len(plan.runs), len(sealed), fallbacks, failed, stopped, found.lost, others, stalls, found.stalled, left
    )


def state(plan: ExperimentPlan, folder: Path) -> BatchState:
    """The same as `state_in`, read from the folder; ExperimentError also as `contents_of` raises it."""
    return state_in(plan, folder, contents_of(plan, folder))


def state_in(plan: ExperimentPlan, folder: Path, found: LedgerContents) -> BatchState:
    """How far an experiment is, with games in progress and what models have taken.

    ExperimentError as `steering_of` and `taken_in` raise it.
    """
    now, asked = state_of(plan, found), {run.id for run in plan.runs}
    means, left_over = means_left(plan, folder, found), left_over_in(folder, asked | found.sealed.keys())
    stopped = stopped_now(now.stopped, found.struck, means)
    return replace(now, left_over=left_over, means=means, stopped=stopped, asked=steering_of(folder))


def run_experiment(
    plan: ExperimentPlan,
    folder: Path,
    *,
    workers: int = 1,
    games: int = AT_ONCE,
    share: tuple[int, int] = (1, 1),
    most_failures: int | None = None,
    progress: Callable[[BatchProgress], None] | None = None,
    executor: Executor | None = None,
    stalled: Callable[[float], None] | None = None,
    steered: Callable[[Steering], None] = lambda _: None,
) -> BatchState:
    """Play what is not sealed yet, and give how far the whole experiment is then.

    Args:
        plan: the experiment.
        folder: where its games are kept; it is made if it is not there.
        workers: processes that play games without models; with 1 it all happens in this one, as model games always do,
            until more are asked for in the folder.
        games: model games that are played at once.
        share: which share of the games is played here, and of how many; other shares may be played elsewhere meanwhile.
        most_failures: when so many games have failed in this session, it plays no more.
        progress: told of every game that ends.
        executor: who plays games without models in place of processes of this machine; it is not shut down here.
        stalled: told, from a thread of its own, of the seconds since anything happened, once there are 300 of them;
            the ledger is told in any case.
        steered: told of what `steering.steer` asks in the folder, when it is heard.

    What `steering.steer` asks in the folder is heard while games are played, and put down in the ledger.

    A game that fails is played again by the next call. A game whose process dies is played again at once, three times
    in all. SpecError, before anything is played, if a cell that was begun has other settings now, with the differences,
    or was begun by another state of the program.
    ExperimentError if the folder cannot be had or written; what was sealed is kept.
    """
    number, of = share
    if not 1 <= number <= of:
        raise SpecError(f"share {number}/{of}: the first must be a whole number from 1 to the second")
    if workers < 1 or games < 1:
        raise SpecError(f"workers={workers}, games={games}: at least one process and one game")
    key = outcomes_key(plan.outcomes)
    check_place(folder)
    with LedgerWriter(folder, number, of, key) as writer:
        check_begun(plan, writer.contents, to_play=True)
        check_lines(plan, writer.contents)
        mine = [run for run in plan.begun_in_turn if is_of(run.id, share)]
        old = [writer.contents.sealed[run.id] for run in mine if run.id in writer.contents.sealed]
        other = [each for each in old if each.outcomes != key]
        waiting = [run for run in mine if run.id not in writer.contents.sealed]
        if waiting or other or misses_cells(plan, writer.contents):
            _begin(plan, writer)
        for sealed in other:
            writer.reread(sealed, key, _read_again(plan, sealed, writer.contents))
        watchdog = Watchdog(_stalls(writer, stalled), folder / PLAYING)
        plain = [run for run in waiting if not plan.cells[run.cell].has_models]
        with_models = [run for run in waiting if plan.cells[run.cell].has_models]
        with watchdog:
            tell = _Tally(len(waiting), len(with_models), progress, watchdog)
            helm = Helm(folder, writer.control, watchdog.alive, steered)
            if plain:
                if executor is None:
                    games_played = played_here(work_of(plan), plain, lambda: helm.look().workers or workers)
                else:
                    games_played = played_by(executor, work_of(plan), plain, TRIES)
                _seal(plan, writer, games_played, key, most_failures, tell, helm)
            if with_models and not (most_failures is not None and tell.failed >= most_failures):
                left = None if most_failures is None else most_failures - tell.failed
                ModelSession(plan, writer, key, tell, helm, games, left, share, tell.waits, tell.waiting).play(
                    with_models
                )
    return state(plan, folder)


def _stalls(writer: LedgerWriter, tell: Callable[[float], None] | None) -> Callable[[float], None]:
    """Puts down that nothing happens, and tells whoever wants to know."""

    def told(seconds: float) -> None:
        with suppress(ExperimentError):  # a disk that takes nothing is told by whoever seals games
            writer.stalled(seconds)
        if tell is not None:
            tell(seconds)

    return told


def _begin(plan: ExperimentPlan, writer: LedgerWriter) -> None:
    writer.begin(
        {
            "experiment": plan.experiment.model_dump(mode="json"),
            "sequence": plan.sequence_told,
            "version": wargame.__version__,
            "code": code_hash(),
        }
    )
    for cell in plan.cells:
        writer.scenario(cell.scenario.hash, cell.bundle)
        writer.cell(cell.name, cell.settings)
        if cell.start is not None:
            cell.start.kept_in(writer.folder / WHOLE)
    writer.settle()


def _read_again(plan: ExperimentPlan, sealed: SealedRun, found: LedgerContents) -> Any:
    """What is to be read out of a game that is sealed, by playing it again from its record."""
    record = lean_entries(sealed.lean(), bundle_of(found, sealed), f"run {sealed.run}")
    readings = {each.name: each.reads for each in plan.outcomes}
    read = read_again(record, readings, after=shared_in(found, sealed))
    if read.hashes != sealed.read.hashes:
        raise TranscriptError(f"run {sealed.run}: played again, it is another game; take its folder to the old program")
    return read


def _seal(
    plan: ExperimentPlan,
    writer: LedgerWriter,
    played_runs: PlayedRuns,
    key: str,
    most_failures: int | None,
    ended: _Tally,
    helm: Helm,
) -> None:
    """Put down what comes of every game, until there are no more or too many have failed.

    Nobody begins a game while it waits here, but those for whom one was ready already.
    """
    with closing(played_runs) as games:
        helm.wait()
        for run, played in games:
            cell = plan.cells[run.cell].name
            if played.fault:
                writer.fail(run.id, cell, run.seed, played.fault)
            else:
                writer.seal(run.id, cell, run.seed, played, key)
            ended(played)
            helm.wait()
            if most_failures is not None and ended.failed >= most_failures:
                return


class _Tally:
    """Counts games as they end, and tells whoever wants to know."""

    def __init__(self, of: int, models: int, progress: Callable[[BatchProgress], None] | None, dog: Watchdog) -> None:
        self.failed = self._done = self._fallbacks = 0
        self._of, self._models, self._progress, self._dog = of, models, progress, dog
        self._tokens: list[int] = []
        self._money, self._waiting = 0.0, 0

    def __call__(self, played: PlayedRun) -> None:
        """A game was tried."""
        self._dog.alive()
        self._done += 1
        self.failed += bool(played.fault)
        if played.read is not None and played.read.asked:
            self._tokens.append(played.read.tokens)
            self._money += played.read.money
            self._fallbacks += played.read.fallbacks
        fault = f"failed: {played.fault}" if played.fault else f"stopped: {played.stopped}" if played.stopped else ""
        self._tell(fault)

    def waits(self, why: str) -> None:
        """Games are not begun for this reason."""
        self._tell(waits=why)

    def waiting(self, games: int) -> None:
        """For so many games the cap has no room as things are; 0 once it has."""
        self._waiting = games

    def _tell(self, fault: str = "", waits: str = "") -> None:
        if self._progress is not None:
            more = more_of(self._tokens, self._models - len(self._tokens))
            spent = (sum(self._tokens), self._money, self._fallbacks)
            at = BatchProgress(self._done, self._of, self.failed, *spent, more, fault, waits, self._waiting)
            self._progress(at)


def more_of(taken: Sequence[float], left: int) -> tuple[float, float] | None:
    """What so many games more will take by what others took, and half of a 95 % interval of it; None before five.

    The interval is that of the normal distribution for the sum of games that are like those.
    """
    if len(taken) < FIRST_GAMES or left < 1:
        return None
    return left * fmean(taken), 1.96 * stdev(taken) * left * sqrt(1 / left + 1 / len(taken))
