"""Tables that people sit at: opened from the lobby's plan, or gone on with; each with its players and its record."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING

from wargame.commands import chosen
from wargame.commands.record import opened
from wargame.core.ids import CONTROL
from wargame.errors import SpecError
from wargame.present.lobby_plan import fault_of_judges
from wargame.present.sitting import Sitting, of_room
from wargame.review.account import account
from wargame.table.opening import choose, open_room, rehearsal_room, resume_room, unfinished
from wargame.table.players import Means, ModelMeans
from wargame.table.session import beside, load
from wargame.table.settings import SessionSettings
from wargame.transcript.setup import GameSetup, seats_after

if TYPE_CHECKING:
    from wargame.present.lobby_plan import TablePlan


class Tables:
    """Opens tables for the lobby and for `wargame play`."""

    path: Path | None = None
    """Where the game that was opened last is recorded."""
    cut_broken: bool = False
    """Whether the next record that is gone on with is cut where it breaks."""

    async def open(self, plan: TablePlan) -> Sitting:
        """A new game; SpecError or PackError says in a sentence why not."""
        setup = choose(
            plan.scenario,
            variant=plan.variant,
            seed=plan.seed,
            seats={seat: each.spec for seat, each in plan.seats.items()},
        )
        if fault := fault_of_judges(plan.judges):
            raise SpecError(fault)
        settings = plan.settings
        models = ModelMeans(tokens=settings.tokens, money=settings.money)
        await models.ready((*setup.seats.values(), *settings.judges))
        if not plan.rehearsal:
            return self._table(setup, plan, models)
        practice = rehearsal_room(setup, SessionSettings(model_seconds=settings.model_seconds), Means(models))
        real = ModelMeans(tokens=settings.tokens, money=settings.money, endpoints=models.endpoints)
        title = f"REHEARSAL of {practice.setting.title}"
        return of_room(practice, title=title, then=lambda: self._table(setup, plan, real))

    def _table(self, setup: GameSetup, plan: TablePlan, models: ModelMeans) -> Sitting:
        self.path = path = chosen.fresh_path(setup.bundle.pack.id, plan.seed)
        room = open_room(setup, path, plan.settings, Means(models))
        for seat, each in plan.seats.items():
            if seat in room.setting.by_id and room.is_human(seat):
                for name in each.names:
                    room.join(name, seat=seat)
                if each.word:
                    room.set_word(seat, each.word)
        if plan.control_word:
            room.set_word(CONTROL, plan.control_word)
        return of_room(room, control=plan.facilitated, record=path, close=models.aclose)

    async def resume(self, path: Path) -> Sitting:
        """A game that was broken off; TranscriptError says in a sentence why not."""
        self.path = path
        cut_broken, self.cut_broken = self.cut_broken, False
        record, setup = unfinished(path, cut_broken=cut_broken)
        settings = load(beside(path)).settings
        models = ModelMeans(tokens=settings.tokens, money=settings.money)
        await models.ready((*seats_after(setup, record.entries).values(), *settings.judges))
        room = resume_room(path, Means(models), cut_broken=cut_broken)
        said = f"{path}: {room.torn}" if room.torn else ""
        return of_room(room, control=settings.facilitated, record=path, close=models.aclose, said=said)

    def account(self, path: Path) -> str:
        """A recorded game told in words."""
        return re.sub(r"\n    (?=\S)", " ", account(opened(path), path))
