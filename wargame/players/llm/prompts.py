"""A seat's prompt, made from its ask alone: what never changes first, then what only grows, then what is new."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from wargame.core.setting import Setting
from wargame.players.base import Ask
from wargame.players.llm import position_lines, schema_words
from wargame.players.llm.deal_sheet import deal_sheet, on_the_table
from wargame.players.llm.event_lines import on_one_line, quoted, unmarked
from wargame.players.llm.ideas import OwnIdeas, drafted, turned_down
from wargame.players.llm.labels import HeldLabels, SeatLabels
from wargame.players.llm.memory import NEAR, SLIM, SMALL, WIDE, TurnTexts, lately, promises
from wargame.players.llm.public_words import in_short, uncited
from wargame.players.llm.request import PromptPiece, Request, RequestStep, Utterance
from wargame.players.llm.schema import LegalOrders, Offerable, advice, choices, stable, tight
from wargame.players.llm.schema.replies import NOTEBOOK, NOTES, ORDERS, PLAN
from wargame.players.llm.schema.stable import Format
from wargame.players.llm.schema.tight import SHEET
from wargame.players.llm.shown import AS_USUAL, Reordered, Shown
from wargame.players.llm.templates import render
from wargame.players.llm.wording_sets import IN_USE, WordingSet
from wargame.rules.base.calendar import longest_term

ASKED = 600
"""Characters of a person's question to an adviser that are shown."""
SCOPES = {(False, False): NEAR, (False, True): WIDE, (True, False): SMALL, (True, True): SLIM}
"""What is told of the past: by whether schemas are cut to what is legal, and whether the words are those of before."""
LESSON = 160
"""Characters of something that was put right before that are shown."""
MOVED = 6
"""Own numbers that moved of which a seat is told; the rest is counted."""


class Prompts:
    """The prompts of one seat; it holds what it has rendered and not changed, and nothing that it could not render."""

    def __init__(self, wording: WordingSet = IN_USE, shown: Shown = AS_USUAL) -> None:
        """Nothing is rendered yet; `wording` are the words, `shown` what of the rest an experiment changes."""
        self.wording = wording
        self._shown, self._reordered = shown, Reordered(shown)
        self._memory = TurnTexts(wording)
        self._offerable = Offerable()
        self._ideas = OwnIdeas()
        self._fixed: dict[bool, tuple[Setting, Utterance]] = {}
        self._labels = HeldLabels(shown)
        self._scored: tuple[tuple[object, ...], str] = ((), "")

    def request(self, ask: Ask, *, tightly: bool, max_tokens: int, seconds: float | None) -> Request:
        """The first request for a decision."""
        ask, form, legal = self.formed(ask, tightly)
        messages = self._messages(ask, legal, _question(ask, self.wording), tightly)
        return Request(ask.id, "first", messages, form.name, form.schema, max_tokens, seconds)

    def formed(self, ask: Ask, tightly: bool) -> tuple[Ask, Format, tuple[LegalOrders, ...]]:
        """What is asked as its seat reads it, the form of the answer, and the legal orders that are listed."""
        ask = self._reordered.of(ask)
        form, legal = (
            tight(ask, offerable=self._offerable)
            if tightly
            else (stable(ask.phase, ask.book.seat(ask.seat), ask.book.setting), ())
        )
        if ask.phase == "orders" and not (tightly or self.wording.is_older):
            legal = choices(ask)
        return ask, form, tuple(self._shown.ordered(legal, ask.seat))

    def labels(self, ask: Ask) -> SeatLabels | None:
        """What is called how where an experiment hides names; None where it does not."""
        return self._labels.of(ask.book.setting, ask.view.models)

    def advice(self, ask: Ask, question: str, *, tightly: bool, max_tokens: int, seconds: float | None) -> Request:
        """The request for advice to a person on this seat: the same prompt with another question."""
        seat = ask.book.seat(ask.seat)
        form, legal = advice(seat.kind, seat.role), schema_words.listed(choices(ask))
        text = render("advice", question=quoted(question, ASKED), choices=legal)
        messages = self._messages(ask, (), text, tightly)
        return Request(f"{ask.id}.advice", "advice", messages, form.name, form.schema, max_tokens, seconds)

    def _messages(
        self, ask: Ask, legal: Sequence[LegalOrders], question: str, tightly: bool
    ) -> tuple[Utterance, Utterance]:
        past = self._memory.past(ask, SCOPES[tightly, self.wording.is_older])
        if not (tightly or self.wording.is_older):
            past = (*past[:-1], PromptPiece("standing", _standing(ask, self.wording)), past[-1])
        thinks = not (tightly or self.wording.is_older) and ask.phase == "talk" and ask.round == 1
        ideas = [*drafted(ask), *turned_down(ask), *self._ideas.of(ask)] if thinks else []
        now = PromptPiece("now", _now(ask, legal, tightly, self._aims(ask), self.wording, ideas))
        return self._system(ask, tightly), Utterance(
            "user", (*past, now, *_lessons(ask, self.wording), PromptPiece("question", question))
        )

    def _aims(self, ask: Ask) -> str:
        """The score as the seat sees it, worked out anew if anything that it rests on is another.

        Whether it is the same thing is asked, not whether it is equal: that would take longer than working it out.
        """
        view = ask.view
        grounds = (view.values, view.access, view.agreements, view.models, view.conditions)
        held = self._scored[0]
        if len(held) != len(grounds) or any(old is not new for old, new in zip(held, grounds, strict=True)):
            self._scored = (grounds, position_lines.aims(ask))
        return self._scored[1]

    def _system(self, ask: Ask, tightly: bool) -> Utterance:
        held = self._fixed.get(tightly)
        if held is None or held[0] is not ask.book.setting:
            rules = PromptPiece("rules", _rules(ask, tightly, self.wording))
            dossier = PromptPiece("dossier", _dossier(ask, tightly, self.wording, self._shown))
            fixed = Utterance("system", (rules, dossier))
            held = self._fixed[tightly] = (ask.book.setting, fixed)
        return held[1]


