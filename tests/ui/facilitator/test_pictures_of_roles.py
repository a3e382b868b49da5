"""How the desks of whoever sits beside control look at both sizes: each shows the acts of its role and no others."""

from __future__ import annotations

from dataclasses import dataclass, replace

import pytest

from tests.ui.conftest import SIZES, Pictured, still
from tests.ui.facilitator.hands import Standstill
from tests.ui.rooms import a_room, to_ruling, until
from wargame.present.local_table import RoomHost, of_room
from wargame.table.desk import ControlDesk
from wargame.table.local_desk import LocalDesk
from wargame.table.people import PersonRole
from wargame.ui.app import WargameApp
from wargame.ui.facilitator.screen import ControlScreen
from wargame.ui.widgets.panes import Words

pytestmark = [pytest.mark.anyio, pytest.mark.parametrize("size", SIZES)]
ACTS: dict[PersonRole, tuple[str, str]] = {
    "white_cell": ("a rule", "u undo"),
    "scribe": ("b note", "m message"),
    "owner": ("a rule", "w who"),
}
"""An act that the role has, and one that it lacks."""


@dataclass(frozen=True)
class InOtherHands(RoomHost):
    """A table whose desk is in one person's hands."""

    handle: str = ""

    @property
    def control(self) -> ControlDesk:
        return LocalDesk(self.room.control.acting(self.handle))


@pytest.mark.slow
@pytest.mark.parametrize("role", ACTS)
async def test_the_desk_of_a_role_looks_as_it_did(role: PersonRole, size: tuple[int, int], pictured: Pictured) -> None:
    room = a_room(preset="90-minutes", time=Standstill())
    handle = room.control.come_in("Ada", role).handle
    table = of_room(room, control=True)
    app = WargameApp(replace(table, chairs={}, host=InOtherHands(room, handle=handle)))
    async with app.run_test(size=size) as pilot:
        await until(pilot, lambda: isinstance(app.screen, ControlScreen) and room.clock().phase in ("brief", "talk"))
        if room.clock().phase == "brief":
            room.control.skip()
            await until(pilot, lambda: room.clock().phase == "talk")
        await to_ruling(pilot, room)
        await until(pilot, lambda: "waits" in app.screen.query_one("#cases").as_text())  # type: ignore[attr-defined]
        await still(app, pilot)
        acts = str(app.screen.query_one("#acts", Words).render())
        has, lacks = ACTS[role]
        assert has in acts
        assert lacks not in acts
        pictured(app, f"{role.replace('_', '-')}-{size[0]}x{size[1]}")
