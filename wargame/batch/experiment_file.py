"""An experiment as a file: which games differ in what, with which seeds, and what is read out of them.

Whatever is wrong with it is told with its line before a game is played.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import ConfigDict, Field, WithJsonSchema

from wargame.balance.claims import EditLine
from wargame.batch.conduct import ConductReading
from wargame.batch.misplaced_settings import with_settings_meant
from wargame.batch.outcome_units import outcome_unit
from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.errors import FaultyPack
from wargame.paired.readings import Reading
from wargame.paired.smallest_effects import SmallestEffect
from wargame.players.levers import Bar, Force, Offer
from wargame.players.llm.shown import PromptLabels, PromptOrder
from wargame.scenario.dossier import OneLine, Plain
from wargame.scenario.faults import Fault, Key, listed
from wargame.scenario.shape import shaped
from wargame.scenario.source import SourceFile, read
from wargame.table.bench import MOST_JUDGES, BenchMode
from wargame.table.unattended import NEEDS_NOBODY

LARGEST_SEED = 10**15
"""Every reader of tables keeps all digits of whole numbers up to here."""
MOST_RUNS = 1_000_000
MOST_POINTS = 4096
MOST_REPLICATES = 100
DESIGN = "design"
"""The factor whose levels are the points of a design."""
PROMPTS = ("wording", "persona", "order", "labels")
"""How models are asked."""
CHOICES = ("scenario", "variant", "turns", "from_", "everyone", "swap", "adjudication", *PROMPTS)
"""What a game has one of."""
LevelName = Annotated[OneLine, Field(min_length=1, max_length=200)]
Seed = Annotated[int, Field(ge=0, le=LARGEST_SEED)]
OutcomeReading: TypeAlias = Annotated[Reading | ConductReading, Field(discriminator="kind")]
"""What may be read out of a game at the end of each turn."""
At: TypeAlias = Annotated[int, Field(ge=1, le=60)] | Literal["end", "mean", "area"]
"""When a reading counts: at the end of a turn or of the game, as its mean or as its sum over all turns."""

Sequenced: TypeAlias = Literal["file", "drawn"] | Seed
"""The order in which games begin: cell by cell within each seed as the file has them, or drawn; a number draws another
order than `drawn` does."""


class FromLine(Plain):
    """A line of a record, in whose step games leave the game that it stands in."""

    record: Annotated[OneLine, Field(min_length=1)]
    """Path, from the folder of the experiment's file."""
    line: Annotated[int, Field(ge=1)]


class JudgedLines(Plain):
    """Arguments are ruled by models, with nobody to confirm what they propose."""

    mode: BenchMode
    """By the median of the odds that they give, or by two dice and the reasons that they find credible."""
    judges: Annotated[tuple[str, ...], Field(min_length=1, max_length=MOST_JUDGES)]
    """Player specs of models."""


class GameLines(Plain):
    """What a game is made of, as far as it is not as usual; a part that is left out is as it was before."""

    model_config = ConfigDict(serialize_by_alias=True)

    scenario: str | None = None
    """Name or path."""
    variant: str | None = None
    turns: Annotated[int, Field(ge=1, le=60)] | None = None
    from_: Annotated[FromLine | None, Field(alias="from")] = None
    """Where games go on, if they do not begin at their first turn; then the record says what they are made of."""
    everyone: str | None = None
    """Player spec of every seat of the table that `seats` does not name."""
    seats: dict[SeatId, str] = {}
    swap: Annotated[tuple[SeatId, ...], Field(min_length=2, max_length=2)] | None = None
    """Two seats whose players are exchanged, whoever they are."""
    adjudication: Annotated[Mode, WithJsonSchema({"enum": list(NEEDS_NOBODY)})] | JudgedLines | None = None
    """How arguments are ruled, and by which models if any do; by the rules unless said otherwise. Ways that need people
    are refused with that word."""
    wording: str | None = None
    """The set of words in which models are asked, by name or by path from the folder of the experiment's file; empty is
    the one in use."""
    persona: float | None = None
    """Share of its dossier's sentences that a model reads, 0-1."""
    order: PromptOrder | None = None
    """In which order models read seats and legal orders."""
    labels: PromptLabels | None = None
    """Under which names models read of seats; the record has the real ones."""
    params: dict[str, float] = {}
    edits: tuple[EditLine, ...] = ()
    bars: tuple[Bar, ...] = ()
    forces: tuple[Force, ...] = ()
    offers: tuple[Offer, ...] = ()


class FactorLevel(GameLines):
    """One way in which a factor may be."""

    name: LevelName


