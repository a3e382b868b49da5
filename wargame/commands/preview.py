"""What hosted models will take, said before the game: calls, tokens, and money where the price is known.

Twice, since the two lie far apart: what is likely, by the size of scripted games, and what it comes to with prompts
wholly unknown to the endpoint and replies used up to their limit. Neither is a bound: answers that are sent back and
calls that are repeated come on top, and only a cap bounds those. Models of this network are left out unless the price
table has a price for them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from wargame.errors import SpecError

if TYPE_CHECKING:
    from wargame.core.ids import SeatId
    from wargame.players.llm.budget import CostEstimate
    from wargame.players.llm.prices import Price
    from wargame.players.llm.profiles import Profile
    from wargame.table.game import RunningGame
    from wargame.table.players import ModelMeans
    from wargame.transcript.setup import GameSetup

GROWTH = 0.12
"""Share of its first prompt by which a seat's prompt grows each turn, for as long as it does."""
GROWS = 6
"""Turns after which it grows no more, since older turns are summed up."""
LIKELY_GROWN = 1.3
"""A prompt after the first turn against the first of its seat, as scripted games of ten turns have it."""
LIKELY_SCHEMA = 0.7
"""The schema of an answer against that of the first, which is the largest, as scripted games have it."""
LIKELY_WEIGHED = 0.6
"""Share of turns in which there is an argument to weigh, as scripted games have it."""
LIKELY_KNOWN = 0.88
"""Share of a prompt after the first turn that its seat's prompt before began with."""
LIKELY_REPLY = 450
"""Tokens of a reply with its reason, a plan and a few moves or orders."""
LIKELY_THOUGHT = 0.5
"""Share of the room for a reply that models use which are given more than usual room, since they think first."""
LIKELY_CHARACTERS = 4.4
"""Characters of a token in prompts of this kind."""
MORE = "answers that are sent back come on top"
HINT = f"{MORE}; --tokens and --money set a cap"


@dataclass(frozen=True, slots=True)
class Preview:
    """What one model will take of one game, as a seat or as a judge."""

    likely: int
    """Tokens, read and written, by the size of scripted games."""
    longest: int
    """Tokens with the longest replies; answers that are sent back come on top."""
    likely_money: float | None
    """In the currency of the price table; None if the price is not known."""
    text: str
    """The same in a line, with calls."""


def previews(game: GameSetup, models: ModelMeans, first: int = 1) -> Iterator[str]:
    """One line for each hosted model, from this turn on to the last; nothing if there is none.

    Models of this network are left out that cost nothing.
    """
    for each in estimates(game, models, first):
        yield f"{each.text}; {HINT}"


def estimates(game: GameSetup, models: ModelMeans, first: int = 1, *, local: bool = False) -> Iterator[Preview]:
    """What each hosted model will take, from this turn on to the last, in the words that the game is played in.

    With `local` also those of this network, whose tokens the cap of an experiment counts too.
    """
    found = []
    for spec, seated in _models(game).items():
        endpoint = models.endpoints.endpoint(spec)
        price = models.endpoints.prices.of(endpoint)
        if local or not endpoint.local or _costs(price):
            found.append((spec, seated, models.endpoints.profiles.of_endpoint(endpoint), price))
    if found:
        table = _opened(game)
        for spec, seated, profile, price in found:
            yield _taken(table, game.prompts, spec, seated, first, profile, price)


def check_price(game: GameSetup, models: ModelMeans) -> None:
    """With a cap in money every model needs a price; SpecError names one that has none, and the ways out."""
    for spec in _models(game):
        if models.budget.money is not None and models.endpoints.prices.of(models.endpoints.endpoint(spec)) is None:
            from wargame.players.llm.profiles import own_path

            raise SpecError(
                f"--money {models.budget.money:g}: the price of {spec} is not known, so a cap in money cannot hold; "
                f"cap it with --tokens, or put its price into {own_path('prices.yaml')}"
            )


def _models(game: GameSetup) -> dict[str, list[SeatId]]:
    """Seats of each model."""
    from wargame.core.spec_words import is_model

    found: dict[str, list[SeatId]] = {}
    for seat, spec in game.seats.items():
        if is_model(spec):
            found.setdefault(spec, []).append(seat)
    return found


