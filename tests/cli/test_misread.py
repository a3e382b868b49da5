"""What cannot be meant on the command line is refused before anything is done, with the value, cut if it is long."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.core.plain_text import LONGEST_SHOWN, shortened

LONG = "a" * 3000
RUN = ("run", "first-download", "--quiet", "--out", "never.jsonl")


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((*RUN, "--seed", "many"), "'--seed': 'many': it must be a valid integer"),
        (("balance", "first-download", "--seeds", "1"), "'--seeds': '1': it must be greater than or equal to 2"),
        ((*RUN, "--sync", "now"), "'--sync': 'now': it must be one of 'phase', 'turn', 'end'"),
        ((*RUN, "--phase-seconds", "nan"), "'--phase-seconds': 'nan': it must be"),
        ((*RUN, "--phase-seconds", "-1"), "'--phase-seconds': '-1': it must be"),
        ((*RUN, "--phase-seconds", "0"), "'--phase-seconds': '0': it must be"),
        ((*RUN, "--phase-seconds", "inf"), "inf: this must be a finite number"),
        ((*RUN, "--money", "inf"), "inf: this must be a finite number"),
        (("local", "stub", "--latency", "nan"), "nan: this must be a finite number"),
        (("play", "first-download", "--survey", "--plain"), "'--survey': --plain is an option of its own"),
        (("local", "stub", "--key", "--seed", "3"), "'--key': --seed is an option of its own"),
        (("analyse", "study.yaml"), "No such command 'analyse'; there is `wargame experiment analyse`."),
        (("agree",), "No such command 'agree'; there is `wargame coding agree`."),
        (("nothing",), "No such command 'nothing'."),
    ],
)
def test_a_value_that_cannot_be_is_named_and_nothing_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run, words: tuple[str, ...], said: str
) -> None:
    monkeypatch.chdir(tmp_path)
    found = wargame(*words)
    assert found.code == 2
    assert said in found.err
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            ("fork", "game.jsonl"),
            "Missing option '--at'. LINE: A line, or a decision such as 2.orders.paris. Example: wargame fork",
        ),
        (("why",), "A transcript"),
        (("balance",), "Name or path of a scenario. Example: wargame balance"),
        (
            ("experiment", "analyse", "study.yaml"),
            "Missing option '--out'. FOLDER: The folder of its games. Example: wargame",
        ),
        (
            ("experiment", "control", "study", "--by", "ada"),
            "Missing option '--because'. Why; it is put down. Example: wargame",
        ),
    ],
)
def test_what_is_missing_is_named_with_what_it_is_and_an_example(
    wargame: Run, words: tuple[str, ...], said: str
) -> None:
    found = wargame(*words)
    assert found.code == 2
    assert said in " ".join(found.err.split())
    assert "Example: wargame" in found.err


def test_an_option_may_have_the_name_of_another_as_its_value_where_they_are_joined(wargame: Run) -> None:
    found = wargame("actors", "--private", "--", "--json")
    assert "no actor is called '--json'" in found.err
    found = wargame("balance", "first-download", "--seats=--quick")
    assert "'--quick' is no variant" in found.err


@pytest.mark.parametrize(
    "words",
    [
        (LONG,),
        ("run", LONG),
        (*RUN, "--seat", f"{LONG}=human"),
        (*RUN, "--all", LONG),
        (*RUN, "--sync", LONG),
        (*RUN, f"--{LONG}"),
        (*RUN, "--param", f"{LONG}=1"),
        ("actors", " ".join("a" * 9 for _ in range(300))),
        ("rubric", "--rubric", LONG),
        ("redact", LONG, "--blob", "0"),
        ("play", "first-download", "--plain", "--name", f"rome={LONG}"),
    ],
)
def test_a_refusal_repeats_no_more_of_what_was_given_than_one_can_read(wargame: Run, words: tuple[str, ...]) -> None:
    found = wargame(*words)
    assert found.code == 2
    assert max(map(len, found.err.split())) <= LONGEST_SHOWN
    assert len(found.err) < 1500
    assert "fault of the program" not in found.err


def test_what_is_cut_shows_its_ends_and_its_length() -> None:
    given = f"begin {'x ' * 200}end"
    assert shortened(f"no seat is called {given}; name one", [given]) == (
        f"no seat is called {given[:45]}…{given[-15:]} ({len(given)} characters); name one"
    )
    assert shortened("a short one stays", ["short"]) == "a short one stays"


@pytest.mark.parametrize("name", ["Ada\nBob", "Ada\x1b[2J", "A" * 41])
def test_nobody_is_called_what_no_line_can_show(wargame: Run, name: str) -> None:
    found = wargame("play", "first-download", "--plain", "--name", f"rome=Eve,{name}")
    assert found.code == 2
    assert "a name has at most 40 letters, all of which can be shown on one line" in found.err


def test_the_people_of_a_seat_are_named_once(wargame: Run) -> None:
    found = wargame("play", "first-download", "--plain", "--name", "rome=Ada", "--name", "rome=Ben")
    assert found.code == 2
    assert "rome has people already" in found.err


@pytest.mark.parametrize(
    "words",
    [
        ("run", "first-download", "--quiet"),
        ("balance", "first-download"),
        ("coding", "table", "coding"),
        ("handout", "first-download"),
        ("redact", "game.jsonl"),
    ],
)
def test_no_file_called_minus_is_made_where_nothing_goes_to_standard_output(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run, words: tuple[str, ...]
) -> None:
    monkeypatch.chdir(tmp_path)
    said = wargame(*words, "--out", "-")
    assert (said.code, said.out) == (2, "")
    assert "'--out': -: a file or a folder is made here, and nothing goes to standard output by this name" in said.err
    assert not list(tmp_path.iterdir())


def test_a_table_goes_to_standard_output_by_that_name_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, wargame: Run
) -> None:
    monkeypatch.chdir(tmp_path)
    plain, named = wargame("export", "--codebook"), wargame("export", "--codebook", "--out", "-")
    assert (named.code, named.out, named.err) == (0, plain.out, plain.err)
    assert not list(tmp_path.iterdir())
