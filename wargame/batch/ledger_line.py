"""What a line of a ledger may hold: one that was cut, or altered by hand, is told with its file and its number."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Annotated, Any, Literal, TypeAlias

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError, model_validator

from wargame.batch.game_played import GameRead
from wargame.errors import ExperimentError
from wargame.transcript.lean import bundle_hash

FORMAT = 1
"""Version of the ledger's lines."""
HELPS = (
    "put the file back as it was, or delete this line and give `wargame experiment run` again, which puts back or "
    "plays what is missing then; `experiment table --rebuild` holds the rows against the records"
)
"""What can be done about a line that is none."""
HELPS_GONE = "put the file back as it was, or give `wargame experiment run` again, which puts them back"
"""What can be done where settings of a cell are gone."""
HELPS_ROWS = (
    "put the file back as it was, or delete this line and give `wargame experiment run` again, which plays it anew"
)
"""What can be done about a line that says of a game what its record does not."""
MOST_BYTES = 2**62
"""At which a record may lie in its archive."""
_TOLD = 60
"""Characters of a wrong value that are told."""
_Place: TypeAlias = Annotated[int, Field(ge=0, le=MOST_BYTES)]
_Run: TypeAlias = Annotated[str, Field(pattern=r"\Ag[0-9a-f]{1,16}\z")]
_Hash: TypeAlias = Annotated[str, Field(pattern=r"\A[0-9a-f]{64}\z")]
_Amount: TypeAlias = Annotated[float, Field(ge=0)]


