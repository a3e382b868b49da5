"""Parts of the page after a turn that are counted and not told: the score with what moved it, standings, debts."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from wargame.core import names
from wargame.core.agreements import Proposal
from wargame.core.event_values import OrderOpened, ScoreCard, ScoreLine
from wargame.core.ids import SeatId
from wargame.core.promises import PROMISE_MEANING
from wargame.core.setting import Setting
from wargame.core.views import View
from wargame.core.words import clause_in_brief, part_of_a_score
from wargame.players.base import Ask
from wargame.present.differences import points_between
from wargame.present.meanings import of_move
from wargame.present.measured import Measured
from wargame.present.purse import due_in_words, in_hand, purse_ahead
from wargame.present.rows import ListRow, heading, rule
from wargame.present.story_rows import mark_of
from wargame.review.account import date_of
from wargame.review.story import Story
from wargame.review.story_deeds import ordinary
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import score
from wargame.shell_words import shell_word
from wargame.transcript.references import ALONE, PLACES_MEAN

SMALLEST = 0.05
"""Points below which a move of the score is not told."""
MOST = 6
UNSEEN = "what you were not told of, and better or worse guesses"


def scored(ask: Ask, story: Story, turn: int) -> Iterator[ListRow]:
    """The seat's score as it would be counted at the end of the turn, what changed in it, and what changed it."""
    seat = ask.book.seat(ask.seat)
    if not seat.aims:
        return
    told, variable = story.turn(turn), names.score(ask.seat)
    before, after = told.before.get(variable, 0.0), told.after.get(variable, 0.0)
    counted = ask.seat in final_cards(ask.view)
    yield heading("YOUR SCORE, as you could reckon it" if counted else "YOUR SCORE, as things stand")
    by = points_between(before, after)
    yield ListRow((("= ", "bold"),), f"{before:.1f} -> {after:.1f} ({by:+.1f})", "score", "bold")
    earlier, later = (_lines(ask, story.telling.views[at]) for at in (max(turn - 1, 0), turn))
    moved = sorted(later.values(), key=lambda line: -abs(line.points - _points(earlier, line.name)))
    for line in moved:
        by = line.points - _points(earlier, line.name)
        if abs(by) >= SMALLEST:
            value = "" if line.name.startswith("red line") else f" (now {line.value:.0f} of 100)"
            yield _points_row(by, f"{part_of_a_score(line.name)}{value}", f"line {line.name}")
    for name, line in earlier.items():
        if name not in later:
            yield _points_row(-line.points, f"{part_of_a_score(name)}: no more", f"line {name}")
    yield heading("WHAT MOVED IT")
    yield from _movers(story, turn, seat.name)


def _movers(story: Story, turn: int, name: str) -> Iterator[ListRow]:
    told, variable = story.turn(turn), names.score(story.telling.viewer)
    by = {root: moved[variable] for root, moved in told.by_deed.items() if abs(moved.get(variable, 0.0)) >= SMALLEST}
    deeds = {root: points for root, points in by.items() if not ordinary(story.telling.told[root].seen)}
    largest = sorted(deeds.items(), key=lambda item: -abs(item[1]))[:MOST]
    for root, points in largest:
        yours = ", by your order" if is_own_order(story, turn, root, name) else ""
        yield _points_row(points, f"{story.headline(turn, root)}{yours}", str(root))
    usual = sum(by.values()) - sum(deeds.values()) + told.passing.get(variable, 0.0)
    unseen = told.unseen.get(variable, 0.0)
    total = points_between(told.before.get(variable, 0.0), told.after.get(variable, 0.0))
    known = [*(points for _, points in largest), *(each for each in (usual, unseen) if abs(each) >= SMALLEST)]
    rest = total - sum(round(points, 1) for points in known)
    parts = ((usual, "the ordinary course of a turn"), (rest, "smaller things"), (unseen, UNSEEN))
    for points, name in parts:
        if abs(points) >= SMALLEST:
            yield _points_row(points, name, name)
    if not largest and abs(total) < SMALLEST:
        yield ListRow((("  ", ""),), "nothing", style="dim")


def is_own_order(story: Story, turn: int, root: int, name: str) -> bool:
    """Whether a deed is what an order of the seat that reads came to; `name` is what the seat is called.

    Not what befell it and an order only bore on, such as how many raiders trained crews let through.
    """
    seen = story.telling.told[root].seen
    mine = isinstance(seen.value, OrderOpened) and seen.about[:1] == (story.telling.viewer,)
    return mine and story.headline(turn, root).startswith(name)


def _points_row(points: float, name: str, key: str) -> ListRow:
    return ListRow(((f"{points:+6.1f} ", f"bold {of_move(points)}".strip()),), name, key)


def _lines(ask: Ask, view: View) -> dict[str, ScoreLine]:
    return {line.name: line for line in score(picture(ask.book, view), ask.book.seat(ask.seat)).lines}


