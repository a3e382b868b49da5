"""Injects fire when they should, and are read by whom they should."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk, played
from wargame.core import names
from wargame.core.setting import Inject, Trigger
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.injects.firing import happen, inject_phase
from wargame.rules.turn.adjudication import Adjudicator


def _with_injects(desk: Desk, *injects: Inject) -> Rulebook:
    setting = replace(desk.book.setting, injects=injects, random_injects=False)
    desk.book = replace(desk.book, setting=setting)
    desk.adjudicator = Adjudicator(desk.book, desk.start)
    return desk.book


def _inject(name: str, **more: object) -> Inject:
    base: dict[str, object] = {
        "turn": None,
        "when": None,
        "probability": None,
        "audience": "public",
        "target": None,
        "changes": {},
    }
    return Inject(id=name, kind="news", text="It happens.", objective="See.", **{**base, **more})  # type: ignore[arg-type]


def test_a_scheduled_inject_fires_in_its_turn_only() -> None:
    desk = Desk()
    _with_injects(desk, _inject("second", turn=2, changes={"paris.DS": -3.0}))
    before = desk.state.values[names.domestic_support("paris")]
    fired = {turn: [e for e in desk.next_turn() if e.kind == "inject_fired"] for turn in (2, 3)}
    assert [len(events) for events in fired.values()] == [1, 0]
    assert desk.state.values[names.domestic_support("paris")] == pytest.approx(before - 3)


def test_a_conditional_inject_fires_once_only_when_its_trigger_is_met() -> None:
    desk = Desk()
    _with_injects(desk, _inject("cold", when=Trigger(names.grid("kyiv"), None, 45.0)))
    assert not [e for e in desk.next_turn() if e.kind == "inject_fired"]
    desk.set({"kyiv.grid": 40})
    first = [e for e in desk.next_turn() if e.kind == "inject_fired"]
    assert len(first) == 1
    assert not [e for e in desk.next_turn(frozenset({"cold"})) if e.kind == "inject_fired"]


@pytest.mark.parametrize(("policy", "areas"), [(0.0, ("cyber",)), (10.0, ("cyber", "targeting"))])
def test_a_supplier_cuts_a_unit_of_an_institution_by_its_published_line_alone(
    policy: float, areas: tuple[str, ...]
) -> None:
    """An institution automates nothing, so that only a use beyond what the lab publishes can be held against it."""
    desk = Desk().set({"openai.policy": policy}).line("eu", "openai", "gpt", areas=("cyber", "targeting"))
    assert names.automation("eu") not in desk.state.values
    _with_injects(desk, replace(_inject("misuse", turn=2, target="eu"), kind="supplier_cuts_unit"))
    desk.next_turn()
    assert desk.state.access["eu-gpt"].areas == areas


@pytest.mark.slow
def test_a_conditional_inject_is_fired_at_most_once_in_a_whole_game() -> None:
    for seed in range(1, 6):
        table = played("between-the-giants", variant="core", seed=seed)
        conditional = {i.id for i in table.book.setting.injects if i.when is not None}
        fired = [e.rule.removeprefix("inject.") for e in table.sequence.record if e.kind == "inject_fired"]
        assert all(fired.count(name) == 1 for name in conditional & set(fired))


def test_an_inject_is_read_by_its_audience_alone() -> None:
    desk = Desk()
    _with_injects(desk, _inject("whisper", turn=2, audience=("kyiv",)))
    (event,) = [e for e in desk.next_turn() if e.kind == "inject_fired"]
    assert event.audience == ("kyiv",)


def test_a_random_inject_comes_at_its_rate() -> None:
    desk = Desk()
    book = _with_injects(desk, _inject("maybe", probability=0.3))
    count = 0
    for seed in range(1000):
        desk.book = replace(book, seed=seed)
        ruling = desk.ruling()
        inject_phase(ruling, frozenset())
        count += any(e.kind == "inject_fired" for e in ruling.events)
    assert count == pytest.approx(300, abs=45)


def test_a_supplier_cuts_no_unit_off_that_keeps_to_its_line() -> None:
    lawful, misused = Desk("core"), Desk("core")
    misused.set({"paris.automation": 1.0})
    cut = []
    for desk in (lawful, misused):
        ruling = desk.ruling()
        happen(ruling, "supplier_cuts_unit", "paris", ("0.1",), "")
        cut.append([event.kind for event in ruling.events])
    assert cut[0] == []
    assert "access_narrowed" in cut[1]
