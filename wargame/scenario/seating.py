"""The fixed frame of a game out of a scenario: its seats in table order, and the injects that can still happen."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wargame.core.codebook import family_of
from wargame.core.ids import PUBLIC, Audience, Variable
from wargame.core.models import home_grown
from wargame.core.setting import MISSIONS, Aim, FirstStep, Inject, Seat, Setting, Trigger
from wargame.scenario.dossier import FACT_REFERENCE, Cast, Citation, Dossier, Passage
from wargame.scenario.pack import FirstStepLine, InjectLine, Pack

_GAP = re.compile(r"\n\s*\n")


@dataclass(frozen=True, slots=True)
class Texts:
    """What one game tells of an actor: the same on cards, on screens and to models."""

    public: str
    private: str
    minute: str
    """What of the private text a player needs first and can hear in a minute: the first paragraph of the brief, two
    bargains, the last paragraph, where a brief says what it never signs, and how it decides, as far as time allows."""
    sources: tuple[Citation, ...]
    """Without those of passages that this game leaves out."""


def texts_of(dossier: Dossier, cast: Collection[str], month: str, briefing: str = "") -> Texts:
    """What a dossier tells in a game of these actors that begins in a month, such as `2026-07`.

    `briefing` is what the scenario adds for the seat. Passages that name somebody absent, are later, or no longer hold
    are left out.
    """
    news, bargains, knows = (
        tuple(each.says.strip() for each in part if is_told(each, cast, month))
        for part in (dossier.news, dossier.bargains, dossier.knows)
    )
    public = " ".join((dossier.public.strip(), *news)) if news else dossier.public
    private = _paragraphs(
        ("", dossier.brief),
        ("Bargains. ", " ".join(bargains)),
        ("What you know and others do not. ", " ".join(knows)),
        ("How you decide. ", dossier.decides),
        ("", briefing),
    )
    first, *rest = _GAP.split(dossier.brief.strip())
    minute = _paragraphs(
        ("", _start(first, 85)),
        ("Ask first. ", _start(" ".join(bargains[:2]), 45)),
        ("", _start(rest[-1], 45) if rest else ""),
        ("How you decide. ", _start(dossier.decides, 25)),
    )
    told = set(FACT_REFERENCE.findall(f"{public} {private}"))
    left_out = {fact for each in passages(dossier) for fact in FACT_REFERENCE.findall(each.says)} - told
    return Texts(public, private, minute, tuple(line for line in dossier.sources if line.fact not in left_out))


def _paragraphs(*parts: tuple[str, str]) -> str:
    """Texts with what is set before each; those that are empty are left out."""
    return "\n\n".join(f"{heading}{text.strip()}" for heading, text in parts if text.strip())


def _start(text: str, words: int) -> str:
    """The first sentences of a text, at least one, up to so many words."""
    told: list[str] = []
    for sentence in re.split(r"(?<=[.!?])\s+", text.strip()):
        if told and len(" ".join([*told, sentence]).split()) > words:
            break
        told.append(sentence)
    return " ".join(told)


def passages(dossier: Dossier) -> tuple[Passage, ...]:
    """All passages of a dossier."""
    return (*dossier.news, *dossier.bargains, *dossier.knows)


def is_told(passage: Passage, cast: Collection[str], month: str) -> bool:
    """Whether a game of these actors that begins in this month shows a passage."""
    in_time = passage.since <= month and (not passage.until or month <= passage.until)
    return in_time and all(name in cast for name in passage.names)


def setting_of(
    pack: Pack,
    cast: Cast,
    seated: Collection[str],
    turns: int,
    briefings: Mapping[str, str],
    voices: Mapping[str, str] = {},
) -> Setting:
    """The setting of a game of this cast; `briefings` are the public one and those of single seats.

    Seats stand in the order of `cast`, those not in `seated` are present without one. `turns` is the length, `voices`
    are by name. Members, injects and effects that need somebody absent are left out.
    """
    return Setting(
        name=pack.id,
        title=pack.title,
        months=pack.months,
        turns=turns,
        start=pack.start,
        talk_rounds=pack.talk_rounds,
        pace=pack.pace,
        seats=tuple(
            replace(
                _seat(d, name in seated, cast, texts_of(d, cast, pack.start, briefings.get(name, ""))),
                voice=voices.get(name, ""),
                first_steps=tuple(_steps(pack.first_steps.get(name, ()), cast)),
            )
            for name, d in cast.items()
        ),
        injects=tuple(_injects(pack, cast)),
        random_injects=pack.random_injects,
        war=dict(pack.war),
        public_scores=pack.public_scores,
        briefing=briefings.get(PUBLIC, ""),
        objectives=pack.objectives,
    )


def _seat(dossier: Dossier, seated: bool, cast: Cast, texts: Texts) -> Seat:
    government = dossier.kind == "government"
    return Seat(
        id=dossier.id,
        name=dossier.name,
        kind=dossier.kind,
        role=dossier.role,
        jurisdiction=dossier.jurisdiction,
        bloc=dossier.bloc,
        seated=seated,
        doctrine=dossier.doctrine,
        habits=dossier.habits,
        aims=tuple(Aim(aim.measure, aim.weight) for aim in dossier.aims),
        red_lines=dossier.red_lines,
        missions=dict(MISSIONS[dossier.missions]) if government else {},
        sovereignty=dossier.sovereignty,
        sensitivity=dossier.sensitivity,
        staff=dossier.staff,
        belief=dossier.belief,
        members=tuple(name for name in dossier.members if name in cast),
        anchor=dossier.anchor if dossier.anchor in cast else None,
        layers={layer: dict(shares) for layer, shares in dossier.layers.items()},
        brief=texts.private,
        public=texts.public,
    )


def _steps(lines: Iterable[FirstStepLine], cast: Cast) -> Iterator[FirstStep]:
    """First steps of a seat, without those that need somebody absent."""
    for line in lines:
        if line.to is None or line.to in cast:
            yield FirstStep(line.says, line.done, line.turn, line.to, line.verb or "", line.look)


def injects_of(pack: Pack, here: Here) -> Iterator[tuple[InjectLine, Audience, dict[Variable, float]]]:
    """The injects that can happen where these are present, each with its readers and the changes that are left."""
    for line in pack.injects:
        changes = {name: delta for name, delta in line.changes.items() if here.has(name)}
        audience = _readers(line, here.seats)
        strangers = line.target is not None and line.target not in here.seats and line.target not in here.models
        emptied = bool(line.changes) and not changes and line.target is None
        if strangers or emptied or audience is None or (line.when and not here.has(line.when.variable)):
            continue
        yield line, audience, changes


def _injects(pack: Pack, cast: Cast) -> Iterator[Inject]:
    for line, audience, changes in injects_of(pack, Here(cast)):
        yield Inject(
            id=line.id,
            kind=line.kind,
            text=line.text,
            objective=line.objective,
            turn=line.turn,
            when=Trigger(line.when.variable, line.when.above, line.when.below) if line.when else None,
            probability=line.probability,
            audience=audience,
            target=line.target,
            changes=changes,
            expected=line.expected,
            sender=line.sender,
            delivery=line.delivery,
            controller=line.controller,
            notes=line.notes,
        )


def _readers(line: InjectLine, cast: Collection[str]) -> Audience | None:
    """Who reads it; None where everyone who should is absent."""
    if line.audience == "public":
        return PUBLIC
    present = tuple(sorted(name for name in line.audience if name in cast))
    return present if present or not line.audience else None


class Here:
    """Who and what is present, to tell which variables can exist."""

    def __init__(self, cast: Cast) -> None:
        """Take note of a cast."""
        self.seats = frozenset(cast)
        self.models = frozenset(line.id for dossier in cast.values() for line in dossier.models)
        self.families = frozenset(line.family for dossier in cast.values() for line in dossier.models)

    def has(self, variable: Variable) -> bool:
        """Whether everyone and everything that a variable names is present; home-grown models may still come."""
        first, _, rest = variable.partition(".")
        part, _, other = rest.partition(".")
        if family_of(variable) is None:
            return False
        if first == "world":
            return True
        if first == "model":
            return part in self.models or part in {home_grown(seat) for seat in self.seats}
        if part in ("trust", "bundle", "leverage") and other != "max" and other not in self.seats:
            return False
        return first in self.seats and (part != "I" or other in self.families)
