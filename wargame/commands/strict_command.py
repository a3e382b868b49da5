"""How the words after a command are read: no option swallows the next one, and no number is none."""

from __future__ import annotations

from itertools import pairwise, takewhile
from math import isfinite
from pathlib import Path
from typing import Any

import typer
from typer.core import TyperCommand

TO_STANDARD_OUTPUT = ("compare", "export", "report")
"""Commands of which `--out -` is standard output."""


class StrictCommand(TyperCommand):
    """A command whose options take what was meant for them, and whose records may be games of an experiment.

    An option that takes a path has `-` for standard output in few of them, and nowhere else makes a file of that name.
    """

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the words; BadParameter if an option stands where a value should, or a number is not finite."""
        options = [param for param in self.params if param.param_type_name == "option"]
        names = {name for option in options for name in (*option.opts, *option.secondary_opts)}
        valued = {name for option in options if not getattr(option, "is_flag", False) for name in option.opts}
        for word, after in pairwise(takewhile(lambda word: word != "--", args)):
            if word in valued and after in names:
                said = f"{after} is an option of its own; give a value first, or write {word}={after} if it is one"
                raise typer.BadParameter(said, ctx=ctx, param_hint=f"'{word}'")
        try:
            rest = super().parse_args(ctx, args)
        except typer.BadParameter as fault:
            _say_what_is_missing(fault, self.epilog or "")
            raise
        for param in self.params:
            if param.param_type_name == "argument" and param.name is not None:
                ctx.params[param.name] = _with_records(ctx.params.get(param.name))
        for option in options:
            value = ctx.params.get(option.name)
            to_output = self.name in TO_STANDARD_OUTPUT and "--out" in option.opts
            if isinstance(value, Path) and value == Path("-") and not to_output:
                raise typer.BadParameter(
                    "-: a file or a folder is made here, and nothing goes to standard output by this name; give it "
                    "another one",
                    ctx=ctx,
                    param_hint=f"'{option.opts[0]}'",
                )
            if isinstance(value, float) and not isfinite(value):
                raise typer.BadParameter(
                    f"{value}: this must be a finite number", ctx=ctx, param_hint=f"'{option.opts[0]}'"
                )
        return rest


def _say_what_is_missing(fault: typer.BadParameter, example: str) -> None:
    """Of something that must be given and was not: what it is, in the words of its help, and a command that has it."""
    missing = fault.param
    if type(fault).__name__ != "MissingParameter" or missing is None or fault.message:
        return
    is_option = missing.param_type_name == "option"
    said = (
        f"{missing.metavar}:" if is_option and missing.metavar else "",
        getattr(missing, "help", None) or "",
        example,
    )
    fault.message = " ".join(filter(None, said))


def _with_records(value: Any) -> Any:
    """What was given as an argument, with the path of a record in place of each `FOLDER#RUN`."""
    if isinstance(value, list | tuple):
        return type(value)(map(_with_records, value))
    if not isinstance(value, str | Path) or "#" not in str(value):
        return value
    from wargame.commands.lean_games import record_named

    return type(value)(record_named(str(value)))
