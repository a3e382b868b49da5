"""The header of a transcript: everything a game was made of, so that an edited pack never breaks an old game."""

from __future__ import annotations

import hashlib
import platform
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, fields, replace
from datetime import UTC, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import wargame
from wargame.core.events import Event
from wargame.core.ids import SeatId
from wargame.errors import SpecError, TranscriptError
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.version import RULES
from wargame.scenario.assembly import LONGEST_GAME, Opening, build
from wargame.scenario.bundle import Bundle
from wargame.transcript.entry import SCHEMA, Entry
from wargame.transcript.entry_values import told
from wargame.transcript.lineage import Amendment, Branch, FreshChance, HeldSeats
from wargame.transcript.reading import Transcript

FIELDS = (
    *("bundle", "variant", "seed", "turns", "overrides", "seats", "prompts", "branch", "amendments"),
    *("versions", "code"),
)
"""Fields of a header without which no game can be made of it."""


@dataclass(frozen=True)
class GameSetup:
    """What a game is made of before anyone plays: the same values give the same game."""

    bundle: Bundle
    variant: str | None
    seed: int
    turns: int | None
    """Length, if it is not the scenario's own."""
    overrides: Mapping[str, float]
    """Parameters set otherwise than by default and scenario."""
    seats: Mapping[SeatId, str]
    """Player spec of every actor present."""
    prompts: Mapping[str, str]
    """Hashes of prompt templates in use, by name."""
    branch: Branch | None = None
    """Where it comes from, if it is a branch of another game."""
    amendments: tuple[Amendment, ...] = ()
    """Parameters that are otherwise from a turn on; a later one goes before an earlier one."""
    fresh: tuple[FreshChance, ...] = ()
    """Where dice fall otherwise from the adjudication of a turn on; a later one goes before an earlier one."""
    held: tuple[HeldSeats, ...] = ()
    """What seats are held to, by the line behind which it counts; a later one takes the place of an earlier one."""

    @cached_property
    def _built(self) -> Opening:
        """What no seed and no player has a part in."""
        return build(self.bundle, self.variant, self.overrides, self.turns)

    @cached_property
    def _scenario(self) -> dict[str, Any]:
        """The scenario as it stands in the header. Never written to."""
        return self.bundle.model_dump(mode="json")

    @cached_property
    def _opening(self) -> tuple[Rulebook, Event]:
        opening = self._built
        later: dict[int, Parameters] = {}
        for turn in sorted({each.turn for each in self.amendments}):
            changes = {each.parameter: each.value for each in self.amendments if each.turn <= turn}
            later[turn] = opening.parameters.with_overrides(changes)
        fresh = {each.turn: each.seed for each in self.fresh}
        return Rulebook(opening.setting, opening.parameters, self.seed, later, fresh), opening.start

    def changed(
        self,
        *,
        seed: int | None = None,
        turns: int | None = None,
        parameters: Mapping[str, float] | None = None,
        seats: Mapping[SeatId, str] | None = None,
        held: tuple[HeldSeats, ...] | None = None,
    ) -> GameSetup:
        """The same game with some of it otherwise from the start; what is not named stays.

        What was worked out of the scenario is not worked out again where it stays: games that differ in their seeds
        alone share it.
        SpecError for a seat that does not exist; PackError, when it is opened, for a parameter or a length that cannot
        be.
        """
        strange = [seat for seat in seats or {} if seat not in self.seats]
        if strange:
            raise SpecError(f"{strange[0]}: there is no such seat; the seats are {', '.join(self.seats)}")
        made = replace(
            self,
            seed=self.seed if seed is None else seed,
            turns=self.turns if turns is None else turns,
            overrides={**self.overrides, **(parameters or {})},
            seats={**self.seats, **(seats or {})},
            held=self.held if held is None else held,
        )
        shared = ("_scenario",) if turns is not None or parameters else ("_scenario", "_built")
        made.__dict__.update({name: self.__dict__[name] for name in shared if name in self.__dict__})
        return made

    def opening(self) -> tuple[Rulebook, Event]:
        """The rulebook and the starting event, built at the first call and kept; PackError if no such game can be."""
        return self._opening

    def as_header(self) -> dict[str, Any]:
        """The data of the header entry, with a new id of the game and the time of now at each call.

        PackError if the game cannot be opened.
        """
        book, _ = self.opening()
        return {
            "schema": SCHEMA,
            "rules": RULES,
            "game": secrets.token_hex(16),
            "branch": None if self.branch is None else asdict(self.branch),
            "amendments": [asdict(each) for each in self.amendments],
            **({"fresh": [asdict(each) for each in self.fresh]} if self.fresh else {}),
            **({"held": [asdict(each) for each in self.held]} if self.held else {}),
            "scenario": self.bundle.pack.id,
            "variant": self.variant,
            "seed": self.seed,
            "turns": self.turns,
            "overrides": dict(self.overrides),
            "parameters": asdict(book.parameters),
            "seats": dict(self.seats),
            "prompts": dict(self.prompts),
            "bundle": self._scenario,
            "versions": {"wargame": wargame.__version__, "python": platform.python_version()},
            "code": code_hash(),
            "created": datetime.now(UTC).isoformat(timespec="seconds"),
        }


