"""What a judge was asked and said: a file for each judge in the folder of the coding, to which only is added.

Its first line says whom it is of and by what it is asked. Then come calls, each before it has an effect, and the
answers that were read out of them; so whoever goes on asks and pays for nothing twice.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, fields
from hashlib import sha256
from typing import Any, Literal, get_args

from wargame.coding.coding_folder import ITEMS, CodingFolder
from wargame.coding.judge_questions import MOST_REPLICATES, ORDERS, JudgeQuestion, asked_by
from wargame.core.ids import DecisionId
from wargame.core.plain_text import as_given
from wargame.core.spec_words import model_of
from wargame.errors import SpecError, TranscriptError
from wargame.players.llm.request import CallRecord
from wargame.table.calls import call_of
from wargame.transcript.lock import taken_by, unlock
from wargame.transcript.overrides import now
from wargame.transcript.private import BINARY, OWNER
from wargame.transcript.side_file import add_object, read_objects

JUDGES = "judges"
"""The folder in the folder of the coding."""
_PUT_BACK = "put the file back as it was, or take it out of the folder and let the judge be asked anew"
JudgeOutcome = Literal["coded", "refused", "unread"]
"""coded: the answer names a category; refused: the model declined, twice; unread: no category can be read out of what
it wrote, also after it was told so."""


@dataclass(frozen=True, slots=True)
class JudgeAnswer:
    """What came of one question."""

    item: str
    order: int
    replicate: int
    outcome: JudgeOutcome
    category: str
    """Empty unless it was coded."""
    model: str
    """The model as the endpoint called it; empty if it did not."""
    why: str
    """Of what is no code, why; else empty."""
    at: str
    """Date and time in UTC, to the second."""


class JudgeFile:
    """The file of one judge; it is the book of its calls, too."""

    def __init__(self, coding: CodingFolder, spec: str, endpoint: str = "") -> None:
        """Of a player spec; what is there is read. SpecError for a line that is none of its own, by its number.

        `endpoint` is where it is asked, by name, and must be where it was asked; empty where nobody asks it now.
        A line that is no JSON object was broken off by the end of a process, and what it would have said is open.
        """
        self.spec, self.coding, self._endpoint = spec, coding, endpoint
        self.path = coding.path / JUDGES / f"{_called(spec)}.jsonl"
        self.answers: dict[JudgeQuestion, JudgeAnswer] = {}
        self._calls: list[tuple[CallRecord, int]] = []
        self._of: dict[tuple[DecisionId, int], CallRecord] = {}
        self._models: dict[DecisionId, str] = {}
        self._begun = False
        for number, data in read_objects(self.path):
            if data is not None:
                self._take(data, number)

    def earlier(self, decision: DecisionId, attempt: int) -> CallRecord | None:
        """The recorded attempt of this number; None if there is none."""
        return self._of.get((decision, attempt))

    def keep(self, call: CallRecord, texts: Mapping[str, str]) -> None:
        """Put an attempt down before it has an effect; SpecError if it cannot be written.

        Texts are not kept, since codebook and items make them again, and the hash of the request tells that they do.
        """
        sent = (name for _, names in call.messages for name in names)
        characters = sum(len(texts.get(name, "")) for name in sent) + len(texts.get(call.schema, ""))
        self._add({"kind": "call", "characters": characters, **asdict(call)})
        self._remember(call, characters)

    def kept(self) -> Iterator[tuple[CallRecord, int]]:
        """Every call with the number of characters that it sent, for the budget."""
        yield from self._calls

    def returned(self, decision: DecisionId) -> str:
        """What the endpoint called the model that answered last for this decision; empty if it did not say."""
        return self._models.get(decision, "")

    def answer(
        self, question: JudgeQuestion, outcome: JudgeOutcome, category: str, model: str, why: str
    ) -> JudgeAnswer:
        """Put down what came of a question; SpecError if it cannot be written."""
        made = JudgeAnswer(
            question.item, question.order, question.replicate, outcome, category, model, why[:300], now()
        )
        self._add({"kind": "answer", **asdict(made)})
        self.answers[question] = made
        return made

    def _add(self, data: Mapping[str, Any]) -> None:
        if not self._begun:
            asked = {"asked_by": asked_by(self.coding.book), "endpoint": self._endpoint}
            add_object(self.path, {"kind": "judge", "spec": self.spec, **asked})
            self._begun = True
        add_object(self.path, data)

    def _take(self, data: Mapping[str, Any], number: int) -> None:
        where = f"{self.path}: line {number}"
        if not self._begun and data.get("kind") in ("call", "answer"):
            raise SpecError(f"{where}: no line before it says which judge this is of; {_PUT_BACK}")
        match data.get("kind"):
            case "judge":
                self._check(data, where)
                self._begun = True
            case "call":
                try:
                    call = call_of({k: v for k, v in data.items() if k not in ("kind", "characters")}, number)
                except TranscriptError as fault:
                    raise SpecError(f"{self.path}: {fault}") from None
                characters = data.get("characters")
                self._remember(call, characters if isinstance(characters, int) else 0)
            case "answer":
                made = self._answer_of(data, where)
                self.answers[JudgeQuestion(made.item, made.order, made.replicate)] = made
            case other:
                raise SpecError(f"{where}: kind {as_given(str(other))} must be judge, call or answer")

    def _check(self, data: Mapping[str, Any], where: str) -> None:
        if data.get("spec") != self.spec:
            raise SpecError(f"{where}: this is the file of {as_given(str(data.get('spec')))} and not of {self.spec}")
        if data.get("asked_by") != asked_by(self.coding.book):
            raise SpecError(
                f"{where}: the judge was asked by another codebook, or in the words of another version of the program; "
                "move the file out of the folder and let it be asked anew"
            )

        # A file from before the endpoint was kept does not say where it was asked: the spec alone is known to be right.
        if self._endpoint and "endpoint" in data and data["endpoint"] != self._endpoint:
            raise SpecError(
                f"{where}: the judge was asked at {as_given(str(data['endpoint']))} and would now be at "
                f"{self._endpoint}; name the address in --model, so that these are two judges"
            )

    def _answer_of(self, data: Mapping[str, Any], where: str) -> JudgeAnswer:
        mend = "put the line back as it was, or take it out and let the judge be asked again"
        names = [each.name for each in fields(JudgeAnswer)]
        for name in names:
            kind = int if name in ("order", "replicate") else str
            if type(data.get(name)) is not kind:
                raise SpecError(f"{where}: {name} is missing or of another type than it was written with; {mend}")
        made = JudgeAnswer(**{name: data[name] for name in names})
        if made.item not in self.coding.items:
            raise SpecError(f"{where}: item {as_given(made.item)} is not in {self.coding.path / ITEMS}; {mend}")
        if made.order not in ORDERS or not 1 <= made.replicate <= MOST_REPLICATES:
            raise SpecError(f"{where}: order {made.order}, replicate {made.replicate}: there is no such; {mend}")
        if made.outcome not in get_args(JudgeOutcome):
            raise SpecError(f"{where}: outcome {as_given(made.outcome)} must be coded, refused or unread; {mend}")
        if made.category not in (self.coding.book.ids if made.outcome == "coded" else ("",)):
            known = ", ".join(self.coding.book.ids)
            raise SpecError(
                f"{where}: category {as_given(made.category)} must be one of {known}, and empty if it is not coded; "
                f"{mend}"
            )
        return made

    def _remember(self, call: CallRecord, characters: int) -> None:
        self._calls.append((call, characters))
        self._of[call.decision, call.attempt] = call
        if call.returned_model:
            self._models[call.decision] = call.returned_model


@contextmanager
def asking(coding: CodingFolder) -> Iterator[None]:
    """Be the only one who asks judges of this coding in the block; SpecError tells who does, or why nobody can."""
    path = coding.path / JUDGES / ".asking"
    try:
        path.parent.mkdir(exist_ok=True)
        file = os.open(path, os.O_RDWR | os.O_CREAT | BINARY, OWNER)
    except OSError as fault:
        raise SpecError(f"{path.parent}: cannot be written ({fault.strerror})") from None
    if who := taken_by(path, file):
        os.close(file)
        raise SpecError(f"{path.parent}: judges are being asked here already ({who}); wait until that has ended")
    try:
        yield
    finally:
        unlock(path, file)


def _called(spec: str) -> str:
    """The name of a judge's file: of letters of its model, and of a hash that tells it from all others."""
    model = re.sub(r"[^a-z0-9.]+", "-", model_of(spec).partition("@")[0].casefold()).strip("-.")
    return f"{model[:40] or 'model'}-{sha256(spec.encode()).hexdigest()[:8]}"


def judges_of(coding: CodingFolder) -> tuple[JudgeFile, ...]:
    """Every judge that has answered anything, by spec.

    SpecError for a file that is not as it was written, or lies under another name.
    """
    found = []
    for path in sorted((coding.path / JUDGES).glob("*.jsonl")):
        if not path.stat().st_size:
            continue  # broken off before its first line
        heads = (data for _, data in read_objects(path) if data is not None)
        spec = next((str(data.get("spec")) for data in heads if data.get("kind") == "judge"), None)
        if spec is None:
            raise SpecError(f"{path}: no line says which judge this is of; {_PUT_BACK}")
        judge = JudgeFile(coding, spec)
        if judge.path != path:
            raise SpecError(f"{path}: the file of {spec} is called {judge.path.name}; call it so, or take it out")
        if judge.answers:
            found.append(judge)
    return tuple(sorted(found, key=lambda judge: judge.spec))


def short_names(specs: Sequence[str]) -> Mapping[str, str]:
    """What judges are called in tables: the model where that is enough to tell them apart, else model and address."""
    models = [model_of(spec).partition("@")[0] for spec in specs]
    return {
        spec: model if models.count(model) == 1 else model_of(spec) for spec, model in zip(specs, models, strict=True)
    }
