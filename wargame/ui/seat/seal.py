"""The seal: one question before everything that a seat drafted for this phase is handed in."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.widget import Widget

from wargame.errors import WargameError
from wargame.players.base import Answer, Ask
from wargame.present.marks import Marks
from wargame.present.sealing import differing, left_out, purse_told, what_is_sealed
from wargame.table.chair import Chair, Draft
from wargame.table.people import objections
from wargame.ui.widgets.composer import Composer
from wargame.ui.widgets.frame import KeyHint
from wargame.ui.widgets.panes import Words
from wargame.ui.widgets.window import Window

WHAT = {"talk": "this round of talk", "orders": "statement and orders", "weigh": "pros and cons"}


OTHERWISE = "otherwise"
"""The box in which people of a seat say that they would decide otherwise."""


class Seal(Window[bool]):
    """Shows what is handed in, asks once for the reason (and in the first turn for the plan), then hands it in.

    Where several people share the seat, whoever would decide otherwise can say so.
    """

    TITLED = "SEAL"
    HELP = (
        "F9 or enter in the last box seals. The reason and the plan are yours: control and the review read them, "
        "no other seat does. An empty reason is asked for once."
    )
    KEYS: ClassVar[tuple[KeyHint, ...]] = (
        ("F9", "seal"),
        ("tab", "next box"),
        ("esc", "not yet"),
        ("pagedown", "scroll the list"),
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("f9", "seal", "seal", show=False),
        Binding("pageup", "scroll_list(-1)", "scroll what is handed in", show=False, priority=True),
        Binding("pagedown", "scroll_list(1)", "scroll what is handed in", show=False, priority=True),
    ]

    def __init__(self, chair: Chair, ask: Ask) -> None:
        """For the answer that this seat owes."""
        super().__init__()
        self._chair, self._ask = chair, ask
        self._asked_once = False
        self._shown = chair.draft.body(ask.phase)
        """What the list shows: this is handed in, and nothing else."""
        self._changed = False
        """Whether others of the seat changed it since, which whoever sits here has not said to have seen."""
        self._unwatch: Callable[[], None] | None = None
        self._plans = ask.turn == 1 and not ask.diary.first_plan
        self._team = chair.team
        self._people = self._team.people if self._team.shared and self._team.handle is None else ()
        """Those whose objections whoever hands in writes down for them: at one keyboard."""

    @property
    def _passes(self) -> bool:
        """Whether nothing is said of others' arguments, for which nobody asks a reason."""
        return self._ask.phase == "weigh" and not self._chair.draft.weighings

    def _listed(self) -> str:
        """What is handed in, as the draft stands."""
        said, wrong = what_is_sealed(self._ask, self._chair.draft)
        left, broken = left_out(self._ask, self._chair.draft), differing(self._ask, self._chair.draft)
        purse, short = purse_told(self._ask, self._chair.draft)
        asked = "" if self._passes else "; what is empty below is asked for once"
        lines = [
            f"You hand in {WHAT[self._ask.phase]}; it cannot be changed after that. F9 seals{asked}.",
            *(f"  {number}. {line}" for number, line in enumerate(said, 1)),
            *([] if said else ["  nothing: you pass"]),
            *(["Would be refused:"] if wrong else []),
            *(f"  ! {line}" for line in wrong),
            *purse[:1],
            *(f"! {line}" for line in short),
            *purse[1:],
            *(["Word and deed differ, and whoever sees the deed is told:"] if broken else []),
            *(f"  ! you say that {line}" for line in broken),
            *(["Half written, and not handed in (escape goes back to it):"] if left else []),
            *(f"  ! {line}" for line in left),
        ]
        if not self._people:
            team = self._chair.team
            lines += [f"  otherwise, {team.name_of(who)}: {why}" for who, why in team.against]
        return "\n".join(lines)

    def inside(self) -> Iterator[Widget]:
        """What is handed in, then the boxes."""
        with VerticalScroll(classes="sheet", can_focus=False):
            yield Words(self._listed(), id="listed")
        if self._plans:
            yield Words("YOUR PLAN for this game; the review compares it with what came of it", classes="label")
            yield Composer(id="plan", placeholder="what you want, and how you mean to get it")
        yield Words("WHY: your private reason", classes="label")
        yield Composer(id="rationale", placeholder="a sentence or two; control and the review read it")
        if self._people:
            yield Words("OTHERWISE: who of you would not do this; it is kept beside the reason", classes="label")
            yield Composer(id=OTHERWISE, placeholder=f"{self._people[-1].name}: why; empty if all agree")

    def begin(self) -> None:
        """Into the first box, with what was written there before."""
        draft = self._chair.draft
        self.query_one("#rationale", Composer).load_text(draft.rationale)
        if self._plans:
            self.query_one("#plan", Composer).load_text(draft.plan)
        if self._people:
            self.query_one(f"#{OTHERWISE}", Composer).load_text(dict(draft.typed).get(OTHERWISE, ""))
        self.query(Composer).first().focus()
        self._unwatch = self._chair.watch(self._stirred)

    def on_unmount(self) -> None:
        if self._unwatch:
            self._unwatch()

    def _stirred(self) -> None:
        self.call_later(self._renew)

    def _renew(self) -> None:
        """Show what would be handed in now; where others of the seat changed it meanwhile, say so."""
        if not self.is_attached:
            return
        self.query_one("#listed", Words).say(self._listed())
        now = self._chair.draft.body(self._ask.phase)
        if now != self._shown:
            self._shown, self._changed = now, True
            self.say("the draft has changed: the list shows it anew; F9 asks once more", fault=True)

    def _keep(self) -> Draft:
        rationale = self.query_one("#rationale", Composer).text.strip()
        plan = self.query_one("#plan", Composer).text.strip() if self._plans else self._chair.draft.plan
        draft = replace(self._chair.draft, rationale=rationale, plan=plan)
        if self._people:
            others = tuple((box, text) for box, text in draft.typed if box != OTHERWISE)
            said = self.query_one(f"#{OTHERWISE}", Composer).text
            draft = replace(draft, typed=(*others, (OTHERWISE, said)) if said.strip() else others)
        self._chair.save(draft)
        return draft

    def on_text_area_changed(self) -> None:
        self._keep()

    async def on_composer_said(self, event: Composer.Said) -> None:
        """Enter: on to the next box that must be filled, or seal."""
        boxes = [box for box in self.query(Composer) if box.id != OTHERWISE]
        here = next((n for n, box in enumerate(boxes) if box.has_focus), len(boxes) - 1)
        if here + 1 < len(boxes):
            boxes[here + 1].focus()
        else:
            await self.action_seal()

    def on_composer_left(self) -> None:
        """Escape in a box closes the window; what is written is kept."""
        self.action_close()

    def action_scroll_list(self, way: int) -> None:
        """Scroll what is handed in, wherever the keys are: the boxes are short."""
        listed = self.query_one(".sheet", VerticalScroll)
        if way > 0:
            listed.scroll_page_down(animate=False)
        else:
            listed.scroll_page_up(animate=False)

    def action_close(self) -> None:
        self._keep()
        self.dismiss(False)

    async def action_seal(self) -> None:
        """Hand it in; without a reason only when asked a second time."""
        draft = self._keep()
        self._renew()
        if self._changed:
            self._changed = False
            self.say("the draft has changed, nothing is sealed yet: read the list, F9 then seals it", fault=True)
            return
        empty = [box for box in self.query(Composer) if not box.text.strip() and box.id != OTHERWISE]
        if empty and not (self._asked_once or self._passes):
            self._asked_once = True
            what = " and no ".join("plan" if box.id == "plan" else "reason" for box in empty)
            self.say(f"no {what} yet: write one or two sentences, or press F9 again", fault=True)
            empty[0].focus()
            return
        answer = Answer(draft.body(self._ask.phase), "human", draft.rationale, (), draft.plan, draft.notebook)
        seen = len(self._ask.view.events)
        marks = replace(Marks.of(draft), answered=seen)
        kept = tuple((box, text) for box, text in draft.typed if box.startswith("to "))
        rest = Draft(moves=draft.moves, typed=kept, half_offer=draft.half_offer)
        if self._ask.phase == "talk":  # orders are drafted while the talk goes on, half-filled ones among them
            kept = tuple((box, text) for box, text in draft.typed if box != OTHERWISE)
            rest = replace(rest, moves=(), signal=draft.signal, orders=draft.orders, typed=kept)
        try:
            for handle, why in objections(dict(draft.typed).get(OTHERWISE, ""), self._people).items():
                await self._chair.dissent(why, handle)
            await self._chair.submit(answer, self._ask.id)
        except WargameError as fault:
            self.say(str(fault), fault=True)
            return
        if self._team.handle is not None:  # others may have added something meanwhile: it waits for the next answer
            rest = replace(self._chair.draft, typed=rest.typed, half_offer=rest.half_offer)
        self._chair.save(marks.into(rest))
        self.dismiss(True)
