"""How a script is set: traits of its temper and habits that it has or lacks, as scenarios and player specs write them.

`hawk=0.9,coerce=off,without=buy_compute+train_operators`: what is not said is left to chance (traits, drawn once a
game by seed) or stays on (habits). Written texts are read once, and a fault names what would be accepted.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from types import MappingProxyType

from wargame.core.orders import ORDER_TYPES
from wargame.errors import SpecError

TRAITS: Mapping[str, str] = {
    "hawk": "how readily a patron threatens, compels and presses",
    "stubborn": "how much an offer must be worth before it is signed",
    "patience": "whether a counter is answered by another counter",
    "horizon": "how long the terms are that it asks for",
    "nerves": "how little distrust it takes to be frightened",
    "daring": "how readily it takes what others forbid",
    "builder": "how little it puts into a model line of its own",
    "greedy": "whether it asks more than it expects",
    "listens": "whether a management consults its staff",
    "caution": "how long a careful lab keeps a model back",
    "principle": "how readily a lab leaves or suspends over use",
    "closing": "how readily an open lab turns closed",
}
"""Traits from 0 to 1, with what a high value means."""

HABITS: Mapping[str, str] = {
    "coerce": "threats, compulsion, labels, directives, chip controls, tariffs, held-back supplies, state shares",
    "reassure": "packages, early arms, shared warnings, data rules respected, subsidised offers, norms",
    "punish": "sanctions over theft that was proven",
    "bargain": "offers of its own",
    "counter": "counters to the offers of others",
    "renew": "what lapsed is offered again",
    "notice": "agreements that no longer pay are ended on notice",
    "withdraw": "offers are taken back where their ground has gone",
    "pledge": "pledges",
    "react": "a rival's opening is answered",
    "argue": "arguments, and reasons for or against those of others",
    "suspend": "service to who cheated or did not pay is suspended, resumed, revoked",
    "leave": "contracts are left over their use",
    "fill": "gaps that other labs left are filled",
    "hedge": "own model lines, own chips, pitches of a third way, a switch of suppliers",
    "adopt": "open weights are taken up",
    "copy": "distillation, theft and use outside the terms",
    "automate": "targeting is automated",
    "close": "models are withheld and open lines closed",
    "speak": "words: statements, messages and what goes with offers and answers",
}
"""Habits that a script has unless they are switched off, with what each covers."""

TEMPERS: Mapping[str, Mapping[str, float]] = {
    "hawk": {"hawk": 0.9, "stubborn": 0.7, "daring": 0.7, "patience": 0.2},
    "dove": {"hawk": 0.1, "stubborn": 0.2, "patience": 0.8, "listens": 0.9},
    "bold": {"daring": 0.9, "nerves": 0.2, "caution": 0.1, "greedy": 0.8},
    "cautious": {"daring": 0.1, "nerves": 0.8, "caution": 0.9, "greedy": 0.2},
    "even": dict.fromkeys(TRAITS, 0.5),
}
"""Tempers by name: several traits at once."""

ACCEPTED = (
    f"temper={'|'.join(TEMPERS)}, a trait from 0 to 1 ({', '.join(TRAITS)}), a habit on or off ({', '.join(HABITS)}), "
    "or without=ORDER+ORDER for orders that are never given"
)
"""What settings may say."""


@dataclass(frozen=True, slots=True)
class Habits:
    """How a script is set apart from chance."""

    traits: Mapping[str, float] = field(default_factory=lambda: MappingProxyType({}))
    """Traits that are fixed, 0-1; the others are drawn by seed."""
    off: frozenset[str] = frozenset()
    """Habits that it lacks."""
    without: frozenset[str] = frozenset()
    """Kinds of orders that it never gives."""
    on: frozenset[str] = frozenset()
    """Habits that were switched on by name, against what a scenario switched off."""

    def over(self, below: Habits) -> Habits:
        """These settings laid over others: what both name counts as it stands here."""
        off = (below.off - self.on) | self.off
        return Habits({**below.traits, **self.traits}, off, below.without | self.without, self.on | below.on - off)


PLAIN = Habits()
"""Nothing set: traits by chance, every habit on."""


@lru_cache(maxsize=256)
def read(text: str) -> Habits:
    """Settings from a text such as `temper=hawk,coerce=off`; empty for none.

    SpecError says which part is wrong and what would be accepted. A later part goes before an earlier one.
    """
    traits: dict[str, float] = {}
    off: set[str] = set()
    on: set[str] = set()
    without: set[str] = set()
    for name, value in _parts(text):
        if name == "temper":
            traits |= _among(value, TEMPERS, "temper")
        elif name == "without":
            without |= {_order(kind) for kind in value.split("+")}
        elif name in TRAITS and value not in ("on", "off"):
            traits[name] = _share(name, value)
        elif name in HABITS:
            if value not in ("on", "off"):
                raise SpecError(f"{name}={value}: a habit is on or off")
            (off if value == "off" else on).add(name)
            (on if value == "off" else off).discard(name)
        else:
            raise SpecError(f"{name}={value}: {name!r} is no setting of a script; accepted are {ACCEPTED}")
    return Habits(MappingProxyType(traits), frozenset(off), frozenset(without), frozenset(on))


def _parts(text: str) -> Iterator[tuple[str, str]]:
    for part in text.split(",") if text else ():
        name, equals, value = (piece.strip() for piece in part.partition("="))
        if not equals or not name or not value:
            raise SpecError(f"{part.strip()!r} is no setting of the form NAME=VALUE; accepted are {ACCEPTED}")
        yield name, value


def _among(value: str, known: Mapping[str, Mapping[str, float]], what: str) -> Mapping[str, float]:
    if value not in known:
        raise SpecError(f"{what}={value}: {value!r} is no {what}; accepted are {', '.join(known)}")
    return known[value]


def _share(name: str, value: str) -> float:
    try:
        number = float(value)
    except ValueError:
        number = -1.0
    if not 0 <= number <= 1:
        raise SpecError(f"{name}={value}: a trait is a number from 0 to 1")
    return number


def _order(kind: str) -> str:
    if kind not in ORDER_TYPES:
        raise SpecError(f"without={kind}: {kind!r} is no order; orders are {', '.join(ORDER_TYPES)}")
    return kind
