"""The packs in weeks and in fortnights: they play to their end, and what they are about can happen in them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import pytest

from tests.rules.desk import played
from wargame.core import names
from wargame.core.event_values import Signed
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.review.account import month_of
from wargame.rules.orders.lab_conduct import PROTEST_FROM
from wargame.scenario.dossier import Dossier
from wargame.table.game import RunningGame
from wargame.table.opening import choose, new_game
from wargame.transcript.setup import GameSetup
from wargame.transcript.verify import verify

PACKS = ("any-lawful-use", "kyiv-winter")
WASHINGTON = SeatId("washington")
LABS = (SeatId("anthropic"), SeatId("openai"), SeatId("deepmind"))
GAMES = range(1, 31)


@cache
def spring(seed: int) -> RunningGame:
    """A game of scripts in weeks, played to its end."""
    return played("any-lawful-use", seed=seed, everyone="scripted")


def record(seed: int) -> tuple[Event, ...]:
    """The events of that game."""
    return tuple(spring(seed).sequence.record)


@pytest.mark.slow
@pytest.mark.parametrize("players", ["scripted", "random"])
@pytest.mark.parametrize("pack", PACKS)
def test_a_pack_plays_to_its_end_and_its_record_proves_itself(pack: str, players: str, tmp_path: Path) -> None:
    game = choose(pack, seed=5, everyone=players)
    path = tmp_path / "game.jsonl"
    asyncio.run(new_game(game, path, sync="end").play())
    replayed = verify(path)
    assert replayed.turns == game.bundle.pack.turns
    assert {e.about[0] for e in replayed.events if e.kind == "score_given"} == set(game.bundle.pack.seats)


@pytest.mark.parametrize(("pack", "months"), [("any-lawful-use", "February to April"), ("kyiv-winter", "Dec to March")])
def test_a_pack_covers_the_months_that_it_tells_of(pack: str, months: str) -> None:
    setting = choose(pack).opening()[0].setting
    first, last = (month_of(setting.start, setting.months, turn) for turn in (1, setting.turns))
    begun, ended = months.split(" to ")
    assert first.startswith(begun)
    assert last.startswith(ended)


@pytest.mark.parametrize("pack", PACKS)
def test_nobody_in_a_pack_knows_of_what_comes_after_it_begins(pack: str) -> None:
    bundle = choose(pack).bundle
    assert {d.id for d in bundle.dossiers.values() if d.as_of > bundle.pack.start} == set()


def test_twelve_weeks_bring_the_income_of_a_quarter() -> None:
    arrived = [
        change.after - change.before
        for event in record(1)
        if event.kind == "means_arrived" and event.turn
        for change in event.changes
        if change.variable == names.budget(WASHINGTON)
    ]
    setting = choose("any-lawful-use").opening()[0].setting
    assert setting.quarter * setting.turns == pytest.approx(1)
    assert max(arrived) == pytest.approx(30 / setting.turns)


@dataclass(frozen=True)
class Protest:
    """What became of a protest at a lab."""

    lab: SeatId
    customer: SeatId
    rival: SeatId | None
    """The lab that filled the gap."""


def dissent_before(events: Sequence[Event], at: int, lab: SeatId) -> float:
    """Dissent at a lab before the turn of an event began."""
    turn = events[at].turn
    moves = (c for e in events[:at] if e.turn < turn for c in e.changes if c.variable == names.dissent(lab))
    return max((change.after for change in list(moves)[-1:]), default=0.0)


def won(events: Sequence[Event]) -> list[Protest]:
    """Protests as in 2018: staff are up in arms, the lab leaves the customer, and a rival fills the gap."""
    found = []
    for at, event in enumerate(events):
        if event.kind == "gap_opened" and dissent_before(events, at, SeatId(event.about[1])) > PROTEST_FROM:
            customer, lab = (SeatId(seat) for seat in event.about)
            after = (e for e in events[at:] if e.kind == "gap_filled" and e.about[1] == customer and e.about[0] != lab)
            rival = next((SeatId(e.about[0]) for e in after if e.turn <= event.turn + 3), None)
            found.append(Protest(lab, customer, rival))
    return found


def overruled(events: Sequence[Event]) -> bool:
    """A spring as in 2026: a lab refuses and is labelled, staff elsewhere write a letter, and a rival serves on."""
    for at, event in enumerate(events):
        if event.kind != "lab_designated":
            continue
        lab = event.about[1]
        refused = any(e.kind in ("offer_rejected", "offer_countered") and e.about[0] == lab for e in events[:at])
        letters = {e.about[0] for e in events[at:] if e.kind == "staff_letter"} - {lab}
        left = {e.about[1] for e in events if e.kind == "gap_opened" and e.about[0] == WASHINGTON}
        if refused and letters - left:
            return True
    return False


@pytest.mark.slow
def test_a_protest_that_wins_and_one_that_is_overruled_come_out_of_the_same_equations() -> None:
    as_in_2018 = {seed for seed in GAMES if any(protest.rival for protest in won(record(seed)))}
    at_the_pentagon = {seed for seed in GAMES if any(p.rival and p.customer == WASHINGTON for p in won(record(seed)))}
    as_in_2026 = {seed for seed in GAMES if overruled(record(seed))}
    assert len(as_in_2018) >= 3
    assert at_the_pentagon
    assert as_in_2026
    assert as_in_2018 - as_in_2026
    assert as_in_2026 - as_in_2018


def contracts_left(seeds: Sequence[int], **numbers: float) -> int:
    """Governments that labs without a firm principle have left in games under these parameters."""
    count = 0
    for seed in seeds:
        table = new_game(choose("any-lawful-use", seed=seed, overrides=numbers), None)
        asyncio.run(table.play())
        count += sum(e.kind == "contract_left" and e.about[0] in LABS[1:] for e in table.sequence.record)
    return count


@pytest.mark.slow
def test_what_holds_a_management_in_a_contract_decides_whether_its_protest_wins() -> None:
    """E12 in play: nothing holds it and it goes, all holds it and it stays, over the same dissent."""
    seeds = range(1, 7)
    free = contracts_left(seeds, yield_base=0, yield_revenue=0, yield_rivals=0, yield_coercion=0)
    assert free > 0
    assert contracts_left(seeds, yield_base=60, yield_coercion=200) == 0


def test_a_framework_with_two_labs_is_within_reach() -> None:
    signed = {
        seed
        for seed in GAMES
        for event in record(seed)
        if event.turn and isinstance(event.value, Signed) and len(set(event.about) & set(LABS)) >= 2
        if any(clause.kind == "framework" for clause in event.value.terms.clauses)
    }
    assert 3 <= len(signed) < len(GAMES)


def test_twelve_weeks_can_end_under_a_framework_that_two_labs_keep() -> None:
    ended = {
        seed
        for seed in GAMES
        for agreement in spring(seed).sequence.state.agreements.values()
        if agreement.binds and WASHINGTON in agreement.parties and len(set(agreement.parties) & set(LABS)) >= 2
        if any(clause.kind == "framework" for clause in agreement.terms.clauses)
    }
    assert 3 <= len(ended) < len(GAMES)


@dataclass(frozen=True)
class Contract:
    """What holds Google DeepMind at the Pentagon when its people protest, and how many of them do."""

    dissent: float = 47
    """A tenth of it are the signers in percent: 4,000 of 85,000 in 2018 (F18)."""
    sensitivity: float = 0.9
    price: int = 1
    rivals: bool = False
    """Whether other labs serve there too."""
    coercion: float = 0


AS_IN_2018 = Contract()
AS_IN_2026 = Contract(price=12, rivals=True, coercion=0.5)
"""As many signers; the contract is a dozen times as large, rivals have signed, and a lab has been labelled."""


def leaves(contract: Contract, seeds: Sequence[int] = range(1, 9)) -> int:
    """In how many of these games of four weeks the lab leaves that contract."""
    return sum(
        event.kind == "contract_left" and event.about == (LABS[2], WASHINGTON)
        for seed in seeds
        for event in protested(contract, seed)
    )


def protested(contract: Contract, seed: int) -> Sequence[Event]:
    """The events of four weeks that begin with a protest at Google DeepMind over a use a step beyond its line."""
    game = choose("any-lawful-use", seed=seed, turns=4, seats={WASHINGTON: "scripted:hawk=0"})
    lab, state = (game.bundle.dossiers[name].model_dump() for name in ("deepmind", "washington"))
    lab |= {"sensitivity": contract.sensitivity, "start": {**lab["start"], "dissent": contract.dissent, "policy": 4}}
    use = {"price": contract.price, "areas": ["intelligence", "targeting"]}
    lines = [line for line in state["access"] if contract.rivals or line["model"] == "gemini"]
    state["access"] = [line | (use if line["model"] == "gemini" else {}) for line in lines]
    dossiers = {name: Dossier.model_validate(made) for name, made in (("deepmind", lab), ("washington", state))}
    pack = game.bundle.pack
    pack = pack.model_copy(update={"world": {**pack.world, "kappa_us": contract.coercion}, "injects": ()})
    other = game.bundle.model_copy(update={"dossiers": {**game.bundle.dossiers, **dossiers}, "pack": pack})
    table = new_game(replace(game, bundle=other), None)
    asyncio.run(table.play())
    return table.sequence.record


@pytest.mark.slow
def test_the_same_signers_can_end_a_small_contract_and_never_a_large_one_among_rivals_and_under_coercion() -> None:
    """In the other games of 2018 the management consults first, and dissent falls below what holds it."""
    assert leaves(AS_IN_2018) >= 2
    assert leaves(AS_IN_2026) == 0


@pytest.mark.parametrize(
    ("missing", "contract"),
    [
        ("as few signers as in 2026", replace(AS_IN_2018, dissent=8)),
        ("staff that mind little", replace(AS_IN_2018, sensitivity=0.1)),
    ],
)
def test_the_protest_of_2018_is_lost_with(missing: str, contract: Contract) -> None:
    assert leaves(contract) == 0, missing


def with_start(game: GameSetup, **start: float) -> GameSetup:
    """The same winter with other numbers of Kyiv at its start."""
    kyiv = game.bundle.dossiers["kyiv"]
    other = Dossier.model_validate({**kyiv.model_dump(), "start": {**kyiv.start.model_dump(), **start}})
    return replace(game, bundle=game.bundle.model_copy(update={"dossiers": {**game.bundle.dossiers, "kyiv": other}}))


@cache
def mean_grid(**start: float) -> float:
    """Mean of Kyiv's grid at the end of ten winters of scripts."""
    ends = []
    for seed in range(1, 11):
        table = new_game(with_start(choose("kyiv-winter", seed=seed, everyone="scripted"), **start), None)
        asyncio.run(table.play())
        ends.append(table.sequence.state.values[names.grid(SeatId("kyiv"))])
    return sum(ends) / len(ends)


@pytest.mark.slow
def test_crews_decide_a_winter_and_machines_do_not() -> None:
    as_it_is, machines, crews = mean_grid(), mean_grid(interceptors=2000), mean_grid(operators=270)
    assert abs(machines - as_it_is) < 1
    assert crews > as_it_is + 5


@pytest.mark.slow
@pytest.mark.parametrize("times", [0.5, 1.25, 2])
def test_the_same_change_of_crews_moves_the_grid_and_of_machines_hardly_does(times: float) -> None:
    """More and fewer: what 180 crews can fly is the lesser number at half and at twice as many machines."""
    as_it_is, crews, machines = mean_grid(), mean_grid(operators=180 * times), mean_grid(interceptors=1000 * times)
    assert (crews - as_it_is) * (times - 1) > 0, "more crews, more light"
    assert abs(crews - as_it_is) > 2 + 4 * abs(machines - as_it_is)


@pytest.mark.slow
def test_where_machines_are_fewer_than_crews_can_fly_they_decide() -> None:
    """The other side of the same rule: whichever is the lesser number counts."""
    few = mean_grid(interceptors=60)
    assert mean_grid(interceptors=120) > few + 2
    assert abs(mean_grid(interceptors=60, operators=360) - few) < 1
