"""The outlook of an order says what the rules would do, with what its author can know and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from tests.rules.desk import Desk, access_clause, terms_of
from wargame.core.clauses import GuaranteeClause
from wargame.core.ids import ModelId
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    Argument,
    DeployAutomation,
    Distil,
    FieldNarrow,
    IllicitUse,
    InvokeDpa,
    Reason,
    RequestIntelligence,
    Revoke,
    StealWeights,
    Suspend,
    Threaten,
)
from wargame.core.views import Observer, View
from wargame.players.base import blind
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.foresight.outlook import Outlook, argument_odds, outlook
from wargame.rules.foresight.rehearsal import rehearse
from wargame.rules.menu import Menu


def seen(desk: Desk, seat: str) -> tuple[Rulebook, View]:
    view = Observer(desk.book.setting, desk.book.seed, seat).view(desk.state, [desk.start, *desk.events])
    return blind(desk.book, seat), view


def ahead(desk: Desk, seat: str, order: AnyOrder) -> Outlook:
    book, view = seen(desk, seat)
    return outlook(book, view, order, Menu(book, view).cost(order))


def holding(lines: tuple[str, ...], *words: str) -> list[str]:
    return [line for line in lines if all(word in line for word in words)]


@pytest.mark.slow
@pytest.mark.parametrize("variant", ["core", pytest.param(None, marks=pytest.mark.slow)])
def test_every_legal_order_of_every_seat_has_an_outlook(variant: str | None) -> None:
    desk = Desk(variant)
    for seat in desk.book.setting.ids:
        book, view = seen(desk, seat)
        menu = Menu(book, view)
        for kind in menu.kinds():
            for order in list(menu.options(kind))[:2]:
                found = outlook(book, view, order, menu.cost(order))
                assert found.certain, order
                assert found.risk, order
                assert found.knows[0].startswith("now: nobody"), order


def test_what_is_certain_comes_true_in_the_numbers_that_it_names() -> None:
    desk = Desk("core")
    order = Threaten(lab="anthropic", instrument="supply_chain_risk")
    told = holding(ahead(desk, "washington", order).certain, "Paris's trust in you")
    given = desk.give("washington", order)
    assert told
    assert float(told[0].split("you ")[1].split()[0]) == pytest.approx(given.moved("paris.trust.washington"), abs=0.05)


def test_the_price_is_told_with_what_it_leaves() -> None:
    desk = Desk("core").set({"washington.points": 5})
    certain = ahead(desk, "washington", InvokeDpa(lab="anthropic")).certain
    assert "political points 5 -> 2" in certain


def test_what_hangs_on_an_estimate_is_likely_and_its_range_holds_more_often_than_not() -> None:
    held = 0
    for seed in range(1, 21):
        desk = Desk("core", seed)
        found = ahead(desk, "washington", InvokeDpa(lab="anthropic"))
        assert not holding(found.certain, "staff dissent")
        (line,) = holding(found.likely, "Anthropic's staff dissent")
        low, high = map(float, re.findall(r"[+-][\d.]+", line))
        assert low < high
        held += low <= desk.give("washington", InvokeDpa(lab="anthropic")).moved("anthropic.dissent") <= high
    assert 10 <= held < 20, "a range of one standard error about an estimate"


def test_detection_is_told_with_the_odds_of_the_rules() -> None:
    desk = Desk("core").set({"anthropic.monitor": 0.4})
    numbers = desk.book.parameters
    (line,) = holding(ahead(desk, "beijing", Distil(model=ModelId("claude"))).risk, "evidence of distillation")
    low, high = map(int, re.findall(r"\d+", line)[:2])
    assert low <= round(100 * (numbers.detect_base + numbers.detect_monitor * 0.4)) <= high
    assert "Anthropic's trust in you -" in line


def test_an_attempt_at_theft_tells_of_success_and_of_coming_to_light() -> None:
    risk = ahead(Desk("core"), "beijing", StealWeights(model=ModelId("mythos"))).risk
    assert holding(risk, "took the weights")
    assert holding(risk, "40 %", "evidence of an attempt")


def test_automation_tells_the_odds_of_a_scandal() -> None:
    desk = Desk("core")
    bold = ahead(desk, "kyiv", DeployAutomation(degree=3, oversight=0)).risk
    careful = ahead(desk, "kyiv", DeployAutomation(degree=1, oversight=2)).risk
    assert holding(bold, "wrongful strikes", "your legitimacy -")
    assert not holding(careful, "wrongful strikes")


def test_breaking_ones_word_is_told_before_it_is_done() -> None:
    desk = Desk("core").set({"paris.trust.openai": 80})
    terms = terms_of(
        access_clause("openai", "paris", ModelId("gpt"), "api"), GuaranteeClause(giver="openai", taker="paris"), turns=6
    )
    order = Suspend(customer="paris")
    desk.sign(terms)
    lines = ahead(desk, "openai", order).certain
    assert holding(lines, "OpenAI broke the guarantee clause")
    (fall,) = holding(lines, "Paris's trust in you -")
    numbers = desk.book.parameters
    assert float(re.findall(r"-[\d.]+", fall)[0]) <= -(numbers.trust_suspend + numbers.trust_guarantee)


@pytest.mark.parametrize(
    ("seat", "order", "reader"),
    [
        ("washington", Threaten(lab="meta", instrument="supply_chain_risk"), "everyone"),
        ("anthropic", Suspend(customer="washington"), "Washington"),
        ("kyiv", RequestIntelligence(target="paris", about="trust"), "you alone"),
    ],
)
def test_who_will_know_follows_from_the_visibility(seat: str, order: AnyOrder, reader: str) -> None:
    desk = Desk("core")
    knows = ahead(desk, seat, order).knows
    assert holding(knows, "when opened", reader)
    leaks = holding(knows, "leaks")
    assert bool(leaks) == (order.SPEC.visibility != "public")


def test_what_was_hidden_from_the_author_changes_nothing_in_the_outlook() -> None:
    desk = Desk("core")
    before = ahead(desk, "paris", AdoptOpen(model=ModelId("qwen")))
    desk.set({"washington.points": 1, "kyiv.data": 0.1, "beijing.points": 3})
    assert ahead(desk, "paris", AdoptOpen(model=ModelId("qwen"))) == before


def test_a_rehearsal_leaves_the_view_as_it_was() -> None:
    desk = Desk("core")
    book, view = seen(desk, "kyiv")
    values, access = dict(view.values), dict(view.access)
    rehearse(book, view, IllicitUse(model=ModelId("llama")))
    rehearse(book, view, FieldNarrow(area="cyber"))
    assert view.values == values
    assert view.access == access


def test_a_chance_that_is_not_named_does_not_come_true() -> None:
    desk = Desk("core")
    book, view = seen(desk, "beijing")
    run = rehearse(book, view, StealWeights(model=ModelId("mythos")))
    assert {"theft_tried"} <= {event.kind for event in run.events}
    assert "defection_detected" not in {event.kind for event in run.events}
    purpose = next(name for name in run.chances if name.startswith("steal-seen"))
    struck = rehearse(book, view, StealWeights(model=ModelId("mythos")), true=frozenset({purpose}))
    assert "defection_detected" in {event.kind for event in struck.events}


def test_revoking_says_that_everyone_will_read_it() -> None:
    assert ahead(Desk("core"), "anthropic", Revoke(customer="washington")).knows[-1] == "when opened: everyone"


def test_only_reasons_that_rest_on_something_public_and_to_the_point_move_the_odds() -> None:
    desk = Desk("core")
    idle = Argument(reasons=(), action="Paris opens its books.", effect="lower_domestic_support", target="kyiv")
    happened = desk.orders()
    cite = next(event.id for event in happened if event.audience == "public" and event.kind == "air_war_fought")
    beside = next(event.id for event in happened if event.audience == "public" and "kyiv" not in event.about)
    secret = next(event.id for event in happened if event.audience != "public")
    book, view = seen(desk, "paris")
    reasons = [Reason(text="it is known", cites=each) for each in (cite, beside, secret)]
    cases = [idle, *(replace(idle, reasons=(reason,)) for reason in reasons)]
    assert [argument_odds(book, view, each)[0] for each in cases] == [0, 1, 0, 0]
    grounded = replace(idle, reasons=tuple(reasons))
    assert [argument_odds(book, view, each)[1] for each in (idle, grounded)] == pytest.approx([21 / 36, 26 / 36])
    lines = outlook(book, view, grounded, (1, 0))
    assert holding(lines.likely, "72.2%", "Kyiv's domestic support")
