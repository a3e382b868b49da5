"""Player specs: what a person writes for a player, such as `scripted:patron` or `llm:MODEL@URL`, read once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from wargame.core import habits
from wargame.core.habits import PLAIN, Habits
from wargame.core.setting import Seat
from wargame.core.spec_words import OF_MODELS, RECORDED, WITH_REST, is_model
from wargame.errors import SpecError
from wargame.players.base import Player, PlayerKind
from wargame.players.llm import address
from wargame.players.passing import PassingPlayer
from wargame.players.random import RandomPlayer
from wargame.players.scripted import DOCTRINES, script_of
from wargame.scenario.faults import nearest

WITHOUT_MODELS = "scripted, scripted:DOCTRINE, scripted:DOCTRINE,SETTINGS, scripted:SETTINGS, best, random, passing"
"""What is accepted where neither people nor models play."""
WITHOUT_PEOPLE = f"{WITHOUT_MODELS}, llm:MODEL, llm:MODEL@BASE_URL, single:MODEL@BASE_URL"
"""What is accepted where nobody is there to play."""
ACCEPTED = f"human, {WITHOUT_PEOPLE}, recorded:FILE"
SPEC_WORDS = ("human", "scripted", "best", "random", "passing", *OF_MODELS, RECORDED)
"""With which a spec begins."""


@dataclass(frozen=True, slots=True)
class PlayerSpec:
    """Who is to sit on a seat. The fields that its kind does not need are empty."""

    kind: PlayerKind
    text: str
    """As it was written, and as the record has it."""
    doctrine: str = ""
    """Of a script; empty for the seat's own."""
    habits: Habits = PLAIN
    """How a script is set, beside what its scenario sets."""
    model: str = ""
    """Name of the model."""
    url: str | None = None
    """Base URL of its endpoint; None for the one of the environment."""
    file: str = ""
    """Transcript whose decisions are played again."""

    def __str__(self) -> str:
        return self.text


@lru_cache(maxsize=512)
def parse(text: str, accepted: str = ACCEPTED) -> PlayerSpec:
    """The spec that a text gives; SpecError says what is wrong, what it may be meant for, and what is `accepted`.

    What is accepted is only told: every spec can be read. Whether a model can be reached or a recording read is not
    asked here.
    """
    word, _, rest = text.partition(":")
    if word == "scripted":
        return _script(text, rest)
    if (word in ("human", "random", "best", "passing") and rest) or (word in WITH_REST and not rest):
        raise SpecError(f"player {text!r} is malformed; accepted are {accepted}")
    if word == "human":
        return PlayerSpec("person", text)
    if word == "best":
        return PlayerSpec("script", text)
    if word == "random":
        return PlayerSpec("chance", text)
    if word == "passing":
        return PlayerSpec("script", text)
    if word == RECORDED:
        return PlayerSpec("record", text, file=rest)
    if word in OF_MODELS:
        model, url = address.parse(text)
        return PlayerSpec("model", text, model=model, url=url)
    likely = _meant(text, accepted)
    guess = f"did you mean {likely}? Accepted" if likely else "accepted"
    raise SpecError(f"player {text!r} is unknown; {guess} are {accepted}")


def _meant(text: str, accepted: str) -> str:
    """Which accepted spec a text that is none is most likely meant for; empty if nobody can tell."""
    word = text.strip().lower()
    for name in habits.TEMPERS:
        if word in (name, f"temper={name}", f"temper:{name}"):
            return f"scripted:temper={name}"
    if word in DOCTRINES:
        return f"scripted:{word}"
    if "=" in word:
        return setting_meant(*(part.strip() for part in word.split("=", 1)))
    kind, _, rest = word.partition(":")
    near = nearest(kind, [each for each in SPEC_WORDS if each in accepted])
    return f"{near[0]}:{rest}" if near and rest else near[0] if near else ""


def setting_meant(name: str, value: object) -> str:
    """The spec of a script that is set so, such as `scripted:temper=hawk`; empty if this sets no script."""
    said = {True: "on", False: "off"}.get(value, value) if isinstance(value, bool) else value
    if name == "doctrine":
        return f"scripted:{said}" if said in DOCTRINES else ""
    try:
        habits.read(f"{name}={said}")
    except SpecError:
        return ""
    return f"scripted:{name}={said}"


def _script(text: str, rest: str) -> PlayerSpec:
    """`DOCTRINE`, `NAME=VALUE,...`, or both with a comma between."""
    first, _, others = rest.partition(",")
    doctrine, settings = ("", rest) if "=" in first else (first, others)
    if rest and "=" not in first and doctrine not in DOCTRINES:
        guess = f"did you mean scripted:temper={doctrine}? Doctrines" if doctrine in habits.TEMPERS else "doctrines"
        raise SpecError(
            f"player {text!r}: {doctrine!r} is no doctrine; {guess} are {', '.join(DOCTRINES)}; "
            f"what is set stands after them, such as scripted:temper=hawk,coerce=off"
        )
    try:
        return PlayerSpec("script", text, doctrine=doctrine, habits=habits.read(settings))
    except SpecError as fault:
        raise SpecError(f"player {text!r}: {fault}") from None


def check(text: str) -> str:
    """The same text, if a spec can be read from it; else SpecError as `parse` raises it."""
    return parse(text).text


def models_in(texts: Iterable[str]) -> tuple[str, ...]:
    """Those specs that name models, in their order; no spec is read, so that nothing is raised for a faulty one."""
    return tuple(text for text in texts if is_model(text))


def make(text: str, seat: Seat, seed: int) -> Player:
    """A player that needs nobody and no network; the others are made where their means are (`table.players`).

    `seed` is the game's. SpecError as `parse` raises it, and for people, models and recordings.
    """
    spec = parse(text)
    if text == "best":
        from wargame.players.best import BestPlayer

        return BestPlayer(seed)
    if spec.kind == "chance":
        return RandomPlayer(seed)
    if text == "passing":
        return PassingPlayer()
    if spec.kind == "script":
        return script_of(seat, seed, spec.doctrine, text, spec.habits)
    raise SpecError(
        f"player {text!r} cannot sit here; accepted are scripted, scripted:DOCTRINE,SETTINGS, best, random and passing"
    )
