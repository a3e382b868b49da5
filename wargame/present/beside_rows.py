"""Recorded games beside an experiment, in sentences and rows: for a terminal, and for a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from wargame.batch.beside_records import RecordBeside
from wargame.batch.records_apart import RecordOutcome, TurnApart
from wargame.core.words import many
from wargame.present.plain_numbers import in_digits
from wargame.transcript.limits import MODEL, PERSON, SCRIPT

BESIDE_HEAD = ("OUTCOME", "CELL", "TURN", "RECORDS", "GAMES", "MIDDLE 90 %", "OUTSIDE", "APART", "95 %")
BESIDE_MEANING = (
    "Recorded games beside those of the experiment, at the end of each turn. RECORDS and GAMES: the mean of either, "
    "and n, of how many. MIDDLE 90 %: between which values nine tenths of the experiment's games lie, from five of "
    "them on; OUTSIDE: how many records do not. APART: how far the means are from each other, in standard deviations "
    "of those games; 95 %: Welch's interval of records less games, in the outcome's own unit, from two of each on."
)
RECORD_HEAD = ("ID", "RECORD", "SEED", "TURNS", "PLAYED BY", "BY SCRIPTS", "ACTS", "REMARK")
RECORD_MEANING = (
    "The recorded games one by one. PLAYED BY: on how many seats people, models and scripts sat at any time. BY "
    "SCRIPTS: decisions that models were asked for and scripts made. ACTS: acts of control. REMARK: what is otherwise "
    "than in the experiment's games."
)
OUTCOME_HEAD = ("RECORD", "OUTCOME", "VALUE", "OUTSIDE")
OUTCOME_MEANING = (
    "What came out in each of them. OUTSIDE: in how many cells, of those with five games or more, the value lies "
    "outside the middle nine tenths of their games."
)


def beside_in_words(beside: Sequence[RecordBeside]) -> list[str]:
    """What has to be known of the records before their numbers are read; empty without any."""
    if not beside:
        return []
    with_people = sum(each.people > 0 for each in beside)
    lines = [
        f"{many(len(beside), 'recorded game')} beside the experiment, {with_people} of them with people. No "
        "effect and no count has them in it. Who sat down to play was not drawn by lot, and one table is one "
        "observation."
    ]
    if acted := [each for each in beside if each.acts]:
        lines.append(f"In {len(acted)} of them control acted: {many(sum(each.acts for each in acted), 'act')}.")
    return [*lines, *remarks_in_words(beside)]


def remarks_in_words(beside: Sequence[RecordBeside]) -> list[str]:
    """A line for each record that is not made of what the experiment's games are, or is one of them."""
    lines = []
    for each in beside:
        if each.remarks:
            lines.append(f"{each.name} is not made of what the experiment's games are: {'; '.join(each.remarks)}.")
        if each.run:
            lines.append(
                f"{each.name} is game {each.run} of the experiment itself: it counts there, and not once more."
            )
    return lines


def record_rows(beside: Sequence[RecordBeside]) -> Iterator[tuple[str, ...]]:
    """A row a record: which it is, who played, what control and scripts did in it, and what is otherwise."""
    for each in beside:
        fallbacks = str(each.read.fallbacks) if each.read.asked else ""
        numbers = (str(each.seed), str(each.read.turns), _players(each), fallbacks, str(each.acts))
        yield each.id, each.name, *numbers, each.all_remarks


def outcome_rows(found: Sequence[RecordOutcome], beside: Sequence[RecordBeside]) -> Iterator[tuple[str, ...]]:
    """A row a record and outcome; the record's name stands once."""
    records, before = {each.id: each for each in beside}, ""
    for each in found:
        record = records[each.record]
        value = "nothing of the kind" if each.value is None else in_digits(each.value, 4)
        if each.other_length and each.value is not None:
            value += f" (after turn {record.read.turns})"
        yield "" if each.record == before else record.name, each.outcome, value, _outside(each, record)
        before = each.record


def _outside(each: RecordOutcome, record: RecordBeside) -> str:
    if record.run:
        return "a game of the experiment"
    if each.other_length:
        return "not compared: another length"
    return f"{each.outside} of {each.cells}" if each.cells else ""


def _players(record: RecordBeside) -> str:
    """How many seats had people, models and scripts; a seat that changed hands counts under each."""
    played = record.played
    named = Counter(played.models())
    models = ", ".join(name if count == 1 else f"{name} on {count}" for name, count in named.items())
    people, models_seated, scripts = (played.count(kind) for kind in (PERSON, MODEL, SCRIPT))
    told = (
        f"{people} {'person' if people == 1 else 'people'}" if people else "",
        f"{many(models_seated, 'model')} ({models})" if models_seated else "",
        many(scripts, "script") if scripts else "",
    )
    return ", ".join(each for each in told if each)


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
