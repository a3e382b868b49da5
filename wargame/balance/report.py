"""The measures of a scenario together: played over processes, counted from rows, kept if it is broken off."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, is_dataclass
from pathlib import Path
from typing import Any

from wargame.balance import plan
from wargame.balance.ends import Ends, ends
from wargame.balance.facts import AgainstFact, Band, against_facts, bands_of, readings
from wargame.balance.idle import Idle, idle
from wargame.balance.scores import SeatScores, seat_scores
from wargame.balance.speed import Speed, speed
from wargame.balance.usage import Usage, usage
from wargame.core.ids import SeatId
from wargame.errors import SpecError
from wargame.paired.arms import BASE
from wargame.paired.rows import GameRow
from wargame.paired.run import RowListener, play_paired
from wargame.transcript.setup import GameSetup

IDLE_SEEDS, SPEED_SEEDS = 3, 20
"""Seeds behind the search for what is idle, and behind the speed, at most."""


@dataclass(frozen=True, slots=True)
class Balance:
    """What a scenario is worth as a game."""

    scenario: str
    variant: str | None
    turns: int
    """Length of the game, in turns."""
    months: float
    """Length of a turn, in months."""
    games: int
    """Games among scripts alone."""
    whole: bool
    """Whether all games were played; if not, it was broken off and this is what there is."""
    failed: tuple[str, ...]
    """Games that came to no end, each with its reason."""
    seats: tuple[SeatScores, ...]
    usage: Usage
    ends: Ends | None
    """None at a table without a patron and allies."""
    facts: tuple[AgainstFact, ...]
    idle: Idle | None
    """None if it was not asked for."""
    speed: Speed | None
    names: Mapping[SeatId, str]

    @property
    def faults(self) -> tuple[str, ...]:
        """What is wrong with the scenario as a game, in sentences; empty if nothing is."""
        return (
            *(f"{self.names[each.seat]}: its doctrine is no better than passing" for each in self.seats if each.idle),
            *(f"{each.band.fact} holds in {each.inside:.0%}: {each.band.says}" for each in self.facts if not each.kept),
            *([f"the same pact is in force twice, {self.usage.twice:.2f} a game"] if self.usage.twice else []),
            *self.failed,
        )

    def as_data(self) -> dict[str, Any]:
        """All of it as plain data, for JSON; what is no number is null."""
        data = _plain(self)
        assert isinstance(data, dict)
        bands = {each.band.fact: each for each in self.facts}
        for line in data["facts"]:
            line["band"].pop("reads", None)
            line["kept"] = bands[line["band"]["fact"]].kept
        return {**data, "faults": list(self.faults)}


def measure(
    setup: GameSetup,
    scenario: str | Path,
    seeds: Sequence[int],
    *,
    quick: bool = False,
    workers: int = 1,
    progress: RowListener | None = None,
    broken_off: Callable[[], None] | None = None,
) -> Balance:
    """Play a scenario with scripts, and with each seat passing, by chance and by look-ahead, and measure it.

    `setup` comes from `table.opening.choose`, scripted; `scenario` is where its facts lie. `quick` leaves out what is
    idle, and players beside passing. If it is interrupted, `broken_off` is called and the games so far are measured. A
    core game of seven seats takes a seventh of a second, and each seed needs up to three for each seat. SpecError if no
    game of scripts came to its end, or for seeds or players that cannot be; PackError for facts that cannot be read.
    """
    book, _ = setup.opening()
    bands = bands_of(scenario)
    arms = plan.arms(plan.seated(book))
    if quick:
        arms = tuple(arm for arm in arms if arm.name.endswith(f"={plan.PASSING}"))
    rows: list[GameRow] = []

    def heard(done: int, of: int, row: GameRow) -> None:
        rows.append(row)
        if progress is not None:
            progress(done, of, row)

    found: Idle | None = None
    timed: Speed | None = None
    whole = True
    try:
        asked, read = readings(bands), plan.READ_AT_END
        play_paired(setup, arms, seeds, variables=read, readings=asked, workers=workers, progress=heard)
        timed = speed(setup, seeds[:SPEED_SEEDS])
        if not quick:
            found = idle(setup, seeds[:IDLE_SEEDS], workers=workers, progress=progress)
    except KeyboardInterrupt:
        whole = False
        if broken_off is not None:
            broken_off()
    return of_rows(setup, bands, rows, whole=whole, found=found, timed=timed)


def of_rows(
    setup: GameSetup,
    bands: Sequence[Band],
    rows: Sequence[GameRow],
    *,
    whole: bool = True,
    found: Idle | None = None,
    timed: Speed | None = None,
) -> Balance:
    """The measures of games that were played already; SpecError if none among scripts alone came to its end.

    `rows` need the variables of `plan.READ_AT_END` and `readings(bands)`, in any order. Nothing is played.
    """
    book, _ = setup.opening()
    ordered = sorted(rows, key=lambda row: row.seed)
    base = [row for row in ordered if row.arm == BASE and row.played]
    if not base:
        why = next((row.fault for row in ordered if row.fault), "none was played")
        raise SpecError(f"no game among scripts came to its end, so there is nothing to measure: {why}")
    return Balance(
        scenario=setup.bundle.pack.id,
        variant=setup.variant,
        turns=book.setting.turns,
        months=book.setting.months,
        games=len(base),
        whole=whole,
        failed=tuple(f"{row.arm}, seed {row.seed}: {row.fault}" for row in ordered if row.fault),
        seats=seat_scores(ordered, [seat.id for seat in plan.seated(book)]),
        usage=usage(base),
        ends=ends(base),
        facts=against_facts(bands, base, book.setting.months),
        idle=found,
        speed=timed,
        names={seat.id: seat.name for seat in book.setting.seats},
    )


def _plain(value: Any) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        return {name: _plain(getattr(value, name)) for name in value.__dataclass_fields__}
    if hasattr(value, "model_dump"):
        return {name: _plain(getattr(value, name)) for name in type(value).model_fields}
    if isinstance(value, Mapping):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, float):
        return round(value, 4) if math.isfinite(value) else None
    return value
