"""What an export or a report can show and what not: how many games, who sat where, models by name, share of AI seats.

Reports and exports count by the same functions.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import wargame
from wargame.core import spec_words
from wargame.core.ids import CONTROL, SeatId
from wargame.rules.version import RULES
from wargame.transcript.codebook import Heading, number, text, whole
from wargame.transcript.verify import Replayed

PERSON, MODEL, SCRIPT = "a person", "a language model", "a script"
KINDS: Mapping[str, str] = {"human": PERSON, **dict.fromkeys(spec_words.OF_MODELS, MODEL)}
"""What plays, by the first word of its spec; everything else is a script."""
SIMULATION = "simulation"
BROUGHT_NOTHING = ("fallback", "timeout")
"""Origins of decisions that whoever sat there did not make."""
LIMITS: Mapping[str, Heading] = {
    "heading": text("`simulation` where no person played; else who did"),
    "remark": text("how far this reaches"),
    "n": whole("games", "games", 1),
    "simulations": whole("games in which no person sat on a seat", "games"),
    "unfinished": whole("games that stop before their end", "games"),
    "forks": whole("games that are forks of others", "games"),
    "seats": whole("seats at the table, over all games", "seats", 1),
    "seats_of_people": whole("seats on which a person sat at any time", "seats"),
    "seats_of_models": whole("seats on which a language model sat at any time", "seats"),
    "seats_of_scripts": whole("seats on which a script sat at any time", "seats"),
    "share_of_ai": number("seats of models as a share of all seats", "share 0-1", 0, 1),
    "models": text("models by name, each with its seats"),
    "decisions": whole("decisions that stand", "decisions"),
    "share_of_fallbacks": number(
        "decisions that a fallback or a lapse of time made, as a share of all", "share 0-1", 0, 1
    ),
    "acts_of_control": whole("acts of control on record, changes of players among them", "acts"),
    "texts_removed": whole("stored texts whose words were taken out", "texts"),
    "kept_private": whole("stored texts that are not shown for want of consent", "texts"),
    "viewer": text("whose knowledge it is: control for the truth, or a seat"),
    "scenarios": text("ids, separated by commas"),
    "seeds": text("of chance, in the order of the games"),
    "rules": whole("version of the rules that gave the numbers", "version", 1),
    "program": text("version of the program that wrote the export"),
}
"""Every line of the limits."""


@dataclass(frozen=True, slots=True)
class SeatsPlayed:
    """Who sat on each seat of one game, in order: control may have put others there."""

    specs: Mapping[SeatId, tuple[str, ...]]

    @property
    def kinds(self) -> Mapping[SeatId, frozenset[str]]:
        """Persons, models and scripts, by seat."""
        return {seat: frozenset(map(kind_of, specs)) for seat, specs in self.specs.items()}

    def count(self, kind: str) -> int:
        """Seats on which one of a kind sat at any time."""
        return sum(kind in kinds for kinds in self.kinds.values())

    def models(self) -> Iterator[str]:
        """Models by name, without their addresses, once for each seat."""
        for specs in self.specs.values():
            yield from dict.fromkeys(model_named(spec) for spec in specs if kind_of(spec) == MODEL)


def seats_played(game: Replayed) -> SeatsPlayed:
    """Who sat where; a pass over the acts of control."""
    setting = game.sequence.book.setting
    found = {seat.id: [game.game.seats[seat.id]] for seat in setting.seats if seat.seated}
    for entry in game.record.entries:
        if entry.kind == "override" and entry.data.get("what") == "swap" and entry.data["target"] in found:
            found[entry.data["target"]].append(str(entry.data["after"]))
    return SeatsPlayed({seat: tuple(dict.fromkeys(specs)) for seat, specs in found.items()})


def kind_of(spec: str) -> str:
    """Person, model or script."""
    return KINDS.get(spec_words.word_of(spec), SCRIPT)


def model_named(spec: str) -> str:
    """What a model is called, without where it is."""
    return spec_words.model_of(spec).partition("@")[0]


def limits_of(games: Sequence[Replayed], viewer: str = CONTROL, kept_private: int = 0) -> Mapping[str, object]:
    """The value of each of `LIMITS` for these games, at least one; costs a pass over their acts."""
    played = [seats_played(game) for game in games]
    people, models, scripts = (sum(each.count(kind) for each in played) for kind in (PERSON, MODEL, SCRIPT))
    seats = sum(len(each.specs) for each in played)
    alone = sum(not each.count(PERSON) for each in played)
    decisions = [decision for game in games for decision in game.decisions.values()]
    lapsed = sum(decision.origin in BROUGHT_NOTHING for decision in decisions)
    found: Mapping[str, object] = {
        "heading": _heading(len(games), alone),
        "remark": f"exploratory: {_times(len(games))} of an invented model, whose parameters are assumptions; "
        "no share and no probability in the world can be read off",
        "n": len(games),
        "simulations": alone,
        "unfinished": sum(not game.record.finished for game in games),
        "forks": sum(game.game.branch is not None for game in games),
        "seats": seats,
        "seats_of_people": people,
        "seats_of_models": models,
        "seats_of_scripts": scripts,
        "share_of_ai": round(models / seats, 6) if seats else None,
        "models": _counted([name for each in played for name in each.models()]),
        "decisions": len(decisions),
        "share_of_fallbacks": round(lapsed / len(decisions), 6) if decisions else None,
        "acts_of_control": sum(entry.kind == "override" for game in games for entry in game.record.entries),
        "texts_removed": sum(game.record.removed for game in games) - kept_private,
        "kept_private": kept_private,
        "viewer": viewer,
        "scenarios": ", ".join(dict.fromkeys(game.game.bundle.pack.id for game in games)),
        "seeds": ", ".join(str(game.game.seed) for game in games),
        "rules": RULES,
        "program": wargame.__version__,
    }
    assert tuple(found) == tuple(LIMITS)
    return found


def _heading(count: int, alone: int) -> str:
    if alone == count:
        return SIMULATION
    return "played by people" if not alone else f"{count} games, {alone} of them {SIMULATION}"


def _times(count: int) -> str:
    return "one game" if count == 1 else f"{count} games"


def _counted(models: Sequence[str]) -> str:
    counts = {name: models.count(name) for name in dict.fromkeys(models)}
    return "; ".join(f"{name} ({count} seat{'s' * (count != 1)})" for name, count in counts.items())
