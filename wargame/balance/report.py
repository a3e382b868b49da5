"""The measures of a scenario together: played over processes, counted from rows, kept if it is broken off."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from wargame.balance import plan
from wargame.balance.aims_moved import aim_readings, aims_moved
from wargame.balance.ends import ends
from wargame.balance.facts import Band, against_facts, bands_of, readings
from wargame.balance.idle import Idle, idle
from wargame.balance.main_orders import BARRED_SEEDS, barring_arms, dropped
from wargame.balance.scores import seat_scores
from wargame.balance.speed import Speed, speed
from wargame.balance.strategies import STRATEGY_SEEDS, strategies, strategy_arms
from wargame.balance.usage import usage
from wargame.balance.verdict import Balance
from wargame.errors import SpecError
from wargame.paired.arms import BASE
from wargame.paired.rows import GameRow
from wargame.paired.run import RowListener, play_paired
from wargame.transcript.setup import GameSetup

IDLE_SEEDS, SPEED_SEEDS = 3, 20
"""Seeds behind the search for what is idle, and behind the speed, at most."""


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
    """Play a scenario with scripts, and with each seat played otherwise, and measure it.

    Otherwise is passing, by chance, by look-ahead, by its strategies, and without each of its main orders. `setup`
    comes from `table.opening.choose`, scripted; `scenario` is where its facts lie. `quick` leaves out all of that but
    passing, and what is idle. If it is interrupted, `broken_off` is called and the games so far are measured; the
    interruption goes on where no game among scripts has come to its end. A core game of seven seats takes a quarter of
    a second, one with look-ahead up to ten times as long; each seed needs three for each seat, and each of the first 40
    eight more. SpecError if no game of scripts came to its end, or for seeds or players that cannot be; PackError for
    facts that cannot be read.
    """
    book, _ = setup.opening()
    bands = bands_of(scenario)
    seats = plan.seated(book)
    arms = plan.arms(seats)
    if quick:
        arms = tuple(arm for arm in arms if plan.spec_of(arm.name) == plan.PASSING)
    rows, ways, barred = list[GameRow](), list[GameRow](), list[GameRow]()

    def into(kept: list[GameRow]) -> RowListener:
        def heard(done: int, of: int, row: GameRow) -> None:
            kept.append(row)
            if progress is not None:
                progress(done, of, row)

        return heard

    found: Idle | None = None
    timed: Speed | None = None
    whole = True
    try:
        aims, read = aim_readings(seats), plan.READ_AT_END
        asked = {**readings(bands), **aims}
        play_paired(setup, arms, seeds, variables=read, readings=asked, workers=workers, progress=into(rows))
        if not quick:
            some = seeds[:STRATEGY_SEEDS]
            play_paired(setup, strategy_arms(seats), some, readings=aims, workers=workers, progress=into(ways))
            main = barring_arms(_base(rows), seats)
            play_paired(setup, main, seeds[:BARRED_SEEDS], workers=workers, progress=into(barred))
        timed = speed(setup, seeds[:SPEED_SEEDS])
        if not quick:
            found = idle(setup, seeds[:IDLE_SEEDS], workers=workers, progress=progress)
    except KeyboardInterrupt:
        if not _base(rows):
            raise
        whole = False
        if broken_off is not None:
            broken_off()
    return of_rows(setup, bands, rows, ways=ways, barred=barred, whole=whole, found=found, timed=timed)


def of_rows(
    setup: GameSetup,
    bands: Sequence[Band],
    rows: Sequence[GameRow],
    *,
    ways: Sequence[GameRow] = (),
    barred: Sequence[GameRow] = (),
    whole: bool = True,
    found: Idle | None = None,
    timed: Speed | None = None,
) -> Balance:
    """The measures of games that were played already; SpecError if none among scripts alone came to its end.

    `rows` need the variables of `plan.READ_AT_END` and `readings(bands)`, in any order; `ways` are games of strategies,
    `barred` those without main orders, each with a base of its own. Nothing is played.
    """
    book, _ = setup.opening()
    ordered = sorted(rows, key=lambda row: row.seed)
    base = _base(ordered)
    if not base:
        why = next((row.fault for row in ordered if row.fault), "none was played")
        raise SpecError(f"no game among scripts came to its end, so there is nothing to measure: {why}")
    return Balance(
        scenario=setup.bundle.pack.id,
        variant=setup.variant,
        turns=book.setting.turns,
        months=book.setting.months,
        games=len(base),
        allies=len(book.setting.allies),
        whole=whole,
        failed=tuple(f"{row.arm}, seed {row.seed}: {row.fault}" for row in (*ordered, *ways, *barred) if row.fault),
        seats=seat_scores(ordered, [seat.id for seat in plan.seated(book)]),
        usage=usage(base),
        strategies=strategies(ways, plan.seated(book)),
        dropped=dropped(barred, base, plan.seated(book)),
        aims=aims_moved([*ordered, *(row for row in ways if row.arm != BASE)], plan.seated(book)) if ways else (),
        ends=ends(base),
        facts=against_facts(bands, base, book.setting.months),
        idle=found,
        speed=timed,
        names={seat.id: seat.name for seat in book.setting.seats},
    )


def _base(rows: Sequence[GameRow]) -> list[GameRow]:
    return [row for row in rows if row.arm == BASE and row.played]
