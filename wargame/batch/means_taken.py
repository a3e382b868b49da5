"""What the model games of a folder have taken of their means, over all shares and sessions that play there.

What a call took stands in the record of its game before it is counted here, so that records are the truth. What no
record says stands in `means-N-of-M.json`, written by share N alone: what its calls in flight may take, and what it has
counted, by which the other shares know what came since they looked at the records.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from math import fsum, isfinite
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.batch.game_played import usage_of
from wargame.batch.ledger_line import CellLine, SealedLine, ledgers_in, read_lines
from wargame.errors import ExperimentError, SpecError, TranscriptError
from wargame.players.specs import models_in
from wargame.transcript.lock import is_written, one_at_a_time
from wargame.transcript.private import write_private
from wargame.transcript.reading import read

if TYPE_CHECKING:
    from wargame.players.llm.endpoints import Endpoints

PLAYING = "playing"
"""The folder of games in progress."""
LOCK = "means.lock"
"""Whoever sets something aside, or changes a cap, holds it meanwhile."""
_HELPS = (
    "put it back as it was, or delete it while nobody plays: then only what calls in flight had set aside is forgotten"
)
"""What can be done about counts that cannot be read."""
CENTS_OF_ROUNDING = 1e-6
"""How far below nothing an amount of money may lie by arithmetic, when all that was set aside is put back."""


@dataclass(frozen=True, slots=True)
class Amount:
    """Tokens and money."""

    tokens: int = 0
    money: float = 0.0
    """In the currency of the price table, where the price was known."""

    def __add__(self, other: Amount) -> Amount:
        return Amount(self.tokens + other.tokens, self.money + other.money)

    def __sub__(self, other: Amount) -> Amount:
        return Amount(self.tokens - other.tokens, self.money - other.money)


@dataclass(frozen=True, slots=True)
class ShareCounts:
    """What one share says of itself."""

    taken: Amount = field(default_factory=Amount)
    """By all its calls in games that came to an end; records have these too."""
    held: Amount = field(default_factory=Amount)
    """Set aside for calls in flight."""
    lost: Amount = field(default_factory=Amount)
    """What no record has, and counts as taken: what trial calls took before any game began, and what was set aside for
    calls that were in flight when a session of it was killed, which may have been paid for."""
    still: Amount = field(default_factory=Amount)
    """What its games in flight are expected to take yet; 0 while there is nothing to tell that by."""
    games: int = 0
    """Games in flight, if it lives: a killed share leaves those here that it had."""


@contextmanager
def means_alone(folder: Path) -> Iterator[bool]:
    """Nobody else sets anything aside in the block; gives whether the system knows locks there.

    ExperimentError if the lock cannot be had.
    """
    try:
        with one_at_a_time(folder / LOCK) as is_locked:
            yield is_locked
    except OSError as fault:
        helps = " move that folder away, and" if isinstance(fault, IsADirectoryError) else ""
        raise ExperimentError(
            f"{folder / LOCK}: cannot be held ({fault.strerror});{helps} give the same command again"
        ) from None


def counts_in(folder: Path) -> Mapping[str, ShareCounts]:
    """What all shares say, by name of file; ExperimentError names one that cannot be read."""
    found = {}
    for path in sorted(folder.glob("means-*-of-*.json")):
        try:
            said = json.loads(path.read_bytes())
            if not isinstance(said, dict):
                raise ValueError("it is no object of JSON")
            taken, held, lost = (_amount(name, said.get(name)) for name in ("taken", "held", "lost"))
            still, games = _amount("still", said.get("still", {})), _whole("games", said.get("games", 0))
            found[path.name] = ShareCounts(taken, held, lost, still, games)
        except FileNotFoundError:
            continue
        except (OSError, ValueError, RecursionError) as fault:
            why = fault.strerror if isinstance(fault, OSError) else fault
            raise ExperimentError(f"{path}: what this share has taken cannot be read ({why}); {_HELPS}") from None
    return found


def _amount(name: str, said: object) -> Amount:
    """An amount as a share says it; ValueError for one that nothing can come to."""
    if not isinstance(said, dict) or not said.keys() <= {"tokens", "money"}:
        raise ValueError(f"{name} is {'missing' if said is None else said!r}; tokens and money are accepted")
    found = Amount(**said)
    _whole(f"{name}.tokens", found.tokens)
    if type(found.money) not in (int, float) or not isfinite(found.money) or found.money < -CENTS_OF_ROUNDING:
        raise ValueError(f"{name}.money is {found.money!r}; a number from 0 on is accepted")
    return found


def _whole(name: str, said: object) -> int:
    if type(said) is not int or said < 0:
        raise ValueError(f"{name} is {said!r}; a whole number from 0 on is accepted")
    return said


def still_elsewhere(folder: Path, others: Mapping[str, ShareCounts]) -> tuple[Amount, int]:
    """What the games in flight of those of these shares that live take yet beside what is held, and how many they are.

    What a killed share's games would have taken yet is free.
    """
    still, games = Amount(), 0
    for name, each in others.items():
        if each.games and is_played(folder, name):
            yet = each.still - each.held
            still += Amount(max(0, yet.tokens), max(0.0, yet.money))
            games += each.games
    return still, games


def is_played(folder: Path, name: str) -> bool:
    """Whether a process that lives plays the share whose counts stand in the file of this name: it holds its ledger."""
    return is_written(folder / f"ledger-{name.removeprefix('means-')}l")


def held_by_nobody(folder: Path) -> Amount:
    """What is set aside for calls of sessions that play no more, as after a kill: it may have been paid for.

    ExperimentError as `counts_in` raises it.
    """
    left = (each.held for name, each in counts_in(folder).items() if not is_played(folder, name))
    return sum(left, Amount())


def put_counts(path: Path, counts: ShareCounts) -> None:
    """Write what a share says of itself, whole or not at all; ExperimentError if the disk does not take it."""
    try:
        write_private(path, json.dumps(asdict(counts)).encode())
    except OSError as fault:
        raise ExperimentError(f"{path}: cannot be written ({fault.strerror}); all that was sealed is kept") from None


def on_record(folder: Path) -> Amount:
    """What the records of a folder have taken, sealed or in progress; each is read once.

    Games in progress are read first: one that is sealed meanwhile is found in a ledger. A record that was damaged later
    was paid for all the same.
    """
    playing = {path.stem: amount for path in sorted((folder / PLAYING).glob("*.jsonl")) if (amount := taken_by(path))}
    sealed: dict[tuple[str, str], Amount] = {}
    for path in ledgers_in(folder):
        for line in read_lines(path, ("sealed",)):
            if isinstance(said := line.said, SealedLine):
                sealed[said.run, said.record] = Amount(said.read.tokens, said.read.money)
    done = {run for run, _ in sealed}
    found = [*sealed.values(), *(amount for run, amount in playing.items() if run not in done)]
    return Amount(sum(each.tokens for each in found), fsum(each.money for each in found))


def taken_by(path: Path) -> Amount | None:
    """What a game in progress has taken behind the line at which it leaves another; None for one that is gone."""
    try:
        record = read(path, mend=True)
    except (TranscriptError, OSError):
        return None
    branch = record.header.data.get("branch")
    return Amount(*usage_of(record.entries, int(branch["line"]) if branch else 0))


def no_room(caps: tuple[int | None, float | None], taken: Amount, yet: Amount, wanted: Amount) -> str:
    """Why caps of tokens and money leave no room for a game that is expected to take so much; empty if they do.

    `taken` is gone, and `yet` what games in flight may take beside it.
    """
    tokens, money = caps
    gone = taken + yet
    if tokens is not None and gone.tokens + wanted.tokens > tokens:
        left = f"{max(0, tokens - gone.tokens):,}"
        left += f" beside {yet.tokens:,} that games in flight may take" if yet.tokens > 0 else ""
        return f"the cap of {tokens:,} tokens leaves {left}, and a game is expected to take {wanted.tokens:,} more"
    if money is not None and gone.money + wanted.money > money:
        left = f"{max(0.0, money - gone.money):.4f}"
        left += f" beside {yet.money:.4f} that games in flight may cost" if yet.money > CENTS_OF_ROUNDING else ""
        return f"the cap of {money:g} in money leaves {left}, and a game is expected to cost {wanted.money:.4f} more"
    return ""


def taken_in(folder: Path) -> tuple[Amount, Amount]:
    """What all games of a folder have taken, and what is set aside for calls in flight.

    Hold `means_alone` meanwhile, or the second may be old. Errors as `counts_in` and `read_lines` raise them.
    """
    counts = counts_in(folder).values()
    held = sum((each.held for each in counts), Amount())
    return on_record(folder) + sum((each.lost for each in counts), Amount()), held


def models_of(folder: Path) -> tuple[str, ...]:
    """Specs of the models that sit or rule in the games of a folder, each once, as far as cells were begun."""
    found: dict[str, None] = {}
    for path in ledgers_in(folder):
        for line in read_lines(path, ("cell",)):
            if isinstance(said := line.said, CellLine):
                ruled = said.settings.adjudication
                judges = () if isinstance(ruled, str) else ruled.judges
                found |= dict.fromkeys((*models_in(said.settings.seats.values()), *judges))
    return tuple(found)


def check_prices(models: Iterable[str], money: float | None, endpoints: Endpoints) -> None:
    """SpecError if money is capped and the price of a model is not known: such a cap could not hold."""
    for spec in models:
        if money is not None and endpoints.prices.of(endpoints.endpoint(spec)) is None:
            from wargame.players.llm.profiles import own_path

            raise SpecError(
                f"budget: money is {money:g}, but the price of {spec} is not known, so the cap cannot hold; cap "
                f"tokens, or put its price into {own_path('prices.yaml')}"
            )
