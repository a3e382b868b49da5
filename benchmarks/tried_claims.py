"""What all claims take beside plain games: those that they play together for a seed, turn about with plain ones."""

from __future__ import annotations

import time

from benchmarks.games import CORE, CORE_SEATS, SCENARIO
from benchmarks.lines import Line
from wargame.balance.claim_arms import unders
from wargame.balance.claim_games import ClaimOpenings, ClaimRows, WantedGames
from wargame.balance.claims import claims
from wargame.loops import finish
from wargame.table.opening import choose, new_game

SEEDS = 200
PLAIN = 25_000
"""Plain games whose time trying all claims with so many seeds may take."""


def measure(runs: int) -> list[Line]:
    """All games of one seed, each claim with its lever and without, also without direct increments; no row is kept.

    One after the other in this process. `runs` counts for nothing: there are some eighty games of either kind.
    """
    openings, wanted = ClaimOpenings(), WantedGames()
    begun = time.perf_counter()
    for claim in claims().values():
        for under in unders(claim) if not claim.untestable else ():
            wanted.want(openings.pair(claim, under), [each.reads for each in claim.measures])
    opened = time.perf_counter() - begun
    rows, setup = ClaimRows(), choose(SCENARIO, variant=CORE)
    of_claims = plain = 0.0
    for number, (key, game) in enumerate(wanted.games.items(), 1):
        alone = WantedGames({key: game}, {key: wanted.readings[key]})
        begun = time.perf_counter()
        rows.play(alone, (number,))
        middle = time.perf_counter()
        finish(new_game(setup.changed(seed=number), None).play())
        of_claims, plain = of_claims + middle - begun, plain + time.perf_counter() - middle
        assert not list(rows.faults(game, (number,)))
    games = len(wanted.games)
    ratio = (opened + of_claims * SEEDS) / (plain / games * PLAIN)
    note = f"{games * SEEDS} games with their levers, {CORE_SEATS} seats, one process; from {games} of either kind"
    return [Line(f"all claims with {SEEDS} seeds against {PLAIN} plain games", ratio, "x", 1.0, note)]
