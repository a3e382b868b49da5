"""The games of many claims at once: those that several share are played once, and what was read of them is kept.

A game is known by all that decides it, so that the same arm of two claims, or of one claim on two days, is one game.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Any, Self

from pydantic import TypeAdapter, ValidationError

from wargame.balance.claim_arms import PLAIN, Under
from wargame.balance.claims import Claim
from wargame.core.ids import Variable
from wargame.errors import ExperimentError
from wargame.paired.arms import Arm
from wargame.paired.processes import done_elsewhere, interrupted_at_once
from wargame.paired.readings import Reading
from wargame.paired.run import DIED, row_of
from wargame.players.levers import Reins
from wargame.rules.version import RULES
from wargame.transcript.setup import GameSetup, code_hash

SETTLED_EVERY = 0.5
"""Seconds that what was read of a game may wait for the disk."""
ROWS = "rows.sqlite"
"""The file of a folder in which what was read of games is kept."""
_READING: TypeAdapter[Reading] = TypeAdapter(Reading)
_REINS = TypeAdapter(Reins)
GamesListener = Callable[[int, int], None]
"""Told of games played, and how many there are to play."""


@dataclass(frozen=True, slots=True)
class ClaimGame:
    """A game but for its seed."""

    key: str
    """Hash of all that decides what it is."""
    setup: GameSetup
    start: Mapping[Variable, float]
    reins: Reins


@dataclass(frozen=True, slots=True, kw_only=True)
class ClaimRow:
    """What was read of one game."""

    series: Mapping[str, tuple[float | None, ...]] = field(default_factory=dict)
    """By name of the reading, at the end of each turn."""
    course: str = ""
    """Hash of its state hashes: two games of one course were the same to their end."""
    fault: str = ""
    """Why it came to no end; empty if it did."""


_ROW = TypeAdapter(ClaimRow)


@dataclass(frozen=True, slots=True)
class _Piece:
    game: int
    seed: int
    readings: Mapping[str, Reading]


def reading_name(reading: Reading) -> str:
    """A name by which a reading is known whoever asks for it, 16 hex digits."""
    return _hashed(_READING.dump_python(reading, mode="json"))[:16]


def _hashed(data: Any) -> str:
    return hashlib.sha256(json.dumps(data, sort_keys=True).encode()).hexdigest()


class ClaimOpenings:
    """The two games of claims, under whatever is otherwise; scenarios and edits are read once."""

    def __init__(self) -> None:
        """Nothing is read yet."""
        self._setups: dict[tuple[str, str | None, int | None], GameSetup] = {}
        self._sides: dict[tuple[str, bool], tuple[GameSetup, Arm]] = {}
        self._bundles: dict[int, tuple[object, str]] = {}

    def setup(self, claim: Claim) -> GameSetup:
        """The scenario of a claim; raises what `Claim.setup` does."""
        asked = (claim.scenario, claim.variant, claim.turns)
        if asked not in self._setups:
            self._setups[asked] = claim.setup()
        return self._setups[asked]

    def pair(self, claim: Claim, under: Under = PLAIN) -> tuple[ClaimGame, ClaimGame]:
        """Its game without the lever, and with it."""
        return self._game(claim, under, lever=False), self._game(claim, under, lever=True)

    def _game(self, claim: Claim, under: Under, *, lever: bool) -> ClaimGame:
        if (claim.id, lever) not in self._sides:
            arm = claim.common.arm("common")
            arm = arm.and_also(claim.lever.arm("lever")) if lever else arm
            self._sides[claim.id, lever] = (arm.of(self.setup(claim)), arm)
        setup, arm = self._sides[claim.id, lever]
        both, also = arm.and_also(under.arm), under.arm
        setup = both.of(self.setup(claim)) if also.edits else setup.changed(parameters=also.params, seats=also.seats)
        return ClaimGame(self._key(setup, both.start, both.reins), setup, both.start, both.reins)

    def _key(self, setup: GameSetup, start: Mapping[Variable, float], reins: Reins) -> str:
        bundle = setup.bundle
        if id(bundle) not in self._bundles:  # kept with its hash, so that no other can take its place in memory
            self._bundles[id(bundle)] = (bundle, _hashed(bundle.model_dump(mode="json")))
        told = [RULES, code_hash(), self._bundles[id(bundle)][1], setup.variant, setup.turns]
        told += [dict(setup.overrides), dict(setup.seats), dict(start)]
        return _hashed([*told, _REINS.dump_python(reins, mode="json")])


@dataclass(slots=True)
class WantedGames:
    """Games that are wanted, each with all that is to be read of it, whoever wants it."""

    games: dict[str, ClaimGame] = field(default_factory=dict)
    readings: dict[str, dict[str, Reading]] = field(default_factory=dict)

    def want(self, games: Iterable[ClaimGame], readings: Iterable[Reading]) -> None:
        """These games are wanted too, and these readings of them."""
        named = {reading_name(each): each for each in readings}
        for game in games:
            self.games.setdefault(game.key, game)
            self.readings.setdefault(game.key, {}).update(named)


def has_none(folder: Path) -> bool:
    """Whether no rows of games are kept in a folder, or it is not there; a file is no folder, and has to be told."""
    return not folder.exists() or (folder.is_dir() and not (folder / ROWS).exists())


class ClaimRows:
    """What was read of games, in a folder from which it goes on after any kill, or in memory alone."""

    def __init__(self, folder: Path | None = None) -> None:
        """ExperimentError if the folder cannot be had, holds what is no row, or another process plays into it."""
        self._rows: dict[tuple[str, int], ClaimRow] = {}
        self._waiting: list[tuple[str, int, str]] = []
        self._since = monotonic()
        self._base: sqlite3.Connection | None = None
        self.place = folder
        if folder is None:
            return
        try:
            folder.mkdir(parents=True, exist_ok=True)
            self._base = sqlite3.connect(folder / ROWS, timeout=1.0, isolation_level=None)
            self._base.execute("PRAGMA locking_mode = EXCLUSIVE")
            self._base.execute("BEGIN EXCLUSIVE")
            self._base.execute(
                "CREATE TABLE IF NOT EXISTS rows (game TEXT, seed INTEGER, row TEXT, UNIQUE(game, seed))"
            )
            self._base.execute("COMMIT")
            for game, seed, row in self._base.execute("SELECT game, seed, row FROM rows"):
                self._rows[game, seed] = _ROW.validate_json(row)
        except ValidationError as fault:
            self.close()
            first = fault.errors()[0]
            what = ".".join(map(str, ("row", *first["loc"])))
            raise ExperimentError(
                f"{folder / ROWS}: game {game}, seed {seed}: this is no row of a game ({what}: {first['msg']}); put "
                "the file back as it was, or name another folder, in which all games are played anew"
            ) from None
        except (OSError, sqlite3.Error) as fault:
            self.close()
            why = (fault.strerror if isinstance(fault, OSError) else None) or str(fault)
            raise ExperimentError(f"{folder}: what was read of games cannot be kept there ({why})") from None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, fault: BaseException | None, at: TracebackType | None) -> None:
        try:
            self.settle()
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the folder; what waits is lost."""
        if self._base is not None:
            self._base.close()
            self._base = None

    def of(self, game: ClaimGame, seeds: Iterable[int]) -> Mapping[int, ClaimRow]:
        """Rows of a game by seed, as far as they are there and came to an end."""
        found = {seed: self._rows.get((game.key, seed)) for seed in seeds}
        return {seed: row for seed, row in found.items() if row is not None and not row.fault}

    def faults(self, game: ClaimGame, seeds: Iterable[int]) -> Iterator[str]:
        """Why games of these seeds came to no end."""
        for seed in seeds:
            row = self._rows.get((game.key, seed))
            if row is not None and row.fault:
                yield f"seed {seed}: {row.fault}"

    def missing(self, wanted: WantedGames, seeds: Sequence[int]) -> list[tuple[str, int]]:
        """Games that are still to be played, by key and seed, seed by seed."""
        left = []
        for seed in seeds:
            for key, readings in wanted.readings.items():
                row = self._rows.get((key, seed))
                if row is None or row.fault or not readings.keys() <= row.series.keys():
                    left.append((key, seed))
        return left

    def play(
        self, wanted: WantedGames, seeds: Sequence[int], workers: int = 1, progress: GamesListener | None = None
    ) -> None:
        """Play what is missing, and keep what was read of it; the same call again goes on where it was broken off.

        A game that fails is kept with its reason, and played again by the next call. ExperimentError if the folder
        cannot be written; what was kept before stays.
        """
        left = self.missing(wanted, seeds)
        if not left:
            return
        places = {key: place for place, key in enumerate(dict.fromkeys(key for key, _ in left))}
        games = tuple(replace(wanted.games[key], setup=replace(wanted.games[key].setup)) for key in places)
        pieces = [_Piece(places[key], seed, wanted.readings[key]) for key, seed in left]
        try:
            with closing(_played(games, pieces, min(workers, len(pieces)))) as played:
                for done, (piece, row) in enumerate(played, 1):
                    self._keep(games[piece.game].key, piece.seed, row)
                    if progress is not None:
                        progress(done, len(pieces))
        finally:
            self.settle()

    def _keep(self, key: str, seed: int, row: ClaimRow) -> None:
        before = self._rows.get((key, seed))
        if before is not None and before.course == row.course:
            row = replace(row, series={**before.series, **row.series})
        self._rows[key, seed] = row
        if self._base is not None:
            self._waiting.append((key, seed, json.dumps(asdict(row))))
            if monotonic() - self._since >= SETTLED_EVERY:
                self.settle()

    def settle(self) -> None:
        """Put what waits on the disk; ExperimentError if it does not take it."""
        if self._base is None or not self._waiting:
            return
        try:
            self._base.execute("BEGIN")
            self._base.executemany("INSERT OR REPLACE INTO rows VALUES (?, ?, ?)", self._waiting)
            self._base.execute("COMMIT")
        except sqlite3.Error as fault:
            self._waiting = []
            raise ExperimentError(
                f"{self.place}: cannot be written ({fault}); what was kept before is there: make room, then give the "
                "same command again"
            ) from None
        self._waiting, self._since = [], monotonic()


def _played(
    games: tuple[ClaimGame, ...], pieces: Sequence[_Piece], workers: int
) -> Generator[tuple[_Piece, ClaimRow], None, None]:
    if workers <= 1:
        with interrupted_at_once():
            yield from ((piece, _row(games, piece)) for piece in pieces)
        return
    with closing(done_elsewhere(_row, games, pieces, workers)) as played:
        for piece, row in played:
            yield piece, row or ClaimRow(fault=DIED)


def _row(games: tuple[ClaimGame, ...], piece: _Piece) -> ClaimRow:
    game = games[piece.game]
    row = row_of("", game.setup.changed(seed=piece.seed), game.start, game.reins, piece.readings)
    return ClaimRow(series=row.series, course=_hashed(row.hashes) if row.played else "", fault=row.fault)
