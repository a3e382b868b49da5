"""Automation and the air war do what they are said to do, from what a holder fields (E15, E16)."""

from __future__ import annotations

from tests.rules.desk import Desk, grown
from wargame.core import names
from wargame.core.orders import BundleIntegration
from wargame.rules.model.war import air_war, errors_of_automation, strike_success


def test_errors_grow_with_automation_and_fall_with_oversight() -> None:
    def errors(automation: float, oversight: float) -> float:
        desk = Desk("core").set({names.automation("paris"): automation})
        state = grown(desk.state, {names.oversight("paris"): oversight})
        return errors_of_automation(desk.book, state, "paris")[1]

    assert errors(0.0, 0.2) == 0
    assert 0 < errors(0.3, 0.2) < errors(0.6, 0.2)
    assert errors(0.6, 0.8) < errors(0.6, 0.2)


def test_a_contractor_that_has_bundled_itself_in_weakens_oversight_by_its_own_norms() -> None:
    desk = Desk("core").set({names.automation("paris"): 0.6})
    free = errors_of_automation(desk.book, desk.state, "paris")[1]
    desk.state = grown(desk.state, {names.bundled("paris", "palantir"): 0.5, names.norm_pull("palantir"): 0.5})
    assert errors_of_automation(desk.book, desk.state, "paris")[1] > free


def test_each_bundle_brings_the_contractors_own_norms_with_it_and_so_more_errors() -> None:
    desk = Desk("core").set({names.automation("kyiv"): 0.6, "palantir.budget": 40.0})
    errors = [errors_of_automation(desk.book, desk.state, "kyiv")[1]]
    for _ in range(2):
        desk.give("palantir", BundleIntegration(customer="kyiv"))
        errors.append(errors_of_automation(desk.book, desk.state, "kyiv")[1])
    assert errors[0] < errors[1] < errors[2]


def test_own_strikes_stop_raiders_at_their_bases() -> None:
    """The same interceptors and crews, and none of them fire: what is left is what own strikes do."""

    def grid_after(autonomy: float) -> float:
        desk = Desk("core").set({names.narrow("kyiv", "autonomy"): autonomy, names.interceptors("kyiv"): 0.0})
        ruling = desk.ruling()
        air_war(ruling)
        return ruling.value(names.grid("kyiv"))

    desk = Desk("core")
    assert 0 < strike_success(desk.book, desk.state, "kyiv") < 1
    assert grid_after(0.9) > grid_after(0.0)
