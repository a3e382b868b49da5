"""`view`, `why`, `replay`, `export`: each answers from the record, and a seat's answer holds that seat's knowledge."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.transcript.reading import read
from wargame.transcript.setup import game_of


def test_a_view_holds_ones_own_brief_and_no_other(game: Path, wargame: Run) -> None:
    briefs = {seat.id: seat.brief.strip() for seat in game_of(read(game)).opening()[0].setting.seats}
    for form in ((), ("--json",)):
        out = wargame("view", game, "--seat", "paris", "--turn", 3, *form).out
        text = out if not form else json.loads(out)["brief"] + out
        assert briefs["paris"] in text
        assert not [seat for seat, brief in briefs.items() if seat != "paris" and brief[:60] in text]


def test_a_view_shows_own_numbers_exactly_and_others_as_estimates(game: Path, wargame: Run) -> None:
    out = wargame("view", game, "--seat", "paris").out
    truth = json.loads(wargame("view", game, "--seat", "control", "--json").out)["values"]
    assert f"your adoption capacity: {truth['paris.A']:g} (paris.A)" in out
    assert "Kyiv's adoption capacity: ~" in out
    assert out.index("Your brief") < out.index("\nNews") < out.index("\nNumbers"), "what is read first stands first"
    assert "kyiv.points" not in out


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("view", "--seat", "atlantis"), "no such seat"),
        (("view", "--seat", "paris", "--turn", "9"), "turns 0 to 3"),
        (("why", "paris.trst.washington"), "paris.trust.washington"),
        (("why", "paris.A", "--turn", "9"), "turns 0 to 3"),
        (("export", "--table", "everything"), "one of events"),
        (("export", "--table", "events", "--seat", "atlantis"), "no such seat"),
    ],
)
def test_what_does_not_exist_is_named_with_what_does(
    words: tuple[str, ...], sentence: str, game: Path, wargame: Run
) -> None:
    said = wargame(words[0], game, *words[1:])
    assert said.code == 2
    assert sentence in said.err


def test_why_names_rule_and_numbers(game: Path, wargame: Run) -> None:
    out = wargame("why", game, "paris.trust.washington", "--turn", 3).out
    assert "E10" in out
    assert "->" in out
    assert json.loads(wargame("why", game, "paris.H", "--json").out)["kind"] == "value"


def test_replay_prints_every_event(game: Path, wargame: Run) -> None:
    out = wargame("replay", game, "--plain").out
    events = sum(entry.kind == "event" for entry in read(game).entries)
    assert len([line for line in out.splitlines() if line.startswith("  ")]) == events


@pytest.mark.parametrize("table", ["events", "decisions", "messages", "agreements", "measures", "calls"])
def test_exports_have_the_columns_of_the_codebook(table: str, game: Path, tmp_path: Path, wargame: Run) -> None:
    out = tmp_path / f"{table}.csv"
    assert wargame("export", game, "--table", table, "--out", out).code == 0
    book = csv.DictReader(io.StringIO(wargame("export", "--codebook").out))
    columns = [row["name"] for row in book if row["table"] == table]
    rows = list(csv.reader(io.StringIO(out.read_text(encoding="utf-8"))))
    assert rows[0] == columns
    assert all(len(row) == len(columns) for row in rows)
    assert wargame("export", game, "--table", table, "--out", out).code == 2


def test_the_codebook_covers_every_exported_variable(game: Path, wargame: Run) -> None:
    from wargame.core.codebook import family_of

    rows = csv.DictReader(io.StringIO(wargame("export", game, "--table", "measures").out))
    names = {row["variable"] for row in rows}
    assert len(names) > 300
    assert not [name for name in names if family_of(name) is None]


def test_a_game_broken_off_can_be_looked_at_and_stays_as_it_is(game: Path, tmp_path: Path, wargame: Run) -> None:
    part = tmp_path / "part.jsonl"
    part.write_bytes(game.read_bytes()[:-5000])
    before = part.read_bytes()
    said = wargame("view", part, "--seat", "paris")
    assert said.code == 0
    assert "torn line" in said.err
    assert part.read_bytes() == before


def test_a_view_ends_with_what_moved_most_for_that_seat_and_why(game: Path, wargame: Run) -> None:
    out = wargame("view", game, "--seat", "paris", "--turn", 2).out
    sheet = out.partition("What moved most this turn, and why\n")[2].splitlines()
    assert len(sheet) == 5
    assert all(" -> " in line and ": " in line for line in sheet)
    assert len(json.loads(wargame("view", game, "--seat", "paris", "--turn", 2, "--json").out)["because"]) == 5


@pytest.mark.parametrize("words", [("view", "--seat", "paris"), ("why", "paris.H"), ("replay", "--plain")])
def test_what_is_asked_of_a_turn_is_answered_from_its_lines_and_the_rest_is_said_to_be_unread(
    words: tuple[str, ...], game: Path, tmp_path: Path, wargame: Run
) -> None:
    lines = game.read_bytes().splitlines(keepends=True)
    count = next(n for n, line in enumerate(lines) if b'"turn":2,' in line[:60])
    broken = tmp_path / "broken.jsonl"
    broken.write_bytes(b"".join(lines[: count + 2]) + b"torn away\n" + lines[-1])
    for file in (game, broken):
        said = wargame(words[0], file, *words[1:], "--turn", 1)
        assert said.code == 0
        assert f"read to the end of turn 1, line {count}, as asked; the record goes on after it" in said.err
    assert said.out == wargame(words[0], game, *words[1:], "--turn", 1).out
    assert wargame(words[0], broken, *words[1:]).code == 2


def test_a_turn_that_a_game_did_not_have_is_refused_alike_wherever_it_is_asked_for(game: Path, wargame: Run) -> None:
    for asked in (("view", "--seat", "control"), ("why", "rome.budget"), ("replay", "--plain")):
        for turn in (-1, 99):
            said = wargame(asked[0], game, *asked[1:], "--turn", turn)
            assert said.code == 2, asked
            assert f"turn {turn}: this game has turns 0 to 3" in said.err