def game_of(record: Transcript) -> GameSetup:
    """The game that a transcript's header describes; TranscriptError if the header cannot be read.

    The scenario is embedded in it: files on disk are not looked at.
    """
    data = record.header.data
    try:
        _check_types(data)
        return GameSetup(
            Bundle.model_validate(data["bundle"]),
            data["variant"],
            data["seed"],
            data["turns"],
            dict(data["overrides"]),
            dict(data["seats"]),
            dict(data["prompts"]),
            None if data["branch"] is None else Branch(**_object("branch", data["branch"], Branch)),
            tuple(_amendment(f"amendments.{at}", each) for at, each in enumerate(data["amendments"])),
            tuple(_fresh(f"fresh.{at}", each) for at, each in enumerate(data.get("fresh", ()))),
            tuple(_held(f"held.{at}", each) for at, each in enumerate(data.get("held", ()))),
        )
    except (KeyError, ValueError, TypeError, AttributeError) as fault:
        raise TranscriptError(f"{record.path}: line 1: the header cannot be read ({told(fault)})") from None


def _check_types(data: Mapping[str, Any]) -> None:
    """What is not checked where it is used: that every field is there, and the types of plain ones."""
    for name in ("fresh", "held"):
        if not isinstance(data.get(name, []), list):
            raise ValueError(f"{name} is {data[name]!r}, not a list")
    if missing := [name for name in FIELDS if name not in data]:
        raise ValueError(f"it has no {missing[0]}")
    kinds: dict[str, tuple[type, ...]] = {
        "variant": (str, type(None)),
        "seed": (int,),
        "turns": (int, type(None)),
        "code": (str,),
        "amendments": (list,),
    }
    kinds |= dict.fromkeys(("overrides", "seats", "prompts", "versions"), (dict,))
    for name, accepted in kinds.items():
        if type(data[name]) not in accepted:
            wanted = {str: "a text", int: "a whole number", dict: "an object", list: "a list"}[accepted[0]]
            raise ValueError(f"{name} is {data[name]!r}, not {wanted}")
    for name, kind in (("overrides", (int, float)), ("seats", (str,)), ("prompts", (str,)), ("versions", (str,))):
        for key, value in data[name].items():
            if type(value) not in kind:
                raise ValueError(f"{name}.{key} is {value!r}")


def _object(name: str, value: Any, kind: type[Branch | Amendment | FreshChance | HeldSeats]) -> dict[str, Any]:
    """The fields of a kind of value, as they are stored."""
    wanted = [each.name for each in fields(kind)]
    if not isinstance(value, dict) or list(value) != wanted:
        raise ValueError(f"{name} is {value!r}, not an object of {', '.join(wanted)}")
    return value


def _amendment(name: str, value: Any) -> Amendment:
    found = Amendment(**_object(name, value, Amendment))
    if type(found.turn) is not int or not 1 <= found.turn <= LONGEST_GAME:
        raise ValueError(f"{name}.turn is {found.turn!r}, not a whole number from 1 to {LONGEST_GAME}")
    return found


def _fresh(name: str, value: Any) -> FreshChance:
    found = FreshChance(**_object(name, value, FreshChance))
    if type(found.seed) is not int or found.seed < 0:
        raise ValueError(f"{name}.seed is {found.seed!r}, not a whole number from 0")
    if type(found.turn) is not int or not 1 <= found.turn <= LONGEST_GAME:
        raise ValueError(f"{name}.turn is {found.turn!r}, not a whole number from 1 to {LONGEST_GAME}")
    return found


def _held(name: str, value: Any) -> HeldSeats:
    found = HeldSeats(**_object(name, value, HeldSeats))
    if type(found.after) is not int or found.after < 0:
        raise ValueError(f"{name}.after is {found.after!r}, not the number of a line")
    for each in ("reins", "stands"):
        if not isinstance(getattr(found, each), dict):
            raise ValueError(f"{name}.{each} is {getattr(found, each)!r}, not an object")
    return found


def seats_after(setup: GameSetup, entries: Iterable[Entry]) -> dict[SeatId, str]:
    """Player spec of every actor after these entries of its record: control may have put others on seats.

    Undoing a turn does not bring the player before back, so none is looked for.
    """
    seats = dict(setup.seats)
    for entry in entries:
        if entry.kind == "override" and entry.data.get("what") == "swap":
            seats[str(entry.data["target"])] = str(entry.data["after"])
    return seats


@cache
def code_hash() -> str:
    """SHA-256 over the source of core and rules, 64 hex digits: whether another program ruled an old game.

    Reads those files at the first call, and never again in a process.
    """
    root = Path(__file__).resolve().parent.parent
    total = hashlib.sha256()
    for folder in ("core", "rules"):
        for path in sorted((root / folder).rglob("*.py")):
            total.update(path.name.encode() + path.read_bytes())
    return total.hexdigest()
