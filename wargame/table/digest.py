"""A digest for somebody who comes late: what one seat knows so far, in a page, made of that seat's view alone."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.core.event_kinds import weight_of
from wargame.core.ids import AgreementId
from wargame.core.setting import Setting
from wargame.core.views import Seen, View

LATEST = 12
"""Events told of the turn under way and the one before."""


def digest(view: View, setting: Setting) -> str:
    """The seat, its numbers, its bonds, what lies before it, and the latest news and messages."""
    name = setting.name_of
    lines = [f"{name(view.seat)}, turn {view.turn} of {setting.turns}: {setting.title}"]
    own = [f"{key.partition('.')[2]} {value:g}" for key, value in sorted(view.values.items()) if _mine(view, key)]
    lines += _section("Your numbers", [", ".join(own)] if own else [])
    lines += _section("Agreements in force", (_bond(view, key, setting) for key in view.agreements))
    lines += _section(
        "Offers before you",
        (
            f"{p.id} by {name(p.by)}, still needed: {', '.join(name(s) for s in p.needed if s not in p.accepted)}"
            for p in view.proposals.values()
        ),
    )
    lines += _section(
        "Promises",
        (
            f"{name(p.by)} to {name(p.to)}: {p.promise.replace('_', ' ')}, to turn {p.until}, {p.status}"
            for p in view.pledges.values()
        ),
    )
    lines += _section("Settled facts", (fact.text for fact in view.facts.values() if fact.ended is None))
    recent = [seen for seen in view.events if seen.turn >= view.turn - 1]
    told = [seen for seen in recent if weight_of(seen.kind) != "routine"]
    lines += _section("Lately", map(_told, [seen for seen in told if seen.kind != "message_sent"][-LATEST:]))
    lines += _section("Messages", map(_told, [seen for seen in recent if seen.kind == "message_sent"][-LATEST:]))
    return "\n".join(lines)


def _mine(view: View, variable: str) -> bool:
    return variable.startswith(f"{view.seat}.") and variable.count(".") == 1 and variable not in view.spread


def _bond(view: View, key: str, setting: Setting) -> str:
    agreement = view.agreements[AgreementId(key)]
    kinds = ", ".join(dict.fromkeys(clause.kind.replace("_", " ") for clause in agreement.terms.clauses))
    names = " and ".join(setting.name_of(party) for party in agreement.parties)
    return f"{names}: {kinds}; to turn {agreement.expires}, {agreement.status.replace('_', ' ')}"


def _told(seen: Seen) -> str:
    return f"turn {seen.turn}: {seen.text}" + (f' "{seen.body}"' if seen.body else "")


def _section(title: str, lines: Iterable[str]) -> list[str]:
    inside = [f"  {line}" for line in lines]
    return ["", title, *inside] if inside else []
