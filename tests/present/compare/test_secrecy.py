"""What others said in private, thought or were told stands in no comparison for a seat or for the public."""

from __future__ import annotations

from pathlib import Path

import pytest

from wargame.core.ids import CONTROL, PUBLIC
from wargame.present.compare.comparison import comparison
from wargame.present.compare.gathering import compared
from wargame.present.compare.positions_apart import at_the_end, difference, places_apart
from wargame.present.report.as_html import as_html
from wargame.review.leak_audit import Canaries, Planter
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through


@pytest.fixture(scope="module")
def planted(tmp_path_factory: pytest.TempPathFactory) -> tuple[list[Path], Canaries]:
    """Two games in which every private message, offer and reason holds a string of its own."""
    folder, canaries = tmp_path_factory.mktemp("planted"), Canaries()
    paths = []
    for seed in (3, 4):
        path = folder / f"{seed}.jsonl"
        setup = choose("between-the-giants", variant="core", seed=seed, turns=2)
        table = new_game(setup, path, sync="end", make=lambda spec, seat, seed: Planter(spec, seat, seed, canaries))
        run_through(table.play(), waits=False)
        paths.append(path)
    return paths, canaries


def told(paths: list[Path], viewer: str) -> str:
    """The pages, and the points in full, as `--json` holds them."""
    found = compared(paths, viewer)
    pages = as_html(comparison(found)) + as_html(difference(places_apart(found, at_the_end(found))))
    return pages + repr(found.points)


@pytest.mark.slow
@pytest.mark.parametrize("seat", ["paris", "anthropic", "washington"])
def test_no_comparison_for_a_seat_holds_what_others_said_among_themselves(
    planted: tuple[list[Path], Canaries], seat: str
) -> None:
    paths, canaries = planted
    strangers = [name for name, readers in canaries.readers.items() if seat not in readers]
    assert len(strangers) > 100
    text = told(paths, seat)
    assert [name for name in strangers if name in text] == []
    assert any(name in text for name, readers in canaries.readers.items() if seat in readers)


def test_the_public_reads_no_private_word_and_control_no_thought(planted: tuple[list[Path], Canaries]) -> None:
    paths, canaries = planted
    public, truth = told(paths, PUBLIC), told(paths, CONTROL)
    assert all(name not in public for name in canaries.readers)
    assert all(name not in truth for name, readers in canaries.readers.items() if len(readers) == 1)
