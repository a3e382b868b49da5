"""What the games of models of an experiment are likely to take before they are played, and whether a cap is too small.

A game that is sealed says more than any guess: once there is one, what the others take is told by those.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import fsum
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.batch.planned import ExperimentPlan
    from wargame.batch.run_ledger import Caps, LedgerContents

CELLS = 10
"""Cells for which a game is estimated at most; others are taken to be like the mean of these."""
NAMED = 3
"""Cells of the same estimate that are named at most."""


@dataclass(frozen=True, slots=True)
class CostAhead:
    """What games of models are likely to take that are not sealed."""

    games: int
    """Of models, not sealed."""
    each: tuple[tuple[tuple[str, ...], int, tuple[str, ...]], ...]
    """Cells that are estimated alike: their names, how many games of theirs are left, and a line for each model."""
    unseen: int
    """Cells with models that are not among them."""
    likely: int
    """Tokens of all that is left, by those estimates."""
    longest: int
    """The same with the longest replies; answers that are sent back come on top."""
    likely_money: float | None
    """The same as `likely` in the currency of the price table; None if a price is not known."""
    by_sealed: int | None
    """Tokens of all that is left by what games that are sealed took, with a tenth more; None before there is one."""
    money_by_sealed: float | None
    """The same in the currency of the price table, where the price was known."""
    taken: int
    taken_money: float
    caps: Caps
    """That hold now, of tokens and of money."""

    @property
    def expected(self) -> int:
        """Tokens of all that is left, by the best that is known."""
        return self.likely if self.by_sealed is None else self.by_sealed

    @property
    def too_small(self) -> bool:
        """Whether a cap is likely to end before the games do."""
        tokens, money = self.caps
        no_tokens = tokens is not None and self.taken + self.expected > tokens
        dear = self.likely_money if self.money_by_sealed is None else self.money_by_sealed
        return no_tokens or (money is not None and self.taken_money + (dear or 0.0) > money)

    def in_words(self) -> Iterator[str]:
        """A line each; nothing without models."""
        if not self.each:
            return
        for names, games, lines in self.each:
            for line in lines:
                yield f"{_of(games, 'game')} of {_cells(names)}, each: {line}"
        if self.unseen:
            yield f"{_of(self.unseen, 'more cell')} of models: taken to be like the mean of these"
        yield from self._together()
        yield from self._capped()
        yield "how long games of models take hangs on their endpoint: `run` says so once two have ended"

    def _together(self) -> Iterator[str]:
        from wargame.players.llm.prices import CURRENCY

        money = "" if not self.likely_money else f" and {self.likely_money:.2f} {CURRENCY}"
        told = f"{_of(self.games, 'game')} of models that {'is' if self.games == 1 else 'are'} left, together"
        yield (
            f"{told}: likely {self.likely:,} tokens{money}; with the longest replies {self.longest:,}; answers that "
            "are sent back come on top of both"
        )
        if self.by_sealed is not None and self.games:
            yield f"by those that are sealed, with a tenth more: {self.by_sealed:,} tokens"

    def _capped(self) -> Iterator[str]:
        tokens, money = self.caps
        caps = [f"{tokens:,} tokens"] if tokens is not None else []
        caps += [f"{money:g} in money"] if money is not None else []
        taken = f", {self.taken:,} tokens taken" if self.taken else ""
        yield f"cap over all games: {' and '.join(caps) or 'none; `budget` in the file sets one'}{taken}"
        if self.too_small:
            room = ""
            if tokens is not None and self.taken + self.expected > tokens:
                fit = max(0, tokens - self.taken) * self.games // self.expected
                room = f": it has room for about {fit} of {_of(self.games, 'game')}"
            yield f"the cap is likely too small{room}; the others wait until it is raised"

    def as_data(self) -> dict[str, object]:
        """The same for `--json`."""
        return {
            "cost": [
                f"{_of(games, 'game')} of {_cells(names)}, each: {line}"
                for names, games, told in self.each
                for line in told
            ],
            "likely_tokens_left": self.likely,
            "longest_tokens_left": self.longest,
            "likely_money_left": self.likely_money,
            "tokens_left_by_sealed": self.by_sealed,
            "cap_likely_too_small": self.too_small,
        }


def cost_ahead(plan: ExperimentPlan, folder: Path, found: LedgerContents) -> CostAhead:
    """What is ahead in a folder: games of up to ten cells are opened, and nobody is asked."""
    from wargame.batch.means_left import means_left

    left = Counter(run.cell for run in plan.runs if run.id not in found.sealed and plan.cells[run.cell].has_models)
    with_models = [place for place, cell in enumerate(plan.cells) if cell.has_models]
    means, alike = means_left(plan, folder, found), dict[tuple[str, ...], list[int]]()
    sums: list[tuple[int, float, float, float | None]] = []
    for place in with_models[:CELLS]:
        lines, likely, longest, money = _game(plan, place)
        alike.setdefault(lines, []).append(place)
        sums.append((left[place], likely, longest, money))
    games, seen = sum(left.values()), sum(count for count, *_ in sums)
    scale = games / seen if seen else 0.0
    moneys = [count * money for count, *_, money in sums if money is not None]
    budget = plan.experiment.budget
    return CostAhead(
        games=games,
        each=tuple(
            (tuple(plan.cells[at].name for at in places), sum(left[at] for at in places), lines)
            for lines, places in alike.items()
        ),
        unseen=max(0, len(with_models) - CELLS),
        likely=round(scale * sum(count * likely for count, likely, *_ in sums)),
        longest=round(scale * sum(count * longest for count, _, longest, _ in sums)),
        likely_money=scale * fsum(moneys) if len(moneys) == len(sums) else None,
        by_sealed=None if means is None or means.each is None else games * means.each.tokens,
        money_by_sealed=None if means is None or means.each is None else games * means.each.money,
        taken=0 if means is None else means.taken.tokens,
        taken_money=0.0 if means is None else means.taken.money,
        caps=(budget.tokens, budget.money) if means is None else means.caps,
    )


def _game(plan: ExperimentPlan, place: int) -> tuple[tuple[str, ...], int, int, float | None]:
    """One game of a cell: a line for each model, tokens as likely and at the longest, and money if it is known."""
    from wargame.commands.preview import estimates
    from wargame.commands.preview_judges import judges_preview
    from wargame.table.players import ModelMeans

    cell, models = plan.cells[place], ModelMeans()
    first = 1 if cell.start is None else cell.start.step[0]
    told = [
        *estimates(cell.setup, models, first, local=True),
        *judges_preview(cell.setup, cell.judges, models, first),
    ]
    known = [each.likely_money for each in told if each.likely_money is not None]
    return (
        tuple(each.text for each in told),
        sum(each.likely for each in told),
        sum(each.longest for each in told),
        fsum(known) if len(known) == len(told) else None,
    )


def _cells(names: Sequence[str]) -> str:
    if len(names) == 1:
        return repr(names[0])
    more = f" and {len(names) - NAMED} more" if len(names) > NAMED else ""
    return f"{len(names)} cells ({', '.join(map(repr, names[:NAMED]))}{more})"


def _of(count: int, what: str) -> str:
    return f"{count} {what}{'s' * (count != 1)}"
