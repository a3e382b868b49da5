"""The game line by line: every command, over whole games, at a table with real rules."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterable

import pytest

from tests.ui.seats import Game
from tests.ui.views import played
from wargame.console.commands import COMMANDS, Left
from wargame.console.console import Console
from wargame.console.lines import Ended
from wargame.console.looks import SECTIONS, what_is_owed
from wargame.core.moves import MakePledge, Message, Propose, Respond, Sealed, Talk
from wargame.core.orders import ORDER_TYPES, Argument
from wargame.core.plain_text import LONGEST_SHOWN


class Lines:
    """Typed lines in, told lines out."""

    def __init__(self, typed: Iterable[str]) -> None:
        self.typed = iter(typed)
        self.told: list[str] = []

    async def read(self, prompt: str) -> str | None:
        await asyncio.sleep(0)
        line = next(self.typed, None)
        self.told.append(prompt if line is None else prompt + line)
        return line

    def write(self, text: str) -> None:
        self.told.append(text)

    @property
    def text(self) -> str:
        return "\n".join(self.told)


def sit(game: Game, typed: Iterable[str], seat: str = "rome") -> Lines:
    """Play these lines at a seat; what is told comes back."""
    lines = Lines(typed)

    async def play() -> None:
        over = asyncio.Event()
        game.watchers.add(lambda: over.set() if game.over else None)
        task = asyncio.create_task(over.wait())
        try:
            await Console(game.chair(seat), lines.read, lines.write, COMMANDS).play(task)
        except (Ended, Left):
            task.cancel()

    asyncio.run(play())
    return lines


PASS = ["seal", "", "yes"]
PASS_WITH_PLAN = ["seal", "", "", "yes"]


def test_a_whole_game_can_be_passed_through_and_ends_with_the_scores() -> None:
    game = Game()
    lines = sit(game, [*PASS_WITH_PLAN, *(PASS * 14)])
    assert game.over
    assert "Turn 3 of 3" in lines.text
    assert "scores" in lines.text


def test_no_line_moves_the_cursor() -> None:
    game = Game()
    sections = ("numbers", "offers", "agreements", "pledges", "access", "news", "brief", "page")
    looks = [f"look {name}" for name in sections]
    lines = sit(game, ["help all", "status", "verbs", *looks, "look seats", "look", *PASS_WITH_PLAN, *(PASS * 14)])
    assert not [character for character in lines.text if ord(character) < 32 and character != "\n"]


def test_words_offers_and_pledges_are_sent_as_they_were_typed() -> None:
    typed = [
        "say anthropic: What would you want for it?",
        "offer anthropic",
        "add access giver=anthropic taker=rome model=claude channel=enclave areas=cyber,logistics price=2 usual",
        "turns 3",
        "done A first word.",
        "pledge anthropic no_distillation 2",
        "sheet",
        "seal",
        "to see who answers",
        "hold what we have",
        "yes",
    ]
    game = Game()
    lines = sit(game, typed)
    made = next(d for d in game.given if d.seat == "rome")
    assert isinstance(made.body, Talk)
    message, offer, pledge = made.body.moves
    assert message == Message(to=("anthropic",), text="What would you want for it?")
    assert isinstance(offer, Propose)
    assert offer.text == "A first word."
    assert offer.terms.turns == 3
    clause = offer.terms.access
    assert clause is not None
    assert (clause.model, clause.channel, clause.areas, clause.price) == (
        "claude",
        "enclave",
        ("cyber", "logistics"),
        2,
    )
    assert pledge == MakePledge(to="anthropic", promise="no_distillation", until=2)
    assert (made.rationale, made.plan) == ("to see who answers", "hold what we have")
    assert lines.text.count("To be sent when you seal") == 3


def test_an_offer_before_the_seat_is_countered_with_changed_terms() -> None:
    game = Game()
    first = sit(game, [*PASS_WITH_PLAN, "look offers"])
    offers = game.ask("rome").view.proposals
    assert offers, first.text
    name = next(p.id for p in offers.values() if "rome" not in p.accepted and "rome" in p.terms.parties)
    sit(game, [f"counter {name}", "turns 2", "done Shorter.", *PASS])
    move = next(d for d in game.given if d.seat == "rome" and d.id == "1.talk2.rome").body
    assert isinstance(move, Talk)
    answer = move.moves[0]
    assert isinstance(answer, Respond)
    assert answer.terms is not None
    assert answer.terms.turns == 2
    assert answer.terms.clauses == offers[name].terms.clauses


def test_an_offer_is_named_by_who_made_it_where_that_is_plain() -> None:
    game = Game()
    told = sit(game, PASS_WITH_PLAN).text
    waiting = [p for p in game.ask("rome").view.proposals.values() if "rome" not in p.accepted]
    offer = next(p for p in waiting if [each.by for each in waiting].count(p.by) == 1)
    assert f"{game.book.name(offer.by)} ({offer.id})" in told
    lines = sit(game, ["reject nobody", f"reject {offer.by.upper()} not now", *PASS])
    assert "'nobody' is no offer before you; open ones are " in lines.text
    made = next(d for d in game.given if d.id == "1.talk2.rome").body
    assert isinstance(made, Talk)
    (answer,) = made.moves
    assert isinstance(answer, Respond)
    assert (answer.proposal, answer.answer, answer.text) == (offer.id, "reject", "not now")


def test_orders_and_a_statement_are_handed_in_together() -> None:
    game = Game()
    typed = [
        *PASS_WITH_PLAN,
        *PASS,
        "statement We train our own people.",
        "intend will train_operators",
        "order train_operators",
        "seal",
        "so that it is used",
        "yes",
    ]
    lines = sit(game, typed)
    made = next((d for d in game.given if d.id == "1.orders.rome"), None)
    assert made is not None, lines.text
    assert isinstance(made.body, Sealed)
    assert made.body.signal is not None
    assert made.body.signal.text == "We train our own people."
    assert [order.kind for order in made.body.orders] == ["train_operators"]
    assert made.rationale == "so that it is used"


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("fly away", "'fly' is no command here"),
        ("say nowhere: hello", "nowhere"),
        ("say hello", "write `say SEAT: text`"),
        ("accept P99", "P99"),
        ("pledge anthropic forever 2", "write `pledge SEAT WHAT TURN`"),
        ("notice A1", "A1"),
        ("order train_operators", "belongs to the orders phase"),
        ("look everything", "nothing to look at"),
        ("drop 4", "there is nothing to drop: the sheet is empty"),
        ("offer", "write `offer SEAT`; the seats are anthropic"),
        ("offer xyzzy", "'xyzzy' is no seat that you can make an offer to; the seats are anthropic"),
        ("offer deepseek", "'deepseek' is no seat"),
        ("offer rome", "'rome' is no seat"),
        ("weigh 1 pro so", "belongs to the weigh phase"),
    ],
)
def test_a_fault_is_a_sentence_and_changes_nothing(line: str, said: str) -> None:
    game = Game()
    lines = sit(game, [line])
    assert said in lines.text
    assert game.chair("rome").draft.moves == ()


def test_what_was_typed_survives_leaving_the_table() -> None:
    game = Game()
    sit(game, ["say anthropic: Half a thought", "why to be sure", "quit"])
    draft = game.chair("rome").draft
    assert draft.rationale == "to be sure"
    assert draft.moves == (Message(to=("anthropic",), text="Half a thought"),)
    lines = sit(game, ["sheet"])
    assert "Half a thought" in lines.text


def test_an_order_that_cannot_be_given_says_why() -> None:
    game = Game()
    lines = sit(game, [*PASS_WITH_PLAN, *PASS, "order invoke_dpa", "order nothing", "verbs coerce"])
    assert "is legal now" in lines.text
    assert "'nothing' is none" in lines.text
    assert "closed: invoke_dpa" in lines.text


def test_a_wrong_choice_is_asked_again_and_cancel_gives_up() -> None:
    game = Game()
    lines = sit(game, ["offer anthropic", "add", "nonsense", "cancel", "done", "cancel", "sheet"])
    assert "'nonsense' is none of these" in lines.text
    assert "There is no clause yet" in lines.text
    assert "Given up; nothing has changed." in lines.text
    assert game.chair("rome").draft.moves == ()


def test_a_number_that_is_not_on_the_sheet_is_told_which_are() -> None:
    lines = sit(Game(), ["say meta: hello", "drop 4"])
    assert "write `drop NUMBER`, 1 to 1" in lines.text


def test_a_statement_without_words_is_not_taken() -> None:
    game = Game()
    lines = sit(game, [*PASS_WITH_PLAN, *PASS, "statement", "statement  "])
    assert lines.text.count("write `statement TEXT`") == 2
    assert game.chair("rome").draft.signal is None


def test_a_closed_order_says_why_in_the_words_of_its_refusal() -> None:
    game = Game()
    lines = sit(game, ["verbs closed"])
    closed = [line for line in lines.told if line.startswith("  closed: ")]
    reasons = {line.rpartition("; ")[2] for line in closed}
    assert closed
    assert "is legal now" not in lines.text
    assert any("cannot do this" in reason or "you have" in reason for reason in reasons), reasons
    menu = game.ask("rome").menu
    for line in closed:
        kind = line.removeprefix("  closed: ").partition(" ")[0]
        assert next(menu.options(kind), None) is None, line


def test_what_is_closed_is_named_in_one_line_below_what_can_be_ordered() -> None:
    game = Game()
    listed = sit(game, ["verbs"]).told
    open_now = [kind for kind in ORDER_TYPES if next(game.ask("rome").menu.options(kind), None) is not None]
    at = {line.split()[0] for line in listed if line.startswith("  ")}
    assert set(open_now) <= at
    (closed,) = [line for line in listed if line.startswith("closed to you now")]
    named = set(closed.partition(": ")[2].partition(". ")[0].split(", "))
    assert named == set(ORDER_TYPES) - at
    assert "`verbs closed` says why" in closed


def test_a_command_in_place_of_yes_or_no_is_said_not_to_be_done() -> None:
    game = Game()
    lines = sit(game, ["say all: hello", "seal", "so", "many suppliers", "pledge meta", "seal", "no", "quit"])
    assert "Not handed in: 'pledge meta' is neither yes nor no, and is not done." in lines.told
    assert lines.told.count("Not handed in.") == 1, "a plain no wants no lesson"
    assert not game.given


def test_headings_are_read_as_words_and_months_keep_their_capital() -> None:
    lines = sit(Game(), [*PASS_WITH_PLAN, *(PASS * 14)])
    assert "-- turn 1, April 2026 --" in lines.told
    assert "-- what mattered most --" in lines.told
    assert not [line for line in lines.told if line.startswith("-- ") and re.search(r"[A-Z]{2}", line)]
    assert not [line for line in lines.told if line.startswith("--") and not re.search("[a-z]", line)]
    assert any(line.strip().startswith("! blow or broken word") for line in lines.told)


def test_one_argument_is_one_argument() -> None:
    ask = played("rome", "first-download", answered=7).ask("rome")
    assert ask.phase == "weigh"
    assert len(ask.view.arguments) == 1
    assert what_is_owed(ask).startswith("1 argument is before the table")


def test_first_things_to_try_are_told_with_what_is_typed_for_them() -> None:
    lines = sit(Game(), ["look brief", "quit"])
    hints = [line for line in lines.told if "Ask Palantir" in line]
    assert len(hints) == 2
    assert all("(`offer palantir`)" in line for line in hints), hints


def test_no_line_of_a_whole_game_names_a_key_of_the_screens() -> None:
    sections = [f"look {name}" for name in SECTIONS]
    lines = sit(Game(), ["help all", *sections, *PASS_WITH_PLAN, *(PASS * 14)])
    found = re.findall(r"\(\w\)|\(\w at the desk\)|\bF(?:[2-9]|10)\b(?! *[,)])|\bat the desk\b", lines.text)
    assert not found


def test_the_world_is_told_in_names_one_row_a_line() -> None:
    told = sit(Game(), ["look world"]).told
    assert "    Rome: home 100, exposed low" in told
    assert any(line.startswith("    Washington: Rome ~") for line in told), "trust, by names"
    assert any(line.startswith("    Washington support: T0 ") and ", now " in line for line in told)


@pytest.mark.parametrize("typed", ["add access usual", "add access giver=anthropic usual", "add payment usual"])
def test_a_usual_clause_may_be_offered(typed: str) -> None:
    game = Game()
    lines = sit(game, ["offer anthropic", typed, "done"])
    (move,) = game.chair("rome").draft.moves
    assert isinstance(move, Propose), lines.text
    (clause,) = move.terms.clauses
    assert {clause.giver, clause.taker} == {"rome", "anthropic"}
    assert game.ask("rome").menu.talk_refusal(move) is None


def test_a_usual_clause_that_there_cannot_be_says_why() -> None:
    lines = sit(Game(), ["offer anthropic", "add access giver=rome usual", "add access giver=rome", "cancel"])
    assert "could give access to another" in lines.text
    assert "Rome makes no model; those who do are " in lines.text


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("add access giver=anthropic pricee=2", "'pricee=2' is no field of access; fields are giver=, taker=, model=,"),
        ("add access anthropic", "'anthropic' is no field of access"),
        ("add payment amount", "'amount' has no value; write amount=VALUE, or leave it out to be asked"),
    ],
)
def test_a_field_that_a_clause_has_not_is_refused_before_anything_is_asked(typed: str, said: str) -> None:
    lines = sit(Game(), ["offer anthropic", typed, "cancel"])
    assert said in lines.text
    assert lines.told[-1].startswith("> "), "no question of the clause was asked"


@pytest.mark.parametrize("word", ["q", "quit"])
def test_the_word_of_the_screens_leaves_as_well(word: str) -> None:
    lines = sit(Game(), [word, "yes", "never read"])
    assert "is no command here" not in lines.text
    assert "never read" not in lines.text


def test_whoever_is_lost_among_terms_is_told_the_way_out() -> None:
    game = Game()
    lines = sit(game, ["offer anthropic", "say meta: hello", "seal", "cancel", "say meta: hello"])
    assert lines.text.count("is no word here; `cancel` gives these terms up and leaves") == 2
    assert len(game.chair("rome").draft.moves) == 1


def test_help_lists_every_command() -> None:
    lines = sit(Game(), ["help all"])
    assert all(command.words in lines.text for command in COMMANDS.values())


def test_an_argument_is_put_with_its_reasons_and_can_be_weighed() -> None:
    typed = [
        *PASS_WITH_PLAN,
        *PASS,
        "order argument",
        "We open our hangars to inspectors.",
        "5",
        "rome",
        "It was done before.",
        "",
        "",
        "sheet",
    ]
    game = Game()
    lines = sit(game, [*typed, "seal", "", "yes"])
    put = [event for event in game.sequence.record if event.kind == "argument_put"]
    assert put, lines.text
    assert "We open our hangars to inspectors." in put[0].body


def test_nonsense_that_rests_on_what_does_not_bear_is_refused_with_the_reason() -> None:
    """Three tries: news of others, an agreement of the target with somebody else, and an id of nothing."""
    typed = [
        *PASS_WITH_PLAN,
        *PASS,
        "order argument",
        "The moon is full.",
        "raise_trust",
        "meta",
        "The sailors are brave.",
    ]
    game = Game()
    before = sit(game, [*typed, "1.1", "x.y", "", "", "sheet"])
    assert before.text.count("that would not count: it concerns neither the target nor what is argued about.") == 1
    assert "'x.y' is none of the ids above." in before.text
    assert "(does not count: it concerns the target alone, and trust between two" in before.text
    (order,) = game.chair("rome").draft.orders
    assert isinstance(order, Argument)
    assert [reason.cites for reason in order.reasons] == [None]


def test_a_turn_that_is_over_is_told_by_what_it_came_to_and_the_ledger_waits_to_be_asked_for() -> None:
    game = Game()
    lines = sit(game, [*PASS_WITH_PLAN, *PASS, *PASS, "result", "result 9", "look news", *(PASS * 12)])
    text = lines.text
    assert game.over
    assert "== turn 1 is over ==" in text
    assert "-- what you ordered, and what came of it --" in text
    assert "there is no result of turn 9 yet" in text
    assert text.count("== turn 1 is over ==") == 2, "once by itself, once when asked for"
    drift = "Trust drifted a little toward where it began."
    assert drift in text[text.index("> look news") :]
    assert drift not in text[: text.index("> look news")]
    assert "== the game is over ==" in text
    assert "-- final scores --" in text
    assert "-- the game on one page --" in text


def test_whoever_comes_late_in_line_mode_is_told_the_story_so_far_and_not_every_event() -> None:
    game = Game()
    sit(game, [*PASS_WITH_PLAN, *(PASS * 6)])
    assert game.asking.turn == 3
    text = sit(game, []).text
    assert "-- the story so far, as your seat knows it --" in text
    assert game.seat("rome").brief.strip().split(".")[0] in text
    assert "== turn 2 is over ==" in text


def test_whoever_comes_to_line_mode_after_the_first_turn_is_told_the_brief_and_whoever_was_there_is_not() -> None:
    game = Game()
    stayed = sit(game, [*PASS_WITH_PLAN, *(PASS * 2)]).text
    assert game.asking.turn == 2
    first = game.seat("rome").brief.strip().split(".")[0]
    assert first not in stayed[stayed.index("== turn 1 is over ==") - 2000 :]
    assert first in sit(game, []).text


def test_an_undone_turn_is_told_in_line_mode_and_its_result_comes_again() -> None:
    game = Game()

    def typed() -> Iterable[str]:
        yield from (*PASS_WITH_PLAN, *PASS, *PASS)
        game.take_back(1)
        yield "status"
        yield from (*PASS_WITH_PLAN, *PASS, *PASS)

    text = sit(game, typed()).text
    assert "-- control took turns 1 to 2 back --" in text
    assert "The game stands at the start of turn 1 again." in text
    assert text.count("== turn 1 is over ==") == 2


def test_terms_may_begin_from_usual_offers_the_best_for_oneself_first_and_tell_what_they_are_worth() -> None:
    lines = sit(Game(), ["offer anthropic", "begin", "begin 1", "begin 1", "drop 1", "begin 99", "cancel"])
    listed = [line.split() for line in lines.text.splitlines() if "from Anthropic to Rome" in line]
    usual = [line for line in listed if line[0].isdigit() and line[1][0] in "+-"]
    worth = [float(sign) for _, sign, *_ in usual]
    ranks = [(each < 0, "(held" in line, -each) for each, line in zip(worth, usual, strict=True)]
    assert ranks == sorted(ranks), "gains first, of these what is released, then by worth"
    assert worth[0] > 0
    assert f"WORTH you {worth[0]:+.1f}, Anthropic ~" in lines.text
    assert "there are clauses already" in lines.text
    assert f"name a usual offer by its number, 1 to {len(worth)}" in lines.text


@pytest.mark.parametrize("before", ["", "order ", "offer ", "reject ", "look "])
def test_a_refusal_repeats_no_more_of_a_line_than_one_can_read(before: str) -> None:
    many, one = "ab " * 400, "x" * 900
    typed = [f"{before}{many}", f"{before}{one}", "offer anthropic", many, one, f"add {one}", f"drop {many}", "cancel"]
    lines = sit(Game(), typed)
    said = [told for told in lines.told if not any(line in told for line in typed[:2]) and "terms> " not in told]
    assert many.strip() not in "\n".join(said)
    assert "x" * (LONGEST_SHOWN + 1) not in "\n".join(said)
    assert any("(900 characters)" in told for told in said)


def test_questions_about_a_clause_are_asked_in_words_with_their_choices() -> None:
    lines = sit(
        Game(), ["offer anthropic", "add guarantee", "", "", "add payment", "rome", "meta", "lots", "2", "cancel"]
    )
    assert "who gives it (a number from 1 to 6, or a name, Enter for the usual)? " in lines.text
    assert "who pays (a number from 1 to 6, or a name, Enter for the usual)? rome" in lines.text
    assert "  1 rome, Rome\n  2 anthropic, Anthropic (Enter)" in lines.text
    assert "washington, Washington (becomes a party)" in lines.text
    assert "1 guarantee from Anthropic to Rome" in lines.text, "Enter takes the usual sides"
    assert "'lots' is no whole number; `cancel` gives up." in lines.text
    assert "how many budget points a quarter, 1 to 20 (Enter for 1)? 2" in lines.text
    assert "2 payment from Rome to Meta: amount 2" in lines.text
    assert "Between Rome and Anthropic and Meta" in lines.text


def test_numbers_are_chosen_by_themselves_and_told_what_they_mean() -> None:
    lines = sit(Game(), [*PASS_WITH_PLAN, *PASS, "order deploy_automation", "cancel"])
    assert "  1 a third\n" in lines.text
    assert "how far does the machine decide (one of " in lines.text


@pytest.mark.parametrize(
    "typed", [["add guarantee", "washington", "rome"], ["party", "washington"], ["party washington"]]
)
def test_a_third_party_is_brought_in_by_name_or_by_choice(typed: list[str]) -> None:
    lines = sit(Game(), ["offer anthropic", *typed, "cancel"])
    assert "Between Rome and Anthropic and Washington" in lines.text


def test_terms_begun_from_a_usual_offer_are_cleared_by_a_word_and_begun_anew() -> None:
    lines = sit(Game(), ["offer anthropic", "clear", "begin 1", "clear", "begin 2", "cancel"])
    assert "there is nothing to clear" in lines.text
    assert "`done` offers them; they need the word of Anthropic and Washington. `clear` takes all clauses away." in (
        lines.text
    )
    assert lines.text.count("(no clause yet;") == 2
    assert "there are clauses already" not in lines.text


def test_an_offer_lasts_no_longer_than_the_game_unless_somebody_says_so() -> None:
    lines = sit(Game(), ["offer anthropic", "begin 1", "cancel", "offer meta", "turns 7", "cancel"])
    assert lines.text.count("public, for 3 turns:") == 3
    assert "public, for 7 turns:" in lines.text


def test_help_names_the_words_of_other_phases_too() -> None:
    game = Game()
    lines = sit(game, ["help", *PASS_WITH_PLAN, *PASS, "help"])
    first, last = [line for line in lines.told if line.startswith("Words of other phases")]
    assert "when orders are written: order, statement, intend" in first
    assert "in talk: say, offer, accept" in last


def test_an_order_is_told_with_what_is_certain_at_risk_and_who_will_know() -> None:
    lines = sit(Game(), [*PASS_WITH_PLAN, *PASS, "intend wont train_operators", "order train_operators", "quit"])
    told = lines.text[lines.text.index("On the sheet: train operators.") :]
    parts = [
        line for line in told.splitlines() if line in ("  certain, as things stand:", "  at risk:", "  who will know:")
    ]
    assert len(parts) == 3
    assert "    budget 3 -> 2" in told
    assert "    you say in public that you will not; it is flagged to all who see the order" in told
    assert "    now: nobody; sealed orders are opened together" in told
    assert "Budget 3, orders 1, nothing due by agreement: 2 left" in told


def test_a_seal_says_what_it_asks_and_always_asks_yes_or_no_last() -> None:
    lines = sit(Game(), ["why to see", "seal", "for all", "no", "seal", "yes", "seal", "", "yes", "quit"])
    told = [line for line in lines.told if line.startswith("Asked now")]
    assert told == [
        "Asked now: your plan, then yes or no. `cancel` stops; `seal yes` asks nothing.",
        "Asked now: yes or no. `cancel` stops; `seal yes` asks nothing.",
        "Asked now: your reason, then yes or no. `cancel` stops; `seal yes` asks nothing.",
    ]
    assert lines.told.count("Handed in. Nobody sees it before the phase is over.") == 2


def test_a_seal_may_be_told_to_ask_nothing_and_nothing_else() -> None:
    game = Game()
    lines = sit(game, ["seal now", "seal yes", "seal yes", "quit"])
    assert "write `seal`, or `seal yes` to be asked nothing; 'now' is not done" in lines.text
    assert "hand this in" not in lines.text
    assert [d.id for d in game.given if d.seat == "rome"] == ["1.talk1.rome", "1.talk2.rome"]


def test_what_falls_due_is_told_before_orders_are_written_and_warned_of_before_they_are_sealed() -> None:
    game = played("paris", answered=2)
    lines = sit(game, ["sheet", "order integrate focus=adoption", "seal", "", "yes"], "paris")
    assert "6 budget points, of which 3 fall due by agreement (`sheet` tells them)" in lines.text
    assert "Budget 6, due by agreement 3: 3 left" in lines.text
    assert "  2. Palantir 2 (Paris pays Palantir 2 a quarter)" in lines.text
    before = lines.text.index("hand this in")
    dear = sit(
        played("paris", answered=2), ["order buy_compute", "order integrate focus=adoption", "sheet"], "paris"
    ).text
    warned = "Warning: your purse does not reach: Palantir will not be paid 2."
    assert warned in dear
    assert warned not in lines.text[:before]


def test_whoever_accepts_is_told_what_it_costs_beside_what_falls_due_already() -> None:
    lines = sit(Game(), [*PASS_WITH_PLAN, "accept meta", "quit"])
    assert "To be sent when you seal: accept Meta's offer" in lines.text
    assert "You would pay 2 a turn, your purse holds 3." in lines.told


def test_what_is_being_composed_is_given_up_by_back_by_an_empty_line_and_by_the_end_of_input() -> None:
    game = Game()
    lines = sit(
        game, ["offer anthropic", "back", "offer anthropic", "", "offer anthropic", "begin 1", "", "back", "sheet"]
    )
    assert lines.text.count("Given up; nothing has changed.") == 3
    assert "`done` offers these terms; `cancel`, `back` or ctrl+d gives them up." in lines.text
    assert game.chair("rome").draft.moves == ()
    ended = sit(Game(), ["offer anthropic"])
    assert "Given up; nothing has changed." in ended.text


@pytest.mark.parametrize(
    ("typed", "meant"), [("train", "train_operators"), ("integrte", "integrate"), ("norms", "endorse_norms")]
)
def test_a_verb_that_is_none_is_answered_with_those_that_it_may_have_meant(typed: str, meant: str) -> None:
    lines = sit(played("rome", "first-download", answered=2), [f"order {typed}"])
    assert re.search(rf"'{typed}' is none \(did you mean .*{meant}", lines.text)
