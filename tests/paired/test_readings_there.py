"""What a reading names and no game has is told before one is played, with what is there."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest
from pydantic import TypeAdapter, ValidationError

from wargame.paired.readings import Reading
from wargame.paired.readings_there import OpenedGames, opened_games, reading_faults
from wargame.scenario.faults import dotted
from wargame.table.opening import choose

_READING: TypeAdapter[Reading] = TypeAdapter(Reading)
SUPPORT = {"kind": "support", "giver": "meta", "taker": "rome", "level": 2}


@lru_cache(maxsize=1)
def games() -> OpenedGames:
    return opened_games([choose("first-download").opening()], "this experiment")


def faults(data: dict[str, Any]) -> list[str]:
    return [f"{dotted(key)}: {said}" for key, said in reading_faults(_READING.validate_python(data), games())]


def worth(**changed: object) -> dict[str, Any]:
    clause = {**SUPPORT, **{name: value for name, value in changed.items() if name != "parties"}}
    parties = changed.get("parties", ["rome", "meta"])
    terms = {"parties": parties, "clauses": [clause], "secret": False, "turns": 3}
    return {"kind": "worth", "seat": "rome", "terms": terms}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (
            {"kind": "events", "of": ["agreement_signed"], "about": "roma"},
            "about: about names 'roma'; it must be",
        ),
        ({"kind": "orders", "of": ["threaten"], "by": ["rome", "kyiv"]}, r"by\[1\]: by names 'kyiv'"),
        ({"kind": "signed", "parties": ["kyiv"]}, r"parties\[0\]: parties names 'kyiv'; .*: rome, anthropic, meta"),
        ({"kind": "signed", "clause": "access", "giver": ["openai"]}, r"giver\[0\]: giver names 'openai'"),
        ({"kind": "lines", "holder": ["roma"]}, r"holder\[0\]: holder names 'roma'"),
        ({"kind": "lines", "owner": ["mistral"]}, r"owner\[0\]: owner names 'mistral'"),
        ({"kind": "measure", "seat": "paris", "measure": "capability"}, "seat: seat names 'paris'"),
        ({"kind": "standing", "parties": ["kyiv"]}, r"parties\[0\]"),
        (worth(parties=["rome", "kyiv"]), r"terms.parties\[1\]: parties names 'kyiv'"),
        (worth(giver="openai"), r"terms.clauses\[0\].giver: giver names 'openai'"),
        (
            {"kind": "value", "of": ["rome.trust.washington", "rome.trst.washington"]},
            r"of\[1\]: no variable is called 'rome.trst.washington'; did you mean rome.trust.washington",
        ),
        ({"kind": "value", "of": ["rome.A"], "less": ["roma.A"]}, r"less\[0\]: no game of this experiment has roma.A"),
        ({"kind": "value", "of": ["rome.leverage.nobody"]}, r"of\[0\]: no game of this experiment has rome.leverage"),
        ({"kind": "value", "of": ["roma.tuned.command-llama"]}, r"of\[0\]: no game of this experiment has roma.tuned"),
        (
            {"kind": "value", "of": ["x"]},
            r"of\[0\]: no variable is called 'x'; it must be a variable of the",
        ),
        ({"kind": "rises", "of": ["rome.C"]}, r"of\[0\]: rome.C is computed from other variables"),
        ({"kind": "rises", "of": ["{ally}.budgt"]}, r"of\[0\]: no variable is called '{ally}.budgt'"),
    ],
)
def test_what_no_game_has_is_named_with_its_place(data: dict[str, Any], said: str) -> None:
    (found,) = faults(data)
    assert re.match(said, found), found


@pytest.mark.parametrize(
    "data",
    [
        {"kind": "value", "of": ["{ally}.trust.washington", "world.cohesion"], "less": ["rome.C"]},
        {"kind": "value", "of": ["rome.leverage.meta", "rome.leverage.max", "rome.tuned.command-llama"]},
        {"kind": "rises", "of": ["rome.budget"]},
        {"kind": "signed", "clause": "support", "giver": ["meta"], "parties": ["rome"]},
        {"kind": "events", "of": ["lab_threatened"], "about": "anthropic"},
        {"kind": "lines", "owner": ["alibaba"], "holder": ["rome"], "source": ["open"]},
        worth(),
    ],
)
def test_what_a_game_has_passes(data: dict[str, Any]) -> None:
    assert faults(data) == []


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"kind": "events", "of": ["signd"]}, "'signd' is no kind of event; did you mean .*'agreement_signed'"),
        (
            {"kind": "events", "of": ["xyzzy"]},
            "'xyzzy' is no kind of event; it must be one of those that docs/ev",
        ),
        ({"kind": "events", "of": []}, "at least 1 item"),
        ({"kind": "orders", "of": ["thraten"]}, "'thraten' is no kind of order; did you mean 'threaten'"),
        ({"kind": "signed", "clause": "acces"}, "'acces' is no kind of clause; did you mean 'access'"),
        ({"kind": "measure", "seat": "rome", "measure": "capabilty"}, "'capabilty' is no measure; did you mean"),
        ({"kind": "lines", "source": ["stoln"]}, "'stolen'"),
    ],
)
def test_a_kind_that_there_is_not_is_no_reading(data: dict[str, Any], said: str) -> None:
    with pytest.raises(ValidationError, match=said):
        _READING.validate_python(data)
