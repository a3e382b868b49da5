"""What others said in private, thought or were told stands in no report of a seat or of the public."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.core.ids import CONTROL, PUBLIC
from wargame.present.report.as_html import as_html
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.assembling import report_of
from wargame.review.leak_audit import Canaries, Planter
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through

SEATS = ("paris", "kyiv", "anthropic", "washington", "beijing")


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Canaries]:
    """A game in which every private message, offer and reason holds a string of its own."""
    path, canaries = tmp_path_factory.mktemp("planted") / "game.jsonl", Canaries()
    setup = choose("between-the-giants", variant="core", seed=3, turns=3)
    table = new_game(setup, path, sync="end", make=lambda spec, seat, seed: Planter(spec, seat, seed, canaries))
    run_through(table.play(), waits=False)
    return path, canaries


@pytest.mark.slow
@pytest.mark.parametrize("seat", SEATS)
def test_no_report_of_a_seat_holds_what_others_said_among_themselves(planted: tuple[Path, Canaries], seat: str) -> None:
    path, canaries = planted
    report = report_of(path, seat)
    strangers = [name for name, readers in canaries.readers.items() if seat not in readers]
    assert len(strangers) > 100
    for text in (as_html(report), as_markdown(report)):
        assert [name for name in strangers if name in text] == []


@pytest.mark.slow
def test_the_public_reads_no_private_word(planted: tuple[Path, Canaries]) -> None:
    path, canaries = planted
    assert all(name not in as_html(report_of(path, PUBLIC)) for name in canaries.readers)


def test_the_truth_tells_words_but_no_thoughts(planted: tuple[Path, Canaries]) -> None:
    """Each string is planted with its author first among the readers of messages, alone where it is a reason."""
    path, canaries = planted
    text = as_html(report_of(path, CONTROL))
    thoughts = [name for name, readers in canaries.readers.items() if len(readers) == 1]
    assert thoughts
    assert [name for name in thoughts if name in text] == []


def test_how_a_script_is_set_is_told_to_control_and_to_its_own_seat(tmp_path: Path) -> None:
    path = tmp_path / "game.jsonl"
    setup = choose("first-download", turns=1, seats={"rome": "scripted:hawk=0.77"})
    run_through(new_game(setup, path, sync="end").play(), waits=False)
    others = [seat for seat in setup.seats if seat != "rome" and setup.bundle.dossiers]
    for viewer in (CONTROL, "rome"):
        assert "hawk=0.77" in as_markdown(report_of(path, viewer))
    for viewer in (PUBLIC, others[0]):
        assert "hawk=0.77" not in as_markdown(report_of(path, viewer))