def _costs(price: Price | None) -> bool:
    return price is not None and price.most(1, 1) > 0


def _opened(game: GameSetup) -> RunningGame:
    """The same game at its opening, recorded nowhere."""
    from wargame.table.opening import new_game

    opened = new_game(replace(game, seats=dict.fromkeys(game.seats, "scripted")), None)
    opened.begin()
    return opened


def _taken(
    table: RunningGame,
    prompts: Mapping[str, str],
    spec: str,
    seated: list[SeatId],
    first: int,
    profile: Profile,
    price: Price | None,
) -> Preview:
    sizes = [_first_prompt(table, prompts, spec, seat, profile) for seat in seated]
    turns = range(first, table.book.setting.turns + 1)
    rounds = table.book.setting.talk_rounds
    likely, said = _likely(sizes, turns, rounds, profile, price)
    longest = _longest(sizes, turns, rounds, profile, price)
    text = f"{spec}: likely {said}; with the longest replies {longest.text()}"
    return Preview(likely.prompt + likely.completion, longest.prompt + longest.completion, likely.cost, text)


def _longest(
    sizes: list[tuple[int, int]], turns: range, rounds: int, profile: Profile, price: Price | None
) -> CostEstimate:
    from wargame.players.llm.budget import estimate, tokens_in

    asked = rounds + 2  # orders, and weighing where somebody argues
    grown = [1 + GROWTH * min(turn - 1, GROWS) for turn in turns]
    prompts = sum(asked * tokens_in(round(prompt * more) + schema) for prompt, schema in sizes for more in grown)
    calls = len(sizes) * len(grown) * asked
    return estimate(calls, prompts // calls, profile.output_tokens, price)


def _likely(
    sizes: list[tuple[int, int]], turns: range, rounds: int, profile: Profile, price: Price | None
) -> tuple[CostEstimate, str]:
    """What is likely, and the same in words with the share of prompts that the endpoint will know."""
    from wargame.players.llm.budget import CostEstimate
    from wargame.players.llm.prices import CURRENCY
    from wargame.players.llm.profiles import Profile as Usual
    from wargame.players.llm.request import TokenUsage

    asked = rounds + 1 + LIKELY_WEIGHED
    read = known = 0.0
    for turn in turns:
        grown = LIKELY_GROWN if turn > 1 else 1.0
        tokens = asked * sum(prompt * grown + schema * LIKELY_SCHEMA for prompt, schema in sizes) / LIKELY_CHARACTERS
        read += tokens
        known += tokens * (LIKELY_KNOWN if turn > turns[0] else 1 - 1 / asked)
    calls = round(asked * len(sizes) * len(turns))
    thinks = profile.output_tokens > Usual().output_tokens
    reply = round(calls * (LIKELY_THOUGHT * profile.output_tokens if thinks else LIKELY_REPLY))
    said = f"{calls:,} calls, {round(read):,} prompt ({known / read:.0%} known already) and {reply:,} reply tokens"
    cost = price.cost(TokenUsage(prompt=round(read), cached=round(known), completion=reply)) if price else None
    told = said if cost is None else f"{said}, {cost:.2f} {CURRENCY}"
    return CostEstimate(calls, round(read), reply, cost), told


def _first_prompt(
    table: RunningGame, prompts: Mapping[str, str], spec: str, seat: SeatId, profile: Profile
) -> tuple[int, int]:
    """Characters of the first prompt of a seat that a player of this spec holds, and of its schema."""
    from wargame.players.llm.ladder import encoded
    from wargame.players.llm.shown import shown_of
    from wargame.players.llm.single_prompt import prompts_for
    from wargame.players.llm.wording_sets import wording_of
    from wargame.rules.turn.sequence import Asked

    ask = table.ask(seat, Asked(1, "talk", 1))
    tightly = profile.schemas == "tight"
    asks = prompts_for(spec, wording_of(prompts), shown_of(prompts))
    request = asks.request(ask, tightly=tightly, max_tokens=profile.output_tokens, seconds=None)
    return sum(len(said.text) for said in request.messages), len(encoded(request.schema))
