"""What stands in the documents between markers, made by the program; run this file to write it anew."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from tests.docs.put_in_table import put_in
from tests.docs.reading_tables import fields_of_readings, readings
from wargame.balance.claim_arms import OWN, ZERO
from wargame.balance.claim_correction import corrected
from wargame.balance.claim_results import EffectFound, stored
from wargame.balance.claim_verdicts import WORST_FIRST, judged, signs_in_words
from wargame.balance.kept import KeptBalance, kept
from wargame.core.codebook import FAMILIES
from wargame.core.conditions import CONDITIONS
from wargame.core.event_kinds import KINDS
from wargame.core.habits import HABITS, TEMPERS, TRAITS
from wargame.core.orders import ORDER_TYPES
from wargame.players.scripted import DOCTRINES
from wargame.present.plain_numbers import chance_in_words
from wargame.review.endings import ENDINGS
from wargame.rules import legality
from wargame.rules.base.parameters import Parameters
from wargame.rules.model.bets import BET_MEANING
from wargame.rules.orders.verbs import VERBS
from wargame.table.opening import choose
from wargame.transcript.references import key_of

ROOT = Path(__file__).resolve().parents[2]
assert legality.MOST_MAJOR  # importing legality enters every verb into the table


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)


def orders() -> str:
    """Every order kind with its family, author, price, audience, step and meaning."""
    rows = []
    for kind, order in ORDER_TYPES.items():
        spec, verb = order.SPEC, VERBS[order]
        price = " ".join(p for p in (f"P{spec.points}" * bool(spec.points), f"B{spec.budget}" * bool(spec.budget)) if p)
        if verb.cost:
            price = f"{price or '0'}, varies"
        rows.append((f"`{kind}`", spec.family, spec.who, price or "0", spec.visibility, verb.stage, spec.meaning))
    return table(("Order", "Family", "Who", "Price", "Audience", "Stage", "What it does"), rows)


def events() -> str:
    """Every kind of event with its subject, weight, roles and meaning."""
    rows = []
    for kind, row in KINDS.items():
        roles = [f"{role.name}{'*' if role.most is None else '' if role.least else '?'}" for role in row.roles]
        rows.append((f"`{kind}`", row.subject, row.weight, ", ".join(roles) or "-", row.meaning))
    return table(("Kind", "Subject", "Weight", "About", "What happened"), rows)


def conditions() -> str:
    """Every kind of condition with its meaning."""
    return table(("Condition", "What it means"), [(f"`{kind}`", meaning) for kind, meaning in CONDITIONS.items()])


def parameters() -> str:
    """Every parameter with its default, range, unit, source and meaning."""
    rows = []
    for item in fields(Parameters):
        data = item.metadata
        span = f"{data['low']:g} to {data['high']:g}"
        rows.append((f"`{item.name}`", f"{item.default:g}", span, data["unit"], data["source"], data["meaning"]))
    return table(("Parameter", "Default", "Range", "Unit", "Source", "Meaning"), rows)


def variables() -> str:
    """Every family of variables with its unit, range, what others see of it, and its meaning."""
    rows = []
    for family in FAMILIES:
        noise = family.noise
        seen = "hidden" if noise is None else f"± {noise:g}" if noise else "exactly"
        span = f"{family.low:g} to {family.high:g}"
        kind = "computed" if family.derived else "stored"
        rows.append((f"`{family.pattern}`", family.unit, span, kind, seen, family.meaning))
    return table(("Variable", "Unit", "Range", "Kind", "Others see it", "Meaning"), rows)


def citations() -> Iterator[tuple[str, dict[str, Any]]]:
    """(folder, citation) for every source that a dossier or scenario names."""
    reader: Any = YAML(typ="safe")
    for path in sorted([*ROOT.glob("actors/*/dossier.yaml"), *ROOT.glob("scenarios/*/scenario.yaml")]):
        for citation in reader.load(path.read_text(encoding="utf-8")).get("sources", ()):
            yield path.parent.name, citation


def cited_by_parameters() -> dict[str, list[str]]:
    """Parameters by the fact that they lean on."""
    found: dict[str, list[str]] = {}
    for item in fields(Parameters):
        for fact in re.findall(r"\bF\d+\b", str(item.metadata["source"])):
            found.setdefault(fact, []).append(item.name)
    return found


def leans() -> str:
    """Which parameters, dossiers and scenarios lean on each fact."""
    packs: dict[str, list[str]] = {}
    for folder, citation in citations():
        packs.setdefault(str(citation["fact"]), []).append(folder)
    numbers = cited_by_parameters()
    rows = [
        (fact, ", ".join(f"`{name}`" for name in numbers.get(fact, ())), ", ".join(packs.get(fact, ())))
        for fact in sorted({*packs, *numbers}, key=lambda name: int(name[1:]))
    ]
    return table(("Fact", "Parameters", "Dossiers and scenarios"), rows)


def doctrines() -> str:
    """Every doctrine with what it is like and who plays it."""
    played: dict[str, list[str]] = {}
    reader: Any = YAML(typ="safe")
    for path in sorted(ROOT.glob("actors/*/dossier.yaml")):
        dossier = reader.load(path.read_text(encoding="utf-8"))
        played.setdefault(dossier["doctrine"], []).append(dossier["name"])
    rows = []
    for name, doctrine in DOCTRINES.items():
        meaning = (type(doctrine).__doc__ or "").strip()
        rows.append((f"`{name}`", meaning, ", ".join(played.get(name, ()))))
    return table(("Doctrine", "What it does", "Who has it"), rows)


def traits() -> str:
    """Every trait with what a high value means."""
    return table(("Trait", "High means"), [(f"`{name}`", meaning) for name, meaning in TRAITS.items()])


def habits() -> str:
    """Every habit with what it covers."""
    return table(("Habit", "What it covers"), [(f"`{name}`", meaning) for name, meaning in HABITS.items()])


def tempers() -> str:
    """Every temper with the traits that it sets."""
    rows = []
    for name, set_ in TEMPERS.items():
        same = len(set(set_.values())) == 1
        said = (
            f"every trait {next(iter(set_.values())):g}" if same else ", ".join(f"{k} {v:g}" for k, v in set_.items())
        )
        rows.append((f"`temper={name}`", said))
    return table(("Temper", "Sets"), rows)


def picture() -> str:
    """Two turns and the end of the game that `make demo` tells, as it tells them."""
    command = [sys.executable, "-m", "wargame.cli", "demo", "--seed", "7"]
    with tempfile.TemporaryDirectory() as folder:
        env = {**os.environ, "COLUMNS": "100", "NO_COLOR": "1"}
        told = subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout
    turns = told[told.index("Turn 2,") : told.index("Turn 4,")]
    end = told[told.index("Dependence, ") : told.index("Broken statements")]
    return "```text\n" + turns.rstrip() + "\n...\n" + end.rstrip() + "\n```"


def endings() -> str:
    """Every ending with its conditions, in the order in which they are tried."""
    rows = []
    for ending in ENDINGS:
        conditions = [f"`{c.variable}` {'at least' if c.above else 'below'} {c.value:g}" for c in ending.conditions]
        rows.append((ending.name, " and ".join(conditions) or "none of the others", ending.meaning))
    return table(("Ending", "When", "What it means"), rows)


def bets() -> str:
    """Every kind of bet with what it means."""
    return table(("Bet", "What a middle power"), [(f"`{kind}`", said) for kind, said in BET_MEANING.items()])


def measured(scenario: str) -> Iterator[tuple[str, KeptBalance]]:
    """What is kept of each table of a scenario, with a sentence that says of which, and whether it is old."""
    for each in kept(ROOT / "scenarios" / scenario):
        now = key_of(choose(scenario, variant=each.variant, turns=each.turns))
        which = f"`{scenario}`" + (f", variant {each.variant}" if each.variant else "")
        old = "" if each.key == now else " Scenario or rules have changed since: what stands here is old."
        yield f"{which}: {each.games} games of {each.turns} turns among scripts.{old}", each


def not_measured(scenario: str) -> str:
    """What stands where nothing is kept."""
    return f"Not measured yet: `wargame balance {scenario} --write` does it."


def against_facts() -> str:
    """The model against facts, for every scenario that names some."""
    told = []
    for path in sorted((ROOT / "scenarios").glob("*/facts.yaml")):
        pack = path.parent.name
        tables = [(says, each) for says, each in measured(pack) if each.facts]
        told += [f"{says}\n\n{_facts(each)}" for says, each in tables] or [not_measured(pack)]
    return "\n\n".join(told)


def _facts(found: KeptBalance) -> str:
    rows = []
    for each in found.facts:
        wanted = f"{each.low:g} to {each.high:g} in {each.share:.0%}"
        said = "nothing could be read" if each.mean is None else f"{each.mean:.2f}, {each.inside:.0%}"
        holds = "yes" if each.inside >= each.share else "**no**"
        rows.append((f"[{each.fact}](facts.md)", each.says, wanted, said, holds))
    return table(("Fact", "Of games it says", "Wanted", "Mean, and share inside", "Holds"), rows)


def balance_of(scenario: str) -> str:
    """What a scenario is worth as a game, for its notes."""
    return "\n\n".join(f"{says}\n\n{_balance(each)}" for says, each in measured(scenario)) or not_measured(scenario)


def _balance(found: KeptBalance) -> str:
    rows = []
    for each in found.seats:
        gain = f"{each.gain.mean:+.1f} [{each.gain.low:.1f}, {each.gain.high:.1f}]" if each.gain else "-"
        placed = [f"{each.place:.0f}", f"{each.wins:.0%}", f"{each.lasts:.0%}"] if each.place is not None else ["-"] * 3
        rows.append((each.name, f"{each.score:.1f}", f"{each.spread:.1f}", gain, *placed))
    seats = table(("Seat", "Score", "Spread", "More than passing", "Place", "Wins", "Last"), rows)
    used = (
        f"{found.orders[0]} of {found.orders[1]} orders and {found.clauses[0]} of {found.clauses[1]} clauses are used."
    )
    if found.unused:
        used += f" Unused: {', '.join(f'`{kind}`' for kind in found.unused)}."
    ends = ", ".join(f"{name} {share:.0%}" for name, share in found.endings.items() if share)
    return f"{seats}\n\n{used}" + (f" Endings: {ends}." if ends else "")


PACKS = sorted(path.parent.name for path in (ROOT / "scenarios").glob("*/scenario.yaml"))


def tried_claims() -> str:
    """Every claim as it came out when it was last tried, one row a measure."""
    rows, every = [], list(stored(ROOT / "claims" / "results.json").values())
    held = corrected(every)
    for found in every:
        chances = iter(held[found.claim].measures if found.claim in held else ())
        bare = {(each.measure, each.at, each.under): _interval(each) for each in found.effects}
        then = f"; corrected: *{held[found.claim].verdict}*" if found.claim in held else ""
        said = f"**{found.claim}** {found.says.strip()} *{judged(found).verdict}*{then}"
        for each in found.effects:
            if not each.under:
                at = {"end": "at the end", "mean": "mean of turns"}.get(str(each.at), f"turn {each.at}")
                measure = f"{each.measure}, {at}: {'above' if each.sign == '+' else 'below'} {each.than:g}"
                measure += "" if each.smallest is None else f", by {each.smallest:g} at least"
                without = [bare.get((each.measure, each.at, under), "") for under in (ZERO, OWN)]
                kept = signs_in_words(each, found.effects)
                chance = next(chances, None)
                p = "" if chance is None or chance.corrected is None else chance_in_words(chance.corrected)
                rows.append(
                    (said, measure, _interval(each), p, *without, kept, each.verdict if each.varied else "never varied")
                )
                said = ""
    head = (
        "Claim",
        "Should be",
        "Effect [95 %]",
        "P",
        "Increments at zero",
        "Own cut-offs alone",
        "Sign kept",
        "Verdict",
    )
    return table(head, rows)


def tally_of_claims() -> str:
    """How many claims came out how, and which words correction for number leaves open."""
    every = list(stored(ROOT / "claims" / "results.json").values())
    words, held = Counter(judged(found).verdict for found in every), corrected(every)
    told = [_counted(words[word], word) for word in reversed(WORST_FIRST) if words[word]]
    opened = [
        found.claim for found in every if found.claim in held and held[found.claim].verdict != judged(found).verdict
    ]
    are = "is" if len(opened) == 1 else "are"
    left = f"; corrected for the number of measures, {', '.join(opened)} {are} open" if opened else ""
    return f"Of {len(every)} claims: {', '.join(told)}{left}."


def _counted(number: int, word: str) -> str:
    """`1 fails`, `5 fail`, `17 are open`."""
    is_one, first = number == 1, word.partition(" ")[0]
    if first in ("holds", "fails"):
        return f"{number} {word if is_one else word.replace(first, first.removesuffix('s'), 1)}"
    return f"{number} {'is' if is_one else 'are'} {word}"


def turns_of_claims() -> str:
    """The parameters on which claims lean, and the values at which measures turn."""
    rows = []
    for found in stored(ROOT / "claims" / "results.json").values():
        flips = [f"{each.measure}: {each.parameter} {each.holds:g} to {each.fails:g}" for each in found.flips]
        if found.leans:
            rows.append((f"**{found.claim}**", ", ".join(f"`{name}`" for name in found.leans), "; ".join(flips)))
    return table(("Claim", "Leans on", "Turns between"), rows) if rows else "Not looked for in these results."


def _interval(effect: EffectFound) -> str:
    if effect.mean is None or effect.low is None or effect.high is None:
        return "nothing to read"
    return f"{effect.mean:+.3g} [{effect.low:.3g}, {effect.high:.3g}]"


def coverage() -> str:
    """Each named thing with the places where it stands and words to find there."""
    rows = []
    for each in YAML(typ="safe").load((ROOT / "docs" / "coverage.yaml").read_text(encoding="utf-8")):
        places = [f"{at['lives']} `{at['file']}`: {at['words']}" for at in each["places"]]
        rows.append((each["id"], each["kind"], each["thing"], "; ".join(places)))
    return table(("Number", "Kind", "Thing", "Where it stands, and the words there"), rows)


TABLES: dict[str, tuple[str, Callable[[], str]]] = {
    "picture": ("README.md", picture),
    "orders": ("docs/model.md", orders),
    "parameters": ("docs/model.md", parameters),
    "variables": ("docs/model.md", variables),
    "events": ("docs/events.md", events),
    "conditions": ("docs/events.md", conditions),
    "leans": ("docs/facts.md", leans),
    "doctrines": ("docs/doctrines.md", doctrines),
    "traits": ("docs/doctrines.md", traits),
    "habits": ("docs/doctrines.md", habits),
    "tempers": ("docs/doctrines.md", tempers),
    "endings": ("docs/balance.md", endings),
    "bets": ("docs/model.md", bets),
    "against facts": ("docs/balance.md", against_facts),
    **{f"balance of {pack}": (f"scenarios/{pack}/README.md", partial(balance_of, pack)) for pack in PACKS},
    "claims": ("docs/claims.md", tried_claims),
    "tally of claims": ("docs/claims.md", tally_of_claims),
    "turns of claims": ("docs/claims.md", turns_of_claims),
    "put in by hand": ("docs/balance.md", lambda: table(*put_in(ROOT / "claims" / "results.json"))),
    "coverage": ("docs/coverage.md", coverage),
    "readings": ("docs/readings.md", lambda: table(*readings())),
    "fields of readings": ("docs/readings.md", lambda: table(*fields_of_readings())),
}


def between(name: str, text: str) -> str:
    """What stands between the markers of a table."""
    return text.split(f"<!-- {name}: made by tests/docs/tables.py -->\n")[1].split(f"\n<!-- {name}: end -->")[0]


def write() -> None:
    """Write every table into its document."""
    for name, (document, make) in TABLES.items():
        path = ROOT / document
        text = path.read_text(encoding="utf-8")
        head, tail = f"<!-- {name}: made by tests/docs/tables.py -->\n", f"\n<!-- {name}: end -->"
        old, new = head + between(name, text) + tail, head + make() + tail
        path.write_text(text.replace(old, new), encoding="utf-8")


if __name__ == "__main__":
    write()
