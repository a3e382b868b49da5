"""Whatever way a body is sent, the completion in it is found; an error that came with status 200 is read as its own."""

from __future__ import annotations

import gzip
import html
import json
import random
from typing import Any

import pytest

from wargame.players.llm.completion import completion_of, usage_of
from wargame.players.llm.request import TokenUsage
from wargame.players.llm.response_body import data_of, decoded, error_in

WANTED = ("rationale", "moves")
TEXT = '{"rationale": "Ça va — so.", "moves": []}'


def body(message: Any, **more: Any) -> dict[str, Any]:
    return {"model": "m", "choices": [{"index": 0, "message": message, "finish_reason": "stop", **more}]}


PLAIN = json.dumps(body({"role": "assistant", "content": TEXT}), ensure_ascii=False)
PIECES = [TEXT[at : at + 7] for at in range(0, len(TEXT), 7)]
CHUNKS = [{"choices": [{"index": 0, "delta": {"content": piece}}]} for piece in PIECES]
LAST = {"choices": [{"index": 0, "delta": {}, "finish_reason": "stop"}], "usage": {"prompt_tokens": 9}}
ARGUMENTS = [
    {
        "choices": [
            {
                "delta": {
                    "tool_calls": [{"index": 0, "function": {"name": "talk" if not at else "", "arguments": piece}}]
                }
            }
        ]
    }
    for at, piece in enumerate(PIECES)
]


def events(*chunks: Any, space: str = " ") -> str:
    return "".join(f"data:{space}{json.dumps(chunk)}\n\n" for chunk in chunks)


def lines(*chunks: Any) -> str:
    return "".join(f"{json.dumps(chunk)}\n" for chunk in chunks)


def said(**message: Any) -> str:
    return json.dumps(body({"role": "assistant", **message}))


