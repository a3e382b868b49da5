"""Nothing is clipped: every widget that takes keys lies wholly on the screen, or inside something that scrolls."""

from __future__ import annotations

from typing import Any

from textual.app import App
from textual.containers import ScrollableContainer
from textual.widget import Widget


def clipped(app: App[Any]) -> list[str]:
    """Widgets in sight that take keys and cannot be wholly seen, each with its place."""
    screen = app.screen
    faults = []
    for widget in screen.focus_chain:
        region = widget.region
        inside = screen.region.contains_region(region) and region.area > 0
        if not inside and not _scrolls(widget):
            faults.append(f"{widget!r} at {region} on a screen of {screen.size}")
    for id in ("#header", "#keys", "#status"):
        regions = [widget.region for widget in screen.query(id)]
        faults += [f"{id} at {r}" for r in regions if r.height < 1 or not screen.region.contains_region(r)]
    return faults


def _scrolls(widget: Widget) -> bool:
    parent = widget.parent
    while isinstance(parent, Widget):
        if isinstance(parent, ScrollableContainer) and parent.is_scrollable and parent.region.area > 0:
            return True
        parent = parent.parent
    return False
