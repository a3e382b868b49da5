"""The channel of the people of one seat, as rows: what they said to each other, and who would decide otherwise."""

from __future__ import annotations

from wargame.present.rows import ListRow, rule
from wargame.table.team import Team


def team_rows(team: Team, read: int, turn: int) -> list[ListRow]:
    """What was said, turn by turn, then who has no desk open, and who would decide otherwise.

    `read` lines were seen before; now is `turn`.
    """
    rows: list[ListRow] = []
    shown = 0
    for at, line in enumerate(team.lines):
        if line.turn != shown:
            shown = line.turn
            rows.append(rule(f"turn {shown}{', now' if shown == turn else ''}"))
        own = line.handle == team.handle
        new = at >= read and not own
        style = "dim" if line.turn < turn else ""
        name = "you" if own else team.name_of(line.handle)
        rows.append(ListRow(((f"{'*' if new else ' '}{name}: ", style or "bold"),), line.text, f"t{at}", style))
    if team.away:
        rows.append(rule(f"no desk open: {', '.join(map(team.name_of, team.away))}"))
    if team.against:
        rows.append(rule("would decide otherwise, kept with your next answer"))
        rows += [
            ListRow(((f" {team.name_of(handle)}: ", "bold"),), why, f"o{handle}", "italic")
            for handle, why in team.against
        ]
    return rows
