"""What calls cost: a dated table that a user can add to. A price that is not there is not known, and never guessed."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

from pydantic import TypeAdapter, ValidationError

from wargame.errors import SpecError
from wargame.players.llm.address import Endpoint
from wargame.players.llm.profiles import ProfileEntry, own_path, table_of
from wargame.players.llm.request import TokenUsage

MILLION = 1_000_000
CURRENCY = "USD"


@dataclass(frozen=True, slots=True, kw_only=True)
class Price:
    """What a million tokens cost."""

    input: float
    output: float
    cached: float | None = None
    """Input that the endpoint knew already; the full price if the table does not say."""
    source: str
    """Where the price was read."""
    date: str
    """When it was read, as YEAR-MONTH-DAY."""

    def cost(self, usage: TokenUsage) -> float | None:
        """What a call cost; None if the endpoint did not say how many tokens it took."""
        if usage.prompt is None or usage.completion is None:
            return None
        cached = min(usage.cached or 0, usage.prompt)
        low = self.input if self.cached is None else self.cached
        return ((usage.prompt - cached) * self.input + cached * low + usage.completion * self.output) / MILLION

    def most(self, prompt: int, completion: int) -> float:
        """What a call costs at most: nothing cached, every token used."""
        return (prompt * self.input + completion * self.output) / MILLION


@dataclass(frozen=True, slots=True)
class Prices:
    """All prices that are known, the general before the particular."""

    entries: tuple[tuple[ProfileEntry, Price], ...]

    def of(self, endpoint: Endpoint) -> Price | None:
        """The price of a model at an endpoint, or None if it is not known; the last entry that fits counts."""
        return self.at(endpoint.url, endpoint.model)

    def at(self, url: str, model: str) -> Price | None:
        """The same by base URL and name."""
        found = [price for entry, price in self.entries if entry.fits(url, model)]
        return found[-1] if found else None


@cache
def shipped() -> str:
    """The table that comes with the program."""
    return files("wargame.players.llm").joinpath("prices.yaml").read_text(encoding="utf-8")


def load(own: Path | None = None) -> Prices:
    """The shipped table and the user's own, if there is one."""
    path = own or own_path("prices.yaml")
    entries = read(shipped(), "prices.yaml")
    if path.is_file():
        entries += read(path.read_text(encoding="utf-8"), str(path))
    return Prices(entries)


def read(text: str, where: str) -> tuple[tuple[ProfileEntry, Price], ...]:
    """The prices of a table; SpecError names an entry that is wrong."""
    out = []
    for number, raw in enumerate(table_of(text, where, "prices"), 1):
        says: dict[str, Any] = {key: value for key, value in raw.items() if key not in ("endpoint", "model")}
        says["date"] = str(says.get("date", ""))
        try:
            price = _PRICE.validate_python(says)
        except ValidationError as fault:
            first = fault.errors()[0]
            raise SpecError(f"{where}: entry {number}: {'.'.join(map(str, first['loc']))}: {first['msg']}") from None
        if "model" not in raw:
            raise SpecError(f"{where}: entry {number}: a price must name its `model`")
        out.append((ProfileEntry(endpoint=str(raw.get("endpoint", "*")), model=str(raw["model"]), says={}), price))
    return tuple(out)


_PRICE = TypeAdapter(Price)
