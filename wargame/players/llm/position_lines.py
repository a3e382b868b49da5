"""Where a seat stands now, in lines: its means and numbers, what it knows of others, deals, offers and arguments."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import fields

from wargame.core import names
from wargame.core.agreements import Agreement, Proposal, Terms
from wargame.core.clauses import Clause
from wargame.core.ids import AREAS, WAYS, Variable
from wargame.core.words import fact_standing
from wargame.players.base import Ask
from wargame.players.llm.event_lines import quoted
from wargame.rules.bargains.dues import dues
from wargame.rules.model.deal_value import appraise
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import crossed, score
from wargame.rules.model.variable_words import figure, spoken
from wargame.rules.model.without_signing import Standings

ELSEWHERE = 6
"""Agreements among others that are listed; the rest is counted."""
WORTH_FEARING = 0.1
"""Least chance of being cut off by somebody that is told."""
ACTION = 200
"""Characters of a settled fact or of an argument that are shown."""
_WORLD = (
    names.FRONTIER,
    names.coercion("us"),
    names.coercion("cn"),
    names.CONSENT_RULE,
    names.DATA_PRESSURE,
    names.TOP_MODEL_CUT,
    names.CHIPS,
)
_OF_GOVERNMENTS = {"adoption": names.adoption, "budget": names.budget, "support": names.domestic_support}
_OF_OTHERS = {"dissent": names.dissent, "line": names.policy, "reputation": names.reputation}


def means(ask: Ask) -> tuple[str, str, str, str]:
    """Political points, budget, income a turn, and what agreements in force cost a turn."""
    own = [figure(of(ask.seat), ask.view.values[of(ask.seat)]) for of in _MEANS]
    owed = dues(ask.view.agreements.values(), ask.seat, ask.book.parameters)
    return own[0], own[1], own[2], figure(names.budget(ask.seat), owed)


_MEANS: tuple[names.OfSeat, ...] = (names.points, names.budget, names.income)


def aims(ask: Ask) -> str:
    """How the seat would score now, as far as it can see: each aim with its value, and red lines crossed."""
    look, seat = picture(ask.book, ask.view), ask.book.seat(ask.seat)
    if not seat.aims:
        return "nothing in points"
    found = score(look, seat)
    told = [f"{line.name.replace('_', ' ')} {line.value:.0f}" for line in found.lines[: len(seat.aims)]]
    over = ", ".join(name.replace("_", " ") for name in crossed(look, seat)) or "none"
    exposure = {who: share for who, share in look.leverage.get(ask.seat, {}).items() if share >= 0.005}
    held = ", ".join(f"{ask.book.name(who)} {share:.2f}" for who, share in exposure.items())
    lever = f"; share of your capability that a supplier could take away: {held}" if held else ""
    return f"{found.total:.1f} ({', '.join(told)}); red lines crossed: {over}{lever}"


def numbers(ask: Ask, left_out: Collection[str] = ()) -> str:
    """Own numbers by family, without means, without what is nothing, and without some families."""
    groups: dict[str, list[str]] = {}
    prefix, means = f"{ask.seat}.", {of(ask.seat) for of in _MEANS}
    values = ask.view.values
    for variable in values:
        if variable.startswith(prefix) and (value := values[variable]):
            part, _, toward = variable[len(prefix) :].partition(".")
            if variable not in means and part != "home" and part not in left_out:
                groups.setdefault(part, []).append(f"{toward} {_rough(variable, value)}".strip())
    return "; ".join(
        f"{_named(ask, part)} {', '.join(values)}" if len(values) == 1 else f"{_named(ask, part)}: {', '.join(values)}"
        for part, values in groups.items()
    )


def fears(ask: Ask) -> str:
    """Of whom the seat fears most that they cut it off, with the chance a year that it sees; empty if of nobody."""
    found = {by.id: ask.view.values.get(names.cut_off(ask.seat, by.id), 0.0) for by in ask.book.setting.seats}
    return ", ".join(f"{by} {share:.2f}" for by, share in found.items() if share >= WORTH_FEARING)


def _named(ask: Ask, part: str) -> str:
    return {"C": "capability", "N": "narrow AI", "I": "integration", "tuned": "fine-tuned", "trust": "your trust"}.get(
        part, spoken(ask.book.setting, Variable(f"{ask.seat}.{part}"), ask.seat).removeprefix("your ")
    )


def world(ask: Ask) -> str:
    """The state of the world that bears on bargaining."""
    setting, values = ask.book.setting, ask.view.values
    return ", ".join(f"{spoken(setting, each)} {figure(each, values[each])}" for each in _WORLD if each in values)


def others(ask: Ask, left_out: Collection[str] = ()) -> Iterator[str]:
    """A line about each other seat: how it seems to trust this one, and what else can be seen of it."""
    values = ask.view.values
    for seat in ask.book.setting.seats:
        if seat.id == ask.seat:
            continue
        wanted = {"trust": names.trust(seat.id, ask.seat)}
        for word, of in (_OF_GOVERNMENTS if seat.kind == "government" else _OF_OTHERS).items():
            wanted[word] = of(seat.id)
        shown = {word: each for word, each in wanted.items() if each in values and word not in left_out}
        told = [f"{word} {_estimate(ask, each)}" for word, each in shown.items()]
        known = [values[names.capability(seat.id, area)] for area in AREAS if names.capability(seat.id, area) in values]
        if known:
            told.append(f"capability ~{sum(known) / len(known):.0f}")
        yield f"- {seat.id}: {', '.join(told)}"


def support(ask: Ask) -> Iterator[str]:
    """How far the public of each other government stands behind it, which a broken word moves within a turn."""
    found = {seat.id: names.domestic_support(seat.id) for seat in ask.book.setting.seats if seat.id != ask.seat}
    told = [f"{seat} {_estimate(ask, each)}" for seat, each in found.items() if each in ask.view.values]
    if told:
        yield f"Domestic support: {', '.join(told)}."


def trust_and_budgets(ask: Ask) -> Iterator[str]:
    """What moves within a turn of what is seen of the others: trust both ways, and the budgets of governments."""
    seats = [seat for seat in ask.book.setting.seats if seat.id != ask.seat]
    governments = [seat for seat in seats if seat.kind == "government"]
    for head, found in (
        ("Their trust in you", {seat.id: names.trust(seat.id, ask.seat) for seat in seats}),
        ("Your trust in them", {seat.id: names.trust(ask.seat, seat.id) for seat in seats}),
        ("Budgets", {seat.id: names.budget(seat.id) for seat in governments}),
    ):
        told = [f"{seat} {_estimate(ask, each)}" for seat, each in found.items() if each in ask.view.values]
        if told:
            yield f"{head}: {', '.join(told)}."


def _estimate(ask: Ask, variable: Variable) -> str:
    return f"{'~' if variable in ask.view.spread else ''}{_rough(variable, ask.view.values[variable])}"


def _rough(variable: Variable, value: float) -> str:
    """A value without digits that bear on nothing."""
    return f"{value:.0f}" if abs(value) >= 10 else figure(variable, value)


def models(ask: Ask) -> str:
    """Models that the seat knows of, with their owner, weights, and lag behind the frontier."""
    frontier = ask.view.values.get(names.FRONTIER, 0.0)
    told = []
    for model in ask.view.models.values():
        vintage = ask.view.values.get(names.vintage(model.id))
        lag = "" if vintage is None else f", {max(0.0, frontier - vintage):.0f} behind"
        terms = f"open, {model.licence}" if model.weights == "open" else "closed"
        told.append(f"{model.id} of {model.owner} ({terms}{'' if model.released else ', held back'}{lag})")
    return ", ".join(told)


def models_by_owner(ask: Ask) -> str:
    """The same in fewer words: by owner, the months after each."""
    frontier = ask.view.values.get(names.FRONTIER, 0.0)
    held: dict[str, list[str]] = {}
    for model in ask.view.models.values():
        vintage = ask.view.values.get(names.vintage(model.id))
        lag = "" if vintage is None else f" {max(0.0, frontier - vintage):.0f}"
        terms = f"open, {model.licence}" if model.weights == "open" else "closed"
        held.setdefault(model.owner, []).append(f"{model.id} ({terms}{'' if model.released else ', held back'}){lag}")
    return "; ".join(f"{owner}: {', '.join(told)}" for owner, told in held.items())


def access(ask: Ask) -> str:
    """What the seat has the use of, and whom it serves, beside what its agreements say."""
    told = []
    for line in ask.view.access.values():
        if line.status == "ended" or ask.seat not in (line.holder, line.supplier):
            continue
        if line.status == "live" and line.agreement in ask.view.agreements:
            continue
        state = "" if line.status == "live" else f", {line.status}"
        areas = "all areas" if set(line.areas) == set(AREAS) else ", ".join(line.areas)
        what = f"{line.model} {WAYS[line.channel]} ({line.licence}; {areas}{state})"
        told.append(what if line.holder == ask.seat else f"{line.holder} has {what} from you")
    return "; ".join(told)


def agreements(ask: Ask) -> Iterator[str]:
    """The seat's own agreements in force, and those of others that it knows of."""
    for deal in ask.view.agreements.values():
        if deal.status == "in_force" and ask.seat in deal.parties:
            yield f"- {agreement(deal)}"
    yield from agreements_of_others(ask)


