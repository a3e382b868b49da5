"""A finished game told in words: what was signed, refused, broken and forced, what it did, and how it ended."""

from __future__ import annotations

import textwrap
from calendar import month_name
from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby
from pathlib import Path

from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.core.plain_text import plain_line
from wargame.core.setting import Setting
from wargame.core.words import course, part_of_a_score
from wargame.review.bargain_words import TalkCount
from wargame.review.chapter import QUIET, Chapter
from wargame.review.endings import CHINA, HOME, US, ending_values, told
from wargame.rules.model.bets import bets
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.shell_words import shell_word
from wargame.transcript.references import ALONE, PLACES_IN_SHORT, doubts, places
from wargame.transcript.verify import Replayed

WIDTH = 118
"""Cells of a line unless another width is asked for."""
ROOM, ROOM_FOR_A_SEAT, SMALL_TABLE = 120, 8, 7
"""Lines for the turns of a table of seven seats, and for each seat more: in fewer, less is told of each matter."""
NO_HEADLINE = "Nothing signed, forced or broken."
PARTS: Mapping[float, tuple[str, ...]] = {
    0.25: ("first week of ", "second week of ", "third week of ", "fourth week of "),
    0.5: ("first half of ", "second half of "),
}
"""Which part of a month a turn is that is shorter."""


def account(game: Replayed, path: Path, program: str = "wargame", *, brief: bool = False, width: int = WIDTH) -> str:
    """A whole game told in words, for reading: a chapter for each turn, then how it ended.

    `path` is named at the end as the place of the record, and `program` in the commands to try next. With `brief` a
    turn is told by its headlines alone. Lines are broken at `width` cells, from 60. Control's view: it tells secrets.
    Some milliseconds. PackError if references that lie beside the scenario cannot be read.
    """
    setting = game.sequence.book.setting
    seats = ", ".join(seat.name for seat in setting.seats if seat.seated)
    played = f"Seed {game.game.seed}, {course(game.turns, setting.months)}. Seats: {seats}."
    lines = [setting.title, *textwrap.wrap(played, width), ""]
    chapters = [Chapter(game, turn) for turn in range(1, game.turns + 1)]
    room = ROOM + ROOM_FOR_A_SEAT * max(0, sum(seat.seated for seat in setting.seats) - SMALL_TABLE)
    room = room * WIDTH // width
    told: list[list[str]] = []
    if brief:
        told = [
            _lines(_date(setting, each.turn, each.turn), tuple(each.headlines()) or (NO_HEADLINE,), width)
            for each in chapters
        ]
    for most in () if brief else (3, 2, 1):
        told = _told(setting, chapters, most, width)
        if sum(map(len, told)) <= room:
            break
    airy = sum(map(len, told)) + len(told) <= room
    for chapter in told:
        lines += [*chapter, ""] if airy else chapter
    lines += _ending(game, width) if airy else ["", *_ending(game, width)]
    variable, seat, turn = _worth_a_look(game)
    quoted = shell_word(path)
    lines += ["", f"The transcript: {path}", "Three things to try next:"]
    lines += [
        f"  {program} verify {quoted}",
        f"  {program} why {quoted} {variable} --turn {turn}",
        f"  {program} view {quoted} --seat {seat} --turn {turn}",
    ]
    return "\n".join(map(plain_line, lines))


def _worth_a_look(game: Replayed) -> tuple[Variable, SeatId, int]:
    """A variable to have explained, a seat to look through, and when: of allies, where the game has any."""
    book, known = game.sequence.book, game.sequence.state.values
    seats = book.setting.allies or tuple(seat.id for seat in book.setting.seats)
    trusted = (names.trust(seat, book.patron) for seat in seats if book.patron)
    variable = next((each for each in trusted if each in known), next(iter(known)))
    return variable, seats[:2][-1], min(3, game.turns)


def _told(setting: Setting, chapters: Sequence[Chapter], most: int, width: int) -> list[list[str]]:
    """Lines of each turn, and of each run of turns in which nothing happened but talk."""
    found: list[list[str]] = []
    for loud, run in groupby(chapters, lambda chapter: chapter.told(most) != QUIET):
        turns = list(run)
        if loud:
            found += [_lines(_date(setting, each.turn, each.turn), each.paragraphs(most), width) for each in turns]
            continue
        talk = sum((each.talk for each in turns), TalkCount()).words
        quiet = f"Nothing signed, forced or broken, and nobody left. {talk}".rstrip()
        found.append(_lines(_date(setting, turns[0].turn, turns[-1].turn), [quiet], width))
    return found


