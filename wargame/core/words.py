"""Orders, moves, terms and what was seen in words, with the names that people use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields
from functools import cache
from typing import Any

from wargame.core.agreements import Terms
from wargame.core.arguments import Fact
from wargame.core.clauses import (
    AccessClause,
    Clause,
    DataClause,
    ForbearanceClause,
    FrameworkClause,
    InducementClause,
    PaymentClause,
    ProductionClause,
    SupportClause,
)
from wargame.core.ids import AREAS, PUBLIC, WAYS
from wargame.core.moves import (
    GiveNotice,
    MakePledge,
    Message,
    Propose,
    Respond,
    TalkMove,
    Withdraw,
)
from wargame.core.orders import AnyOrder, Argument, Order
from wargame.core.plain_text import plain_line
from wargame.core.promises import PROMISE_MEANING, Pledge
from wargame.core.views import Seen

Namer = Callable[[str], str]
"""From the id of a seat, or of a model too, to its name; anything else comes back as it is."""

FREE_TEXT = ("reasons", "action")
"""Fields of arguments that people and models write; in brief they are left out."""


def terms_in_words(terms: Terms, name: Namer) -> str:
    """Parties and clauses: `Paris and OpenAI: gpt by enclave (full, resident data) for 2 a quarter; 4 turns`.

    Prices are in budget points a quarter. What several parties are given in the same words is said once.
    """
    parts = dict.fromkeys(_term(clause, name) for clause in terms.clauses)
    secret = ", secret" if terms.secret else ""
    return f"{listed(map(name, terms.parties))}: {'; '.join(parts)}; {turns_in_words(terms.turns)}{secret}"


def listed(words: Iterable[str]) -> str:
    """`Paris`, `Paris and Kyiv`, `Paris, Kyiv and Rome`."""
    *first, last = list(words) or [""]
    return f"{', '.join(first)} and {last}" if first else last


def part_of_a_score(name: str) -> str:
    """A line of a score in words: `US stack share`, `red line: ally on Chinese stack`."""
    words = name.replace("_", " ").split(" ")
    return " ".join(PROPER.get(word, word) for word in words)


PROPER: Mapping[str, str] = {"us": "US", "chinese": "Chinese", "ai": "AI"}


LENGTHS: Mapping[float, str] = {0.25: "a week", 0.5: "half a month", 1.0: "a month", 12.0: "a year"}
"""How long a turn of so many months is; of all others so many months."""


def many(number: int, thing: str) -> str:
    """`1 turn`, `4 turns`, `1,200 turns`, of a thing whose plural takes an s."""
    return f"{number:,} {thing}{'' if number == 1 else 's'}"


def turns_in_words(turns: int) -> str:
    """`1 turn`, `4 turns`."""
    return many(turns, "turn")


def course(turns: int, months: float) -> str:
    """How long a game is: `3 turns of 3 months`, `4 turns of a month`, `1 turn of a week`."""
    return f"{turns_in_words(turns)} of {turn_length(months)}"


def turn_length(months: float) -> str:
    """How long a turn is: `3 months`, `a week`."""
    return LENGTHS.get(months, f"{months:g} months")


def _term(clause: Clause, name: Namer) -> str:
    """A clause as part of terms: also what it costs nothing for, and how many engineers come with it."""
    if isinstance(clause, SupportClause):
        return f"support {clause.level} by {name(clause.giver)}"
    words = clause_in_words(clause, name)
    if isinstance(clause, AccessClause):
        words += f"{'' if clause.price else ' for nothing'}{f', support {clause.support}' if clause.support else ''}"
    return words


def clause_in_words(clause: Clause, name: Namer) -> str:
    """A clause with what matters of it: `GPT by enclave (full, resident data) for 2 a quarter`, `audit by Paris`."""
    if isinstance(clause, AccessClause):
        price = f" for {clause.price} a quarter" if clause.price else ""
        return f"{name(clause.model)} {WAYS[clause.channel]} ({clause.licence}, {clause.data} data){price}"
    if isinstance(clause, PaymentClause):
        return f"{name(clause.giver)} pays {name(clause.taker)} {clause.amount} a quarter"
    if isinstance(clause, ProductionClause | FrameworkClause | ForbearanceClause | InducementClause):
        return clause_in_brief(clause, name, name)
    return f"{_plain(clause.kind)} by {name(clause.giver)}"


def clause_in_brief(clause: Clause, name: Namer, model: Namer) -> str:
    """A clause in the fewest words: `GPT by enclave for 2 a quarter`, `guaranteed by Washington`."""
    if isinstance(clause, AccessClause):
        return f"{model(clause.model)} {WAYS[clause.channel]}{f' for {clause.price} a quarter' if clause.price else ''}"
    if isinstance(clause, PaymentClause):
        return f"{name(clause.giver)} pays {name(clause.taker)} {clause.amount} a quarter"
    giver, taker = name(clause.giver), name(clause.taker)
    match clause:
        case ProductionClause():
            return f"{_plain(clause.piece)} from {giver}"
        case SupportClause():
            return f"engineers from {giver}"
        case DataClause():
            return f"data {'ceded' if clause.control == 'ceded' else 'shared'} by {giver}"
        case InducementClause():
            return f"{INDUCEMENTS[clause.what]} from {giver}"
        case FrameworkClause():
            return f"uses up to severity {clause.severity} agreed with {giver}"
        case ForbearanceClause():
            toward = name(clause.toward) if clause.toward else "anybody"
            return FORBEARANCES[clause.what].format(giver=giver, taker=taker, toward=toward)
        case _:
            return f"guaranteed by {giver}"


INDUCEMENTS: Mapping[str, str] = {
    "threat_intelligence": "threat intelligence",
    "clearances": "clearances",
    "say_in_deployment": "a say in deployment",
}
FORBEARANCES: Mapping[str, str] = {
    "not_adopt_chinese": "{giver} takes up no Chinese model",
    "not_distil": "{giver} copies nothing of {taker}'s",
    "not_sell_to": "{giver} signs nothing with {toward}",
    "only_yours": "{giver} runs no third power's models",
}
"""What each kind of forbearance comes to, with the names of whoever promises it to whom."""


def clause_in_full(clause: Clause, name: Namer) -> str:
    """Every field of a clause: `access from OpenAI to Paris: model gpt, channel enclave, licence full, ...`."""
    given = []
    for field in fields(clause):
        value = getattr(clause, field.name)
        if field.name in ("kind", "giver", "taker") or value is None:
            continue
        if isinstance(value, tuple):
            value = "all" if value == AREAS else " ".join(name(item) for item in value)
        given.append(f"{field.name} {name(value) if isinstance(value, str) else value}")
    sides = f"{_plain(clause.kind)} from {name(clause.giver)} to {name(clause.taker)}"
    return _plain(f"{sides}: {', '.join(given)}" if given else sides)


def order_in_words(order: AnyOrder, name: Namer) -> str:
    """An order: `threaten (target Anthropic, means export order)`; an argument with its words."""
    if isinstance(order, Argument):
        aim = f"{_plain(order.effect)}, {name(order.target)}"
        reasons = "; ".join(f'"{reason.text}"' for reason in order.reasons if reason.text)
        return f'argument "{order.action}" ({aim}){f" because {reasons}" if reasons else ""}'
    given = []
    for field in fields(order):
        value = getattr(order, field.name)
        if field.name in ("kind", "SPEC") or value in (None, "", ()):
            continue
        shown = (
            set_in_words(value, name)
            if isinstance(value, str)
            else " ".join(map(str, value))
            if isinstance(value, tuple)
            else value
        )
        given.append(f"{field.name.replace('_', ' ')} {_plain(str(shown))}")
    return f"{verb_in_words(order.kind)} ({', '.join(given)})" if given else verb_in_words(order.kind)


def set_in_words(value: str, name: Namer) -> str:
    """What a field of an order is set to, in words: a name, or the word of a choice."""
    return "the Defense Production Act" if value == "dpa" else _plain(name(value))


def order_in_brief(order: Order, name: Namer) -> str:
    """`adopt open (Llama)`: what an order says beside its author, as it stands in the record.

    What people and models write in it is left out.
    """
    kind: Any = type(order)
    values = [getattr(order, each) for each in _in_brief(kind)]
    shown = [_plain(name(str(value))) for value in values if value not in (None, "", ())]
    return f"{_plain(order.kind)} ({', '.join(shown)})" if shown else _plain(order.kind)


@cache
def _in_brief(kind: type) -> tuple[str, ...]:
    """Fields of an order that are no free text."""
    written = FREE_TEXT if issubclass(kind, Argument) else ()
    return tuple([each.name for each in fields(kind) if each.name not in ("kind", *written)])


ANSWERED = {"accept": "accepted", "reject": "rejected", "counter": "countered"}


def verb_in_words(kind: str) -> str:
    """The word of an order as people read it: `train operators`, `invoke the Defense Production Act`."""
    return _plain(kind).replace("dpa", "the Defense Production Act")


def move_in_words(move: TalkMove, name: Namer, bargain: Namer | None = None) -> str:
    """A move of talk. `bargain` names an offer or agreement by its id (`the offer of Kyiv`); without it, none is."""
    match move:
        case Message():
            readers = "everyone" if move.to in ((), (PUBLIC,)) else ", ".join(map(name, move.to))
            return f'told {readers}: "{move.text}"'
        case Propose():
            return f"offered {terms_in_words(move.terms, name)}"
        case Respond():
            countered = f" with {terms_in_words(move.terms, name)}" if move.terms is not None else ""
            return f"{ANSWERED[move.answer]} {bargain(move.proposal) if bargain else 'an offer'}{countered}"
        case Withdraw():
            return f"withdrew {bargain(move.proposal) if bargain else 'an offer'}"
        case MakePledge():
            return f"pledged to {name(move.to)} {PROMISE_MEANING[move.promise]}, to turn {move.until}"
        case GiveNotice():
            return f"gave notice of {bargain(move.agreement) if bargain else 'an agreement'}"


def fact_standing(fact: Fact) -> str:
    """`project: 1 of 3 successes so far`, `withstands 1 argument against it`, `ended in turn 4`; else empty.

    Nothing of what somebody wrote is in it.
    """
    if not fact.open:
        return f"ended in turn {fact.ended}"
    if not fact.holds:
        return f"project: {fact.done} of {fact.needs} successes so far"
    if fact.protection:
        return f"withstands {fact.protection} argument{'s' if fact.protection > 1 else ''} against it"
    return ""


def fact_in_words(fact: Fact) -> str:
    """The words of a fact, and how it stands in brackets where there is more to say."""
    standing = fact_standing(fact)
    return f"{fact.text} ({standing})" if standing else str(fact.text)


def pledge_in_words(pledge: Pledge, name: Namer) -> str:
    """Who promised what to whom, until when, and how it stands."""
    return f"{name(pledge.by)} to {name(pledge.to)}: {_plain(pledge.promise)}, to turn {pledge.until}, {pledge.status}"


def seen_in_words(seen: Seen) -> str:
    """What a seat saw, with its turn and the words that somebody said in it."""
    return f"turn {seen.turn}: {seen.text}" + (f' "{seen.body}"' if seen.body else "")


def with_article(noun: str) -> str:
    """`a lab`, `an institution`: a noun with the article that its first letter asks for."""
    return f"{'an' if noun[:1].casefold() in 'aeiou' else 'a'} {noun}"


def section(title: str, lines: Iterable[str]) -> list[str]:
    """A part of a page of text, after an empty line; nothing where there are no lines.

    Each line stays one, whatever words of people stand in it.
    """
    inside = [f"  {plain_line(line)}" for line in lines]
    return ["", title, *inside] if inside else []


def _plain(text: str) -> str:
    return text.replace("_", " ")
