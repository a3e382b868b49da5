"""In which of its groups a command stands that was asked for without its group."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

GROUPS = ("experiment", "coding", "local")
"""Commands that hold commands of their own."""


def refuse_without_group(commands: TyperGroup, ctx: Any, name: str) -> None:
    """Name the groups that hold a command of this name; nothing if none does. Loads the groups."""
    where = [f"`wargame {group} {name}`" for group in GROUPS if name in _held(commands, ctx, group)]
    if where:
        ctx.fail(f"No such command {name!r}; there is {' and '.join(where)}.")


def _held(commands: TyperGroup, ctx: Any, group: str) -> list[str]:
    """Names of the commands of a group."""
    held: Any = commands.get_command(ctx, group)
    return list(held.list_commands(ctx))
