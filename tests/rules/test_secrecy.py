"""Secrets planted as canaries must not be found where they were not sent: views, menus, refusals, events."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from dataclasses import replace
from functools import lru_cache
from pathlib import Path

import pytest

from tests.rules.desk import Desk, access_clause, grown, menu_of, sealed, terms_of
from wargame.core import names
from wargame.core.clauses import PaymentClause
from wargame.core.ids import CONTROL, PUBLIC, AgreementId, ModelId, ProposalId
from wargame.core.moves import Message, Propose, Respond, Sealed, Signal, Talk, TalkMove
from wargame.core.orders import IllicitUse, RequestIntelligence, Suspend
from wargame.core.setting import Seat
from wargame.core.views import Observer, View
from wargame.players.base import Answer, Ask, Player, PlayerKind
from wargame.players.random import RandomPlayer
from wargame.players.scripted import Scripted
from wargame.rules.menu import Menu
from wargame.scenario.bundle import Bundle, load
from wargame.table.game import RunningGame
from wargame.table.opening import new_game
from wargame.transcript.codebook import TABLES
from wargame.transcript.export import rows_of
from wargame.transcript.setup import GameSetup
from wargame.transcript.verify import verify

FEW = range(12)
MANY = range(12, 212)


class Whisperer:
    """A player that marks every private text it writes, and knows who may read it."""

    kind: PlayerKind = "script"
    instant = True

    def __init__(self, inner: Player, may_read: dict[str, frozenset[str]]) -> None:
        self.inner, self.spec, self.may_read = inner, inner.spec, may_read

    def _mark(self, ask: Ask, number: int, readers: frozenset[str]) -> str:
        name = f"CANARY-{ask.seat}-{ask.id.replace('.', '_')}-{number}-END"
        self.may_read[name] = readers | {ask.seat}
        return name

    async def decide(self, ask: Ask) -> Answer:
        answer = await self.inner.decide(ask)
        body = answer.body
        if isinstance(body, Talk):
            moves = [self._marked(ask, number, move) for number, move in enumerate(body.moves)]
            others = [seat for seat in ask.book.setting.ids if seat != ask.seat]
            room = (others[ask.turn % len(others)], others[(ask.turn + 1) % len(others)])
            secret = self._mark(ask, 99, frozenset(room))
            moves.append(Message(to=room, text=secret))
            # To a name that is nobody's: a refusal to its author alone.
            lost = self._mark(ask, 98, frozenset())
            moves.append(Message(to=(f"nobody-{lost}",), text=lost))
            body = Talk(moves=tuple(moves))
        elif isinstance(body, Sealed) and body.signal:
            body = replace(body, signal=Signal(text="In public.", intents=body.signal.intents))
        return replace(answer, body=body, rationale=self._mark(ask, 97, frozenset()))

    def _marked(self, ask: Ask, number: int, move: TalkMove) -> TalkMove:
        if isinstance(move, Message):
            if move.to == (PUBLIC,):
                return move
            return replace(move, text=self._mark(ask, number, frozenset(move.to)))
        if isinstance(move, Propose):
            needed = {*move.terms.parties, "washington"} if move.terms.access else {*move.terms.parties}
            return replace(move, text=self._mark(ask, number, frozenset(needed)))
        if isinstance(move, Respond):
            offer = ask.view.proposals[move.proposal]
            seats = set(offer.needed)
            if move.terms is not None:
                seats = {*move.terms.parties, "washington"} | seats
            return replace(move, text=self._mark(ask, number, frozenset(seats)))
        return move


@lru_cache(maxsize=2)
def bundle_with_marked_briefs(scenario: str) -> Bundle:
    bundle = load(scenario, None)
    dossiers = {
        name: dossier.model_copy(update={"brief": f"{dossier.brief} CANARY-brief-{name}-END"})
        for name, dossier in bundle.dossiers.items()
    }
    briefings = {
        stem: text if stem == "public" else f"{text} CANARY-briefing-{stem}-END"
        for stem, text in bundle.briefings.items()
    }
    return bundle.model_copy(update={"dossiers": dossiers, "briefings": briefings})


def whispered_game(
    seed: int, path: Path | None = None
) -> tuple[RunningGame, dict[str, frozenset[str]], Iterator[tuple[str, View]]]:
    bundle = bundle_with_marked_briefs("first-download")
    seated, present = bundle.cast(None)
    names = (*seated, *present)
    kind = "random" if seed % 2 else "scripted"
    game = GameSetup(bundle, None, seed, None, {}, dict.fromkeys(names, kind), {})
    marks: dict[str, frozenset[str]] = {}
    for name in names:
        marks[f"CANARY-brief-{name}-END"] = frozenset({name})
    for stem in bundle.briefings:
        if stem != "public":
            marks[f"CANARY-briefing-{stem}-END"] = frozenset({stem})

    def make(spec: str, seat: Seat, number: int) -> Player:
        inner: Player = RandomPlayer(number) if kind == "random" else Scripted(seat.doctrine, number)
        return Whisperer(inner, marks)

    table = new_game(game, path, make=make)
    asyncio.run(table.play())
    setting = table.book.setting
    views = (
        (seat, Observer(setting, seed, seat).view(table.sequence.state, table.sequence.record)) for seat in setting.ids
    )
    return table, marks, views


def nothing_leaks(seed: int) -> int:
    table, marks, views = whispered_game(seed)
    planted = 0
    for seat, view in views:
        shown = repr(view)
        menu = Menu(table.book, view)
        shown += repr(menu.talk_refusal(Message(to=("nobody",), text="x")))
        shown += repr(
            menu.talk_refusal(
                Respond(proposal=ProposalId(AgreementId("nothing")), answer="accept", terms=None, text="")
            )
        )
        for mark, readers in marks.items():
            if mark in shown:
                planted += 1
                assert seat in readers, (seed, seat, mark)
    return planted


@pytest.mark.parametrize("seed", FEW)
def test_no_seat_reads_a_secret_that_was_not_sent_to_it(seed: int) -> None:
    assert nothing_leaks(seed) > 20


@pytest.mark.slow
def test_no_secret_leaks_over_hundreds_of_games() -> None:
    assert sum(nothing_leaks(seed) for seed in MANY) > 4000


def test_each_seat_reads_its_own_brief_and_the_secrets_sent_to_it() -> None:
    _, marks, views = whispered_game(1)
    for seat, view in views:
        assert f"CANARY-brief-{seat}-END" in view.brief
        rooms = [mark for mark, readers in marks.items() if seat in readers and mark.endswith("-99-END")]
        assert rooms
        assert all(mark in repr(view) for mark in rooms)


def test_rationales_are_in_no_event_at_all() -> None:
    table, marks, _ = whispered_game(2)
    record = repr(table.sequence.record)
    reasons = [mark for mark in marks if mark.endswith("-97-END")]
    assert reasons
    assert not any(mark in record for mark in reasons)


def look(desk: Desk, seat: str) -> View:
    return Observer(desk.book.setting, 3, seat).view(desk.state, [desk.start, *desk.events])


def test_a_third_seat_in_a_room_of_three_reads_it_and_a_fourth_does_not() -> None:
    desk = Desk()
    desk.talk(("paris", Message(to=("berlin", "tokyo"), text="room of three")))
    assert "room of three" in repr(look(desk, "tokyo"))
    assert "room of three" not in repr(look(desk, "kyiv"))
    (event,) = desk.of("message_sent")
    assert event.audience == ("berlin", "paris", "tokyo")


@pytest.mark.parametrize("name", ["Berlin", "berlin ", "moscow", "all", "", "control"])
def test_a_recipient_that_is_nobody_is_a_refusal_to_the_sender_alone(name: str) -> None:
    desk = Desk()
    desk.talk(("paris", Message(to=("tokyo", name), text="for two")))
    assert not desk.of("message_sent")
    (event,) = desk.of("move_refused")
    assert event.audience == ("paris",)
    assert "tokyo" in event.text
    assert "for two" not in repr(look(desk, "tokyo"))


def test_a_message_to_public_and_a_seat_is_no_broadcast() -> None:
    desk = Desk()
    desk.talk(("paris", Message(to=("tokyo", "public"), text="hm")))
    assert not desk.of("message_sent")


@pytest.mark.slow
def test_before_opening_nobody_sees_what_another_has_sealed() -> None:
    seen = []
    for orders in (
        (),
        (IllicitUse(model=ModelId("llama")),),
        (RequestIntelligence(target="washington", about="budget"),),
    ):
        desk = Desk()
        sealed("delhi", 1, *orders)
        seen.append({seat: look(desk, seat) for seat in desk.book.setting.ids})
    assert seen[0] == seen[1] == seen[2]


def test_after_opening_a_secret_order_changes_nobody_elses_view() -> None:
    for order in (IllicitUse(model=ModelId("llama")), RequestIntelligence(target="washington", about="budget")):
        quiet, busy = Desk(), Desk()
        quiet.adjudicator.open_orders(quiet.state, 1, [sealed("delhi", 1)])
        busy.give("delhi", order)
        quiet.state = replace(quiet.state, phase=busy.state.phase)
        for seat in busy.book.setting.ids:
            if seat != "delhi":
                one, other = look(quiet, seat), look(busy, seat)
                assert one.events == other.events, (seat, order.kind)
                assert one.conditions == other.conditions
                assert one.access == other.access
                assert {k: v for k, v in one.values.items() if k != "delhi.points" and k != "delhi.budget"} == {
                    k: v for k, v in other.values.items() if k != "delhi.points" and k != "delhi.budget"
                }


def test_an_order_to_parties_is_seen_by_them_alone() -> None:
    desk = Desk().line("paris", "openai", "gpt", "api")
    desk.give("openai", Suspend(customer="paris"))
    for seat in desk.book.setting.ids:
        kinds = [seen.kind for seen in look(desk, seat).events]
        assert ("access_suspended" in kinds) == (seat in ("openai", "paris")), seat
        assert ("order_opened" in kinds) == (seat in ("openai", "paris")), seat


def test_a_secret_agreement_is_unknown_to_third_parties() -> None:
    desk = Desk()
    agreement = desk.sign(terms_of(PaymentClause(giver="paris", taker="berlin", amount=1), secret=True))
    for seat in desk.book.setting.ids:
        assert (agreement.id in repr(look(desk, seat))) == (seat in ("paris", "berlin")), seat


def test_the_access_that_a_secret_agreement_opens_is_secret_too() -> None:
    desk = Desk()
    offer = terms_of(access_clause("mistral", "berlin", ModelId("mistral-large"), "on_premises"), secret=True)
    agreement = desk.sign(offer)
    (line,) = [a for a in desk.state.access.values() if a.agreement == agreement.id]
    assert line.id in look(desk, "berlin").access
    assert line.id not in look(desk, "kyiv").access


def test_a_menu_says_nothing_of_what_lies_on_another_table() -> None:
    desk = Desk()
    desk.talk(("paris", Propose(terms=terms_of(PaymentClause(giver="paris", taker="berlin", amount=1)), text="")))
    (name,) = desk.state.proposals
    refused = menu_of(desk.book, desk.state, "kyiv").talk_refusal(
        Respond(proposal=name, answer="accept", terms=None, text="")
    )
    other = menu_of(desk.book, Desk().state, "kyiv").talk_refusal(
        Respond(proposal=name, answer="accept", terms=None, text="")
    )
    assert refused == other


def test_hidden_numbers_reach_no_other_view_exactly() -> None:
    desk = Desk()
    before = look(desk, "kyiv")
    desk.state = grown(desk.state, {names.points("paris"): 3.25})
    after = look(desk, "kyiv")
    assert before == after


def test_control_reads_every_private_word() -> None:
    table, marks, _ = whispered_game(3)
    view = Observer(table.book.setting, 3, CONTROL).view(table.sequence.state, table.sequence.record)
    shown = repr(view)
    assert all(mark in shown for mark in marks if mark.endswith("-99-END"))


@pytest.mark.parametrize("seed", [1, 2])
def test_no_export_made_for_a_seat_holds_a_secret_that_was_not_sent_to_it(tmp_path: Path, seed: int) -> None:
    path = tmp_path / "game.jsonl"
    _, marks, _ = whispered_game(seed, path)
    game = verify(path)
    found = 0
    for seat in game.sequence.book.setting.ids:
        for table in TABLES:
            shown = repr(list(rows_of(game, table, seat)))
            for mark, readers in marks.items():
                if mark in shown:
                    found += 1
                    assert seat in readers, (table, seat, mark)
    assert found > 20
