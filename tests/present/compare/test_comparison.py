"""Records beside each other: where they part first, who decided otherwise, and every row with lines that are there."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.present.compare.conftest import FORCED, play
from wargame.core.ids import CONTROL, PUBLIC
from wargame.core.moves import Sealed
from wargame.errors import SpecError, TranscriptError
from wargame.present.compare.aligned import first_parting
from wargame.present.compare.comparison import LONGEST, comparison, cut_where_they_part
from wargame.present.compare.gathering import compared
from wargame.present.report.as_html import as_html
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.document import Remark, Report, ReportSentence, ReportTable, Section, place_of
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.entry import linked
from wargame.transcript.verify import verify

AT = re.compile(r"([A-Z]) lines? ([\d, ]+)")


def places(report: Report) -> Iterator[tuple[str, str]]:
    for section in report.sections:
        for block in section.blocks:
            if isinstance(block, ReportSentence):
                yield block.text, place_of(block)
            elif isinstance(block, ReportTable):
                yield from ((row.cells[0], place_of(row)) for row in block.rows)


def section(of: Report, title: str) -> Section:
    return next(each for each in of.sections if each.title.startswith(title))


def rows(of: Section) -> dict[str, tuple[str, ...]]:
    table = next(block for block in of.blocks if isinstance(block, ReportTable))
    return {row.cells[0]: row.cells[1:] for row in table.rows}


def test_a_planted_change_is_where_they_part_first_with_the_order_and_its_lines(base: Path, forked: Path) -> None:
    found = compared([base, forked])
    (point,) = first_parting(found.points)
    assert (point.turn, point.phase, point.seat) == (2, "orders", "washington")
    assert any("Defense Production Act" in item for item in point.apart(0))
    assert not any("Defense Production Act" in item for item in point.apart(1))
    said = section(comparison(found), "Where they part").blocks[0]
    assert isinstance(said, ReportSentence)
    assert said.text == "They part first in turn 2, statements and orders: Washington decided otherwise."
    numbers = [int(n) for _, n in AT.findall(place_of(said))]
    for path, number in zip((base, forked), numbers, strict=True):
        entry = json.loads(path.read_bytes().splitlines()[number - 1])
        assert (entry["kind"], entry["data"]["id"]) == ("decision", FORCED)


@pytest.mark.slow
@pytest.mark.parametrize("viewer", [CONTROL, PUBLIC, "paris"])
def test_every_sentence_and_row_names_lines_of_records_that_hold_them(
    base: Path, forked: Path, other: Path, viewer: str
) -> None:
    paths = dict(zip("ABC", (base, forked, other), strict=True))
    lines = {letter: len(path.read_bytes().splitlines()) for letter, path in paths.items()}
    found = list(places(comparison(compared([*paths.values()], viewer))))
    assert len(found) > 15
    for text, at in found:
        named = [(letter, int(n)) for letter, numbers in AT.findall(at) for n in re.findall(r"\d+", numbers)]
        assert named, text
        assert all(1 <= n <= lines[letter] for letter, n in named)


def orders_of(body: object) -> Counter[str]:
    assert isinstance(body, Sealed)
    return Counter(map(repr, body.orders))


def test_orders_that_differ_are_among_the_points_counted_in_another_way(base: Path, other: Path) -> None:
    games = [verify(path) for path in (base, other)]
    orders = [
        {name: orders_of(made.body) for name, made in game.decisions.items() if made.phase == "orders"}
        for game in games
    ]
    differ = {name for name in orders[0] if orders[0][name] != orders[1][name]}
    assert differ
    points = compared([base, other]).points
    apart = {f"{p.turn}.orders.{p.seat}" for p in points if p.phase == "orders" and not p.same}
    assert differ <= apart
    assert sum(p.phase == "orders" for p in points) == len(orders[0])


def test_scores_are_those_of_the_records_and_endings_stand_beside_them(base: Path, other: Path) -> None:
    told = rows(section(comparison(compared([base, other])), "Endings and scores"))
    ends = [verify(path).record.entries[-1].data["scores"] for path in (base, other)]
    setting = verify(base).sequence.book.setting
    for seat in ends[0]:
        cells = told[setting.name_of(seat)]
        assert [cell.partition(" ")[0] for cell in cells] == [f"{end[seat]:.1f}" for end in ends]
    assert len(told["how it ended"]) == 2


def test_what_was_set_otherwise_is_named_and_a_fork_by_its_parent(base: Path, forked: Path, other: Path) -> None:
    report = comparison(compared([base, other, forked]))
    assert rows(section(report, "What was set otherwise"))["seed"] == ("7", "8", "7")
    limits = " ".join(text for text, _ in places(Report("", "comparison", "", report.sections[:1])))
    assert "it is a fork of A from line" in limits
    assert "(n = 3)" in limits
    assert "Seeds differ" in limits
    assert limits.count("nobody played: a simulation") == 3


def test_a_game_beside_itself_never_parts(base: Path) -> None:
    report = comparison(compared([base, base]))
    (said,) = section(report, "Where they part").blocks
    assert isinstance(said, ReportSentence)
    assert said.text == "They never part: every seat decided the same in all of them."
    assert isinstance(section(report, "What was set otherwise").blocks[0], Remark)


@pytest.mark.slow
@pytest.mark.parametrize("written", [as_html, as_markdown])
def test_two_runs_write_the_same_bytes(base: Path, other: Path, written: object) -> None:
    assert callable(written)
    assert written(comparison(compared([base, other]))) == written(comparison(compared([base, other])))


def test_a_record_that_breaks_off_is_laid_beside_the_others_as_far_as_it_holds(base: Path, tmp_path: Path) -> None:
    cut = tmp_path / "cut.jsonl"
    turn_3 = next(entry.n for entry in verify(base).record.entries if entry.turn == 3)
    cut.write_bytes(b"".join(base.read_bytes().splitlines(keepends=True)[: turn_3 + 4]))
    found = compared([base, cut])
    report = comparison(found)
    said = dict(places(report))
    assert any(text.startswith("B is told in part: the game was not played to its end") for text in said)
    assert {each.turn for each in found.points if each.done[1] is None} == {3}
    assert [cells[1] for cells in rows(section(report, "Endings and scores")).values()][1:] == ["not counted"] * 7


def test_a_damaged_record_says_so_too(base: Path, other: Path, tmp_path: Path) -> None:
    path = tmp_path / "bad.jsonl"
    lines = other.read_bytes().splitlines(keepends=True)
    path.write_bytes(b"".join(lines[:-30]) + b"{}\n")
    assert "the record is damaged" in " ".join(text for text, _ in places(comparison(compared([base, path]))))


def test_games_of_two_scenarios_or_tables_are_refused_by_their_names(base: Path, tmp_path: Path) -> None:
    tutorial = tmp_path / "tutorial.jsonl"
    run_through(new_game(choose("first-download", turns=1), tutorial, sync="end").play(), waits=False)
    with pytest.raises(SpecError, match=r"base\.jsonl is a game of between-the-giants and .* one of first-download"):
        compared([base, tutorial])
    full = tmp_path / "full.jsonl"
    run_through(new_game(choose("between-the-giants", turns=1), full, sync="end").play(), waits=False)
    with pytest.raises(SpecError, match=r"other seats sit in .*full\.jsonl"):
        compared([base, full])


def test_a_record_of_other_rules_is_refused_by_its_name(base: Path, tmp_path: Path) -> None:
    old = tmp_path / "old.jsonl"
    lines = base.read_bytes().splitlines()
    lines[0] = re.sub(rb'"rules":\d+', b'"rules":1', lines[0], count=1)
    for at in range(1, len(lines)):
        lines[at] = re.sub(rb'"prev":"\w+"', f'"prev":"{linked(lines[at - 1])}"'.encode(), lines[at], count=1)
    old.write_bytes(b"\n".join(lines) + b"\n")
    with pytest.raises(TranscriptError, match=r"old\.jsonl.*rules"):
        compared([base, old])


def test_one_record_alone_and_too_many_are_refused(base: Path) -> None:
    with pytest.raises(SpecError, match="1 records; it takes 2 to 12"):
        compared([base])
    with pytest.raises(SpecError, match="13 records"):
        compared([base] * 13)


def test_a_shorter_game_is_not_reached_where_the_longer_goes_on(base: Path, tmp_path: Path) -> None:
    short = play(tmp_path / "short.jsonl", 7, turns=2)
    report = comparison(compared([base, short]))
    told = rows(section(report, "Where they part"))
    assert rows(section(report, "What was set otherwise"))["turns"] == ("3", "2")
    assert all(cells[1] == "not reached" for name, cells in told.items() if name.startswith("3, "))


def test_what_is_cut_is_told_from_where_it_parts_from_another_that_begins_alike() -> None:
    alike = "the same words again and again " * 12
    one, two = f"{alike}and then peace {alike}", f"{alike}and then war {alike}"
    told = cut_where_they_part(one, [one, two])
    assert "peace" in told
    assert (told[0], told[-1], len(told)) == ("…", "…", LONGEST + 2)
    assert cut_where_they_part(one, [one]) == f"{one[:LONGEST]}…", "nothing else begins so"
    assert cut_where_they_part("short", [one]) == "short"
