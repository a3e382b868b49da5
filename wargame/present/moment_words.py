"""Decisive moments in words: what a seat did, what it could have done instead, and by how much that would have told."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from wargame.core.deeds import order_as_deed
from wargame.core.ids import Variable
from wargame.core.moves import Sealed, Talk
from wargame.core.orders import AnyOrder
from wargame.core.setting import Setting
from wargame.paired.moments import DecisiveMoment, MomentBond, MomentEffect
from wargame.rules.model.variable_words import spoken
from wargame.transcript.verify import Replayed


@dataclass(frozen=True, slots=True)
class MomentWords:
    """A moment in words."""

    line: int
    """Of the record: the seat's orders in that turn; before that, whatever it decided."""
    did: str
    against: str
    effects: tuple[str, ...]
    """Those clear of zero, the largest first, each with its interval."""
    bonds: tuple[str, ...] = ()
    """With which others it is bound up, what only both bring, and what of it is its own."""


def moment_in_words(game: Replayed, moment: DecisiveMoment, unit: Callable[[Variable], float]) -> MomentWords:
    """A moment of a game in words for control, who may read everything; `unit` is how far a variable usually moves."""
    setting, models = game.sequence.book.setting, game.sequence.state.models

    def name(id_: str) -> str:
        return next((model.name for model in models.values() if model.id == id_), setting.name_of(id_))

    def brief(orders: Sequence[AnyOrder]) -> str:
        return "; ".join(order_as_deed(each, name) for each in orders) or "nothing"

    line, did = _did(game, moment, brief)
    against = "passing" if moment.against == "passing" else f"ordering instead: {brief(moment.instead)}"
    clear = sorted((e for e in moment.effects if e.clear), key=lambda each: -abs(each.mean) / unit(each.variable))
    bonds = tuple(_bond(setting, each, unit) for each in moment.bonds)
    return MomentWords(line, did, against, tuple(_effect(setting, each) for each in clear), bonds)


def _bond(setting: Setting, bond: MomentBond, unit: Callable[[Variable], float]) -> str:
    """By the number that is bound up the most."""
    most = max(bond.together, key=lambda each: abs(each.mean) / unit(each.variable))
    own = next(each for each in bond.shares if each.variable == most.variable)
    how = "only together with" if most.mean * own.mean > 0 else "bound up with"
    who = f"turn {bond.turn}, {setting.name_of(bond.seat)}"
    return f"{how} {who}: {_effect(setting, most)}; its own share {_figures(own)}"


def _did(game: Replayed, moment: DecisiveMoment, brief: Callable[[Sequence[AnyOrder]], str]) -> tuple[int, str]:
    made = [entry for entry in game.record.entries if entry.kind == "decision" and entry.turn == moment.turn]
    own = [entry for entry in made if entry.data["seat"] == moment.seat]
    sealed = [entry for entry in own if entry.phase == "orders"]
    line = (sealed or own)[-1].n
    bodies = [game.decisions[entry.data["id"]].body for entry in own if entry.data["id"] in game.decisions]
    moves = sum(len(body.moves) for body in bodies if isinstance(body, Talk))
    ordered = next((brief(body.orders) for body in reversed(bodies) if isinstance(body, Sealed)), "nothing")
    talked = f"; {moves} {'move' if moves == 1 else 'moves'} of talk" if moment.against == "passing" and moves else ""
    return line, ordered + talked


def _effect(setting: Setting, effect: MomentEffect) -> str:
    words = spoken(setting, effect.variable) + (", %" if effect.variable.endswith("_share") else "")
    return f"{words} {_figures(effect)}"


def _figures(effect: MomentEffect) -> str:
    many = 100.0 if effect.variable.endswith("_share") else 1.0
    return f"{many * effect.mean:+.1f} [{many * effect.low:.1f}, {many * effect.high:.1f}]"
