"""Because, in shares, in words: who carries how much of a change, as a list with bars and with the chains on record."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from wargame.core.codebook import family_of
from wargame.core.event_values import InjectSpent
from wargame.core.events import Event
from wargame.core.ids import Variable
from wargame.core.moves import Sealed
from wargame.core.plain_text import plain_line
from wargame.paired.roots import Root
from wargame.paired.shapley import apportioned
from wargame.paired.shares import ChangeInShares, RootShare
from wargame.present.shapes import cut
from wargame.review.why import Chains
from wargame.rules.model.variable_words import figure, spoken
from wargame.transcript.verify import Replayed

BAR = 12
"""Cells of the longest bar."""
TOLD = 100
"""Letters of what a root did, and of each event of a chain."""
CHAIN = 3
"""Events of a chain that are told: its first ones and its last."""
UNJOINED = "no chain on record leads from it to this number: it shows in ruling again alone"
ITSELF = "nobody's: what the rules do by themselves, and what was agreed before"
SEVERAL = "one decision of several orders or moves: --apart tells which of them carries it"
"""In place of a chain, which would be that of one of them, and perhaps of one that moved nothing."""
UNKNOWN_ERROR = "± ?"
"""Beside a share that came out the same in each of the orders that were drawn, which says nothing of its error."""


@dataclass(frozen=True, slots=True)
class ShareRow:
    """One root in words, or what stands beside the roots."""

    text: str
    """Who did what, or what happened."""
    amount: Fraction
    """The share in the unit of the number, in the digits that are shown."""
    share: str
    """The same in figures, with its sign."""
    error: str
    """Half the width of its 95 % interval, as `± 0.3`; empty where it is exact, `± ?` where all drawn orders agreed."""
    size: float
    """The share over the largest share or remainder, from -1 to 1: the length of its bar."""
    root: str = ""
    """Id of the root; empty for what is none."""
    line: int = 0
    """Of the record, where the root stands; 0 for what is none."""
    bound: str = ""
    """With which other it is bound up, in words; empty where it stands for itself."""
    chain: tuple[str, ...] = ()
    """Events on record from it to the number, in their order; empty where no chain of causes joins them."""


@dataclass(frozen=True, slots=True)
class SharesInWords:
    """The change of a number in words; the shares shown add up to the total shown."""

    heading: str
    rows: tuple[ShareRow, ...]
    """The largest first."""
    others: ShareRow | None
    """Those that moved nothing, together."""
    itself: ShareRow
    """What no root carries."""
    total: str
    places: int
    """Decimals of all figures."""
    method: str
    """How it was found and how exact it is, in sentences."""


def shares_in_words(game: Replayed, found: ChangeInShares, chains: Chains | None = None) -> SharesInWords:
    """Shares of a game in words, for control, who may read everything.

    `chains` are those of the game, if they are there already: making them costs going through the record once.
    """
    chains = chains or Chains(game)
    places, name = _places(found.variable), spoken(game.sequence.book.setting, found.variable)
    before, after = (round(Fraction(each), places) for each in (found.before, found.after))
    parts = [*(each.share for each in found.shares), found.others_share, found.remainder]
    *shown, others, itself = apportioned([Fraction(part) for part in parts], places, Fraction(after - before))
    largest = max(map(abs, (*shown, itself))) or Fraction(1)
    leads, lines = chains.leads(found.variable, found.until), _lines(game)
    rows = []
    for each, share in zip(found.shares, shown, strict=True):
        place = _place(game, each.root)
        rows.append(
            ShareRow(
                text=_root(game, chains, each.root),
                amount=share,
                share=_signed(share, places),
                error=_error(each.error, places, found.exact),
                size=float(share / largest),
                root=each.root.id,
                line=lines.get(place, 0),
                bound=_bound(each, places),
                chain=(SEVERAL,)
                if _is_several(game, each.root)
                else _chain(leads.get(each.root.id) or leads.get("" if each.root.part else place, ())),
            )
        )
    many = len(found.others)
    still = f"{many} other{'s' if many > 1 else ''}, which moved nothing wherever they were looked at"
    if found.others_share:
        still = f"{many} others together, none of which moved it alone"
    turns = f"turn {found.until}" if found.since == found.until else f"turns {found.since} to {found.until}"
    moved = f"{figure(found.variable, float(before))} -> {figure(found.variable, float(after))}"
    return SharesInWords(
        heading=f"{name[:1].upper()}{name[1:]} ({found.variable}): {moved} in {turns}",
        rows=tuple(rows),
        others=ShareRow(still, others, _signed(others, places), _error(found.others_error, places, found.exact), 0.0)
        if many
        else None,
        itself=ShareRow(ITSELF, itself, _signed(itself, places), "", float(itself / largest)),
        total=_signed(after - before, places),
        places=places,
        method=_method(found),
    )


def as_lines(words: SharesInWords, most: int) -> list[str]:
    """The list as lines for a terminal: the largest shares, at most so many, then what is left, and the total."""
    shown = [row for row in words.rows if row.amount][:most]
    if rest := [row for row in words.rows if row not in shown]:
        amount = sum((each.amount for each in rest), Fraction(0))
        shown.append(ShareRow(f"{len(rest)} smaller", amount, _signed(amount, words.places), "", 0.0))
    shown += [*([words.others] if words.others else []), words.itself]
    figures = [f"{row.share} {row.error}".rstrip() for row in shown]
    width = max(len(each) for each in (*figures, words.total))
    lines = [words.heading]
    for row, share in zip(shown, figures, strict=True):
        named = f" [{row.root}]" if row.root else ""
        lines.append(f"{share:<{width}}  {_bar(row.size)}  {row.text}{named}")
        joined = [f"-> {each}" for each in row.chain] or [UNJOINED]
        further = [*([row.bound] if row.bound else []), *(joined if row.root else [])]
        lines += [f"{'':<{width + BAR + 6}}{each}" for each in further]
    return [plain_line(line) for line in (*lines, f"{words.total:<{width}}  in all", words.method)]


def _bar(size: float) -> str:
    """Up or down, as long as it is large; a share that shows none of it has no bar."""
    cells = max(1, round(abs(size) * BAR)) if size else 0
    return (("-" if size < 0 else "#") * cells).ljust(BAR)


def _places(variable: Variable) -> int:
    """Decimals in which a number is shown, as `figure` has them."""
    family = family_of(variable)
    return 2 if family is not None and family.high - family.low <= 10 else 1


def _signed(amount: Fraction, places: int) -> str:
    return f"{float(amount):+.{places}f}"


def _error(error: float, places: int, exact: bool) -> str:
    """Rounded up: an interval is never told narrower than it is; nor as none where the few orders drawn agreed."""
    unit = 10**places
    if not exact and not error:
        return UNKNOWN_ERROR
    return f"± {math.ceil(error * unit) / unit:.{places}f}" if error else ""


def _place(game: Replayed, root: Root) -> str:
    """The id of the decision, act or event at which a root stands in the record."""
    if root.kind in ("decision", "control"):
        return root.id.partition("#")[0]
    event = _event(game, root)
    return event.id if event is not None else ""


def _event(game: Replayed, root: Root) -> Event | None:
    """The event in which an inject or a draw came out."""
    for event in game.events:
        if event.turn != root.turn:
            continue
        if isinstance(event.value, InjectSpent) and event.value.inject == root.id:
            return event
        if any(f"{event.turn}.{draw.purpose}" == root.id for draw in event.draws):
            return event
    return None


def _lines(game: Replayed) -> Mapping[str, int]:
    """The line of the record of each decision, act and event."""
    entries = (entry for entry in game.record.entries if entry.kind in ("decision", "event", "override"))
    return {str(entry.data.get("id")): entry.n for entry in entries}


def _root(game: Replayed, chains: Chains, root: Root) -> str:
    if root.kind in ("decision", "control"):
        return cut(plain_line(chains.end(root.id).text), TOLD)
    event = _event(game, root)
    told = "" if event is None else cut(plain_line(event.text), TOLD)
    return f"luck: {told}" if root.kind == "chance" else told


def _is_several(game: Replayed, root: Root) -> bool:
    """Whether a root is a whole decision with more than one order or move of talk."""
    made = game.decisions.get(root.id) if root.kind == "decision" and not root.part else None
    if made is None:
        return False
    return len(made.body.orders if isinstance(made.body, Sealed) else getattr(made.body, "moves", ())) > 1


def _bound(share: RootShare, places: int) -> str:
    size = f"{abs(share.bound):.{places}f}"
    if share.partner is None or not float(size):
        return ""
    other = f"[{share.partner.id}]"
    if share.bound > 0:
        return f"{size} of it only together with {other}"
    return f"{size} of it {other} would have brought without it"


def _chain(events: Sequence[Event]) -> tuple[str, ...]:
    told = [cut(plain_line(f"{event.text} ({event.id})"), TOLD) for event in events]
    if len(told) <= CHAIN:
        return tuple(told)
    return (*told[: CHAIN - 1], f"({len(told) - CHAIN} more)", told[-1])


def _method(found: ChangeInShares) -> str:
    how = (
        "all sets of them were counted" if found.exact else "orders of adding were drawn, with 95 % intervals over them"
    )
    return f"ruled again {found.reruns} times; {how}"
