"""The options that several commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

Scenario = Annotated[str | None, typer.Argument(help="Name or path of a scenario; not with --resume.")]
Seats = Annotated[list[str], typer.Option("--seat", metavar="ID=SPEC", help="Player of one seat; repeatable.")]
Everyone = Annotated[str, typer.Option("--all", metavar="SPEC", help="Player of every other seat at the table.")]
Seed = Annotated[int, typer.Option(help="Seed of all chance.")]
Variant = Annotated[str | None, typer.Option("--seats", metavar="VARIANT", help="A smaller table, such as core.")]
Turns = Annotated[int | None, typer.Option(help="Length, if not the scenario's own.")]
Parameters = Annotated[list[str], typer.Option("--param", metavar="NAME=VALUE", help="A parameter; repeatable.")]
Resume = Annotated[Path | None, typer.Option(help="Go on with this transcript.")]
Tokens = Annotated[int | None, typer.Option(min=1, metavar="N", help="Most tokens that models may take in the game.")]
Money = Annotated[float | None, typer.Option(min=0, metavar="USD", help="Most that models may cost in the game.")]
Json = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
