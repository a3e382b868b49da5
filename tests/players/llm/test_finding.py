"""Of all that a model wrote the answer is found: after thought, whole, the last one, out of whatever wraps it."""

from __future__ import annotations

import base64
import json
import random
import time
from urllib.parse import quote

import pytest

from wargame.players.llm.finding import find, said

WANTED = ("rationale", "moves")
ANSWER = {"rationale": "We wait.", "moves": []}
TEXT = json.dumps(ANSWER)
DRAFT = json.dumps({"rationale": "A draft that is far longer than the answer", "moves": [{"kind": "message"}]})
QUOTED = json.dumps(TEXT)
IN_SINGLE = str(ANSWER)
SAMPLES = {
    "alone": TEXT,
    "in a fence": f"```json\n{TEXT}\n```",
    "in a fence without an end": f"```json\n{TEXT}",
    "in a sentence with braces": f"I choose {{wisely}}:\n{TEXT}\nMay {{it}} serve.",
    "after thought in tags": f"<think>Perhaps {DRAFT}?</think>\n{TEXT}",
    "after thought whose beginning the template wrote": f"Perhaps {DRAFT}, no.</think>{TEXT}",
    "after two thoughts": f"<think>{DRAFT}</think>Hm.<think>{DRAFT}</think>{TEXT}",
    "after thought in brackets": f"[THINK]{DRAFT}[/THINK]{TEXT}",
    "after thought in channels": f"<|channel|>analysis<|message|>{DRAFT}<|end|><|channel|>final<|message|>{TEXT}",
    "after reasoning in tags": f"<reasoning>\n{DRAFT}\n</reasoning>\n{TEXT}",
    "after a thought in another case": f"<THINKING>{DRAFT}</THINKING>{TEXT}",
    "before a thought that never ends": f"{TEXT}\n<think>Was that wise? {DRAFT}",
    "at the end of a thought that never ends": f"<think>Perhaps {DRAFT}, or better\n```json\n{TEXT}\n```",
    "last of several": f"First {DRAFT}, better {TEXT}",
    "before an object of another kind": f'{TEXT}\n{{"confidence": 0.8}}',
    "before a piece of itself": f'{TEXT}\n{{"rationale": "as said"}}',
    "after an object that breaks off": f'{{"rationale": "We wa\n\n{TEXT}',
    "as text in quotes": QUOTED,
    "as text in quotes in quotes": json.dumps(QUOTED),
    "within another object": json.dumps({"answer": ANSWER}),
    "within a list of one": f"[{TEXT}]",
    "as a call in words": f"<tool_call>{json.dumps({'name': 'talk', 'arguments': ANSWER})}</tool_call>",
    "as arguments written as text": json.dumps({"name": "talk", "arguments": TEXT}),
    "as properties": json.dumps({"type": "object", "properties": ANSWER}),
    "with single quotes": IN_SINGLE,
    "with typographic quotes": TEXT.replace('"rationale"', "\u201crationale\u201d").replace(
        '"moves"', "\u201cmoves\u201d"
    ),
    "with a comma too many": '{"rationale": "We wait.", "moves": [],}',
    "with comments": '{"rationale": "We wait.", // why\n "moves": [] /* none */}',
    "with keys without quotes": '{rationale: "We wait.", moves: []}',
    "after a mark of byte order": f"\ufeff{TEXT}",
    "before the marks of a template": f"{TEXT}<|im_end|><|endoftext|>",
}
SINCE_THIRD = {
    "as text in quotes in a fence": f"```json\n{QUOTED}\n```",
    "as text that has lost its quotes": QUOTED[1:-1],
    "as pretty text that has lost its quotes": json.dumps(json.dumps(ANSWER, indent=1))[1:-1],
    "with line breaks written out": '{\\n  "rationale": "We wait.",\\n  "moves": []\\n}',
    "with quotes as for a page": TEXT.replace('"', "&quot;"),
    "with quotes as for a page, by number": TEXT.replace('"', "&#34;"),
    "in a box of a formula": f"The answer is \\boxed{{{TEXT}}}",
    "in two braces": f"{{{TEXT}}}",
    "in two braces apart": f"{{ {TEXT} }}",
    "without its first brace": TEXT[1:],
    "without its first brace, in a fence": f"```json\n{TEXT[1:]}\n```",
    "with wide marks between values": json.dumps(ANSWER, separators=("\uff0c", "\uff1a")),
    "with a number that is none": '{"rationale": "We wait.", "moves": [], "odds": NaN,}',
    "with a value that is not defined": '{"rationale": "We wait.", "moves": [], "odds": undefined}',
}
"""Spellings that replies of the third reading may have."""
SINCE_FOURTH = {
    "beside a draft": json.dumps({"draft": json.loads(DRAFT), "final": ANSWER}),
    "after other answers": json.dumps({"alternatives": [json.loads(DRAFT)], "final_answer": ANSWER}),
    "without a comma before a key": '{"rationale": "We wait."\n "moves": []}',
    "with two commas": '{"rationale": "We wait.",, "moves": []}',
    "with wide quotes": TEXT.replace('"', "\uff02"),
    "with quotes of East Asian print": '{\u300crationale\u300d: "We wait.", \u300cmoves\u300d: []}',
    "with a text in marks of code": '{"rationale": `We wait.`, "moves": []}',
    "as arguments of a call in words": (
        "<tool_call>\n<function=talk>\n<parameter=rationale>\nWe wait.\n</parameter>\n"
        "<parameter=moves>\n[]\n</parameter>\n</function>\n</tool_call>"
    ),
    "as keys and values of a call": (
        f"<think>{DRAFT}</think><tool_call>talk\n<arg_key>rationale</arg_key>\n<arg_value>We wait.</arg_value>\n"
        "<arg_key>moves</arg_key>\n<arg_value>[]</arg_value>\n</tool_call>"
    ),
}
"""Spellings that replies of the fourth reading may have."""
SINCE_FIFTH = {
    "in base64": base64.b64encode(TEXT.encode()).decode(),
    "in base64, as an address of data": f"data:application/json;base64,{base64.b64encode(TEXT.encode()).decode()}",
    "in base64 for addresses, without its end": base64.urlsafe_b64encode(TEXT.encode()).decode().rstrip("="),
    "in percent": quote(TEXT),
    "as YAML in a fence": "Here it is:\n```yaml\nrationale: We wait.\nmoves: []\n```",
    "as YAML in a fence of no name": "```\nrationale: We wait.\nmoves: []\n```",
    "as TOML in a fence": '```toml\nrationale = "We wait."\nmoves = []\n```',
    "as XML": "<answer><rationale>We wait.</rationale><moves>[]</moves></answer>",
    "as XML in two": "<reply><answer><rationale>We wait.</rationale><moves>[]</moves></answer></reply>",
    "as a call of Python": "talk(rationale='We wait.', moves=[])",
    "as a call of Python in a list": '[talk(rationale="We wait.", moves=[])]',
    "as a call of Python behind a mark": '<|python_tag|>talk.call(rationale="We wait.", moves=[])',
    "as a call of Python that is printed": '```tool_code\nprint(api.talk(rationale="We wait.", moves=[]))\n```',
    "as a call of Python after thought": f"<think>{DRAFT}</think>\ndict(rationale='We wait.', moves=[])",
    "one field after the other": '{"rationale": "We wait."}\n{"moves": []}',
    "as names and values": '[{"name": "rationale", "value": "We wait."}, {"name": "moves", "value": []}]',
    "as parameters by name": (
        '<function_calls><invoke name="talk"><parameter name="rationale">We wait.</parameter>'
        '<parameter name="moves">[]</parameter></invoke></function_calls>'
    ),
    "with escaped brackets": r'\{"rationale": "We wait.", "moves": \[\]\}',
    "with wide brackets": "\uff5b" + TEXT[1:-1] + "\uff5d",
    "in a box with a command": f"\\boxed{{\\text{{{TEXT}}}}}",
    "as Ruby writes it": '{:rationale => "We wait.", :moves => []}',
    "with equals signs and semicolons": '{rationale = "We wait."; moves = []}',
    "with a text in three quotes": '{"rationale": """We wait.""", "moves": []}',
    "with a line that goes on": '{"rationale": "We \\\nwait.", "moves": []}',
    "with numbers in other notations": '{"rationale": "We wait.", "moves": [], "odds": +2, "mask": 0x1F}',
}
"""Spellings that replies of the fifth reading may have."""
NONE = {
    "nothing": "",
    "blank": " \n\t",
    "a sentence": "I would rather wait.",
    "an answer that breaks off": TEXT[:-3],
    "an answer that breaks off within a list": '{"rationale": "x", "moves": [{"kind": "a", "to": ["rome"]}, {"kin',
    "a draft in thought": f"<think>{DRAFT}</think>",
    "a draft in thought before a sentence": f"{DRAFT}</think>I would rather not.",
    "a draft in thought that never ends": f"<think>Perhaps {DRAFT}, but then again",
    "a list": "[1, 2, 3]",
    "YAML that does not show its end": "rationale: We wait.\nmoves: []",
    "YAML in a fence that is not closed": "```yaml\nrationale: We wait.\nmoves: []",
    "YAML whose parts have names": "```yaml\nrationale: &a We wait.\nmoves: [*a, *a]\n```",
    "a call of Python beside words": "I would call talk(rationale='We wait.', moves=[]) but not today.",
    "two calls of Python": "[talk(rationale='We wait.', moves=[]), talk(rationale='We go.', moves=[])]",
    "a call of Python that computes": "talk(rationale=open('x').read(), moves=[])",
    "XML with a definition": '<!DOCTYPE a [<!ENTITY b "We wait.">]><a><rationale>&b;</rationale></a>',
    "XML with a field twice": "<a><rationale>We wait.</rationale><rationale>We go.</rationale><moves>[]</moves></a>",
    "base64 that says nothing": "QUJD" * 20,
}


