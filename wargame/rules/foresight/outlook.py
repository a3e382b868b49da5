"""The outlook of an order for its author: what is certain, what is likely, what is at risk, and who will know.

Certain is what the rules do whatever the true values of the author's estimates; likely is what depends on
them, with the range that one standard error either way gives; at risk is what hangs on chance, with its odds.
"""

from __future__ import annotations

import itertools
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from wargame.core import names
from wargame.core.ids import PUBLIC, EventId, SeatId, Variable, may_read
from wargame.core.orders import AnyOrder, Argument, aimed_at, audience_of
from wargame.core.state import State
from wargame.core.views import Seen, View
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.foresight.rehearsal import LEANS, Run, beyond, moved, rehearse, same
from wargame.rules.model import capability, measures
from wargame.rules.model.scoring import score
from wargame.rules.model.variable_words import figure, signed_figure, spoken
from wargame.rules.orders import arguments

WORTH_SAYING = 0.005
"""Smallest move of a number that is spoken of."""
MOST_MOVES = 4
"""Moves told of one thing that may happen."""


@dataclass(frozen=True, slots=True)
class Outlook:
    """What an order does, in lines for its author."""

    certain: tuple[str, ...]
    likely: tuple[str, ...]
    risk: tuple[str, ...]
    knows: tuple[str, ...]
    """Who will know, and when."""


def outlook(book: Rulebook, view: View, order: AnyOrder, price: tuple[int, float]) -> Outlook:
    """The outlook of one order for its author at this price of (political points, budget points), given alone.

    Everything is read off the author's view: rehearsed as the author estimates, and one standard error to either side.
    It says nothing that the view does not hold, and it tells odds where chance decides. Whether the order may be given
    is not asked. Nine rehearsals and one more for each chance that it opens or changes, some ten milliseconds; none for
    an argument.
    """
    paid = _price(view, price)
    if isinstance(order, Argument):
        return _of_argument(book, view, order, paid)
    still = [rehearse(book, view, None, lean) for lean in LEANS]
    runs = [rehearse(book, view, order, lean) for lean in LEANS]
    certain, likely = _moves(book, view, runs, still)
    certain = [*_told(view, runs), *certain]
    likely += _readings(book, view, order, runs, still)
    return Outlook(
        (*paid, *certain),
        tuple(likely),
        (*_chances(book, view, order, still), *_standing(book, view, order)),
        knowers(book, view, order, runs[0], still[0]),
    )


def _price(view: View, price: tuple[int, float]) -> tuple[str, ...]:
    lines = []
    wanted = ((names.points, "political points"), (names.budget, "budget"))
    for (of, word), cost in zip(wanted, price, strict=True):
        have = view.values[of(view.seat)]
        if cost:
            lines.append(f"{word} {have:g} -> {have - cost:g}")
    return tuple(lines) or ("costs nothing",)


def _told(view: View, runs: list[Run]) -> list[str]:
    """Things that come or go by the order, in the words of the record: only what all readings of it share."""
    each = [{same(event) for event in run.events if event.puts and may_read(event.audience, view.seat)} for run in runs]
    shared = set.intersection(*each)
    told = [e for e in runs[0].events if e.kind not in ("order_opened", "clauses_kept") and same(e) in shared]
    return [text.rstrip(".") for text in dict.fromkeys(event.text for event in told)]


def _moves(book: Rulebook, view: View, runs: list[Run], still: list[Run]) -> tuple[list[str], list[str]]:
    """(moves that are the same however the estimates lie, moves that depend on them)."""
    deltas = [moved(run, calm) for run, calm in zip(runs, still, strict=True)]
    certain, likely = [], []
    for variable in sorted(deltas[0], key=lambda name: (not name.startswith(f"{view.seat}."), name)):
        if variable not in view.values and variable in still[0].after.values:
            continue
        found = [delta.get(variable, 0.0) for delta in deltas]
        if max(map(abs, found)) < WORTH_SAYING:
            continue
        name = spoken(book.setting, variable, view.seat)
        if variable not in view.values:
            certain.append(f"{name}: new, at {figure(variable, runs[0].after.values[variable])}")
        elif max(found) - min(found) < 1e-6:
            certain.append(f"{name} {_from_to(view, variable, found[0])}")
        else:
            likely.append(f"{name} {_range(variable, found)}")
    return certain, likely


def _from_to(view: View, variable: Variable, delta: float) -> str:
    now = view.values[variable]
    if variable in view.spread:
        return f"{signed_figure(variable, delta)} (now ~{figure(variable, now)})"
    return f"{figure(variable, now)} -> {figure(variable, now + delta)}"


def _range(variable: Variable, found: Sequence[float]) -> str:
    low, high = (signed_figure(variable, bound(found)) for bound in (min, max))
    return low if low == high else f"{low} to {high}"


