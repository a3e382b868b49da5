"""What the parts of a report say is what the record holds, counted here in another way."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from shutil import copy

import pytest

from tests.present.report.conftest import Reports
from wargame.core.ids import CONTROL, PUBLIC, Variable
from wargame.core.moves import Sealed
from wargame.paired.moments import DecisiveMoment, MomentEffect
from wargame.paired.moments_kept import keep
from wargame.present.report.assembling import report, report_of
from wargame.present.report.document import Chart, Remark, Report, ReportSentence, ReportTable, Section
from wargame.present.report.source import ReportSource
from wargame.review.story import story_of
from wargame.rules.model import capability, leverage
from wargame.transcript.verify import Replayed, verify

Of = Callable[[str], Section]


@pytest.fixture(scope="module")
def game(record: Path) -> Replayed:
    return verify(record)


def section(of: Report, title: str) -> Section:
    return next(each for each in of.sections if each.title == title)


def table(of: Section) -> ReportTable:
    return next(block for block in of.blocks if isinstance(block, ReportTable))


def texts(of: Section) -> list[str]:
    return [block.text for block in of.blocks if isinstance(block, ReportSentence)]


def test_capability_and_dependence_are_those_of_the_states(game: Replayed, reports: Reports) -> None:
    found, book = section(reports(CONTROL), "Capability and dependence"), game.sequence.book
    rows = table(found).rows
    assert [row.cells[0] for row in rows] == [str(turn) for turn in game.states]
    for row, state in zip(rows, game.states.values(), strict=True):
        expected = []
        for holder in book.setting.governments:
            expected.append(f"{capability.fielded(book, state, holder):.0f}")
            expected.append(f"{100 * leverage.dependence(book, state, holder):.0f}")
        assert list(row.cells[1:]) == expected
    chart = next(block for block in found.blocks if isinstance(block, Chart))
    drawn = [f"{series.values[-1]:.0f}" for panel in chart.panels for series in panel.series]
    assert drawn == list(rows[-1].cells[1:])


def test_a_seat_reads_its_own_capability_and_guesses_of_others(game: Replayed, reports: Reports) -> None:
    truth, own = (table(section(reports(viewer), "Capability and dependence")) for viewer in (CONTROL, "paris"))
    names = [game.sequence.book.setting.name_of(holder) for holder in game.sequence.book.setting.governments]
    at = 1 + 2 * names.index("Paris")
    assert [row.cells[at] for row in own.rows] == [row.cells[at] for row in truth.rows]
    assert [row.cells for row in own.rows] != [row.cells for row in truth.rows]


def test_every_agreement_is_told_once_with_its_fate(game: Replayed, reports: Reports) -> None:
    said = texts(section(reports(CONTROL), "Agreements and what became of them"))
    signed = sum(event.kind == "agreement_signed" for event in game.events)
    before = len(game.states[0].agreements)
    assert said[0].startswith(f"Of {signed + before} agreements that are known: ")
    assert len(said) == 1 + signed + before
    assert sum(text.startswith("Before play: ") for text in said) == before
    counted = Counter(text.rpartition("It was ")[2].partition(";")[0].rstrip(".") for text in said[1:])
    for fate, count in counted.items():
        assert f"{count} {fate}" in said[0]


def test_words_and_deeds_are_counted_for_each_seat(game: Replayed, reports: Reports) -> None:
    rows = table(section(reports(CONTROL), "Said and did")).rows
    intents: Counter[str] = Counter()
    orders: Counter[str] = Counter()
    for made in game.decisions.values():
        if isinstance(made.body, Sealed):
            intents[made.seat] += len(made.body.signal.intents) if made.body.signal else 0
            orders[made.seat] += len(made.body.orders)
    seats = [seat for seat in game.sequence.book.setting.seats if seat.seated]
    assert [row.cells[0] for row in rows] == [seat.name for seat in seats]
    assert [int(row.cells[1]) for row in rows] == [intents[seat.id] for seat in seats]
    assert [int(row.cells[5].partition(" of ")[2]) for row in rows] == [orders[seat.id] for seat in seats]
    assert [row.cells[0] for row in table(section(reports("paris"), "Said and did")).rows] == ["Paris"]


def test_a_page_stands_for_each_seat_and_for_a_seat_only_its_own(game: Replayed, reports: Reports) -> None:
    seated = [seat.name for seat in game.sequence.book.setting.seats if seat.seated]
    pages = {viewer: [each.title for each in reports(viewer).sections if each.page] for viewer in (CONTROL, PUBLIC)}
    assert pages == {CONTROL: seated, PUBLIC: []}
    assert [each.title for each in reports("paris").sections if each.page] == ["Paris"]
    end = game.record.entries[-1].data["scores"]
    for seat in (each for each in game.sequence.book.setting.seats if each.seated):
        page = section(reports(CONTROL), seat.name)
        assert any(text.startswith(f"{seat.name} scored {end[seat.id]:.1f}, ") for text in texts(page))
        orders = [e for e in game.events if e.kind == "order_opened" and e.about[0] == seat.id]
        assert [text for event in orders for text in texts(page) if text == f"Turn {event.turn}: {event.text}"]


def test_moments_that_were_not_looked_for_name_the_command(reports: Reports) -> None:
    blocks = section(reports(CONTROL), "Decisive moments").blocks
    assert [type(block) for block in blocks] == [Remark]
    assert "`wargame moments game.jsonl`" in str(blocks[0])


def test_moments_kept_beside_the_record_are_told_the_largest_first(record: Path, tmp_path: Path) -> None:
    path = Path(copy(record, tmp_path / "game.jsonl"))
    game = verify(path)

    def moment(seat: str, mean: float, half: float) -> DecisiveMoment:
        effect = MomentEffect(Variable(f"{seat}.score"), mean, mean - half, mean + half)
        return DecisiveMoment(2, seat, "passing", (), 20, (effect,))

    keep(game.record, 20, 100, [moment("kyiv", 1.0, 0.5), moment("paris", -9.0, 1.5), moment("openai", 0.1, 2.0)])
    found = section(report_of(path), "Decisive moments")
    said = [text for text in texts(found) if text.startswith("Turn ")]
    assert [text.partition(":")[0] for text in said] == ["Turn 2, Paris", "Turn 2, Kyiv"]
    assert "-9.0 [-10.5, -7.5]" in texts(found)[1]
    assert "1 are inside the noise" in str(found.blocks[0])
    line = next(block.lines[0] for block in found.blocks if isinstance(block, ReportSentence))
    entry = json.loads(record.read_bytes().splitlines()[line - 1])
    assert (entry["kind"], entry["turn"], entry["data"]["seat"]) == ("decision", 2, "paris")
    assert texts(section(report_of(path, "paris"), "Decisive moments")) == []


def test_fallbacks_are_counted_with_their_lines(game: Replayed) -> None:
    planted = {"1.orders.paris", "2.talk1.paris", "3.orders.kyiv"}
    decisions = {
        name: replace(made, origin="fallback" if name in planted else made.origin)
        for name, made in game.decisions.items()
    }
    changed = replace(game, decisions=decisions)
    health = section(report(ReportSource(changed, story_of(changed, CONTROL))), "Health of the game")
    first, *rest = [block for block in health.blocks if isinstance(block, ReportSentence)]
    assert first.text.startswith(f"3 of {len(decisions)} decisions (")
    lines = {entry.n for entry in game.record.entries if entry.kind == "decision" and entry.data["id"] in planted}
    assert set(first.lines) == lines
    assert any(each.text.startswith("Paris: 2 of ") for each in rest)
    assert any(each.text.startswith("Kyiv: 1 of ") for each in rest)


def test_a_game_without_models_cost_nothing(reports: Reports) -> None:
    assert "No call to a model was made" in texts(section(reports(CONTROL), "Origins of decisions and costs"))[0]


def test_the_public_is_told_no_capability_and_no_origins(reports: Reports) -> None:
    for title in ("Capability and dependence", "Stacks and bets", "Origins of decisions and costs"):
        assert texts(section(reports(PUBLIC), title)) == []
