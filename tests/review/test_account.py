"""The account of a game names what stands in its record, with the numbers that stand there."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest

import wargame
from wargame.core.event_kinds import BROKEN
from wargame.core.event_values import Signed
from wargame.core.orders import ORDER_TYPES
from wargame.core.words import course, turn_length
from wargame.review.account import account, date_of, month_of
from wargame.review.chapter import BEFORE_TALK, Chapter
from wargame.review.endings import ENDINGS, SAID, Threshold, ending_of, ending_values
from wargame.review.leaving import camp, left
from wargame.rules.model.bets import bets
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import scores
from wargame.transcript.references import ALONE, references_of
from wargame.transcript.verify import Replayed


def test_every_turn_and_every_final_score_is_told(replayed: Replayed) -> None:
    text = account(replayed, Path("runs/game.jsonl"))
    assert len(text.splitlines()) < 160
    assert all(f"Turn {turn}, " in text for turn in range(1, replayed.turns + 1))
    for score in scores(picture(replayed.sequence.book, replayed.sequence.state)).values():
        assert f"{score.total:.1f}" in text


def test_the_short_form_tells_every_turn_by_headlines_of_the_long_one(replayed: Replayed) -> None:
    brief = account(replayed, Path("runs/game.jsonl"), brief=True)
    assert len(brief.splitlines()) < 120
    assert all(f"Turn {turn}, " in brief for turn in range(1, replayed.turns + 1))
    for turn in range(1, replayed.turns + 1):
        chapter = Chapter(replayed, turn)
        whole = " ".join(chapter.paragraphs(1))
        assert all(each in whole for each in chapter.headlines())


def paragraphs(game: Replayed, title: str, turn: int, most: int = 99) -> list[str]:
    """The paragraphs of a turn that begin with a title, without it."""
    found = Chapter(game, turn).paragraphs(most)
    return [each.removeprefix(f"{title}: ") for each in found if each.startswith(f"{title}: ")]


def every(games: tuple[Replayed, ...], title: str) -> list[tuple[Replayed, int, str]]:
    """Such paragraphs of whole games, with their game and turn."""
    turns = [(game, turn) for game in games for turn in range(1, game.turns + 1)]
    return [(game, turn, told) for game, turn in turns for told in paragraphs(game, title, turn)]


@pytest.mark.slow
def test_every_signature_is_told_as_new_or_as_renewed(three: tuple[Replayed, ...]) -> None:
    for game in three:
        for turn in range(1, game.turns + 1):
            signed = [e for e in game.events if e.turn == turn and e.kind == "agreement_signed"]
            told = "; ".join((*paragraphs(game, "Signed", turn), *paragraphs(game, "Renewed", turn)))
            for event in signed:
                assert isinstance(event.value, Signed)
                first, last = event.value.terms.parties[0], event.value.terms.parties[-1]
                name = game.sequence.book.name
                assert re.search(rf"{re.escape(name(first))}[^;]* and {re.escape(name(last))} \(", told), event.text


def test_nothing_but_leaving_one_s_side_or_supplier_is_told_as_a_defection(three: tuple[Replayed, ...]) -> None:
    told = every(three, "Defection")
    assert told
    for game, turn, words in told:
        setting, before = game.sequence.book.setting, game.states[turn - 1]
        gone = [pair for e in game.events if e.turn == turn and (pair := left(setting, before, e))]
        assert all(camp(setting, holder) != "cn" or setting.by_id[maker].bloc != "cn" for holder, maker in gone)
        assert not words.startswith("Beijing")
        assert "sanctions" not in words
        assert "keeps" not in words
        assert "its own model" not in words


def test_one_adoption_is_told_once_however_often_its_weights_are_renewed(three: tuple[Replayed, ...]) -> None:
    for game in three:
        told = [words for title in ("Models", "Defection") for _, _, words in every((game,), title)]
        taken = Counter(re.findall(r"(\w+) took up the open weights of ([\w-]+)", " ".join(told)))
        adopted = Counter(e.about for e in game.events if e.kind == "open_weights_adopted")
        assert max(adopted.values()) > 1
        for (seat, model), times in taken.items():
            lost = sum(e.kind in ("access_ended", "agreement_expired", "agreement_signed") for e in game.events)
            assert times == 1 or lost, (seat, model)
            assert times <= 2, (seat, model)


def test_what_ended_on_notice_names_who_gave_it(three: tuple[Replayed, ...]) -> None:
    told = " ".join(words for _, _, words in every(three, "Ended"))
    assert "ended on notice of" in told
    assert "a party had given notice" not in told


def test_every_word_that_was_broken_is_told_and_what_ended_lawfully_is_not_among_them(
    three: tuple[Replayed, ...],
) -> None:
    for game in three:
        name = game.sequence.book.name
        for turn in range(1, game.turns + 1):
            told = " ".join(paragraphs(game, "Broken", turn))
            broken = [e for e in game.events if e.turn == turn and e.kind in BROKEN]
            for event in broken:
                assert name(event.about[0]) in told, event.text
            assert bool(told) == bool(broken)
            assert "on notice" not in told
            assert "fell to" not in told


def test_what_fell_before_talk_is_told_before_what_was_signed_in_it(three: tuple[Replayed, ...]) -> None:
    seen = 0
    for game in three:
        for turn in range(1, game.turns + 1):
            fell = [
                e for e in game.events if e.turn == turn and e.kind == "agreement_lapsed" and e.phase in BEFORE_TALK
            ]
            titles = [each.partition(":")[0] for each in Chapter(game, turn).paragraphs(99)]
            if fell and "Signed" in titles:
                seen += 1
                assert titles.index("Ended") < titles.index("Signed")
    assert seen


def test_after_begins_no_sentence_in_the_middle_of_one(three: tuple[Replayed, ...]) -> None:
    """What follows `after` is somebody's name or a small letter."""
    for game in three:
        names = tuple(seat.name for seat in game.sequence.book.setting.seats)
        for turn in range(1, game.turns + 1):
            for told in Chapter(game, turn).paragraphs(99):
                for rest in told.split(", after ")[1:]:
                    assert rest[0].islower() or rest.startswith(names), told


