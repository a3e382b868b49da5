"""What a seat sees, in lines of text: nothing is drawn, every line can be read aloud."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from wargame.core import names
from wargame.core.ids import WAYS
from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.core.plain_text import as_given, plain, plain_line
from wargame.core.promises import PROMISE_MEANING
from wargame.core.views import Seen
from wargame.core.words import Namer, clause_in_full, fact_in_words, order_in_words, turns_in_words
from wargame.players.base import Ask
from wargame.present.channel_rows import move_said
from wargame.present.first_steps import steps_now, with_command
from wargame.present.late_comers_page import late_comers_page
from wargame.present.letters import letters
from wargame.present.opening_page import opening_rows
from wargame.present.order_fields import OrderNarrowing
from wargame.present.outlook_rows import look_ahead, outlook_parts
from wargame.present.purse import in_hand, purse_ahead
from wargame.present.sealing import against_word, differing, purse_told, stated
from wargame.present.table_facts import stood_still
from wargame.present.world_tables import NOTHING, SHAPE, TABLES
from wargame.review.knowledge import maker_of
from wargame.rules.model.variable_words import figure, spoken
from wargame.table.chair import Clock, Draft, SeatStatus

PHASE_WORDS = {"talk": "in talk", "orders": "when orders are written", "weigh": "when arguments are weighed"}
"""When a word of a phase can be typed."""
PHASES = {"talk": "talk, round {}", "orders": "statement and orders", "weigh": "weighing arguments"}


def moment_line(clock: Clock, ask: Ask) -> str:
    """`Turn 2 of 3, talk, round 1. You are Rome.`."""
    return f"Turn {clock.turn} of {clock.turns}, {_phase(ask)}. You are {ask.book.name(ask.seat)}.{_left(clock)}"


def _phase(ask: Ask) -> str:
    return PHASES.get(ask.phase, ask.phase).format(ask.round)


def _left(clock: Clock) -> str:
    said = stood_still(clock)
    return _time_left(clock) + (f" {said[0].upper()}{said[1:]}." if said else "")


def _time_left(clock: Clock) -> str:
    if clock.paused:
        return " The clock is paused."
    if clock.left is None:
        return ""
    minutes, seconds = divmod(int(clock.left), 60)
    return f" {minutes} min {seconds:02} s left."


def clock_in_words(clock: Clock) -> str:
    """The clock in a sentence."""
    return f"Turn {clock.turn} of {clock.turns}, {clock.phase}.{_left(clock) or ' There is no time limit.'}"


def status_in_words(status: SeatStatus) -> str:
    """`  Rome (human: Ada): owes its answer`."""
    people = f": {', '.join(status.people)}" if status.people else ""
    standing = {"owes": "owes its answer", "sealed": "has handed in", "passed": "ran out of time"}
    stage = f", {status.stage}" if status.stage else ""
    return plain_line(f"  {status.name} ({status.player}{people}): {standing.get(status.standing, 'waits')}{stage}")


def what_is_owed(ask: Ask) -> str:
    """What kind of answer is wanted, and the first words to type."""
    if ask.phase == "talk":
        offers = offers_by_name(ask, waiting=True)
        waiting = f" Offers that wait for your word: {offers}." if offers else ""
        first = "`look brief` tells brief, aims and situation. " if (ask.turn, ask.round) == (1, 1) else ""
        return f"{first}Say, offer or answer what you like, then `seal`; `help` lists the words.{waiting}"
    if ask.phase == "weigh":
        cases = len(ask.view.arguments)
        waiting = "1 argument is" if cases == 1 else f"{cases} arguments are"
        return f"{waiting} before the table: `look arguments`, `weigh`, then `seal`."
    points, purse = ask.view.values[names.points(ask.seat)], purse_ahead(ask)
    due = f", of which {purse.due:g} fall due by agreement (`sheet` tells them)" if purse.lines else ""
    have = f"You have {points:g} political and {in_hand(purse.have)} budget points{due}"
    return f"{have}: `verbs`, `order`, `statement`, then `seal`."


def offers_by_name(ask: Ask, *, waiting: bool = False) -> str:
    """Open offers by who made them, each with its id: `Anthropic (cfykd), Meta (4tmur)`; or those that wait for one."""
    open_ = [offer for offer in ask.view.proposals.values() if not waiting or ask.seat not in offer.accepted]
    return ", ".join(f"{ask.book.name(offer.by)} ({offer.id})" for offer in open_)


def news_lines(events: Iterable[Seen], name: Namer) -> Iterable[str]:
    """Events as lines, turn by turn."""
    turn = None
    for seen in events:
        if seen.kind == "game_started":
            continue
        if seen.turn != turn:
            turn = seen.turn
            yield f"-- turn {turn} --"
        yield plain_line(f"{seen.cite + ' ' if seen.cite else ''}{seen.text}") + quoted(seen.body)


def quoted(body: str) -> str:
    """Somebody's words below a line, with a bar before each line of them."""
    return "".join(f"\n    | {line}" for line in body.splitlines()) if body else ""


