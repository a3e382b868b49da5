"""What the judges of a game will take: a game of scripts is played, and each case is put before a judge, unsent."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from wargame.commands.preview import Preview
    from wargame.players.llm.request import Reply, Request
    from wargame.table.players import ModelMeans
    from wargame.transcript.setup import GameSetup

USUAL = 8_000
"""Characters that a judge reads of a case, where the game of scripts has none to go by."""
REPLY = 150
"""Tokens of an opinion with a remark of a few sentences."""


class _Weighed:
    """A client that sends nothing: it counts what it would send, and has nothing to say."""

    tight = False
    output_tokens = REPLY

    def __init__(self) -> None:
        self.sizes: list[tuple[int, int]] = []
        """Turn and characters of each question."""

    async def ask(self, request: Request) -> Reply:
        from wargame.players.llm.request import Reply

        turn = int(request.decision.partition(".")[0])
        self.sizes.append((turn, request.characters + len(json.dumps(request.schema))))
        return Reply("failed", fault="nobody was asked")


def judges_preview(game: GameSetup, judges: Sequence[str], models: ModelMeans, first: int = 1) -> Iterator[Preview]:
    """What each model takes that judges in this game from this turn on; nothing without judges.

    The larger numbers are those of a game in which every seat argues a case each turn and each opinion is asked for
    twice.
    """
    if not judges:
        return
    from wargame.commands.preview import Preview
    from wargame.players.llm.budget import estimate, tokens_in
    from wargame.players.llm.judge import TOKENS

    sizes = _sizes(game, first)
    setting = game.opening()[0].setting
    most = len(setting.ids) * (setting.turns - first + 1)
    for spec, times in Counter(judges).items():
        price = models.endpoints.prices.of(models.endpoints.endpoint(spec))
        mean = tokens_in(sum(sizes) // len(sizes)) if sizes else 0
        likely = estimate(times * len(sizes), mean, REPLY, price)
        utmost = estimate(2 * times * most, 2 * tokens_in(max(sizes, default=USUAL)), TOKENS, price)
        longest = "where all seats argue each turn and each opinion is asked for twice"
        text = f"{spec}, as {times} of the judges: likely {likely.text()}; {longest}, {utmost.text()}"
        tokens = [each.prompt + each.completion for each in (likely, utmost)]
        yield Preview(tokens[0], tokens[1], likely.cost, text)


def _sizes(game: GameSetup, first: int) -> list[int]:
    """Characters of what one judge is told of each argument of a game that scripts play and rule, from a turn on."""
    from wargame.loops import finish
    from wargame.players.llm.judge import ModelJudge
    from wargame.table.opening import new_game
    from wargame.table.players import Means

    client = _Weighed()
    judge = ModelJudge("nobody", 1, client, game.opening()[0])
    scripts = replace(game, seats=dict.fromkeys(game.seats, "scripted"))
    finish(new_game(scripts, None, means=Means(judges=(judge,)), adjudication="proposed").play())
    return [size for turn, size in client.sizes if turn >= first]
