"""What of a prompt an experiment changes: how much of its dossier a seat reads, in which order, under whose names.

It stands in the header of a record beside the hashes of the templates, so that a game goes on as it began.
"""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, fields, replace
from typing import Literal, TypeAlias, TypeVar, get_args

from wargame.core.setting import Setting
from wargame.errors import SpecError
from wargame.players.base import Ask
from wargame.rules.menu import Menu

PromptOrder: TypeAlias = Literal["usual", "reversed", "shuffled"]
"""In which order seats and legal orders are listed; shuffled is another one for each seat, drawn for each game."""
PromptLabels: TypeAlias = Literal["real", "neutral", "permuted"]
"""What seats are called: by their names, as actors with a number, or each by the name of the next of its kind; one
that is alone of its kind keeps its own."""
PromptNames: TypeAlias = Literal["seats", "all"]
"""Whose names labels hide: those of seats from the models that sit, or also those of models on offer, and from judges;
records from before labels reached so far have the first."""
PromptDraw: TypeAlias = int | Literal["each", "once"]
"""Which draw a shuffled order is of: that of a game of this seed, 0 or more; in a cell of an experiment, that of each
of its games; or one for all games, as in records from before it was drawn for each."""
SHOWN = "shown"
"""Where it stands among the prompts of a header."""
Item = TypeVar("Item")
_SENTENCE = re.compile(r"(?<=[.!?])\s+")


@dataclass(frozen=True, slots=True)
class Shown:
    """How prompts are changed; by default not at all."""

    persona: float = 1.0
    """Share of the sentences of its brief and its voice that a seat reads, 0-1; aims and red lines it always reads."""
    order: PromptOrder = "usual"
    labels: PromptLabels = "real"
    names: PromptNames = "all"
    draw: PromptDraw = "each"

    def __post_init__(self) -> None:
        """SpecError for what cannot be."""
        if not 0 <= self.persona <= 1:
            raise SpecError(f"persona is {self.persona:g}; it must be from 0, nothing of the dossier, to 1, all of it")
        for name, accepted in (
            ("order", get_args(PromptOrder)),
            ("labels", get_args(PromptLabels)),
            ("names", get_args(PromptNames)),
        ):
            if getattr(self, name) not in accepted:
                raise SpecError(f"{name} is {getattr(self, name)!r}; it must be one of {', '.join(accepted)}")
        if self.draw not in ("each", "once") and not (isinstance(self.draw, int) and self.draw >= 0):
            raise SpecError(f"draw is {self.draw!r}; it must be each, once or a seed from 0 on")

    def as_prompts(self) -> Mapping[str, str]:
        """What stands of it among the prompts of a header; nothing where nothing is changed."""
        if self == Shown():
            return {}
        untold = {"names"} if self.labels == "real" else set()
        if self.order != "shuffled" or self.draw == "once":
            untold.add("draw")
        told = (each.name for each in fields(self) if each.name not in untold)
        said = ",".join(f"{name}={getattr(self, name)}" for name in told)
        return {SHOWN: f"{said} {hashlib.sha256(said.encode()).hexdigest()}"}

    def dosed(self, text: str) -> str:
        """The first sentences of a text, as many as the dose is."""
        sentences = _SENTENCE.split(text.strip())
        return text if self.persona == 1 else " ".join(sentences[: math.ceil(self.persona * len(sentences))])

    def ordered(self, items: Iterable[Item], reader: str) -> list[Item]:
        """Items in the order in which a seat reads them."""
        given = list(items)
        if self.order == "reversed":
            given.reverse()
        elif self.order == "shuffled":
            drawn = reader if self.draw == "once" else f"{self.draw}\n{reader}"
            given.sort(key=lambda item: hashlib.sha256(f"{drawn}\n{item}".encode()).digest())
        return given


AS_USUAL = Shown()


def shown_of(prompts: Mapping[str, str]) -> Shown:
    """How the prompts of a game with these in its header are changed; SpecError if it cannot be read."""
    if SHOWN not in prompts:
        return AS_USUAL
    said = prompts[SHOWN].partition(" ")[0]
    given = dict(part.partition("=")[::2] for part in said.split(","))
    try:
        names = given.get("names", "all" if given["labels"] == "real" else "seats")
        draw = given.get("draw", "once" if given["order"] == "shuffled" else "each")
        drawn = int(draw) if draw.isdecimal() else draw
        return Shown(float(given["persona"]), given["order"], given["labels"], names, drawn)  # type: ignore[arg-type]
    except (KeyError, ValueError):
        raise SpecError(f"prompts.{SHOWN}: {said!r} does not say how prompts are changed") from None


def drawn_for(prompts: Mapping[str, str], seed: int) -> Mapping[str, str]:
    """What stands among the prompts of a cell, for the header of its game of this seed: an order for each is drawn.

    Games of one seed read in the same order in all cells, so that they differ in nothing but their levels. A draw that
    was made stays: a game that leaves a record in which models were asked goes on in the order of that record.
    """
    shown = shown_of(prompts)
    if shown.order != "shuffled" or shown.draw != "each":
        return prompts
    return {**prompts, **replace(shown, draw=seed).as_prompts()}


class Reordered:
    """Asks of one seat as it reads them in another order; of what is asked and allowed nothing is changed."""

    def __init__(self, shown: Shown) -> None:
        """Nothing is put in another order yet."""
        self._shown = shown
        self._held: tuple[Setting, Setting] | None = None

    def of(self, ask: Ask) -> Ask:
        """The same ask, with seats, and all that is listed by seats, in another order; itself in the usual one."""
        if self._shown.order == "usual":
            return ask
        if self._held is None or self._held[0] is not ask.book.setting:
            by_name = {seat.id: seat for seat in ask.book.setting.seats}
            seats = tuple(by_name[each] for each in self._shown.ordered(by_name, ask.seat))
            self._held = ask.book.setting, replace(ask.book.setting, seats=seats)
        book = replace(ask.book, setting=self._held[1])
        return replace(ask, book=book, menu=Menu(book, ask.view))
