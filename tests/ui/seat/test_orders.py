"""The orders screen: verb, fields, outlook, sheet and seal, by keys alone, in both sizes."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from tests.ui.conftest import SIZES, SMALL, WIDE, Pictured, at_table, press, shown, still
from tests.ui.fits import clipped
from tests.ui.seats import Game
from tests.ui.views import played
from wargame.core.moves import Intent, Sealed, Signal, Weigh, silence
from wargame.core.orders import ORDER_TYPES, Argument, BuyCompute, DeployAutomation, SetOversight, TrainOperators
from wargame.players.base import Answer
from wargame.table.chair import Draft
from wargame.ui.app import WargameApp
from wargame.ui.seat.forms.argument_form import ArgumentForm
from wargame.ui.seat.forms.sheet_list import SheetList
from wargame.ui.seat.forms.verb_list import VerbList
from wargame.ui.seat.seal import Seal
from wargame.ui.widgets.field_list import FieldList
from wargame.ui.widgets.lists import Lines
from wargame.ui.widgets.panes import Words

pytestmark = pytest.mark.anyio
OPEN = "f3"


def orders_of(game: Game, seat: str) -> tuple[object, ...]:
    return game.chair(seat).draft.orders


def at_orders(seat: str = "kyiv") -> tuple[Game, WargameApp]:
    game = played(seat)
    return game, at_table(game)


def panels(app: WargameApp) -> str:
    return app.screen.query_one("#panels", Lines).as_text()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_an_order_is_given_by_keys_alone_and_kept_in_the_draft(size: tuple[int, int]) -> None:
    game, app = at_orders()
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{OPEN} d e p enter")
        assert clipped(app) == []
        assert "DEPLOY AUTOMATION" in shown(app)
        await press(pilot, "down down enter down down enter enter")
        assert orders_of(game, "kyiv") == (DeployAutomation(degree=2, oversight=2),)
        assert "deploy automation (degree 2, oversight 2)" in shown(app)
        assert "ready" in shown(app)
        assert clipped(app) == []


@pytest.mark.slow
async def test_typing_filters_the_verbs_and_escape_brings_them_back() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        verbs = app.screen.query_one(VerbList)
        everything = len(verbs.rows)
        await press(pilot, "t r a")
        left = [row.key for row in verbs.rows if row.key]
        assert left[0] == "train_operators"
        assert all("tra" in kind for kind in left)
        await press(pilot, "backspace")
        assert verbs.typed == "tr"
        await press(pilot, "escape")
        assert len(verbs.rows) == everything


@pytest.mark.slow
async def test_letters_typed_after_a_verb_was_taken_begin_anew() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} t r a enter 1")
        assert app.screen.query_one(VerbList).typed == "tra", "what was found stays in sight"
        await press(pilot, "d e p")
        assert app.screen.query_one(VerbList).typed == "dep"


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_escape_leaves_a_form_as_it_stands_and_goes_back_to_the_verbs(size: tuple[int, int]) -> None:
    game, app = at_orders()
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{OPEN} d e p enter down down enter")
        assert isinstance(app.focused, FieldList)
        await press(pilot, "escape escape")
        assert isinstance(app.focused, VerbList), "the first closes the open choices, the second the form"
        assert "2 goes on with it" in shown(app).splitlines()[-1]
        await press(pilot, "2")
        assert "DEPLOY AUTOMATION" in shown(app)
        await press(pilot, "f7")
        assert "PUBLIC STATEMENT" in shown(app)
        await press(pilot, "escape")
        assert isinstance(app.focused, VerbList)
        assert "PUBLIC STATEMENT" not in shown(app)
        assert game.chair("kyiv").owes


@pytest.mark.slow
async def test_a_refusal_is_gone_once_something_else_was_taken() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} r e q enter")
        form = app.screen.query_one("#order FieldList", FieldList)
        form.go_to_key(next(row.key for row in form.rows if "cannot aim this at itself" in row.body))
        await press(pilot, "enter")
        assert shown(app).splitlines()[-1].startswith("! ")
        form.go_to_key(next(row.key for row in form.rows if "=" in row.key and "cannot" not in row.body))
        await press(pilot, "enter")
        assert not shown(app).splitlines()[-1].startswith("! ")


async def test_a_verb_that_may_not_be_given_is_in_the_list_with_its_reason() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} i n v")
        assert (
            "x invoke the Defense Production Act: Kyiv cannot do this; only Washington can"
            in app.screen.query_one(VerbList).as_text()
        )
        await press(pilot, "enter")
        form = app.screen.query_one("#order FieldList", FieldList)
        assert "only Washington can" in form.as_text()
        assert "add to the sheet" not in form.as_text()


@pytest.mark.slow
async def test_a_choice_that_is_not_allowed_is_refused_with_its_reason_and_not_taken() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} r e q enter")
        form = app.screen.query_one("#order FieldList", FieldList)
        form.go_to_key(next(row.key for row in form.rows if "cannot aim this at itself" in row.body))
        await press(pilot, "enter")
        assert "Kyiv cannot aim this at itself" in shown(app).splitlines()[-1]
        assert orders_of(game, "kyiv") == ()


@pytest.mark.slow
async def test_an_order_that_the_sheet_has_no_room_for_is_not_added() -> None:
    game, app = at_orders("washington")
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} b u y enter enter")
        assert len(orders_of(game, "washington")) == 1
        await press(pilot, "r e s h enter enter")
        assert len(orders_of(game, "washington")) == 1
        assert "one major order a turn" in shown(app).splitlines()[-1]
        assert "one major order a turn" in panels(app)


@pytest.mark.slow
async def test_no_draft_that_the_screen_makes_is_refused_by_the_menu() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        for word in ("f i n e", "s e t space o", "t r a", "e n d"):
            await press(pilot, f"1 escape {word} enter enter enter enter")
            draft = game.chair("kyiv").draft.orders
            assert game.ask("kyiv").menu.sheet(draft) == (None,) * len(draft)
        assert len(game.chair("kyiv").draft.orders) == 2


@pytest.mark.slow
async def test_the_outlook_stands_beside_the_form() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} d e p enter")
        assert "NOT YET AN ORDER" in panels(app)
        await press(pilot, "end home down down down down enter enter")
        text = panels(app)
        for part in ("CERTAIN", "LIKELY", "AT RISK", "WHO WILL KNOW", "COST", "AS RECORDED", "kind: deploy_automation"):
            assert part in text


async def test_a_small_terminal_says_the_outlook_in_a_line_and_opens_it_with_a_digit() -> None:
    _, app = at_orders()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{OPEN} e n d enter")
        assert "certain" in shown(app)
        assert "3 opens them" in shown(app)
        await press(pilot, "3")
        assert "WHO WILL KNOW" in shown(app)
        assert clipped(app) == []


@pytest.mark.slow
async def test_orders_are_edited_moved_and_deleted_on_the_sheet() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} t r a enter enter 1 s e t space enter enter enter")
        assert orders_of(game, "kyiv") == (TrainOperators(), SetOversight(oversight=0))
        await press(pilot, "4")
        sheet = app.screen.query_one(SheetList)
        assert app.focused is sheet
        sheet.go_to_key("order1")
        await press(pilot, "K")
        assert orders_of(game, "kyiv") == (SetOversight(oversight=0), TrainOperators())
        sheet.go_to_key("order0")
        await press(pilot, "enter")
        form = app.screen.query_one("#order FieldList", FieldList)
        form.go_to_key("oversight")
        await press(pilot, "right enter")
        form.go_to_key("add")
        await press(pilot, "enter")
        assert orders_of(game, "kyiv") == (SetOversight(oversight=1), TrainOperators())
        await press(pilot, "4")
        sheet.go_to_key("order0")
        await press(pilot, "d v")
        assert orders_of(game, "kyiv") == (TrainOperators(),)
        assert "all 1 orders are ready" in shown(app)


@pytest.mark.slow
async def test_y_copies_the_order_as_the_record_will_hold_it() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} t r a enter enter 4")
        app.screen.query_one(SheetList).go_to_key("order0")
        await press(pilot, "y")
        assert app.clipboard == f"kind: train_operators\nby: kyiv  turn: {game.asking.turn}"


async def test_a_draft_that_has_become_illegal_is_shown_with_its_reason() -> None:
    game, app = at_orders()
    from wargame.table.chair import Draft

    game.drafts["kyiv"] = Draft(orders=(TrainOperators(), TrainOperators()))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        assert "! not ready: train_operators stands on this sheet already" in app.screen.query_one(SheetList).as_text()
        assert "1 of 2 orders ready" in shown(app)


@pytest.mark.slow
async def test_a_statement_is_kept_and_warns_of_orders_against_it() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} f7 enter 'we_train_nobody enter")
        signal = game.chair("kyiv").draft.signal
        assert signal is not None
        assert signal.text == "we train nobody"
        form = app.screen.query_one("#statement FieldList", FieldList)
        form.go_to_key("more")
        await press(pilot, "enter right")
        form.go_to_key("0.verb")
        await press(pilot, "enter t enter")
        signal = game.chair("kyiv").draft.signal
        assert signal is not None
        (intent,) = signal.intents
        assert (intent.will, intent.verb) == (False, "train_operators")
        assert "  1 intent" in app.screen.query_one(SheetList).as_text()
        assert "1 intents" not in app.screen.query_one(SheetList).as_text()
        await press(pilot, "1 t r a enter")
        assert "you say in public that you will not" in panels(app)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.slow
async def test_an_argument_is_put_together_with_its_odds(size: tuple[int, int]) -> None:
    game, app = at_orders()
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{OPEN} a r g u enter enter 'Kyiv_shows_its_books. enter")
        form = app.screen.query_one("#argument FieldList", FieldList)
        assert form.opened == "target"
        await press(pilot, "p a r enter")
        if form.opened != "target" and form.opened != "effect":
            await press(pilot, "enter")
        form.go_to_key("effect")
        while form.opened != "effect":
            await press(pilot, "enter")
        form.go_to_key("effect=0")
        await press(pilot, "enter")
        assert "58.3% to succeed" in form.as_text()
        form.go_to_key("reason1")
        await press(pilot, "enter 'It_is_on_record. enter")
        form.go_to_key("cites1")
        await press(pilot, "enter down enter")
        assert "58.3% to succeed: 0 credible" in form.as_text(), "what was cited has nothing to do with the case"
        assert "it concerns neither the target nor what is argued about" in form.as_text()
        form.go_to_key("add")
        await press(pilot, "enter")
        assert clipped(app) == []
    (order,) = game.chair("kyiv").draft.orders
    assert isinstance(order, Argument)
    assert order.effect == "raise_trust"
    assert order.reasons[0].cites


@pytest.mark.slow
async def test_words_half_written_survive_a_kill() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} a r g u enter enter 'We_are_half_way")
    again = at_table(game)
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        assert "We are half way" in again.screen.query_one("#argument FieldList", FieldList).as_text()


@pytest.mark.slow
async def test_an_order_half_filled_in_survives_a_kill() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} d e p enter down down enter")
    again = at_table(game)
    async with again.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        form = again.screen.query_one("#order FieldList", FieldList)
        assert "DEPLOY AUTOMATION" in form.as_text()
        assert "2 two thirds" in form.as_text()
        form.focus()
        form.go_to_key("oversight")
        await press(pilot, "right")
        form.go_to_key("add")
        await press(pilot, "enter")
    assert orders_of(game, "kyiv") == (DeployAutomation(degree=2, oversight=0),)
    assert not any(box.startswith("half") for box, _ in game.chair("kyiv").draft.typed)


@pytest.mark.slow
async def test_an_order_half_filled_in_while_the_others_talk_is_kept_and_told_by_the_seal_of_orders() -> None:
    game = Game(("kyiv",), "between-the-giants", "core")
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"enter {OPEN} a r g u enter enter 'We_are_half_way escape escape f9 f9 f9 f9 f9 f9")
        assert game.asking.phase == "orders"
        assert any("We are half way" in text for _, text in game.chair("kyiv").draft.typed)
        await press(pilot, "f9")
        assert 'an argument: "We are half way"' in shown(app)


@pytest.mark.slow
async def test_an_order_that_was_taken_and_not_added_is_told_by_the_seal_though_it_has_nothing_to_fill_in() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} t r a enter f9")
        assert "an order: train operators" in shown(app)
        await press(pilot, "escape 2 enter f9")
        said = shown(app)
        assert "1. train operators" in said
        assert "Half written" not in said


async def test_the_seal_says_once_who_states_an_intent() -> None:
    game, app = at_orders()
    signal = Signal(text="", intents=(Intent(will=True, verb="train_operators", target=None),))
    game.chair("kyiv").save(Draft(signal=signal))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} f9")
        assert "! you say that you will train crews" in shown(app)


@pytest.mark.slow
async def test_the_seal_hands_in_statement_and_orders() -> None:
    game, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} t r a enter enter f9 f9 f9")
    decision = next(d for d in reversed(game.given) if d.seat == "kyiv" and d.phase == "orders")
    assert isinstance(decision.body, Sealed)
    assert decision.body.orders == (TrainOperators(),)


@pytest.mark.slow
async def test_arguments_of_others_are_weighed_here() -> None:
    game = Game(("kyiv", "paris"), "between-the-giants", "core")
    await to_weighing(game)
    app = at_table(game)
    async with app.run_test(size=WIDE) as pilot:
        await app.stage.sit_down("paris", first="orders")
        await pilot.pause()
        form = app.screen.query_one("#weigh FieldList", FieldList)
        assert "Kyiv opens its books." in form.as_text()
        case = next(iter(game.ask("paris").view.arguments))
        form.focus()
        form.go_to_key(f"{case}.side")
        await press(pilot, "enter down enter")
        form.go_to_key(f"{case}.text")
        await press(pilot, "enter 'We_saw_them. enter")
        (weighing,) = game.chair("paris").draft.weighings
        assert (weighing.side, weighing.reason.text) == ("pro", "We saw them.")
        await press(pilot, "f9 f9 f9")
    assert any(d.seat == "paris" and isinstance(d.body, Weigh) and d.body.weighings for d in game.given) or (
        "paris" in game.answers
    )


async def to_weighing(game: Game) -> None:
    """Answer for both people until an argument of Kyiv's is before the table."""
    from wargame.core.moves import Talk
    from wargame.players.base import Answer

    case = Argument(reasons=(), action="Kyiv opens its books.", effect="raise_trust", target="paris")
    while game.asking.phase != "weigh":
        for seat in game.people:
            body: Any = Talk(moves=())
            if game.asking.phase == "orders":
                body = Sealed(signal=None, orders=(case,) if seat == "kyiv" else ())
            game.hand_in(seat, Answer(body, "human", "because"))


