"""The measures of a scenario as lines of at most 80 columns, section by section."""

from __future__ import annotations

import textwrap
from collections.abc import Iterable, Iterator, Mapping

from wargame.balance.verdict import Balance
from wargame.core.words import course, many

WIDTH = 80
PLAYERS: Mapping[str, str] = {"passing": "against passing", "random": "against random", "best": "against best"}


def lines(found: Balance) -> Iterator[str]:
    """The whole of it, for reading."""
    table = f" ({found.variant})" if found.variant else ""
    yield f"{found.scenario}{table}: {many(found.games, 'scripted game')} of {course(found.turns, found.months)}"
    if not found.whole:
        yield "Broken off: what follows rests on the games that were played."
    for section in SECTIONS:
        told = list(section(found))
        if told:
            yield ""
            yield from told


def _scores(found: Balance) -> Iterator[str]:
    yield f"{'Scores':<18}{'mean':>7}{'sd':>7}{'low':>7}{'high':>7}{'wins':>8}{'last':>7}{'repeats':>9}"
    for each in found.seats:
        again = found.usage.repeated.get(each.seat)
        numbers = f"{each.mean:>7.1f}{each.spread:>7.1f}{each.low:>7.1f}{each.high:>7.1f}"
        shares = f"{each.wins:>8.0%}{each.lasts:>7.0%}" + (f"{again:>9.0%}" if again is not None else f"{'-':>9}")
        yield f"{found.names[each.seat][:17]:<18}{numbers}{shares}"
    yield "  repeats: share of orders of a kind that the seat also gave the turn before"


def _places(found: Balance) -> Iterator[str]:
    placed = [each for each in found.seats if each.places]
    if not placed:
        yield "Places: none, no references hold here"
        yield "  `wargame balance SCENARIO --write` makes them"
        return
    yield f"{'Places, 0 to 100':<18}{'mean':>7}{'sd':>7}{'wins':>8}{'last':>7}"
    for each in found.seats:
        told, name = each.places, found.names[each.seat][:17]
        if told is None:
            yield f"{name:<18}  not placed: passing and the best doctrine do not lie apart"
        else:
            loose = "  mostly chance" if told.loose else ""
            mean = f"{'~' if told.loose else ''}{told.mean:.0f}"
            yield f"{name:<18}{mean:>7}{told.spread:>7.0f}{told.wins:>8.0%}{told.lasts:>7.0%}{loose}"
    yield "  0 is passing, 100 the best doctrine; who wins is told by these, raw scores say"
    yield "  nothing across seats"
    if any(each.places and each.places.loose for each in found.seats):
        yield "  mostly chance: passing and the best lie closer than one game from another"


def _gains(found: Balance) -> Iterator[str]:
    players = [spec for spec in PLAYERS if any(spec in each.gains for each in found.seats)]
    if not players:
        return
    yield f"{'Doctrine gains':<18}" + "".join(f"{PLAYERS[spec]:>20}" for spec in players)
    for each in found.seats:
        cells = [_interval(str(each.gains[spec])) if spec in each.gains else "" for spec in players]
        yield f"{found.names[each.seat][:17]:<18}" + "".join(f"{cell:>20}" for cell in cells)


def _interval(text: str) -> str:
    return text.replace("[-inf, inf]", "[one game]")


def _usage(found: Balance) -> Iterator[str]:
    used = found.usage
    many = len(used.orders) - len(used.never)
    clauses = len(used.clauses) - len(used.never_signed)
    yield f"Used: {many} of {len(used.orders)} orders, {clauses} of {len(used.clauses)} clauses"
    often = sorted(((kind, rate) for kind, rate in used.orders.items() if rate), key=lambda item: -item[1])
    yield from _listed("orders a game: ", (f"{kind} {rate:.1f}" for kind, rate in often))
    yield from _listed("never ordered: ", used.never)
    signed = sorted(((kind, rate) for kind, rate in used.clauses.items() if rate), key=lambda item: -item[1])
    yield from _listed("clauses a game: ", (f"{kind} {rate:.1f}" for kind, rate in signed))
    yield from _listed("never signed: ", used.never_signed)


def _deals(found: Balance) -> Iterator[str]:
    used = found.usage
    yield f"Agreements signed a game: {used.signed:.1f}; the same pact twice in force: {used.twice:.2f} a game"
    for seat, shares in used.bets.items():
        told = ", ".join(f"{bet.replace('_', ' ')} {share:.0%}" for bet, share in shares.items())
        yield from _listed(f"bet of {found.names[seat]}: ", [told])


