"""A stub at whose address several judges sit, each with a bent of its own, and a person who codes by the same rule."""

from __future__ import annotations

import asyncio
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from random import Random
from typing import Any

from wargame.coding.coding_folder import CodingFolder
from wargame.coding.given_codes import add_code
from wargame.stub import Settings, Stub
from wargame.stub.answers import Response, message_text, respond

_ITEM = re.compile(r"\[begin (?P<id>\w+)\]\n(?P<text>.*)\n\[end (?P=id)\]", re.DOTALL)
_LISTED = re.compile(r"^- (?P<id>\w+): ", re.MULTILINE)


def by_rule(text: str) -> str:
    """The category that the length of a text stands for."""
    return ("threat", "offer", "other")[len(text) % 3]


def answer_of(model: str, user: str, asked_before: int) -> Any:
    """What this judge says: an object, or words that are none."""
    found = _ITEM.search(user)
    assert found is not None, user
    listed = _LISTED.findall(user)
    match model:
        case "rule":
            return {"category": by_rule(found["text"])}
        case "first":
            return {"category": listed[0]}
        case "last":
            return {"category": listed[-1].upper()}
        case "prose":
            return "One would have to know the speaker better."
        case "second-thought":
            return {"category": by_rule(found["text"])} if asked_before else {"category": "love"}
    raise AssertionError(model)


class JudgeStub(Stub):
    """Answers as the model that is asked for would."""

    def _reply(self, request: Mapping[str, Any], name: str) -> tuple[Response, str]:
        if request["model"] == "refuser":
            return respond(request, self.settings, Random(0), "refusal", 0), "refusal"
        if request["model"] == "mute":
            return respond(request, self.settings, Random(0), "empty", 0), "empty"
        _, *rest = request["messages"]
        before = sum(each["role"] == "assistant" for each in rest)
        said = answer_of(request["model"], message_text(rest[0]), before)
        form = {"type": "json_schema", "json_schema": {"name": "x", "strict": True, "schema": {"const": said}}}
        return respond({**request, "response_format": form}, self.settings, Random(0), "", 0), ""


@contextmanager
def judges_sit(settings: Settings | None = None) -> Iterator[JudgeStub]:
    """A stub of judges, in a thread of its own."""
    stub, ready, done = JudgeStub(settings or Settings()), threading.Event(), threading.Event()

    async def serve() -> None:
        async with stub:
            ready.set()
            await asyncio.to_thread(done.wait)

    thread = threading.Thread(target=asyncio.run, args=(serve(),))
    thread.start()
    try:
        assert ready.wait(300)
        yield stub
    finally:
        done.set()
        thread.join(60)


def coded_by_rule(coding: CodingFolder, coder: str) -> None:
    """A person codes all items by the rule of the judge who follows one."""
    for item in coding.items.values():
        add_code(coding, coder, item.id, by_rule(item.text))
