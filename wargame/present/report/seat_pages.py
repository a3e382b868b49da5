"""A page for each seat: what it was after, what it scored and where that stands, what it did, what weighed most."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import cast

from wargame.core.event_values import OrderOpened, ScoreCard
from wargame.core.ids import SeatId
from wargame.core.telling import ToldEvent
from wargame.core.words import part_of_a_score
from wargame.present.report.document import (
    Remark,
    ReportBlock,
    ReportSentence,
    ReportTable,
    Section,
    Subtitle,
    TableRow,
)
from wargame.present.report.source import ReportSource
from wargame.review.story_parts import StoryMoment
from wargame.scenario.dossier import Measure, RedLine
from wargame.scenario.meanings import MEASURE_MEANING, RED_LINE_MEANING
from wargame.transcript.references import ALONE, PLACES_MEAN, doubts, places

CLOSE = 0.005
"""Points up to which two scores are the same."""
MOST = 5
"""Moments that are told of a seat."""


@dataclass(frozen=True, slots=True)
class FinalScore:
    """A final score."""

    total: float
    """As the end of the record has it, where the viewer has come that far."""
    card: ScoreCard
    """As it was counted, with its parts."""
    counted: int
    """The line at which it was counted."""
    line: int
    """The line at which the total stands."""


def seat_pages(source: ReportSource) -> list[Section]:
    """A section for each seat of which the viewer knows more than everybody: all for control, else its own."""
    finals = final_scores(source)
    placed = places(source.game.game, {seat: each.total for seat, each in finals.items()}) if finals else None
    return [_page(source, seat, finals, placed) for seat in source.seats]


def _page(
    source: ReportSource,
    seat: SeatId,
    finals: Mapping[SeatId, FinalScore],
    placed: Mapping[SeatId, float] | None,
) -> Section:
    told = source.setting.by_id[seat]
    blocks: list[ReportBlock] = [Subtitle("What it was after")]
    blocks += [
        ReportSentence(f"{100 * aim.weight:.0f} of 100: {MEASURE_MEANING[cast(Measure, aim.measure)]}.", (1,))
        for aim in told.aims
    ]
    blocks += [ReportSentence(f"Red line: {RED_LINE_MEANING[cast(RedLine, line)]}.", (1,)) for line in told.red_lines]
    blocks += [] if told.aims else [Remark("Nothing that is scored.")]
    blocks.append(Subtitle("What it scored"))
    blocks += _scored(source, seat, finals, placed)
    blocks.append(Subtitle("What it did"))
    blocks += _did(source, seat)
    blocks.append(Subtitle("What weighed most for it"))
    blocks += _weighed(source, seat)
    return Section(source.name(seat), tuple(blocks), page=True)


def final_scores(source: ReportSource) -> dict[SeatId, FinalScore]:
    """Final scores as the viewer was told them."""
    end = source.game.record.entries[-1]
    found = {}
    for told in source.telling.told:
        card = told.seen.value
        if told.seen.kind == "score_given" and isinstance(card, ScoreCard) and told.seen.about:
            seat, counted = told.seen.about[0], source.line(told)
            known = end.data["scores"].get(seat) if end.kind == "end" and seat in source.seats else None
            total, line = (card.total, counted) if known is None else (known, end.n)
            found[seat] = FinalScore(total, card, counted, line)
    return found


def _scored(
    source: ReportSource,
    seat: SeatId,
    finals: Mapping[SeatId, FinalScore],
    placed: Mapping[SeatId, float] | None,
) -> Iterator[ReportBlock]:
    if seat not in finals:
        yield Remark("No final score was counted: the game did not come to its end.")
        return
    own = finals[seat]
    ranked = sorted(finals, key=lambda each: -finals[each].total)
    rank = f", {ranked.index(seat) + 1} of {len(ranked)} by raw score" if source.truth else ""
    lines = (own.line, own.counted)
    yield ReportSentence(f"{source.name(seat)} scored {own.total:.1f}{rank}.", lines)
    if placed and seat in placed:
        said = f"Its place is {placed[seat]:.0f}, where {PLACES_MEAN}."
        yield ReportSentence(said, lines)
        if why := doubts(source.game.game).get(seat):
            yield ReportSentence(f"That place says little of this game: {why}.", lines)
    else:
        yield Remark(ALONE if placed is None else "No place can be told for this seat.")
    if abs(own.card.total - own.total) > CLOSE:
        said = f"Its parts were counted at {own.card.total:.1f}, before agreements under notice had ended."
        yield ReportSentence(said, lines)
    parts = own.card.lines
    rows = [TableRow((part_of_a_score(p.name), f"{p.value:.1f}", f"{p.points:+.1f}"), (own.counted,)) for p in parts]
    yield ReportTable(("Part", "Value", "Points"), tuple(rows))


def _did(source: ReportSource, seat: SeatId) -> Iterator[ReportBlock]:
    opened = [told for told in source.telling.told if _ordered(told, seat)]
    if not opened:
        yield ReportSentence(f"{source.name(seat)} gave no order.", (source.ends[source.game.turns],))
    yield from source.sentences(opened)


def _ordered(told: ToldEvent, seat: SeatId) -> bool:
    return isinstance(told.seen.value, OrderOpened) and told.seen.about[:1] == (seat,)


def _weighed(source: ReportSource, seat: SeatId) -> Iterator[ReportBlock]:
    """The heaviest moments of the game that concern it."""
    own = [moment for moment in source.story.whole(7) if _concerns(source, moment, seat)]
    if not own:
        yield Remark("Nothing that moved much.")
    for moment in sorted(own, key=lambda each: -each.weight)[:MOST]:
        headline = moment.headline.rstrip(".")
        yield ReportSentence(f"Turn {moment.turn}: {headline}.", source.moment_lines(moment))


def _concerns(source: ReportSource, moment: StoryMoment, seat: SeatId) -> bool:
    return seat in source.telling.told[moment.lead].seen.about
