"""The story as sentences of a report: the game on one page, and what turned it, in the words of the screens."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.ids import CONTROL
from wargame.present.report.document import ReportBlock, ReportSentence, Section, Subtitle
from wargame.present.report.source import ReportSource
from wargame.present.story_rows import move_in_words, reason_in_words
from wargame.present.whole_rows import READING, cited_rows
from wargame.review.account import date_of
from wargame.review.story_whole import whole_game

IN_A_PAGE, WHAT_TURNED_IT = "The game on one page", "What turned the game"
MOST, MOST_MOVED, MOST_REASONS = 2, 3, 2
"""Moments of a turn, what each moved, and why."""
SLIGHT = 0.05
"""Usual moves below which a move is not told."""


def in_a_page(source: ReportSource) -> Section:
    """The heaviest moments of every turn, turn by turn."""
    return Section(IN_A_PAGE, tuple(_turns(source)))


def _turns(source: ReportSource) -> Iterator[ReportBlock]:
    setting = source.setting
    for turn in source.story.turns:
        yield Subtitle(f"Turn {turn}, {date_of(setting.start, setting.months, turn)}")
        moments = source.story.turn(turn).moments[:MOST]
        if not moments:
            yield ReportSentence("Nothing that moved much.", (source.ends[turn],))
        for moment in moments:
            lines = source.moment_lines(moment)
            yield ReportSentence(_stopped(moment.headline), lines)
            moved = [each for each in moment.moved if abs(each.spreads) >= SLIGHT][:MOST_MOVED]
            if moved:
                said = "; ".join(move_in_words(setting, each, source.you) for each in moved)
                yield ReportSentence(_stopped(f"It moved {said}"), lines[:1], under=True)
            for reason in moment.because[:MOST_REASONS]:
                said = reason_in_words(moment, reason)
                said = said[:1].upper() + said[1:]
                yield ReportSentence(_stopped(said), (reason.line or lines[0],), under=True)


def _stopped(text: str) -> str:
    return text if text.endswith((".", "!", "?", '"', "…")) else f"{text}."


def what_turned_it(source: ReportSource) -> Section:
    """The weightiest moments of the whole game, with sizes, reasons and what came of each."""
    story = source.story
    found = whole_game(story, source.game if source.truth else None)
    at = {id(each.moment): rank for rank, each in enumerate(found)}
    lines = [source.moment_lines(each.moment) for each in found]
    told = story.telling.told
    rows = cited_rows(
        source.setting,
        found,
        CONTROL if source.truth else source.viewer,
        lambda moment: at[id(moment)],
        lambda rank: 0,
        lambda seat: seat == source.viewer,
    )
    blocks: list[ReportBlock] = [ReportSentence(f"{READING[0].upper()}{READING[1:]}.", lines[0])] if found else []
    first: set[str] = set()
    for row, line, place in rows:
        if row.key:
            rank, under = int(row.key), row.key in first
            label = "".join(part for part, _ in row.head).strip()
            said = f"{label.capitalize()}: {row.body}" if under and label else row.body[:1].upper() + row.body[1:]
            text = _stopped(said if under else f"{rank + 1}. {row.body}")
            own = line if place is None else source.line(told[place])
            blocks.append(ReportSentence(text, (own,) if own else lines[rank][: 1 if under else None], under))
            first.add(row.key)
    return Section(WHAT_TURNED_IT, tuple(blocks))
