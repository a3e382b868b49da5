"""The page after a turn says what came of the seat's orders and of its score, from what it was told."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import lru_cache

import pytest

from tests.ui.seats import Game
from tests.ui.views import played
from wargame.core import names
from wargame.core.agreements import Proposal
from wargame.core.event_kinds import BROKEN
from wargame.core.event_values import OrderOpened
from wargame.core.ids import AgreementId, EventId, ProposalId, SeatId, may_read
from wargame.core.moves import Respond, Talk, Withdraw, silence
from wargame.players.base import Answer
from wargame.present.channel_rows import conversation
from wargame.present.channels import FROM_CONTROL, channels
from wargame.present.clause_fields import usual_drafts
from wargame.present.measured import Measured
from wargame.present.result_page import MOST, ResultPage
from wargame.present.result_parts import owed_next
from wargame.present.rows import ListRow, event_rows
from wargame.review.story import Story
from wargame.table.chair import Draft
from wargame.transcript.references import ALONE


@lru_cache(maxsize=6)
def game_of(seat: str, answered: int) -> Game:
    return played(seat, answered=answered)


def page(game: Game, seat: str, turn: int) -> ResultPage:
    return ResultPage(game.ask(seat), Story(game.chair(seat).telling(), game.book), turn)


def part(rows: list[ListRow], title: str) -> list[str]:
    """The rows under a title, to the next one."""
    found: list[str] = []
    inside = False
    for row in rows:
        if row.marked:
            inside = title in row.text.lower()
        elif inside:
            found.append(row.text)
    return found


@pytest.mark.parametrize("seat", ["kyiv", "paris", "washington", "openai"])
def test_every_order_of_the_seat_stands_there_with_what_came_of_it(seat: str) -> None:
    game = game_of(seat, 9)
    turn = game.asking.turn - 1
    told = part(page(game, seat, turn).rows(), "what you ordered")
    opened = [
        event
        for event in game.sequence.record
        if event.turn == turn and isinstance(event.value, OrderOpened) and event.about[0] == seat
    ]
    assert opened
    assert sum(line.startswith("> ") for line in told) == len(opened)
    assert not told[-1].startswith("> "), "under each order stands what came of it, or that nothing did"


def test_a_seat_that_ordered_nothing_is_told_so() -> None:
    game = Game(("rome",))
    for _ in range(3):
        game.hand_in("rome", Answer(silence(game.asking.phase), "human"))
    assert game.asking.turn == 2
    assert [line.strip() for line in part(page(game, "rome", 1).rows(), "what you ordered")] == ["nothing"]


@pytest.mark.parametrize("seat", ["kyiv", "paris", "washington"])
def test_what_moved_the_score_adds_up_to_its_move(seat: str) -> None:
    game = game_of(seat, 9)
    turn = game.asking.turn - 1
    found = page(game, seat, turn)
    moved = [float(line.split()[0]) for line in part(found.beside(), "what moved it") if line.split()[0] != "nothing"]
    told = found.story.turn(turn)
    by = told.after[names.score(seat)] - told.before[names.score(seat)]
    assert sum(moved) == pytest.approx(by, abs=0.05 * (len(moved) + 2))


def test_what_others_did_is_not_what_the_seat_did_itself() -> None:
    game = game_of("kyiv", 9)
    turn = game.asking.turn - 1
    own = [e.text for e in game.sequence.record if e.turn == turn and e.kind == "order_opened" and e.about[0] == "kyiv"]
    others = part(page(game, "kyiv", turn).rows(), "what others did")
    assert not any(text in line for text in own for line in others)


def test_the_last_page_ranks_the_scores_and_tells_every_turn() -> None:
    game = played("rome", "first-download", answered=99)
    found = page(game, "rome", 3)
    rows = part(found.beside(over=True), "final scores")
    totals = [float(line.split(":")[0].split()[-1]) for line in rows if line[:2].strip().isdigit()]
    assert totals == sorted(totals, reverse=True)
    assert len(totals) == sum(event.kind == "score_given" for event in game.sequence.record)
    said = "\n".join(row.text for row in found.rows(over=True))
    assert all(f"--- turn {turn}, " in said for turn in (1, 2, 3))


def test_what_is_owed_names_open_pledges_and_offers_that_wait() -> None:
    game = game_of("kyiv", 9)
    view = game.ask("kyiv").view
    owed = part(page(game, "kyiv", game.asking.turn - 1).beside(), "owed next")
    assert sum(line.startswith("? ") for line in owed) == sum("kyiv" not in p.accepted for p in view.proposals.values())
    open_pledges = [p for p in view.pledges.values() if p.by == "kyiv" and p.status == "open"]
    assert sum("you pledged" in line for line in owed) == len(open_pledges)


def test_several_offers_of_one_seat_that_wait_are_told_apart_by_what_they_are_of() -> None:
    ask = game_of("kyiv", 9).ask("kyiv")
    terms = [draft for _, draft in usual_drafts(ask, (SeatId("openai"),))][:2]
    assert len({each.clauses for each in terms}) == 2
    ids = (ProposalId(AgreementId("aaaa1")), ProposalId(AgreementId("aaaa2")))
    offers = {
        id_: Proposal(
            id=id_,
            by=SeatId("openai"),
            terms=each,
            accepted=(SeatId("openai"),),
            needed=each.parties,
            made=1,
            counters=None,
            event=EventId("1.1"),
        )
        for id_, each in zip(ids, terms, strict=True)
    }
    both = [row.body for row in owed_next(replace(ask, view=replace(ask.view, proposals=offers))) if row.key in ids]
    assert len(set(both)) == 2
    assert all(each.startswith("OpenAI's offer waits for your word: ") for each in both)
    one = replace(ask, view=replace(ask.view, proposals={ids[0]: offers[ids[0]]}))
    assert [row.body for row in owed_next(one) if row.key in ids] == ["OpenAI's offer waits for your word"]


SEATS = ("kyiv", "paris", "washington", "openai")


def sentences(rows: list[ListRow], title: str) -> list[str]:
    """The sentences of a part without the letters before them, and without what says which parts are empty."""
    return [line.partition(" ")[2].strip() for line in part(rows, title) if "nothing of: " not in line]


def told_of(game: Game, seat: str, turn: int, kinds: Iterable[str]) -> list[str]:
    """The sentences of the events of these kinds in a turn that a seat may read."""
    events = [each for each in game.sequence.record if each.turn == turn and each.kind in kinds]
    return [each.text for each in events if may_read(each.audience, SeatId(seat))]


@pytest.mark.parametrize("seat", SEATS)
def test_dice_and_judges_are_told_to_whoever_may_read_of_them_and_nobody_else(seat: str) -> None:
    game = game_of(seat, 9)
    asked = 0
    for turn in range(1, game.asking.turn):
        rows = sentences(page(game, seat, turn).rows(), "dice and judges")
        wanted = told_of(game, seat, turn, ("argument_ruled", "court_ruled", "theft_tried", "argument_rolled"))
        assert rows == wanted[: 2 * MOST], turn
        asked += len(wanted)
    assert asked, "dice fell in the turns that are looked at"


def test_dice_are_told_with_what_fell_and_what_it_came_to() -> None:
    game = game_of("kyiv", 9)
    rows = [
        line
        for turn in range(1, game.asking.turn)
        for line in part(page(game, "kyiv", turn).rows(), "dice and judges")
        if "argument" in line
    ]
    assert rows
    assert all(re.search(r"(succeeded|failed): dice \d \+ \d, net [+-]\d", line) for line in rows)


@pytest.mark.parametrize("seat", SEATS)
def test_broken_words_are_told_to_whoever_may_read_of_them_and_nobody_else(seat: str) -> None:
    game = game_of(seat, 9)
    kinds = BROKEN | {"signal_broken"}
    for turn in range(1, game.asking.turn):
        rows = sentences(page(game, seat, turn).rows(), "broken words")
        assert rows == told_of(game, seat, turn, kinds)[: 2 * MOST], turn


def test_words_were_broken_in_the_turns_that_are_looked_at() -> None:
    counts = [
        len(told_of(game_of(seat, 9), seat, turn, BROKEN | {"signal_broken"}))
        for seat in SEATS
        for turn in range(1, game_of(seat, 9).asking.turn)
    ]
    assert sum(counts)


class Halves(Measured):
    """Everybody stands at half of its score."""

    def __init__(self) -> None:
        pass

    def places(self, scores: Mapping[str, float]) -> Mapping[str, float]:
        return {seat: score / 2 for seat, score in scores.items()}

    def doubts(self) -> Mapping[str, str]:
        return {}


class Doubtful(Halves):
    """Palantir's references lie close."""

    def doubts(self) -> Mapping[str, str]:
        return {"palantir": "mostly chance"}


