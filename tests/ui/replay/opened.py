"""The replay screen over shipped games."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from textual.pilot import Pilot

from tests.ui.conftest import settled
from wargame.core.ids import CONTROL
from wargame.ui.app import WargameApp
from wargame.ui.replay.screen import ReplayScreen

SHIPPED = Path(__file__).resolve().parents[3] / "transcripts"
SCRIPTED, MODELS = SHIPPED / "first-download-scripted.jsonl", SHIPPED / "first-download-qwen-1.5b.jsonl"


@asynccontextmanager
async def replaying(
    path: Path, size: tuple[int, int], eyes: str = CONTROL, turn: int | None = None
) -> AsyncIterator[tuple[ReplayScreen, WargameApp, Pilot[Any]]]:
    """The screen once the game has been played again."""
    app = WargameApp(replaying=(path, eyes, turn, "ada"))
    async with app.run_test(size=size) as pilot:
        await settled(app, "reading")
        await pilot.pause()
        await settled(app, "playing")
        await pilot.pause()
        screen = app.screen
        assert isinstance(screen, ReplayScreen)
        yield screen, app, pilot
