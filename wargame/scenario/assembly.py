"""A game's opening out of a bundle: the setting, the parameters, and the one event that sets everything at the start.

Pure: the same bundle and the same choices give the same opening on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace

from wargame.core.agreements import Terms
from wargame.core.arguments import Fact
from wargame.core.codebook import settle
from wargame.core.events import TABLE_OF, Change, Entity, Event, Put
from wargame.core.ids import CONTROL, Variable
from wargame.core.models import Access
from wargame.core.setting import Setting
from wargame.core.state import State
from wargame.errors import PackError
from wargame.rules.base.parameters import Parameters
from wargame.rules.base.rulebook import Rulebook
from wargame.rules.model.capability import opening_capability
from wargame.scenario.assets import START, as_clause, models_of, supplies
from wargame.scenario.bundle import Bundle
from wargame.scenario.dossier import Cast
from wargame.scenario.faults import one_of
from wargame.scenario.opening_agreements import among, opens, signed
from wargame.scenario.pack import LedgerLine
from wargame.scenario.seating import setting_of
from wargame.scenario.starting_values import changed, starting_values

LONGEST_GAME = 60


@dataclass(frozen=True, slots=True)
class Opening:
    """Everything that a game begins with."""

    setting: Setting
    parameters: Parameters
    start: Event
    """Event 0.1, which sets every starting value; folded into an empty state it gives the state of turn 0."""


def build(
    bundle: Bundle,
    variant: str | None = None,
    parameters: Mapping[str, float] = {},
    turns: int | None = None,
) -> Opening:
    """The opening of a game: its setting, its parameters, and the event that sets every value. No file is read.

    `parameters` (by name) and `turns` (1 to 60) go before what the scenario says. PackError names an unknown variant or
    parameter, a value out of range, and an actor that the bundle does not hold. The same bundle gives the same opening.
    """
    pack = bundle.pack
    length = pack.turns if turns is None else turns
    if not 1 <= length <= LONGEST_GAME:
        raise PackError(f"turns is {length}; it must be a whole number from 1 to {LONGEST_GAME}")
    numbers = Parameters().with_overrides({**pack.parameters, **parameters})
    seated, present = bundle.cast(variant)
    cast = _cast(bundle, (*seated, *present))
    models = models_of(cast)
    values = {name: float(settle(name, value)) for name, value in starting_values(cast, pack.world).items()}
    setting = setting_of(pack, cast, seated, length, bundle.briefings, bundle.voices)
    book, sight = Rulebook(setting, numbers, seed=0), State(values=values, models=models)
    entities = (
        *models.values(),
        *_supplied(cast, book, sight),
        *_agreed(pack.agreements, cast, book, sight),
        *_entered(pack.ledger, cast, values),
    )
    access = {entity.id: entity for entity in entities if isinstance(entity, Access)}
    fielded = opening_capability(setting, numbers, values, models, access)
    values |= {name: float(settle(name, value)) for name, value in fielded.items()}
    start = Event(
        id=START,
        turn=0,
        phase="start",
        kind="game_started",
        rule="starting positions",
        causes=("scenario",),
        audience=(),
        text=f"{pack.title} begins with {len(cast)} actors, {len(seated)} of them seated.",
        changes=tuple(Change(name, 0.0, values[name]) for name in sorted(values)),
        puts=tuple(Put(TABLE_OF[type(entity)], entity) for entity in entities),
    )
    return Opening(setting, numbers, start)


def _cast(bundle: Bundle, names: tuple[str, ...]) -> Cast:
    missing = [name for name in names if name not in bundle.dossiers]
    if missing:
        held = one_of(sorted(bundle.dossiers), "and")
        raise PackError(f"no dossier of {one_of(missing, 'and')} is in this bundle, which holds {held}; load it anew")
    return {name: changed(bundle.dossiers[name], bundle.pack.actors.get(name)) for name in dict.fromkeys(names)}


def _supplied(cast: Cast, book: Rulebook, sight: State) -> Iterator[Entity]:
    """Lines of access out of dossiers; one with a price runs under an agreement of the whole game's length."""
    for purpose, written, line in supplies(cast, sight.models):
        clause = as_clause(line, written.price)
        if written.price == 0 or clause is None:
            yield line
            continue
        parties = (line.supplier, line.holder)
        terms = Terms(parties=parties, clauses=(clause,), secret=False, turns=book.setting.turns)
        agreement = signed(book, sight, terms, f"supply|{purpose}")
        yield replace(line, agreement=agreement.id, audience=agreement.audience)
        yield agreement


def _entered(written: tuple[LedgerLine, ...], cast: Cast, values: Mapping[Variable, float]) -> Iterator[Fact]:
    """The ledger of facts; what concerns absent actors alone is left out."""
    for line in written:
        about = tuple(name for name in line.about if name in cast)
        if line.about and not about:
            continue
        yield Fact(
            line.id,
            line.text.strip(),
            CONTROL,
            0,
            None,
            START,
            about,
            needs=line.needs,
            done=line.needs if line.done is None else line.done,
            protection=line.protection,
            brings=tuple((name, delta) for name, delta in line.brings.items() if name in values),
        )


def _agreed(written: tuple[Terms, ...], cast: Cast, book: Rulebook, sight: State) -> Iterator[Entity]:
    """The scenario's own agreements, with what they open."""
    for number, terms in enumerate(written):
        present = among(terms, cast, sight)
        if present is not None:
            agreement = signed(book, sight, present, str(number))
            yield agreement
            yield from opens(agreement, sight)