def _lessons(ask: Ask, wording: WordingSet) -> tuple[PromptPiece, ...]:
    """What the seat had to put right before, so that it need not be told again."""
    told = [on_one_line(each)[:LESSON] for each in ask.diary.lessons]
    return (PromptPiece("lessons", wording.render("lessons", lessons=told)),) if told else ()


def repaired(
    before: Request, said: str, faults: Iterable[str], seconds: float | None, wording: WordingSet = IN_USE
) -> Request:
    """The request that sends an answer back with what is wrong with it, in the words that a person would get."""
    step: RequestStep = "repair1" if before.step == "first" else "repair2"
    told = wording.render("repair", faults=[on_one_line(each) for each in faults])
    again = (
        Utterance("assistant", (PromptPiece("answer", unmarked(said) or "(nothing)"),)),
        Utterance("user", (PromptPiece("repair", told),)),
    )
    messages = (*before.messages, *again)
    return Request(before.decision, step, messages, before.schema_name, before.schema, before.max_tokens, seconds)


def _rules(ask: Ask, tightly: bool, wording: WordingSet) -> str:
    """What every seat reads alike; only older sets name the seat here and list its orders."""
    setting, own = ask.book.setting, ask.book.seat(ask.seat)
    briefing = setting.briefing.strip() if wording.is_older else uncited(setting.briefing)
    return wording.render(
        "rules",
        tight=tightly,
        title=setting.title,
        turns=setting.turns,
        months=f"{setting.months:g}",
        start=setting.start,
        you=own.name,
        seat=own.id,
        seats=[f"`{each.id}` {each.name} ({each.kind}, {each.jurisdiction})" for each in setting.seats],
        publics=[
            f"{each.name} (`{each.id}`, {each.kind}, {each.jurisdiction}): {in_short(each.public)}"
            for each in setting.seats
        ],
        briefing="" if tightly else briefing,
        rounds=setting.talk_rounds,
        longest=longest_term(setting.months),
        most_orders=SHEET if tightly else ORDERS,
        moves=schema_words.moves(tightly),
        terms=schema_words.terms(tightly),
        clauses=schema_words.clauses(tightly),
        promises=schema_words.promises(),
        verbs=schema_words.verbs(own.kind, own.role, tightly, setting.quarter),
        numbers=ask.book.parameters,
    )


