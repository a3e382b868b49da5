"""The supplier's switch: service to who cheated is suspended, ended when it happens again, and restored in time."""

from __future__ import annotations

from collections.abc import Iterator

from wargame.core.orders import AnyOrder, Resume, Revoke, Suspend
from wargame.players.scripted.grievances import cheats
from wargame.players.scripted.mind import Mind


def switch(mind: Mind) -> Iterator[AnyOrder]:
    """Restore whom it suspended a turn or more ago and who gave no new ground; suspend or end for the others."""
    found, firm = cheats(mind), mind.temper("principle")
    suspended = {line.holder for line in mind.supplied if line.status == "suspended" and line.halted_by == mind.me}
    for customer in sorted(suspended):
        if customer not in found and not mind.did("access_suspended", mind.me, customer, spells=0):
            lost = firm > 0.5 and mind.trust(customer) < 35
            yield Revoke(customer=customer) if lost else Resume(customer=customer)
    for customer, what in found.items():
        stolen = what == "defection_detected"
        if mind.promised("no_suspension", customer) and not stolen:
            continue
        if (stolen and firm > 0.5) or (customer in suspended and firm > 0.7):
            yield Revoke(customer=customer)
        elif customer not in suspended and (firm > 0.35 or stolen) and what != "targeting_scandal":
            yield Suspend(customer=customer)
