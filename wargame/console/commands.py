"""The words that a person can type at the table, and what each of them does."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
from typing import Any

from wargame.console import looks
from wargame.console.composing import TermsWizard, cited, compose_argument, compose_order
from wargame.console.console import Console, ConsoleCommand
from wargame.console.lines import answer, close_to, pairs
from wargame.console.results import result_lines
from wargame.console.talking import say, talk, team
from wargame.core.agreements import Terms
from wargame.core.ids import AgreementId, ProposalId
from wargame.core.moves import (
    GiveNotice,
    Intent,
    MakePledge,
    Propose,
    Respond,
    Signal,
    Weighing,
    Withdraw,
)
from wargame.core.orders import ORDER_TYPES, Reason
from wargame.core.plain_text import as_given
from wargame.core.promises import PROMISE_KINDS, PROMISE_MEANING
from wargame.core.words import order_in_words
from wargame.players.base import Answer, Ask
from wargame.present.clause_fields import usual_turns
from wargame.present.purse import burden
from wargame.present.turns_over import over_turn
from wargame.table.people import objections

SURE = "hand this in (yes or no)? "
CHANGED = "others of your seat have changed the draft since you saw it; this is what it holds now"


class Left(Exception):
    """The person left the table; the game is kept."""


async def help_(console: Console, rest: str) -> None:
    """List the commands that make sense now."""
    phase, later = console.chair.look().phase, dict[str, list[str]]()
    for command in console.commands.values():
        if command.phases in ("any", phase) or rest == "all":
            console.write(f"  {command.words:<44} {command.meaning}")
        else:
            later.setdefault(command.phases, []).append(command.words.partition(" ")[0])
    if later:
        told = "; ".join(f"{looks.PHASE_WORDS[name]}: {', '.join(words)}" for name, words in later.items())
        console.write(f"Words of other phases, which `help all` explains: {told}.")


async def look(console: Console, rest: str) -> None:
    """Show what the seat knows."""
    for line in looks.knowledge_lines(console.chair.look(), rest):
        console.write(line)


async def result(console: Console, rest: str) -> None:
    """What a turn came to: the last one, or the one that is named."""
    last = over_turn(console.chair)
    turn = int(rest) if rest.isdigit() else last
    if not 1 <= turn <= last:
        raise ValueError(f"there is no result of turn {turn} yet" if last else "no turn is over yet")
    for line in result_lines(console.chair, turn):
        console.write(line)


async def status(console: Console, rest: str) -> None:
    """Who has answered, and the clock."""
    console.write(looks.clock_in_words(console.chair.clock()))
    for seat in console.chair.statuses():
        console.write(looks.status_in_words(seat))


async def offer(console: Console, rest: str) -> None:
    """New terms for another seat."""
    ask = console.chair.look()
    setting = ask.book.setting
    others = tuple(dict.fromkeys(rest.lower().replace(",", " ").split()))
    wrong = [name for name in others if name not in setting.by_id or name == ask.seat]
    if wrong or not others:
        seats = ", ".join(seat for seat in setting.ids if seat != ask.seat)
        said = f"{as_given(wrong[0])} is no seat that you can make an offer to" if wrong else "write `offer SEAT`"
        raise ValueError(f"{said}; the seats are {seats}")
    start = Terms(parties=(ask.seat, *others), clauses=(), secret=False, turns=usual_turns(ask))
    terms, words = await TermsWizard(ask, console.read, console.write, start).compose()
    console.add(Propose(terms=terms, text=words))


async def respond(console: Console, verb: str, rest: str) -> None:
    """Accept, reject or counter an offer."""
    ask = console.chair.look()
    named, _, words = rest.partition(" ")
    name, terms = _offer(ask, named), None
    if verb == "counter":
        offer = ask.view.proposals[name]
        terms, more = await TermsWizard(ask, console.read, console.write, offer.terms).compose()
        words = " ".join(filter(None, (words, more)))
    console.add(Respond(proposal=name, answer=verb, terms=terms, text=words))  # type: ignore[arg-type]
    if verb == "accept" and (said := burden(ask, ask.view.proposals[name].terms)):
        console.write(f"{said[0].upper()}{said[1:]}.")


def _offer(ask: Ask, named: str) -> ProposalId:
    """An offer by its id, or by the seat that made it; ValueError where that is none of them, or several."""
    offers = ask.view.proposals
    if (found := ProposalId(AgreementId(named))) in offers:
        return found
    word = named.casefold()
    by = [offer.id for offer in offers.values() if word in (offer.by, ask.book.name(offer.by).casefold())]
    if len(by) == 1:
        return by[0]
    if by:
        raise ValueError(f"{named} has made several offers; name one of {', '.join(by)} (`look offers` tells them)")
    raise ValueError(f"{as_given(named)} is no offer before you; open ones are {looks.offers_by_name(ask) or 'none'}")


async def withdraw(console: Console, rest: str) -> None:
    """Take back an offer of one's own."""
    console.add(Withdraw(proposal=_offer(console.chair.look(), rest)))