CALL = {"id": "1", "type": "function", "function": {"name": "talk", "arguments": TEXT}}
EMPTY_CALL = {"id": "2", "type": "function", "function": {"name": "talk", "arguments": "{}"}}
BODIES = {
    "plain": PLAIN,
    "with blank lines before it": f"\n\n  {PLAIN}",
    "behind comment lines": f": PROCESSING\n\n: PROCESSING\n\n{PLAIN}",
    "pretty, behind comment lines": f": wait\n\n{json.dumps(json.loads(PLAIN), indent=2)}",
    "behind a guard": f")]}}',\n{PLAIN}",
    "as a text": json.dumps(PLAIN),
    "as a list of one": f"[{PLAIN}]",
    "as one event": f"data: {PLAIN}\n\ndata: [DONE]\n\n",
    "as events": events(*CHUNKS, LAST) + "data: [DONE]\n\n",
    "as events without blanks": events(*CHUNKS, LAST, space=""),
    "as events with names and comments": ": hi\nevent: message\nid: 1\n" + events(*CHUNKS, LAST),
    "as events with line ends of two": events(*CHUNKS, LAST).replace("\n", "\r\n"),
    "as lines": lines(*CHUNKS, LAST),
    "as a list of pieces": json.dumps([*CHUNKS, LAST]),
    "as lines of a local server": lines(
        *({"message": {"content": piece}, "done": False} for piece in PIECES), {"done": True}
    ),
    "as pieces of a call": events(*ARGUMENTS, LAST),
    "as events with the whole at the end": events({"choices": [{"delta": {"role": "assistant"}}]}, json.loads(PLAIN)),
    "content in parts": said(content=[{"type": "text", "text": TEXT[:9]}, {"type": "text", "text": TEXT[9:]}]),
    "content in parts with thought": said(
        content=[{"type": "thinking", "thinking": "{}"}, {"type": "text", "text": TEXT}]
    ),
    "content as an object": said(content=json.loads(TEXT)),
    "content null, the answer in thought": said(content=None, reasoning_content=TEXT),
    "content empty, the answer in reasoning": said(content="", reasoning=f"So I say\n{TEXT}"),
    "content blank, the answer in thinking": said(content="\n", thinking=TEXT),
    "in a call": said(content=None, tool_calls=[CALL]),
    "in a call with arguments as an object": said(
        tool_calls=[{"function": {"name": "t", "arguments": json.loads(TEXT)}}]
    ),
    "in a call with arguments encoded twice": said(
        tool_calls=[{"function": {"name": "t", "arguments": json.dumps(TEXT)}}]
    ),
    "in a function": said(content=None, function_call={"name": "talk", "arguments": TEXT}),
    "in content beside an empty call": said(content=TEXT, tool_calls=[EMPTY_CALL]),
    "in a call beside prose": said(content="Let me hand that in.", tool_calls=[CALL]),
    "in the second of two calls": said(content=None, tool_calls=[EMPTY_CALL, CALL]),
    "as a message that was parsed": said(content=None, parsed=json.loads(TEXT)),
    "as a completion of text": json.dumps({"choices": [{"text": TEXT, "finish_reason": "stop"}]}),
    "as a delta": json.dumps({"choices": [{"delta": {"content": TEXT}, "finish_reason": "stop"}]}),
    "of another interface: message": json.dumps({"message": {"role": "assistant", "content": TEXT}, "done": True}),
    "of another interface: response": json.dumps({"response": TEXT, "done": True}),
    "of another interface: parts": json.dumps(
        {"candidates": [{"content": {"parts": [{"text": TEXT}]}, "finishReason": "STOP"}]}
    ),
    "of another interface: blocks": json.dumps(
        {"type": "message", "role": "assistant", "content": [{"type": "text", "text": TEXT}]}
    ),
    "of another interface: output": json.dumps(
        {
            "output": [
                {"type": "reasoning", "summary": []},
                {"type": "message", "content": [{"type": "output_text", "text": TEXT}]},
            ]
        }
    ),
    "content in parts of JSON": said(content=[{"type": "output_json", "json": json.loads(TEXT)}]),
    "content null, the answer in blocks of thought": said(
        content=None, thinking_blocks=[{"type": "thinking", "thinking": TEXT, "signature": "x"}]
    ),
    "content empty, the answer in a field of the provider": said(
        content="", provider_specific_fields={"reasoning_content": TEXT}
    ),
    "content null, the answer in details of thought": said(
        content=None, reasoning_details=[{"type": "reasoning.text", "text": TEXT}]
    ),
    "content empty, the answer in analysis": said(content="", analysis=TEXT),
    "in calls by number": said(content=None, tool_calls={"0": CALL}),
    "in a call alone": said(content=None, tool_calls=CALL),
    "in a call of one's own kind": said(
        content=None, tool_calls=[{"type": "custom", "custom": {"name": "t", "input": TEXT}}]
    ),
    "in a call that was taken for none": said(content="", invalid_tool_calls=[{"name": "t", "args": TEXT}]),
    "in two halves of a call": said(
        content=None,
        tool_calls=[{"index": 0, "function": {"name": "t", "arguments": part}} for part in (TEXT[:9], TEXT[9:])],
    ),
    "in the second choice, the first being empty": json.dumps(
        {"choices": [{"index": at, "message": {"content": text}} for at, text in enumerate([None, TEXT])]}
    ),
    "in the choice that is numbered first": json.dumps(
        {"choices": [{"index": at, "message": {"content": text}} for at, text in ((1, "Another."), (0, TEXT))]}
    ),
    "after no choice": json.dumps({"choices": [None, {"message": {"content": TEXT}}]}),
    "beside a refusal that is none": said(content=TEXT, refusal="null"),
    "in a wrapper that says that all is well": json.dumps({"code": 200, "msg": "ok", "data": json.loads(PLAIN)}),
    "in a wrapper that says so by nought": json.dumps({"code": 0, "message": "success", "data": json.loads(PLAIN)}),
    "of another interface: text": json.dumps({"text": TEXT, "finish_reason": "COMPLETE"}),
    "of another interface: native": json.dumps({"content": TEXT, "stop": True, "tokens_evaluated": 3}),
    "of another interface: results": json.dumps({"results": [{"generated_text": TEXT, "stop_reason": "eos_token"}]}),
    "of another interface: results of text": json.dumps({"results": [{"text": TEXT}]}),
    "of another interface: pieces of output": json.dumps({"output": [TEXT[:9], TEXT[9:]], "status": "succeeded"}),
    "of another interface: output with a message": json.dumps(
        {"output": {"message": {"role": "assistant", "content": [{"text": TEXT}]}}, "stopReason": "end_turn"}
    ),
    "of another interface: output with choices": json.dumps({"output": {"choices": [{"message": {"content": TEXT}}]}}),
    "of another interface: result": json.dumps({"id": "x", "result": TEXT, "is_truncated": False}),
    "of another interface: generated": json.dumps([{"generated_text": TEXT}]),
    "as an answer in a result": json.dumps({"result": {"response": json.loads(TEXT)}, "success": True, "errors": []}),
    "as an answer and nothing around it": TEXT,
    "as an event over several lines": "".join(
        f"data: {line}\n" for line in json.dumps(json.loads(PLAIN), indent=1).split("\n")
    )
    + "\n",
    "as events with a line end within a text": events(*CHUNKS, LAST).replace("\\u2014", "\u2028\u2014"),
    "as events with line ends of old": events(*CHUNKS, LAST).replace("\n", "\r"),
    "as events with parts": events(
        *({"choices": [{"delta": {"content": [{"type": "text", "text": piece}]}}]} for piece in PIECES), LAST
    ),
    "as events by name": events(
        *({"type": "content_block_delta", "delta": {"type": "text_delta", "text": piece}} for piece in PIECES)
    ),
    "as events by name, of a call": events(
        *({"type": "content_block_delta", "delta": {"type": "input_json_delta", "partial_json": p}} for p in PIECES)
    ),
    "as events of output": events(*({"type": "response.output_text.delta", "delta": piece} for piece in PIECES)),
    "as events of output with the whole at the end": events(
        {"type": "response.created", "response": {"output": []}},
        {"type": "response.completed", "response": {"output": [{"type": "message", "content": [{"text": TEXT}]}]}},
    ),
    "as events of candidates": events(
        *({"candidates": [{"content": {"parts": [{"text": piece}], "role": "model"}}]} for piece in PIECES)
    ),
    "as a list of candidates": json.dumps(
        [{"candidates": [{"content": {"parts": [{"text": piece}], "role": "model"}}]} for piece in PIECES]
    ),
    "in a wrapper": json.dumps({"data": json.loads(PLAIN), "success": True}),
    "content in parts of values": said(content=[{"type": "text", "text": {"value": TEXT, "annotations": []}}]),
    "in the text beside an empty message": json.dumps({"choices": [{"message": {"content": ""}, "text": TEXT}]}),
    "in a field of the message beside its content": said(content=None, answer=TEXT),
    "as the last of a conversation": json.dumps(
        {"messages": [{"role": "user", "content": "What now?"}, {"role": "assistant", "content": TEXT}]}
    ),
    "as a text of JSON in a body": json.dumps({"statusCode": 200, "headers": {}, "body": PLAIN}),
    "as an event that is marked twice": f"data: data: {PLAIN}\n\n",
    "as events of a local server": events(*({"content": piece, "stop": False} for piece in PIECES)),
    "as events of tokens": events(*({"token": {"text": piece}, "generated_text": None} for piece in PIECES)),
    "as events of messages": events(
        *({"type": "content-delta", "delta": {"message": {"content": {"text": piece}}}} for piece in PIECES)
    ),
    "behind a comment of a page": f"<!-- cached -->\n{PLAIN}",
    "within marks": f"<response>{PLAIN}</response>",
    "within a call of a script": f"callback({PLAIN});",
    "with a line end that is not escaped": PLAIN.replace('"role": "assistant"', '"role": "assistant", "note": "a\nb"'),
    "with an escape that is none": PLAIN.replace('"role":', r'"note": "it\'s", "role":'),
    "as Python writes it": str(json.loads(PLAIN)),
    "in one call that is called so": said(content=None, tool_call={"name": "talk", "arguments": TEXT}),
    "in a function of the message": said(content=None, function={"name": "talk", "arguments": TEXT}),
    "content null, the answer in think": said(content=None, think=TEXT),
    "content null, the answer in steps of thought": said(content=None, reasoning_steps=[{"text": TEXT}]),
    "content in parts of JSON as text": said(content=[{"type": "json", "json": TEXT}]),
    "beside a word for no refusal": said(content=TEXT, refusal="N/A"),
    "in the last message of a choice": json.dumps(
        {"choices": [{"messages": [{"role": "assistant", "content": TEXT}]}]}
    ),
    "in a choice whose message is a list": json.dumps({"choices": [{"message": [{"content": TEXT}]}]}),
    "under names with capital letters": json.dumps({"Choices": [{"Message": {"Role": "assistant", "Content": TEXT}}]}),
    "in a wrapper called payload": json.dumps({"payload": json.loads(PLAIN)}),
    "in a wrapper called content": json.dumps({"status": "success", "content": json.loads(PLAIN)}),
    "in a wrapper with a capital letter": json.dumps({"Response": json.loads(PLAIN)}),
    "as the result of a call of a tool": json.dumps(
        {"jsonrpc": "2.0", "id": 1, "result": {"content": [{"type": "text", "text": TEXT}]}}
    ),
    "as a conversation that was generated": json.dumps(
        [{"generated_text": [{"role": "user", "content": "?"}, {"role": "assistant", "content": TEXT}]}]
    ),
    "as events with a capital letter": events(*CHUNKS, LAST).replace("data:", "Data:"),
    "as events each of which is a text of JSON": "\n".join(
        json.dumps(f"data: {json.dumps(each)}") for each in (*CHUNKS, LAST)
    ),
    "as events without anything between": "".join(json.dumps(each) for each in (*CHUNKS, LAST)),
    "as events as Python writes bytes": "\n".join(f"b'data: {json.dumps(each)}'" for each in (*CHUNKS, LAST)),
    "on a page for whoever looks at it": f"<html><body><pre>{html.escape(PLAIN)}</pre></body></html>",
}


