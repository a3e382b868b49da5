"""A finished game told in words: what was signed, refused, broken and forced, what it did, and how it ended."""

from __future__ import annotations

import textwrap
from calendar import month_name
from pathlib import Path

from wargame.core import names
from wargame.core.ids import SeatId, Variable
from wargame.core.plain_text import plain_line
from wargame.review.chapter import Chapter
from wargame.review.endings import ending_values, told
from wargame.rules.model.bets import bets
from wargame.rules.model.derived import derived
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.transcript.references import ALONE, places
from wargame.transcript.verify import Replayed

WIDTH = 118
ROOM = 120
"""Lines for the turns; if they fit with blank lines between them, they get those."""


def account(game: Replayed, path: Path, program: str = "wargame") -> str:
    """A whole game told in words, for reading: a chapter for each turn, then how it ended.

    `path` is named at the end as the place of the record, and `program` in the commands to try next. Control's view: it
    tells secrets. Some milliseconds. PackError if references that lie beside the scenario cannot be read.
    """
    setting = game.sequence.book.setting
    seats = ", ".join(seat.name for seat in setting.seats if seat.seated)
    lines = [
        setting.title,
        f"Seed {game.game.seed}, {game.turns} turns of {setting.months:g} months. Seats: {seats}.",
        "",
    ]
    for most in (3, 2, 1):
        told = [_chapter(game, turn, most) for turn in range(1, game.turns + 1)]
        if sum(map(len, told)) <= ROOM:
            break
    airy = sum(map(len, told)) + len(told) <= ROOM
    for chapter in told:
        lines += [*chapter, ""] if airy else chapter
    lines += _ending(game)[airy:]
    variable, seat, turn = _worth_a_look(game)
    lines += ["", f"The transcript: {path}", "Three things to try next:"]
    lines += [
        f"  {program} verify {path}",
        f"  {program} why {path} {variable} --turn {turn}",
        f"  {program} view {path} --seat {seat} --turn {turn}",
    ]
    return "\n".join(map(plain_line, lines))


def _worth_a_look(game: Replayed) -> tuple[Variable, SeatId, int]:
    """A variable to have explained, a seat to look through, and when: of allies, where the game has any."""
    book, known = game.sequence.book, game.sequence.state.values
    seats = book.setting.allies or tuple(seat.id for seat in book.setting.seats)
    trusted = (names.trust(seat, book.patron) for seat in seats if book.patron)
    variable = next((each for each in trusted if each in known), next(iter(known)))
    return variable, seats[:2][-1], min(3, game.turns)


def _chapter(game: Replayed, turn: int, most: int) -> list[str]:
    setting = game.sequence.book.setting
    lines = [f"Turn {turn}, {month_of(setting.start, setting.months, turn)}"]
    for paragraph in Chapter(game, turn).paragraphs(most):
        lines += textwrap.wrap(paragraph, WIDTH, initial_indent="  ", subsequent_indent="    ")
    return lines


def month_of(start: str, months: float, turn: int) -> str:
    """The month in which a turn begins, such as `October 2026`.

    `start` is the month of turn 1 as `YYYY-MM`, `months` the length of a turn, `turn` counts from 1. ValueError for
    another form of `start`.
    """
    year, month = map(int, start.split("-"))
    count = month - 1 + int((turn - 1) * months)
    return f"{month_name[count % 12 + 1]} {year + count // 12}"


# the ending


def _ending(game: Replayed) -> list[str]:
    book = game.sequence.book
    name = book.setting.name_of
    first, last = picture(book, game.states[0]), picture(book, game.states[game.turns])

    def pair(variable: Variable, scale: float = 1, unit: str = "") -> str:
        before, after = derived(first, variable), derived(last, variable)
        return f"{scale * (before or 0):.0f}{unit} -> {scale * (after or 0):.0f}{unit}"

    lines = ["", "Dependence, start -> end      capability    concentration H   largest leverage"]
    for holder in book.setting.governments:
        cells = (
            pair(names.fielded(holder)),
            pair(names.dependence(holder), 100, "%"),
            pair(names.largest_leverage(holder), 100, "%"),
        )
        lines.append(f"  {name(holder):<28}{cells[0]:<14}{cells[1]:<18}{cells[2]}")
    stack = ", ".join(f"{law} {pair(names.stack_share(law), 100, '%')}" for law in ("us", "cn", "home"))
    lines += [f"  Allied stacks: {stack}."]
    made = [f"{name(seat)} {bet.kind.replace('_', ' ')}" for seat, bet in bets(last).items()]
    if made:
        lines += textwrap.wrap(f"Bets: {', '.join(made)}.", WIDTH, initial_indent="  ", subsequent_indent="    ")
    turned = ending_values(last)
    if turned is not None:
        lines += textwrap.wrap(f"The ending: {told(turned)}", WIDTH, initial_indent="  ", subsequent_indent="    ")
    broken = [event for event in game.events if event.kind == "signal_broken"]
    lines += ["", f"Broken signals: {len(broken)}", *(f"  turn {e.turn}: {e.text}" for e in broken[:5])]
    placed = places(game.game, {seat: score.total for seat, score in scores(last).items()})
    lines += [
        "",
        "Final scores" + (", and where each stands from passing (0) to the best doctrine (100)" if placed else ""),
    ]
    ranked = sorted(scores(last).values(), key=lambda score: -score.total)
    wide = max([12, *(len(name(score.seat)) for score in ranked)])
    for score in ranked:
        largest = sorted(score.lines, key=lambda line: -abs(line.points))[:4]
        reasons = ", ".join(f"{line.name.replace('_', ' ')} {line.points:+.1f}" for line in largest)
        place = "" if placed is None else f"{placed[score.seat]:6.0f} " if score.seat in placed else " " * 7
        lines.append(f"  {name(score.seat):<{wide}} {score.total:6.1f} {place} {reasons}")
    if placed is None:
        lines.append(f"  {ALONE}")
    return lines