@pytest.mark.slow
@pytest.mark.parametrize(("size", "name"), [(WIDE, "orders-wide"), (SMALL, "orders-small")])
async def test_the_orders_look_as_they_did(size: tuple[int, int], name: str, pictured: Pictured) -> None:
    _, app = at_orders()
    async with app.run_test(size=size) as pilot:
        await press(pilot, f"{OPEN} d e p enter down down enter down enter")
        pictured(app, name)


@pytest.mark.slow
async def test_after_words_the_keys_are_on_what_comes_next() -> None:
    _, app = at_orders()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{OPEN} a r g u enter")
        form = app.screen.query_one(ArgumentForm)
        form.listed.go_to_key("action")
        await press(pilot, "enter 'We_open_the_port enter")
        assert form.listed.chosen is not None
        assert form.listed.chosen.key.startswith("target"), "the next field that is open"
        form.pick("target", "meta")
        form.pick("effect", "raise_trust")
        form.listed.go_to_key("reason1")
        await press(pilot, "enter 'They_kept_their_word enter")
        assert form.listed.chosen is not None
        assert form.listed.chosen.key == "cites1", "nothing is open: one field on, not two"


@pytest.mark.slow
async def test_a_new_turn_opens_on_the_verbs_also_where_the_last_one_was_left_at_the_statement() -> None:
    game, app = at_orders()
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{OPEN} f7")
        assert "public statement" in shown(app)
        for _ in range(3):
            for seat in game.people:
                game.hand_in(seat, Answer(silence(game.asking.phase), "human"))
        await pilot.pause()
        await press(pilot, "f2 f3")
        assert "verbs, type to filter" in shown(app)


