"""What a change came of stands in control's report as a picture and a table, which add up; in nobody else's."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tests.paired.planted import bargain, planted_game
from wargame.core.ids import CONTROL, PUBLIC, Variable
from wargame.paired.shares import RERUNS, because
from wargame.paired.shares_kept import asked, keep, kept_beside
from wargame.present.report.as_html import as_html
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.assembling import report_of
from wargame.present.report.causes import TITLE
from wargame.present.report.document import Remark, ReportTable, Section, ShareArrow, ShareChart
from wargame.present.report.share_drawing import shares_drawn
from wargame.transcript.verify import verify

BUDGET = Variable("rome.budget")


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A game in which Washington pays Rome, with what Rome's budget came of beside it."""
    folder = tmp_path_factory.mktemp("because")
    path = planted_game(folder / "game.jsonl", bargain(folder))
    game = verify(path)
    keep(path, asked(game.record, BUDGET, (1, 1), False, RERUNS), because(game, BUDGET, 1))
    return path


def section(path: Path, viewer: str = CONTROL) -> Section:
    return next(each for each in report_of(path, viewer).sections if each.title == TITLE)


def test_roots_stand_with_their_shares_and_lines_and_add_up_to_the_change(shared: Path) -> None:
    blocks = section(shared).blocks
    table = next(block for block in blocks if isinstance(block, ReportTable))
    game = verify(shared)
    before, after = (game.states[turn].values[BUDGET] for turn in (0, 1))
    shares = [Fraction(row.cells[1].partition(" ")[0]) for row in table.rows]
    assert float(sum(shares)) == pytest.approx(after - before, abs=0.05)
    assert table.rows[0].cells[0].startswith("Washington offered ")
    entry = game.record.entries[table.rows[0].lines[0] - 1]
    assert (entry.kind, entry.data["id"]) == ("decision", "1.talk1.washington")
    picture = next(block for block in blocks if isinstance(block, ShareChart))
    assert [arrow.share for arrow in picture.arrows] == [row.cells[1] for row in table.rows]


def test_nobody_but_control_has_one(shared: Path) -> None:
    for viewer in (PUBLIC, "rome"):
        assert not any(each.title == TITLE for each in report_of(shared, viewer).sections)


def test_where_nothing_is_kept_the_command_is_named(record: Path) -> None:
    (block,) = section(record).blocks
    assert isinstance(block, Remark)
    assert "`wargame why game.jsonl VALUE --shares`" in block.text


def test_shares_of_a_game_that_went_on_otherwise_are_left_out(shared: Path, tmp_path: Path) -> None:
    other = planted_game(tmp_path / "game.jsonl", {}, seed=3)
    other.with_name("game.because.json").write_bytes(shared.with_name("game.because.json").read_bytes())
    assert len(kept_beside(verify(shared).record)) == 1
    assert kept_beside(verify(other).record) == ()


def test_the_picture_is_in_the_page_in_grey_and_in_markdown_stands_the_table(shared: Path) -> None:
    page, text = as_html(report_of(shared)), as_markdown(report_of(shared))
    assert "budget came of in turn 1</figcaption><svg" in page
    assert page == as_html(report_of(shared))
    colours = re.findall(r"#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})", page)
    assert all(red == green == blue for red, green, blue in colours)
    assert "| Root | Share | Bound up | Chain on record | Record |" in text


def test_an_arrow_is_as_wide_as_its_share_and_hollow_where_it_lowers() -> None:
    arrows = (
        ShareArrow("a <b>", "then", "+2.0", 1.0),
        ShareArrow("c", "", "-1.0", -0.5),
        ShareArrow("d", "", "+0", 0.0),
    )
    svg = shares_drawn(ShareChart("t", "number", "1 to 2", arrows))
    root = ElementTree.fromstring(svg)
    widths = [
        (each.attrib["stroke"], float(each.attrib["stroke-width"]))
        for each in root.iter()
        if "stroke-width" in each.attrib
    ]
    assert widths == [("#555555", 14.0), ("#555555", 7.0), ("#ffffff", 5.4), ("#555555", 1.0)]
    texts = [each.text for each in root.iter() if each.tag.endswith("text")]
    assert {"a <b>", "then: then", "+2.0", "-1.0", "number", "1 to 2"} <= set(texts)
