"""Items are drawn by a seed, in an order of each coder's own; the key lies apart."""

from __future__ import annotations

import ast
import re
from pathlib import Path
from shutil import copy

import pytest

import wargame.core.deeds
import wargame.players.scripted
from tests.batch.studies import SMALL, planned
from wargame.batch.runner import run_experiment
from wargame.coding.coding_book import coding_book_of
from wargame.coding.coding_folder import draw, key_folder, key_of, read_coding, read_key
from wargame.coding.given_codes import add_code, check_coder, coders_of, codes_of, torn_of
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


def test_the_last_word_of_a_coder_counts(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    first, _, _ = coding.items
    add_code(coding, "a-1", first, "threat")
    add_code(coding, "a-1", first, "offer", "on second thoughts")
    given = codes_of(coding, "a-1")
    assert {item: (code.category, code.remark) for item, code in given.items()} == {
        first: ("offer", "on second thoughts")
    }
    assert coders_of(coding) == ("a-1",)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("noise", "this is no JSON object"),
        ("[]", "this is no JSON object"),
        ('{"item": "ITEM", "category": "thr', "this is no JSON object"),
        (
            '{"item": "ITEM", "category": "love", "remark": "", "at": ""}',
            "category 'love' must be one of threat, offer",
        ),
        ('{"item": "i0", "category": "threat", "remark": "", "at": ""}', "item 'i0' is not in .*items.jsonl"),
        ('{"item": "ITEM", "category": "threat", "at": ""}', "remark is missing; a decision holds item, category"),
        ('{"item": "ITEM", "category": 1, "remark": "", "at": ""}', "category is '1', no text"),
    ],
)
def test_a_line_that_is_no_decision_is_refused_by_file_line_and_value(tmp_path: Path, line: str, said: str) -> None:
    coding = drawn(tmp_path, most=3)
    first, second, _ = coding.items
    add_code(coding, "a-1", first, "threat")
    with (coding.path / "coders" / "a-1.jsonl").open("a") as file:
        file.write(line.replace("ITEM", second) + "\n")
    with pytest.raises(SpecError, match=rf"a-1\.jsonl: line 2: {said}.* take it out and code the item again"):
        codes_of(coding, "a-1")


def test_a_last_line_that_was_torn_is_passed_over_and_the_next_answer_stands_on_its_own(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    first, second, third = coding.items
    add_code(coding, "a-1", first, "threat")
    path = coding.path / "coders" / "a-1.jsonl"
    for number, item in ((2, second), (5, third)):
        with path.open("a") as file:
            file.write(f'{{"item":"{item}","category":"thr')
        assert item not in codes_of(coding, "a-1")
        assert torn_of(coding, "a-1")[-1] == number
        add_code(coding, "a-1", item, "other")
        assert codes_of(coding, "a-1")[item].category == "other"
    assert (len(codes_of(coding, "a-1")), torn_of(coding, "a-1")) == (3, (2, 5))
    whole = path.read_bytes().removesuffix(b"\n")
    path.write_bytes(whole)
    add_code(coding, "a-1", first, "offer")
    assert path.read_bytes().startswith(whole + b'\n{"item":'), "a line that lacks only its end is a decision"


def test_a_file_where_the_folder_of_coders_should_be_is_told(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=1)
    (coding.path / "coders").rmdir()
    (coding.path / "coders").write_text("")
    (item,) = coding.items
    for asked in (
        lambda: coders_of(coding),
        lambda: codes_of(coding, "a-1"),
        lambda: add_code(coding, "a-1", item, "other"),
    ):
        with pytest.raises(SpecError, match="coders: this is a file; it must be the folder"):
            asked()


def test_a_file_of_codes_whose_name_is_no_pseudonym_is_refused(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    add_code(coding, "a-1", next(iter(coding.items)), "threat")
    (coding.path / "coders" / ".~a-1.jsonl").write_text("of an editor")
    (coding.path / "coders" / "notes.txt").write_text("of a coder")
    assert coders_of(coding) == ("a-1",)
    copy(coding.path / "coders" / "a-1.jsonl", coding.path / "coders" / "a-1 (1).jsonl")
    with pytest.raises(SpecError, match=r"such as a-1\.jsonl, and not 'a-1 \(1\)\.jsonl'; call it so"):
        coders_of(coding)


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "id: threat",
            "id: menace",
            "its categories are menace, offer, other, and the items were drawn with threat, offer",
        ),
        ("harm is announced", "harm is done", "its question or its definitions were changed"),
        ("What is it?", "What for?", "its question or its definitions were changed"),
    ],
)
def test_a_codebook_that_items_were_not_drawn_with_is_refused(tmp_path: Path, old: str, new: str, said: str) -> None:
    book = drawn(tmp_path, most=3).path / "codebook.yaml"
    book.write_text(BOOK.replace(old, new))
    with pytest.raises(SpecError, match=rf"codebook\.yaml: {said}"):
        read_coding(book.parent)


