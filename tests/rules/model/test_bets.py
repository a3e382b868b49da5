"""A middle power's bet follows from what it holds and uses, and from nothing that it says."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk
from wargame.core import names
from wargame.core.ids import AREAS, SeatId
from wargame.core.models import Access
from wargame.core.state import State
from wargame.rules.model.bets import BetKind, bet_of, bets
from wargame.rules.model.measures import picture

PARIS = SeatId("paris")


def line(channel: str, source: str = "agreement", model: str = "claude", supplier: str = "anthropic") -> Access:
    return Access(
        id=f"{channel}-{source}-{model}",
        holder=PARIS,
        supplier=SeatId(supplier),
        model=model,  # type: ignore[arg-type]
        channel=channel,  # type: ignore[arg-type]
        licence="full",
        areas=AREAS,
        data="resident",
        audit="none",
        support=0,
        source=source,  # type: ignore[arg-type]
        agreement=None,
        frozen_K=0.0,
        penalty=1.0,
        status="live",
        since=1,
        cause="1.1",  # type: ignore[arg-type]
        audience="public",
    )


def holding(*lines: Access, narrow: float = 0.3, adoption: float = 80) -> State:
    state = Desk("core").state
    values = {**state.values, names.adoption(PARIS): adoption}
    values |= {names.narrow(PARIS, area): narrow for area in AREAS}
    return replace(state, values=values, access={each.id: each for each in lines})


@pytest.mark.parametrize(
    ("state", "kind"),
    [
        (holding(line("api")), "frontier_with_strings"),
        (holding(line("weights", "open", supplier="paris")), "open_or_home_grown"),
        (holding(line("api"), replace(line("weights", "open", supplier="paris"), frozen_K=-12.0)), "hedged"),
        (holding(line("enclave"), line("weights", "open", supplier="paris")), "open_or_home_grown"),
        (holding(), "narrow"),
        (holding(line("weights", "open", supplier="paris"), narrow=1.0, adoption=0), "narrow"),
        (holding(line("weights", "distilled", supplier="paris")), "illicit"),
        (holding(line("weights", "illicit", supplier="paris"), line("api")), "illicit"),
    ],
)
def test_the_bet_is_what_most_of_the_work_rests_on(state: State, kind: BetKind) -> None:
    assert bet_of(picture(Desk("core").book, state), PARIS).kind == kind


def test_the_shares_of_a_bet_sum_to_one_and_a_cut_line_does_not_count() -> None:
    cut = replace(line("api"), status="suspended")
    bet = bet_of(picture(Desk("core").book, holding(cut, line("weights", "open", supplier="paris"))), PARIS)
    assert bet.strings == 0
    assert bet.strings + bet.own + bet.outside == pytest.approx(1)
    assert bet.kind == "open_or_home_grown"


def test_middle_powers_alone_make_bets() -> None:
    desk = Desk("core")
    assert list(bets(picture(desk.book, desk.state))) == ["paris", "kyiv"]
