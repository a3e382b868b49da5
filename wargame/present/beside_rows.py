"""Recorded games beside an experiment, in sentences and rows: for a terminal, and for a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.batch.beside_records import RecordBeside
from wargame.batch.records_apart import TurnApart
from wargame.present.plain_numbers import in_digits

BESIDE_HEAD = ("OUTCOME", "CELL", "TURN", "RECORDS", "GAMES", "MIDDLE 90 %", "OUTSIDE", "APART", "95 %")
BESIDE_MEANING = (
    "Recorded games beside those of the experiment, at the end of each turn. RECORDS and GAMES: the mean of either, "
    "and n, of how many. MIDDLE 90 %: between which values nine tenths of the experiment's games lie, from five of "
    "them on; OUTSIDE: how many records do not. APART: how far the means are from each other, in standard deviations "
    "of those games; 95 %: Welch's interval of records less games, in the outcome's own unit, from two of each on."
)


def beside_in_words(beside: Sequence[RecordBeside]) -> list[str]:
    """What has to be known of the records before their numbers are read; empty without any."""
    if not beside:
        return []
    with_people = sum(each.people > 0 for each in beside)
    lines = [
        f"{len(beside)} recorded {_games(len(beside))} beside the experiment, {with_people} of them with people. No "
        "effect and no count has them in it. Who sat down to play was not drawn by lot, and one table is one "
        "observation."
    ]
    if acted := [each for each in beside if each.acts]:
        lines.append(f"In {len(acted)} of them control acted: {sum(each.acts for each in acted)} acts.")
    return lines


def beside_rows(found: Sequence[TurnApart]) -> Iterator[tuple[str, ...]]:
    """A row an outcome, cell and turn; what repeats is left out."""
    before: tuple[str, str] | None = None
    for each in found:
        here = each.outcome, each.cell
        yield (
            *(here if here != before else ("", "")),
            str(each.turn),
            f"{in_digits(each.record_mean, 4)}, n {each.records}",
            f"{in_digits(each.mean, 4)}, n {each.games}",
            "" if each.low is None or each.high is None else f"{in_digits(each.low, 4)} to {in_digits(each.high, 4)}",
            "" if each.outside is None else str(each.outside),
            "" if each.spreads is None else f"{each.spreads:+.2f}",
            ""
            if each.difference_low is None or each.difference_high is None
            else f"{in_digits(each.difference_low, 3)} to {in_digits(each.difference_high, 3)}",
        )
        before = here


def _games(number: int) -> str:
    return "game" if number == 1 else "games"