def test_a_comment_and_other_ends_of_lines_are_no_other_codebook_and_no_other_items(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=3)
    (coding.path / "codebook.yaml").write_bytes(b"# read me\r\n" + BOOK.replace("\n", "\r\n").encode())
    items = coding.path / "items.jsonl"
    items.write_bytes(items.read_bytes().replace(b"\n", b"\r\n"))
    assert read_coding(coding.path).items == coding.items


def test_missing_and_changed_items_are_noticed(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=5)
    path = coding.path / "items.jsonl"
    lines = path.read_bytes().splitlines(keepends=True)
    for some, count in ((lines[:2], 2), (lines + lines[:1], 6)):
        path.write_bytes(b"".join(some))
        with pytest.raises(SpecError, match=rf"items\.jsonl: it holds {count} items, and 5 were drawn"):
            read_coding(coding.path)
    path.write_bytes(b"".join(lines).replace(b'"text": "', b'"text": "not ', 1))
    with pytest.raises(SpecError, match=r"items\.jsonl: its items are not the 5 that were drawn"):
        read_coding(coding.path)


def test_a_drawing_that_cannot_be_known_again_is_refused(tmp_path: Path) -> None:
    path = drawn(tmp_path, most=3).path / "drawing.json"
    path.write_text("")
    with pytest.raises(SpecError, match=r"drawing\.json: it has 0 lines in place of one"):
        read_coding(path.parent)
    path.write_text("{}\n")
    with pytest.raises(SpecError, match=r"drawing\.json: line 1: items is not as it was written"):
        read_coding(path.parent)
    path.unlink()
    with pytest.raises(SpecError, match=r"drawing\.json: it is missing.* draw once more with the same --seed"):
        read_coding(path.parent)


def test_a_key_that_lacks_items_is_refused_by_the_first_of_them(tmp_path: Path) -> None:
    coding, other = drawn(tmp_path, most=5), drawn(tmp_path, most=5, seed=2)
    assert set(key_of(coding)) == set(coding.items)
    first = next(iter(coding.items))
    with pytest.raises(SpecError, match=rf"item {first} of .* is not in this key \(5 of 5 items are not\)"):
        key_of(coding, key_folder(other.path))
    path = key_folder(coding.path) / "key.jsonl"
    path.write_bytes(b"".join(path.read_bytes().splitlines(keepends=True)[:3]))
    cut = list(coding.items)[3]
    with pytest.raises(SpecError, match=rf"key\.jsonl: item {cut} of .* \(2 of 5 items are not\)"):
        key_of(coding)


def test_a_key_of_a_larger_drawing_with_the_same_seed_knows_all_items(tmp_path: Path) -> None:
    few, more = drawn(tmp_path, most=3), drawn(tmp_path, most=5)
    assert set(few.items) < set(key_of(few, key_folder(more.path)))


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


SCRIPTED = Path(wargame.players.scripted.__file__).parent
RUN = 4
"""Words in a row that make a phrase one of somebody's own."""


def runs(text: str) -> set[tuple[str, ...]]:
    """All runs of so many words of a text, in small letters, without signs."""
    words = re.findall(r"[a-z]+", text.casefold())
    return {tuple(words[at : at + RUN]) for at in range(len(words) - RUN + 1)}


def test_no_example_of_the_shipped_codebook_is_in_a_scripted_voice() -> None:
    """A coder who has read it as an example would code an item of a script by it and not by the definition."""
    files = [*SCRIPTED.rglob("*.py"), Path(wargame.core.deeds.__file__)]
    assert any(path.parent.name == "voices" for path in files)
    spoken = set[tuple[str, ...]]()
    for path in files:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                for line in node.value.splitlines():
                    spoken |= runs(line)
    assert ("line", "that", "moves", "under") in spoken
    assert ("train", "crews", "and", "staff") in spoken
    examples = [each.example for each in coding_book_of().categories if each.example]
    assert all(runs(each) for each in examples), "an example is too short to be told from others"
    assert [each for each in examples if runs(each) & spoken] == []


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("id: offer", "id: threat", "two ids read 'threat'"),
        ("id: offer", "id: quit", "'quit' stops coding line by line; give the category another id"),
        ("id: offer", "id: back", "'back' goes back when coding line by line"),
        ("id: offer", "id: all", "'all' stands for all categories in the table of agreement"),
        ("id: offer", 'id: "?"', "id"),
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
