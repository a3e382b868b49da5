"""What can be wrong with a pack beyond the shape of its files: one file per element, each yielding its faults.

An element never raises; where a file is too faulty to judge, it stays silent, since that file has faults already.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

from wargame.scenario.elements.balance import balance
from wargame.scenario.elements.bonds import agreements
from wargame.scenario.elements.briefings import briefings
from wargame.scenario.elements.changes import actor_changes, numbers
from wargame.scenario.elements.circles import circles
from wargame.scenario.elements.citations import citations
from wargame.scenario.elements.duplicates import duplicates
from wargame.scenario.elements.first_steps import first_steps
from wargame.scenario.elements.injects import injects
from wargame.scenario.elements.ledger import ledger
from wargame.scenario.elements.reserved import reserved
from wargame.scenario.elements.secrecy import secrecy
from wargame.scenario.elements.table import table
from wargame.scenario.elements.triggers import triggers
from wargame.scenario.faults import Fault
from wargame.scenario.pack_files import PackReading

ELEMENTS: tuple[Callable[[PackReading], Iterator[Fault]], ...] = (
    table,
    reserved,
    actor_changes,
    numbers,
    agreements,
    injects,
    triggers,
    ledger,
    duplicates,
    circles,
    citations,
    secrecy,
    balance,
    briefings,
    first_steps,
)
"""Checks that need nothing but the pack; `references` needs every actor there is, and is for `check` alone."""