def _readings(book: Rulebook, view: View, order: AnyOrder, runs: list[Run], still: list[Run]) -> list[str]:
    """What follows for numbers that nobody stores: capability to come, exposure, dependence, anchor, score."""
    before, after = [calm.after for calm in still], [run.after for run in runs]
    found = []
    for holder in dict.fromkeys((view.seat, *aimed_at(order))):
        if holder in book.setting.governments:
            name = spoken(book.setting, names.fielded(holder), view.seat)
            heading = [
                (_heads_for(book, a, holder), _heads_for(book, b, holder)) for a, b in zip(before, after, strict=True)
            ]
            if pair := _pair(names.fielded(holder), heading):
                found.append(f"{name} heads for {pair}")
    for variable, read in _own_readings(book, view.seat).items():
        pairs = [(read(a), read(b)) for a, b in zip(before, after, strict=True)]
        if pair := _pair(variable, pairs):
            found.append(f"{spoken(book.setting, variable, view.seat)} {pair}")
    return found


def _own_readings(book: Rulebook, seat: SeatId) -> Mapping[Variable, Callable[[State], float]]:
    def look(state: State) -> measures.Picture:
        return measures.picture(book, state)

    found: dict[Variable, Callable[[State], float]] = {}
    if seat in book.setting.governments:
        found[names.largest_leverage(seat)] = lambda state: max(look(state).leverage[seat].values(), default=0.0)
        found[names.dependence(seat)] = lambda state: look(state).dependence[seat]
        found[names.lag(seat)] = lambda state: measures.reach_lag(look(state), seat)
    if seat == book.patron:
        found[names.anchor(seat)] = lambda state: measures.anchor_index(look(state))
    if book.seat(seat).aims:
        found[names.score(seat)] = lambda state: score(look(state), book.seat(seat)).total
    return found


def _heads_for(book: Rulebook, state: State, holder: SeatId) -> float:
    useful = capability.best(capability.usefulness(book, state, holder, capability.live_access(state, holder)))
    return capability.weighted(book, holder, capability.targets(book, state, holder, useful))


def _pair(variable: Variable, pairs: list[tuple[float, float]]) -> str:
    """New and old in one phrase with the range of the move; empty if they read the same."""
    (old, new), moves = pairs[0], [after - before for before, after in pairs]
    if figure(variable, old) == figure(variable, new):
        return ""
    text = f"~{figure(variable, new)} instead of ~{figure(variable, old)}"
    if max(moves) - min(moves) < WORTH_SAYING:
        return text
    return f"{text} ({_range(variable, moves)})"


# chance


def _chances(book: Rulebook, view: View, order: AnyOrder, still: list[Run]) -> list[str]:
    """Each chance that the order opens or changes: its odds, what comes of it, and what that moves."""
    runs = [rehearse(book, view, order, lean) for lean in LEANS]
    lines, told, waiting = [], set(still[0].chances), list(runs[0].chances)
    while waiting:
        purpose = waiting.pop(0)
        odds = [run.chances.get(purpose, 0.0) for run in runs]
        usual = [run.chances.get(purpose, 0.0) for run in still]
        if max(odds) <= 0 or max(abs(a - b) for a, b in zip(odds, usual, strict=True)) < WORTH_SAYING:
            continue
        struck = rehearse(book, view, order, 0.0, frozenset((purpose,)))
        lines.append(_chance(book, view, odds, usual if purpose in told else [], runs[0], struck))
        waiting += [name for name in struck.chances if name not in runs[0].chances]
        fresh = {name: chance for name, chance in struck.chances.items() if name not in runs[0].chances}
        runs = [_with(run, fresh) for run in runs]
    return lines


def _with(run: Run, chances: Mapping[str, float]) -> Run:
    return Run(run.before, run.after, run.events, {**chances, **run.chances})


def _chance(book: Rulebook, view: View, odds: list[float], usual: list[float], run: Run, struck: Run) -> str:
    new = beyond(struck.events, run.events)
    said = new[0].text.rstrip(".") if new else "something else comes of it"
    moves = [
        f"{spoken(book.setting, variable, view.seat)} {signed_figure(variable, delta)}"
        for variable, delta in itertools.islice(_own_first(view, moved(struck, run)), MOST_MOVES)
    ]
    before = f" (now {_percent(usual)})" if usual else ""
    return f"{_percent(odds)}{before}: {said}{'; ' if moves else ''}{', '.join(moves)}"


def _own_first(view: View, moves: Mapping[Variable, float]) -> list[tuple[Variable, float]]:
    known = [(variable, delta) for variable, delta in moves.items() if variable in view.values]
    return sorted(known, key=lambda move: (not move[0].startswith(f"{view.seat}."), -abs(move[1])))


def _percent(odds: list[float]) -> str:
    low, high = round(100 * min(odds)), round(100 * max(odds))
    return f"{low} %" if low == high else f"{low} to {high} %"


