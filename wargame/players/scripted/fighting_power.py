"""The fighting power trades what only it has, data and drones, for what it needs this winter."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core import names
from wargame.core.clauses import DataClause, GuaranteeClause, ProductionClause, SupportClause
from wargame.core.ids import SeatId
from wargame.core.moves import TalkMove
from wargame.core.orders import (
    AdoptOpen,
    AnyOrder,
    EndorseNorms,
    FieldNarrow,
    FineTuneEdge,
    Integrate,
    RequestIntelligence,
    ShareThreatData,
    TrainOperators,
)
from wargame.players import drafts
from wargame.players.scripted.arguing import cases
from wargame.players.scripted.forces import automation, tempting
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.wary_power import WaryPower


class FightingPower(WaryPower):
    """Crews before machines, several suppliers before one, and never a rival's base."""

    shown: tuple[str, ...] = (
        "train_operators",
        "deploy_automation",
        "set_oversight",
        "field_narrow",
        "fine_tune_edge",
        "endorse_norms",
    )
    denied: tuple[str, ...] = ()

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Data for engineers, drones for a guarantee, then a bid like others; and how the grid stands."""
        moves: list[TalkMove] = []
        patron = mind.book.patron
        for firm in mind.seats("contractor"):
            clauses = (
                SupportClause(giver=firm.id, taker=mind.me, level=2),
                DataClause(giver=mind.me, taker=firm.id, control="kept"),
            )
            moves += mind.offer(drafts.terms(*clauses, turns=mind.lasting(3))) or self._machines(mind, firm.id)
        if patron:
            drones = ProductionClause(giver=mind.me, taker=patron, piece="drones", volume=2)
            moves += mind.offer(
                drafts.terms(drones, GuaranteeClause(giver=patron, taker=mind.me), turns=mind.lasting(5))
            )
        moves += super().talk(mind)
        if patron and mind.own(names.grid, 100) < 55:
            grid = f"{mind.own(names.grid):.0f}"
            moves += mind.say((patron,), mind.speech.say("plight", grid=grid, other=mind.name(patron)))
        return moves

    def _machines(self, mind: Mind, firm: SeatId) -> list[TalkMove]:
        """Of a firm whose engineers would add nothing: its drones, for what they meet at the front."""
        if mind.bound_with(firm) or firm in mind.rebuffers:
            return []
        drones = ProductionClause(giver=firm, taker=mind.me, piece="drones", volume=2)
        data = DataClause(giver=mind.me, taker=firm, control="kept")
        return mind.offer(drafts.terms(drones, data, turns=mind.lasting(3)))

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Crews every turn; autonomy, tuning, depth and the newest lawful weights in turns; automation when it must."""
        yield from self._answer_the_cut(mind)
        yield TrainOperators()
        model = mind.newest(tempting(mind, mind.open_weights()))
        if model:
            yield AdoptOpen(model=model.id)
        if mind.own(names.grid, 100) < 60 or mind.own(names.automation):
            yield from automation(mind)
        young = mind.value(names.narrow(mind.me, "autonomy")) < 0.8
        yield FieldNarrow(area="autonomy" if young else "targeting")
        tuned = FineTuneEdge(area="autonomy")
        yield tuned if mind.menu.allows(tuned) else FineTuneEdge(area="targeting")
        patron = mind.book.patron
        friends = [("raise_trust", patron)] if patron else []
        yield from cases(mind, [("raise_domestic_support", mind.me), *friends])  # type: ignore[list-item]
        yield Integrate(focus="depth")
        for ally in mind.seats("government"):
            if ally.bloc in ("allied", "us") and mind.whim(f"share.{ally.id}") < 0.3:
                yield ShareThreatData(target=ally.id)
        if mind.own(names.norms) < 1:
            yield EndorseNorms()
        if patron:
            yield RequestIntelligence(target=patron, about="trust")
