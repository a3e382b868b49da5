"""Games of a study in one export: rows name game and line, the codebook is complete both ways, limits stand beside."""

from __future__ import annotations

import asyncio
import csv
import errno
import json
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.table.rig import opened, play
from wargame.core.codebook import family_of
from wargame.core.ids import Variable
from wargame.errors import SpecError, TranscriptError
from wargame.table.opening import choose, new_game
from wargame.transcript import study
from wargame.transcript.codebook import HEAD, TABLES
from wargame.transcript.limits import LIMITS, limits_of, seats_played
from wargame.transcript.study import STUDY_FORMS, StudyForm, headings_of, study_codebook, study_rows, write_study
from wargame.transcript.verify import Replayed, replay, verify

SHIPPED = Path(__file__).resolve().parents[2] / "transcripts"


@pytest.fixture(scope="module")
def games(tmp_path_factory: pytest.TempPathFactory) -> list[Replayed]:
    folder = tmp_path_factory.mktemp("study")
    for seed in (1, 2):
        asyncio.run(new_game(choose("first-download", seed=seed, turns=2), folder / f"{seed}.jsonl").play())
    return [verify(folder / f"{seed}.jsonl") for seed in (1, 2)]


def sheet(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_every_row_names_its_game_and_a_line_that_holds_what_it_says(games: list[Replayed], tmp_path: Path) -> None:
    write_study(games, tmp_path / "study")
    by_id = {str(game.record.header.data["game"]): game for game in games}
    for table in TABLES:
        rows = sheet(tmp_path / "study" / f"{table}.csv")
        for row in rows:
            entry = by_id[row["game"]].record.entries[int(row["line"]) - 1]
            assert entry.turn == int(row.get("turn") or entry.turn), (table, row)
            if table in ("events", "decisions", "messages", "plans", "deviations"):
                assert entry.data["id"] == row["id"]
            if table == "agreements":
                assert row["id"] in {put["entity"]["id"] for put in entry.data["puts"] if put["table"] == table}
        if table in ("events", "decisions", "messages", "measures", "agreements"):
            assert {row["game"] for row in rows} == set(by_id), table


def test_a_seats_rows_have_no_lines_since_gaps_between_them_would_tell(games: list[Replayed]) -> None:
    for table in TABLES:
        assert {row[1] for row in study_rows(games[0], table, "rome")} <= {None}


def test_the_codebook_has_each_column_and_each_variable_and_nothing_else(games: list[Replayed], tmp_path: Path) -> None:
    write_study(games, tmp_path / "study")
    book = sheet(tmp_path / "study" / "codebook.csv")
    assert tuple(book[0]) == HEAD
    told = {(row["table"], row["name"]) for row in book}
    assert len(told) == len(book), "nothing is explained twice"
    heads = {
        table: (tmp_path / "study" / f"{table}.csv").read_text(encoding="utf-8").splitlines()[0] for table in TABLES
    }
    columns = {(table, name) for table, head in heads.items() for name in head.split(",")}
    limits = {("limits", row["item"]) for row in sheet(tmp_path / "study" / "limits.csv")}
    assert {each for each in told if each[0] != "variables"} == columns | limits
    patterns = {name for table, name in told if table == "variables"}
    used = {row["variable"] for row in sheet(tmp_path / "study" / "measures.csv")}
    found = {name: family_of(Variable(name)) for name in used}
    assert all(family is not None and family.pattern in patterns for family in found.values())
    for row in book:
        assert row["meaning"], row
        assert row["known"], row
        assert row["source"], row
        assert row["type"] in ("text", "integer", "number", "flag")


def test_no_number_lies_outside_the_range_that_the_codebook_gives(games: list[Replayed]) -> None:
    for table in TABLES:
        headings = headings_of(table)
        for row in (row for game in games for row in study_rows(game, table)):
            for (name, heading), cell in zip(headings.items(), row, strict=True):
                if heading.type == "text" or cell is None:
                    continue
                assert isinstance(cell, int | float), (table, name, cell)
                assert heading.low is None or cell >= heading.low, (table, name, cell)
                assert heading.high is None or cell <= heading.high, (table, name, cell)


def test_the_limits_say_how_many_games_who_played_and_that_nobody_did(games: list[Replayed]) -> None:
    found = limits_of(games)
    assert tuple(found) == tuple(LIMITS)
    assert (found["heading"], found["n"], found["simulations"]) == ("simulation", 2, 2)
    assert (found["seats_of_people"], found["share_of_ai"], found["models"]) == (0, 0, "")
    assert found["seeds"] == "1, 2"


def test_models_stand_by_name_without_their_address_and_their_share_is_said() -> None:
    game = replay(verify(SHIPPED / "first-download-qwen-1.5b.jsonl").record)
    found = limits_of([game])
    seats = seats_played(game)
    assert found["models"] == f"qwen2.5-coder-1.5b ({seats.count('a language model')} seats)"
    assert found["share_of_ai"] == seats.count("a language model") / len(seats.specs)
    assert "127.0.0.1" not in json.dumps(found)


def test_a_game_with_people_is_no_simulation_and_a_mixed_study_says_both(games: list[Replayed], tmp_path: Path) -> None:
    play(opened(tmp_path / "people.jsonl", turns=1))
    people = verify(tmp_path / "people.jsonl")
    assert limits_of([people])["heading"] == "played by people"
    assert limits_of([people])["seats_of_people"] == 2
    assert limits_of([people, *games])["heading"] == "3 games, 2 of them simulation"


def as_read(folder: Path, form: StudyForm) -> Mapping[str, list[Mapping[str, object]]]:
    if form == "json":
        data = json.loads((folder / "study.json").read_text(encoding="utf-8"))
        return {**data["tables"], "codebook": data["codebook"]}
    lined = {
        each.stem: [json.loads(line) for line in each.read_text(encoding="utf-8").splitlines()]
        for each in folder.glob("*.jsonl")
    }
    return {name: rows for name, rows in lined.items() if name != "limits"}


def test_json_and_json_lines_hold_what_csv_holds(games: list[Replayed], tmp_path: Path) -> None:
    for form in STUDY_FORMS:
        write_study(games, tmp_path / form, form, raw=True)
    one, other = as_read(tmp_path / "json", "json"), as_read(tmp_path / "jsonl", "jsonl")
    assert one == other
    for table in (*TABLES, "codebook"):
        rows = sheet(tmp_path / "csv" / f"{table}.csv")
        assert len(rows) == len(one[table])
        for row, data in zip(rows, one[table], strict=True):
            assert row == {name: _as_csv(value) for name, value in data.items()}


def _as_csv(value: object) -> str:
    return "" if value is None else str(int(value) if isinstance(value, bool) else value)


def test_pandas_reads_each_table_without_an_option(games: list[Replayed], tmp_path: Path) -> None:
    pandas = pytest.importorskip("pandas")
    counts = write_study(games, tmp_path / "study")
    for table, count in counts.items():
        assert len(pandas.read_csv(tmp_path / "study" / f"{table}.csv")) == count
    limits = pandas.read_csv(tmp_path / "study" / "limits.csv").set_index("item")["value"]
    assert (limits["heading"], limits["n"]) == ("simulation", "2")


def test_what_cannot_be_one_study_is_said_and_nothing_is_left(games: list[Replayed], tmp_path: Path) -> None:
    with pytest.raises(SpecError, match="is there twice"):
        write_study([games[0], games[0]], tmp_path / "study")
    with pytest.raises(SpecError, match="no such seat"):
        write_study(games, tmp_path / "study", seat="atlantis")
    with pytest.raises(SpecError, match="must be one of events"):
        write_study(games, tmp_path / "study", tables=("everything",))
    (tmp_path / "there").mkdir()
    with pytest.raises(SpecError, match="something is there"):
        write_study(games, tmp_path / "there")
    assert [each.name for each in tmp_path.iterdir()] == ["there"]


def test_a_full_disk_leaves_no_folder(games: list[Replayed], tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(path: Path, content: bytes) -> None:
        path.write_bytes(content[:10])
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(study, "write_safe", full)
    with pytest.raises(TranscriptError, match="nothing is left there"):
        write_study(games, tmp_path / "study")
    assert list(tmp_path.iterdir()) == []


def test_the_codebook_of_one_table_holds_that_table_alone() -> None:
    assert {row[0] for row in study_codebook(["plans"])} == {"table", "plans", "variables", "limits"}
