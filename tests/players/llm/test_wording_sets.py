"""Sets of words say the same in other words: shipped ones do, and one of one's own that does not is refused."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeAlias

import pytest

from wargame.core.setting import Setting
from wargame.errors import SpecError
from wargame.players.base import Ask
from wargame.players.llm.prompts import Prompts, repaired
from wargame.players.llm.request import Request
from wargame.players.llm.single_prompt import SinglePrompt
from wargame.players.llm.templates import SINGLE, source
from wargame.players.llm.wording_sets import (
    IN_USE,
    OF_SEATS,
    OLD,
    WordingSet,
    is_reworded,
    prompt_hashes,
    wording_names,
    wording_of,
    wording_set,
)
from wargame.positions.scripted_games import questions

SHIPPED = ("formal", "plain-spoken")
Change: TypeAlias = tuple[str, str, str]
"""A template, and words of it with others in their place."""


@pytest.fixture(scope="module")
def asked() -> list[Ask]:
    """What is asked of a government and of a lab in two turns of a small table."""
    return [ask for ask, _ in questions("first-download", None, 1, 2) if ask.seat in ("rome", "anthropic")]


def made(wording: WordingSet, asked: Sequence[Ask], tightly: bool) -> list[Request]:
    """The first request for each, as a whole mind and as one plain prompt, with one that sends an answer back."""
    minds = {ask.seat: Prompts(wording) for ask in asked}
    first = [minds[ask.seat].request(ask, tightly=tightly, max_tokens=1, seconds=None) for ask in asked]
    single = SinglePrompt(wording)
    plain = [single.request(ask, tightly=tightly, max_tokens=1, seconds=None) for ask in asked]
    return [*first, *plain, repaired(first[-1], "{}", ["orders: there is no such order"], None, wording)]


def pieces(requests: Sequence[Request]) -> list[tuple[str, str]]:
    """Every text with the name of its piece."""
    return [(piece.name, piece.text) for request in requests for said in request.messages for piece in said.pieces]


def facts(text: str, setting: Setting) -> set[str]:
    """Numbers, names and ids of seats, and everything that is spelled as an id or as a field."""
    named = {word for seat in setting.seats for word in (seat.id, seat.name) if word in text}
    return named | set(re.findall(r"\d+(?:[.,]\d+)*", text)) | set(re.findall(r"\b\w*[a-z\d]_[a-z\d]\w*", text))


@pytest.mark.parametrize("name", SHIPPED)
@pytest.mark.parametrize("tightly", [False, True])
def test_a_shipped_set_tells_every_fact_of_every_piece_in_real_positions(
    name: str, tightly: bool, asked: list[Ask]
) -> None:
    setting = asked[0].book.setting
    usual, other = (pieces(made(each, asked, tightly)) for each in (IN_USE, wording_set(name)))
    assert [piece for piece, _ in usual] == [piece for piece, _ in other]
    reworded = set()
    for (piece, before), (_, after) in zip(usual, other, strict=True):
        assert facts(before, setting) == facts(after, setting), piece
        reworded |= {piece} if before != after else set()
    assert reworded == {piece for piece, _ in usual} - {"answer"}, "every piece is in other words"


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_set_words_all_that_a_seat_reads(name: str) -> None:
    assert set(wording_set(name).own) == set(OF_SEATS)
    lines = {line for text in wording_set(name).own.values() for line in text.splitlines() if len(line) > 60}
    said_alike = {line for each in OF_SEATS for line in source(each).splitlines()} & lines
    assert not said_alike, "no long line is word for word what the set in use says"


def test_in_templates_that_are_copies_prompts_are_the_same_to_the_letter(tmp_path: Path, asked: list[Ask]) -> None:
    for each in OF_SEATS:
        (tmp_path / f"{each}.md.j2").write_text(source(each), encoding="utf-8")
    copied = wording_set(str(tmp_path))
    assert not copied.is_older
    for tightly in (False, True):
        assert pieces(made(copied, asked, tightly)) == pieces(made(IN_USE, asked, tightly))


def test_only_the_older_set_tells_a_position_in_the_older_way() -> None:
    assert [name for name in wording_names() if wording_set(name).is_older] == [OLD]
    assert not wording_of(prompt_hashes(wording_set("formal"))).is_older
    assert wording_of(prompt_hashes(wording_set(OLD))).is_older


# a set of one's own


@pytest.fixture
def own(tmp_path: Path) -> Callable[..., str]:
    """Writes a set of one's own that differs from the one in use as told, and gives its path."""

    def write(*changes: Change) -> str:
        for name, before, after in changes:
            text = source(name)
            assert before in text
            (tmp_path / f"{name}.md.j2").write_text(text.replace(before, after), encoding="utf-8")
        return str(tmp_path)

    return write