def agreement(deal: Agreement) -> str:
    """An agreement in force: its id, until when, and its clauses."""
    notice = f", notice given to turn {deal.notice_given}" if deal.notice_given is not None else ""
    secret = ", secret" if deal.terms.secret else ""
    return f"{deal.id}, to turn {deal.expires}{notice}{secret}: {clauses(deal.terms)}"


def agreements_of_others(ask: Ask, signed: Collection[int] | None = None) -> Iterator[str]:
    """The agreements in force among others that the seat knows of, in one line; those signed in these turns, or all."""
    known = [deal for deal in ask.view.agreements.values() if deal.status == "in_force"]
    told = [deal for deal in known if signed is None or deal.signed in signed]
    rest = [f"{deal.id} ({', '.join(deal.parties)})" for deal in told if ask.seat not in deal.parties]
    if rest:
        more = f" and {len(rest) - ELSEWHERE} more" if len(rest) > ELSEWHERE else ""
        yield f"- among others: {', '.join(rest[:ELSEWHERE])}{more}"


def offers(ask: Ask) -> Iterator[str]:
    """Offers on the table, what each is worth to the seat by the rules of value, and whose word is missing."""
    return (f"- {line}" for _, line in offers_with_lines(ask))


def offers_with_lines(ask: Ask) -> Iterator[tuple[Proposal, str]]:
    """The same, each with its offer."""
    standings = Standings()
    for offer in ask.view.proposals.values():
        missing = ", ".join(seat for seat in offer.needed if seat not in offer.accepted)
        head = f"{offer.id} by {offer.by}, missing {missing}: {clauses(offer.terms)}; {length(offer.terms)}"
        if ask.seat in offer.accepted:
            yield offer, head
            continue
        worth = appraise(ask.book, ask.view, ask.seat, offer.terms, standings)
        why = ", ".join(f"{reason} {points:+.1f}" for reason, points in worth.lines)
        yield offer, f"{head}. Worth to you {worth.total:+.1f} ({why})"


