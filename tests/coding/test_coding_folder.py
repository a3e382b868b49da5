"""Items are drawn by a seed, in an order of each coder's own; the key lies apart."""

from __future__ import annotations

from pathlib import Path
from shutil import copy

import pytest

from tests.batch.studies import SMALL, planned
from wargame.batch.runner import run_experiment
from wargame.coding.coding_book import coding_book_of
from wargame.coding.coding_folder import draw, key_folder, read_coding, read_key
from wargame.coding.given_codes import add_code, check_coder, coders_of, codes_of
from wargame.errors import PackError, SpecError

from .games import BOOK, drawn


def test_the_same_seed_draws_the_same_items_and_more_keeps_them(tmp_path: Path) -> None:
    few, more = drawn(tmp_path, most=5), drawn(tmp_path, most=9)
    assert len(few.items) == 5
    assert len(more.items) == 9
    assert set(few.items) < set(more.items)
    (tmp_path / "again").mkdir()
    for name in ("game.jsonl", "game.session.json", "book.yaml"):
        copy(tmp_path / name, tmp_path / "again" / name)
    again = drawn(tmp_path / "again", most=5)
    assert (again.path / "items.jsonl").read_bytes() == (few.path / "items.jsonl").read_bytes()
    texts = {item.text for item in few.items.values()}
    assert {item.text for item in drawn(tmp_path, most=5, seed=2).items.values()} != texts


def test_every_coder_reads_them_in_an_order_of_their_own_that_stays(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    first, second = ([item.id for item in coding.in_order_of(coder)] for coder in ("a-1", "b-1"))
    assert sorted(first) == sorted(second) == sorted(coding.items)
    assert first != second
    assert first == [item.id for item in read_coding(coding.path).in_order_of("a-1")]


def test_the_key_has_every_item_and_lies_in_a_folder_of_its_own(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    assert set(read_key(key_folder(coding.path))) == set(coding.items)
    assert not list(coding.path.rglob("key*"))
    with pytest.raises(SpecError, match="no key lies there"):
        read_key(coding.path)
    with pytest.raises(SpecError, match="no folder of a coding"):
        read_coding(key_folder(coding.path))


def test_nothing_is_written_over(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    before = {path: path.read_bytes() for path in coding.path.rglob("*") if path.is_file()}
    with pytest.raises(SpecError, match="something is there"):
        draw([tmp_path / "game.jsonl"], coding.path, tmp_path / "book.yaml")
    key_folder(tmp_path / "new").mkdir()
    with pytest.raises(SpecError, match="something is there"):
        draw([tmp_path / "game.jsonl"], tmp_path / "new", tmp_path / "book.yaml")
    assert not (tmp_path / "new").exists()
    assert {path: path.read_bytes() for path in coding.path.rglob("*") if path.is_file()} == before


def test_games_of_an_experiment_are_drawn_from_with_their_cells(tmp_path: Path) -> None:
    plan = planned(tmp_path, SMALL.replace("count: 3", "count: 1"))
    run_experiment(plan, tmp_path / "games", workers=1)
    (tmp_path / "book.yaml").write_text(BOOK)
    made = draw([tmp_path / "games"], tmp_path / "coding", tmp_path / "book.yaml")
    assert made.games == 4
    cells = {key.cell for key in read_key(key_folder(tmp_path / "coding")).values()}
    assert cells == {cell.name for cell in plan.cells}
    with pytest.raises(SpecError, match="no game of an experiment is sealed"):
        draw([tmp_path], tmp_path / "other", tmp_path / "book.yaml")


def test_a_game_that_is_named_twice_counts_once(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    made = draw([tmp_path / "game.jsonl"] * 2, tmp_path / "twice", tmp_path / "book.yaml")
    assert made.items == len(coding.items)


def test_the_last_word_of_a_coder_counts_and_a_foreign_line_does_not(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    first, second, _ = coding.items
    add_code(coding, "a-1", first, "threat")
    add_code(coding, "a-1", first, "offer", "on second thoughts")
    with (coding.path / "coders" / "a-1.jsonl").open("a") as file:
        file.write('{"item": "' + second + '", "category": "love", "remark": "", "at": ""}\nnoise\n[]\n')
    given = codes_of(coding, "a-1")
    assert {item: (code.category, code.remark) for item, code in given.items()} == {
        first: ("offer", "on second thoughts")
    }
    assert coders_of(coding) == ("a-1",)


@pytest.mark.parametrize("name", ["", "Ada Byron", "../a", "a/b", "A", "1a", "a" * 25])
def test_a_coder_goes_by_a_pseudonym_that_is_the_name_of_a_file(name: str) -> None:
    with pytest.raises(SpecError, match="a coder goes by a pseudonym"):
        check_coder(name)


def test_what_is_no_item_or_no_category_is_refused(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    item = next(iter(coding.items))
    with pytest.raises(SpecError, match="must be one of threat, offer, other"):
        add_code(coding, "a-1", item, "love")
    with pytest.raises(SpecError, match="no such item"):
        add_code(coding, "a-1", "i0", "threat")
    with pytest.raises(SpecError, match="at most 1000"):
        add_code(coding, "a-1", item, "threat", "x" * 1001)
    assert coders_of(coding) == ()


def test_the_shipped_codebook_can_be_used() -> None:
    book = coding_book_of()
    assert book.units == ("message", "statement", "argument")
    assert len(book.ids) == 7


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: offer", "id: threat", "two ids read 'threat'"),
        ("harm is announced", "neither of them", "two meanings read 'neither of them'"),
        ("[message, statement, argument, reason]", "[]", "name at least one of message"),
        ("[message, statement, argument, reason]", "[letter]", "letter"),
        ("asks:", "ask:", "ask is not a key here"),
    ],
)
def test_a_faulty_codebook_is_named_with_its_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(BOOK.lstrip().replace(old, new, 1))
    with pytest.raises(PackError, match=said) as found:
        coding_book_of(path)
    assert "book.yaml:" in str(found.value)
