"""`wargame coding judge`: models code the items that people code."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from wargame.commands import options
from wargame.commands.coding_agreement import outcomes
from wargame.commands.output import answer, say_line, tell_line
from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.coding.coding_folder import CodingFolder
    from wargame.coding.judging import JudgePanel, PanelEnd, PanelProgress


def judge(
    folder: Annotated[Path, typer.Argument(metavar="FOLDER", help="The folder of a coding.")],
    model: Annotated[
        list[str], typer.Option("--model", metavar="llm:MODEL[@URL]", help="A judge; repeatable.", show_default=False)
    ],
    orders: Annotated[
        int, typer.Option(min=1, max=2, help="Orders of the categories: the codebook's, and the same turned round.")
    ] = 2,
    replicates: Annotated[int, typer.Option(min=1, max=20, metavar="N", help="Ask so often in each order.")] = 1,
    tokens: Annotated[
        int | None,
        typer.Option(min=1, metavar="N", help="Most tokens that all judges may take, earlier sessions included."),
    ] = None,
    money: Annotated[float | None, typer.Option(min=0, metavar="USD", help="Most that they may cost.")] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Say what would be asked, and what it costs.")] = False,
    json: options.JsonOption = False,
) -> None:
    """Let models code every item, blind as people do; their codes stand apart in FOLDER/judges.

    What it takes at most is said first, and a cap holds before each call. The same command again goes on and asks
    nothing twice. A judge that declines, or writes what names no category, is asked once more; then that is counted,
    and is no code. Exit code 1 unless every question came to an end.
    """
    from wargame.coding.coding_folder import read_coding
    from wargame.coding.judging import JudgePanel
    from wargame.core.spec_words import MODEL, is_model, word_of
    from wargame.loops import finish
    from wargame.players.llm.budget import Budget
    from wargame.players.llm.endpoints import Endpoints

    for spec in model:
        if not is_model(spec) or word_of(spec) != MODEL:
            raise SpecError(f"--model {spec}: this must be a model, such as llm:llama3.2@http://localhost:11434/v1")
    read = read_coding(folder)
    endpoints = Endpoints(batch=Budget(tokens, money))
    panel = JudgePanel(read, model, endpoints, orders=orders, replicates=replicates)
    _tell_beforehand(panel, read)
    if dry_run:
        if json:
            answer(_plan_as_data(panel, read))
        return

    async def run() -> PanelEnd:
        try:
            return await panel.run(told)
        finally:
            await endpoints.aclose()

    told = _ToldPanel()
    try:
        end = finish(run())
    except KeyboardInterrupt:
        told.ends()
        at = panel.progress
        tell_line(f"broken off; {at.done} of {at.of} questions are answered; the same command goes on")
        raise typer.Exit(130) from None
    finally:
        told.ends()
    at = end.progress
    if json:
        answer({"questions": at.of, **outcomes(at.outcomes), "failed": at.failed, "faults": list(end.faults)})
    else:
        said = ", ".join(f"{count} {name}" for name, count in outcomes(at.outcomes).items())
        say_line(f"{at.done} of {at.of} questions answered: {said}; {_taken(at)} taken in all")
    for fault in end.faults:
        tell_line(f"open: {fault}")
    if at.done < at.of:
        tell_line(f"{at.of - at.done} questions are open; the same command goes on")
        raise typer.Exit(1)


def _taken(at: PanelProgress) -> str:
    from wargame.players.llm.prices import CURRENCY

    return f"{at.tokens:,} tokens" + (f" and {at.money:.2f} {CURRENCY}" if at.money else "")


def _tell_beforehand(panel: JudgePanel, read: CodingFolder) -> None:
    """What it takes at most, and whom words are sent to."""
    private = sum(item.to != "everybody" for item in read.items.values())
    for spec, cost, worst in panel.cost:
        said = f"at most {cost.text()}, if each question is answered at once" if cost.calls else "nothing is open"
        tell_line(f"{spec}: {said}")
        if cost.calls:
            tell_line(f"{spec}: at the very worst, where nothing that comes can be read, {worst.text()}")
    items = f"{len(read.items)} item{' is' if len(read.items) == 1 else 's are'}"
    for name in panel.elsewhere:
        tell_line(f"{items} sent to {name}, {private} of them private words")


def _plan_as_data(panel: JudgePanel, read: CodingFolder) -> dict[str, object]:
    """The same for `--json`; a cost is none where the price is not known."""
    from dataclasses import asdict

    judges = [{"judge": spec, **asdict(cost), "worst": asdict(worst)} for spec, cost, worst in panel.cost]
    return {
        "questions": panel.progress.of,
        "open": panel.progress.of - panel.progress.done,
        "judges": judges,
        "elsewhere": list(panel.elsewhere),
        "private": sum(item.to != "everybody" for item in read.items.values()),
    }


class _ToldPanel:
    """A line that overwrites itself on a terminal; elsewhere one now and then."""

    def __init__(self) -> None:
        from wargame.commands.progress import HowFar

        self._at: PanelProgress | None = None
        self._far = HowFar(self._words)

    def __call__(self, at: PanelProgress) -> None:
        """A question came to an outcome."""
        self._at = at
        self._far(at.done, at.of)

    def ends(self) -> None:
        """Nothing more will be told."""
        self._far.ends()

    def _words(self, done: int, of: int) -> str:
        said = f"{done} of {of} questions answered"
        if (at := self._at) is None:
            return said
        others = [f"{count} {name}" for name, count in outcomes(at.outcomes).items() if count and name != "coded"]
        failed = [f"{at.failed} failed"] if at.failed else []
        return ", ".join([said, *others, *failed, f"{_taken(at)} taken"])
