"""What a model's reply must look like: one shape per kind of decision, as JSON schema for the endpoint.

The stable schema never changes in a game; the tight one holds only what this seat may do this turn. Both
are made from the types that the menu uses, and both are only a help: the engine checks every reply.
"""

from __future__ import annotations

from wargame.players.llm.schema.replies import AdviceReply, OrdersReply, TalkReply, WeighReply, reply_type
from wargame.players.llm.schema.stable import Format, advice, stable, verbs_of
from wargame.players.llm.schema.tight import LegalOrders, choices, tight
from wargame.players.llm.schema.tight_talk import Offerable

__all__ = [
    "AdviceReply",
    "LegalOrders",
    "Format",
    "Offerable",
    "OrdersReply",
    "TalkReply",
    "WeighReply",
    "advice",
    "choices",
    "reply_type",
    "stable",
    "tight",
    "verbs_of",
]