class Factor(Plain):
    """Something that differs between games."""

    name: LevelName
    levels: Annotated[tuple[FactorLevel, ...], Field(min_length=2)]
    """The first is the one that others are held against."""


class RangeLine(Plain):
    """A parameter of the rules that a design varies; its declared range where an end is left out."""

    param: str
    low: float | None = None
    high: float | None = None


class DesignLines(Plain):
    """Points in the ranges of parameters; each is a level, beside one that leaves them as they are.

    The first two kinds fill the ranges evenly. `morris` walks from random starts, one parameter a step; `saltelli`
    puts the parameters of one point into another, one at a time.
    """

    kind: Literal["latin hypercube", "sobol", "morris", "saltelli"]
    points: int
    """How many are accepted depends on the kind. For Sobol and Saltelli a power of two; doubled, it keeps the points
    that it had. Of `morris` the starts, with as many points each as there are parameters and one; of `saltelli` the
    points that are mixed, each in as many ways as there are parameters and two."""
    seed: Annotated[int, Field(ge=0, le=LARGEST_SEED)] = 1
    """Of the chance that places the points; another seed gives other points."""
    over: Annotated[tuple[RangeLine, ...], Field(min_length=1, max_length=40)]


class SeedLines(Plain):
    """Seeds one after the other."""

    first: Seed = 1
    count: Annotated[int, Field(ge=1, le=MOST_RUNS)]


class OutcomeLine(Plain):
    """What is read out of every game, named in advance."""

    name: LevelName
    reads: OutcomeReading
    at: At = "end"
    smallest: SmallestEffect | None = None
    """The smallest effect that matters, in `unit`: what an effect is held against, and no part of any game."""

    @property
    def unit(self) -> str:
        """What it is counted in, as its differences are."""
        return outcome_unit(self.reads, self.at)

    def of(self, series: Sequence[float | None]) -> float | None:
        """Its value from what the reading gave at the end of each turn, from turn 1 on.

        None where the game has nothing of the kind, or ended before. A turn in which nothing was there counts in no
        mean; a sum over turns needs all of them.
        """
        found = [value for value in series if value is not None]
        if self.at == "mean":
            return fmean(found) if found else None
        if self.at == "area":
            return sum(found) if found and len(found) == len(series) else None
        place = len(series) if self.at == "end" else self.at
        return series[place - 1] if 0 < place <= len(series) else None


class MeansLines(Plain):
    """What all model games of an experiment may take together; a part that is left out is not capped."""

    tokens: Annotated[int, Field(ge=0)] | None = None
    """Of prompts and replies together."""
    money: Annotated[float, Field(ge=0)] | None = None
    """In the currency of the price table."""


class Experiment(Plain):
    """Games that differ in named ways, the same seeds for all, and what is read out of them."""

    name: LevelName
    says: str = ""
    """What it is to find out."""
    game: GameLines
    """What all games have in common."""
    factors: Annotated[tuple[Factor, ...], Field(max_length=12)] = ()
    cross: Literal["full", "one at a time", "fractional"] = "full"
    """Every level with every other, each level alone beside the first level of all other factors, or a part of all
    combinations of two levels each, in which every level of a factor meets as many of each other one."""
    resolution: Annotated[int, Field(ge=3, le=5)] | None = None
    """Of a fractional crossing: how many factors, one with others, are never mixed up with less; 3, 4 or 5."""
    design: DesignLines | None = None
    seeds: SeedLines | Annotated[tuple[Seed, ...], Field(min_length=1)]
    replicates: Annotated[int, Field(ge=1, le=MOST_REPLICATES)] | None = None
    """How often each seed is played in each cell in which a model plays or judges; once unless said."""
    outcomes: Annotated[tuple[OutcomeLine, ...], Field(min_length=1)]
    sequence: Sequenced | None = None
    """In which order games begin: drawn where a model plays or judges in any, else that of the file, unless said."""
    budget: MeansLines = MeansLines()
    """A cap over the whole set, sessions of before and after included; it may be raised at any time."""

    @property
    def numbers(self) -> tuple[int, ...]:
        """The seeds, in their order."""
        if isinstance(self.seeds, SeedLines):
            return tuple(range(self.seeds.first, self.seeds.first + self.seeds.count))
        return self.seeds


@dataclass(frozen=True, slots=True)
class ExperimentFile:
    """An experiment with the file in which it stands."""

    source: SourceFile
    experiment: Experiment

    def refuse(self, key: Key, sentence: str) -> FaultyPack:
        """The error that says what is wrong at a key of this file, with its line."""
        return FaultyPack(listed([self.source.fault(key, sentence)]))