def test_a_set_words_what_it_holds_and_the_rest_is_as_in_use(own: Callable[..., str], asked: list[Ask]) -> None:
    mine = wording_set(own(("ask_talk", "What do you say", "Now what do you say")))
    usual, other = pieces(made(IN_USE, asked, False)), pieces(made(mine, asked, False))
    differ = {before for (_, before), (_, after) in zip(usual, other, strict=True) if before != after}
    assert differ
    assert all("What do you say" in each for each in differ)


def test_one_plain_prompt_takes_words_of_its_own_but_none_of_the_older_set(
    own: Callable[..., str], asked: list[Ask]
) -> None:
    mine = wording_set(own((SINGLE, "# What you see", "# What lies before you")))

    def text(wording: WordingSet) -> str:
        return SinglePrompt(wording).request(asked[0], tightly=False, max_tokens=1, seconds=None).messages[0].text

    assert text(mine) == text(IN_USE).replace("# What you see", "# What lies before you") != text(IN_USE)


def test_a_game_brings_its_words_along_and_they_are_found_without_the_folder(own: Callable[..., str]) -> None:
    folder = Path(own(("lessons", "Answers of yours", "Some answers of yours")))
    mine = wording_set(str(folder))
    header = prompt_hashes(mine)
    assert header["words.lessons"] == mine.own["lessons"]
    assert {name for name in header if name.startswith("words.")} == {"words.lessons"}
    (folder / "lessons.md.j2").unlink()
    assert wording_of(header) == mine
    assert not is_reworded(header)
    with pytest.raises(SpecError, match="the template in the header is not the one whose hash stands there"):
        wording_of({**header, "words.lessons": "Be good."})
    with pytest.raises(SpecError, match=r"holds no template; it may hold rules\.md\.j2"):
        wording_set(str(folder))


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (
            "standing",
            "The world: {{ world }}.",
            "The world.",
            "it leaves out {{ world }}, which the template in use has",
        ),
        ("standing", "{{ world }}", "{{ world }}{{ budget }}", "{{ budget }} is nothing that it is given"),
        ("standing", "{{ world }}", "{{ numbers if world }}", "it does not say {{ world }}"),
        ("rules", "280 characters", "some characters", "it does not say 280"),
        ("rules", "$50m", "$60m", "it says 60, and the template in use does not"),
        ("rules", "`backs`", "its list", "it does not name backs"),
        ("rules", "field_narrow, data", "data", "it does not name field_narrow"),
        ("rules", "numbers.trust_kept", "numbers.trust_signed", "it does not say {{ numbers.trust_kept }}"),
        ("rules", "100 * numbers.kappa_decay", "10 * numbers.kappa_decay", "it does not say {{ numbers.kappa_decay }}"),
        ("now", "{% if moved %}", "{% if moved and tight %}", "it does not say {{ moved }}, where tight is False"),
        (
            "now",
            "{% if not tight and table %}",
            "{% if table %}",
            "it says {{ table }}, and the template in use does not",
        ),
        ("history", "({{ count }} more", "(some more{{ count if first == last }}", "it does not say {{ count }}"),
        (
            "lessons",
            "{{ lesson }}",
            "{{ lesson }} Orders: train_operators",
            "it names the order train_operators, and the template in use does not",
        ),
        ("lessons", "{{ lesson }}", "{{ lesson }} Train operators!", "it names the order train_operators, and the"),
        (
            "lessons",
            "{{ lesson }}",
            "{{ lesson }} Threaten everybody.",
            "it names the order threaten, and the template",
        ),
        ("lessons", "{{ lesson }}", "{{ lesson }} Rome is weak.", "it names the actor rome, and the template in use"),
        ("lessons", "{{ lesson }}", "{{ lesson }} Fill `joint_hopes`.", "it names joint_hopes, and the template in"),
        ("lessons", "{% endfor %}", "", "line 4: Unexpected end of template"),
        ("lessons", "{{ lesson }}", "{{ lesson | upper }}", "line 4: the filter upper is not accepted"),
        ("lessons", "{{ lesson }}", "{{ lesson }}{{ lessons.pop() }}", "line 4: call is not accepted"),
        ("lessons", "{{ lesson }}", "{{ lesson }}{% include 'now.md.j2' %}", "line 4: include is not accepted"),
        ("ask_weigh", "{{ turn }}", "{{ 100 * turn }}", "line 2: a product other than 100 * a.b is not accepted"),
        ("ask_weigh", "{{ turn }}", '{{ "%99d" | format(turn) }}', "line 2: the filter format is not accepted so"),
        ("ask_weigh", "{{ turn }}", "{{ turn.real.x }}", "it cannot be filled in"),
    ],
)
def test_a_set_that_tells_something_else_is_refused_with_what_it_is(
    name: str, before: str, after: str, said: str, own: Callable[..., str]
) -> None:
    with pytest.raises(SpecError) as fault:
        wording_set(own((name, before, after)))
    assert f"{name}.md.j2: {said}" in str(fault.value)
    assert str(fault.value).endswith("A set changes words, not what is told")