async def pledge(console: Console, rest: str) -> None:
    """A checkable promise to another seat."""
    words = rest.split()
    if len(words) != 3 or words[1] not in PROMISE_KINDS or not words[2].isdigit():
        kinds = "; ".join(f"{kind}: {meaning}" for kind, meaning in PROMISE_MEANING.items())
        raise ValueError(f"write `pledge SEAT WHAT TURN`; pledges are {kinds}")
    console.add(MakePledge(to=words[0], promise=words[1], until=int(words[2])))


async def notice(console: Console, rest: str) -> None:
    """End an agreement after its notice."""
    console.add(GiveNotice(agreement=AgreementId(rest)))


async def verbs(console: Console, rest: str) -> None:
    """The orders, what they cost and whether they are open now."""
    for line in looks.order_lines(console.chair.look(), rest):
        console.write(line)


async def order_(console: Console, rest: str) -> None:
    """Put an order on the sheet."""
    words = rest.split()
    if not words or words[0] not in ORDER_TYPES:
        near = close_to(words[0], ORDER_TYPES) if words else ()
        meant = f" (did you mean {' or '.join(near)}?)" if near else ""
        raise ValueError(f"write `order VERB [field=value ...]`; {as_given(rest)} is none{meant}, `verbs` lists them")
    ask = console.chair.look()
    order = (
        await compose_argument(ask, console.read, console.write)
        if words[0] == "argument"
        else await compose_order(ask, console.read, console.write, words[0], pairs(words[1:]))
    )
    sheet = (*console.chair.draft.orders, order)
    console.refuse(ask.menu.sheet(sheet)[-1])
    console.save(orders=sheet)
    console.write(f"On the sheet: {order_in_words(order, ask.book.name)}.")
    for line in looks.outlook_lines(ask, console.chair.draft, order):
        console.write(line)


async def drop(console: Console, rest: str) -> None:
    """Take something off what is prepared."""
    draft, ask = console.chair.draft, console.chair.look()
    items: tuple[Any, ...] = (
        draft.moves if ask.phase == "talk" else draft.orders if ask.phase == "orders" else draft.weighings
    )
    if not items:
        raise ValueError("there is nothing to drop: the sheet is empty")
    if not rest.isdigit() or not 1 <= int(rest) <= len(items):
        raise ValueError(f"write `drop NUMBER`, 1 to {len(items)}; `sheet` shows them")
    left = (*items[: int(rest) - 1], *items[int(rest) :])
    field = {"talk": "moves", "orders": "orders"}.get(ask.phase, "weighings")
    console.save(**{field: left})
    await sheet(console, "")


async def sheet(console: Console, rest: str) -> None:
    """Show what is prepared and not yet handed in."""
    for line in looks.prepared_lines(console.chair.look(), console.chair.draft):
        console.write(line)
    console.has_seen()


async def statement(console: Console, rest: str) -> None:
    """The public statement before the orders are opened."""
    if not rest:
        raise ValueError("write `statement TEXT`, the statement that all hear")
    old = console.chair.draft.signal
    console.signal(Signal(text=rest, intents=old.intents if old else ()))


