"""Plans beside what became of them, and private reasons: for the seat itself, and for control once opened."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from wargame.core.ids import CONTROL, PUBLIC
from wargame.present.report.as_html import as_html
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.assembling import report, report_of
from wargame.present.report.document import Report, ReportSentence, Section
from wargame.present.report.source import ReportSource
from wargame.present.report.thoughts import PLANS, REASONS
from wargame.review.story import story_of
from wargame.transcript.verify import Replayed, verify

PLAN = "Sign with Palantir early. Never trust zanzibarplan. Hold off Beijing."
LATER = "Now everything with laterplanword."

Told = Callable[..., Report]


@pytest.fixture(scope="module")
def planned(record: Path) -> Replayed:
    """The game in which Paris stated a plan in its first turn, and another in its third."""
    game = verify(record)
    changed = {
        "1.orders.paris": replace(game.decisions["1.orders.paris"], rationale="whyparis"),
        "1.talk1.paris": replace(game.decisions["1.talk1.paris"], plan=PLAN),
        "3.orders.paris": replace(game.decisions["3.orders.paris"], plan=LATER),
    }
    return replace(game, decisions={**game.decisions, **changed})


@pytest.fixture(scope="module")
def told(planned: Replayed) -> Told:
    return lambda viewer, thoughts=False: report(ReportSource(planned, story_of(planned, viewer), thoughts=thoughts))


def section(of: Report, title: str) -> Section:
    return next(each for each in of.sections if each.title == title)


def sentences(of: Section) -> list[ReportSentence]:
    return [block for block in of.blocks if isinstance(block, ReportSentence)]


@pytest.mark.parametrize(("viewer", "thoughts"), [(CONTROL, True), ("paris", False)])
def test_each_aim_stands_beside_the_events_that_answer_to_it(
    planned: Replayed, told: Told, viewer: str, thoughts: bool
) -> None:
    said = sentences(section(told(viewer, thoughts), PLANS))
    texts = [each.text for each in said]
    assert texts[0] == f'Turn 1, it meant: "{PLAN}"'
    assert texts[1] == f'Turn 3, it had come to mean: "{LATER}"'
    assert (
        '"Never trust zanzibarplan.": it names no seat, no model and no order, so that no event answers to it.' in texts
    )
    signed = [e for e in planned.events if e.kind == "agreement_signed" and {"paris", "palantir"} <= set(e.about)]
    assert signed
    for event in signed[:1]:
        line = next(
            entry.n for entry in planned.record.entries if entry.kind == "event" and entry.data["id"] == event.id
        )
        assert any(each.text == f"Signed, turn {event.turn}: {event.text}" and each.lines == (line,) for each in said)


@pytest.mark.slow
def test_a_plan_is_told_to_its_own_seat_and_to_control_once_opened_alone(told: Told) -> None:
    for viewer in (CONTROL, PUBLIC, "kyiv", "washington"):
        for text in (as_html(told(viewer)), as_markdown(told(viewer))):
            assert "zanzibarplan" not in text
            assert "laterplanword" not in text
            assert "whyparis" not in text
    assert "zanzibarplan" in as_html(told("paris"))
    assert "whyparis" in as_html(told(CONTROL, True))
    assert "--thoughts" in as_html(told(CONTROL))


def test_reasons_are_told_with_their_lines_and_once_where_they_stay_the_same(planned: Replayed, told: Told) -> None:
    lines = {e.n: e.data for e in planned.record.entries if e.kind == "decision"}
    found = sentences(section(told(CONTROL, True), REASONS))
    seated = {seat.id for seat in planned.sequence.book.setting.seats if seat.seated}
    made = [each for each in planned.decisions.values() if each.seat in seated]
    orders = [each for each in made if each.phase == "orders" and each.rationale]
    assert sum(len(each.lines) for each in found) == len(orders)
    for each in found:
        assert all(lines[line]["rationale"] in each.text or "whyparis" in each.text for line in each.lines)
    assert not any(each.title == REASONS for each in told("paris").sections)


def test_opened_thoughts_are_named_among_the_limits(record: Path) -> None:
    assert "which the instructor's word opened" in as_markdown(report_of(record, thoughts=True))
    assert "Private reasons, plans and notes of seats to themselves are left out; notes of observers" in as_markdown(
        report_of(record)
    )