@pytest.mark.parametrize("name", BODIES)
def test_the_answer_in_a_body_is_found(name: str) -> None:
    found = completion_of(BODIES[name], WANTED)
    assert found is not None
    assert TEXT.split("\u2014")[-1] in found.text.replace("\\u2014", "\u2014").replace('\\"', '"').replace("{'", '{"')


@pytest.mark.parametrize(
    ("name", "carrier"),
    [
        ("plain", "content"),
        ("content null, the answer in thought", "thought"),
        ("in a call", "tool"),
        ("in a function", "function"),
        ("in content beside an empty call", "content"),
        ("in a call beside prose", "tool"),
    ],
)
def test_the_field_that_held_the_answer_is_told(name: str, carrier: str) -> None:
    found = completion_of(BODIES[name], WANTED)
    assert found is not None
    assert found.carrier == carrier


def test_a_draft_in_thought_is_no_answer_where_the_reply_was_cut_or_something_was_said() -> None:
    cut = completion_of(json.dumps(body({"content": None, "reasoning_content": TEXT}, finish_reason="length")), WANTED)
    assert cut is not None
    assert (cut.text, cut.has_thought) == ("", True)
    declined = completion_of(said(content="I would rather not.", reasoning_content=TEXT), WANTED)
    assert declined is not None
    assert declined.text == "I would rather not."


