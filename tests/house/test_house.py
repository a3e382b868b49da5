"""House rules: layers, lengths, words, and lists that must agree with each other."""

from __future__ import annotations

import ast
import io
import re
import shutil
import subprocess
import sys
import tokenize
from collections import Counter
from collections.abc import Mapping
from dataclasses import fields
from pathlib import Path
from typing import get_args

import pytest

from wargame.core.codebook import FAMILIES, bounds, family_of
from wargame.core.domains import fields_of
from wargame.core.ids import AREAS
from wargame.core.orders import ORDER_TYPES, AnyOrder
from wargame.core.orders.argue import EFFECT_KINDS
from wargame.core.promises import PROMISE_KINDS, PROMISE_MEANING
from wargame.players.scripted import DOCTRINES
from wargame.rules.bargains.breaches import PROMISE_BROKEN_BY, PROMISE_KEPT_BY
from wargame.rules.base.parameters import Parameters
from wargame.rules.injects.kinds import HAPPEN
from wargame.rules.model.objectives import MEASURES
from wargame.rules.model.scoring import RED_LINES
from wargame.rules.orders.arguments import MOVES
from wargame.rules.orders.verbs import VERBS
from wargame.rules.turn.adjudication import ADJUDICATION_ORDER
from wargame.scenario.dossier import DoctrineName, Measure, RedLine
from wargame.scenario.pack import InjectKind

ROOT = Path(__file__).resolve().parents[2]
SOURCES = sorted(path for path in (ROOT / "wargame").rglob("*.py") if "_content" not in path.parts)
LONGEST = 350
"""An alarm and not a knife: a file that rings it holds two thoughts, or one that is worth an exception."""
MOST_METHODS = 20
MANY_METHODS = {
    "wargame/table/control.py": "Control has one method for each act that a facilitator may do",
}
HANDLERS = ("on_", "action_", "watch_", "compose", "__init__")
"""Methods of screens and widgets that the framework calls: their names say when, so they need no docstring."""
NAMES = [str(path.relative_to(ROOT)) for path in SOURCES]
Trees = Mapping[str, ast.Module]


