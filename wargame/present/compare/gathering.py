"""Records that may be laid beside each other, opened for one reader, or a sentence that says why they may not."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from string import ascii_uppercase

from wargame.core.ids import CONTROL
from wargame.errors import SpecError, TranscriptError
from wargame.present.compare.aligned import DecisionPoint, aligned
from wargame.present.report.document import lines_in_words
from wargame.present.report.source import ReportSource
from wargame.review.story import story_of
from wargame.transcript.salvage import salvaged

MOST_GAMES = 12


@dataclass(frozen=True)
class ComparedGames:
    """Games of one scenario as one reader may tell them, called A, B and so on."""

    sources: tuple[ReportSource, ...]

    @property
    def letters(self) -> str:
        """One for each game."""
        return ascii_uppercase[: len(self.sources)]

    @cached_property
    def points(self) -> tuple[DecisionPoint, ...]:
        """The games at their decision points."""
        return aligned(self.sources)


def compared(paths: Sequence[Path], viewer: str = CONTROL) -> ComparedGames:
    """Open records for a reader: a seat, `control` (the truth) or `public`.

    Each is played again once. A damaged or unfinished record is told as far as it holds. SpecError for fewer than two
    or too many, for records of other scenarios or tables, and for a viewer that there is not; TranscriptError names
    the record of other rules, or of which nothing holds.
    """
    if not 2 <= len(paths) <= MOST_GAMES:
        raise SpecError(f"compare: {len(paths)} records; it takes 2 to {MOST_GAMES}")
    sources = tuple(_source(path, viewer) for path in paths)
    first = sources[0]
    for path, source in zip(paths[1:], sources[1:], strict=True):
        check_alike(first, paths[0], source, path)
    return ComparedGames(sources)


def check_each_once(found: ComparedGames) -> None:
    """SpecError where two of the records hold the same game line by line, under one name or two."""
    met: dict[tuple[int, bytes], Path] = {}
    for source in found.sources:
        record = source.game.record
        key = len(record.lines), record.lines[-1]
        if (other := met.setdefault(key, record.path)) is not record.path:
            where = f"{record.path} stands there twice" if other == record.path else f"{other} and {record.path} hold"
            same = "" if other == record.path else " the same game, line by line"
            raise SpecError(
                f"compare: {where}{same}; a game is compared with others, or two places of it: FILE:LINE twice"
            )


def check_alike(first: ReportSource, at: Path, other: ReportSource, where: Path) -> None:
    """SpecError unless both games are of one scenario with the same seats."""
    one, two = (each.game.game.bundle.pack.id for each in (first, other))
    if one != two:
        raise SpecError(
            f"compare: {at} is a game of {one} and {where} one of {two}; records of one scenario can be laid beside "
            "each other"
        )
    if first.setting.ids != other.setting.ids:
        seats = [", ".join(seat for seat in each.setting.ids) for each in (first, other)]
        raise SpecError(
            f"compare: other seats sit in {where} ({seats[1]}) than in {at} ({seats[0]}); records of one table can be "
            "laid beside each other"
        )


def _source(path: Path, viewer: str) -> ReportSource:
    try:
        found = salvaged(path)
    except TranscriptError as fault:
        named = str(fault).startswith(str(path))
        raise fault if named else TranscriptError(f"{path}: {fault}") from None
    if found.withdrawn and viewer != CONTROL:
        raise SpecError(f"--seat, --public: {path} ends early, and lines that are not read may take words back")
    if not found.game.turns:
        raise TranscriptError(f"{path}: no turn of this game is whole, so there is nothing to lay beside another")
    return ReportSource(found.game, story_of(found.game, viewer), found.missing)


def at_lines(found: ComparedGames, lines: Iterable[Sequence[int]]) -> str:
    """`A line 4; B lines 7, 9`, of those games that have any."""
    pairs = zip(found.letters, lines, strict=True)
    return "; ".join(f"{letter} {lines_in_words(each)}" for letter, each in pairs if each)