@pytest.mark.parametrize(
    "raw",
    [
        PLAIN.encode("utf-8-sig"),
        PLAIN.encode("utf-16"),
        PLAIN.encode("utf-16-le"),
        PLAIN.encode("utf-16-be"),
        PLAIN.encode("utf-32"),
        gzip.compress(PLAIN.encode()),
        PLAIN.encode("cp1252"),
        PLAIN.encode() + b"\0\0",
        b"\0\0" + PLAIN.encode(),
        b"\0" + PLAIN.encode(),
    ],
    ids=["mark", "utf-16", "little", "big", "utf-32", "zipped", "windows", "noughts", "noughts first", "nought first"],
)
def test_a_body_is_read_in_the_encoding_that_it_has(raw: bytes) -> None:
    found = completion_of(decoded(raw), WANTED)
    assert found is not None
    assert found.text == TEXT


NAMED_ERRORS = [
    (402, {"base_resp": {"status_code": 1008, "status_msg": "insufficient balance"}, "choices": None}),
    (401, {"base_resp": {"status_code": 1004, "status_msg": "login fail: please carry the API key"}}),
    (401, {"fault": {"faultstring": "Invalid ApiKey", "detail": {"errorcode": "oauth.v2.InvalidApiKey"}}}),
    (401, {"success": False, "errors": [{"code": 10000, "message": "Authentication error"}], "result": None}),
    (402, {"code": 1113, "msg": "\u8d26\u6237\u5df2\u6b20\u8d39", "success": False}),
    (502, {"choices": [{"delta": {"content": "{"}, "finish_reason": "error"}], "error": {"code": 502, "message": "x"}}),
    (502, {"status": "error", "message": "out of memory"}),
    (502, {"detail": "Internal error"}),
    (401, {"success": False, "message": "Invalid token"}),
    (401, {"ok": False, "description": "Unauthorized"}),
    (401, {"errcode": 40001, "errmsg": "invalid credential"}),
    (401, {"header": {"code": 11200, "message": "AppIdNoAuthError", "sid": "x"}}),
    (429, {"code": 1002, "msg": "\u8bf7\u6c42\u8fc7\u4e8e\u9891\u7e41", "data": None}),
    (429, {"error_code": 17, "error_msg": "Open api daily request limit reached"}),
    (503, {"status": "error", "message": "Model is loading"}),
]


