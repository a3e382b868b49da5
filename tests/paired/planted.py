"""Games in which everybody passes but for the orders that are planted: what came of them is known beforehand."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from wargame.core.agreements import Terms
from wargame.core.clauses import PaymentClause
from wargame.core.event_values import Offered
from wargame.core.ids import Origin, SeatId
from wargame.core.moves import Body, Propose, Respond, Sealed, Talk, silence
from wargame.core.orders import AnyOrder
from wargame.players.base import Answer, Ask, PlayerKind
from wargame.table.opening import choose, new_game
from wargame.table.waiting import run_through
from wargame.transcript.verify import verify


class Planted:
    """Passes, but for what it is given by the id of a decision; named as a script, so that the record proves itself."""

    spec = "scripted"
    kind: PlayerKind = "script"
    instant = True
    origin: Origin = "scripted"

    def __init__(self, planted: Mapping[str, Body]) -> None:
        self.planted = planted

    async def decide(self, ask: Ask) -> Answer:
        return Answer(self.planted.get(ask.id) or silence(ask.phase), self.origin)


def sheet(*orders: AnyOrder) -> Sealed:
    """These orders and no signal."""
    return Sealed(signal=None, orders=orders)


def bargain(folder: Path, amount: int = 3, turn: int = 1) -> Mapping[str, Body]:
    """Washington offers Rome money in the first round of talk, Rome accepts in the second: neither pays alone.

    How the offer will be called is found by playing the game up to it once.
    """
    parties = SeatId("washington"), SeatId("rome")
    paid = PaymentClause(giver=parties[0], taker=parties[1], amount=amount)
    terms = Terms(parties=parties, clauses=(paid,), secret=False, turns=4)
    offer = {f"{turn}.talk1.washington": Talk(moves=(Propose(terms=terms, text=""),))}
    tried = verify(planted_game(folder / "tried.jsonl", offer, turns=turn))
    (made,) = (event.value.proposal for event in tried.events if isinstance(event.value, Offered))
    accepted = Respond(proposal=made, answer="accept", terms=None, text="")
    return {**offer, f"{turn}.talk2.rome": Talk(moves=(accepted,))}


def planted_game(path: Path, planted: Mapping[str, Body], *, turns: int = 2, seed: int = 2) -> Path:
    """A recorded game of the tutorial in which this is decided and nothing else."""
    setup = choose("first-download", seed=seed, turns=turns)
    own = {seat: Planted(planted) for seat in setup.seats}
    run_through(new_game(setup, path, own=own).play(), waits=False)
    return path
