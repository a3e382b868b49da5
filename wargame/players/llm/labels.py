"""What actors and their models are called in prompts where an experiment hides who they are, and back.

Labels are put on when a request leaves and taken off when its reply is read: rules, scripts and the record know none.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

from wargame.core.ids import AREAS, ModelId
from wargame.core.models import Model, unlisted
from wargame.core.setting import Setting
from wargame.players.llm.request import Client, Reply, Request
from wargame.players.llm.shown import PromptLabels, Shown

POWERS: Mapping[str, str] = {"washington": "Washington", "beijing": "Beijing"}
"""The powers of whose coercion every game tells, also one at whose table they do not sit."""
CUT = 3
"""Letters of a name that are left by a cut from which it is known still."""


class SeatLabels:
    """What the seats of a game, and what they sell, are called in prompts, and back."""

    def __init__(self, labels: PromptLabels, setting: Setting, models: Iterable[Model] | None = None) -> None:
        """For the seats of a game and these models; None for seats alone, spelled as they spell themselves.

        A model that is called as a seat has the label of the seat; one whose name is a word of the rules, as that of
        a mission area, keeps it.
        """
        sold = [each for each in models or () if not unlisted(each.id) and each.id not in {*AREAS, *setting.ids}]
        pairs = [*_seats(labels, setting), *_sold(labels, setting, sold)]
        if models is not None and labels == "neutral":
            away = {name: told for name, told in POWERS.items() if name not in setting.by_id}
            pairs += _numbered(away.items(), "actor", len(setting.seats) + 1)
        ids, names = {old[0]: new[0] for old, new in pairs}, {old[1]: new[1] for old, new in pairs}
        there = {**names, **ids}
        back = {label: name for name, label in there.items()}
        if models is None:
            self._there, self._back = _swapper(there), _swapper(back)
            return
        for each in sold:
            there.setdefault(each.family, there[each.id])
        spelled = {word.lower(): new[1] for old, new in pairs for word in old}
        self._there = _swapper(there, spelled, _cut(there))
        self._back = _swapper(back, {label.lower(): name for label, name in back.items()})

    def hide(self, given: Any) -> Any:
        """A text, or the values of a JSON schema, under labels."""
        if isinstance(given, str):
            return self._there(given)
        if isinstance(given, Mapping):
            return {name: self.hide(value) for name, value in given.items()}
        return [self.hide(each) for each in given] if isinstance(given, list | tuple) else given

    def tell(self, text: str) -> str:
        """A reply with labels as what they stand for."""
        return self._back(text)


class HeldLabels:
    """The labels of one game, made when they are needed first."""

    def __init__(self, shown: Shown) -> None:
        """For a game whose prompts are changed like this."""
        self._shown = shown
        self._held: tuple[Setting, tuple[ModelId, ...], SeatLabels] | None = None

    def of(self, setting: Setting, models: Mapping[ModelId, Model]) -> SeatLabels | None:
        """What is called how among these seats and models; None where an experiment hides no names."""
        if self._shown.labels == "real":
            return None
        ids = tuple(models)
        if self._held is None or self._held[0] is not setting or self._held[1] != ids:
            sold = models.values() if self._shown.names == "all" else None
            self._held = setting, ids, SeatLabels(self._shown.labels, setting, sold)
        return self._held[2]


def labelled(request: Request, labels: SeatLabels | None) -> Request:
    """The same request under labels, in texts and in the schema; itself where there are none."""
    if labels is None:
        return request
    messages = tuple(
        replace(said, pieces=tuple(replace(piece, text=labels.hide(piece.text)) for piece in said.pieces))
        for said in request.messages
    )
    return replace(request, messages=messages, schema=labels.hide(request.schema))


def told(reply: Reply, labels: SeatLabels | None) -> Reply:
    """The same reply with what its labels stand for; itself where there are none."""
    return reply if labels is None else replace(reply, text=labels.tell(reply.text))


async def ask_under(labels: SeatLabels | None, client: Client, request: Request) -> Reply:
    """What a model replies to a request that it reads under labels, as if it knew the names; the request is not sent.

    Raises what the client raises, and waits as long.
    """
    return told(await client.ask(labelled(request, labels)), labels)


IdAndName = tuple[str, str]
"""An id and a name."""


def _seats(labels: PromptLabels, setting: Setting) -> list[tuple[IdAndName, IdAndName]]:
    if labels == "neutral":
        return _numbered(((seat.id, seat.name) for seat in setting.seats), "actor", 1)
    found: list[tuple[IdAndName, IdAndName]] = []
    for kind in dict.fromkeys(seat.kind for seat in setting.seats):
        alike = [(seat.id, seat.name) for seat in setting.seats if seat.kind == kind]
        found += zip(alike, [*alike[1:], *alike[:1]], strict=True)
    return found


def _sold(labels: PromptLabels, setting: Setting, sold: Iterable[Model]) -> list[tuple[IdAndName, IdAndName]]:
    """Models by number, or each by the name of one of the lab whose name its own lab has, as far as there are any."""
    models = list(sold)
    if labels == "neutral":
        return _numbered(((each.id, each.name) for each in models), "model", 1)
    called = {old[0]: new[0] for old, new in _seats(labels, setting)}
    of = {seat: [(each.id, each.name) for each in models if each.owner == seat] for seat in setting.ids}
    found = [pair for seat, own in of.items() for pair in zip(own, of[called[seat]], strict=False)]
    every = [(each.id, each.name) for each in models]
    olds, news = {old for old, _ in found}, {new for _, new in found}
    rest = zip((each for each in every if each not in olds), (each for each in every if each not in news), strict=True)
    return [*found, *rest]


def _numbered(given: Iterable[IdAndName], word: str, first: int) -> list[tuple[IdAndName, IdAndName]]:
    return [(old, (f"{word}_{at}", f"{word.capitalize()} {at}")) for at, old in enumerate(given, first)]


def _cut(there: Mapping[str, str]) -> Mapping[str, str]:
    """Beginnings of names, by which a text that was cut in the middle of one gives it away."""
    whole = sorted(name for name in there if name[:1].isupper())
    return {name[:at]: there[name] for name in whole for at in range(CUT, len(name)) if name[:at] not in there}


def _swapper(
    names: Mapping[str, str], spelled: Mapping[str, str] | None = None, cut: Mapping[str, str] | None = None
) -> Callable[[str], str]:
    """Puts names in the place of others, whole words alone, the longest first.

    `spelled` has what stands for a name that is spelled in other cases, `cut` for the beginning of one before a cut.
    """
    others = spelled or {}
    words = "|".join(re.escape(name) for name in sorted({*names, *others}, key=len, reverse=True))
    pattern = re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE if others else 0)
    begun = "|".join(re.escape(each) for each in sorted(cut or (), key=len, reverse=True))
    ends = re.compile(rf"(?m)(?<!\w)(?:{begun})(?= \[(?:\.\.\.|cut here)|$)") if cut else None

    def swapped(text: str) -> str:
        text = pattern.sub(lambda found: names.get(found[0]) or others.get(found[0].lower(), found[0]), text)
        return ends.sub(lambda found: (cut or {})[found[0]], text) if ends else text

    return swapped
