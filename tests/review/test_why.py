"""Explanations end where something was decided, happened by chance or by the script, or began."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from wargame.core import names
from wargame.core.event_values import InjectSpent, Offered
from wargame.core.ids import Variable
from wargame.core.moves import Talk
from wargame.errors import SpecError
from wargame.review.spoken_names import named_in_words
from wargame.review.why import ROOTS, Chains, Link, as_text
from wargame.rules.model.derived import derived_names
from wargame.rules.model.measures import picture
from wargame.rules.model.scoring import score
from wargame.transcript.verify import Replayed


def links(link: Link) -> Iterator[Link]:
    yield link
    for cause in link.causes:
        yield from links(cause)


@pytest.mark.slow
def test_every_stored_variable_at_every_turn_goes_back_to_roots(replayed: Replayed) -> None:
    chains = Chains(replayed)
    walked: set[tuple[str, str]] = set()
    for turn, state in replayed.states.items():
        for variable in state.values:
            found = chains.last(variable, turn)
            assert found, (variable, turn)
            last = found[0]
            if (variable, last.id) in walked:
                continue
            walked.add((variable, last.id))
            ends = list(chains.roots(variable, turn))
            assert ends, (variable, turn)
            assert not [end for end in ends if end.kind not in ROOTS], (variable, turn)
    assert len(walked) > 1000


def test_the_last_change_is_the_one_that_the_state_remembers(replayed: Replayed) -> None:
    chains = Chains(replayed)
    for turn, state in replayed.states.items():
        for variable, event in state.touched.items():
            found = chains.last(variable, turn)
            assert found
            last, change = found
            assert last.id == event
            assert change.after == state.values[variable]


def test_an_inject_that_waited_for_a_number_goes_back_to_what_took_it_over_its_line(
    three: tuple[Replayed, ...],
) -> None:
    looked = 0
    for game in three:
        waited = {each.id: each.when for each in game.sequence.book.setting.injects if each.when is not None}
        chains = Chains(game)
        for event in game.events:
            when = waited.get(event.value.inject) if isinstance(event.value, InjectSpent) else None
            came = next((each for each in game.events if event.id in each.causes and each.changes), None)
            if when is None or when.above is None or came is None or chains.last(when.variable, event.turn) is None:
                continue
            tree = links(chains.why(came.changes[0].variable, came.turn, 12))
            found = next(each for each in tree if each.id == event.id and not each.repeated)
            crossed = [each.change for each in found.causes if each.change and each.change.variable == when.variable]
            assert crossed[0].before <= when.above < crossed[0].after
            looked += 1
    assert looked


def test_models_go_by_their_names(replayed: Replayed) -> None:
    chains, models = Chains(replayed), replayed.sequence.state.models
    ids = [made.id for made in replayed.decisions.values() if isinstance(made.body, Talk)]
    told = [chains.end(id_).text for id_ in ids]
    offers = [text for text in told if "offered" in text and " by enclave" in text]
    assert offers, "somebody offers a model"
    assert not [text for text in offers if any(f" {id_} by enclave" in text for id_ in models)]


def test_a_coerced_labs_dissent_is_traced_to_who_ordered_it(compelled: tuple[Replayed, int]) -> None:
    text = as_text(Chains(compelled[0]).why(names.dissent("anthropic"), compelled[1], depth=12))
    assert "Washington decided to" in text
    assert "E11" in text


def test_depth_cuts_and_says_how_much_is_left_out(replayed: Replayed) -> None:
    chains = Chains(replayed)
    short = as_text(chains.why(names.trust("paris", "washington"), 5, depth=2))
    assert "more)" in short
    assert len(short.splitlines()) < len(
        as_text(chains.why(names.trust("paris", "washington"), 5, depth=8)).splitlines()
    )


def test_nothing_is_told_twice_with_its_causes(replayed: Replayed) -> None:
    whole = list(links(Chains(replayed).why(names.trust("paris", "washington"), 10, depth=20)))
    told = [(link.id, repr(link.change)) for link in whole if link.causes and link.kind in ("change", "event")]
    assert len(told) == len(set(told))


def test_derived_variables_are_explained_by_stored_ones(replayed: Replayed) -> None:
    chains = Chains(replayed)
    for variable in derived_names(replayed.sequence.book):
        link = chains.why(variable, 5)
        assert link.kind == "value"
        assert link.causes or variable.endswith(".score"), variable


def test_an_unknown_variable_names_close_ones(replayed: Replayed) -> None:
    with pytest.raises(SpecError, match=r"paris\.trust\.washington"):
        Chains(replayed).why(names.trust("paris", "washingtn"), 3)


def test_no_decision_is_told_by_the_number_of_an_offer_or_agreement(replayed: Replayed) -> None:
    state = replayed.sequence.state
    numbers = {*state.agreements, *(e.value.proposal for e in replayed.events if isinstance(e.value, Offered))}
    chains, told = Chains(replayed), 0
    for holder in ("paris", "kyiv", "beijing"):
        for link in links(chains.why(names.trust(holder, "washington"), 10, depth=20)):
            if link.kind == "decision":
                told += "the offer of" in link.text
                assert not any(f" {number}" in link.text for number in numbers), link.text
    assert told


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("{id}.adoption", "{id}.A"),
        ("{name} adoption", "{id}.A"),
        ("{name}'s domestic support", "{id}.DS"),
        ("{id}.support", "{id}.DS"),
        ("{name}'s fielded capability", "{id}.C"),
        ("{id}.capability", "{id}.C"),
        ("{name} capability", "{id}.C"),
        ("{id}.leverage", "{id}.leverage.max"),
    ],
)
def test_a_variable_is_found_by_the_words_that_screens_have_for_it(replayed: Replayed, typed: str, meant: str) -> None:
    setting = replayed.sequence.book.setting
    seat = next(seat for seat in setting.seats if f"{seat.id}.DS" in replayed.states[replayed.turns].values)
    said = typed.format(id=seat.id, name=seat.name)
    found = Chains(replayed).why(Variable(said), replayed.turns)
    assert found.id == meant.format(id=seat.id)
    assert found == Chains(replayed).why(Variable(found.id), replayed.turns)


def test_words_that_several_variables_have_are_answered_with_each_of_them_in_words(replayed: Replayed) -> None:
    seat = next(s for s in replayed.sequence.book.setting.seats if f"{s.id}.DS" in replayed.states[0].values)
    other = next(
        s for s in replayed.sequence.book.setting.seats if f"{seat.id}.trust.{s.id}" in replayed.states[0].values
    )
    with pytest.raises(SpecError, match=rf"did you mean .*{seat.id}\.trust\.{other.id} \({seat.name}'s trust in"):
        Chains(replayed).why(Variable(f"{seat.id}.trust"), replayed.turns)


def test_a_word_that_is_mistyped_is_answered_with_the_words_that_are_like_it(replayed: Replayed) -> None:
    with pytest.raises(SpecError, match=r"'paris.capabilty'; did you mean paris\.C \(Paris's fielded capability\)"):
        Chains(replayed).why(Variable("paris.capabilty"), replayed.turns)


def test_what_no_variable_is_called_names_nothing(replayed: Replayed) -> None:
    setting, known = replayed.sequence.book.setting, replayed.states[0].values
    assert named_in_words(setting, "", known) == []
    assert named_in_words(setting, "the price of tea", known) == []


def test_a_score_is_told_by_what_each_aim_brings_to_it_the_weightiest_first(replayed: Replayed) -> None:
    book, state = replayed.sequence.book, replayed.states[replayed.turns]
    for seat in (seat for seat in book.setting.seats if seat.seated):
        said = Chains(replayed).why(names.score(seat.id), replayed.turns).text
        lines = score(picture(book, state), seat).lines
        points = [float(part.rsplit(" ", 1)[1]) for part in said.partition(": ")[2].split(", ")]
        assert len(points) == len(lines)
        assert points == sorted(points, key=lambda each: -abs(each))
        total = Chains(replayed).why(names.score(seat.id), replayed.turns).text.split(" is ")[1].split(" ")[0]
        assert sum(points) == pytest.approx(float(total), abs=0.05 * len(lines) + 0.01)
