"""Tokens and money that a game or a batch may take: a cap that holds before each call, and an estimate beforehand."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TypeAlias

from wargame.errors import SpecError
from wargame.players.llm.failures import DOWN
from wargame.players.llm.prices import CURRENCY, Price
from wargame.players.llm.request import CallRecord, TokenUsage

Priced: TypeAlias = Callable[[CallRecord], Price | None]
"""Gives the price of the model that a call went to, or None if it is not known."""
CHARACTERS = 3
"""Characters that make a token at the least, so that an estimate errs on the high side."""


def tokens_in(characters: int) -> int:
    """Tokens in so many characters, at most."""
    return characters // CHARACTERS + 1


def _nothing_priced(call: CallRecord) -> None:
    """No price is known."""


@dataclass
class Budget:
    """Means of one game, or of a batch of games, which every game of it draws on too."""

    tokens: int | None = None
    """Tokens of prompts and replies together; None sets no cap."""
    money: float | None = None
    """In the currency of the price table; None sets no cap."""
    above: Budget | None = None
    """The batch that this game belongs to."""
    spent_tokens: int = 0
    spent_money: float = 0.0
    calls: int = 0
    """Attempts that took something."""
    unpriced: int = 0
    """Attempts whose cost is not known, for want of a price or of token counts."""
    held_tokens: int = 0
    """Set aside for attempts in flight."""
    held_money: float = 0.0
    elsewhere_tokens: int = 0
    """Spent and set aside by others who draw on the same means."""
    elsewhere_money: float = 0.0

    def __post_init__(self) -> None:
        """Refuse caps that allow nothing."""
        if (self.tokens is not None and self.tokens < 0) or (self.money is not None and self.money < 0):
            raise SpecError("a budget cannot be negative; give tokens and money from 0, or no cap at all")

    def hold(self, prompt: int, completion: int, price: Price | None) -> Hold | str:
        """Set aside what an attempt may take at most; a sentence if the means do not reach."""
        wanted = prompt + completion
        money = price.most(prompt, completion) if price else 0.0
        done: list[Budget] = []
        for budget in self.levels:
            if sentence := budget.set_aside(wanted, money, price):
                for each in done:
                    each.put_back(wanted, money)
                return sentence
            done.append(budget)
        return Hold(self, wanted, money, price)

    def set_aside(self, tokens: int, money: float, price: Price | None) -> str:
        """Set aside so much here alone, or say why that cannot be."""
        if sentence := self.lacks(tokens, money, price):
            return sentence
        self.held_tokens += tokens
        self.held_money += money
        return ""

    def put_back(self, tokens: int, money: float) -> None:
        """So much is not set aside any more, here alone."""
        self.held_tokens -= tokens
        self.held_money -= money

    def count(self, tokens: int, money: float, *, known: bool) -> None:
        """Count what one attempt took, here alone."""
        self.spent_tokens += tokens
        self.spent_money += money
        self.calls += 1 if tokens else 0
        self.unpriced += 0 if known else 1

    @property
    def levels(self) -> tuple[Budget, ...]:
        """This budget and those above it."""
        return (self, *self.above.levels) if self.above else (self,)

    def lacks(self, tokens: int, money: float, price: Price | None) -> str:
        """Why so much cannot be had, or an empty string."""
        gone, paid = self.spent_tokens + self.elsewhere_tokens, self.spent_money + self.elsewhere_money
        if self.tokens is not None and gone + self.held_tokens + tokens > self.tokens:
            at = f"{gone:,} taken, {self.held_tokens:,} set aside, the call may take {tokens:,}"
            return f"the cap of {self.tokens:,} tokens has no room for this call: {at}"
        if self.money is None:
            return ""
        if price is None:
            return f"there is a cap of {self.money:g} {CURRENCY}, but the price of this model is not known"
        if paid + self.held_money + money > self.money:
            held = max(0.0, self.held_money)
            at = f"{paid:.4f} taken, {held:.4f} set aside, the call may cost {money:.4f}"
            return f"the cap of {self.money:g} {CURRENCY} has no room for this call: {at}"
        return ""

    def remember(self, calls: Iterable[tuple[CallRecord, int]], priced: Priced = _nothing_priced) -> None:
        """Count what earlier sessions of the game took, to the token and the coin as it was counted then.

        `calls` come with the number of characters of their texts; `priced` gives the price of a call's model.
        """
        for call, characters in calls:
            tokens, money = taken(call, characters, priced(call))
            self.spend(tokens, money, known=call.cost is not None or not tokens)

    def spend(self, tokens: int, money: float, *, known: bool) -> None:
        """Count what one attempt took, here and above."""
        for budget in self.levels:
            budget.count(tokens, money, known=known)


@dataclass
class Hold:
    """What is set aside for one attempt."""

    budget: Budget
    tokens: int
    money: float
    price: Price | None = None

    def settle(self, call: CallRecord, characters: int) -> None:
        """The attempt is over: count what it took instead of what it might have taken.

        Where the endpoint worked but gave no counts, its texts and the whole room for a reply count as spent.
        """
        tokens, money = taken(call, characters, self.price)
        self.budget.spend(tokens, money, known=call.cost is not None or not tokens)
        self.release()  # only then: whoever looks in between sees too much rather than too little

    def release(self) -> None:
        """Nothing was taken."""
        for budget in self.budget.levels:
            budget.put_back(self.tokens, self.money)


def taken(call: CallRecord, characters: int, price: Price | None) -> tuple[int, float]:
    """Tokens that an attempt took and what they cost, both on the high side where they are not known.

    `characters` are those of its texts and schema: what the record holds, so that a game that goes on counts the same.
    """
    if call.usage.prompt is not None and call.usage.completion is not None:
        return call.usage.prompt + call.usage.completion, call.cost or 0.0
    if call.status == 200 or (call.status is None and call.seconds > 0 and not call.fault.startswith(DOWN[0])):
        prompt = tokens_in(characters)
        money = price.most(prompt, call.max_tokens) if price and call.cost is None else call.cost or 0.0
        return prompt + call.max_tokens, money
    return 0, 0.0


@dataclass(frozen=True, slots=True)
class CostEstimate:
    """What a game or a batch will take, before it starts."""

    calls: int
    prompt: int
    completion: int
    cost: float | None
    """None if the price is not known."""

    def text(self) -> str:
        """One sentence."""
        said = f"{self.calls:,} calls, {self.prompt:,} prompt and {self.completion:,} reply tokens"
        if self.cost is None:
            return f"{said}; the price of this model is not known"
        return f"{said}, {self.cost:.2f} {CURRENCY}"


def estimate(calls: int, prompt: int, completion: int, price: Price | None, cached: float = 0.0) -> CostEstimate:
    """So many calls of so many tokens each; `cached` is the share of prompts that the endpoint will know."""
    usage = TokenUsage(prompt=calls * prompt, completion=calls * completion, cached=int(calls * prompt * cached))
    cost = price.cost(usage) if price else None
    return CostEstimate(calls, calls * prompt, calls * completion, cost)