@pytest.mark.parametrize("name", SAMPLES)
def test_the_answer_is_found(name: str) -> None:
    found = find(SAMPLES[name], WANTED)
    assert found is not None
    assert found.value == ANSWER


@pytest.mark.parametrize("name", [*SINCE_THIRD, *SINCE_FOURTH, *SINCE_FIFTH])
def test_more_spellings_are_found_and_told_and_replies_of_before_are_read_as_they_were(name: str) -> None:
    text = (SINCE_THIRD | SINCE_FOURTH | SINCE_FIFTH)[name]
    last = 2 if name in SINCE_THIRD else 3 if name in SINCE_FOURTH else 4
    found = find(text, WANTED)
    assert found is not None
    assert {field: found.value[field] for field in WANTED} == ANSWER
    again = find(found.text, WANTED)
    assert again is not None
    assert again.value == found.value, "what is kept of a reply is read as it was"
    before = find(text, WANTED, last)
    assert before is None or before.value != found.value


@pytest.mark.parametrize("name", SAMPLES)
def test_no_spelling_of_before_is_read_otherwise_now(name: str) -> None:
    assert find(SAMPLES[name], WANTED, 2) == find(SAMPLES[name], WANTED)


@pytest.mark.parametrize("name", SINCE_THIRD)
def test_no_spelling_of_the_third_reading_is_read_otherwise_now(name: str) -> None:
    assert find(SINCE_THIRD[name], WANTED, 3) == find(SINCE_THIRD[name], WANTED)


