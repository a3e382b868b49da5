"""Judges over the real client: coded, declined, unreadable; caps that hold; what was paid for is not asked again."""

from __future__ import annotations

import asyncio
import json
import resource
from collections import Counter
from pathlib import Path

import pytest

from wargame.coding.coding_folder import CodingFolder, read_coding
from wargame.coding.judge_files import JudgeFile, asking, judges_of
from wargame.coding.judging import JudgePanel, PanelEnd
from wargame.errors import SpecError
from wargame.players.llm.budget import Budget
from wargame.players.llm.endpoints import Endpoints
from wargame.stub import Settings

from .games import drawn
from .judge_stub import JudgeStub, by_rule, judges_sit


def judged(
    coding: CodingFolder, *specs: str, tokens: int | None = None, orders: int = 2, replicates: int = 1, url: str = ""
) -> PanelEnd:
    async def run() -> PanelEnd:
        endpoints = Endpoints(environ={"OPENAI_BASE_URL": url} if url else {}, batch=Budget(tokens))
        try:
            return await JudgePanel(coding, specs, endpoints, orders=orders, replicates=replicates).run(lambda at: None)
        finally:
            await endpoints.aclose()

    return asyncio.run(run())


def spec(stub: JudgeStub, model: str) -> str:
    return f"llm:{model}@{stub.url}"


def outcomes(coding: CodingFolder) -> dict[str, Counter[str]]:
    return {
        judge.spec.partition(":")[2].partition("@")[0]: Counter(each.outcome for each in judge.answers.values())
        for judge in judges_of(coding)
    }


def test_each_outcome_is_counted_and_only_a_category_is_a_code(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=6)
    with judges_sit() as stub:
        models = ("rule", "refuser", "prose", "second-thought", "last")
        end = judged(coding, *(spec(stub, model) for model in models))
        asked = Counter(each.body["model"] for each in stub.tally.seen)
    assert end.faults == ()
    assert (end.progress.done, end.progress.of) == (60, 60)
    assert outcomes(coding) == {
        "rule": {"coded": 12},
        "last": {"coded": 12},
        "second-thought": {"coded": 12},
        "refuser": {"refused": 12},
        "prose": {"unread": 12},
    }
    assert asked == {"rule": 12, "last": 12, "second-thought": 24, "refuser": 24, "prose": 24}, "asked again once"
    for judge in judges_of(coding):
        for answer in judge.answers.values():
            if "rule" in judge.spec or "second" in judge.spec:
                assert answer.category == by_rule(coding.items[answer.item].text)
            assert (answer.category == "", bool(answer.why)) == (answer.outcome != "coded",) * 2
            assert answer.model == judge.spec.partition(":")[2].partition("@")[0]


def test_the_same_again_asks_nothing_and_more_replicates_ask_only_those(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=4)
    with judges_sit() as stub:
        judged(coding, spec(stub, "rule"), orders=1)
        before = judges_of(coding)[0].path.read_bytes()
        assert judged(coding, spec(stub, "rule"), orders=1).progress.done == 4
        assert judges_of(coding)[0].path.read_bytes() == before
        assert stub.tally.statuses.total() == 4
        judged(coding, spec(stub, "rule"), orders=2, replicates=3)
        assert stub.tally.statuses.total() == 24
    (judge,) = judges_of(coding)
    assert judge.path.read_bytes().startswith(before)
    assert len(judge.answers) == 24


def test_a_call_that_was_kept_before_its_answer_is_read_and_not_made_again(tmp_path: Path) -> None:
    """What a kill between the two leaves behind, with a line that was broken off in the middle."""
    coding = drawn(tmp_path, most=4)
    with judges_sit() as stub:
        judged(coding, spec(stub, "second-thought"))
        (judge,) = judges_of(coding)
        lines = judge.path.read_bytes().splitlines(keepends=True)
        calls = [line for line in lines if b'"kind":"answer"' not in line]
        assert len(calls) == 17
        judge.path.write_bytes(b"".join(calls[:-1]) + calls[-1][:100])
        spent = stub.tally.statuses.total()
        assert judged(coding, spec(stub, "second-thought")).progress.done == 8
        assert stub.tally.statuses.total() == spent + 1, "the one whose line is broken"
    assert outcomes(coding) == {"second-thought": {"coded": 8}}
    (coding.path / "judges" / "begun-and-killed.jsonl").touch()
    assert outcomes(coding) == {"second-thought": {"coded": 8}}


