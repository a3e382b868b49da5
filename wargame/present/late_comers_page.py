"""A page for somebody who comes late: what one seat knows so far, made of that seat's view alone."""

from __future__ import annotations

from wargame.core.event_kinds import weight_of
from wargame.core.ids import AgreementId
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.core.words import fact_in_words, pledge_in_words, section, seen_in_words

LATEST = 12
"""Events told of the turn under way and the one before."""


def late_comers_page(view: View, setting: Setting) -> str:
    """The seat, its numbers, its bonds, what lies before it, and the latest news and messages, as lines of text.

    Words of other seats stand in it as they were written: whoever shows the page on a terminal makes them plain first.
    Only what the view holds; of events, those of this turn and the one before.
    """
    name = setting.name_of
    lines = [f"{name(view.seat)}, turn {view.turn} of {setting.turns}: {setting.title}"]
    own = [f"{key.partition('.')[2]} {value:g}" for key, value in sorted(view.values.items()) if _mine(view, key)]
    lines += section("Your numbers", [", ".join(own)] if own else [])
    lines += section("Agreements in force", (_bond(view, key, setting) for key in view.agreements))
    lines += section(
        "Offers before you",
        (
            f"{p.id} by {name(p.by)}, still needed: {', '.join(name(s) for s in p.needed if s not in p.accepted)}"
            for p in view.proposals.values()
        ),
    )
    lines += section(
        "Promises",
        (pledge_in_words(pledge, name) for pledge in view.pledges.values()),
    )
    lines += section("Facts and projects", map(fact_in_words, (fact for fact in view.facts.values() if fact.open)))
    recent = [seen for seen in view.events if seen.turn >= view.turn - 1]
    told = [seen for seen in recent if weight_of(seen.kind) != "routine"]
    lines += section("Lately", map(seen_in_words, [seen for seen in told if seen.kind != "message_sent"][-LATEST:]))
    lines += section("Messages", map(seen_in_words, [seen for seen in recent if seen.kind == "message_sent"][-LATEST:]))
    return "\n".join(lines)


def _mine(view: View, variable: str) -> bool:
    return variable.startswith(f"{view.seat}.") and variable.count(".") == 1 and variable not in view.spread


def _bond(view: View, key: str, setting: Setting) -> str:
    agreement = view.agreements[AgreementId(key)]
    kinds = ", ".join(dict.fromkeys(clause.kind.replace("_", " ") for clause in agreement.terms.clauses))
    names = " and ".join(setting.name_of(party) for party in agreement.parties)
    return f"{names}: {kinds}; to turn {agreement.expires}, {agreement.status.replace('_', ' ')}"