def test_turns_in_which_nothing_happened_are_told_in_one_line() -> None:
    passing = dict.fromkeys(("washington", "anthropic", "openai", "deepmind", "palantir", "london"), "passing")
    text = wargame.play("any-lawful-use", turns=12, seats=passing).account()
    chapters = re.findall(r"^(Turns? \d.*)\n((?:  .*\n)*)", text, re.MULTILINE)
    assert all(told.strip() for _, told in chapters), chapters
    assert any(
        title.startswith("Turns ") and told.startswith("  Nothing signed, forced or broken") for title, told in chapters
    )
    runs = [re.findall(r"\d+", title.partition(",")[0]) for title, _ in chapters]
    told = [range(int(run[0]), int(run[-1]) + 1) for run in runs]
    assert [turn for run in told for turn in run] == list(range(1, 13))


def test_a_part_of_a_score_that_brought_nothing_is_no_reason_for_it(replayed: Replayed) -> None:
    assert not re.search(r"\+0\.0|-0\.0", account(replayed, Path("x")).split("Final scores")[1])


def test_a_directive_says_whom_it_cut_off_and_whose_it_was(three: tuple[Replayed, ...]) -> None:
    told = " ".join(words for _, _, words in every(three, "Force"))
    barred = told.count("barred foreign access to the top US models")
    assert barred
    assert told.count("cut off: ") + told.count("nobody ran one from abroad") == barred
    for game, turn, words in every(three, "Force"):
        ordered = [
            e for e in game.events if e.turn == turn and e.kind == "order_opened" and e.rule == "export_directive"
        ]
        if "barred" in words and not ordered:
            assert "Departments of Washington barred" in words


def test_a_broken_word_is_told_in_words_that_fit(three: tuple[Replayed, ...]) -> None:
    told = every(three, "Word and deed")
    assert told
    for kind in ORDER_TYPES:
        for _, _, words in told:
            assert f"would {kind.replace('_', ' ')}," not in words
            assert f"would not {kind.replace('_', ' ')}," not in words


def test_compulsion_is_told_with_what_it_did_to_the_labs_staff(compelled: tuple[Replayed, int]) -> None:
    text = " ".join(account(compelled[0], Path("x")).split())
    assert re.search(r"Defense Production Act against Anthropic \(dissent at Anthropic \d+ -> \d+", text)