async def intend(console: Console, rest: str) -> None:
    """A checkable part of the statement: will, or will not, use a verb."""
    words = rest.replace("will not", "wont").split()
    if len(words) not in (2, 3) or words[0] not in ("will", "wont"):
        raise ValueError("write `intend will VERB [SEAT]` or `intend wont VERB [SEAT]`")
    old = console.chair.draft.signal or Signal(text="", intents=())
    intent = Intent(will=words[0] == "will", verb=words[1], target=words[2] if len(words) == 3 else None)
    console.signal(replace(old, intents=(*old.intents, intent)))


async def weigh(console: Console, rest: str) -> None:
    """A pro or a con on somebody's argument."""
    ask, words = console.chair.look(), rest.split(maxsplit=2)
    cases = {str(number): case.id for number, case in enumerate(ask.view.arguments.values(), 1)}
    if len(words) < 3 or words[1] not in ("pro", "con") or words[0] not in (*cases, *cases.values()):
        raise ValueError(f"write `weigh NUMBER pro|con text`; arguments: {', '.join(cases) or 'none'}")
    case = ask.view.arguments[cases.get(words[0], words[0])]
    cites = await cited(ask, console.read, console.write, (case.by, case.argument))
    reason = Reason(text=words[2], cites=cites)
    weighing = Weighing(argument=case.id, side=words[1], reason=reason)  # type: ignore[arg-type]
    console.save(weighings=(*console.chair.draft.weighings, weighing))
    console.write(f"You speak {'for' if words[1] == 'pro' else 'against'} it.")


async def keep(console: Console, field: str, rest: str) -> None:
    """Keep the reason, the plan or the notebook with the draft."""
    console.save(**{field: rest})
    own = "your team" if console.chair.team.shared else "you"
    console.write(f"Kept as your {field}: only {own} and control can read it.")


async def dissent(console: Console, rest: str) -> None:
    """Somebody on this seat would decide otherwise."""
    team = console.chair.team
    found = objections(rest, console.chair.people)
    if not found:
        raise ValueError("write `otherwise NAME: why`, with the name of somebody on this seat")
    if team.handle is not None and (others := [handle for handle in found if handle != team.handle]):
        other, own = team.name_of(others[0]), team.name_of(team.handle)
        raise ValueError(f"{other} says that at a desk of their own; here write `otherwise {own}: why`")
    for handle, why in found.items():
        await console.chair.dissent(why, handle)
        console.write(f"Kept with this answer: {handle} would decide otherwise.")


async def advice(console: Console, rest: str) -> None:
    """Ask the adviser."""
    console.write(f"Your adviser:{looks.quoted(await console.chair.advise(rest or 'What could we do now?'))}")


async def seal(console: Console, rest: str) -> None:
    """Hand in what is prepared, by one rule: what the review lacks is asked for, then always yes or no.

    `seal yes` asks nothing. Handed in is what was shown last: what others of the seat changed meanwhile is shown first.
    """
    if rest.lower() not in ("", "y", "yes"):
        raise ValueError(f"write `seal`, or `seal yes` to be asked nothing; {as_given(rest)} is not done")
    ask, team = console.chair.look(), console.chair.team
    if console.chair.owes and not team.leads:
        own = team.name_of(team.handle or "")
        raise ValueError(f"{team.lead} hands in for your seat; `otherwise {own}: why` says what you would do otherwise")
    unseen = console.unseen
    await sheet(console, "")
    if rest and unseen:
        console.write(f"Not handed in: {CHANGED}. `seal yes` hands it in as it stands here.")
        return
    draft, sure = console.chair.draft, rest
    plans = (ask.turn, ask.phase, ask.round) == (1, "talk", 1) and not (draft.plan or ask.diary.plan)
    if not sure:
        wanted = [*(["your reason"] * (not draft.rationale)), *(["your plan"] * plans), "yes or no"]
        console.write(f"Asked now: {', then '.join(wanted)}. `cancel` stops; `seal yes` asks nothing.")
        if not draft.rationale:
            console.save(rationale=await answer(console.read, "your reason, for the review (Enter for none)? "))
        if plans:
            console.save(plan=await answer(console.read, "your plan for the game, for the review (Enter for none)? "))
        sure = await answer(console.read, SURE)
        while sure.lower() in ("y", "yes") and console.unseen:
            console.write(f"Not handed in: {CHANGED}.")
            await sheet(console, "")
            sure = await answer(console.read, SURE)
    if sure.lower() not in ("y", "yes"):
        refused = sure.lower() in ("", "n", "no")
        console.write(
            "Not handed in." if refused else f"Not handed in: {as_given(sure)} is neither yes nor no, and is not done."
        )
        return
    draft = console.chair.draft
    await console.chair.submit(
        Answer(draft.body(ask.phase), "human", draft.rationale, plan=draft.plan, notebook=draft.notebook), ask.id
    )
    console.has_sealed()
    console.write("Handed in. Nobody sees it before the phase is over.")


