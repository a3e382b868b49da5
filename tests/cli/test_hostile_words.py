"""Words that would steer a terminal, in every place where a player can write: no command passes them on."""

from __future__ import annotations

import asyncio
import io
import os
import re
import subprocess
import sys
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from pathlib import Path
from typing import Any

import pytest

import wargame as wargame_package
from tests.cli.conftest import Run, Said
from wargame.core.setting import Seat
from wargame.core.written import WRITTEN, Places
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.specs import make
from wargame.review.deviation_log import as_lines
from wargame.table.opening import choose, new_game
from wargame.transcript.codebook import TABLES
from wargame.transcript.deviations import Deviation

HOSTILE = (
    " \x1b]8;;http://evil\x1b\\here\x1b]8;;\x1b\\ \x90$q\x9c\x1b_apc\x1b\\ \U000e0041a\ufe01\U000e0120\u3164\u034fZ"
    f"{chr(0x301) * 9}"
    " \x1b[31mred\x1b]0;title\x07\x1b]52;c;ZXZpbA==\x07\x1b[2J\x9b2J\x08\x00\x7f\u202eevil\u2066\u200b\ufeff\u2028"
    "FORGED one\r\nFORGED two\nFORGED three\x85FORGED four\rFORGED five\x0bFORGED six"
)
STEERS = re.compile(
    "[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200b\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff"
    "\u034f\u3164\ufe01\U000e0000-\U000e0fff]|\u0301{5}"
)


def hostile(value: Any) -> Any:
    """The same thing with the hostile words behind everything that somebody wrote in it."""
    if isinstance(value, tuple):
        return tuple(map(hostile, value))
    if not is_dataclass(value) or isinstance(value, type):
        return value
    words = WRITTEN.get(type(value), Places()).words
    changed: Mapping[str, Any] = {
        field.name: f"{getattr(value, field.name)}{HOSTILE}" if field.name in words else hostile(found)
        for field in fields(value)
        if field.init and (found := getattr(value, field.name)) is not None
    }
    return replace(value, **changed)


