"""Claims about such a world as data: what is changed, what is read, and which way it should move.

Each file of `claims/` holds one. No rule knows of them: a claim comes out of the rules or it does not.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any, Literal, Self

from pydantic import Field, field_validator, model_validator

from wargame.core.ids import SeatId, Variable
from wargame.errors import FaultyPack, PackError, SpecError
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit, EditKind, misuse
from wargame.paired.readings import Reading
from wargame.paired.smallest_effects import SmallestEffect
from wargame.players.levers import Bar, Force, Offer, Reins
from wargame.rules.base.parameters import Parameters
from wargame.scenario.dossier import Plain
from wargame.scenario.faults import Fault, listed, unknown
from wargame.scenario.find import content_root
from wargame.scenario.shape import shaped
from wargame.scenario.source import SourceFile, read
from wargame.table.opening import choose
from wargame.transcript.setup import GameSetup

OWN_CLAIMS = "claims of your own need --claims FOLDER"
"""What to do where a claim is unknown and no folder was named."""
FOLDER = "claims"


class EditLine(Plain):
    """One change of the scenario, as `paired.edits` makes it."""

    at: str
    do: EditKind = "set"
    to: Any = None

    @model_validator(mode="after")
    def _takes_what_is_given(self) -> Self:
        if wrong := misuse(self.at, self.do, self.to, given="to" in self.model_fields_set):
            raise ValueError(wrong)
        return self

    def edit(self) -> Edit:
        """The same as an edit."""
        return Edit(at=self.at, do=self.do, to=self.to)


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
        edits = tuple(each.edit() for each in self.edits)
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
    smallest: SmallestEffect | None = None
    """The smallest effect that matters, in the unit of what is read: a claim of a smaller one does not hold."""

    @model_validator(mode="after")
    def _is_of_an_effect(self) -> Self:
        if self.smallest is not None and (self.than < 0 if self.sign == "+" else self.than > 0):
            what = f"more than {self.than:g}" if self.sign == "+" else f"less than {self.than:g}"
            raise ValueError(
                f"smallest is for a claim of an effect, and of {what} none at all is one too; leave it out"
            )
        return self


class ConditionLines(Plain):
    """A condition under which a claim is tried besides: what is otherwise in both sets of games."""

    says: Annotated[str, Field(min_length=3, max_length=60)]
    """In words that go on from `where`."""
    common: LeverLines


class Claim(Plain):
    """A claim as a paired experiment: two sets of games that differ in the lever alone."""

    id: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9]*(-[A-Za-z0-9]+)*$", max_length=40)]
    says: Annotated[str, Field(min_length=20)]
    because: Annotated[str, Field(min_length=10)]
    condition: str = ""
    """Under which condition it is expected to hold, if not always."""
    conditions: tuple[ConditionLines, ...] = ()
    """Conditions, named in advance, under each of which it is tried besides."""
    untestable: str = ""
    """Why no game can try it, if none can; then it has no measures."""
    scenario: str
    variant: str | None = None
    turns: Annotated[int, Field(ge=1, le=60)] | None = None
    common: LeverLines = LeverLines()
    """What is otherwise in both sets of games."""
    lever: LeverLines = LeverLines()
    measures: tuple[MeasureLine, ...] = ()
    increments: tuple[str, ...] = ()
    """Parameters that put the effect in directly: a third comparison sets them to zero, or as low as they go."""
    learnt: bool = False
    """Whether it rests on beliefs about cut-offs: then it is tried too with seats that learn from their own alone."""
    leans: tuple[str, ...] = ()
    """Parameters that it is thought to lean on, moved by half both ways when its robustness is asked for."""

    @field_validator("increments", "leans")
    @classmethod
    def _known(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        for name in names:
            if name not in Parameters.names():
                raise ValueError(unknown(name, "parameter", Parameters.names()))
        return names

    @model_validator(mode="after")
    def _can_be_tried_or_says_why_not(self) -> Self:
        if bool(self.measures) == bool(self.untestable):
            raise ValueError("a claim has measures, at least one, or `untestable` tells why there can be none")
        return self

    def setup(self) -> GameSetup:
        """The game that both sets are played from; raises what `table.opening.choose` does."""
        return choose(self.scenario, variant=self.variant, turns=self.turns)


@dataclass(frozen=True, slots=True)
class ClaimFile:
    """A claim with the file in which it stands."""

    source: SourceFile
    claim: Claim


def read_claims(folder: Path | None = None) -> Mapping[str, ClaimFile]:
    """All claims by id, those of the program unless a folder is named; every file of it is read.

    FaultyPack lists every fault with its line, also if an id is not its file's name. Whether their games can be opened
    is told by `claim_faults.check_claims`.
    """
    found: dict[str, ClaimFile] = {}
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
            found[shape.value.id] = ClaimFile(source, shape.value)
    if not found and not faults:
        raise PackError(f"{folder or FOLDER}: there is no claim in it; a claim is a file ID.yaml")
    refuse(faults)
    return found


def refuse(faults: Iterable[Fault]) -> None:
    """FaultyPack that lists these faults; nothing where there are none."""
    if found := sorted(set(faults)):
        raise FaultyPack(f"claims that cannot be tried:\n{listed(found)}")


def claims(folder: Path | None = None) -> Mapping[str, Claim]:
    """The same without their files."""
    return {name: each.claim for name, each in read_claims(folder).items()}


def claim_of(name: str, folder: Path | None = None) -> Claim:
    """One claim by its id; SpecError names those that there are. Reads all claims, and raises what `claims` does."""
    return chosen_claims((name,), read_claims(folder))[0].claim


def chosen_claims(names: Iterable[str], found: Mapping[str, ClaimFile], hint: str = "") -> list[ClaimFile]:
    """Those that are named, each once; SpecError names those that there are, and says the hint first."""
    for name in names:
        if name not in found:
            there = unknown(name, "claim", found)
            raise SpecError(f"{there}; {hint}" if hint else there)
    return [found[name] for name in dict.fromkeys(names)]