def length(terms: Terms) -> str:
    """How long terms run, and that they are secret if they are."""
    return f"{terms.turns} turns{', secret' if terms.secret else ''}"


def clauses(terms: Terms) -> str:
    """The clauses of terms, each with who gives what to whom."""
    return " + ".join(_clause(clause) for clause in terms.clauses)


def _clause(clause: Clause) -> str:
    given = []
    for field in fields(clause):
        value = getattr(clause, field.name)
        if field.name not in ("kind", "giver", "taker") and value not in (None, 0, "none"):
            given.append(_given(field.name, value))
    details = f" ({', '.join(given)})" if given else ""
    return f"{clause.kind} from {clause.giver} to {clause.taker}{details}"


def _given(name: str, value: object) -> str:
    if isinstance(value, tuple):
        return "all areas" if set(value) == set(AREAS) else "/".join(value)
    if name in ("model", "channel", "what", "piece"):
        return str(value)
    return f"{value} {name}" if isinstance(value, str) else f"{name} {value}"


def facts(ask: Ask) -> Iterator[str]:
    """Settled facts that hold, and projects; their words are those of whoever argued them, or of the scenario."""
    for fact in ask.view.facts.values():
        if fact.open:
            standing = fact_standing(fact)
            whose = f"argued by {fact.by}" if fact.turn else "from the start"
            yield f"- {fact.id}, {whose}{f', {standing}' if standing else ''}: {quoted(fact.text, ACTION)}"


def arguments(ask: Ask) -> Iterator[str]:
    """Arguments before the table, in the words of whoever put them."""
    for case in ask.view.arguments.values():
        argued = case.argument
        effect = argued.effect.replace("_", " ")
        yield f"- {case.id} by {case.by}: {effect} at {argued.target}. {quoted(argued.action, ACTION)}"
        for side, reasons in (("for", (*argued.reasons, *case.pros)), ("against", case.cons)):
            for reason in reasons:
                yield f"  {side}, citing {reason.cites or 'nothing'}: {quoted(reason.text, ACTION)}"