def test_the_ending_and_the_bets_are_named(replayed: Replayed) -> None:
    text = " ".join(account(replayed, Path("x")).split())
    look = picture(replayed.sequence.book, replayed.sequence.state)
    values = ending_values(look)
    assert values is not None
    assert f"The ending: {ending_of(values).name}." in text
    for seat, bet in bets(look).items():
        assert f"{replayed.sequence.book.name(seat)} {bet.kind.replace('_', ' ')}" in text


def test_scores_without_references_are_said_to_stand_alone(replayed: Replayed) -> None:
    assert (ALONE in account(replayed, Path("x"))) == (references_of(replayed.game) is None)


@pytest.mark.parametrize("scenario", ["first-download", "any-lawful-use", "kyiv-winter", "between-the-giants"])
def test_what_is_named_to_try_next_can_be_asked_of_that_game(scenario: str) -> None:
    """Of other seats than those of the core table too, and of games of two turns."""
    record = wargame.play(scenario, turns=2)
    text = record.account()
    why = re.search(r" why \S+ (\S+) --turn (\d+)$", text, re.MULTILINE)
    view = re.search(r" view \S+ --seat (\S+) --turn (\d+)$", text, re.MULTILINE)
    assert why is not None
    assert view is not None
    assert record.why(why[1], int(why[2])).text
    assert record.view(view[1], int(view[2])).seat == view[1]


def test_the_scores_of_long_names_stand_in_the_column_of_the_others() -> None:
    text = wargame.play("any-lawful-use", turns=1).account()
    table = text.split("Final scores")[1].splitlines()[1:7]
    assert any(line.startswith("  Google DeepMind ") for line in table)
    assert len({line.index(".") for line in table}) == 1, table


def test_turns_that_are_shorter_than_a_month_say_which_part_of_it_they_are() -> None:
    assert date_of("2026-12", 0.5, 2) == "second half of December 2026"
    assert date_of("2026-02", 0.25, 5) == "first week of March 2026"
    assert date_of("2026-07", 3, 2) == "October 2026"
    assert [turn_length(months) for months in (0.25, 3, 2)] == ["a week", "3 months", "2 months"]
    assert [course(1, 0.25), course(4, 1)] == ["1 turn of a week", "4 turns of a month"]


def test_the_figures_in_the_sentence_of_an_ending_are_its_thresholds() -> None:
    for ending in ENDINGS:
        factors = {each.variable: SAID[each.variable][1] for each in ending.conditions}
        wanted = [f"{each.value * factors[each.variable]:.0f}" for each in ending.conditions]
        said = re.findall(r"\d+", ending.meaning.replace("of 100", ""))
        assert said in (wanted, wanted[:1]), ending.meaning
    moved = replace(ENDINGS[0], conditions=(Threshold(ENDINGS[0].conditions[0].variable, 0.45),))
    assert "45%" in moved.meaning


def test_months_follow_the_length_of_a_turn() -> None:
    assert month_of("2026-07", 3, 1) == "July 2026"
    assert month_of("2026-07", 3, 4) == "April 2027"
    assert month_of("2026-07", 0.25, 5) == "August 2026"


def test_nobody_is_said_to_have_a_model_back_that_is_gone_when_the_turn_is_over(three: tuple[Replayed, ...]) -> None:
    """A bar is lifted in the turn in which its customer leaves: the line runs again for a moment, and not after it."""
    gone = stayed = 0
    for game in three:
        for event in (each for each in game.events if each.kind == "access_resumed"):
            after = game.states[event.turn].access
            live = any(put.entity.id in after and after[put.entity.id].status == "live" for put in event.puts)
            told = event.text in " ".join(paragraphs(game, "Models", event.turn))
            gone, stayed = gone + (not live), stayed + live
            assert told == live or any(e.text == event.text for e in game.events if e is not event), event.text
    assert gone
    assert stayed


@pytest.mark.parametrize("width", [60, 80])
def test_no_line_but_a_command_is_wider_than_what_was_asked_for(replayed: Replayed, width: int) -> None:
    text = account(replayed, Path("x"), width=width)
    head = [line for line in text.splitlines() if not line.startswith("  wargame ")]
    assert [line for line in head if len(line) > max(width, 78)] == []
    assert len(text.splitlines()) > len(account(replayed, Path("x")).splitlines())


def test_what_a_place_beyond_both_ends_means_stands_where_places_stand(replayed: Replayed) -> None:
    told = " ".join(account(replayed, Path("x")).split())
    assert "0 is passing, 100 the best doctrine; below 0 is worse, above 100 better" in told
