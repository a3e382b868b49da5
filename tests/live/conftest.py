"""A real small model behind a real server in a process of its own; where it cannot be had, the reason is printed."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from wargame.errors import LocalModelError
from wargame.local.catalogue import DEFAULT, located
from wargame.local.fetch import fetch


@pytest.fixture(scope="session")
def gguf() -> Path:
    """The file of a small model: the one that is named, the one in the cache, or one fetched now."""
    pytest.importorskip("xllamacpp", reason="no small model: xllamacpp is not installed (pip install '.[local]')")
    try:
        return located(None)
    except LocalModelError as missing:
        if os.environ.get("WARGAME_LOCAL_GGUF"):
            pytest.skip(f"no small model: {missing}")
    try:
        return fetch(DEFAULT, lambda have: None)
    except LocalModelError as fault:
        pytest.skip(f"no small model: {fault}")


@contextmanager
def served(gguf: Path, *options: str) -> Iterator[subprocess.Popen[str]]:
    """`wargame local serve` in a process of its own, ended by SIGTERM as a shell would end it."""
    command = [sys.executable, "-m", "wargame.cli", "local", "serve", "--model", str(gguf), "--threads", "2", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            yield process
        finally:
            process.send_signal(signal.SIGTERM)
            try:
                process.wait(20)
            except subprocess.TimeoutExpired:
                process.kill()


def base_url(process: subprocess.Popen[str]) -> str:
    """The first line it prints, once it is ready."""
    assert process.stdout is not None
    line = process.stdout.readline().strip()
    assert line, f"the server ended with {process.wait(20)} before it was ready"
    return line


@pytest.fixture(scope="session")
def url(gguf: Path) -> Iterator[str]:
    """Base URL of one server that all these tests share."""
    with served(gguf) as process:
        yield base_url(process)