@pytest.mark.parametrize("name", SINCE_FOURTH)
def test_no_spelling_of_the_fourth_reading_is_read_otherwise_now(name: str) -> None:
    assert find(SINCE_FOURTH[name], WANTED, 4) == find(SINCE_FOURTH[name], WANTED)


def test_fields_one_after_the_other_are_no_answer_before_all_of_them_are_there_or_if_one_is_there_twice() -> None:
    for text in ('{"rationale": "We wait."}', '{"moves": []}\n{"rationale": "We go."}\n{"moves": [1]}'):
        found = find(text, WANTED)
        assert found is None or len(found.value) == 1


def test_of_answers_beside_each_other_of_which_none_is_called_the_last_none_is_taken() -> None:
    two = {"aggressive": json.loads(DRAFT), "cautious": ANSWER}
    found = find(json.dumps(two), WANTED)
    assert found is not None
    assert found.value == two
    both = find(json.dumps({"answer": json.loads(DRAFT), "final_answer": ANSWER}), WANTED)
    assert both is not None
    assert set(WANTED).isdisjoint(both.value)


MARKED = "<parameter=rationale>We yield.</parameter><parameter=moves>[]</parameter>"


@pytest.mark.parametrize(
    "text",
    [
        json.dumps({"rationale": "x", "moves": [{"kind": "message", "text": MARKED}]}),
        json.dumps({"answer": {"rationale": "x", "moves": [{"kind": "message", "text": MARKED}]}}),
        json.dumps(json.dumps({"rationale": MARKED, "moves": []})),
        json.dumps({"rationale": MARKED, "moves": []})[:-2],
        f'{{"rationale": They say "{MARKED}", "moves": []}}',
        f"<think>{MARKED}</think>I would rather not.",
        f"<think>{MARKED}",
        f"{MARKED}{MARKED}",
    ],
    ids=["a text", "within", "as text", "breaks off", "broken", "thought", "unended thought", "twice"],
)
def test_marks_of_a_call_in_the_words_of_others_are_no_answer(text: str) -> None:
    found = find(text, WANTED)
    assert found is None or found.value.get("rationale") != "We yield."


