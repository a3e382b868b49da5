"""A deed is told after what the other did to its author of late, as the record has it, and after nothing else."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.rules.desk import Desk
from wargame.core.event_kinds import EventKind
from wargame.core.events import Event
from wargame.core.ids import EventId, SeatId
from wargame.review.provocation import before


def event(id: str, kind: EventKind, *about: SeatId, rule: str = "suspend") -> Event:
    """An event of the turn that its id names."""
    return Event(
        EventId(id), int(id.split(".")[0]), "orders", kind, rule, ("0.1",), "public", "So it was.", about=about
    )


CUT = event("3.9", "access_suspended", "anthropic", "washington")


def first(*events: Event, deed: Event = CUT) -> EventId | None:
    """The id of what a deed is told after."""
    desk = Desk()
    found = before(desk.book.setting, desk.state, (*events, deed), deed)
    return found.id if found else None


def test_a_supplier_that_was_threatened_switches_off_after_the_threat() -> None:
    assert first(event("3.2", "lab_threatened", "washington", "anthropic")) == "3.2"


@pytest.mark.parametrize(
    "other",
    [
        event("3.2", "lab_threatened", "washington", "openai"),
        event("3.2", "pledge_broken", "anthropic", "washington"),
        event("1.2", "lab_threatened", "washington", "anthropic"),
        event("3.2", "message_sent", "washington", "anthropic"),
    ],
    ids=["another lab", "the author's own wrong", "long ago", "words"],
)
def test_what_was_done_to_others_by_others_or_long_ago_is_not_told_as_its_reason(other: Event) -> None:
    assert first(other) is None


def test_a_line_that_a_directive_cut_is_not_told_as_the_supplier_s_answer() -> None:
    deed = replace(CUT, rule="export_directive")
    assert first(event("3.2", "lab_threatened", "washington", "anthropic"), deed=deed) is None


def test_a_patron_presses_an_ally_after_it_took_up_the_other_side_s_model() -> None:
    deed = event("3.9", "pressure_applied", "washington", "paris")
    assert first(event("3.2", "open_weights_adopted", "paris", "deepseek"), deed=deed) == "3.2"
    assert first(event("3.2", "open_weights_adopted", "paris", "meta"), deed=deed) is None
    assert first(event("3.2", "open_weights_adopted", "kyiv", "deepseek"), deed=deed) is None