def _dossier(ask: Ask, tightly: bool, wording: WordingSet, shown: Shown) -> str:
    own = ask.book.seat(ask.seat)
    others = () if tightly else [each for each in ask.book.setting.seats if each.id != ask.seat]
    return wording.render(
        "dossier",
        you=own.name,
        seat=own.id,
        tight=tightly,
        public=own.public.strip() if wording.is_older else uncited(own.public),
        brief=shown.dosed(own.brief.strip() if wording.is_older else uncited(own.brief)),
        voice=shown.dosed(own.voice.strip()),
        aims=[f"{aim.measure.replace('_', ' ')} {aim.weight:.0%}" for aim in own.aims] or ["nothing in points"],
        red_lines=[line.replace("_", " ") for line in own.red_lines],
        others=[f"{each.name} (`{each.id}`): {each.public.strip()}" for each in others],
        verbs=schema_words.verbs(
            own.kind, own.role, True, ask.book.setting.quarter, None if tightly else ask.book.parameters
        ),
    )


def _question(ask: Ask, wording: WordingSet) -> str:
    given: dict[str, Any] = {"turn": ask.turn}
    if ask.phase == "talk":
        waiting = [p.id for p in ask.view.proposals.values() if ask.seat not in p.accepted]
        given |= {"round": ask.round, "rounds": ask.book.setting.talk_rounds, "waiting": waiting}
    elif ask.phase == "orders":
        points, budget, _, dues = position_lines.means(ask)
        given |= {"points": points, "budget": budget, "dues": dues, "first": not ask.diary.plan}
    return wording.render(f"ask_{ask.phase}", **given)


def _standing(ask: Ask, wording: WordingSet) -> str:
    """What mostly stays as it is within a turn, so that it stands before what happens in the turn."""
    return wording.render(
        "standing",
        turn=ask.turn,
        turns=ask.book.setting.turns,
        world=position_lines.world(ask),
        models=position_lines.models_by_owner(ask),
        facts=list(position_lines.facts(ask)),
        sheet=list(deal_sheet(ask)),
        numbers=position_lines.numbers(ask, ("trust", "cutoff")),
        fears=position_lines.fears(ask),
        access=position_lines.access(ask),
        **_own_words(ask, NOTES),
    )


def _own_words(ask: Ask, notes: int) -> dict[str, str]:
    """Plan, plan as first stated if it is another, and notebook, as quotes."""
    diary = ask.diary
    changed = diary.first_plan if diary.first_plan != diary.plan else ""
    return {
        "plan": quoted(diary.plan, PLAN, ">") if diary.plan else "",
        "first_plan": quoted(changed, PLAN, ">") if changed else "",
        "notebook": quoted(diary.notebook, notes, ">") if diary.notebook else "",
    }


def _between(ask: Ask) -> list[str]:
    """What moves within a turn of what is seen of the others; where arguments are weighed, no trust and no budgets."""
    moving = () if ask.phase == "weigh" else position_lines.trust_and_budgets(ask)
    return [*moving, *position_lines.support(ask)]


def _models(ask: Ask, wording: WordingSet) -> str:
    return position_lines.models(ask) if wording.is_older else position_lines.models_by_owner(ask)


def _now(
    ask: Ask, legal: Sequence[LegalOrders], tightly: bool, aims: str, wording: WordingSet, ideas: Sequence[str]
) -> str:
    points, budget, income, dues = position_lines.means(ask)
    whole = tightly or wording.is_older
    return wording.render(
        "now",
        tight=tightly,
        between=[] if whole else _between(ask),
        table=() if whole or ask.phase == "weigh" else list(on_the_table(ask)),
        turn=ask.turn,
        turns=ask.book.setting.turns,
        points=points,
        budget=budget,
        income=income,
        dues=dues,
        aims=aims,
        numbers=position_lines.numbers(ask, () if wording.is_older else ("cutoff",)) if whole else "",
        ideas=ideas,
        moved=lately(ask, MOVED) if whole or (ask.phase == "talk" and ask.round == 1) else "",
        world=position_lines.world(ask) if whole else "",
        fears=position_lines.fears(ask) if whole else "",
        models=_models(ask, wording) if whole else "",
        access=position_lines.access(ask) if whole else "",
        others=list(position_lines.others(ask)) if wording.is_older and not tightly else (),
        agreements=list(position_lines.agreements(ask)) if whole else (),
        promises=list(promises(ask)) if whole else (),
        facts=list(position_lines.facts(ask)) if whole else (),
        **(_own_words(ask, NOTEBOOK) if whole else dict.fromkeys(("plan", "first_plan", "notebook"), "")),
        offers=list(position_lines.offers(ask)) if whole else (),
        arguments=list(position_lines.arguments(ask)),
        choices=schema_words.listed(legal, None if whole else schema_words.groups(ask.book.setting.seats, ask.seat)),
    )
