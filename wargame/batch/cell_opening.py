"""The game of a cell, opened from the lines of an experiment's file that are about it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from wargame.batch.crossing import cell_name, cell_parts, check_names
from wargame.batch.edits_in_cells import EditsInCells
from wargame.batch.experiment_cell import ExperimentCell, ScenarioData
from wargame.batch.experiment_file import PROMPTS, ExperimentFile, FactorLevel, GameLines, JudgedLines, merged
from wargame.batch.held_seats import with_held
from wargame.batch.levers_in_cells import LeversInCells
from wargame.batch.record_start import RecordStart, RecordStarts
from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.errors import PackError, SpecError, TranscriptError
from wargame.paired.edits import MadeChange, edited_and_told
from wargame.players import specs
from wargame.players.levers import Reins
from wargame.players.llm.shown import Shown
from wargame.scenario.faults import Key
from wargame.table.bench import check_judge
from wargame.table.opening import choose, fit_to_run, prompts_in_use
from wargame.table.unattended import check_adjudication
from wargame.transcript.entry import in_json
from wargame.transcript.setup import GameSetup

SEATED = ("script", "chance", "model")
"""Kinds of players that an experiment may seat."""


class CellOpening:
    """Opens the games of cells; scenarios that several share are read once."""

    def __init__(self, file: ExperimentFile, words: Mapping[str, Mapping[str, str]]) -> None:
        """Paths begin in the folder of the file; `words` are those of `plan`."""
        self._words, self._game, self._beside = words, file.experiment.game, Path(file.source.file).parent
        self._starts = RecordStarts(self._beside)
        self.levers, self.edits = LeversInCells(file, self._game), EditsInCells(file, self._game)
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
            setup, reins, idle, changed_by = self._opened(lines, start)
        except (PackError, SpecError, TranscriptError) as fault:
            raise file.refuse(key, f"{name}: {fault}") from fault
        if not alone:
            self.levers.see(name, reins, setup.opening(), 1 if start is None else start.step[0], levels)
            self.levers.see_settings(name, lines, idle, levels)
            self.edits.see(name, changed_by, levels)
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

    def _opened(
        self, lines: GameLines, start: RecordStart | None
    ) -> tuple[GameSetup, Reins, dict[str, str], tuple[MadeChange, ...]]:
        """The game of these lines, what holds its seats, which settings change nothing in it, each with why, and edits.

        Of edits what each came to in the scenario, in their order.
        """
        for spec in (lines.everyone or "scripted", *lines.seats.values()):
            if specs.parse(spec, specs.WITHOUT_PEOPLE).kind not in SEATED:
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
        changed_by: tuple[MadeChange, ...] = ()
        if lines.edits:
            bundle, changed_by = edited_and_told(setup.bundle, [each.edit() for each in lines.edits])
            setup = GameSetup(
                bundle,
                setup.variant,
                setup.seed,
                setup.turns,
                setup.overrides,
                setup.seats,
                setup.prompts,
            )
        fit_to_run(setup)
        reins.check(tuple(setup.seats))
        return setup, reins, idle, changed_by

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
