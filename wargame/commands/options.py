"""The options that several commands share, each declared once."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from wargame.errors import SpecError

ScenarioArgument = Annotated[str | None, typer.Argument(help="Name or path of a scenario; not with --resume.")]
SeatOption = Annotated[list[str], typer.Option("--seat", metavar="ID=SPEC", help="Player of one seat; repeatable.")]
EveryoneOption = Annotated[str, typer.Option("--all", metavar="SPEC", help="Player of every other seat at the table.")]
SeedOption = Annotated[int, typer.Option(help="Seed of all chance.")]
VariantOption = Annotated[str | None, typer.Option("--seats", metavar="VARIANT", help="A smaller table, such as core.")]
TurnsOption = Annotated[int | None, typer.Option(help="Length, if not the scenario's own.")]
ParameterOption = Annotated[list[str], typer.Option("--param", metavar="NAME=VALUE", help="A parameter; repeatable.")]
OutOption = Annotated[Path | None, typer.Option(help="Transcript; default runs/SCENARIO-SEED-TIME.jsonl.")]
ResumeOption = Annotated[Path | None, typer.Option(help="Go on with this transcript.")]
CutBrokenOption = Annotated[
    bool, typer.Option("--cut-broken", help="With --resume: leave out all from a broken line on; the file is kept.")
]
TokensOption = Annotated[
    int | None, typer.Option(min=1, metavar="N", help="Most tokens that models may take in a game.")
]
MoneyOption = Annotated[float | None, typer.Option(min=0, metavar="USD", help="Most that models may cost in the game.")]
JsonOption = Annotated[bool, typer.Option("--json", help="One JSON object on standard output.")]
ClaimsOption = Annotated[
    Path | None, typer.Option("--claims", metavar="FOLDER", help="Claims of your own, a YAML file each.")
]


def check_cut(resume: Path | None, cut_broken: bool) -> None:
    """SpecError if a record is to be cut and none is gone on with."""
    if cut_broken and resume is None:
        raise SpecError("--cut-broken: this cuts a record that is gone on with; name it with --resume FILE")
