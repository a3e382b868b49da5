"""What the stub can be told: its seed, its pace, what it accepts, and which faults it has and how often."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from wargame.errors import SpecError
from wargame.stub.peculiarities import PECULIARITIES

RUNGS = ("json_schema_strict", "json_schema", "json_object", "tool", "text")
"""Ways to ask for JSON, in the order of how firmly they hold."""
REJECTABLE = ("temperature", "top_p", "seed", "max_tokens", "max_completion_tokens")
"""Parameters that it can be told to refuse, as reasoning models do."""

FAULTS: Mapping[str, str] = {
    "429": "too many requests, with Retry-After",
    "429-bare": "too many requests, without a word on when to come back",
    "500": "an internal error",
    "503": "overloaded",
    "hang": "never answers",
    "dropped": "the connection breaks in the middle of the reply",
    "html": "a web page with status 200, as a captive portal sends",
    "html-502": "a web page with status 502, as a proxy sends",
    "truncated": "the reply stops half way, finish reason `length`",
    "malformed": "JSON that does not parse",
    "prose": "the JSON stands in a code fence between sentences",
    "refusal": "the model declines, in the field `refusal`",
    "refusal-in-words": "the model declines in plain words",
    "no-usage": "no token counts",
    "wrong-model": "the reply names another model",
    "illegal": "well-formed, with names that do not exist",
    "other-seat": "the reply also claims to speak for another seat",
    "state-write": "the reply also tries to set the state",
}
"""Every fault by name."""


@dataclass(frozen=True, slots=True)
class Settings:
    """How the stub behaves."""

    seed: int = 1
    """Seed of all replies and faults: the same request gets the same reply, in whatever order requests come."""
    latency: float = 0.0
    """Seconds that a reply takes."""
    jitter: float = 0.0
    """Up to this share is added to or taken from the latency, drawn from the seed for each request."""
    slots: int | None = None
    """Requests worked on at once; others wait. None sets no limit."""
    most: int | None = None
    """Requests open at once beyond which it answers 429. None sets no limit."""
    retry_after: float = 1.0
    """What a 429 says in Retry-After, in seconds."""
    key: str | None = None
    """The key that it wants; None wants none."""
    models: tuple[str, ...] = ("stub",)
    """Models that it lists; others get 404 unless `any_model` is set."""
    any_model: bool = True
    """Whether it answers under any model name, as small local servers do."""
    context: int | None = None
    """Longest prompt with reply, in tokens of four characters; None sets no limit."""
    rungs: tuple[str, ...] = RUNGS
    """Ways to ask for JSON that it accepts."""
    rejects: tuple[str, ...] = ()
    """Parameters that it refuses."""
    faults: Mapping[str, float] = field(default_factory=dict)
    """Share of requests with each fault; together at most 1."""
    seats: tuple[str, ...] = ("paris", "kyiv", "washington")
    """Names for replies that claim to speak for another seat."""
    pad: int = 0
    """Characters of prose after each reply, as models write that nothing stops: long records are made of them."""
    keep: int = 256
    """Requests whose bodies it keeps to be looked at, the newest first to stay."""

    def __post_init__(self) -> None:
        """Refuse what cannot be carried out."""
        for name in self.faults:
            if name not in FAULTS and name not in PECULIARITIES:
                named = ", ".join((*FAULTS, *PECULIARITIES))
                raise SpecError(f"--fault {name}: there is no such fault; the faults are {named}")
        total = sum(self.faults.values())
        if any(not 0 <= share <= 1 for share in self.faults.values()) or total > 1 + 1e-9:
            raise SpecError(f"--fault: the shares must lie between 0 and 1 and sum to at most 1; they sum to {total:g}")
        for name in self.rungs:
            if name not in RUNGS:
                raise SpecError(f"--rung {name}: there is no such rung; the rungs are {', '.join(RUNGS)}")
        for name in self.rejects:
            if name not in REJECTABLE:
                raise SpecError(f"--rejects {name}: this must be one of {', '.join(REJECTABLE)}")
        if self.latency < 0 or not 0 <= self.jitter <= 1:
            given = f"--latency {self.latency:g} --jitter {self.jitter:g}"
            raise SpecError(f"{given}: these must be seconds from 0 and a share from 0 to 1")
        if self.pad < 0:
            raise SpecError(f"--pad {self.pad}: this must be a number of characters from 0")
        if (self.slots is not None and self.slots < 1) or (self.most is not None and self.most < 1):
            raise SpecError("--slots and --most must be 1 or more")


def faults_of(given: Iterable[str]) -> dict[str, float]:
    """Shares by fault, from `KIND=SHARE` or `KIND` for always; `mixed=SHARE` spreads a share over all faults."""
    out: dict[str, float] = {}
    for text in given:
        name, equals, share = text.partition("=")
        try:
            value = float(share) if equals else 1.0
        except ValueError:
            raise SpecError(f"--fault {text}: this must be KIND=SHARE, such as --fault 429=0.3") from None
        if name == "mixed":
            out.update({each: value / len(FAULTS) for each in FAULTS if each not in out})
        else:
            out[name] = value
    return out


def settings_of(
    *, fault: Iterable[str], rung: Iterable[str], rejects: Iterable[str], model: Iterable[str], **plain: Any
) -> Settings:
    """Settings from options as they are written; naming a model makes all others unknown.

    `plain` are the options that are written as the settings have them, under the same names. SpecError says what cannot
    be carried out.
    """
    models = tuple(model)
    return Settings(
        models=models or ("stub",),
        any_model=not models,
        rungs=tuple(rung) or RUNGS,
        rejects=tuple(rejects),
        faults=faults_of(fault),
        **plain,
    )
