"""Sets of words of one's own: what they may ask, and what is said of a template that does anything else."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from wargame.errors import SpecError
from wargame.players.llm import same_told
from wargame.players.llm.prompts import Prompts
from wargame.players.llm.same_told import COUNTED, differences
from wargame.players.llm.single_prompt import SinglePrompt
from wargame.players.llm.templates import source
from wargame.players.llm.wording_sets import WordingSet, prompt_hashes, wording_of, wording_set
from wargame.positions.scripted_games import questions
from wargame.rules.base.parameters import Parameters


@pytest.fixture
def own(tmp_path: Path) -> Callable[[str, str], str]:
    """Writes a set with one template, and gives its path."""

    def write(name: str, text: str) -> str:
        (tmp_path / f"{name}.md.j2").write_text(text, encoding="utf-8")
        return str(tmp_path)

    return write


def refused(name: str, text: str) -> list[str]:
    return list(differences(text, source(name)))


@pytest.mark.parametrize(
    ("name", "before", "after", "asked", "may"),
    [
        (
            "ask_talk",
            "Turn {{ turn }},",
            "{% if turn is string or turn != 1 %}Turn {{ turn }},{% endif %}",
            "turn is string or turn != 1",
            "waiting",
        ),
        (
            "ask_orders",
            "{{ points }}P",
            '{% if points not in [1, 2, 3, "1", "2", "3"] %}{{ points }}P{% endif %}',
            "points not in [1, 2, 3, '1', '2', '3']",
            "first",
        ),
        ("ask_orders", "{{ points }}", "{{ points if budget else 0 }}", "budget", "first"),
        ("ask_orders", "{{ points }}", '{{ "none" if points == dues else points }}', "points == dues", "first"),
        ("ask_talk", "{{ turn }}", "{{ turn == 1 and round or turn }}", "turn == 1", "waiting"),
        ("repair", "- {{ fault }}", "{% if loop.index < 9 %}- {{ fault }}{% endif %}", "loop.index < 9", "nothing"),
        ("repair", "- {{ fault }}", "- {{ fault }}{{ loop.revindex0 if loop.first }}", "loop.first", "nothing"),
        ("repair", "in faults", 'in faults if fault != "x"', "fault != 'x'", "nothing"),
        ("repair", "{% endfor %}", "{% else %}none{% endfor %}", "faults", "nothing"),
        ("history", "first == last", "last == first", "last == first", "brief, first == last"),
        ("now", "{% if moved %}", "{% if moved or plan %}", "moved or plan", "tight, fears, moved, access, agreements"),
    ],
)
def test_a_condition_that_the_template_in_use_does_not_ask_is_refused_with_those_that_it_does(
    name: str, before: str, after: str, asked: str, may: str
) -> None:
    text = source(name)
    assert before in text
    said = refused(name, text.replace(before, after))
    found = [each for each in said if f": it asks for {asked}, and the template in use does not; it may ask " in each]
    assert len(found) >= 1, said
    assert may in found[0].partition("it may ask ")[2]
    assert found[0].startswith("line ")


def test_conditions_that_are_there_may_be_turned_round_nested_and_joined_by_and() -> None:
    text = source("now")
    for before, after in (
        ("{% if tight and facts %}", "{% if facts and tight %}"),
        ("{% if not tight and table %}", "{% if not (not table or tight) %}"),
    ):
        assert before in text
        said = refused("now", text.replace(before, after))
        assert bool(said) == ("or" in after), said
    nested = text.replace("{% if tight and offers %}", "{% if offers %}{% if tight %}")
    at = nested.index("{% if ideas %}")
    nested = nested[:at] + "{% endif %}" + nested[at:]
    assert refused("now", nested) == []


def test_words_that_hang_on_whether_others_are_there_are_found_where_only_they_are() -> None:
    text = source("standing")
    part = text[text.index("{% if plan %}") : text.index("{% if notebook %}")]
    either = f"{{% if facts %}}{part}{{% elif access %}}{part}{{% elif fears %}}{part}{{% endif %}}"
    said = refused("standing", text.replace(part, either))
    assert said == ["it does not say {{ plan }}, where there is only plan"]


def test_a_list_is_tried_with_more_lines_than_two() -> None:
    first_two = source("repair").replace("- {{ fault }}", "{% if loop.index < 3 %}- {{ fault }}{% endif %}")
    assert "it does not say {{ faults }}" in refused("repair", first_two)


def test_a_template_is_tried_with_whole_numbers_where_a_game_gives_them() -> None:
    kinds: dict[tuple[str, str], set[type]] = {}

    class Told(WordingSet):
        def render(self, name: str, /, **given: Any) -> str:
            text = source(name)
            for each, value in given.items():
                if each in text:
                    kinds.setdefault((name, each), set()).add(type(value))
            return super().render(name, **given)

    minds = (Prompts(Told()), SinglePrompt(Told()))
    for ask, _ in questions("first-download", None, 1, 2):
        if ask.seat == "rome":
            for mind in minds:
                for tightly in (False, True):
                    mind.request(ask, tightly=tightly, max_tokens=1, seconds=None)
    whole = {each for (_, each), found in kinds.items() if int in found}
    assert whole == set(COUNTED)
    for (name, each), found in kinds.items():
        if each in COUNTED and (name, each) != ("ask_orders", "first"):
            assert found == {int}, (name, each)
        else:
            assert found <= {str, bool, list, tuple, Parameters}, (name, each)


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ('{{ "" ~ turn if turn > "2" }}', "it cannot be filled in: '>' not supported between instances of 'int' and"),
        ("{{ 1 // 0 }}", "line 3: floordiv is not accepted; values, conditions, lists, join and format are"),
        ("{{ turn + 1 }}", "line 3: add is not accepted; values"),
        ("{{ -turn }}", "line 3: neg is not accepted; values"),
        ("{% with x = turn ~ turn %}{{ x ~ x }}{% endwith %}", "line 3: with is not accepted; values"),
        ('{{ (turn ~ "") | join("aa") | join("aa") }}', "line 3: the filter join is not accepted so"),
        ("{{ " + "(" * 21 + "1" + ")" * 21 + " }}", "its parts lie deeper than 20 in one another; at most 20 are"),
        ("{{ " + "(" * 999 + "1" + ")" * 999 + " }}", "its parts lie deeper than 20 in one another; at most 20 are"),
        ("{{ " + "not " * 2000 + "1 }}", "its parts lie deeper than 20 in one another; at most 20 are"),
        ("{% if turn %}" * 120 + "{% endif %}" * 120, "its parts lie deeper than 20 in one another; at most 20 are"),
        ("{{ " + "9" * 5000 + " }}", "it cannot be read: Exceeds the limit"),
        ("{% for loop in waiting %}x{% endfor %}", "it cannot be read: Can't assign to special loop variable"),
        ("{% if waiting %}" + "{% elif waiting %}" * 21 + "{% endif %}", "line 3: more than 20 elif in a row are not"),
        ('{{ "\\ud800" }}', "it cannot be filled in: 'utf-8' codec can't encode"),
        ("{{ turn }}" * 900, "it says 900000209000002090000020900000, and the template in use does not"),
        ("{% if turn is nosuch %}x{% endif %}", "it cannot be filled in: No test named 'nosuch' found"),
    ],
)
def test_whatever_a_template_does_is_told_in_a_sentence_with_its_set(
    more: str, said: str, own: Callable[[str, str], str], tmp_path: Path
) -> None:
    with pytest.raises(SpecError) as fault:
        wording_set(own("ask_talk", source("ask_talk") + more))
    assert f"wording '{tmp_path}': ask_talk.md.j2: " in str(fault.value)
    assert f"ask_talk.md.j2: {said}" in str(fault.value)
    assert "\n" not in str(fault.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{{ turn if turn > "2" }}', "it cannot be filled in: '>' not supported between instances of 'int' and 'str'"),
        (
            "{{ turn }}\n\n{{ turn.x() }}",
            "line 3: call is not accepted; values, conditions, lists, join and format are",
        ),
        ("{{ turn.x.y }}", "it cannot be filled in: 'int object' has no attribute 'x'"),
    ],
)
def test_in_play_a_template_that_fails_is_told_with_its_name_and_nothing_after(text: str, said: str) -> None:
    with pytest.raises(SpecError) as fault:
        WordingSet("mine", {"ask_weigh": text}).render("ask_weigh", turn=1)
    assert str(fault.value) == f"wording mine: ask_weigh.md.j2: {said}"


def test_of_a_record_too_words_are_at_most_so_long() -> None:
    header = prompt_hashes(WordingSet(own={"ask_weigh": "{{ turn }}" + " " * 60_000}))
    with pytest.raises(SpecError, match=r"prompts\.words\.ask_weigh: .* has 60010 characters; at most 60000 are"):
        wording_of(header)


def test_a_mark_of_the_encoding_is_no_part_of_a_template(own: Callable[[str, str], str]) -> None:
    mine = wording_set(own("ask_talk", "\ufeff" + source("ask_talk")))
    assert mine.own == {"ask_talk": source("ask_talk")}


def test_a_name_that_is_too_long_for_a_folder_is_one_that_is_not_there() -> None:
    with pytest.raises(SpecError, match=r"wording 'w{300}': there is no such set; the sets are "):
        wording_set("w" * 300)


@pytest.mark.parametrize(
    ("name", "before", "after", "said"),
    [
        (
            "repair",
            "{{ fault }}",
            '{{ "%.9s" | format(fault) }}',
            "it spells fault as '%.9s', which may cut it; it may stand without a form, as in the template in use",
        ),
        (
            "rules",
            '"%g" | format(numbers.trust_signed)',
            '"%d" | format(numbers.trust_signed)',
            "it spells numbers.trust_signed as '%d', which may cut it; it may stand as '%g', as in the template in use",
        ),
        (
            "rules",
            '"%.0f" | format(100 * numbers.kappa_decay)',
            '"%d" | format(100 * numbers.kappa_decay)',
            "it spells 100 * numbers.kappa_decay as '%d', which may cut it; it may stand as '%.0f'",
        ),
        (
            "rules",
            '"%g" | format(numbers.trust_signed)',
            '"%.1g" | format(numbers.trust_signed)',
            "it spells numbers.trust_signed as '%.1g', which may cut it; it may stand as '%g'",
        ),
    ],
)
def test_a_form_that_may_cut_a_value_is_refused_with_the_one_that_is_in_use(
    name: str, before: str, after: str, said: str
) -> None:
    text = source(name)
    assert before in text
    assert any(said in each for each in refused(name, text.replace(before, after)))


def test_a_value_may_stand_without_a_form() -> None:
    text = source("rules")
    before = '"%g" | format(numbers.trust_signed)'
    assert before in text
    assert refused("rules", text.replace(before, "numbers.trust_signed")) == []
    text = source("repair")
    assert refused("repair", text.replace("{{ fault }}", '{{ "%s" | format(fault) }}')) == []


def test_what_a_cut_text_drops_is_missed_whatever_cuts_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(same_told, "forms", lambda tree, usual: ())
    cut = source("ask_orders").replace("{{ points }}", '{{ "%.9s" | format(points) }}')
    assert any("it does not say {{ points }}" in each for each in refused("ask_orders", cut))
    whole = source("rules").replace('"%g" | format(numbers.trust_signed)', '"%d" | format(numbers.trust_signed)')
    assert any("it does not say {{ numbers.trust_signed }}" in each for each in refused("rules", whole))