def _points(lines: dict[str, ScoreLine], name: str) -> float:
    return lines[name].points if name in lines else 0.0


def final_cards(view: View) -> dict[SeatId, ScoreCard]:
    """The scores that were counted by the truth when the game closed, as far as a seat knows them; empty before."""
    return {
        seen.about[0]: seen.value
        for seen in view.events
        if seen.kind == "score_given" and isinstance(seen.value, ScoreCard) and seen.about
    }


def standings(ask: Ask, measured: Measured | None = None) -> Iterator[ListRow]:
    """Final scores as far as they are known to the seat, the best first, each with its place where that is known."""
    given = final_cards(ask.view)
    if not given:
        return
    places = measured.places({seat: card.total for seat, card in given.items()}) if measured else {}
    doubts = {seat: why for seat, why in (measured.doubts() if measured else {}).items() if seat in places}
    yield heading("FINAL SCORES")
    for rank, (seat, card) in enumerate(sorted(given.items(), key=lambda item: -item[1].total), 1):
        best = sorted(card.lines, key=lambda line: -abs(line.points))[:2]
        lines = ", ".join(f"{part_of_a_score(line.name)} {line.points:+.1f}" for line in best)
        you = " (you)" if seat == ask.seat else ""
        place = f", place {'~' if seat in doubts else ''}{places[seat]:.0f}" if seat in places else ""
        said = f"{ask.called(seat)}{you} {card.total:.1f}{place}: {lines}"
        yield ListRow(((f"{rank:>2} ", "bold"),), said, f"final {seat}", "bold" if you else "")
    told = f"place: {PLACES_MEAN}" if places else ALONE
    for seat, why in doubts.items():
        yield ListRow((("~  ", "bold"),), f"{ask.called(seat)}'s place says little: {why}", f"doubt {seat}", "dim")
    yield ListRow((("   ", ""),), told, "places", "dim")


def owed_next(ask: Ask) -> list[ListRow]:
    """What the seat has promised and what waits for it: payments, pledges, answers, and what is about to end."""
    purse, rows = purse_ahead(ask), []
    for number, line in enumerate(purse.lines, 1):
        said = f"pay {due_in_words(ask, line)}"
        rows.append(ListRow((("$ ", "bold"),), said, f"owed {line.agreement} {number}"))
    if purse.lines:
        points = "point" if purse.due == 1 else "points"
        held = f"your purse holds {in_hand(purse.have)} now, and orders are paid before"
        said = f"{purse.due:g} budget {points} in all; {held}"
        rows.append(ListRow((("= ", "bold"),), said, "owed in all", "bold"))
    for deal in ask.view.agreements.values():
        if deal.status == "in_force" and ask.seat in deal.parties and deal.expires <= ask.turn:
            others = " and ".join(ask.called(party) for party in deal.parties if party != ask.seat)
            rows.append(
                ListRow((("x ", "bold"),), f"the agreement with {others} runs out this turn", f"ends {deal.id}")
            )
    for pledge in ask.view.pledges.values():
        if pledge.status == "open" and pledge.by == ask.seat:
            said = f"you pledged {ask.called(pledge.to)} {PROMISE_MEANING[pledge.promise]}, to turn {pledge.until}"
            rows.append(ListRow((("> ", "bold"),), said, pledge.id))
    waiting = [offer for offer in ask.view.proposals.values() if ask.seat not in offer.accepted]
    offers = [
        ListRow((("? ", "bold"),), f"{ask.called(offer.by)}'s offer waits for your word{_terms(ask, offer)}", offer.id)
        for offer in waiting
    ]
    return [*rows, *offers]


def _terms(ask: Ask, offer: Proposal) -> str:
    """What an offer is of, where the seat that made it has made others that wait as well."""
    alike = [each for each in ask.view.proposals.values() if each.by == offer.by and ask.seat not in each.accepted]
    if len(alike) < 2:
        return ""
    clauses = dict.fromkeys(clause_in_brief(clause, ask.called, ask.called) for clause in offer.terms.clauses)
    return f": {', '.join(clauses)}"


def looking_back(record: Path, seat: SeatId) -> Iterator[tuple[str, str]]:
    """The commands that tell a game that is over, each with a word for it, for the record that it lies in."""
    quoted = shell_word(record)
    yield "replay", f"wargame replay {quoted}"
    yield "review", f"wargame review {quoted}   leads a group through it: answers, evidence, actions"
    yield "report", f"wargame report {quoted} --seat {seat}   writes it down, to read and to print"
    yield "why", f"wargame why {quoted} {seat}.score"


def game_in_a_page(story: Story, setting: Setting, most: int = 2) -> Iterator[ListRow]:
    """The heaviest moments of every turn, turn by turn."""
    for turn in story.turns:
        yield rule(f"turn {turn}, {date_of(setting.start, setting.months, turn)}")
        for moment in story.turn(turn).moments[:most]:
            yield ListRow((mark_of(moment.kind),), moment.headline, f"story {moment.lead}")
