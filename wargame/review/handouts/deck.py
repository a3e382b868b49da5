"""All handouts of a scenario, each made from what its reader may know."""

from __future__ import annotations

from collections.abc import Collection, Sequence

from wargame.core.fold import fold
from wargame.core.ids import SeatId
from wargame.core.state import State
from wargame.core.views import Observer
from wargame.errors import SpecError
from wargame.review.handouts.briefing import briefing
from wargame.review.handouts.minute import minute_card
from wargame.review.handouts.moves import move_card
from wargame.review.handouts.role import role_card
from wargame.review.handouts.runbook import inject_list, runbook
from wargame.review.handouts.sheet import Sheet
from wargame.review.handouts.slips import slips
from wargame.transcript.setup import GameSetup


def deck(game: GameSetup, only: Collection[SeatId] = ()) -> tuple[Sheet, ...]:
    """All that a table needs: every seat's cards, briefing, slips, facilitator's pages; or the cards of some seats.

    `only` are ids of seats; SpecError names the seats if one is unknown, PackError what is wrong if the game cannot be
    opened. A sheet says whether it fits one page. Each move card tries every order that its seat could fill in.
    """
    book, start = game.opening()
    setting = book.setting
    for seat in only:
        if seat not in setting.by_id:
            raise SpecError(f"seat {seat}: there is no such seat; the seats are {', '.join(setting.ids)}")
    chosen: Sequence[SeatId] = [seat.id for seat in setting.seats if (seat.id in only if only else seat.seated)]
    opening = fold(State(), (start,))
    sheets: list[Sheet] = []
    for each in chosen:
        view = Observer(setting, game.seed, each).view(opening, [start])
        dossier = game.bundle.dossiers[each]
        sheets += [role_card(book, view, dossier), minute_card(book, each, dossier), move_card(book, opening, each)]
    if not only:
        sheets += [*briefing(setting), *slips(setting), runbook(setting), *inject_list(setting)]
    return tuple(sheets)