def test_a_cap_holds_over_sessions_and_keeps_what_was_coded(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=6)
    with judges_sit() as stub:
        end = judged(coding, spec(stub, "rule"), tokens=2000)
        assert 0 < end.progress.done < 12
        assert end.progress.tokens <= 2000
        (fault,) = end.faults
        assert fault.startswith("the cap of 2,000 tokens has no room for this call")
        sent = stub.tally.statuses.total()
        again = judged(coding, spec(stub, "rule"), tokens=2000)
        assert (again.progress.done, stub.tally.statuses.total()) == (end.progress.done, sent)
        assert again.progress.tokens == end.progress.tokens
        assert judged(coding, spec(stub, "rule"), tokens=100_000).faults == ()
    assert outcomes(coding) == {"rule": {"coded": 12}}


def test_what_is_set_aside_for_calls_in_flight_strikes_no_cap(tmp_path: Path) -> None:
    """Worst cases of five calls at once go over the cap, what they really take does not."""
    coding = drawn(tmp_path, most=10)
    with judges_sit(Settings(latency=0.1)) as stub:
        end = judged(coding, spec(stub, "rule"), tokens=5500)
        assert stub.tally.most_open > 1
    assert end.faults == ()
    assert 20 * 100 < end.progress.tokens <= 5500


def test_who_lets_nobody_in_leaves_questions_open_and_the_others_go_on(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=4)
    with judges_sit() as stub, judges_sit(Settings(key="another")) as closed:
        end = judged(coding, spec(closed, "nobody"), spec(stub, "rule"))
        assert closed.tally.statuses == {401: 3}, "after three it is taken to be gone"
    assert (end.progress.done, end.progress.of, end.progress.failed) == (8, 16, 2)
    assert any("nobody" in fault and "is gone" in fault for fault in end.faults)
    assert outcomes(coding) == {"rule": {"coded": 8}}


def test_two_who_ask_at_once_are_kept_apart(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=1)
    with judges_sit() as stub, asking(coding), pytest.raises(SpecError, match="judges are being asked here already"):
        judged(coding, spec(stub, "rule"))
    assert judges_of(coding) == ()


def test_a_judge_without_an_address_stays_at_the_one_where_it_was_asked(tmp_path: Path) -> None:
    coding = drawn(tmp_path, most=1)
    with judges_sit() as stub, judges_sit() as other:
        for url, fits in ((stub.url, True), (stub.url, True), (other.url, False)):
            if fits:
                judged(coding, "llm:rule", url=url)
            else:
                with pytest.raises(SpecError, match=f"was asked at '{stub.url}' and would now be at {url}"):
                    judged(coding, "llm:rule", url=url)
    assert outcomes(coding) == {"rule": {"coded": 2}}


