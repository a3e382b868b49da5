"""What is wrong with claims beyond their shape: games that cannot be opened, levers and readings that none of them has.

The same is asked of a claim as of a file of an experiment, and told with its line before a game is played.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any, TypeAlias

from pydantic import TypeAdapter

from wargame.balance.claim_arms import LEVER, arms_of, moved, unders
from wargame.balance.claims import Claim, ClaimFile, LeverLines, refuse
from wargame.balance.direct_increments import check_increments
from wargame.core.events import Event
from wargame.core.fold import fold
from wargame.core.ids import ModelId
from wargame.core.state import State
from wargame.errors import PackError, SpecError
from wargame.paired.arms import BASE, Arm, begun_otherwise, checked
from wargame.paired.edits import edited
from wargame.paired.levers_there import idle_levers
from wargame.paired.readings_there import models_named, opened_games, reading_faults
from wargame.players import specs
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.faults import Key, dotted, unknown
from wargame.table.opening import choose, fit_to_run
from wargame.transcript.setup import GameSetup

ClaimOpening: TypeAlias = tuple[Rulebook, Event]
"""The rulebook and the starting event of one of its games."""
ClaimFault: TypeAlias = tuple[Key, str]
"""Where something stands in the file of a claim, and what is wrong with it."""


def check_claims(files: Iterable[ClaimFile]) -> None:
    """FaultyPack with every fault of these claims, each with its file and line; nothing is played.

    Opens the game of every arm, those of robustness too.
    """
    refuse(
        each.source.fault(key, said)
        for each in files
        for key, said in (*claim_faults(each.claim), *_never_read(each.claim))
    )


def check(claim: Claim) -> None:
    """SpecError with the id of the claim, the place in it and what is wrong there, for the first of its faults."""
    for key, said in claim_faults(claim):
        where = dotted(key)
        raise SpecError(
            f"{claim.id}: {where}: {said}" if where and not said.startswith(where) else f"{claim.id}: {said}"
        )


def claim_faults(claim: Claim) -> Iterator[ClaimFault]:
    """All that keeps a claim from being tried, or would have it say nothing; none of one that cannot be tried.

    A model that an edit, a force, an offer or a measure names must be in the game: what is written of one whose owner
    is absent would be left out without a word. What orders of the lever add directly to what is measured must be among
    the increments.
    """
    if claim.untestable:
        return
    try:
        setup = claim.setup()
        setup.opening()
    except (SpecError, PackError) as fault:
        yield _of_game(claim), str(fault)
        return
    openings = list[ClaimOpening]()
    parts = list(_parts(claim))
    found = [each for key, _, lines in parts for each in _of_names(key, setup, lines)]
    if not found:
        (key, before, lines), *rest = parts
        found = list(_of_part(key, setup, before, lines, openings))
        if not found:  # what is wrong with what is common would be told again of all that rests on it
            found = [each for key, before, lines in rest for each in _of_part(key, setup, before, lines, openings)]
    if not found:
        found = [*_of_measures(claim, openings), *_of_models(claim, openings[1])] or list(_of_all(claim, setup))
    yield from found


def _of_game(claim: Claim) -> Key:
    """Which key is to blame where the game as it is cannot be chosen."""
    tried: Mapping[str, dict[str, Any]] = {"scenario": {}, "variant": {"variant": claim.variant}}
    for key, given in tried.items():
        try:
            choose(claim.scenario, **given).opening()
        except (SpecError, PackError):
            return (key,)
    return ("turns",)


def _parts(claim: Claim) -> Iterator[tuple[Key, Arm, LeverLines]]:
    """Every part in which something is changed, with all that is changed before it."""
    common = claim.common.arm(BASE)
    yield ("common",), Arm(BASE), claim.common
    yield ("lever",), common, claim.lever
    for number, each in enumerate(claim.conditions):
        yield ("conditions", number, "common"), common, each.common


def _of_part(
    key: Key, setup: GameSetup, before: Arm, lines: LeverLines, openings: list[ClaimOpening]
) -> Iterator[ClaimFault]:
    """What is wrong with one part; if nothing is, its opening joins the others."""
    if found := list(_of_edits(key, before.of(setup), lines)):
        yield from found
        return
    arm = before.and_also(lines.arm(LEVER))
    changed = arm.of(setup)
    seats = tuple(changed.seats)
    strange = [((*key, *where), said) for where, said in lines.arm(LEVER).reins.faults(seats)]
    try:
        opening = changed.opening()
    except (SpecError, PackError) as fault:
        yield (*key, "edits") if lines.edits else key, str(fault)
        return
    for name, value in lines.start.items():
        try:
            begun_otherwise(opening, {name: value})
        except SpecError as fault:
            strange.append(((*key, "start", name), str(fault)))
    if not strange:
        idle = idle_levers(lines.arm(LEVER).reins, opening)
        strange = [((*key, kind, place), said) for kind, place, said in idle]
    yield from strange
    openings.append(opening)


def _of_names(key: Key, setup: GameSetup, lines: LeverLines) -> Iterator[ClaimFault]:
    for name, value in lines.params.items():
        try:
            Parameters().with_overrides({name: value})
        except PackError as fault:
            known = name in Parameters.names()
            yield (
                (*key, "params", name),
                str(fault) + ("" if known else "; `wargame params` lists all with their ranges"),
            )
    for seat, spec in lines.seats.items():
        try:
            specs.parse(spec, specs.WITHOUT_MODELS)
            fit_to_run(setup.changed(seats={seat: spec}))
        except (SpecError, PackError) as fault:
            yield (*key, "seats", seat), str(fault)


def _of_edits(key: Key, setup: GameSetup, lines: LeverLines) -> Iterator[ClaimFault]:
    """The edit from which on the scenario cannot be; what two edits leave right together may be wrong in between."""
    edits = lines.arm(LEVER).edits
    told = list[ClaimFault]()
    for number in reversed(range(len(edits))):
        try:
            replace(setup, bundle=edited(setup.bundle, edits[: number + 1])).opening()
        except (SpecError, PackError) as fault:
            told = [((*key, "edits", number), str(fault))]
        else:
            break
    yield from told


def _of_measures(claim: Claim, openings: Iterable[ClaimOpening]) -> Iterator[ClaimFault]:
    games = opened_games(openings, "this claim")
    told = set[tuple[str, object]]()
    for number, each in enumerate(claim.measures):
        key: Key = ("measures", number)
        for where, said in reading_faults(each.reads, games):
            yield (*key, "reads", *where), f"{each.name}: {said}"
        if (each.name, each.at) in told:
            yield (*key, "name"), f"{each.name!r} is a measure already; each must be there once"
        told.add((each.name, each.at))


def _never_read(claim: Claim) -> Iterator[ClaimFault]:
    """Turns of a file's measures that its games do not have; who shortens a claim may read the rest."""
    late = [(number, each) for number, each in enumerate(claim.measures) if isinstance(each.at, int)]
    try:
        last = claim.setup().opening()[0].setting.turns if late else 0
    except (SpecError, PackError):
        return  # told by `claim_faults`
    has = "1 turn" if last == 1 else f"{last} turns"
    for number, each in late:
        if isinstance(each.at, int) and each.at > last:
            yield ("measures", number, "at"), f"{each.name}: at is {each.at}; these games have {has}"