def _lines(title: str, paragraphs: Iterable[str], width: int) -> list[str]:
    lines = [title]
    for paragraph in paragraphs:
        lines += textwrap.wrap(paragraph, width, initial_indent="  ", subsequent_indent="    ")
    return lines


def _date(setting: Setting, first: int, last: int) -> str:
    """`Turn 3, January 2027`, `Turns 9 to 12, April 2026`."""
    begins, ends = (date_of(setting.start, setting.months, turn) for turn in (first, last))
    if first == last:
        return f"Turn {first}, {begins}"
    return f"Turns {first} to {last}, {begins} to {ends}"


def date_of(start: str, months: float, turn: int) -> str:
    """When a turn begins: `October 2026`, or `second week of February 2026` where turns are parts of a month.

    Arguments and errors are those of `month_of`.
    """
    month, parts = month_of(start, months, turn), PARTS.get(months)
    return month if parts is None else f"{parts[(turn - 1) % len(parts)]}{month}"


def month_of(start: str, months: float, turn: int) -> str:
    """The month in which a turn begins, such as `October 2026`.

    `start` is the month of turn 1 as `YYYY-MM`, `months` the length of a turn, `turn` counts from 1. ValueError for
    another form of `start`.
    """
    year, month = map(int, start.split("-"))
    count = month - 1 + int((turn - 1) * months)
    return f"{month_name[count % 12 + 1]} {year + count // 12}"


# the ending


def _ending(game: Replayed, width: int) -> list[str]:
    book = game.sequence.book
    name = book.setting.name_of
    first, last = picture(book, game.states[0]), picture(book, game.states[game.turns])

    def pair(variable: Variable, scale: float = 1, unit: str = "") -> str:
        before, after = derived(first, variable), derived(last, variable)
        return f"{scale * (before or 0):.0f}{unit} -> {scale * (after or 0):.0f}{unit}"

    lines = ["Dependence, start -> end      capability    concentration H   largest leverage"]
    for holder in book.setting.governments:
        cells = (
            pair(names.fielded(holder)),
            pair(names.dependence(holder), 100, "%"),
            pair(names.largest_leverage(holder), 100, "%"),
        )
        lines.append(f"  {name(holder):<28}{cells[0]:<14}{cells[1]:<18}{cells[2]}")
    stack = ", ".join(f"{word} {pair(share, 100, '%')}" for word, share in STACKS.items())
    lines += textwrap.wrap(f"Allied stacks: {stack}.", width, initial_indent="  ", subsequent_indent="    ")
    made = [f"{name(seat)} {bet.kind.replace('_', ' ')}" for seat, bet in bets(last).items()]
    if made:
        lines += textwrap.wrap(f"Bets: {', '.join(made)}.", width, initial_indent="  ", subsequent_indent="    ")
    turned = ending_values(last)
    if turned is not None:
        lines += textwrap.wrap(f"The ending: {told(turned)}", width, initial_indent="  ", subsequent_indent="    ")
    broken = [event for event in game.events if event.kind == "signal_broken"]
    lines += [
        "",
        f"Broken statements: {len(broken)}",
        *_lines("", (f"turn {e.turn}: {e.text}" for e in broken[:5]), width)[1:],
    ]
    placed = places(game.game, {seat: score.total for seat, score in scores(last).items()})
    lines += [
        "",
        *textwrap.wrap(f"Final scores{f', and where each stands: {PLACES_IN_SHORT}' if placed else ''}", width),
    ]
    doubtful = {} if placed is None else {seat: why for seat, why in doubts(game.game).items() if seat in placed}
    ranked = sorted(scores(last).values(), key=lambda score: -score.total)
    wide = max([12, *(len(name(score.seat)) for score in ranked)])
    for score in ranked:
        largest = sorted(score.lines, key=lambda line: -abs(line.points))[:4]
        parts = [f"{part_of_a_score(each.name)} {each.points:+.1f}" for each in largest if each.points]
        place = "" if placed is None else " " * 7
        if placed is not None and score.seat in placed:
            place = f"{'~' if score.seat in doubtful else ''}{placed[score.seat]:.0f}".rjust(6) + " "
        line = f"  {name(score.seat):<{wide}} {score.total:6.1f} {place} "
        while len(line) + len(", ".join(parts)) > width and len(parts) > 1:
            parts.pop()
        lines.append(line + ", ".join(parts))
    if placed is None:
        lines += textwrap.wrap(ALONE, width, initial_indent="  ", subsequent_indent="    ")
    for seat, why in doubtful.items():
        said = f"~ {name(seat)}'s place says little: {why}."
        lines += textwrap.wrap(said, width, initial_indent="  ", subsequent_indent="    ")
    return lines


STACKS = {"American": US, "Chinese": CHINA, "home-grown": HOME}
