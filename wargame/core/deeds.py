"""What each order does, as an infinitive: it fits after "will", "will not" and "has decided to"."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import fields
from typing import Any

from wargame.core.ids import AREAS
from wargame.core.moves import Decision, Intent, Sealed, Talk, Weigh
from wargame.core.orders.argue import Argument
from wargame.core.orders.base import AIMS, Order, aimed_at
from wargame.core.words import Namer, move_in_words, set_in_words

DEEDS: Mapping[str, str] = {
    "adopt_open": "take up open weights of {model}",
    "argument": "put a case before the table",
    "arms_or_tariff_pressure": "press {target}",
    "build_sovereign": "invest in a model line of {its} own",
    "bundle_integration": "bundle models and engineers for {target}",
    "buy_compute": "buy chips and machine halls",
    "chip_control": "change the chip controls",
    "close_weights": "close {model}",
    "deploy_automation": "automate target selection",
    "deploy_on_premises": "move {its} service onto the machines of {target}",
    "designate_supply_chain_risk": "label {target} a supply-chain risk",
    "distil": "copy {model}",
    "endorse_norms": "endorse norms for responsible use",
    "expedite_arms": "bring deliveries to {target} forward",
    "export_directive": "rule on foreign access to the newest models",
    "export_package": "finance a full package for {target}",
    "field_narrow": "put money into specialised systems",
    "fill_gap": "step in for {target}",
    "fine_tune_edge": "tune a small model for the edge",
    "grant_trusted_access": "show {model} to trusted defenders in {target}",
    "handle_protest": "answer the protest of {its} staff",
    "illicit_use": "use {model} beyond its terms",
    "integrate": "work models deeper into the forces",
    "invoke_dpa": "use the Defense Production Act on {target}",
    "license_military": "license {model} to {target} for its forces",
    "litigate": "go to court",
    "monitor": "watch accounts more closely",
    "open_weights": "publish new weights of {model}",
    "oppose_data_rules": "oppose rules on where data may lie",
    "pooled_procurement": "buy for {its} members together",
    "punish_distillation": "answer the theft by {target} with sanctions",
    "regional_pitch": "show {target} a path owned by no giant",
    "release_model": "release a new version of {model}",
    "request_intelligence": "take a closer look at {target}",
    "reshore": "bring part of the supply chain home",
    "respect_data_sovereignty": "accept that partners keep their data",
    "resume": "restore service to {target}",
    "revoke": "end service to {target} for good",
    "set_oversight": "change human oversight of targeting",
    "set_policy": "set out {its} line on military use",
    "share_threat_data": "share warnings with {target}",
    "steal_weights": "take weights that belong to others",
    "subsidised_offer": "offer {target} servers and models below cost",
    "supply_pressure": "hold back supplies from {target}",
    "suspend": "suspend service to {target}",
    "switch_family": "leave the models of {target}",
    "take_equity_stake": "take a share in {target}",
    "threaten": "use the threat of the law on {target}",
    "train_operators": "train crews and staff officers",
    "withdraw_from_contract": "leave {its} work for {target}",
    "withhold_model": "keep {model} back",
}
"""By kind of order; `{target}` is whom it is aimed at, `{model}` what it is done to, `{its}` whose, of the actor."""


def deed(kind: str, *, target: str = "somebody", model: str = "a model", its: str = "its") -> str:
    """An order as an infinitive: `label Anthropic a supply-chain risk`; a kind without words here says its own name."""
    return words_of(kind).format(target=target, model=model, its=its)


def words_of(kind: str) -> str:
    """What an order of this kind is called, with `{target}`, `{model}` and `{its}` where these stand.

    Orders that were added to the game and have no words here are called by their kind: `hold exercise`.
    """
    return DEEDS.get(kind) or kind.replace("_", " ")


def intended(intent: Intent, name: Namer, *, its: str = "its") -> str:
    """What is meant to be done, or not, without `will` or `will not`; an aim at nobody in particular is anybody."""
    target = name(intent.aim) if intent.aim else "somebody" if intent.will else "anybody"
    return deed(intent.verb, target=target, model="a model" if intent.will else "any model", its=its)


def intent_in_words(intent: Intent, name: Namer, *, its: str = "its") -> str:
    """An intent as whoever states it would say it: `will not use any model beyond its terms`."""
    return f"{'will' if intent.will else 'will not'} {intended(intent, name, its=its)}"


def order_as_deed(order: Order, name: Namer, *, its: str = "its") -> str:
    """An order as an infinitive, with what it sets in brackets: `take a closer look at OpenAI (vintage)`.

    Of arguments the aim; what people and models write is left out.
    """
    if isinstance(order, Argument):
        return f"argue a case ({order.effect.replace('_', ' ')}, {name(order.target)})"
    aims, model = aimed_at(order), getattr(order, "model", None)
    target = name(aims[0]) if aims and aims[0] else "nobody in particular"
    said = deed(order.kind, target=target, model=name(model) if model else "a model", its=its)
    rest = list(_settings(order, name))
    return f"{said} ({', '.join(rest)})" if rest else said


def deed_in_words(decision: Decision, part: str, name: Namer, bargain: Namer | None = None) -> str:
    """One part of a decision (`1`, `signal`, or empty for all of it), with who did it.

    Parts count from 1; where there is none such, all of it is told. Of weighings it says only how many. `bargain` is
    that of `move_in_words`.
    """
    who, body = name(decision.seat), decision.body
    if part == "signal" and isinstance(body, Sealed) and body.signal:
        return f'{who} declared: "{body.signal.text}"'
    at = int(part) - 1 if part.isdigit() else -1
    if isinstance(body, Talk):
        chosen = [body.moves[at]] if 0 <= at < len(body.moves) else body.moves
        return f"{who} {'; '.join(move_in_words(move, name, bargain) for move in chosen) or 'said nothing'}"
    if isinstance(body, Sealed):
        orders = [body.orders[at]] if 0 <= at < len(body.orders) else body.orders
        return f"{who} decided to {'; '.join(order_told(order, name) for order in orders) or 'order nothing'}"
    assert isinstance(body, Weigh)
    many = len(body.weighings)
    counted = f"{many} argument{'' if many == 1 else 's'}"
    return f"{who} weighed in on {counted}"


def order_told(order: Order, name: Namer) -> str:
    """An order as a deed; an argument with what it says."""
    if not isinstance(order, Argument):
        return order_as_deed(order, name)
    reasons = "; ".join(f'"{reason.text}"' for reason in order.reasons if reason.text)
    return f'{order_as_deed(order, name)}: "{order.action}"{f" because {reasons}" if reasons else ""}'


def _settings(order: Order, name: Namer) -> Iterator[str]:
    """What an order sets beside what its words name."""
    words, kind = words_of(order.kind), type(order)
    named = {*(AIMS if "{target}" in words else ()), *(("model",) if "{model}" in words else ())}
    for each in fields(kind):
        value: Any = getattr(order, each.name)
        if each.name == "kind" or each.name in named or value in (None, "", (), AREAS):
            continue
        for one in value if isinstance(value, tuple) else (value,):
            yield f"{each.name} {one}" if isinstance(one, int) else set_in_words(str(one), name)
