"""Commands that are shown can be copied: a shell reads every word back as it was meant, whatever a file is called."""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from wargame.core.plain_text import plain_line
from wargame.shell_words import shell_word

BASH = shutil.which("bash")
PACKAGE = Path(__file__).parents[1] / "wargame"
COMMAND = re.compile(r"(?:wargame|\0program(?:\(\))?\0) [a-z]+ [^`;,\n]*|with --resume \0[^\0]*\0")
"""A command, with what is filled in between marks."""
FILLED = re.compile(r"\0([^\0]*)\0")
OWN = ("program", "program()", "turn", "variable", "seat", "name")
"""Words of the program's own in commands: its name, numbers, names of variables and seats, checked names of actors."""
ODD = [
    "my games",
    "it's",
    'a "b"',
    "$HOME",
    "~",
    "*",
    "a;b",
    "a&b",
    "a\\b",
    "-rf",
    "é 文",
    "a\nb",
    "a\x1b[31m",
    "\udcff",
]


def _as_read(words: list[str]) -> list[bytes]:
    """The words as bash reads them from one line."""
    assert BASH is not None
    line = "printf '%s\\0' " + " ".join(words)
    done = subprocess.run([BASH, "-c", line], capture_output=True, check=True, env={"LC_ALL": "C.UTF-8"})
    return done.stdout.split(b"\0")[:-1]


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), min_size=1), min_size=1))
def test_any_name_comes_back_from_a_shell_as_it_is(names: list[str]) -> None:
    assert _as_read([shell_word(name) for name in names]) == [name.encode() for name in names]


@pytest.mark.skipif(BASH is None, reason="bash is not installed")
def test_odd_paths_come_back_and_none_is_taken_for_an_option() -> None:
    read = _as_read([shell_word(Path(name)) for name in ODD])
    assert [Path(each.decode(errors="surrogateescape")) for each in read] == [Path(name) for name in ODD]
    assert not any(each.startswith(b"-") for each in read)


@pytest.mark.parametrize("name", ODD)
def test_a_word_stays_what_it_is_when_it_is_shown_on_a_line(name: str) -> None:
    assert plain_line(shell_word(name)) == shell_word(name)


def test_plain_names_stay_as_they_are() -> None:
    assert shell_word("runs/game-1.jsonl") == "runs/game-1.jsonl"
    assert shell_word("ws://127.0.0.1:8700") == "ws://127.0.0.1:8700"


def _unquoted(text: str) -> Iterator[str]:
    """Words that are filled into commands of a module without being quoted."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.JoinedStr):
            for command in COMMAND.findall("".join(map(_marked, node.values))):
                yield from (
                    f"{word} in {command!r}"
                    for word in FILLED.findall(command)
                    if not word.startswith(("shell_word(", "shlex.quote("))
                    and word not in OWN
                    and f"{word} = shell_word(" not in text
                )


def _marked(part: ast.expr) -> str:
    return f"\0{ast.unparse(part.value)}\0" if isinstance(part, ast.FormattedValue) else str(ast.literal_eval(part))


def test_every_command_that_is_shown_quotes_what_is_filled_in() -> None:
    texts = {path: path.read_text(encoding="utf-8") for path in sorted(PACKAGE.rglob("*.py"))}
    marks = re.compile(r"(wargame|\{program(\(\))?\}) [a-z]|--resume")
    shown = {path: text for path, text in texts.items() if marks.search(text)}
    assert len(shown) > 20
    assert [f"{path}: {found}" for path, text in shown.items() for found in _unquoted(text)] == []


def test_a_command_that_fills_in_a_bare_path_is_found() -> None:
    assert list(_unquoted('f"on: wargame run {path}"')) == ["path in 'wargame run \\x00path\\x00'"]
    assert list(_unquoted('f"on: {program()} why {shell_word(path)} {variable}"')) == []
