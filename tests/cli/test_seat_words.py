"""Words of seats from the command line: given unseen, and asked in line mode before a seat is shown."""

from __future__ import annotations

import io
import os
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Run
from wargame.commands import seat_words
from wargame.commands.play import planned
from wargame.commands.seat_words import GivenWords, with_control, words_given
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.table.session import beside


class Keyboard(io.StringIO):
    """Lines of a pipe, or of a terminal."""

    def __init__(self, *lines: str, terminal: bool = False) -> None:
        super().__init__("".join(f"{line}\n" for line in lines))
        self.terminal = terminal

    def isatty(self) -> bool:
        return self.terminal


@pytest.fixture
def typing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> pytest.MonkeyPatch:
    """A folder of the test's own, no words in variables."""
    monkeypatch.chdir(tmp_path)
    for name in os.environ:
        if name.startswith(seat_words.VARIABLE):
            monkeypatch.delenv(name)
    return monkeypatch


def unseen(typing: pytest.MonkeyPatch, *words: str) -> list[str]:
    """Words that somebody types unseen at a terminal; gives what was asked."""
    asked: list[str] = []
    left = iter(words)

    def read(prompt: str) -> str:
        asked.append(prompt)
        return next(left)

    typing.setattr(sys, "stdin", Keyboard(terminal=True))
    typing.setattr(seat_words, "getpass", read)
    return asked


def begun(typing: pytest.MonkeyPatch, wargame: Run) -> Path:
    """A game whose first seat has a word, left at once."""
    typing.setenv("WARGAME_WORD_ROME", "lupercalia")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert wargame("play", "first-download", "--plain", "--word", "rome").code == 0
    typing.delenv("WARGAME_WORD_ROME")
    (path,) = Path("runs").glob("*.jsonl")
    return path


def test_a_seat_with_a_word_shows_nothing_line_by_line_before_it_is_given(
    typing: pytest.MonkeyPatch, wargame: Run
) -> None:
    path = begun(typing, wargame)
    typing.setattr(sys, "stdin", Keyboard("saturnalia", "look brief"))
    said = wargame("play", "--plain", "--resume", path).out
    assert "not the word of this seat" in said
    assert "too soon after a wrong word" in said
    assert "You are Rome" not in said
    assert "The input has ended" in said


def test_the_right_word_opens_the_seat_line_by_line(typing: pytest.MonkeyPatch, wargame: Run) -> None:
    path = begun(typing, wargame)
    typing.setattr(sys, "stdin", Keyboard(" Lupercalia ", "quit"))
    assert "You are Rome" in wargame("play", "--plain", "--resume", path).out


def test_a_word_in_a_variable_answers_for_a_seat_and_a_wrong_one_does_not(
    typing: pytest.MonkeyPatch, wargame: Run
) -> None:
    path = begun(typing, wargame)
    typing.setattr(sys, "stdin", Keyboard("quit"))
    typing.setenv("WARGAME_WORD_ROME", "lupercalia")
    assert "You are Rome" in wargame("play", "--plain", "--resume", path).out
    typing.setenv("WARGAME_WORD_ROME", "saturnalia")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    said = wargame("play", "--plain", "--resume", path)
    assert said.code == 2
    assert "You are Rome" not in said.out


def test_a_word_in_a_variable_for_a_seat_that_there_is_not_is_refused(typing: pytest.MonkeyPatch, wargame: Run) -> None:
    typing.setenv("WARGAME_WORD_ROMA", "lupercalia")
    said = wargame("play", "first-download", "--plain")
    assert said.code == 2
    assert "WARGAME_WORD_ROMA: there is no place roma; the places are rome" in said.err
    assert "lupercalia" not in said.err
    assert not list(Path("runs").glob("*.jsonl"))


def test_a_word_on_the_command_line_itself_is_refused_without_being_repeated(
    typing: pytest.MonkeyPatch, wargame: Run
) -> None:
    said = wargame("play", "first-download", "--plain", "--word", "rome=lupercalia")
    assert said.code == 2
    assert "everybody on this machine can read a command line" in said.err
    assert "WARGAME_WORD_ROME" in said.err
    assert "lupercalia" not in said.err


def test_a_word_that_nobody_can_type_is_asked_for_in_a_sentence(typing: pytest.MonkeyPatch, wargame: Run) -> None:
    typing.setattr(sys, "stdin", Keyboard("quit"))
    said = wargame("play", "first-download", "--plain", "--word", "rome")
    assert said.code == 2
    assert "WARGAME_WORD_ROME" in said.err
    assert not Path("runs").exists()


