"""`wargame params`: every number that the rules lean on."""

from __future__ import annotations

from typing import Annotated

import typer

from wargame.commands.output import answer, show


def params(json: Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")] = False) -> None:
    """List the parameters of the rules.

    Shown are default, range, unit, source and meaning; `run --param NAME=VALUE` sets one.
    """
    from dataclasses import fields

    from wargame.rules.base.parameters import Parameters

    if json:
        answer({item.name: {"default": item.default, **item.metadata} for item in fields(Parameters)})
        return
    rows = []
    for item in fields(Parameters):
        about = item.metadata
        reach = f"{about['low']:g} to {about['high']:g}"
        rows.append((item.name, f"{item.default:g}", reach, about["unit"], about["source"], about["meaning"]))
    show(rows, ("NAME", "DEFAULT", "RANGE", "UNIT", "SOURCE", "MEANING"))
