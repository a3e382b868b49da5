"""Claims about such a world as data: what is changed, what is read, and which way it should move.

Each file of `claims/` holds one. No rule knows of them: a claim comes out of the rules or it does not.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from statistics import fmean
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter, field_validator

from wargame.balance.usage import shares_of_bets
from wargame.core.fold import fold
from wargame.core.ids import ModelId, SeatId, Variable
from wargame.core.state import State
from wargame.errors import PackError, SpecError
from wargame.paired.arms import BASE, Arm, checked
from wargame.paired.edits import Edit
from wargame.paired.intervals import Interval, interval
from wargame.paired.levers import Bar, Force, Offer, Reins
from wargame.paired.readings import Reading
from wargame.paired.rows import GameRow
from wargame.paired.run import RowListener, play_paired
from wargame.rules.base.parameters import Parameters
from wargame.scenario.dossier import Plain
from wargame.scenario.faults import Fault, listed, unknown
from wargame.scenario.find import content_root
from wargame.scenario.shape import shaped
from wargame.scenario.source import read
from wargame.table.opening import choose
from wargame.transcript.setup import GameSetup

FOLDER = "claims"
LEVER, ZERO, OWN = "lever", "increments at zero", "own cut-offs alone"
LEARNT_FROM_OTHERS = ("belief_peer", "belief_lab")
"""Weights by which governments learn from what is done to others: assumptions as increments are."""
HALF = 0.5
"""By how much the parameters that a claim leans on are moved, both ways."""
Verdict = Literal["holds", "fails", "open"]


class EditLine(Plain):
    """One change of the scenario, as `paired.edits` makes it."""

    at: str
    do: Literal["set", "add", "drop", "shift"] = "set"
    to: Any = None


class LeverLines(Plain):
    """What is changed, in the terms of an arm of a comparison."""

    params: dict[str, float] = {}
    seats: dict[SeatId, str] = {}
    start: dict[Variable, float] = {}
    edits: tuple[EditLine, ...] = ()
    bars: tuple[Bar, ...] = ()
    forces: tuple[Force, ...] = ()
    offers: tuple[Offer, ...] = ()

    def arm(self, name: str) -> Arm:
        """The same as an arm."""
        edits = tuple(Edit(at=each.at, do=each.do, to=each.to) for each in self.edits)
        reins = Reins(bars=self.bars, forces=self.forces, offers=self.offers)
        return Arm(name, params=self.params, seats=self.seats, start=self.start, edits=edits, reins=reins)


class MeasureLine(Plain):
    """What should move, and which way."""

    name: Annotated[str, Field(min_length=3)]
    reads: Reading
    at: Annotated[int, Field(ge=1, le=60)] | Literal["end", "mean"] = "end"
    """At the end of which turn, of the game, or the mean over all turns."""
    sign: Literal["+", "-"]
    than: float = 0.0
    """The effect should be more than this, or with `-` less."""


class Claim(Plain):
    """A claim as a paired experiment: two sets of games that differ in the lever alone."""

    id: Annotated[str, Field(pattern=r"^S\d-\d{2,3}$")]
    says: Annotated[str, Field(min_length=20)]
    because: Annotated[str, Field(min_length=10)]
    condition: str = ""
    """Under which condition it is expected to hold, if not always."""
    scenario: str
    variant: str | None = None
    turns: Annotated[int, Field(ge=1, le=60)] | None = None
    common: LeverLines = LeverLines()
    """What is otherwise in both sets of games."""
    lever: LeverLines
    measures: Annotated[tuple[MeasureLine, ...], Field(min_length=1)]
    increments: tuple[str, ...] = ()
    """Parameters that put the effect in directly: a third comparison sets them to zero, or as low as they go."""
    learnt: bool = False
    """Whether it rests on beliefs about cut-offs: then it is tried too with seats that learn from their own alone."""
    leans: tuple[str, ...] = ()
    """Parameters that it leans on, moved by half both ways when its robustness is asked for."""

    @field_validator("increments", "leans")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in Parameters.names():
                raise ValueError(unknown(name, "parameter", Parameters.names()))
        return names

    def setup(self) -> GameSetup:
        """The game that both sets are played from; raises what `table.opening.choose` does."""
        return choose(self.scenario, variant=self.variant, turns=self.turns)


@dataclass(frozen=True, slots=True)
class Effect:
    """What the lever did to one measure."""

    measure: MeasureLine
    under: str
    """Under which parameters: empty for those of the scenario, else what is otherwise."""
    interval: Interval | None
    """Lever less base over seeds; None if no pair gave a number."""

    @property
    def verdict(self) -> Verdict:
        """Whether it moved as claimed, the other way, or neither by more than chance."""
        if self.interval is None:
            return "open"
        low, high = self.interval.low - self.measure.than, self.interval.high - self.measure.than
        up = self.measure.sign == "+"
        if (low > 0) if up else (high < 0):
            return "holds"
        return "fails" if ((high <= 0) if up else (low >= 0)) else "open"


@dataclass(frozen=True, slots=True)
class TriedClaim:
    """A claim as it came out."""

    claim: Claim
    effects: tuple[Effect, ...]
    parted: float
    """Share of pairs in which the lever changed anything at all, 0-1."""
    failed: tuple[str, ...]
    """Games that came to no end."""
    pairs: int
    """Seeds whose games were all played."""
    bets: tuple[Mapping[SeatId, Mapping[str, float]], Mapping[SeatId, Mapping[str, float]]]
    """Shares of the bets of middle powers at the end, without the lever and with it."""

    @property
    def verdict(self) -> Verdict:
        """Of all its measures together, under the scenario's own parameters: the worst of them."""
        found = [each.verdict for each in self.effects if not each.under]
        return "fails" if "fails" in found else "open" if "open" in found else "holds"