@pytest.mark.slow
def test_the_layers_hold() -> None:
    beside = Path(sys.executable).parent / "lint-imports"
    tool = str(beside) if beside.exists() else shutil.which("lint-imports")
    if tool is None:
        pytest.skip("import-linter is not installed: pip install '.[dev]'")
    done = subprocess.run([tool, "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


def test_no_file_is_so_long_that_it_must_hold_two_thoughts() -> None:
    lengths = {name: len((ROOT / name).read_text().splitlines()) for name in NAMES}
    assert len(lengths) > 500
    assert {name: lines for name, lines in lengths.items() if lines > LONGEST} == {}


def test_no_class_has_more_than_20_public_methods(trees: Trees) -> None:
    classes = [
        (name, made.name, sum(map(_is_called_by_others, _functions(made))))
        for name, tree in trees.items()
        for made in ast.walk(tree)
        if isinstance(made, ast.ClassDef)
    ]
    assert len(classes) > 500
    assert [row for row in classes if row[2] > MOST_METHODS and row[0] not in MANY_METHODS] == []


def _functions(made: ast.ClassDef | ast.Module) -> list[ast.FunctionDef | ast.AsyncFunctionDef]:
    return [each for each in made.body if isinstance(each, ast.FunctionDef | ast.AsyncFunctionDef)]


def _is_called_by_others(method: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Properties are values, and the framework calls its handlers."""
    a_value = any("property" in ast.unparse(each) for each in method.decorator_list)
    return not (a_value or method.name.startswith(("_", *HANDLERS)))


def test_what_a_screen_offers_to_others_says_what_it_does(trees: Trees) -> None:
    screens = {name: tree for name, tree in trees.items() if name.startswith("wargame/ui/")}
    silent = []
    for name, tree in screens.items():
        holders: list[ast.ClassDef | ast.Module] = [tree]
        holders += [each for each in ast.walk(tree) if isinstance(each, ast.ClassDef)]
        offered = [each for made in holders for each in _functions(made) if not each.name.startswith(("_", *HANDLERS))]
        silent += [(name, each.name) for each in offered if not ast.get_docstring(each)]
    assert len(screens) > 50
    assert silent == []


def test_no_file_name_stands_more_than_twice() -> None:
    counted = Counter(path.name for path in SOURCES if path.name not in ("__init__.py", "screen.py"))
    assert {name: often for name, often in counted.items() if often > 2} == {}, "an order and its rule may share a name"


def test_every_module_says_what_it_is_for(trees: Trees) -> None:
    first = {name: (ast.get_docstring(tree) or "").split("\n")[0].strip() for name, tree in trees.items()}
    assert {name: said for name, said in first.items() if not said.endswith((".", "!", "?"))} == {}


def test_comments_are_rare() -> None:
    lines = comments = 0
    for path in SOURCES:
        text = path.read_text()
        lines += len(text.splitlines())
        if "#" in text:
            tokens = tokenize.generate_tokens(io.StringIO(text).readline)
            comments += sum(token.type == tokenize.COMMENT for token in tokens)
    assert comments / lines < 0.04, f"{comments} comments in {lines} lines"


@pytest.mark.parametrize("name", [name for name in NAMES if name.endswith("__init__.py")])
def test_what_a_package_exports_exists(name: str, trees: Trees) -> None:
    tree = trees[name]
    module = name.removesuffix("/__init__.py").replace("/", ".")
    exported = [
        ast.literal_eval(node.value)
        for node in tree.body
        if isinstance(node, ast.Assign) and any(isinstance(t, ast.Name) and t.id == "__all__" for t in node.targets)
    ]
    loaded = __import__(module, fromlist=["x"])
    for item in exported[0] if exported else ():
        assert hasattr(loaded, item), item


def test_every_parameter_is_documented_and_inside_its_range() -> None:
    assert len(fields(Parameters)) > 100
    for item in fields(Parameters):
        said = item.metadata
        assert said["unit"], item.name
        assert said["source"], item.name
        assert len(said["meaning"]) > 5, item.name
        assert said["low"] <= float(item.default) <= said["high"], item.name  # type: ignore[arg-type]


def test_every_parameter_is_used() -> None:
    code = "\n".join(path.read_text() for path in SOURCES if path.name != "parameters.py")
    families = ("rate_", "edge_", "general_", "half_life_")
    unused = [name for name in Parameters.names() if f".{name}" not in code and not name.startswith(families)]
    assert not unused


def test_every_area_has_its_three_constants() -> None:
    names = set(Parameters.names())
    assert {f"{part}_{area}" for part in ("edge", "general", "half_life") for area in AREAS} <= names


def test_measures_of_the_schema_and_of_the_rules_are_the_same() -> None:
    assert set(get_args(Measure)) == set(MEASURES)


def test_red_lines_of_the_schema_and_of_the_rules_are_the_same() -> None:
    assert set(get_args(RedLine)) == set(RED_LINES)


def test_doctrines_of_the_schema_and_of_the_players_are_the_same() -> None:
    assert set(get_args(DoctrineName)) == set(DOCTRINES)


def test_inject_kinds_of_the_schema_and_of_the_world_are_the_same() -> None:
    assert set(get_args(InjectKind)) == set(HAPPEN) | {"news"}


def test_every_random_event_has_a_rate_and_every_rate_an_event() -> None:
    rates = {name.removeprefix("rate_") for name in Parameters.names() if name.startswith("rate_")}
    assert rates == set(HAPPEN) | {"directive_lifted"}


def test_every_order_type_has_rules_and_every_rule_an_order_type() -> None:
    assert set(VERBS) == set(ORDER_TYPES.values())
    assert set(get_args(AnyOrder)) == set(ORDER_TYPES.values())


def test_every_order_is_carried_out_in_exactly_one_stage_of_adjudication() -> None:
    carried_out = [order for stage in ADJUDICATION_ORDER for order in stage.orders]
    assert sorted(order.__name__ for order in carried_out) == sorted(order.__name__ for order in ORDER_TYPES.values())


def test_the_model_page_names_the_stages_of_adjudication_in_their_order() -> None:
    (row,) = re.findall(r"^\| adjudication \| stages in this order: (.*?);", (ROOT / "docs/model.md").read_text(), re.M)
    assert row.split(", ") == [stage.name for stage in ADJUDICATION_ORDER if stage.phase == "adjudication"]


def test_there_are_as_many_orders_as_the_rules_say() -> None:
    assert len(ORDER_TYPES) == 51


@pytest.mark.parametrize("kind", [kind for kind in ORDER_TYPES if kind != "argument"])
def test_every_field_of_an_order_is_a_choice_from_a_known_list(kind: str) -> None:
    for name, domain in fields_of(ORDER_TYPES[kind]).items():
        assert domain.kind in ("choice", "seat", "model"), name
        assert not domain.many, name
        assert not domain.nullable, name


def test_every_promise_has_words_and_a_way_to_be_checked() -> None:
    assert set(PROMISE_MEANING) == set(PROMISE_KINDS)
    assert set(PROMISE_BROKEN_BY) | set(PROMISE_KEPT_BY) == set(PROMISE_KINDS)


def test_every_effect_of_an_argument_moves_a_variable_of_the_codebook() -> None:
    assert set(MOVES) == set(EFFECT_KINDS)
    for moved, _ in MOVES.values():
        assert family_of(moved("paris", "kyiv")) is not None


def test_the_codebook_has_no_pattern_twice_and_no_empty_range() -> None:
    patterns = [family.pattern for family in FAMILIES]
    assert len(patterns) == len(set(patterns))
    for family in FAMILIES:
        assert family.low < family.high, family.pattern
        assert len(family.meaning) > 5
    with pytest.raises(KeyError):
        bounds("paris.luck")
