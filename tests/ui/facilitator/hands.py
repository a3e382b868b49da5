"""What somebody does at control's screen by keys, and what can then be read."""

from __future__ import annotations

from textual.pilot import Pilot

from tests.ui.rooms import shown, until
from wargame.table.room import Room
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.widgets.lists import Lines


class Standstill:
    """Time that passes when told."""

    def __init__(self) -> None:
        self.gone = 0.0

    def now(self) -> float:
        return self.gone

    def outside(self) -> float:
        return self.gone

    def after(self, seconds: float, ring: object) -> object:
        return lambda: None


def seen(room: Room, seat: str) -> str:
    """Everything that a seat can read."""
    return "\n".join(f"{each.text} {each.body}" for each in room.chair(seat).look().view.events)


def logged(room: Room) -> list[tuple[str, str, str]]:
    return [(each.what, each.target, each.reason) for each in room.control.deviations()]


async def closed(pilot: Pilot[None]) -> None:
    await until(pilot, lambda: isinstance(pilot.app.screen, ControlScreen))


def told(pilot: Pilot[None]) -> str:
    """What the lists of the front screen say, also out of sight, and its status."""
    return "\n".join(row.text for lines in pilot.app.screen.query(Lines) for row in lines.rows) + shown(pilot)


async def go(pilot: Pilot[None], name: str) -> None:
    """Put the cursor of the window's form on a field; the keys go to the list first."""
    from wargame.ui.facilitator.act_window import ActFields, ActList

    await pilot.pause()
    form = pilot.app.screen.query_one(ActFields)
    if form.writing:
        await pilot.press("escape")
        await pilot.pause()
    fields = pilot.app.screen.query_one(ActList)
    if fields.opened:
        await pilot.press("escape")
        await pilot.pause()
    if form.writing:
        await pilot.press("escape")
        await pilot.pause()
    assert fields.go_to_key(name), f"no field {name} in {[row.key for row in fields.rows]}"


async def choose(pilot: Pilot[None], name: str, value: str | None = None) -> None:
    """Open a field, and choose a value of it by moving to it."""
    from wargame.ui.facilitator.act_window import ActList

    await go(pilot, name)
    await pilot.press("enter")
    await pilot.pause()
    if value is None:
        return
    fields = pilot.app.screen.query_one(ActList)
    at = next(n for f in fields.fields if f.name == name for n, c in enumerate(f.choices) if c.value == value)
    assert fields.go_to_key(f"{name}={at}")
    await pilot.press("enter")
    await pilot.pause()


async def do(pilot: Pilot[None], *, closes: bool = True) -> None:
    """Choose the row that does it."""
    await go(pilot, "do")
    await pilot.press("enter")
    await pilot.pause()
    if closes:
        await closed(pilot)


async def go_to_pane(pilot: Pilot[None], key: str, id: str) -> None:
    """To a pane by its digit."""
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.screen.query_one(f"#{id}").has_focus)


async def inject_row(pilot: Pilot[None], name: str) -> None:
    """To an inject of the list."""
    await go_to_pane(pilot, "3", "injects")
    pilot.app.screen.query_one("#injects", Lines).go_to_key(name)