def claims(folder: Path | None = None) -> Mapping[str, Claim]:
    """All claims by id, those of the program unless a folder is named; every file of it is read.

    PackError lists every fault with its line, also if an id is not its file's name.
    """
    found: dict[str, Claim] = {}
    faults: list[Fault] = []
    for path in sorted((folder or content_root() / FOLDER).glob("*.yaml")):
        source = read(path)
        shape = shaped(source, Claim)
        faults += [*source.faults, *shape.faults]
        if shape.value is not None:
            if shape.value.id != path.stem:
                faults.append(
                    source.fault(("id",), f"this is {shape.value.id}; it must be the file's name, {path.stem}")
                )
            found[shape.value.id] = shape.value
    if faults:
        raise PackError(f"claims that cannot be tried:\n{listed(sorted(set(faults)))}")
    return found


def claim_of(name: str, folder: Path | None = None) -> Claim:
    """One claim by its id; SpecError names those that there are. Reads all claims, and raises what `claims` does."""
    found = claims(folder)
    if name not in found:
        raise SpecError(unknown(name, "claim", found))
    return found[name]


def check(claim: Claim) -> None:
    """SpecError or PackError, with the claim's id, if its games could not be opened. Nothing is played.

    Opens the game of every arm, those of robustness too. A model that an edit, a force, an offer or a measure
    names must be in the game: what is written of one whose owner is absent would be left out without a word.
    """
    try:
        checked(claim.setup(), list(_arms(claim, robust=True)), claim.common.arm("common"))
        _models_are_there(claim)
    except (SpecError, PackError) as fault:
        raise type(fault)(f"{claim.id}: {fault}") from None


def _models_are_there(claim: Claim) -> None:
    _, start = claim.common.arm("common").and_also(claim.lever.arm(LEVER)).of(claim.setup()).opening()
    there = fold(State(), (start,)).models
    for part, lines in (("common", claim.common), ("lever", claim.lever)):
        for number, edit in enumerate(lines.edits):
            _known_models(f"{part}.edits[{number}] at {edit.at}", edit.to, there)
        for name in ("forces", "offers"):
            for number, each in enumerate(getattr(lines, name)):
                _known_models(f"{part}.{name}[{number}]", TypeAdapter(type(each)).dump_python(each), there)
    for number, measure in enumerate(claim.measures):
        _known_models(f"measures[{number}]", TypeAdapter(type(measure.reads)).dump_python(measure.reads), there)


def _known_models(where: str, value: Any, there: Mapping[ModelId, object]) -> None:
    for model in _models_named(value):
        if model not in there:
            raise SpecError(f"{where}: {unknown(model, 'model in this game', there)}")


def _models_named(value: Any) -> Iterator[str]:
    """The models that lines of access and clauses within a value name."""
    if isinstance(value, Mapping):
        if isinstance(value.get("model"), str):
            yield value["model"]
        value = tuple(value.values())
    if isinstance(value, list | tuple):
        for each in value:
            yield from _models_named(each)