def test_a_judge_is_named_once_and_a_capped_price_is_known(tmp_path: Path) -> None:
    coding, endpoints = drawn(tmp_path, most=1), Endpoints(environ={}, batch=Budget(None, 1.0))
    with pytest.raises(SpecError, match="it is named twice; --replicates asks"):
        JudgePanel(coding, ["llm:a@http://localhost:1/v1"] * 2, Endpoints(environ={}))
    with pytest.raises(SpecError, match=r"--money 1: the price of llm:a@http://localhost:1/v1 is not known"):
        JudgePanel(coding, ["llm:a@http://localhost:1/v1"], endpoints)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('"category":"threat"', '"category":"love"', "category 'love' must be one of threat, offer, other"),
        ('"outcome":"coded"', '"outcome":"guessed"', "outcome 'guessed' must be coded, refused or unread"),
        ('"order":1', '"order":3', "order 3, replicate 1: there is no such"),
        ('"order":1', '"order":"1"', "order is missing or of another type"),
        ('"item":"i', '"item":"x', "is not in"),
        ('"kind":"answer"', '"kind":"thought"', "kind 'thought' must be judge, call or answer"),
        ('"asked_by":"', '"asked_by":"0', "asked by another codebook"),
        ('"spec":"llm:rule', '"spec":"llm:other', "is called"),
        ('"kind":"call"', '"kind":"call","oddity":1', ""),
        ('"attempt":1', '"attempt":"one"', "this is no record of a model call"),
    ],
)
def test_a_file_that_is_not_as_it_was_written_is_refused_by_line(tmp_path: Path, old: str, new: str, said: str) -> None:
    coding = drawn(tmp_path)
    with judges_sit() as stub:
        judged(coding, spec(stub, "rule"), orders=1)
    (judge,) = judges_of(coding)
    text = judge.path.read_text()
    assert old in text
    judge.path.write_text(text.replace(old, new, 1))
    if said:
        with pytest.raises(SpecError, match=said) as found:
            judges_of(coding)
        assert str(judge.path) in str(found.value)
    else:
        assert len(judges_of(coding)[0].answers) == len(coding.items), "a field of a later version does no harm"


def test_what_cannot_be_written_stops_it_in_a_sentence_and_the_next_session_goes_on(tmp_path: Path) -> None:
    """A disk that is full after some answers: no file may grow beyond so many bytes."""
    coding = drawn(tmp_path)
    with judges_sit() as stub:
        before = resource.getrlimit(resource.RLIMIT_FSIZE)
        resource.setrlimit(resource.RLIMIT_FSIZE, (9000, before[1]))
        try:
            with pytest.raises(SpecError, match=r"rule-\w+\.jsonl: cannot be written \(File too large\)"):
                judged(coding, spec(stub, "rule"))
        finally:
            resource.setrlimit(resource.RLIMIT_FSIZE, before)
        assert 0 < len(judges_of(coding)[0].answers) < 2 * len(coding.items)
        assert judged(coding, spec(stub, "rule")).progress.done == 2 * len(coding.items)


def test_a_judge_leaves_the_folder_of_coders_as_it_was_and_writes_no_text_of_an_item(tmp_path: Path) -> None:
    coding = drawn(tmp_path)
    before = {path: path.read_bytes() for path in coding.path.rglob("*") if path.is_file()}
    with judges_sit() as stub:
        judged(coding, spec(stub, "rule"))
    (judge,) = judges_of(coding)
    assert {path: path.read_bytes() for path in before} == before
    kept = judge.path.read_text(encoding="utf-8")
    assert not [item.text for item in coding.items.values() if item.text in kept or json.dumps(item.text) in kept]
    assert isinstance(JudgeFile(read_coding(coding.path), judge.spec).path, Path)


def test_a_file_from_before_addresses_were_kept_counts_and_one_without_its_first_line_is_refused(
    tmp_path: Path,
) -> None:
    coding = drawn(tmp_path, most=2)
    with judges_sit() as stub:
        judged(coding, spec(stub, "rule"))
        (judge,) = judges_of(coding)
        head, *rest = judge.path.read_bytes().splitlines(keepends=True)
        older = {name: value for name, value in json.loads(head).items() if name != "endpoint"}
        judge.path.write_bytes(json.dumps(older).encode() + b"\n" + b"".join(rest))
        sent = stub.tally.statuses.total()
        assert judged(coding, spec(stub, "rule")).progress.done == 4
        assert stub.tally.statuses.total() == sent
        judge.path.write_bytes(b"".join(rest))
        with pytest.raises(SpecError, match=rf"{judge.path.name}: line 1: no line before it says which judge this is"):
            judged(coding, spec(stub, "rule"))
    with pytest.raises(SpecError, match=rf"{judge.path.name}: no line says which judge this is of"):
        judges_of(coding)