def read_experiment(path: Path) -> ExperimentFile:
    """An experiment from its file; FaultyPack lists every fault of its shape with its line.

    Whether its games can be opened is told by `plan`.
    """
    source = read(path)
    shape = shaped(source, Experiment)
    told = {(each.line, each.key) for each in source.faults}
    faults = [*source.faults, *(each for each in shape.faults if (each.line, each.key) not in told)]
    if shape.value is not None and not faults:
        faults += _of_names(source, shape.value)
    if faults or shape.value is None:
        raise FaultyPack(listed(sorted({with_settings_meant(source, each) for each in faults})))
    return ExperimentFile(source, shape.value)


def _of_names(source: SourceFile, found: Experiment) -> Iterator[Fault]:
    """What is wrong between parts that are right by themselves."""
    whole = any(all(level.scenario or level.from_ for level in factor.levels) for factor in found.factors)
    if found.game.scenario is None and found.game.from_ is None and not whole:
        said = "it must be the name or the path of a scenario; or `from` names a line of a record"
        yield source.fault(("game",), f"scenario is missing; {said}")
    yield from _emptied(source, ("game",), found.game)
    yield from _twice(source, ("factors",), [each.name for each in found.factors], "factor")
    for number, factor in enumerate(found.factors):
        levels = [level.name for level in factor.levels]
        yield from _twice(source, ("factors", number, "levels"), levels, "level")
        for place, level in enumerate(factor.levels):
            yield from _emptied(source, ("factors", number, "levels", place), level)
    yield from _twice(source, ("outcomes",), [each.name for each in found.outcomes], "outcome")
    if not isinstance(found.seeds, SeedLines):
        yield from _twice(source, ("seeds",), found.seeds, "seed")
    elif found.numbers[-1] > LARGEST_SEED:
        yield source.fault(("seeds",), f"the last seed is {found.numbers[-1]}; it must be at most {LARGEST_SEED}")
    yield from _set_by_two(source, found)


def _emptied(source: SourceFile, key: Key, lines: GameLines) -> Iterator[Fault]:
    """A choice that is nothing leaves all as it was before, though it may be meant to take one back."""
    for name in CHOICES:
        if name in lines.model_fields_set and getattr(lines, name) is None:
            said = f"{name.rstrip('_')} is null, which leaves it as it was before"
            yield source.fault((*key, name.rstrip("_")), f"{said}; say what it is to be, or take the key out")


def _twice(source: SourceFile, key: Key, names: Sequence[object], what: str) -> Iterator[Fault]:
    for name, count in Counter(names).items():
        if count > 1:
            at = [place for place, each in enumerate(names) if each == name][1]
            yield source.fault((*key, at), f"{name!r} is a {what} already; each must be there once")


def _set_by_two(source: SourceFile, found: Experiment) -> Iterator[Fault]:
    """Two factors that set the same would hide one another where they cross; a design counts as one."""
    varied = found.design.over if found.design is not None else ()
    holders = {f"params.{line.param}": DESIGN for line in varied}
    for number, factor in enumerate(found.factors):
        if factor.name == DESIGN and varied:
            yield source.fault(
                ("factors", number), f"{DESIGN!r} is the design of this file; give the factor another name"
            )
        mine: dict[str, Key] = {}
        for place, level in enumerate(factor.levels):
            for what in _sets(level):
                mine.setdefault(what, ("factors", number, "levels", place))
        for what, key in mine.items():
            if what in holders:
                said = f"factor {factor.name!r} sets {what}, which factor {holders[what]!r} sets too"
                yield source.fault(key, f"{said}; one of them must leave it alone")
            holders.setdefault(what, factor.name)


def _sets(level: GameLines) -> Iterator[str]:
    for name in CHOICES:
        if getattr(level, name) is not None:
            yield name.rstrip("_")
    for seat in level.seats:
        yield f"seats.{seat}"
    for name in level.params:
        yield f"params.{name}"
    for edit in level.edits:
        if edit.do != "add":
            yield f"edits of {edit.at}"


def merged(parts: Sequence[GameLines]) -> GameLines:
    """What several parts say together; where two say something of the same, the later one counts."""
    data: dict[str, Any] = {}
    for part in parts:
        for name in CHOICES:
            if getattr(part, name) is not None:
                data[name] = getattr(part, name)
        for name in ("seats", "params"):
            data[name] = {**data.get(name, {}), **getattr(part, name)}
        for name in ("edits", "bars", "forces", "offers"):
            data[name] = (*data.get(name, ()), *getattr(part, name))
    return GameLines.model_construct(**data)
