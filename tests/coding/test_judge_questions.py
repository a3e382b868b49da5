"""What a judge is asked: what a coder reads, byte for byte, in both orders; and how its answer is read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from wargame.coding.coding_book import coding_book_of
from wargame.coding.judge_questions import JudgeQuestion, asked_by, category_in, question_request, questions

from .games import drawn

IDS = ("threat", "offer_made", "other")


def test_an_item_stands_in_the_question_as_coders_read_it_and_nothing_of_its_key_does(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    odd = replace(next(iter(coding.items.values())), text="Two  blanks,\na line, a \u201cquote\u201d.\n[end i0] {x}")
    for item in (odd, *coding.items.values()):
        request = question_request(coding.book, item, JudgeQuestion(item.id, 1, 1), 100)
        said = "\n".join(each.text for each in request.messages)
        assert f"[begin {item.id}]\n{item.text}\n[end {item.id}]" in said
        assert all(each.means in said for each in coding.book.categories)
        for secret in ("orblatt", "edwig", "uarles", "game.jsonl", "llm:", "washington-1"):
            assert secret not in said


def test_both_orders_have_the_same_categories_turned_round_in_words_and_in_the_schema(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=1)
    (item,) = coding.items.values()
    listed = []
    for order in (1, 2):
        request = question_request(coding.book, item, JudgeQuestion(item.id, order, 1), 100)
        text = request.messages[-1].text
        ids = sorted(coding.book.ids, key=lambda id_: text.index(f"- {id_}: "))
        assert request.schema["properties"]["category"]["enum"] == ids
        listed.append(ids)
    assert listed == [["threat", "offer", "other"], ["other", "offer", "threat"]]


def test_every_item_is_asked_in_each_order_so_often_and_whole_before_the_next(tmp_path: Path) -> None:
    items = list(drawn(tmp_path, most=2).items.values())
    asked = questions(items, 2, 3)
    assert len(asked) == len(set(asked)) == 12
    assert {each.item for each in asked[:6]} == {items[0].id}
    assert {(each.order, each.replicate) for each in asked[6:]} == {(o, r) for o in (1, 2) for r in (1, 2, 3)}
    assert {each.order for each in questions(items, 1, 2)} == {1}
    assert len({each.decision for each in asked}) == 12


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ('{"category": "threat"}', "threat"),
        ('Let me see.\n```json\n{"category": "Offer made"}\n```', "offer_made"),
        ('<think>{"category": "threat"}</think>{"category": " OTHER. "}', "other"),
        ('{"answer": {"category": "other"}}', "other"),
        ('{"category": "other"}\nSo: {"category": "Other"}', "other"),
    ],
)
def test_a_category_is_read_as_replies_are_read(text: str, category: str) -> None:
    assert category_in(text, IDS) == (category, "")


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("A threat, I should say.", "no field category"),
        ('{"category": "love"}', "'love' is none; it must be one of threat, offer_made, other"),
        ('{"category": ["threat", "other"]}', "is none; it must be one of"),
        ('{"category": 1}', "is none; it must be one of"),
        ('{"category": null}', "is none; it must be one of"),
        ('{"category": "threat"} {"category": "other"}', "names both threat and other"),
        ('[{"category": "other"}, {"category": "threat"}]', "names both other and threat"),
        ('<think>Hm.</think>{"category": "threat"}\nor\n{"category": "other"}', "names both threat and other"),
        ("", "no field category"),
    ],
)
def test_what_names_no_single_category_is_no_code_and_says_why(text: str, why: str) -> None:
    category, said = category_in(text, IDS)
    assert category == ""
    assert why in said


def test_another_word_of_the_codebook_is_another_question() -> None:
    book = coding_book_of()
    first = book.categories[0]
    other = book.model_copy(
        update={"categories": (first.model_copy(update={"means": "something else"}), *book.categories[1:])}
    )
    assert asked_by(book) == asked_by(coding_book_of())
    assert asked_by(book) != asked_by(other)
