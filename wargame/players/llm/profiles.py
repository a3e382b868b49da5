"""What is known of endpoints before they are asked: first rung, limits, pace and peculiarities, by pattern.

The table `profiles.yaml` ships with the program; a user's own table of the same form is read after it and wins.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from fnmatch import fnmatchcase
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

from platformdirs import user_config_path
from pydantic import TypeAdapter, ValidationError

from wargame.errors import SpecError
from wargame.players.llm.address import KEY, Endpoint, is_local

Rung = Literal["json_schema_strict", "json_schema", "json_object", "tool", "text"]
"""How firmly an endpoint is held to the schema, the firmest first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profile:
    """How to speak to one model at one endpoint."""

    rung: Rung = "json_schema_strict"
    """The first rung to try."""
    schemas: Literal["tight", "stable"] = "stable"
    """tight: cut to the legal moves of the turn; stable: the same schema all game long, which caches better."""
    output_tokens: int = 2000
    """Most tokens of a first reply."""
    most_output_tokens: int = 8000
    """Most tokens of a reply that is asked for again because the first was cut."""
    start: int = 20
    """Requests in flight at first."""
    most: int = 100
    """Most requests in flight."""
    seconds: float = 120.0
    """Longest wait for one attempt, in seconds."""
    pause: float = 0.5
    """First pause before an attempt is repeated, in seconds; it doubles, and chance spreads it."""
    patience: float = 60.0
    """Longest wait that is observed when an endpoint says when to come back, in seconds."""
    token_field: Literal["max_tokens", "max_completion_tokens"] = "max_tokens"
    sampling: Mapping[str, float] = field(default_factory=dict)
    """Sampling parameters to send, such as a temperature; none leaves them to the endpoint."""
    extra: Mapping[str, Any] = field(default_factory=dict)
    """More keys for the body of the request."""
    schema_extra: Mapping[str, Any] = field(default_factory=dict)
    """More keys for the root of the schema."""
    keys: tuple[str, ...] = (KEY,)
    """Environment variables that may hold the key, in this order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ProfileEntry:
    """One entry of a table: where it applies and what it says."""

    endpoint: str = "*"
    """Pattern on host, port and path, such as `api.openai.com/*`; `local` is any machine of this network."""
    model: str = "*"
    """Pattern on the name of the model."""
    says: Mapping[str, Any]

    def fits(self, endpoint: str, model: str) -> bool:
        """Whether it applies; `endpoint` is a base URL, and the case of the model's name does not count."""
        parts = urlsplit(endpoint)
        place = f"{parts.netloc.rpartition('@')[2]}{parts.path}"
        here = is_local(parts.hostname or "") if self.endpoint == "local" else fnmatchcase(place, self.endpoint)
        return here and fnmatchcase(model.lower(), self.model.lower())


@dataclass(frozen=True, slots=True)
class Profiles:
    """All that is known, the general before the particular."""

    entries: tuple[ProfileEntry, ...]

    def of(self, url: str, model: str, true_model: str = "") -> Profile:
        """The profile of a model at a base URL: every entry that fits, later ones over earlier ones.

        `true_model` is the model behind an alias, if that is known: entries that fit it apply as well. Where none fits
        it is `Profile()`.
        """
        profile = Profile()
        for entry in self.entries:
            if entry.fits(url, model) or (true_model and entry.fits(url, true_model)):
                profile = replace(profile, **dict(entry.says))
        return profile

    def of_endpoint(self, endpoint: Endpoint, true_model: str = "") -> Profile:
        """The profile of an endpoint, behind which this model is if that is known."""
        return self.of(endpoint.url, endpoint.model, true_model)


@cache
def shipped() -> str:
    """The table that comes with the program."""
    return files("wargame.players.llm").joinpath("profiles.yaml").read_text(encoding="utf-8")


def own_path(name: str) -> Path:
    """Where a user's own table of this file name lies, whether there is one or not."""
    return user_config_path("wargame") / name


def load(own: Path | None = None) -> Profiles:
    """The shipped table and the user's own, if there is one; SpecError names what is wrong in it.

    `own` is another place for the user's. Both are parsed anew at each call; keep what it gives.
    """
    path = own or own_path("profiles.yaml")
    entries = read(shipped(), "profiles.yaml")
    if path.is_file():
        entries += read(path.read_text(encoding="utf-8"), str(path))
    return Profiles(entries)


def read(text: str, where: str) -> tuple[ProfileEntry, ...]:
    """The entries of a table in YAML; SpecError says where and what is wrong, with `where` at the front."""
    known = {item.name for item in fields(Profile)}
    entries = []
    for number, raw in enumerate(table_of(text, where, "profiles"), 1):
        place = f"{where}: entry {number}"
        says = {key: value for key, value in raw.items() if key not in ("endpoint", "model")}
        if unknown := set(says) - known:
            raise SpecError(f"{place}: {', '.join(sorted(unknown))} is unknown; known are {', '.join(sorted(known))}")
        try:
            checked = _PROFILE.validate_python(says)
        except ValidationError as fault:
            first = fault.errors()[0]
            raise SpecError(f"{place}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        kept = {key: getattr(checked, key) for key in says}
        entries.append(
            ProfileEntry(endpoint=str(raw.get("endpoint", "*")), model=str(raw.get("model", "*")), says=kept)
        )
    return tuple(entries)


def table_of(text: str, where: str, name: str) -> list[dict[str, Any]]:
    """The list under one key of a YAML text, as it was written; SpecError if it is no YAML or holds no such list."""
    from ruamel.yaml import YAML
    from ruamel.yaml.error import YAMLError

    try:
        data = YAML(typ="safe", pure=True).load(text)
    except YAMLError as fault:
        raise SpecError(f"{where}: this is no YAML ({' '.join(str(fault).split())})") from None
    rows = data.get(name) if isinstance(data, dict) else None
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SpecError(f"{where}: the file must hold a list of entries under the key `{name}`")
    return rows


_PROFILE = TypeAdapter(Profile)