def test_a_word_is_typed_twice_and_both_must_be_the_same(typing: pytest.MonkeyPatch) -> None:
    unseen(typing, "one", "one", "two", "three")
    assert words_given(["rome"], None, twice=True).of("rome") == "one"
    with pytest.raises(SpecError, match="not the same"):
        words_given(["meta"], None, twice=True)


def test_control_is_asked_for_a_word_where_nobody_gave_one(typing: pytest.MonkeyPatch) -> None:
    asked = unseen(typing, "secret", "secret")
    assert with_control(GivenWords()).of(CONTROL) == "secret"
    assert len(asked) == 2
    assert with_control(GivenWords({CONTROL: "told"})).of(CONTROL) == "told"
    assert len(asked) == 2


@pytest.mark.parametrize("at_a_terminal", [True, False])
def test_that_control_has_no_word_is_said_plainly(
    at_a_terminal: bool, typing: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    if at_a_terminal:
        unseen(typing, "")
    else:
        typing.setattr(sys, "stdin", Keyboard("quit"))
    assert with_control(GivenWords()).of(CONTROL) == ""
    assert "control's desk has no word: anybody at this table can open it" in capsys.readouterr().err


def test_line_by_line_too_control_is_asked_for_a_word_and_a_game_that_goes_on_without_one_asks_again(
    typing: pytest.MonkeyPatch, wargame: Run
) -> None:
    typing.setattr(sys, "stdin", Keyboard("quit"))
    begun = wargame("play", "first-download", "--plain", "--control")
    assert "control's desk has no word" in begun.err
    (path,) = Path("runs").glob("*.jsonl")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert "control's desk has no word" in wargame("play", "--plain", "--resume", path).err
    typing.setenv("WARGAME_WORD_CONTROL", "lupercalia")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert "has no word" not in wargame("play", "--plain", "--resume", path).err
    typing.delenv("WARGAME_WORD_CONTROL")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert "has no word" not in wargame("play", "--plain", "--resume", path).err, "it was kept with the session"
    assert "lupercalia" not in path.read_text() + beside(path).read_text()


def test_words_of_a_file_are_the_plan_s_and_unknown_places_are_named(tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.write_text("# for the evening\nrome = lupercalia\n\ncontrol=a=b\n")
    file.chmod(0o600)
    words = words_given([], file, twice=True)
    plan = planned("first-download", {}, "scripted", None, {}, words)
    assert (plan.seats["rome"].word, plan.control_word, plan.seats["meta"].word) == ("lupercalia", "a=b", "")
    with pytest.raises(SpecError, match="--word paris: there is no such place; the places are"):
        planned("first-download", {}, "scripted", None, {}, GivenWords({"paris": "seine"}))


@pytest.mark.parametrize("line", ["rome", "=x", "rome=", "rome=a\nrome=b"])
def test_a_line_of_a_file_of_words_that_cannot_be_read_is_named_without_its_word(tmp_path: Path, line: str) -> None:
    file = tmp_path / "words"
    file.write_text(f"meta=ok\n{line}\n")
    with pytest.raises(SpecError, match=r"line [23]: this must be PLACE=WORD"):
        words_given([], file, twice=True)


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="there is no device without end here")
@pytest.mark.parametrize(
    ("file", "told"), [("/dev/zero", "is a device"), ("/absent", "No such file"), ("/", "is a folder")]
)
def test_what_is_no_file_of_words_is_told_and_not_read_without_end(file: str, told: str) -> None:
    with pytest.raises(SpecError, match=f"--words {file}: .*{told}"):
        words_given([], Path(file), twice=True)


def test_a_file_of_words_has_a_bound(tmp_path: Path) -> None:
    file = tmp_path / "words"
    file.write_text("rome=" + "x" * 65_536)
    with pytest.raises(SpecError, match=f"--words {file}: .*at most 65,536 bytes"):
        words_given([], file, twice=True)


def test_a_file_of_words_that_others_can_read_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file = tmp_path / "words"
    file.write_text("rome=lupercalia\n")
    file.chmod(0o644)
    words_given([], file, twice=True)
    assert f"chmod 600 {file}" in capsys.readouterr().err


def test_a_word_can_be_given_to_a_place_of_a_game_that_is_gone_on_with(
    typing: pytest.MonkeyPatch, wargame: Run
) -> None:
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert wargame("play", "first-download", "--plain").code == 0
    (path,) = Path("runs").glob("*.jsonl")
    typing.setenv("WARGAME_WORD_ROME", "lupercalia")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert "You are Rome" in wargame("play", "--plain", "--resume", path).out
    assert "upercalia" not in beside(path).read_text()
    typing.delenv("WARGAME_WORD_ROME")
    typing.setattr(sys, "stdin", Keyboard("quit"))
    assert "You are Rome" not in wargame("play", "--plain", "--resume", path).out
