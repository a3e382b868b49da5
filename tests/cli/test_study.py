"""`wargame export --study`: games of people, models and scripts in one export, and what people keep for themselves."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from tests.review.test_erasure import KEPT, OTHERS, SAYS, folder
from wargame.core.ids import SeatId
from wargame.present.report.as_markdown import as_markdown
from wargame.present.report.assembling import report_of
from wargame.transcript.consent import add_consent
from wargame.transcript.reading import read
from wargame.transcript.verify import verify

MINE = (*SAYS[:2],)
"""What the person of rome wrote in private; KEPT and OTHERS are by whoever sat on meta."""


@pytest.fixture
def played(tmp_path: Path) -> Path:
    shutil.copytree(folder(), tmp_path / "runs")
    return tmp_path / "runs" / "game.jsonl"


def exported(place: Path, wargame: Run, *files: Path, more: tuple[str, ...] = ()) -> str:
    shutil.rmtree(place, ignore_errors=True)
    said = wargame("export", *files, "--study", place, "--format", "json", *more)
    assert said.code == 0, said.err
    return (place / "study.json").read_text(encoding="utf-8")


def test_a_study_of_a_game_of_people_and_one_of_scripts_says_which_is_a_simulation(
    played: Path, game: Path, tmp_path: Path, wargame: Run
) -> None:
    data = json.loads(exported(tmp_path / "study", wargame, played, game))
    limits = data["limits"]
    assert (limits["heading"], limits["n"], limits["simulations"]) == ("2 games, 1 of them simulation", 2, 1)
    ids = {str(read(path).header.data["game"]) for path in (played, game)}
    assert {row["game"] for row in data["tables"]["events"]} == ids
    said = wargame("export", game, "--table", "plans")
    assert "simulation: n = 1; share of AI seats 0 %" in said.err


def test_what_people_wrote_in_private_is_kept_until_each_of_them_agrees_and_after_they_take_it_back(
    played: Path, tmp_path: Path, wargame: Run
) -> None:
    place = tmp_path / "study"

    def shown() -> set[str]:
        raw = exported(place, wargame, played)
        return {words for words in (*MINE, OTHERS, KEPT) if words in raw}

    assert shown() == set(), "nobody was asked"
    raw = json.loads(exported(place, wargame, played))
    assert "(kept private)" in json.dumps(raw["tables"])
    assert raw["limits"]["kept_private"] >= 4
    assert raw["limits"]["texts_removed"] == 0
    assert wargame("consent", played, "--seat", "rome", "--person", "rome-1", "--yes").code == 0
    assert shown() == set(MINE)
    assert wargame("consent", played, "--seat", "rome", "--person", "rome-2", "--no").code == 0
    assert shown() == set(), "two sat there, and one did not agree"
    assert wargame("consent", played, "--seat", "rome", "--person", "rome-2", "--yes").code == 0
    assert shown() == set(MINE)
    said = wargame("consent", played, "--seat", "rome", "--person", "rome-1", "--no")
    assert "rome-1: no" in said.out
    assert "private texts are kept" in said.out
    assert shown() == set(), "taken back"


def test_a_seat_reads_its_own_words_whoever_agreed(played: Path, tmp_path: Path, wargame: Run) -> None:
    raw = exported(tmp_path / "study", wargame, played, more=("--seat", "rome"))
    assert all(words in raw for words in MINE)
    assert OTHERS not in raw
    said = wargame("export", played, "--table", "decisions", "--seat", "rome")
    assert SAYS[1] in said.out
    control = wargame("export", played, "--table", "decisions")
    assert SAYS[1] not in control.out
    assert "texts that people wrote in private are kept" in control.err


def test_games_of_scripts_and_models_are_shown_as_they_are(game: Path, tmp_path: Path, wargame: Run) -> None:
    raw = exported(tmp_path / "study", wargame, game)
    assert "(kept private)" not in raw
    assert '"kept_private": 0' in raw


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--yes",), "name them by --seat SEAT --person HANDLE"),
        (("--seat", "washington", "--person", "x", "--yes"), "nobody has answered for it; people sat on"),
        (("--seat", "rome", "--person", " ", "--no"), "has a name of 1 to 40 letters"),
        (("--seat", "rome", "--person", "rome-9", "--yes"), "nobody of this handle sat on rome; handles there: rome-1"),
    ],
)
def test_consent_that_nobody_can_give_is_refused(words: tuple[str, ...], told: str, played: Path, wargame: Run) -> None:
    said = wargame("consent", played, *words)
    assert said.code == 2
    assert told in said.err
    assert not played.with_name("game.consent.jsonl").exists()


def test_several_files_without_a_study_and_other_forms_are_refused(
    played: Path, game: Path, tmp_path: Path, wargame: Run
) -> None:
    for words, told in (
        ((played, game, "--table", "events"), "name a new folder with --study"),
        ((played, "--table", "events", "--format", "json"), "a single table is CSV"),
        ((played, "--study", tmp_path / "x", "--format", "xlsx"), "must be one of csv, json, jsonl"),
        (("--study", tmp_path / "x"), "--study needs transcripts"),
    ):
        said = wargame("export", *words)
        assert said.code == 2
        assert told in said.err
    assert not (tmp_path / "x").exists()


def test_a_no_goes_before_the_word_that_opens_thoughts_in_a_report(played: Path) -> None:
    def told(viewer: str = "control") -> str:
        return as_markdown(report_of(played, viewer, thoughts=viewer == "control"))

    reason = "doctrine wary"
    assert any(
        each.rationale.startswith(reason) and each.origin == "human" for each in verify(played).decisions.values()
    )
    assert reason in told(), "nobody was asked: the word opens"
    add_consent(played, SeatId("rome"), "rome-1", given=False)
    assert reason not in told()
    assert "Rome: (kept private)." in told()
    assert "doctrine contractor" in told(), "scripts are not asked"
    add_consent(played, SeatId("rome"), "rome-1", given=True)
    assert reason in told()