async def leave(console: Console, rest: str) -> None:
    """Leave the table; the game can be resumed."""
    raise Left


def _verb(word: str) -> Callable[[Console, str], Awaitable[None]]:
    return lambda console, rest: respond(console, word, rest)


def _text(field: str) -> Callable[[Console, str], Awaitable[None]]:
    return lambda console, rest: keep(console, field, rest)


COMMANDS: Mapping[str, ConsoleCommand] = {
    command.words.split()[0]: command
    for command in (
        ConsoleCommand("help [all]", "this list", "any", help_),
        ConsoleCommand(f"look [{'|'.join(looks.SECTIONS)}]", "what you know", "any", look),
        ConsoleCommand("result [turn]", "what a turn came to, the last one if none is named", "any", result),
        ConsoleCommand("status", "who has answered, and the clock", "any", status),
        ConsoleCommand("say SEAT[,SEAT]|all: text", "a message", "talk", say),
        ConsoleCommand(
            "talk [SEAT[,SEAT]|all]", "what was said among you and these, or where there was talk", "any", talk
        ),
        ConsoleCommand("offer SEAT", "put terms on the table, clause by clause", "talk", offer),
        ConsoleCommand(
            "accept OFFER [text]", "give your word on an offer: its id, or who made it", "talk", _verb("accept")
        ),
        ConsoleCommand("reject OFFER [text]", "refuse an offer", "talk", _verb("reject")),
        ConsoleCommand("counter OFFER [text]", "answer an offer with other terms", "talk", _verb("counter")),
        ConsoleCommand("withdraw OFFER", "take back an offer of yours", "talk", withdraw),
        ConsoleCommand("pledge SEAT WHAT TURN", "give a word that the rules check", "talk", pledge),
        ConsoleCommand("notice AGREEMENT", "end an agreement after its notice", "talk", notice),
        ConsoleCommand("verbs [closed|word]", "the orders and their cost; why some are closed", "any", verbs),
        ConsoleCommand("order VERB [field=value ...]", "put an order on the sheet", "orders", order_),
        ConsoleCommand("statement text", "your public statement", "orders", statement),
        ConsoleCommand("intend will|wont VERB [SEAT]", "a checkable part of it", "orders", intend),
        ConsoleCommand("weigh NUMBER pro|con text", "speak for or against an argument", "weigh", weigh),
        ConsoleCommand("sheet", "what is prepared", "any", sheet),
        ConsoleCommand("drop NUMBER", "take something off it", "any", drop),
        ConsoleCommand("why text", "your reason, for the review", "any", _text("rationale")),
        ConsoleCommand("plan text", "your plan, for the review", "any", _text("plan")),
        ConsoleCommand("note text", "your notebook", "any", _text("notebook")),
        ConsoleCommand("team [text]", "say something to the others on your seat, or read what was said", "any", team),
        ConsoleCommand("otherwise NAME: why", "somebody on this seat would not do this", "any", dissent),
        ConsoleCommand("advice [question]", "ask your adviser", "any", advice),
        ConsoleCommand("seal [yes]", "hand in what is prepared, or nothing; `yes` asks nothing more", "any", seal),
        ConsoleCommand("quit", "leave; the game is kept and can be resumed", "any", leave),
    )
}