def _of_models(claim: Claim, opening: ClaimOpening) -> Iterator[ClaimFault]:
    there = fold(State(), (opening[1],)).models
    for part, lines in (("common", claim.common), ("lever", claim.lever)):
        for number, edit in enumerate(lines.edits):
            yield from _unknown_models((part, "edits", number), f"at {edit.at}: ", edit.to, there)
        for name in ("forces", "offers"):
            for number, each in enumerate(getattr(lines, name)):
                data = TypeAdapter(type(each)).dump_python(each)
                yield from _unknown_models((part, name, number), "", data, there)


def _unknown_models(key: Key, where: str, value: Any, there: Mapping[ModelId, object]) -> Iterator[ClaimFault]:
    for model in models_named(value):
        if model not in there:
            yield key, f"{where}{unknown(model, 'model in this game', there)}"


def _of_all(claim: Claim, setup: GameSetup) -> Iterator[ClaimFault]:
    """What only shows where parts come together."""
    try:
        check_increments(claim)
    except SpecError as fault:
        yield ("increments",), str(fault).removeprefix("increments: ")
    every = (*unders(claim), *moved(setup, claim.leans))
    try:
        checked(setup, list(arms_of(claim, every)), claim.common.arm("common"))
    except (SpecError, PackError) as fault:
        yield ("lever",), str(fault)
