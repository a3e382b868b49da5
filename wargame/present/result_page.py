"""The page after a turn, for one seat: what mattered, what came of its orders, what others did to it, what is owed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property

from wargame.core import names
from wargame.core.codebook import owner
from wargame.core.deeds import order_as_deed
from wargame.core.event_kinds import KINDS, subject_of, weight_of
from wargame.core.event_values import OrderOpened, Refused
from wargame.core.ids import Variable
from wargame.core.orders import AnyOrder, Argument
from wargame.core.telling import Telling
from wargame.core.views import Seen
from wargame.core.words import terms_in_words
from wargame.players.base import Ask
from wargame.present.measured import Measured
from wargame.present.result_parts import SMALLEST, game_in_a_page, is_own_order, owed_next, scored, standings
from wargame.present.rows import ListRow, event_sentence, heading, rule
from wargame.present.settling import lapsed, unsigned
from wargame.present.story_rows import BREACHES, MARKS, about_part, mark_of, moment_rows, move_in_words
from wargame.review.story import Story
from wargame.review.story_deeds import roots
from wargame.review.story_parts import WeighedMove
from wargame.review.story_words import DOERS

DICE = frozenset(("argument_ruled", "court_ruled", "theft_tried", "argument_rolled"))
MOST = 6
"""Rows of a part; the rest is counted, and stands in the news."""
SLIGHT, MOST_MOVED = 0.05, 3
"""Usual moves below which it is not told what an order moved, and how many are told of one."""
BARGAINS = ("agreement", "break", "offer")
SETTLED = frozenset(
    (
        "agreement_signed",
        "agreement_expired",
        "agreement_ended",
        "agreement_lapsed",
        "notice_given",
        "offer_rejected",
        "offer_withdrawn",
        "pledge_kept",
    )
)
"""What became of bargains."""
TECHNICAL = frozenset(("trust", "offer", "talk", "signal", "upkeep"))
"""Subjects that are told by what they moved."""


@dataclass(frozen=True)
class ResultPage:
    """What a turn came to for one seat, from what it was told."""

    ask: Ask
    story: Story
    turn: int
    measured: Measured | None = None
    """What final scores are held against, where it is known."""

    @property
    def _telling(self) -> Telling:
        return self.story.telling

    @cached_property
    def _roots(self) -> dict[int, int]:
        return dict(roots(self._telling, self.turn))

    def rows(self, over: bool = False) -> list[ListRow]:
        """The main part of the page; `over` says that no turn follows."""
        told = self.story.turn(self.turn)
        mattered = list(moment_rows(self.ask.book.setting, told.moments[:5], self.ask.seat))
        signs = ListRow((("  ", ""),), MARKS, "signs", "dim", True)
        rows = [heading("WHAT MATTERED MOST"), *((signs, *mattered) if mattered else [_say("nothing that moved much")])]
        rows += [rule("what you ordered, and what came of it"), *(list(self._orders()) or [_say("nothing")])]
        parts: list[tuple[str, Iterable[ListRow]]] = [
            ("what others did to you", self._others()),
            ("your bargains", self._bargains()),
            ("dice and judges", self._of_kinds(DICE)),
            ("broken words", self._of_kinds(BREACHES - {"access_suspended", "access_ended"})),
        ]
        nothing = []
        for name, found in parts:
            if some := _capped(list(found)):
                rows += [rule(name), *some]
            else:
                nothing.append(name)
        rows += [_say(f"nothing of: {', '.join(nothing)}")] if nothing else []
        whole = game_in_a_page(self.story, self.ask.book.setting) if over else ()
        return [heading("THE GAME ON ONE PAGE"), *whole, *rows] if over else rows

    def beside(self, over: bool = False) -> list[ListRow]:
        """The other part: the score and what moved it, and what is owed next; at the end how the seats stand."""
        last = standings(self.ask, self.measured) if over else ()
        owed = () if over else (heading("OWED NEXT"), *(owed_next(self.ask) or [_say("nothing")]))
        return [*last, *scored(self.ask, self.story, self.turn), *owed]

    def _orders(self) -> Iterator[ListRow]:
        told = self._telling.told
        for at in self._telling.of_turn(self.turn):
            seen = told[at].seen
            if not self._mine(seen):
                continue
            if isinstance(seen.value, OrderOpened):
                yield ListRow((("> ", "bold"),), self._ordered(seen.value.order), str(at), "bold")
                came = list(self._came_of(at))
                for place in came[:3]:
                    yield ListRow((("    ", ""),), told[place].seen.text, str(place))
                if moved := self._credited(at):
                    yield ListRow((("    ", ""),), f"it moved {moved}", f"{at} moved")
                if not came:
                    yield ListRow(
                        (("    ", ""),), "nothing that you know of has come of it yet", f"{at} nothing", "dim"
                    )
            elif isinstance(seen.value, Refused):
                yield ListRow((("! ", "bold"),), event_sentence(seen), str(at))

    def _ordered(self, order: AnyOrder) -> str:
        if isinstance(order, Argument):
            return f"argument ({order.effect.replace('_', ' ')}, {self.ask.called(order.target)})"
        return order_as_deed(order, self.ask.called, its="your")

    def _credited(self, at: int) -> str:
        """What the deed that an order began moved of the seat's own numbers, the largest first, and its score."""
        told, seat, root = self._telling.told, self.ask.seat, self._roots[at]
        purses = names.budget(seat), names.points(seat)
        moved: dict[Variable, tuple[float, float]] = {}
        if not is_own_order(self.story, self.turn, root, self.ask.called(seat)):
            return ""
        for place in (place for place, other in self._roots.items() if other == root):
            for change in told[place].seen.changes:
                if owner(change.variable) == seat and change.variable not in purses:
                    before, _ = moved.get(change.variable, (change.before, 0.0))
                    moved[change.variable] = before, change.after
        moves = [
            WeighedMove(each, before, after, after, (after - before) / self.story.spread(each))
            for each, (before, after) in moved.items()
        ]
        told_of = sorted((each for each in moves if abs(each.spreads) >= SLIGHT), key=lambda each: -abs(each.spreads))
        said = [move_in_words(self.ask.book.setting, each, seat) for each in told_of[:MOST_MOVED]]
        points = self.story.turn(self.turn).by_deed.get(root, {}).get(names.score(seat), 0.0)
        if abs(points) >= SMALLEST:
            said.append(f"your score {points:+.1f}")
        return "; ".join(said)

    def _came_of(self, at: int) -> Iterator[int]:
        """What followed from an order: what it did at once first, then what shook somebody."""
        told = self._telling.told
        found = [place for place, root in self._roots.items() if root == self._roots[at] and place != at]
        at_once = [place for place in found if at in told[place].because]
        for place in dict.fromkeys((*at_once, *found)):
            seen = told[place].seen
            if subject_of(seen.kind) not in TECHNICAL and (place in at_once or weight_of(seen.kind) != "routine"):
                yield place

    def _others(self) -> Iterator[ListRow]:
        """What was done to the seat by others, or by the world; its own bargains are told apart."""
        mine = {self._roots[at] for at in self._telling.of_turn(self.turn) if self._mine(self._telling.told[at].seen)}
        for at in self._telling.of_turn(self.turn):
            seen = self._telling.told[at].seen
            if self._roots[at] not in mine and self._done_to_it(seen):
                yield ListRow((about_part(self.ask.book.setting, seen.about),), event_sentence(seen), str(at))

    def _done_to_it(self, seen: Seen) -> bool:
        """Whether an event befell the seat: not its own doing, none of its bargains, more than a drift of numbers."""
        subject, seat = subject_of(seen.kind), self.ask.seat
        if weight_of(seen.kind) == "routine" or subject in (*TECHNICAL, *BARGAINS, "score", "order"):
            return False
        if seen.kind == "pledge_kept" or (seen.about[:1] == (seat,) and KINDS[seen.kind].roles[0].name in DOERS):
            return False
        return seat in seen.about or any(seat in change.variable.split(".") for change in seen.changes)

    def _bargains(self) -> Iterator[ListRow]:
        """What was signed, refused, ended or lapsed of what the seat had a word in."""
        for at in self._telling.of_turn(self.turn):
            seen = self._telling.told[at].seen
            if seen.kind == "offer_lapsed":
                events = [told.seen for told in self._telling.told]
                yield ListRow(
                    (mark_of(seen.kind),), lapsed(self.ask, events, at, self._telling.views[self.turn]), str(at)
                )
            elif self.ask.seat in seen.about and seen.kind in SETTLED:
                yield ListRow((mark_of(seen.kind),), seen.text, str(at))
        for offer in self.ask.view.proposals.values() if self.turn == self._telling.turns - 1 else ():
            if set(offer.needed) <= set(offer.accepted):
                said = f"{terms_in_words(offer.terms, self.ask.called)}: {unsigned(self.ask, offer)}"
                yield ListRow((("! ", "bold"),), f"agreed by all, not signed: {said}", offer.id)

    def _mine(self, seen: Seen) -> bool:
        return seen.kind in ("order_opened", "move_refused") and seen.about[:1] == (self.ask.seat,)

    def _of_kinds(self, kinds: frozenset[str]) -> Iterator[ListRow]:
        for at in self._telling.of_turn(self.turn):
            seen = self._telling.told[at].seen
            if seen.kind in kinds:
                yield ListRow((about_part(self.ask.book.setting, seen.about),), seen.text, str(at))


def _say(text: str) -> ListRow:
    return ListRow((("  ", ""),), text, style="dim")


def _capped(rows: Sequence[ListRow]) -> list[ListRow]:
    if len(rows) <= 2 * MOST:
        return list(rows)
    return [*rows[: 2 * MOST], _say(f"and {len(rows) - 2 * MOST} more, in the news")]
