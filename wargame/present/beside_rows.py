"""Recorded games beside an experiment, in sentences and rows: for a terminal, and for a report."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from wargame.batch.beside_records import RecordBeside
from wargame.batch.records_apart import TurnApart

BESIDE_HEAD = ("OUTCOME", "CELL", "TURN", "RECORDS", "GAMES", "MIDDLE 90 %", "OUTSIDE", "APART", "95 %")
BESIDE_MEANING = (
    "Recorded games beside those of the experiment, at the end of each turn. RECORDS and GAMES: the mean of either, "
    "and of how many. MIDDLE 90 %: between which values nine tenths of the experiment's games lie, from five of "
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
            f"{each.record_mean:.4g} of {each.records}",
            f"{each.mean:.4g} of {each.games}",
            "" if each.low is None or each.high is None else f"{each.low:.4g} to {each.high:.4g}",
            "" if each.outside is None else str(each.outside),
            "" if each.spreads is None else f"{each.spreads:+.2f}",
            "" if each.difference_low is None else f"{each.difference_low:.3g} to {each.difference_high:.3g}",
        )
        before = here


def _games(number: int) -> str:
    return "game" if number == 1 else "games"