def test_faults_beyond_the_first_few_are_counted(own: Callable[..., str]) -> None:
    with pytest.raises(SpecError, match=r"; and \d+ more\. A set changes words"):
        wording_set(own(("rules", source("rules"), "Play."), ("now", source("now"), "Go on.")))


@pytest.mark.parametrize(
    ("file", "content", "said"),
    [
        ("judge.md.j2", b"You judge.", "judge.md.j2 is nothing that a seat reads; a set may word rules.md.j2, dossier"),
        ("rule.md.j2", b"Rules.", "rule.md.j2 is nothing that a seat reads"),
        ("rules.j2", b"Rules.", "rules.j2 is nothing that a seat reads"),
        ("ask_weigh.md.j2", b"\xff\xfe", "cannot be read (it is not in UTF-8)"),
        ("ask_weigh.md.j2", b"{{ turn }}" + b" " * 60_000, "ask_weigh.md.j2 has 60010 characters; at most 60000"),
        ("README.md", b"Words.", "holds no template; it may hold rules.md.j2"),
    ],
)
def test_a_folder_that_is_no_set_is_refused(file: str, content: bytes, said: str, tmp_path: Path) -> None:
    (tmp_path / file).write_bytes(content)
    with pytest.raises(SpecError) as fault:
        wording_set(str(tmp_path))
    assert said in str(fault.value)


def test_a_path_begins_beside_the_file_and_a_name_goes_before_it(own: Callable[..., str], tmp_path: Path) -> None:
    folder = Path(own(("ask_talk", "What do you say", "Now what do you say")))
    assert wording_set(folder.name, folder.parent).name == folder.name
    (tmp_path / "formal").mkdir()
    assert set(wording_set("formal", tmp_path).own) == set(OF_SEATS)
    with pytest.raises(SpecError, match=r"the sets are b56192e, formal, plain-spoken, and .*nowhere is no folder"):
        wording_set("nowhere", tmp_path)


def test_words_of_a_strangers_record_reach_nothing_but_what_they_are_given(asked: list[Ask]) -> None:
    for text in ("{{ turn.__class__ }}", "{{ turn.real.__class__ }}", "{% set x = 1 %}", "{{ cycler }}"):
        mind = Prompts(WordingSet(own=dict.fromkeys(("ask_talk", "ask_orders", "ask_weigh"), text)))
        with pytest.raises(SpecError, match="wording of the record: ask_"):
            mind.request(asked[0], tightly=False, max_tokens=1, seconds=None)


def test_a_folder_that_was_emptied_is_as_one_that_is_gone(tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    words = {"ask_talk": source("ask_talk")}
    assert wording_set("mine", tmp_path, words).own == wording_set("gone", tmp_path, words).own == words
    with pytest.raises(SpecError, match="mine holds no template; it may hold "):
        wording_set("mine", tmp_path)
