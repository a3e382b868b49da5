"""What `wargame coding agree` says: of people, and of models as judges beside them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from wargame.commands.output import say_line, show, tell_line

if TYPE_CHECKING:
    from wargame.coding.agreement import AgreementFound, Codes
    from wargame.coding.judge_agreement import JudgedAgreement, OrderBias
    from wargame.coding.judge_files import JudgeFile

OUTCOMES = ("coded", "refused", "unread")
"""What can come of a question to a judge."""


def say_agreement(rows: Sequence[AgreementFound], people: int) -> None:
    """How far so many people agree, as a table."""
    show(
        [
            (
                " ".join(row.coders) if len(row.coders) < people else "all coders",
                row.category,
                str(row.items),
                str(row.used),
                number(row.percent),
                with_interval(row.kappa, row.kappa_low, row.kappa_high),
                with_interval(row.alpha, row.alpha_low, row.alpha_high),
            )
            for row in rows
        ],
        ("CODERS", "CATEGORY", "ITEMS", "USED", "PERCENT", "KAPPA", "ALPHA"),
    )


def judges_found(
    judges: Sequence[JudgeFile], given: Mapping[str, Codes], categories: Sequence[str], games: Mapping[str, str]
) -> tuple[tuple[JudgedAgreement, ...], tuple[OrderBias, ...]]:
    """How far these judges agree with people, each other and themselves, and what each does with the order."""
    from wargame.coding.judge_agreement import judged_agreement, order_bias, runs_of

    runs = {judge.spec: runs_of(judge) for judge in judges}
    biases = [order_bias(spec, each, categories) for spec, each in runs.items()]
    return judged_agreement(given, runs, categories, games), tuple(bias for bias in biases if bias is not None)


def judges_as_data(
    judges: Sequence[JudgeFile], rows: Sequence[JudgedAgreement], biases: Sequence[OrderBias]
) -> dict[str, Any]:
    """The part of `coding agree --json` that is about judges."""
    return {
        "judges": [
            {
                "judge": judge.spec,
                "questions": len(judge.answers),
                **outcomes(_counted(judge)),
                "models": _returned(judge),
            }
            for judge in judges
        ],
        "judged": [asdict(row) for row in rows],
        "order": [asdict(bias) | {"leans": bias.leans} for bias in biases],
    }


def say_judges(judges: Sequence[JudgeFile], rows: Sequence[JudgedAgreement], biases: Sequence[OrderBias]) -> None:
    """The same as tables, with a warning by name for a judge that goes by the order of the categories."""
    from wargame.coding.judge_files import short_names

    names = short_names([judge.spec for judge in judges])
    say_line("")
    show(
        [
            (
                names[judge.spec],
                str(len(judge.answers)),
                *(str(count) for count in outcomes(_counted(judge)).values()),
                ", ".join(_returned(judge)),
            )
            for judge in judges
        ],
        ("JUDGE", "QUESTIONS", "CODED", "REFUSED", "UNREAD", "ANSWERED BY"),
    )
    say_line("")
    show(
        [
            (
                names.get(row.judge, "all judges"),
                _with_whom(row, names),
                row.category,
                str(row.items),
                str(row.pairs),
                number(row.percent),
                with_interval(row.kappa, row.kappa_low, row.kappa_high),
                with_interval(row.alpha, row.alpha_low, row.alpha_high),
            )
            for row in rows
        ],
        ("JUDGE", "WITH", "CATEGORY", "ITEMS", "PAIRS", "PERCENT", "KAPPA", "ALPHA"),
    )
    if not biases:
        tell_line("no judge was asked in both orders, so that nothing is known of what stands first")
        return
    say_line("")
    show(
        [
            (
                names[bias.judge],
                str(bias.items),
                number(bias.changed),
                number(bias.changed_again),
                number(bias.first),
                number(bias.expected),
                f"{bias.to_first} of {bias.moved}",
                f"[{number(bias.low)}, {number(bias.high)}]" if bias.moved else "",
            )
            for bias in biases
        ],
        ("JUDGE", "ITEMS", "CHANGED", "AGAIN", "FIRST", "EXPECTED", "TO FIRST", "95 %"),
    )
    for bias in biases:
        if bias.leans:
            tell_line(
                f"warning: {names[bias.judge]} goes by the order of the categories: of {bias.moved} items that moved "
                f"with it, {bias.to_first} moved to what stands first; it leans to what stands {bias.leans}, and its "
                "agreement with anybody says little"
            )


def _counted(judge: JudgeFile) -> Mapping[str, int]:
    return Counter(each.outcome for each in judge.answers.values())


def _returned(judge: JudgeFile) -> list[str]:
    return sorted({each.model for each in judge.answers.values() if each.model})


def _with_whom(row: JudgedAgreement, names: Mapping[str, str]) -> str:
    said = {"majority": "most people", "orders": "itself, other order", "replicates": "itself, again", "panel": ""}
    return said.get(row.kind) or names.get(row.other, row.other)


def outcomes(found: Mapping[Any, int]) -> dict[str, int]:
    """How many came to each outcome, in the order of OUTCOMES."""
    return {name: found.get(name, 0) for name in OUTCOMES}


def number(value: float | None) -> str:
    """A share or a coefficient to two digits; empty if there is none."""
    return "" if value is None else f"{round(value, 2) + 0.0:.2f}"


def with_interval(value: float | None, low: float | None, high: float | None) -> str:
    """The same with its interval in brackets, if there is one."""
    return number(value) + (f" [{number(low)}, {number(high)}]" if low is not None and high is not None else "")