@pytest.mark.parametrize(("status", "given"), NAMED_ERRORS)
def test_an_error_within_is_known_by_the_fields_of_other_hosts(status: int, given: Any) -> None:
    found = error_in(given)
    assert found is not None
    assert found.status == status


@pytest.mark.parametrize(
    ("status", "given"),
    [
        (429, {"Error": {"Code": "Throttling", "Message": "Too fast"}}),
        (401, {"Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "x"}, "RequestId": "1"}}),
        (401, {"ResponseMetadata": {"Error": {"Code": "AuthFailure", "Message": "The key is not found"}}}),
    ],
)
def test_an_error_within_is_known_under_names_with_capital_letters(status: int, given: Any) -> None:
    found = error_in(data_of(json.dumps(given)))
    assert found is not None
    assert found.status == status


@pytest.mark.parametrize(
    ("message", "words"),
    [
        ({"content": [{"type": "refusal", "refusal": "I cannot assist."}]}, "I cannot assist."),
        ({"content": None, "refusal": {"text": "No."}}, "No."),
    ],
)
def test_a_refusal_is_found_in_a_part_and_in_an_object(message: dict[str, Any], words: str) -> None:
    found = completion_of(said(**message), WANTED)
    assert found is not None
    assert found.refusal == words


def test_a_prompt_that_was_blocked_is_a_refusal() -> None:
    found = completion_of(json.dumps({"promptFeedback": {"blockReason": "PROHIBITED_CONTENT"}}), WANTED)
    assert found is not None
    assert (found.refusal, found.text) == ("the prompt was blocked (PROHIBITED_CONTENT)", "")


@pytest.mark.parametrize(
    "page",
    [
        f"<!DOCTYPE html><html><body><script>var x = {PLAIN}</script></body></html>",
        f"\n<html>\n{PLAIN}\n</html>",
        PLAIN[: len(PLAIN) // 2],
        "{" * 3000,
    ],
    ids=["a page", "a page with lines", "half of it", "braces"],
)
def test_in_a_page_and_in_what_breaks_off_there_is_no_completion(page: str) -> None:
    assert completion_of(page, WANTED) is None


ERRORS = {
    401: {"error": {"message": "No auth credentials found", "code": 401}},
    429: {"error": {"message": "Rate limit exceeded", "type": "rate_limit_error"}},
    503: {"type": "error", "error": {"type": "overloaded_error", "message": "Overloaded"}},
    400: {"object": "error", "message": "Input is too long", "type": "BadRequestError", "code": 400},
    404: {"error": "model_not_found"},
    502: {"error": {"message": "Provider returned something odd"}},
    500: {"choices": [{"error": {"code": 500, "message": "Upstream failed"}, "finish_reason": "error"}]},
    422: {"errors": [{"status": "422", "message": "unprocessable"}]},
}


@pytest.mark.parametrize("status", ERRORS)
def test_an_error_within_is_read_as_its_own_status(status: int) -> None:
    found = error_in(ERRORS[status])
    assert found is not None
    assert found.status == status
    assert "error" in found.said


def test_an_error_in_a_stream_is_found_behind_its_beginning() -> None:
    found = error_in(data_of(events(*CHUNKS[:2], {"error": {"code": 503, "message": "gone"}})))
    assert found is not None
    assert found.status == 503


@pytest.mark.parametrize(
    "given",
    [
        {"code": 200, "msg": "ok", "data": json.loads(PLAIN)},
        {"status": "ok", "object": "response", "message": "success", "result": json.loads(PLAIN)},
        json.loads(PLAIN),
        {"choices": [], "usage": {}},
        [],
        None,
        "x",
        {"error": None, **json.loads(PLAIN)},
    ],
)
def test_a_completion_is_no_error(given: Any) -> None:
    assert error_in(given) is None


@pytest.mark.parametrize(
    ("given", "counts"),
    [
        ({"prompt_tokens": 7, "completion_tokens": 3}, (7, None, 3, None)),
        ({"input_tokens": 7, "output_tokens": 3, "cache_read_input_tokens": 5}, (7, 5, 3, None)),
        ({"prompt_eval_count": 7, "eval_count": 3}, (7, None, 3, None)),
        ({"promptTokenCount": 7, "candidatesTokenCount": 3, "thoughtsTokenCount": 2}, (7, None, 3, 2)),
        ({"prompt_tokens": 7, "total_tokens": 10}, (7, None, 3, None)),
        ({"prompt_tokens": 0, "completion_tokens": 0}, (None, None, None, None)),
        ({"prompt_tokens": 7.0, "completion_tokens": "3"}, (7, None, 3, None)),
        ({"prompt_tokens": -1, "completion_tokens": True}, (None, None, None, None)),
        ({"output_tokens": 9, "output_tokens_details": {"reasoning_tokens": 4}}, (None, None, 9, 4)),
        ({}, (None, None, None, None)),
        (None, (None, None, None, None)),
    ],
)
def test_tokens_are_counted_by_whatever_name_and_never_as_nought(given: Any, counts: tuple[int | None, ...]) -> None:
    assert usage_of(given) == TokenUsage(*counts)


def test_no_body_raises() -> None:
    chance = random.Random(11)
    whole = [each.encode() for each in BODIES.values()] + [json.dumps(each).encode() for each in ERRORS.values()]
    odd: list[bytes] = [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[" * 90_000,
        b'{"choices":' * 9000,
        b"data:",
        b"data: {",
        b"\x1f\x8bno",
        b"<html>",
    ]
    for _ in range(1500):
        raw = bytearray(chance.choice(whole))
        for _ in range(chance.randint(1, 4)):
            at = chance.randrange(len(raw))
            raw[at : at + chance.randint(0, 9)] = chance.choice([*odd[:4], b'"', b"\\", b"\xff", b"{", b"}", b"0"])
        odd.append(bytes(raw))
    for each in odd:
        text = decoded(each)
        completion_of(text, WANTED)
        error_in(data_of(text))
    values: list[Any] = [None, 0, "x", [], {}, [None], {"message": 3}, {"content": [[]]}, True, 1.5, [{"text": {}}]]
    for _ in range(3000):
        message = {
            name: chance.choice(values)
            for name in ("content", "tool_calls", "function_call", "reasoning", "parsed", "refusal")
        }
        shape = {"choices": chance.choice([[{"message": message}], message, [message]]), "usage": chance.choice(values)}
        completion_of(json.dumps(shape), WANTED)