@pytest.mark.slow
async def test_a_letter_that_begins_no_choice_of_an_open_list_is_told_so() -> None:
    app = at_table(played("kyiv"))
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, f"{OPEN} r e q enter z")
        assert shown(app).splitlines()[-1] == "! no choice begins with z"


async def test_an_order_of_which_nothing_is_filled_in_says_that_there_is_nothing_to_undo() -> None:
    app = at_table(played("rome", "first-download", answered=2))
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{OPEN} t r a i n enter")
        form = app.screen.query_one("#order FieldList", FieldList)
        form.go_to_key(next(row.key for row in form.rows if "undo" in row.body))
        await press(pilot, "enter")
        assert "nothing is filled in that could be undone" in shown(app)


@pytest.mark.slow
async def test_when_the_game_is_over_the_orders_page_says_how_it_is_told_and_takes_nothing() -> None:
    game = played("rome", "first-download", answered=99)
    app = at_table(game)
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"enter {OPEN} t r a i n enter")
        assert "sheet: the game is over; r tells how it went" in shown(app)
        assert "draft for later" not in shown(app)
        assert shown(app).splitlines()[-1].startswith("! nothing is handed in any more")
        await press(pilot, "f7")
        assert "PUBLIC STATEMENT" not in shown(app)
        assert not game.chair("rome").draft.orders


