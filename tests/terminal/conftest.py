"""What the tests in a real terminal share: sessions that are ended whatever happens."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from tests.terminal.terminal import Terminal

Opening = Callable[..., Terminal]


@pytest.fixture
def terminal(tmp_path: Path) -> Iterator[Opening]:
    """Opens terminals in a scratch folder and closes them when the test is over."""
    opened: list[Terminal] = []

    def opening(*command: str, size: tuple[int, int] = (120, 36), program: Sequence[str] = ()) -> Terminal:
        opened.append(Terminal(tmp_path, size, *command, program=program))
        return opened[-1]

    yield opening
    for each in opened:
        each.close()
