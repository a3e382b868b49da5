"""`compare`: records beside each other on a terminal, as one file, as data; two places as a difference."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from tests.cli.conftest import Run
from wargame.cli import main


@pytest.fixture(scope="module")
def pair(game: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    folder = tmp_path_factory.mktemp("compare")
    forked = folder / "fork.jsonl"
    first = Path(copy(game, folder / "game.jsonl"))
    order = ("--at", "2.orders.washington", "--without", "invoke_dpa")
    assert main(["fork", str(first), *order, "--out", str(forked)]) == 0
    return first, forked


def test_the_first_parting_is_told_on_the_terminal_with_its_lines(pair: tuple[Path, Path], wargame: Run) -> None:
    before = [path.read_bytes() for path in pair]
    said = wargame("compare", *pair)
    assert (said.code, said.err) == (0, "")
    assert "They part first in turn 2, statements and orders: Washington decided otherwise. [A line " in said.out
    assert said.out.startswith("Comparison: 2 games of Between the Giants\n")
    assert [path.read_bytes() for path in pair] == before
    assert sorted(each.name for each in pair[0].parent.iterdir()) == ["fork.jsonl", "game.jsonl"]


def test_a_game_is_not_compared_with_itself_under_one_name_or_two(pair: tuple[Path, Path], wargame: Run) -> None:
    said = wargame("compare", pair[0], pair[0])
    assert said.code == 2
    assert f"compare: {pair[0]} stands there twice; a game is compared with others" in said.err
    twin = Path(copy(pair[0], pair[0].with_name("twin.jsonl")))
    said = wargame("compare", pair[0], pair[1], twin)
    twin.unlink()
    assert said.code == 2
    assert f"{pair[0]} and {twin} hold the same game, line by line" in said.err
    assert wargame("compare", f"{pair[0]}:40", f"{pair[0]}:60").code == 0, "two places of one game are a comparison"


def test_json_holds_every_point_whole_and_nothing_else_on_standard_output(
    pair: tuple[Path, Path], wargame: Run
) -> None:
    found = wargame("compare", *pair, "--json").json
    first = found["points"][0]
    assert (first["turn"], first["phase"], first["seat"]) == (2, "orders", "washington")
    assert "use the Defense Production Act on Anthropic" in first["done"]["A"]["items"]
    assert found["sections"][0]["title"] == "Limits of this comparison"
    assert found["files"] == [str(path) for path in pair]


@pytest.mark.parametrize(
    ("option", "ending", "start"), [("--html", "html", "<!doctype html>"), ("--markdown", "md", "# Com")]
)
def test_a_file_is_written_beside_the_first_record_for_its_owner(
    pair: tuple[Path, Path], wargame: Run, option: str, ending: str, start: str
) -> None:
    place = pair[0].with_name(f"game.compare.{ending}")
    assert wargame("compare", *pair, option).out == f"{place}\n"
    assert place.read_text(encoding="utf-8").startswith(start)
    assert place.stat().st_mode & 0o777 == 0o600
    again = wargame("compare", *pair, option)
    assert again.code == 2
    assert "the file exists; name one that does not exist yet" in again.err
    one = wargame("compare", *pair, option, "--seat", "paris").out.strip()
    assert one == str(pair[0].with_name(f"game.paris.compare.{ending}")), (
        "what one reader may know has a name of its own"
    )
    Path(one).unlink()
    place.unlink()


def test_two_places_give_the_difference_of_the_state(pair: tuple[Path, Path], wargame: Run) -> None:
    first, forked = pair
    said = wargame("compare", f"{first}:450", f"{forked}:450", "--json")
    assert said.json["numbers"][0]["usual_moves"] > 1
    assert "Anthropic's staff dissent" in wargame("compare", f"{first}:450", f"{forked}:450").out
    assert "No number differs." in wargame("compare", f"{first}:450", f"{first}:450").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("{a}",), "1 records; it takes 2 to 12"),
        (("{a}:5", "{b}"), "places come in twos"),
        (("{a}:5", "{b}:99999"), "this record has lines 1 to"),
        (("{a}", "{b}", "--seat", "paris", "--public"), "one reader"),
        (("{a}", "{b}", "--seat", "atlantis"), "it must be one of washington"),
        (("{a}", "{b}", "--json", "--html"), "leave out --html"),
        (("{a}", "{b}", "--html", "--markdown"), "one file"),
        (("{a}", "{a}.missing"), "missing"),
    ],
)
def test_what_cannot_be_compared_is_refused_in_a_sentence(
    pair: tuple[Path, Path], wargame: Run, words: tuple[str, ...], said: str
) -> None:
    found = wargame("compare", *(word.format(a=pair[0], b=pair[1]) for word in words))
    assert found.code != 0
    assert said in found.err
    assert found.out == ""


def test_the_public_reads_no_private_talk(pair: tuple[Path, Path], wargame: Run) -> None:
    assert "told Washington" in wargame("compare", *pair).out
    assert "told Washington" not in wargame("compare", *pair, "--public").out