@pytest.mark.slow
async def test_what_an_order_would_do_is_not_told_under_a_statement() -> None:
    app = at_table(played("rome", "first-download", answered=2))
    async with app.run_test(size=SMALL) as pilot:
        await press(pilot, f"{OPEN} t r a i n enter")
        gist = app.screen.query_one("#gist", Words)
        assert "certain" in gist.as_text()
        await press(pilot, "f7")
        assert gist.as_text() == ""


async def test_closed_verbs_are_folded_until_a_key_shows_them() -> None:
    _, app = at_orders()
    async with app.run_test(size=WIDE) as pilot:
        await press(pilot, OPEN)
        verbs = app.screen.query_one(VerbList)
        menu = played("kyiv", answered=2).ask("kyiv").menu
        assert {row.key for row in verbs.rows if row.key in ORDER_TYPES} == set(menu.kinds())
        assert "invoke the Defense Production Act" not in verbs.as_text()
        await press(pilot, "plus")
        assert "x invoke the Defense Production Act: Kyiv cannot do this" in verbs.as_text()
        assert {row.key for row in verbs.rows if row.key in ORDER_TYPES} == set(ORDER_TYPES)
        await press(pilot, "plus")
        assert "invoke the Defense Production Act" not in verbs.as_text()


@pytest.mark.slow
@pytest.mark.parametrize("size", SIZES)
async def test_what_falls_due_and_who_would_go_unpaid_stands_on_the_sheet_and_in_the_seal(
    size: tuple[int, int], pictured: Pictured
) -> None:
    game = played("paris")
    app = at_table(game)
    async with app.run_test(size=size) as pilot:
        await press(pilot, OPEN)
        assert "budget 6, due by agreement 3: 3 left" in shown(app)
        game.chair("paris").save(replace(game.chair("paris").draft, orders=(BuyCompute(), TrainOperators())))
        await press(pilot, "f2 f3")
        assert "budget 6, orders 4, due by agreement 3: 1 SHORT" in shown(app)
        assert "your purse does not reach: Palantir will not be paid 2" in shown(app)
        told = panels(app)
        assert "Palantir 2 (Paris pays Palantir 2 a quarter): NOT PAID" in told
        assert "trust in you falls: Palantir -5.0" in told
        assert clipped(app) == []
        await press(pilot, "f9")
        sealing = app.screen.as_text() if isinstance(app.screen, Seal) else ""
        assert "! your purse does not reach: Palantir will not be paid 2" in sealing
        assert "budget 6, orders 4, due by agreement 3: 1 SHORT" in sealing
        if size == SMALL:
            assert "2. Palantir 2" not in shown(app)
            await press(pilot, "pagedown")
            assert "2. Palantir 2 (Paris pays Palantir 2 a quarter): NOT PAID" in shown(app), "no line is out of reach"
            await press(pilot, "pageup")
        await still(app, pilot)
        pictured(app, f"seal-short-{size[0]}x{size[1]}")
