"""A claim tried: its games held against one another, seed by seed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Literal, Protocol

from wargame.balance.claim_arms import arms_of, base_name, lever_name, moved, unders
from wargame.balance.claim_faults import check
from wargame.balance.claims import Claim, MeasureLine
from wargame.balance.usage import shares_of_bets
from wargame.core.ids import SeatId
from wargame.errors import SpecError
from wargame.paired.intervals import Interval, few_interval, t_beyond
from wargame.paired.rows import GameRow
from wargame.paired.run import RowListener, play_paired
from wargame.paired.smallest_effects import mattering
from wargame.paired.unvaried import FEWEST_ALIKE

Verdict = Literal["holds", "fails", "open"]


@dataclass(frozen=True, slots=True)
class Effect:
    """What the lever did to one measure."""

    measure: MeasureLine
    under: str
    """Under which parameters: empty for those of the scenario, else what is otherwise."""
    interval: Interval | None
    """Lever less base over seeds; None if no pair gave a number."""
    varied: bool = True
    """Whether what is read was not the same in all games, with the lever and without."""
    t: float | None = None
    """Student's t of the differences from what is claimed; None where they did not vary, and for fewer than two."""

    @property
    def verdict(self) -> Verdict:
        """Whether it moved as claimed, the other way, or neither by more than chance.

        An interval that touches what is claimed is open. One without any width says that every pair came out alike,
        and then it is what it is, if there are as many pairs as could tell. Where the smallest effect that matters is
        known, it *holds* only if it is at least that, and *fails* if it is less.
        """
        if self.interval is None:
            return "open"
        low, high = self.interval.low - self.measure.than, self.interval.high - self.measure.than
        if low == high and self.interval.games < FEWEST_ALIKE:
            return "open"
        up = self.measure.sign == "+"
        is_clear = (low > 0) if up else (high < 0)
        if self.measure.smallest is not None:
            matters = mattering(self.interval.low, self.interval.high, self.measure.smallest)
            if matters == "no effect that matters":
                return "fails"
            is_clear = is_clear and matters == "effect that matters"
        if is_clear:
            return "holds"
        is_other_way = (high < 0) if up else (low > 0)
        return "fails" if is_other_way or low == high == 0 else "open"


@dataclass(frozen=True, slots=True)
class TriedClaim:
    """A claim as it came out."""

    claim: Claim
    effects: tuple[Effect, ...]
    parted: float
    """Share of pairs in which the lever changed anything at all, 0-1."""
    failed: tuple[str, ...]
    """Games that came to no end."""
    pairs: int
    """Seeds whose games were all played."""
    bets: tuple[Mapping[SeatId, Mapping[str, float]], Mapping[SeatId, Mapping[str, float]]]
    """Shares of the bets of middle powers at the end, without the lever and with it."""

    @property
    def verdict(self) -> Verdict:
        """Of all its measures together, under the scenario's own parameters: the worst of them."""
        found = [each.verdict for each in self.effects if not each.under]
        return "fails" if "fails" in found else "open" if "open" in found else "holds"


def try_claim(
    claim: Claim,
    seeds: Sequence[int],
    *,
    robust: bool = False,
    workers: int = 1,
    progress: RowListener | None = None,
    broken_off: Callable[[], None] | None = None,
) -> TriedClaim:
    """Play a claim's games and hold them against one another, seed by seed.

    If it is interrupted, `broken_off` is called, and the seeds whose games are all played are held against one another;
    the interruption goes on where it is not given, or where there is no such seed.

    Two games a seed, two more where increments are named, two where beliefs are learnt, and two for each condition that
    it names; with `robust` four more for each parameter that it is thought to lean on. SpecError for a claim that says
    that no game can try it. Seeds must be different whole numbers. SpecError or PackError, before anything
    is played, as `play_paired` raises them; a game that fails is told in `failed`, and its pair gives no number.
    """
    if claim.untestable:
        raise SpecError(f"{claim.id}: not testable here: {claim.untestable}")
    check(claim)
    under = (*unders(claim), *(moved(claim.setup(), claim.leans) if robust else ()))
    readings = {str(number): each.reads for number, each in enumerate(claim.measures)}
    arms, rows = list(arms_of(claim, under)), list[GameRow]()

    def kept(done: int, of: int, row: GameRow) -> None:
        rows.append(row)
        if progress is not None:
            progress(done, of, row)

    try:
        play_paired(
            claim.setup(),
            arms,
            seeds,
            readings=readings,
            common=claim.common.arm("common"),
            workers=workers,
            progress=kept,
        )
    except KeyboardInterrupt:
        played = Counter(row.seed for row in rows)
        rows = [row for row in rows if played[row.seed] == len(arms) + 1]
        if broken_off is None or not rows:
            raise
        broken_off()
    rows.sort(key=lambda row: row.seed)
    by_arm: dict[str, dict[int, GameRow]] = {}
    for row in rows:
        by_arm.setdefault(row.arm, {})[row.seed] = row
    effects = list[Effect]()
    for each in under:
        effects += effects_of(claim, each.name, by_arm[base_name(each.name)], by_arm[lever_name(each.name)])
    first, lever = by_arm[base_name("")], by_arm[lever_name("")]
    parted = fmean(float(first[seed].hashes != lever[seed].hashes) for seed in first)
    failed = tuple(f"{row.arm}, seed {row.seed}: {row.fault}" for row in rows if row.fault)
    bets = shares_of_bets(tuple(first.values())), shares_of_bets(tuple(lever.values()))
    return TriedClaim(claim, tuple(effects), parted, failed, len(first), bets)


class SeriesOfGame(Protocol):
    """What was read at the end of each turn of a game."""

    @property
    def series(self) -> Mapping[str, tuple[float | None, ...]]:
        """By reading."""
        ...


def effects_of(
    claim: Claim,
    under: str,
    base: Mapping[int, SeriesOfGame],
    lever: Mapping[int, SeriesOfGame],
    names: Sequence[str] | None = None,
) -> Iterator[Effect]:
    """What the lever did to each measure, over the seeds that have both games.

    `names` are those of the readings of the measures, in their order; their numbers unless said.
    """
    for number, measure in enumerate(claim.measures):
        name = str(number) if names is None else names[number]
        found, seen = list[float](), set[float]()
        for seed in sorted(base.keys() & lever.keys()):
            before, after = (_at(measure, row.series.get(name, ())) for row in (base[seed], lever[seed]))
            if before is not None and after is not None:
                found.append(after - before)
                seen |= {before, after}
        size = max(map(abs, (*seen, measure.than)))
        t = t_beyond(found, measure.than, size)
        yield Effect(measure, under, few_interval(found, size) if found else None, len(seen) > 1, t)


def _at(measure: MeasureLine, series: Sequence[float | None]) -> float | None:
    if not series:
        return None
    if measure.at == "mean":
        found = [value for value in series if value is not None]
        return fmean(found) if found else None
    return series[-1] if measure.at == "end" else series[measure.at - 1] if measure.at <= len(series) else None
