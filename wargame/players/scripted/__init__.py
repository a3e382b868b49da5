"""Scripted doctrines: baselines worth playing against, that bargain, keep or break their word, defect or coerce."""

from __future__ import annotations

from collections.abc import Mapping

from wargame.core.habits import PLAIN, Habits, read
from wargame.core.moves import Body, Sealed, Talk, Weigh
from wargame.core.setting import Seat
from wargame.core.views import View
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.scripted.arguing import weighings
from wargame.players.scripted.bargaining import answers, notices, renewals
from wargame.players.scripted.careful_lab import CarefulLab
from wargame.players.scripted.contractor import Contractor
from wargame.players.scripted.doctrine import Doctrine
from wargame.players.scripted.eager_lab import EagerLab
from wargame.players.scripted.fighting_power import FightingPower
from wargame.players.scripted.institution import Institution
from wargame.players.scripted.messages import complaints, replies
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.open_lab import OpenLab
from wargame.players.scripted.past import Past
from wargame.players.scripted.patron import Patron
from wargame.players.scripted.rationale import rationale
from wargame.players.scripted.rival_patron import RivalPatron
from wargame.players.scripted.statements import declared
from wargame.players.scripted.wary_power import WaryPower
from wargame.rules.bargains.talk import MOST_MOVES
from wargame.rules.model.without_signing import Standings

DOCTRINES: Mapping[str, Doctrine] = {
    "patron": Patron(),
    "rival_patron": RivalPatron(),
    "wary_power": WaryPower(),
    "fighting_power": FightingPower(),
    "careful_lab": CarefulLab(),
    "eager_lab": EagerLab(),
    "open_lab": OpenLab(),
    "contractor": Contractor(),
    "institution": Institution(),
}
"""Doctrines by the name that dossiers and specs use."""


class Scripted:
    """A seat played by a doctrine."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, doctrine: str, seed: int, spec: str = "scripted", habits: Habits = PLAIN) -> None:
        """`seed` gives the seat its tempers and whims as far as `habits` leave them open; `spec` goes to the record."""
        self._doctrine = DOCTRINES[doctrine]
        self._name = doctrine
        self._seed = seed
        self._habits = habits
        self._grounds: View | None = None
        self._known = Standings()
        self._past: Past | None = None
        self.spec = spec

    async def decide(self, ask: Ask) -> Answer:
        """Answer as the doctrine has it."""
        return self.answer(ask)

    def answer(self, ask: Ask) -> Answer:
        """The same without waiting, for fallbacks and baselines."""
        mind = self.mind(ask)
        body: Body
        if ask.phase == "talk":
            moves = answers(mind)
            if ask.round == 1:
                moves += [*renewals(mind), *self._doctrine.talk(mind), *notices(mind), *complaints(mind)]
            moves += replies(mind, moves)
            body = Talk(moves=tuple(moves[:MOST_MOVES]))
        elif ask.phase == "weigh":
            body = Weigh(weighings=tuple(weighings(mind)))
        else:
            orders = mind.fill(self._doctrine.orders(mind))
            body = Sealed(signal=declared(mind, orders, self._doctrine.shown, self._doctrine.denied), orders=orders)
        return Answer(body, "scripted", rationale(mind, self._name, body))

    def mind(self, ask: Ask) -> Mind:
        """An ask as this player looks at it."""
        if self._past is None:
            self._past = Past(ask.seat)
        return Mind(ask, self._seed, self._habits, self._standing(ask), self._past)

    def _standing(self, ask: Ask) -> Standings:
        """What was worked out for an ask before this one, as long as nothing that it rests on is another."""
        view, last = ask.view, self._grounds
        same = last is not None and (
            view.values is last.values
            and view.access is last.access
            and view.models is last.models
            and view.conditions is last.conditions
            and view.agreements is last.agreements
            and view.pledges is last.pledges
        )
        if not same:
            self._grounds, self._known = view, Standings()
        return self._known


def script_of(seat: Seat, seed: int, doctrine: str = "", spec: str = "scripted", habits: Habits = PLAIN) -> Scripted:
    """The script of a seat: its own doctrine unless another is named, set as its scenario says and then as given."""
    return Scripted(doctrine or seat.doctrine, seed, spec, habits.over(read(seat.habits)))
