"""Scripted doctrines: baselines worth playing against, that bargain, keep or break their word, defect or coerce."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Protocol

from wargame.core.moves import Body, Intent, Sealed, Signal, Talk, TalkMove, Weigh, Weighing
from wargame.core.orders import AnyOrder, Reason
from wargame.core.views import View
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.players.scripted.labs import CarefulLab, EagerLab
from wargame.players.scripted.mind import Mind
from wargame.players.scripted.open_lab import OpenLab
from wargame.players.scripted.others import Contractor, Institution
from wargame.players.scripted.patrons import Patron, RivalPatron
from wargame.players.scripted.powers import FightingPower, WaryPower
from wargame.rules.model.without_signing import Standings


class Doctrine(Protocol):
    """A way to play a kind of seat."""

    def talk(self, mind: Mind) -> list[TalkMove]:
        """Offers and words of the first round."""
        ...

    def orders(self, mind: Mind) -> Iterator[AnyOrder]:
        """Wishes, the dearest first; the first that fit are ordered."""
        ...

    def intents(self, mind: Mind, orders: tuple[AnyOrder, ...]) -> tuple[str, tuple[Intent, ...]]:
        """What it says in public before its orders are opened, true or not."""
        ...


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

    def __init__(self, doctrine: str, seed: int, spec: str = "scripted") -> None:
        """`seed` gives the seat its tempers and whims; `spec` is what the record calls it."""
        self._doctrine = DOCTRINES[doctrine]
        self._name = doctrine
        self._seed = seed
        self._grounds: View | None = None
        self._known = Standings()
        self.spec = spec

    async def decide(self, ask: Ask) -> Answer:
        """Answer as the doctrine has it."""
        return self.answer(ask)

    def answer(self, ask: Ask) -> Answer:
        """The same without waiting, for fallbacks and baselines."""
        mind = Mind(ask, self._seed, self._standing(ask))
        body: Body
        if ask.phase == "talk":
            moves = mind.answers()
            if ask.round == 1:
                moves += self._doctrine.talk(mind)
            body = Talk(moves=tuple(moves[:8]))
        elif ask.phase == "weigh":
            body = Weigh(weighings=tuple(self._weigh(mind)))
        else:
            orders = mind.fill(self._doctrine.orders(mind))
            text, intents = self._doctrine.intents(mind, orders)
            body = Sealed(signal=Signal(text=text, intents=intents), orders=orders)
        return Answer(body, "scripted", f"doctrine {self._name}")

    def _standing(self, ask: Ask) -> Standings:
        """What was worked out for an ask before this one, as long as nothing that it rests on is another."""
        view, last = ask.view, self._grounds
        same = last is not None and (
            view.values is last.values
            and view.access is last.access
            and view.models is last.models
            and view.conditions is last.conditions
        )
        if not same:
            self._grounds, self._known = view, Standings()
        return self._known

    def _weigh(self, mind: Mind) -> Iterator[Weighing]:
        """A friend speaks for, a foe against, citing the latest public event about the author."""
        for case in mind.view.arguments.values():
            if case.by == mind.me:
                continue
            trust = mind.trust(case.by)
            cited = next(
                (seen.cite for seen in reversed(mind.view.events) if seen.cite and case.by in seen.about), None
            )
            if trust > 65:
                yield Weighing(
                    argument=case.id, side="pro", reason=Reason(text="Their record speaks for it.", cites=cited)
                )
            elif trust < 35:
                yield Weighing(
                    argument=case.id, side="con", reason=Reason(text="Their record speaks against it.", cites=cited)
                )
