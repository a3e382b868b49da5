"""What is chosen for a session: one frozen value, passed whole from whoever asks for it to whoever goes by it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from wargame.core.arguments import Mode
from wargame.core.ids import SeatId
from wargame.players import specs
from wargame.table.presets import PRESETS, Preset


@dataclass(frozen=True, slots=True)
class SessionSettings:
    """The choices of one session; they are kept beside the record, and a session that goes on goes on with them."""

    preset: Preset = PRESETS["untimed"]
    facilitated: bool = False
    """Whether the game stops for control before arguments are ruled and after the last turn."""
    research: bool = False
    """Whether the owner is kept from steering."""
    hide_players: bool = False
    one_keyboard: bool = False
    """Whether seats of people take turns at one keyboard, each with minutes of its own; fewer turns fit then."""
    """Whether seats are kept from knowing who is a person and who a model."""
    adjudication: Mode = "rules"
    """How arguments are ruled unless a ruling says otherwise."""
    model_seconds: float | None = None
    """What a mind that is no person has for each answer."""
    judges: tuple[str, ...] = ()
    """Specs of the models that give control their opinion of arguments."""
    tokens: int | None = None
    """The most tokens that models may take in the whole game."""
    money: float | None = None
    """The most that they may cost, in the currency of the price table."""
    fallbacks: Mapping[SeatId, str] = field(default_factory=dict)
    """Who plays a seat that is late: a spec, or `pass`. By default people pass, and scripts play for minds."""

    def fallback(self, seat: SeatId, spec: str) -> str:
        """Who plays when a player of this spec is late on a seat: a spec, or `pass`."""
        return self.fallbacks.get(seat, "pass" if spec == "human" else "scripted")

    def check(self) -> None:
        """SpecError if a fallback cannot be read; whether it could sit on its seat is not asked."""
        for spec in self.fallbacks.values():
            if spec != "pass":
                specs.check(spec)


USUAL = SessionSettings()
"""What counts unless somebody chooses: no clock, no facilitator, no caps."""

AT_A_TERMINAL = SessionSettings(model_seconds=180.0)
"""What counts at a table that people set at a terminal: nobody waits longer than that for a model."""