class Saboteur:
    """Plays as a script does and writes as nobody should."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, spec: str, seat: Seat, seed: int) -> None:
        self.spec = spec
        self._inner = make(spec, seat, seed)

    async def decide(self, ask: Ask) -> Answer:
        answer = await self._inner.decide(ask)
        return replace(answer, body=hostile(answer.body), rationale=HOSTILE, plan=HOSTILE, notebook=HOSTILE)


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("hostile") / "told.jsonl"
    game = new_game(choose("first-download", seed=3), path, sync="end", make=Saboteur)
    asyncio.run(game.play())
    assert "FORGED" in path.read_text()
    return path


def harmless(said: Said) -> None:
    for text in (said.out, said.err):
        found = STEERS.search(text)
        assert found is None, (found, text[max(0, found.start() - 90) :][:180])
        assert not [line for line in text.splitlines() if line.lstrip().startswith("FORGED")]


LOOKS = (
    ("view", "--seat", "control"),
    ("view", "--seat", "rome", "--turn", "2"),
    ("view", "--seat", "rome", "--json"),
    ("why", "rome.trust.meta", "--depth", "9"),
    ("why", "rome.A", "--json"),
    ("replay", "--plain"),
    ("replay", "--seat", "rome"),
    ("deviations",),
    ("verify",),
    *(("export", "--table", table) for table in TABLES),
)


@pytest.mark.parametrize("words", LOOKS, ids=" ".join)
def test_no_look_at_a_game_passes_on_what_steers_a_terminal(words: tuple[str, ...], told: Path, wargame: Run) -> None:
    said = wargame(words[0], told, *words[1:])
    assert said.code == 0
    harmless(said if words[0] != "export" else Said(said.code, said.out.replace("\nFORGED", " "), said.err))


def test_the_feed_of_a_run_passes_nothing_on(told: Path, tmp_path: Path, wargame: Run) -> None:
    for number, more in enumerate(((), ("--json",))):
        said = wargame(
            "run", "first-download", "--seed", 3, "--all", f"recorded:{told}", "--out", tmp_path / f"{number}", *more
        )
        assert said.code == 0
        harmless(said)


def test_line_mode_passes_nothing_on(told: Path, tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    typed = ["seal", "", "", "yes", "look news", "look facts", "look arguments", "look seats", "say all: \x1b[2J\u202e"]
    monkeypatch.setattr(sys, "stdin", io.StringIO("\n".join([*typed, "sheet", "quit", ""])))
    said = wargame(
        "play", "first-download", "--plain", "--seed", 3, "--seat", "rome=human", "--all", f"recorded:{told}"
    )
    assert "FORGED" in said.out
    harmless(said)


def test_what_control_wrote_passes_nothing_on() -> None:
    act = Deviation("x1", "ada", "controller", "undo", 1, "talk", "now", f"a{HOSTILE}", None, HOSTILE, HOSTILE, False)
    lines = as_lines((act,), {"ada": HOSTILE})
    assert len(lines) == 3
    assert not [line for line in lines if STEERS.search(line) or "\n" in line]


@pytest.mark.parametrize(
    "words",
    [
        ("view", "{}", "--seat", "rome"),
        ("verify", "{}"),
        ("check", "{}"),
        ("actors", "{}"),
        ("scenarios", "{}"),
        ("run", "{}"),
        ("run", "first-download", "--seat", "{}=scripted"),
        ("run", "first-download", "--all", "llm:{}@http://127.0.0.1:9/v1"),
        ("play", "first-download", "--plain", "--seat", "{}"),
        ("scenarios", "one", "{}"),
        ("{}",),
        ("run", "--{}"),
    ],
    ids=" ".join,
)
def test_no_error_repeats_what_steers_a_terminal(words: tuple[str, ...], wargame: Run) -> None:
    said = wargame(*(word.replace("{}", "x\x1b[2J\u202ey\nFORGED") for word in words))
    assert said.code
    harmless(said)


NAMED = (
    ("verify", "{record}"),
    ("view", "{record}", "--seat", "rome"),
    ("replay", "{record}", "--plain"),
    ("run", "--resume", "{record}"),
    ("play", "--plain", "--resume", "{record}"),
    ("run", "first-download", "--out", "{record}"),
    ("run", "first-download", "--turns", "1", "--out", "{new}"),
    ("export", "{record}", "--table", "scores", "--out", "{new}"),
    ("redact", "{record}", "--handle", "ada", "--out", "{new}"),
    ("handout", "first-download", "--out", "{new}"),
    ("copy", "first-download", "{new}"),
    ("check", "{pack}"),
    ("run", "{pack}", "--turns", "1", "--out", "{new}"),
    ("audit", "{pack}"),
    ("scenarios", "{pack}"),
    ("actors", "{pack}"),
    ("params", "{pack}"),
)


@pytest.mark.slow
@pytest.mark.parametrize("words", NAMED, ids=" ".join)
def test_no_name_of_a_file_or_a_folder_steers_or_forges_a_line(
    words: tuple[str, ...], tmp_path: Path, wargame: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    evil = "x\x1b[2J\u202e\U000e0041\nFORGED"
    record, pack = Path(f"{evil}.jsonl"), Path(f"{evil}-pack")
    if "{record}" in words:
        assert wargame("run", "first-download", "--turns", "1", "--quiet", "--out", record).code == 0
    if "{pack}" in words:
        assert wargame("copy", "first-download", pack).code == 0
    said = wargame(*(word.format(record=record, pack=pack, new=f"{evil}-new") for word in words))
    assert said.code in (0, 2)
    assert said.out + said.err
    harmless(said)


def test_a_traceback_steers_nothing_either(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "wargame.cli", "--debug", "view", "x\x1b[2J\u202e", "--seat", "rome"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path, env=here())
    assert "Traceback" in done.stderr
    assert STEERS.search(done.stderr) is None


def test_nothing_is_written_but_where_it_is_made_harmless() -> None:
    root = Path(wargame_package.__file__).parent
    ways = re.compile(r"\bprint\(|typer\.echo\(|std(?:out|err)\.write\(")
    found = {
        str(path.relative_to(root)): len(ways.findall(path.read_text(encoding="utf-8")))
        for path in root.rglob("*.py")
        if path.relative_to(root).parts[0] != "stub" and ways.search(path.read_text(encoding="utf-8"))
    }
    constants = dict.fromkeys(
        (
            "cli.py",
            *(f"commands/{name}.py" for name in ("balance", "feed", "export", "probe", "progress", "review")),
        ),
        1,
    )
    assert found == {**constants, "commands/output.py": 2, "console/typed_lines.py": 1}, "say, tell and answer write"


def here() -> dict[str, str]:
    """The environment, with this program first."""
    return {**os.environ, "PYTHONPATH": str(Path(wargame_package.__file__).parent.parent)}


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_an_answer_that_does_not_arrive_is_said(told: Path) -> None:
    command = [sys.executable, "-m", "wargame.cli", "view", str(told), "--seat", "rome"]
    with Path("/dev/full").open("w") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    assert done.returncode == 2
    assert "Traceback" not in done.stderr
    assert "space" in done.stderr


@pytest.mark.slow
def test_a_stream_that_takes_ascii_alone_breaks_no_answer(told: Path) -> None:
    command = [sys.executable, "-m", "wargame.cli", "view", str(told), "--seat", "control"]
    for more in ((), ("--json",)):
        done = subprocess.run(
            [*command, *more], capture_output=True, check=False, env={**os.environ, "PYTHONIOENCODING": "ascii"}
        )
        assert done.returncode == 0, done.stderr
        assert done.stdout.isascii()
        assert len(done.stdout.splitlines()) >= (1 if more else 50)


@pytest.mark.slow
def test_a_closed_stream_and_a_reader_who_leaves_break_nothing(told: Path, tmp_path: Path) -> None:
    wargame = f"{sys.executable} -m wargame.cli"
    for line in (
        f"{wargame} view {told} --seat control >&-",
        f"{wargame} verify {told} 2>&- >&-",
        f"{wargame} run first-download --out a.jsonl 2>/dev/null | head -n 1 >/dev/null; exit ${{PIPESTATUS[0]}}",
        f"{wargame} play first-download --plain <&- 2>/dev/null",
    ):
        done = subprocess.run(["bash", "-c", f"cd {tmp_path}; {line}"], capture_output=True, text=True, check=False)
        assert done.returncode == 0, (line, done.stderr)
        assert not done.stderr, line
    assert (tmp_path / "a.jsonl").read_text().count("\n") > 100