def test_final_scores_have_their_place_where_it_is_known_and_else_say_that_they_do_not_compare() -> None:
    game = played("rome", "first-download", answered=99)
    bare = part(page(game, "rome", 3).beside(over=True), "final scores")
    assert ALONE in bare[-1]
    story = Story(game.chair("rome").telling(), game.book)
    placed = part(ResultPage(game.ask("rome"), story, 3, Halves()).beside(over=True), "final scores")
    for line in placed[:-1]:
        total, place = line.partition(":")[0].split(", place ")
        assert round(float(total.split()[-1]) / 2) == int(place)
    assert "0 is what passing brings" in placed[-1]


def test_a_place_that_is_mostly_chance_says_so_beside_it() -> None:
    game = played("rome", "first-download", answered=99)
    story = Story(game.chair("rome").telling(), game.book)
    told = part(ResultPage(game.ask("rome"), story, 3, Doubtful()).beside(over=True), "final scores")
    assert sum("place ~" in line for line in told) == 1
    assert next(line for line in told if "place ~" in line).split()[1] == "Palantir"
    assert any(line.strip() == "~  Palantir's place says little: mostly chance" for line in told)


def test_an_offer_that_was_gone_is_told_without_an_id_on_every_page() -> None:
    game, gone = Game(("rome",)), ProposalId(AgreementId("zq7zq"))
    moves = (Withdraw(proposal=gone), Respond(proposal=gone, answer="accept", terms=None, text=""))
    game.hand_in("rome", Answer(Talk(moves=moves), "human"))
    while game.asking.turn == 1:
        game.hand_in("rome", Answer(silence(game.asking.phase), "human"))
    ask = game.ask("rome")
    (channel,) = (each for each in channels(ask, ()) if each.key == FROM_CONTROL)
    pages = (page(game, "rome", 1).rows(), event_rows(ask), conversation(ask, Draft(), channel, 0))
    for rows in pages:
        said = "\n".join(row.text for row in rows)
        assert said.count("Too late: the offer that you wanted to") == 2
        assert gone not in said


@pytest.mark.parametrize("seat", SEATS)
def test_what_a_seats_own_orders_moved_stands_under_them_and_beside_its_score(seat: str) -> None:
    game = game_of(seat, 9)
    turn = game.asking.turn - 1
    found = page(game, seat, turn)
    ordered = part(found.rows(), "what you ordered")
    name = game.ask(seat).called(seat)
    for line in part(found.beside(), "what moved it"):
        if not line.endswith(", by your order"):
            continue
        points, headline = line.split(maxsplit=1)
        assert headline.startswith(name), "what befell it is not credited to an order"
        assert any(told.endswith(f"your score {points}") for told in ordered)
    own = [each.variable for seen in game.ask(seat).view.events if seen.turn == turn for each in seen.changes]
    assert not any("your budget" in told for told in ordered), "what an order cost stands on the sheet"
    assert own


def test_some_order_is_credited_in_the_turns_that_are_looked_at() -> None:
    pages = (page(game_of(seat, 9), seat, game_of(seat, 9).asking.turn - 1) for seat in SEATS)
    assert any("it moved your " in told for each in pages for told in part(each.rows(), "what you ordered"))
