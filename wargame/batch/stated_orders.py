"""Which orders a private text names as what its writer will give, or will not.

Reasons, plans and notebooks are free words, and what somebody means by them is not to be read off by a program. What
can be is narrower: that a kind of order is named, by its own name, as something that the writer will do or will not.
Everything else is passed over: conditions, wishes, what others may do, later turns, other words for the same thing, and
languages other than English. So what is found is a floor.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, lru_cache

from wargame.core.orders import ORDER_TYPES

NOT_NAMED = ("argument",)
"""Kinds whose name is a word of every day."""
_SIGNS = str.maketrans({"\u2019": "'", "\u2018": "'", "\u2010": "-", "\u2011": "-", "\u00a0": " ", "_": " ", "-": " "})
_CLAUSE = re.compile(
    r"[.;:!?\n()\[\]{}\u2014\u2013]|, (?=and |then |yet |so )|"
    r"\band (?=(?:i|we)\b)|\b(?:but|while|because|although|since|so that|in order to|yet|except|whereas|as long as)\b"
)
_UNCLEAR = re.compile(
    r"\b(?:if|unless|may|might|could|would|perhaps|maybe|possibly|consider(?:ing)?|tempt(?:ed|ing)|later|eventually|"
    r"next (?:turn|month|quarter|time)|until|once|after|before|when|whenever|in case|whether|either|wish|hope|risk|"
    r"say|announce|declare|tell|claim|promise|pretend|publicly|"
    r"last (?:turn|month|quarter)|already|did|had|was|were|have|has|ability|able|"
    r"option|cost of|costs|threat|answer to|reply to|what|why|how)\b"
)
"""Words with which a clause says neither that its writer will nor that it will not."""
_AGAINST = re.compile(
    r"(?:\b(?:not|never|no|without|avoid(?:ing)?|refrain(?:ing)? from|instead of|rather than|neither|nor|against"
    r"|refuse to|decline to|forgo|skip|drop|stop|cannot"
    r"|don't|won't|can't|shan't|shouldn't|mustn't|abstain from|hold off)\b)(?: [\w']+){0,4} ?$"
)
_OTHERS = r"they|he|she|it|who|others?|rivals?|allies|nobody|somebody|everyone|you|them|him|her|his|their|your"
_CUE = re.compile(r"(?:^|\b(?:i|we|will|shall|must|should|let us|let's|to|now|then|and|or|not|never|also|'ll)) ?$")
"""What stands before a name of one word, which may be any verb else."""
_NEXT = re.compile(r"(?im)\bnext`?\s*:\s*(.*)$")
_THEN = re.compile(r"(?i)\b(?:in )?(?:the )?next (?:turn|month|quarter)\b")


def stated_orders(texts: Iterable[str], others: Sequence[str] = ()) -> Mapping[str, bool]:
    """Kinds of orders that private texts name: True for what their writer will order, False for what it will not.

    `others` are the ids of other seats: what is said of one of them is no intent of the writer. A kind of which texts
    say both is left out. Linear in the texts.
    """
    found: dict[str, set[bool]] = {}
    for text in texts:
        for kind, will in _stated(text, tuple(others)):
            found.setdefault(kind, set()).add(will)
    return {kind: will.pop() for kind, will in sorted(found.items()) if len(will) == 1}


def next_line(notebook: str) -> str:
    """What a notebook says under `next:` of what comes then; empty where it has no such line."""
    found = _NEXT.search(notebook)
    return _THEN.sub("", found[1]) if found else ""


@lru_cache(maxsize=1024)
def _stated(text: str, others: tuple[str, ...]) -> tuple[tuple[str, bool], ...]:
    plain = re.sub(r"[ \t\"'`*]*(?<![a-z])[\"`*]+|[ \t]+", " ", text.translate(_SIGNS).casefold())
    return tuple(each for clause in _CLAUSE.split(plain) for each in _in_clause(clause.strip(), others))


def _in_clause(clause: str, others: tuple[str, ...]) -> Iterator[tuple[str, bool]]:
    if _UNCLEAR.search(clause):
        return
    for kind, pattern, is_one_word in _names():
        for found in pattern.finditer(clause):
            before = clause[: found.start()]
            if _of_others(others).search(before) or (is_one_word and not _CUE.search(before)):
                continue
            yield kind, _AGAINST.search(before) is None


@cache
def _names() -> tuple[tuple[str, re.Pattern[str], bool], ...]:
    """Each kind with a pattern of its name, as it stands or with its verb in -ing; of one word only as it stands."""
    made = []
    for kind in ORDER_TYPES:
        verb, *rest = kind.split("_")
        if kind not in NOT_NAMED:
            stem = re.escape(verb.removesuffix("e"))
            first = rf"(?:{re.escape(verb)}|{stem}(?:{re.escape(verb[-1])})?ing)" if rest else re.escape(verb)
            made.append((kind, re.compile(rf"\b{' (?:the )?'.join((first, *map(re.escape, rest)))}\b"), not rest))
    return tuple(made)


@lru_cache(maxsize=256)
def _of_others(others: tuple[str, ...]) -> re.Pattern[str]:
    """Somebody else as who does it: named no more than three words before."""
    named = "|".join((_OTHERS, *(re.escape(each.replace("-", " ").replace("_", " ")) for each in others)))
    return re.compile(rf"\b(?:{named})\b(?: (?!i\b|we\b)[\w']+){{0,3}} ?$")