def _standing(book: Rulebook, view: View, order: AnyOrder) -> list[str]:
    """What the rules hold open beyond this turn."""
    numbers = book.parameters
    names = [book.name(seat) for seat in aimed_at(order)]
    lines = {
        "invoke_dpa": f"{_percent([numbers.enjoin])} at each of two stages, should it sue: a court enjoins this; "
        "what it did to trust and staff stands",
        "designate_supply_chain_risk": f"{_percent([numbers.enjoin])} at each of two stages, should it sue: "
        "a court lifts the label; what it did to trust stands",
        "threaten": "a threat carried out later costs more trust and dissent",
        "illicit_use": "the chance of exposure comes again each turn while the use goes on",
        "deploy_on_premises": f"{_percent([numbers.onprem_theft])} is added to each attempt to steal these weights",
        "open_weights": "nobody can recall what has been downloaded",
        "license_military": "copies in the customer's hands cannot be recalled",
        "suspend": "the customer may turn to others for good",
        "revoke": "the customer may turn to others for good",
        "fill_gap": "staff may protest from a dissent of 30 on, and resign above it",
        "deploy_automation": "the chance of a scandal comes again each turn while automation runs",
        "build_sovereign": "half of the effort is lost each quarter that it is not renewed",
        "distil": "once proven, others may sanction it for four turns",
        "steal_weights": "once proven, others may sanction it for four turns",
    }.get(order.kind)
    found = [lines] if lines else []
    if order.SPEC.family == "coerce" and view.seat == book.patron and names:
        found.append("allies see what is done to others: the next deal abroad costs more")
    if not found:
        found.append("others' orders are opened with yours and may come first in the fixed order of ruling")
    return found


# who knows


def knowers(book: Rulebook, view: View, order: AnyOrder, run: Run, still: Run) -> tuple[str, ...]:
    """Who learns of it and when, from the audience of the order and of what it brings about.

    `run` and `still` are rehearsals with the order and without it. Lines in the order of time.
    """
    lines = ["now: nobody; sealed orders are opened together"]
    audience = audience_of(order, view.seat)
    if audience == PUBLIC:
        return (*lines, "when opened: everyone")
    others = [book.name(seat) for seat in audience if seat != view.seat]
    lines.append(f"when opened: you{' and ' + ', '.join(others) if others else ' alone'}, and the umpire")
    events = beyond(run.events, still.events)
    public = next((event for event in events if event.audience == PUBLIC), None)
    if public is not None:
        lines.append(f"when ruled: everyone reads: {public.text}")
    felt = {seat for event in events if event.audience != PUBLIC for seat in event.audience} - set(audience)
    if felt and public is None:
        names = ", ".join(book.name(seat) for seat in book.setting.ids if seat in felt)
        lines.append(f"when ruled: {names} will see what it does to them")
    if order.kind != "illicit_use":
        lines.append(f"news: everyone, with a chance of {_percent([book.parameters.leak])} that it leaks")
    return tuple(lines)


# arguments


def argument_odds(book: Rulebook, view: View, order: Argument) -> tuple[int, float]:
    """(credible reasons, chance of success from 0 to 1) as the rules would count before others weigh in.

    It goes through all events that the view has seen.
    """
    grounds = {EventId(seen.cite): arguments.ground_of(seen) for seen in view.events if seen.cite}
    count = arguments.credible(_as_state(view), grounds, view.seat, order, order.reasons)
    net = min(int(book.parameters.argument_net), count)
    return count, arguments.odds(int(book.parameters.argument_bar), net)


def why_no_ground(view: View, by: SeatId, order: Argument, cites: str | None, seen: Seen | None = None) -> str | None:
    """Why citing this would not count on this case, as half a sentence; None where it would.

    `seen` is the event that is cited, for whoever has it at hand already.
    """
    cited = [seen] if seen else [each for each in view.events if cites and each.cite == cites]
    grounds = {EventId(cites): arguments.ground_of(each) for each in cited if cites}
    return arguments.why_not(_as_state(view), grounds, by, order, cites)


def _as_state(view: View) -> State:
    return State(turn=view.turn, values=view.values, facts=view.facts, agreements=view.agreements)


def _of_argument(book: Rulebook, view: View, order: Argument, paid: tuple[str, ...]) -> Outlook:
    numbers = book.parameters
    count, chance = argument_odds(book, view, order)
    variable = arguments.variable(order, view.seat)
    size = arguments.MOVES[order.effect][1] * numbers.argument_effect
    name = spoken(book.setting, variable, view.seat)
    less = arguments.odds(int(numbers.argument_bar), max(-int(numbers.argument_net), count - 3))
    return Outlook(
        (*paid, f"{count} of {len(order.reasons)} reasons rest on something recorded, and count"),
        (f"{chance:.1%} before others weigh in: {name} {signed_figure(variable, size)}, and a fact is settled",),
        (f"{less:.1%} if three credible reasons are brought against it", f"{1 - chance:.1%}: it fails, and is public"),
        ("now: nobody; sealed orders are opened together", "when opened: everyone, with your reasons"),
    )