class _Line(BaseModel):
    """Nothing else may stand in it, and a number is no string."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, allow_inf_nan=False)


class _Open(BaseModel):
    """More may stand in it, which nobody reads or which is only held against something."""

    model_config = ConfigDict(strict=True, extra="allow", frozen=True, allow_inf_nan=False)


class BegunLine(_Open):
    """A session begins."""

    what: Literal["begun"]
    format: int
    experiment: dict[str, Any] = {}


class ScenarioLine(_Line):
    """A scenario under its hash."""

    what: Literal["scenario"]
    hash: _Hash
    data: dict[str, Any]

    @model_validator(mode="after")
    def _is_itself(self) -> ScenarioLine:
        if bundle_hash(self.data) != self.hash:
            raise ValueError("the scenario is not the one whose hash stands there")
        return self


class _Left(_Open):
    line: Annotated[int, Field(ge=1)]


class _Ruled(_Open):
    mode: str
    judges: list[str]


class _Settings(_Open):
    """Of the settings of a cell what is read; all of them are held against what the file comes to."""

    scenario: str = ""
    rules: int | str = ""
    code: str = ""
    seats: dict[str, str] = {}
    prompts: dict[str, str] = {}
    parameters: dict[str, Any] = {}
    reins: dict[str, Any] = {}
    adjudication: str | _Ruled = "rules"
    left: Annotated[_Left | None, Field(alias="from")] = None


class CellLine(_Line):
    """The settings of a cell."""

    what: Literal["cell"]
    cell: str
    settings: _Settings


class FailedLine(_Line):
    """A game came to no end."""

    what: Literal["failed"]
    run: _Run
    cell: str = ""
    seed: int = 0
    reason: str


class StoppedLine(_Line):
    """A game was left where it can be gone on with."""

    what: Literal["stopped"]
    run: _Run
    cell: str = ""
    seed: int = 0
    reason: str
    caps: tuple[int | None, float | None] | None = None


class ControlLine(_Open):
    """Something was asked of those who play."""

    what: Literal["control"]


class StalledLine(_Line):
    """Nothing had happened for long."""

    what: Literal["stalled"]
    at: str
    seconds: _Amount


class SealedLine(_Line):
    """A game is sealed: where its record lies, and what was read out of it."""

    what: Literal["sealed"]
    run: _Run
    cell: str
    seed: int
    archive: Annotated[str, Field(pattern=r"\Agames-\d+-of-\d+\.jsonl\.gz\z")]
    at: _Place
    length: _Place
    frame: _Hash
    record: _Hash
    outcomes: str
    read: GameRead

    @model_validator(mode="after")
    def _is_of_its_turns(self) -> SealedLine:
        read, counts = self.read, (self.read.turns, self.read.asked, self.read.fallbacks, self.read.tokens)
        if any(count < 0 for count in counts) or not read.money >= 0:
            raise ValueError("read has a count below 0")
        lengths = {"hashes": len(read.hashes), **{f"series.{name}": len(each) for name, each in read.series.items()}}
        lengths |= {"worlds": len(read.worlds)} if read.worlds else {}
        for name, length in lengths.items():
            if length != read.turns:
                raise ValueError(f"read.{name} has {length} values, and the game {read.turns} turns")
        return self


LineOfLedger: TypeAlias = (
    BegunLine | ScenarioLine | CellLine | FailedLine | StoppedLine | ControlLine | StalledLine | SealedLine
)


@dataclass(frozen=True, slots=True)
class PlacedLine:
    """A line of a ledger, and where it stands."""

    said: LineOfLedger
    data: bytes
    """As it is written, without its line feed."""
    at: int
    """Byte at which it begins."""


def ledgers_in(folder: Path) -> tuple[Path, ...]:
    """The ledgers of all shares of a folder, by name; none if it is not there."""
    return tuple(sorted(folder.glob("ledger-*-of-*.jsonl")))


def ledger_lines(path: Path) -> Iterator[bytes]:
    """The whole lines of a ledger, one after the other; what a kill left of another is passed over.

    ExperimentError if it cannot be read.
    """
    try:
        with path.open("rb") as file:
            for line in file:
                if line.endswith(b"\n"):
                    yield line[:-1]
    except IsADirectoryError:
        said = "a ledger belongs here, and this is a folder; move it away, and give the command again"
        raise ExperimentError(f"{path}: {said}") from None
    except OSError as fault:
        raise ExperimentError(f"{path}: cannot be read ({fault.strerror})") from None


def read_lines(path: Path, kinds: Collection[str] = ()) -> Iterator[PlacedLine]:
    """The same, read: all of them, or those that are of these kinds.

    ExperimentError names the first that is no line of a ledger, what is wrong with it and what helps.
    """
    at, marks = 0, tuple(f'"{kind}"'.encode() for kind in kinds)
    for number, line in enumerate(ledger_lines(path), 1):
        if not marks or any(mark in line[:40] for mark in marks):
            said = _read(path, number, line)
            if not kinds or said.what in kinds:
                yield PlacedLine(said, line, at)
        at += len(line) + 1


def line_number(path: Path, at: int) -> int:
    """The number of the line that begins at a byte of a ledger, from 1; ExperimentError if it cannot be read."""
    number, begins = 1, 0
    for line in ledger_lines(path):
        if begins >= at:
            break
        begins += len(line) + 1
        number += 1
    return number


def _read(path: Path, number: int, line: bytes) -> LineOfLedger:
    try:
        try:
            found = _lines().validate_json(line)
        except ValidationError as fault:
            if (whole := _whole_characters(line)) is None:
                raise fault from None
            found = _lines().validate_json(whole)
    except ValidationError as fault:
        said = f"this is no line of a ledger ({_what_is_wrong(fault)}); {HELPS}"
    else:
        if not isinstance(found, BegunLine) or found.format == FORMAT:
            return found
        said = f"this ledger is of format {found.format}, and this program reads {FORMAT}: take the one that began it"
    raise ExperimentError(f"{path}: line {number}: {said}")


def _whole_characters(line: bytes) -> bytes | None:
    """A line with question marks for halves of characters, such as an endpoint may have sent; None if it has none."""
    if rb"\ud" in line.lower():
        with suppress(ValueError, RecursionError):
            return json.dumps(json.loads(line), ensure_ascii=False).encode(errors="replace")
    return None


@lru_cache(1)
def _lines() -> TypeAdapter[LineOfLedger]:
    return TypeAdapter[LineOfLedger](Annotated[LineOfLedger, Field(discriminator="what")])


def _what_is_wrong(fault: ValidationError) -> str:
    """The first fault of a line: where, what is there, and what would be accepted."""
    first = fault.errors(include_url=False)[0]
    kind, message = first["type"], str(first["msg"]).removeprefix("Value error, ")
    where = ".".join(str(part) for part in first["loc"][1:])  # the first says of which kind it is
    if kind == "json_invalid":
        return f"it is no JSON: {message.removeprefix('Invalid JSON: ')}"
    if kind == "missing":
        return f"{where} is missing"
    if kind in ("extra_forbidden", "unexpected_keyword_argument"):
        return f"{where} is no part of it"
    if kind == "value_error":
        return message
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        given = first["input"].get("what") if isinstance(first["input"], Mapping) else None
        tags = first.get("ctx", {}).get("expected_tags", "a kind of line")
        return f"its `what` is {_short(given)}; {tags} is accepted"
    given = _short(first["input"])
    return f"{where or 'it'} is {given}: {message.replace('Input should', 'it should')}"


def _short(value: object) -> str:
    told = repr(value)
    return told if len(told) <= _TOLD else f"{told[:_TOLD]}…"
