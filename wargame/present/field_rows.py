"""Fields as rows of a list: one a row, the choices of the open one under it, refusals beside them."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.present.fields import Field, Option
from wargame.present.rows import ListRow

LABEL = 12
"""Cells of a label, the space after it included; a form with a longer one gives all of them more."""
MOST = 18


def rows(fields: Iterable[Field], opened: str = "") -> list[ListRow]:
    """Each field on a row; the choices of the one that is open stand under it, refusals beside them."""
    found: list[ListRow] = []
    fields = tuple(fields)
    labels = [len(field.label) + 1 for field in fields if field.shape not in ("read", "act")]
    width = min(MOST, max([LABEL, *labels]))
    for field in fields:
        found.append(_row(field, field.name == opened, width))
        if field.fault and field.name != opened:
            found.append(ListRow(((" " * width, ""), ("! ", "bold")), field.fault, f"{field.name}!", "bold", True))
        if field.name == opened and field.shape in ("one", "many"):
            found += [_choice(field, at, choice) for at, choice in enumerate(field.choices)]
    return found


def _row(field: Field, opened: bool, width: int) -> ListRow:
    if field.shape == "read":
        return ListRow(((field.label, "bold"),), field.note, field.name, "", True)
    if field.shape == "act":
        said = field.label.lstrip()
        before = " " * (len(field.label) - len(said))
        return ListRow(((before, ""),), f"[{said}]{f'  {field.note}' if field.note else ''}", field.name, "bold")
    label = (f"{field.label} ".ljust(width), "")
    value = {"number": f"< {field.shown} >", "text": field.shown}.get(
        field.shape
    ) or f"{'v' if opened else '>'} {field.shown}"
    told = "" if field.shape == "text" and field.value else field.note
    note = "  ".join(part for part in (told, "required" if field.missing else "") if part)
    return ListRow((label,), f"{value}  {note}" if note else value, field.name)


def _choice(field: Field, at: int, choice: Option) -> ListRow:
    chosen = choice.value == field.value if field.shape == "one" else choice.value in (field.value or ())
    marks = ("(*)", "( )") if field.shape == "one" else ("[x]", "[ ]")
    mark = marks[0] if chosen else " x " if choice.refusal else marks[1]
    text = f"{choice.text}: {choice.refusal}" if choice.refusal else choice.text
    return ListRow((("   ", ""), (f"{mark} ", "bold")), text, f"{field.name}={at}", "dim" if choice.refusal else "")
