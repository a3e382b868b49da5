"""How often the garbage collector looks, while much is made that stays."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager

SELDOM = 100_000
"""Objects made and not given back between two looks at the youngest."""


def settle() -> None:
    """What was read until now stays to the end of the process: it is never looked through again, what follows is."""
    gc.freeze()
    gc.set_threshold(SELDOM, *gc.get_threshold()[1:])


@contextmanager
def seldom_collecting() -> Iterator[None]:
    """Let it look less often: games and imports make many small objects that stay, and few cycles.

    What was made meanwhile is not looked through at the end either: it counts as old at once, as if it had been.
    Where a program has frozen objects of its own, they are left alone and it is looked through.
    """
    usual = gc.get_threshold()
    gc.set_threshold(SELDOM, usual[1], usual[2])
    try:
        yield
    finally:
        if not gc.get_freeze_count():
            gc.freeze()
            gc.unfreeze()
        gc.set_threshold(*usual)
