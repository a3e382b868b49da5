"""What a probe finds out about one model at one endpoint."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field
from typing import Any

NEEDED = 6000
"""Tokens that prompt and reply of a game take at the least."""


@dataclass
class Findings:
    """What was found out about one model at one endpoint."""

    spec: str
    endpoint: str
    model: str
    reached: bool = False
    key: str = "not asked for"
    """not asked for, given, missing or refused."""
    models: tuple[str, ...] = ()
    """The models that it lists; empty if it lists none."""
    known: bool | None = None
    """Whether the model is in that list; null if there is no list."""
    rungs: dict[str, str] = field(default_factory=dict)
    """For each way to ask for JSON: `works`, `ignored` (a reply came that does not fit) or why not."""
    best: str | None = None
    """The firmest way that works."""
    usage: bool | None = None
    """Whether it counts tokens."""
    cached: bool | None = None
    """Whether it says how much of the prompt it knew."""
    context_said: int | None = None
    """Tokens of context that the list of models gives."""
    context_needed: int = NEEDED
    context_enough: bool | None = None
    seconds: float | None = None
    """How long a small call took."""
    tokens_per_second: float | None = None
    """Tokens of a longer reply by the time that it took."""
    prompt_bytes: int = 0
    """Size of the prompt of a game that was sent; 0 if none was."""
    prompt_rung: str = ""
    """The way in which its answer came."""
    prompt_tokens: int | None = None
    """Tokens of it that the endpoint says it read."""
    prompt_seconds: float | None = None
    """How long its answer took."""
    prompt_whole: bool | None = None
    """Whether all of it was read: false if the counts say not, true if the marks at both ends came back."""
    cached_again: int | None = None
    """Tokens that it knew of the same prompt with another question at its end; null if it does not say."""
    true_model: str = ""
    """The model that a proxy or the reply names, if it is another than the one that was asked for."""
    profile_lines: tuple[str, ...] = ()
    """Lines of an entry in profiles.yaml that would help."""
    price: str = "not known"
    learnt: tuple[str, ...] = ()
    """What it wants otherwise than usual."""
    problem: str = ""
    """One sentence with the way out; empty if a model can play here."""

    def as_json(self) -> dict[str, Any]:
        """All of it."""
        return {**asdict(self), "usable": self.usable}

    @property
    def usable(self) -> bool:
        """Whether a model can play here."""
        return not self.problem
