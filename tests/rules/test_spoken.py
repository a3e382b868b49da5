"""Every variable has words, and its moves as many digits as they deserve."""

from __future__ import annotations

import pytest

from tests.rules.desk import opening
from wargame.core import names
from wargame.core.codebook import FAMILIES
from wargame.core.ids import Variable
from wargame.rules.model.variable_words import figure, signed_figure, spoken

SETTING = opening("core")[0].setting


@pytest.mark.parametrize(
    ("variable", "words"),
    [
        ("paris.trust.washington", "Paris's trust in you"),
        ("washington.trust.paris", "your trust in Paris"),
        ("kyiv.C.autonomy", "Kyiv's capability in autonomy"),
        ("model.claude.K", "vintage of claude"),
        ("world.kappa_us", "how coercive Washington is seen to be"),
        ("washington.budget", "your budget"),
    ],
)
def test_a_variable_reads_as_people_say_it(variable: str, words: str) -> None:
    assert spoken(SETTING, Variable(variable), "washington") == words


@pytest.mark.parametrize("family", FAMILIES, ids=lambda family: family.pattern)
def test_no_family_is_left_with_a_dotted_name(family: object) -> None:
    pattern = str(getattr(family, "pattern", ""))
    first, _, rest = pattern.partition(".")
    name = f"{'kyiv' if first == '*' else first}.{rest.replace('*', 'cyber' if rest[:1] in 'CNu' else 'paris')}"
    words = spoken(SETTING, Variable(name), "")
    assert "." not in words
    assert "*" not in words


def test_figures_are_short() -> None:
    assert figure(names.capability("paris", "cyber"), 41.26) == "41.3"
    assert figure(names.capability("paris", "cyber"), 41.0) == "41"
    assert figure(names.dependence("paris"), 0.3456) == "0.35"
    assert signed_figure(names.domestic_support("paris"), -2.04) == "-2"
    assert signed_figure(names.domestic_support("paris"), 3.5) == "+3.5"