def _strategies(found: Balance) -> Iterator[str]:
    if not found.strategies:
        return
    games = max(each.score.games for seat in found.strategies for each in seat.strategies)
    yield f"{f'Strategies, {games} games each':<40}{'score':>20}{'behind':>8}{'differs':>9}"
    for seat in found.strategies:
        yield f"  {found.names[seat.seat]}"
        for each in seat.strategies:
            name = f"{'*' if each.name in seat.worthwhile else ' '} {each.name}"
            numbers = f"{_interval(str(each.score)):>20}{each.behind:>8.1f}{each.differs:>9.0%}"
            yield f"    {name:<36}{numbers}"
            if each.bet:
                yield f"        mostly ends {each.bet.replace('_', ' ')}"
    yield "  *: within 5 points of the best and unlike each other in a third of the orders"
    yield "  (of middle powers in the bet as well); three are wanted"


def _dropped(found: Balance) -> Iterator[str]:
    if not found.dropped:
        return
    yield f"{'Main orders':<48}{'of orders':>10}{'gain without':>20}"
    for each in found.dropped:
        name = f"{found.names[each.seat]}: {each.kind}"
        yield f"  {name:<46}{each.share:>10.0%}{_interval(str(each.gain)):>20}"


def _aims(found: Balance) -> Iterator[str]:
    if not found.aims:
        return
    yield f"{'Aims, by how far play moves them':<44}{'weight':>8}{'apart':>20}"
    for each in found.aims:
        name = f"{found.names[each.seat]}: {each.measure.replace('_', ' ')}"
        yield f"  {name:<42}{each.weight:>8.0%}{_interval(str(each.apart)):>20}{' !' if each.idle else ''}"
    yield "  apart: by the way of playing the seat that brings most of it, less by the least"


def _endings(found: Balance) -> Iterator[str]:
    if found.ends is None:
        return
    yield "Endings"
    for name, share in found.ends.shares.items():
        yield f"  {name:<24}{share:>6.0%}  {'#' * round(share * 40)}"
    yield f"  between the two halves of the seeds a share moves by at most {found.ends.halves:.0%}"
    for threshold, share in found.ends.moved.items():
        yield f"  {threshold[:64]:<64} {share:>5.0%} renamed"


def _facts(found: Balance) -> Iterator[str]:
    if found.facts:
        yield "Model against facts"
    for each in found.facts:
        band = f"{each.band.low:g} to {each.band.high:g}"
        verdict = "holds" if each.kept else "FAILS"
        head = f"  {each.band.fact:<4} mean {each.mean:.2f}, {each.inside:.0%} in {band} ({each.band.share:.0%} wanted)"
        yield f"{head:<70} {verdict:>8}"
        yield from textwrap.wrap(each.band.says, WIDTH - 8, initial_indent=" " * 7, subsequent_indent=" " * 7)


def _idle(found: Balance) -> Iterator[str]:
    if found.idle is None:
        return
    yield f"Without effect, over {found.idle.seeds} seeds"
    yield from _listed("parameters: ", found.idle.parameters or ("none",))
    yield from _listed("parameters with an effect at a bound alone: ", found.idle.only_at_bounds or ("none",))
    yield from _listed("variables that nothing depends on: ", found.idle.unread or ("none",))


def _speed(found: Balance) -> Iterator[str]:
    if found.speed is not None:
        rules, scripts = found.speed.rules, found.speed.scripts
        yield f"Time of a seat's turn: rules {rules:.2f} ms, scripts {scripts:.2f} ms ({found.speed.share:.0%} of it)"


def _faults(found: Balance) -> Iterator[str]:
    yield f"Faults: {len(found.faults) or 'none'}"
    for fault in found.faults:
        yield from textwrap.wrap(fault, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _listed(head: str, items: Iterable[str]) -> list[str]:
    text = ", ".join(items)
    return textwrap.wrap(head + text, WIDTH, initial_indent="  ", subsequent_indent="    ") if text else []


SECTIONS = (
    _scores,
    _places,
    _gains,
    _strategies,
    _dropped,
    _aims,
    _usage,
    _deals,
    _endings,
    _facts,
    _idle,
    _speed,
    _faults,
)
"""In the order in which they are told."""
