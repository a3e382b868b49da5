"""What a seat could know at the end of any turn, and that knowledge as readable text."""

from __future__ import annotations

from collections.abc import Iterable

from wargame.core.ids import CONTROL, WAYS, SeatId
from wargame.core.models import Access
from wargame.core.setting import Setting
from wargame.core.views import Observer, View
from wargame.core.words import fact_in_words, pledge_in_words, section, seen_in_words, terms_in_words
from wargame.errors import SpecError
from wargame.rules.model.variable_words import spoken
from wargame.transcript.verify import Replayed


class Knowledge:
    """One seat's knowledge, turn by turn, through the one door for secrets."""

    def __init__(self, game: Replayed, seat: SeatId) -> None:
        """For a seat of the game, or `control`; SpecError names the seats."""
        self._game, self._seat = game, seat
        setting = game.sequence.book.setting
        if seat != CONTROL and seat not in setting.by_id:
            raise SpecError(f"seat {seat}: there is no such seat; the seats are {', '.join(setting.ids)}, or control")

    def at(self, turn: int) -> View:
        """The view at the end of a turn; 0 is the opening. SpecError names the turns that there are.

        Each call looks through the record from its beginning: some milliseconds late in a game.
        """
        game = self._game
        if turn not in game.states:
            raise SpecError(f"turn {turn}: this game has turns 0 to {game.turns}")
        observer = Observer(game.sequence.book.setting, game.sequence.book.seed, self._seat)
        so_far = [event for event in game.events if event.turn <= turn]
        return observer.view(game.states[turn], so_far)


def maker_of(view: View, line: Access) -> SeatId:
    """Whose model a line is: its maker's, as far as a view knows the model, although nobody can take a copy back."""
    return view.models[line.model].owner if line.model in view.models else line.supplier


def as_text(view: View, setting: Setting) -> str:
    """A view for readers, as lines of text: the brief, all it may read, then numbers, those of others with their error.

    Words of others stand in it as they were written: make them plain before a terminal shows them. Raises nothing.
    """
    name = setting.name_of
    title = "Control, who sees the truth" if view.seat == CONTROL else name(view.seat)
    lines = [f"{title}, at the end of turn {view.turn}"]
    if view.brief:
        lines += ["", "Your brief", view.brief.strip()]
    lines += section(
        "Access",
        (
            f"{name(a.holder)} uses {view.models[a.model].name if a.model in view.models else a.model} of "
            f"{name(maker_of(view, a))} {WAYS[a.channel]} ({a.licence}), {a.status}"
            for a in view.access.values()
        ),
    )
    lines += section(
        "Agreements",
        (
            f"{a.id}: {terms_in_words(a.terms, name)}; signed in turn {a.signed}, {a.status.replace('_', ' ')}"
            for a in view.agreements.values()
        ),
    )
    lines += section(
        "Offers", (f"{p.id} by {name(p.by)}: {terms_in_words(p.terms, name)}" for p in view.proposals.values())
    )
    lines += section(
        "Pledges",
        (pledge_in_words(pledge, name) for pledge in view.pledges.values()),
    )
    lines += section("Facts", (f"{f.id}: {fact_in_words(f)}" for f in view.facts.values()))
    lines += section("Messages", (seen_in_words(seen) for seen in view.events if seen.kind == "message_sent"))
    lines += section(
        "News", (seen_in_words(seen) for seen in view.events if seen.kind not in ("message_sent", "game_started"))
    )
    lines += section("Numbers, with the names that `wargame why` takes as well", _numbers(view, setting))
    return "\n".join(lines)


def _numbers(view: View, setting: Setting) -> Iterable[str]:
    for variable in sorted(view.values, key=lambda v: (not v.startswith(f"{view.seat}."), v)):
        spread = view.spread.get(variable)
        value = view.values[variable]
        level = f"{value:g}" if spread is None else f"~{value:.3g} ±{spread:.2g}"
        yield f"{spoken(setting, variable, view.seat)}: {level} ({variable})"
