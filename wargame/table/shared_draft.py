"""One draft for several people, each at a terminal of their own: what is shared, and what is each one's.

Finished parts (moves, orders, pros and cons, the statement, reason, plan and notebook) are the seat's. What is half
written, and how far somebody has read, is that person's alone. So nobody types into what another is typing, and two
who add something at once have both added it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import replace
from typing import TypeVar

from wargame.core.moves import Body, Sealed, Talk, Weigh
from wargame.table.chair import Draft

T = TypeVar("T", bound=Hashable)


def own_part(draft: Draft) -> Draft:
    """What of a draft is its writer's alone."""
    return Draft(typed=draft.typed, half_offer=draft.half_offer, marks=draft.marks)


def shared_part(draft: Draft) -> Draft:
    """What of a draft is the seat's."""
    return replace(draft, typed=(), half_offer=None, marks=())


def joined(shared: Draft, own: Draft) -> Draft:
    """The draft as one person sees it."""
    return replace(shared, typed=own.typed, half_offer=own.half_offer, marks=own.marks)


def merged(base: Draft, mine: Draft, theirs: Draft) -> Draft:
    """What I made of `base` and what others made of it meanwhile, together; what is my own stays as I have it.

    Of moves, orders, pros and cons, and lines of the notebook, what either has added is there and what either has taken
    out is not. Of any other part mine counts where I changed it. Doing it twice is doing it once.
    """
    notebook = mine.notebook
    if theirs.notebook not in (base.notebook, mine.notebook):
        old, own, other = (each.notebook.splitlines() for each in (base, mine, theirs))
        notebook = "\n".join(_together(old, own, other))
    return replace(
        mine,
        moves=_together(base.moves, mine.moves, theirs.moves),
        orders=_together(base.orders, mine.orders, theirs.orders),
        weighings=_together(base.weighings, mine.weighings, theirs.weighings),
        signal=mine.signal if mine.signal != base.signal else theirs.signal,
        rationale=mine.rationale if mine.rationale != base.rationale else theirs.rationale,
        plan=mine.plan if mine.plan != base.plan else theirs.plan,
        notebook=notebook,
    )


def _together(base: Sequence[T], mine: Sequence[T], theirs: Sequence[T]) -> tuple[T, ...]:
    """Of each thing as many as I have if I changed that, else as many as they have; in my order, then in theirs."""
    was, own, other = Counter(base), Counter(mine), Counter(theirs)
    left = Counter({each: own[each] if own[each] != was[each] else other[each] for each in (*mine, *theirs)})
    found = []
    for each in (*mine, *theirs):
        if left[each] > 0:
            left[each] -= 1
            found.append(each)
    return tuple(found)


def left_behind(draft: Draft, body: Body) -> Draft:
    """What of a seat's shared draft was not handed in with this answer: it was added while another sealed."""
    rest = replace(shared_part(draft), rationale="", plan="", notebook="")
    if isinstance(body, Talk):
        return replace(rest, moves=_without(draft.moves, body.moves))
    if isinstance(body, Weigh):
        return replace(rest, weighings=_without(draft.weighings, body.weighings))
    assert isinstance(body, Sealed)
    signal = None if draft.signal == body.signal else draft.signal
    return replace(rest, signal=signal, orders=_without(draft.orders, body.orders))


def _without(items: Sequence[T], handed_in: Sequence[T]) -> tuple[T, ...]:
    gone, found = Counter(handed_in), []
    for each in items:
        if gone[each] > 0:
            gone[each] -= 1
        else:
            found.append(each)
    return tuple(found)
