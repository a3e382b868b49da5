"""Fields of a form as plain data: what is chosen, what could be, and why the rest may not. Nothing here draws."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Literal

if TYPE_CHECKING:
    from wargame.core.setting import Setting

Shape = Literal["one", "many", "number", "text", "act", "read"]
"""one of a list, several of a list, a whole number, free words, something to do, or a line that is only read."""


@dataclass(frozen=True, slots=True)
class Option:
    """A value that a field could take."""

    value: Any
    text: str
    refusal: str = ""
    """Why it is not allowed here; empty if it is."""


@dataclass(frozen=True, slots=True)
class Field:
    """One field as it stands."""

    name: str
    label: str
    shape: Shape
    value: Any = None
    """What is chosen: a value, a tuple of values for `many`, or None while nothing is."""
    choices: tuple[Option, ...] = ()
    low: int = 0
    high: int = 0
    note: str = ""
    """What stands beside the value, such as a unit."""
    fault: str = ""
    """Why the field cannot stay as it is."""
    needed: bool = True

    @property
    def missing(self) -> bool:
        """Whether something must still be filled in."""
        return self.needed and (self.value is None or self.value in ("", ()))

    @property
    def shown(self) -> str:
        """The value in words."""
        if self.shape == "one":
            found = next((choice.text for choice in self.choices if choice.value == self.value), None)
            return found or "(choose)"
        if self.shape == "many":
            chosen = [choice.text for choice in self.choices if choice.value in (self.value or ())]
            if len(chosen) == len(self.choices) > 2:
                return f"all {len(chosen)}"
            return ", ".join(chosen) or "(choose)"
        if self.shape == "text":
            return str(self.value or "(write)")
        return "" if self.value is None else str(self.value)


def allowed(field: Field) -> list[Any]:
    """Values of a `one` field that may be chosen."""
    return [choice.value for choice in field.choices if not choice.refusal]


def digits(field: Field, before: str, sign: str) -> str:
    """Digits typed into a number one after the other; none takes the last one back, too many begin anew.

    `sign` is one digit, or empty to take one back; ValueError for anything else.
    """
    longer = f"{before}{sign}" if sign else before[:-1]
    return longer if not longer or int(longer) <= field.high else sign


def stepped(field: Field, way: int) -> Any:
    """The next allowed value up (`way` 1) or down (-1), without wrapping; the value itself at the end of the range.

    What is not among the allowed values gives way to the first or the last of them.
    """
    if field.shape == "number":
        return max(field.low, min(field.high, int(field.value or 0) + way))
    values = allowed(field)
    if not values:
        return field.value
    if field.value not in values:
        return values[0] if way > 0 else values[-1]
    return values[max(0, min(len(values) - 1, values.index(field.value) + way))]


def toggled(field: Field, value: Any) -> tuple[Any, ...]:
    """The values of a `many` field with one put in or taken out, in the order of its choices.

    One that is no choice is left out.
    """
    chosen = set(field.value or ()) ^ {value}
    return tuple(choice.value for choice in field.choices if choice.value in chosen)


def field_named(fields: Sequence[Field], name: str) -> Field | None:
    """The first field of this name, or None."""
    return next((field for field in fields if field.name == name), None)


MEANINGS: dict[tuple[str, Any], str] = {
    ("oversight", 0): "0 hardly any",
    ("oversight", 1): "1 spot checks",
    ("oversight", 2): "2 a human decides each time",
    ("degree", 0): "0 out of service",
    ("degree", 1): "1 a third",
    ("degree", 2): "2 two thirds",
    ("degree", 3): "3 full",
    ("effort", 1): "1 (4 budget points)",
    ("effort", 2): "2 (8 budget points)",
    ("effort", 3): "3 (12 budget points)",
    ("channel", "api"): "API",
    ("channel", "on_premises"): "on premises",
    ("licence", "civil"): "civil: back office only",
    ("licence", "restricted"): "restricted: a human decides",
    ("licence", "full"): "full: any lawful use",
    ("data", "supplier"): "with the supplier",
    ("data", "resident"): "resident in the taker's country",
    ("data", "sovereign"): "under the taker's sole control",
    ("notice", 0): "none",
    ("notice", 1): "1 turn",
    ("notice", 2): "2 turns",
    ("stance", "publish"): "publish: reaffirm the line",
    ("stance", "harden"): "harden: allow one step less",
    ("stance", "soften"): "soften: allow one step more",
    ("stance", "withdraw"): "withdraw: drop the line",
    ("what", "not_adopt_chinese"): "not to take up a Chinese model",
    ("what", "not_distil"): "not to distil",
    ("what", "not_sell_to"): "not to sell to somebody",
    ("what", "only_yours"): "to use no other country's models",
}
"""Values whose own word says too little, by field."""


def value_in_words(setting: Setting, field: str, value: Any, models: Iterable[tuple[str, str]] = ()) -> str:
    """A value as a person reads it.

    `field` is the name under which some values have words of their own, `models` pairs of id and name.
    """
    if value is None:
        return "nobody"
    if (field, value) in MEANINGS:
        return MEANINGS[field, value]
    if isinstance(value, str):
        if value in setting.by_id:
            return setting.name_of(value)
        return dict(models).get(value, value.replace("_", " "))
    return str(value)
