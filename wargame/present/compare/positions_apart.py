"""Two places of one game, or of two games of one table: which numbers, agreements and uses of models differ."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from wargame.core.ids import CONTROL, PUBLIC, SeatId, Variable
from wargame.core.state import State
from wargame.core.views import View
from wargame.core.words import terms_in_words
from wargame.errors import SpecError
from wargame.present.compare.gathering import ComparedGames
from wargame.present.differences import signed_between
from wargame.present.report.document import Remark, Report, ReportBlock, ReportSentence, ReportTable, Section, TableRow
from wargame.present.report.source import ReportSource
from wargame.review.position import Position, Positions
from wargame.review.spreads import spread_of
from wargame.rules.model.variable_words import figure, spoken
from wargame.rules.version import RULES

MOST_NUMBERS = 80
"""Numbers that stand on the page; how many more there are is said."""


@dataclass(frozen=True, slots=True)
class NumberApart:
    """A number that is otherwise at the two places."""

    variable: Variable
    first: float | None
    """In its unit; None where it is not there, or not known."""
    second: float | None
    size: float
    """The difference in usual moves of a turn; infinite where one of them is not known."""


@dataclass(frozen=True)
class PlacesApart:
    """What differs between two places for one reader."""

    found: ComparedGames
    lines: tuple[int, int]
    """The lines at which one stands."""
    numbers: tuple[NumberApart, ...]
    """The largest first."""
    terms: tuple[tuple[str, ...], tuple[str, ...]]
    """Agreements in force at the one place and not at the other, in words."""
    uses: tuple[tuple[str, ...], tuple[str, ...]]
    """Live uses of models at the one place and not at the other, in words."""


def places_apart(found: ComparedGames, lines: tuple[int, int]) -> PlacesApart:
    """What differs between a line of the first record and one of the second, as the reader knew it there.

    SpecError for a line that is not in the record, or before anything had happened. Folds at most one turn of each.
    """
    sights = [_sight(source, line) for source, line in zip(found.sources, lines, strict=True)]
    one, two = sights
    spread = spread_of(found.sources[0].game.game)
    numbers = []
    for variable in sorted({*one.values, *two.values}):
        first, second = one.values.get(variable), two.values.get(variable)
        if first is None or second is None:
            numbers.append(NumberApart(variable, first, second, float("inf")))
        elif figure(variable, first) != figure(variable, second):
            numbers.append(NumberApart(variable, first, second, abs(second - first) / spread(variable)))
    numbers.sort(key=lambda each: (-each.size, each.variable))
    pairs = list(zip(found.sources, sights, strict=True))
    terms = [tuple(_in_force(source, sight)) for source, sight in pairs]
    uses = [tuple(_uses(source, sight)) for source, sight in pairs]
    return PlacesApart(found, lines, tuple(numbers), _only(*terms), _only(*uses))


def _sight(source: ReportSource, line: int) -> State | View:
    places = Positions(source.game)
    here = _place(source, line, places)
    return places.state(here) if source.viewer == CONTROL else places.view(here, source.viewer)


def _place(source: ReportSource, line: int, places: Positions) -> Position:
    """The place after the last event that stands at a line or before it."""
    path, count = source.game.record.path, len(source.game.record.lines)
    if not 1 <= line <= count:
        raise SpecError(f"{path}:{line}: this record has lines 1 to {count}")
    number = sum(source.story.lines[str(each)] <= line for each in range(1, len(places) + 1))
    if not number:
        raise SpecError(
            f"{path}:{line}: nothing has happened yet at this line; the first event stands in line 2 or later"
        )
    return places.at(number)


def _in_force(source: ReportSource, sight: State | View) -> Iterator[str]:
    for each in sight.agreements.values():
        if each.status in ("in_force", "stands"):
            yield terms_in_words(each.terms, source.name).rstrip(".")


def _uses(source: ReportSource, sight: State | View) -> Iterator[str]:
    for each in sight.access.values():
        if each.status == "live":
            model = sight.models[each.model].name if each.model in sight.models else each.model
            yield f"{source.name(each.holder)} uses {model} by {each.channel.replace('_', ' ')} ({each.licence})"


def _only(one: tuple[str, ...], two: tuple[str, ...]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    return tuple(dict.fromkeys(each for each in one if each not in two)), tuple(
        dict.fromkeys(each for each in two if each not in one)
    )


def difference(apart: PlacesApart) -> Report:
    """The page of a difference: its limits, the numbers, then agreements and uses that stand at one place alone."""
    sources = apart.found.sources
    setting, viewer = sources[0].setting, sources[0].viewer
    names = [f"{source.game.record.path.name}:{line}" for source, line in zip(sources, apart.lines, strict=True)]
    at = f"A line {apart.lines[0]}; B line {apart.lines[1]}"
    you = SeatId("" if viewer in (CONTROL, PUBLIC) else viewer)
    limits: list[ReportBlock] = [
        ReportSentence(
            f"It holds {names[0]} (A) against {names[1]} (B): what was so at two places (n = 1 each). Why they differ, "
            "and whether they usually would, it does not say.",
            apart.lines,
            at=at,
        ),
        Remark(
            f"Numbers come from the rules of the model (version {RULES}); those of others are guesses of the reader."
            if you
            else f"Numbers come from the rules of the model (version {RULES})."
        ),
    ]
    for letter, source in zip("AB", sources, strict=True):
        if source.missing:
            last = len(source.game.record.lines)
            said = f"{letter} is told in part: {source.missing}."
            limits.append(ReportSentence(said, (last,), at=f"{letter} line {last}"))
    rows = [
        TableRow(
            (
                spoken(setting, each.variable, you),
                _value(each.variable, each.first),
                _value(each.variable, each.second),
                _by(each),
            ),
            apart.lines,
            at,
        )
        for each in apart.numbers[:MOST_NUMBERS]
    ]
    left = len(apart.numbers) - len(rows)
    numbers: tuple[ReportBlock, ...] = (
        (ReportTable(("Number", "A", "B", "B less A"), tuple(rows)),) if rows else (Remark("No number differs."),)
    )
    numbers += (Remark(f"{left} more differ; `--json` holds all."),) if left else ()
    sections = (
        Section("Limits of this comparison", tuple(limits)),
        Section("Numbers, by how far they lie apart in usual moves of a turn", numbers),
        Section("Agreements in force at one place alone", tuple(_alone(apart.terms, apart.lines))),
        Section("Uses of models at one place alone", tuple(_alone(apart.uses, apart.lines))),
    )
    told_to = {CONTROL: "the truth, with what was secret", PUBLIC: "as the public knew it"}
    whose = told_to.get(viewer, f"as {setting.name_of(SeatId(viewer))} knew it; for its eyes")
    return Report(f"two places of {setting.title}", "comparison", f"Told: {whose}.", sections)


def _alone(sides: tuple[tuple[str, ...], tuple[str, ...]], lines: tuple[int, int]) -> Iterator[ReportBlock]:
    for letter, own, line in zip("AB", sides, lines, strict=True):
        yield from (ReportSentence(f"{letter} alone: {each}.", (line,), at=f"{letter} line {line}") for each in own)
    if not any(sides):
        yield Remark("None.")


def _value(variable: Variable, value: float | None) -> str:
    return "not known" if value is None else figure(variable, value)


def _by(each: NumberApart) -> str:
    if each.first is None or each.second is None:
        return ""
    return signed_between(each.variable, each.first, each.second)


def at_the_end(found: ComparedGames) -> tuple[int, int]:
    """The last lines of two games."""
    first, second = (len(source.game.record.lines) for source in found.sources)
    return first, second


def split_place(text: str) -> tuple[Path, int | None]:
    """`game.jsonl:120` as a path and a line; a file whose own name is so is that file."""
    path, colon, line = text.rpartition(":")
    if colon and path and line.isdecimal() and not Path(text).exists():
        return Path(path), int(line)
    return Path(text), None


def numbers_as_data(apart: PlacesApart) -> list[Mapping[str, object]]:
    """The numbers for `--json`: the name of each, its value at both places, and how far they lie apart."""
    return [
        {"variable": each.variable, "a": each.first, "b": each.second, "usual_moves": _finite(each.size)}
        for each in apart.numbers
    ]


def _finite(size: float) -> float | None:
    return round(size, 3) if size < float("inf") else None
