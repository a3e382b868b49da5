"""What an endpoint objects to in a request, told from its own words, and what to change so that it takes it.

One table for all who ask: games, the call before a game and the probe. An objection to the form is no fault of the
model: with the right change the same question is answered.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any, Literal

ObjectionKind = Literal[
    "none",
    "luck",
    "tokens",
    "more_tokens",
    "token_field",
    "sampling",
    "set",
    "drop",
    "system",
    "size",
    "form",
    "unexplained",
]
"""none: not about the request; luck: what was drawn did not fit, another draw may; tokens: fewer are allowed;
more_tokens: more must be asked for; token_field: their limit has another name; sampling: its parameters are not taken;
set: a field must have a value; drop: a field is not known; system: a system text is not taken; size: the schema is too
large; form: this way of asking for JSON is not taken; unexplained: refused without a reason."""

TOKEN_FIELDS = ("max_tokens", "max_completion_tokens")
LEAST_TOKENS = 64
"""Fewer than this are no room for an answer."""
MOST_LEAST = 65_536
"""Tokens that an endpoint may want to be asked for at the least."""
LEAST_ROOM = 256
"""Tokens that the context must leave beside a prompt, or a quarter of what was asked for if that is less."""
_STATUSES = (400, 404, 413, 415, 422, 424, 500, 501)
_LUCK = re.compile(
    r"json_validate_failed|failed_generation|tool_use_failed|malformed_function_call|"
    r"failed to (?:generate|validate|parse|produce) (?:the )?(?:valid )?(?:json|output|response|a function)|"
    r"failed to call a function|does not match the expected schema|"
    r"(?:model|generated|response|its) (?:output|json|text|content|response)[^.]{0,40}"
    r"(?:not valid|invalid|did not|does not|could not be parsed|failed)|"
    r"could not (?:parse|validate) (?:the )?(?:model|generated|output)|output (?:parsing|validation) (?:error|failed)|"
    r"invalid json (?:was )?(?:generated|in (?:the )?(?:output|response))",
    re.IGNORECASE,
)
_LIMIT_NAMES = re.compile(
    r"max_?(?:completion_|new_|output_)?tokens|maxoutputtokens|max(?:imum)? (?:output|completion|new)? ?tokens|"
    r"maximum output|"
    r"completion tokens|output tokens",
    re.IGNORECASE,
)
_TOO_MANY = re.compile(
    r"too (?:large|high|big|many)|at most|maximum|less than|lower than|smaller than|<=|exceed|greater than|between|"
    r"range|larger than|larger value|up to|limit|cannot be more|\[\d+ ?, ?\d+\]|at least|minimum|>",
    re.IGNORECASE,
)
_BOUNDS = (
    r"at most {n}",
    r"less than or equal to {n}",
    r"(?:lower|less|smaller) than {n}",
    r"<=\s*{n}",
    r"(?:range|between)\D{{0,20}}\d+\D{{1,8}}{n}",
    r"\[\d+ ?, ?{n}\]",
    r"up to {n}",
    r"to {n} \((?:in|ex)clusive",
    r"> {n}",
    r"(?:greater|larger|more) than (?:the )?(?:limit|maximum)?\D{{0,30}}{n}",
    r"maximum\D{{0,60}}{n}",
    r"limit\D{{0,40}}{n}",
    r"supports\D{{0,30}}{n}",
)
_AT_LEAST = re.compile(
    r"(?:at least|greater than(?: or equal to)?|more than|larger than|minimum(?: of| is|:)?|>=?)\D{0,40}"
    r"(?P<n>\d[\d,_]*)",
    re.IGNORECASE,
)
_COUNT = r"(?P<n>\d[\d,_]*)"
_WINDOW = re.compile(
    r"(?:context (?:length|window|size)|max_model_len|n_ctx|tokens.? \+ .{0,20}must be <=?)\D{0,40}"
    r"(?P<window>\d[\d,]*)",
    re.IGNORECASE,
)
_TAKEN = re.compile(
    r"(?P<a>\d[\d,]*) (?:tokens )?(?:in|from|of) (?:the |your )?(?:messages|prompt|input)|(?P<b>\d[\d,]*) input tokens|"
    r"input has (?P<c>\d[\d,]*)|prompt (?:contains|has|is) (?:at least )?(?P<d>\d[\d,]*)|"
    r"\d+ > \d+ - (?P<e>\d+)|given: (?P<f>\d+) .?inputs",
    re.IGNORECASE,
)
_SYSTEM = re.compile(
    r"system (?:role|message|prompt|instruction)s?\b.{0,40}(?:not |un)support|"
    r"(?:not|n't) support (?:a |the )?system|only (?:supports? )?user messages|but got system|supported, got system|"
    r"permitted: 'user'|system'? is not one of|\u89d2\u8272\u4fe1\u606f\u4e0d\u6b63\u786e|"
    r"(?:not |un)support\w* (?:for )?(?:the )?(?:role )?.?system|does not support.{0,12}system|"
    r"(?:no|without|only|not).{0,20}role.{0,6}system|role.{0,6}system.{0,30}(?:not|invalid|unknown|unexpected)|"
    r"(?:invalid|unknown|unexpected|unsupported).{0,20}role.{0,10}system|developer instruction is not|"
    r"roles must alternate|system_instruction|first message must be.{0,12}user|only user and assistant roles|"
    r"(?:must|should) (?:be )?(?:one of )?.{0,6}user.{0,10}(?:and|or|,).{0,6}assistant",
    re.IGNORECASE,
)
_SIZE = re.compile(
    r"too many (?:enum|states|properties|schema|optional|anyof|unions?)|"
    r"enum values.{0,60}(?:limit|exceed|most|maximum)|"
    r"(?:schema|grammar|properties|nesting|depth).{0,60}(?:too (?:large|big|long|complex|deep|many)|exceed)|"
    r"exceeds? .{0,40}(?:enum|schema|grammar|nesting|depth|states)|levels of nesting|"
    r"constraint (?:is )?too (?:tall|large|big|complex)|"
    r"maximum (?:nesting|schema|depth|number of (?:enum|states|schema))",
    re.IGNORECASE,
)
_MUST_BE = re.compile(
    r"(?:parameter[. ]+)?[`'\"]?(?P<name>[a-z][a-z_]{3,40})[`'\"]? (?:must|should|has to) be (?:set to )?"
    r"[`'\"]?(?P<value>true|false)\b",
    re.IGNORECASE,
)
_STREAM = re.compile(
    r"only (?:supports? )?(?:the )?stream|stream(?:ing)? (?:mode )?(?:is |must be )?(?:required|enabled|mandatory)|"
    r"requires? (?:the )?stream|"
    r"enable the stream|must (?:use|set|enable) stream|"
    r"non-?streaming (?:is |requests? )?(?:are )?not (?:supported|allowed)",
    re.IGNORECASE,
)
_UNSUPPORTED = re.compile(
    r"unsupported|not support|not allowed|unrecogni[sz]ed|unknown|unexpected|extra inputs|extra fields|"
    r"not permitted|deprecated|only the default|not a valid|no such|additional properties|"
    r"must be 1\b|only 1 is allowed",
    re.IGNORECASE,
)
_ABOUT_FORM = re.compile(
    r"response[_ ]?formats?|response_mime|json_schema|json_object|json schema|json mode|structured.?output|"
    r"guided|grammar|\bstrict\b|schema|xgrammar|outlines|additionalproperties|\banyof\b",
    re.IGNORECASE,
)
_SAMPLED = re.compile(
    r"fixed|may only|cannot (?:both )?be|must be|must equal|invalid|not a supported|extraneous|out of range",
    re.IGNORECASE,
)
"""What is said of a parameter of sampling beside that it is not known."""
_RATHER = re.compile(rf"\buse\W{{0,3}}(?P<name>{'|'.join(TOKEN_FIELDS)})\b", re.IGNORECASE)
_TITLE = re.compile(r"<title>\s*(?P<words>[^<]*?)\s*</title>", re.IGNORECASE)
"""What a page is about."""
_ABOUT_TOOLS = re.compile(r"\btools?\b|tool_choice|tool.?use|function.?call", re.IGNORECASE)
_NO_PARAMETERS = re.compile(r"requested parameters|support the (?:requested )?param", re.IGNORECASE)
_EMPTY = re.compile(
    r"\W*(?:(?:http )?(?:error )?(?:400|422|501)?\W*(?:bad request|unprocessable(?: entity| content)?|not implemented)|"
    r"invalid (?:argument|request|input|param(?:eter)?s?|body|payload)s?(?: provided)?|unsupported media type|"
    r"(?:api ?)?(?:\u8c03\u7528|\u8bf7\u6c42)?\u53c2\u6570(?:\u6709\u8bef|\u9519\u8bef).{0,30}|"
    r"request (?:is )?(?:invalid|failed|rejected)|"
    r"(?:the )?request contains an invalid argument|invalid_request_error|invalid_argument|error|failed|unknown error|"
    r"(?:an? )?(?:unknown|unexpected|unspecified) error(?: occurred)?|something went wrong|provider returned error|"
    r"(?:upstream|backend) error|validation error|bad_request|badrequest)?\W*"
    r"(?:400|422|invalid_request_error|invalid_argument)?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Objection:
    """One objection, and the change that meets it."""

    kind: ObjectionKind = "none"
    name: str = ""
    """The field it is about."""
    value: Any = None
    """What it must be: a number of tokens, or the value of a field."""
    window: tuple[int, int] | None = None
    """Tokens of context in all, and those of this prompt, if both were said."""


def objection_of(
    status: int, said: str, *, rung: str, sent: Collection[str], extra: Collection[str] = (), tokens: int = 0
) -> Objection:
    """What is objected to in a request that was refused with a status and a body.

    `sent` are its parameters, `extra` further fields of it, `tokens` those that the reply might take.
    """
    if status not in _STATUSES:
        return Objection()
    text = words_of(said)
    if status == 404:
        return Objection("form") if _NO_PARAMETERS.search(text) and rung != "text" else Objection()
    if _LUCK.search(text) or _LUCK.search(said[:2000]):
        return Objection("luck")
    if status in (400, 413, 422) and (found := _about_tokens(text, sent, tokens)):
        return found
    if status in (400, 422) and (found := _about_field(text, sent, extra)):
        return found
    if _SYSTEM.search(text):
        return Objection("system")
    if _SIZE.search(text):
        return Objection("size")
    about = _ABOUT_TOOLS if rung == "tool" else _ABOUT_FORM
    if rung != "text" and (about.search(text) or _NO_PARAMETERS.search(text)):
        return Objection("form")
    return Objection("unexplained") if status in (400, 415, 422, 501) and _EMPTY.fullmatch(text) else Objection()


def _about_tokens(text: str, sent: Collection[str], tokens: int) -> Objection | None:
    """Fewer tokens for the reply, if it is their number that does not fit."""
    window, taken = _WINDOW.search(text), _TAKEN.search(text)
    if window and taken and tokens:
        whole = _number(window["window"])
        prompt = _number(next(each for each in taken.groups() if each))
        room = whole - prompt - 1
        if min(tokens // 4, LEAST_ROOM) <= room < tokens:
            return Objection("tokens", value=room, window=(whole, prompt))
        return None
    if not _LIMIT_NAMES.search(text) or not _TOO_MANY.search(text) or "instead" in text or not tokens:
        return None
    least = _AT_LEAST.search(text)
    if (
        least
        and tokens <= _number(least["n"]) <= MOST_LEAST
        and not re.search("at most|maximum|limit", text, re.IGNORECASE)
    ):
        return Objection("more_tokens", value=_number(least["n"]) + tokens)
    for form in _BOUNDS:
        for found in re.finditer(form.format(n=_COUNT), text, re.IGNORECASE):
            most = _number(found["n"]) - found[0].endswith("(exclusive")
            if LEAST_TOKENS <= most < tokens:
                return Objection("tokens", value=most)
    return Objection("tokens", value=max(LEAST_TOKENS, tokens // 2)) if tokens > LEAST_TOKENS else None


def _number(text: str) -> int:
    return int(re.sub(r"\D", "", text)[:12] or "0")


def _about_field(text: str, sent: Collection[str], extra: Collection[str]) -> Objection | None:
    """A field that is to be called otherwise, left out, or set."""
    if _STREAM.search(text) and "stream" not in extra:
        return Objection("set", "stream", True)
    found = _MUST_BE.search(text)
    if found and found["name"] not in ("model", "messages", *TOKEN_FIELDS):
        return Objection("set", found["name"], found["value"].casefold() == "true")
    rather = _RATHER.search(text)
    if rather and rather["name"] not in sent and any(name in sent for name in TOKEN_FIELDS):
        return Objection("token_field", rather["name"])
    given = [name for name in sent if name not in TOKEN_FIELDS and re.search(rf"\b{re.escape(name)}\b", text)]
    if given and (_UNSUPPORTED.search(text) or _SAMPLED.search(text)):
        first = _first(text, (*TOKEN_FIELDS, *given))
        if first in given:
            return Objection("sampling", ", ".join(given))
    if not _UNSUPPORTED.search(text):
        return None
    first = _first(text, TOKEN_FIELDS)
    if first and first in sent:
        return Objection("token_field", next(each for each in TOKEN_FIELDS if each != first))
    more = next((name for name in extra if re.search(rf"\b{re.escape(name)}\b", text)), "")
    return Objection("drop", more) if more else None


def words_of(said: str) -> str:
    """The words of an error, whatever form it comes in: its message, with the code and the field beside it."""
    try:
        data = json.loads(said)
    except (ValueError, RecursionError):
        title = _TITLE.search(said[:4000])
        return title["words"] if title else said[:4000]
    return " ".join(dict.fromkeys(_words(data, 4)))[:4000]


_TOLD = ("error", "errors", "message", "msg", "param", "code", "detail", "details", "loc", "reason", "metadata", "raw")


def _words(data: Any, layers: int) -> list[str]:
    if isinstance(data, str | int | float) and not isinstance(data, bool):
        return [str(data)]
    if not layers:
        return []
    if isinstance(data, list):
        return [word for each in data[:8] for word in _words(each, layers - 1)]
    if not isinstance(data, Mapping):
        return []
    return [word for name in _TOLD if data.get(name) for word in _words(data[name], layers - 1)]


def _first(text: str, names: Collection[str]) -> str:
    """Which of these names comes first in a text."""
    found = [(match.start(), name) for name in names if (match := re.search(rf"\b{name}\b", text))]
    return min(found)[1] if found else ""
