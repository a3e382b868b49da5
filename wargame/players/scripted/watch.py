"""What a lab does about copying: it watches accounts once the matter is in the news. It does not sanction anybody."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.orders import AnyOrder, Monitor
from wargame.players.scripted.mind import Mind


def watch(mind: Mind) -> Iterator[AnyOrder]:
    """A closer watch after copying has been in the news."""
    if mind.lately("distillation_expose", "defection_detected", spells=2):
        yield Monitor()
