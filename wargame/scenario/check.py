"""Every fault of a scenario or an actor at once, with file, line and key; the game is then built once as a dry run."""

from __future__ import annotations

from pathlib import Path

from wargame.core.fold import fold
from wargame.core.state import State
from wargame.errors import PackError
from wargame.rules.bargains.terms import may_propose
from wargame.rules.base.rulebook import Rulebook
from wargame.scenario.assembly import Opening, build
from wargame.scenario.bundle import bundled
from wargame.scenario.elements import ELEMENTS
from wargame.scenario.elements.balance import weightless
from wargame.scenario.elements.citations import uncited_of
from wargame.scenario.elements.duplicates import within
from wargame.scenario.elements.known import unread
from wargame.scenario.elements.persons import persons
from wargame.scenario.elements.references import Acquaintances, references
from wargame.scenario.elements.reserved import reserved_within
from wargame.scenario.elements.told import told
from wargame.scenario.faults import Fault
from wargame.scenario.find import DOSSIER_FILE, SCENARIO_FILE, find_actor, find_scenario
from wargame.scenario.pack_files import PackReading, read_actor, read_pack


def check(path: str | Path) -> tuple[Fault, ...]:
    """All faults of a scenario or an actor, given by path or by name, in the order of files and lines.

    Each fault has file, line, key and a sentence with what would be accepted. Nothing raises: what is neither a
    scenario nor an actor is a fault too. A scenario without faults is then built once for each variant; a fraction of a
    second.
    """
    given = Path(path)
    try:
        if given.name == DOSSIER_FILE and given.is_file():
            return check_actor(given.parent)
        if given.is_file():
            return check_scenario(given.parent) if given.name == SCENARIO_FILE else _stranger(given)
        if (given / DOSSIER_FILE).is_file() and not (given / SCENARIO_FILE).is_file():
            return check_actor(given)
        if given.is_dir() and given.name and not (given / SCENARIO_FILE).is_file() and len(given.parts) > 1:
            return _stranger(given)
    except (OSError, ValueError):
        return _stranger(given)
    return _by_name(path)


def check_scenario(folder: Path) -> tuple[Fault, ...]:
    """All faults of a scenario's folder and of the actors that it needs, as `check` gives them.

    If a dossier names a model or family that nobody at the table has, every actor that can be found is read for it.
    """
    return faults_of_reading(read_pack(folder))


def faults_of_reading(reading: PackReading) -> tuple[Fault, ...]:
    """All faults of a scenario that was read, its scenario file perhaps with other text, as `check` gives them."""
    faults = list(reading.faults)
    for element in ELEMENTS:
        faults += element(reading)
    actors = tuple(reading.actors.values())
    faults += [*references(actors, Acquaintances(reading.folder, actors, unread(reading)))]
    faults += [*told(reading), *persons(reading)]
    return _in_order(faults or _dry_run(reading))


def check_actor(folder: Path) -> tuple[Fault, ...]:
    """All faults of an actor's folder, as `check` gives them."""
    actor = read_actor(folder)
    faults = list(actor.faults)
    faults += references((actor,), Acquaintances(_pack_of(folder), (actor,)))
    faults += [*reserved_within(actor), *uncited_of(actor), *weightless(actor), *within(actor)]
    return _in_order(faults)


def _by_name(name: str | Path) -> tuple[Fault, ...]:
    try:
        return check_scenario(find_scenario(name))
    except PackError as no_scenario:
        try:
            return check_actor(find_actor(name))
        except PackError:
            return (Fault(str(name), 1, "", str(no_scenario)),)


def _stranger(path: Path) -> tuple[Fault, ...]:
    sentence = f"this is neither a scenario nor an actor; name a folder with a {SCENARIO_FILE} or a {DOSSIER_FILE}"
    return (Fault(str(path), 1, "", sentence),)


def _pack_of(actor: Path) -> Path | None:
    """The scenario that an actor belongs to alone, if it lies in one."""
    above = actor.resolve().parent.parent
    return above if (above / SCENARIO_FILE).is_file() else None


def _dry_run(reading: PackReading) -> list[Fault]:
    if reading.pack is None:
        return []
    bundle, faults = bundled(reading, reading.pack), []
    for variant in (None, *reading.pack.variants):
        key = ("variants", variant) if variant else ()
        try:
            opening = build(bundle, variant)
            faults += _refused(reading, opening) if variant is None else []
        except PackError as error:
            faults.append(reading.source.fault(key, f"the game cannot be built: {error}"))
        except Exception as error:  # whatever a pack does to the rules is the pack's fault until shown otherwise
            sentence = f"the game cannot be built ({type(error).__name__}: {error}); please report this scenario"
            faults.append(reading.source.fault(key, sentence))
    return faults


def _refused(reading: PackReading, opening: Opening) -> list[Fault]:
    """Agreements at the start that nobody could have signed under the rules, whatever the day's circumstances."""
    book = Rulebook(opening.setting, opening.parameters, seed=0)
    state, faults = fold(State(), [opening.start]), []
    for at, terms in enumerate(reading.pack.agreements if reading.pack else ()):
        refusal = may_propose(book, state, terms.parties[0], terms)
        if refusal is not None and refusal.kind != "not_now":
            sentence = f"the rules refuse this agreement: {refusal.sentence}"
            faults.append(reading.source.fault(("agreements", at), sentence))
    return faults


def _in_order(faults: list[Fault]) -> tuple[Fault, ...]:
    return tuple(sorted(set(faults)))