def _numbers(ask: Ask) -> Iterable[str]:
    view, setting = ask.view, ask.book.setting
    for variable in sorted(view.values, key=lambda v: (not v.startswith(f"{view.seat}."), v)):
        value, spread = view.values[variable], view.spread.get(variable)
        told = f"  {spoken(setting, variable, view.seat)}:"
        yield (
            f"{told} {figure(variable, value)}"
            if spread is None
            else f"{told} about {figure(variable, value)}, give or take {spread:.2g}"
        )


def _world(ask: Ask) -> Iterable[str]:
    """The tables of the world, each row a line: `Rome: home 100, exposed low`; letters of seats are their names."""
    seats = {letter: ask.book.name(seat) for seat, letter in letters(ask.book.setting).items()}
    for made in TABLES:
        table = made(ask)
        if table.rows:
            yield f"  {table.title} ({table.note.partition('; ')[0]}; ~ marks an estimate)"
        columns = [seats.get(column, column) for column in table.columns]
        for name, cells in table.rows:
            letter, _, rest = name.partition(" ")
            whose = name if letter not in seats else rest if rest == seats[letter] else f"{seats[letter]} {rest}"
            told = zip(columns, (cell.text.strip() for cell in cells), strict=True)
            said = (f"{column} {text}" for column, text in told if text != NOTHING and column != SHAPE)
            yield plain_line(f"    {whose}: {', '.join(said)}")


def _offers(ask: Ask) -> Iterable[str]:
    name = ask.book.name
    for offer in ask.view.proposals.values():
        given = ", ".join(map(name, offer.accepted)) or "nobody"
        missing = ", ".join(name(seat) for seat in offer.needed if seat not in offer.accepted)
        secrecy = "secret" if offer.terms.secret else "public"
        words = f"{given} agreed, missing: {missing}"
        yield f"  {offer.id} by {name(offer.by)}, {secrecy}, {turns_in_words(offer.terms.turns)}; {words}"
        yield from (
            f"    {number} {clause_in_full(clause, ask.called)}" for number, clause in enumerate(offer.terms.clauses, 1)
        )


def _agreements(ask: Ask) -> Iterable[str]:
    name = ask.book.name
    for deal in ask.view.agreements.values():
        parties = " and ".join(map(name, deal.parties))
        yield f"  {deal.id} {parties}, {deal.status.replace('_', ' ')}, to turn {deal.expires}"
        yield from (f"    {clause_in_full(clause, ask.called)}" for clause in deal.terms.clauses)


def _pledges(ask: Ask) -> Iterable[str]:
    name = ask.book.name
    for pledge in ask.view.pledges.values():
        what = PROMISE_MEANING[pledge.promise]
        yield f"  {name(pledge.by)} to {name(pledge.to)}: {what}, to turn {pledge.until}: {pledge.status}"


def _access(ask: Ask) -> Iterable[str]:
    name = ask.book.name
    for line in ask.view.access.values():
        terms = f"{WAYS[line.channel]}, {line.licence}"
        model = f"{ask.called(line.model)} of {name(maker_of(ask.view, line))}"
        yield f"  {name(line.holder)} uses {model} ({terms}): {line.status}"


def _arguments(ask: Ask) -> Iterable[str]:
    for number, case in enumerate(ask.view.arguments.values(), 1):
        argued = case.argument
        aim = f"{argued.effect.replace('_', ' ')}, {ask.called(argued.target)}"
        yield plain_line(f"  {number} {ask.book.name(case.by)}: {argued.action} ({aim})")
        for word, reasons in (("because", argued.reasons), ("for", case.pros), ("against", case.cons)):
            yield from (plain_line(f"    {word}: {reason.text} [{reason.cites or 'no source'}]") for reason in reasons)


def _seats(ask: Ask) -> Iterable[str]:
    return (f"  {seat.id}, {seat.name}: {seat.public.strip()}" for seat in ask.book.setting.seats)


def _brief(ask: Ask) -> Iterable[str]:
    return (plain_line(row.text) for row in opening_rows(ask, Draft(), with_command))


def _purse(ask: Ask) -> Iterable[str]:
    """The seat's own numbers, in words."""
    setting, values = ask.book.setting, ask.view.values
    exact = (variable for variable in values if variable not in ask.view.spread)
    own = sorted(v for v in exact if v.partition(".")[0] == ask.seat and v.count(".") == 1)
    return (f"  {spoken(setting, variable, ask.seat)}: {figure(variable, values[variable])}" for variable in own)


def step_lines(ask: Ask, draft: Draft) -> Iterable[str]:
    """What a newcomer may try in this turn and has not done yet."""
    return (f"Try: {with_command(step)}" for step in steps_now(ask, draft))


