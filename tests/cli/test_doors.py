"""Doors for people who have installed nothing: what is told of them, and what one lacks."""

from __future__ import annotations

import importlib.util
import io
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

pytest.importorskip("aiohttp", reason="aiohttp is not installed; nothing but the door for browsers needs it")
pytest.importorskip(
    "textual_serve", reason="textual-serve is not installed; nothing but the door for browsers needs it"
)
pytest.importorskip("segno", reason="segno is not installed; nothing but the door for browsers needs it")

from tests.cli.conftest import Run
from tests.rooms.rig import hosted, run
from wargame.commands.doors import WantedDoors
from wargame.rooms.addresses import as_seen


@pytest.mark.parametrize(
    ("bind", "qr", "drawn"), [("127.0.0.1", True, False), ("0.0.0.0", True, True), ("0.0.0.0", False, False)]
)
def test_the_address_for_browsers_is_told_and_drawn_where_others_can_reach_it(
    tmp_path: Path, bind: str, qr: bool, drawn: bool
) -> None:
    async def test() -> None:
        async with hosted() as here:
            doors = WantedDoors(bind, None, 0, None, qr)
            async with doors.open(here.hosted, tmp_path / "game.jsonl", None) as ways:
                (told,) = ways.told
                assert told.startswith(f"in a browser: http://{as_seen(bind)}:")
                assert not [code for code in here.hosted.keyring.codes.values() if code in told]
                assert bool(ways.drawn) is drawn
                assert {*"".join(ways.drawn)} <= {*" ▀▄█"}
                assert len({len(row) for row in ways.drawn}) <= 1

    run(test())


def test_no_address_is_drawn_where_its_blocks_cannot_be_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def test() -> None:
        async with hosted() as here:
            doors = WantedDoors("0.0.0.0", None, 0, None, True)
            async with doors.open(here.hosted, tmp_path / "game.jsonl", None) as ways:
                assert len(ways.told) == 1
                assert ways.drawn == []

    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(io.BytesIO(), encoding="ascii"))
    run(test())


@pytest.mark.parametrize("library", ["aiohttp", "textual_serve", "segno"])
def test_a_library_that_is_not_there_is_told_before_anything_is_recorded(
    wargame: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, library: str
) -> None:
    found: Callable[..., Any] = importlib.util.find_spec
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name, *more: None if name == library else found(name, *more)
    )
    done = wargame("host", "first-download", "--web", "0")
    assert done.code == 2
    assert f"--web needs {library}, which is not installed here" in " ".join(done.err.split())
    assert not (tmp_path / "runs").exists()


@pytest.mark.parametrize("option", ["--web", "--ssh"])
def test_a_port_that_is_taken_is_refused_before_a_record_is_begun(tmp_path: Path, wargame: Run, option: str) -> None:
    if option == "--ssh":
        pytest.importorskip("asyncssh", reason="asyncssh is not installed; nothing but the door for ssh needs it")
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port, out = taken.getsockname()[1], tmp_path / "game.jsonl"
        said = wargame("host", "first-download", "--seat", "rome=human", "--port", 0, option, port, "--out", out)
    assert said.code == 2
    assert f"{option} {port}: nobody can be let in there" in said.err
    assert not list(tmp_path.iterdir())