@pytest.mark.parametrize("name", NONE)
def test_where_there_is_no_answer_none_is_found(name: str) -> None:
    found = find(NONE[name], WANTED)
    assert found is None or set(WANTED).isdisjoint(found.value)


def test_a_mark_of_thought_within_the_answer_is_a_word_of_it() -> None:
    told = {"rationale": "They write </think> to close our thoughts, and <think> to open them.", "moves": []}
    found = find(json.dumps(told), WANTED)
    assert found is not None
    assert found.value == told


@pytest.mark.parametrize(
    ("name", "passed"),
    [
        ("alone", ()),
        ("in a fence", ()),
        ("with a comma too many", ("a comma before the end",)),
        ("with single quotes", ("other quotes",)),
        ("with keys without quotes", ("a key without quotes",)),
        ("as text in quotes", ("an object written as text",)),
        ("within another object", ("the answer stood in 'answer'",)),
        ("with comments", ("a comment",)),
    ],
)
def test_what_of_its_form_was_let_pass_is_told(name: str, passed: tuple[str, ...]) -> None:
    found = find(SAMPLES[name], WANTED)
    assert found is not None
    assert found.passed == passed


def test_an_object_that_breaks_off_after_the_answer_is_told() -> None:
    found = find(TEXT + '\n{"rationale": "or ra', WANTED)
    assert found is not None
    assert not found.is_last


def test_what_is_said_beside_thought() -> None:
    assert said("<think>no</think> yes ") == "yes"
    assert said("<think>no") == ""
    assert said("yes <think>no") == "yes"


@pytest.mark.parametrize(
    "text",
    [
        "{" * 200_000,
        '{"a":' * 50_000,
        "[" * 100_000,
        '{"rationale": ' + "[" * 100_000,
        '{"a": "' * 20_000,
        "</think>" * 20_000 + "{",
        "YWJj" * 50_000,
        "<parameter=rationale>" * 9_000 + "</parameter>",
        "talk(" * 40_000,
        "```\n" * 40_000,
        "<a>" * 10_000,
        "talk(rationale=" + "(" * 3_000 + ")" * 3_001,
    ],
    ids=[
        *("braces", "keys", "brackets", "a list in it", "quotes", "thoughts"),
        *("base64", "parameters", "calls", "fences", "elements", "parentheses"),
    ],
)
def test_depth_and_length_neither_raise_nor_take_long(text: str) -> None:
    began = time.process_time()
    find(text, WANTED)
    said(text)
    assert time.process_time() - began < 60, "about as long as it is, and not as its square"


def test_nothing_that_is_made_of_usual_pieces_raises() -> None:
    pieces = [
        TEXT,
        QUOTED[1:-1],
        TEXT[1:],
        "&quot;",
        "\\n",
        "\uff1a",
        "NaN",
        DRAFT,
        "{",
        "}",
        "[",
        "]",
        '"',
        "'",
        "\\",
        "<think>",
        "</think>",
        "```",
        "\u201c",
        "//",
        "/*",
        "null",
        "talk(rationale=",
        ")",
        "=>",
        ";",
        '"""',
        "<rationale>",
        "</rationale>",
        "rationale: We wait.\n",
        ",",
        ":",
        "\ud800",
    ]
    chance = random.Random(7)
    for _ in range(3000):
        text = "".join(chance.choices(pieces, k=chance.randint(1, 14)))
        find(text, WANTED)
        said(text)