SECTIONS: dict[str, Callable[[Ask], Iterable[str]]] = {
    "yours": _purse,
    "numbers": _numbers,
    "offers": _offers,
    "agreements": _agreements,
    "pledges": _pledges,
    "access": _access,
    "world": _world,
    "arguments": _arguments,
    "facts": lambda ask: (plain_line(f"  {fact.id} {fact_in_words(fact)}") for fact in ask.view.facts.values()),
    "news": lambda ask: news_lines(ask.view.events, ask.book.name),
    "brief": _brief,
    "seats": lambda ask: map(plain_line, _seats(ask)),
    "page": lambda ask: plain(late_comers_page(ask.view, ask.book.setting)).splitlines(),
    "diary": lambda ask: (f"  plan: {ask.diary.plan or 'none'}", f"  notebook: {ask.diary.notebook or 'empty'}"),
}
"""What can be looked at, and how it is told; `page` is for somebody who comes late."""


AT_A_GLANCE = ("yours", "offers", "agreements", "pledges", "arguments", "access")
"""Sections that are told where none is named."""


def knowledge_lines(ask: Ask, section: str) -> Iterable[str]:
    """One section of what the seat knows, or what lies before it and where the rest is told."""
    if section in SECTIONS:
        yield from SECTIONS[section](ask) or ("  nothing",)
        return
    if section:
        yield f"{as_given(section)} is nothing to look at; there are {', '.join(SECTIONS)}."
        return
    for name in AT_A_GLANCE:
        lines = list(SECTIONS[name](ask))
        yield from (f"{name}:", *lines) if lines else (f"{name}: none",)
    yield f"More: {', '.join(f'`look {name}`' for name in SECTIONS if name not in AT_A_GLANCE)}."


CLOSED = "closed"
"""The word by which the orders are asked for that cannot be given now."""


def order_lines(ask: Ask, word: str) -> Iterable[str]:
    """Orders by family with their price; what is closed is named at the end, and says why where it is asked for.

    `word` is a family, a part of an order's word, or `closed`.
    """
    family, narrow = "", OrderNarrowing(ask)
    closed = [kind for kind in ORDER_TYPES if narrow.refusal_of_kind(kind)]
    for kind, order in ORDER_TYPES.items():
        wanted = kind in closed if word == CLOSED else kind not in closed if not word else word in kind
        if not wanted and word != order.SPEC.family:
            continue
        if order.SPEC.family != family:
            family = order.SPEC.family
            yield f"{family}:"
        spec = order.SPEC
        points, budget, _ = ask.menu.price_of_kind(kind)
        price = ", ".join(f"{n:g} {what}" for n, what in ((points, "political"), (budget, "budget")) if n)
        why = narrow.refusal_of_kind(kind)
        head = f"{'closed: ' if why else ''}{kind} ({price or 'free'}; {spec.visibility})"
        yield f"  {head}: {spec.meaning}{f' For {spec.who}; {plain_line(why)}.' if why else ''}"
    if closed and not word:
        yield f"closed to you now, {len(closed)}: {', '.join(closed)}. `verbs {CLOSED}` says why."


def outlook_lines(ask: Ask, draft: Draft, order: AnyOrder) -> Iterable[str]:
    """What an order on the sheet does, what is at risk and who will know, as the screen tells it; then the purse."""
    others = tuple(each for each in draft.orders if each is not order)
    against = against_word(draft.signal, others, order)
    for title, lines in outlook_parts(look_ahead(ask, order), against):
        yield f"  {title.lower()}:"
        yield from (plain_line(f"    {line}") for line in lines)
    yield from purse_in_lines(ask, draft)


def prepared_lines(ask: Ask, draft: Draft) -> Sequence[str]:
    """What is prepared and not yet handed in."""
    name = ask.book.name
    lines: list[str] = []
    if ask.phase == "talk":
        lines = [f"  {number} {move_said(ask, move)}" for number, move in enumerate(draft.moves, 1)]
    elif ask.phase == "weigh":
        lines = [f"  {number} {item.side}: {item.reason.text}" for number, item in enumerate(draft.weighings, 1)]
    else:
        if draft.signal:
            lines.append(f"  you will state: {stated(draft.signal, name)}")
        for number, order in enumerate(draft.orders, 1):
            points, budget = ask.menu.cost(order)
            lines.append(f"  {number} {order_in_words(order, name)}: {points} political, {budget:g} budget points")
        lines += [f"  word and deed differ: you say that {line}" for line in differing(ask, draft)]
    told = ["Prepared:", *map(plain_line, lines)] if lines else ["Nothing is prepared: you would pass."]
    return [*told, *purse_in_lines(ask, draft)]


def purse_in_lines(ask: Ask, draft: Draft) -> Sequence[str]:
    """Where orders are written: the purse to the end of the turn, and who would go unpaid."""
    purse, short = purse_told(ask, draft)
    said = [f"{line[0].upper()}{line[1:]}" if line[0].isalpha() else line for line in purse]
    return [plain_line(line) for line in (*said, *(f"Warning: {line}." for line in short))]
