"""Session presets: how many minutes each phase gets, and what to cut when a session runs late, never the review."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from wargame.core.ids import Phase
from wargame.errors import SpecError

FLOOR = 0.6
"""The share of its minutes that a phase keeps when time is made up."""
PHASES = ("talk", "orders", "weigh", "ruling", "news")
"""What a turn is made of, by the names that presets use."""


@dataclass(frozen=True, slots=True)
class Preset:
    """Minutes for everything in a session; None runs without a clock."""

    name: str
    title: str
    turns: int | None
    """Turns that fit; None is as many as the scenario has."""
    brief: float | None
    """Reading before the first turn."""
    practice: float | None
    """The practice move, in a room of its own."""
    talk: float | None
    """All rounds of talk of a turn together."""
    orders: float | None
    weigh: float | None
    ruling: float | None
    """Time for control to rule on arguments; it is shown, and nothing is ruled when it runs out."""
    news: float | None
    """Reading after each turn."""
    review: float | None
    """Protected: it is never cut."""

    @property
    def turn(self) -> float | None:
        """Minutes of one turn; None without a clock."""
        return sum(self.phases.values()) if self.phases else None

    @property
    def phases(self) -> dict[str, float]:
        """Minutes of the phases of a turn by name; empty without a clock."""
        minutes = {phase: getattr(self, phase) for phase in PHASES}
        return {} if None in minutes.values() else minutes

    def seconds(self, phase: Phase, turn: int, last: bool, rounds: int) -> float | None:
        """Seconds that a step of the game may take; None without a clock, 0 if it is not stopped for.

        `turn` is from 1, and `last` whether it is the last one; `rounds` of talk in a turn share its minutes.
        """
        if phase == "brief":
            return _seconds(self.brief) if turn == 1 else 0.0
        if phase == "talk":
            return None if self.talk is None else self.talk * 60 / rounds
        if phase == "news":
            return _seconds(self.review if last else self.news)
        return _seconds({"orders": self.orders, "weigh": self.weigh, "adjudication": self.ruling}.get(phase))

    def for_queue(self, seats: int) -> Preset:
        """The same session where so many seats take turns at one keyboard: each has its own minutes of talk and orders.

        Fewer turns fit then; the session as a whole gets no longer, but for one turn that is always played.
        """
        if seats < 2 or self.turn is None or self.turns is None or None in (self.talk, self.orders, self.weigh):
            return self
        longer = {name: minutes * seats for name, minutes in self.phases.items() if name in ("talk", "orders", "weigh")}
        made = replace(self, title=f"{self.title}; {seats} seats in turn at one keyboard", **longer)  # type: ignore[arg-type]
        assert made.turn is not None
        return replace(made, turns=max(1, int(self.turns * self.turn / made.turn)))


def _seconds(minutes: float | None) -> float | None:
    return None if minutes is None else minutes * 60


_OPEN = Preset("untimed", "Untimed", None, None, None, None, None, None, None, None, None)
PRESETS: Mapping[str, Preset] = {
    "90-minutes": Preset("90-minutes", "90 minutes: two turns of 25, review of 20", 2, 10, 5, 10, 8, 2, 2, 3, 20),
    "two-hours": Preset("two-hours", "Two hours: three turns of 25, review of 25", 3, 10, 5, 10, 8, 2, 2, 3, 25),
    "half-day": Preset("half-day", "Half a day: four turns of 34, review of 45", 4, 20, 10, 14, 11, 3, 2, 4, 45),
    "untimed": _OPEN,
}
"""The presets by name."""


def preset_of(name: str | Preset) -> Preset:
    """A preset by name; SpecError lists the names."""
    if isinstance(name, Preset):
        return name
    if name not in PRESETS:
        raise SpecError(f"preset {name!r} is unknown; accepted are {', '.join(PRESETS)}")
    return PRESETS[name]


def each_phase(hours: float, rounds: int) -> Preset:
    """A game of days: every phase has so many hours, each of so many rounds of talk and the last reading among them."""
    each = hours * 60
    title = f"{hours:g} hours for each phase"
    return Preset("days", title, None, each, 0.0, each * rounds, each, each, each, each, each)


@dataclass(frozen=True, slots=True)
class Cut:
    """One thing that gets less time."""

    what: str
    before: float
    """Minutes."""
    after: float


@dataclass(frozen=True, slots=True)
class TimePlan:
    """A session planned anew: the minutes from now on, the last turn, and what was cut to get there."""

    preset: Preset
    last_turn: int
    cuts: tuple[Cut, ...]
    short: float
    """Minutes that could not be made up."""

    def __str__(self) -> str:
        told = [f"{cut.what} {cut.before:g} -> {cut.after:g} minutes" for cut in self.cuts] or ["nothing is cut"]
        rest = f"; {self.short:g} minutes cannot be made up" if self.short else ""
        review = "" if self.preset.review is None else f"; the review keeps its {self.preset.review:g} minutes"
        return f"{'; '.join(told)}; last turn {self.last_turn}{rest}{review}"


def to_come(preset: Preset, phase: Phase, round_: int, rounds: int) -> float:
    """Minutes of the turn under way that have not begun, while this phase runs; 0 without a clock.

    `round_` of `rounds` of talk is from 1. The phase that runs keeps what it has.
    """
    order: tuple[Phase, ...] = ("talk", "orders", "weigh", "adjudication", "news")
    minutes = dict(zip(order, preset.phases.values(), strict=False))
    if phase not in order:
        return sum(minutes.values()) if phase in ("start", "brief", "inject") else 0.0
    rest = sum(minutes.get(each, 0.0) for each in order[order.index(phase) + 1 :])
    return rest + (minutes.get("talk", 0.0) * (rounds - round_) / rounds if phase == "talk" else 0.0)


def replan(
    preset: Preset, lost: float, *, turn: int, last_turn: int, practised: bool = True, under_way: float = 0.0
) -> TimePlan:
    """What to cut to make up for lost minutes, with `turn` under way: the practice move, then phases, then turns.

    Turns are from 1; `under_way` are minutes of the present one that have not begun, which are shortened with the
    turns to come. Below 0 nothing is lost. A phase keeps 60 % of its minutes at least; turns go from the last one back.
    """
    if preset.turn is None:
        return TimePlan(preset, last_turn, (), 0.0)
    cuts: list[Cut] = []
    short = max(0.0, lost)
    if short > 0 and not practised and preset.practice:
        cuts.append(Cut("practice move", preset.practice, 0.0))
        short -= preset.practice
        preset = replace(preset, practice=0.0)
    while short > 1e-9:
        left = last_turn - turn
        coming = left * (preset.turn or 0.0) + under_way
        if coming * (1 - FLOOR) >= short and coming:
            share = 1 - short / coming
            shorter = {phase: round(minutes * share, 2) for phase, minutes in preset.phases.items()}
            cuts += [
                Cut(f"{name} of each turn", preset.phases[name], after) for name, after in shorter.items() if after
            ]
            preset = replace(preset, **shorter)  # type: ignore[arg-type]
            short = 0.0
        elif left:
            cuts.append(Cut(f"turn {last_turn}", preset.turn or 0.0, 0.0))
            short -= preset.turn or 0.0
            last_turn -= 1
        else:
            return TimePlan(preset, last_turn, tuple(cuts), round(short, 2))
    return TimePlan(preset, last_turn, tuple(cuts), 0.0)
