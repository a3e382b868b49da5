"""A short scripted game, played once, and its reports for whoever reads them."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest

from wargame.present.report.assembling import report_of
from wargame.present.report.document import Report
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through

Reports = Callable[[str], Report]


@pytest.fixture(scope="session")
def record(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("report") / "game.jsonl"
    setup = choose("between-the-giants", variant="core", seed=7, turns=4)
    run_through(new_game(setup, path, sync="end").play(), waits=False)
    return path


@pytest.fixture(scope="session")
def reports(record: Path) -> Reports:
    return cache(lambda viewer: report_of(record, viewer))
