"""The gift of weights and its end: what a licence does, what the closed pivot takes, and from whom it takes nothing."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

import pytest

from tests.rules.desk import played
from wargame.core.event_values import Signed
from wargame.core.ids import ModelId, SeatId, Variable
from wargame.core.orders import AdoptOpen, LicenseMilitary, OpenWeights
from wargame.paired.arms import Arm
from wargame.paired.edits import Edit
from wargame.paired.run import play_paired
from wargame.players.levers import Force, Reins
from wargame.scenario.bundle import load
from wargame.table.opening import choose

PACK = "llama-for-allies"
META, SEOUL, BERLIN, ROME, TOKYO = (SeatId(name) for name in ("meta", "seoul", "berlin", "rome", "tokyo"))
LLAMA = ModelId("llama")
PIVOT = 6
"""The turn of the closed pivot."""
READ = tuple(
    Variable(f"{seat}.{of}") for seat in (SEOUL, BERLIN, ROME, TOKYO) for of in ("lag", "C", "C.command", "C.logistics")
)
FETCHES, WAITS = SEOUL, BERLIN


@cache
def gift(pivot: bool, licence: bool = True) -> Mapping[str, float]:
    """The end of a season without other play: Meta brings out a newer Llama each month as long as the line is open.

    Seoul takes what there is in turns 2 to 5 and comes back in the last; Berlin comes in the last alone.
    """
    open_in = tuple(turn for turn in range(2, 8) if turn < PIVOT or not pivot)
    licences = tuple(LicenseMilitary(model=LLAMA, customer=seat) for seat in (SEOUL, BERLIN)) if licence else ()
    forces = (
        Force(seat=META, orders=licences, turns=(1,)),
        Force(seat=META, orders=(OpenWeights(model=LLAMA),), turns=open_in),
        Force(seat=FETCHES, orders=(AdoptOpen(model=LLAMA),), turns=(2, 3, 4, 5, 7)),
        Force(seat=WAITS, orders=(AdoptOpen(model=LLAMA),), turns=(7,)),
    )
    common = Arm("all", reins=Reins(forces=forces), edits=() if pivot else (WITHOUT,))
    setup = choose(PACK, everyone="passing")
    (row,) = play_paired(setup, [], [1], variables=READ, common=common)
    assert not row.fault
    return row.values


WITHOUT = Edit(at="pack.injects.the-closed-pivot", do="drop")


def value(found: Mapping[str, float], seat: SeatId, of: str) -> float:
    return found[f"{seat}.{of}"]


def test_whoever_holds_a_copy_keeps_it_through_the_pivot_and_ages_by_the_months_since() -> None:
    with_it, without = gift(pivot=True), gift(pivot=False)
    months = value(with_it, FETCHES, "lag") - value(without, FETCHES, "lag")
    assert 1 <= months <= 4, "the versions of turns 6 and 7, and what one of them trails by"
    assert value(with_it, FETCHES, "C") > 0.9 * value(without, FETCHES, "C")


def test_whoever_waited_for_the_next_version_gets_none_of_any() -> None:
    with_it, without = gift(pivot=True), gift(pivot=False)
    assert value(without, WAITS, "lag") < 12
    assert value(with_it, WAITS, "lag") == 60, "it has nothing to lag with"
    assert value(with_it, WAITS, "C.command") < value(without, WAITS, "C.command")


def test_the_pivot_costs_the_one_who_waited_more_than_the_one_who_holds() -> None:
    with_it, without = gift(pivot=True), gift(pivot=False)
    lost = {seat: value(without, seat, "C") - value(with_it, seat, "C") for seat in (FETCHES, WAITS)}
    assert abs(lost[FETCHES]) < lost[WAITS]


def test_a_licence_makes_of_a_file_what_a_file_alone_is_not() -> None:
    """E4: under public terms the same weights serve offices; with a licence they serve command as well."""
    licensed, bare = gift(pivot=True), gift(pivot=True, licence=False)
    assert value(licensed, FETCHES, "C.command") > 1.5 * value(bare, FETCHES, "C.command")
    assert value(licensed, FETCHES, "C.logistics") == pytest.approx(value(bare, FETCHES, "C.logistics"), rel=0.1)


def test_after_the_pivot_scripts_sign_for_service_and_no_longer_for_weights() -> None:
    record = played(PACK, seed=1, everyone="scripted").sequence.record
    closed = [event.turn for event in record if event.kind == "weights_closed" and event.about == (META,)]
    assert closed == [PIVOT]
    channels = {
        clause.channel
        for event in record
        if event.turn >= PIVOT and isinstance(event.value, Signed)
        for clause in event.value.terms.clauses
        if clause.kind == "access" and clause.giver == META
    }
    assert "weights" not in channels
    taken = [e for e in record if e.kind == "open_weights_adopted" and e.about[1] == META and e.turn > PIVOT]
    assert not taken


def test_nothing_in_the_pack_is_later_than_the_month_in_which_it_begins() -> None:
    bundle = load(PACK)
    assert {dossier.as_of for dossier in bundle.dossiers.values()} == {bundle.pack.start}
    texts = [*bundle.briefings.values(), *bundle.voices.values(), bundle.pack.model_dump_json()]
    texts += [dossier.model_dump_json() for dossier in bundle.dossiers.values()]
    later = r"\b20(2[6-9]|[3-9]\d)\b|(October|November|December) 2025"
    assert not [found[0] for text in texts for found in re.finditer(later, text)]


def test_every_named_partner_of_the_gift_has_a_place_in_the_pack() -> None:
    bundle = load(PACK)
    told = " ".join([bundle.briefings["public"], *(f"{each.text} {each.notes}" for each in bundle.pack.injects)])
    told += " ".join(f"{dossier.public} {dossier.brief}" for dossier in bundle.dossiers.values())
    told = " ".join(told.split())
    assert not [name for name in CONTRACTORS if name not in told]


CONTRACTORS = (
    "Amazon Web Services",
    "Microsoft",
    "Google Cloud",
    "Palantir",
    "Lockheed Martin",
    "Anduril",
    "Accenture",
    "AMD",
    "Ask Sage",
    "Booz Allen",
    "C3 AI",
    "Circus",
    "Cyberspatial",
    "Databricks",
    "EdgeRunner AI",
    "IBM",
    "Oracle",
    "Scale AI",
    "Snowflake",
)
"""The nineteen that Meta's announcement names."""
