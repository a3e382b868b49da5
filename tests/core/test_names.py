"""Names of variables: every family of the codebook has one function, and none is spelt anywhere else."""

import ast
import inspect
import re
from collections.abc import Callable
from pathlib import Path

import pytest

from wargame.core import names
from wargame.core.codebook import FAMILIES, family_of
from wargame.core.ids import ModelId, Variable

PACKAGE = Path(names.__file__).parents[1]
SPELT_HERE = ("core/names.py", "core/codebook.py")
OF_THE_WORLD = [value for name, value in vars(names).items() if name.isupper()]
BY_WORD = (
    names.coercion("us"),
    names.coercion("cn"),
    names.stack_share("us"),
    names.stack_share("cn"),
    names.stack_share("home"),
)
SPELLINGS = [
    value
    for name, value in vars(names).items()
    if callable(value) and hasattr(value, "cache_info") and name not in ("of_the_world", "coercion", "stack_share")
]


def _spelt(family: Callable[..., Variable]) -> Variable:
    """A name of the family, with a made-up part for each that it takes."""
    return family(*(f"x{n}" for n in range(len(inspect.signature(family).parameters))))


def test_every_family_has_exactly_one_function_and_every_function_a_family() -> None:
    spelt = [*map(_spelt, SPELLINGS), *OF_THE_WORLD, *BY_WORD]
    families = [family_of(variable) for variable in spelt]
    assert None not in families
    assert sorted(family.pattern for family in families if family) == sorted(family.pattern for family in FAMILIES)


@pytest.mark.parametrize(
    ("variable", "wire"),
    [
        (names.trust("paris", "kyiv"), "paris.trust.kyiv"),
        (names.vintage(ModelId("claude")), "model.claude.K"),
        (names.vintage_inside("meta"), "meta.vintage"),
        (names.adoption("kyiv"), "kyiv.A"),
        (names.integration("kyiv", "llama"), "kyiv.I.llama"),
        (names.narrow("kyiv", "autonomy"), "kyiv.N.autonomy"),
        (names.capability("kyiv", "autonomy"), "kyiv.C.autonomy"),
        (names.fielded("kyiv"), "kyiv.C"),
        (names.domestic_support("kyiv"), "kyiv.DS"),
        (names.legitimacy("kyiv"), "kyiv.Leg"),
        (names.home_share("kyiv", "chips"), "kyiv.home.chips"),
        (names.largest_leverage("kyiv"), "kyiv.leverage.max"),
        (names.coercion("cn"), "world.kappa_cn"),
        (names.FRONTIER, "world.F"),
    ],
)
def test_names_are_spelt_as_records_spell_them(variable: Variable, wire: str) -> None:
    assert variable == wire


def test_a_name_is_spelt_once_and_kept() -> None:
    assert names.trust("paris", "kyiv") is names.trust("paris", "kyiv")


def _template(node: ast.JoinedStr) -> str:
    return "".join(str(part.value) if isinstance(part, ast.Constant) else "x" for part in node.values)


@pytest.mark.slow
def test_no_other_file_spells_a_name_of_a_family() -> None:
    parts = {family.pattern.split(".")[1] for family in FAMILIES}
    own = re.compile(
        rf"[\w-]+\.({'|'.join(sorted(map(re.escape, parts - {'*'})))})(\.[\w-]+)?|model\.[\w-]+\.K|world\.\w+"
    )
    found = [
        f"{where}:{node.lineno}: {ast.unparse(node)}"
        for file in sorted(PACKAGE.rglob("*.py"))
        if (where := file.relative_to(PACKAGE).as_posix()) not in SPELT_HERE
        for node in ast.walk(ast.parse(file.read_text()))
        if isinstance(node, ast.JoinedStr) and own.fullmatch(_template(node))
    ]
    assert found == []
