"""What designs of Morris and Saltelli show, in sentences and rows: for a terminal, and for a report."""

from __future__ import annotations

from collections.abc import Sequence

from wargame.batch.sensitivity import EstimatedPart, ParameterSensitivity
from wargame.present.plain_numbers import in_digits

MORRIS_HEAD = ("OUTCOME", "PARAMETER", "RANGE", "GAMES", "STRENGTH", "WAY", "DIFFERS", "REMARK")
SALTELLI_HEAD = ("OUTCOME", "PARAMETER", "RANGE", "GAMES", "ALONE", "TOTAL", "REMARK")
MORRIS_MEANING = (
    "How far each parameter moves an outcome over its whole range, from many places (Morris). STRENGTH: whichever way "
    "it moves, on average, with half of a 95 % interval over starts; WAY: with its sign; DIFFERS: the standard "
    "deviation from place to place, large where it bends or hangs on other parameters. The ± is of starts alone, in "
    "the mean of the seeds that were played: ± 0 says that it moves as far from every start, and nothing of other "
    "seeds. The interval of an effect is over seeds, so that it may be far wider."
)
SALTELLI_MEANING = (
    "What share of the variance over all ranges each parameter has (Sobol's indices after Saltelli), with half of a "
    "95 % interval over mixed points, in the mean of the seeds that were played. ALONE: what goes if it is held still; "
    "TOTAL: what stays if all others are. What is below its half interval, or below zero, is not told from none."
)


def sensitivity_head(kind: str) -> tuple[tuple[str, ...], str]:
    """The columns of the rows for a kind of design, and what they say."""
    return (MORRIS_HEAD, MORRIS_MEANING) if kind == "morris" else (SALTELLI_HEAD, SALTELLI_MEANING)


def sensitivity_rows(made: Sequence[ParameterSensitivity], kind: str) -> list[tuple[str, ...]]:
    """A row for each parameter and outcome, under its head; the one that counts most first."""
    outcomes = list(dict.fromkeys(each.outcome for each in made))
    ordered = sorted(made, key=lambda each: (outcomes.index(each.outcome), -_most(each)))
    return [
        (
            each.outcome,
            each.parameter,
            f"{each.low:g} to {each.high:g}",
            str(each.games),
            *((_with(each.strength), _signed(each.way), _plain(each.spread)) if kind == "morris" else ()),
            *((_with(each.alone), _with(each.total)) if kind != "morris" else ()),
            each.refused,
        )
        for each in ordered
    ]


def _most(each: ParameterSensitivity) -> float:
    part = each.strength or each.total
    return 0.0 if part is None else part.value


def _with(part: EstimatedPart | None) -> str:
    if part is None:
        return ""
    return (
        in_digits(part.value, 3) if part.within is None else f"{in_digits(part.value, 3)} ± {in_digits(part.within, 2)}"
    )


def _signed(value: float | None) -> str:
    return "" if value is None else in_digits(value, 3, "+")


def _plain(value: float | None) -> str:
    return "" if value is None else in_digits(value, 3)