def try_claim(
    claim: Claim,
    seeds: Sequence[int],
    *,
    robust: bool = False,
    workers: int = 1,
    progress: RowListener | None = None,
    broken_off: Callable[[], None] | None = None,
) -> TriedClaim:
    """Play a claim's games and hold them against one another, seed by seed.

    If it is interrupted, `broken_off` is called, and the seeds whose games are all played are held against one another;
    the interruption goes on where it is not given, or where there is no such seed.

    Two games a seed, two more where increments are named, and two where beliefs are learnt; with `robust` four more
    for each parameter that it leans on. Seeds must be different whole numbers. SpecError or PackError, before anything
    is played, as `play_paired` raises them; a game that fails is told in `failed`, and its pair gives no number.
    """
    check(claim)
    readings = {str(number): each.reads for number, each in enumerate(claim.measures)}
    arms, rows = list(_arms(claim, robust=robust)), list[GameRow]()

    def kept(done: int, of: int, row: GameRow) -> None:
        rows.append(row)
        if progress is not None:
            progress(done, of, row)

    try:
        play_paired(
            claim.setup(),
            arms,
            seeds,
            readings=readings,
            common=claim.common.arm("common"),
            workers=workers,
            progress=kept,
        )
    except KeyboardInterrupt:
        played = Counter(row.seed for row in rows)
        rows = [row for row in rows if played[row.seed] == len(arms) + 1]
        if broken_off is None or not rows:
            raise
        broken_off()
    rows.sort(key=lambda row: row.seed)
    by_arm: dict[str, dict[int, GameRow]] = {}
    for row in rows:
        by_arm.setdefault(row.arm, {})[row.seed] = row
    effects = []
    for under, _ in _unders(claim, robust=robust):
        effects += list(_effects(claim, under, by_arm[_base_name(under)], by_arm[_lever_name(under)]))
    first, lever = by_arm[_base_name("")], by_arm[_lever_name("")]
    parted = fmean(float(first[seed].hashes != lever[seed].hashes) for seed in first)
    failed = tuple(f"{row.arm}, seed {row.seed}: {row.fault}" for row in rows if row.fault)
    bets = shares_of_bets(tuple(first.values())), shares_of_bets(tuple(lever.values()))
    return TriedClaim(claim, tuple(effects), parted, failed, len(first), bets)


def _arms(claim: Claim, *, robust: bool) -> Iterator[Arm]:
    """Every arm beside the base, which is the game with what is common."""
    lever = claim.lever.arm(LEVER)
    for under, params in _unders(claim, robust=robust):
        if under:
            yield Arm(_base_name(under), params=params)
        yield replace(lever.and_also(Arm(LEVER, params=params)), name=_lever_name(under))


def _unders(claim: Claim, *, robust: bool) -> Iterator[tuple[str, Mapping[str, float]]]:
    yield "", {}
    book, _ = claim.setup().opening()
    ranges = {name: Parameters.__dataclass_fields__[name].metadata for name in (*claim.increments, *claim.leans)}
    zero = {name: max(0.0, ranges[name]["low"]) for name in claim.increments}
    if claim.increments:
        yield ZERO, zero
    if claim.learnt:
        yield OWN, zero | dict.fromkeys(LEARNT_FROM_OTHERS, 0.0)
    for name in claim.leans if robust else ():
        now = float(getattr(book.parameters, name))
        for factor in (1 - HALF, 1 + HALF):
            value = min(ranges[name]["high"], max(ranges[name]["low"], now * factor))
            yield f"{name} {value:g}", {name: value}


def _base_name(under: str) -> str:
    return f"{BASE} {under}".strip()


def _lever_name(under: str) -> str:
    return f"{LEVER} {under}".strip()


def _effects(claim: Claim, under: str, base: Mapping[int, GameRow], lever: Mapping[int, GameRow]) -> Iterator[Effect]:
    for number, measure in enumerate(claim.measures):
        found = []
        for seed in sorted(base):
            before, after = (_at(measure, row.series.get(str(number), ())) for row in (base[seed], lever[seed]))
            if before is not None and after is not None:
                found.append(after - before)
        yield Effect(measure, under, interval(found) if found else None)


def _at(measure: MeasureLine, series: Sequence[float | None]) -> float | None:
    if not series:
        return None
    if measure.at == "mean":
        found = [value for value in series if value is not None]
        return fmean(found) if found else None
    return series[-1] if measure.at == "end" else series[measure.at - 1] if measure.at <= len(series) else None
