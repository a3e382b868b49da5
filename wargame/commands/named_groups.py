"""A list of commands that knows in which of its groups one stands that was asked for without its group."""

from __future__ import annotations

from typing import Any

from typer.core import TyperGroup

GROUPS = ("experiment", "coding", "local")
"""Commands that hold commands of their own."""


class NamedGroups(TyperGroup):
    """Names the group of a command that is asked for without it."""

    def resolve_command(self, ctx: Any, args: list[str]) -> Any:
        """The command that the words begin with; one that stands in a group is refused with where it stands."""
        name = args[0]
        if name not in self.list_commands(ctx):
            where = [f"`wargame {group} {name}`" for group in GROUPS if name in self._held(ctx, group)]
            if where:
                ctx.fail(f"No such command {name!r}; there is {' and '.join(where)}.")
        return super().resolve_command(ctx, args)

    def _held(self, ctx: Any, group: str) -> list[str]:
        """Names of the commands of a group."""
        held: Any = self.get_command(ctx, group)
        return list(held.list_commands(ctx))
