"""What an experiment comes to: its cells, each a game that can be opened, and its runs, each with an id that stays.

A run is one game: a cell with a seed. Its id follows from the names of the levels and the seed alone, so that a file
that grows leaves the ids of before as they were.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from pathlib import Path

from wargame.batch.crossing import cell_name, cell_parts, check_crossing, check_names, factors_of, levels_of, range_of
from wargame.batch.experiment_cell import ExperimentCell, ScenarioData
from wargame.batch.experiment_file import (
    MOST_RUNS,
    PROMPTS,
    Experiment,
    ExperimentFile,
    Factor,
    FactorLevel,
    GameLines,
    JudgedLines,
    OutcomeLine,
    merged,
)
from wargame.batch.held_seats import with_held
from wargame.batch.levers_in_cells import LeversInCells
from wargame.batch.outcomes_there import OutcomesInCells
from wargame.batch.record_start import RecordStart, RecordStarts
from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.errors import PackError, SpecError, TranscriptError
from wargame.paired.edits import Edit, edited
from wargame.players import specs
from wargame.players.levers import Reins
from wargame.players.llm.shown import Shown
from wargame.scenario.faults import Key
from wargame.table.bench import check_judge
from wargame.table.opening import choose, fit_to_run, prompts_in_use
from wargame.table.unattended import check_adjudication
from wargame.transcript.entry import in_json
from wargame.transcript.setup import GameSetup

MOST_CELLS = 10_000
DRAWN = 1
"""The seed by which the order of games is drawn unless the file names another."""
SEATED = ("script", "chance", "model")
"""Kinds of players that an experiment may seat."""


@dataclass(frozen=True, slots=True)
class PlannedRun:
    """One game of an experiment."""

    id: str
    """`g` and 15 hex digits."""
    cell: int
    """Place of its cell in the plan."""
    seed: int
    replicate: int = 1
    """Which of the games of its cell with its seed, from 1."""


@dataclass(frozen=True)
class ExperimentPlan:
    """An experiment whose games can all be opened."""

    experiment: Experiment
    cells: tuple[ExperimentCell, ...]
    """The one with the first level of every factor comes first; others are held against it."""
    registered: tuple[str, ...] = ()
    """What is to be said of its registration, a line each; empty if it has none."""
    remarks: tuple[str, ...] = ()
    """Levers that can do nothing in some of their cells, and outcomes that some cells do not have, a sentence each."""

    @cached_property
    def runs(self) -> tuple[PlannedRun, ...]:
        """All games, seed by seed, so that one that is broken off holds whole pairs; rows of tables have this order."""
        return tuple(
            PlannedRun(run_id(cell.name, seed, replicate), place, seed, replicate)
            for seed in self.experiment.numbers
            for replicate in self.times
            for place, cell in enumerate(self.cells)
        )

    @property
    def replicates(self) -> int:
        """How many games each cell has with each seed."""
        return self.experiment.replicates or 1

    @property
    def times(self) -> range:
        """The numbers of these games, from 1."""
        return range(1, self.replicates + 1)

    @cached_property
    def sequence(self) -> int | None:
        """The seed by which the order is drawn in which games begin; None for the order of `runs`."""
        said = self.experiment.sequence
        if said is None:
            return DRAWN if any(cell.has_models for cell in self.cells) else None
        return None if said == "file" else DRAWN if said == "drawn" else said

    @property
    def sequence_told(self) -> Mapping[str, str | int]:
        """The same for a ledger or a manifest: `order`, and the `seed` of one that is drawn."""
        return {"order": "file"} if self.sequence is None else {"order": "drawn", "seed": self.sequence}

    @cached_property
    def begun_in_turn(self) -> tuple[PlannedRun, ...]:
        """All games in the order in which they begin: seed by seed too, with the cells of each seed in a drawn order.

        A model that changes while games are played then falls together with no cell, and what is broken off holds whole
        pairs. The place of a game beside another of its seed hangs on nothing but their ids and `sequence`: not on what
        is played already, on which share, or on what else the file holds.
        """
        if self.sequence is None:
            return self.runs
        places = {seed: place for place, seed in enumerate(self.experiment.numbers)}

        def key(run: PlannedRun) -> tuple[int, bytes]:
            return places[run.seed], hashlib.sha256(f"{self.sequence}\n{run.id}".encode()).digest()

        return tuple(sorted(self.runs, key=key))

    def base_of(self, run: PlannedRun) -> PlannedRun:
        """The game of the first cell with the same seed, and as often played."""
        return PlannedRun(run_id(self.cells[0].name, run.seed, run.replicate), 0, run.seed, run.replicate)

    @cached_property
    def factors(self) -> tuple[Factor, ...]:
        """What differs; a design is the last of them."""
        return factors_of(self.experiment)

    @cached_property
    def varied(self) -> Mapping[str, tuple[float, float]]:
        """The parameters that a design varies, each with the ends between which it does."""
        design = self.experiment.design
        return {} if design is None else {line.param: range_of(line) for line in design.over}

    @property
    def comparisons(self) -> int:
        """Differences that are looked at: by outcome, one for each level but the first and each varied parameter."""
        levels = sum(len(factor.levels) - 1 for factor in self.experiment.factors)
        return (levels + len(self.varied)) * len(self.outcomes)

    @property
    def outcomes(self) -> tuple[OutcomeLine, ...]:
        """What is read out of every game."""
        return self.experiment.outcomes


def run_id(cell: str, seed: int, replicate: int = 1) -> str:
    """The id of a run: `g` and 15 hex digits that follow from the name of its cell and its seed.

    From the second game with that seed on, also from its number.

    It begins with a letter, so that no reader of tables takes it for a number.
    """
    again = f"\n{replicate}" if replicate > 1 else ""
    return "g" + hashlib.sha256(f"{cell}\n{seed}{again}".encode()).hexdigest()[:15]


def outcomes_key(outcomes: Sequence[OutcomeLine]) -> str:
    """A hash of what is read out of games, 16 hex digits: other readings of them give another."""
    data = [outcome.model_dump(mode="json", exclude={"smallest"}) for outcome in outcomes]
    return hashlib.sha256(in_json(data)).hexdigest()[:16]


def plan(file: ExperimentFile, words: Mapping[str, Mapping[str, str]] = {}) -> ExperimentPlan:
    """The cells of an experiment, each with its game opened; nothing is played.

    `words` are the templates of sets that games were begun in, see `begun_words`, for where a set is no longer there.

    FaultyPack names the first thing that cannot be, with its line: a level whose game cannot be opened, a player who
    cannot sit there, a crossing that cannot be, an outcome that no game has. Opens one game a level and one a cell.
    """
    experiment = file.experiment
    check_crossing(file)
    combinations = tuple(islice(levels_of(experiment), MOST_CELLS + 1))
    _not_too_many(file, len(combinations))
    begin = _Opening(file, words)
    begin.alone((), file, ("game",))
    for number, factor in enumerate(experiment.factors):
        for place, level in enumerate(factor.levels):
            begin.alone(((factor.name, level),), file, ("factors", number, "levels", place))
    cells = tuple(begin.cell(tuple(levels.items()), file, ("factors",)) for levels in combinations)
    if experiment.replicates not in (None, 1) and not any(cell.has_models for cell in cells):
        said = f"scripts play a seed the same each time, so that {experiment.replicates} of its games are one"
        raise file.refuse(("replicates",), f"{said}: take the key out, or name more seeds")
    begin.levers.check()
    outcomes = OutcomesInCells(file, cells)
    outcomes.check()
    return ExperimentPlan(experiment, cells, remarks=(*begin.levers.remarks(), *outcomes.remarks()))


def _not_too_many(file: ExperimentFile, cells: int) -> None:
    if cells > MOST_CELLS:
        raise file.refuse(("factors",), f"these factors make more cells than {MOST_CELLS}, which is the most")
    games = cells * len(file.experiment.numbers) * (file.experiment.replicates or 1)
    if games > MOST_RUNS:
        raise file.refuse(("seeds",), f"these make {games} games; at most {MOST_RUNS} are accepted")


class _Opening:
    """Opens the games of cells; scenarios that several share are read once."""

    def __init__(self, file: ExperimentFile, words: Mapping[str, Mapping[str, str]]) -> None:
        """Paths begin in the folder of the file; `words` are those of `plan`."""
        self._words, self._game, self._beside = words, file.experiment.game, Path(file.source.file).parent
        self._starts = RecordStarts(self._beside)
        self.levers = LeversInCells(file, self._game)
        self._chosen: dict[str, GameSetup] = {}
        self._scenarios: dict[int, ScenarioData] = {}

    def cell(
        self, levels: Sequence[tuple[str, FactorLevel]], file: ExperimentFile, key: Key, *, alone: bool = False
    ) -> ExperimentCell:
        """The cell of these levels; FaultyPack with the line of `key` if there can be no such game.

        `alone` says that it is no cell yet: levels of other factors may bring the players whom these are about.
        """
        lines = merged((self._game, *(level for _, level in levels)))
        name = cell_name(dict(levels))
        start = None
        try:
            if lines.from_ is not None:
                start = self._starts.of(lines)
                start.check(lines)
            mode, judges = _ruled(lines)
            setup, reins, idle = self._opened(lines, start)
        except (PackError, SpecError, TranscriptError) as fault:
            raise file.refuse(key, f"{name}: {fault}") from None
        if not alone:
            self.levers.see(name, reins, setup.opening(), 1 if start is None else start.step[0], levels)
            self.levers.see_settings(name, lines, idle, levels)
        setup = with_held(setup, file.experiment.name, (("game", self._game), *cell_parts(dict(levels))), start)
        names = {factor: level.name for factor, level in levels}
        scenario = self._scenarios.setdefault(id(setup.bundle), ScenarioData(setup.bundle))
        if start is None:
            return ExperimentCell(name, names, setup, reins, scenario, adjudication=mode, judges=judges)
        for place, factor in enumerate([] if alone else file.experiment.factors):
            number = next(at for at, level in enumerate(factor.levels) if level.name == names[factor.name])
            if number and (treated := start.treated(factor.levels[number])):
                raise file.refuse(("factors", place, "levels", number), f"{names[factor.name]}: {treated}")
        return ExperimentCell(name, names, setup, reins, scenario, start, lines.params, mode, judges)

    def alone(self, levels: Sequence[tuple[str, FactorLevel]], file: ExperimentFile, key: Key) -> None:
        """FaultyPack if these levels alone make no game, unless it is for others to say what game it is."""
        lines = merged((self._game, *(level for _, level in levels)))
        if lines.scenario is not None or lines.from_ is not None:
            self.cell(levels, file, key, alone=True)

    def _opened(self, lines: GameLines, start: RecordStart | None) -> tuple[GameSetup, Reins, dict[str, str]]:
        """The game of these lines, what holds its seats, and which settings change nothing in it, each with why."""
        for spec in (lines.everyone or "scripted", *lines.seats.values()):
            if specs.parse(spec).kind not in SEATED:
                seated = "scripted, best, random, passing, llm:MODEL@URL and single:MODEL@URL"
                raise SpecError(f"{spec}: the seats of an experiment are played by {seated}")
        check_names(lines.params)
        setup = self._chosen_for(lines) if start is None else start.gone_on_with(lines.everyone, lines.seats)
        if lines.params and start is None:
            setup = setup.changed(parameters=lines.params)
            setup.opening()
        idle: dict[str, str] = {}
        if lines.swap is not None:
            setup = _swapped(setup, lines.swap, idle)
        judged = isinstance(lines.adjudication, JudgedLines)
        has_models = bool(specs.models_in(setup.seats.values()))
        if not setup.prompts and (has_models or judged):
            setup = self._worded(setup, lines.wording or "")
        changed = {name: getattr(lines, name) for name in PROMPTS if getattr(lines, name) not in (None, "")}
        drawn = {name: value for name, value in changed.items() if name != "wording"}
        shown = Shown(**drawn)
        if changed and not has_models:
            read = {"labels"} if judged else set[str]()
            told = ", ".join(f"{name} {value}" for name, value in changed.items() if name not in read)
            said = f"{told}: this is how models are asked, and none sits at this table"
            idle |= dict.fromkeys(changed.keys() - read, said)
            shown = Shown(**{name: value for name, value in drawn.items() if name in read})
            setup = self._worded(setup, "") if judged else replace(setup, prompts={})
        setup = replace(setup, prompts={**setup.prompts, **shown.as_prompts()})
        reins = Reins(bars=lines.bars, forces=lines.forces, offers=lines.offers)
        if lines.edits:
            edits = [Edit(at=each.at, do=each.do, to=each.to) for each in lines.edits]
            setup = GameSetup(
                edited(setup.bundle, edits),
                setup.variant,
                setup.seed,
                setup.turns,
                setup.overrides,
                setup.seats,
                setup.prompts,
            )
        fit_to_run(setup)
        reins.check(tuple(setup.seats))
        return setup, reins, idle

    def _chosen_for(self, lines: GameLines) -> GameSetup:
        """The game before its parameters are set otherwise."""
        key = in_json([lines.scenario, lines.variant, lines.turns, lines.everyone, lines.seats, lines.wording]).decode()
        if key not in self._chosen:
            setup = choose(
                lines.scenario or "",
                variant=lines.variant,
                turns=lines.turns,
                everyone=lines.everyone or "scripted",
                seats=lines.seats,
            )
            self._chosen[key] = self._worded(setup, lines.wording) if lines.wording else setup
        return self._chosen[key]

    def _worded(self, setup: GameSetup, wording: str) -> GameSetup:
        return replace(setup, prompts=prompts_in_use(wording, self._beside, self._words.get(wording, {})))


def _ruled(lines: GameLines) -> tuple[Mode, tuple[str, ...]]:
    """How arguments are ruled, and by which models; SpecError for a way that needs people, or judges who cannot be."""
    ways = lines.adjudication or "rules"
    mode, judges = (ways.mode, ways.judges) if isinstance(ways, JudgedLines) else (ways, ())
    check_adjudication(mode, len(judges))
    for spec in judges:
        check_judge(spec)
    return mode, judges


def _swapped(setup: GameSetup, pair: tuple[SeatId, ...], idle: dict[str, str]) -> GameSetup:
    """The same game with the players of two seats exchanged; where that changes nothing, `idle` has why."""
    one, other = pair
    for seat in pair:
        if seat not in setup.seats:
            raise SpecError(f"swap: {seat}: there is no such seat; the seats are {', '.join(setup.seats)}")
    here, there = setup.seats[one], setup.seats[other]
    if here == there:
        idle["swap"] = f"swap: {one} and {other} are both played by {here}, so that it changes nothing"
    return setup.changed(seats={one: there, other: here})
